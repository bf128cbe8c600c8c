//! `diff` on a screen: a mark for each entry (`~` changed, `+` added, `.` not repeated, `!` not compared),
//! what is gone in `[-…-]`, what came in `{+…+}`.

use super::history::step_style;
use super::words::{claimed_in_full, count, places};
use super::{Line, Look, Style};
use dateline::{Diff, DiffEntry, DiffMark, DiffSide, Row};

/// The differences as lines.
pub(crate) fn diff(diff: &Diff, short: &dyn Fn(&Row) -> String, verbose: bool, look: Look) -> Vec<Line> {
    let mut lines = vec![Line::of(Style::Strong, diff.story.to_string()).text(format!(
        ": {} against {}; {}, {} the same",
        side(&diff.left),
        side(&diff.right),
        count(diff.entries.len(), "difference"),
        diff.unchanged,
    ))];
    let label = |entry: &DiffEntry| {
        let subject = entry.claim.as_ref().map_or_else(|| entry.subject.clone(), ToString::to_string);
        if entry.claim.is_some() { subject } else { format!("{subject} ({})", entry.aspect) }
    };
    let longest = diff.entries.iter().map(|entry| look.cells(&label(entry))).max().unwrap_or(0);
    let width = longest.min(look.width / 3);
    for entry in &diff.entries {
        lines.extend(entry_lines(entry, &look.pad(&label(entry), width), width, short, verbose, look));
    }
    lines
}

fn side(side: &DiffSide) -> String {
    match side {
        DiffSide::Date { until, after: None } => format!("by {until}"),
        DiffSide::Date { until, after: Some(_) } => format!("then to {until}"),
        DiffSide::Article { article } => article.short().to_owned(),
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
    let mut line = Line::of(style, mark).text(" ").with(Style::Id, label).text("  ");
    for row in &entry.left {
        if entry.mark == DiffMark::Absent {
            line.push(Style::Plain, format!("{} ", claimed_in_full(row)));
        } else {
            line.push(Style::Bad, format!("[-{}-] ", claimed_in_full(row)));
        }
        line.push(Style::Faint, format!("{} ", places(row, short)));
    }
    for name in &entry.left_names {
        line.push(Style::Bad, format!("[-{name}-] "));
    }
    for row in &entry.right {
        line.push(Style::Good, format!("{{+{}+}} ", claimed_in_full(row)));
        line.push(Style::Faint, format!("{} ", places(row, short)));
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
    let mut lines = line.wrapped(look, look.width, indent);
    if let Some(step) = entry.step.as_ref().filter(|_| verbose) {
        let why = Line::from(" ".repeat(indent)).with(Style::Faint, step.why.clone());
        lines.extend(why.wrapped(look, look.width, indent + 2));
    }
    lines
}
