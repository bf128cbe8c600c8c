//! `doctor`: how the program and the workspace are, and the repair of what can be repaired.
//!
//! Views follow from the ledger, so one that is not what the ledger gives is made again. The ledger follows from
//! nothing: what is wrong there is told, with what is left to do.

use crate::answer::Answer;
use crate::environment::{Clock, Environment, IdSource};
use crate::error::ErrorKind;
use crate::workspace::Workspace;
use dateline_core::id::OperationNumber;
use dateline_store::{ArticleRecord, Head, Store, StoreError, VerifyReport};
use serde::Serialize;
use std::path::Path;

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

impl Workspace {
    /// How the program is, and the workspace in `place`, if there is one. Reads the whole ledger, and makes
    /// views again that are not what it gives.
    pub fn doctor(place: Option<&Path>, environment: Environment) -> Answer<Doctor> {
        let version = format!(
            "dateline {}, reading with {}",
            env!("CARGO_PKG_VERSION"),
            dateline_extract::extractor_id()
        );
        let mut findings = vec![fine("program", version)];
        findings.push(clock(&environment));
        let wait = environment.wait;
        let mut at_op = OperationNumber(0);
        match place {
            None => findings.push(Finding {
                health: Health::Attention,
                about: "workspace".to_owned(),
                message: "there is none here or above".to_owned(),
                hint: Some("dateline ingest FILE... makes one here".to_owned()),
            }),
            Some(root) => match Self::open(root, environment) {
                Ok(mut workspace) => {
                    at_op = workspace.last_operation();
                    findings.extend(workspace.examine());
                }
                Err(error) => {
                    findings.push(Finding {
                        health: Health::Broken,
                        about: "workspace".to_owned(),
                        message: format!("{}: {error}", root.display()),
                        hint: error.hints().into_iter().next(),
                    });
                    if error.kind() == ErrorKind::Integrity
                        && let Ok(report) = Store::verify_closed(root, wait, false, |_| ())
                    {
                        findings.extend(beyond_repair(&report));
                    }
                }
            },
        }
        let next = findings.iter().filter_map(|finding| finding.hint.clone()).collect();
        Answer {
            schema: "dateline.doctor/1",
            at_op,
            basis: crate::answer::Basis::default(),
            data: Doctor { findings },
            warnings: Vec::new(),
            next,
        }
    }

    /// How the opened workspace is; repairs its views.
    fn examine(&mut self) -> Vec<Finding> {
        let mut findings = vec![fine("workspace", self.root().display().to_string())];
        findings.extend(self.noticed.iter().map(|warning| attention("ledger", warning.message.clone())));
        let report = match self.store.verify(false, |_| ()) {
            Ok(report) => report,
            Err(error) => {
                findings.push(broken("ledger", error.to_string()));
                return findings;
            }
        };
        if !report.faults.is_empty() {
            // Views of a damaged ledger would be worth nothing, and cannot be had.
            findings.extend(beyond_repair(&report));
            return findings;
        }
        let Head { next, operation, .. } = &report.head;
        findings
            .push(fine("ledger", format!("{next} events, {operation} operations; chain and payloads hold")));
        if let Some(first) = report.set_back.first() {
            let times = match report.set_back.len() {
                1 => "1 time".to_owned(),
                more => format!("{more} times"),
            };
            let message = format!(
                "the clock was set back {times}, first at position {}; see check T01 of the audit",
                first.position
            );
            findings.push(attention("ledger", message));
        }
        findings.push(self.repaired_views());
        findings.extend(self.examine_articles());
        findings
    }

    /// The views, made again if they are not what the ledger gives.
    fn repaired_views(&mut self) -> Finding {
        let wrong = match self.store.verify_views() {
            Ok(Ok(())) => return fine("views", "they are what the ledger gives".to_owned()),
            Ok(Err(difference)) => difference,
            Err(StoreError::View(error)) => error.to_string(),
            // Not the views' fault.
            Err(error) => return broken("views", error.to_string()),
        };
        match self.store.rebuild(|_| ()).and_then(|()| self.store.verify_views()) {
            Ok(Ok(())) => attention(
                "views",
                format!("they were not what the ledger gives, and were made again ({wrong})"),
            ),
            Ok(Err(still)) => {
                broken("views", format!("made again, and still not what the ledger gives: {still}"))
            }
            Err(error) => broken("views", format!("they cannot be made again: {error}")),
        }
    }

    /// How well articles are described, and whether this program's reader has read them.
    fn examine_articles(&self) -> Vec<Finding> {
        let records = match self.store.articles() {
            Ok(records) => records,
            Err(error) => {
                return vec![Finding {
                    health: Health::Broken,
                    about: "articles".to_owned(),
                    message: error.to_string(),
                    hint: Some("dateline verify".to_owned()),
                }];
            }
        };
        let undated = records.iter().find(|record| record.metadata.published.is_none());
        let count = records.iter().filter(|record| record.metadata.published.is_none()).count();
        let mut findings = vec![match undated {
            None => fine("articles", format!("{}, all dated", records.len())),
            Some(first) => Finding {
                health: Health::Attention,
                about: "articles".to_owned(),
                message: format!("{}, of which {count} have no publication date", records.len()),
                hint: Some(format!("dateline articles set {} --published DATE", first.article.short())),
            },
        }];
        let other = |record: &ArticleRecord| {
            record
                .reading
                .as_ref()
                .is_some_and(|reading| reading.extractor != dateline_extract::extractor_id())
        };
        let others = records.iter().filter(|record| other(record)).count();
        if others > 0 {
            findings.push(Finding {
                health: Health::Attention,
                about: "readings".to_owned(),
                message: format!("{others} articles were read by another version of the reader"),
                hint: None,
            });
        }
        findings
    }
}

