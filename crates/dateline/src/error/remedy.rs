//! What kind of error each is, and what to do about it.

use super::{Candidate, Error, ErrorKind, Named};
use crate::digits;
use dateline_core::id::ArticleId;
use dateline_store::{ExportError, ImportError, LayoutError, LedgerError, StoreError};

impl Error {
    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NoWorkspace { .. }
            | Self::WorkspaceExists { .. }
            | Self::NothingToSet
            | Self::NoReviewer
            | Self::Unrulable { .. }
            | Self::DecidedBefore { .. }
            | Self::MergeConflicts { .. }
            | Self::NothingToUndo { .. }
            | Self::UndoneAlready { .. }
            | Self::NotUndone { .. }
            | Self::FileExists { .. }
            | Self::Import(ImportError::Parted { .. } | ImportError::OtherCommit { .. }) => ErrorKind::Usage,
            Self::BadReference { .. }
            | Self::Unknown { .. }
            | Self::Ambiguous { .. }
            | Self::Superseded { .. }
            | Self::OfFormerRevision { .. }
            | Self::NoLongerAClaim { .. }
            | Self::NoSuchRow { .. }
            | Self::NoSuchOperation { .. } => ErrorKind::Unknown,
            Self::Capture(_)
            | Self::Rules { .. }
            | Self::Import(ImportError::Io { .. } | ImportError::Line { .. }) => ErrorKind::Input,
            Self::Quote { .. } => ErrorKind::Integrity,
            Self::Ruling { error, .. } => error.kind(),
            Self::Store(error) => store_kind(error),
            Self::Export(ExportError::Ledger(error)) | Self::Import(ImportError::Ledger(error)) => {
                ledger_kind(error)
            }
            Self::Export(ExportError::Write(_)) | Self::File { .. } | Self::Randomness(_) => ErrorKind::Io,
            Self::Inconsistent(_) => ErrorKind::Bug,
        }
    }

    /// What to do about it: sentences or commands, best first.
    pub fn hints(&self) -> Vec<String> {
        let list = |candidates: &[Candidate]| {
            candidates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::NoWorkspace { .. } => {
                vec![
                    "dateline ingest FILE... makes one here; dateline init DIR makes an empty one".to_owned(),
                ]
            }
            Self::Unknown { what, closest, .. } => {
                let mut hints = Vec::new();
                if !closest.is_empty() {
                    hints.push(format!("closest: {}", list(closest)));
                }
                hints.extend(listing(*what).map(str::to_owned));
                hints
            }
            Self::Ambiguous { matches, .. } => vec![format!("it may be: {}", list(matches))],
            Self::Superseded { article, instead, .. } if instead.is_empty() => {
                vec![format!("nothing is read there any more: dateline articles show {article}")]
            }
            Self::OfFormerRevision { article, .. } => vec![format!("dateline articles revisions {article}")],
            Self::Superseded { instead, .. } => {
                vec![format!("in its place, to be looked at or judged: {}", list(instead))]
            }
            Self::NoLongerAClaim { instead, gone, .. } => {
                let gone = match gone {
                    0 => None,
                    1 => Some("1 of the assertions under that name is not read any more".to_owned()),
                    many => Some(format!("{many} of the assertions under that name are not read any more")),
                };
                let now = (!instead.is_empty())
                    .then(|| format!("what was read under that name is in: {}", list(instead)));
                now.into_iter().chain(gone).collect()
            }
            Self::NoSuchRow { claim, .. } => vec![format!("dateline history {claim}")],
            Self::NoSuchOperation { .. } | Self::NothingToUndo { .. } | Self::NotUndone { .. } => {
                vec!["dateline log".to_owned()]
            }
            Self::UndoneAlready { op } => vec![format!("dateline redo {op}")],
            Self::NoReviewer => {
                vec!["dateline config set reviewer NAME, or --reviewer NAME".to_owned()]
            }
            Self::MergeConflicts { .. } => vec![
                "import jsonl FILE --merge --prefer here, or --prefer there, records who holds".to_owned(),
            ],
            Self::Ruling { error, .. } => error.hints(),
            Self::Unrulable { hint, .. } => {
                Some(hint.clone()).filter(|it| !it.is_empty()).into_iter().collect()
            }
            Self::DecidedBefore { .. } => {
                vec!["repeat it with --overrule and --reason to take the place of that".to_owned()]
            }
            Self::NothingToSet => {
                vec!["dateline articles set ARTICLE --published DATE --publisher NAME".to_owned()]
            }
            Self::Import(ImportError::Parted { .. }) => {
                vec![
                    "dateline --workspace NEW-DIR import jsonl FILE".to_owned(),
                    "dateline import jsonl FILE --merge takes in what is not here yet".to_owned(),
                ]
            }
            Self::Import(ImportError::OtherCommit { .. }) => {
                vec![
                    "nothing was changed; dateline --workspace NEW-DIR import jsonl FILE looks at it apart"
                        .to_owned(),
                ]
            }
            Self::Import(ImportError::Line { .. }) => {
                vec![
                    "nothing was changed; export the ledger again, or use another copy of the file"
                        .to_owned(),
                ]
            }
            Self::Capture(error) => error.hint().into_iter().collect(),
            Self::Rules { .. } => vec!["docs/rules.md says what a rule file may hold".to_owned()],
            Self::Quote { .. } => vec!["dateline verify --deep".to_owned()],
            Self::Export(_) if self.kind() == ErrorKind::Integrity => vec!["dateline verify".to_owned()],
            Self::Store(error) => match store_kind(error) {
                ErrorKind::Busy => vec!["wait for the other command to end, or stop it".to_owned()],
                ErrorKind::Integrity => vec!["dateline verify".to_owned()],
                ErrorKind::Io => vec![
                    "make it writable, with room, and repeat the command; what was acknowledged is stored"
                        .to_owned(),
                ],
                _ => Vec::new(),
            },
            Self::BadReference { reference, .. } => of_article(reference).map_or_else(
                || ["dateline articles list", "dateline claims list"].map(str::to_owned).into(),
                |command| vec![command],
            ),
            Self::File { .. } | Self::Export(_) => vec!["name a file that you may write to".to_owned()],
            Self::WorkspaceExists { .. }
            | Self::Import(_)
            | Self::FileExists { .. }
            | Self::Randomness(_)
            | Self::Inconsistent(_) => Vec::new(),
        }
    }
}

