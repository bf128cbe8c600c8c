//! From what a reviewer asks for to the judgement that is recorded: names are resolved, and what was decided
//! before is looked up.

use super::Query;
use super::decided::over;
use super::story::{Found, Story};
use super::typed::{attribute, cannot, value};
use crate::answer::Warning;
use crate::error::Error;
use crate::reference;
use crate::ruling::{Asked, JudgedLine, Ruling};
use dateline_core::assertion::{Assertion, Attribute};
use dateline_core::claim::ClaimId;
use dateline_core::history::History;
use dateline_core::id::{ArticleId, AssertionId, Slug, StoryName};
use dateline_core::judgement::{
    Change, Current, Decision, Destination, Given, Judged, Judgement, RestsOn, Target,
};
use dateline_core::link::LinkedClaim;
use std::collections::{BTreeMap, BTreeSet};

/// A judgement that is to be recorded.
#[derive(Debug)]
pub(crate) struct Judging {
    pub(crate) judgement: Judgement,
    /// Whether it says anything that the same reviewer had not said before.
    pub(crate) is_news: bool,
    kind: &'static str,
    on: Vec<String>,
    assertions: Vec<AssertionId>,
    /// The first assertion, as it was read.
    first: (ArticleId, Assertion),
    /// What is unusual about it, though it is recorded.
    pub(crate) warning: Option<Warning>,
}

impl Judging {
    /// Whether both decide the same thing of an assertion.
    pub(crate) fn decides_what(&self, other: &Self) -> bool {
        let aspects = [self, other].map(|it| it.judgement.decision.aspect());
        let shares = || self.assertions.iter().any(|id| other.assertions.contains(id));
        aspects[0].is_some() && aspects[0] == aspects[1] && shares()
    }
}

/// An assertion that was named.
pub(super) struct Named {
    pub(super) story: Story,
    claim: ClaimId,
    article: ArticleId,
    /// As it was read.
    pub(super) assertion: Assertion,
}

impl Named {
    fn target(&self) -> Target {
        Target::of(&self.article, &self.assertion)
    }

    /// What sets its subject apart, where reviewers do not agree on that: the judgement that holds meanwhile.
    fn parting(&self) -> Option<&Decision> {
        let story = &self.story;
        let is_it = |target: &Target| {
            let now = story.now(target, RestsOn::Subject).and_then(|id| story.find(id));
            now.is_some_and(|it| {
                it.record.article == self.article && it.assertion.subject == self.assertion.subject
            })
        };
        let splits = story.given().iter().filter(|it| match &it.judgement.decision {
            Decision::Split { targets, .. } => targets.iter().any(is_it),
            _ => false,
        });
        let mut disputed: Vec<&Given> = splits
            .filter(|it| {
                let decision = &it.judgement.decision;
                story.given().iter().any(|other| decision.parts_what(&other.judgement.decision))
            })
            .collect();
        // Links are applied in the order of their events' ids.
        disputed.sort_by(|one, other| one.event.cmp(&other.event));
        disputed.last().map(|it| &it.judgement.decision)
    }

    fn linked(&self) -> Result<&LinkedClaim, Error> {
        self.story.claim(&self.claim).ok_or_else(|| gone(&self.claim))
    }
}

fn gone(claim: &ClaimId) -> Error {
    Error::Inconsistent(format!("claim {claim} is gone"))
}

