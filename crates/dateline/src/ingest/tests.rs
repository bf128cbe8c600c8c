//! What an input means: new, known, revised, told more of.

use super::group::GROUP_BYTES;
use super::*;
use crate::environment::{Clock, Environment, IdSource};
use dateline_capture::{Key, Layers};
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
    assert_eq!((record.revisions().count(), record.captures.len()), (1, 1));
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
fn an_address_that_is_only_written_otherwise_makes_no_second_article() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let path = file(dir.path(), "a.txt", TEXT);
    let other = file(dir.path(), "b.txt", &TEXT.replace("after August", "in October"));
    let mut take = |path: &PathBuf, url: &str| {
        let line = ingest(&mut workspace, &[path], &told(&[(Key::Url, url)])).articles.remove(0);
        (line.article, line.outcome)
    };
    let (first, _) = take(&path, "http://news.example/a");
    for twin in
        ["https://news.example/a?utm_source=x", "https://www.news.example/a/", "http://news.example/a/"]
    {
        assert_eq!(take(&path, twin), (first.clone(), IngestOutcome::AlreadyStored), "{twin}");
    }
    // Another text is one of the same article where the scheme alone is another, and else nobody knows.
    assert_eq!(take(&other, "https://news.example/a"), (first.clone(), IngestOutcome::Revised));
    let third = file(dir.path(), "c.txt", &TEXT.replace("after August", "in May"));
    for apart in ["https://www.news.example/a", "https://news.example/A", "https://news.example:8443/a"] {
        let (article, outcome) = take(&third, apart);
        assert!(article != first && outcome == IngestOutcome::Stored, "{apart}");
    }
    let record = workspace.store.article(&first).unwrap().unwrap();
    assert_eq!(record.metadata.url.as_deref(), Some("http://news.example/a"));
    // So it is where both come at once; and of what may be one article, that is told.
    let both = [path, other];
    for (urls, articles, warned) in [
        (["http://oss.example/b", "https://oss.example/b"], 1, false),
        (["http://oss.example/c", "http://oss.example/c/"], 2, true),
    ] {
        let table =
            file(dir.path(), "meta.csv", &format!("file,url\na.txt,{}\nb.txt,{}\n", urls[0], urls[1]));
        let options = IngestOptions { inputs: both.to_vec(), table: Some(table), ..IngestOptions::default() };
        let answer = workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap();
        let ids: BTreeSet<_> = answer.data.articles.iter().map(|line| line.article.clone()).collect();
        assert_eq!(ids.len(), articles, "{urls:?}");
        let told = answer.warnings.iter().any(|warning| warning.message.contains("is written like that of"));
        assert_eq!(told, warned, "{:?}", answer.warnings);
    }
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
    // The same command again adds nothing, though the first text is not the newest.
    let again = workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data;
    assert!(again.articles.iter().all(|line| line.outcome == IngestOutcome::AlreadyStored), "{again:?}");
    // A flag given with a new text holds over what was set before.
    let first = file(dir.path(), "c.txt", TEXT);
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
    assert_eq!(record.revisions().count(), 3);
}

#[test]
fn what_is_said_of_an_older_capture_is_set_and_the_newest_text_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let address = told(&[(Key::Url, "https://news.example/a")]);
    let first = file(dir.path(), "a.txt", TEXT);
    let second = file(dir.path(), "b.txt", &TEXT.replace("after August", "in October"));
    ingest(&mut workspace, &[&first, &second], &address);
    let report = ingest(
        &mut workspace,
        &[&first],
        &told(&[(Key::Url, "https://news.example/a"), (Key::Published, "2013-08-10")]),
    );
    assert_eq!(outcome(&report), IngestOutcome::Reread);
    let record = workspace.store.article(&report.articles[0].article).unwrap().unwrap();
    assert_eq!((record.revisions().count(), record.captures.len()), (2, 2));
    assert_eq!(record.reading.as_ref().unwrap().revision, record.revisions().nth(1).unwrap().sha256);
    // Back to what it was before: that is news.
    std::fs::write(&second, TEXT).unwrap();
    assert_eq!(outcome(&ingest(&mut workspace, &[&second], &address)), IngestOutcome::Revised);
}

