//! `audit`: what the claims rest on.

use dateline_core::audit::{CheckId, Severity};
use serde::Serialize;

/// What was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// The findings, gravest first.
    pub findings: Vec<AuditFinding>,
    /// How many there are of each severity.
    pub counts: SeverityCounts,
    /// Quotes that were read again.
    pub quotes: usize,
    /// The checks that were made.
    pub checks: Vec<CheckId>,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SeverityCounts {
    /// Integrity is broken.
    pub critical: usize,
    /// Must be mended.
    pub error: usize,
    /// Needs a look.
    pub warning: usize,
    /// Good to know.
    pub note: usize,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditFinding {
    /// The check.
    pub check: CheckId,
    /// What the check looks for, in a few words.
    pub title: String,
    /// How grave.
    pub severity: Severity,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// Full ids of what it is about: assertions, else a claim or an article.
    pub subjects: Vec<String>,
    /// The same as people type them ("geneva-ii/date@4", "ea35").
    pub places: Vec<String>,
    /// The command to type next, where one helps.
    pub next: Option<String>,
}
