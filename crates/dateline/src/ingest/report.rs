//! What an ingest did, input by input.

use super::{CarriedText, SCHEMA};
use crate::answer::{Answer, Basis};
use crate::query::Changes;
use dateline_capture::CaptureError;
use dateline_core::assertion::AssertionCount;
use dateline_core::edtf::Edtf;
use dateline_core::fetch::Sighting;
use dateline_core::id::{ArticleId, OperationNumber, StoryName};
use serde::Serialize;
use std::path::PathBuf;

/// What an ingest did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IngestReport {
    /// The operation; `None` if nothing was written.
    pub op: Option<OperationNumber>,
    /// Whether this was only a rehearsal: nothing was written.
    pub dry_run: bool,
    /// What became of each input that could be read, in the order of the inputs.
    pub articles: Vec<IngestedArticle>,
    /// The inputs that could not.
    pub failures: Vec<IngestFailure>,
    /// How many articles are new, or have new revisions, or were read again.
    pub stored: usize,
    /// How many assertions their newest texts make.
    #[serde(flatten)]
    pub count: AssertionCount,
    /// How many of these wait to be reviewed: statements do not, nor what was judged before.
    pub to_review: usize,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
    /// How many inputs were not looked at because it was stopped.
    pub not_reached: usize,
    /// Those of the articles that carry text of others, in the order of the inputs; none if nothing was written.
    pub copies: Vec<CarriedText>,
    /// What moved in the stories that were touched; empty stories if nothing was written.
    pub changes: Changes,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IngestOutcome {
    /// A new article.
    Stored,
    /// A new revision of a known article: another text, or another headline, byline or date over the same.
    Revised,
    /// Nothing new but what is known of it, or how its bytes are read; it was read again.
    Reread,
    /// Nothing new.
    AlreadyStored,
}

/// An article that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IngestedArticle {
    /// Its identity.
    pub article: ArticleId,
    /// What became of it.
    pub outcome: IngestOutcome,
    /// Where it came from, as given.
    pub source: String,
    /// Its story.
    pub story: StoryName,
    /// When it was published, if that is known.
    pub published: Option<Edtf>,
    /// Words of its text.
    pub words: usize,
    /// Assertions read in it.
    #[serde(flatten)]
    pub count: AssertionCount,
}

/// An input that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IngestFailure {
    /// The input, as given.
    pub input: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// What was observed at it, where it is an address.
    pub observed: Option<Sighting>,
}

impl IngestReport {
    /// What an ingest of `inputs` answers if none of them can be looked at; `None` if one can.
    pub fn of_nothing(inputs: &[PathBuf]) -> Option<Answer<Self>> {
        let found = dateline_capture::inputs::expand(inputs);
        let failures = found.into_iter().map(|found| found.err().map(|error| failure(&error)));
        let report = Self { failures: failures.collect::<Option<_>>()?, ..Self::empty(false) };
        let at_op = OperationNumber(0);
        Some(Answer {
            schema: SCHEMA,
            at_op,
            basis: Basis::default(),
            data: report,
            warnings: Vec::new(),
            next: Vec::new(),
        })
    }

    pub(super) fn empty(dry_run: bool) -> Self {
        Self {
            op: None,
            dry_run,
            articles: Vec::new(),
            failures: Vec::new(),
            stored: 0,
            count: AssertionCount::default(),
            to_review: 0,
            interrupted: false,
            not_reached: 0,
            copies: Vec::new(),
            changes: Changes { since: None, stories: Vec::new() },
        }
    }
}

/// An input that could not be taken.
pub(super) fn failure(error: &CaptureError) -> IngestFailure {
    IngestFailure {
        input: error.input.clone(),
        message: error.fault.to_string(),
        hint: error.hint(),
        observed: None,
    }
}
