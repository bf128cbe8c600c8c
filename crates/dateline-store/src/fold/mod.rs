//! From events to records: pure, in memory, deterministic, and total.
//!
//! An event is folded into the record of the article it names and the record of its operation; nothing
//! else is looked at, so a view on disk folds with the same functions over the few records it needs.
//! Claims are not folded: they are derived from all current readings of a story
//! ([`dateline_core::link::link_story`]), once, when a fold is done.

mod article;
mod claims;
mod digest;
mod judgement;
mod operation;
mod state;

pub use article::{ArticleRecord, CaptureRecord, ReadingRecord, RevisionRecord};
pub use operation::{ObservationRecord, OperationRecord, Undoings, undone};
pub use state::State;

pub(crate) use article::Articles;
pub(crate) use claims::link;
pub(crate) use digest::{Contents, Digest, Told, revision, shingles};
pub(crate) use judgement::{Judgements, judge, links};
pub(crate) use operation::Operations;
