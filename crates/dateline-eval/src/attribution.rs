//! `attribution`: who said what, as the attributions of `PolNeAR` are given, with the scores of its definitions.

mod score;

use crate::files::{self, EvalError, read_lines, read_text};
use crate::points::CodePoints;
use dateline_core::article::{Metadata, Revision};
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::text::ByteSpan;
use dateline_extract::{ExtractionInput, Extractor};
use rayon::prelude::*;
use score::{Attribution, Document, Span};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

#[derive(Debug, Deserialize)]
struct DocumentLine {
    doc: String,
    path: std::path::PathBuf,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    words: usize,
}

/// A gold span: start and end in code points, and its words.
#[derive(Debug, Deserialize)]
struct GoldLine {
    doc: String,
    source: Vec<(usize, usize, String)>,
    cue: Vec<(usize, usize, String)>,
    content: Vec<(usize, usize, String)>,
}

/// What was read in a document.
struct Read {
    document: Document,
    words: usize,
    rules: Vec<String>,
}

/// Reads every `….docs.jsonl` of `directory` whose name holds `part`, writes what was read to `predictions` and prints its scores beside
/// those of the gold file of the same name.
pub(crate) fn run(directory: &Path, predictions: &Path, part: &str) -> Result<(), EvalError> {
    let extractor = Extractor::new()?;
    let fault = EvalError::of(predictions);
    let mut out = std::io::BufWriter::new(std::fs::File::create(predictions).map_err(&fault)?);
    for (list, gold) in files::lists(directory)? {
        let name = list.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.contains(part) {
            continue;
        }
        let documents: Vec<(usize, DocumentLine)> = read_lines(&list)?;
        let mut gold_of: BTreeMap<String, Vec<Attribution>> = BTreeMap::new();
        if gold.exists() {
            for (_, line) in read_lines::<GoldLine>(&gold)? {
                let plain =
                    |spans: Vec<(usize, usize, String)>| spans.into_iter().map(|(s, e, _)| (s, e)).collect();
                let attribution = Attribution {
                    source: plain(line.source),
                    cue: plain(line.cue),
                    content: plain(line.content),
                };
                gold_of.entry(line.doc).or_default().push(attribution);
            }
        }
        let started = std::time::Instant::now();
        let read: Vec<Read> = documents
            .par_iter()
            .map(|(_, line)| read_one(&extractor, directory, line, &gold_of))
            .collect::<Result<_, _>>()?;
        let seconds = started.elapsed().as_secs_f64();
        for one in &read {
            for (attribution, rule) in one.document.predicted.iter().zip(&one.rules) {
                let line = json!({"doc": one.document.name, "source": attribution.source, "cue": attribution.cue, "content": attribution.content, "rule": rule});
                writeln!(out, "{line}").map_err(&fault)?;
            }
        }
        let words: usize = read.iter().map(|one| one.words).sum();
        let documents: Vec<Document> = read.into_iter().map(|one| one.document).collect();
        let report = score::report(&name, &documents);
        files::print(&format!("{report}{words} words, read in {seconds:.1} s\n"))?;
    }
    out.flush().map_err(&fault)
}

fn read_one(
    extractor: &Extractor,
    directory: &Path,
    line: &DocumentLine,
    gold: &BTreeMap<String, Vec<Attribution>>,
) -> Result<Read, EvalError> {
    let text = read_text(&directory.join(&line.path))?;
    let article = ArticleId::from_first_capture(&Sha256Hex::of(line.doc.as_bytes()));
    let sha256 = Sha256Hex::of(text.as_bytes());
    let revision =
        Revision { article: article.clone(), sha256, text, masked: Vec::new(), embedded: Vec::new() };
    let published = line.published.as_deref().and_then(|text| Edtf::parse(text).ok());
    let metadata = Metadata { published, ..Metadata::default() };
    let found = extractor.attributions(&ExtractionInput {
        article: &article,
        revision: &revision,
        metadata: &metadata,
    });
    let points = CodePoints::new(&revision.text);
    let spans = |spans: &[ByteSpan]| -> Vec<Span> {
        spans.iter().map(|span| (points.of(span.start_byte), points.of(span.end_byte))).collect()
    };
    let rules = found.iter().map(|one| format!("{:?} {}", one.class, one.rule)).collect();
    let predicted = found
        .iter()
        .map(|one| Attribution {
            source: spans(&one.source),
            cue: spans(&one.cue),
            content: spans(&one.content),
        })
        .collect();
    let gold = gold.get(&line.doc).cloned().unwrap_or_default();
    let document =
        Document { name: line.doc.clone(), text: revision.text.chars().collect(), gold, predicted };
    Ok(Read { document, words: line.words, rules })
}
