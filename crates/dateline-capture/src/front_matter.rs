//! Front matter: what a file says of itself, above its text. `docs/formats/front-matter.md` specifies it.

use crate::error::{Fault, FrontMatterFault};
use crate::field::Key;
use crate::layer::Layer;
use crate::similar;
use crate::warning::CaptureWarning;
use dateline_core::text::{ByteSpan, LineNumber};
use std::collections::BTreeMap;

/// Longest front matter, in bytes; a closing line further down does not count.
pub const MAX_BYTES: usize = 64 * 1024;

/// Longest key, in bytes: longer words with a colon are text.
const MAX_KEY_BYTES: usize = 64;

/// The line that opens and closes front matter.
const FENCE: &str = "---";

/// Front matter as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// From the opening line to the end of the closing one, its line end included.
    pub span: ByteSpan,
    /// What it says.
    pub layer: Layer,
    /// Keys passed over.
    pub warnings: Vec<CaptureWarning>,
}

/// A line without its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: LineNumber,
    text: &'a str,
    /// Where the next line starts, in bytes of the whole text.
    end_byte: usize,
}

/// Reads the front matter that starts at byte `start` of `text` (0, or after a byte order mark).
///
/// `None` if there is none: the first line is not three hyphens, or what follows is no `key: value` (a
/// rule drawn above the text). An opening line with a key below it and no closing line is an error.
pub fn read(text: &str, start: usize) -> Result<Option<FrontMatter>, Fault> {
    let mut lines = lines(text, start).take_while(|line| line.end_byte - start <= MAX_BYTES);
    let Some(opening) = lines.next().filter(|line| is_fence(line.text)) else { return Ok(None) };
    let inside = lines.clone();
    let closing = lines.find(|line| is_fence(line.text));
    let first =
        inside.clone().take_while(|line| !is_fence(line.text)).find(|line| !is_passed_over(line.text));
    match (first, closing) {
        (Some(first), _) if key_and_value(first.text).is_none() => Ok(None),
        (None, None) => Ok(None),
        (Some(_), None) => {
            Err(Fault::FrontMatter { line: opening.number, fault: FrontMatterFault::Unterminated })
        }
        (_, Some(closing)) => {
            let (layer, warnings) = entries(inside.take_while(|line| line.number < closing.number))?;
            Ok(Some(FrontMatter { span: ByteSpan::new(start, closing.end_byte), layer, warnings }))
        }
    }
}

fn entries<'a>(lines: impl Iterator<Item = Line<'a>>) -> Result<(Layer, Vec<CaptureWarning>), Fault> {
    let mut layer = Layer::default();
    let mut warnings = Vec::new();
    let mut seen: BTreeMap<String, LineNumber> = BTreeMap::new();
    // Other programs' keys may have values of several lines, indented or in a list.
    let mut in_unknown = false;
    for line in lines {
        if is_passed_over(line.text) || (in_unknown && line.text.starts_with([' ', '\t', '-'])) {
            continue;
        }
        let fault = |fault| Fault::FrontMatter { line: line.number, fault };
        let Some((key, value)) = key_and_value(line.text) else {
            let text = line.text.chars().take(40).collect();
            return Err(fault(FrontMatterFault::NoKey { text }));
        };
        if let Some(&first) = seen.get(&key.to_ascii_lowercase()) {
            return Err(fault(FrontMatterFault::Duplicate { key: key.to_owned(), first }));
        }
        seen.insert(key.to_ascii_lowercase(), line.number);
        in_unknown = false;
        if let Some(known) = Key::from_name(key) {
            layer.set(known, unquoted(value)).map_err(|error| fault(error.into()))?;
        } else {
            in_unknown = true;
            let closest = closest_key(key);
            warnings.push(CaptureWarning::UnknownKey { key: key.to_owned(), line: line.number, closest });
        }
    }
    Ok((layer, warnings))
}

/// What other programs call our keys.
const ELSEWHERE: [(&str, Key); 7] = [
    ("date", Key::Published),
    ("author", Key::Byline),
    ("source", Key::Publisher),
    ("outlet", Key::Publisher),
    ("link", Key::Url),
    ("headline", Key::Title),
    ("language", Key::Lang),
];