#[test]
fn a_charset_that_is_told_later_replaces_the_text() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let path = dir.path().join("a.txt");
    std::fs::write(&path, b"Minister \x8eeljko said on Monday that 12 people were hurt.\n").unwrap();
    let with = |label: Option<&str>| IngestOptions {
        inputs: vec![path.clone()],
        charset: label.map(|label| label.parse().unwrap()),
        ..IngestOptions::default()
    };
    let run = |workspace: &mut Workspace, label| {
        workspace.ingest(&with(label), &mut |_| (), &AtomicBool::new(false)).unwrap().data
    };
    let text = |workspace: &Workspace, article| {
        let record = workspace.store.article(article).unwrap().unwrap();
        workspace.store.revision_text(record.newest().unwrap()).unwrap().text
    };
    let first = run(&mut workspace, Some("windows-1251"));
    let article = first.articles[0].article.clone();
    assert!(text(&workspace, &article).contains("Ћeljko"));
    for (label, expected) in [
        (None, IngestOutcome::AlreadyStored),
        (Some("windows-1250"), IngestOutcome::Reread),
        (Some("windows-1250"), IngestOutcome::AlreadyStored),
        (None, IngestOutcome::AlreadyStored),
    ] {
        assert_eq!(outcome(&run(&mut workspace, label)), expected, "{label:?}");
    }
    assert!(text(&workspace, &article).contains("Željko"));
}

#[test]
fn an_archive_taken_twice_adds_nothing_the_second_time() {
    let record = |at: usize, month: &str| {
        let words = TEXT.replace("August", month);
        let block =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<article><p>{words}</p></article>");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a\r\n\
             WARC-Date: 2019-01-0{at}T00:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    for months in [&["May", "June"][..], &["May", "June", "May"], &["May", "May", "June", "June", "May"]] {
        let dir = tempfile::tempdir().unwrap();
        let mut workspace = workspace(dir.path());
        let records: Vec<String> =
            months.iter().enumerate().map(|(at, month)| record(at + 1, month)).collect();
        let path = file(dir.path(), "a.warc", &records.concat());
        let first = ingest(&mut workspace, &[&path], &Layer::default());
        let head = workspace.store.head().clone();
        let mut changes = months.to_vec();
        changes.dedup();
        let kept = workspace.store.article(&first.articles[0].article).unwrap().unwrap();
        assert_eq!(kept.revisions().count(), changes.len(), "{months:?}");
        let second = ingest(&mut workspace, &[&path], &Layer::default());
        assert!(
            second.articles.iter().all(|line| line.outcome == IngestOutcome::AlreadyStored),
            "{months:?}"
        );
        assert_eq!(*workspace.store.head(), head);
    }
}

