use super::*;
use crate::attribution::{Attribution, Hop, HopRole, Scope, SourceType, Speech};
use crate::modality::{Hedge, Modality};
use crate::samples;
use crate::text::{ByteSpan, LineNumber};

const TEXT: &str = "The opening, a minister told a radio station, is tentatively set for 23 November.\nMore on 23 November.\n";

fn span_of(words: &str) -> ByteSpan {
    let start = TEXT.find(words).unwrap();
    ByteSpan::new(start, start + words.len())
}

fn mention(words: &str) -> Mention {
    Mention { text: words.into(), span: span_of(words) }
}

/// An assertion that nothing is wrong with.
fn sound() -> Assertion {
    let sha256 = Sha256Hex::of(TEXT.as_bytes());
    let mut assertion = samples::assertion(1, 0, "date", samples::time("23 November", "2013-11-23"));
    let taken = |span| Evidence::take(&samples::article(1), &sha256, TEXT, LineNumber(1), span).unwrap();
    assertion.evidence = vec![taken(span_of("set for 23 November"))];
    assertion.sentence = ByteSpan::new(0, TEXT.find('\n').unwrap());
    assertion.modality = Modality {
        class: ModalityClass::PR,
        hedges: vec![Hedge { text: "tentatively".into(), span: span_of("tentatively") }],
    };
    let speaker = Hop {
        role: HopRole::Speaker,
        source_type: SourceType::RoleOnly,
        name: Some("a minister".into()),
        principal: None,
        source: Some(mention("a minister")),
        cue: Some(mention("told")),
        addressee: Some(mention("a radio station")),
        artifact_seen: false,
    };
    assertion.attribution =
        Attribution { chain: vec![speaker], speech: Speech::Indirect, scope: Scope::Clear };
    assertion
}

fn found(assertion: &Assertion, text: &str) -> Vec<CheckId> {
    let sha256 = Sha256Hex::of(text.as_bytes());
    let findings = check_assertion(assertion, Some(RevisionText { sha256: &sha256, text }));
    assert!(findings.iter().all(|finding| finding.subjects == [assertion.id.to_string()]));
    assert!(findings.iter().all(|finding| !finding.message.is_empty()));
    findings.into_iter().map(|finding| finding.check).collect()
}

#[test]
fn a_sound_assertion_has_no_finding() {
    assert_eq!(found(&sound(), TEXT), []);
}

#[test]
fn quotations_are_read_again() {
    assert_eq!(found(&sound(), &TEXT.replace("23", "24")), [CheckId::E01]);
    let gone: Vec<_> = check_assertion(&sound(), None).into_iter().map(|finding| finding.check).collect();
    assert_eq!(gone, [CheckId::E01]);
    let mut moved = sound();
    moved.evidence[0].span = ByteSpan::new(3, 9999);
    assert_eq!(found(&moved, TEXT), [CheckId::E01]);
    let mut without = sound();
    without.evidence.clear();
    assert_eq!(found(&without, TEXT), [CheckId::E03]);
}

#[test]
fn a_selector_must_fit_and_be_unique() {
    let mut bare = sound();
    let span = span_of("23 November");
    bare.evidence[0] = Evidence {
        span,
        quote: "23 November".into(),
        prefix: String::new(),
        suffix: String::new(),
        ..bare.evidence[0].clone()
    };
    assert_eq!(found(&bare, TEXT), [CheckId::E02]);
    // Cited at both places, it is no fault.
    let second = TEXT.rfind("23 November").unwrap();
    let other = Evidence { span: ByteSpan::new(second, second + 11), ..bare.evidence[0].clone() };
    bare.evidence.push(other);
    assert_eq!(found(&bare, TEXT), []);
    let mut misplaced = sound();
    misplaced.evidence[0].prefix = "something else".into();
    assert_eq!(found(&misplaced, TEXT), [CheckId::E02]);
}

#[test]
fn values_and_hedges_must_stand_in_the_sentence() {
    let mut other = sound();
    other.value = samples::time("24 November", "2013-11-24");
    assert_eq!(found(&other, TEXT), [CheckId::E04]);
    let mut empty = sound();
    empty.value = samples::text("");
    assert_eq!(found(&empty, TEXT), [CheckId::E04]);
    let mut outside = sound();
    outside.modality.hedges.push(Hedge { text: "More".into(), span: span_of("More") });
    assert_eq!(found(&outside, TEXT), [CheckId::E04]);
    let mut displaced = sound();
    displaced.modality.hedges[0].span = ByteSpan::new(0, 11);
    assert_eq!(found(&displaced, TEXT), [CheckId::E04]);
    let mut certain = sound();
    certain.modality.class = ModalityClass::CT;
    assert_eq!(found(&certain, TEXT), [CheckId::E04]);
}

#[test]
fn speakers_and_cues_must_stand_in_the_article() {
    let misplaced = |words: &str| Some(Mention { text: words.into(), span: ByteSpan::new(0, words.len()) });
    let mut speaker = sound();
    speaker.attribution.chain[0].source = misplaced("a minister");
    assert_eq!(found(&speaker, TEXT), [CheckId::E05]);
    let mut cue = sound();
    cue.attribution.chain[0].cue = misplaced("said");
    cue.attribution.chain[0].addressee = misplaced("reporters");
    assert_eq!(found(&cue, TEXT), [CheckId::E05, CheckId::E05]);
    cue.attribution.chain[0].cue = None;
    cue.attribution.chain[0].addressee = None;
    assert_eq!(found(&cue, TEXT), []);
    cue.counted_since = misplaced("since May");
    assert_eq!(found(&cue, TEXT), [CheckId::E05]);
    cue.counted_since = None;
    cue.subject_words = misplaced("the mayor");
    assert_eq!(found(&cue, TEXT), [CheckId::E05]);
    cue.subject_words = None;
    cue.change_cue = Some("postponed to".into());
    assert_eq!(found(&cue, TEXT), [CheckId::E05]);
}
