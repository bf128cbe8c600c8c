//! Bringing the views up to the ledger.

use super::{Store, StoreError};
use crate::fold::{ArticleRecord, article_of, link};
use crate::ledger::{Events, Ledger, LedgerError};
use crate::views::{Checkpoint, Entries, View, ViewError, ViewName, articles, claims, directory, operations};
use dateline_core::event::{Event, Recorded};
use dateline_core::id::{ArticleId, Position, Sha256Hex, StoryName};
use std::collections::BTreeSet;
use std::sync::MutexGuard;

/// Most events that one batch folds.
const CHUNK_EVENTS: usize = 4096;
/// A batch ends when the payloads of its events have this many bytes as stored.
const CHUNK_BYTES: u64 = 16 << 20;

/// The views that are open.
#[derive(Debug, Default)]
pub(super) struct Views {
    articles: Option<View>,
    claims: Option<View>,
    operations: Option<View>,
}

impl Views {
    fn slot(&mut self, name: ViewName) -> &mut Option<View> {
        match name {
            ViewName::Articles => &mut self.articles,
            ViewName::Claims => &mut self.claims,
            ViewName::Operations => &mut self.operations,
        }
    }

    /// A view that was made ready.
    pub(super) fn get(&self, name: ViewName) -> Result<&View, ViewError> {
        match name {
            ViewName::Articles => &self.articles,
            ViewName::Claims => &self.claims,
            ViewName::Operations => &self.operations,
        }
        .as_ref()
        .ok_or_else(|| ViewError::Damaged { view: name, what: "it is not open".into() })
    }
}

impl Store {
    /// Answers a query from views that are up to date. A view that turns out to be damaged is set aside and
    /// made anew, once.
    pub(super) fn ask<T>(
        &self,
        names: &[ViewName],
        answer: impl Fn(&Views) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut views = self.views();
        let attempt = |views: &mut Views| {
            names.iter().try_for_each(|name| self.make_ready(views, *name)).and_then(|()| answer(views))
        };
        let mut given = attempt(&mut views);
        // Each view may be found damaged once: a query of claims opens that of articles too.
        for _ in ViewName::ALL {
            let Err(StoreError::View(ViewError::Damaged { view, .. })) = &given else { break };
            let view = *view;
            if let Some(open) = views.slot(view).take() {
                open.abandon();
            }
            directory::set_aside(&self.layout.views(), view)?;
            given = attempt(&mut views);
        }
        given
    }

    pub(super) fn views(&self) -> MutexGuard<'_, Views> {
        // A panic elsewhere leaves no half-made change here: views change by whole batches.
        self.views.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Opens a view and folds it up to the ledger's head.
    fn make_ready(&self, views: &mut Views, name: ViewName) -> Result<(), StoreError> {
        if name == ViewName::Claims {
            self.make_ready(views, ViewName::Articles)?;
        }
        let dir = self.layout.views();
        let view = match views.slot(name).take() {
            Some(open) => open,
            None => View::open(&dir, name)?,
        };
        let folded = match self.folded(&view)? {
            Folded::To(position) => position,
            Folded::Nothing => Position(0),
            Folded::Otherwise => {
                // Worth nothing, and quickly made again.
                drop(view);
                directory::remove_view(&dir, name)?;
                *views.slot(name) = Some(View::open(&dir, name)?);
                return self.make_ready(views, name);
            }
        };
        let caught_up = if folded == self.ledger.head().next {
            Ok(())
        } else if name == ViewName::Claims {
            views
                .get(ViewName::Articles)
                .map_err(StoreError::from)
                .and_then(|articles| derive(&self.ledger, articles, &view, folded))
        } else {
            fold(&self.ledger, &[&view], folded, &mut |_| ())
        };
        *views.slot(name) = Some(view);
        caught_up
    }

    /// How far a view has folded this ledger.
    fn folded(&self, view: &View) -> Result<Folded, StoreError> {
        let head = self.ledger.head();
        Ok(match view.checkpoint()? {
            None | Some(Checkpoint { next: Position(0), .. }) => Folded::Nothing,
            // Claims are linked by rules outside this crate: another version may link otherwise.
            Some(checkpoint) if view.name() == ViewName::Claims && checkpoint.is_foreign() => {
                Folded::Otherwise
            }
            Some(Checkpoint { next, hash, .. }) if next <= head.next => {
                let here: Sha256Hex = self.ledger.line_hash(Position(next.0 - 1))?;
                if here == hash { Folded::To(next) } else { Folded::Otherwise }
            }
            Some(_) => Folded::Otherwise,
        })
    }

    /// Makes all views anew and swaps them in.
    pub(super) fn rebuild_views(&self, progress: &mut dyn FnMut(u64)) -> Result<(), StoreError> {
        let mut views = self.views();
        *views = Views::default();
        let dir = self.layout.views();
        let anew = |name| View::begin_anew(&dir, name);
        let (articles, operations) = (anew(ViewName::Articles)?, anew(ViewName::Operations)?);
        fold(&self.ledger, &[&articles, &operations], Position(0), progress)?;
        let claims = anew(ViewName::Claims)?;
        derive(&self.ledger, &articles, &claims, Position(0))?;
        views.articles = Some(articles.swap_in(&dir)?);
        views.claims = Some(claims.swap_in(&dir)?);
        views.operations = Some(operations.swap_in(&dir)?);
        Ok(directory::remove_superseded(&dir)?)
    }
}

enum Folded {
    Nothing,
    To(Position),
    /// Its checkpoint is not on this ledger, or its rules are not ours.
    Otherwise,
}

