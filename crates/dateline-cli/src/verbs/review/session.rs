//! The session: one assertion at a time, a line for each decision. Plain lines, so that it works over ssh,
//! in a pipe and with a screen reader. Each decision is on the disk before the next is asked for.

use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render::{self, Line, Style, count};
use crate::verbs::undo;
use dateline::{
    AsOf, Asked, Error, JudgeReport, OperationNumber, Query, Review, ReviewFilter, ReviewItem, Reviewing,
    Ruling, Workspace,
};
use std::collections::BTreeSet;
use std::io::{BufRead as _, IsTerminal as _};

const KEYS: &str =
    "a accept, x reject, e edit, n note, m merge, s split, j next, u undo, o source, q quit, ? help";

const HELP: [&str; 12] = [
    "a [REASON]         the article says that",
    "x [REASON]         the article does not say that",
    "e                  the article says something else: asks for what, and why",
    "n TEXT             write something beside it",
    "m CLAIM            it is about the same as CLAIM: asks for why",
    "s [NAME]           what it is about is something of its own: asks for why",
    "r                  of what stands, this stands and what excludes it does not: asks for why",
    "j or an empty line go on, and leave it for later",
    "u                  undo the last decision of this session",
    "o                  show where it comes from",
    "! before a key     take the place of what another reviewer decided (!x)",
    "q                  stop; what was decided is recorded",
];

/// What happened in a session.
#[derive(Default)]
struct Tally {
    decided: usize,
    later: BTreeSet<String>,
    /// The operations of this session, newest last, each with what was asked and what came of it.
    done: Vec<(OperationNumber, Asked, JudgeReport)>,
    /// How many keys were typed, the return keys included.
    typed: usize,
}

/// Asks until nothing is left, the input ends, or somebody stops.
pub(super) fn run(
    mut workspace: Workspace,
    filter: &ReviewFilter,
    output: &mut Output,
) -> Result<u8, Failure> {
    let query = workspace.query(AsOf::default())?;
    let mut reviewing = query.reviewing(filter)?;
    output.told(&query.lapsed(&reviewing)?);
    drop(query);
    let mut tally = Tally::default();
    loop {
        let query = workspace.query(AsOf::default())?;
        let Some((item, waiting)) = next(&query, &reviewing, filter, &tally)? else {
            let later = tally.later.len();
            let left = if later > 0 { format!("; {later} left for later") } else { String::new() };
            output.line(format!("nothing else is left to be reviewed{left}"));
            break;
        };
        let short = query.short_id(&item.assertion.article)?;
        drop(query);
        output.line(Line::of(Style::Faint, format!("{waiting} to review")));
        output.lines(render::review_item(&item, &short, output.look));
        if !answered(&mut workspace, &mut reviewing, &item, &mut tally, output)? {
            break;
        }
        output.line(Line::new());
    }
    let typed = count(tally.typed, "keystroke");
    output.line(format!("{} recorded in this session; {typed}", count(tally.decided, "decision")));
    Ok(exit::DONE)
}

/// The next one that was not left for later, and how many there are.
fn next(
    query: &Query<'_>,
    reviewing: &Reviewing,
    filter: &ReviewFilter,
    tally: &Tally,
) -> Result<Option<(ReviewItem, usize)>, Failure> {
    let answer = query.review_queue(reviewing, Some(tally.later.len() + 1))?;
    let waiting = answer.data.waiting.saturating_sub(tally.later.len());
    let mut items = answer.data.items.into_iter();
    let item = items.find(|item| !tally.later.contains(item.assertion.id.as_str()));
    let done = filter.limit.is_some_and(|most| tally.decided + tally.later.len() >= most);
    Ok(item.filter(|_| !done).map(|item| (item, waiting)))
}

