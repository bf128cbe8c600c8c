//! The page on events tells of every field, and its examples are what the program makes of the page's text.

use super::{code_words, root};
use dateline_capture::{CapturedText, Layer, Layers, capture};
use dateline_core::article::Metadata;
use dateline_core::assertion::Notice;
use dateline_core::event::{
    ClockSource, Event, IdOrigin, Imported, MetadataSet, OperationBegun, TakenIn, Undone,
};
use dateline_core::fetch::{
    ArticleAbsent, Body, Fetch, FetchFailed, FetchFailure, Fetched, Field, PageMissing, Request,
};
use dateline_core::id::{ArticleId, CommitId, OperationNumber, Sha256Hex};
use dateline_core::judgement::{Decision, Judgement, Target};
use dateline_extract::{ExtractionInput, Extractor};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

fn page() -> String {
    fs::read_to_string(root().join("docs/formats/events.md")).expect("there is a page on events")
}

/// The blocks of a page that are marked with `language`.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let blocks = page.split("```").skip(1).step_by(2);
    blocks.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

/// What an ingest of the page's text records, and telling its byline after it.
fn made(page: &str) -> Vec<Event> {
    let text = blocks(page, "text").first().copied().expect("the page has a text");
    let none = Layer::default();
    let layers = Layers { flags: none.clone(), meta_row: none, ..Layers::default() };
    let CapturedText { captured, revision, .. } =
        capture("summit.txt", text.as_bytes(), &layers).expect("the text is an article");
    let reading = Extractor::new().expect("the rules compile").extract(&ExtractionInput {
        article: &captured.article,
        revision: &revision,
        metadata: &captured.metadata,
    });
    let article = captured.article.clone();
    let date = reading.assertions.iter().find(|it| it.attribute.as_str() == "date").expect("it has a date");
    let accepted = Judgement {
        decision: Decision::Accept { target: Target::of(&article, date) },
        reason: Some("heard it at the briefing".into()),
        over: Vec::new(),
    };
    let observed = observed(&article);
    let byline = Metadata { byline: Some("Rui Alves".into()), ..Metadata::default() };
    let mut events = vec![
        Event::OperationBegun(OperationBegun {
            command: "ingest".into(),
            arguments: vec!["summit.txt".into()],
            clock: Some(ClockSource::System),
            ids: Some(IdOrigin::Random),
        }),
        Event::Captured(captured),
        Event::Revision(revision),
        Event::Extracted(reading),
        Event::MetadataSet(MetadataSet { article, metadata: byline, story: None }),
        Event::Judged(accepted),
        Event::Undone(Undone {
            begun_by: CommitId::from_bytes(&[11; 16]),
            reason: Some("the wrong folder".into()),
        }),
        Event::Imported(Imported {
            head: Sha256Hex::new("0c".repeat(32)).expect("64 digits"),
            commits: vec![TakenIn {
                commit: CommitId::from_bytes(&[11; 16]),
                operation: OperationNumber(3),
                recorded_at: "2016-04-02T10:00:00Z".to_owned().try_into().expect("an instant"),
            }],
        }),
    ];
    events.extend(observed);
    events
}

/// What may be observed at the article's address.
fn observed(article: &ArticleId) -> [Event; 4] {
    let instant = |text: &str| text.to_owned().try_into().expect("an instant");
    let request = |address: &str, status, location: Option<&str>| Request {
        address: address.to_owned(),
        resolved: vec!["192.0.2.7".to_owned()],
        status: Some(status),
        location: location.map(str::to_owned),
    };
    let (asked, moved) = ("https://news.example/summit", "https://news.example/2020/summit");
    let fetch = |status| Fetch {
        address: asked.to_owned(),
        article: Some(article.clone()),
        user_agent: "dateline/0.1.0 (test)".to_owned(),
        if_none_match: None,
        if_modified_since: None,
        seen_same_at: None,
        began_at: instant("2020-06-17T18:00:00Z"),
        ended_at: instant("2020-06-17T18:00:01Z"),
        requests: vec![request(asked, 301, Some(moved)), request(moved, status, None)],
        fields: vec![Field { name: "etag".to_owned(), value: "\"5f2\"".to_owned() }],
        body: Some(Body {
            sha256: Sha256Hex::new(article.as_str().to_owned()).expect("64 digits"),
            length_bytes: 239,
            bytes_base64: None,
        }),
    };
    [
        Event::Fetched(Fetched { fetch: fetch(200), unchanged: false }),
        Event::FetchFailed(FetchFailed {
            fetch: fetch(503),
            failure: FetchFailure::ServerError,
            detail: "the server had a fault (status 503)".to_owned(),
        }),
        Event::PageMissing(PageMissing { fetch: fetch(410) }),
        Event::ArticleAbsent(ArticleAbsent {
            fetch: fetch(200),
            instead: Some("https://news.example/".to_owned()),
        }),
    ]
}

