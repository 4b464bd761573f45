//! A row as a JSON object. Written by hand because a page has no room for a library, and because
//! what is written is so little: text, whole numbers and null.

use super::is_number;
use crate::schema::Schema;

/// Appends a row as an object. A value that is no number is text in a column of numbers, too.
pub(super) fn object(schema: &Schema, fields: &[&[u8]], text: &mut Vec<u8>) {
    let mut before = b'{';
    for (column, value) in schema.columns.iter().zip(fields) {
        text.push(before);
        // Nothing in the names needs an escape.
        text.push(b'"');
        text.extend_from_slice(column.name.as_bytes());
        text.extend_from_slice(b"\":");
        if value.is_empty() {
            text.extend_from_slice(b"null");
        } else if is_number(column.kind, value) {
            text.extend_from_slice(value);
        } else {
            string(value, text);
        }
        before = b',';
    }
    text.push(b'}');
}

/// Appends text as a string, with the escapes that RFC 8259, section 7, requires and no others.
fn string(value: &[u8], text: &mut Vec<u8>) {
    text.push(b'"');
    for &byte in value {
        match byte {
            b'"' | b'\\' => text.extend_from_slice(&[b'\\', byte]),
            0..b' ' => {
                let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
                text.extend_from_slice(b"\\u00");
                text.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
            _ => text.push(byte),
        }
    }
    text.push(b'"');
}
