//! `doctor`: how the program and the workspace are.

use serde::Serialize;

/// How things are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doctor {
    /// The findings, in a fixed order.
    pub findings: Vec<Finding>,
}

/// How one thing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How well.
    pub health: Health,
    /// What was looked at ("ledger").
    pub about: String,
    /// What was found, in one sentence.
    pub message: String,
    /// The command that helps, if one does.
    pub hint: Option<String>,
}

/// How well something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// As it should be.
    Fine,
    /// Works, but needs a look.
    Attention,
    /// Does not work.
    Broken,
}
