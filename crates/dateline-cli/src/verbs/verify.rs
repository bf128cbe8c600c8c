//! `verify`: whether what is stored is what was stored.

use crate::cli::{Global, VerifyArgs};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::Workspace;

/// Checks it.
pub(crate) fn run(global: &Global, args: &VerifyArgs, output: &mut Output) -> Result<u8, Failure> {
    let root = context::place(global).ok_or_else(context::no_workspace)?;
    let shown = output.progress_allowed();
    let progress = |events: u64| {
        if shown {
            output.progress(&format!("{events} events checked"));
        }
    };
    let answer = Workspace::verify(&root, context::environment()?, args.deep, progress)?;
    output.end_progress();
    if output.json {
        output.json(&answer)?;
    } else {
        output.lines(render::verification(&answer.data, output.look));
        output.warnings(&answer);
    }
    Ok(if answer.data.faults.is_empty() { exit::DONE } else { exit::INTEGRITY })
}
