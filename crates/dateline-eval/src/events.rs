//! `events`: which event each definite mention was taken for, to be judged by a reader (`docs/coreference.md`).

use crate::corpus;
use crate::files::{self, EvalError};
use crate::points::CodePoints;
use dateline_core::id::Sha256Hex;
use dateline_core::text::ByteSpan;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;

/// How many are written, and which.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draw {
    /// So many; all where it is `None`.
    pub(crate) count: Option<usize>,
    /// The same number draws the same mentions, as long as they are still found.
    pub(crate) seed: u64,
}

/// Writes the definite mentions of events in the articles of `directory` to `file`.
pub(crate) fn write(directory: &Path, file: &Path, draw: Draw) -> Result<(), EvalError> {
    let lines: Vec<Vec<Drawn>> = corpus::with_inputs(directory, |doc, extractor, input| {
        let text = &input.revision.text;
        let points = CodePoints::new(text);
        let references = extractor.event_references(input);
        references.iter().map(|reference| Drawn::new(doc, text, &points, reference, draw.seed)).collect()
    })?;
    let mut lines: Vec<Drawn> = lines.into_par_iter().flatten().collect();
    let of = lines.len();
    if let Some(count) = draw.count {
        lines.sort_by(|one, other| one.ticket.cmp(&other.ticket));
        lines.truncate(count);
    }
    let fault = EvalError::of(file);
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).map_err(&fault)?);
    for drawn in &lines {
        writeln!(out, "{}", drawn.line).map_err(&fault)?;
    }
    out.flush().map_err(&fault)?;
    files::print(&format!("{} of {of} definite mentions in {}\n", lines.len(), file.display()))
}

/// A mention with the ticket by which it is drawn.
struct Drawn {
    ticket: Sha256Hex,
    line: Value,
}

impl Drawn {
    fn new(
        doc: &str,
        text: &str,
        points: &CodePoints,
        reference: &dateline_extract::EventReference,
        seed: u64,
    ) -> Self {
        let place = reference.span.start_byte.to_le_bytes();
        let ticket = Sha256Hex::of_parts("draw", &[&seed.to_le_bytes(), doc.as_bytes(), &place]);
        let words = |span: ByteSpan| {
            json!({
                "words": span.slice(text),
                "bytes": [span.start_byte, span.end_byte],
                "start": points.of(span.start_byte),
                "end": points.of(span.end_byte),
            })
        };
        let line = json!({
            "doc": doc,
            "mention": words(reference.span),
            "class": reference.class,
            "link": reference.link.as_str(),
            "event": reference.event,
            "antecedent": reference.antecedent.map(words),
        });
        Self { ticket, line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_definite_mention_says_what_it_was_taken_for() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        let list = r#"{"doc": "x/talks/a", "published": "2020-06-17", "path": "a.txt"}"#;
        std::fs::write(at("articles.jsonl"), list).unwrap();
        let text =
            "A conference will be held in Oslo. The conference was announced last week. The vote was close.";
        std::fs::write(at("a.txt"), text).unwrap();
        let draw = Draw { count: None, seed: 1 };
        write(directory.path(), &at("out.jsonl"), draw).unwrap();
        let lines = std::fs::read_to_string(at("out.jsonl")).unwrap();
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["mention"]["words"], "The conference");
        assert_eq!(lines[0]["antecedent"]["words"], "A conference");
        assert_eq!((&lines[1]["link"], &lines[1]["antecedent"]), (&json!("first"), &Value::Null));
        write(directory.path(), &at("one.jsonl"), Draw { count: Some(1), seed: 1 }).unwrap();
        assert_eq!(std::fs::read_to_string(at("one.jsonl")).unwrap().lines().count(), 1);
    }
}
