//! `watch add`, `list`, `remove` and `run`: looking at addresses again and again.

use crate::cli::Global;
use crate::cli::watch::{FetchArgs, WatchVerb};
use crate::context;
use crate::error::{Failure, exit};
use crate::fetching::{self, Fetching};
use crate::output::Output;
use crate::render::{self, Style};
use dateline::id::StoryName;
use dateline::observed::Sighting;
use dateline::{Answer, Look, WatchList, WatchRound, Workspace};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Changes or prints the list, or looks.
pub(crate) fn run(global: &Global, verb: &WatchVerb, output: &mut Output) -> Result<u8, Failure> {
    match verb {
        WatchVerb::Add { addresses, every, story } => {
            let story = story.as_deref().map(|name| {
                StoryName::from_text(name).map_err(|error| Failure::Usage(format!("--story: {error}"), None))
            });
            let story = story.transpose()?;
            let (mut workspace, _) = context::workspace_or_new(global)?;
            let answer = workspace.watch_add(addresses, every.as_secs(), story.as_ref())?;
            list(&answer, output)
        }
        WatchVerb::List => list(&context::workspace(global)?.watch_list()?, output),
        WatchVerb::Remove { addresses } => {
            list(&context::workspace(global)?.watch_remove(addresses)?, output)
        }
        WatchVerb::Run { once, fetch } => look(global, *once, fetch, output),
    }
}

fn list(answer: &Answer<WatchList>, output: &mut Output) -> Result<u8, Failure> {
    if output.json {
        output.json(answer)?;
    } else {
        if answer.data.watches.is_empty() {
            output.line("no address is watched");
            output.hint("dateline watch add ADDRESS");
        } else {
            output.lines(render::watches(&answer.data, output.look));
        }
        output.warnings(answer);
        output.next(answer);
    }
    Ok(exit::DONE)
}

/// Looks at what is due, round after round. While a server is waited for, and between the rounds, the workspace is
/// left to others.
fn look(global: &Global, once: bool, args: &FetchArgs, output: &mut Output) -> Result<u8, Failure> {
    let cancel = Arc::new(AtomicBool::new(false));
    context::listen(&cancel, false)?;
    let mut fetching = Fetching::new(args, &cancel)?;
    loop {
        let answer = round(global, &mut fetching, &cancel, output)?;
        if output.json {
            output.json(&answer)?;
        } else {
            summary(&answer, output);
        }
        output.write_out();
        if cancel.load(Ordering::Relaxed) {
            return Ok(exit::INTERRUPTED);
        }
        let failed = answer.data.looks.iter().any(|look| look.seen == Sighting::FetchFailed);
        let Some(next) = answer.data.next_due_at.filter(|_| !once) else {
            return Ok(if failed { exit::INPUTS } else { exit::DONE });
        };
        let rest_s = context::workspace(global)?.watch_rest_s(&next);
        fetching::wait(Duration::from_secs(rest_s.max(1)), &cancel);
        if cancel.load(Ordering::Relaxed) {
            return Ok(exit::INTERRUPTED);
        }
    }
}

/// Looks at everything that is due.
fn round(
    global: &Global,
    fetching: &mut Fetching<'_>,
    cancel: &AtomicBool,
    output: &mut Output,
) -> Result<Answer<WatchRound>, Failure> {
    let due = context::workspace(global)?.watch_due()?;
    let arguments = context::arguments(2);
    let mut looks = Vec::new();
    let mut not_reached = 0;
    for (done, ask) in due.iter().enumerate() {
        if cancel.load(Ordering::Relaxed) {
            not_reached = due.len() - done;
            break;
        }
        if output.progress_allowed() {
            output.progress(&format!("{done} of {}  {}", due.len(), ask.address));
        }
        let answered = fetching.ask(ask);
        output.end_progress();
        let mut workspace: Workspace = context::workspace(global)?;
        if let Some((look, warnings)) = workspace.watch_looked(&answered, &arguments)? {
            if !output.json {
                output.lines(render::look(&look, output.look));
                output.write_out();
            }
            looks.push((look, warnings));
        } else if cancel.load(Ordering::Relaxed) {
            not_reached = due.len() - done;
            break;
        }
    }
    Ok(context::workspace(global)?.watch_round(looks, not_reached)?)
}

fn summary(answer: &Answer<WatchRound>, output: &mut Output) {
    let WatchRound { looks, not_reached, next_due_at } = &answer.data;
    let new = looks.iter().filter(|look: &&Look| look.op.is_some()).count();
    let looked = render::count(looks.len(), "page");
    let next = next_due_at.as_ref().map(|at| format!("; next due {at}")).unwrap_or_default();
    output.line(format!("looked at {looked}, {new} with news{next}"));
    output.warnings(answer);
    if *not_reached > 0 {
        let left = render::count(*not_reached, "page");
        output.say("interrupted", Style::Warn, &format!("{left} not looked at; they stay due"));
    }
}
