//! What is not an article's text, told from its first bytes and characters.

use crate::error::{Emptiness, Fault, Markup, NotText};

/// Kinds of file known by their first bytes, as registered or documented by their makers.
const MAGIC: [(&[u8], &str); 22] = [
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a ZIP archive (a .docx, .odt or .epub is one)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"bplist00", "a property list"),
];

/// Elements with which a saved page or a piece of one begins.
const HTML_ELEMENTS: [&str; 22] = [
    "html", "head", "body", "title", "meta", "link", "script", "style", "div", "p", "article", "section",
    "main", "header", "span", "table", "h1", "h2", "h3", "ul", "a", "br",
];

/// Elements that count by their closing tags only: one of them makes no page.
const INLINE_ELEMENTS: [&str; 12] =
    ["b", "i", "em", "strong", "li", "td", "tr", "h4", "blockquote", "footer", "nav", "figure"];

/// Longest name in the two lists.
const MAX_ELEMENT_BYTES: usize = 10;

/// Closing tags from which on a text is taken for a piece of a page, however it begins, if there is one
/// for every [`BYTES_PER_CLOSING_TAG`].
const CLOSING_TAGS: usize = 5;
/// See [`CLOSING_TAGS`].
const BYTES_PER_CLOSING_TAG: usize = 500;

/// Refuses bytes that are a known kind of file, and no bytes at all.
pub(crate) fn check_kind(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty(Emptiness::NoBytes));
    }
    if let Some(&(_, what)) = MAGIC.iter().find(|(magic, what)| {
        // Three magic numbers are letters that a sentence may begin with: they count with binary data.
        bytes.starts_with(magic) && (!is_letters(what) || has_control(bytes))
    }) {
        return Err(Fault::NotText(NotText::Known(what)));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Fault::NotYet(Markup::Rtf));
    }
    if bytes.starts_with(b"WARC/1.") || bytes.starts_with(b"WARC/0.") {
        return Err(Fault::NotYet(Markup::Warc));
    }
    Ok(())
}

fn is_letters(what: &str) -> bool {
    matches!(what, "a bzip2 archive" | "an MP3 recording" | "an Ogg recording")
}

fn has_control(bytes: &[u8]) -> bool {
    bytes.iter().take(512).any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r'))
}

/// Refuses NUL bytes, for charsets in which they are no part of a character.
pub(crate) fn check_nul(bytes: &[u8]) -> Result<(), Fault> {
    let Some(offset) = bytes.iter().position(|&b| b == 0) else { return Ok(()) };
    let start = &bytes[..bytes.len().min(1024)];
    let nuls = |first: usize| start.iter().skip(first).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    // Most letters of European languages have a zero half in UTF-16.
    let most = start.len() / 2 / 2;
    Err(Fault::NotText(if odd > most && even == 0 {
        NotText::BareUtf16 { charset: "utf-16le" }
    } else if even > most && odd == 0 {
        NotText::BareUtf16 { charset: "utf-16be" }
    } else {
        NotText::Nul { offset }
    }))
}

/// Refuses a decoded text with NUL characters or a high share of control characters: a binary file that
/// happened to decode, or a wrong charset.
pub(crate) fn check_text(text: &str) -> Result<(), Fault> {
    if let Some(offset) = text.find('\0') {
        return Err(Fault::NotText(NotText::Nul { offset }));
    }
    let mut all = 0_usize;
    let mut controls = 0_usize;
    for c in text.chars() {
        all += 1;
        controls +=
            usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}'));
    }
    if controls * 10 > all {
        return Err(Fault::NotText(NotText::Controls));
    }
    Ok(())
}

/// What a text (without byte order mark and front matter) is if it is not an article's words: stored tag soup
/// would be read as if a journalist had written it. A text without a word is refused.
pub(crate) fn check_body(body: &str, after_front_matter: bool) -> Result<Option<Markup>, Fault> {
    let start = body.trim_start_matches(is_blank);
    if start.is_empty() {
        return Err(Fault::Empty(if after_front_matter {
            Emptiness::FrontMatterOnly
        } else {
            Emptiness::BlankOnly
        }));
    }
    Ok(markup(start))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// Whether bytes look like a page before they are decoded: its markup is ASCII in every charset but UTF-16.
pub(crate) fn looks_like_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(SNIFFED_BYTES)]);
    markup(start.trim_start_matches(is_blank)) == Some(Markup::Html)
}

/// How much of an input is looked at to tell what it is, in bytes.
const SNIFFED_BYTES: usize = 4096;

fn markup(start: &str) -> Option<Markup> {
    if let Some(tag) = start.strip_prefix('<') {
        let name: String =
            tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let ended = tag[name.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let declared = tag.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("!doctype"));
        if declared || tag.starts_with("!--") || (ended && HTML_ELEMENTS.contains(&name.as_str())) {
            return Some(Markup::Html);
        }
        if tag.starts_with("?xml") || (ended && matches!(name.as_str(), "rss" | "feed" | "rdf")) {
            // A page may be written as XML.
            let is_page = first_element(start).is_some_and(|name| name.eq_ignore_ascii_case("html"));
            return Some(if is_page { Markup::Html } else { Markup::Xml });
        }
    }
    if let Some(inside) = start.strip_prefix(['{', '['])
        && inside.trim_start().starts_with(['"', '{', '}', ']'])
        && start.trim_end_matches(is_blank).ends_with(['}', ']'])
    {
        return Some(Markup::Json);
    }
    let closing = closing_tags(start);
    (closing >= CLOSING_TAGS && closing * BYTES_PER_CLOSING_TAG > start.len()).then_some(Markup::Html)
}

