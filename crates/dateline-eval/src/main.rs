//! Measures reading on a directory of dated articles, so that anyone who has the data can rerun a figure.
//!
//! The directory holds `articles.jsonl`, a line an article:
//! `{"doc": "harbour_post/2012-03-05_1", "published": "2012-03-05", "path": "articles/….txt"}`;
//! `path` is relative to the directory, offsets in what is written are Unicode code points, half open.
//!
//! | command | what it writes |
//! |---|---|
//! | `chains DIR --predictions FILE` | every assertion as a JSON line, with the claim it belongs to |
//! | `attribution DIR --predictions FILE` | every attribution as a JSON line; its scores, where gold is there |
//! | `html DIR --predictions FILE` | what was found in saved pages, and its F1 |
//! | `events DIR --predictions FILE` | which event each definite mention ("the talks") was taken for; all, or `--count N --seed S` |
//! | `sample DIR --count N --seed S` | N assertions drawn at random, each with its sentence, for a reader to judge |
//! | `times DIR --predictions FILE` | every time as a JSON line; prints how many are those of the gold |
//! | `tagger tokens`, `tagger train`, `tagger score` | tokens for a teacher, weights, agreement (`docs/models.md`) |

mod attribution;
mod corpus;
mod events;
mod files;
mod html;
mod points;
mod predictions;
mod sample;
mod tagger;
mod times;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "dateline-eval", version, about = "Measures reading on a directory of dated articles")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write every assertion as a JSON line, with the claim it belongs to.
    Chains {
        /// Directory that holds articles.jsonl.
        directory: PathBuf,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        predictions: PathBuf,
    },
    /// Write every attribution as a JSON line, and print its scores where gold stands beside the articles.
    Attribution {
        /// Directory that holds NAME.docs.jsonl and NAME.jsonl.
        directory: PathBuf,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        predictions: PathBuf,
        /// Only lists whose name holds this.
        #[arg(long, default_value = "")]
        part: String,
    },
    /// Write which event each definite mention ("the talks") was taken for, for a reader to judge.
    Events {
        /// Directory that holds articles.jsonl.
        directory: PathBuf,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        predictions: PathBuf,
        /// So many, drawn at random; all without it.
        #[arg(long)]
        count: Option<usize>,
        /// The draw: the same number draws the same mentions.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Draw assertions at random, each with its sentence, for a reader to judge.
    Sample {
        /// Directory that holds articles.jsonl.
        directory: PathBuf,
        /// How many assertions.
        #[arg(long, default_value_t = 100)]
        count: usize,
        /// The draw: the same number draws the same assertions.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Compare the times that are found with gold (TIMEX3).
    Times {
        /// Directory that holds NAME.docs.jsonl and NAME.jsonl.
        directory: PathBuf,
        /// File to write what was found to.
        #[arg(long, value_name = "FILE")]
        predictions: PathBuf,
        /// File to write the errors to, but for the documents kept aside.
        #[arg(long, value_name = "FILE")]
        errors: Option<PathBuf>,
    },
    /// Train and measure the part-of-speech tagger.
    #[command(subcommand)]
    Tagger(tagger::TaggerCommand),
    /// Find the article in saved pages and score it.
    Html {
        /// Directory that holds pages/ID.html.gz and ground-truth.json.
        directory: PathBuf,
        /// File to write: JSON, page id to what was found.
        #[arg(long, value_name = "FILE")]
        predictions: PathBuf,
        /// Read nothing: score what the file holds.
        #[arg(long)]
        score_only: bool,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Chains { directory, predictions } => predictions::write(&directory, &predictions),
        Command::Attribution { directory, predictions, part } => {
            attribution::run(&directory, &predictions, &part)
        }
        Command::Events { directory, predictions, count, seed } => {
            events::write(&directory, &predictions, events::Draw { count, seed })
        }
        Command::Sample { directory, count, seed } => sample::print(&directory, count, seed),
        Command::Times { directory, predictions, errors } => {
            times::run(&directory, &predictions, errors.as_deref())
        }
        Command::Tagger(command) => tagger::run(&command),
        Command::Html { directory, predictions, score_only } => {
            html::score(&directory, &predictions, score_only)
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}
