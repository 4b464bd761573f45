//! The tables in `data`, read as they are.

/// Given names: name, sex, births of nine decades.
pub const GIVEN_NAMES: &str = include_str!("../../data/given_names.csv");
/// Surnames: name, people.
pub const SURNAMES: &str = include_str!("../../data/surnames.csv");
/// States: code, people.
pub const STATES: &str = include_str!("../../data/states.csv");
/// Places: code of the state, name, people.
pub const PLACES: &str = include_str!("../../data/places.csv");
/// Ages: age, people.
pub const AGES: &str = include_str!("../../data/ages.csv");
/// Employment: age, and per mille employed, self-employed, retired, unemployed.
pub const EMPLOYMENT: &str = include_str!("../../data/employment.csv");

/// The rows of a table, cut into fields.
pub fn table<const FIELDS: usize>(text: &str) -> Vec<[String; FIELDS]> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let fields: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        rows.push(fields.try_into().unwrap());
    }
    rows
}
