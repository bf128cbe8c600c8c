//! Which claims the facts of an edited article belong to, and which of them a reviewer rejected.

use super::Query;
use super::edited::Read;
use super::story::Story;
use crate::error::Error;
use crate::row::Review;
use dateline_core::assertion::Assertion;
use dateline_core::claim::ClaimId;
use dateline_core::edits::is_one_subject;
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
    /// In a story that has all that the article says.
    pub(super) fn of(story: &Story, article: &ArticleId) -> Self {
        let members = story.claims.iter().flat_map(|claim| claim.members.iter().map(move |it| (claim, it)));
        let own = members.filter(|(_, member)| member.article == *article);
        let rejected = story.given().iter().filter_map(|given| match &given.judgement.decision {
            Decision::Reject { target } => Some(target.assertion.clone()),
            _ => None,
        });
        let claims: BTreeMap<AssertionId, ClaimId> =
            own.map(|(claim, member)| (member.assertion.clone(), claim.id.clone())).collect();
        // A judgement may have been carried over from another id.
        let carried = claims.keys().filter(|id| story.verdict(id) == Review::Rejected).cloned();
        let rejected = rejected.chain(carried.collect::<Vec<_>>()).collect();
        Self { claims, rejected }
    }

    /// Whether a reviewer rejected an assertion of some revision.
    pub(super) fn is_rejected(&self, id: &AssertionId) -> bool {
        self.rejected.contains(id)
    }
}

impl Query<'_> {
    /// How an article's assertions are linked and judged.
    pub(super) fn linked(&self, record: &ArticleRecord) -> Result<Linked, Error> {
        Ok(Linked::of(&self.ruled(self.known.said_by(record)?)?, &record.article))
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
