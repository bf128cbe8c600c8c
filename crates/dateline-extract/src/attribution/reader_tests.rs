use super::AttributionClass;
use crate::sample::{extractor, revision};
use crate::{AttributionSpans, ExtractionInput};
use dateline_core::article::Metadata;
use dateline_core::text::ByteSpan;
use proptest::prelude::*;

fn attributions(text: &str) -> Vec<AttributionSpans> {
    let (revision, metadata) = (revision(text), Metadata::default());
    let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
    extractor().attributions(&input)
}

/// The words of some spans.
fn words(text: &str, spans: &[ByteSpan]) -> String {
    let words: Vec<&str> = spans.iter().map(|span| span.slice(text).unwrap()).collect();
    words.join(" … ")
}

/// (source, content) of each attribution.
fn said(text: &str) -> Vec<(String, String)> {
    attributions(text).iter().map(|one| (words(text, &one.source), words(text, &one.content))).collect()
}

fn one(text: &str) -> (String, String) {
    let mut found = said(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

fn pair(source: &str, content: &str) -> (String, String) {
    (source.to_owned(), content.to_owned())
}

#[test]
fn complements_are_read_as_their_examples_say() {
    let mut faults = Vec::new();
    for complement in &extractor().cues.complements {
        let name = format!("/{}", complement.name);
        assert!(!complement.examples.is_empty() && !complement.counter_examples.is_empty(), "{name}");
        for [text, source, cue, content] in &complement.examples {
            let found: Vec<[String; 4]> = attributions(text)
                .into_iter()
                .map(|one| {
                    [one.rule, words(text, &one.source), words(text, &one.cue), words(text, &one.content)]
                })
                .collect();
            let fits = |one: &&[String; 4]| {
                one[0].ends_with(&name) && one[1] == *source && one[2] == *cue && one[3] == *content
            };
            if !found.iter().any(|one| fits(&one)) {
                faults.push(format!("{name}: {text:?}: {found:?}"));
            }
        }
        for text in &complement.counter_examples {
            if let Some(found) = attributions(text).iter().find(|one| one.rule.ends_with(&name)) {
                faults.push(format!("{name}: {text:?} must not hold: {found:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_source_may_stand_before_an_aside_or_carry_a_clause() {
    let content = "the bridge was safe";
    for (text, source) in [
        ("Maria Velden, the deputy mayor, said the bridge was safe.", "Maria Velden"),
        ("The ministry on Tuesday said the bridge was safe.", "The ministry"),
        ("A report released on Tuesday said the bridge was safe.", "A report released on Tuesday"),
    ] {
        assert_eq!(one(text), pair(source, content), "{text}");
    }
}

#[test]
fn according_to_takes_the_rest_of_its_sentence() {
    assert_eq!(
        one("The bridge was safe, according to the ministry."),
        pair("the ministry", "The bridge was safe")
    );
    assert_eq!(
        one("According to the ministry, the bridge was safe."),
        pair("the ministry", "the bridge was safe")
    );
}

#[test]
fn a_second_verb_shares_the_source() {
    let found = said("Velden criticized the plan and accused the council of fraud.");
    assert_eq!(found, [pair("Velden", "the plan"), pair("Velden", "the council of fraud")]);
}

#[test]
fn two_apostrophes_are_a_quotation_mark() {
    assert_eq!(one("''The bridge is safe,'' Velden said."), pair("Velden", "The bridge is safe"));
}

#[test]
fn a_quotation_with_an_unknown_verb_has_its_speaker() {
    assert_eq!(
        one("“Close the bridge at once,” Velden bleated."),
        pair("Velden", "Close the bridge at once,")
    );
}

#[test]
fn what_is_inside_a_content_is_the_sources() {
    assert_eq!(
        one("Velden said that Holm believed the bridge was safe."),
        pair("Velden", "that Holm believed the bridge was safe")
    );
}

#[test]
fn each_has_its_class() {
    let class = |text: &str| attributions(text)[0].class;
    assert_eq!(class("Velden said the bridge was safe."), AttributionClass::Statement);
    assert_eq!(class("Velden believes the bridge is safe."), AttributionClass::Belief);
    assert_eq!(class("Velden vowed to close the bridge."), AttributionClass::Intention);
    assert_eq!(class("Velden urged the council to close the bridge."), AttributionClass::Demand);
    assert_eq!(class("Velden criticized the plan."), AttributionClass::Judgement);
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_span_stands_in_it(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "said", "that", "“", "”", "\"", "''", "‘", ",", ".", ":", ";", "?", "—", "\n", "\n\n", "Velden", "the mayor", "who",
            "according", "to", "and", "by", "was", "told", "expected", "urged", "claim", "'s", "é", "saying", "in a statement",
            "on Monday", "as", "he", "-", "(", ")", "of", "support", "for", "sure", "never", "…",
        ]), 0..60),
        glued in any::<bool>(),
    ) {
        let text = pieces.join(if glued { "" } else { " " });
        for one in attributions(&text) {
            prop_assert!(!one.cue.is_empty() && !one.content.is_empty());
            for span in one.source.iter().chain(&one.cue).chain(&one.content) {
                prop_assert!(span.slice(&text).is_some_and(|words| !words.is_empty()), "{text:?} {span:?}");
            }
        }
    }

    #[test]
    fn characters_of_any_kind_are_read(text in "\\PC{0,80}") {
        let _ = attributions(&text);
    }
}
