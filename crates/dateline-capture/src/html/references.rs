//! Character references (`&amp;`, `&#8211;`), as pages mean them.

use std::borrow::Cow;

/// Longest reference that is looked at, in bytes: the longest name of the HTML standard has 31 letters.
const MAX_REFERENCE_BYTES: usize = 34;

/// The characters that the reference at the start of `rest` stands for, and its length in bytes; `None` where none
/// stands there. One that stands for no character (zero, half a surrogate pair) is no reference.
///
/// References to the numbers 0x80 to 0x9F stand for the characters of windows-1252, as the HTML standard has it
/// (13.2.5.80, numeric character reference end state): `&#147;` is a quotation mark, and no control character.
pub(super) fn reference(rest: &str) -> Option<(Cow<'static, str>, usize)> {
    let body = rest.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        let length =
            digits.bytes().take(MAX_REFERENCE_BYTES).take_while(|b| char::from(*b).is_digit(radix)).count();
        let character = numbered(u32::from_str_radix(&digits[..length], radix).ok()?)?;
        let end = rest.len() - digits.len() + length;
        return Some((character.to_string().into(), end + usize::from(rest[end..].starts_with(';'))));
    }
    let length = body.bytes().take(MAX_REFERENCE_BYTES).take_while(u8::is_ascii_alphanumeric).count();
    if length == 0 || !body[length..].starts_with(';') {
        return None;
    }
    let written = &rest[..length + 2];
    let decoded = html_escape::decode_html_entities(written);
    (decoded != written).then(|| (decoded.into_owned().into(), written.len()))
}

fn numbered(number: u32) -> Option<char> {
    match u8::try_from(number) {
        Ok(byte @ 0x80..=0x9f) => {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
        }
        _ => char::from_u32(number).filter(|c| *c != '\0'),
    }
}

/// Text with its references resolved.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return text.into() };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut next = Some(first);
    while let Some(at) = next {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (characters, length) = reference(rest).unwrap_or(("&".into(), 1));
        out.push_str(&characters);
        rest = &rest[length..];
        next = rest.find('&');
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_stand_for_what_a_browser_shows() {
        for (written, shown) in [
            ("a &amp; b &ndash; c", "a & b – c"),
            ("&#147;a disaster&#148;", "“a disaster”"),
            ("&#x96; &#X2013;", "– –"),
            ("&#8211 5", "– 5"),
            ("&#x1F600;", "\u{1f600}"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(decoded(written), shown);
        }
        for none in [
            "&",
            "&;",
            "&#;",
            "&#x;",
            "&#0;",
            "&#xd800;",
            "&#1114112;",
            "&nope;",
            "AT&T",
            "&#99999999999;",
            "&é;",
        ] {
            assert_eq!(decoded(none), none);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_resolved(text in "[&#x;0-9a-fé ]{0,40}") {
            let _ = decoded(&text);
        }
    }
}
