//! Texts of fields <-> a recipe. Which text is a number is for `Parameter::number` to say, which texts are a value for
//! `Parameter::read`, which values make a recipe for `Recipe::new`; where the fields are is for others.

use segmint::date::Date;
use segmint::number::{tenths, thousands};
use segmint::plan::BLOCK_ROWS;
use segmint::recipe::{
    Amount, FaultKind, Limit, Parameter, ParameterError, Parameters, Recipe, RecipeVersion,
    SEGMENTS, Spending, WHOLE, percent,
};
use segmint::tables::TableId;

use crate::words;

/// The recipe of these fields: of each parameter the texts of its inputs, in the order of its text form.
///
/// What has no field is as in `base`; so is what cannot be read, so that the other fields are judged all the
/// same.
///
/// # Errors
/// What is wrong.
pub fn recipe(
    fields: impl Iterator<Item = (Parameter, Vec<String>)>,
    base: Parameters,
) -> Result<Recipe, Vec<ParameterError>> {
    let mut parameters = base;
    let mut faults: Vec<ParameterError> = fields
        .filter_map(|(parameter, inputs)| {
            let text = text(parameter, &inputs);
            text.and_then(|text| parameter.read(&text, &mut parameters)).err()
        })
        .collect();
    match Recipe::new(parameters) {
        Ok(recipe) if faults.is_empty() => Ok(recipe),
        Ok(_) => Err(faults),
        Err(broken) => {
            let unread = !faults.is_empty();
            let told: Vec<Parameter> = faults.iter().map(|fault| fault.parameter).collect();
            faults.extend(broken.into_iter().filter(|fault| {
                // What one field says of another means nothing while either is unread.
                let of_two = matches!(
                    fault.limit,
                    Limit::DividesSpan { .. }
                        | Limit::AccountYears
                        | Limit::TooManyPayments { .. }
                        | Limit::TooFewDollars { .. }
                ) || fault.parameter == Parameter::Dirt;
                !(told.contains(&fault.parameter) || unread && of_two)
            }));
            Err(faults)
        }
    }
}

/// Whether this table can have this kind of dirt.
#[must_use]
pub fn is_dirt_of(flaw: FaultKind, table: TableId) -> bool {
    flaw.is_of_transactions() == (table == TableId::Transactions)
}

/// The label of a kind of dirt beside this table.
#[must_use]
pub fn dirt_label(flaw: FaultKind, table: TableId) -> String {
    let name = flaw.id().replace('_', " ");
    match table {
        _ if is_dirt_of(flaw, table) => name,
        TableId::Customers => format!("{name} (in transactions)"),
        TableId::Transactions => format!("{name} (in customers)"),
    }
}

/// These parameters with a little of every kind of dirt of this table that they have room for.
#[must_use]
pub fn sprinkled(clean: &Parameters, table: TableId) -> Parameters {
    let little = if clean.count < BLOCK_ROWS { Amount::Rows(1) } else { Amount::Share(1) };
    let kinds = FaultKind::ALL.into_iter().filter(|&flaw| is_dirt_of(flaw, table));
    kinds.fold(clean.clone(), |parameters, flaw| {
        let dirt = parameters.dirt.clone().with(flaw, little);
        let dirtier = Recipe::new(Parameters { dirt, ..parameters.clone() });
        dirtier.map_or(parameters, |recipe| recipe.parameters().clone())
    })
}

/// The text form of a parameter, of the texts of its inputs. Each is read by itself, so that none is ever taken for
/// what only two of them together would say.
///
/// # Errors
/// What the first input is not that is wrong by itself.
fn text(parameter: Parameter, inputs: &[String]) -> Result<String, ParameterError> {
    let numbers = inputs.iter().map(|input| {
        number(parameter, input).map_err(|limit| ParameterError {
            parameter,
            value: input.clone(),
            limit,
        })
    });
    let numbers: Vec<String> = numbers.collect::<Result<_, _>>()?;
    if parameter != Parameter::Dirt {
        return Ok(numbers.join(separator(parameter)));
    }
    let amounts = FaultKind::ALL.into_iter().zip(numbers).filter(|(_, amount)| !amount.is_empty());
    let amounts: Vec<String> = amounts.map(|(flaw, amount)| format!("{flaw}:{amount}")).collect();
    Ok(if amounts.is_empty() { "none".to_owned() } else { amounts.join(",") })
}

