//! Bringing the views up to the ledger.

use super::copies::index;
use super::stories::{Sources, derive};
use super::{Store, StoreError};
use crate::fold::Digest;
use crate::ledger::{Events, Ledger, LedgerError, Stored, Unpacker};
use crate::parallel::in_parallel;
use crate::views::{Checkpoint, View, ViewError, ViewName, articles, directory, judgements, operations};
use dateline_core::id::{OperationNumber, Position, Sha256Hex};
use std::collections::BTreeSet;
use std::sync::MutexGuard;

/// Most events that one batch folds. More make fewer writes and take more memory: some 3 KB each, for the bytes
/// of pages are not kept.
const CHUNK_EVENTS: usize = 24_000;
/// Most events that are read before they are digested, and most bytes of their payloads as stored.
const READ_EVENTS: usize = 1024;
const READ_BYTES: u64 = 8 << 20;

/// The views that are open.
#[derive(Debug, Default)]
pub(super) struct Views {
    articles: Option<View>,
    claims: Option<View>,
    operations: Option<View>,
    judgements: Option<View>,
    copies: Option<View>,
}

impl Views {
    fn slot(&mut self, name: ViewName) -> &mut Option<View> {
        match name {
            ViewName::Articles => &mut self.articles,
            ViewName::Claims => &mut self.claims,
            ViewName::Operations => &mut self.operations,
            ViewName::Judgements => &mut self.judgements,
            ViewName::Copies => &mut self.copies,
        }
    }

    /// A view that was made ready.
    pub(super) fn get(&self, name: ViewName) -> Result<&View, ViewError> {
        match name {
            ViewName::Articles => &self.articles,
            ViewName::Claims => &self.claims,
            ViewName::Operations => &self.operations,
            ViewName::Judgements => &self.judgements,
            ViewName::Copies => &self.copies,
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
        match name {
            ViewName::Claims => {
                self.make_ready(views, ViewName::Judgements)?;
                self.make_ready(views, ViewName::Articles)?;
            }
            ViewName::Copies => self.make_ready(views, ViewName::Articles)?,
            ViewName::Articles => self.make_ready(views, ViewName::Operations)?,
            ViewName::Operations | ViewName::Judgements => {}
        }
        let undone = match name {
            _ if name.leaves_out_undone() => {
                operations::undone_of_articles(views.get(ViewName::Operations)?)?
            }
            _ => BTreeSet::new(),
        };
        let dir = self.layout.views();
        let view = match views.slot(name).take() {
            Some(open) => open,
            None => View::open(&dir, name)?,
        };
        let folded = match self.folded(&view)? {
            // What an operation did that is undone or redone cannot be taken back one event at a time.
            Folded::To(_) if view.name().leaves_out_undone() && articles::undone(&view)? != undone => {
                drop(view);
                directory::remove_view(&dir, name)?;
                *views.slot(name) = Some(View::open(&dir, name)?);
                return self.make_ready(views, name);
            }
            Folded::To(position) => position,
            Folded::Nothing if view.is_empty()? => Position(0),
            Folded::Nothing | Folded::Otherwise => {
                // Worth nothing, or begun and not finished; and quickly made again.
                drop(view);
                directory::remove_view(&dir, name)?;
                *views.slot(name) = Some(View::open(&dir, name)?);
                return self.make_ready(views, name);
            }
        };
        let caught_up = match name {
            _ if folded == self.ledger.head().next => Ok(()),
            ViewName::Claims => derive(&self.ledger, &Sources::of(views, undone)?, &view, folded),
            ViewName::Copies => index(&self.ledger, (views.get(ViewName::Articles)?, &undone), &view, folded),
            _ => fold(&self.ledger, &[&view], folded, &undone, &mut |_| ()),
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
        let (operations, judgements) = (anew(ViewName::Operations)?, anew(ViewName::Judgements)?);
        fold(&self.ledger, &[&operations, &judgements], Position(0), &BTreeSet::new(), &mut |_| ())?;
        let undone = operations::undone_of_articles(&operations)?;
        let articles = anew(ViewName::Articles)?;
        fold(&self.ledger, &[&articles], Position(0), &undone, progress)?;
        let claims = anew(ViewName::Claims)?;
        let sources =
            Sources { articles: &articles, judgements: &judgements, operations: &operations, undone };
        derive(&self.ledger, &sources, &claims, Position(0))?;
        let copies = anew(ViewName::Copies)?;
        index(&self.ledger, (&articles, &sources.undone), &copies, Position(0))?;
        views.judgements = Some(judgements.swap_in(&dir)?);
        views.articles = Some(articles.swap_in(&dir)?);
        views.claims = Some(claims.swap_in(&dir)?);
        views.copies = Some(copies.swap_in(&dir)?);
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
    undone: &BTreeSet<OperationNumber>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), StoreError> {
    let mut events = ledger.read_from(from);
    loop {
        let chunk = next_chunk(ledger, &mut events)?;
        let Some(last) = chunk.last() else { break };
        let next = Position(last.header.seq.0 + 1);
        let checkpoint = Checkpoint::new(next, ledger.line_hash(last.header.seq)?);
        for view in views {
            match view.name() {
                ViewName::Articles => articles::fold(view, &chunk, undone, &checkpoint)?,
                ViewName::Operations => operations::fold(view, &chunk, &checkpoint)?,
                ViewName::Judgements => judgements::fold(view, &chunk, &checkpoint)?,
                ViewName::Claims | ViewName::Copies => {}
            }
        }
        progress(next.0);
    }
    Ok(())
}

/// The next events of a batch.
pub(super) fn next_chunk(ledger: &Ledger, events: &mut Events<'_>) -> Result<Vec<Digest>, LedgerError> {
    let mut chunk = Vec::new();
    while chunk.len() < CHUNK_EVENTS {
        let (mut stored, mut bytes) = (Vec::new(), 0);
        while stored.len() < READ_EVENTS && bytes < READ_BYTES {
            let Some(event) = events.next_stored()? else { break };
            bytes += event.header.payload_length_bytes;
            stored.push(event);
        }
        if stored.is_empty() {
            break;
        }
        let digest = |stored: &mut dyn Iterator<Item = Stored>| {
            let mut unpacker = Unpacker::default();
            stored
                .map(|event| Digest::read(ledger, &mut unpacker, event))
                .collect::<Result<Vec<_>, LedgerError>>()
        };
        chunk.extend(in_parallel(stored, 64, digest)?);
    }
    Ok(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{ExpectedPosition, NewCommit, NewEvent};
    use crate::views::Changes;
    use dateline_core::event::{Event, OperationBegun};
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
            let stray = Changes::from([(b"z".to_vec(), Some(b"from elsewhere".to_vec()))]);
            let foreign = Checkpoint { made_by: "dateline/0.0.0".into(), ..Checkpoint::of(&head) };
            view.write(stray, Some(&foreign)).unwrap();
            drop(view);
            assert_eq!(open(dir.path()).verify_views().unwrap().is_ok(), is_made_again, "{name}");
        }
    }
}
