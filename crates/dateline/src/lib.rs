//! The library to embed: a [`Workspace`] with typed commands and queries.
//!
//! Every answer is an [`Answer`]: serialized, it is what `dateline --json` prints, and
//! `docs/json.md` describes it.
//!
//! Clock and fresh ids enter here, with the [`Environment`] a workspace is opened with. What is not here:
//! rules about text, terminals, HTML, and any knowledge of how things lie on the disk.

mod answer;
#[cfg(test)]
mod desk;
mod digits;
mod environment;
mod error;
mod exchange;
mod explain;
mod ingest;
mod judge;
mod merge;
mod notices;
mod query;
mod reading;
mod reference;
mod row;
mod rule_trial;
mod ruling;
mod twins;
mod watch;
mod workspace;

pub use answer::{Answer, Basis, Warning, Weight};
pub use dateline_capture::fetch;
pub use dateline_capture::{Charset, FieldError, Key, Kind, Layer, Layers};
pub use dateline_core::as_of::AsOf;
pub use dateline_core::assertion::AssertionCount;
pub use dateline_core::id::OperationNumber;
pub use dateline_core::{
    article, attribution, audit, claim, edits, edtf, event, evidence, fetch as observed, id, judgement,
    modality, step, text, value,
};
pub use dateline_extract::{
    AttributionSeen, MatchOutcome, NearMiss, PartSeen, RuleMatch, RulePlace, Seen, SentenceReading, WordSeen,
};
pub use environment::{Clock, Environment, IdSource};
pub use error::{Candidate, Error, ErrorKind, MergeConflict, Named};
pub use exchange::{ExportedLedger, ImportedLedger};
pub use explain::{AskedAssertion, Explained, ExplainedSentence, ReadAssertion, explain_text};
pub use ingest::{
    CarriedText, FetchFn, IngestFailure, IngestOptions, IngestOutcome, IngestReport, IngestedArticle,
    Progress, SetReport,
};
pub use judge::{UndoReport, Undone};
pub use merge::{MergedLedger, Prefer};
pub use query::*;
pub use row::{ArticleLine, JudgementLine, Place, ReadWho, Review, Row};
pub use rule_trial::{RuleTried, TriedAssertion, TriedExample, TriedRule, TriedTime, rule_try};
pub use ruling::{Asked, JudgeReport, JudgedLine, Ruling};
pub use watch::{Look, WatchLine, WatchList, WatchRound};
pub use workspace::{Made, Rebuilt, Workspace};
