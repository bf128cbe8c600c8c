//! What all judgements in force say of one assertion.

use super::{Aspect, Change, Decision, Given, Target, sameness};
use crate::assertion::Assertion;
use crate::attribution::{Attribution, Hop, HopRole, Scope, SourceType, Speech};
use crate::id::{ArticleId, AssertionId};
use std::collections::BTreeSet;

/// Whether an article says what was read in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody has looked yet.
    Unreviewed,
    /// It does.
    Accepted,
    /// It does, with a correction of how it was read.
    Edited,
    /// It does not.
    Rejected,
    /// Reviewers do not agree, and nobody has decided between them: it is shown as before.
    Disputed,
}

/// The judgements in force on an assertion.
#[derive(Debug, Clone)]
pub struct Judged<'g> {
    /// All of them, by time; those on what it is about included.
    pub given: Vec<&'g Given>,
    /// The id under which it was judged, where another reading had given it another.
    pub carried_over_from: Option<AssertionId>,
    /// Whether it was moved to another claim.
    moved: bool,
}

impl<'g> Judged<'g> {
    /// What `in_force` says of an assertion. `others` are the ids of everything else in the article's current
    /// reading: a judgement is carried over by sameness only from an id that is no longer there.
    pub fn of(
        article: &ArticleId,
        assertion: &Assertion,
        in_force: &[&'g Given],
        others: &BTreeSet<&AssertionId>,
    ) -> Self {
        let target = Target::of(article, assertion);
        let mut given: Vec<&Given> = in_force.iter().copied().filter(|it| it.names(&target)).collect();
        let mut carried_over_from = None;
        if given.is_empty() {
            let same = |it: &&Target| {
                it.article == *article && it.same == target.same && !others.contains(&it.assertion)
            };
            for it in in_force {
                if let Some(was) = it.judgement.decision.targets().into_iter().find(same) {
                    carried_over_from = Some(was.assertion.clone());
                    given.push(it);
                }
            }
        }
        let is_this = |it: &Target| {
            it.article == *article && (it.assertion == target.assertion || it.same == target.same)
        };
        let moved = given.iter().any(|it| match &it.judgement.decision {
            Decision::Move { targets, .. } => targets.iter().any(is_this),
            _ => false,
        });
        Self { given, carried_over_from, moved }
    }

    /// Whether any of `in_force` might be about an assertion of an article under another id.
    pub fn may_carry_over(assertion: &Assertion, in_force: &[&Given]) -> bool {
        let same = sameness(assertion);
        let targets = in_force.iter().flat_map(|it| it.judgement.decision.targets());
        let mut fitting = targets.filter(|it| it.same == same).peekable();
        fitting.peek().is_some() && fitting.all(|it| it.assertion != assertion.id)
    }

    fn on(&self, aspect: Aspect) -> impl Iterator<Item = &'g Given> {
        self.given.iter().copied().filter(move |it| it.aspect() == Some(aspect))
    }

    /// Whether the article says it, as far as is decided.
    pub fn verdict(&self) -> Verdict {
        let verdicts: Vec<&Given> = self.on(Aspect::Verdict).collect();
        let rejected =
            verdicts.iter().filter(|it| matches!(it.judgement.decision, Decision::Reject { .. })).count();
        let edited = self.moved || self.edits().next().is_some();
        if self.is_disputed() || rejected > 0 && rejected < verdicts.len() {
            Verdict::Disputed
        } else if rejected > 0 {
            Verdict::Rejected
        } else if edited {
            Verdict::Edited
        } else if verdicts.is_empty() {
            Verdict::Unreviewed
        } else {
            Verdict::Accepted
        }
    }

    /// Whether two edits of one thing differ and neither replaces the other.
    fn is_disputed(&self) -> bool {
        [Aspect::Value, Aspect::Attribute, Aspect::Speaker].into_iter().any(|aspect| {
            let mut changes = self.on(aspect).map(|it| match &it.judgement.decision {
                Decision::Edit { change, .. } => Some(change),
                _ => None,
            });
            let first = changes.next();
            changes.any(|change| Some(change) != first)
        })
    }

    /// The edits that hold: one for each thing that was edited, none where reviewers differ.
    pub fn edits(&self) -> impl Iterator<Item = (&'g Given, &'g Change)> {
        let aspects = [Aspect::Value, Aspect::Attribute, Aspect::Speaker].into_iter();
        aspects.filter_map(|aspect| {
            let mut edits = self.on(aspect).filter_map(|it| match &it.judgement.decision {
                Decision::Edit { change, .. } => Some((it, change)),
                _ => None,
            });
            let first = edits.next()?;
            edits.all(|(_, change)| change == first.1).then_some(first)
        })
    }

    /// The assertion as edited.
    pub fn edited(&self, assertion: &Assertion) -> Assertion {
        let mut edited = assertion.clone();
        for (_, change) in self.edits() {
            match change {
                Change::Value { value } => edited.value = value.clone(),
                Change::Attribute { attribute, qualifier } => {
                    edited.attribute = attribute.clone();
                    edited.qualifier.clone_from(qualifier);
                }
                Change::Speaker { name } => speak(&mut edited.attribution, name.as_deref()),
            }
        }
        edited
    }
}

/// Puts another speaker, or none, at the end of a chain.
fn speak(attribution: &mut Attribution, name: Option<&str>) {
    attribution.chain.retain(|hop| hop.role != HopRole::Speaker);
    attribution.scope = Scope::Clear;
    if let Some(name) = name {
        attribution.chain.push(Hop {
            role: HopRole::Speaker,
            source_type: SourceType::Named,
            name: Some(name.to_owned()),
            principal: None,
            source: None,
            cue: None,
            addressee: None,
            artifact_seen: false,
        });
        if attribution.speech == Speech::Narrative {
            attribution.speech = Speech::Indirect;
        }
    } else {
        attribution.speech = Speech::Narrative;
    }
}
