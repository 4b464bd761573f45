//! Card, segment and decline type, which depend on each other.

use super::piece::{Fields, Piece};
use crate::check::reasons;
use crate::check::values::{is_missing, is_placeholder};
use crate::customers::schema::Field;
use crate::customers::values;
use crate::findings::Rule;
use crate::recipe::{SEGMENTS, Segment};

/// The segments by their names, in their order.
const SEGMENT_NAMES: [&str; SEGMENTS] = {
    let [one, two, three, four, five] = Segment::ALL;
    [one.name(), two.name(), three.name(), four.name(), five.name()]
};

impl Piece<'_> {
    /// Card, segment and decline type, which depend on each other; returns the first two.
    #[inline]
    pub(super) fn standing(&mut self, fields: &Fields<'_>) -> (Option<usize>, Option<usize>) {
        let card = self.known(fields, Field::Card, Rule::CardKnown, values::card, &values::CARDS);
        let segment =
            self.known(fields, Field::Segment, Rule::SegmentKnown, values::segment, &SEGMENT_NAMES);
        if let Some(card) = card {
            self.report.statistics.cards[card] += 1;
        }
        if let Some(segment) = segment {
            self.report.statistics.segments[segment] += 1;
            if card == Some(1) {
                self.report.statistics.premium[segment] += 1;
                if !self.bounds.premium_allowed[segment] {
                    let reason = || format!("none in {}", SEGMENT_NAMES[segment]);
                    self.broken(
                        Rule::PremiumAllowed,
                        Field::Card,
                        fields[Field::Card.position()],
                        reason,
                    );
                }
            }
        }
        self.decline(fields, segment);
        (card, segment)
    }

    /// Whether a text that is no decline type is meant for one; a placeholder is told.
    #[cold]
    fn is_decline(&mut self, text: &[u8]) -> bool {
        if is_placeholder(text) {
            self.tell(Rule::ValuePlaceholder, Field::DeclineType, text, String::new);
        }
        !is_placeholder(text)
    }

    #[inline]
    fn decline(&mut self, fields: &Fields<'_>, segment: Option<usize>) {
        let text = fields[Field::DeclineType.position()];
        let decline = values::decline(text);
        if let Some(decline) = decline {
            self.report.statistics.declines[decline] += 1;
        } else if !is_missing(text) && self.is_decline(text) {
            let reason = || reasons::nearly(text, values::DECLINES).unwrap_or_default().to_owned();
            self.broken(Rule::DeclineKnown, Field::DeclineType, text, reason);
            return;
        }
        let declining = segment.map(|segment| segment == Segment::Declining as usize);
        if declining.is_some_and(|declining| declining != decline.is_some())
            && self.bounds.has[Field::DeclineType.position()]
        {
            let reason = || match segment.map(|segment| Segment::ALL[segment].name()) {
                Some(name) if decline.is_some() => format!("set for {name}"),
                _ => "missing for Declining".to_owned(),
            };
            self.broken(Rule::DeclineOnlyForDeclining, Field::DeclineType, text, reason);
        }
    }
}
