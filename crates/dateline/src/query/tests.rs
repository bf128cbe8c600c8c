//! What is answered from the views is what is answered from a fold of the ledger, byte for byte.

use super::*;
use crate::environment::{Clock, Environment, IdSource};
use crate::{HistoryFilter, IngestOptions};
use jiff::civil::date;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

fn json<T: Serialize>(answer: Result<Answer<T>, Error>) -> String {
    match answer {
        // The operation that is asked as of is another one; everything else is to be the same.
        Ok(Answer { schema, data, warnings, next, at_op: _, basis: _ }) => {
            serde_json::to_string_pretty(&(schema, data, warnings, next)).unwrap()
        }
        Err(error) => format!("{error} {:?}", error.hints()),
    }
}

/// All that can be asked of the sample stories.
fn everything(query: &Query<'_>) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let list = query.claims_list(None, true).unwrap();
    assert!(!list.data.claims.is_empty());
    for line in &list.data.claims {
        let claim = format!("{}:{}", line.story, line.claim);
        let history = query.history(&claim, &HistoryFilter::default());
        for row in history.iter().flat_map(|answer| &answer.data.assertions) {
            let named = format!("{claim}@{}", row.row);
            all.insert(format!("source {named}"), json(query.source(&named)));
            all.insert(format!("source {}", row.id), json(query.source(row.id.as_str())));
        }
        all.insert(format!("history {claim}"), json(history));
        all.insert(format!("claims show {claim}"), json(query.claims_show(&claim)));
    }
    all.insert("claims list".into(), json(Ok(list)));
    all.insert("claims search".into(), json(query.claims_search(&["geneva".into()], None)));
    all.insert("review".into(), json(query.review(&ReviewFilter::default())));
    let (from, to) = (date(2013, 8, 15), date(2013, 11, 30));
    for story in query.known.stories().unwrap() {
        let since = [None, Some(date(2019, 10, 9))];
        for since in since {
            all.insert(
                format!("changes {story} {since:?}"),
                json(query.changes(Some(story.as_str()), since)),
            );
        }
        let days = [(from, to), (date(2017, 7, 8), date(2017, 7, 20)), (date(2019, 10, 8), date(2021, 9, 3))];
        for (one, other) in days {
            let diff = query.diff_dates(Some(story.as_str()), one, other);
            all.insert(format!("diff {story} {one} {other}"), json(diff));
        }
        let articles = query.known.articles_in(&story).unwrap();
        for pair in articles.windows(2) {
            let (one, other) = (pair[0].article.as_str(), pair[1].article.as_str());
            all.insert(format!("diff {one} {other}"), json(query.diff_articles(one, other)));
        }
    }
    all
}

#[test]
fn views_answer_as_a_fold_does() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Clock::Fixed("2026-01-02T03:04:05Z".parse().unwrap());
    let environment = Environment { clock, ids: IdSource::seeded(7), ..Environment::default() };
    let mut workspace = Workspace::init(dir.path(), environment).unwrap();
    let mut ingest = |inputs: Vec<PathBuf>| {
        let options = IngestOptions { inputs, ..IngestOptions::default() };
        workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data.op
    };
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    let stories = ["geneva-ii", "halcyon-telescope", "sarne-cholera", "tolvane-market-hall"];
    let op = ingest(stories.map(|story| seeds.join(story)).to_vec()).unwrap();
    // An operation after it that changes nothing: a query as of the one before reads no view.
    let events = workspace.store.head().next;
    let begun = workspace.store.ledger().read(dateline_core::id::Position(0)).unwrap();
    let later = dateline_core::id::OperationNumber(op.0 + 1);
    let commit = dateline_store::NewCommit {
        operation: later,
        commit: dateline_core::id::CommitId::from_bytes(&[9; 16]),
        recorded_at: begun.header.recorded_at.clone(),
        actor: String::new(),
        events: vec![dateline_store::NewEvent {
            id: dateline_core::id::EventId::from_bytes(&[8; 16]),
            salt: [7; 32],
            event: begun.event,
        }],
    };
    workspace.store.append(dateline_store::ExpectedPosition::At(events), &[commit]).unwrap();
    for published in [None, Some(date(2017, 7, 20))] {
        let now = workspace.query(AsOf { published, ..AsOf::default() }).unwrap();
        let then = workspace.query(AsOf { published, recorded: Some(op), ..AsOf::default() }).unwrap();
        assert!(matches!(now.known, Known::Now(_)) && matches!(then.known, Known::Then(_)));
        let (now, then) = (everything(&now), everything(&then));
        assert_eq!(now.keys().collect::<Vec<_>>(), then.keys().collect::<Vec<_>>());
        for (asked, answer) in now {
            assert!(answer == then[&asked], "{asked}\n{answer}\n{}", then[&asked]);
        }
    }
}
