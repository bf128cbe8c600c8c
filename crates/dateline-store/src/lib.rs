//! Events and derived views on disk.
//!
//! The *ledger* is the truth: append-only, hash-chained, readable with a pager and checkable with
//! `sha256sum`. The *views* are what queries read: folds of the ledger, kept so that they need not be
//! folded again, and deleted at will. `docs/formats/ledger.md` describes every file byte by byte.
//!
//! | module | what it holds |
//! |---|---|
//! | [`layout`] | the paths inside `.dateline/`, and the format number |
//! | [`lock`] | one process at a time |
//! | [`ledger`] | append, read, recover, verify |
//! | [`fold`] | from events to records: pure, in memory |
//! | [`views`] | the folds kept on disk; the only place that knows which engine keeps them |
//! | [`store`] | all of it together: what the library uses |
//!
//! What never happens here: text is never read for claims, no id, salt or instant is made up (the caller
//! gives them), and nothing is acknowledged before it is on the disk.

mod canonical;
pub mod fold;
pub mod layout;
pub mod ledger;
pub mod lock;
mod parallel;
pub mod store;
pub mod views;
mod watches;

pub use fold::{
    ArticleRecord, CaptureRecord, ObservationRecord, OperationRecord, ReadingRecord, RevisionRecord, State,
    Undoings, undone,
};
pub use layout::{Layout, LayoutError};
pub use ledger::{
    Check, Cut, ExpectedPosition, ExportError, Fault, Foreign, Head, ImportError, Imported, Ledger,
    LedgerError, LostCheckpoint, NewCommit, NewEvent, OpenReport, Place, Receipt, SegmentLimits, SetBack,
    VerifyReport,
};
pub use lock::{Busy, LockError, WorkspaceLock};
pub use store::{Store, StoreError};
pub use views::{ClaimWithAssertions, PlacedClaim, Said, ViewError, ViewName};
pub use watches::{Watch, Watches};
