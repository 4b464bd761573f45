//! Fields <-> parameters, and faults beside the fields. Which text is a value is for
//! `Parameter::read` to say, which values make a recipe for `Recipe::new`.

use web_sys::{Document, Element, HtmlDetailsElement, HtmlElement, HtmlInputElement};

use super::dom::{Template, Trouble, by_id, children, flag, set, set_text, show, within};
use super::words;
use segmint::date::Date;
use segmint::number::thousands;
use segmint::plan::BLOCK_ROWS;
use segmint::recipe::{
    Amount, EmailDomains, Fault, Flaw, Limit, Parameter, Parameters, Recipe, RecipeVersion,
    SEGMENTS, percent,
};

/// The fields of the recipe.
pub(super) struct Form {
    fields: Vec<Field>,
    weights_sum: HtmlElement,
    mix: Section,
    ranges: Section,
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
    pub(super) fn find(document: &Document) -> Result<Form, Trouble> {
        make_dirt_fields(document)?;
        let fields = Parameter::ALL.into_iter().map(|parameter| Field::find(document, parameter));
        Ok(Form {
            fields: fields.collect::<Result<_, _>>()?,
            weights_sum: by_id(document, "weights-sum")?,
            mix: Section::find(document, "mix")?,
            ranges: Section::find(document, "ranges")?,
            faults: Section::find(document, "faults")?,
        })
    }

    /// Writes these parameters into the fields.
    pub(super) fn write(&self, parameters: &Parameters) {
        for field in &self.fields {
            field.write(&field.parameter.write(parameters));
        }
        self.show_faults(&[]);
        self.show_digests(parameters);
    }

    /// Writes one parameter into its field.
    pub(super) fn write_one(&self, parameter: Parameter, parameters: &Parameters) {
        for field in self.fields.iter().filter(|field| field.parameter == parameter) {
            field.write(&parameter.write(parameters));
        }
    }

    /// Writes a little of every kind of dirt that these parameters have room for.
    pub(super) fn sprinkle(&self, clean: &Parameters) {
        let little = if clean.count < BLOCK_ROWS { Amount::Rows(1) } else { Amount::Share(1) };
        let dirty = Flaw::ALL.into_iter().fold(clean.clone(), |parameters, flaw| {
            let dirt = parameters.dirt.clone().with(flaw, little);
            let dirtier = Recipe::new(Parameters { dirt, ..parameters.clone() });
            dirtier.map_or(parameters, |recipe| recipe.parameters().clone())
        });
        self.write_one(Parameter::Dirt, &dirty);
    }

    /// Reads the fields, and shows beside them what is wrong.
    ///
    /// `as_of` is the day that stands in for a reference date that cannot be read, so that the
    /// other fields are judged all the same.
    pub(super) fn read(&self, as_of: Date) -> Result<Recipe, Vec<Fault>> {
        let mut parameters = Parameters::defaults(RecipeVersion::LATEST, as_of);
        let mut faults: Vec<Fault> = self
            .fields
            .iter()
            .filter_map(|field| field.parameter.read(&field.text(), &mut parameters).err())
            .collect();
        self.show_sum();
        let recipe = match Recipe::new(parameters) {
            Ok(recipe) if faults.is_empty() => Ok(recipe),
            Ok(_) => Err(faults),
            Err(broken) => {
                let unread = !faults.is_empty();
                let told: Vec<Parameter> = faults.iter().map(|fault| fault.parameter).collect();
                faults.extend(broken.into_iter().filter(|fault| {
                    // What one field says of another means nothing while either is unread.
                    let of_two =
                        matches!(fault.limit, Limit::DividesSpan { .. } | Limit::AccountYears)
                            || fault.parameter == Parameter::Dirt;
                    !(told.contains(&fault.parameter) || unread && of_two)
                }));
                Err(faults)
            }
        };
        match &recipe {
            Ok(recipe) => {
                self.show_faults(&[]);
                self.show_digests(recipe.parameters());
            }
            Err(faults) => self.show_faults(faults),
        }
        recipe
    }

    fn show_faults(&self, faults: &[Fault]) {
        for field in &self.fields {
            let fault = faults.iter().find(|fault| fault.parameter == field.parameter);
            field.show_fault(fault);
            if fault.is_some() {
                for section in [&self.mix, &self.ranges, &self.faults] {
                    if section.details.contains(Some(&field.error)) {
                        section.details.set_open(true);
                    }
                }
            }
        }
    }

    /// The live sum of the weights, as far as they can be read.
    fn show_sum(&self) {
        let weights = self.fields.iter().filter(|field| field.parameter == Parameter::Weights);
        let shares = weights.flat_map(|field| &field.inputs).map(|input| share(&input.value()));
        let sum: Option<u32> = shares.map(|share| share.map(u32::from)).sum();
        let text = match sum {
            Some(sum) => format!("{} %", percent(sum)),
            None => "\u{2013}".to_owned(),
        };
        set_text(&self.weights_sum, &text);
    }

