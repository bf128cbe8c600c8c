//! What an input means to the store: a new article, a new text, news about a known one, or nothing.

use super::report::{IngestOutcome, IngestedArticle};
use crate::answer::Warning;
use crate::error::Error;
use crate::reading::{ToRead, words};
use dateline_capture::{CapturedText, Layers, url};
use dateline_core::article::{Capture, Captured, Metadata, Revision};
use dateline_core::assertion::{AssertionCount, Extraction};
use dateline_core::event::{Event, MetadataSet};
use dateline_core::fetch::Fetched;
use dateline_core::id::{ArticleId, Sha256Hex, StoryName};
use dateline_store::{ArticleRecord, CaptureRecord, Store};

/// What is to be done with an input.
#[derive(Debug)]
pub(super) struct Plan {
    outcome: IngestOutcome,
    captured: Captured,
    revision: Revision,
    /// What will be known of the article.
    metadata: Metadata,
    /// The story it will belong to.
    story: StoryName,
    /// What is said of it now and overrides what was set before, if anything.
    set: Option<MetadataSet>,
    /// Assertions of the present reading, where nothing is read.
    count: AssertionCount,
    /// Whether the bytes and their text are recorded.
    pub(super) is_text_new: bool,
    /// The text that stays the newest, where this one was published before it.
    newest: Option<Revision>,
    /// That it came from an address, to be recorded with it.
    pub(super) observed: Option<Fetched>,
    /// Of a new article: another with another text whose address is only written otherwise.
    pub(super) resembles: Option<ArticleId>,
}

/// Decides what an input means.
pub(super) fn plan(store: &Store, text: CapturedText, layers: &Layers) -> Result<Plan, Error> {
    let CapturedText { mut captured, mut revision, series, .. } = text;
    let mut told = layers.meta_row.metadata.clone().overridden_by(&layers.flags.metadata);
    let (record, resembles) = known(store, &captured, &revision)?;
    let Some(record) = record else {
        return Ok(Plan {
            resembles,
            outcome: IngestOutcome::Stored,
            metadata: captured.metadata.clone(),
            story: captured.story.clone(),
            set: None,
            observed: None,
            count: AssertionCount::default(),
            captured,
            revision,
            is_text_new: true,
            newest: None,
        });
    };
    captured.article = record.article.clone();
    revision.article = record.article.clone();
    // An address that is only written otherwise is no news.
    for url in [&mut captured.metadata.url, &mut told.url] {
        let is_twin = |known: &String| url.as_ref().is_some_and(|url| url::twins(url).contains(known));
        if let Some(known) = record.metadata.url.as_ref().filter(|known| is_twin(known)) {
            *url = Some(known.clone());
        }
    }
    let chosen = story_told(&captured, layers);
    let newest = record.newest();
    let same_bytes = record.captures.last().is_some_and(|last| last.sha256 == captured.capture.sha256);
    // The same bytes give another text if another version of this program reads them, which is no news, or if it
    // is told how to read them: then the text that was made of them is replaced.
    let is_told_how = layers.charset.is_some() || layers.kind.is_some();
    // What was published before the newest text, and is taken after it, leaves the newest what it is.
    let place = record.place_of(captured.dated());
    let is_former = place < record.captures.len();
    let is_known = match (same_bytes, is_former) {
        (true, _) => !is_told_how,
        (false, true) => {
            !is_told_how && record.captures.iter().any(|it| it.sha256 == captured.capture.sha256)
        }
        (false, false) => was_captured(&record, &captured, series.as_deref()),
    };
    let before = &record.captures[..place];
    let text_before = if is_former { before.last().and_then(|it| record.text_of(it)) } else { newest };
    let same_text = text_before.is_some_and(|before| before.sha256 == revision.sha256);
    // A file in which the same text has another date is kept: what comes between the two may be taken later.
    let is_dated_anew = layers.fetched_from.is_none()
        && series.is_none()
        && before.last().is_some_and(|it| captured.stated.at().is_some_and(|at| it.stated.at() != Some(at)));
    let is_said_otherwise = says_else(before, &captured, &told);
    let is_text_new = !is_known && (!same_text || is_dated_anew || is_said_otherwise);
    // What is told of a former revision is told of it alone; and what was told with it before is no news.
    let was_told = |it: &CaptureRecord| {
        it.sha256 == captured.capture.sha256 && it.metadata.clone().overridden_by(&told) == it.metadata
    };
    if (is_former && is_text_new) || (!same_bytes && !is_text_new && record.captures.iter().any(was_told)) {
        told = Metadata::default();
    }
    if let Some(newest) = newest.filter(|it| !is_text_new && it.sha256 != revision.sha256) {
        revision = store.revision_text(newest)?;
    }
    let newest_text =
        newest.filter(|_| is_text_new && is_former).map(|it| store.revision_text(it)).transpose()?;
    // What will hold once the capture is recorded, and what must still be set so that what is said now
    // holds over what was set before.
    let recorded = if is_text_new {
        known_by(
            before
                .iter()
                .map(|it| &it.metadata)
                .chain([&captured.metadata])
                .chain(record.captures[place..].iter().map(|it| &it.metadata)),
        )
        .overridden_by(&record.set_metadata)
    } else {
        record.metadata.clone()
    };
    let metadata = recorded.clone().overridden_by(&told);
    let new_story = chosen.filter(|name| *name != record.story);
    captured.story = new_story.clone().unwrap_or_else(|| record.story.clone());
    let set_story = new_story.clone().filter(|_| !is_text_new || record.set_story.is_some());
    let set = (metadata != recorded || set_story.is_some()).then(|| MetadataSet {
        article: record.article.clone(),
        metadata: told,
        story: set_story,
    });
    let outcome = match (is_text_new, &set) {
        (true, _) if !same_bytes && (!same_text || is_said_otherwise) => IngestOutcome::Revised,
        (false, None) => IngestOutcome::AlreadyStored,
        _ => IngestOutcome::Reread,
    };
    let count = record.reading.map(|reading| reading.count).unwrap_or_default();
    Ok(Plan {
        outcome,
        story: captured.story.clone(),
        captured,
        revision,
        metadata,
        set,
        count,
        is_text_new,
        newest: newest_text,
        observed: None,
        resembles: None,
    })
}

