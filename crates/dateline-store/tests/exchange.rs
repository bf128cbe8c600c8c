//! The whole ledger out as JSON lines and in again, byte for byte.

mod support;

use dateline_core::id::{OperationNumber, Position};
use dateline_store::{ExpectedPosition, ImportError, Layout, SegmentLimits, Store};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::{begun, commit, ingest, metadata_set};

/// Small, so that there are several segments.
const LIMITS: SegmentLimits = SegmentLimits { events_bytes: 3000, payloads_bytes: 1 << 20 };

fn workspace() -> (tempfile::TempDir, Store) {
    let dir = support::scratch();
    Store::create(dir.path()).unwrap();
    let store = open(dir.path());
    (dir, store)
}

fn open(dir: &Path) -> Store {
    Store::open_with(dir, Duration::ZERO, LIMITS).unwrap().0
}

/// Three operations, several commits each, over several segments.
fn fill(store: &mut Store) {
    for operation in 1..4 {
        let seed = operation * 10;
        let number = u8::try_from(operation).unwrap();
        let group = [commit(seed, operation, vec![begun(operation)]), ingest(seed + 1, operation, number, 3)];
        store.append(ExpectedPosition::Any, &group).unwrap();
        let told = commit(seed + 2, operation, vec![metadata_set(number, 4, false)]);
        store.append(ExpectedPosition::Any, &[told, ingest(seed + 3, operation, number + 3, 1)]).unwrap();
    }
}

fn exported(store: &Store) -> Vec<u8> {
    let mut out = Vec::new();
    assert_eq!(store.export(&mut out, |_| ()).unwrap(), *store.head());
    out
}

fn file(dir: &Path, bytes: &[u8]) -> PathBuf {
    let path = dir.join("ledger.jsonl");
    fs::write(&path, bytes).unwrap();
    path
}

/// The files of the ledger by name.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(Layout::in_dir(dir).ledger())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn what_is_exported_and_imported_is_the_same_files() {
    let (from, mut store) = workspace();
    fill(&mut store);
    let bytes = exported(&store);
    let (to, mut copy) = workspace();
    let imported = copy.import(&file(to.path(), &bytes), |_| ()).unwrap();
    assert_eq!((imported.events, imported.added), (store.head().next.0, store.head().next.0));
    assert_eq!(copy.head(), store.head());
    assert!(files(from.path()).len() > 5, "one segment only");
    assert_eq!(files(to.path()), files(from.path()));
    assert_eq!(exported(&copy), bytes);
    assert_eq!(copy.articles().unwrap(), store.articles().unwrap());
    assert_eq!(copy.verify(true, |_| ()).unwrap().faults, []);
    drop(copy);
    let copy = open(to.path());
    assert_eq!(copy.state_at(OperationNumber(2)).unwrap().operations().count(), 2);
}

#[test]
fn an_empty_ledger_is_exported_and_imported_too() {
    let (dir, mut store) = workspace();
    let bytes = exported(&store);
    let imported = store.import(&file(dir.path(), &bytes), |_| ()).unwrap();
    assert_eq!((imported.events, imported.added), (0, 0));
}

#[test]
fn a_ledger_that_is_a_first_part_is_gone_on_with() {
    let (_from, mut store) = workspace();
    let (to, mut copy) = workspace();
    let group = [commit(10, 1, vec![begun(1)]), ingest(11, 1, 1, 3)];
    copy.append(ExpectedPosition::Any, &group).unwrap();
    fill(&mut store);
    let bytes = exported(&store);
    let path = file(to.path(), &bytes);
    let imported = copy.import(&path, |_| ()).unwrap();
    assert_eq!(imported.added, store.head().next.0 - 4);
    assert_eq!(copy.head(), store.head());
    let again = copy.import(&path, |_| ()).unwrap();
    assert_eq!((again.added, &again.head), (0, store.head()));
    // One that has gone on since has everything too.
    copy.append(ExpectedPosition::Any, &[ingest(99, 9, 9, 1)]).unwrap();
    let later = copy.import(&path, |_| ()).unwrap();
    assert_eq!((later.added, later.head.next), (0, Position(store.head().next.0 + 3)));
}

#[test]
fn another_ledger_is_refused_where_the_two_part() {
    let (_from, mut store) = workspace();
    fill(&mut store);
    let (to, mut other) = workspace();
    other.append(ExpectedPosition::Any, &[commit(10, 1, vec![begun(1)]), ingest(12, 1, 1, 3)]).unwrap();
    let before = files(to.path());
    let error = other.import(&file(to.path(), &exported(&store)), |_| ()).unwrap_err();
    assert!(matches!(error, ImportError::Parted { at: Position(1), .. }), "{error}");
    assert_eq!(files(to.path()), before);
}