/// Reads lines until one settles this assertion; whether to go on.
fn answered(
    workspace: &mut Workspace,
    reviewing: &mut Reviewing,
    item: &ReviewItem,
    tally: &mut Tally,
    output: &mut Output,
) -> Result<bool, Failure> {
    // By its row, which is found sooner than an id that may be anywhere.
    let named = format!("{}:{}@{}", item.story, item.claim, item.assertion.row);
    loop {
        let Some(line) = ask(KEYS, tally, output)? else { return Ok(false) };
        let line = line.trim();
        let (overrule, line) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest.trim_start()));
        let (key, rest) = line.split_once(' ').map_or((line, ""), |(key, rest)| (key, rest.trim()));
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let asked = match key {
            "a" => Some((Asked::Accept, some(rest))),
            "x" => Some((Asked::Reject, some(rest))),
            "n" if !rest.is_empty() => Some((Asked::Note(rest.to_owned()), None)),
            "e" => {
                let Some(what) = ask("value, or attribute=NAME, speaker=NAME, subject=NAME", tally, output)?
                else {
                    return Ok(false);
                };
                let Some(why) = ask("why", tally, output)? else { return Ok(false) };
                Some((edit(what.trim()), some(why.trim())))
            }
            "m" | "s" | "r" if key != "m" || !rest.is_empty() => {
                let Some(why) = ask("why", tally, output)? else { return Ok(false) };
                let asked = match key {
                    "m" => Asked::Merge,
                    "r" => Asked::Resolve,
                    _ => Asked::Split { name: some(rest), subject: true },
                };
                Some((asked, some(why.trim())))
            }
            "j" | "" => {
                tally.later.insert(item.assertion.id.to_string());
                return Ok(true);
            }
            "u" => {
                if take_back(workspace, reviewing, tally, output)? {
                    return Ok(true);
                }
                None
            }
            "o" => {
                let query = workspace.query(AsOf::default())?;
                let source = query.source(&named)?;
                let short = query.short_id(&item.assertion.article)?;
                output.lines(render::source(&source.data, &short, output.look));
                None
            }
            "q" => return Ok(false),
            "?" => {
                output.lines(HELP.map(Line::from));
                None
            }
            _ => {
                output.line(format!("{key:?} is no key here; ? lists them"));
                None
            }
        };
        let Some((asked, reason)) = asked else { continue };
        let mut on = vec![named.clone()];
        let mut arguments = vec![item.assertion.id.to_string()];
        if asked == Asked::Merge {
            on.push(rest.to_owned());
            arguments.push(rest.to_owned());
        }
        let ruling = Ruling { on, asked, reason, overrule };
        if decided(workspace, reviewing, &ruling, &arguments, tally, output)? {
            return Ok(true);
        }
    }
}

/// Records a ruling; what cannot be is told, and asked for again.
fn decided(
    workspace: &mut Workspace,
    reviewing: &mut Reviewing,
    ruling: &Ruling,
    arguments: &[String],
    tally: &mut Tally,
    output: &mut Output,
) -> Result<bool, Failure> {
    let is_note = matches!(ruling.asked, Asked::Note(_));
    let command = format!("review {}", ruling.asked.verb());
    match workspace.judge(std::slice::from_ref(ruling), &command, arguments) {
        Ok(answer) => {
            reviewing.learn(&workspace.query(AsOf::default())?, &ruling.asked, &answer.data)?;
            // A note or a resolution leaves open whether the article says it.
            let review = answer.data.judged.first().map_or_else(String::new, |line| match line.review {
                Review::Unreviewed => format!("{} recorded", line.kind),
                review => review.in_words().to_owned(),
            });
            let op = answer.data.op.map_or_else(String::new, |op| format!(" (op {op})"));
            output.line(format!("{review}{op}"));
            tally.decided += usize::from(answer.data.op.is_some());
            tally.done.extend(answer.data.op.map(|op| (op, ruling.asked.clone(), answer.data)));
            // A note decides nothing: the assertion is asked about again.
            Ok(!is_note)
        }
        Err(error) if is_answerable(&error) => {
            output.say("no", Style::Warn, &error.to_string());
            for hint in error.hints() {
                output.hint(&hint.replace("--overrule and --reason", "! before the key, and a reason,"));
            }
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether another line may do.
fn is_answerable(error: &Error) -> bool {
    use dateline::ErrorKind as Kind;
    matches!(error.kind(), Kind::Usage | Kind::Unknown | Kind::Input)
}

/// Undoes the last decision of the session.
fn take_back(
    workspace: &mut Workspace,
    reviewing: &mut Reviewing,
    tally: &mut Tally,
    output: &mut Output,
) -> Result<bool, Failure> {
    let Some((op, asked, report)) = tally.done.pop() else {
        output.line("nothing was decided in this session");
        return Ok(false);
    };
    let answer = workspace.undo(Some(op), None, &[op.to_string()])?;
    output.line(undo::in_words(&answer.data));
    reviewing.learn(&workspace.query(AsOf::default())?, &asked, &report)?;
    tally.decided = tally.decided.saturating_sub(1);
    Ok(true)
}

fn edit(typed: &str) -> Asked {
    match typed.split_once('=') {
        Some(("attribute", name)) => Asked::Attribute(name.trim().to_owned()),
        Some(("subject", name)) => Asked::Subject(name.trim().to_owned()),
        Some(("speaker", name)) => Asked::Speaker(Some(name.trim().to_owned()).filter(|it| !it.is_empty())),
        Some(("value", value)) => Asked::Value(value.trim().to_owned()),
        _ => Asked::Value(typed.to_owned()),
    }
}

/// Asks for a line; `None` at the end of the input.
fn ask(what: &str, tally: &mut Tally, output: &mut Output) -> Result<Option<String>, Failure> {
    output.flush()?;
    if std::io::stdin().is_terminal() {
        output.tell(Line::of(Style::Strong, format!("{what}:")));
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    let read = read.map_err(|error| Failure::usage(format!("the answer cannot be read: {error}"), ""))?;
    tally.typed += line.chars().count();
    Ok((read > 0).then_some(line))
}
