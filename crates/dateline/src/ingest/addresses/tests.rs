//! What came from an address: of which article it is, and when it is kept. Nobody is asked: what comes is made here.

use super::*;
use crate::environment::{Clock, Environment, IdSource};
use crate::ingest::{GROUP_ARTICLES, IngestOptions, IngestReport};
use dateline_capture::Key;
use dateline_core::fetch::{Body, Request};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

fn workspace(dir: &Path) -> Workspace {
    let clock = Clock::Fixed("2026-01-02T03:04:05Z".parse().unwrap());
    let environment = Environment { clock, ids: IdSource::seeded(7), ..Environment::default() };
    Workspace::init(dir, environment).unwrap()
}

/// A page about that month, which gives itself that address if it gives itself one.
fn page(canonical: Option<&str>, month: &str) -> Vec<u8> {
    let link = canonical.map(|url| format!("<link rel=canonical href='{url}'>")).unwrap_or_default();
    let words =
        format!("The Orla Conference will be held in {month}, Ines Vardal said on Monday after the talks.");
    format!("<html><head>{link}</head><body><article><p>{words}</p></article></body></html>").into_bytes()
}

/// What asking gives if each of `stations` redirects to the next and the last one shows the page.
fn came(ask: &Ask, stations: &[&str], bytes: Vec<u8>) -> Answered {
    let at: RecordedAt = "2026-01-02T03:04:05Z".to_owned().try_into().unwrap();
    let requests = stations.iter().enumerate().map(|(n, station)| Request {
        address: (*station).to_owned(),
        resolved: Vec::new(),
        status: Some(if n + 1 == stations.len() { 200 } else { 301 }),
        location: stations.get(n + 1).map(|next| (*next).to_owned()),
    });
    let fetch = Fetch {
        address: ask.address.clone(),
        article: ask.article.clone(),
        user_agent: "dateline".to_owned(),
        if_none_match: None,
        if_modified_since: None,
        seen_same_at: ask.seen_same_at.clone(),
        began_at: at.clone(),
        ended_at: at,
        requests: requests.collect(),
        fields: Vec::new(),
        body: Some(Body {
            sha256: Sha256Hex::of(&bytes),
            length_bytes: bytes.len() as u64,
            bytes_base64: None,
        }),
    };
    Answered { fetch, answer: Answer::Page { bytes, charset: None }, retry_after_s: None }
}

fn ingest(
    workspace: &mut Workspace,
    inputs: &[&str],
    url: Option<&str>,
    fetch: &mut FetchFn<'_>,
) -> IngestReport {
    let mut options =
        IngestOptions { inputs: inputs.iter().map(PathBuf::from).collect(), ..IngestOptions::default() };
    if let Some(url) = url {
        options.flags.set(Key::Url, url).unwrap();
    }
    workspace.ingest_with(&options, fetch, &mut |_| (), &AtomicBool::new(false)).unwrap().data
}

const OLD: &str = "http://news.example/a";
const NEW: &str = "https://news.example/a";

#[test]
fn a_page_that_moved_to_another_scheme_is_the_same_article() {
    for canonical in [None, Some(OLD), Some(NEW)] {
        let dir = tempfile::tempdir().unwrap();
        let mut workspace = workspace(dir.path());
        let mut before = |ask: &Ask| came(ask, &[OLD], page(None, "May"));
        let first = ingest(&mut workspace, &[OLD], None, &mut before).articles.remove(0);
        let mut now = |ask: &Ask| came(ask, &[OLD, NEW], page(canonical, "June"));
        let report = ingest(&mut workspace, &[OLD], None, &mut now);
        assert!(report.failures.is_empty(), "{canonical:?}: {report:?}");
        assert_eq!(
            (report.articles[0].outcome, &report.articles[0].article),
            (IngestOutcome::Revised, &first.article)
        );
        let again = ingest(&mut workspace, &[OLD], None, &mut now);
        assert_eq!(again.articles[0].outcome, IngestOutcome::AlreadyStored, "{canonical:?}");
    }
}

#[test]
fn of_another_page_only_what_it_says_or_how_it_was_reached_is_told() {
    let other = "https://news.example/b";
    let cases: [(&[&str], Option<&str>, &str); 3] = [
        (&[OLD], Some(other), "it names https://news.example/b as its address"),
        (&[OLD, other], None, "the address redirects to https://news.example/b"),
        (
            &[OLD, "https://news.example/b?utm_source=x"],
            None,
            "the address redirects to https://news.example/b",
        ),
    ];
    for (stations, canonical, words) in cases {
        let dir = tempfile::tempdir().unwrap();
        let mut workspace = workspace(dir.path());
        ingest(&mut workspace, &[OLD], None, &mut |ask| came(ask, &[OLD], page(None, "May")));
        let report =
            ingest(&mut workspace, &[OLD], None, &mut |ask| came(ask, stations, page(canonical, "June")));
        assert!(report.articles.is_empty(), "{report:?}");
        assert_eq!(report.failures[0].observed, Some(Sighting::ArticleAbsent));
        assert!(report.failures[0].message.ends_with(words), "{report:?}");
    }
}

#[test]
fn whose_address_was_told_is_what_was_told() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let mut came = |ask: &Ask| came(ask, &[OLD], page(None, "May"));
    ingest(&mut workspace, &[OLD], None, &mut came);
    let report = ingest(&mut workspace, &[OLD], Some("https://news.example/b"), &mut came);
    assert!(report.failures.is_empty(), "the page said nothing of that: {report:?}");
    assert_eq!(report.articles[0].outcome, IngestOutcome::Stored);
}

#[test]
fn what_was_observed_is_kept_while_the_rest_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let inputs: Vec<String> = (0..=GROUP_ARTICLES).map(|n| format!("http://news.example/{n}")).collect();
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let events = dir.path().join(".dateline/ledger/00000001.events");
    let mut lines = Vec::new();
    let mut missing = |ask: &Ask| {
        lines.push(std::fs::read_to_string(&events).unwrap_or_default().matches("page_missing/1").count());
        Answered { answer: Answer::Missing, ..came(ask, &[&ask.address], Vec::new()) }
    };
    let report = ingest(&mut workspace, &inputs, None, &mut missing);
    assert_eq!(report.failures.len(), inputs.len());
    assert_eq!(
        lines[GROUP_ARTICLES - 1..],
        [0, GROUP_ARTICLES],
        "each group is on the disk before the next begins"
    );
}
