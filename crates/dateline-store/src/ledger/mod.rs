//! The ledger: what happened, in order, for good.
//!
//! Two files a segment: header lines (`NNNNNNNN.events`) and payload frames (`NNNNNNNN.payloads`).
//! A header line commits to the one before it and to its payload; a payload is a salted, framed,
//! compressed [`Event`]. `docs/formats/ledger.md` gives every byte.

mod append;
mod chain;
mod checkpoint;
mod export;
mod failing;
#[cfg(test)]
pub(crate) mod fixtures;
mod foreign;
mod frame;
mod header;
mod import;
mod plain;
mod read;
mod recover;
mod scan;
mod segment;
mod stored;
#[cfg(test)]
mod tests;
mod upcast;
mod verify;

use dateline_core::event::{Event, RecordedAt};
use dateline_core::id::{CommitId, EventId, OperationNumber, Position, Sha256Hex};
use std::io;
use std::path::{Path, PathBuf};

pub use checkpoint::LostCheckpoint;
pub use export::ExportError;
pub use foreign::Foreign;
pub use frame::SALT_BYTES;
pub(crate) use frame::Unpacker;
pub use import::{ImportError, Imported, check_export};
pub use read::Events;
pub use recover::{Cut, OpenReport};
pub use segment::SegmentLimits;
pub use stored::PayloadPlace;
pub(crate) use stored::{Payloads, Stored};
pub use verify::{Check, Fault, SetBack, VerifyReport, verify_directory};

use segment::{Segment, SegmentNumber};

/// What stands in each header as the program that wrote it.
pub const TOOL: &str = concat!("dateline/", env!("CARGO_PKG_VERSION"));

/// The ledger of one workspace, open. Whoever has it open holds the workspace's lock.
#[derive(Debug)]
pub struct Ledger {
    dir: PathBuf,
    limits: SegmentLimits,
    /// Every segment in order, with the position of its first event. The last one takes new events.
    segments: Vec<Segment>,
    /// How much of the last segment's files is acknowledged.
    tail: Tail,
    head: Head,
    writer: Option<append::Writer>,
    /// Why nothing more can be appended, if so.
    poisoned: Option<String>,
    /// The checkpoint last written, if any.
    checkpoint: Option<checkpoint::Checkpoint>,
    failing: failing::Failing,
    /// What encodes events, one for each thread.
    encoders: Vec<frame::Encoder>,
}

/// Acknowledged lengths of a segment's files, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tail {
    events_bytes: u64,
    payloads_bytes: u64,
}

/// Where the ledger ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Where the next event will stand; also how many events there are.
    pub next: Position,
    /// SHA-256 of the last header line without its line end; of nothing while there is none.
    pub hash: Sha256Hex,
    /// The last operation; 0 while there is none.
    pub operation: OperationNumber,
}

impl Head {
    /// The head of a ledger without events.
    pub fn empty() -> Self {
        Self { next: Position(0), hash: Sha256Hex::of(b""), operation: OperationNumber(0) }
    }
}

/// Where a writer expects the ledger to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedPosition {
    /// Wherever it ends.
    Any,
    /// The next event stands here.
    At(Position),
}

/// Events that become visible together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommit {
    /// The operation it belongs to: that of the head, or a later one.
    pub operation: OperationNumber,
    /// Its id: random.
    pub commit: CommitId,
    /// When it is recorded.
    pub recorded_at: RecordedAt,
    /// Who records it; empty where no name was given.
    pub actor: String,
    /// The events, at least one.
    pub events: Vec<NewEvent>,
}

/// An event to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Its id: random.
    pub id: EventId,
    /// Random bytes, so that the header's commitment confirms no guessed text.
    pub salt: [u8; SALT_BYTES],
    /// What happened.
    pub event: Event,
}

/// The acknowledgement of a commit: it is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The commit.
    pub commit: CommitId,
    /// Its operation.
    pub operation: OperationNumber,
    /// Where its first event stands.
    pub first: Position,
    /// Where its last event stands.
    pub last: Position,
}

/// Why the ledger could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file system said no. What was acknowledged before is untouched.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// What stands in the ledger is not what was written there.
    #[error("{} is damaged ({place}): {what}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// Where in it.
        place: Place,
        /// What is wrong, in words.
        what: String,
    },
    /// Someone else appended first.
    #[error("the ledger ends at position {actual}, not at {expected} as expected")]
    Conflict {
        /// Where the writer expected the next event to stand.
        expected: Position,
        /// Where it would stand.
        actual: Position,
    },
    /// The commit cannot be written; nothing of its group was.
    #[error("commit {commit} cannot be recorded: {why}")]
    Unwritable {
        /// The commit.
        commit: CommitId,
        /// Why, in words.
        why: String,
    },
    /// An earlier write failed and could not be taken back. Opening the workspace again repairs it.
    #[error("the ledger takes no more events since a write failed ({why}); open the workspace again")]
    Poisoned {
        /// What failed.
        why: String,
    },
    /// A position behind the end was asked for.
    #[error("there is no event at position {asked}: the ledger ends at {end}")]
    NoSuchPosition {
        /// The position.
        asked: Position,
        /// Where the next event will stand.
        end: Position,
    },
    /// A newer program wrote an event of a kind this one does not know.
    #[error(
        "event {event} at position {at} is of kind {kind}, written by {tool}, and this program ({TOOL}) does not know that kind: nothing was changed; use a newer dateline"
    )]
    UnknownKind {
        /// Its position.
        at: Position,
        /// The event.
        event: EventId,
        /// Its kind and version.
        kind: String,
        /// The program that wrote it.
        tool: String,
    },
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line, counted from 1.
    Line(u64),
    /// A byte, counted from 0.
    Byte(u64),
    /// The file as a whole.
    Whole,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Byte(offset) => write!(f, "byte {offset}"),
            Self::Whole => write!(f, "as a whole"),
        }
    }
}

impl Ledger {
    /// Where the ledger ends.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The directory that holds it.
    pub fn directory(&self) -> &Path {
        &self.dir
    }

    /// Reads and checks everything; see [`verify_directory`].
    pub fn verify(&self, deep: bool, progress: impl FnMut(u64)) -> Result<VerifyReport, LedgerError> {
        verify_directory(&self.dir, deep, progress)
    }

    fn last_segment(&self) -> Option<&Segment> {
        self.segments.last()
    }

    fn segment_of(&self, position: Position) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.first <= position);
        self.segments.get(after.checked_sub(1)?)
    }

    fn events_file(&self, number: SegmentNumber) -> PathBuf {
        number.events_file(&self.dir)
    }

    fn payloads_file(&self, number: SegmentNumber) -> PathBuf {
        number.payloads_file(&self.dir)
    }
}