/// The name of the first element of XML, or that a document type gives it.
fn first_element(mut rest: &str) -> Option<&str> {
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if let Some(kind) = rest.get(..8).filter(|it| it.eq_ignore_ascii_case("!doctype")) {
            return rest[kind.len()..].split_whitespace().next().map(|name| name.trim_end_matches('>'));
        } else if !rest.starts_with(['?', '!']) {
            return rest.split(|c: char| !c.is_alphanumeric()).next();
        }
    }
}

/// How many closing tags of HTML there are. Other elements are somebody's notation in a text.
fn closing_tags(text: &str) -> usize {
    let is_html = |rest: &&str| {
        let end = rest.bytes().take(MAX_ELEMENT_BYTES + 1).take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..end].to_ascii_lowercase();
        HTML_ELEMENTS.contains(&name.as_str()) || INLINE_ELEMENTS.contains(&name.as_str())
    };
    text.split("</").skip(1).filter(is_html).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_kinds_are_named() {
        for (bytes, what) in [
            (&b"%PDF-1.7\n"[..], "a PDF document"),
            (b"\x1f\x8b\x08\0", "a gzip archive"),
            (b"\x89PNG\r\n\x1a\n\0", "a PNG picture"),
            (b"PK\x03\x04\x14\0", "a ZIP archive (a .docx, .odt or .epub is one)"),
            (b"BZh91AY&SY\x01", "a bzip2 archive"),
        ] {
            match check_kind(bytes) {
                Err(Fault::NotText(NotText::Known(found))) => assert_eq!(found, what),
                other => panic!("{what}: {other:?}"),
            }
        }
        assert!(matches!(check_kind(b"{\\rtf1 a"), Err(Fault::NotYet(Markup::Rtf))));
        assert!(matches!(check_kind(b"WARC/1.1\r\n"), Err(Fault::NotYet(Markup::Warc))));
        assert!(matches!(check_kind(b""), Err(Fault::Empty(Emptiness::NoBytes))));
    }

    #[test]
    fn a_sentence_may_begin_like_a_magic_number() {
        for text in ["BZhan said so.", "ID3 tags are labels in recordings.", "OggS is a name."] {
            assert!(check_kind(text.as_bytes()).is_ok(), "{text}");
        }
    }

    #[test]
    fn utf_16_without_a_mark_gets_the_charset_to_try() {
        let le: Vec<u8> = "The talks".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "The talks".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, name) in [(le, "utf-16le"), (be, "utf-16be")] {
            match check_nul(&bytes) {
                Err(Fault::NotText(NotText::BareUtf16 { charset })) => assert_eq!(charset, name),
                other => panic!("{name}: {other:?}"),
            }
        }
        assert!(matches!(check_nul(b"ab\0cdefgh"), Err(Fault::NotText(NotText::Nul { offset: 2 }))));
    }

    #[test]
    fn a_few_escapes_are_text_and_many_are_not() {
        assert!(check_text("A title with \u{1b}[31mred\u{1b}[0m in it, and some more words.").is_ok());
        assert!(matches!(check_text("\u{1}\u{2}a\u{3}b"), Err(Fault::NotText(NotText::Controls))));
        assert!(matches!(check_text("a\0b"), Err(Fault::NotText(NotText::Nul { offset: 1 }))));
        assert!(check_text("line\r\n\tline\u{c}").is_ok());
    }

    #[test]
    fn pages_are_known_and_angle_brackets_are_none() {
        for page in [
            "<!DOCTYPE html>\n<html>",
            "\n  <html lang=en>",
            "<!-- saved -->\n<p>x",
            "<div class=a>The talks</div>",
            "<P>The talks",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC>",
            "Headline\n<b>a</b> <b>c</b> <b>d</b> <b>e</b> <i>f</i>",
        ] {
            assert!(matches!(check_body(page, false), Ok(Some(Markup::Html))), "{page}");
        }
        for feed in ["<?xml version=\"1.0\"?><rss>", "<rss version=\"2.0\">"] {
            assert!(matches!(check_body(feed, false), Ok(Some(Markup::Xml))), "{feed}");
        }
        for text in
            ["<Reuters> - The talks", "The tag </b> closes bold.", "< 5 people", "<3 said the envoy", "<é"]
        {
            assert!(matches!(check_body(text, false), Ok(None)), "{text}");
        }
    }

    #[test]
    fn json_is_known_and_brackets_are_none() {
        for json in ["{\"title\": \"The talks\"}\n", "[ {\"a\": 1} ]", "{}"] {
            assert!(matches!(check_body(json, false), Ok(Some(Markup::Json))), "{json}");
        }
        for text in ["[Updated] The talks", "{sic} he said", "[\"We\"] he said."] {
            assert!(matches!(check_body(text, false), Ok(None)), "{text}");
        }
    }

    #[test]
    fn blank_texts_are_empty() {
        for text in ["", " \n\t", "\u{feff}\u{200b}\n", "\u{a0}\u{2003}"] {
            assert!(matches!(check_body(text, false), Err(Fault::Empty(Emptiness::BlankOnly))), "{text:?}");
        }
        assert!(matches!(check_body("\n", true), Err(Fault::Empty(Emptiness::FrontMatterOnly))));
    }
}
