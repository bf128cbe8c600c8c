//! `log`: the operations.

use dateline_core::event::RecordedAt;
use dateline_core::id::OperationNumber;
use serde::Serialize;

/// The operations, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Log {
    /// The operations.
    pub operations: Vec<OperationLine>,
}

/// One command of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationLine {
    /// Its number.
    pub op: OperationNumber,
    /// When it began.
    pub recorded: RecordedAt,
    /// The verb.
    pub command: String,
    /// Its arguments, as given.
    pub arguments: Vec<String>,
    /// How many articles it touched.
    pub articles: usize,
    /// How many events it wrote.
    pub events: usize,
}