#[test]
fn a_value_read_in_a_page_leads_to_the_bytes_of_the_page() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let words = TEXT.replace("sometime after August", "on <b>5</b>&nbsp;November&#32;2013");
    let page =
        format!("<html><body><nav>5 November 2013</nav><article><p>{words}</p></article></body></html>");
    let path = file(dir.path(), "a.html", &page);
    let report = ingest(&mut workspace, &[&path], &told(&[(Key::Story, "lisbon")]));
    let story = report.articles[0].story.clone();
    let claim = workspace.store.claims(&story).unwrap().remove(0).id;
    let source = workspace.query(AsOf::default()).unwrap().source(&format!("{claim}@1")).unwrap().data;
    let place = source.chain.places[0].unwrap();
    assert!(source.assertion.evidence[0].quote.ends_with("be held on 5 November 2013"));
    assert!(
        page[place.capture_start_byte..place.capture_end_byte]
            .ends_with("be held on <b>5</b>&nbsp;November&#32;2013")
    );
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
fn a_group_takes_no_more_text_than_the_longest_article_has() {
    let text = dateline_capture::capture("a.txt", TEXT.as_bytes(), &Layers::default()).unwrap();
    let group = |bytes| Group { plans: Vec::new(), bytes };
    let room = GROUP_BYTES - TEXT.len();
    assert!(group(room).can_take(&text) && !group(room + 1).can_take(&text));
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

#[test]
fn a_date_told_again_is_set_and_one_told_of_a_former_text_is_no_news() {
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let (first, second) =
        (file(dir.path(), "a.txt", TEXT), file(dir.path(), "b.txt", &TEXT.replace("August", "May")));
    let address = (Key::Url, "https://harbour.example/lisbon");
    let dated = |day| told(&[address, (Key::Published, day)]);
    let published = |workspace: &Workspace, report: &IngestReport| {
        let record = workspace.store.article(&report.articles[0].article).unwrap().unwrap();
        record.metadata.published.unwrap().to_string()
    };
    // A wrong date is put right, to an earlier one as to a later one.
    for day in ["2013-08-10", "2013-08-02", "2013-08-20"] {
        let report = ingest(&mut workspace, &[&second], &dated(day));
        assert_eq!(published(&workspace, &report), day);
    }
    // A text of an earlier day is a former one, and taking either again changes nothing.
    let report = ingest(&mut workspace, &[&first], &dated("2013-08-01"));
    assert_eq!(
        (outcome(&report), published(&workspace, &report).as_str()),
        (IngestOutcome::Revised, "2013-08-20")
    );
    let record = workspace.store.article(&report.articles[0].article).unwrap().unwrap();
    let texts = record.revisions().map(|it| workspace.store.revision_text(it).unwrap().text);
    assert_eq!(texts.map(|text| text.contains("May")).collect::<Vec<bool>>(), [false, true]);
    assert_eq!(record.reading.as_ref().unwrap().revision, record.revisions().nth(1).unwrap().sha256);
    for (path, day) in [(&first, "2013-08-01"), (&second, "2013-08-20"), (&first, "2013-08-01")] {
        let report = ingest(&mut workspace, &[path], &dated(day));
        assert_eq!((report.op, outcome(&report)), (None, IngestOutcome::AlreadyStored), "{day}");
    }
}

#[test]
fn an_item_that_says_when_it_was_changed_is_put_in_its_place() {
    let item = |words: &str, updated: &str| {
        format!(
            "<?xml version='1.0'?><feed><entry><link href='https://harbour.example/lisbon'/>\
             <published>2013-08-10T08:00:00Z</published><updated>{updated}</updated>\
             <content type='html'>&lt;p&gt;{words}&lt;/p&gt;</content></entry></feed>"
        )
    };
    let dir = tempfile::tempdir().unwrap();
    let mut workspace = workspace(dir.path());
    let older = file(dir.path(), "older.xml", &item(TEXT, "2013-08-10T09:00:00Z"));
    let newer = file(dir.path(), "newer.xml", &item(&TEXT.replace("August", "May"), "2013-08-10T15:00:00Z"));
    assert_eq!(outcome(&ingest(&mut workspace, &[&newer], &Layer::default())), IngestOutcome::Stored);
    let report = ingest(&mut workspace, &[&older], &Layer::default());
    assert_eq!(outcome(&report), IngestOutcome::Revised);
    let record = workspace.store.article(&report.articles[0].article).unwrap().unwrap();
    let texts = record.revisions().map(|it| workspace.store.revision_text(it).unwrap().text);
    assert_eq!(texts.map(|text| text.contains("May")).collect::<Vec<bool>>(), [false, true]);
    assert_eq!(record.metadata.published.unwrap().to_string(), "2013-08-10");
}
