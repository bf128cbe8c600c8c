//! What is known of an article: its captures, its revisions, its metadata, its current reading.

use super::{Digest, Told};
use crate::ledger::PayloadPlace;
use dateline_core::article::{Captured, Metadata, Stated};
use dateline_core::assertion::AssertionCount;
use dateline_core::assertion::Extraction;
use dateline_core::edtf::Edtf;
use dateline_core::event::{Header, RecordedAt};
use dateline_core::id::{ArticleId, OperationNumber, Position, Sha256Hex, StoryName};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
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
    /// Its captures: in the order in which they were published, where their dates tell it, else in that of recording.
    pub captures: Vec<CaptureRecord>,
    /// Its texts, in the order of their captures: what [`ArticleRecord::revisions`] is made of.
    texts: Vec<Text>,
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
    /// When the page itself says that it was published and changed.
    pub stated: Stated,
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

/// A text, and where the capture stands that it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Text {
    of: Option<Position>,
    record: RevisionRecord,
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
    pub count: AssertionCount,
    /// Where its payload stands in the ledger's files.
    pub payload: PayloadPlace,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// The operation that recorded it.
    pub operation: OperationNumber,
}

/// Articles by id: all of them, or those that some events name.
pub(crate) type Articles = BTreeMap<ArticleId, ArticleRecord>;

impl CaptureRecord {
    /// When what was captured was published: as the page itself says, else as was told with it.
    pub fn dated(&self) -> Option<&Edtf> {
        self.stated.at().or(self.metadata.published.as_ref())
    }
}

impl ArticleRecord {
    /// Where among the captures one belongs that was published at `dated`: before the first that was certainly
    /// published later, else last. What was captured later may have been published before.
    pub fn place_of(&self, dated: Option<&Edtf>) -> usize {
        let is_later = |it: &CaptureRecord| {
            dated.zip(it.dated()).is_some_and(|(this, other)| this.order(other) == Some(Ordering::Less))
        };
        self.captures.iter().position(is_later).unwrap_or(self.captures.len())
    }

    /// Its text versions, in the order of their captures. A text that comes twice running is one version: what was
    /// captured in two workspaces, or again after an undoing that was taken back.
    pub fn revisions(&self) -> impl DoubleEndedIterator<Item = &RevisionRecord> {
        let before = |at: usize| at.checked_sub(1).map(|at| &self.texts[at].record.sha256);
        let records = self.texts.iter().map(|text| &text.record).enumerate();
        records.filter(move |(at, record)| before(*at) != Some(&record.sha256)).map(|(_, record)| record)
    }

    /// Its newest text.
    pub fn newest(&self) -> Option<&RevisionRecord> {
        self.revisions().next_back()
    }

    /// The first of its text versions with this text.
    pub fn revision(&self, sha256: &Sha256Hex) -> Option<&RevisionRecord> {
        self.revisions().find(|revision| revision.sha256 == *sha256)
    }

    /// The text that was made of a capture.
    pub fn text_of(&self, capture: &CaptureRecord) -> Option<&RevisionRecord> {
        self.texts.iter().find(|text| text.of == Some(capture.position)).map(|text| &text.record)
    }

    /// Puts a text where its capture stands: the one that was recorded last. A further text of it was decided to hold,
    /// and is the newest.
    fn add_text(&mut self, record: RevisionRecord) {
        let own = self.captures.iter().enumerate().max_by_key(|(_, capture)| capture.position);
        let own = own.filter(|(_, capture)| self.text_of(capture).is_none());
        let of = own.map(|(_, capture)| capture.position);
        // The captures that come after it, and with them their texts.
        let later: BTreeSet<Position> =
            own.map_or(&[][..], |(at, _)| &self.captures[at + 1..]).iter().map(|it| it.position).collect();
        let is_later = |text: &Text| text.of.is_some_and(|of| later.contains(&of));
        let place = self.texts.iter().position(is_later).unwrap_or(self.texts.len());
        self.texts.insert(place, Text { of, record });
    }

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
            texts: Vec::new(),
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
                let Captured { story, metadata, capture, stated, .. } = &**captured;
                let capture = CaptureRecord {
                    sha256: capture.sha256.clone(),
                    source: capture.source.clone(),
                    length_bytes: capture.length_bytes,
                    charset: capture.charset.clone(),
                    charset_estimated: capture.charset_estimated,
                    story: story.clone(),
                    metadata: metadata.clone(),
                    stated: stated.clone(),
                    recorded_at,
                    operation,
                    position,
                };
                let place = record.place_of(capture.dated());
                record.captures.insert(place, capture);
                let given = record.captures.iter().map(|capture| &capture.metadata);
                record.captured_metadata = given.fold(Metadata::default(), Metadata::overridden_by);
                record.settle();
            }
            Told::Revision { sha256, length_bytes, .. } => record.add_text(RevisionRecord {
                sha256: sha256.clone(),
                length_bytes: *length_bytes,
                position,
                payload: PayloadPlace::of(header),
                recorded_at,
                operation,
            }),
            Told::Extracted { revision, extractor, count, .. } => {
                record.extraction = None;
                record.reading = Some(ReadingRecord {
                    position,
                    revision: revision.clone(),
                    extractor: extractor.clone(),
                    count: *count,
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
        let last = self.captures.iter().max_by_key(|capture| capture.position);
        let captured = last.map(|capture| &capture.story);
        self.story = self.set_story.as_ref().or(captured).cloned().unwrap_or_else(StoryName::inbox);
    }
}
