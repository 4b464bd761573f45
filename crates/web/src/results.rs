//! What a run showed: the line that says it all, tables, pictures, findings. It shows what it is
//! given; when that is, and whether it is still true, is for `page` to say.

use web_sys::{Document, Element, HtmlElement};

use crate::breakdown::{Breakdown, describe, ensure_parts, name, shares};
use crate::charts::{Histogram, TileMap};
use crate::dirt_table::DirtTable;
use crate::dom::{Template, Trouble, by_id, children, set, set_text, show, within};
use crate::evidence::Evidence;
use crate::findings::{Findings, Mismatches};
use crate::spending::Spending;
use segmint::customers::dirt::DirtReport;
use segmint::customers::statistics;
use segmint::number::thousands;
use segmint::statistics::Bar;
use segmint::transactions;
use segmint::validate::{Listing, Report};
use segmint_page::check::FileCard;
use segmint_page::fingerprint::{Fingerprint, Summary};
use segmint_page::pictures;
use segmint_page::wish::Mode;
use segmint_page::words::{self, NONE, beginning};

/// How many numbers stand in a row of the segments' table.
const SEGMENT_NUMBERS: usize = 7;

/// Everything that shows a report.
pub(crate) struct Results {
    summary: SummaryLine,
    mode: Mode,
    findings: Findings,
    dirt: DirtTable,
    mismatches: Mismatches,
    segments: Element,
    segment_row: Template,
    totals: [Element; 4],
    breakdowns: [Breakdown; 3],
    histograms: [Histogram; 4],
    states: TileMap,
    /// Why there are months without a new account.
    gap: HtmlElement,
    /// Why more rows have a decline type than are Declining.
    stray_declines: HtmlElement,
    evidence: Evidence,
    board: HtmlElement,
    model: HtmlElement,
    spending: Spending,
    spending_board: HtmlElement,
    /// Whether there is anything to see.
    is_blank: bool,
}

impl Results {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<Results, Trouble> {
        let segments: Element = by_id(document, "segments")?;
        let total = |id| by_id::<Element>(document, id);
        Ok(Results {
            summary: SummaryLine::find(document)?,
            mode: Mode::Generate,
            findings: Findings::find(document)?,
            dirt: DirtTable::find(document)?,
            mismatches: Mismatches::find(document)?,
            segments: within(&segments, "tbody")?,
            segment_row: Template::by_id(document, "segment-row")?,
            totals: [
                total("unique-ids")?,
                total("credit-limit-min")?,
                total("credit-limit-max")?,
                total("credit-limit-avg")?,
            ],
            breakdowns: [
                Breakdown::find(document, "card_type", "card_type")?,
                Breakdown::find(document, "employment", "employment_status")?,
                Breakdown::find(document, "decline_type", "decline_type")?,
            ],
            histograms: [
                Histogram::find(document, "age_chart")?,
                Histogram::find(document, "credit_limit_chart")?,
                Histogram::find(document, "account_month_chart")?,
                Histogram::find(document, "employment_chart")?,
            ],
            states: TileMap::find(document, "state_chart")?,
            gap: by_id(document, "account-gap")?,
            stray_declines: by_id(document, "stray-declines")?,
            evidence: Evidence::find(document)?,
            board: by_id(document, "board")?,
            model: by_id(document, "model")?,
            spending: Spending::find(document)?,
            spending_board: by_id(document, "purchases-board")?,
            is_blank: true,
        })
    }

    /// From now on this is of generated data, or of a file.
    pub(crate) fn turn(&mut self, mode: Mode, file: Option<&FileCard>) {
        self.mode = mode;
        if let Some(file) = file {
            self.findings.name(&file.findings_name());
        }
    }

    /// Shows what the rows showed.
    pub(crate) fn show_report(&mut self, report: &Report) -> Result<(), Trouble> {
        let statistics = &report.statistics;
        self.is_blank = false;
        self.findings.show(report, self.mode)?;
        self.dirt.hide();
        self.mismatches.show(&report.mismatches)?;
        if statistics.total_customers == 0 {
            return self.clear_statistics();
        }
        // A recipe's panels keep their place.
        show(&self.spending_board, self.mode == Mode::Generate && !self.spending_board.hidden());
        show(&self.board, true);
        show(&self.model, true);
        self.show_segments(statistics)?;
        self.show_totals(statistics);
        let [cards, employment, decline] = &self.breakdowns;
        let is_offered = self.mode == Mode::Generate;
        cards.show(&statistics.card_type_distribution, is_offered)?;
        employment.show(&statistics.employment_distribution, is_offered)?;
        decline.show(&statistics.decline_type_distribution, is_offered)?;
        let [age, credit_limit, account_month, employed] = &self.histograms;
        let ages = pictures::ages(&statistics.segment_profiles);
        age.draw(ages, &statistics.age_distribution, is_offered)?;
        let (limits, numbers) =
            (pictures::limits(statistics), &statistics.credit_limit_distribution);
        credit_limit.draw(limits, numbers, is_offered)?;
        let (accounts, numbers) =
            (pictures::accounts(statistics), &statistics.account_month_distribution);
        account_month.draw(accounts, numbers, is_offered)?;
        let employment = pictures::employment(statistics);
        employed.draw(employment, &statistics.employment_distribution, is_offered)?;
        self.states.draw("States", &statistics.state_distribution, is_offered)?;
        show(&self.gap, pictures::has_gap(&statistics.account_month_distribution));
        let percents = statistics.decline_type_distribution.0.iter().map(|bar| bar.percent);
        show(&self.stray_declines, percents.sum::<f64>() > 100.05);
        self.evidence.show(statistics)
    }

