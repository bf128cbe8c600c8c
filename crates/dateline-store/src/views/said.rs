//! A story's claims with everything that is said of them, taken from the view of claims as a whole.

use super::claims::{self, ClaimWithAssertions};
use super::{View, ViewError};
use dateline_core::assertion::Assertion;
use dateline_core::id::{ArticleId, StoryName};
use dateline_core::link::{Member, OutlinedSubject};

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
