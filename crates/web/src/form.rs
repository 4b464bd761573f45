//! The fields of the recipe, and faults beside them. What their texts mean is for `segmint_page::form` to say.

use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
};

use crate::dom::{Template, Trouble, by_id, children, flag, set, set_text, show, within};
use segmint::date::Date;
use segmint::recipe::{
    EmailDomains, FaultKind, Parameter, ParameterError, Parameters, Recipe, RecipeVersion, SEGMENTS,
};
use segmint::tables::TableId;
use segmint_page::form;

/// The fields of the recipe.
pub(crate) struct Form {
    fields: Vec<Field>,
    version: HtmlSelectElement,
    /// What only some versions have.
    of_version: HtmlElement,
    /// The row of each kind of dirt.
    dirt_rows: Vec<HtmlElement>,
    /// The table whose dirt can be asked for.
    table: TableId,
    /// What was written last, for what there is no field for.
    written: Parameters,
    /// What the closed sections tell of.
    digested: Parameters,
    weights_sum: HtmlElement,
    /// Makes the weights add up.
    balance: HtmlElement,
    /// What the sections are in, closed on a phone.
    more: HtmlDetailsElement,
    mix: Section,
    ranges: Section,
    spending: Section,
    faults: Section,
}

/// The inputs of one parameter, whose texts, joined, are its text form.
struct Field {
    parameter: Parameter,
    inputs: Vec<HtmlInputElement>,
    error: HtmlElement,
}

/// A part of the form that opens, and what it says of its content while it is closed.
struct Section {
    details: HtmlDetailsElement,
    digest: HtmlElement,
}

