//! `source`: where an assertion comes from.

use crate::cli::{Global, SourceArgs};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;

/// Shows it.
pub(crate) fn run(global: &Global, args: &SourceArgs, output: &mut Output) -> Result<u8, Failure> {
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    let answer = query.source(&args.assertion)?;
    if output.json {
        output.json(&answer)?;
    } else {
        let name = answer.data.article.id.short();
        output.lines(render::source(&answer.data, name, output.look));
        output.warnings(&answer);
    }
    Ok(exit::DONE)
}
