//! Trains and measures the part-of-speech tagger. `docs/models.md` tells the whole way, from text to weights.

mod lemmas;
mod score;
mod table;
mod tagged;
mod train;

use crate::files::{EvalError, read_text};
use clap::Subcommand;
use dateline_extract::Extractor;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What to do with the tagger.
#[derive(Subcommand)]
pub(crate) enum TaggerCommand {
    /// Write the tokens of a text with one paragraph a line, for a teacher to tag.
    Tokens {
        /// The text.
        text: PathBuf,
    },
    /// Train on tagged tokens and write the weights.
    Train {
        /// Tokens with the teacher's tags.
        tagged: PathBuf,
        /// File to write the weights to.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[command(flatten)]
        settings: train::Settings,
    },
    /// Compare the tagger with tagged tokens, or with the part of them that training keeps aside.
    Score {
        /// Tokens with the teacher's tags.
        tagged: PathBuf,
        /// Only the part that training keeps aside.
        #[arg(long)]
        held_out: bool,
        /// Weights to use in place of those of the program.
        #[arg(long, value_name = "FILE")]
        weights: Option<PathBuf>,
        /// How many kinds of difference to list.
        #[arg(long, default_value_t = 20)]
        differences: usize,
    },
    /// List the forms whose lemma the rules of spelling get wrong.
    Lemmas {
        /// Tokens with the teacher's tags.
        tagged: PathBuf,
    },
}

/// Does it.
pub(crate) fn run(command: &TaggerCommand) -> Result<(), EvalError> {
    match command {
        TaggerCommand::Tokens { text } => tokens(text),
        TaggerCommand::Train { tagged, out, settings } => train::train(tagged, out, settings),
        TaggerCommand::Score { tagged, held_out, weights, differences } => {
            score::score(tagged, *held_out, weights.as_deref(), *differences)
        }
        TaggerCommand::Lemmas { tagged } => lemmas::list(tagged),
    }
}

/// Writes `WORD TAB _ TAB 1` for each token, 0 where no space follows; an empty line after each paragraph.
fn tokens(path: &Path) -> Result<(), EvalError> {
    let text = read_text(path)?;
    let extractor = Extractor::new()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut write = || {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            for span in extractor.tokens(line) {
                let word = &line[span.start_byte..span.end_byte];
                let space = line[span.end_byte..].starts_with(char::is_whitespace);
                writeln!(out, "{word}\t_\t{}", u8::from(space))?;
            }
            writeln!(out)?;
        }
        out.flush()
    };
    write().map_err(EvalError::of(Path::new("standard output")))
}
