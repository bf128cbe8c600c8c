//! Front matter: what a file says of itself, above its text. `docs/formats/front-matter.md` specifies it.

use crate::error::{CaptureWarning, Fault, FrontMatterFault};
use crate::layer::{Key, Layer};
use crate::similar;
use dateline_core::text::{ByteSpan, LineNumber};
use std::collections::BTreeMap;

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
    let mut lines = lines(text, start);
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
            let closest = similar::closest(key, Key::ALL.into_iter().map(Key::name)).and_then(Key::from_name);
            warnings.push(CaptureWarning::UnknownKey { key: key.to_owned(), line: line.number, closest });
        }
    }
    Ok((layer, warnings))
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
    (shaped && (ours || lower) && spaced).then_some((key, value))
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