/// Whether the capture is recorded, though the article was captured again after it. The newest capture of the same
/// file is: what was there before and is there again is news. An archive has many captures of a page, of which
/// those are recorded that differ from the one before; so the newest is looked for that was made no later.
fn was_captured(record: &ArticleRecord, captured: &Captured, series: Option<&str>) -> bool {
    let Capture { source, sha256, .. } = &captured.capture;
    let mut earlier = record.captures.iter();
    let Some(series) = series else {
        return earlier.rev().find(|it| it.source == *source).is_some_and(|it| it.sha256 == *sha256);
    };
    let no_later = earlier.clone().filter(|it| it.source.starts_with(series) && it.source <= *source);
    no_later.max_by_key(|it| &it.source).is_some_and(|it| it.sha256 == *sha256)
        || earlier.any(|it| it.source == *source && it.sha256 == *sha256)
}

/// Whether other bytes say something else of the article than was captured before: another headline, byline or date
/// over the same text. That is an edit, too; what is told beside the bytes is none.
fn says_else(before: &[CaptureRecord], captured: &Captured, told: &Metadata) -> bool {
    let former = known_by(before.iter().map(|it| &it.metadata));
    former.clone().overridden_by(&captured.metadata).overridden_by(told) != former.overridden_by(told)
}

/// What captures say of an article, in their order: a later one adds to and replaces what an earlier one says.
fn known_by<'m>(captures: impl Iterator<Item = &'m Metadata>) -> Metadata {
    captures.fold(Metadata::default(), Metadata::overridden_by)
}

