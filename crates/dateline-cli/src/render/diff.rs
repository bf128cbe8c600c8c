//! `diff` on a screen: a mark for each entry (`~` changed, `+` added, `.` not repeated, `!` not compared),
//! what is gone in `[-…-]`, what came in `{+…+}`.

use super::history::step_style;
use super::words::{claimed_in_full, count, places};
use super::{Line, Look, Style};
use dateline::{Diff, DiffEntry, DiffMark, DiffSide, Row};

/// The differences as lines.
pub(crate) fn diff(diff: &Diff, short: &dyn Fn(&Row) -> String, verbose: bool, look: Look) -> Vec<Line> {
    let head = Line::of(Style::Strong, diff.story.to_string()).text(format!(
        ": {} against {}; {}, {} the same",
        side(&diff.left),
        side(&diff.right),
        count(diff.entries.len(), "difference"),
        diff.unchanged,
    ));
    let mut lines = head.wrapped(look, look.width, 2);
    let label = |entry: &DiffEntry| {
        let subject = entry.claim.as_ref().map_or_else(|| entry.subject.clone(), ToString::to_string);
        if entry.claim.is_some() { subject } else { format!("{subject} ({})", entry.aspect) }
    };
    // An id is never cut, for it is there to be typed: one that is too long has a line of its own.
    let most = look.width / 3;
    let fitting = diff.entries.iter().map(|entry| look.cells(&label(entry))).filter(|&cells| cells <= most);
    let width = fitting.max().unwrap_or(most);
    for entry in &diff.entries {
        lines.extend(entry_lines(entry, &label(entry), width, short, verbose, look));
    }
    lines
}

fn side(side: &DiffSide) -> String {
    match side {
        DiffSide::Date { until, after: None } => format!("by {until}"),
        DiffSide::Date { until, after: Some(_) } => format!("then to {until}"),
        DiffSide::Article { article } => article.short().to_owned(),
        DiffSide::Publisher { publisher } => publisher.clone(),
    }
}

fn entry_lines(
    entry: &DiffEntry,
    label: &str,
    width: usize,
    short: &dyn Fn(&Row) -> String,
    verbose: bool,
    look: Look,
) -> Vec<Line> {
    let (mark, style) = match entry.mark {
        DiffMark::Changed => ("~", Style::Warn),
        DiffMark::Added => ("+", Style::Good),
        DiffMark::Absent => (".", Style::Faint),
        DiffMark::NotCompared => ("!", Style::Warn),
    };
    let indent = 2 + width + 2;
    let mut lines = Vec::new();
    let mut line = Line::of(style, mark).text(" ").whole(Style::Id, label);
    if look.cells(label) > width {
        lines.push(std::mem::take(&mut line));
        line.push(Style::Plain, " ".repeat(indent));
    } else {
        line.push(Style::Plain, " ".repeat(width - look.cells(label) + 2));
    }
    for row in &entry.left {
        if entry.mark == DiffMark::Absent {
            line.push(Style::Plain, format!("{} ", claimed_in_full(row)));
        } else {
            line.push(Style::Bad, format!("[-{}-] ", claimed_in_full(row)));
        }
        line = line.whole(Style::Faint, places(row, short)).text(" ");
    }
    for name in &entry.left_names {
        line.push(Style::Bad, format!("[-{name}-] "));
    }
    for row in &entry.right {
        line.push(Style::Good, format!("{{+{}+}} ", claimed_in_full(row)));
        line = line.whole(Style::Faint, places(row, short)).text(" ");
    }
    for name in &entry.right_names {
        line.push(Style::Good, format!("{{+{name}+}} "));
    }
    if let Some(step) = &entry.step {
        line.push(step_style(step.label), format!("{} ", step.label));
    }
    if let Some(note) = &entry.note {
        line.push(Style::Faint, note.clone());
    }
    lines.extend(line.wrapped(look, look.width, indent));
    if let Some(step) = entry.step.as_ref().filter(|_| verbose) {
        let why = Line::from(" ".repeat(indent)).with(Style::Faint, step.why.clone());
        lines.extend(why.wrapped(look, look.width, indent + 2));
    }
    lines
}