impl Form {
    /// Finds every field in the document.
    pub(crate) fn find(document: &Document) -> Result<Form, Trouble> {
        let dirt_rows = make_dirt_fields(document)?;
        let fields = Parameter::ALL.into_iter().map(|parameter| Field::find(document, parameter));
        Ok(Form {
            fields: fields.collect::<Result<_, _>>()?,
            version: by_id(document, "version")?,
            of_version: by_id(document, "new_account_age-field")?,
            dirt_rows,
            table: TableId::default(),
            // It is written before it is read.
            written: Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST),
            digested: Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST),
            weights_sum: by_id(document, "weights-sum")?,
            balance: by_id(document, "balance")?,
            more: by_id(document, "more-settings")?,
            mix: Section::find(document, "mix")?,
            ranges: Section::find(document, "ranges")?,
            spending: Section::find(document, "spending")?,
            faults: Section::find(document, "faults")?,
        })
    }

    /// Writes these parameters into the fields.
    pub(crate) fn write(&mut self, parameters: &Parameters) {
        self.written = parameters.clone();
        for field in &self.fields {
            field.write(&field.parameter.write(parameters));
        }
        self.show_version();
        self.show_faults(&[]);
        self.show_digests(parameters.clone());
    }

    /// Writes one parameter into its field.
    pub(crate) fn write_one(&self, parameter: Parameter, parameters: &Parameters) {
        for field in self.fields.iter().filter(|field| field.parameter == parameter) {
            field.write(&parameter.write(parameters));
        }
        if parameter == Parameter::Dirt {
            self.show_dirt();
        }
    }

    /// From now on the dirt of this table can be asked for.
    pub(crate) fn show_table(&mut self, table: TableId) {
        // A row stays as long as somebody may be at it.
        if std::mem::replace(&mut self.table, table) != table {
            self.show_dirt();
            self.show_digests(self.digested.clone());
        }
    }

    /// Reads the fields, and shows beside them what is wrong.
    ///
    /// `as_of` is the day that stands in for a reference date that cannot be read.
    pub(crate) fn read(&mut self, as_of: Date) -> Result<Recipe, Vec<ParameterError>> {
        self.turn();
        let version = self.written.version;
        let fields = self.fields.iter().filter(|field| form::is_known(field.parameter, version));
        let fields = fields.map(|field| (field.parameter, field.texts(version)));
        let recipe = form::recipe(fields, Parameters { as_of, ..self.written.clone() });
        self.show_sum();
        match &recipe {
            Ok(recipe) => {
                self.show_faults(&[]);
                self.show_digests(recipe.parameters().clone());
            }
            Err(faults) => self.show_faults(faults),
        }
        recipe
    }

    /// Follows the version that the reader has chosen: what is at the default of the one comes to that of the other.
    fn turn(&mut self) {
        let said = self.version.value();
        let chosen = RecipeVersion::ALL.into_iter().find(|version| version.to_string() == said);
        let from = self.written.version;
        let Some(to) = chosen.filter(|to| *to != from) else { return };
        for field in &self.fields {
            if let Some(text) = form::turned(field.parameter, &field.texts(from), from, to) {
                field.write(&text);
            }
        }
        self.written = Parameters::defaults(to, self.written.as_of);
        self.show_version();
    }

    /// Puts the focus on the first field.
    pub(crate) fn focus(&self) {
        let count = self.fields.iter().filter(|field| field.parameter == Parameter::Count);
        for input in count.flat_map(|field| &field.inputs) {
            let _ = input.focus();
        }
    }

    fn show_version(&self) {
        let version = self.written.version;
        self.version.set_value(&version.to_string());
        show(&self.of_version, form::is_known(Parameter::NewAccountAge, version));
        show(&self.spending.details, form::is_known(Parameter::Months, version));
        self.show_dirt();
    }

    /// Shows the kinds of dirt of the table, and those of the other one that there are.
    fn show_dirt(&self) {
        let dirt = self.fields.iter().filter(|field| field.parameter == Parameter::Dirt);
        let inputs = dirt.flat_map(|field| &field.inputs);
        for ((flaw, row), input) in FaultKind::ALL.into_iter().zip(&self.dirt_rows).zip(inputs) {
            let is_meant = form::is_dirt_of(flaw, self.table) || !input.value().is_empty();
            show(row, is_meant && flaw.since() <= self.written.version);
            if let Some(label) = row.query_selector("label").ok().flatten() {
                set_text(&label, &form::dirt_label(flaw, self.table));
            }
        }
    }

    fn show_faults(&self, faults: &[ParameterError]) {
        for field in &self.fields {
            let fault = faults.iter().find(|fault| fault.parameter == field.parameter);
            field.show_fault(fault);
            if fault.is_some() {
                for section in self.sections() {
                    if section.details.contains(Some(&field.error)) {
                        section.details.set_open(true);
                        self.more.set_open(true);
                    }
                }
            }
        }
    }

    fn sections(&self) -> [&Section; 4] {
        [&self.mix, &self.ranges, &self.spending, &self.faults]
    }

    /// Writes weights that add up, in the proportions of those that are there.
    pub(crate) fn balance(&self) {
        if let Some(weights) = form::balanced(self.weights()) {
            self.write_one(Parameter::Weights, &Parameters { weights, ..self.written.clone() });
            // The button goes away with what it was for.
            let weights = self.fields.iter().find(|field| field.parameter == Parameter::Weights);
            if let Some(first) = weights.and_then(|field| field.inputs.first()) {
                let _ = first.focus();
            }
        }
    }

    /// The texts of the weights.
    fn weights(&self) -> impl Iterator<Item = String> {
        let weights = self.fields.iter().filter(|field| field.parameter == Parameter::Weights);
        weights.flat_map(|field| &field.inputs).map(HtmlInputElement::value)
    }

    /// The live sum of the weights, as far as they can be read.
    fn show_sum(&self) {
        set_text(&self.weights_sum, &form::sum(self.weights()));
        show(&self.balance, form::balanced(self.weights()).is_some());
    }

    fn show_digests(&mut self, parameters: Parameters) {
        self.show_sum();
        // What a link says of transactions is shown beside customers, too.
        let told = form::asks_of_transactions(&parameters);
        flag(&self.spending.details, "data-told", told);
        let digests = form::digests(&parameters, self.table);
        for (section, digest) in self.sections().into_iter().zip(digests) {
            set_text(&section.digest, &digest);
        }
        self.digested = parameters;
    }
}

impl Section {
    fn find(document: &Document, id: &str) -> Result<Section, Trouble> {
        Ok(Section {
            details: by_id(document, id)?,
            digest: by_id(document, &format!("{id}-digest"))?,
        })
    }
}

