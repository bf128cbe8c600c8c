//! Comparing two long texts of one article, and their facts: `cargo bench -p dateline-core --bench edits`. One thread.
//!
//! The texts have 2,000 sentences of 21 words; of the later one every tenth has another figure, every fiftieth moved to
//! the end and every hundredth is gone. Of facts there are as many as
//! the table says, and of these as large a share differs as of the figures.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use dateline_core::article::Revision;
use dateline_core::assertion::{Assertion, Extraction, Subject};
use dateline_core::edits::{EditKind, fact_edits, text_edits};
use dateline_core::id::{ArticleId, Sha256Hex};
use serde_json::{from_value, json};
use std::time::Instant;

fn sentence(number: usize, figure: usize) -> String {
    format!(
        "In village {number} of the valley the water rose by {figure} centimetres on that night, said the clerk of \
         village {number}."
    )
}

fn revision(sentences: &[String]) -> Revision {
    let text = sentences.join("\n");
    let sha256 = Sha256Hex::of(text.as_bytes());
    Revision {
        article: ArticleId::from_first_capture(&sha256),
        sha256,
        text,
        masked: Vec::new(),
        embedded: Vec::new(),
    }
}

/// A reading with a fact for each line: the line's number after "rose by" of the line's village.
fn reading(revision: &Revision, most: usize) -> Extraction {
    let (mut start, mut subjects, mut assertions) = (0, Vec::new(), Vec::new());
    for (at, line) in revision.text.lines().enumerate().take(most) {
        let village = line.split_whitespace().nth(2).unwrap();
        let figure: u64 = line.split_whitespace().nth(10).unwrap().parse().unwrap();
        subjects.push(subject(&format!("Village {village}")));
        assertions.push(assertion(revision, at, start, line, figure));
        start += line.len() + 1;
    }
    Extraction {
        article: revision.article.clone(),
        revision: revision.sha256.clone(),
        extractor: "made/1".into(),
        published: None,
        subjects,
        assertions,
        notices: Vec::new(),
        shingles: Vec::new(),
    }
}

fn subject(name: &str) -> Subject {
    from_value(json!({
        "kind": "place", "name": name, "names": [name], "head": null, "heads": [], "class": null, "realised": false,
        "proper": true, "when": null, "main": false,
    }))
    .unwrap()
}

fn assertion(revision: &Revision, subject: usize, start: usize, line: &str, figure: u64) -> Assertion {
    let figure_words = format!("{figure} centimetres");
    let from = start + line.find(&figure_words).unwrap();
    from_value(json!({
        "id": format!("{subject:032x}"), "subject": subject, "attribute": "rose", "qualifier": null,
        "value": {
            "kind": "quantity", "text": figure_words, "low": figure, "low_excluded": false, "high": figure,
            "high_excluded": false, "approximate": false, "unit": "centimetre",
        },
        "modality": {"class": "CT", "hedges": []}, "polarity": "+",
        "attribution": {"chain": [], "speech": "narrative", "scope": "clear"},
        "said_at": null, "change_cue": null, "former": null,
        "evidence": [{
            "article": revision.article, "sha256": revision.sha256, "start_byte": from,
            "end_byte": from + figure_words.len(), "line": subject + 1, "quote": figure_words, "prefix": "",
            "suffix": "",
        }],
        "sentence": {"start_byte": start, "end_byte": start + line.len()}, "rule": "made/1",
    }))
    .unwrap()
}

fn main() {
    let short = !std::env::args().any(|argument| argument == "--bench");
    let (length, rounds) = if short { (200, 1) } else { (2000, 5) };
    let old: Vec<String> = (0..length).map(|at| sentence(at, at + 1)).collect();
    let changed = |at: usize| if at % 10 == 3 { at + 7 } else { at + 1 };
    let kept = |at: &usize| at % 100 != 5 && at % 50 != 7;
    let moved = (0..length).filter(|at| at % 50 == 7);
    let new = (0..length).filter(kept).chain(moved).map(|at| sentence(at, changed(at))).collect::<Vec<_>>();
    let (before, after) = (revision(&old), revision(&new));
    println!(
        "| sentences | changed, moved, absent | words and sentences, ms | facts | facts edited | facts, ms |"
    );
    println!("|---|---|---|---|---|---|");
    for facts in [length / 2, length / 20, length] {
        let readings = (reading(&before, facts), reading(&after, facts));
        let (mut texts, mut of_facts) = (Vec::new(), Vec::new());
        let mut told = (0, 0, 0, String::new());
        for _ in 0..rounds {
            let begun = Instant::now();
            let edits = text_edits(&before, &after);
            texts.push(begun.elapsed().as_millis());
            let begun = Instant::now();
            let found = fact_edits(&readings.0, &readings.1, &edits);
            of_facts.push(begun.elapsed().as_millis());
            let count = |kind| edits.count(kind);
            let many = if found.is_too_much { "too many".to_owned() } else { found.edits.len().to_string() };
            told = (count(EditKind::Changed), count(EditKind::Moved), count(EditKind::Absent), many);
        }
        texts.sort_unstable();
        of_facts.sort_unstable();
        println!(
            "| {length} | {}, {}, {} | {} to {} | {facts} | {} | {} to {} |",
            told.0,
            told.1,
            told.2,
            texts[0],
            texts[rounds - 1],
            told.3,
            of_facts[0],
            of_facts[rounds - 1],
        );
    }
}