/// Whether `shown` is `whole`, or a part of it: objects may lack members, lists elements, texts their end.
fn is_part(shown: &Value, whole: &Value) -> bool {
    match (shown, whole) {
        (Value::Object(shown), Value::Object(whole)) => {
            shown.iter().all(|(key, value)| whole.get(key).is_some_and(|of| is_part(value, of)))
        }
        (Value::Array(shown), Value::Array(whole)) => {
            shown.iter().all(|value| whole.iter().any(|of| is_part(value, of)))
        }
        (Value::String(shown), Value::String(whole)) => match shown.strip_suffix('…') {
            Some(beginning) => whole.starts_with(beginning),
            None => shown == whole,
        },
        _ => shown == whole,
    }
}

fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.keys().cloned());
            members.values().for_each(|value| fields(value, found));
        }
        Value::Array(elements) => elements.iter().for_each(|value| fields(value, found)),
        _ => {}
    }
}

#[test]
fn every_kind_and_field_is_described() {
    let page = page();
    let words: BTreeSet<&str> = code_words(&page).into_iter().collect();
    let mut missing = Vec::new();
    let mut all = BTreeSet::new();
    for event in made(&page) {
        missing.extend((!words.contains(event.kind())).then(|| event.kind().to_owned()));
        let json = serde_json::to_value(&event).expect("an event is JSON");
        fields(&json["data"], &mut all);
    }
    assert!(all.len() > 40, "the fields were not found");
    missing.extend(all.into_iter().filter(|field| !words.contains(field.as_str())));
    assert_eq!(missing, [] as [String; 0]);
}

#[test]
fn the_examples_are_what_the_program_makes() {
    let page = page();
    let made: Vec<Value> =
        made(&page).iter().map(|event| serde_json::to_value(event).expect("an event is JSON")).collect();
    let mut kinds = BTreeSet::new();
    for block in blocks(&page, "json") {
        let shown: Value = serde_json::from_str(block).expect("an example is JSON");
        if let Some(kind) = shown.get("event") {
            kinds.insert(kind.to_string());
            assert!(made.iter().any(|event| is_part(&shown, event)), "not made from the text: {block}");
            continue;
        }
        // A value or a notice: whole, and of the type.
        let value = serde_json::from_value::<dateline_core::value::Value>(shown.clone());
        let again = match value {
            Ok(value) => serde_json::to_value(value),
            Err(_) => serde_json::to_value(
                serde_json::from_value::<Notice>(shown.clone()).expect("an example is a value or a notice"),
            ),
        };
        assert_eq!(again.expect("it is JSON"), shown);
    }
    assert_eq!(kinds.len(), made.len(), "each kind has an example");
}

#[test]
fn a_part_is_told_from_something_else() {
    let whole = serde_json::json!({"a": [1, {"b": "text"}], "c": null});
    for part in
        [serde_json::json!({}), serde_json::json!({"a": [{"b": "te…"}]}), serde_json::json!({"c": null})]
    {
        assert!(is_part(&part, &whole), "{part}");
    }
    for other in [
        serde_json::json!({"d": null}),
        serde_json::json!({"a": [2]}),
        serde_json::json!({"a": [{"b": "te"}]}),
    ] {
        assert!(!is_part(&other, &whole), "{other}");
    }
}