/// What shows which revisions or lines an article has, where `typed` is one with the number of one.
fn of_article(typed: &str) -> Option<String> {
    let (article, verb) = match typed.split_once(['@', ':'])? {
        (article, _) if typed.contains('@') => (article, "revisions"),
        (article, _) => (article, "show"),
    };
    digits::beginning(article, ArticleId::HEX_DIGITS).ok()?;
    Some(format!("dateline articles {verb} {article}"))
}

/// The command that lists things of a kind.
fn listing(what: Named) -> Option<&'static str> {
    match what {
        Named::Story | Named::Article => Some("dateline articles list"),
        Named::Claim => Some("dateline claims list"),
        Named::Assertion => Some("dateline claims list, then dateline history CLAIM"),
        Named::Check => None,
    }
}

fn store_kind(error: &StoreError) -> ErrorKind {
    match error {
        StoreError::Layout(
            LayoutError::Missing { .. } | LayoutError::Exists { .. } | LayoutError::Newer { .. },
        ) => ErrorKind::Usage,
        StoreError::Layout(LayoutError::Unknown { .. }) | StoreError::OtherEvent { .. } => {
            ErrorKind::Integrity
        }
        StoreError::Busy(_) => ErrorKind::Busy,
        StoreError::Ledger(error) => ledger_kind(error),
        _ => ErrorKind::Io,
    }
}

fn ledger_kind(error: &LedgerError) -> ErrorKind {
    match error {
        LedgerError::UnknownKind { .. } => ErrorKind::Usage,
        LedgerError::Damaged { .. } => ErrorKind::Integrity,
        LedgerError::Conflict { .. } => ErrorKind::Busy,
        LedgerError::NoSuchPosition { .. } | LedgerError::Unwritable { .. } => ErrorKind::Bug,
        LedgerError::Io { .. } | LedgerError::Poisoned { .. } => ErrorKind::Io,
    }
}
