//! Events: what the ledger holds. One closed enum; a header line per event, its payload apart.

use crate::article::{Captured, Metadata, Revision};
use crate::assertion::Extraction;
use crate::fetch::{ArticleAbsent, FetchFailed, Fetched, PageMissing};
use crate::id::{ArticleId, CommitId, EventId, OperationNumber, Position, Sha256Hex, StoryName};
use crate::judgement::Judgement;
pub use crate::recorded::RecordedAt;
use serde::{Deserialize, Serialize};

/// Something that happened in the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// A command of the user began to write.
    OperationBegun(OperationBegun),
    /// Bytes were obtained.
    Captured(Captured),
    /// A version of an article's text.
    Revision(Revision),
    /// A reading of a revision; it supersedes the article's earlier readings.
    Extracted(Extraction),
    /// Someone told what was not known of an article.
    MetadataSet(MetadataSet),
    /// A reviewer judged. The header names the reviewer.
    Judged(Judgement),
    /// An operation counts no more; an undoing too can be undone.
    Undone(Undone),
    /// Commits of another workspace were taken in. This concerns one workspace alone and is not taken in itself.
    Imported(Imported),
    /// An address was asked, and a page came.
    Fetched(Fetched),
    /// An address was asked, and nothing was learned.
    FetchFailed(FetchFailed),
    /// An address was asked, and there is no such page.
    PageMissing(PageMissing),
    /// An address was asked, and the page that came is without the article.
    ArticleAbsent(ArticleAbsent),
}

impl Event {
    /// Every kind of event, in the version that is written today. Earlier versions are read as well: the
    /// ledger brings them up to these.
    pub const KINDS: [&'static str; 12] = [
        "operation_begun/2",
        "captured/2",
        "revision/1",
        "extracted/1",
        "metadata_set/1",
        "judged/1",
        "undone/1",
        "imported/1",
        "fetched/1",
        "fetch_failed/1",
        "page_missing/1",
        "article_absent/1",
    ];

    /// The article of which it tells what it says or what is known of it, if it does. What was observed at an
    /// address is told of the address.
    pub fn article(&self) -> Option<&ArticleId> {
        match self {
            Self::Captured(it) => Some(&it.article),
            Self::Revision(it) => Some(&it.article),
            Self::Extracted(it) => Some(&it.article),
            Self::MetadataSet(it) => Some(&it.article),
            Self::OperationBegun(_)
            | Self::Judged(_)
            | Self::Undone(_)
            | Self::Imported(_)
            | Self::Fetched(_)
            | Self::FetchFailed(_)
            | Self::PageMissing(_)
            | Self::ArticleAbsent(_) => None,
        }
    }

    /// The kind and version as the header names it ("captured/2").
    pub fn kind(&self) -> &'static str {
        match self {
            Self::OperationBegun(_) => "operation_begun/2",
            Self::Captured(_) => "captured/2",
            Self::Revision(_) => "revision/1",
            Self::Extracted(_) => "extracted/1",
            Self::MetadataSet(_) => "metadata_set/1",
            Self::Judged(_) => "judged/1",
            Self::Undone(_) => "undone/1",
            Self::Imported(_) => "imported/1",
            Self::Fetched(_) => "fetched/1",
            Self::FetchFailed(_) => "fetch_failed/1",
            Self::PageMissing(_) => "page_missing/1",
            Self::ArticleAbsent(_) => "article_absent/1",
        }
    }
}

/// What a command is and how it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationBegun {
    /// The verb ("ingest", "articles set").
    pub command: String,
    /// Its arguments as given.
    pub arguments: Vec<String>,
    /// Where its instants come from; `None` where that was not recorded (version 1 of this event).
    pub clock: Option<ClockSource>,
    /// Where its ids and salts come from; `None` where that was not recorded (version 1 of this event).
    pub ids: Option<IdOrigin>,
}

impl OperationBegun {
    /// A command, without word of where its instants and ids come from.
    pub fn new(command: impl Into<String>, arguments: Vec<String>) -> Self {
        Self { command: command.into(), arguments, clock: None, ids: None }
    }
}

/// Where the instants of an operation come from: what its `recorded_at` is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSource {
    /// The machine's clock.
    System,
    /// An instant that was given, for a test or to repeat a run: no evidence of when it happened.
    Fixed,
}

/// Where the ids and salts of an operation come from: whether its headers keep the secret of erased texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdOrigin {
    /// The operating system's random source.
    Random,
    /// A repeatable sequence, for a test: whoever knows the seed can confirm a guess at an erased text.
    Seeded,
}

/// Metadata told later. Re-reads the article; never a change in reporting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadataSet {
    /// The article.
    pub article: ArticleId,
    /// The fields that are set replace what was known.
    pub metadata: Metadata,
    /// A new story, if it moves.
    pub story: Option<StoryName>,
}

/// That an operation counts no more. Nothing is removed: what it recorded is left out of what is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The operation, by its first commit: numbers differ between workspaces that were merged.
    pub begun_by: CommitId,
    /// Why, in the words of whoever undid it.
    pub reason: Option<String>,
}

/// Which commits of another workspace follow, and what their headers said there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// SHA-256 of the last header line of the ledger that they come from.
    pub head: Sha256Hex,
    /// The commits, in order.
    pub commits: Vec<TakenIn>,
}

/// A commit of another workspace, as it was recorded there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    /// The commit.
    pub commit: CommitId,
    /// The operation there.
    pub operation: OperationNumber,
    /// When it was recorded there.
    pub recorded_at: RecordedAt,
}

/// One header line of the ledger. Canonical JSON (RFC 8785). No text, title, quote or file name stands
/// here, and no digest of one: those live in the payload, which can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Format of the line: 1.
    pub v: u32,
    /// Place in the ledger.
    pub seq: Position,
    /// Kind and version of the event ("captured/2").
    #[serde(rename = "type")]
    pub kind: String,
    /// The operation.
    pub op: OperationNumber,
    /// The commit.
    pub commit: CommitId,
    /// Place in the commit, from 0.
    pub index: u32,
    /// How many events the commit has.
    pub count: u32,
    /// The event's id: random.
    pub id: EventId,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// SHA-256 of the previous header line without its line end; of nothing for the first.
    pub prev: Sha256Hex,
    /// Who: a reviewer's name, or empty where no name was given.
    pub actor: String,
    /// The program and its version.
    pub tool: String,
    /// SHA-256 of salt and stored payload bytes.
    pub payload_commit: Sha256Hex,
    /// Where the payload's frame starts in the payload file of the same segment, in bytes.
    pub payload_offset_bytes: u64,
    /// Length of the whole frame, in bytes.
    pub payload_length_bytes: u64,
}

/// An event as read back from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its header.
    pub header: Header,
    /// The event.
    pub event: Event,
}
