//! What a reviewer asks for, as typed, and what became of it.

use crate::row::Review;
use dateline_core::id::{AssertionId, OperationNumber};
use serde::Serialize;

/// One decision and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The assertions (or, for `Merge` and `Resolve`, also claims) as typed.
    pub on: Vec<String>,
    /// The decision.
    pub asked: Asked,
    /// Why.
    pub reason: Option<String>,
    /// Whether it may take the place of what another reviewer decided.
    pub overrule: bool,
}

/// A decision as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The article says that.
    Accept,
    /// The article does not say that.
    Reject,
    /// The value should be this: a date in EDTF, a number, a name, words.
    Value(String),
    /// It is said of this attribute, with a qualifier after a slash if there is one.
    Attribute(String),
    /// This is who says it; nothing stands for the article itself.
    Speaker(Option<String>),
    /// It is about this: another claim, or a name.
    Subject(String),
    /// Words beside it.
    Note(String),
    /// These stand, and everything else that stands now does not.
    Resolve,
    /// What these are about is one thing.
    Merge,
    /// What these are about is something of its own.
    Split {
        /// A name for it.
        name: Option<String>,
        /// Whether all that their articles say of it goes with them.
        subject: bool,
    },
}

impl Asked {
    /// The verb.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Value(_) | Self::Attribute(_) | Self::Speaker(_) | Self::Subject(_) => "edit",
            Self::Note(_) => "note",
            Self::Resolve => "resolve",
            Self::Merge => "merge",
            Self::Split { .. } => "split",
        }
    }

    /// Whether it changes which assertions belong together.
    pub fn changes_links(&self) -> bool {
        match self {
            Self::Accept | Self::Reject | Self::Value(_) | Self::Speaker(_) | Self::Note(_) => false,
            // What reviewers disagree on may be what belongs together.
            Self::Attribute(_) | Self::Subject(_) | Self::Merge | Self::Split { .. } | Self::Resolve => true,
        }
    }

    /// Whether it needs a reason.
    pub fn needs_reason(&self) -> bool {
        !matches!(self, Self::Accept | Self::Reject | Self::Note(_))
    }
}

/// What judging did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JudgeReport {
    /// The operation; `None` if all of that had been judged so before.
    pub op: Option<OperationNumber>,
    /// Who judged.
    pub reviewer: String,
    /// The judgements, in the order given.
    pub judged: Vec<JudgedLine>,
}

/// A judgement that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JudgedLine {
    /// What was decided: `accept`, `reject`, `edit`, `note`, `resolve`, `merge`, `split`, `move`.
    pub kind: String,
    /// The assertions, as typed.
    pub on: Vec<String>,
    /// The assertions.
    pub assertions: Vec<AssertionId>,
    /// What holds of the first of them now.
    pub review: Review,
}
