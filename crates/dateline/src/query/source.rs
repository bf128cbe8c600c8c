//! `source`: where an assertion comes from, down to the bytes.

use crate::row::{ArticleLine, Row};
use dateline_core::claim::ClaimId;
use dateline_core::event::RecordedAt;
use dateline_core::id::{OperationNumber, Position, Sha256Hex, StoryName};
use serde::Serialize;

/// Where an assertion comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The story.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// The assertion.
    pub assertion: Row,
    /// The article it stands in.
    pub article: ArticleLine,
    /// From the bytes to the assertion.
    pub chain: Chain,
}

/// From the bytes to the assertion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// SHA-256 of the bytes as obtained.
    pub capture_sha256: Sha256Hex,
    /// Name of the charset they were decoded from.
    pub charset: String,
    /// SHA-256 of the revision's text.
    pub revision_sha256: Sha256Hex,
    /// Digest of code version, rules and lexicons that read it.
    pub extractor: String,
    /// The rule.
    pub rule: String,
    /// The operation that recorded the reading.
    pub op: OperationNumber,
    /// The place of the reading in the ledger.
    pub position: Position,
    /// When it was recorded.
    pub recorded: RecordedAt,
}
