//! Which claims the facts of an edited article belong to, and which of them a reviewer rejected.

use super::Query;
use super::story::Story;
use super::versions::Read;
use crate::error::Error;
use crate::row::Review;
use dateline_core::assertion::Assertion;
use dateline_core::claim::ClaimId;
use dateline_core::edits::{is_one_subject, same_facts};
use dateline_core::id::{ArticleId, AssertionId};
use dateline_core::judgement::Decision;
use dateline_store::ArticleRecord;
use std::collections::{BTreeMap, BTreeSet};

/// How an article's assertions are linked and judged.
pub(super) struct Linked {
    /// The claims of the newest revision's assertions.
    claims: BTreeMap<AssertionId, ClaimId>,
    /// The assertions, of whatever revision, that a reviewer rejected.
    rejected: BTreeSet<AssertionId>,
}

impl Linked {
    /// In a story that has all that the article says. `read` are versions of it, the newest last.
    pub(super) fn of(story: &Story, article: &ArticleId, read: &[Read<'_>]) -> Self {
        let members = story.claims.iter().flat_map(|claim| claim.members.iter().map(move |it| (claim, it)));
        let own = members.filter(|(_, member)| member.article == *article);
        let claims: BTreeMap<AssertionId, ClaimId> =
            own.map(|(claim, member)| (member.assertion.clone(), claim.id.clone())).collect();
        let rejected = rejected(story, &claims, read);
        Self { claims, rejected }
    }

    /// Whether a reviewer rejected an assertion of some revision.
    pub(super) fn is_rejected(&self, id: &AssertionId) -> bool {
        self.rejected.contains(id)
    }
}

impl Query<'_> {
    /// How an article's assertions are linked and judged. `read` are versions of it, the newest last.
    pub(super) fn linked(&self, record: &ArticleRecord, read: &[Read<'_>]) -> Result<Linked, Error> {
        Ok(Linked::of(&self.ruled(self.known.said_by(record)?)?, &record.article, read))
    }

    /// The claim that an assertion of some revision belongs to: its own, or that of the same attribute of the
    /// same subject, as the newest revision's assertions tell subjects.
    pub(super) fn claim_of_fact(
        &self,
        record: &ArticleRecord,
        (read, assertion): (&Read<'_>, &Assertion),
        newest: &Read<'_>,
        Linked { claims, .. }: &Linked,
    ) -> Result<Option<ClaimId>, Error> {
        if let Some(claim) = claims.get(&assertion.id) {
            return Ok(Some(claim.clone()));
        }
        let Some(subject) = read.subject(assertion) else { return Ok(None) };
        let alike = newest
            .reading
            .assertions
            .iter()
            .filter(|it| newest.subject(it).is_some_and(|other| is_one_subject(subject, other)));
        let slugs: BTreeSet<_> =
            alike.filter_map(|it| claims.get(&it.id)).map(|claim| &claim.subject).collect();
        // Of two subjects that may be meant none is.
        let [slug] = slugs.into_iter().collect::<Vec<_>>()[..] else { return Ok(None) };
        let id = ClaimId {
            subject: slug.clone(),
            attribute: assertion.attribute.clone(),
            qualifier: assertion.qualifier.clone(),
        };
        let there = self.known.claim_ids_named(&id)?;
        Ok(there.into_iter().find(|(story, _)| *story == record.story).map(|(_, claim)| claim))
    }
}

/// The assertions, of all versions, that count as rejected. Of what the newest reading has the verdict decides. What is
/// only in another is rejected where somebody rejected it and nobody accepted it; or where it says just what a
/// rejected one of the version beside it says.
fn rejected(
    story: &Story,
    newest: &BTreeMap<AssertionId, ClaimId>,
    read: &[Read<'_>],
) -> BTreeSet<AssertionId> {
    let (mut all, mut accepted) = (BTreeSet::new(), BTreeSet::new());
    for given in story.given() {
        match &given.judgement.decision {
            Decision::Reject { target } if !newest.contains_key(&target.assertion) => {
                all.insert(target.assertion.clone());
            }
            Decision::Accept { target } => {
                accepted.insert(&target.assertion);
            }
            _ => {}
        }
    }
    all.retain(|id| !accepted.contains(id));
    all.extend(newest.keys().filter(|id| story.verdict(id) == Review::Rejected).cloned());
    if all.is_empty() {
        return all;
    }
    let same: Vec<Vec<[&AssertionId; 2]>> = read.windows(2).map(same_assertions).collect();
    let carry = |all: &mut BTreeSet<AssertionId>, from: &AssertionId, to: &AssertionId| {
        if all.contains(from) && !newest.contains_key(to) && !accepted.contains(to) {
            all.insert(to.clone());
        }
    };
    for [former, later] in same.iter().rev().flatten() {
        carry(&mut all, later, former);
    }
    for [former, later] in same.iter().flatten() {
        carry(&mut all, former, later);
    }
    all
}

/// The assertions of two versions that say the same; none where there are too many to be compared.
fn same_assertions<'r>(pair: &'r [Read<'_>]) -> Vec<[&'r AssertionId; 2]> {
    let (former, later) = (&pair[0].reading, &pair[1].reading);
    let same = same_facts(former, later).unwrap_or_default().into_iter();
    same.map(|(at, before)| [&former.assertions[before].id, &later.assertions[at].id]).collect()
}
