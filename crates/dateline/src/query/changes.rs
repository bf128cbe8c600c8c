//! `changes`: what moved in a story, how, and on whose word.

use crate::row::Row;
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, StoryName};
use jiff::civil::Date;
use serde::Serialize;

/// What moved, story by story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Only what was published on this day or later, if one was given.
    pub since: Option<Date>,
    /// The stories that were looked at.
    pub stories: Vec<StoryChanges>,
}

/// What moved in one story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryChanges {
    /// The story.
    pub story: StoryName,
    /// How many articles it has.
    pub articles: usize,
    /// How many claims were looked at.
    pub claims: usize,
    /// How many of them were reported more than once and did not move.
    pub unmoved: usize,
    /// The changes, by claim, then in order of publication.
    pub changes: Vec<Change>,
    /// Names under which one subject goes in different articles.
    pub renamed: Vec<Renamed>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// What was reported before: what the newer assertion is compared with.
    pub from: Option<Row>,
    /// What was reported then.
    pub to: Row,
    /// Articles published later that still carry the earlier value.
    pub still_carried_by: Vec<ArticleId>,
}

/// A subject with several names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// The subject, as claims call it.
    pub subject: String,
    /// Its names, each with the articles that use it, in order of publication.
    pub names: Vec<NameUse>,
}

/// A name and who uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameUse {
    /// The name, verbatim.
    pub name: String,
    /// The articles.
    pub articles: Vec<ArticleId>,
}
