//! What customers spend: the lines of dollars a month, the mix of categories, the segments found again, and what the
//! rows hold. What is in them is for `segmint_page::spending` to say.

use segmint::transactions::statistics::Summary;
use segmint_page::pictures;
use segmint_page::spending::{self, Line};
use segmint_page::words;
use web_sys::{Document, Element, HtmlElement};

use crate::breakdown::{Breakdown, describe, name};
use crate::charts::Histogram;
use crate::dom::{Template, Trouble, by_id, children, set, set_text, show, within};

/// Everything that shows transactions.
pub(crate) struct Spending {
    lines: Lines,
    /// What is of segments alone.
    of_segments: [HtmlElement; 5],
    spenders: Element,
    spender_row: Template,
    months: Grid,
    mix: Element,
    mix_row: Template,
    found_again: Element,
    matrix: Grid,
    totals: [Element; 4],
    breakdowns: [Breakdown; 2],
    histograms: [Histogram; 2],
}

/// The picture of dollars a month.
struct Lines {
    picture: Element,
    /// For each segment what it was to be, and after all of those what was found.
    paths: Vec<Element>,
    marks: Element,
    mark: Template,
    days: Element,
    /// The names of the segments, at the ends of their lines.
    labels: Element,
}

/// A table of texts.
struct Grid {
    body: Element,
    row: Template,
}

impl Spending {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<Spending, Trouble> {
        let total = |id| by_id::<Element>(document, id);
        let mix: Element = by_id(document, "mix_table")?;
        Ok(Spending {
            lines: Lines::find(document)?,
            of_segments: [
                by_id(document, "months-title")?,
                by_id(document, "months_chart")?,
                by_id(document, "shares")?,
                by_id(document, "found")?,
                by_id(document, "spenders_table")?,
            ],
            spenders: within(&by_id::<Element>(document, "spenders_table")?, "tbody")?,
            spender_row: Template::by_id(document, "spender-row")?,
            months: Grid::find(document, "months_table")?,
            mix: within(&mix, "tbody")?,
            mix_row: Template::by_id(document, "mix-row")?,
            found_again: by_id(document, "found-again")?,
            matrix: Grid::find(document, "matrix")?,
            totals: [
                total("buyers")?,
                total("dollars-all")?,
                total("amount-mean")?,
                total("amount-range")?,
            ],
            breakdowns: [
                Breakdown::find(document, "channel", "channel")?,
                Breakdown::find(document, "payment_status", "status")?,
            ],
            histograms: [
                Histogram::find(document, "amount_chart")?,
                Histogram::find(document, "weekday_chart")?,
            ],
        })
    }

    /// Shows what the rows hold; whether they can be looked at.
    pub(crate) fn show(&self, summary: &Summary, is_offered: bool) -> Result<(), Trouble> {
        let is_known = !summary.segments.is_empty();
        self.of_segments.iter().for_each(|part| show(part, is_known));
        self.lines.show(summary)?;
        self.months.fill(&spending::months(summary))?;
        self.show_spenders(summary, is_offered)?;
        self.show_mix(summary, is_offered)?;
        set_text(&self.found_again, &spending::found_again(summary));
        let matrix = summary.matrix.as_ref().map(spending::matrix).unwrap_or_default();
        self.matrix.fill(&matrix)?;
        let totals = spending::totals(summary);
        self.totals.iter().zip(totals).for_each(|(total, text)| set_text(total, &text));
        let [channels, statuses] = &self.breakdowns;
        channels.show(&summary.channels, is_offered)?;
        statuses.show(&summary.statuses, is_offered)?;
        let [amounts, weekdays] = &self.histograms;
        let paid = pictures::plain("Amounts in dollars", "transaction_amount", &summary.amounts);
        amounts.draw(paid, &summary.amounts, is_offered)?;
        let days = pictures::plain("Days of the week", "weekday", &summary.weekdays);
        weekdays.draw(days, &summary.weekdays, is_offered)
    }

    fn show_spenders(&self, summary: &Summary, is_offered: bool) -> Result<(), Trouble> {
        let spenders = spending::spenders(summary);
        self.spender_row.fit(&self.spenders, spenders.len() as u32)?;
        for (row, texts) in children(&self.spenders).zip(spenders) {
            let segment = texts.first().map_or("", String::as_str);
            let filter = format!("customer_segment={segment}");
            name(&row, segment, Some(&*filter).filter(|_| is_offered))?;
            describe(&row, segment)?;
            children(&row).zip(&texts).skip(1).for_each(|(cell, text)| set_text(&cell, text));
        }
        Ok(())
    }

    fn show_mix(&self, summary: &Summary, is_offered: bool) -> Result<(), Trouble> {
        let mix = spending::mix(summary);
        self.mix_row.fit(&self.mix, mix.len() as u32)?;
        for (row, (category, shares)) in children(&self.mix).zip(mix) {
            let mut cells = children(&row);
            cells.next();
            let filter = format!("merchant_category={category}");
            name(&row, &category, Some(&*filter).filter(|_| is_offered))?;
            for (cell, share) in cells.zip(shares) {
                set_text(&within(&cell, "span")?, &format!("{} %", words::fixed(share, 1)));
                set(&within(&cell, ".actual")?, "width", &words::fixed(share.min(100.0), 2));
            }
        }
        Ok(())
    }
}

impl Lines {
    fn find(document: &Document) -> Result<Lines, Trouble> {
        let figure: Element = by_id(document, "months_chart")?;
        let picture: Element = within(&figure, "svg")?;
        Ok(Lines {
            paths: children(&picture).filter(|part| part.tag_name() == "path").collect(),
            picture,
            marks: within(&figure, ".marks")?,
            mark: Template::by_id(document, "mark")?,
            days: within(&figure, ".axis")?,
            labels: within(&figure, ".labels")?,
        })
    }

    fn show(&self, summary: &Summary) -> Result<(), Trouble> {
        let picture = spending::picture(summary);
        let lines: &[Line] = picture.as_ref().map_or(&[], |picture| &picture.lines);
        let targets = lines.iter().map(|line| &line.target);
        let all: Vec<&String> = targets.chain(lines.iter().map(|line| &line.found)).collect();
        for (at, path) in self.paths.iter().enumerate() {
            set(path, "d", all.get(at).map_or("", |path| path));
        }
        for (label, line) in children(&self.labels).zip(lines) {
            set(&label, "y", &format!("{} %", words::fixed(line.label_at, 2)).replace(' ', ""));
        }
        let (marks, days, described) = match picture {
            Some(picture) => (picture.marks, picture.days.to_vec(), picture.described),
            None => (Vec::new(), Vec::new(), "No months are known".to_owned()),
        };
        self.mark.fit(&self.marks, marks.len() as u32)?;
        children(&self.marks).zip(marks).for_each(|(mark, text)| set_text(&mark, &text));
        children(&self.days).zip(days).for_each(|(day, text)| set_text(&day, &text));
        set(&self.picture, "aria-label", &described);
        Ok(())
    }
}

impl Grid {
    fn find(document: &Document, id: &str) -> Result<Grid, Trouble> {
        let table: Element = by_id(document, id)?;
        let row = Template::by_id(document, "name-row")?;
        Ok(Grid { body: within(&table, "tbody")?, row })
    }

    /// Makes the table hold a row for each, a cell for each text.
    fn fill(&self, rows: &[Vec<String>]) -> Result<(), Trouble> {
        self.row.fit(&self.body, rows.len() as u32)?;
        for (row, texts) in children(&self.body).zip(rows) {
            children(&row).zip(texts).for_each(|(cell, text)| set_text(&cell, text));
        }
        Ok(())
    }
}
