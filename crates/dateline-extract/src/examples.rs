//! Every example of every rule runs as a test.

use crate::chart::Kind;
use crate::reading::Reading;
use crate::rules::Action;
use crate::sample::revision;
use crate::times::{Anchor, resolve};
use crate::verb_group::Direction;
use crate::{ExtractionInput, Extractor};
use dateline_core::article::Metadata;
use dateline_core::edtf::Edtf;

fn metadata() -> Metadata {
    Metadata { published: Edtf::parse("2020-06-17").ok(), ..Metadata::default() }
}

#[test]
fn every_rule_file_compiles() {
    Extractor::new().unwrap();
}

/// (words, EDTF) of the times in a text, each by the tense of the verb before it.
pub(crate) fn times(extractor: &Extractor, text: &str) -> Vec<(String, String)> {
    let (revision, metadata) = (revision(text), metadata());
    let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
    let reading = Reading::new(extractor, &input);
    reading
        .chart
        .within(Kind::Time, 0..reading.document.tokens.len())
        .map(|annotation| {
            let mention = &reading.times[annotation.index];
            let words = reading.document.words(mention.tokens.clone());
            let before = reading.chart.within(Kind::Verb, 0..mention.tokens.start).last();
            let direction = before.map_or(Direction::Open, |a| reading.verbs[a.index].direction);
            let anchor = Anchor { published: metadata.published.as_ref() };
            let value = resolve(&mention.expression, anchor, direction, words);
            (words.to_owned(), value.edtf.map(|e| e.to_string()).unwrap_or_default())
        })
        .collect()
}

#[test]
fn times_are_read_as_their_examples_say() {
    let extractor = Extractor::new().unwrap();
    let mut faults = Vec::new();
    for rule in extractor.book.rules.iter().filter(|rule| matches!(rule.action, Action::Time(_))) {
        for example in &rule.examples {
            let found = times(&extractor, &example.text);
            let wanted = (example.expected[0].clone(), example.expected[1].clone());
            if !found.contains(&wanted) {
                faults.push(format!("{}: {:?} wanted {wanted:?}, found {found:?}", rule.id, example.text));
            }
        }
        for text in &rule.counter_examples {
            let found = times(&extractor, text);
            if !found.is_empty() {
                faults.push(format!("{}: {text:?} has no time, found {found:?}", rule.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn assertions_are_read_as_their_examples_say() {
    let extractor = Extractor::new().unwrap();
    let metadata = metadata();
    let mut faults = Vec::new();
    let read = |text: &str| {
        let revision = revision(text);
        let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
        let extraction = extractor.extract(&input);
        let found = extraction.assertions.iter().map(|assertion| {
            let subject = extraction.subjects[assertion.subject].names.join(", ");
            let value = normal(&assertion.value);
            (assertion.rule.clone(), subject, assertion.value.text().to_owned(), value)
        });
        found.collect::<Vec<_>>()
    };
    for rule in extractor.book.rules.iter().filter(|rule| !matches!(rule.action, Action::Time(_))) {
        let id = if matches!(rule.action, Action::Naming) { "name.introduced/1" } else { rule.id.as_str() };
        for example in &rule.examples {
            let found = read(&example.text);
            let fits = found.iter().any(|(by, subject, words, value)| {
                by == id
                    && subject.contains(&example.expected[0])
                    && (*words == example.expected[1] || *value == example.expected[1])
                    && example.expected.get(2).is_none_or(|wanted| wanted == value)
            });
            if !fits {
                faults.push(format!(
                    "{}: {:?} wanted {:?}, found {found:?}",
                    rule.id, example.text, example.expected
                ));
            }
        }
        for text in &rule.counter_examples {
            let found: Vec<_> = read(text).into_iter().filter(|(by, ..)| by == id).collect();
            if !found.is_empty() {
                faults.push(format!("{}: {text:?} must not assert, found {found:?}", rule.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A value in the notation of the rule files.
fn normal(value: &dateline_core::value::Value) -> String {
    use dateline_core::value::Value;
    match value {
        Value::Time(time) => time.edtf.as_ref().map(ToString::to_string).unwrap_or_default(),
        Value::Quantity(q) => {
            let end = |n: Option<dateline_core::value::Number>| n.map(|n| n.to_string()).unwrap_or_default();
            format!("{}..{}", end(q.low), end(q.high))
        }
        Value::Entity(entity) => entity.name.clone(),
        Value::Text(text) => text.normal.clone(),
    }
}
