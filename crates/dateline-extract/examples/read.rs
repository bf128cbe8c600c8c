//! Prints what is read in a file: `cargo run -p dateline-extract --example read -- FILE [PUBLISHED]`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use dateline_core::article::{Metadata, Revision};
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::value::Value;
use dateline_extract::{ExtractionInput, Extractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = std::fs::read_to_string(arguments.next().ok_or("which file?")?)?;
    let published = arguments.next().map(TryInto::try_into).transpose()?;
    let sha256 = Sha256Hex::of(text.as_bytes());
    let article = ArticleId::from_first_capture(&sha256);
    let revision = Revision { article: article.clone(), sha256, text, masked: vec![], embedded: vec![] };
    let metadata = Metadata { published, ..Metadata::default() };
    let input = ExtractionInput { article: &article, revision: &revision, metadata: &metadata };
    let reading = Extractor::new()?.extract(&input);
    for assertion in &reading.assertions {
        let subject = &reading.subjects[assertion.subject];
        let value = match &assertion.value {
            Value::Time(time) => time.edtf.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
            Value::Quantity(q) => format!(
                "{:?}..{:?} {}",
                q.low.map(|n| n.to_string()),
                q.high.map(|n| n.to_string()),
                q.unit.0
            ),
            Value::Entity(entity) => entity.name.clone(),
            Value::Text(text) => text.normal.chars().take(60).collect(),
        };
        let chain: Vec<String> = assertion
            .attribution
            .chain
            .iter()
            .map(|hop| hop.name.clone().unwrap_or_else(|| format!("{:?}", hop.source_type)))
            .collect();
        println!(
            "L{} {}{}/{}{} = {:?} [{value}] {:?}{:?} {:?} {chain:?} {:?} said {:?} ({})",
            assertion.evidence.iter().map(|e| e.line.to_string()).collect::<Vec<_>>().join(","),
            subject.name,
            subject.when.as_ref().and_then(|w| w.edtf.as_ref()).map(|e| format!("@{e}")).unwrap_or_default(),
            assertion.attribute,
            assertion.qualifier.as_ref().map(|q| format!("/{q}")).unwrap_or_default(),
            assertion.value.text().chars().take(70).collect::<String>(),
            assertion.modality.class,
            assertion.modality.hedges.iter().map(|h| h.text.as_str()).collect::<Vec<_>>(),
            assertion.polarity,
            assertion.attribution.scope,
            assertion.said_at.as_ref().and_then(|s| s.edtf.as_ref()).map(ToString::to_string),
            assertion.rule
        );
    }
    for notice in &reading.notices {
        println!("{notice:?}");
    }
    Ok(())
}
