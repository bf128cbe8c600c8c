//! What a crash, a power cut or a damaged disk leaves, and what opening makes of it.

mod support;

use dateline_core::id::{EventId, Position, Sha256Hex};
use dateline_store::{
    ExpectedPosition, Ledger, LedgerError, NewCommit, SegmentLimits, ledger::verify_directory,
};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use support::{begun, commit, ingest};

/// A ledger's directory, as bytes.
type Files = Vec<(PathBuf, Vec<u8>)>;

const EVENTS: &str = "00000001.events";
const PAYLOADS: &str = "00000001.payloads";
const CHECKPOINT: &str = "checkpoint";

fn open(dir: &Path) -> Result<(Ledger, dateline_store::OpenReport), LedgerError> {
    Ledger::open(dir, SegmentLimits::default())
}

/// Appends groups of commits to a new ledger; gives the files before and after the last group.
fn written(groups: &[Vec<NewCommit>]) -> (Files, Files) {
    let dir = support::scratch();
    let (mut ledger, _) = open(dir.path()).unwrap();
    let (last, earlier) = groups.split_last().unwrap();
    for group in earlier {
        ledger.append(ExpectedPosition::Any, group).unwrap();
    }
    let before = files(dir.path());
    ledger.append(ExpectedPosition::Any, last).unwrap();
    (before, files(dir.path()))
}

fn files(dir: &Path) -> Files {
    let mut files: Files = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (PathBuf::from(path.file_name().unwrap()), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn file<'a>(files: &'a Files, name: &str) -> &'a [u8] {
    files.iter().find(|(path, _)| path == Path::new(name)).map_or(&[], |(_, bytes)| bytes)
}

/// A directory with these header lines and payloads, and the checkpoint of `files` if it has one.
fn laid(files: &Files, events: &[u8], payloads: &[u8]) -> tempfile::TempDir {
    let dir = support::scratch();
    fs::write(dir.path().join(EVENTS), events).unwrap();
    fs::write(dir.path().join(PAYLOADS), payloads).unwrap();
    let checkpoint = file(files, CHECKPOINT);
    if !checkpoint.is_empty() {
        fs::write(dir.path().join(CHECKPOINT), checkpoint).unwrap();
    }
    dir
}

/// Opens what a crash left; checks that exactly the events of `whole` are there.
fn opens_as(dir: &Path, whole: &Files, case: &str) -> Ledger {
    let (ledger, report) = open(dir).unwrap_or_else(|e| panic!("{case}: {e}"));
    assert_eq!(fs::read(dir.join(EVENTS)).unwrap(), file(whole, EVENTS), "{case}");
    assert_eq!(fs::read(dir.join(PAYLOADS)).unwrap(), file(whole, PAYLOADS), "{case}");
    let events = file(whole, EVENTS).split(|b| *b == b'\n').count() as u64 - 1;
    assert_eq!(ledger.head().next, Position(events), "{case}");
    if let Some(cut) = &report.cut {
        assert!(cut.headers_bytes + cut.payload_bytes > 0, "{case}");
        assert_eq!(cut.at, Position(events), "{case}");
    }
    ledger
}

/// [`opens_as`], and more can be appended.
fn reopens_as(dir: &Path, whole: &Files, case: &str) {
    let mut ledger = opens_as(dir, whole, case);
    let events = ledger.head().next.0;
    ledger.append(ExpectedPosition::At(Position(events)), &[ingest(77, 9, 7, 1)]).unwrap();
    drop(ledger);
    let (ledger, report) = open(dir).unwrap();
    assert_eq!(report.cut, None, "{case}");
    assert_eq!(ledger.read_from(Position(0)).map(Result::unwrap).count() as u64, events + 3, "{case}");
    assert_eq!(ledger.verify(true, |_| ()).unwrap().faults, [], "{case}");
}

/// Opens after a cut at each byte, and appends after one in forty: that takes the disk's time.
fn at_byte(end: usize, dir: &Path, whole: &Files, case: &str) {
    if end.is_multiple_of(40) { reopens_as(dir, whole, case) } else { drop(opens_as(dir, whole, case)) }
}

fn one_then_one() -> (Files, Files) {
    static WRITTEN: OnceLock<(Files, Files)> = OnceLock::new();
    let groups = || [vec![commit(1, 1, vec![begun(1)]), ingest(2, 1, 1, 2)], vec![ingest(3, 1, 2, 1)]];
    WRITTEN.get_or_init(|| written(&groups())).clone()
}

#[test]
fn killed_at_any_byte_the_last_commit_is_whole_or_gone() {
    let (before, after) = one_then_one();
    let (events, payloads) = (file(&after, EVENTS), file(&after, PAYLOADS));
    let (old_events, old_payloads) = (file(&before, EVENTS).len(), file(&before, PAYLOADS).len());
    // While payloads are written there are no new headers; while headers are written all payloads are there.
    for end in old_payloads..=payloads.len() {
        let dir = laid(&before, &events[..old_events], &payloads[..end]);
        at_byte(end, dir.path(), &before, &format!("{end} bytes of payloads"));
    }
    for end in old_events..events.len() {
        let dir = laid(&before, &events[..end], payloads);
        at_byte(end, dir.path(), &before, &format!("{end} bytes of headers"));
    }
    let dir = laid(&before, events, payloads);
    reopens_as(dir.path(), &after, "everything but the acknowledgement");
}

