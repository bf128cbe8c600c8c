//! `undo` and `redo`: an operation counts no more, or counts again. Both are events.

use crate::answer::Answer;
use crate::error::Error;
use crate::workspace::Workspace;
use dateline_core::event::{Event, Undone as UndoneEvent};
use dateline_core::id::{ArticleId, CommitId, OperationNumber};
use dateline_store::{ExpectedPosition, OperationRecord, StoreError, undone};
use serde::Serialize;
use std::collections::BTreeSet;

/// What was undone or redone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UndoReport {
    /// The operation that did it.
    pub op: OperationNumber,
    /// What counts no more, or again.
    pub target: Undone,
    /// Whether it counts now.
    pub counts: bool,
}

/// An operation that was undone, or redone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// Its number.
    pub op: OperationNumber,
    /// Its verb.
    pub command: String,
    /// How many articles it had added.
    pub articles: u64,
    /// How many judgements it had recorded.
    pub judgements: u64,
    /// Of an import: the operations that it had taken in and what it decided of them. They go with it.
    pub taken_in: Vec<OperationNumber>,
}

/// The verb under which another workspace's commits are taken in.
const IMPORT: &str = "import jsonl";

impl Workspace {
    /// Undoes an operation: the one of that number, else the newest that counts and is no undoing itself. An
    /// import goes with all that it took in.
    pub fn undo(
        &mut self,
        operation: Option<OperationNumber>,
        reason: Option<&str>,
        arguments: &[String],
    ) -> Result<Answer<UndoReport>, Error> {
        let (records, undoings) = (self.store.operations()?, self.store.undoings()?);
        let gone = undone(&undoings);
        let undoes = |number: OperationNumber| undoings.iter().any(|(by, _)| *by == number);
        let about = if let Some(asked) = operation {
            self.with_taken_in(&records, numbered(&records, asked)?)?
        } else {
            let newest = records.iter().rfind(|it| !gone.contains(&it.number) && !undoes(it.number));
            let newest = newest.ok_or(Error::NothingToUndo { what: "undo" })?;
            self.import_of(&records, newest)?
        };
        if about.iter().all(|it| gone.contains(&it.number)) {
            let finished = self.finished("undo", &about, arguments, false)?;
            return finished.ok_or(Error::UndoneAlready { op: about[0].number });
        }
        let targets: Vec<&OperationRecord> =
            about.iter().copied().filter(|it| !gone.contains(&it.number)).collect();
        self.record_undoing("undo", &targets, &about, reason, arguments, false)
    }

    /// Redoes an operation that was undone: the one of that number, else the one that was undone last.
    pub fn redo(
        &mut self,
        operation: Option<OperationNumber>,
        reason: Option<&str>,
        arguments: &[String],
    ) -> Result<Answer<UndoReport>, Error> {
        let (records, undoings) = (self.store.operations()?, self.store.undoings()?);
        let gone = undone(&undoings);
        let asked = operation.map(|asked| numbered(&records, asked)).transpose()?;
        // What undid it and still counts; a redoing is an undoing of an undoing, and undoes no operation here.
        let undoes_undoing = |target: OperationNumber| undoings.iter().any(|(by, _)| *by == target);
        let mut by = undoings.iter().rev().filter(|(by, target)| {
            !gone.contains(by)
                && asked.map_or_else(|| !undoes_undoing(*target), |asked| asked.number == *target)
        });
        let Some((by, _)) = by.next() else {
            let Some(asked) = asked else { return Err(Error::NothingToUndo { what: "redo" }) };
            let finished = self.finished("redo", &[asked], arguments, true)?;
            return finished.ok_or(Error::NotUndone { op: asked.number });
        };
        let targets = undoings.iter().filter(|(other, _)| other == by).map(|(_, target)| *target);
        let about = targets.map(|target| numbered(&records, target)).collect::<Result<Vec<_>, _>>()?;
        self.record_undoing("redo", &[numbered(&records, *by)?], &about, reason, arguments, true)
    }

