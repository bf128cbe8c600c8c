//! `explain`: why a passage was read as it was.

use crate::cli::Global;
use crate::cli::explain::ExplainArgs;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::Layer;

/// Shows it.
pub(crate) fn run(global: &Global, args: &ExplainArgs, output: &mut Output) -> Result<u8, Failure> {
    let answer = match (&args.what, &args.text) {
        (Some(what), _) => {
            let workspace = context::workspace(global)?;
            workspace.query(context::as_of(global)?)?.explain(what)?
        }
        (None, text) => {
            let mut layer = Layer::default();
            context::published(&mut layer, args.published.as_deref())?;
            dateline::explain_text(text.as_deref().unwrap_or_default(), layer.metadata.published)?
        }
    };
    if output.json {
        output.json(&answer)?;
    } else {
        output.lines(render::explained(&answer.data, global.verbose, output.look));
        output.warnings(&answer);
        output.next(&answer);
    }
    Ok(exit::DONE)
}