#[test]
fn without_a_checkpoint_a_cut_at_any_byte_is_taken_for_a_crash() {
    let (before, after) = one_then_one();
    let (events, payloads) = (file(&after, EVENTS), file(&after, PAYLOADS));
    for end in file(&before, PAYLOADS).len()..payloads.len() {
        let dir = laid(&Vec::new(), events, &payloads[..end]);
        at_byte(end, dir.path(), &before, &format!("{end} bytes of payloads under all headers"));
    }
    for end in file(&before, EVENTS).len()..events.len() {
        let dir = laid(&Vec::new(), &events[..end], payloads);
        at_byte(end, dir.path(), &before, &format!("{end} bytes of headers"));
    }
}

#[test]
fn what_was_acknowledged_and_is_missing_is_damage_and_stays_as_it_is() {
    let (before, after) = one_then_one();
    let (events, payloads) = (file(&after, EVENTS), file(&after, PAYLOADS));
    for end in [0, file(&before, EVENTS).len(), events.len() - 700, events.len() - 1] {
        let dir = laid(&after, &events[..end], payloads);
        let error = open(dir.path()).unwrap_err();
        assert!(error.to_string().contains("acknowledged are missing"), "{end}: {error}");
        assert_eq!(fs::read(dir.path().join(EVENTS)).unwrap(), &events[..end]);
    }
    let dir = laid(&after, events, &payloads[..payloads.len() - 1]);
    assert!(matches!(open(dir.path()), Err(LedgerError::Damaged { .. })));
    fs::remove_file(dir.path().join(EVENTS)).unwrap();
    assert!(matches!(open(dir.path()), Err(LedgerError::Damaged { .. })));
}

#[test]
fn a_final_payload_that_is_not_the_one_committed_to_is_damage() {
    let (before, after) = one_then_one();
    for at in file(&before, PAYLOADS).len()..file(&after, PAYLOADS).len() {
        let mut payloads = file(&after, PAYLOADS).to_vec();
        payloads[at] ^= 0x10;
        for checkpoint in [&before, &after, &Vec::new()] {
            let dir = laid(checkpoint, file(&after, EVENTS), &payloads);
            let error = open(dir.path()).unwrap_err();
            assert!(error.to_string().contains("the payload of event"), "byte {at}: {error}");
        }
    }
}

#[test]
fn damage_names_file_line_and_fault() {
    let (_, after) = one_then_one();
    let mut events = file(&after, EVENTS).to_vec();
    let second = events.iter().position(|b| *b == b'\n').unwrap() + 1;
    events[second + 5] ^= 1;
    let dir = laid(&Vec::new(), &events, file(&after, PAYLOADS));
    let error = open(dir.path()).unwrap_err().to_string();
    assert!(error.contains(EVENTS) && error.contains("(line 2)"), "{error}");
    assert_eq!(fs::read(dir.path().join(EVENTS)).unwrap(), events, "nothing is cut");
}

/// A power cut can leave holes: pages of one write reach the disk in any order.
#[test]
fn holes_in_an_unacknowledged_group_are_cut_at_the_first() {
    let first = vec![commit(1, 1, vec![begun(1)]), ingest(2, 1, 1, 1)];
    let group: Vec<NewCommit> = (0..6).map(|n| ingest(10 + n, 2, u8::try_from(n).unwrap() + 2, 1)).collect();
    let dir = support::scratch();
    let (mut ledger, _) = open(dir.path()).unwrap();
    ledger.append(ExpectedPosition::Any, &first).unwrap();
    let before = files(dir.path());
    ledger.append(ExpectedPosition::Any, &group).unwrap();
    let after = files(dir.path());
    // The group was announced in the checkpoint before its headers were written.
    let reach = file(&after, EVENTS).len();
    let announced = announced(file(&before, CHECKPOINT), reach);
    let mut checkpoint_announced = before.clone();
    checkpoint_announced.iter_mut().find(|(path, _)| path == Path::new(CHECKPOINT)).unwrap().1 = announced;

    let lines: Vec<usize> =
        file(&after, EVENTS).iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1).collect();
    // Four events before the group, three in each of its commits: a hole in its second commit.
    let (start, end) = (lines[7] + 40, lines[8] + 90);
    let mut events = file(&after, EVENTS).to_vec();
    events[start..end].fill(0);
    let survived: Files = after
        .iter()
        .map(|(path, bytes)| match path.to_str().unwrap() {
            EVENTS => (path.clone(), bytes[..lines[6]].to_vec()),
            PAYLOADS => (path.clone(), bytes[..payloads_end(&file(&after, EVENTS)[..lines[6]])].to_vec()),
            _ => (path.clone(), bytes.clone()),
        })
        .collect();
    let dir = laid(&checkpoint_announced, &events, file(&after, PAYLOADS));
    reopens_as(dir.path(), &survived, "a hole in an announced group");

    // The same hole in a group of which nothing is known is damage.
    for checkpoint in [&Vec::new(), &before] {
        let dir = laid(checkpoint, &events, file(&after, PAYLOADS));
        assert!(matches!(open(dir.path()), Err(LedgerError::Damaged { .. })));
    }
    // So it is in one that was acknowledged: opening starts behind it, reading and verifying find it.
    let dir = laid(&after, &events, file(&after, PAYLOADS));
    let (ledger, report) = open(dir.path()).unwrap();
    assert_eq!(report.cut, None);
    assert!(ledger.read_from(Position(0)).any(|read| read.is_err()));
    assert!(!ledger.verify(false, |_| ()).unwrap().faults.is_empty());
}