    /// An operation, and where it is an import all that it took in, and then recorded of it.
    fn with_taken_in<'r>(
        &self,
        records: &'r [OperationRecord],
        record: &'r OperationRecord,
    ) -> Result<Vec<&'r OperationRecord>, Error> {
        let mut all = vec![record];
        let commits = self.imported_by(record)?;
        all.extend(records.iter().filter(|it| commits.contains(&it.begun_by)));
        let last = all.iter().map(|it| it.number).max();
        let after = records.iter().filter(|it| !commits.is_empty() && Some(it.number) > last);
        for it in after {
            if it.command != IMPORT || !self.imported_by(it)?.is_empty() {
                break;
            }
            all.push(it);
        }
        Ok(all)
    }

    /// [`Self::with_taken_in`] of the import to which an operation belongs, else the operation alone.
    fn import_of<'r>(
        &self,
        records: &'r [OperationRecord],
        record: &'r OperationRecord,
    ) -> Result<Vec<&'r OperationRecord>, Error> {
        let earlier = records.iter().rev().filter(|it| it.number <= record.number && it.command == IMPORT);
        for import in earlier {
            let all = self.with_taken_in(records, import)?;
            if all.len() > 1 && all.iter().any(|it| it.number == record.number) {
                return Ok(all);
            }
        }
        Ok(vec![record])
    }

    /// The commits that an operation took in from another workspace.
    fn imported_by(&self, record: &OperationRecord) -> Result<BTreeSet<CommitId>, Error> {
        let mut commits = BTreeSet::new();
        if record.command == IMPORT {
            self.each_event(record, |event| {
                if let Event::Imported(it) = event {
                    commits.extend(it.commits.iter().map(|taken| taken.commit.clone()));
                }
            })?;
        }
        Ok(commits)
    }

    fn each_event(&self, record: &OperationRecord, mut see: impl FnMut(&Event)) -> Result<(), Error> {
        for recorded in self.store.ledger().read_from(record.first) {
            let recorded = recorded.map_err(StoreError::from)?;
            if recorded.header.seq > record.last {
                break;
            }
            see(&recorded.event);
        }
        Ok(())
    }

    /// New readings of the articles about which operations recorded anything, where they are stale.
    fn stale_of(&self, about: &[&OperationRecord]) -> Result<Vec<Event>, Error> {
        let mut articles: BTreeSet<ArticleId> = BTreeSet::new();
        for record in about.iter().filter(|it| it.touches_articles) {
            self.each_event(record, |event| articles.extend(event.article().cloned()))?;
        }
        self.stale_readings(&articles)
    }

    /// Finishes what was cut short: undone, or redone, but not read again.
    fn finished(
        &mut self,
        command: &str,
        about: &[&OperationRecord],
        arguments: &[String],
        counts: bool,
    ) -> Result<Option<Answer<UndoReport>>, Error> {
        let stale = self.stale_of(about)?;
        if stale.is_empty() {
            return Ok(None);
        }
        let op = OperationNumber(self.last_operation().0 + 1);
        let began = self.environment.began(command, arguments);
        let commit = self.commit(op, std::iter::once(began).chain(stale).collect())?;
        self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        Ok(Some(self.undo_answer(op, about, counts)))
    }

    fn record_undoing(
        &mut self,
        command: &str,
        undone: &[&OperationRecord],
        about: &[&OperationRecord],
        reason: Option<&str>,
        arguments: &[String],
        counts: bool,
    ) -> Result<Answer<UndoReport>, Error> {
        self.reviewer()?;
        let op = OperationNumber(self.last_operation().0 + 1);
        let mut events = vec![self.environment.began(command, arguments)];
        events.extend(undone.iter().map(|it| {
            Event::Undone(UndoneEvent { begun_by: it.begun_by.clone(), reason: reason.map(str::to_owned) })
        }));
        let commit = self.commit(op, events)?;
        self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        let events = self.stale_of(about)?;
        if !events.is_empty() {
            // Of the same operation: undoing it takes them back too.
            let commit = self.commit(op, events)?;
            self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        }
        Ok(self.undo_answer(op, about, counts))
    }

    /// What became of operations, of which the first was named.
    fn undo_answer(
        &self,
        op: OperationNumber,
        about: &[&OperationRecord],
        counts: bool,
    ) -> Answer<UndoReport> {
        let first = about[0];
        let target = Undone {
            op: first.number,
            command: first.command.clone(),
            articles: about.iter().map(|it| it.articles).sum(),
            judgements: about.iter().map(|it| it.judgements).sum(),
            taken_in: about[1..].iter().map(|it| it.number).collect(),
        };
        let next = if counts { "dateline undo" } else { "dateline redo" };
        Answer {
            schema: "dateline.undo/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data: UndoReport { op, target, counts },
            warnings: self.noticed.clone(),
            next: vec![next.to_owned()],
        }
    }
}

fn numbered(records: &[OperationRecord], asked: OperationNumber) -> Result<&OperationRecord, Error> {
    let last = records.last().map_or(OperationNumber(0), |record| record.number);
    records.iter().find(|it| it.number == asked).ok_or(Error::NoSuchOperation { asked, last })
}
