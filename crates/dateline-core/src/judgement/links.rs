//! What judgements say about which assertions belong together: all that linking needs of them.

use super::{Change, Decision, Destination, Given};
use crate::assertion::Attribute;
use crate::id::{AssertionId, Slug};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The judgements in force on a story's claims, as linking sees them. Where a merge and a split disagree, the
/// split holds: one claim that mixes two things misleads everybody.
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
        let ids = |targets: &[super::Target]| targets.iter().map(|it| it.assertion.clone()).collect();
        // By their ids: the same judgements say the same wherever they were recorded, and when.
        let mut in_force: Vec<&Given> = in_force.into_iter().collect();
        in_force.sort_by(|one, other| one.event.cmp(&other.event));
        for given in in_force {
            match &given.judgement.decision {
                Decision::Merge { targets } => links.merges.push(ids(targets)),
                Decision::Split { targets, name, .. } => {
                    links.splits.push(Split { apart: ids(targets), name: name.clone() });
                }
                Decision::Move { targets, to } => {
                    let (beside, subject) = match to {
                        Destination::Beside { target } => (Some(target.assertion.clone()), None),
                        Destination::Subject { name } => (None, Some(name.clone())),
                    };
                    links.moves.push(Moved { assertions: ids(targets), beside, subject });
                }
                Decision::Edit { target, change: Change::Attribute { attribute, qualifier } } => {
                    let edited = (attribute.clone(), qualifier.clone());
                    links.attributes.insert(target.assertion.clone(), edited);
                }
                Decision::Edit { .. }
                | Decision::Accept { .. }
                | Decision::Reject { .. }
                | Decision::Note { .. }
                | Decision::Resolve { .. } => {}
            }
        }
        links
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
