//! What is written: a sequence of commits that is known beforehand, so that whatever is read back can be
//! compared with what was written, without asking the writer.

use dateline_core::article::{Metadata, Revision};
use dateline_core::event::{Event, MetadataSet, OperationBegun, Recorded, RecordedAt};
use dateline_core::id::{ArticleId, CommitId, EventId, OperationNumber, Position, Sha256Hex};
use dateline_store::{Ledger, NewCommit, NewEvent, SegmentLimits};

/// Small, so that many segments are begun.
pub(crate) const LIMITS: SegmentLimits = SegmentLimits { events_bytes: 6000, payloads_bytes: 6000 };

/// Three commits in a row have 1, 2 and 3 events.
const IN_THREE: u64 = 6;

/// How many commits stand before a position; `None` if it stands within one.
pub(crate) fn commits_before(position: Position) -> Option<u64> {
    let more = match position.0 % IN_THREE {
        0 => 0,
        1 => 1,
        3 => 2,
        _ => return None,
    };
    Some(position.0 / IN_THREE * 3 + more)
}

/// The commit with this number, from 0.
pub(crate) fn commit(number: u64) -> NewCommit {
    let events = (0..=number % 3).map(|index| NewEvent {
        id: EventId::from_bytes(&bytes("event", number, index)),
        salt: bytes("salt", number, index),
        event: event(number, index),
    });
    NewCommit {
        operation: OperationNumber(number / 5 + 1),
        commit: CommitId::from_bytes(&bytes("commit", number, 0)),
        recorded_at: recorded_at(1_400_000_000 + number),
        actor: String::new(),
        events: events.collect(),
    }
}

/// The commits from this number on.
pub(crate) fn group(first: u64, commits: u64) -> Vec<NewCommit> {
    (first..first + commits).map(commit).collect()
}

/// An instant, in seconds since 1970.
pub(crate) fn recorded_at(seconds: u64) -> RecordedAt {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Days are counted within one month: a year of commits is more than anyone waits for.
    let text = format!(
        "2014-05-{:02}T{:02}:{:02}:{:02}Z",
        days % 28 + 1,
        second / 3600,
        second / 60 % 60,
        second % 60
    );
    text.try_into().unwrap_or_else(|_| unreachable!("it is written as an instant is"))
}

fn event(number: u64, index: u64) -> Event {
    let article = ArticleId::from_first_capture(&Sha256Hex::of(&(number % 7).to_le_bytes()));
    match index {
        0 => Event::OperationBegun(OperationBegun::new("write", vec![number.to_string()])),
        1 => {
            let times = usize::try_from(number % 23).unwrap_or(0);
            let text = format!("Ferry {number} sails.\n{}", "It carries the mail. ".repeat(times));
            let sha256 = Sha256Hex::of(text.as_bytes());
            Event::Revision(Revision { article, sha256, text, masked: Vec::new(), embedded: Vec::new() })
        }
        _ => {
            let metadata = Metadata { title: Some(format!("Ferry {number}")), ..Metadata::default() };
            Event::MetadataSet(MetadataSet { article, metadata, story: None })
        }
    }
}

fn bytes(what: &str, number: u64, index: u64) -> [u8; 32] {
    let digest = Sha256Hex::of_parts(what, &[&number.to_le_bytes(), &index.to_le_bytes()]);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(&digest.as_str().as_bytes()[..32]);
    bytes
}

/// Whether an event is the one that was written at its position.
pub(crate) fn is_as_written(recorded: &Recorded) -> bool {
    let Recorded { header, event } = recorded;
    let commits = (0..=2).find_map(|back| {
        let first = header.seq.0.checked_sub(back)?;
        commits_before(Position(first)).map(|number| (number, back))
    });
    let Some((number, index)) = commits else { return false };
    let commit = commit(number);
    let Some(new) = usize::try_from(index).ok().and_then(|index| commit.events.get(index)) else {
        return false;
    };
    header.commit == commit.commit
        && header.id == new.id
        && header.op == commit.operation
        && header.recorded_at == commit.recorded_at
        && header.actor == commit.actor
        && header.kind == new.event.kind()
        && u64::from(header.index) == index
        && header.count as usize == commit.events.len()
        && *event == new.event
}

/// Reads everything; gives how many commits there are.
///
/// # Errors
/// In words, if something cannot be read or is not what was written.
pub(crate) fn read_all(ledger: &Ledger) -> Result<u64, String> {
    for recorded in ledger.read_from(Position(0)) {
        let recorded = recorded.map_err(|error| error.to_string())?;
        if !is_as_written(&recorded) {
            return Err(format!("the event at position {} is not the one written", recorded.header.seq));
        }
    }
    let end = ledger.head().next;
    commits_before(end).ok_or_else(|| format!("the ledger ends within a commit, at position {end}"))
}
