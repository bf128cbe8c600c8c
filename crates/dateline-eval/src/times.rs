//! `times`: TIMEX3 against gold, by the definitions of `TempEval-3` (its task paper, section 4.1).
//!
//! The directory holds pairs of files, `NAME.docs.jsonl` (`{"doc", "dct", "path"}`, `dct` being the day of
//! writing) and `NAME.jsonl` (`{"doc", "start", "end", "text", "type", "value"}`, offsets in code points).
//! A fixed fifth of the documents, chosen by a digest of the name, is kept aside: of it only figures are
//! printed, never errors, so that nobody writes a rule to it.

mod errors;
mod score;

use crate::files::{self, EvalError, read_lines, read_text};
use crate::points::CodePoints;
use dateline_core::id::Sha256Hex;
use dateline_extract::times::TimeTagger;
use rayon::prelude::*;
use score::Score;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A time of the gold, or one predicted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The document's name.
    pub(crate) doc: String,
    /// First code point.
    pub(crate) start: usize,
    /// The code point after the last.
    pub(crate) end: usize,
    /// TIMEX3's type.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// TIMEX3's value.
    #[serde(default)]
    pub(crate) value: Option<String>,
    /// The rule that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rule: Option<String>,
}

#[derive(Debug, Deserialize)]
struct DocumentLine {
    doc: String,
    dct: String,
    path: PathBuf,
}

/// A document with its gold and what was found.
pub(crate) struct Scored {
    /// Its name.
    pub(crate) doc: String,
    /// Its text.
    pub(crate) text: String,
    /// The gold.
    pub(crate) gold: Vec<Mark>,
    /// What was found.
    pub(crate) found: Vec<Mark>,
}

/// Whether a document is of the fifth that is kept aside.
fn is_aside(doc: &str) -> bool {
    let digest = Sha256Hex::of(doc.as_bytes());
    u32::from_str_radix(&digest.as_str()[..8], 16).is_ok_and(|number| number % 5 == 0)
}

/// Reads the directory, writes the predictions and prints the figures.
pub(crate) fn run(directory: &Path, predictions: &Path, errors: Option<&Path>) -> Result<(), EvalError> {
    let documents = read(directory)?;
    let fault = EvalError::of(predictions);
    let mut out = std::io::BufWriter::new(std::fs::File::create(predictions).map_err(&fault)?);
    for mark in documents.iter().flat_map(|document| &document.found) {
        serde_json::to_writer(&mut out, mark).map_err(|e| fault(e.into()))?;
        out.write_all(b"\n").map_err(&fault)?;
    }
    out.flush().map_err(&fault)?;

    let (aside, open): (Vec<&Scored>, Vec<&Scored>) = documents.iter().partition(|d| is_aside(&d.doc));
    let all: Vec<&Scored> = documents.iter().collect();
    let mut table = String::new();
    for (name, part) in [("rules may be written to", &open), ("kept aside", &aside), ("all", &all)] {
        let _ = writeln!(table, "{name}: {} documents", part.len());
        let _ = writeln!(table, "            gold  found  relaxed  strict    type   value");
        for kind in ["", "DATE", "TIME", "DURATION", "SET"] {
            let score = Score::of(part, kind);
            let _ = writeln!(table, "{:<9}{score}", if kind.is_empty() { "overall" } else { kind });
        }
        table.push('\n');
    }
    table.push_str(&errors::summary(&open));
    if let Some(file) = errors {
        std::fs::write(file, errors::lines(&open)).map_err(EvalError::of(file))?;
    }
    files::print(&table)
}

/// All documents of a directory, in the order of their files and lines.
fn read(directory: &Path) -> Result<Vec<Scored>, EvalError> {
    let tagger = TimeTagger::new()?;
    let mut documents = Vec::new();
    for (list, gold_file) in files::lists(directory)? {
        let mut gold: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
        for (_, mark) in read_lines::<Mark>(&gold_file)? {
            gold.entry(mark.doc.clone()).or_default().push(mark);
        }
        let rows: Vec<(usize, DocumentLine)> = read_lines(&list)?;
        let scored: Vec<Result<Scored, EvalError>> = rows
            .into_par_iter()
            .map(|(_, row)| {
                let text = read_text(&directory.join(&row.path))?;
                let found = tag(&tagger, &row, &text);
                let gold = gold.get(&row.doc).cloned().unwrap_or_default();
                Ok(Scored { doc: row.doc, text, gold, found })
            })
            .collect();
        for document in scored {
            documents.push(document?);
        }
    }
    Ok(documents)
}

fn tag(tagger: &TimeTagger, row: &DocumentLine, text: &str) -> Vec<Mark> {
    let written = row.dct.get(..10).and_then(|day| day.parse().ok());
    let points = CodePoints::new(text);
    let read = tagger.read(text);
    let times = tagger.times(&read, written);
    times
        .into_iter()
        .map(|time| Mark {
            doc: row.doc.clone(),
            start: points.of(time.span.start_byte),
            end: points.of(time.span.end_byte),
            kind: time.kind.as_str().to_owned(),
            rule: Some(tagger.rule(&time).to_owned()),
            value: Some(time.value),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_a_fifth_is_kept_aside() {
        let aside = (0..1000).filter(|n| is_aside(&format!("document-{n}"))).count();
        assert!((150..250).contains(&aside), "{aside}");
    }

    #[test]
    fn a_directory_is_read_and_predictions_are_in_code_points() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        let list = "{\"doc\": \"a\", \"dct\": \"2020-06-17T10:00\", \"path\": \"a.txt\"}\n";
        std::fs::write(at("set.docs.jsonl"), list).unwrap();
        let gold = "{\"doc\":\"a\",\"start\":20,\"end\":27,\"text\":\"Tuesday\",\"type\":\"DATE\",\"value\":\"2020-06-16\"}\n";
        std::fs::write(at("set.jsonl"), gold).unwrap();
        std::fs::write(at("a.txt"), "The café was shut on Tuesday.").unwrap();
        run(directory.path(), &at("out.jsonl"), None).unwrap();
        let written = std::fs::read_to_string(at("out.jsonl")).unwrap();
        let mark: Mark = serde_json::from_str(written.trim()).unwrap();
        assert_eq!((mark.start, mark.end, mark.value.as_deref()), (21, 28, Some("2020-06-16")));
    }
}
