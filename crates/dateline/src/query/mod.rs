//! Questions that a workspace answers. One file per question, its shape beside it.

mod articles;
mod audit;
mod changes;
mod claims;
mod diff;
mod doctor;
mod history;
mod log;
mod source;
mod verify;

pub use articles::{ArticleAssertion, ArticleList, ArticleShown, RevisionLine};
pub use audit::{Audit, AuditFinding, SeverityCounts};
pub use changes::{Change, Changes, NameUse, Renamed, StoryChanges};
pub use claims::{ClaimLine, ClaimList, ClaimShown, MemberLine};
pub use diff::{Diff, DiffEntry, DiffMark, DiffSide};
pub use doctor::{Doctor, Finding, Health};
pub use history::{History, HistoryFilter, OriginLine, Origins};
pub use log::{Log, OperationLine};
pub use source::{Chain, Source};
pub use verify::{Verification, VerifyFault};
