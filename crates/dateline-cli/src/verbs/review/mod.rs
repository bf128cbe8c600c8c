//! `review`: people look at what was read, and say what they think of it.

mod apply;
mod session;

use crate::cli::Global;
use crate::cli::review::{By, ChangeArgs, Grounds, ReviewArgs, ReviewVerb};
use crate::config;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render::{self, Style, count};
use dateline::{Asked, ReviewFilter, Ruling, Workspace};
use std::io::{BufRead as _, IsTerminal as _};

/// Lists, asks, or records.
pub(crate) fn run(global: &Global, args: &ReviewArgs, output: &mut Output) -> Result<u8, Failure> {
    let Some(verb) = &args.verb else { return queue(global, args, output) };
    let (by, rulings) = match verb {
        ReviewVerb::Accept { on, grounds } => (&grounds.by, each(on, &Asked::Accept, grounds)),
        ReviewVerb::Reject { on, grounds } => (&grounds.by, each(on, &Asked::Reject, grounds)),
        ReviewVerb::Edit { on, change, grounds } => {
            (&grounds.by, each(std::slice::from_ref(on), &edit(change), grounds))
        }
        ReviewVerb::Note { on, text, by } => {
            let grounds = Grounds { reason: None, overrule: false, by: by.clone() };
            (by, each(on, &Asked::Note(text.clone()), &grounds))
        }
        ReviewVerb::Resolve { on, grounds } => (&grounds.by, vec![ruling(on, Asked::Resolve, grounds)]),
        ReviewVerb::Merge { on, grounds } => (&grounds.by, vec![ruling(on, Asked::Merge, grounds)]),
        ReviewVerb::Split { on, name, only, grounds } => {
            let asked = Asked::Split { name: name.clone(), subject: !only };
            (&grounds.by, vec![ruling(on, asked, grounds)])
        }
        ReviewVerb::Apply { file, by } => return apply::run(global, file, by, output),
    };
    let command = format!("review {}", rulings.first().map_or("", |it| it.asked.verb()));
    let mut workspace = workspace(global, by, output)?;
    record(&mut workspace, &rulings, &command, &context::arguments(2), output)
}

/// Records rulings and tells what came of them.
fn record(
    workspace: &mut Workspace,
    rulings: &[Ruling],
    command: &str,
    arguments: &[String],
    output: &mut Output,
) -> Result<u8, Failure> {
    let answer = workspace.judge(rulings, command, arguments)?;
    if output.json {
        output.json(&answer)?;
        return Ok(exit::DONE);
    }
    for line in &answer.data.judged {
        output.line(format!("{}  {}: {}", line.on.join(" "), line.kind, line.review.in_words()));
    }
    let judged = count(answer.data.judged.len(), "judgement");
    match answer.data.op {
        Some(op) => output.line(format!("{judged} by {} (op {op})", answer.data.reviewer)),
        None => output.line("all of that had been said before: nothing written"),
    }
    output.warnings(&answer);
    Ok(exit::DONE)
}

fn each(on: &[String], asked: &Asked, grounds: &Grounds) -> Vec<Ruling> {
    on.iter().map(|one| ruling(std::slice::from_ref(one), asked.clone(), grounds)).collect()
}

fn ruling(on: &[String], asked: Asked, grounds: &Grounds) -> Ruling {
    Ruling { on: on.to_vec(), asked, reason: grounds.reason.clone(), overrule: grounds.overrule }
}

fn edit(change: &ChangeArgs) -> Asked {
    match change {
        ChangeArgs { value: Some(value), .. } => Asked::Value(value.clone()),
        ChangeArgs { attribute: Some(attribute), .. } => Asked::Attribute(attribute.clone()),
        ChangeArgs { subject: Some(subject), .. } => Asked::Subject(subject.clone()),
        ChangeArgs { speaker, .. } => Asked::Speaker(speaker.clone()),
    }
}

fn filter(args: &ReviewArgs) -> ReviewFilter {
    ReviewFilter {
        story: args.story.clone(),
        claim: args.claim.clone(),
        publisher: args.publisher.clone(),
        statements: args.all,
        reviewed: args.all && args.list,
        limit: args.limit,
    }
}

fn queue(global: &Global, args: &ReviewArgs, output: &mut Output) -> Result<u8, Failure> {
    if !args.list && !args.next && !output.json {
        let workspace = workspace(global, &args.by, output)?;
        return session::run(workspace, &filter(args), output);
    }
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    let mut filter = filter(args);
    filter.limit = if args.next { Some(1) } else { filter.limit };
    let answer = query.review(&filter)?;
    if output.json {
        output.json(&answer)?;
        return Ok(exit::DONE);
    }
    if answer.data.items.is_empty() {
        output.line(format!("nothing is left to be reviewed; {} reviewed", answer.data.reviewed));
    } else if args.next {
        for item in &answer.data.items {
            let short = query.short_id(&item.assertion.article)?;
            output.lines(render::review_item(item, &short, output.look));
        }
    } else {
        output.lines(render::review_list(&answer.data, output.look));
    }
    output.warnings(&answer);
    output.next(&answer);
    Ok(exit::DONE)
}

/// The workspace, with somebody at work who has a name: as given, else as set, else asked for once and kept.
pub(crate) fn workspace(global: &Global, by: &By, output: &Output) -> Result<Workspace, Failure> {
    let root = context::place(global).ok_or_else(context::no_workspace)?;
    let set = config::value("reviewer", Some(&root))?.map(|(name, _)| name);
    let mut name = by.reviewer.clone().or(set).unwrap_or_default();
    if name.trim().is_empty()
        && !global.no_input
        && Workspace::exists(&root)
        && std::io::stdin().is_terminal()
    {
        output.say("who judges", Style::Strong, "your name, which stands beside every judgement:");
        let mut line = String::new();
        // Nothing typed is no name, which is said below.
        let _ = std::io::stdin().lock().read_line(&mut line);
        line.trim().clone_into(&mut name);
        if !name.is_empty() {
            config::set(&config::workspace_file(&root), "reviewer", &name)?;
        }
    }
    let mut environment = context::environment()?;
    environment.actor = name;
    if environment.actor.trim().is_empty() {
        // Before anything is opened: no name, no judgement.
        return Err(dateline::Error::NoReviewer.into());
    }
    Ok(Workspace::open(&root, environment)?)
}
