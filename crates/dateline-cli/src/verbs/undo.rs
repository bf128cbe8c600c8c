//! `undo` and `redo`: an operation counts no more, or counts again.

use super::review;
use crate::cli::Global;
use crate::cli::review::UndoArgs;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render::count;
use dateline::{Answer, OperationNumber, UndoReport};

/// Undoes.
pub(crate) fn undo(global: &Global, args: &UndoArgs, output: &mut Output) -> Result<u8, Failure> {
    let mut workspace = review::workspace(global, &args.by, output)?;
    let op = args.op.map(OperationNumber);
    tell(&workspace.undo(op, args.reason.as_deref(), &context::arguments(1))?, output)
}

/// Redoes.
pub(crate) fn redo(global: &Global, args: &UndoArgs, output: &mut Output) -> Result<u8, Failure> {
    let mut workspace = review::workspace(global, &args.by, output)?;
    let op = args.op.map(OperationNumber);
    tell(&workspace.redo(op, args.reason.as_deref(), &context::arguments(1))?, output)
}

fn tell(answer: &Answer<UndoReport>, output: &mut Output) -> Result<u8, Failure> {
    if output.json {
        output.json(answer)?;
        return Ok(exit::DONE);
    }
    output.line(in_words(&answer.data));
    output.warnings(answer);
    output.next(answer);
    Ok(exit::DONE)
}

/// "operation 4 (review accept, 1 judgement) counts no more (op 5)".
pub(crate) fn in_words(report: &UndoReport) -> String {
    let target = &report.target;
    let counted = |n: u64, thing| {
        usize::try_from(n)
            .ok()
            .filter(|n| *n > 0)
            .map(|n| format!(", {}", count(n, thing)))
            .unwrap_or_default()
    };
    let counts = if report.counts { "counts again" } else { "counts no more" };
    format!(
        "operation {} ({}{}{}{}) {counts} (op {})",
        target.op,
        target.command,
        match target.taken_in.len() {
            0 => String::new(),
            n => format!(", with {} that it took in", count(n, "operation")),
        },
        counted(target.articles, "article"),
        counted(target.judgements, "judgement"),
        report.op
    )
}