/// What one input says, in the parameter's text form. An empty one says of dirt that there is none.
///
/// # Errors
/// The limit that tells of the input's own form.
fn number(parameter: Parameter, input: &str) -> Result<String, Limit> {
    match parameter {
        Parameter::Dirt if input.trim().is_empty() => return Ok(String::new()),
        Parameter::GradualDecline | Parameter::SuddenDecline => return plain(parameter, input),
        // Each segment's range has an input of its own, and is read as if all were like it.
        Parameter::Payments | Parameter::Dollars => {
            let five = plain(parameter, &[input; SEGMENTS].join(";")).map_err(|_| Limit::Range)?;
            return Ok(five.split(',').next().unwrap_or_default().to_owned());
        }
        _ => {}
    }
    parameter.number(input).map_err(|limit| match limit {
        // Each end of a range has an input of its own.
        Limit::Range => Limit::WholeNumber,
        limit => limit,
    })
}

/// A text of this parameter as it is written in links.
fn plain(parameter: Parameter, text: &str) -> Result<String, Limit> {
    let mut parameters = Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST);
    parameter.read(text, &mut parameters).map_err(|error| error.limit)?;
    Ok(parameter.write(&parameters))
}

/// The amount of a kind of dirt for its field, taken from the parameter's text form.
#[must_use]
pub fn dirt_amount(flaw: FaultKind, dirt: &str) -> String {
    let mut parts = dirt.split(',').filter_map(|part| part.split_once(':'));
    let amount = parts.find(|(kind, _)| *kind == flaw.id());
    amount.map(|(_, amount)| amount.replace("pct", " %")).unwrap_or_default()
}

/// What stands between the parts of a parameter's text form.
#[must_use]
pub fn separator(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::Weights | Parameter::Premium | Parameter::Payments | Parameter::Dollars => ",",
        _ => "-",
    }
}

/// One share, per mille, if the text is one.
#[must_use]
pub fn share(text: &str) -> Option<u16> {
    let mut parameters = Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST);
    let number = Parameter::Gradual.number(text).ok()?;
    Parameter::Gradual.read(&number, &mut parameters).ok()?;
    Some(parameters.gradual)
}

/// Whether the text of an input is wrong by itself, and not only together with others.
#[must_use]
pub fn is_bad(parameter: Parameter, input: &str) -> bool {
    match parameter {
        // One above 100 % is told of as one of five.
        Parameter::Weights | Parameter::Premium => share(input).is_none_or(|share| share > WHOLE),
        _ => number(parameter, input).is_err(),
    }
}

/// Whether recipes of this version have this parameter.
#[must_use]
pub fn is_known(parameter: Parameter, version: RecipeVersion) -> bool {
    parameter.since() <= version
}

/// What the inputs of a parameter are to hold once the recipe is of another version; nothing if they stay. What was at
/// the default of the one is at that of the other then.
#[must_use]
pub fn turned(
    parameter: Parameter,
    inputs: &[String],
    from: RecipeVersion,
    to: RecipeVersion,
) -> Option<String> {
    // Of no version is a day the default: today is.
    let default = |version| parameter.write(&Parameters::defaults(version, Date::EARLIEST));
    let (old, new) = (default(from), default(to));
    let is_default = text(parameter, inputs).is_ok_and(|text| text == old);
    (is_default && new != old).then_some(new)
}

/// The sum of shares, as far as they can be read.
#[must_use]
pub fn sum(shares: impl Iterator<Item = String>) -> String {
    let sum: Option<u32> = shares.map(|text| share(&text).map(u32::from)).sum();
    sum.map_or(words::NONE.to_owned(), |sum| format!("{} %", percent(sum)))
}

/// Shares of the same proportions that add up to a whole, per mille; nothing if they do already, or cannot be read.
#[must_use]
pub fn balanced(shares: impl Iterator<Item = String>) -> Option<[u16; SEGMENTS]> {
    let shares = shares.map(|text| share(&text)).collect::<Option<Vec<u16>>>()?;
    let sum: u32 = shares.iter().copied().map(u32::from).sum();
    if sum == 0 || sum == u32::from(WHOLE) {
        return None;
    }
    let percents: Vec<f64> =
        shares.iter().map(|&share| f64::from(share) * 100.0 / f64::from(sum)).collect();
    let whole = tenths(&percents).into_iter().map(|share| share as u16);
    whole.collect::<Vec<u16>>().try_into().ok()
}

