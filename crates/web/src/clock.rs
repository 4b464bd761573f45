//! The day on the reader's clock, the same for page and workers.

use segmint::date::Date;

/// Today, where the reader is.
pub(crate) fn today() -> Date {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    let date = u16::try_from(year).ok().zip(u8::try_from(month).ok()).zip(u8::try_from(day).ok());
    let date = date.and_then(|((year, month), day)| Date::from_civil(year, month, day));
    // A clock beyond the year 9999 gets the last day there is.
    date.unwrap_or(Date::LATEST)
}
