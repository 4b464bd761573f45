//! Texts of fields <-> a recipe. Which text is a value is for `Parameter::read` to say, which values make a recipe
//! for `Recipe::new`; where the fields are is for others.

use segmint::date::Date;
use segmint::number::thousands;
use segmint::plan::BLOCK_ROWS;
use segmint::recipe::{
    Amount, Fault, Flaw, Limit, Parameter, Parameters, Recipe, RecipeVersion, WHOLE, percent,
};

use crate::words;

/// The recipe of these texts, each in its parameter's text form.
///
/// What no text is of is as in `base`; so is what cannot be read, so that the other fields are judged all the
/// same.
///
/// # Errors
/// What is wrong.
pub fn recipe(
    texts: impl Iterator<Item = (Parameter, String)>,
    base: Parameters,
) -> Result<Recipe, Vec<Fault>> {
    let mut parameters = base;
    let mut faults: Vec<Fault> = texts
        .filter_map(|(parameter, text)| parameter.read(&text, &mut parameters).err())
        .collect();
    match Recipe::new(parameters) {
        Ok(recipe) if faults.is_empty() => Ok(recipe),
        Ok(_) => Err(faults),
        Err(broken) => {
            let unread = !faults.is_empty();
            let told: Vec<Parameter> = faults.iter().map(|fault| fault.parameter).collect();
            faults.extend(broken.into_iter().filter(|fault| {
                // What one field says of another means nothing while either is unread.
                let of_two = matches!(fault.limit, Limit::DividesSpan { .. } | Limit::AccountYears)
                    || fault.parameter == Parameter::Dirt;
                !(told.contains(&fault.parameter) || unread && of_two)
            }));
            Err(faults)
        }
    }
}

/// These parameters with a little of every kind of dirt that they have room for.
#[must_use]
pub fn sprinkled(clean: &Parameters) -> Parameters {
    let little = if clean.count < BLOCK_ROWS { Amount::Rows(1) } else { Amount::Share(1) };
    Flaw::ALL.into_iter().fold(clean.clone(), |parameters, flaw| {
        let dirt = parameters.dirt.clone().with(flaw, little);
        let dirtier = Recipe::new(Parameters { dirt, ..parameters.clone() });
        dirtier.map_or(parameters, |recipe| recipe.parameters().clone())
    })
}

/// A text as its parameter has it, without what the page itself prints into numbers: `$50,000` as `50000`.
#[must_use]
pub fn plain(parameter: Parameter, text: &str) -> String {
    let text = text.trim();
    match parameter {
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

/// The text form of the amounts of every kind of dirt, in the order of the kinds.
#[must_use]
pub fn dirt(amounts: impl Iterator<Item = String>) -> String {
    let amounts = Flaw::ALL.into_iter().zip(amounts).filter(|(_, amount)| !amount.is_empty());
    let amounts: Vec<String> = amounts.map(|(flaw, amount)| format!("{flaw}:{amount}")).collect();
    if amounts.is_empty() { "none".to_owned() } else { amounts.join(",") }
}

/// The amount of a kind of dirt for its field, taken from the parameter's text form.
#[must_use]
pub fn dirt_amount(flaw: Flaw, dirt: &str) -> String {
    let mut parts = dirt.split(',').filter_map(|part| part.split_once(':'));
    let amount = parts.find(|(kind, _)| *kind == flaw.id());
    amount.map(|(_, amount)| amount.replace("pct", " %")).unwrap_or_default()
}

/// What stands between the parts of a parameter's text form.
#[must_use]
pub fn separator(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::Weights | Parameter::Premium => ",",
        _ => "-",
    }
}

/// One share, per mille, if the text is one.
#[must_use]
pub fn share(text: &str) -> Option<u16> {
    let mut parameters = Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST);
    Parameter::Gradual.read(text.trim(), &mut parameters).ok()?;
    Some(parameters.gradual)
}

/// Whether a part of a parameter's text is wrong by itself, and not only together with others.
#[must_use]
pub fn is_bad(parameter: Parameter, text: &str) -> bool {
    match parameter {
        Parameter::Dirt => {
            let text = plain(parameter, text);
            !text.is_empty() && Amount::read(&text).is_err()
        }
        Parameter::Weights | Parameter::Premium => share(text).is_none_or(|share| share > WHOLE),
        _ => false,
    }
}

/// The sum of shares, as far as they can be read.
#[must_use]
pub fn sum(shares: impl Iterator<Item = String>) -> String {
    let sum: Option<u32> = shares.map(|text| share(&text).map(u32::from)).sum();
    sum.map_or(words::NONE.to_owned(), |sum| format!("{} %", percent(sum)))
}

