//! How well the article is found in saved pages.
//!
//! The directory holds `pages/ID.html.gz` (or `.html`) and `ground-truth.json`:
//! `{"ID": {"articleBody": "…", "url": "…"}}`. Predictions have the same shape, with `headline`, `author`,
//! `datePublished` and `dateModified` besides.
//!
//! The measure is that of article-extraction-benchmark (Scrapinghub): words are runs of letters, digits and
//! underscores; texts are compared as bags of runs of four words; a page's precision and recall are the
//! means' parts, and F1 is the harmonic mean of mean precision and mean recall.

use crate::files::{self, EvalError, read_json};
use dateline_capture::html::{self, Fact, Page};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

/// Words of a run.
const RUN_WORDS: usize = 4;

/// Reads the pages of `directory`, writes what was found to `predictions`, and prints the score; or scores what
/// `predictions` holds already.
pub(crate) fn score(directory: &Path, predictions: &Path, score_only: bool) -> Result<(), EvalError> {
    let truth: BTreeMap<String, Value> = read_json(&directory.join("ground-truth.json"))?;
    let predicted: BTreeMap<String, Value> = if score_only {
        read_json(predictions)?
    } else {
        let pages: Vec<(&String, Vec<u8>)> =
            truth.keys().map(|id| Ok((id, page(directory, id)?))).collect::<Result<_, EvalError>>()?;
        let began = Instant::now();
        let read: Vec<(&String, Option<Page>)> =
            pages.iter().map(|(id, bytes)| (*id, html::read(&String::from_utf8_lossy(bytes)).ok())).collect();
        let seconds = began.elapsed().as_secs_f64();
        #[allow(clippy::cast_precision_loss)] // a few thousand pages
        files::print(&format!("{:.0} pages a second", pages.len() as f64 / seconds))?;
        let found: BTreeMap<String, Value> =
            read.into_iter().map(|(id, page)| (id.clone(), prediction(page))).collect();
        fs::write(predictions, format!("{:#}", json!(found))).map_err(EvalError::of(predictions))?;
        found
    };
    let body = |value: Option<&Value>| {
        value.and_then(|value| value.get("articleBody")).and_then(Value::as_str).unwrap_or("").to_owned()
    };
    let pairs = truth.iter().map(|(id, gold)| (body(Some(gold)), body(predicted.get(id))));
    let scores: Vec<(f64, f64)> = pairs.map(|(gold, found)| precision_recall(&gold, &found)).collect();
    #[allow(clippy::cast_precision_loss)] // a few thousand pages
    let mean = |of: fn(&(f64, f64)) -> f64| scores.iter().map(of).sum::<f64>() / scores.len().max(1) as f64;
    let (precision, recall) = (mean(|it| it.0), mean(|it| it.1));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    files::print(&format!("{} pages  precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}", scores.len()))
}

fn page(directory: &Path, id: &str) -> Result<Vec<u8>, EvalError> {
    let plain = directory.join("pages").join(format!("{id}.html"));
    if plain.is_file() {
        return fs::read(&plain).map_err(EvalError::of(&plain));
    }
    let packed = directory.join("pages").join(format!("{id}.html.gz"));
    let file = fs::File::open(&packed).map_err(EvalError::of(&packed))?;
    let mut bytes = Vec::new();
    let mut page = flate2::read::MultiGzDecoder::new(file).take(html::MAX_PAGE_BYTES as u64);
    page.read_to_end(&mut bytes).map_err(EvalError::of(&packed))?;
    Ok(bytes)
}

fn prediction(page: Option<Page>) -> Value {
    let Some(page) = page else { return json!({"articleBody": ""}) };
    let mut fields = Map::from_iter([("articleBody".to_owned(), Value::String(page.text))]);
    for (name, fact) in [
        ("headline", Fact::Title),
        ("author", Fact::Byline),
        ("datePublished", Fact::Published),
        ("dateModified", Fact::Modified),
        ("publisher", Fact::Publisher),
        ("url", Fact::Url),
    ] {
        if let Some(said) = page.said.iter().find(|said| said.fact == fact) {
            fields.insert(name.to_owned(), Value::String(said.value.clone()));
        }
    }
    Value::Object(fields)
}

/// How often each run of words stands in `text`; a shorter text is one run.
fn runs(text: &str) -> BTreeMap<Vec<&str>, i64> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut runs = BTreeMap::new();
    if !words.is_empty() {
        for run in words.windows(RUN_WORDS.min(words.len())) {
            *runs.entry(run.to_vec()).or_default() += 1;
        }
    }
    runs
}

/// Precision and recall of `found`, 0 to 1.
fn precision_recall(gold: &str, found: &str) -> (f64, f64) {
    let (gold, found) = (runs(gold), runs(found));
    let shared: i64 =
        gold.iter().map(|(run, count)| (*count).min(found.get(run).copied().unwrap_or(0))).sum();
    let (all_gold, all_found): (i64, i64) = (gold.values().sum(), found.values().sum());
    #[allow(clippy::cast_precision_loss)] // no text has 2^52 words
    let share = |all: i64| match (shared, all) {
        _ if all_gold == all_found && shared == all_gold => 1.0,
        (0, _) => 0.0,
        (shared, all) => shared as f64 / all as f64,
    };
    (share(all_found), share(all_gold))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: (f64, f64), other: (f64, f64)) -> bool {
        (one.0 - other.0).abs() < 1e-9 && (one.1 - other.1).abs() < 1e-9
    }

    #[test]
    fn runs_of_four_words_are_counted() {
        assert!(near(precision_recall("a b c d e", "a b c d e"), (1.0, 1.0)));
        assert!(near(precision_recall("a b c d e", "a, b; c! d"), (1.0, 0.5)));
        assert!(near(precision_recall("a b c d", "a b c d e f"), (1.0 / 3.0, 1.0)));
        assert!(near(precision_recall("a b c d a b c d", "a b c d"), (1.0, 0.2)));
        assert!(near(precision_recall("a b", "a b"), (1.0, 1.0)));
        assert!(near(precision_recall("", ""), (1.0, 1.0)));
        assert!(near(precision_recall("a b c d", ""), (0.0, 0.0)));
    }

    #[test]
    fn pages_are_read_and_scored() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("pages")).unwrap();
        let words =
            "The council of Oss said that the bridge will be rebuilt before the next winter begins there.";
        fs::write(dir.path().join("pages/a.html"), format!("<article><p>{words}</p></article>")).unwrap();
        fs::write(dir.path().join("ground-truth.json"), json!({"a": {"articleBody": words}}).to_string())
            .unwrap();
        let out = dir.path().join("out.json");
        score(dir.path(), &out, false).unwrap();
        let found: BTreeMap<String, Value> = read_json(&out).unwrap();
        assert_eq!(found["a"]["articleBody"], format!("{words}\n"));
        score(dir.path(), &out, true).unwrap();
    }
}
