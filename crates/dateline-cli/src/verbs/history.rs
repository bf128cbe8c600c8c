//! `history`: every value ever reported for a claim.

use crate::cli::{Global, HistoryArgs};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::HistoryFilter;

/// Shows it.
pub(crate) fn run(global: &Global, args: &HistoryArgs, output: &mut Output) -> Result<u8, Failure> {
    let day = |flag, text: &Option<String>, of: fn(&str, &str) -> _| {
        text.as_deref().map(|text| of(flag, text)).transpose()
    };
    let filter = HistoryFilter {
        since: day("--since", &args.since, context::first_day)?,
        until: day("--until", &args.until, context::last_day)?,
        publisher: args.publisher.clone(),
    };
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    let answer = query.history(&args.claim, &filter)?;
    if output.json {
        output.json(&answer)?;
    } else {
        let names = context::ShortIds::of(&query, answer.data.assertions.iter().map(|row| &row.article))?;
        output.lines(render::history(&answer.data, &|row| names.of_row(row), output.verbose, output.look));
        output.warnings(&answer);
    }
    Ok(exit::DONE)
}
