//! What judgements say about which assertions belong together: all that linking needs of them.

use super::{Change, Decision, Destination, Given, RestsOn, Target};
use crate::assertion::Attribute;
use crate::id::{AssertionId, Slug};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The judgements in force on a story's claims, as linking sees them. Where a merge and a split disagree, the
/// split holds: one claim that mixes two things misleads everybody. Where several say otherwise of which
/// attribute an assertion is, or where it belongs, none holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// Each list: the subjects of these assertions are one.
    pub merges: Vec<Vec<AssertionId>>,
    /// Subjects that are something of their own.
    pub splits: Vec<Split>,
    /// Assertions that belong elsewhere, one by one.
    pub moves: Vec<Moved>,
    /// Assertions whose attribute was read wrongly.
    pub attributes: BTreeMap<AssertionId, (Attribute, Option<Slug>)>,
}

/// Subjects that are something of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Assertions about them.
    pub apart: Vec<AssertionId>,
    /// A name for it.
    pub name: Option<String>,
}

/// Assertions that belong elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The assertions.
    pub assertions: Vec<AssertionId>,
    /// The assertion to whose claim they belong.
    pub beside: Option<AssertionId>,
    /// The subject they belong to.
    pub subject: Option<String>,
}

impl Links {
    /// Takes out of judgements in force what concerns linking. `now` tells which assertion of its article's
    /// current reading a target is, for a judgement that rests on so much of it; what rests on one that is not
    /// there any more does not hold.
    pub fn of<'g>(
        in_force: impl IntoIterator<Item = &'g Given>,
        now: impl Fn(&Target, RestsOn) -> Option<AssertionId>,
    ) -> Self {
        let mut links = Self::default();
        let ids = |targets: &[Target], on: RestsOn| -> Vec<AssertionId> {
            targets.iter().filter_map(|it| now(it, on)).collect()
        };
        // By their ids: the same judgements say the same wherever they were recorded, and when.
        let mut in_force: Vec<&Given> = in_force.into_iter().collect();
        in_force.sort_by(|one, other| one.event.cmp(&other.event));
        let mut moves: Vec<(Vec<AssertionId>, &Destination)> = Vec::new();
        let mut attributes: BTreeMap<AssertionId, BTreeSet<(&Attribute, Option<&Slug>)>> = BTreeMap::new();
        for given in in_force {
            match &given.judgement.decision {
                Decision::Merge { targets } => {
                    let merged = ids(targets, RestsOn::Subject);
                    links.merges.extend((merged.len() > 1).then_some(merged));
                }
                Decision::Split { targets, name, .. } => {
                    let apart = ids(targets, RestsOn::Subject);
                    links.splits.extend((!apart.is_empty()).then(|| Split { apart, name: name.clone() }));
                }
                Decision::Move { targets, to } => moves.push((ids(targets, RestsOn::Words), to)),
                Decision::Edit { target, change: Change::Attribute { attribute, qualifier } } => {
                    if let Some(id) = now(target, RestsOn::Words) {
                        attributes.entry(id).or_default().insert((attribute, qualifier.as_ref()));
                    }
                }
                Decision::Edit { .. }
                | Decision::Accept { .. }
                | Decision::Reject { .. }
                | Decision::Note { .. }
                | Decision::Resolve { .. } => {}
            }
        }
        links.attributes = attributes
            .into_iter()
            .filter(|(_, edited)| edited.len() == 1)
            .flat_map(|(id, edited)| edited.into_iter().map(move |it| (id.clone(), it)))
            .map(|(id, (attribute, qualifier))| (id, (attribute.clone(), qualifier.cloned())))
            .collect();
        let mut ends: BTreeMap<&AssertionId, Vec<&Destination>> = BTreeMap::new();
        for (moved, to) in &moves {
            for id in moved {
                ends.entry(id).or_default().push(to);
            }
        }
        let agreed = |id: &AssertionId| {
            ends.get(id).is_some_and(|ends| ends.windows(2).all(|two| two[0].is_same(two[1])))
        };
        let of = |(moved, to): &(Vec<AssertionId>, &Destination)| Moved::of(moved, to, agreed, &now);
        links.moves = moves.iter().filter_map(of).collect();
        links
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Moved {
    /// Those of some moved assertions on whose destination all are agreed, if any are, and if it is there.
    fn of(
        moved: &[AssertionId],
        to: &Destination,
        agreed: impl Fn(&AssertionId) -> bool,
        now: impl Fn(&Target, RestsOn) -> Option<AssertionId>,
    ) -> Option<Self> {
        let assertions: Vec<AssertionId> = moved.iter().filter(|id| agreed(id)).cloned().collect();
        let (beside, subject) = match to {
            Destination::Beside { target } => (Some(now(target, RestsOn::Subject)?), None),
            Destination::Subject { name } => (None, Some(name.clone())),
        };
        (!assertions.is_empty()).then_some(Self { assertions, beside, subject })
    }
}
