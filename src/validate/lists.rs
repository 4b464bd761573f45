//! The values that columns may have, written out here once more on purpose: a second opinion that
//! asked the generator would be none.

/// The columns, in the order of the contract.
pub(super) const COLUMNS: [&str; 13] = [
    "customer_id",
    "first_name",
    "last_name",
    "email",
    "age",
    "state",
    "city",
    "employment_status",
    "card_type",
    "credit_limit",
    "account_open_date",
    "customer_segment",
    "decline_type",
];

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

/// For every pair of letters the position of the state, or [`NO_STATE`].
static STATE_OF: [u8; 26 * 26] = {
    let mut positions = [NO_STATE; 26 * 26];
    let mut at = 0;
    while at < STATES.len() {
        let code = STATES[at].as_bytes();
        positions[(code[0] - b'A') as usize * 26 + (code[1] - b'A') as usize] = at as u8;
        at += 1;
    }
    positions
};

/// The position of a state's code in [`STATES`].
#[inline]
pub(super) fn state(code: &[u8]) -> Option<usize> {
    let &[first @ b'A'..=b'Z', second @ b'A'..=b'Z'] = code else { return None };
    let position = STATE_OF[usize::from(first - b'A') * 26 + usize::from(second - b'A')];
    (position != NO_STATE).then_some(usize::from(position))
}

/// The position of `value` in a list.
#[inline]
pub(super) fn position(list: &[&str], value: &[u8]) -> Option<usize> {
    list.iter().position(|entry| entry.as_bytes() == value)
}