    /// Shows what the rows of transactions showed, and what else there is to say.
    pub(crate) fn show_spending(
        &mut self,
        report: &transactions::check::Report,
        note: &str,
    ) -> Result<(), Trouble> {
        self.is_blank = false;
        let (broken, listing) = (words::rules_broken(report), Listing::of(report));
        self.findings.show_listing(broken, listing, note, self.mode)?;
        self.dirt.hide();
        self.mismatches.show(&[])?;
        if report.statistics.total_transactions == 0 {
            return self.clear_statistics();
        }
        show(&self.board, self.mode == Mode::Generate);
        show(&self.model, self.mode == Mode::Generate);
        show(&self.spending_board, true);
        self.spending.show(&report.statistics, self.mode == Mode::Generate)
    }

    /// Shows what came of the faults that were put in.
    pub(crate) fn show_dirt(&self, outcome: &DirtReport) -> Result<(), Trouble> {
        if outcome.injected() > 0 && outcome.is_exact() {
            self.findings.expect();
        }
        self.dirt.show(outcome)
    }

    /// Where an answer key is handed over.
    pub(crate) fn dirt(&mut self) -> &mut DirtTable {
        &mut self.dirt
    }

    /// Shows the line that says it all.
    pub(crate) fn show_summary(&self, summary: &Summary) {
        self.summary.show(summary, self.mode);
    }

    /// Shows what is known of the fingerprint.
    pub(crate) fn show_fingerprint(&self, fingerprint: &Fingerprint) {
        self.summary.show_fingerprint(fingerprint, self.mode);
    }

    /// Takes back what was said of the rows: they are those of an older recipe.
    pub(crate) fn outdate(&self) {
        if self.is_blank {
            return;
        }
        self.summary.outdate();
        self.findings.outdate(self.mode);
        self.withhold_fit();
    }

    /// What would fit the file cannot be put into the recipe.
    pub(crate) fn withhold_fit(&self) {
        self.mismatches.withhold();
    }

    /// Shows a recipe that nobody has asked to be generated yet, or a file that has not been
    /// checked: rows and about how many bytes they will be, where that is known.
    pub(crate) fn show_nothing(&mut self, about: Option<(u64, f64)>) -> Result<(), Trouble> {
        self.is_blank = true;
        self.summary.clear(about, self.mode);
        self.findings.clear(self.mode)?;
        self.dirt.hide();
        self.mismatches.show(&[])?;
        self.clear_statistics()
    }

    fn clear_statistics(&self) -> Result<(), Trouble> {
        // A recipe's panels keep their place; of a file there is nothing that could come.
        show(&self.board, self.mode == Mode::Generate);
        show(&self.model, self.mode == Mode::Generate);
        show(&self.spending_board, false);
        for row in children(&self.segments) {
            // All but the name.
            children(&row).skip(1).take(SEGMENT_NUMBERS).for_each(|cell| set_text(&cell, NONE));
        }
        self.totals.iter().for_each(|total| set_text(total, NONE));
        self.breakdowns.iter().try_for_each(Breakdown::clear)?;
        self.histograms.iter().try_for_each(Histogram::clear)?;
        self.states.clear()?;
        self.evidence.clear()
    }

    fn show_segments(&self, statistics: &statistics::Summary) -> Result<(), Trouble> {
        let bars = &statistics.segment_distribution.0;
        let profiles = &statistics.segment_profiles.segments;
        self.segment_row.fit(&self.segments, bars.len() as u32)?;
        for (((row, bar), share), profile) in
            children(&self.segments).zip(bars).zip(shares(bars)).zip(profiles)
        {
            ensure_parts(&row, &self.segment_row)?;
            let premium = statistics.premium_distribution.0.iter().find(|one| one.name == bar.name);
            let told =
                |number: Option<f64>, tell: fn(f64) -> String| number.map_or(NONE.to_owned(), tell);
            let texts = [
                bar.name.clone(),
                thousands(bar.count),
                told(bar.target, words::target),
                share,
                told(bar.variance(), words::variance),
                told(profile.mean_age, |age| words::fixed(age, 1)),
                told(profile.mean_credit_limit, |limit| {
                    format!("${}", thousands(limit.round() as u64))
                }),
                premium.map_or(NONE.to_owned(), |bar| words::share(bar.percent)),
            ];
            children(&row).zip(texts).skip(1).for_each(|(cell, text)| set_text(&cell, &text));
            name(&row, &bar.name, self.offers("customer_segment", bar).as_deref())?;
            describe(&row, &bar.name)?;
        }
        Ok(())
    }

