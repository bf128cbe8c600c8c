//! `review apply`: the decisions of a file, all or none.

use super::{record, workspace};
use crate::cli::Global;
use crate::cli::review::By;
use crate::context;
use crate::error::Failure;
use crate::output::Output;
use dateline::{Asked, Error, Ruling};
use serde::Deserialize;
use std::io::Read as _;
use std::path::Path;

/// Longest file that is read, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// A line of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    decision: String,
    on: On,
    reason: Option<String>,
    #[serde(default)]
    overrule: bool,
    value: Option<String>,
    attribute: Option<String>,
    speaker: Option<String>,
    #[serde(default)]
    no_speaker: bool,
    subject: Option<String>,
    text: Option<String>,
    name: Option<String>,
    #[serde(default)]
    only: bool,
}

/// One assertion or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum On {
    One(String),
    Several(Vec<String>),
}

/// Reads the file and records it.
pub(super) fn run(global: &Global, file: &Path, by: &By, output: &mut Output) -> Result<u8, Failure> {
    let text = read(file)?;
    let mut rulings = Vec::new();
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let read = serde_json::from_str::<Told>(line).map_err(|error| error.to_string()).and_then(ruling);
        rulings.push(read.map_err(|why| at_line(file, number + 1, &why, None))?);
        lines.push(number + 1);
    }
    if rulings.is_empty() {
        return Err(Failure::usage(
            format!("{} decides nothing", file.display()),
            "docs/review.md says what a line is",
        ));
    }
    let mut workspace = workspace(global, by, output)?;
    let told = record(&mut workspace, &rulings, "review apply", &context::arguments(2), output);
    told.map_err(|failure| match failure {
        Failure::Library(Error::Ruling { nth, error }) => {
            let hints = error.hints();
            at_line(file, lines[nth - 1], &error.to_string(), hints.into_iter().next())
        }
        Failure::Library(error) if rulings.len() == 1 => {
            let hints = error.hints();
            at_line(file, lines[0], &error.to_string(), hints.into_iter().next())
        }
        other => other,
    })
}

fn at_line(file: &Path, line: usize, why: &str, hint: Option<String>) -> Failure {
    Failure::Usage(format!("{}, line {line}: {why}; nothing was recorded", file.display()), hint)
}

fn read(file: &Path) -> Result<String, Failure> {
    let io = |source| dateline::Error::File { path: file.to_owned(), source };
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().lock().take(MAX_BYTES).read_to_string(&mut text).map_err(io)?;
    } else {
        std::fs::File::open(file).and_then(|it| it.take(MAX_BYTES).read_to_string(&mut text)).map_err(io)?;
    }
    Ok(text)
}

fn ruling(told: Told) -> Result<Ruling, String> {
    let on = match told.on {
        On::One(one) => vec![one],
        On::Several(several) => several,
    };
    if on.is_empty() {
        return Err("it names nothing".to_owned());
    }
    let one_each = !matches!(told.decision.as_str(), "merge" | "split" | "resolve");
    if one_each && on.len() > 1 {
        return Err(format!("{} is about one assertion a line", told.decision));
    }
    let asked = match told.decision.as_str() {
        "accept" => Asked::Accept,
        "reject" => Asked::Reject,
        "note" => Asked::Note(told.text.clone().ok_or("a note has a text")?),
        "resolve" => Asked::Resolve,
        "merge" => Asked::Merge,
        "split" => Asked::Split { name: told.name.clone(), subject: !told.only },
        "edit" => {
            let mut changes = Vec::new();
            changes.extend(told.value.clone().map(Asked::Value));
            changes.extend(told.attribute.clone().map(Asked::Attribute));
            changes.extend(told.subject.clone().map(Asked::Subject));
            changes.extend(told.speaker.clone().map(|name| Asked::Speaker(Some(name))));
            changes.extend(told.no_speaker.then_some(Asked::Speaker(None)));
            match (changes.pop(), changes.is_empty()) {
                (Some(change), true) => change,
                _ => {
                    return Err(
                        "an edit has one of value, attribute, speaker, no_speaker and subject".to_owned()
                    );
                }
            }
        }
        other => {
            return Err(format!(
                "{other:?} is no decision: accept, reject, edit, note, resolve, merge or split"
            ));
        }
    };
    Ok(Ruling { on, asked, reason: told.reason, overrule: told.overrule })
}
