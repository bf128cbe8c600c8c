//! The envelope around everything that is answered.

use dateline_core::id::OperationNumber;
use serde::Serialize;

/// An answer, with what it rests on. Serialized, it is what `--json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer<T> {
    /// Name and version of the shape of `data` ("dateline.history/1").
    pub schema: &'static str,
    /// The newest operation that the answer takes into account; 0 for none.
    pub at_op: OperationNumber,
    /// The answer.
    pub data: T,
    /// What one should know before relying on it.
    pub warnings: Vec<Warning>,
    /// Commands that come next.
    pub next: Vec<String>,
}

/// How much a warning weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Good to know.
    Note,
    /// Needs a look.
    Warning,
}

/// Something one should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// How much it weighs.
    pub weight: Weight,
    /// What it is, in one sentence without a full stop.
    pub message: String,
    /// Particulars, one a line.
    pub details: Vec<String>,
    /// The command that helps, if one does.
    pub hint: Option<String>,
}

impl Warning {
    /// A warning without particulars.
    pub fn new(message: impl Into<String>) -> Self {
        Self { weight: Weight::Warning, message: message.into(), details: Vec::new(), hint: None }
    }

    /// A note without particulars.
    pub fn note(message: impl Into<String>) -> Self {
        Self { weight: Weight::Note, ..Self::new(message) }
    }

    /// The same with a particular more.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// The same with the command that helps.
    #[must_use]
    pub fn hint(mut self, command: impl Into<String>) -> Self {
        self.hint = Some(command.into());
        self
    }
}
