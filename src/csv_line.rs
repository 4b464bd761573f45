//! Lines of CSV that a spreadsheet can open without harm (RFC 4180, line ends in LF): what `validate`
//! and `dirt` tell of a file. Nothing of the file itself, which needs none of this.

use csv_core::{WriteResult, Writer};

/// Adds a line. The writer knows which bytes need quotes; its own way of writing a field would
/// bring the reading of decimal numbers into the page.
pub(crate) fn write_line(csv: &mut Vec<u8>, writer: &Writer, fields: &[&str]) {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            csv.push(b',');
        }
        let field = harmless(field);
        if field.bytes().any(|byte| writer.is_special_byte(byte)) {
            write_quoted(csv, field.as_bytes());
        } else {
            csv.extend_from_slice(field.as_bytes());
        }
    }
    csv.push(b'\n');
}

fn write_quoted(csv: &mut Vec<u8>, field: &[u8]) {
    csv.push(b'"');
    let start = csv.len();
    // At the most every byte is a quote, which is doubled.
    csv.resize(start + 2 * field.len(), 0);
    let (result, _, written) = csv_core::quote(field, &mut csv[start..], b'"', b'"', true);
    debug_assert_eq!(result, WriteResult::InputEmpty);
    csv.truncate(start + written);
    csv.push(b'"');
}

/// The field behind an apostrophe if a spreadsheet would take it for a formula: CSV injection, as
/// OWASP describes it.
fn harmless(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{guard}{field}")
}