/// The article that the capture is of: the one with its identity or, but for the scheme, with its address; else one with the
/// same text whose address is only written otherwise; else one captured from the same bytes of which no address was known.
/// Where there is none: an article with another text whose address is only written otherwise.
fn known(
    store: &Store,
    captured: &Captured,
    revision: &Revision,
) -> Result<(Option<ArticleRecord>, Option<ArticleId>), Error> {
    if let Some(record) = store.article(&captured.article)? {
        return Ok((Some(record), None));
    }
    let mut resembles = None;
    if let Some(address) = &captured.metadata.url {
        for twin in url::twins(address) {
            let Some(record) = store.article(&ArticleId::from_canonical_url(&twin))? else { continue };
            let same_text = || record.revision(&revision.sha256).is_some();
            if url::is_same_page(address, &twin) || same_text() {
                return Ok((Some(record), None));
            }
            resembles.get_or_insert(record.article);
        }
    }
    let Some(same_bytes) = store.has_capture(&captured.capture.sha256, None)? else {
        return Ok((None, resembles));
    };
    let record = store.article(&same_bytes)?;
    let record =
        record.filter(|record| record.metadata.url.is_none() || record.metadata.url == captured.metadata.url);
    Ok(if record.is_some() { (record, None) } else { (None, resembles) })
}

/// The story that was chosen for the capture, if one was: a directory's name and the inbox are what is
/// left where none was chosen.
fn story_told(captured: &Captured, layers: &Layers) -> Option<StoryName> {
    let fallback = layers.directory_story.clone().unwrap_or_else(StoryName::inbox);
    let told = layers.flags.story.as_ref().or(layers.meta_row.story.as_ref());
    told.cloned().or_else(|| (captured.story != fallback).then(|| captured.story.clone()))
}

impl Plan {
    /// Whether `text` may be of the same article.
    pub(super) fn may_meet(&self, text: &CapturedText) -> bool {
        let same = |id: &ArticleId, sha: &Sha256Hex| {
            *id == text.captured.article || *sha == text.captured.capture.sha256
        };
        let own = self.captured.metadata.url.as_ref();
        let is_twin = || {
            own.zip(text.captured.metadata.url.as_ref())
                .is_some_and(|(own, url)| url::twins(url).contains(own))
        };
        same(&self.captured.article, &self.captured.capture.sha256) || is_twin()
    }

    /// That it may be another text of an article whose address is only written otherwise.
    pub(super) fn resembling(&self) -> Option<Warning> {
        let known = self.resembles.as_ref()?;
        let (source, name) = (&self.captured.capture.source, known.short());
        let message = format!(
            "{source}: its address is written like that of {name}, and its text is another; stored as two"
        );
        Some(
            Warning::new(message)
                .hint(format!("if they are one article: dateline ingest {source} --revision-of {name}")),
        )
    }

    /// The article.
    pub(super) fn article(&self) -> &ArticleId {
        &self.captured.article
    }

    /// SHA-256 of the bytes that it was made of.
    pub(super) fn capture_sha256(&self) -> &Sha256Hex {
        &self.captured.capture.sha256
    }

    /// What has to be read, if anything.
    pub(super) fn to_read(&self) -> Option<ToRead<'_>> {
        (self.outcome != IngestOutcome::AlreadyStored).then_some(ToRead {
            article: &self.captured.article,
            revision: self.newest.as_ref().unwrap_or(&self.revision),
            metadata: &self.metadata,
        })
    }

    /// What became of it, and the events to be recorded before the reading.
    pub(super) fn finish(self, reading: Option<&Extraction>) -> (IngestedArticle, Vec<Event>) {
        let line = IngestedArticle {
            article: self.captured.article.clone(),
            outcome: self.outcome,
            source: self.captured.capture.source.clone(),
            story: self.story,
            published: self.metadata.published,
            words: words(&self.revision),
            count: reading
                .map_or(self.count, |reading| reading.assertions.iter().map(|it| &it.attribute).collect()),
        };
        let mut events = Vec::from_iter(self.observed.map(Event::Fetched));
        if self.is_text_new {
            events.push(Event::Captured(self.captured));
            events.push(Event::Revision(self.revision));
        }
        events.extend(self.set.map(Event::MetadataSet));
        (line, events)
    }
}
