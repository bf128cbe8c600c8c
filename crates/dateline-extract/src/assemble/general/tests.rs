//! What clauses give and do not give, by the cases of a file; and what holds of all of them.

use super::GeneralAssertion;
use crate::ExtractionInput;
use crate::sample::{extractor, revision};
use dateline_core::article::Metadata;
use dateline_core::modality::{ModalityClass, Polarity};
use proptest::prelude::{Strategy, proptest};

const CASES: &str = include_str!("cases.txt");

fn general(text: &str) -> Vec<GeneralAssertion> {
    let revision = revision(text);
    let metadata = Metadata::default();
    extractor().general(&ExtractionInput {
        article: &revision.article,
        revision: &revision,
        metadata: &metadata,
    })
}

/// An assertion as a case writes it.
fn written(one: &GeneralAssertion) -> String {
    let mut parts = vec![one.subject.text.clone(), one.verb.text.clone(), one.object.text.clone()];
    match one.modality.class {
        ModalityClass::CT => {}
        ModalityClass::PR => parts.push("probable".into()),
        ModalityClass::PS => parts.push("possible".into()),
        ModalityClass::U => parts.push("uncommitted".into()),
    }
    if one.polarity == Polarity::Negative {
        parts.push("denied".into());
    }
    if let Some(inner) = one.attribution.chain.get(1..).and_then(<[_]>::last) {
        parts.push(format!("by {}", inner.name.as_deref().unwrap_or("?")));
    }
    parts.join(" | ")
}

#[test]
fn clauses_give_what_the_cases_say() {
    let mut wrong = Vec::new();
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (kind, rest) = line.split_once(' ').unwrap();
        let (text, wanted) = match (kind, rest.split_once(" | ")) {
            ("yes", Some((text, wanted))) => (text, vec![wanted.to_owned()]),
            ("no", _) => (rest, Vec::new()),
            _ => panic!("neither yes nor no: {line}"),
        };
        let found: Vec<String> = general(text).iter().map(written).collect();
        if found != wanted {
            wrong.push(format!("{text}\n  wanted {wanted:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn of_a_sentence_without_end_nothing_is_given() {
    let text = format!("Rebels attacked {}the town.", "the port and ".repeat(20_000));
    assert_eq!(general(&text), []);
}

/// What makes clauses, and what breaks them.
const WORDS: &[&str] = &[
    "Rebels",
    "the town",
    "attacked",
    "will",
    "not",
    "close",
    "the mayor",
    "said that",
    ",",
    ".",
    "“",
    "”",
    "and",
    "of Torvik",
    "is",
    "a port",
    "on Monday",
    "é",
    "\n\n",
    ";",
    "but",
    "to",
    "?",
    "(",
    "—",
];

/// Texts of such words.
fn texts() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(WORDS), 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn all_words_stand_where_they_are_said_to(text in texts()) {
        for one in general(&text) {
            for part in [&one.subject, &one.verb, &one.object] {
                assert_eq!(part.span.slice(&text), Some(part.text.as_str()));
                assert!(one.clause.contains(part.span));
            }
            assert!(one.sentence.contains(one.clause));
            assert!(one.subject.span.end_byte <= one.verb.span.start_byte);
            assert!(one.verb.span.end_byte <= one.object.span.start_byte);
        }
    }
}
