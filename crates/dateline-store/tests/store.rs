//! The store as the library uses it.

mod support;

use dateline_core::id::{OperationNumber, Position};
use dateline_store::{ExpectedPosition, Store, StoreError};
use std::fs;
use std::time::Duration;
use support::{article, begun, commit, ingest, story};

#[test]
fn what_is_appended_is_there_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    Store::create(dir.path()).unwrap();
    let (mut store, _) = Store::open(dir.path(), Duration::ZERO).unwrap();
    store
        .append(ExpectedPosition::At(Position(0)), &[commit(1, 1, vec![begun(1)]), ingest(2, 1, 1, 1)])
        .unwrap();
    store.append(ExpectedPosition::Any, &[ingest(3, 2, 2, 2)]).unwrap();
    assert_eq!(store.head().next, Position(7));
    let before = store.articles().unwrap();
    drop(store);

    let (store, report) = Store::open(dir.path(), Duration::ZERO).unwrap();
    assert_eq!(report.cut, None);
    assert_eq!(store.articles().unwrap(), before);
    let record = store.article(&article(2)).unwrap().unwrap();
    assert_eq!(record.story, story(0));
    assert_eq!(record.extraction.as_ref().unwrap().assertions.len(), 2);
    assert_eq!(store.revision_text(record.revisions().next().unwrap()).unwrap().text, support::text(2, 2));
    assert_eq!(store.has_capture(&record.captures[0].sha256, Some(&story(0))).unwrap(), Some(article(2)));
    assert_eq!(store.has_capture(&record.captures[0].sha256, Some(&story(1))).unwrap(), None);
    let operations = store.operations().unwrap();
    assert_eq!(operations.len(), 2);
    assert_eq!((operations[0].commits, operations[0].articles), (2, 1));
    assert_eq!(operations[1].assertions_added, 2);
    assert_eq!(store.state_at(OperationNumber(1)).unwrap().articles().count(), 1);
    assert_eq!(store.verify(true, |_| ()).unwrap().faults, []);
}

#[test]
fn a_second_process_is_told_that_the_workspace_is_busy() {
    let dir = tempfile::tempdir().unwrap();
    Store::create(dir.path()).unwrap();
    let (first, _) = Store::open(dir.path(), Duration::ZERO).unwrap();
    let refused = Store::open(dir.path(), Duration::ZERO).unwrap_err();
    assert!(
        matches!(&refused, StoreError::Busy(busy) if busy.file == first.layout().lock_file()),
        "{refused}"
    );
    drop(first);
    Store::open(dir.path(), Duration::ZERO).unwrap();
}

#[test]
fn one_who_expects_another_end_is_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    Store::create(dir.path()).unwrap();
    let (mut store, _) = Store::open(dir.path(), Duration::ZERO).unwrap();
    let refused = store.append(ExpectedPosition::At(Position(3)), &[ingest(1, 1, 1, 1)]).unwrap_err();
    assert_eq!(refused.to_string(), "the ledger ends at position 0, not at 3 as expected");
    assert_eq!(store.head().next, Position(0));
    assert_eq!(store.articles().unwrap(), []);
}

#[test]
fn verifying_takes_a_torn_tail_for_a_crash_and_damage_for_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    Store::create(dir.path()).unwrap();
    let (mut store, _) = Store::open(dir.path(), Duration::ZERO).unwrap();
    store.append(ExpectedPosition::Any, &[ingest(1, 1, 1, 1)]).unwrap();
    let ledger = store.layout().ledger();
    drop(store);
    let (events, payloads) = (ledger.join("00000001.events"), ledger.join("00000001.payloads"));
    let whole = fs::read(&events).unwrap();

    fs::write(&events, [&whole, &whole[..300]].concat()).unwrap();
    let verify = || Store::verify_closed(dir.path(), Duration::ZERO, true, |_| ()).unwrap();
    let report = verify();
    assert_eq!((report.faults, report.events, report.commits), (Vec::new(), 3, 1));
    assert_eq!(report.cut.unwrap().headers_bytes, 300);
    assert_eq!(fs::read(&events).unwrap(), whole);

    let mut damaged = fs::read(&payloads).unwrap();
    damaged[40] ^= 1;
    fs::write(&payloads, &damaged).unwrap();
    let report = verify();
    assert_eq!(report.cut, None);
    assert_eq!(report.faults.len(), 1);
    assert_eq!((report.faults[0].check.id(), report.faults[0].position), ("I05", Some(Position(0))));
}

#[test]
fn a_store_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Store>();
}

#[test]
fn a_text_recorded_again_after_an_undoing_that_was_taken_back_is_one_version() {
    let dir = tempfile::tempdir().unwrap();
    Store::create(dir.path()).unwrap();
    let (mut store, _) = Store::open(dir.path(), Duration::ZERO).unwrap();
    let first = commit(1, 1, vec![begun(1)]);
    let undoing = commit(3, 2, vec![begun(2), support::undone(1)]);
    let redoing = commit(6, 4, vec![begun(4), support::undone(3)]);
    let group = [first, ingest(2, 1, 1, 1)];
    store.append(ExpectedPosition::Any, &group).unwrap();
    store.append(ExpectedPosition::Any, &[undoing]).unwrap();
    store.append(ExpectedPosition::Any, &[commit(4, 3, vec![begun(3)]), ingest(5, 3, 1, 1)]).unwrap();
    let alone = store.article(&article(1)).unwrap().unwrap();
    assert_eq!((alone.captures.len(), alone.revisions().count()), (1, 1));
    store.append(ExpectedPosition::Any, &[redoing]).unwrap();
    let both = store.article(&article(1)).unwrap().unwrap();
    assert_eq!((both.captures.len(), both.revisions().count()), (2, 1), "captured twice, one text");
    let articles: Vec<u64> = store.operations().unwrap().iter().map(|it| it.articles).collect();
    assert_eq!(articles, [1, 0, 1, 0], "each ingest captured it");
    assert_eq!(store.verify_views().unwrap(), Ok(()));
}
