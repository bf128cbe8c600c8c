//! What `export` and `import` take.

use clap::{Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum ExportVerb {
    /// The whole ledger as JSON lines, from which `import jsonl` makes the same ledger again
    Jsonl {
        /// The file, which must not be there yet; - for standard output
        #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportVerb {
    /// A ledger that `export jsonl` wrote, into an empty workspace or one that holds its first part
    Jsonl {
        /// The file
        #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Take in what another workspace recorded and this one did not, as new operations
        #[arg(long)]
        merge: bool,
        /// Whose word holds where both told something else of one article
        #[arg(long, value_name = "SIDE", requires = "merge")]
        prefer: Option<Side>,
    },
}

/// One of two workspaces that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// This one
    Here,
    /// That of the file
    There,
}
