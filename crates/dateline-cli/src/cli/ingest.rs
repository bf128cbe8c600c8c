//! The flags of `ingest`, and of all that tells something of articles.

use super::watch::FetchArgs;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// What is known of articles, as flags.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What is known of the articles")]
pub(crate) struct MetadataArgs {
    /// When it was published, as EDTF: 2013-11-05, 2013-11, 2013
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// The outlet
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// Its canonical URL
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) url: Option<String>,
    /// Its headline
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Its byline
    #[arg(long, value_name = "TEXT")]
    pub(crate) byline: Option<String>,
    /// The news agency credited
    #[arg(long, value_name = "NAME")]
    pub(crate) agency: Option<String>,
    /// Its language (ISO 639-1)
    #[arg(long, value_name = "CODE")]
    pub(crate) lang: Option<String>,
    /// The story it belongs to (default: front matter, else the directory's name, else inbox)
    #[arg(long, value_name = "NAME")]
    pub(crate) story: Option<String>,
}

/// What `ingest` is given.
#[derive(Debug, Args)]
pub(crate) struct IngestArgs {
    /// Files (texts, pages, feeds, JSON lines, web archives), directories, patterns ('*.html'), addresses, or - for
    /// standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) metadata: MetadataArgs,
    /// A table with a column `file` and columns named like the flags above
    #[arg(long, value_name = "FILE.csv", value_hint = ValueHint::FilePath)]
    pub(crate) meta: Option<PathBuf>,
    /// What the inputs are
    #[arg(long = "type", value_name = "KIND", default_value = "auto", hide_default_value = true)]
    pub(crate) kind: InputKind,
    /// The charset of the bytes, where it is not UTF-8: windows-1252, utf-16le
    #[arg(long, value_name = "NAME")]
    pub(crate) charset: Option<String>,
    /// Store the text as a new revision of this article
    #[arg(long, value_name = "ARTICLE")]
    pub(crate) revision_of: Option<String>,
    /// Read and report, store nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
    /// Show progress on standard error
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub(crate) progress: Progress,
    /// Stop at the first input that fails; what is stored by then stays
    #[arg(long)]
    pub(crate) fail_fast: bool,
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
}

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    /// Look at it
    Auto,
    /// Plain text
    Text,
    /// A saved page
    Html,
    /// RSS, Atom or JSON Feed
    Feed,
    /// JSON lines: an article a line
    Jsonl,
    /// A web archive
    Warc,
}

/// When to show progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Progress {
    /// If standard error is a terminal
    Auto,
    /// Not at all
    Never,
}
