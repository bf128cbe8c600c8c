//! `log`: the operations.

use super::Query;
use crate::answer::Answer;
use crate::error::Error;
use dateline_core::event::RecordedAt;
use dateline_core::fetch::Sighting;
use dateline_core::id::OperationNumber;
use dateline_store::undone;
use serde::Serialize;
use std::collections::BTreeMap;

/// The operations, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Log {
    /// The operations.
    pub operations: Vec<OperationLine>,
}

/// One command of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationLine {
    /// Its number.
    pub op: OperationNumber,
    /// When it began.
    pub recorded: RecordedAt,
    /// The verb.
    pub command: String,
    /// Its arguments, as given.
    pub arguments: Vec<String>,
    /// Who recorded it; empty where no name was given.
    pub actor: String,
    /// How many articles it captured, new or again.
    pub articles: u64,
    /// How many assertions its readings gave.
    pub assertions_added: u64,
    /// How many events it wrote.
    pub events: u64,
    /// How many judgements it recorded.
    pub judgements: u64,
    /// How often it observed what at an address.
    pub sightings: BTreeMap<Sighting, u64>,
    /// The operations that it undoes.
    pub undoes: Vec<OperationNumber>,
    /// Whether it counts no more: an operation that counts undid it.
    pub undone: bool,
}

impl Query<'_> {
    /// The operations, newest first; only the newest `limit`, if one is given.
    pub fn log(&self, limit: Option<usize>) -> Result<Answer<Log>, Error> {
        let records = self.known.operations()?;
        let undoings = self.known.undoings()?;
        let undone = undone(&undoings);
        let undone_by = |number: OperationNumber| {
            undoings.iter().filter(|(by, _)| *by == number).map(|(_, what)| *what).collect()
        };
        let lines = records.into_iter().rev().take(limit.unwrap_or(usize::MAX)).map(|record| OperationLine {
            op: record.number,
            recorded: record.recorded_at,
            command: record.command,
            arguments: record.arguments,
            actor: record.actor,
            articles: record.articles,
            assertions_added: record.assertions_added,
            events: record.last.0 - record.first.0 + 1,
            judgements: record.judgements,
            sightings: record.sightings,
            undoes: undone_by(record.number),
            undone: undone.contains(&record.number),
        });
        Ok(self.answer("dateline.log/1", Log { operations: lines.collect() }))
    }
}
