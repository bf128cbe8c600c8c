//! A story's claims with everything that is said of them, taken from the view of claims as a whole.

use super::claims::{self, ClaimWithAssertions};
use super::{View, ViewError};
use dateline_core::assertion::Assertion;
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, Slug, StoryName};
use dateline_core::link::{LinkedClaim, Member, Outline, OutlinedSubject};
use serde::Deserialize;
use std::collections::BTreeSet;

/// A story's claims with what is said of them, and the subjects of its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The claims, by id, each with its assertions and their articles in the order of its members.
    pub claims: Vec<ClaimWithAssertions>,
    /// What each article speaks of, by article: the subjects of its current reading, in their order.
    pub subjects: Vec<(ArticleId, Vec<OutlinedSubject>)>,
}

/// Everything that is said in a story.
pub(crate) fn in_story(view: &View, story: &StoryName) -> Result<Said, ViewError> {
    let gathered = claims::gather(view, story, |swept, key, value| {
        claims::member(swept, key, value, |it: &Assertion| &it.id)
    })?;
    let said = gathered.into_iter().map(|(mut claim, said)| {
        let (members, assertions): (Vec<Member>, Vec<Assertion>) = said.into_iter().unzip();
        let articles = members.iter().map(|member| member.article.clone());
        let assertions = articles.zip(assertions).collect();
        claim.members = members;
        (claim, assertions)
    });
    let readings = claims::readings(view, story)?.into_iter();
    let subjects = readings.map(|(article, reading)| (article, reading.outline.subjects));
    Ok(Said { claims: said.collect(), subjects: subjects.collect() })
}

/// A claim without its members, and for each of these its article, its number in that one's reading, and why it
/// belongs here; in the order of the members.
pub type PlacedClaim = (LinkedClaim, Vec<(ArticleId, usize, String)>);

/// A story's claims, by id, without what is said of them.
pub(crate) fn placed(view: &View, story: &StoryName) -> Result<Vec<PlacedClaim>, ViewError> {
    claims::gather(view, story, claims::place_of_member)
}

/// The ids of a story's claims about a subject.
pub(crate) fn about(view: &View, story: &StoryName, subject: &Slug) -> Result<BTreeSet<ClaimId>, ViewError> {
    let of_story = claims::story_key("l", story);
    let mut ids = BTreeSet::new();
    view.each(&[&of_story, subject.as_str().as_bytes(), b"/"].concat(), |key, _| {
        ids.insert(claims::claim_named(view, &key[of_story.len()..])?);
        Ok(())
    })?;
    Ok(ids)
}

/// The ids of a story's claims, in the order of their text, each with the other ids that name it.
pub(crate) fn called(view: &View, story: &StoryName) -> Result<Vec<(ClaimId, Vec<ClaimId>)>, ViewError> {
    #[derive(Deserialize)]
    struct Called {
        id: ClaimId,
        aliases: Vec<ClaimId>,
    }
    view.sweep(&claims::story_key("l", story), |swept, _, value| {
        swept.decode(value).map(|Called { id, aliases }| (id, aliases))
    })
}

/// How many assertions a claim has.
pub(crate) fn count(view: &View, story: &StoryName, id: &ClaimId) -> Result<usize, ViewError> {
    let mut count = 0;
    view.each(&claims::members_prefix(story, id), |_, _| {
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

/// What a story's current readings say, in outline, by article.
pub(crate) fn outlines(view: &View, story: &StoryName) -> Result<Vec<(ArticleId, Outline)>, ViewError> {
    let readings = claims::readings(view, story)?.into_iter();
    Ok(readings.map(|(article, reading)| (article, reading.outline)).collect())
}
