//! The values that columns may have, as checks and statistics know them: written
//! out here once more on purpose, because a second opinion that asked the generator would be none.

/// The 50 states and the District of Columbia, by the two letters of the Postal Service.
#[rustfmt::skip]
pub(crate) const STATES: [&str; 51] = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
];

/// Employment statuses.
pub(crate) const EMPLOYMENTS: [&str; 4] = ["Employed", "Self-Employed", "Retired", "Unemployed"];

/// Card types; the second is Premium.
pub(crate) const CARDS: [&str; 2] = ["Standard", "Premium"];

/// Decline types.
pub(crate) const DECLINES: [&str; 2] = ["gradual", "sudden"];

/// No state has this code.
const NO_STATE: u8 = u8::MAX;

/// The letters, and whatever else there is.
const STATE_OF_LETTERS: usize = 27;

/// For every pair of letters the position of the state, or [`NO_STATE`].
static STATE_OF: [[u8; STATE_OF_LETTERS]; STATE_OF_LETTERS] = {
    let mut positions = [[NO_STATE; STATE_OF_LETTERS]; STATE_OF_LETTERS];
    let mut at = 0;
    while at < STATES.len() {
        let code = STATES[at].as_bytes();
        positions[(code[0] - b'A') as usize][(code[1] - b'A') as usize] = at as u8;
        at += 1;
    }
    positions
};

/// The position of a state's code in [`STATES`].
#[inline]
pub(crate) fn state(code: &[u8]) -> Option<usize> {
    let &[first, second] = code else { return None };
    state_of(first, second)
}

/// The position of the state whose code are these letters.
#[inline]
pub(crate) fn state_of(first: u8, second: u8) -> Option<usize> {
    let letter = |byte: u8| usize::from(byte.wrapping_sub(b'A')).min(STATE_OF_LETTERS - 1);
    let position = STATE_OF[letter(first)][letter(second)];
    (position != NO_STATE).then_some(usize::from(position))
}

/// The position of an employment status in [`EMPLOYMENTS`].
#[inline]
pub(crate) fn employment(value: &[u8]) -> Option<usize> {
    match value {
        b"Employed" => Some(0),
        b"Self-Employed" => Some(1),
        b"Retired" => Some(2),
        b"Unemployed" => Some(3),
        _ => None,
    }
}

/// The position of a card type in [`CARDS`].
#[inline]
pub(crate) fn card(value: &[u8]) -> Option<usize> {
    match value {
        b"Standard" => Some(0),
        b"Premium" => Some(1),
        _ => None,
    }
}

/// The position of a segment in [`Segment::ALL`](crate::recipe::Segment::ALL).
#[inline]
pub(crate) fn segment(value: &[u8]) -> Option<usize> {
    match value {
        b"High-Value Travelers" => Some(0),
        b"Stable Mid-Spenders" => Some(1),
        b"Budget-Conscious" => Some(2),
        b"Declining" => Some(3),
        b"New & Growing" => Some(4),
        _ => None,
    }
}

/// The position of a decline type in [`DECLINES`].
#[inline]
pub(crate) fn decline(value: &[u8]) -> Option<usize> {
    match value {
        b"gradual" => Some(0),
        b"sudden" => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Segment;

    #[test]
    fn positions_are_those_in_the_lists() {
        type Find = fn(&[u8]) -> Option<usize>;
        let segments = Segment::ALL.map(Segment::name);
        let lists: [(&[&str], Find); 5] = [
            (&STATES, state),
            (&EMPLOYMENTS, employment),
            (&CARDS, card),
            (&segments, segment),
            (&DECLINES, decline),
        ];
        for (list, find) in lists {
            for (position, value) in list.iter().enumerate() {
                assert_eq!(find(value.as_bytes()), Some(position), "{value}");
                assert_eq!(
                    find(value.to_ascii_lowercase().as_bytes())
                        .filter(|_| *value != value.to_ascii_lowercase()),
                    None
                );
                assert_eq!(find(format!("{value} ").as_bytes()), None);
            }
            assert_eq!(find(b""), None);
        }
    }
}