/// The checkpoint with a group of several commits announced, as `append` writes it.
fn announced(checkpoint: &[u8], reach: usize) -> Vec<u8> {
    let json = String::from_utf8(checkpoint.to_vec()).unwrap();
    let json = json.lines().next().unwrap();
    let json = json.replace("\"under_way\":null", &format!("\"under_way\":[1,{reach}]"));
    let mut bytes = format!("{json}\n{}\n", Sha256Hex::of(json.as_bytes())).into_bytes();
    bytes.resize(512, b'\n');
    bytes
}

/// Where the payloads of some header lines end.
fn payloads_end(lines: &[u8]) -> usize {
    let last = lines.strip_suffix(b"\n").unwrap().rsplit(|b| *b == b'\n').next().unwrap();
    let header: dateline_core::event::Header = serde_json::from_slice(last).unwrap();
    usize::try_from(header.payload_offset_bytes + header.payload_length_bytes).unwrap()
}

/// Checks with nothing of ours but SHA-256: what anyone can do with a pager and `sha256sum`.
#[test]
fn the_chain_can_be_followed_by_hand() {
    let (_, after) = one_then_one();
    let (events, payloads) = (file(&after, EVENTS), file(&after, PAYLOADS));
    let mut prev = Sha256Hex::of(b"");
    for line in events.strip_suffix(b"\n").unwrap().split(|b| *b == b'\n') {
        let header: serde_json::Value = serde_json::from_slice(line).unwrap();
        assert_eq!(header["prev"], prev.as_str());
        let number = |key: &str| usize::try_from(header[key].as_u64().unwrap()).unwrap();
        let start = number("payload_offset_bytes") + 4;
        let end = number("payload_offset_bytes") + number("payload_length_bytes");
        assert_eq!(header["payload_commit"], Sha256Hex::of(&payloads[start..end]).as_str());
        prev = Sha256Hex::of(line);
    }
}

#[test]
fn no_header_says_what_an_erased_payload_said() {
    let (_, after) = one_then_one();
    let headers = String::from_utf8(file(&after, EVENTS).to_vec()).unwrap();
    let text_digest = Sha256Hex::of(support::text(1, 2).as_bytes());
    for secret in ["ferry", "Ferry", "1.txt", "Quay", text_digest.as_str(), support::article(1).as_str()] {
        assert!(!headers.contains(secret), "a header says {secret:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_flipped_bit_anywhere_is_found_by_verifying(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let (_, after) = one_then_one();
        let (events, payloads) = (file(&after, EVENTS), file(&after, PAYLOADS));
        let mut both = [events, payloads].concat();
        let at = at.index(both.len());
        both[at] ^= 1 << bit;
        let dir = laid(&after, &both[..events.len()], &both[events.len()..]);
        let report = verify_directory(dir.path(), false, |_| ()).unwrap();
        prop_assert!(!report.faults.is_empty(), "bit {bit} of byte {at}");
        let in_headers = at < events.len();
        let named = report.faults.iter().any(|fault| {
            fault.file.ends_with(if in_headers { EVENTS } else { PAYLOADS })
                && (in_headers || fault.event.as_ref().is_some_and(|id| *id != EventId::from_bytes(&[0; 16])))
        });
        prop_assert!(named, "the file is not named: {:?}", report.faults);
    }

    #[test]
    fn what_opening_accepts_after_a_flip_is_what_was_written(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let (_, after) = one_then_one();
        let mut events = file(&after, EVENTS).to_vec();
        let at = at.index(events.len());
        events[at] ^= 1 << bit;
        // Without a checkpoint all lines are read; with it, those from the last commit on.
        for checkpoint in [&Vec::new(), &after] {
            let dir = laid(checkpoint, &events, file(&after, PAYLOADS));
            if let Ok((ledger, report)) = open(dir.path()) {
                prop_assert_eq!(report.cut, None);
                prop_assert_eq!(fs::read(dir.path().join(EVENTS)).unwrap(), &*events);
                let found = ledger.verify(false, |_| ()).unwrap().faults.len()
                    + ledger.read_from(Position(0)).filter(Result::is_err).count();
                // Only the last line has nothing after it that names its hash; the checkpoint does.
                let last = events.len() - 1 - events[..events.len() - 1].iter().rev().position(|b| *b == b'\n').unwrap();
                prop_assert!(found > 0 || (checkpoint.is_empty() && at >= last), "byte {} bit {}", at, bit);
            }
        }
    }
}
