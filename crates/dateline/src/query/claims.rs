//! `claims list`, `claims search` and `claims show`.

use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, AssertionId, StoryName};
use dateline_core::value::EntityKind;
use serde::Serialize;

/// Claims, by story, then by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimList {
    /// The claims.
    pub claims: Vec<ClaimLine>,
}

/// A claim, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimLine {
    /// The story.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// Verbatim words of the values that stand, in order of publication.
    pub standing: Vec<String>,
    /// How many assertions it has.
    pub assertions: usize,
    /// How many articles they come from.
    pub articles: usize,
    /// Whether values stand that cannot be true together.
    pub contested: bool,
    /// When it was last reported, where that is known.
    pub last_published: Option<Edtf>,
}

/// What names a claim, and why its assertions belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimShown {
    /// The story.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// Other ids that name it.
    pub aliases: Vec<ClaimId>,
    /// Its subject, as shown.
    pub subject: String,
    /// What the subject is.
    pub kind: EntityKind,
    /// Every name of the subject, verbatim.
    pub names: Vec<String>,
    /// Its assertions, each with the reason it belongs here.
    pub members: Vec<MemberLine>,
}

/// An assertion's membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberLine {
    /// Its number in the history.
    pub row: usize,
    /// The assertion.
    pub assertion: AssertionId,
    /// The article.
    pub article: ArticleId,
    /// Its verbatim words.
    pub text: String,
    /// Why it belongs here, in words.
    pub reason: String,
}
