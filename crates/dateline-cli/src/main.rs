//! The `dateline` command: the library's answers on a terminal, or as JSON.
//!
//! One file per verb in `verbs`, drawing apart in `render`. What is not here: rules about claims, and
//! any knowledge of how things are stored.

mod cli;
mod config;
mod context;
mod error;
mod fetching;
mod output;
mod render;
mod report;
mod verbs;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report::bug));
    let code = std::panic::catch_unwind(|| {
        let cli = match cli::Cli::try_parse() {
            Ok(cli) => cli,
            Err(error) => return report::usage(&error),
        };
        let mut output = output::Output::new(&cli.global);
        let result = verbs::run(&cli, &mut output);
        let flushed = output.flush();
        match result.and_then(|code| flushed.map(|()| code).map_err(Into::into)) {
            Ok(code) => code,
            Err(failure) => report::failure(&failure, &output),
        }
    });
    ExitCode::from(code.unwrap_or(error::exit::BUG))
}
