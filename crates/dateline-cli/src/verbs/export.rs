//! `export`: what is stored, out to where other programs read it.

use crate::cli::Global;
use crate::cli::exchange::ExportVerb;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use std::path::Path;

/// Writes it out.
pub(crate) fn run(global: &Global, verb: &ExportVerb, output: &mut Output) -> Result<u8, Failure> {
    let ExportVerb::Jsonl { file } = verb;
    let workspace = context::workspace(global)?;
    let shown = output.progress_allowed();
    let progress = |events: u64| {
        if shown {
            output.progress(&format!("{events} events written"));
        }
    };
    if file == Path::new("-") {
        if output.json {
            return Err(Failure::usage(
                "with --json the answer goes to standard output, and so would the ledger",
                "dateline export jsonl FILE --json",
            ));
        }
        let mut out = output.stream();
        let answer = workspace.export_jsonl(&mut out, progress);
        output.end_progress();
        let answer = answer.map_err(|error| out.failure(error))?;
        output.warnings(&answer);
        return Ok(exit::DONE);
    }
    let answer = workspace.export_jsonl_to(file, progress)?;
    output.end_progress();
    if output.json {
        output.json(&answer)?;
    } else {
        let data = &answer.data;
        output.line(format!("wrote {} events to {}", data.events, context::as_typed(file)));
        output.line(format!("head {}", data.head));
        output.warnings(&answer);
        output.next(&answer);
    }
    Ok(exit::DONE)
}
