//! `rebuild`: make every view again.

use crate::cli::Global;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;

/// Makes them.
pub(crate) fn run(global: &Global, output: &mut Output) -> Result<u8, Failure> {
    let mut workspace = context::workspace(global)?;
    let shown = output.progress_allowed();
    let progress = |events: u64| {
        if shown {
            output.progress(&format!("{events} events folded"));
        }
    };
    let answer = workspace.rebuild(progress)?;
    output.end_progress();
    if output.json {
        output.json(&answer)?;
    } else {
        output.line(format!("made the views again from {} events", answer.data.events));
        output.warnings(&answer);
        output.next(&answer);
    }
    Ok(exit::DONE)
}
