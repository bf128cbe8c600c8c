//! S01, S02, S05, S06, S09, S10: where it comes from.

use super::Finding;
use crate::article::Metadata;
use crate::assertion::Assertion;
use crate::claim::ClaimId;
use crate::id::ArticleId;
use crate::origin::Origin;

/// An assertion of a claim, with its article.
#[derive(Debug, Clone, Copy)]
pub struct SourcedEntry<'a> {
    /// The article that carries it.
    pub article: &'a ArticleId,
    /// The assertion.
    pub assertion: &'a Assertion,
    /// Whether a person has accepted it.
    pub reviewed: bool,
}

/// A claim, as these checks see it.
#[derive(Debug, Clone, Copy)]
pub struct ClaimFacts<'a> {
    /// The claim.
    pub claim: &'a ClaimId,
    /// Its assertions.
    pub entries: &'a [SourcedEntry<'a>],
    /// Their independent origins: [`crate::origin::origins`] of the same entries in the same order.
    pub origins: &'a [Origin],
}

/// An article, as these checks see it.
#[derive(Debug, Clone, Copy)]
pub struct ArticleFacts<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// What is known of it.
    pub metadata: &'a Metadata,
}

/// Checks S01, S02, S05, S06 and S10 for one claim. Statements ("said") have no S01, S02 and S05: what a
/// person said has that person for its origin.
pub fn check_claim(claim: ClaimFacts<'_>) -> Vec<Finding> {
    let _ = claim;
    Vec::new()
}

/// Checks S09 for one article.
pub fn check_metadata(article: ArticleFacts<'_>) -> Vec<Finding> {
    let _ = article;
    Vec::new()
}
