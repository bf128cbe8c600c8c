//! In whatever order the revisions of an article are taken, what is answered of them is the same.

use crate::environment::{Clock, Environment, IdSource};
use crate::workspace::Workspace;
use crate::{HistoryFilter, IngestOptions};
use dateline_core::as_of::AsOf;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// What one of the revisions says: how many died, and which headline it has.
type Told = (u8, u8);

/// A page that was changed last at an hour of 1 March 2021 and the days after it, of which each is 8 hours apart.
fn page(at: usize, (killed, title): Told) -> String {
    let (day, hour) = (1 + at / 3, at % 3 * 8);
    let number = ["Two", "Three", "Four"][usize::from(killed)];
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Ferry lost {title}</title>\
         <meta property=og:url content='https://harbour.example/ferry'>\
         <meta property=og:site_name content='Harbour News'>\
         <meta property=article:published_time content='2021-03-01T00:00:00+01:00'>\
         <meta property=article:modified_time content='2021-03-{day:02}T{hour:02}:00:00+01:00'></head><body><article>\
         <h1>Ferry lost {title}</h1>\
         <p>The ferry Marta sank off Oss on Monday, and everybody else on board was brought to the shore by boats of \
         the port.</p><p>{number} people were killed in the Oss ferry accident, a port spokesman said in the evening, \
         when the search had ended. The Oss summit will be held on April 12.</p></article></body></html>"
    )
}

/// What is answered once these revisions were taken in this order, without what depends on it: when and in which
/// operation something was recorded.
fn answers(revisions: &[Told], order: &[usize]) -> Vec<Value> {
    let dir = tempfile::tempdir().unwrap();
    let clock = Clock::Fixed("2026-01-02T03:04:05Z".parse().unwrap());
    let environment = Environment { clock, ids: IdSource::seeded(7), ..Environment::default() };
    let mut workspace = Workspace::init(&dir.path().join("workspace"), environment).unwrap();
    let ingest = |workspace: &mut Workspace, at: usize| {
        let path = dir.path().join(format!("{at}.html"));
        std::fs::write(&path, page(at, revisions[at])).unwrap();
        let options = IngestOptions { inputs: vec![path], ..IngestOptions::default() };
        workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap().data
    };
    for at in order {
        let report = ingest(&mut workspace, *at);
        assert!(report.failures.is_empty(), "{report:?}");
    }
    // Taken again, in the same order, they add nothing.
    for at in order {
        assert_eq!(ingest(&mut workspace, *at).op, None);
    }
    assert_eq!(workspace.store.verify_views().unwrap(), Ok(()));
    let query = workspace.query(AsOf::default()).unwrap();
    let article = query.articles_list(None).unwrap().data.articles[0].id.clone();
    let listed = query.article_revisions(article.as_str()).unwrap();
    let newest = listed.data.revisions.len();
    let mut all = vec![told(&listed.data)];
    for from in 1..newest {
        let diff = query.diff_revisions((article.as_str(), from), (article.as_str(), newest)).unwrap();
        all.push(told(&diff.data));
    }
    for claim in query.claims_list(None, true).unwrap().data.claims {
        let history = query.history(&claim.claim.to_string(), &HistoryFilter::default()).unwrap();
        all.push(told(&history.data));
        all.push(Value::from(history.warnings.iter().map(|it| it.message.clone()).collect::<Vec<String>>()));
    }
    all.push(told(&query.changes(None, None).unwrap().data));
    all
}

fn told<T: Serialize>(data: &T) -> Value {
    let mut value = serde_json::to_value(data).unwrap();
    forget(&mut value);
    value
}

fn forget(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            // The same words may have come from one file or another, whichever was taken first.
            for aside in ["recorded", "at_op"] {
                fields.remove(aside);
            }
            if let Some(Value::String(source)) = fields.get_mut("source") {
                *source = PathBuf::from(&*source).file_name().unwrap().to_str().unwrap().to_owned();
            }
            fields.values_mut().for_each(forget);
        }
        Value::Array(values) => values.iter_mut().for_each(forget),
        _ => {}
    }
}

/// Revisions that say what chance gives them, and an order in which they are taken.
fn taken() -> impl Strategy<Value = (Vec<Told>, Vec<usize>)> {
    proptest::collection::vec((0..3_u8, 0..2_u8), 2..6).prop_flat_map(|revisions| {
        let order = Just((0..revisions.len()).collect::<Vec<usize>>()).prop_shuffle();
        (Just(revisions), order)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_order_of_ingest_changes_nothing((revisions, order) in taken()) {
        let in_order: Vec<usize> = (0..revisions.len()).collect();
        let (first, other) = (answers(&revisions, &in_order), answers(&revisions, &order));
        prop_assert_eq!(first.len(), other.len());
        for (first, other) in first.iter().zip(&other) {
            prop_assert_eq!(first, other);
        }
    }
}

#[test]
fn what_came_with_an_edit_is_dated_by_it() {
    let all = answers(&[(0, 0), (0, 0), (0, 0), (0, 0), (1, 0)], &[4, 0, 3, 1, 2]);
    let rows = |all: &[Value]| -> Vec<(String, String)> {
        let rows = all.iter().filter_map(|it| it["assertions"].as_array());
        let row = |row: &Value| {
            let of = |value: &Value| value.as_str().unwrap().to_owned();
            (of(&row["evidence"][0]["quote"]), of(&row["published"]))
        };
        rows.flatten().map(row).collect()
    };
    let rows = rows(&all);
    let dated =
        |words: &str| rows.iter().find(|(quote, _)| quote.contains(words)).map(|(_, day)| day.as_str());
    assert_eq!(dated("Three people"), Some("2021-03-02"), "{rows:?}");
    // What stood there from the beginning keeps the article's date.
    assert!(rows.iter().any(|(quote, day)| !quote.contains("Three") && day == "2021-03-01"), "{rows:?}");
}
