//! A workspace: one store, opened with a clock and a source of ids.

use crate::answer::{Answer, Warning};
use crate::environment::Environment;
use crate::error::Error;
use dateline_core::event::Event;
use dateline_core::id::{CommitId, EventId, OperationNumber};
use dateline_store::{Cut, Layout, LayoutError, LostCheckpoint, NewCommit, NewEvent, Store, StoreError};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The command that comes first.
pub(crate) const BEGIN: &str = "dateline ingest FILE... --published DATE --story NAME";

/// Articles, what they assert, and everything that was recorded about them.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    pub(crate) store: Store,
    pub(crate) environment: Environment,
    /// What was noticed on opening.
    pub(crate) noticed: Vec<Warning>,
}

/// What `init` made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The directory that holds it.
    pub root: String,
}

/// What `rebuild` made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    /// Events of the ledger that were folded.
    pub events: u64,
}

impl Workspace {
    /// Whether `dir` itself holds a workspace.
    pub fn exists(dir: &Path) -> bool {
        Layout::exists(dir)
    }

    /// The nearest directory that holds a workspace, from `dir` upwards.
    pub fn find(dir: &Path) -> Option<PathBuf> {
        dir.ancestors().find(|dir| Self::exists(dir)).map(Path::to_path_buf)
    }

    /// Makes a workspace in `dir` and opens it.
    pub fn init(dir: &Path, environment: Environment) -> Result<Self, Error> {
        match Store::create(dir) {
            Ok(()) => Self::open(dir, environment),
            Err(StoreError::Layout(LayoutError::Exists { dir })) => Err(Error::WorkspaceExists { root: dir }),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the workspace in `dir`.
    pub fn open(dir: &Path, environment: Environment) -> Result<Self, Error> {
        let (store, report) = match Store::open(dir, environment.wait) {
            Ok(opened) => opened,
            Err(StoreError::Layout(LayoutError::Missing { dir })) => {
                return Err(Error::NoWorkspace { from: dir });
            }
            Err(error) => return Err(error.into()),
        };
        let cut = report.cut.as_ref().map(cut_short);
        let noticed = cut.into_iter().chain(report.lost_checkpoint.as_ref().map(lost_checkpoint)).collect();
        Ok(Self { root: dir.to_path_buf(), store, environment, noticed })
    }

    /// The directory that holds it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What `init` answers.
    pub fn made(&self) -> Answer<Made> {
        let root = self.root.display().to_string();
        let next = vec![BEGIN.to_owned()];
        Answer {
            schema: "dateline.init/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data: Made { root },
            warnings: Vec::new(),
            next,
        }
    }

    /// Makes every view anew from the ledger. `progress` is told the events folded.
    pub fn rebuild(&mut self, progress: impl FnMut(u64)) -> Result<Answer<Rebuilt>, Error> {
        self.store.rebuild(progress)?;
        let data = Rebuilt { events: self.store.head().next.0 };
        Ok(Answer {
            schema: "dateline.rebuild/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data,
            warnings: self.noticed.clone(),
            next: vec!["dateline verify --deep".to_owned()],
        })
    }

    /// The newest operation; 0 for none.
    pub fn last_operation(&self) -> OperationNumber {
        self.store.head().operation
    }

    /// A commit of these events, now, with fresh ids.
    pub(crate) fn commit(
        &mut self,
        operation: OperationNumber,
        events: Vec<Event>,
    ) -> Result<NewCommit, Error> {
        let ids = &mut self.environment.ids;
        let mut fresh = || ids.fresh().map_err(Error::Randomness);
        let commit = CommitId::from_bytes(&fresh()?);
        let events = events
            .into_iter()
            .map(|event| Ok(NewEvent { id: EventId::from_bytes(&fresh()?), salt: fresh()?, event }))
            .collect::<Result<Vec<_>, Error>>()?;
        Ok(NewCommit {
            operation,
            commit,
            recorded_at: self.environment.clock.now(),
            actor: self.environment.actor.clone(),
            events,
        })
    }
}

/// That an unfinished commit was taken off.
pub(crate) fn cut_short(cut: &Cut) -> Warning {
    Warning::note("the last command had been cut short while it wrote; nothing acknowledged is lost").detail(
        format!("{} bytes of an unfinished commit were taken off", cut.headers_bytes + cut.payload_bytes),
    )
}

/// That the ledger's own checkpoint could not be relied on.
pub(crate) fn lost_checkpoint(lost: &LostCheckpoint) -> Warning {
    let how = if lost.altered { "was not as it was written" } else { "was missing" };
    Warning::new(format!("{} {how}; it is made anew from the ledger", lost.file.display())).detail(
        "had events been missing from the very end of the ledger, that could not have been told; compare with a copy",
    )
}