impl Query<'_> {
    /// The judgement that `ruling` asks for, given by `reviewer`.
    pub(crate) fn judging(&self, ruling: &Ruling, reviewer: &str) -> Result<Judging, Error> {
        let [first, ..] = &ruling.on[..] else {
            return Err(cannot("nothing was named to be judged", "dateline review --list"));
        };
        let by_subject = matches!(ruling.asked, Asked::Merge | Asked::Split { .. } | Asked::Resolve);
        let named = self.judged_named(first, by_subject)?;
        let decision = match &ruling.asked {
            Asked::Accept => Decision::Accept { target: named.target() },
            Asked::Reject => Decision::Reject { target: named.target() },
            Asked::Note(text) => Decision::Note { target: named.target(), text: text.clone() },
            Asked::Value(typed) => {
                let value = value(typed, &named.assertion)?;
                Decision::Edit { target: named.target(), change: Change::Value { value } }
            }
            Asked::Attribute(typed) => Decision::Edit { target: named.target(), change: attribute(typed)? },
            Asked::Speaker(name) => {
                Decision::Edit { target: named.target(), change: Change::Speaker { name: name.clone() } }
            }
            Asked::Subject(typed) => {
                Decision::Move { targets: vec![named.target()], to: self.destination(typed)? }
            }
            Asked::Resolve => self.resolution(&named, &ruling.on)?,
            Asked::Merge => self.merge(&named, &ruling.on)?,
            Asked::Split { name, subject } => self.split(&named, &ruling.on, name.as_deref(), *subject)?,
        };
        if ruling.asked.needs_reason() && ruling.reason.as_deref().is_none_or(|why| why.trim().is_empty()) {
            return Err(cannot(
                format!("{} needs a reason, which stands beside it from then on", ruling.asked.verb()),
                format!("dateline review {} {first} --reason TEXT", ruling.asked.verb()),
            ));
        }
        let warning = match &decision {
            Decision::Edit { change: Change::Attribute { attribute, .. }, .. } => {
                self.unusual(&named, attribute)?
            }
            _ => None,
        };
        let (over, is_news) = over(&named, first, &decision, ruling, reviewer)?;
        let assertions = decision.targets().into_iter().map(|it| it.assertion.clone()).collect();
        Ok(Judging {
            judgement: Judgement { decision, reason: ruling.reason.clone(), over },
            is_news,
            kind: ruling.asked.verb(),
            on: ruling.on.clone(),
            assertions,
            first: (named.article, named.assertion),
            warning,
        })
    }

    /// That nothing else in the story has an attribute: it may be a slip.
    fn unusual(&self, named: &Named, attribute: &Attribute) -> Result<Option<Warning>, Error> {
        let claims = self.known.claims(&named.story.name)?;
        let known: BTreeSet<&str> = claims.iter().map(|claim| claim.id.attribute.as_str()).collect();
        if known.contains(attribute.as_str()) {
            return Ok(None);
        }
        let closest = reference::closest(attribute.as_str(), known.into_iter());
        let closest: Vec<String> = closest.into_iter().map(|it| it.id).collect();
        let warning =
            Warning::new(format!("nothing else in story {} has the attribute {attribute}", named.story.name));
        let hint = match &closest[..] {
            [] => "dateline undo".to_owned(),
            some => format!("closest: {}; dateline undo", some.join(", ")),
        };
        Ok(Some(warning.hint(hint)))
    }

    /// What was recorded, and what holds of the first assertion now.
    pub(crate) fn judged_line(&self, it: Judging) -> Result<JudgedLine, Error> {
        let (article, assertion) = &it.first;
        let given = self.known.judgements_on(&BTreeSet::from([article]))?;
        let in_force: Vec<&Given> = given.iter().collect();
        let targets = in_force.iter().flat_map(|it| it.judgement.decision.targets());
        let reading = self.reading_of(article)?;
        let current = reading.map_or_else(Current::default, |reading| Current::of(targets, &reading));
        let judged = Judged::of(article, assertion, &in_force, &current);
        Ok(JudgedLine {
            kind: it.kind.to_owned(),
            on: it.on,
            assertions: it.assertions,
            review: judged.verdict(),
        })
    }

    /// The assertion that `typed` names; for `by_subject` with all that is said of its subject. A claim stands for its
    /// first assertion there.
    fn judged_named(&self, typed: &str, by_subject: bool) -> Result<Named, Error> {
        let (mut story, claim, at) = match self.assertion_named(typed) {
            Err(Error::Ambiguous { .. }) if by_subject && !typed.contains('@') => {
                let (story, claim, _) = self.claim_named(typed)?;
                (story, claim, 0)
            }
            named => named?,
        };
        if by_subject {
            story = self.story_about(&story.name, &BTreeSet::from([claim.subject.clone()]))?;
        }
        let linked = story.claim(&claim).ok_or_else(|| gone(&claim))?;
        let rows = self.claim_rows(&story, linked)?;
        let Found { record, assertion, .. } = *rows.at(at).1;
        let (article, assertion) = (record.article.clone(), story.as_read(assertion).clone());
        Ok(Named { story, claim, article, assertion })
    }

    /// As much of a story as is said of some subjects.
    fn story_about(&self, name: &StoryName, subjects: &BTreeSet<Slug>) -> Result<Story, Error> {
        self.part(name, &self.known.claims_about(name, subjects)?, Vec::new())
    }

    fn destination(&self, typed: &str) -> Result<Destination, Error> {
        if typed.contains(['/', '@', ':']) {
            return Ok(Destination::Beside { target: self.judged_named(typed, true)?.target() });
        }
        match Slug::from_text(typed) {
            Some(_) => Ok(Destination::Subject { name: typed.to_owned() }),
            None => Err(cannot(format!("{typed:?} is no name"), "--subject \"Geneva II\"")),
        }
    }

    /// Which values stand, and which of those that stand now fall. Of what one reviewer joined and another set apart:
    /// that it stays apart, as it is meanwhile.
    fn resolution(&self, named: &Named, all: &[String]) -> Result<Decision, Error> {
        if let ([_], Some(apart)) = (all, named.parting()) {
            return Ok(apart.clone());
        }
        let rows = self.claim_rows(&named.story, named.linked()?)?;
        let mut chosen: BTreeSet<AssertionId> = BTreeSet::from([named.assertion.id.clone()]);
        for typed in &all[1..] {
            let other = self.judged_named(typed, true)?;
            if other.claim != named.claim || other.story.name != named.story.name {
                return Err(cannot(
                    format!("{typed} belongs to {}, not to {}", other.claim, named.claim),
                    "",
                ));
            }
            chosen.insert(other.assertion.id);
        }
        let (mut stands, mut against) = (Vec::new(), Vec::new());
        let standing: Vec<usize> =
            rows.history.rows.iter().filter(|row| row.stands).map(|row| row.index).collect();
        for at in 0..rows.entries.len() {
            let entry = &rows.entries[at];
            let target = || Target::of(entry.article, named.story.as_read(entry.assertion));
            if chosen.contains(&entry.assertion.id) {
                stands.push(target());
            } else if standing.contains(&at) {
                let excluded = rows.entries.iter().filter(|it| chosen.contains(&it.assertion.id));
                let mut excluded = excluded.map(|it| History::of(&[it.clone(), entry.clone()]).contested);
                if excluded.any(|contested| contested) {
                    against.push(target());
                }
            }
        }
        if against.is_empty() {
            return Err(cannot(
                format!("nothing that stands in {} excludes that", named.claim),
                format!("dateline history {}", named.claim),
            ));
        }
        Ok(Decision::Resolve { stands, against })
    }

    /// That subjects are one; or, where the subject is the same already, claims.
    fn merge(&self, named: &Named, all: &[String]) -> Result<Decision, Error> {
        if all.len() < 2 {
            return Err(cannot("a merge takes two claims or more", "dateline review merge CLAIM CLAIM"));
        }
        let mut subjects = BTreeSet::from([named.claim.subject.clone()]);
        let mut others: Vec<ClaimId> = Vec::new();
        for typed in &all[1..] {
            let other = self.judged_named(typed, true)?;
            if other.story.name != named.story.name {
                return Err(cannot(
                    format!("{typed} belongs to story {}, not to {}", other.story.name, named.story.name),
                    "dateline articles set ARTICLE --story NAME",
                ));
            }
            subjects.insert(other.claim.subject.clone());
            others.push(other.claim);
        }
        if subjects.len() > 1 {
            let story = self.story_about(&named.story.name, &subjects)?;
            let targets = anchors(&story, |claim| subjects.contains(&claim.id.subject));
            return Ok(Decision::Merge { targets });
        }
        others.retain(|claim| *claim != named.claim);
        if others.is_empty() {
            return Err(cannot(format!("{} is one claim already", named.claim), ""));
        }
        let of_others = |claim: &&LinkedClaim| others.contains(&claim.id);
        let members = named.story.claims.iter().filter(of_others).flat_map(|claim| &claim.members);
        let found = members.filter_map(|member| named.story.find(&member.assertion));
        let targets =
            found.map(|it| Target::of(&it.record.article, named.story.as_read(it.assertion))).collect();
        Ok(Decision::Move { targets, to: Destination::Beside { target: named.target() } })
    }

    fn split(
        &self,
        named: &Named,
        all: &[String],
        name: Option<&str>,
        subject: bool,
    ) -> Result<Decision, Error> {
        let mut chosen: BTreeMap<AssertionId, Target> = BTreeMap::new();
        for typed in all {
            let it = self.judged_named(typed, true)?;
            if it.claim.subject != named.claim.subject || it.story.name != named.story.name {
                return Err(cannot(
                    format!("{typed} is about {}, not about {}", it.claim.subject, named.claim.subject),
                    "",
                ));
            }
            chosen.insert(it.assertion.id.clone(), it.target());
        }
        if !subject {
            let Some(name) = name else {
                return Err(cannot(
                    "assertions that are parted from a claim need the name of what they are about",
                    "dateline review split ID... --name NAME --reason TEXT",
                ));
            };
            let to = self.destination(name)?;
            return Ok(Decision::Move { targets: chosen.into_values().collect(), to });
        }
        let nodes: BTreeSet<(ArticleId, usize)> = chosen
            .keys()
            .filter_map(|id| named.story.find(id))
            .map(|it| (it.record.article.clone(), it.assertion.subject))
            .collect();
        let of_subject = anchors(&named.story, |claim| claim.id.subject == named.claim.subject);
        let (targets, from): (Vec<Target>, Vec<Target>) = of_subject.into_iter().partition(|target| {
            named
                .story
                .find(&target.assertion)
                .is_some_and(|it| nodes.contains(&(it.record.article.clone(), it.assertion.subject)))
        });
        if from.is_empty() {
            return Err(cannot(
                format!("nothing else is about {}: there is nothing to part it from", named.claim.subject),
                format!("dateline claims show {}", named.claim),
            ));
        }
        Ok(Decision::Split { targets, from, name: name.map(str::to_owned) })
    }
}

/// One assertion of each article's subject in some claims: what a judgement on subjects rests on.
fn anchors(story: &Story, wanted: impl Fn(&LinkedClaim) -> bool) -> Vec<Target> {
    let mut anchors: BTreeMap<(ArticleId, usize), Target> = BTreeMap::new();
    for member in story.claims.iter().filter(|claim| wanted(claim)).flat_map(|claim| &claim.members) {
        if let Some(it) = story.find(&member.assertion) {
            let node = (it.record.article.clone(), it.assertion.subject);
            let target = Target::of(&it.record.article, story.as_read(it.assertion));
            anchors.entry(node).or_insert(target);
        }
    }
    anchors.into_values().collect()
}