    fn show_digests(&self, parameters: &Parameters) {
        self.show_sum();
        let weights = Parameter::Weights.write(parameters).replace(',', " \u{b7} ");
        set_text(&self.mix.digest, &weights);
        let Parameters { age, credit_limit, opened, .. } = parameters;
        let dollars = |amount: u32| thousands(amount);
        let ranges = format!(
            "{}\u{2013}{} \u{b7} ${}\u{2013}{} \u{b7} {}\u{2013}{} y",
            age.min,
            age.max,
            dollars(credit_limit.min),
            dollars(credit_limit.max),
            opened.min,
            opened.max,
        );
        set_text(&self.ranges.digest, &ranges);
        let kinds = match parameters.dirt.amounts().count() {
            0 => "none".to_owned(),
            kinds => words::counted(kinds as u64, "kind"),
        };
        set_text(&self.faults.digest, &kinds);
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

    fn text(&self) -> String {
        if self.parameter == Parameter::Domains {
            let checked = self.inputs.iter().find(|input| input.checked());
            return checked.map(HtmlInputElement::value).unwrap_or_default();
        }
        let texts = self.inputs.iter().map(|input| self.plain(&input.value()));
        if self.parameter == Parameter::Dirt {
            let amounts = Flaw::ALL.into_iter().zip(texts).filter(|(_, text)| !text.is_empty());
            let amounts: Vec<String> =
                amounts.map(|(flaw, amount)| format!("{flaw}:{amount}")).collect();
            return if amounts.is_empty() { "none".to_owned() } else { amounts.join(",") };
        }
        texts.collect::<Vec<_>>().join(separator(self.parameter))
    }

    /// A number without what the page itself prints into numbers: `$50,000` as `50000`.
    fn plain(&self, text: &str) -> String {
        let text = text.trim();
        match self.parameter {
            Parameter::Count
            | Parameter::Seed
            | Parameter::CreditLimit
            | Parameter::CreditLimitStep => {
                text.strip_prefix('$').unwrap_or(text).replace([',', ' '], "")
            }
            Parameter::Dirt => text.replace([',', ' '], "").replace('%', "pct"),
            _ => text.to_owned(),
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
                for (flaw, input) in Flaw::ALL.into_iter().zip(&self.inputs) {
                    let mut parts = text.split(',').filter_map(|part| part.split_once(':'));
                    let amount = parts.find(|(kind, _)| *kind == flaw.id());
                    let amount = amount.map(|(_, amount)| amount.replace("pct", " %"));
                    input.set_value(&amount.unwrap_or_default());
                }
            }
            parameter => {
                let several = separator(parameter);
                let one = self.inputs.len() == 1;
                let texts = if one { vec![text] } else { text.split(several).collect() };
                for (input, text) in self.inputs.iter().zip(texts) {
                    input.set_value(text);
                }
            }
        }
    }

    fn show_fault(&self, fault: Option<&Fault>) {
        show(&self.error, fault.is_some());
        set_text(&self.error, &fault.map(|fault| fault.limit.to_string()).unwrap_or_default());
        // One bad share among five is marked alone; when each can be read, all bear the fault.
        let bad: Vec<bool> = self.inputs.iter().map(|input| self.is_bad(input)).collect();
        let alone = bad.contains(&true);
        for (input, bad) in self.inputs.iter().zip(bad) {
            flag(input, "aria-invalid", fault.is_some() && (bad || !alone));
        }
    }

    fn is_bad(&self, input: &HtmlInputElement) -> bool {
        if self.parameter == Parameter::Dirt {
            let text = self.plain(&input.value());
            return !text.is_empty() && Amount::read(&text).is_err();
        }
        let shares = matches!(self.parameter, Parameter::Weights | Parameter::Premium);
        shares && share(&input.value()).is_none_or(|share| share > segmint::recipe::WHOLE)
    }
}

/// One share, per mille, if the text is one.
pub(super) fn share(text: &str) -> Option<u16> {
    let mut parameters = Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST);
    Parameter::Gradual.read(text.trim(), &mut parameters).ok()?;
    Some(parameters.gradual)
}

/// What stands between the parts of a parameter's text form.
fn separator(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::Weights | Parameter::Premium => ",",
        _ => "-",
    }
}

/// The ids of a parameter's inputs, in the order of its text form.
fn input_ids(parameter: Parameter) -> Vec<String> {
    let key = parameter.key();
    match parameter {
        Parameter::Weights | Parameter::Premium => {
            (0..SEGMENTS).map(|segment| format!("{key}-{segment}")).collect()
        }
        Parameter::Age | Parameter::CreditLimit | Parameter::Opened => {
            vec![format!("{key}-min"), format!("{key}-max")]
        }
        Parameter::Domains => [EmailDomains::Free, EmailDomains::Example]
            .map(|domains| format!("{key}-{}", domains.word()))
            .to_vec(),
        Parameter::Dirt => Flaw::ALL.map(dirt_id).to_vec(),
        _ => vec![key.to_owned()],
    }
}

fn dirt_id(flaw: Flaw) -> String {
    format!("dirt-{flaw}")
}

/// A field for each kind of fault.
fn make_dirt_fields(document: &Document) -> Result<(), Trouble> {
    let body: Element = by_id(document, "dirt")?;
    Template::by_id(document, "dirt-row")?.fit(&body, Flaw::COUNT as u32)?;
    for (row, flaw) in children(&body).zip(Flaw::ALL) {
        let label: Element = within(&row, "label")?;
        set(&label, "for", &dirt_id(flaw));
        set_text(&label, &flaw.id().replace('_', " "));
        set(&within::<Element>(&row, "input")?, "id", &dirt_id(flaw));
    }
    Ok(())
}
