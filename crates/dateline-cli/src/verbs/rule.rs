//! `rule try`: rules of one's own, on their examples and on texts.

use crate::cli::Global;
use crate::cli::explain::RuleVerb;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::{AsOf, Layers};

/// Tries them; 1 if an example does not hold.
pub(crate) fn run(global: &Global, verb: &RuleVerb, output: &mut Output) -> Result<u8, Failure> {
    let RuleVerb::Try { rules, text, published } = verb;
    let answer = match (text, context::place(global)) {
        (None, Some(_)) => {
            let workspace = context::workspace(global)?;
            workspace.query(context::as_of(global)?)?.rule_try(rules)?
        }
        (text, _) => {
            if context::as_of(global)? != AsOf::default() {
                return Err(Failure::usage(
                    "a day or an operation limits what is stored, and this reads nothing that is",
                    "dateline rule try RULES TEXT --published DATE",
                ));
            }
            let mut layers = Layers::default();
            context::published(&mut layers.flags, published.as_deref())?;
            dateline::rule_try(rules, text.as_deref(), &layers)?
        }
    };
    if output.json {
        output.json(&answer)?;
    } else {
        output.lines(render::rules_tried(&answer.data, global.verbose, output.look));
        output.warnings(&answer);
    }
    Ok(if answer.data.holds() { exit::DONE } else { exit::FINDINGS })
}
