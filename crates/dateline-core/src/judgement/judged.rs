//! What all judgements in force say of one assertion.

use super::{Aspect, Change, Current, Decision, Destination, Given, RestsOn, Target};
use crate::assertion::Assertion;
use crate::attribution::{Attribution, Hop, HopRole, Scope, SourceType, Speech};
use crate::id::{ArticleId, AssertionId};

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

impl Verdict {
    /// Whether it is still to be decided.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unreviewed | Self::Disputed)
    }

    /// In a word.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Unreviewed => "unreviewed",
            Self::Accepted => "accepted",
            Self::Edited => "edited",
            Self::Rejected => "rejected",
            Self::Disputed => "disputed",
        }
    }
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
    /// Whether it was moved to several places, chosen by one and decided against by another, or set apart by one and
    /// not, or otherwise, by another.
    parts: bool,
}

impl<'g> Judged<'g> {
    /// What `in_force` says of an assertion of an article. `current` tells what became of what was judged in
    /// other readings of the article.
    pub fn of(article: &ArticleId, assertion: &Assertion, in_force: &[&'g Given], current: &Current) -> Self {
        let stands = |it: &Target, on: RestsOn| {
            let was_this = || current.find(it, on) == Some(&assertion.id);
            it.article == *article && (it.assertion == assertion.id || was_this())
        };
        let is_this = |it: &Target| stands(it, RestsOn::Words);
        let (mut given, mut carried_over_from): (Vec<&Given>, _) = (Vec::new(), None);
        for it in in_force {
            let rests_on = it.judgement.decision.rests_on();
            let mut named = rests_on.into_iter().filter(|(target, on)| stands(target, *on)).peekable();
            if named.peek().is_some() {
                given.push(*it);
            }
            let was = named.find(|(target, _)| target.assertion != assertion.id);
            carried_over_from = carried_over_from.or(was.map(|(was, _)| was.assertion.clone()));
        }
        let mut destinations: Vec<&Destination> = Vec::new();
        let is_apart = |it: &&&Given| match &it.judgement.decision {
            Decision::Split { targets, .. } => targets.iter().any(|it| stands(it, RestsOn::Subject)),
            _ => false,
        };
        let parts = |it: &&Given, other: &&Given| it.judgement.decision.parts_what(&other.judgement.decision);
        let links_part = given.iter().filter(is_apart).any(|it| given.iter().any(|other| parts(it, other)));
        let (mut stands, mut falls) = (false, false);
        for it in &given {
            match &it.judgement.decision {
                Decision::Move { targets, to } if targets.iter().any(is_this) => destinations.push(to),
                Decision::Resolve { stands: chosen, against } => {
                    stands |= chosen.iter().any(is_this);
                    falls |= against.iter().any(is_this);
                }
                _ => {}
            }
        }
        let moves_part = destinations.windows(2).any(|two| !two[0].is_same(two[1]));
        let moved = !destinations.is_empty() && !moves_part;
        Self { given, carried_over_from, moved, parts: moves_part || links_part || stands && falls }
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

    /// Whether two edits of one thing, two moves, two resolutions, or a merge and a split exclude each other, and neither replaces the
    /// other.
    fn is_disputed(&self) -> bool {
        let differ = [Aspect::Value, Aspect::Attribute, Aspect::Speaker].into_iter().any(|aspect| {
            let mut changes = self.on(aspect).map(|it| match &it.judgement.decision {
                Decision::Edit { change, .. } => Some(change),
                _ => None,
            });
            let first = changes.next();
            changes.any(|change| Some(change) != first)
        });
        differ || self.parts
    }

    /// Whether the rule that read the assertion was right, as far as is decided: accepted is right, rejected or
    /// with another value or attribute wrong. Who says it, and what it is about, are not read by the rule.
    pub fn rule_was_right(&self) -> Option<bool> {
        let misread = || {
            self.edits().any(|(given, _)| matches!(given.aspect(), Some(Aspect::Value | Aspect::Attribute)))
        };
        match self.verdict() {
            Verdict::Unreviewed | Verdict::Disputed => None,
            Verdict::Rejected => Some(false),
            Verdict::Accepted => Some(true),
            Verdict::Edited if misread() => Some(false),
            Verdict::Edited => self.on(Aspect::Verdict).next().map(|_| true),
        }
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
