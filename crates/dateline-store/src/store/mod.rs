//! The ledger and its views together.

mod catch_up;
mod compare;
mod copies;
mod derive;
mod exchange;
mod query;
mod stories;

use crate::fold::State;
use crate::layout::{Layout, LayoutError};
use crate::ledger::{
    ExpectedPosition, Head, Ledger, LedgerError, NewCommit, OpenReport, Receipt, SegmentLimits, VerifyReport,
    verify_directory,
};
use crate::lock::{Busy, LockError, WorkspaceLock};
use crate::views::{ViewError, ViewName};
use catch_up::Views;
use dateline_core::id::{OperationNumber, Position};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// One workspace's ledger and views, open and locked. It may be shared between threads; queries take turns.
#[derive(Debug)]
pub struct Store {
    layout: Layout,
    ledger: Ledger,
    views: Mutex<Views>,
    // Last, so that it is let go when everything else is closed.
    _lock: WorkspaceLock,
}

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory is no workspace, or not one of a known format.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// Another process has the workspace open.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The ledger cannot be read or written, or is damaged.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A view cannot be read or written, even after it was made anew.
    #[error(transparent)]
    View(#[from] ViewError),
    /// The file system said no, outside the ledger.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// A record names an event that is not the one it should be.
    #[error("the event at position {at} is not {what}")]
    OtherEvent {
        /// The position.
        at: Position,
        /// What it should be.
        what: String,
    },
}

impl From<LockError> for StoreError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Busy(busy) => Self::Busy(busy),
            LockError::Io { path, source } => Self::Io { path, source },
        }
    }
}

impl Store {
    /// Makes a workspace in `dir` (in `dir/.dateline`), which is made if need be. It is not opened.
    pub fn create(dir: &Path) -> Result<(), StoreError> {
        Ok(Layout::in_dir(dir).create()?)
    }

    /// Opens the workspace in `dir`, waiting up to `wait` while another process has it open. Cuts a torn
    /// tail and reports that.
    ///
    /// Readers and writers alike have it to themselves while it is open, most for milliseconds: two seconds
    /// are a wait that only a long ingest outlasts.
    pub fn open(dir: &Path, wait: Duration) -> Result<(Self, OpenReport), StoreError> {
        Self::open_with(dir, wait, SegmentLimits::default())
    }

    /// [`Store::open`] with other segment sizes.
    pub fn open_with(
        dir: &Path,
        wait: Duration,
        limits: SegmentLimits,
    ) -> Result<(Self, OpenReport), StoreError> {
        let layout = Layout::in_dir(dir);
        layout.check_format()?;
        let lock = WorkspaceLock::acquire(&layout.lock_file(), wait)?;
        let (ledger, report) = Ledger::open(&layout.ledger(), limits)?;
        Ok((Self { layout, ledger, views: Mutex::default(), _lock: lock }, report))
    }

    /// Checks the ledger of the workspace in `dir`, also one that is too damaged to be opened (see
    /// [`verify_directory`]). A torn tail is what a crash leaves, not a fault: it is cut off first, as by
    /// every command, and told in the report.
    pub fn verify_closed(
        dir: &Path,
        wait: Duration,
        deep: bool,
        progress: impl FnMut(u64),
    ) -> Result<VerifyReport, StoreError> {
        let layout = Layout::in_dir(dir);
        layout.check_format()?;
        let _lock = WorkspaceLock::acquire(&layout.lock_file(), wait)?;
        let opened = match Ledger::open(&layout.ledger(), SegmentLimits::default()) {
            Ok((_, opened)) => opened,
            // What is damaged is left as it is, and told fault by fault.
            Err(LedgerError::Damaged { .. }) => OpenReport::default(),
            Err(error) => return Err(error.into()),
        };
        let report = verify_directory(&layout.ledger(), deep, progress)?;
        let lost_checkpoint = opened.lost_checkpoint.or(report.lost_checkpoint);
        Ok(VerifyReport { cut: opened.cut, lost_checkpoint, ..report })
    }

    /// The workspace's paths.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Where the ledger ends.
    pub fn head(&self) -> &Head {
        self.ledger.head()
    }

    /// Appends commits as one group: when this returns, they are on the disk. Views follow when they are
    /// asked, or at [`Store::catch_up`].
    pub fn append(
        &mut self,
        expected: ExpectedPosition,
        commits: &[NewCommit],
    ) -> Result<Vec<Receipt>, StoreError> {
        Ok(self.ledger.append(expected, commits)?)
    }

    /// Folds the views up to the ledger's head. Every query does it first, for the views it needs.
    pub fn catch_up(&self) -> Result<(), StoreError> {
        self.ask(&ViewName::ALL, |_| Ok(()))
    }

    /// Everything as it was after an operation.
    pub fn state_at(&self, last: OperationNumber) -> Result<State, StoreError> {
        Ok(State::fold_to(last, self.ledger.read_from(Position(0)))?)
    }

    /// Reads and checks the whole ledger (checks I01 and I05). `progress` is told the events read.
    pub fn verify(&self, deep: bool, progress: impl FnMut(u64)) -> Result<VerifyReport, StoreError> {
        Ok(self.ledger.verify(deep, progress)?)
    }

    /// Makes all views anew from the ledger, beside those that are there, and swaps them in; removes views of
    /// other versions and damaged ones. `progress` is told the events folded.
    pub fn rebuild(&mut self, mut progress: impl FnMut(u64)) -> Result<(), StoreError> {
        self.rebuild_views(&mut progress)
    }
}
