//! What is known of an article: its captures, its revisions, its metadata, its current reading.

use super::{Digest, Told};
use crate::ledger::PayloadPlace;
use dateline_core::article::Metadata;
use dateline_core::assertion::Extraction;
use dateline_core::event::{Header, RecordedAt};
use dateline_core::id::{ArticleId, OperationNumber, Position, Sha256Hex, StoryName};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything known of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// The article.
    pub article: ArticleId,
    /// The story it belongs to: the one set last, else the one it was last captured for.
    pub story: StoryName,
    /// What holds: what was captured (a later capture adds to and replaces an earlier one's), overridden
    /// by what was set.
    pub metadata: Metadata,
    /// What the captures gave.
    pub captured_metadata: Metadata,
    /// What was set afterwards.
    pub set_metadata: Metadata,
    /// The story that was set afterwards, if one was.
    pub set_story: Option<StoryName>,
    /// Its captures, in order of recording.
    pub captures: Vec<CaptureRecord>,
    /// Its text versions, in order of recording. A text that is recorded twice running is one version: what was
    /// captured in two workspaces, or again after an undoing that was taken back.
    pub revisions: Vec<RevisionRecord>,
    /// Its current reading: where it stands.
    pub reading: Option<ReadingRecord>,
    /// Its current reading. Views keep it out of their values: it is read from the ledger.
    #[serde(skip)]
    pub extraction: Option<Extraction>,
    /// When it was first recorded.
    pub recorded_at: RecordedAt,
    /// The operation that first recorded it.
    pub operation: OperationNumber,
    /// Whether every operation that captured it was undone: then nobody is shown it.
    pub(crate) hidden: bool,
}

/// Bytes as obtained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureRecord {
    /// SHA-256 of the bytes.
    pub sha256: Sha256Hex,
    /// Where they came from, as given.
    pub source: String,
    /// How many bytes.
    pub length_bytes: u64,
    /// The charset they were decoded from.
    pub charset: String,
    /// Whether the charset was estimated from the bytes.
    pub charset_estimated: bool,
    /// The story they were captured for.
    pub story: StoryName,
    /// The metadata that came with them.
    pub metadata: Metadata,
    /// When they were recorded.
    pub recorded_at: RecordedAt,
    /// The operation that recorded them.
    pub operation: OperationNumber,
    /// Where the event stands.
    pub position: Position,
}

/// A version of an article's text; the text itself is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionRecord {
    /// SHA-256 of the text.
    pub sha256: Sha256Hex,
    /// Length of the text in bytes.
    pub length_bytes: u64,
    /// Where the event with the text stands.
    pub position: Position,
    /// Where its payload stands in the ledger's files.
    pub payload: PayloadPlace,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// The operation that recorded it.
    pub operation: OperationNumber,
}

/// Where an article's current reading stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingRecord {
    /// Where the event stands.
    pub position: Position,
    /// SHA-256 of the text that was read.
    pub revision: Sha256Hex,
    /// The extractor that read it.
    pub extractor: String,
    /// How many assertions it gave.
    pub assertions: u64,
    /// Where its payload stands in the ledger's files.
    pub payload: PayloadPlace,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// The operation that recorded it.
    pub operation: OperationNumber,
}

/// Articles by id: all of them, or those that some events name.
pub(crate) type Articles = BTreeMap<ArticleId, ArticleRecord>;

impl ArticleRecord {
    /// An article of which nothing is known but that an event names it.
    fn named_by(header: &Header, article: &ArticleId) -> Self {
        Self {
            article: article.clone(),
            story: StoryName::inbox(),
            metadata: Metadata::default(),
            captured_metadata: Metadata::default(),
            set_metadata: Metadata::default(),
            set_story: None,
            captures: Vec::new(),
            revisions: Vec::new(),
            reading: None,
            extraction: None,
            recorded_at: header.recorded_at.clone(),
            operation: header.op,
            hidden: false,
        }
    }

    /// Folds an event into the record of the article it is about. The reading itself is left to those who
    /// have a place for it: only where it stands is taken down.
    ///
    /// What `undone` operations recorded is left out; an article that only those had captured is hidden.
    pub(crate) fn fold(articles: &mut Articles, digest: &Digest, undone: &BTreeSet<OperationNumber>) {
        let Digest { header, told } = digest;
        let Some(id) = digest.article() else { return };
        if undone.contains(&header.op) {
            return;
        }
        let record = articles.entry(id.clone()).or_insert_with(|| Self::named_by(header, id));
        let (recorded_at, operation, position) = (header.recorded_at.clone(), header.op, header.seq);
        match told {
            Told::Begun(_) | Told::Judged(_) | Told::Undone(_) | Told::Imported | Told::Observed(_) => {}
            Told::Captured(captured) => {
                let capture = &captured.capture;
                record.captured_metadata =
                    std::mem::take(&mut record.captured_metadata).overridden_by(&captured.metadata);
                record.captures.push(CaptureRecord {
                    sha256: capture.sha256.clone(),
                    source: capture.source.clone(),
                    length_bytes: capture.length_bytes,
                    charset: capture.charset.clone(),
                    charset_estimated: capture.charset_estimated,
                    story: captured.story.clone(),
                    metadata: captured.metadata.clone(),
                    recorded_at,
                    operation,
                    position,
                });
                record.settle();
            }
            Told::Revision { sha256, .. }
                if record.revisions.last().is_some_and(|it| it.sha256 == *sha256) => {}
            Told::Revision { sha256, length_bytes, .. } => record.revisions.push(RevisionRecord {
                sha256: sha256.clone(),
                length_bytes: *length_bytes,
                position,
                payload: PayloadPlace::of(header),
                recorded_at,
                operation,
            }),
            Told::Extracted { revision, extractor, assertions, .. } => {
                record.extraction = None;
                record.reading = Some(ReadingRecord {
                    position,
                    revision: revision.clone(),
                    extractor: extractor.clone(),
                    assertions: *assertions,
                    payload: PayloadPlace::of(header),
                    recorded_at,
                    operation,
                });
            }
            Told::MetadataSet(set) => {
                record.set_metadata = std::mem::take(&mut record.set_metadata).overridden_by(&set.metadata);
                record.set_story = set.story.clone().or(record.set_story.take());
                record.settle();
            }
        }
        record.hidden = !undone.is_empty() && record.captures.is_empty();
    }

    /// Brings what holds up to what was captured and set.
    fn settle(&mut self) {
        self.metadata = self.captured_metadata.clone().overridden_by(&self.set_metadata);
        let captured = self.captures.last().map(|capture| &capture.story);
        self.story = self.set_story.as_ref().or(captured).cloned().unwrap_or_else(StoryName::inbox);
    }
}
