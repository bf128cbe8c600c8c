//! The one display filter. Text that comes from articles, file names and arguments passes through here on
//! its way to a screen: characters that a terminal would execute, or a reader could not see, are shown.
//! Stored bytes are never altered.
//!
//! Which characters: C0 and C1 controls (ECMA-48), the bidirectional controls of Unicode UAX #9, and the
//! invisible ones that Unicode TR #36 warns of (zero-width, variation selectors, tags).

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with everything invisible or executable made visible.
///
/// With `ascii`, controls are written as `<U+001B>` like all the others, else by their own pictures (`␛`).
pub(crate) fn shown(text: &str, ascii: bool) -> Cow<'_, str> {
    if !text.chars().any(must_be_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match picture(c) {
            Some(picture) if !ascii => out.push(picture),
            _ if must_be_shown(c) => {
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The control picture of a C0 control or DEL.
fn picture(c: char) -> Option<char> {
    match u32::from(c) {
        code @ 0..=0x1F => char::from_u32(0x2400 + code),
        0x7F => Some('\u{2421}'),
        _ => None,
    }
}

/// Whether `c` must never reach a screen as it is.
pub(crate) fn must_be_shown(c: char) -> bool {
    matches!(u32::from(c),
        0..=0x1F | 0x7F..=0x9F            // C0, DEL, C1
        | 0xAD | 0x34F | 0x61C | 0x180B..=0x180F // soft hyphen, joiners, marks
        | 0x115F | 0x1160 | 0x3164 | 0xFFA0 // fillers without a glyph
        | 0x200B..=0x200F | 0x2028..=0x202E // zero width, separators, bidi embeddings
        | 0x2060..=0x206F                 // word joiner, isolates, deprecated format controls
        | 0xFE00..=0xFE0F | 0xFEFF        // variation selectors, byte order mark
        | 0xFFF0..=0xFFFB                 // interlinear annotation
        | 0x1D173..=0x1D17A               // musical format controls
        | 0xE0000..=0xE0FFF) // tags, variation selectors supplement
}

/// JSON text (already serialised) with every invisible character outside ASCII escaped as `\uXXXX`. Such
/// characters stand only inside strings, where the escape means the same.
pub(crate) fn json_escaped(json: &str) -> Cow<'_, str> {
    let hidden = |c: char| u32::from(c) >= 0x7F && must_be_shown(c);
    if !json.chars().any(hidden) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_of_any_script_is_untouched() {
        for text in ["Geneva II", "Gennadi Gatilow, »тест«", "日内瓦 éè ’ …"] {
            assert!(matches!(shown(text, false), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn escapes_are_shown_not_executed() {
        assert_eq!(shown("\u{1b}[31mred\u{7}", false), "␛[31mred␇");
        assert_eq!(shown("\u{1b}]0;title\u{9c}", false), "␛]0;title<U+009C>");
        assert_eq!(shown("\u{1b}[2J", true), "<U+001B>[2J");
        assert_eq!(shown("a\nb\tc\u{7f}", false), "a␊b␉c␡");
    }

    #[test]
    fn bidi_and_invisible_characters_are_named() {
        assert_eq!(shown("abc\u{202e}def\u{2069}", false), "abc<U+202E>def<U+2069>");
        assert_eq!(shown("\u{feff}a\u{200b}b\u{e0041}", false), "<U+FEFF>a<U+200B>b<U+E0041>");
    }

    #[test]
    fn nothing_that_must_be_shown_survives() {
        let all: String = (0..=0x10_FFFF).filter_map(char::from_u32).collect();
        for ascii in [false, true] {
            assert!(!shown(&all, ascii).chars().any(must_be_shown));
        }
    }

    #[test]
    fn json_escapes_mean_the_same_text() {
        let text = "a\u{202e}b\u{9b}c\u{e0041}d\u{1b}e";
        let json = serde_json::to_string(text).unwrap();
        let escaped = json_escaped(&json).into_owned();
        assert!(!escaped.chars().any(must_be_shown));
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
    }
}
