//! Does to workspaces what machines do to them, and counts what comes of it.
//!
//! ```text
//! cargo run -p dateline-faults                                  less than a minute
//! cargo run -p dateline-faults -- --kills 1000 --flips 20000    as long as that takes
//! cargo run -p dateline-faults -- --kills 100000 --seconds 3600 until the hour is over
//! ```
//!
//! Each row of the table is a kind of fault, with how often it was tried and three counts that must be 0:
//!
//! | count | what it counts |
//! |---|---|
//! | lost | trials after which something acknowledged was not there, or the workspace could not be gone on with |
//! | wrong | trials in which something that was not written was read back in silence |
//! | undetected | damage that neither opening nor `verify` told, with the file and, where one is hit, the event |
//!
//! A fault that cannot be made here (a full disk needs a small file system, and that needs root) is skipped,
//! and the table says so. The exit code is 1 if a count is not 0. The same `--seed` makes the same faults,
//! but for the moments at which processes are killed.
//!
//! Killing a process does not take away what the system has buffered: what a power cut does is only imitated
//! here, by files cut at every byte.

mod child;
mod damage;
mod disk;
mod flips;
mod kill;
mod random;
mod sample;
mod segments;
mod table;
mod times;
mod torn;

use clap::Parser;
use random::Random;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use table::Table;

/// What is done, and how often.
#[derive(Debug, Parser)]
#[command(name = "dateline-faults", version, about = "Does to workspaces what machines do to them")]
struct Arguments {
    /// How often a writing process is killed
    #[arg(long, default_value_t = 100)]
    kills: u64,
    /// How many bits are flipped, each in a copy of its own
    #[arg(long, default_value_t = 1000)]
    flips: u64,
    /// Begin no new trial after so many seconds
    #[arg(long, default_value_t = 50)]
    seconds: u64,
    /// What the faults are drawn from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to work (default: a temporary directory, in memory if it can be)
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Append to this workspace until killed, and say what was acknowledged (for the program itself)
    #[arg(long, value_name = "DIR", hide = true)]
    child: Option<PathBuf>,
    /// How many commits the child appends at most
    #[arg(long, value_name = "N", hide = true, default_value_t = u64::MAX)]
    commits: u64,
}

/// What every kind of fault needs.
struct Bench {
    /// A directory that is removed in the end.
    scratch: tempfile::TempDir,
    until: Instant,
    random: Random,
}

impl Bench {
    /// Whether there is time for another trial.
    fn goes_on(&self) -> bool {
        Instant::now() < self.until
    }

    /// A new directory for one workspace.
    fn directory(&self) -> Result<tempfile::TempDir, Failure> {
        tempfile::tempdir_in(self.scratch.path()).map_err(Failure::Scratch)
    }
}

/// Why the program could not do its own work. What it finds out about the ledger is in the table.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the scratch directory: {0}")]
    Scratch(#[from] std::io::Error),
    #[error("a workspace without any fault: {0}")]
    Sound(#[from] dateline_store::StoreError),
    #[error("the writing process: {0}")]
    Child(String),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.child {
        Some(dir) => child::run(dir, arguments.commits).map(|()| true),
        None => run(&arguments),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "error: {failure}");
            ExitCode::from(70)
        }
    }
}

/// Does everything; whether all counts are 0.
fn run(arguments: &Arguments) -> Result<bool, Failure> {
    let scratch = match &arguments.scratch {
        Some(dir) => tempfile::tempdir_in(dir)?,
        // In memory where that is offered: what is asked is which bytes are there, not how fast a disk is,
        // and without waiting for one a kill more often meets the program at work.
        None => tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?,
    };
    let until = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut bench = Bench { scratch, until, random: Random::new(arguments.seed) };
    let mut table = Table::default();
    torn::run(&mut bench, &mut table)?;
    segments::run(&mut bench, &mut table)?;
    times::run(&mut bench, &mut table)?;
    disk::run(&mut bench, &mut table)?;
    kill::two_at_once(&mut bench, &mut table)?;
    // The two that can go on for hours share what time is left.
    let rest = bench.until;
    bench.until = Instant::now() + rest.saturating_duration_since(Instant::now()) / 2;
    flips::run(&mut bench, &mut table, arguments.flips)?;
    bench.until = rest;
    kill::run(&mut bench, &mut table, arguments.kills)?;
    table.print()?;
    Ok(table.is_clean())
}
