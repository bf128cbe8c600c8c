//! `changes` on a screen: per claim, from what to what, how, and on whose word.

use super::carriers::carriers;
use super::history::step_style;
use super::revisions::edited;
use super::words::{claimed_in_full, count, places, published, who};
use super::{Line, Look, Style};
use dateline::{Change, Changes, Contested, Overdue, Row, StoryChanges, Unconfirmed};

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
    let moved = match story.edited.len() {
        0 => moved,
        n => format!("{moved}; {} edited after publication", count(n, "fact")),
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
    for fact in &story.edited {
        if claim != fact.claim.as_ref() || claim.is_none() {
            claim = fact.claim.as_ref();
            let named =
                claim.map_or_else(|| format!("{} ({})", fact.subject, fact.aspect), ToString::to_string);
            lines.push(Line::of(Style::Id, named));
        }
        lines.extend(edited(fact, fact.article.short(), verbose, look));
    }
    for contested in &story.contested {
        if claim != Some(&contested.claim) {
            claim = Some(&contested.claim);
            lines.push(Line::of(Style::Id, contested.claim.to_string()));
        }
        lines.extend(contested_lines(contested, short, look));
    }
    let unconfirmed = &story.unconfirmed;
    for overdue in &unconfirmed.overdue {
        if claim != Some(&overdue.claim) {
            claim = Some(&overdue.claim);
            lines.push(Line::of(Style::Id, overdue.claim.to_string()));
        }
        lines.extend(overdue_lines(overdue, unconfirmed, short, look));
    }
    lines.extend(passed_since(unconfirmed).into_iter().flat_map(|line| line.wrapped(look, look.width, 2)));
    for renamed in &story.renamed {
        let names: Vec<String> = renamed.names.iter().map(|used| format!("\"{}\"", used.name)).collect();
        let line =
            Line::of(Style::Id, renamed.subject.clone()).text(format!("  called {}", names.join(", then ")));
        lines.extend(line.wrapped(look, look.width, 4));
    }
    lines
}

/// Values that exclude each other.
fn contested_lines(contested: &Contested, short: &dyn Fn(&Row) -> String, look: Look) -> Vec<Line> {
    let mut line =
        Line::from("  ").with(Style::Warn, format!("{:<11}", "contested")).text(format!(" {:<10}  ", ""));
    for (nth, row) in contested.stands.iter().enumerate() {
        if nth > 0 {
            line.push(Style::Plain, "; ");
        }
        line.push(Style::Strong, claimed_in_full(row));
        line = line.text(" ").whole(Style::Id, places(row, short));
    }
    line.wrapped(look, look.width, 26)
}

/// A predicted time that has passed.
fn overdue_lines(
    overdue: &Overdue,
    all: &Unconfirmed,
    short: &dyn Fn(&Row) -> String,
    look: Look,
) -> Vec<Line> {
    let row = &overdue.assertion;
    let until = all.counted_to.map_or_else(String::new, |day| format!(" before {day}"));
    let line = Line::from("  ")
        .with(Style::Warn, format!("{:<11}", "overdue"))
        .text(format!(" {:<10}  ", overdue.due.to_string()))
        .with(Style::Strong, claimed_in_full(row))
        .text(format!(", {}{until}; nothing stored confirms it ", days(overdue)))
        .whole(Style::Id, places(row, short));
    line.wrapped(look, look.width, 26)
}

/// "12 days".
pub(super) fn days(overdue: &Overdue) -> String {
    count(usize::try_from(overdue.days).unwrap_or_default(), "day")
}

/// What has passed since the newest article, in a sentence.
fn passed_since(all: &Unconfirmed) -> Option<Line> {
    /// How many are named.
    const NAMED: usize = 3;
    let newest = all.newest_article.filter(|_| !all.passed_since.is_empty())?;
    let plural = if all.passed_since.len() == 1 { "has" } else { "have" };
    let named = all.passed_since.iter().take(NAMED);
    let named = named.map(|it| format!("{} {}", it.claim, claimed_in_full(&it.assertion)));
    let mut named: Vec<String> = named.collect();
    if all.passed_since.len() > NAMED {
        named.push(format!("{} more", all.passed_since.len() - NAMED));
    }
    Some(Line::from(format!(
        "{} {plural} passed since the newest article ({newest}), and nothing stored can tell of it: {}",
        count(all.passed_since.len(), "predicted time"),
        named.join("; ")
    )))
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
        let line = Line::from(indent.clone())
            .text(format!("followed by {}", carriers(&change.followed_by, str::to_owned)));
        lines.extend(line.wrapped(look, look.width, 28));
    }
    if !change.still_carried_by.is_empty() {
        let told = format!("still carried by {}", carriers(&change.still_carried_by, str::to_owned));
        let line = Line::from(indent.clone()).with(Style::Warn, told);
        lines.extend(line.wrapped(look, look.width, 28));
    }
    if verbose {
        let why = Line::from(indent).with(Style::Faint, change.to.step.why.clone());
        lines.extend(why.wrapped(look, look.width, 28));
    }
    lines
}
