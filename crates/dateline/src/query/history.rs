//! `history`: every value ever reported for a claim.

use crate::row::Row;
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, AssertionId, StoryName};
use dateline_core::value::EntityKind;
use jiff::civil::Date;
use serde::Serialize;

/// Which assertions of a history are wanted. Steps and row numbers are those of the whole history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Published on this day or later.
    pub since: Option<Date>,
    /// Published on this day or earlier.
    pub until: Option<Date>,
    /// By this outlet; upper and lower case are not told apart.
    pub publisher: Option<String>,
}

/// Every value ever reported for a claim, in order of publication, then by place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct History {
    /// The story in which the claim's names are resolved.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// Other ids that name it.
    pub aliases: Vec<ClaimId>,
    /// Its subject, as shown.
    pub subject: String,
    /// What the subject is.
    pub kind: EntityKind,
    /// The assertions.
    pub assertions: Vec<Row>,
    /// The assertions whose values stand.
    pub standing: Vec<AssertionId>,
    /// Whether values stand that cannot be true together.
    pub contested: bool,
    /// Which sources are not independent of each other.
    pub origins: Origins,
    /// By what the assertions are ordered, in words.
    pub basis_of_order: String,
    /// How many articles the assertions shown come from.
    pub articles: usize,
    /// How many assertions the filters left out.
    pub left_out: usize,
}

/// How many independent origins there are, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origins {
    /// How many; sets of sources, not articles.
    pub count: usize,
    /// Each of them.
    pub sets: Vec<OriginLine>,
}

/// Sources that are not independent of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OriginLine {
    /// Their names; an article's where no source is known.
    pub sources: Vec<String>,
    /// The articles that carry what they say.
    pub articles: Vec<ArticleId>,
    /// Why they count as one, in words; empty for a single source.
    pub why: Vec<String>,
}
