//! `changes`: what moved in a story.

use crate::cli::{ChangesArgs, Format, Global};
use crate::context::{self, ShortIds};
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::{Changes, Query};

/// Shows it.
pub(crate) fn run(global: &Global, args: &ChangesArgs, output: &mut Output) -> Result<u8, Failure> {
    let since = args.since.as_deref().map(|text| context::first_day("--since", text)).transpose()?;
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    let story = args.of_story.as_deref().or(args.story.as_deref());
    let answer =
        if args.since_review { query.changes_since_review(story)? } else { query.changes(story, since)? };
    if output.json {
        output.json(&answer)?;
    } else if args.format == Format::Markdown {
        // Its text is filtered and escaped where it is made.
        output.own_text(render::markdown(&answer).as_bytes());
    } else {
        print(&answer.data, &query, output)?;
        output.warnings(&answer);
        output.next(&answer);
    }
    Ok(exit::DONE)
}

/// Prints what moved.
pub(crate) fn print(changes: &Changes, query: &Query<'_>, output: &mut Output) -> Result<(), Failure> {
    let rows = changes.stories.iter().flat_map(|story| &story.changes);
    let overdue = changes.stories.iter().flat_map(|story| &story.unconfirmed.overdue);
    let contested = changes.stories.iter().flat_map(|story| &story.contested).flat_map(|it| &it.stands);
    let moved = rows.flat_map(|change| change.from.iter().chain([&change.to]));
    let articles = moved.chain(contested).chain(overdue.map(|it| &it.assertion)).map(|row| &row.article);
    let names = ShortIds::of(query, articles)?;
    let lines = render::changes(changes, &|row| names.of_row(row), output.verbose, output.look);
    if lines.is_empty() {
        output.line("nothing is stored yet");
    }
    output.lines(lines);
    Ok(())
}