/// Folds the events from `from` to the head into views of articles and operations.
fn fold(
    ledger: &Ledger,
    views: &[&View],
    from: Position,
    progress: &mut dyn FnMut(u64),
) -> Result<(), StoreError> {
    let mut events = ledger.read_from(from);
    loop {
        let chunk = next_chunk(&mut events)?;
        let Some(last) = chunk.last() else { break };
        let next = Position(last.header.seq.0 + 1);
        let checkpoint = Checkpoint::new(next, ledger.line_hash(last.header.seq)?);
        for view in views {
            match view.name() {
                ViewName::Articles => articles::fold(view, &chunk, &checkpoint)?,
                ViewName::Operations => operations::fold(view, &chunk, &checkpoint)?,
                ViewName::Claims => {}
            }
        }
        progress(next.0);
    }
    Ok(())
}

fn next_chunk(events: &mut Events<'_>) -> Result<Vec<Recorded>, LedgerError> {
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    while chunk.len() < CHUNK_EVENTS && bytes < CHUNK_BYTES {
        let Some(recorded) = events.next().transpose()? else { break };
        bytes += recorded.header.payload_length_bytes;
        chunk.push(recorded);
    }
    Ok(chunk)
}

/// Derives the claims of every story that events from `from` on touch, from a view of articles that is up
/// to date.
fn derive(ledger: &Ledger, article_view: &View, view: &View, from: Position) -> Result<(), StoreError> {
    let touched = if from == Position(0) { None } else { Some(touched(ledger, from)?) };
    let (mut old, mut new) = (Entries::new(), Entries::new());
    let mut dirty = BTreeSet::new();
    let moved: Vec<ArticleRecord> = match &touched {
        None => articles::with_prefix(article_view, "")?,
        Some(ids) => {
            let mut records = Vec::new();
            for id in ids {
                records.extend(articles::get(article_view, id)?);
            }
            records
        }
    };
    for record in &moved {
        if let Some(story) = claims::place(view, &record.article)? {
            old.extend([claims::place_entry(&record.article, &story)]);
            dirty.insert(story);
        }
        new.extend([claims::place_entry(&record.article, &record.story)]);
        dirty.insert(record.story.clone());
    }
    drop(moved);
    let mut events = ledger.read_from(Position(0));
    for story in &dirty {
        old.extend(claims::entries(view, story, &claims::of_story(view, story)?)?);
        new.extend(claims::entries(view, story, &link_in(&mut events, article_view, story)?)?);
    }
    Ok(view.replace(&old, &new, &Checkpoint::of(ledger.head()))?)
}

/// The articles that the events from `from` on name.
fn touched(ledger: &Ledger, from: Position) -> Result<BTreeSet<ArticleId>, LedgerError> {
    let mut ids = BTreeSet::new();
    for recorded in ledger.read_from(from) {
        ids.extend(article_of(&recorded?.event).cloned());
    }
    Ok(ids)
}

fn link_in(
    events: &mut Events<'_>,
    article_view: &View,
    story: &StoryName,
) -> Result<Vec<dateline_core::link::LinkedClaim>, StoreError> {
    let mut records = articles::of_story(article_view, story)?;
    for record in &mut records {
        complete(events, record)?;
    }
    Ok(link(story, &records))
}

/// Reads an article's current reading from the ledger into its record.
pub(super) fn complete(events: &mut Events<'_>, record: &mut ArticleRecord) -> Result<(), StoreError> {
    let Some(reading) = &record.reading else { return Ok(()) };
    events.jump(reading.position)?;
    match events.next().transpose()? {
        Some(Recorded { event: Event::Extracted(extraction), .. })
            if extraction.article == record.article =>
        {
            record.extraction = Some(extraction);
            Ok(())
        }
        _ => Err(ViewError::Damaged {
            view: ViewName::Articles,
            what: format!("the reading of {} is not at position {}", record.article, reading.position),
        }
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{ExpectedPosition, NewCommit, NewEvent};
    use dateline_core::event::OperationBegun;
    use dateline_core::id::{CommitId, EventId, OperationNumber};
    use std::time::Duration;

    fn open(dir: &std::path::Path) -> Store {
        Store::open(dir, Duration::ZERO).unwrap().0
    }

    #[test]
    fn claims_linked_by_another_version_are_linked_again() {
        let dir = tempfile::tempdir().unwrap();
        Store::create(dir.path()).unwrap();
        let mut store = open(dir.path());
        let begun = OperationBegun::new("test", Vec::new());
        let event = NewEvent {
            id: EventId::from_bytes(&[1; 16]),
            salt: [2; 32],
            event: Event::OperationBegun(begun),
        };
        let commit = NewCommit {
            operation: OperationNumber(1),
            commit: CommitId::from_bytes(&[3; 16]),
            recorded_at: "2014-03-01T12:00:00Z".to_owned().try_into().unwrap(),
            actor: String::new(),
            events: vec![event],
        };
        store.append(ExpectedPosition::Any, &[commit]).unwrap();
        store.catch_up().unwrap();
        let (views, head) = (store.layout.views(), store.head().clone());
        drop(store);
        for (name, is_made_again) in [(ViewName::Claims, true), (ViewName::Operations, false)] {
            let view = View::open(&views, name).unwrap();
            let stray = Entries::from([(b"z".to_vec(), b"from elsewhere".to_vec())]);
            let foreign = Checkpoint { made_by: "dateline/0.0.0".into(), ..Checkpoint::of(&head) };
            view.replace(&Entries::new(), &stray, &foreign).unwrap();
            drop(view);
            assert_eq!(open(dir.path()).verify_views().unwrap().is_ok(), is_made_again, "{name}");
        }
    }
}
