//! What an input means: new, known, revised, told more of.

use super::*;
use crate::environment::{Clock, Environment, IdSource};
use dateline_capture::Key;
use std::path::Path;

const TEXT: &str = "The Lisbon summit will probably be held sometime after August, said Ana Reis.\n";

fn workspace(dir: &Path) -> Workspace {
    let clock = Clock::Fixed("2026-01-02T03:04:05Z".parse().unwrap());
    let environment = Environment { clock, ids: IdSource::seeded(7), ..Environment::default() };
    Workspace::init(dir, environment).unwrap()
}

fn file(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn told(fields: &[(Key, &str)]) -> Layer {
    let mut layer = Layer::default();
    for (key, value) in fields {
        layer.set(*key, value).unwrap();
    }
    layer
}

fn ingest(workspace: &mut Workspace, inputs: &[&PathBuf], flags: &Layer) -> IngestReport {
    let options = IngestOptions {
        inputs: inputs.iter().map(|path| (*path).clone()).collect(),
        flags: flags.clone(),
        ..IngestOptions::default()
    };
    workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data
}

fn outcome(report: &IngestReport) -> IngestOutcome {
    assert_eq!(report.articles.len(), 1, "{report:?}");
    report.articles[0].outcome
}

#[test]
fn the_same_again_adds_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let path = file(dir.path(), "a.txt", TEXT);
    let dated = told(&[(Key::Published, "2013-08-10"), (Key::Story, "lisbon")]);
    assert_eq!(outcome(&ingest(&mut workspace, &[&path], &dated)), IngestOutcome::Stored);
    let head = workspace.store.head().clone();
    for flags in [dated.clone(), Layer::default(), told(&[(Key::Published, "2013-08-10")])] {
        let report = ingest(&mut workspace, &[&path], &flags);
        assert_eq!(outcome(&report), IngestOutcome::AlreadyStored);
        assert_eq!((report.op, report.articles[0].story.as_str()), (None, "lisbon"));
    }
    assert_eq!(*workspace.store.head(), head);
}

#[test]
fn what_is_told_later_is_set_and_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let path = file(dir.path(), "a.txt", TEXT);
    ingest(&mut workspace, &[&path], &Layer::default());
    let report =
        ingest(&mut workspace, &[&path], &told(&[(Key::Published, "2013-08-10"), (Key::Story, "lisbon")]));
    assert_eq!(outcome(&report), IngestOutcome::Reread);
    let record = workspace.store.article(&report.articles[0].article).unwrap().unwrap();
    assert_eq!((record.revisions.len(), record.captures.len()), (1, 1));
    assert_eq!(record.metadata.published.unwrap().to_string(), "2013-08-10");
    assert_eq!(record.story.as_str(), "lisbon");
    assert_eq!(record.reading.unwrap().operation, OperationNumber(2));
}

#[test]
fn an_address_told_later_makes_no_second_article() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let path = file(dir.path(), "a.txt", TEXT);
    let first = ingest(&mut workspace, &[&path], &Layer::default());
    let second = ingest(&mut workspace, &[&path], &told(&[(Key::Url, "https://news.example/a")]));
    assert_eq!(first.articles[0].article, second.articles[0].article);
    // Another address with the same bytes is another article: a copy.
    let third = ingest(&mut workspace, &[&path], &told(&[(Key::Url, "https://other.example/a")]));
    assert_ne!(first.articles[0].article, third.articles[0].article);
    assert_eq!(outcome(&third), IngestOutcome::Stored);
}

#[test]
fn another_text_is_a_revision() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let address = told(&[(Key::Url, "https://news.example/a"), (Key::Published, "2013-08-10")]);
    let first = file(dir.path(), "a.txt", TEXT);
    let second = file(dir.path(), "b.txt", &TEXT.replace("after August", "in October"));
    let options = IngestOptions {
        inputs: vec![first.clone(), second],
        flags: address.clone(),
        ..IngestOptions::default()
    };
    let report = workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data;
    let outcomes: Vec<IngestOutcome> = report.articles.iter().map(|line| line.outcome).collect();
    assert_eq!(outcomes, [IngestOutcome::Stored, IngestOutcome::Revised]);
    assert_eq!(report.articles[0].article, report.articles[1].article);
    // A flag given with a new text holds over what was set before.
    workspace
        .set_metadata(&[report.articles[0].article.to_string()], &told(&[(Key::Publisher, "The Post")]), &[])
        .unwrap();
    let again = ingest(
        &mut workspace,
        &[&first],
        &told(&[(Key::Url, "https://news.example/a"), (Key::Publisher, "The Sun")]),
    );
    assert_eq!(outcome(&again), IngestOutcome::Revised, "the first text again is the newest");
    let record = workspace.store.article(&report.articles[0].article).unwrap().unwrap();
    assert_eq!(record.metadata.publisher.as_deref(), Some("The Sun"));
    assert_eq!(record.revisions.len(), 3);
}

#[test]
fn a_rehearsal_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let inputs = vec![file(dir.path(), "a.txt", TEXT)];
    let options = IngestOptions { inputs, dry_run: true, ..IngestOptions::default() };
    let report = workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data;
    assert_eq!((report.stored, report.op), (1, None));
    assert_eq!(workspace.store.head().next.0, 0);
}

#[test]
fn an_interrupt_keeps_what_was_gathered() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let inputs: Vec<PathBuf> =
        (0..5).map(|n| file(dir.path(), &format!("{n}.txt"), &format!("Report {n}. {TEXT}"))).collect();
    let cancel = AtomicBool::new(false);
    let options = IngestOptions { inputs, ..IngestOptions::default() };
    let mut acknowledged = 0;
    let mut progress = |progress: Progress<'_>| match progress {
        Progress::Looking { done, .. } => cancel.store(done == 2, Ordering::Relaxed),
        Progress::Acknowledged(articles) => acknowledged += articles.len(),
    };
    let report = workspace.ingest(&options, &mut progress, &cancel).unwrap().data;
    assert_eq!(acknowledged, 3);
    assert!(report.interrupted);
    assert_eq!((report.stored, report.not_reached), (3, 2));
    assert_eq!(workspace.store.articles().unwrap().len(), 3);
}

#[test]
fn failures_do_not_stop_the_rest_unless_asked_to() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let good = file(dir.path(), "a.txt", TEXT);
    let empty = file(dir.path(), "b.txt", "");
    let last = file(dir.path(), "c.txt", &TEXT.replace("Lisbon", "Porto"));
    let report = ingest(&mut workspace, &[&good, &empty, &last], &Layer::default());
    assert_eq!((report.stored, report.failures.len()), (2, 1));
    let options = IngestOptions { inputs: vec![empty, last], fail_fast: true, ..IngestOptions::default() };
    let report = workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data;
    assert_eq!((report.articles.len(), report.failures.len(), report.not_reached), (0, 1, 1));
}