#[test]
fn a_file_that_ends_early_or_is_something_else_is_refused() {
    let (_from, mut store) = workspace();
    fill(&mut store);
    let bytes = exported(&store);
    let ends: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1).collect();
    let (to, mut copy) = workspace();
    for cut in [0, 1, ends[0] - 1, ends[0], ends[3], ends[3] + 9, ends[5], bytes.len() - 1] {
        let error = copy.import(&file(to.path(), &bytes[..cut]), |_| ()).unwrap_err();
        assert!(matches!(error, ImportError::Line { .. }), "cut at {cut}: {error}");
    }
    let newer = String::from_utf8(bytes.clone()).unwrap().replacen("\"v\":1", "\"v\":2", 1);
    let error = copy.import(&file(to.path(), newer.as_bytes()), |_| ()).unwrap_err().to_string();
    assert!(error.contains("line 1: ") && error.contains("use a newer dateline"), "{error}");
    assert_eq!(copy.head().next, Position(0));
}

#[test]
fn an_event_of_a_kind_that_is_not_known_is_refused_by_name() {
    use dateline_core::event::Header;
    use dateline_core::id::Sha256Hex;
    // What a newer program would have written: the same event in a version that does not exist yet.
    let (_from, mut store) = workspace();
    store.append(ExpectedPosition::Any, &[commit(10, 1, vec![begun(1)])]).unwrap();
    let text = String::from_utf8(exported(&store)).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    let mut header: Header = serde_json::from_value(line["header"].clone()).unwrap();
    header.kind = "operation_begun/3".into();
    let newer = serde_json_canonicalizer::to_string(&header).unwrap();
    let old = serde_json_canonicalizer::to_string(&line["header"]).unwrap();
    let hash = Sha256Hex::of(newer.as_bytes());
    let text = text.replace(&old, &newer).replace(store.head().hash.as_str(), hash.as_str());
    let (to, mut copy) = workspace();
    let error = copy.import(&file(to.path(), text.as_bytes()), |_| ()).unwrap_err().to_string();
    for word in ["line 2", header.id.as_str(), "position 0", "operation_begun/3", "use a newer dateline"] {
        assert!(error.contains(word), "{word}: {error}");
    }
    // The same event already in the ledger: reading stops at it, with the same words.
    let (dir, mut store) = workspace();
    store.append(ExpectedPosition::Any, &[commit(10, 1, vec![begun(1)])]).unwrap();
    drop(store);
    let ledger = Layout::in_dir(dir.path()).ledger();
    fs::write(ledger.join("00000001.events"), format!("{newer}\n")).unwrap();
    fs::remove_file(ledger.join("checkpoint")).unwrap();
    let store = open(dir.path());
    assert_eq!(store.verify(true, |_| ()).unwrap().faults, [], "newer is not damaged");
    let error = store.articles().unwrap_err().to_string();
    for word in [header.id.as_str(), "position 0", "operation_begun/3", "use a newer dateline"] {
        assert!(error.contains(word), "{word}: {error}");
    }
}

#[test]
fn a_flipped_bit_at_every_byte_of_an_export_is_refused_with_its_line() {
    let (_from, mut store) = workspace();
    store.append(ExpectedPosition::Any, &[commit(1, 1, vec![begun(1)]), ingest(2, 1, 1, 3)]).unwrap();
    let good = exported(&store);
    let (to, mut copy) = workspace();
    let path = to.path().join("ledger.jsonl");
    // Bit 5 makes small letters of capitals, which a lenient reader takes for the same.
    for (at, bit) in (0..good.len()).flat_map(|at| [(at, at % 8), (at, 5)]) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();
        let number = good[..at].split(|b| *b == b'\n').count() as u64;
        match copy.import(&path, |_| ()) {
            // A line end may have come or gone; a first line that is whole in itself is told at the end.
            Err(ImportError::Line { line, .. }) => assert!(
                line == number || (number == 1 && line == 5) || (line == number + 1 && bytes[at] == b'\n'),
                "line {line} where {number} was changed, byte {at} bit {bit}"
            ),
            other => panic!("byte {at} bit {bit}: {other:?}"),
        }
        assert_eq!(copy.head().next, Position(0), "byte {at} bit {bit}");
    }
}

#[test]
fn a_commit_with_an_id_that_is_here_must_be_the_same_commit() {
    let (from, mut store) = workspace();
    fill(&mut store);
    let told = file(from.path(), &exported(&store));
    assert_eq!(store.read_foreign(&told).unwrap().new, [], "its own export");
    // The same ids, and another article in the second commit.
    let (_dir, mut other) = workspace();
    let group = [commit(10, 1, vec![begun(1)]), ingest(11, 1, 9, 3)];
    other.append(ExpectedPosition::Any, &group).unwrap();
    let error = other.read_foreign(&told).unwrap_err();
    assert!(
        matches!(&error, ImportError::OtherCommit { commit, .. } if *commit == group[1].commit),
        "{error}"
    );
    // The same events, fewer of them.
    let (_dir, mut fewer) = workspace();
    let mut part = ingest(11, 1, 1, 3);
    part.events.pop();
    fewer.append(ExpectedPosition::Any, &[commit(10, 1, vec![begun(1)]), part]).unwrap();
    assert!(matches!(fewer.read_foreign(&told), Err(ImportError::OtherCommit { .. })));
}
