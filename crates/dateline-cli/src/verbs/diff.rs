//! `diff`: two dates of a story, two articles, two outlets, or two revisions of one article.

use crate::cli::{DiffArgs, DiffKind, Global};
use crate::context::{self, ShortIds};
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use crate::verbs::revisions;
use dateline::DiffMark;

/// Shows the differences.
pub(crate) fn run(global: &Global, args: &DiffArgs, output: &mut Output) -> Result<u8, Failure> {
    let sides = if args.publisher.is_empty() { &args.sides } else { &args.publisher };
    let [one, other] = &sides[..] else {
        return Err(Failure::usage("two sides are compared", "dateline diff --story NAME 2013-08 2013-11"));
    };
    // An outlet may be called anything.
    let number = |side| revisions::numbered(side).filter(|_| args.publisher.is_empty());
    match (number(one), number(other)) {
        (Some(from), Some(to)) => return revisions::diff(global, args, from, to, output),
        (Some((article, _)), None) | (None, Some((article, _))) => {
            return Err(Failure::usage(
                "only one side is a revision: give a number on both sides",
                format!("dateline articles revisions {article}"),
            ));
        }
        (None, None) => {}
    }
    if args.inline || args.side_by_side {
        return Err(Failure::usage(
            "words are compared in two revisions of one article only; elsewhere claims are",
            "dateline diff ARTICLE@1 ARTICLE@2 --side-by-side",
        ));
    }
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    // With a story, or a hyphen, it is a date: ids of articles have none.
    let dates = args.story.is_some() || (one.contains('-') && other.contains('-'));
    let mut answer = if !args.publisher.is_empty() {
        query.diff_publishers(args.story.as_deref(), one, other)?
    } else if dates {
        let (one, other) = (context::last_day("FROM", one)?, context::last_day("TO", other)?);
        query.diff_dates(args.story.as_deref(), one, other)?
    } else {
        query.diff_articles(one, other)?
    };
    answer.data.entries.retain(|entry| is_wanted(args, entry.mark));
    let differs = answer.data.entries.iter().any(|entry| entry.mark != DiffMark::NotCompared);
    if output.json {
        output.json(&answer)?;
    } else {
        let rows = answer.data.entries.iter().flat_map(|entry| entry.left.iter().chain(&entry.right));
        let names = ShortIds::of(&query, rows.map(|row| &row.article))?;
        output.lines(render::diff(&answer.data, &|row| names.of_row(row), output.verbose, output.look));
        output.warnings(&answer);
    }
    Ok(if args.exit_code && differs { exit::FINDINGS } else { exit::DONE })
}

/// Whether `--only` leaves entries with this mark in.
pub(crate) fn is_wanted(args: &DiffArgs, mark: DiffMark) -> bool {
    args.only.is_empty()
        || match mark {
            DiffMark::Changed => args.only.contains(&DiffKind::Changed),
            DiffMark::Added => args.only.contains(&DiffKind::Added),
            DiffMark::Absent => args.only.contains(&DiffKind::Absent),
            DiffMark::NotCompared => false,
        }
}
