//! What can go wrong, by kind, with the command that helps.

mod remedy;

use dateline_capture::CaptureError;
use dateline_core::evidence::EvidenceFault;
use dateline_core::id::{ArticleId, OperationNumber};
use dateline_store::{ExportError, ImportError, StoreError};
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;

/// Something that people name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A story.
    Story,
    /// A claim.
    Claim,
    /// An assertion.
    Assertion,
    /// An article.
    Article,
    /// A check of the audit.
    Check,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Story => "story",
            Self::Claim => "claim",
            Self::Assertion => "assertion",
            Self::Article => "article",
            Self::Check => "check",
        })
    }
}

/// Something that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What to type.
    pub id: String,
    /// What it is, in brackets after it; may be empty.
    pub about: String,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if self.about.is_empty() { Ok(()) } else { write!(f, " ({})", self.about) }
    }
}

/// What two workspaces say otherwise of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeConflict {
    /// The article.
    pub article: ArticleId,
    /// What of it: a field of its metadata, `story` or `text`.
    pub field: String,
    /// What holds here.
    pub here: String,
    /// What holds there.
    pub there: String,
}

impl fmt::Display for MergeConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: here {:?}, there {:?}", self.article.short(), self.field, self.here, self.there)
    }
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no workspace.
    #[error("no workspace in {} or above it", from.display())]
    NoWorkspace {
        /// Where the search began.
        from: PathBuf,
    },
    /// There is a workspace already.
    #[error("there is a workspace in {} already", root.display())]
    WorkspaceExists {
        /// Where it is.
        root: PathBuf,
    },
    /// A text is no reference at all.
    #[error("{reference:?} names nothing: {why}")]
    BadReference {
        /// As typed.
        reference: String,
        /// What is wrong with it.
        why: String,
    },
    /// Nothing has that name.
    #[error("no {what} is called {reference:?}")]
    Unknown {
        /// What was asked for.
        what: Named,
        /// As typed.
        reference: String,
        /// What may have been meant, best first.
        closest: Vec<Candidate>,
    },
    /// Several things have that name.
    #[error("{reference:?} names {} {what}s", matches.len())]
    Ambiguous {
        /// What was asked for.
        what: Named,
        /// As typed.
        reference: String,
        /// The things it names.
        matches: Vec<Candidate>,
    },
    /// An assertion that an earlier reading of an article gave.
    #[error("{reference} (\"{said}\") was read in article {article} before, which is read otherwise now")]
    Superseded {
        /// As typed.
        reference: String,
        /// The words of its value.
        said: String,
        /// The article.
        article: String,
        /// What is read there now.
        instead: Vec<Candidate>,
    },
    /// An assertion of a text that an article had before it was edited.
    #[error(
        "{reference} (\"{said}\") stands in a former revision of article {article}, which was edited since"
    )]
    OfFormerRevision {
        /// As typed.
        reference: String,
        /// The words of its value.
        said: String,
        /// The article.
        article: String,
    },
    /// An id under which there was a claim before another reading, another link or a judgement.
    #[error("no claim is called {reference} now")]
    NoLongerAClaim {
        /// As typed.
        reference: String,
        /// The claims that have its assertions now.
        instead: Vec<Candidate>,
        /// How many of the assertions under that name are not read any more.
        gone: usize,
    },
    /// A row that the history does not have.
    #[error("{reference:?}: the history of {claim} has {rows} rows")]
    NoSuchRow {
        /// As typed.
        reference: String,
        /// The claim.
        claim: String,
        /// How many rows there are.
        rows: usize,
    },
    /// An operation that never was.
    #[error("there is no operation {asked}: the last one is {last}")]
    NoSuchOperation {
        /// The number asked for.
        asked: OperationNumber,
        /// The last one.
        last: OperationNumber,
    },
    /// Nobody said who judges.
    #[error("a judgement names its reviewer, and no name is known")]
    NoReviewer,
    /// One of several rulings cannot be recorded, so none is.
    #[error("ruling {nth}: {error}; none was recorded")]
    Ruling {
        /// Its place, from 1.
        nth: usize,
        /// What is wrong with it.
        error: Box<Error>,
    },
    /// A ruling that cannot be, whatever it is about.
    #[error("{why}")]
    Unrulable {
        /// Why, in words.
        why: String,
        /// What to type instead; may be empty.
        hint: String,
    },
    /// Another reviewer decided otherwise.
    #[error("{reference}: {} before; a person decides between them", before.join("; "))]
    DecidedBefore {
        /// As typed.
        reference: String,
        /// What was decided, by whom and why, each in words.
        before: Vec<String>,
    },
    /// Two workspaces say otherwise of one article, and nobody has decided.
    #[error("both workspaces have told something else: {}; nothing was taken in", conflicts.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    MergeConflicts {
        /// What of which article.
        conflicts: Vec<MergeConflict>,
    },
    /// There is nothing to undo or redo.
    #[error("there is nothing to {what}")]
    NothingToUndo {
        /// The verb.
        what: &'static str,
    },
    /// An operation that counts no more is to be undone.
    #[error("operation {op} was undone already")]
    UndoneAlready {
        /// The operation.
        op: OperationNumber,
    },
    /// An operation that counts is to be redone.
    #[error("operation {op} was not undone")]
    NotUndone {
        /// The operation.
        op: OperationNumber,
    },
    /// Nothing was given to change.
    #[error("nothing to set was given")]
    NothingToSet,
    /// A table of metadata, or the only input, cannot be used.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// Words do not stand where they were read.
    #[error("the stored text of article {} does not hold the words that were read in it", article.short())]
    Quote {
        /// The article.
        article: ArticleId,
        /// What is wrong.
        #[source]
        fault: EvidenceFault,
    },
    /// The workspace cannot be read or written, or is damaged.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ledger cannot be written out.
    #[error(transparent)]
    Export(ExportError),
    /// A file is not the ledger that was exported, or not this one.
    #[error(transparent)]
    Import(ImportError),
    /// A file of rules is wrong.
    #[error("{file}:{line}: {what}")]
    Rules {
        /// The file, as named.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it, and what was expected.
        what: String,
    },
    /// A file cannot be written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is there already, and is not written over.
    #[error("{} is there already, and nothing is written over it", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// The operating system has no randomness to give.
    #[error("no randomness is to be had: {0}")]
    Randomness(getrandom::Error),
    /// Parts of the program do not agree.
    #[error("{0}; this is a bug")]
    Inconsistent(String),
}

/// What kind of error it is: what an exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was asked for cannot be done.
    Usage,
    /// An input cannot be used.
    Input,
    /// A name is unknown or ambiguous.
    Unknown,
    /// Another process has the workspace.
    Busy,
    /// Stored data is not as it was stored.
    Integrity,
    /// The system could not read or write.
    Io,
    /// A bug.
    Bug,
}
