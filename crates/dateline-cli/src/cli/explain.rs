//! The verbs for whoever asks why, and for whoever writes rules: explain, rule.

use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The assertion (its id, or CLAIM@ROW as `history` numbers the rows), or a line of an article: ea35:7
    #[arg(value_name = "ASSERTION", required_unless_present = "text", conflicts_with = "text")]
    pub(crate) what: Option<String>,
    /// Explain these sentences, which need not be stored
    #[arg(long, value_name = "SENTENCE")]
    pub(crate) text: Option<String>,
    /// When the sentences were published, as EDTF: 2013-11-05
    #[arg(long, value_name = "DATE", requires = "text")]
    pub(crate) published: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RuleVerb {
    /// Try rules of your own on their examples, and on a text or the articles; nothing is stored
    Try {
        /// The file of rules
        #[arg(value_name = "FILE.rules", value_hint = ValueHint::FilePath)]
        rules: PathBuf,
        /// The text, or - for standard input (default: the articles of the workspace, if there is one)
        #[arg(value_name = "TEXT", value_hint = ValueHint::FilePath)]
        text: Option<PathBuf>,
        /// When the text was published, as EDTF: 2013-11-05
        #[arg(long, value_name = "DATE", requires = "text")]
        published: Option<String>,
    },
}