    /// The filter that takes the rows of a bar: only what was generated here can be looked at.
    fn offers(&self, column: &str, bar: &Bar) -> Option<String> {
        (self.mode == Mode::Generate && bar.count > 0).then(|| format!("{column}={}", bar.name))
    }

    fn show_totals(&self, statistics: &statistics::Summary) {
        let dollars = |amount: u32| format!("${}", thousands(amount));
        let [ids, min, max, avg] = &self.totals;
        set_text(ids, &thousands(statistics.unique_customer_ids));
        set_text(min, &statistics.credit_limit_min.map_or(NONE.to_owned(), dollars));
        set_text(max, &statistics.credit_limit_max.map_or(NONE.to_owned(), dollars));
        let average = statistics.credit_limit_avg.map(|average| dollars(average.round() as u32));
        set_text(avg, average.as_deref().unwrap_or(NONE));
    }
}

/// The one line.
struct SummaryLine {
    rows: Element,
    size: Element,
    time: Element,
    validity: Element,
    fingerprint: HtmlElement,
    sha256: Element,
    take: HtmlElement,
    part: HtmlElement,
    /// The same in a few words, beside the settings where the line itself is out of sight.
    news: Element,
}

impl SummaryLine {
    fn find(document: &Document) -> Result<SummaryLine, Trouble> {
        let part = |name: &str| by_id::<Element>(document, &format!("summary-{name}"));
        Ok(SummaryLine {
            rows: part("rows")?,
            size: part("size")?,
            time: part("time")?,
            validity: part("validity")?,
            fingerprint: by_id(document, "summary-fingerprint")?,
            sha256: part("sha256")?,
            take: by_id(document, "take-sha256")?,
            part: by_id(document, "summary-part")?,
            news: by_id(document, "news")?,
        })
    }

    fn show(&self, summary: &Summary, mode: Mode) {
        set_text(&self.rows, &summary.heading);
        set_text(&self.size, &words::size(summary.bytes));
        set_text(&self.time, &words::duration(summary.milliseconds));
        let (text, tone) = summary.validity.told(summary.goes_on);
        set_text(&self.validity, &text);
        set(&self.validity, "data-valid", tone.word());
        self.tell(&summary.heading, tone.word());
        self.show_fingerprint(&summary.fingerprint, mode);
        show(&self.part, summary.part.is_some());
        set_text(&self.part, summary.part.as_deref().unwrap_or_default());
    }

    fn show_fingerprint(&self, fingerprint: &Fingerprint, mode: Mode) {
        let whole = fingerprint.sha256().unwrap_or_default();
        set(&self.sha256, "data-value", whole);
        set(&self.sha256, "title", whole);
        set_text(
            &self.sha256,
            &match fingerprint {
                Fingerprint::Known(sha256) => beginning(sha256),
                Fingerprint::Taking(percent) => format!("reading back, {percent} %"),
                Fingerprint::Untaken => "not computed".to_owned(),
                Fingerprint::Absent => "no file kept".to_owned(),
                Fingerprint::Unmade => NONE.to_owned(),
            },
        );
        show(&self.take, matches!(fingerprint, Fingerprint::Untaken));
        // Of a file of the reader's it is taken only to be compared.
        let is_one = mode == Mode::Generate && *fingerprint != Fingerprint::Unmade;
        show(&self.fingerprint, is_one || !whole.is_empty());
    }

    fn tell(&self, news: &str, tone: &str) {
        set_text(&self.news, news);
        set(&self.news, "data-valid", tone);
    }

    fn outdate(&self) {
        set_text(&self.validity, "out of date");
        self.tell("Out of date", "");
        set(&self.validity, "data-valid", "");
    }

    fn clear(&self, about: Option<(u64, f64)>, mode: Mode) {
        show(&self.fingerprint, mode == Mode::Generate);
        let rows = about.map(|(rows, _)| words::counted(rows, "row"));
        set_text(&self.rows, rows.as_deref().unwrap_or(NONE));
        let size = about.map(|(_, bytes)| format!("about {}", words::size(bytes)));
        set_text(&self.size, size.as_deref().unwrap_or(NONE));
        show(&self.part, false);
        set_text(&self.time, NONE);
        let yet = match mode {
            Mode::Generate => "not generated yet",
            Mode::Check => "not checked yet",
        };
        set_text(&self.validity, yet);
        self.tell(yet, "");
        set(&self.validity, "data-valid", "");
        set(&self.sha256, "data-value", "");
        set(&self.sha256, "title", "");
        set_text(&self.sha256, NONE);
        show(&self.take, false);
    }
}
