//! Linking: which assertions of a story are about the same thing, and why. A pure function of all the
//! readings in the story, so that the order of ingest cannot matter.

use crate::assertion::Extraction;
use crate::claim::ClaimId;
use crate::edtf::Edtf;
use crate::id::{ArticleId, AssertionId, StoryName};
use crate::value::EntityKind;
use serde::{Deserialize, Serialize};

/// An article's current reading, as linking sees it.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// When it was published, if known.
    pub published: Option<&'a Edtf>,
    /// What was read in it.
    pub extraction: &'a Extraction,
}

/// A claim with everything that was asserted for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedClaim {
    /// Its readable id.
    pub id: ClaimId,
    /// Every other id that names it ("geneva-2/date").
    pub aliases: Vec<ClaimId>,
    /// The subject as shown ("Geneva II").
    pub subject: String,
    /// Every name of the subject, verbatim, in alphabetical order.
    pub names: Vec<String>,
    /// What the subject is.
    pub kind: EntityKind,
    /// The assertions, by article and place.
    pub members: Vec<Member>,
}

/// An assertion's membership of a claim, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The article.
    pub article: ArticleId,
    /// The assertion.
    pub assertion: AssertionId,
    /// Why it belongs here, in words.
    pub reason: String,
}

/// Links all assertions of one story into claims, in order of their ids.
pub fn link_story(_story: &StoryName, _readings: &[Reading<'_>]) -> Vec<LinkedClaim> {
    Vec::new()
}
