//! What judgements say about which assertions belong together: all that linking needs of them.

use super::{Change, Decision, Destination, Given, Target};
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
    /// Takes out of judgements in force what concerns linking.
    pub fn of<'g>(in_force: impl IntoIterator<Item = &'g Given>) -> Self {
        let mut links = Self::default();
        let ids = |targets: &[Target]| targets.iter().map(|it| it.assertion.clone()).collect();
        // By their ids: the same judgements say the same wherever they were recorded, and when.
        let mut in_force: Vec<&Given> = in_force.into_iter().collect();
        in_force.sort_by(|one, other| one.event.cmp(&other.event));
        let mut moves: Vec<(&[Target], &Destination)> = Vec::new();
        let mut attributes: BTreeMap<&AssertionId, BTreeSet<(&Attribute, Option<&Slug>)>> = BTreeMap::new();
        for given in in_force {
            match &given.judgement.decision {
                Decision::Merge { targets } => links.merges.push(ids(targets)),
                Decision::Split { targets, name, .. } => {
                    links.splits.push(Split { apart: ids(targets), name: name.clone() });
                }
                Decision::Move { targets, to } => moves.push((targets, to)),
                Decision::Edit { target, change: Change::Attribute { attribute, qualifier } } => {
                    attributes.entry(&target.assertion).or_default().insert((attribute, qualifier.as_ref()));
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
            .flat_map(|(id, edited)| edited.into_iter().map(move |it| (id, it)))
            .map(|(id, (attribute, qualifier))| (id.clone(), (attribute.clone(), qualifier.cloned())))
            .collect();
        let mut ends: BTreeMap<&AssertionId, Vec<&Destination>> = BTreeMap::new();
        for (targets, to) in &moves {
            for target in *targets {
                ends.entry(&target.assertion).or_default().push(to);
            }
        }
        let agreed = |id: &AssertionId| {
            ends.get(id).is_some_and(|ends| ends.windows(2).all(|two| two[0].is_same(two[1])))
        };
        links.moves = moves.into_iter().filter_map(|(targets, to)| Moved::of(targets, to, agreed)).collect();
        links
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Moved {
    /// Those of some moved assertions on whose destination all are agreed, if any are.
    fn of(targets: &[Target], to: &Destination, agreed: impl Fn(&AssertionId) -> bool) -> Option<Self> {
        let agreed = targets.iter().map(|it| &it.assertion).filter(|id| agreed(id));
        let assertions: Vec<AssertionId> = agreed.cloned().collect();
        let (beside, subject) = match to {
            Destination::Beside { target } => (Some(target.assertion.clone()), None),
            Destination::Subject { name } => (None, Some(name.clone())),
        };
        (!assertions.is_empty()).then_some(Self { assertions, beside, subject })
    }
}
