//! Appending to an open ledger: what fails, what rolls, what is found again.

use super::failing::{Failing, Step};
use super::*;
use dateline_core::article::Revision;
use dateline_core::event::OperationBegun;
use dateline_core::id::ArticleId;
use dateline_core::text::ByteSpan;
use std::fs;

fn commit(number: u8, operation: u64) -> NewCommit {
    let begun = OperationBegun::new("test", vec!["x".repeat(usize::from(number))]);
    let event = NewEvent {
        id: EventId::from_bytes(&[number; 16]),
        salt: [number; SALT_BYTES],
        event: Event::OperationBegun(begun),
    };
    NewCommit {
        operation: OperationNumber(operation),
        commit: CommitId::from_bytes(&[number; 16]),
        recorded_at: "2014-03-01T12:00:00Z".to_owned().try_into().unwrap(),
        actor: String::new(),
        events: vec![event.clone(), event],
    }
}

fn ledger(dir: &tempfile::TempDir, limits: SegmentLimits) -> Ledger {
    Ledger::open(dir.path(), limits).unwrap().0
}

fn lengths(dir: &tempfile::TempDir) -> [u64; 2] {
    ["00000001.events", "00000001.payloads"].map(|file| fs::metadata(dir.path().join(file)).unwrap().len())
}

#[test]
fn a_full_disk_leaves_the_ledger_as_it_was_and_in_use() {
    for step in [Step::Payloads, Step::PayloadsSync, Step::Lines, Step::LinesSync] {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = ledger(&dir, SegmentLimits::default());
        ledger.append(ExpectedPosition::Any, &[commit(1, 1)]).unwrap();
        let (head, before) = (ledger.head().clone(), lengths(&dir));
        ledger.failing = Failing { at: Some(step), for_good: false };
        let error = ledger.append(ExpectedPosition::Any, &[commit(2, 1), commit(3, 1)]).unwrap_err();
        assert!(matches!(error, LedgerError::Io { .. }), "{step:?}: {error}");
        assert_eq!((ledger.head(), lengths(&dir)), (&head, before), "{step:?}");
        ledger.failing = Failing::default();
        ledger.append(ExpectedPosition::At(head.next), &[commit(4, 2)]).unwrap();
        drop(ledger);
        let (ledger, report) = Ledger::open(dir.path(), SegmentLimits::default()).unwrap();
        assert_eq!(report.cut, None, "{step:?}");
        assert_eq!(ledger.read_from(Position(0)).map(Result::unwrap).count(), 4, "{step:?}");
    }
}

#[test]
fn what_cannot_be_taken_back_stops_the_ledger_until_it_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(&dir, SegmentLimits::default());
    ledger.append(ExpectedPosition::Any, &[commit(1, 1)]).unwrap();
    ledger.failing = Failing { at: Some(Step::Lines), for_good: true };
    ledger.append(ExpectedPosition::Any, &[commit(2, 1)]).unwrap_err();
    ledger.failing = Failing::default();
    let error = ledger.append(ExpectedPosition::Any, &[commit(3, 1)]).unwrap_err();
    assert!(matches!(error, LedgerError::Poisoned { .. }), "{error}");
    assert_eq!(ledger.read_from(Position(0)).map(Result::unwrap).count(), 2, "reading goes on");
    drop(ledger);
    let (mut ledger, report) = Ledger::open(dir.path(), SegmentLimits::default()).unwrap();
    assert!(report.cut.is_some_and(|cut| cut.headers_bytes > 0 && cut.payload_bytes > 0));
    ledger.append(ExpectedPosition::At(Position(2)), &[commit(4, 1)]).unwrap();
}

#[test]
fn a_group_with_an_unwritable_commit_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(&dir, SegmentLimits::default());
    ledger.append(ExpectedPosition::Any, &[commit(1, 5)]).unwrap();
    let before = lengths(&dir);
    let empty = NewCommit { events: Vec::new(), ..commit(3, 5) };
    for (bad, why) in [(empty, "has no events"), (commit(3, 4), "operation 4 is over")] {
        let error = ledger.append(ExpectedPosition::Any, &[commit(2, 5), bad]).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        assert_eq!(lengths(&dir), before);
    }
}

