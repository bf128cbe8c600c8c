//! `undo` and `redo`: an operation counts no more, or counts again. Both are events.

use crate::answer::Answer;
use crate::error::Error;
use crate::workspace::Workspace;
use dateline_core::event::{Event, Undone as UndoneEvent};
use dateline_core::id::{ArticleId, OperationNumber};
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
}

impl Workspace {
    /// Undoes an operation: the one of that number, else the newest that counts and is no undoing itself.
    pub fn undo(
        &mut self,
        operation: Option<OperationNumber>,
        reason: Option<String>,
        arguments: &[String],
    ) -> Result<Answer<UndoReport>, Error> {
        let (records, undoings) = (self.store.operations()?, self.store.undoings()?);
        let gone = undone(&undoings);
        let undoes = |number: OperationNumber| undoings.iter().any(|(by, _)| *by == number);
        let target = match operation {
            Some(asked) => numbered(&records, asked)?,
            None => records
                .iter()
                .rfind(|it| !gone.contains(&it.number) && !undoes(it.number))
                .ok_or(Error::NothingToUndo { what: "undo" })?,
        };
        if gone.contains(&target.number) {
            return Err(Error::UndoneAlready { op: target.number });
        }
        self.record_undoing("undo", target, target, reason, arguments, false)
    }

    /// Redoes an operation that was undone: the one of that number, else the one that was undone last.
    pub fn redo(
        &mut self,
        operation: Option<OperationNumber>,
        reason: Option<String>,
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
        let Some((by, target)) = by.next() else {
            return Err(match asked {
                Some(asked) => Error::NotUndone { op: asked.number },
                None => Error::NothingToUndo { what: "redo" },
            });
        };
        let (by, target) = (numbered(&records, *by)?, numbered(&records, *target)?);
        self.record_undoing("redo", by, target, reason, arguments, true)
    }

    /// The articles about which an operation recorded anything.
    fn articles_of(&self, record: &OperationRecord) -> Result<BTreeSet<ArticleId>, Error> {
        let mut articles = BTreeSet::new();
        if !record.touches_articles {
            return Ok(articles);
        }
        for recorded in self.store.ledger().read_from(record.first) {
            let recorded = recorded.map_err(StoreError::from)?;
            if recorded.header.seq > record.last {
                break;
            }
            articles.extend(recorded.event.article().cloned());
        }
        Ok(articles)
    }

    fn record_undoing(
        &mut self,
        command: &str,
        undone: &OperationRecord,
        about: &OperationRecord,
        reason: Option<String>,
        arguments: &[String],
        counts: bool,
    ) -> Result<Answer<UndoReport>, Error> {
        self.reviewer()?;
        let op = OperationNumber(self.last_operation().0 + 1);
        let events = vec![
            self.environment.began(command, arguments),
            Event::Undone(UndoneEvent { begun_by: undone.begun_by.clone(), reason }),
        ];
        let commit = self.commit(op, events)?;
        self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        let events = self.stale_readings(&self.articles_of(about)?)?;
        if !events.is_empty() {
            // Of the same operation: undoing it takes them back too.
            let commit = self.commit(op, events)?;
            self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        }
        let target = Undone {
            op: about.number,
            command: about.command.clone(),
            articles: about.articles,
            judgements: about.judgements,
        };
        let next = if counts { "dateline undo" } else { "dateline redo" };
        Ok(Answer {
            schema: "dateline.undo/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data: UndoReport { op, target, counts },
            warnings: self.noticed.clone(),
            next: vec![next.to_owned()],
        })
    }
}

fn numbered(records: &[OperationRecord], asked: OperationNumber) -> Result<&OperationRecord, Error> {
    let last = records.last().map_or(OperationNumber(0), |record| record.number);
    records.iter().find(|it| it.number == asked).ok_or(Error::NoSuchOperation { asked, last })
}
