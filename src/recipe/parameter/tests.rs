//! Text forms, and which table depends on what.

use super::*;

/// What a parameter's text form is once this text was read.
fn reread(parameter: Parameter, text: &str) -> Result<String, Limit> {
    let mut parameters = Parameters::defaults(RecipeVersion::V1, Date::EARLIEST);
    let read = parameter.read(text, &mut parameters).map_err(|fault| fault.limit);
    read.map(|()| parameter.write(&parameters))
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (parameter, text, written) in [
        (Parameter::Count, "50,000", "50000"),
        (Parameter::Count, "50\u{a0}000", "50000"),
        (Parameter::Count, "1_000", "1000"),
        (Parameter::Seed, "18,446,744,073,709,551,615", "18446744073709551615"),
        (Parameter::AsOf, " 2026-11-23 ", "2026-11-23"),
        (Parameter::Weights, "20, 20, 20, 20, 20 %", "20,20,20,20,20"),
        (Parameter::Weights, "12,5; 37,5; 0; 50; 0", "12.5,37.5,0,50,0"),
        (Parameter::Premium, "30 %,0.5%,0,0,0", "30,0.5,0,0,0"),
        (Parameter::Gradual, "12,5 %", "12.5"),
        (Parameter::Age, "30 \u{2013} 40", "30-40"),
        (Parameter::CreditLimit, "$5,000 - $50,000", "5000-50000"),
        (Parameter::CreditLimitStep, "$1,000", "1000"),
        (Parameter::Opened, " 1-3", "1-3"),
        (Parameter::Domains, " example ", "example"),
        (Parameter::Months, " 24 ", "24"),
        (Parameter::Payments, "1-2, 3 \u{2013} 4,5-6,7-8,9-10", "1-2,3-4,5-6,7-8,9-10"),
        (
            Parameter::Dollars,
            "$5,600 - $12,000; 1 600-4 500; 300-1_200; 1000-4000; 300-1,200",
            "5600-12000,1600-4500,300-1200,1000-4000,300-1200",
        ),
        (Parameter::Declined, "2,5 %", "2.5"),
        (Parameter::GradualDecline, "90 %, 80, 0.5%", "90,80,0.5"),
        (Parameter::GradualDecline, "90,5; 80", "90.5,80"),
        (Parameter::SuddenDecline, "12,5", "12,5"),
        (Parameter::Growth, "100 %", "100"),
        (Parameter::Overlap, "0.1", "0.1"),
        (
            Parameter::Dirt,
            "missing_value: 1,200, ragged_row: 0,5 %",
            "missing_value:1200,ragged_row:0.5pct",
        ),
    ] {
        assert_eq!(reread(parameter, text).as_deref(), Ok(written), "{text}");
    }
}

#[test]
fn what_could_be_a_decimal_mark_is_told_in_the_parameters_words() {
    for (parameter, text, limit) in [
        (Parameter::Count, "1,5", Limit::WholeNumber),
        (Parameter::Count, "50,00", Limit::WholeNumber),
        (Parameter::Count, "1.000", Limit::WholeNumber),
        (Parameter::Count, "0,500", Limit::WholeNumber),
        (Parameter::Count, "$500", Limit::WholeNumber),
        (Parameter::Count, "50k", Limit::WholeNumber),
        (Parameter::Count, "5,000,000,000", Limit::Between { min: 1, max: 99_999_999 }),
        (Parameter::Seed, "1.5", Limit::Seed),
        (Parameter::Weights, "12,5,37,5,0,50,0", Limit::FivePercents),
        (Parameter::Gradual, "1,500", Limit::PercentText),
        (Parameter::Gradual, "9999", Limit::Percentage),
        (Parameter::Age, "22,5-75", Limit::Range),
        (Parameter::Opened, "-1-5", Limit::Range),
        (Parameter::CreditLimitStep, "1.000", Limit::WholeNumber),
        (Parameter::Months, "1.5", Limit::WholeNumber),
        (Parameter::Months, "5,000,000,000", Limit::Between { min: 1, max: 60 }),
        (Parameter::Payments, "40-80", Limit::FiveRanges),
        (Parameter::Payments, "$1-2,3-4,5-6,7-8,9-10", Limit::FiveRanges),
        (Parameter::Payments, "1-2,3-4,5-6,7-8,9-10,11-12", Limit::FiveRanges),
        (Parameter::Dollars, "1,000-2,000,3-4,5-6,7-8", Limit::FiveRanges),
        (Parameter::Declined, "3,25", Limit::PercentText),
        (Parameter::GradualDecline, "", Limit::PercentText),
        (Parameter::GradualDecline, "1,2,3,4,5,6,7,8,9,10,11,12,13", Limit::PercentList),
        (Parameter::SuddenDecline, "40;", Limit::PercentText),
        (Parameter::Growth, "9999", Limit::Percentage),
        (Parameter::Overlap, "half", Limit::PercentText),
    ] {
        assert_eq!(reread(parameter, text), Err(limit), "{text}");
    }
}

#[test]
fn a_number_in_a_field_of_its_own_has_the_form_of_the_whole_text() {
    for (parameter, text, number) in [
        (Parameter::Age, " 22 ", Ok("22")),
        (Parameter::CreditLimit, "$50,000", Ok("50000")),
        (Parameter::Weights, "12,5 %", Ok("12.5")),
        (Parameter::Weights, "12,50", Err(Limit::PercentText)),
        (Parameter::Dirt, "0,5 %", Ok("0.5pct")),
        (Parameter::Dirt, "1,5", Err(Limit::DirtAmount)),
        (Parameter::Opened, "2-5", Err(Limit::Range)),
        (Parameter::Domains, " free", Ok("free")),
        (Parameter::Dollars, "$12,000", Ok("12000")),
        (Parameter::Payments, "$80", Err(Limit::FiveRanges)),
        (Parameter::Payments, "80", Ok("80")),
        (Parameter::SuddenDecline, "12,5 %", Ok("12.5")),
        (Parameter::Overlap, "50 %", Ok("50")),
    ] {
        assert_eq!(parameter.number(text), number.map(str::to_owned), "{text}");
    }
}
#[test]
fn what_people_buy_changes_transactions_alone() {
    let of_transactions: Vec<Parameter> =
        Parameter::ALL.into_iter().filter(|one| one.is_of_transactions()).collect();
    assert_eq!(of_transactions.len(), 8);
    assert!(of_transactions.iter().all(|one| one.since() == RecipeVersion::V2));
    assert_eq!(Parameter::of_customers().count(), Parameter::ALL.len() - 8);
    assert_eq!(Parameter::ALL.last(), Some(&Parameter::Dirt));
}
