//! The command surface: every verb and flag, and nothing else.

// The test on documents takes these files in from elsewhere.
#[path = "cli/exchange.rs"]
pub(crate) mod exchange;
#[path = "cli/explain.rs"]
pub(crate) mod explain;
#[path = "cli/ingest.rs"]
pub(crate) mod ingest;
#[path = "cli/review.rs"]
pub(crate) mod review;
#[path = "cli/watch.rs"]
pub(crate) mod watch;

use exchange::{ExportVerb, ImportVerb};
use explain::{ExplainArgs, RuleVerb};
use ingest::{IngestArgs, MetadataArgs};
use review::{ConfigVerb, ReviewArgs, UndoArgs};
use watch::WatchVerb;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Everything a command line says.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    about = "Track how the reporting of a claim changes: the words, the source and the place of every value",
    after_help = "Start with:  dateline ingest FILE... --published DATE --story NAME\n             dateline changes",
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Flags that every verb takes.
#[derive(Debug, Clone, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of its own
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// The workspace: a directory that holds `.dateline` (default: the nearest one upwards)
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_WORKSPACE", value_hint = ValueHint::DirPath, hide_env = true)]
    pub(crate) workspace: Option<PathBuf>,
    /// Print JSON, in the shape that `dateline schema COMMAND` describes
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Answer with what had been reported by this day (a date or a month)
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Answer with what had been recorded by this operation (see `dateline log`)
    #[arg(long, global = true, value_name = "N")]
    pub(crate) at_op: Option<u64>,
    /// Answer with what had been recorded by the end of this day, in UTC
    #[arg(long, global = true, value_name = "DATE", conflicts_with = "at_op")]
    pub(crate) recorded: Option<String>,
    /// When to use colour; it never carries meaning alone
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub(crate) color: When,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub(crate) ascii: bool,
    /// Columns to fill (default: the terminal's, else 80)
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub(crate) width: Option<u16>,
    /// Never ask anything
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Say less: no warnings, no hints, no summaries
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more: reasons, rules, full ids
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// If standard output is a terminal
    Auto,
    /// Also into files and pipes
    Always,
    /// Not at all
    Never,
}

