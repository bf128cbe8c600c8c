//! The verbs, one file each: ask the library, hand the answer to `render`.

mod articles;
mod audit;
mod changes;
mod claims;
mod config;
mod diff;
mod doctor;
mod explain;
mod export;
mod history;
mod import;
mod ingest;
mod init;
mod log;
mod rebuild;
mod review;
mod revisions;
mod rule;
mod schema;
mod source;
mod text;
mod undo;
mod verify;
mod watch;

use crate::cli::{Cli, Verb};
use crate::error::Failure;
use crate::output::Output;

/// Does what the command line asks for; the exit code is the answer.
pub(crate) fn run(cli: &Cli, output: &mut Output) -> Result<u8, Failure> {
    let global = &cli.global;
    match &cli.verb {
        Verb::Init(args) => init::run(global, args, output),
        Verb::Ingest(args) => ingest::run(global, args, output),
        Verb::Watch(verb) => watch::run(global, verb, output),
        Verb::Articles(verb) => articles::run(global, verb, output),
        Verb::Claims(verb) => claims::run(global, verb, output),
        Verb::History(args) => history::run(global, args, output),
        Verb::Changes(args) => changes::run(global, args, output),
        Verb::Diff(args) => diff::run(global, args, output),
        Verb::Source(args) => source::run(global, args, output),
        Verb::Explain(args) => explain::run(global, args, output),
        Verb::Review(args) => review::run(global, args, output),
        Verb::Undo(args) => undo::undo(global, args, output),
        Verb::Redo(args) => undo::redo(global, args, output),
        Verb::Config(verb) => config::run(global, verb, output),
        Verb::Audit(args) => audit::run(global, args, output),
        Verb::Verify(args) => verify::run(global, args, output),
        Verb::Log(args) => log::run(global, args, output),
        Verb::Export(verb) => export::run(global, verb, output),
        Verb::Import(verb) => import::run(global, verb, output),
        Verb::Rebuild => rebuild::run(global, output),
        Verb::Doctor => doctor::run(global, output),
        Verb::Rule(verb) => rule::run(global, verb, output),
        Verb::Completions(args) => Ok(text::completions(args, output)),
        Verb::Man => Ok(text::manual(output)),
        Verb::Schema(args) => schema::run(args, output),
    }
}
