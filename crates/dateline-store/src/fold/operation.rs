//! What each operation did.

use super::{Digest, Told};
use dateline_core::event::RecordedAt;
use dateline_core::fetch::{Observation, Sighting};
use dateline_core::id::{ArticleId, CommitId, OperationNumber, Position};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One command of the user, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRecord {
    /// Its number.
    pub number: OperationNumber,
    /// The verb; empty if no event says it.
    pub command: String,
    /// Its arguments as given.
    pub arguments: Vec<String>,
    /// When its first event was recorded.
    pub recorded_at: RecordedAt,
    /// Who recorded its first event; empty where no name was given.
    pub actor: String,
    /// Where its first event stands.
    pub first: Position,
    /// Where its last event stands.
    pub last: Position,
    /// How many commits it has.
    pub commits: u64,
    /// How many articles it captured, new or again.
    pub articles: u64,
    /// How many assertions the readings it recorded gave, those that supersede earlier ones included.
    pub assertions_added: u64,
    /// How many judgements it recorded.
    pub judgements: u64,
    /// How often it observed what at an address.
    pub sightings: BTreeMap<Sighting, u64>,
    /// Whether it recorded anything about an article itself.
    pub touches_articles: bool,
    /// Its first commit: by this it is named when it is undone.
    pub begun_by: CommitId,
}

/// What an operation observed at an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservationRecord {
    /// What it observed, and how.
    pub observation: Observation,
    /// When that was recorded.
    pub recorded_at: RecordedAt,
    /// The operation.
    pub operation: OperationNumber,
    /// Where the event stands.
    pub position: Position,
}

/// Operations by number, which of them captured each article last, and what undoes what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Operations {
    pub(crate) records: BTreeMap<OperationNumber, OperationRecord>,
    pub(crate) captured: BTreeMap<ArticleId, OperationNumber>,
    /// Operations by their first commit, as far as is needed.
    pub(crate) begun: BTreeMap<CommitId, OperationNumber>,
    pub(crate) undoings: Undoings,
    /// What was observed, by address and position.
    pub(crate) observations: BTreeMap<(String, Position), ObservationRecord>,
}

/// Which operation undoes which earlier one.
pub type Undoings = BTreeSet<(OperationNumber, OperationNumber)>;

/// The operations that count no more: those undone by one that counts itself.
pub fn undone(undoings: &Undoings) -> BTreeSet<OperationNumber> {
    let mut undone = BTreeSet::new();
    // An operation is undone by later ones only, so the newest is settled first.
    for (by, target) in undoings.iter().rev() {
        if !undone.contains(by) {
            undone.insert(*target);
        }
    }
    undone
}

impl Operations {
    /// Folds an event into the record of its operation.
    pub(crate) fn fold(&mut self, digest: &Digest) {
        let Digest { header, told } = digest;
        let record = self.records.entry(header.op).or_insert_with(|| OperationRecord {
            number: header.op,
            command: String::new(),
            arguments: Vec::new(),
            recorded_at: header.recorded_at.clone(),
            actor: header.actor.clone(),
            first: header.seq,
            last: header.seq,
            commits: 0,
            articles: 0,
            assertions_added: 0,
            judgements: 0,
            sightings: BTreeMap::new(),
            touches_articles: false,
            begun_by: header.commit.clone(),
        });
        if record.first == header.seq {
            self.begun.insert(header.commit.clone(), header.op);
        }
        record.touches_articles |= digest.article().is_some();
        record.last = header.seq;
        record.commits += u64::from(header.index == 0);
        match told {
            Told::Begun(begun) => {
                record.command.clone_from(&begun.command);
                record.arguments.clone_from(&begun.arguments);
            }
            Told::Captured(captured) => {
                let before = self.captured.insert(captured.article.clone(), header.op);
                record.articles += u64::from(before != Some(header.op));
            }
            Told::Extracted { count, .. } => record.assertions_added += count.assertions as u64,
            Told::Judged(_) => record.judgements += 1,
            Told::Undone(what) => {
                let target = self.begun.get(&what.begun_by).filter(|target| **target < header.op);
                self.undoings.extend(target.map(|target| (header.op, *target)));
            }
            Told::Observed(observation) => {
                *record.sightings.entry(observation.sighting).or_default() += 1;
                self.observations.insert(
                    (observation.fetch.address.clone(), header.seq),
                    ObservationRecord {
                        observation: (**observation).clone(),
                        recorded_at: header.recorded_at.clone(),
                        operation: header.op,
                        position: header.seq,
                    },
                );
            }
            Told::Revision { .. } | Told::MetadataSet(_) | Told::Imported => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(undoings: &[(u64, u64)]) -> Vec<u64> {
        let all = undoings.iter().map(|(by, what)| (OperationNumber(*by), OperationNumber(*what)));
        undone(&all.collect()).into_iter().map(|number| number.0).collect()
    }

    #[test]
    fn an_undoing_can_be_undone() {
        assert_eq!(after(&[]), [] as [u64; 0]);
        assert_eq!(after(&[(2, 1)]), [1]);
        assert_eq!(after(&[(2, 1), (3, 2)]), [2]);
        assert_eq!(after(&[(2, 1), (3, 2), (4, 3)]), [1, 3]);
        assert_eq!(after(&[(2, 1), (3, 1), (4, 3)]), [1, 3], "undone twice, it takes two to redo it");
    }
}
