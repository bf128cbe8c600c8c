//! Events made up for tests, from small numbers.

#![allow(dead_code)] // each test file uses its own part

use dateline_core::article::{Capture, Captured, Metadata, Revision, Stated};
use dateline_core::assertion::{Assertion, Attribute, Extraction, Subject};
use dateline_core::attribution::{Attribution, Scope, Speech};
use dateline_core::event::{Event, MetadataSet, OperationBegun, Undone};
use dateline_core::evidence::Evidence;
use dateline_core::id::{
    ArticleId, AssertionId, CommitId, EventId, OperationNumber, Sha256Hex, Slug, StoryName,
};
use dateline_core::judgement::{Decision, Destination, Judgement, Target};
use dateline_core::modality::{Modality, Polarity};
use dateline_core::text::{ByteSpan, LineNumber};
use dateline_core::value::{EntityKind, TextValue, Value};
use dateline_store::{NewCommit, NewEvent};

/// A directory for one test. In memory where the system offers that: these tests ask for thousands of syncs,
/// and what they are about is the bytes, not the disk.
pub(crate) fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub(crate) fn story(number: u8) -> StoryName {
    StoryName::from_text(["flood", "ferry", "summit"][usize::from(number) % 3]).unwrap()
}

pub(crate) fn article(number: u8) -> ArticleId {
    ArticleId::from_first_capture(&Sha256Hex::of(&[number]))
}

pub(crate) fn text(number: u8, version: u8) -> String {
    format!(
        "The ferry {number} sails in week {version}.\n{}",
        "It carries mail. ".repeat(usize::from(version) * 9)
    )
}

pub(crate) fn begun(number: u64) -> Event {
    Event::OperationBegun(OperationBegun::new("ingest", vec![format!("inbox/{number}")]))
}

pub(crate) fn captured(number: u8, version: u8) -> Event {
    let text = text(number, version);
    Event::Captured(Captured {
        article: article(number),
        story: story(number % 2),
        metadata: Metadata {
            title: Some(format!("Ferry {number}, week {version}")),
            publisher: version.is_multiple_of(2).then(|| "The Quay Post".to_owned()),
            ..Metadata::default()
        },
        capture: Capture {
            source: format!("{number}.txt"),
            sha256: Sha256Hex::of(text.as_bytes()),
            length_bytes: text.len() as u64,
            charset: "utf-8".into(),
            charset_estimated: false,
            bytes_base64: None,
        },
        stated: Stated::default(),
    })
}

pub(crate) fn revision(number: u8, version: u8) -> Event {
    let text = text(number, version);
    Event::Revision(Revision {
        article: article(number),
        sha256: Sha256Hex::of(text.as_bytes()),
        text,
        masked: Vec::new(),
        embedded: Vec::new(),
    })
}

