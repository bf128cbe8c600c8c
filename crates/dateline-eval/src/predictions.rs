//! `chains`: every assertion as a JSON line, with the claim it belongs to.

use crate::corpus::{self, Article};
use crate::files::{self, EvalError};
use crate::points::CodePoints;
use dateline_core::attribution::HopRole;
use dateline_core::link::{Reading, link_story};
use dateline_core::value::Value;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

/// One assertion as the scorer reads it: `start` and `end` in code points.
#[derive(Debug, Serialize)]
struct Prediction<'a> {
    doc: &'a str,
    claim: String,
    start: usize,
    end: usize,
    kind: &'static str,
    text: &'a str,
    min: Option<f64>,
    max: Option<f64>,
    unit: Option<&'a str>,
    earliest: Option<String>,
    latest: Option<String>,
    speaker: Option<&'a str>,
    rule: &'a str,
}

/// Reads the articles of `directory`, links them story by story and writes `file`.
pub(crate) fn write(directory: &Path, file: &Path) -> Result<(), EvalError> {
    let articles = corpus::read(directory)?;
    let fault = EvalError::of(file);
    let mut out = std::io::BufWriter::new(std::fs::File::create(file).map_err(&fault)?);
    let mut written = 0_usize;
    let claims = claims(&articles);
    for article in &articles {
        let points = CodePoints::new(&article.text);
        for assertion in &article.extraction.assertions {
            // What somebody said is no fact that changes: it is left out, as listings of changes do.
            let Some(claim) =
                claims.get(assertion.id.as_str()).filter(|_| !assertion.attribute.is_statement())
            else {
                continue;
            };
            for evidence in &assertion.evidence {
                let line = prediction(article, assertion, claim, &points, evidence.span);
                serde_json::to_writer(&mut out, &line).map_err(|error| fault(error.into()))?;
                out.write_all(b"\n").map_err(&fault)?;
                written += 1;
            }
        }
    }
    out.flush().map_err(&fault)?;
    let summary = format!("{} articles, {written} assertions in {}\n", articles.len(), file.display());
    files::print(&summary)
}

/// The claim of each assertion, by its id.
fn claims(articles: &[Article]) -> BTreeMap<String, String> {
    let mut stories: BTreeMap<_, Vec<&Article>> = BTreeMap::new();
    for article in articles {
        stories.entry(article.story.clone()).or_default().push(article);
    }
    let mut out = BTreeMap::new();
    for (story, articles) in stories {
        let readings: Vec<Reading<'_>> = articles
            .iter()
            .map(|article| Reading {
                article: &article.extraction.article,
                published: Some(&article.published),
                extraction: &article.extraction,
            })
            .collect();
        for claim in link_story(&story, &readings) {
            for member in claim.members {
                out.insert(member.assertion.as_str().to_owned(), format!("{story}:{}", claim.id));
            }
        }
    }
    out
}

fn prediction<'a>(
    article: &'a Article,
    assertion: &'a dateline_core::assertion::Assertion,
    claim: &str,
    points: &CodePoints,
    span: dateline_core::text::ByteSpan,
) -> Prediction<'a> {
    let hop = assertion.attribution.chain.iter().rev().find(|hop| hop.role != HopRole::Outlet);
    let named = hop.and_then(|hop| hop.name.as_deref().or(hop.source.as_ref().map(|s| s.text.as_str())));
    let mut line = Prediction {
        doc: &article.doc,
        claim: claim.to_owned(),
        start: points.of(span.start_byte),
        end: points.of(span.end_byte),
        kind: "text",
        text: assertion.value.text(),
        min: None,
        max: None,
        unit: None,
        earliest: None,
        latest: None,
        speaker: named,
        rule: &assertion.rule,
    };
    match &assertion.value {
        Value::Time(time) => {
            line.kind = "date";
            line.earliest = time.earliest.map(|day| day.to_string());
            line.latest = time.latest.map(|day| day.to_string());
        }
        Value::Quantity(quantity) => {
            let float = |number: dateline_core::value::Number| number.to_string().parse().ok();
            line.kind = "quantity";
            line.min = quantity.low.and_then(float);
            line.max = quantity.high.and_then(float);
            line.unit = Some(&quantity.unit.0);
        }
        Value::Entity(entity) => {
            line.kind = "entity";
            line.text = &entity.name;
        }
        Value::Text(_) => {}
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assertions_of_two_outlets_share_a_claim() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        let list = r#"{"doc": "x/quake_one/a", "published": "2020-06-17", "path": "a.txt"}
{"doc": "x/quake_two/b", "published": "2020-06-18", "path": "b.txt"}
"#;
        std::fs::write(at("articles.jsonl"), list).unwrap();
        std::fs::write(at("a.txt"), "At least 12 people were killed in the earthquake, police said.")
            .unwrap();
        std::fs::write(at("b.txt"), "Forty people were killed in the earthquake, police said.").unwrap();
        write(directory.path(), &at("out.jsonl")).unwrap();
        let lines = std::fs::read_to_string(at("out.jsonl")).unwrap();
        let lines: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["claim"], lines[1]["claim"]);
        assert_eq!((lines[0]["min"].as_f64(), lines[0]["max"].as_f64()), (Some(12.0), None));
        assert_eq!(lines[1]["start"], 0);
    }
}
