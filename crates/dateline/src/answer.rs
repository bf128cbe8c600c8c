//! The envelope around everything that is answered.

use dateline_core::edtf::Edtf;
use dateline_core::event::RecordedAt;
use dateline_core::id::OperationNumber;
use jiff::civil::Date;
use serde::Serialize;

/// An answer, with what it rests on. Serialized, it is what `--json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer<T> {
    /// Name and version of the shape of `data` ("dateline.history/1").
    pub schema: &'static str,
    /// The newest operation that the answer takes into account; 0 for none.
    pub at_op: OperationNumber,
    /// On which limits of the three clocks it rests.
    pub basis: Basis,
    /// The answer.
    pub data: T,
    /// What one should know before relying on it.
    pub warnings: Vec<Warning>,
    /// Commands that come next.
    pub next: Vec<String>,
}

/// The limits within which an answer was given; `None` is no limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Only what was published by the end of this day.
    pub published_by: Option<Date>,
    /// Only what was recorded by the end of this day, in UTC, where a day was asked for.
    pub recorded_by: Option<Date>,
    /// When the newest operation that is taken into account was recorded.
    pub recorded_at: Option<RecordedAt>,
    /// Only what describes a time that may lie in this one.
    pub described: Option<Edtf>,
    /// Whether later operations were left out.
    #[serde(skip)]
    pub is_past: bool,
}

impl Basis {
    /// Whether anything was left out because of it.
    pub fn is_limited(&self) -> bool {
        self.is_past || self.published_by.is_some() || self.recorded_by.is_some() || self.described.is_some()
    }

    /// In words, without a full stop. `at_op` is that of the answer.
    pub fn in_words(&self, at_op: OperationNumber) -> String {
        let published = self.published_by.map_or_else(
            || "everything published".to_owned(),
            |day| format!("published by the end of {day}"),
        );
        let when = self.recorded_at.as_ref().map(|at| format!(" of {at}")).unwrap_or_default();
        let day = self.recorded_by.map(|day| format!("by the end of {day}, ")).unwrap_or_default();
        let recorded = match at_op {
            OperationNumber(0) => format!("recorded {day}before the first operation"),
            at_op => format!("recorded {day}up to operation {at_op}{when}"),
        };
        let described = self.described.as_ref().map(|time| format!("; about {time}")).unwrap_or_default();
        format!("{published}; {recorded}{described}")
    }
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
