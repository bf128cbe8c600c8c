//! `diff`: two dates of a story, or two articles, claim by claim. Never word by word: across different
//! articles that is unreadable.

use crate::row::Row;
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, StoryName};
use dateline_core::step::Step;
use jiff::civil::Date;
use serde::Serialize;

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The story whose claims are compared.
    pub story: StoryName,
    /// The earlier side.
    pub left: DiffSide,
    /// The later side.
    pub right: DiffSide,
    /// The differences, by claim.
    pub entries: Vec<DiffEntry>,
    /// How many claims say the same on both sides.
    pub unchanged: usize,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DiffSide {
    /// What had been reported by the end of a day.
    Date {
        /// The day.
        until: Date,
        /// The day after which reports belong to this side only; `None` for "from the beginning".
        after: Option<Date>,
    },
    /// What one article says.
    Article {
        /// The article.
        article: ArticleId,
    },
}

/// How an entry differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffMark {
    /// On both sides, and different.
    Changed,
    /// Only on the later side.
    Added,
    /// Only on the earlier side: not repeated, which is no retraction.
    Absent,
    /// Two things of one kind that are not the same thing, and so are not compared.
    NotCompared,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffEntry {
    /// How it differs.
    pub mark: DiffMark,
    /// The claim; `None` where names or subjects themselves are compared.
    pub claim: Option<ClaimId>,
    /// What it is about, as shown.
    pub subject: String,
    /// What is said of it: the attribute, or "name".
    pub aspect: String,
    /// How the last assertion on the right relates to the last that stands on the left.
    pub step: Option<Step>,
    /// What the left side says.
    pub left: Vec<Row>,
    /// What the right side says.
    pub right: Vec<Row>,
    /// Names on the left, where names are compared.
    pub left_names: Vec<String>,
    /// Names on the right, where names are compared.
    pub right_names: Vec<String>,
    /// Why it is not compared, or what to keep in mind.
    pub note: Option<String>,
}
