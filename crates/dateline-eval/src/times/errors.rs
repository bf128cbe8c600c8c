//! Errors, grouped by kind: what was missed, added, cut otherwise or given another value.

use super::score::{counted, pairs};
use super::{Mark, Scored};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many kinds are printed.
const MOST: usize = 40;

/// An error: its kind, and the two sides of it.
struct Fault<'m> {
    kind: String,
    document: &'m Scored,
    gold: Option<&'m Mark>,
    found: Option<&'m Mark>,
}

/// Digits become 9, so that values of one form are one kind.
fn form(value: Option<&String>) -> String {
    let value = value.map(String::as_str).unwrap_or_default();
    value.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
}

fn faults<'m>(documents: &[&'m Scored]) -> Vec<Fault<'m>> {
    let mut out = Vec::new();
    for document in documents {
        let (gold, found) = (counted(&document.gold, "", false), counted(&document.found, "", true));
        let paired = pairs(&gold, &found);
        for pair in &paired {
            let (wanted, mark) = (gold[pair.gold], found[pair.found]);
            let mut add = |kind| out.push(Fault { kind, document, gold: Some(wanted), found: Some(mark) });
            if !pair.exact {
                let side = match (mark.start.cmp(&wanted.start), mark.end.cmp(&wanted.end)) {
                    (std::cmp::Ordering::Less, _) => "begins before",
                    (std::cmp::Ordering::Greater, _) => "begins after",
                    (_, std::cmp::Ordering::Greater) => "ends after",
                    _ => "ends before",
                };
                add(format!("extent {side} {}", wanted.kind));
            }
            if wanted.value != mark.value {
                let (gold, found) = (form(wanted.value.as_ref()), form(mark.value.as_ref()));
                add(format!("value {gold} read as {found}"));
            }
        }
        for (at, wanted) in gold.iter().enumerate() {
            if !paired.iter().any(|pair| pair.gold == at) {
                let kind = format!("missed {} {}", wanted.kind, form(wanted.value.as_ref()));
                out.push(Fault { kind, document, gold: Some(wanted), found: None });
            }
        }
        for (at, mark) in found.iter().enumerate() {
            if !paired.iter().any(|pair| pair.found == at) {
                let kind = format!("added {} {}", mark.kind, form(mark.value.as_ref()));
                out.push(Fault { kind, document, gold: None, found: Some(mark) });
            }
        }
    }
    out
}

/// The kinds of errors, the most frequent first.
pub(crate) fn summary(documents: &[&Scored]) -> String {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for fault in faults(documents) {
        *kinds.entry(fault.kind).or_default() += 1;
    }
    let mut sorted: Vec<(String, usize)> = kinds.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut out = "errors in the part that rules may be written to\n".to_owned();
    for (kind, count) in sorted.into_iter().take(MOST) {
        let _ = writeln!(out, "{count:>5}  {kind}");
    }
    out
}

/// Every error as a JSON line, with its words and what stands around them.
pub(crate) fn lines(documents: &[&Scored]) -> String {
    let mut out = String::new();
    for fault in faults(documents) {
        let side = |mark: Option<&Mark>| {
            mark.map(|mark| json!({"text": words(fault.document, mark.start, mark.end), "type": mark.kind, "value": mark.value, "rule": mark.rule}))
        };
        let Some(mark) = fault.gold.or(fault.found) else { continue };
        let around = words(fault.document, mark.start.saturating_sub(80), mark.end + 40);
        let line = json!({
            "kind": fault.kind,
            "doc": fault.document.doc,
            "gold": side(fault.gold),
            "found": side(fault.found),
            "around": around.split_whitespace().collect::<Vec<_>>().join(" "),
        });
        let _ = writeln!(out, "{line}");
    }
    out
}

/// The words between two code points.
fn words(document: &Scored, start: usize, end: usize) -> String {
    document.text.chars().skip(start).take(end.saturating_sub(start)).collect()
}