/// How many faults of a ledger are told one by one.
const FAULTS_TOLD: usize = 10;

/// What is wrong with the ledger, and that nothing else holds what stood there.
fn beyond_repair(report: &VerifyReport) -> Vec<Finding> {
    let faults = report.faults.iter().take(FAULTS_TOLD);
    let mut findings: Vec<Finding> =
        faults.map(|fault| broken("ledger", super::verify::fault(fault).message)).collect();
    if let Some(more) = report.faults.len().checked_sub(FAULTS_TOLD).filter(|more| *more > 0) {
        findings.push(broken("ledger", format!("{more} more faults; dateline verify lists them all")));
    }
    if !findings.is_empty() {
        let message = "this cannot be repaired: views follow from the ledger, the ledger from nothing. \
                       Restore its files from a copy, or import an export into an empty workspace";
        findings.push(Finding {
            hint: Some("dateline --workspace NEW-DIR import jsonl FILE".to_owned()),
            ..broken("ledger", message.to_owned())
        });
    }
    findings
}

fn attention(about: &str, message: String) -> Finding {
    Finding { health: Health::Attention, ..fine(about, message) }
}

fn broken(about: &str, message: String) -> Finding {
    Finding { health: Health::Broken, ..fine(about, message) }
}

fn fine(about: &str, message: String) -> Finding {
    Finding { health: Health::Fine, about: about.to_owned(), message, hint: None }
}

/// Whether the clock and the ids are the machine's own.
fn clock(environment: &Environment) -> Finding {
    let now = environment.clock.now();
    match (environment.clock, &environment.ids) {
        (Clock::System, IdSource::System) => fine("clock", format!("{now}, in UTC")),
        _ => Finding {
            health: Health::Attention,
            about: "clock".to_owned(),
            message: format!("{now}: clock or ids are fixed by DATELINE_NOW or DATELINE_SEED, as for tests"),
            hint: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IngestOptions;
    use std::fs;
    use std::path::PathBuf;
    use std::sync::atomic::AtomicBool;

    fn environment() -> Environment {
        let clock = Clock::Fixed("2026-01-02T03:04:05Z".parse().unwrap());
        Environment { clock, ids: IdSource::seeded(1), ..Environment::default() }
    }

    #[test]
    fn a_clock_that_was_set_back_is_told_and_stops_nothing() {
        let dir = filled();
        let earlier = Clock::Fixed("2026-01-01T00:00:00Z".parse().unwrap());
        let environment = Environment { clock: earlier, ids: IdSource::seeded(2), ..Environment::default() };
        let file = dir.path().join("b.txt");
        fs::write(&file, "More than 20 people were killed in the Arden flood.\n").unwrap();
        let mut workspace = Workspace::open(dir.path(), environment).unwrap();
        let options = IngestOptions { inputs: vec![file], ..IngestOptions::default() };
        workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap();
        let audit = workspace.query(crate::AsOf::default()).unwrap().audit(None).unwrap().data;
        let set_back: Vec<_> =
            audit.findings.iter().filter(|finding| finding.check.as_str() == "T01").collect();
        assert_eq!(set_back.len(), 1, "{set_back:?}");
        assert!(set_back[0].message.contains("at position 4 (operation 2)"), "{set_back:?}");
        assert_eq!(audit.counts.critical, 0);
        drop(workspace);
        let ledger = told(dir.path(), "ledger");
        assert!(
            ledger.iter().any(|(health, message)| *health == Health::Attention
                && message.contains("set back 1 time, first at position 4")),
            "{ledger:?}"
        );
    }

    fn filled() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.txt");
        fs::write(&file, "At least 12 people were killed in the Arden flood, the ministry said.\n").unwrap();
        let mut workspace = Workspace::init(dir.path(), environment()).unwrap();
        let options = IngestOptions { inputs: vec![file], ..IngestOptions::default() };
        workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap();
        workspace.store.catch_up().unwrap();
        dir
    }

    fn told(dir: &Path, about: &str) -> Vec<(Health, String)> {
        let doctor = Workspace::doctor(Some(dir), environment()).data;
        let found = doctor.findings.into_iter().filter(|finding| finding.about == about);
        found.map(|finding| (finding.health, finding.message)).collect()
    }

    #[test]
    fn views_that_are_gone_or_unreadable_are_had_again() {
        let dir = filled();
        assert_eq!(told(dir.path(), "views")[0].0, Health::Fine);
        let views = dir.path().join(".dateline/views");
        for entry in fs::read_dir(&views).unwrap() {
            let entry = entry.unwrap().path();
            for file in fs::read_dir(&entry).unwrap().map(|file| file.unwrap().path()).filter(|f| f.is_file())
            {
                fs::write(file, b"something else altogether").unwrap();
            }
        }
        let views = told(dir.path(), "views");
        assert!(views.len() == 1 && views[0].0 < Health::Broken, "{views:?}");
        assert!(told(dir.path(), "articles")[0].1.starts_with("1, "));
    }

    #[test]
    fn what_is_wrong_with_the_ledger_is_told_as_beyond_repair() {
        let dir = filled();
        let payloads: PathBuf = dir.path().join(".dateline/ledger/00000001.payloads");
        let mut bytes = fs::read(&payloads).unwrap();
        bytes[60] ^= 1;
        fs::write(&payloads, bytes).unwrap();
        let ledger = told(dir.path(), "ledger");
        assert!(ledger.iter().all(|(health, _)| *health == Health::Broken), "{ledger:?}");
        assert!(
            ledger[0].1.contains("00000001.payloads") && ledger[0].1.contains("position 0"),
            "{ledger:?}"
        );
        assert!(ledger.last().unwrap().1.starts_with("this cannot be repaired"), "{ledger:?}");
    }
}
