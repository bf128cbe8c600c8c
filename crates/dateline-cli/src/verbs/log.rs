//! `log`: the operations.

use crate::cli::{Global, LogArgs};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;

/// Lists them.
pub(crate) fn run(global: &Global, args: &LogArgs, output: &mut Output) -> Result<u8, Failure> {
    let workspace = context::workspace(global)?;
    let answer = workspace.query(context::as_of(global)?)?.log(args.limit)?;
    if output.json {
        output.json(&answer)?;
    } else if answer.data.operations.is_empty() {
        output.line("nothing was done yet");
    } else {
        output.lines(render::log(&answer.data, output.look));
        output.warnings(&answer);
    }
    Ok(exit::DONE)
}
