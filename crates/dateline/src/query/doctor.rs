//! `doctor`: how the program and the workspace are.

use crate::answer::Answer;
use crate::environment::{Clock, Environment, IdSource};
use crate::workspace::Workspace;
use dateline_core::id::OperationNumber;
use dateline_store::ArticleRecord;
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
    /// How the program is, and the workspace in `place`, if there is one.
    pub fn doctor(place: Option<&Path>, environment: Environment) -> Answer<Doctor> {
        let version = format!(
            "dateline {}, reading with {}",
            env!("CARGO_PKG_VERSION"),
            dateline_extract::extractor_id()
        );
        let mut findings = vec![fine("program", version)];
        findings.push(clock(&environment));
        let mut at_op = OperationNumber(0);
        match place {
            None => findings.push(Finding {
                health: Health::Attention,
                about: "workspace".to_owned(),
                message: "there is none here or above".to_owned(),
                hint: Some("dateline ingest FILE... makes one here".to_owned()),
            }),
            Some(root) => match Self::open(root, environment) {
                Ok(workspace) => {
                    at_op = workspace.last_operation();
                    findings.extend(workspace.examine());
                }
                Err(error) => findings.push(Finding {
                    health: Health::Broken,
                    about: "workspace".to_owned(),
                    message: format!("{}: {error}", root.display()),
                    hint: error.hints().into_iter().next(),
                }),
            },
        }
        let next = findings.iter().filter_map(|finding| finding.hint.clone()).collect();
        Answer { schema: "dateline.doctor/1", at_op, data: Doctor { findings }, warnings: Vec::new(), next }
    }

    /// How the opened workspace is.
    fn examine(&self) -> Vec<Finding> {
        let mut findings = vec![fine("workspace", self.root().display().to_string())];
        let head = self.store.head();
        findings.push(fine("ledger", format!("{} events, {} operations", head.next, head.operation)));
        findings.extend(self.noticed.iter().map(|warning| Finding {
            health: Health::Attention,
            about: "ledger".to_owned(),
            message: warning.message.clone(),
            hint: None,
        }));
        findings.push(match self.store.catch_up() {
            Ok(()) => fine("views", "folded up to the ledger's end".to_owned()),
            Err(error) => Finding {
                health: Health::Broken,
                about: "views".to_owned(),
                message: error.to_string(),
                hint: Some("dateline rebuild".to_owned()),
            },
        });
        findings.extend(self.examine_articles());
        findings
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
