//! `articles revisions`, and `diff ARTICLE@1 ARTICLE@2`.

use super::diff::is_wanted;
use crate::cli::{DiffArgs, Global};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::DiffMark;
use dateline::edits::EditKind;

/// Lists the revisions of an article.
pub(crate) fn list(global: &Global, article: &str, output: &mut Output) -> Result<u8, Failure> {
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    let answer = query.article_revisions(article)?;
    if output.json {
        output.json(&answer)?;
    } else {
        let short = query.short_id(&answer.data.article)?;
        output.lines(render::revisions(&answer.data, &short, output.look));
        output.warnings(&answer);
        output.next(&answer);
    }
    Ok(exit::DONE)
}

/// The article and the number of `ARTICLE@NUMBER`.
pub(crate) fn numbered(typed: &str) -> Option<(&str, usize)> {
    let (article, number) = typed.rsplit_once('@')?;
    number.parse().ok().map(|number| (article, number))
}

/// Shows what was edited from one revision to another.
pub(crate) fn diff(
    global: &Global,
    args: &DiffArgs,
    from: (&str, usize),
    to: (&str, usize),
    output: &mut Output,
) -> Result<u8, Failure> {
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    let mut answer = query.diff_revisions(from, to)?;
    let data = &mut answer.data;
    data.fields.retain(|field| is_wanted(args, field.mark));
    data.facts.retain(|fact| is_wanted(args, fact.mark));
    data.edits.retain(|edit| match edit.kind {
        EditKind::Changed => is_wanted(args, DiffMark::Changed),
        EditKind::Added => is_wanted(args, DiffMark::Added),
        EditKind::Absent => is_wanted(args, DiffMark::Absent),
        // What is folded away is no difference of any of these kinds.
        EditKind::Moved | EditKind::Style => args.only.is_empty(),
    });
    let told = data.edits.iter().any(|edit| !matches!(edit.kind, EditKind::Moved | EditKind::Style));
    let differs = told || !data.fields.is_empty() || !data.facts.is_empty();
    if output.json {
        output.json(&answer)?;
    } else {
        let short = query.short_id(&answer.data.article)?;
        let only: Vec<&str> = args.only.iter().map(|kind| kind.name()).collect();
        let shown = render::RevisionsShown {
            short: &short,
            columns: args.side_by_side,
            only: &only.join(" or "),
            verbose: output.verbose,
        };
        output.lines(render::revision_diff(&answer.data, &shown, output.look));
        output.warnings(&answer);
    }
    Ok(if args.exit_code && differs { exit::FINDINGS } else { exit::DONE })
}
