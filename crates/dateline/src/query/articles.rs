//! `articles list` and `articles show`.

use crate::row::{ArticleLine, Row};
use dateline_core::claim::ClaimId;
use dateline_core::event::RecordedAt;
use dateline_core::id::Sha256Hex;
use serde::Serialize;

/// The articles, by story, then by publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleList {
    /// The articles.
    pub articles: Vec<ArticleLine>,
}

/// An article and what it asserts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleShown {
    /// The article.
    pub article: ArticleLine,
    /// Its revisions, oldest first.
    pub revisions: Vec<RevisionLine>,
    /// What its newest text asserts, in text order.
    pub assertions: Vec<ArticleAssertion>,
}

/// One version of an article's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionLine {
    /// SHA-256 of the text.
    pub sha256: Sha256Hex,
    /// Its length.
    pub length_bytes: usize,
    /// When we learned of it.
    pub recorded: RecordedAt,
}

/// An assertion of the article, with the claim it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleAssertion {
    /// The claim.
    pub claim: ClaimId,
    /// The assertion in the claim's history.
    pub assertion: Row,
}
