//! Audit: the checks, their ids and severities, and those that need nothing but the domain's own types.
//!
//! Each check function takes borrowed data and gives [`Finding`]s; whoever has a workspace feeds them.
//! Checks of the ledger itself (`I…`) live where the ledger is and share the catalogue.

mod catalogue;
mod evidence;
mod letters;
mod sources;
mod times;

pub use catalogue::{CheckId, Severity, UnknownCheck};
pub use evidence::{RevisionText, check_assertion};
pub use letters::Letters;
pub use sources::{ArticleFacts, ClaimFacts, SourcedEntry, check_claim, check_metadata};
pub use times::check_times;

use serde::Serialize;

/// Something a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check.
    pub check: CheckId,
    /// How bad; usually [`CheckId::severity`], milder or harsher where the check says so.
    pub severity: Severity,
    /// Full ids of what it is about: assertions, else a claim or an article; in the order in which a
    /// reader should look at them.
    pub subjects: Vec<String>,
    /// What was found, one sentence without a full stop.
    pub message: String,
    /// The command to type next, where one helps.
    pub next: Option<String>,
}

impl Finding {
    /// A finding of the check's own severity, without a next command.
    pub fn new(check: CheckId, subjects: Vec<String>, message: impl Into<String>) -> Self {
        Self { check, severity: check.severity(), subjects, message: message.into(), next: None }
    }

    /// The same with another severity.
    #[must_use]
    pub fn with_severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The same with a command to type next.
    #[must_use]
    pub fn with_next(self, next: impl Into<String>) -> Self {
        Self { next: Some(next.into()), ..self }
    }
}