/// Whether anything is asked of transactions that is not as usual.
#[must_use]
pub fn asks_of_transactions(parameters: &Parameters) -> bool {
    parameters.spending != Spending::DEFAULT
}

/// Segments by the first word of their names.
const SHORT_NAMES: [&str; SEGMENTS] = ["High-Value", "Stable", "Budget", "Declining", "New"];

/// What the parts of the form say of their content while they are closed: mix, ranges, spending, and the faults of this
/// table.
#[must_use]
pub fn digests(parameters: &Parameters, table: TableId) -> [String; 4] {
    let weights = SHORT_NAMES.iter().zip(parameters.weights);
    let weights = weights.map(|(name, weight)| format!("{name} {} %", percent(weight.into())));
    let weights = weights.collect::<Vec<_>>().join(" \u{b7} ");
    let Parameters { age, credit_limit, opened, .. } = parameters;
    let ranges = format!(
        "age {}\u{2013}{} \u{b7} limit ${}\u{2013}{} \u{b7} account {}\u{2013}{} years",
        age.min,
        age.max,
        thousands(credit_limit.min),
        thousands(credit_limit.max),
        opened.min,
        opened.max,
    );
    let of_table = parameters.dirt.amounts().filter(|(flaw, _)| is_dirt_of(*flaw, table));
    let kinds = match of_table.count() {
        0 => "none".to_owned(),
        kinds => words::counted(kinds as u64, "kind"),
    };
    let months = words::counted(parameters.spending.months.into(), "month");
    let declined = percent(parameters.spending.declined.into());
    [weights, ranges, format!("{months} \u{b7} {declined} % declined"), kinds]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{Span, Spending};

    use super::*;

    fn today() -> Date {
        "2026-11-23".parse().unwrap()
    }

    fn parameters(count: u32) -> Parameters {
        Parameters { count, ..Parameters::defaults(RecipeVersion::V1, today()) }
    }

    /// What the inputs of a parameter hold for this text form.
    fn inputs(parameter: Parameter, text: &str) -> Vec<String> {
        let several = matches!(
            parameter,
            Parameter::Weights
                | Parameter::Premium
                | Parameter::Age
                | Parameter::CreditLimit
                | Parameter::Opened
                | Parameter::NewAccountAge
                | Parameter::Payments
                | Parameter::Dollars
        );
        match parameter {
            Parameter::Dirt => FaultKind::ALL.map(|flaw| dirt_amount(flaw, text)).to_vec(),
            _ if several => text.split(separator(parameter)).map(str::to_owned).collect(),
            _ => vec![text.to_owned()],
        }
    }

    /// The recipe of the defaults with these texts in place of theirs.
    fn with(texts: &[(Parameter, &str)]) -> Result<Recipe, Vec<ParameterError>> {
        let defaults = Parameters::defaults(RecipeVersion::V1, today());
        let all = Parameter::of_customers().map(|parameter| {
            let given = texts.iter().find(|(given, _)| *given == parameter);
            let text = given.map_or(parameter.write(&defaults), |(_, text)| (*text).to_owned());
            (parameter, inputs(parameter, &text))
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
    fn shares_are_made_to_add_up_in_their_proportions() {
        let balanced =
            |shares: [&str; SEGMENTS]| super::balanced(shares.iter().map(|&text| text.to_owned()));
        assert_eq!(balanced(["15", "40", "25", "10", "10"]), None);
        assert_eq!(balanced(["30", "80", "50", "20", "20"]), Some([150, 400, 250, 100, 100]));
        // The largest remainders are rounded up, the first of equal ones first.
        assert_eq!(balanced(["1", "1", "1", "0", "0"]), Some([334, 333, 333, 0, 0]));
        assert_eq!(balanced(["1", "1", "1", "1", "3"]), Some([143, 143, 143, 143, 428]));
        assert_eq!(balanced(["12.5 %", "12,5", "0", "0", "0"]), Some([500, 500, 0, 0, 0]));
        assert_eq!(balanced(["0", "0", "0", "0", "0"]), None);
        assert_eq!(balanced(["x", "40", "25", "10", "10"]), None);
    }

    #[test]
    fn what_has_no_field_stays_as_it_was() {
        let base = Parameters::defaults(RecipeVersion::V2, today());
        let spending = Spending { months: 12, growth: 15, ..Spending::DEFAULT };
        let base = Parameters { new_account_age: Span::new(7, 8), spending, ..base };
        let is_fielded =
            |one: &Parameter| ![Parameter::NewAccountAge, Parameter::Growth].contains(one);
        let fields = Parameter::ALL.into_iter().filter(is_fielded);
        let texts = fields.map(|one| (one, inputs(one, &one.write(&base))));
        assert_eq!(recipe(texts, base.clone()).unwrap().parameters(), &base);
    }

    #[test]
    fn what_the_page_prints_into_numbers_is_read_back() {
        for (parameter, input, number) in [
            (Parameter::CreditLimit, " $50,000 ", "50000"),
            (Parameter::Count, "1 000 000", "1000000"),
            (Parameter::Count, "50\u{a0}000", "50000"),
            (Parameter::Seed, "1\u{202f}234", "1234"),
            (Parameter::AsOf, " 2026-11-23", "2026-11-23"),
            (Parameter::Weights, "12,5 %", "12.5"),
            (Parameter::Dirt, "0.1 %", "0.1pct"),
            (Parameter::Dirt, "0,5 %", "0.5pct"),
            (Parameter::Dirt, "1\u{a0}200", "1200"),
            (Parameter::Dirt, " ", ""),
        ] {
            assert_eq!(super::number(parameter, input).as_deref(), Ok(number), "{input}");
            assert!(!is_bad(parameter, input), "{input}");
        }
    }

    #[test]
    fn what_could_be_a_decimal_mark_is_told_in_the_fields_own_words() {
        for (parameter, input, limit) in [
            (Parameter::Count, "1,5", Limit::WholeNumber),
            (Parameter::Count, "50,00", Limit::WholeNumber),
            (Parameter::Count, "$500", Limit::WholeNumber),
            (Parameter::Seed, "1,5", Limit::Seed),
            (Parameter::Age, "22,5", Limit::WholeNumber),
            (Parameter::Age, "22-75", Limit::WholeNumber),
            (Parameter::CreditLimit, "5.000", Limit::WholeNumber),
            (Parameter::Weights, "12,55", Limit::PercentText),
            (Parameter::Gradual, "1,500", Limit::PercentText),
            (Parameter::Dirt, "0,05 %", Limit::DirtAmount),
            (Parameter::Dirt, "1,5", Limit::DirtAmount),
        ] {
            assert_eq!(super::number(parameter, input), Err(limit), "{input}");
            assert!(is_bad(parameter, input), "{input}");
            let mut fields = inputs(parameter, &parameter.write(&parameters(50_000)));
            fields[0] = input.to_owned();
            let base = parameters(50_000);
            let faults = recipe(std::iter::once((parameter, fields)), base).unwrap_err();
            let told = ParameterError { parameter, value: input.to_owned(), limit };
            assert_eq!(faults, [told], "{input}");
        }
    }

    #[test]
    fn every_kind_of_dirt_is_sprinkled_and_comes_back_from_its_fields() {
        let dirty = sprinkled(&parameters(50_000), TableId::Customers);
        assert_eq!(dirty.dirt.amounts().count(), FaultKind::of_version(RecipeVersion::V1).count());
        let latest = Parameters::defaults(RecipeVersion::V2, today());
        for (table, kinds) in [(TableId::Customers, 22), (TableId::Transactions, 11)] {
            let latest = sprinkled(&latest, table);
            assert_eq!(latest.dirt.amounts().count(), kinds);
            assert!(latest.dirt.amounts().all(|(flaw, _)| is_dirt_of(flaw, table)));
        }
        let orphan = FaultKind::OrphanTransaction;
        assert_eq!(dirt_label(orphan, TableId::Transactions), "orphan transaction");
        assert_eq!(dirt_label(orphan, TableId::Customers), "orphan transaction (in transactions)");
        let written = Parameter::Dirt.write(&dirty);
        let fields = inputs(Parameter::Dirt, &written);
        assert_eq!(text(Parameter::Dirt, &fields), Ok(written));
        let empty = vec![String::new(); FaultKind::ALL.len()];
        assert_eq!(text(Parameter::Dirt, &empty).as_deref(), Ok("none"));
        assert_eq!(dirt_amount(FaultKind::ALL[0], "none"), "");
        let few = sprinkled(&parameters(5), TableId::Customers);
        assert!(few.dirt.amounts().count() > 0);
        assert!(Recipe::new(few).is_ok());
    }

    #[test]
    fn another_version_brings_its_defaults_and_leaves_the_rest() {
        let (one, two) = (RecipeVersion::V1, RecipeVersion::V2);
        let turned = |parameter, text: &str, from, to| {
            super::turned(parameter, &inputs(parameter, text), from, to)
        };
        let domains = Parameter::Domains;
        assert_eq!(turned(domains, "free", one, two).as_deref(), Some("example"));
        assert_eq!(turned(domains, "example", two, one).as_deref(), Some("free"));
        assert_eq!(turned(domains, "example", one, two), None);
        assert_eq!(turned(domains, "free", two, one), None);
        for (parameter, text) in [
            (Parameter::Count, "7"),
            (Parameter::Count, "many"),
            (Parameter::Weights, "15,40,25,10,10"),
            (Parameter::Dirt, "none"),
            (Parameter::AsOf, "2026-11-23"),
        ] {
            assert_eq!(turned(parameter, text, one, two), None, "{text}");
        }
    }

    #[test]
    fn shares_add_up_and_bad_ones_are_found() {
        let texts = |texts: &[&str]| sum(texts.iter().map(|&text| text.to_owned()));
        assert_eq!(texts(&["15", "40", "25", " 10 ", "10.5"]), "100.5 %");
        assert_eq!(texts(&["15", "x"]), words::NONE);
        assert!(is_bad(Parameter::Weights, "101") && is_bad(Parameter::Premium, "x"));
        assert!(!is_bad(Parameter::Weights, "100") && is_bad(Parameter::Age, "x"));
        assert!(is_bad(Parameter::Dirt, "much") && !is_bad(Parameter::Dirt, " "));
    }

    #[test]
    fn closed_parts_say_what_is_in_them() {
        let [mix, ranges, spending, faults] =
            digests(&Parameters::defaults(RecipeVersion::V1, today()), TableId::Customers);
        assert_eq!(
            mix,
            "High-Value 15 % \u{b7} Stable 40 % \u{b7} Budget 25 % \u{b7} Declining 10 % \u{b7} New 10 %"
        );
        assert_eq!(
            ranges,
            "age 22\u{2013}75 \u{b7} limit $5,000\u{2013}50,000 \u{b7} account 2\u{2013}5 years"
        );
        assert_eq!(spending, "18 months \u{b7} 3 % declined");
        assert_eq!(faults, "none");
        let faults = |table| {
            let clean =
                Parameters { count: 1_000, ..Parameters::defaults(RecipeVersion::V2, today()) };
            let [.., faults] = digests(&sprinkled(&clean, TableId::Customers), table);
            faults
        };
        assert_eq!(faults(TableId::Customers), "22 kinds");
        assert_eq!(faults(TableId::Transactions), "none", "those are of the other table");
    }

    #[test]
    fn each_segment_has_a_range_of_its_own() {
        let latest = || Parameters::defaults(RecipeVersion::V2, today());
        let with = |parameter, fields: &[&str]| {
            let fields = fields.iter().map(|&field| field.to_owned()).collect();
            recipe(std::iter::once((parameter, fields)), latest())
        };
        let dollars = ["$6,000 - 9,000", "1600\u{2013}4500", "300-1200", "1000-4000", "300-1200"];
        let made = with(Parameter::Dollars, &dollars).unwrap();
        assert_eq!(made.parameters().spending.dollars[0], Span::new(6_000, 9_000));
        assert!(asks_of_transactions(made.parameters()) && !asks_of_transactions(&latest()));
        let made = with(Parameter::GradualDecline, &["80, 60.5 , 40"]).unwrap();
        assert_eq!(made.parameters().spending.gradual_decline.list(), [800, 605, 400]);
        let wrong = ["40-80", "20", "15-30", "20-40", "25-50"];
        let faults = with(Parameter::Payments, &wrong).unwrap_err();
        assert_eq!((faults[0].value.as_str(), faults[0].limit), ("20", Limit::Range));
        assert!(is_bad(Parameter::Payments, "20") && !is_bad(Parameter::Payments, "20-40"));
        assert!(is_bad(Parameter::SuddenDecline, "half"));
    }
}
