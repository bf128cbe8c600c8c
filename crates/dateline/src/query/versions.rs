//! The versions of an article: its texts with what was said of it, each as the present program reads it.

use super::Query;
use crate::error::Error;
use crate::reading::{self, ToRead};
use crate::row::Place;
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::{Assertion, Extraction, Subject};
use dateline_core::edits::{FactEdits, TextEdits, fact_edits, text_edits};
use dateline_core::id::Sha256Hex;
use dateline_core::text::{ByteSpan, LineIndex};
use dateline_store::{ArticleRecord, CaptureRecord, RevisionRecord};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A text of an article with what was said of it: the text, or what is known of the article, differs from before.
#[derive(Debug, Clone)]
pub(super) struct Version<'r> {
    /// Counted from 1.
    pub(super) number: usize,
    pub(super) capture: &'r CaptureRecord,
    pub(super) revision: &'r RevisionRecord,
    /// What was said of the article up to it: what is not said again still holds.
    pub(super) known: Metadata,
}

/// The versions of an article, in the order of its captures.
pub(super) fn versions(record: &ArticleRecord) -> Vec<Version<'_>> {
    let mut found: Vec<Version<'_>> = Vec::new();
    let mut known = Metadata::default();
    for capture in &record.captures {
        known = known.overridden_by(&capture.metadata);
        let Some(revision) = record.text_of(capture) else { continue };
        match found.last_mut() {
            // Bytes that were taken again were not edited, though they may have been read otherwise.
            Some(before) if before.capture.sha256 == capture.sha256 => {
                before.revision = revision;
                before.known.clone_from(&known);
            }
            Some(before) if before.revision.sha256 == revision.sha256 && before.known == known => {}
            _ => {
                found.push(Version { number: found.len() + 1, capture, revision, known: known.clone() });
            }
        }
    }
    found
}

/// A version with its text and its reading.
#[derive(Debug)]
pub(super) struct Read<'r> {
    pub(super) version: Version<'r>,
    pub(super) revision: Rc<Revision>,
    pub(super) reading: Rc<Extraction>,
}

/// Two versions side by side.
#[derive(Debug)]
pub(super) struct Compared {
    /// What differs between their texts.
    pub(super) edits: TextEdits,
    /// Which facts.
    pub(super) facts: FactEdits,
}

impl Read<'_> {
    pub(super) fn compared_with(&self, other: &Read<'_>) -> Compared {
        let edits = text_edits(&self.revision, &other.revision);
        let facts = fact_edits(&self.reading, &other.reading, &edits);
        Compared { edits, facts }
    }

    pub(super) fn subject(&self, assertion: &Assertion) -> Option<&Subject> {
        self.reading.subjects.get(assertion.subject)
    }
}

/// A text with its lines.
pub(super) struct Texts<'r> {
    revision: &'r Revision,
    lines: LineIndex,
}

impl<'r> Texts<'r> {
    pub(super) fn of(read: &'r Read<'_>) -> Self {
        Self { revision: &read.revision, lines: LineIndex::new(&read.revision.text) }
    }

    pub(super) fn words(&self, span: ByteSpan) -> Result<&'r str, Error> {
        let article = &self.revision.article;
        span.slice(&self.revision.text)
            .ok_or_else(|| Error::Inconsistent(format!("{span:?} is no place in a text of {article}")))
    }

    pub(super) fn place(&self, span: ByteSpan) -> Result<Place, Error> {
        Ok(Place {
            article: self.revision.article.clone(),
            sha256: self.revision.sha256.clone(),
            start_byte: span.start_byte,
            end_byte: span.end_byte,
            line: self.lines.line_of(span.start_byte),
            quote: self.words(span)?.to_owned(),
        })
    }
}

impl Query<'_> {
    /// Versions of an article with their texts and readings, each text read once for all that one asks.
    pub(super) fn read_versions<'r>(
        &self,
        record: &ArticleRecord,
        versions: &[Version<'r>],
    ) -> Result<Vec<Read<'r>>, Error> {
        let texts = versions
            .iter()
            .map(|version| self.text(record, &version.revision.sha256))
            .collect::<Result<Vec<Rc<Revision>>, Error>>()?;
        let mut known = self.readings.borrow_mut();
        let known = known.entry(record.article.clone()).or_default();
        let unread: BTreeMap<&Sha256Hex, &Rc<Revision>> = texts
            .iter()
            .filter(|text| !known.contains_key(&text.sha256))
            .map(|text| (&text.sha256, text))
            .collect();
        let to_read: Vec<ToRead<'_>> = unread
            .values()
            .map(|revision| ToRead { article: &record.article, revision, metadata: &record.metadata })
            .collect();
        let fresh = reading::read(&to_read)?.into_iter();
        known.extend(fresh.map(|reading| (reading.revision.clone(), Rc::new(reading))));
        let read = versions.iter().cloned().zip(texts).map(|(version, revision)| {
            let reading = Rc::clone(&known[&revision.sha256]);
            Read { version, revision, reading }
        });
        Ok(read.collect())
    }
}