#[test]
fn segments_roll_between_groups_and_read_on() {
    let dir = tempfile::tempdir().unwrap();
    let limits = SegmentLimits { events_bytes: 2000, payloads_bytes: 1 << 20 };
    let mut ledger = ledger(&dir, limits);
    for number in 0..12 {
        ledger.append(ExpectedPosition::Any, &[commit(number, 1)]).unwrap();
    }
    assert_eq!(ledger.segments.len(), 4, "a commit of two lines has somewhat less than 1000 bytes");
    drop(ledger);
    let (ledger, report) = Ledger::open(dir.path(), limits).unwrap();
    assert_eq!(report.cut, None);
    for (recorded, seq) in ledger.read_from(Position(0)).zip(0..) {
        assert_eq!(recorded.unwrap().header.seq, Position(seq));
    }
    assert_eq!(ledger.read(Position(17)).unwrap().header.seq, Position(17));
    assert!(matches!(ledger.read(Position(24)), Err(LedgerError::NoSuchPosition { .. })));
    assert_eq!(ledger.verify(true, |_| ()).unwrap().faults, []);
    // One segment missing, or its payloads: damage, whatever the checkpoint lets opening skip.
    fs::remove_file(dir.path().join("00000003.payloads")).unwrap();
    assert!(!ledger.verify(false, |_| ()).unwrap().faults.is_empty());
    fs::remove_file(dir.path().join("00000003.events")).unwrap();
    assert!(matches!(Ledger::open(dir.path(), limits), Err(LedgerError::Damaged { .. })));
}

#[test]
fn a_segment_that_was_only_begun_is_used() {
    let dir = tempfile::tempdir().unwrap();
    let limits = SegmentLimits { events_bytes: 500, payloads_bytes: 1 << 20 };
    let mut ledger = ledger(&dir, limits);
    ledger.append(ExpectedPosition::Any, &[commit(1, 1)]).unwrap();
    drop(ledger);
    for file in ["00000002.payloads", "00000002.events"] {
        fs::write(dir.path().join(file), b"").unwrap();
        let (ledger, _) = Ledger::open(dir.path(), limits).unwrap();
        assert_eq!(ledger.head().next, Position(2));
        assert_eq!(ledger.read_from(Position(0)).map(Result::unwrap).count(), 2);
    }
    let mut ledger = self::ledger(&dir, limits);
    ledger.append(ExpectedPosition::Any, &[commit(2, 1)]).unwrap();
    assert_eq!(ledger.segments.len(), 2);
    assert_eq!(ledger.read_from(Position(0)).map(Result::unwrap).count(), 4);
}

#[test]
fn any_event_is_found_among_many() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = ledger(&dir, SegmentLimits::default());
    let commits: Vec<_> = (0..200).map(|n| commit(n, 1)).collect();
    ledger.append(ExpectedPosition::Any, &commits).unwrap();
    let mut events = ledger.read_from(Position(0));
    for seq in (0..400).rev().step_by(7).chain([0, 399, 398, 1]) {
        assert_eq!(ledger.read(Position(seq)).unwrap().header.seq, Position(seq));
        events.jump(Position(seq)).unwrap();
        let read = events.next().unwrap().unwrap();
        assert_eq!(read.header.seq, Position(seq));
        assert_eq!(
            ledger.line_hash(Position(seq)).unwrap(),
            header::hash(&header::encode(&read.header).unwrap())
        );
    }
}

/// An event that can be written and not read: its span ends before it starts.
fn unreadable(number: u8) -> NewCommit {
    let sha256 = Sha256Hex::of(b"text");
    let revision = Revision {
        article: ArticleId::from_first_capture(&sha256),
        sha256,
        text: "text".into(),
        masked: vec![ByteSpan { start_byte: 3, end_byte: 2 }],
        embedded: Vec::new(),
    };
    let mut commit = commit(number, 1);
    commit.events[1].event = Event::Revision(revision);
    commit
}

/// It is found while the payloads of its group are on their way to the disk, so these are taken back.
#[test]
fn what_does_not_read_back_is_never_acknowledged() {
    let small = SegmentLimits { events_bytes: 500, payloads_bytes: 1 << 20 };
    for (limits, others) in [(SegmentLimits::default(), 0), (SegmentLimits::default(), 40), (small, 40)] {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = ledger(&dir, limits);
        ledger.append(ExpectedPosition::Any, &[commit(1, 1)]).unwrap();
        let (head, before) = (ledger.head().clone(), lengths(&dir));
        let mut group: Vec<_> = (0..others).map(|n| commit(100 + n, 1)).collect();
        group.insert(group.len() / 2, unreadable(2));
        let error = ledger.append(ExpectedPosition::Any, &group).unwrap_err();
        let LedgerError::Unwritable { commit: named, why } = &error else { panic!("{error}") };
        assert_eq!(*named, CommitId::from_bytes(&[2; 16]));
        assert!(why.contains("does not read back"), "{why}");
        assert_eq!((ledger.head(), lengths(&dir)), (&head, before));
        ledger.append(ExpectedPosition::At(head.next), &[commit(3, 1), commit(4, 1)]).unwrap();
        drop(ledger);
        let (ledger, report) = Ledger::open(dir.path(), limits).unwrap();
        assert_eq!(report.cut, None);
        assert_eq!(ledger.read_from(Position(0)).map(Result::unwrap).count(), 6);
        assert_eq!(ledger.verify(true, |_| ()).unwrap().faults, []);
    }
}
