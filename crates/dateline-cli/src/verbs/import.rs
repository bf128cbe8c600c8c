//! `import`: what was exported, back into a workspace.

use crate::cli::Global;
use crate::cli::exchange::{ImportVerb, Side};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render::count;
use dateline::{Answer, MergedLedger, Prefer, Workspace};

/// Takes it in, and makes a workspace if there is none.
pub(crate) fn run(global: &Global, verb: &ImportVerb, output: &mut Output) -> Result<u8, Failure> {
    let ImportVerb::Jsonl { file, merge, prefer } = verb;
    if !file.is_file() {
        return Err(Failure::usage(
            format!("{} is no file; an import is read twice, so it cannot come from a pipe", file.display()),
            "dateline import jsonl FILE",
        ));
    }
    if !context::place(global).is_some_and(|root| Workspace::exists(&root)) {
        Workspace::check_jsonl(file)?;
    }
    let (mut workspace, made) = context::workspace_or_new(global)?;
    if *merge {
        let prefer = prefer.map(|side| match side {
            Side::Here => Prefer::Here,
            Side::There => Prefer::There,
        });
        let answer = workspace.merge_jsonl(file, prefer, &context::arguments(2))?;
        return tell_merged(&answer, output);
    }
    let shown = output.progress_allowed();
    let progress = |events: u64| {
        if shown {
            output.progress(&format!("{events} events read"));
        }
    };
    let answer = workspace.import_jsonl(file, progress)?;
    output.end_progress();
    if output.json {
        output.json(&answer)?;
    } else {
        if made {
            output.line(format!("made a workspace in {}", context::as_typed(workspace.root())));
        }
        let data = &answer.data;
        output.line(match data.added {
            0 => format!("all {} events of {} were there already", data.events, context::as_typed(file)),
            added => format!("added {added} of the {} events in {}", data.events, context::as_typed(file)),
        });
        output.line(format!("head {}", data.head));
        output.warnings(&answer);
        output.next(&answer);
    }
    Ok(exit::DONE)
}

fn tell_merged(answer: &Answer<MergedLedger>, output: &mut Output) -> Result<u8, Failure> {
    if output.json {
        output.json(answer)?;
        return Ok(exit::DONE);
    }
    let data = &answer.data;
    output.line(match data.op {
        None => format!("all {} events of {} were there already", data.events, data.file),
        Some(op) if data.operations == 0 => {
            format!(
                "all {} events of {} were there already; articles read again (op {op})",
                data.events, data.file
            )
        }
        Some(op) => format!(
            "took in {} with {} of {} (op {op})",
            count(data.operations, "operation"),
            count(data.commits, "commit"),
            data.file
        ),
    });
    for decided in &data.decided {
        output.line(format!("decided by preference: {decided}"));
    }
    if !data.read_again.is_empty() {
        output.line(format!("{} that both had touched, read again", count(data.read_again.len(), "article")));
    }
    output.warnings(answer);
    output.next(answer);
    Ok(exit::DONE)
}
