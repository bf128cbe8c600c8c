//! `changes` on a screen: per claim, from what to what, how, and on whose word.

use super::history::step_style;
use super::words::{claimed_in_full, count, places, published, who};
use super::{Line, Look, Style};
use dateline::{Carrier, Change, Changes, Overdue, Row, StoryChanges};

/// The changes as lines; `Err` in the sense of "nothing moved" is a line too.
pub(crate) fn changes(
    changes: &Changes,
    short: &dyn Fn(&Row) -> String,
    verbose: bool,
    look: Look,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for story in &changes.stories {
        if !lines.is_empty() {
            lines.push(Line::new());
        }
        lines.extend(story_lines(story, changes, short, verbose, look));
    }
    lines
}

fn story_lines(
    story: &StoryChanges,
    all: &Changes,
    short: &dyn Fn(&Row) -> String,
    verbose: bool,
    look: Look,
) -> Vec<Line> {
    let since = all.since.map(|day| format!(" since {day}")).unwrap_or_default();
    let moved = match story.changes.len() {
        0 => format!("nothing moved{since}"),
        n => format!("{}{since}", count(n, "change")),
    };
    let head = Line::of(Style::Strong, story.story.to_string()).text(format!(
        ": {moved}; {}, {}, {} reported again unchanged",
        count(story.articles, "article"),
        count(story.claims, "claim"),
        story.unmoved,
    ));
    let mut lines = head.wrapped(look, look.width, 2);
    let mut claim = None;
    for change in &story.changes {
        if claim != Some(&change.claim) {
            claim = Some(&change.claim);
            lines.push(Line::of(Style::Id, change.claim.to_string()));
        }
        lines.extend(change_lines(change, short, verbose, look));
    }
    for overdue in &story.overdue {
        if claim != Some(&overdue.claim) {
            claim = Some(&overdue.claim);
            lines.push(Line::of(Style::Id, overdue.claim.to_string()));
        }
        lines.extend(overdue_lines(overdue, short, look));
    }
    for renamed in &story.renamed {
        let names: Vec<String> = renamed.names.iter().map(|used| format!("\"{}\"", used.name)).collect();
        let line =
            Line::of(Style::Id, renamed.subject.clone()).text(format!("  called {}", names.join(", then ")));
        lines.extend(line.wrapped(look, look.width, 4));
    }
    lines
}

/// Who carries a value: the outlet, else the article, and when.
fn carriers(all: &[Carrier]) -> String {
    let named = all.iter().map(|it| {
        let outlet = it.publisher.as_deref().unwrap_or_else(|| it.article.short());
        format!("{outlet} ({})", published(it.published.as_ref()))
    });
    named.collect::<Vec<_>>().join(", ")
}

/// A predicted time that has passed.
fn overdue_lines(overdue: &Overdue, short: &dyn Fn(&Row) -> String, look: Look) -> Vec<Line> {
    let row = &overdue.assertion;
    let line = Line::from("  ")
        .with(Style::Warn, format!("{:<11}", "overdue"))
        .text(format!(" {:<10}  ", overdue.due.to_string()))
        .with(Style::Strong, claimed_in_full(row))
        .text(format!(
            ", {}; nothing since confirms it ",
            count(usize::try_from(overdue.days).unwrap_or(0), "day")
        ))
        .whole(Style::Id, places(row, short));
    line.wrapped(look, look.width, 26)
}

/// `  narrows  2013-11-05  after Aug 2013, probable -> 23 Nov 2013, tentative; unclear: …  ea35:7`
fn change_lines(change: &Change, short: &dyn Fn(&Row) -> String, verbose: bool, look: Look) -> Vec<Line> {
    let arrow = if look.ascii { "->" } else { "→" };
    let label = change.to.step.label;
    let mut line = Line::from("  ")
        .with(step_style(label), format!("{:<11}", label.as_str()))
        .text(format!(" {:<10}  ", published(change.to.published.as_ref())));
    if let Some(from) = &change.from {
        line.push(Style::Faint, claimed_in_full(from));
        line.push(Style::Plain, format!(" {arrow} "));
    }
    line.push(Style::Strong, claimed_in_full(&change.to));
    line.push(Style::Plain, format!("; {} ", who(&change.to)));
    let line = line.whole(Style::Id, places(&change.to, short));
    let mut lines = line.wrapped(look, look.width, 26);
    let indent = " ".repeat(26);
    if !change.followed_by.is_empty() {
        let line = Line::from(indent.clone()).text(format!("followed by {}", carriers(&change.followed_by)));
        lines.extend(line.wrapped(look, look.width, 28));
    }
    if !change.still_carried_by.is_empty() {
        let told = format!("still carried by {}", carriers(&change.still_carried_by));
        let line = Line::from(indent.clone()).with(Style::Warn, told);
        lines.extend(line.wrapped(look, look.width, 28));
    }
    if verbose {
        let why = Line::from(indent).with(Style::Faint, change.to.step.why.clone());
        lines.extend(why.wrapped(look, look.width, 28));
    }
    lines
}