/// The verbs, in the order in which one meets them.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a workspace
    Init(InitArgs),
    /// Store articles and read what they assert
    Ingest(IngestArgs),
    /// Look at addresses again and again: what was edited, what is gone
    #[command(subcommand, arg_required_else_help = true)]
    Watch(WatchVerb),
    /// List, show and describe articles
    #[command(subcommand, arg_required_else_help = true)]
    Articles(ArticlesVerb),
    /// List, search and show claims
    #[command(subcommand, arg_required_else_help = true)]
    Claims(ClaimsVerb),
    /// Show every value ever reported for a claim, in order
    History(HistoryArgs),
    /// Show what moved in a story, how, and on whose word
    Changes(ChangesArgs),
    /// Compare two dates of a story, or two articles, claim by claim
    Diff(DiffArgs),
    /// Show where an assertion comes from, down to the bytes
    Source(SourceArgs),
    /// Show why a sentence was read as it was: what was seen, which rules matched, what kept others back
    Explain(ExplainArgs),
    /// Look at what was read, that of most consequence first, and say whether the articles say it
    Review(ReviewArgs),
    /// Let an operation count no more; it stays in the ledger
    Undo(UndoArgs),
    /// Let an operation that was undone count again
    Redo(UndoArgs),
    /// Check what the claims rest on
    Audit(AuditArgs),
    /// Check that what is stored is what was stored
    Verify(VerifyArgs),
    /// List the operations
    Log(LogArgs),
    /// Write out what is stored
    #[command(subcommand, arg_required_else_help = true)]
    Export(ExportVerb),
    /// Take in what was written out
    #[command(subcommand, arg_required_else_help = true)]
    Import(ImportVerb),
    /// Get and set what is asked for only once
    #[command(subcommand, arg_required_else_help = true)]
    Config(ConfigVerb),
    /// Make every view again from the ledger
    Rebuild,
    /// Say how this program and this workspace are, and repair what can be repaired
    Doctor,
    /// Try reading rules of your own
    #[command(subcommand, arg_required_else_help = true)]
    Rule(RuleVerb),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
    /// Print the JSON Schema of a command's `--json`
    Schema(SchemaArgs),
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// Where to make it
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ArticlesVerb {
    /// List the articles
    List {
        /// Only this story's
        #[arg(long, value_name = "NAME")]
        story: Option<String>,
    },
    /// Show what is known of an article and what it asserts
    Show {
        /// Its id, or an unambiguous beginning of it
        #[arg(value_name = "ARTICLE")]
        article: String,
    },
    /// Show what the clauses of an article say that no rule covers: subject, verb, object. Nothing of it is stored
    General {
        /// Its id, or an unambiguous beginning of it
        #[arg(value_name = "ARTICLE")]
        article: String,
    },
    /// List the revisions of an article, and what was edited from each to the next
    Revisions {
        /// Its id, or an unambiguous beginning of it
        #[arg(value_name = "ARTICLE")]
        article: String,
    },
    /// Say what was not known of articles; they are read again
    Set {
        /// Their ids, or unambiguous beginnings of them
        #[arg(value_name = "ARTICLE", required = true)]
        articles: Vec<String>,
        #[command(flatten)]
        metadata: MetadataArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClaimsVerb {
    /// List the claims
    List {
        /// Only this story's
        #[arg(long, value_name = "NAME")]
        story: Option<String>,
        /// Also those that are only statements
        #[arg(long)]
        all: bool,
        /// Only those with a value that describes this time: 2013-11
        #[arg(long, value_name = "DATE", conflicts_with = "all")]
        about: Option<String>,
    },
    /// Find claims by the words of their subjects, attributes and values
    Search {
        /// Words that must all occur
        #[arg(value_name = "WORD", required = true)]
        words: Vec<String>,
        /// Only this story's
        #[arg(long, value_name = "NAME")]
        story: Option<String>,
    },
    /// Show what names a claim, and why its assertions belong together
    Show {
        /// The claim (geneva-ii/date), or an unambiguous beginning of it
        #[arg(value_name = "CLAIM")]
        claim: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// The claim: geneva-ii/date, another name of it, an unambiguous beginning, or story:subject/attribute
    #[arg(value_name = "CLAIM")]
    pub(crate) claim: String,
    /// Only what was published on this day or later
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Only what was published on this day or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// Only this outlet's
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ChangesArgs {
    /// Only this story's
    #[arg(value_name = "STORY", conflicts_with = "story")]
    pub(crate) of_story: Option<String>,
    /// Only this story's
    #[arg(long, value_name = "NAME")]
    pub(crate) story: Option<String>,
    /// Only what was published on this day or later
    #[arg(long, value_name = "DATE", conflicts_with = "since_review")]
    pub(crate) since: Option<String>,
    /// Only what was recorded since somebody last judged something
    #[arg(long)]
    pub(crate) since_review: bool,
    /// How to print it: text, or Markdown with a footnote for each quotation
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_default_value = true)]
    pub(crate) format: Format,
}

/// How to print changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a screen
    Text,
    /// For a document
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// Two dates of the story, two articles, or two revisions of one (`ARTICLE@1 ARTICLE@2`)
    #[arg(
        value_name = "FROM",
        num_args = 1..=2,
        required_unless_present = "publisher",
        conflicts_with = "publisher"
    )]
    pub(crate) sides: Vec<String>,
    /// Compare two outlets: give it twice
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Vec<String>,
    /// The story whose dates are compared
    #[arg(long, value_name = "NAME")]
    pub(crate) story: Option<String>,
    /// Show only these kinds
    #[arg(long, value_name = "KIND,...", value_delimiter = ',')]
    pub(crate) only: Vec<DiffKind>,
    /// Show the words of two revisions in one text, `[-gone-]` and `{+come+}`; this is what is done anyway
    #[arg(long, conflicts_with = "side_by_side")]
    pub(crate) inline: bool,
    /// Show the words of two revisions in two columns
    #[arg(long)]
    pub(crate) side_by_side: bool,
    /// Exit with 1 if there is a difference
    #[arg(long)]
    pub(crate) exit_code: bool,
}

/// Kinds of entries of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffKind {
    /// On both sides, and different
    Changed,
    /// Only on the later side
    Added,
    /// Only on the earlier side
    Absent,
}

impl DiffKind {
    /// As it is typed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Absent => "absent",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// The assertion: its id, an unambiguous beginning of it, or CLAIM@ROW as `history` numbers the rows
    #[arg(value_name = "ASSERTION")]
    pub(crate) assertion: String,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// Exit with 1 if a finding is at least this severe
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
    /// Explain a check instead of running it: its id or name
    #[arg(long, value_name = "CHECK")]
    pub(crate) explain: Option<String>,
    /// Only this story's
    #[arg(long, value_name = "NAME")]
    pub(crate) story: Option<String>,
}

/// The least severe finding that counts as failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors and worse
    Error,
    /// Warnings and worse
    Warning,
    /// Any finding
    Note,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Also fold the ledger from zero, compare every view, and read every quote again
    #[arg(long)]
    pub(crate) deep: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Only the newest N
    #[arg(short = 'N', long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// The command, as `history` or `articles list`; none lists them
    #[arg(value_name = "COMMAND", num_args = 0..)]
    pub(crate) command: Vec<String>,
}
