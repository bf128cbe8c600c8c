//! The verbs by which people correct the record: review, undo, redo, config.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Who is at work.
#[derive(Debug, Clone, Args)]
pub(crate) struct By {
    /// Who judges (default: `DATELINE_ACTOR`, else `config get reviewer`)
    #[arg(long, value_name = "NAME")]
    pub(crate) reviewer: Option<String>,
}

/// Why, and whether another's decision may be replaced.
#[derive(Debug, Clone, Args)]
pub(crate) struct Grounds {
    /// Why, in your words
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Take the place of what another reviewer decided
    #[arg(long)]
    pub(crate) overrule: bool,
    #[command(flatten)]
    pub(crate) by: By,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ReviewArgs {
    #[command(subcommand)]
    pub(crate) verb: Option<ReviewVerb>,
    /// List what is to be reviewed, and ask nothing
    #[arg(long, conflicts_with = "next")]
    pub(crate) list: bool,
    /// Show the one of most consequence, and ask nothing
    #[arg(long)]
    pub(crate) next: bool,
    /// Only this story's
    #[arg(long, value_name = "NAME")]
    pub(crate) story: Option<String>,
    /// Only this claim's
    #[arg(long, value_name = "CLAIM")]
    pub(crate) claim: Option<String>,
    /// Only this outlet's
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// Also statements, which contradict nothing, and with --list what was reviewed
    #[arg(long)]
    pub(crate) all: bool,
    /// No more than N
    #[arg(short = 'N', long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    #[command(flatten)]
    pub(crate) by: By,
}

/// An assertion's name in help texts.
const ASSERTION: &str = "ID";

#[derive(Debug, Subcommand)]
pub(crate) enum ReviewVerb {
    /// The article says that
    Accept {
        /// Assertions: ids, unambiguous beginnings of them, or CLAIM@ROW
        #[arg(value_name = ASSERTION, required = true)]
        on: Vec<String>,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// The article does not say that: it counts for nothing from now on
    Reject {
        /// Assertions
        #[arg(value_name = ASSERTION, required = true)]
        on: Vec<String>,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// The article says something else than was read; its words stay as they are
    Edit {
        /// The assertion
        #[arg(value_name = ASSERTION)]
        on: String,
        #[command(flatten)]
        change: ChangeArgs,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// Write something beside assertions
    Note {
        /// Assertions
        #[arg(value_name = ASSERTION, required = true)]
        on: Vec<String>,
        /// The words
        #[arg(long, value_name = "TEXT", required = true)]
        text: String,
        #[command(flatten)]
        by: By,
    },
    /// Of values that exclude each other, these stand
    Resolve {
        /// Assertions that stand
        #[arg(value_name = ASSERTION, required = true)]
        on: Vec<String>,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// What these claims are about is one thing
    Merge {
        /// Claims or assertions
        #[arg(value_name = "CLAIM", required = true, num_args = 2..)]
        on: Vec<String>,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// What these assertions are about is something of its own
    Split {
        /// Assertions
        #[arg(value_name = ASSERTION, required = true)]
        on: Vec<String>,
        /// What it is called
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// These assertions alone, and not all that their articles say of it
        #[arg(long, requires = "name")]
        only: bool,
        #[command(flatten)]
        grounds: Grounds,
    },
    /// Record the decisions of a file, all or none
    Apply {
        /// One decision a line, as JSON (docs/review.md); - for standard input
        #[arg(value_name = "FILE.jsonl", value_hint = ValueHint::FilePath)]
        file: PathBuf,
        #[command(flatten)]
        by: By,
    },
}

/// What an edit changes: one thing.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ChangeArgs {
    /// The value: 2013-11-23, 2013-09/.. (from), 12, 12.. (at least), ~12 (about), a name, words
    #[arg(long, value_name = "VALUE")]
    pub(crate) value: Option<String>,
    /// What is said: an attribute, with a qualifier after a slash if there is one
    #[arg(long, value_name = "ATTRIBUTE")]
    pub(crate) attribute: Option<String>,
    /// Who says it
    #[arg(long, value_name = "NAME")]
    pub(crate) speaker: Option<String>,
    /// The article itself says it
    #[arg(long)]
    pub(crate) no_speaker: bool,
    /// What it is about: another claim, or a name
    #[arg(long, value_name = "CLAIM")]
    pub(crate) subject: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    /// The operation (default: the newest that counts; of `redo` the one that was undone last)
    #[arg(value_name = "OP")]
    pub(crate) op: Option<u64>,
    /// Why, in your words
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) by: By,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigVerb {
    /// Print a value
    Get {
        /// Its name
        #[arg(value_name = "KEY")]
        key: String,
    },
    /// Set a value in the workspace's file
    Set {
        /// Its name
        #[arg(value_name = "KEY")]
        key: String,
        /// The value
        #[arg(value_name = "VALUE")]
        value: String,
        /// In your own file, for all workspaces
        #[arg(long)]
        user: bool,
    },
    /// List the values, and where each comes from
    List,
    /// Print where the files are
    Path,
}
