//! Characters that addresses and HTML write in other characters, as they were.

/// `%3D` as `=`. Of `%253D` this is the first half. What is no text stays as it is.
pub(super) fn without_percent_signs(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, escapes) = rest.split_at(at);
        let bytes: Vec<u8> = escapes.as_bytes().chunks(3).map_while(escaped_byte).collect();
        let (escapes, behind) = escapes.split_at((bytes.len() * 3).max(1));
        mended.push_str(before);
        if bytes.is_empty() {
            mended.push_str(escapes);
        }
        for chunk in bytes.utf8_chunks() {
            mended.push_str(chunk.valid());
            mended.extend(chunk.invalid().iter().map(|byte| format!("%{byte:02X}")));
        }
        rest = behind;
    }
    mended + rest
}

/// The byte that three characters such as `%3D` stand for.
fn escaped_byte(escape: &[u8]) -> Option<u8> {
    let &[b'%', high, low] = escape else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// `&amp;` as `&`.
pub(super) fn without_entities(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        mended.push_str(before);
        let entity = entity(behind);
        mended.push(entity.map_or('&', |(character, _)| character));
        rest = entity.map_or(behind, |(_, behind)| behind);
    }
    mended + rest
}

/// The character whose name stands here up to a semicolon, and what comes behind that.
fn entity(text: &str) -> Option<(char, &str)> {
    const LONGEST: usize = "#x10ffff;".len();
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let character = match &text[..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        name => numbered(name.strip_prefix('#')?)?,
    };
    Some((character, &text[end + 1..]))
}

fn numbered(number: &str) -> Option<char> {
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let (digits, radix) = hexadecimal.map_or((number, 10), |digits| (digits, 16));
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, radix).ok().filter(|_| plain).and_then(char::from_u32)
}