fn closest_key(unknown: &str) -> Option<Key> {
    let elsewhere = ELSEWHERE.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(unknown));
    let similar = || similar::closest(unknown, Key::ALL.into_iter().map(Key::name)).and_then(Key::from_name);
    elsewhere.map(|(_, key)| key).or_else(similar)
}

fn lines(text: &str, start: usize) -> impl Iterator<Item = Line<'_>> + Clone {
    let mut at = start;
    text[start..].split_inclusive('\n').enumerate().map(move |(index, whole)| {
        at += whole.len();
        let text = whole.strip_suffix('\n').unwrap_or(whole);
        let text = text.strip_suffix('\r').unwrap_or(text);
        Line { number: LineNumber(index + 1), text, end_byte: at }
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches([' ', '\t']) == FENCE
}

fn is_passed_over(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// Splits `key: value`. A key starts the line, with a letter; letters, digits, `_` and `-` follow. So that
/// a sentence with a colon is none, a key that is not one of ours is in lower case.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let shaped = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let ours = Key::from_name(key).is_some();
    let lower = !key.contains(|c: char| c.is_ascii_uppercase());
    let spaced = value.is_empty() || value.starts_with([' ', '\t']);
    (shaped && key.len() <= MAX_KEY_BYTES && (ours || lower) && spaced).then_some((key, value))
}

/// The value without the quotes around it, if they are a pair and none stands inside.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote))
            && !inside.contains(quote)
        {
            return inside;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_ok(text: &str) -> FrontMatter {
        read(text, 0).unwrap().expect("front matter")
    }

    fn fault(text: &str) -> (usize, FrontMatterFault) {
        match read(text, 0) {
            Err(Fault::FrontMatter { line, fault }) => (line.0, fault),
            other => panic!("expected a fault, got {other:?}"),
        }
    }

    #[test]
    fn every_key_is_read() {
        let front = read_ok(
            "---\n# what we know\npublished: 2013-11-05\nPublisher: The Valley Herald\nurl: https://a.example/x\n\
             title: \"Talks: round two\"\nbyline: 'A. Writer'\nagency: Interfax\nlang: en-GB\nstory: Geneva II\n---\nBody\n",
        );
        let metadata = front.layer.metadata;
        assert_eq!(metadata.published.unwrap().to_string(), "2013-11-05");
        assert_eq!(metadata.publisher.as_deref(), Some("The Valley Herald"));
        assert_eq!(metadata.url.as_deref(), Some("https://a.example/x"));
        assert_eq!(metadata.title.as_deref(), Some("Talks: round two"));
        assert_eq!(metadata.byline.as_deref(), Some("A. Writer"));
        assert_eq!(metadata.agency.as_deref(), Some("Interfax"));
        assert_eq!(metadata.lang.as_deref(), Some("en"));
        assert_eq!(front.layer.story.unwrap().as_str(), "geneva-ii");
        assert_eq!(front.warnings, []);
    }

    #[test]
    fn the_span_ends_after_the_closing_line() {
        for (text, body) in [
            ("---\ntitle: A\n---\nBody\n", "Body\n"),
            ("---\r\ntitle: A\r\n---\r\nBody\r\n", "Body\r\n"),
            ("--- \t\ntitle: A\n---  \n\nBody", "\nBody"),
            ("---\ntitle: A\n---", ""),
            ("---\n\n---\nBody", "Body"),
        ] {
            let front = read_ok(text);
            assert_eq!(&text[front.span.end_byte..], body, "{text:?}");
            assert_eq!(front.span.start_byte, 0);
        }
        let marked = "\u{feff}---\ntitle: A\n---\nBody";
        let front = read(marked, 3).unwrap().unwrap();
        assert_eq!((front.span.start_byte, &marked[front.span.end_byte..]), (3, "Body"));
    }

    #[test]
    fn a_rule_above_the_text_is_text() {
        for text in [
            "Body\n---\ntitle: A\n---\n",
            "---\nThe talks open on Monday.\n---\nMore.\n",
            "---\nThe envoy said this: nothing.\n---\n",
            "---\nUPDATE: The talks are off.\n---\n",
            "---\nMore\n",
            "---",
            "---\n\n",
            "----\ntitle: A\n----\n",
            " ---\ntitle: A\n---\n",
            "---\nhttp://a.example is down.\n---\n",
        ] {
            assert_eq!(read(text, 0).unwrap(), None, "{text:?}");
        }
    }

    #[test]
    fn front_matter_that_is_not_closed_is_an_error() {
        for text in ["---\ntitle: A\nBody\n", "---\n# note\n\ndate: 2013\nBody", "---\nTitle: A"] {
            assert_eq!(fault(text), (1, FrontMatterFault::Unterminated), "{text:?}");
        }
    }

    #[test]
    fn front_matter_and_keys_have_a_greatest_length() {
        let line = format!("title: {}\n", "x".repeat(100));
        let comments = "#\n".repeat(MAX_BYTES / 2);
        assert_eq!(fault(&format!("---\n{line}{comments}---\nBody")), (1, FrontMatterFault::Unterminated));
        let key = "k".repeat(MAX_KEY_BYTES + 1);
        assert_eq!(read(&format!("---\n{key}: x\n---\n"), 0).unwrap(), None);
    }

    #[test]
    fn a_bad_value_names_line_value_and_remedy() {
        let (line, fault_found) = fault("---\ntitle: A\nurl: www.example.org\n---\nBody");
        assert_eq!(line, 3);
        let text = fault_found.to_string();
        assert!(
            text.contains("`url`") && text.contains("www.example.org") && text.contains("http://"),
            "{text}"
        );
        assert_eq!(fault("---\nlang: english\n---\n").0, 2);
    }

    #[test]
    fn a_bad_date_names_the_accepted_forms() {
        let (line, fault) = fault("---\r\npublished: 2013-13-40\r\n---\r\nBody");
        assert_eq!(line, 2);
        let text = fault.to_string();
        assert!(text.contains("2013-13-40") && text.contains(crate::DATE_FORMS), "{text}");
    }

    #[test]
    fn a_key_stands_once() {
        let (line, fault_found) = fault("---\ntitle: A\nlang:\nTitle: B\n---\n");
        assert_eq!(line, 4);
        let first = LineNumber(2);
        assert_eq!(fault_found, FrontMatterFault::Duplicate { key: "Title".to_owned(), first });
        assert_eq!(fault("---\ntags: a\ntags: b\n---\n").0, 3);
    }

    #[test]
    fn a_line_without_a_key_is_an_error() {
        let (line, fault) = fault("---\ntitle: A\nand B\n---\n");
        assert_eq!((line, fault), (3, FrontMatterFault::NoKey { text: "and B".to_owned() }));
    }

    #[test]
    fn other_programs_keys_are_passed_over_with_a_warning() {
        let front = read_ok(
            "---\ntags:\n  - war\n- peace\nlayout: post\npublishd: 2013\ndate: 2013\ntitle: A\n---\n",
        );
        assert_eq!(front.layer.metadata.title.as_deref(), Some("A"));
        let warned: Vec<_> = front
            .warnings
            .into_iter()
            .map(|warning| match warning {
                CaptureWarning::UnknownKey { key, line, closest } => (key, line.0, closest),
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [
            ("tags", 2, None),
            ("layout", 5, None),
            ("publishd", 6, Some(Key::Published)),
            ("date", 7, Some(Key::Published)),
        ];
        assert_eq!(warned, expected.map(|(key, line, closest)| (key.to_owned(), line, closest)));
    }

    #[test]
    fn only_a_pair_of_quotes_is_taken_off() {
        for (value, expected) in [
            ("\"A\"", "A"),
            ("'A'", "A"),
            ("\"A\" and \"B\"", "\"A\" and \"B\""),
            ("\"A", "\"A"),
            ("\"", "\""),
            ("\"\"", ""),
            ("'it's'", "'it's'"),
            ("A # 1", "A # 1"),
        ] {
            assert_eq!(unquoted(value), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(title in "[a-zA-Z:#é“-]([ a-zA-Z:#é“-]{0,20}[a-zA-Z:#é“-])?", crlf in any::<bool>()) {
            let end = if crlf { "\r\n" } else { "\n" };
            let text = format!("---{end}title: {title}{end}---{end}Body");
            let front = read_ok(&text);
            prop_assert_eq!(front.layer.metadata.title, Some(title));
            prop_assert_eq!(&text[front.span.end_byte..], "Body");
        }
    }
}
