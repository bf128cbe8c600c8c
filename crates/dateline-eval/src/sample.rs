//! `sample`: assertions drawn at random, for a reader who did not write the rules to judge against the
//! sentence alone (`docs/faithfulness.md`).

use crate::corpus;
use crate::files::{self, EvalError};
use dateline_core::id::Sha256Hex;
use serde_json::json;
use std::path::Path;

/// Prints `count` assertions as JSON lines. The draw orders them by a digest of seed and id, so that it is
/// the same on every machine and hardly changes when a few assertions come or go.
pub(crate) fn print(directory: &Path, count: usize, seed: u64) -> Result<(), EvalError> {
    let articles = corpus::read(directory)?;
    let mut drawn: Vec<(Sha256Hex, usize, usize)> = Vec::new();
    for (a, article) in articles.iter().enumerate() {
        for (n, assertion) in article.extraction.assertions.iter().enumerate() {
            if !assertion.attribute.is_statement() {
                let ticket =
                    Sha256Hex::of_parts("draw", &[&seed.to_le_bytes(), assertion.id.as_str().as_bytes()]);
                drawn.push((ticket, a, n));
            }
        }
    }
    drawn.sort();
    for (_, a, n) in drawn.into_iter().take(count) {
        let article = &articles[a];
        let assertion = &article.extraction.assertions[n];
        let line = json!({
            "doc": article.doc,
            "published": article.published,
            "rule": assertion.rule,
            "subject": article.extraction.subjects[assertion.subject].name,
            "implied_subject": assertion.implied_subject,
            "subject_words": assertion.subject_words.as_ref().map(|words| &words.text),
            "attribute": assertion.attribute,
            "counted_since": assertion.counted_since,
            "qualifier": assertion.qualifier,
            "value": assertion.value,
            "modality": assertion.modality.class,
            "polarity": assertion.polarity,
            "attribution": assertion.attribution,
            "sentence": assertion.sentence.slice(&article.text),
        });
        files::print(&format!("{line}\n"))?;
    }
    Ok(())
}
