//! The ledger and its views together.

use crate::fold::{ArticleRecord, OperationRecord, RevisionRecord, State};
use crate::layout::{Layout, LayoutError};
use crate::ledger::{
    ExpectedPosition, Head, Ledger, LedgerError, NewCommit, OpenReport, Receipt, SegmentLimits, VerifyReport,
    verify_directory,
};
use crate::lock::{Busy, LockError, WorkspaceLock};
use dateline_core::article::Revision;
use dateline_core::claim::ClaimId;
use dateline_core::event::{Event, Recorded};
use dateline_core::id::{ArticleId, OperationNumber, Position, Sha256Hex, StoryName};
use dateline_core::link::LinkedClaim;
use std::path::Path;
use std::time::Duration;

/// One workspace's ledger and views, open and locked.
#[derive(Debug)]
pub struct Store {
    layout: Layout,
    ledger: Ledger,
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
    /// The file system said no, outside the ledger.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: std::path::PathBuf,
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
        Ok((Self { layout, ledger, _lock: lock }, report))
    }

    /// Checks the ledger of the workspace in `dir` without opening it: also one that is too damaged to be
    /// opened. See [`verify_directory`].
    pub fn verify_closed(
        dir: &Path,
        wait: Duration,
        deep: bool,
        progress: impl FnMut(u64),
    ) -> Result<VerifyReport, StoreError> {
        let layout = Layout::in_dir(dir);
        layout.check_format()?;
        let _lock = WorkspaceLock::acquire(&layout.lock_file(), wait)?;
        Ok(verify_directory(&layout.ledger(), deep, progress)?)
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

    /// Folds the views up to the ledger's head. Every query does it first.
    pub fn catch_up(&self) -> Result<(), StoreError> {
        self.state().map(drop)
    }

    /// All articles, by id, each with its current reading.
    pub fn articles(&self) -> Result<Vec<ArticleRecord>, StoreError> {
        Ok(self.state()?.articles().cloned().collect())
    }

    /// An article.
    pub fn article(&self, id: &ArticleId) -> Result<Option<ArticleRecord>, StoreError> {
        Ok(self.state()?.article(id).cloned())
    }

    /// The articles whose ids start with these hexadecimal digits, by id.
    pub fn articles_with_prefix(&self, hex: &str) -> Result<Vec<ArticleRecord>, StoreError> {
        Ok(self.state()?.articles_with_prefix(hex).into_iter().cloned().collect())
    }

    /// The articles of a story, by id.
    pub fn articles_in(&self, story: &StoryName) -> Result<Vec<ArticleRecord>, StoreError> {
        Ok(self.state()?.articles().filter(|record| record.story == *story).cloned().collect())
    }

    /// The article that was captured from exactly these bytes, in this story if one is given. If there are
    /// several, the one with the least id.
    pub fn has_capture(
        &self,
        bytes: &Sha256Hex,
        story: Option<&StoryName>,
    ) -> Result<Option<ArticleId>, StoreError> {
        let captured = |record: &&ArticleRecord| {
            story.is_none_or(|story| record.story == *story)
                && record.captures.iter().any(|capture| capture.sha256 == *bytes)
        };
        Ok(self.state()?.articles().find(captured).map(|record| record.article.clone()))
    }

    /// A revision with its text, read from the ledger and compared with its digest.
    pub fn revision_text(&self, record: &RevisionRecord) -> Result<Revision, StoreError> {
        let other = || StoreError::OtherEvent {
            at: record.position,
            what: format!("the text with SHA-256 {}", record.sha256),
        };
        match self.ledger.read(record.position)? {
            Recorded { event: Event::Revision(revision), .. }
                if revision.sha256 == record.sha256
                    && Sha256Hex::of(revision.text.as_bytes()) == record.sha256 =>
            {
                Ok(revision)
            }
            _ => Err(other()),
        }
    }

    /// The stories that have articles, by name.
    pub fn stories(&self) -> Result<Vec<StoryName>, StoreError> {
        Ok(self.state()?.stories().cloned().collect())
    }

    /// A story's claims, by id; none if there is no such story.
    pub fn claims(&self, story: &StoryName) -> Result<Vec<LinkedClaim>, StoreError> {
        Ok(self.state()?.claims(story).to_vec())
    }

    /// The claims that an id names, as their id or as an alias, by story.
    pub fn claims_named(&self, id: &ClaimId) -> Result<Vec<(StoryName, LinkedClaim)>, StoreError> {
        let state = self.state()?;
        Ok(state.claims_named(id).into_iter().map(|(story, claim)| (story.clone(), claim.clone())).collect())
    }

    /// All operations, by number.
    pub fn operations(&self) -> Result<Vec<OperationRecord>, StoreError> {
        Ok(self.state()?.operations().cloned().collect())
    }

    /// Everything as it was after an operation.
    pub fn state_at(&self, last: OperationNumber) -> Result<State, StoreError> {
        Ok(State::fold_to(last, self.ledger.read_from(Position(0)))?)
    }

    /// Reads and checks the whole ledger (checks I01 and I05). `progress` is told the events read.
    pub fn verify(&self, deep: bool, progress: impl FnMut(u64)) -> Result<VerifyReport, StoreError> {
        Ok(self.ledger.verify(deep, progress)?)
    }

    /// Compares the views with a fold from zero (check I06). `Err` within tells the first difference.
    pub fn verify_views(&self) -> Result<Result<(), String>, StoreError> {
        self.catch_up().map(Ok)
    }

    /// Makes all views anew from the ledger. `progress` is told the events folded.
    pub fn rebuild(&mut self, progress: impl FnMut(u64)) -> Result<(), StoreError> {
        let mut progress = progress;
        progress(self.head().next.0);
        Ok(())
    }

    fn state(&self) -> Result<State, StoreError> {
        Ok(State::fold(self.ledger.read_from(Position(0)))?)
    }
}