/// An assertion of a reading that has so many. Readings with an odd number are another program's: they give other
/// ids.
fn assertion(number: u8, version: u8, nth: u8, of: u8) -> Assertion {
    let text = text(number, version);
    let sha256 = Sha256Hex::of(text.as_bytes());
    let evidence =
        Evidence::take(&article(number), &sha256, &text, LineNumber(1), ByteSpan::new(4, 9)).unwrap();
    Assertion {
        id: AssertionId::from_bytes(&[number, version, nth, of % 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        subject: 0,
        implied_subject: false,
        subject_words: None,
        attribute: Attribute(Slug::new("status").unwrap()),
        qualifier: None,
        value: Value::Text(TextValue { text: "ferry".into(), normal: "ferry".into() }),
        modality: Modality::certain(),
        polarity: Polarity::Positive,
        attribution: Attribution { chain: Vec::new(), speech: Speech::Narrative, scope: Scope::Clear },
        said_at: None,
        change_cue: None,
        former: None,
        counted_since: None,
        evidence: vec![evidence],
        sentence: ByteSpan::new(0, 20),
        rule: "test/1".into(),
    }
}

pub(crate) fn extracted(number: u8, version: u8, assertions: u8) -> Event {
    let sha256 = Sha256Hex::of(text(number, version).as_bytes());
    Event::Extracted(Extraction {
        article: article(number),
        revision: sha256,
        extractor: "test".into(),
        published: None,
        subjects: vec![Subject {
            kind: EntityKind::Event,
            name: format!("Ferry {}", number % 3),
            names: vec![format!("Ferry {}", number % 3)],
            head: None,
            heads: Vec::new(),
            class: None,
            realised: false,
            proper: true,
            when: None,
            main: true,
        }],
        assertions: (0..assertions).map(|nth| assertion(number, version, nth, assertions)).collect(),
        notices: Vec::new(),
        shingles: shingles(number, version),
    })
}

/// Runs of which some articles share half or more: some reports are carried by several, whole or in part.
fn shingles(number: u8, version: u8) -> Vec<u64> {
    let (report, own) = (u64::from(number % 2), 100 + u64::from(number));
    let (carried, of_its_own) = (20 * u64::from(version), 10 * u64::from(number % 4));
    let runs = (0..carried).map(|at| (report, at)).chain((0..of_its_own).map(|at| (own, at)));
    // Spread over 53 bits, as digests are; one in three has no upper ones, which are what they are looked up by.
    let digest = |(what, at): (u64, u64)| {
        let spread = (what << 8 | at).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11;
        if at % 3 == 0 { spread >> 24 } else { spread }
    };
    let mut runs: Vec<u64> = runs.map(digest).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

pub(crate) fn metadata_set(number: u8, day: u8, moved: bool) -> Event {
    Event::MetadataSet(MetadataSet {
        article: article(number),
        metadata: Metadata {
            published: Some(format!("2014-03-{:02}", day % 28 + 1).try_into().unwrap()),
            ..Metadata::default()
        },
        story: moved.then(|| story(day)),
    })
}

/// The first assertion of a reading of an article.
fn target(number: u8, version: u8) -> Target {
    Target::of(&article(number), &assertion(number, version, 0, 0))
}

/// A judgement of some kind on assertions of two articles.
pub(crate) fn judged(kind: u8, number: u8, version: u8) -> Event {
    let (one, other) = (target(number, version), target(number / 2, version));
    let decision = match kind % 5 {
        0 => Decision::Accept { target: one },
        1 => Decision::Merge { targets: vec![one, other] },
        2 => Decision::Split {
            targets: vec![one],
            from: vec![other],
            name: version.is_multiple_of(2).then(|| "Night ferry".to_owned()),
        },
        3 => Decision::Move { targets: vec![one], to: Destination::Beside { target: other } },
        _ => Decision::Move {
            targets: vec![one],
            to: Destination::Subject { name: format!("Ferry {version}") },
        },
    };
    Event::Judged(Judgement { decision, reason: Some("seen".into()), over: Vec::new() })
}

/// That the operation counts no more whose first commit was made from this seed.
pub(crate) fn undone(seed: u64) -> Event {
    let begun_by = commit(seed, 0, Vec::new()).commit;
    Event::Undone(Undone { begun_by, reason: None })
}

/// A commit whose ids and salts follow from `seed`.
pub(crate) fn commit(seed: u64, operation: u64, events: Vec<Event>) -> NewCommit {
    let bytes = |what: &str, nth: usize| {
        let digest = Sha256Hex::of_parts(what, &[&seed.to_le_bytes(), &nth.to_le_bytes()]);
        digest.as_str().as_bytes()[..32].to_vec()
    };
    let event = |(nth, event)| NewEvent {
        id: EventId::from_bytes(&bytes("event", nth)),
        salt: bytes("salt", nth).try_into().unwrap(),
        event,
    };
    NewCommit {
        operation: OperationNumber(operation),
        commit: CommitId::from_bytes(&bytes("commit", 0)),
        recorded_at: "2014-03-01T12:00:00Z".to_owned().try_into().unwrap(),
        actor: String::new(),
        events: events.into_iter().enumerate().map(event).collect(),
    }
}

/// The commit of one ingested article.
pub(crate) fn ingest(seed: u64, operation: u64, number: u8, version: u8) -> NewCommit {
    let events =
        vec![captured(number, version), revision(number, version), extracted(number, version, version)];
    commit(seed, operation, events)
}
