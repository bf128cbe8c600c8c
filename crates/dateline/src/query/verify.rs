//! `verify`: whether what is stored is what was stored.

use crate::answer::{Answer, Warning};
use crate::environment::Environment;
use crate::error::Error;
use crate::workspace::{Workspace, cut_short, lost_checkpoint};
use dateline_core::as_of::AsOf;
use dateline_store::{Fault, LayoutError, Store, StoreError};
use serde::Serialize;
use std::path::Path;

/// What was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Whether the views were folded again and compared.
    pub deep: bool,
    /// Events of the ledger that were checked.
    pub events: u64,
    /// Quotes that were read again; 0 unless deep.
    pub quotes: usize,
    /// SHA-256 of the last header line, if there is one: what to note down outside.
    pub head: Option<String>,
    /// What is wrong. Empty when all is well.
    pub faults: Vec<VerifyFault>,
}

/// Something that is not as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyFault {
    /// The check ("I01").
    pub check: String,
    /// What is wrong, in one sentence.
    pub message: String,
}

impl Workspace {
    /// Checks the workspace in `dir`, also one that is too damaged to be opened: chain and payloads; with
    /// `deep` also every view against a fold from zero, and every quotation against its text.
    /// `progress` is told the events read.
    pub fn verify(
        dir: &Path,
        environment: Environment,
        deep: bool,
        progress: impl FnMut(u64),
    ) -> Result<Answer<Verification>, Error> {
        let report = match Store::verify_closed(dir, environment.wait, deep, progress) {
            Ok(report) => report,
            Err(StoreError::Layout(LayoutError::Missing { dir })) => {
                return Err(Error::NoWorkspace { from: dir });
            }
            Err(error) => return Err(error.into()),
        };
        let head = (report.events > 0).then(|| report.head.hash.to_string());
        let mut data = Verification {
            deep,
            events: report.events,
            quotes: 0,
            head,
            faults: report.faults.iter().map(fault).collect(),
        };
        let mut at_op = report.head.operation;
        let mut warnings: Vec<Warning> = report.cut.as_ref().map(cut_short).into_iter().collect();
        warnings.extend(report.lost_checkpoint.as_ref().map(lost_checkpoint));
        if data.faults.is_empty() {
            // Opening is a check of its own: it must take what verifying found whole.
            let workspace = Self::open(dir, environment)?;
            at_op = workspace.last_operation();
            warnings.extend(workspace.noticed.iter().cloned());
            if deep {
                workspace.verify_deep(&mut data)?;
            }
        }
        let next = if deep { Vec::new() } else { vec!["dateline verify --deep".to_owned()] };
        Ok(Answer {
            schema: "dateline.verify/1",
            at_op,
            basis: crate::answer::Basis::default(),
            data,
            warnings,
            next,
        })
    }

    fn verify_deep(&self, data: &mut Verification) -> Result<(), Error> {
        if let Err(message) = self.store.verify_views()? {
            data.faults.push(VerifyFault { check: "I06".to_owned(), message });
        }
        let query = self.query(AsOf::default())?;
        for record in query.known.articles()? {
            let Some(extraction) = &record.extraction else { continue };
            for assertion in &extraction.assertions {
                data.quotes += assertion.evidence.len();
                match query.reread(&record, assertion) {
                    Ok(_) => {}
                    Err(error @ Error::Quote { .. }) => {
                        let cause =
                            std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                        let message = format!("assertion {}: {error}: {cause}", assertion.id);
                        data.faults.push(VerifyFault { check: "E01".to_owned(), message });
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }
}

/// A fault of the ledger, with its place.
pub(super) fn fault(fault: &Fault) -> VerifyFault {
    let about = match (&fault.event, fault.position) {
        (Some(event), Some(position)) => format!("event {event} at position {position}: "),
        (None, Some(position)) => format!("the event at position {position}: "),
        (_, None) => String::new(),
    };
    let message = format!("{} ({}): {about}{}", fault.file.display(), fault.place, fault.what);
    VerifyFault { check: fault.check.id().to_owned(), message }
}