/// What the parts of the form say of their content while they are closed: mix, ranges, faults.
#[must_use]
pub fn digests(parameters: &Parameters) -> [String; 3] {
    let weights = Parameter::Weights.write(parameters).replace(',', " \u{b7} ");
    let Parameters { age, credit_limit, opened, .. } = parameters;
    let ranges = format!(
        "{}\u{2013}{} \u{b7} ${}\u{2013}{} \u{b7} {}\u{2013}{} y",
        age.min,
        age.max,
        thousands(credit_limit.min),
        thousands(credit_limit.max),
        opened.min,
        opened.max,
    );
    let kinds = match parameters.dirt.amounts().count() {
        0 => "none".to_owned(),
        kinds => words::counted(kinds as u64, "kind"),
    };
    [weights, ranges, kinds]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::Span;

    use super::*;

    fn today() -> Date {
        "2026-11-23".parse().unwrap()
    }

    /// The recipe of the defaults with these texts in place of theirs.
    fn with(texts: &[(Parameter, &str)]) -> Result<Recipe, Vec<Fault>> {
        let defaults = Parameters::defaults(RecipeVersion::V1, today());
        let all = Parameter::ALL.into_iter().map(|parameter| {
            let given = texts.iter().find(|(given, _)| *given == parameter);
            let text = given.map_or(parameter.write(&defaults), |(_, text)| (*text).to_owned());
            (parameter, text)
        });
        recipe(all, defaults.clone())
    }

    #[test]
    fn a_field_that_is_unread_is_not_told_of_twice() {
        let faulty = |texts: &[(Parameter, &str)]| -> Vec<Parameter> {
            with(texts).unwrap_err().iter().map(|fault| fault.parameter).collect()
        };
        assert_eq!(
            with(&[]).unwrap().parameters(),
            &Parameters::defaults(RecipeVersion::V1, today())
        );
        assert_eq!(faulty(&[(Parameter::Count, "x")]), [Parameter::Count]);
        let both = [(Parameter::Count, "x"), (Parameter::Age, "10-20")];
        assert_eq!(faulty(&both), [Parameter::Count, Parameter::Age]);
        // The step fits no span as long as nobody knows the span.
        let steps = [(Parameter::CreditLimit, "x"), (Parameter::CreditLimitStep, "7")];
        assert_eq!(faulty(&steps), [Parameter::CreditLimit]);
        assert_eq!(faulty(&steps[1..]), [Parameter::CreditLimitStep]);
    }

    #[test]
    fn what_has_no_field_stays_as_it_was() {
        let base = Parameters::defaults(RecipeVersion::V2, today());
        let base = Parameters { new_account_age: Span::new(7, 8), ..base };
        let fields = Parameter::ALL.into_iter().filter(|one| *one != Parameter::NewAccountAge);
        let texts = fields.map(|parameter| (parameter, parameter.write(&base)));
        assert_eq!(recipe(texts, base.clone()).unwrap().parameters(), &base);
    }

    #[test]
    fn what_the_page_prints_into_numbers_is_read_back() {
        assert_eq!(plain(Parameter::CreditLimit, " $50,000 "), "50000");
        assert_eq!(plain(Parameter::Count, "1 000,000"), "1000000");
        assert_eq!(plain(Parameter::AsOf, " 2026-11-23"), "2026-11-23");
        assert_eq!(plain(Parameter::Dirt, "0.1 %"), "0.1pct");
    }

    #[test]
    fn every_kind_of_dirt_is_sprinkled_and_comes_back_from_its_fields() {
        let dirty = sprinkled(&Parameters::defaults(RecipeVersion::V1, today()));
        assert_eq!(dirty.dirt.amounts().count(), Flaw::ALL.len());
        let text = Parameter::Dirt.write(&dirty);
        let fields = Flaw::ALL.map(|flaw| plain(Parameter::Dirt, &dirt_amount(flaw, &text)));
        assert_eq!(dirt(fields.into_iter()), text);
        assert_eq!(dirt(std::iter::repeat_n(String::new(), Flaw::ALL.len())), "none");
        assert_eq!(dirt_amount(Flaw::ALL[0], "none"), "");
        let few =
            sprinkled(&Parameters { count: 5, ..Parameters::defaults(RecipeVersion::V1, today()) });
        assert!(few.dirt.amounts().count() > 0);
        assert!(Recipe::new(few).is_ok());
    }

    #[test]
    fn shares_add_up_and_bad_ones_are_found() {
        let texts = |texts: &[&str]| sum(texts.iter().map(|&text| text.to_owned()));
        assert_eq!(texts(&["15", "40", "25", " 10 ", "10.5"]), "100.5 %");
        assert_eq!(texts(&["15", "x"]), words::NONE);
        assert!(is_bad(Parameter::Weights, "101") && is_bad(Parameter::Premium, "x"));
        assert!(!is_bad(Parameter::Weights, "100") && !is_bad(Parameter::Age, "x"));
        assert!(is_bad(Parameter::Dirt, "much") && !is_bad(Parameter::Dirt, " "));
    }

    #[test]
    fn closed_parts_say_what_is_in_them() {
        let [mix, ranges, faults] = digests(&Parameters::defaults(RecipeVersion::V1, today()));
        assert_eq!(mix, "15 \u{b7} 40 \u{b7} 25 \u{b7} 10 \u{b7} 10");
        assert_eq!(ranges, "22\u{2013}75 \u{b7} $5,000\u{2013}50,000 \u{b7} 2\u{2013}5 y");
        assert_eq!(faults, "none");
    }
}
