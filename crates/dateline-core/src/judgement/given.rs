//! Judgements as they were recorded, and which of them are in force.

use super::{Aspect, Judgement};
use crate::id::{EventId, OperationNumber, Position};
use crate::recorded::RecordedAt;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A judgement with who gave it, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The event.
    pub event: EventId,
    /// Where it stands.
    pub position: Position,
    /// The operation.
    pub operation: OperationNumber,
    /// When it was recorded.
    pub recorded_at: RecordedAt,
    /// Who gave it.
    pub reviewer: String,
    /// What was decided.
    pub judgement: Judgement,
}

impl Given {
    /// What is decided.
    pub fn aspect(&self) -> Option<Aspect> {
        self.judgement.decision.aspect()
    }

    /// An order that does not depend on where events lie in a ledger.
    pub fn order(&self) -> (&RecordedAt, &EventId) {
        (&self.recorded_at, &self.event)
    }
}

/// Those of `given` that were not undone and that none of those replaces, by time. What was replaced by a
/// judgement that was undone is in force again, unless a later one that counts took the place of that in turn.
/// `given` holds the undone ones too.
pub fn in_force<'g>(
    given: impl IntoIterator<Item = &'g Given>,
    undone: &BTreeSet<OperationNumber>,
) -> Vec<&'g Given> {
    // An event that names several articles is found under each of them.
    let all: BTreeMap<&EventId, &'g Given> = given.into_iter().map(|it| (&it.event, it)).collect();
    let mut kept: Vec<&Given> = all.values().copied().filter(|it| !undone.contains(&it.operation)).collect();
    let mut open: Vec<&EventId> = kept.iter().flat_map(|it| &it.judgement.over).collect();
    let mut replaced: BTreeSet<&EventId> = BTreeSet::new();
    while let Some(id) = open.pop() {
        if replaced.insert(id)
            && let Some(it) = all.get(id)
            && undone.contains(&it.operation)
        {
            open.extend(&it.judgement.over);
        }
    }
    kept.retain(|it| !replaced.contains(&it.event));
    kept.sort_by(|one, other| one.order().cmp(&other.order()));
    kept
}