impl Field {
    fn find(document: &Document, parameter: Parameter) -> Result<Field, Trouble> {
        let inputs = input_ids(parameter).into_iter().map(|id| by_id(document, &id));
        Ok(Field {
            parameter,
            inputs: inputs.collect::<Result<_, _>>()?,
            error: by_id(document, &format!("{parameter}-error"))?,
        })
    }

    /// What its inputs hold: of a choice, what is chosen; of kinds of dirt that the version has not, nothing.
    fn texts(&self, version: RecipeVersion) -> Vec<String> {
        match self.parameter {
            Parameter::Domains => {
                let chosen = self.inputs.iter().filter(|input| input.checked());
                chosen.map(HtmlInputElement::value).collect()
            }
            Parameter::Dirt => {
                let kinds = FaultKind::ALL.into_iter().zip(&self.inputs);
                let text = |(flaw, input): (FaultKind, &HtmlInputElement)| {
                    if flaw.since() <= version { input.value() } else { String::new() }
                };
                kinds.map(text).collect()
            }
            _ => self.inputs.iter().map(HtmlInputElement::value).collect(),
        }
    }

    fn write(&self, text: &str) {
        match self.parameter {
            Parameter::Domains => {
                for input in &self.inputs {
                    input.set_checked(input.value() == text);
                }
            }
            Parameter::Dirt => {
                for (flaw, input) in FaultKind::ALL.into_iter().zip(&self.inputs) {
                    input.set_value(&form::dirt_amount(flaw, text));
                }
            }
            parameter => {
                let several = form::separator(parameter);
                let one = self.inputs.len() == 1;
                let texts = if one { vec![text] } else { text.split(several).collect() };
                for (input, text) in self.inputs.iter().zip(texts) {
                    input.set_value(text);
                }
            }
        }
    }

    fn show_fault(&self, fault: Option<&ParameterError>) {
        show(&self.error, fault.is_some());
        set_text(&self.error, &fault.map(|fault| fault.limit.to_string()).unwrap_or_default());
        // One bad share among five is marked alone; when each can be read, all bear the fault.
        let is_bad = |input: &HtmlInputElement| form::is_bad(self.parameter, &input.value());
        let bad: Vec<bool> = self.inputs.iter().map(is_bad).collect();
        let alone = bad.contains(&true);
        for (input, bad) in self.inputs.iter().zip(bad) {
            flag(input, "aria-invalid", fault.is_some() && (bad || !alone));
        }
    }
}

/// The ids of a parameter's inputs, in the order of its text form.
fn input_ids(parameter: Parameter) -> Vec<String> {
    let key = parameter.key();
    match parameter {
        Parameter::Weights | Parameter::Premium | Parameter::Payments | Parameter::Dollars => {
            (0..SEGMENTS).map(|segment| format!("{key}-{segment}")).collect()
        }
        Parameter::Age | Parameter::CreditLimit | Parameter::Opened | Parameter::NewAccountAge => {
            vec![format!("{key}-min"), format!("{key}-max")]
        }
        Parameter::Domains => [EmailDomains::Free, EmailDomains::Example]
            .map(|domains| format!("{key}-{}", domains.word()))
            .to_vec(),
        Parameter::Dirt => FaultKind::ALL.map(dirt_id).to_vec(),
        _ => vec![key.to_owned()],
    }
}

fn dirt_id(flaw: FaultKind) -> String {
    format!("dirt-{flaw}")
}

/// Makes a field for each kind of fault; returns their rows.
fn make_dirt_fields(document: &Document) -> Result<Vec<HtmlElement>, Trouble> {
    let body: Element = by_id(document, "dirt")?;
    Template::by_id(document, "dirt-row")?.fit(&body, FaultKind::COUNT as u32)?;
    let rows = children(&body).filter_map(|row| row.dyn_into::<HtmlElement>().ok());
    let rows: Vec<HtmlElement> = rows.collect();
    for (row, flaw) in rows.iter().zip(FaultKind::ALL) {
        let label: Element = within(row, "label")?;
        set(&label, "for", &dirt_id(flaw));
        set(&within::<Element>(row, "input")?, "id", &dirt_id(flaw));
    }
    Ok(rows)
}
