//! Listings on a screen: articles, claims, operations, findings.

use super::sightings::sightings;
use super::words::{claimed, count, counted, line_list, published, who};
use super::{Fit, Line, Look, Style, Table};
use dateline::audit::Severity;
use dateline::id::StoryName;
use dateline::observed::Sighting;
use dateline::{
    ArticleList, ArticleShown, Audit, AuditFinding, ClaimList, ClaimShown, Doctor, Health, Log,
    OperationLine, Verification,
};
use std::collections::BTreeSet;

/// The articles as a table.
pub(crate) fn articles(list: &ArticleList, look: Look) -> Vec<Line> {
    let mut table = Table::new([
        ("article", Fit::Whole),
        ("published", Fit::Whole),
        ("story", Fit::Shrink(8)),
        ("publisher", Fit::Shrink(8)),
        ("title or file", Fit::Shrink(24)),
        (">assertions", Fit::Optional),
        (">statements", Fit::Optional),
        (">revisions", Fit::Optional),
    ]);
    for article in &list.articles {
        let named = article.metadata.title.as_deref().unwrap_or_else(|| file_name(&article.source));
        table.row([
            (Style::Id, article.id.short().to_owned()),
            (Style::Plain, published(article.metadata.published.as_ref())),
            (Style::Plain, article.story.clone()),
            (Style::Plain, article.metadata.publisher.clone().unwrap_or_else(|| "unknown".to_owned())),
            (Style::Plain, named.to_owned()),
            (Style::Plain, article.count.assertions.to_string()),
            (Style::Plain, article.count.statements.to_string()),
            (Style::Plain, article.revisions.to_string()),
        ]);
    }
    table.lines(look)
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// One article: what is known of it, then what it asserts.
pub(crate) fn article(shown: &ArticleShown, look: Look) -> Vec<Line> {
    let article = &shown.article;
    let metadata = &article.metadata;
    let mut lines = vec![Line::from("article    ").with(Style::Id, article.id.to_string())];
    let unknown = || "unknown".to_owned();
    let fields = [
        ("title", metadata.title.clone().unwrap_or_else(unknown)),
        ("published", published(metadata.published.as_ref())),
        ("publisher", metadata.publisher.clone().unwrap_or_else(unknown)),
        ("url", metadata.url.clone().unwrap_or_else(unknown)),
        ("byline", metadata.byline.clone().unwrap_or_else(unknown)),
        ("agency", metadata.agency.clone().unwrap_or_else(unknown)),
        ("language", metadata.lang.clone().unwrap_or_else(unknown)),
        ("story", article.story.clone()),
        ("file", article.source.clone()),
        ("recorded", article.recorded.to_string()),
        ("text", format!("{}, {}", count(shown.words, "word"), count(shown.revisions.len(), "revision"))),
    ];
    for (name, value) in fields {
        let line = Line::of(Style::Faint, format!("{name:<11}")).text(value);
        lines.extend(line.wrapped(look, look.width, 11));
    }
    if !shown.sightings.is_empty() {
        lines.push(Line::new());
        lines.push(Line::of(Style::Strong, "seen at its addresses"));
        lines.extend(sightings(&shown.sightings, look));
    }
    lines.push(Line::new());
    lines.push(Line::of(
        Style::Strong,
        counted(shown.assertions.iter().map(|it| &it.claim.attribute).collect()),
    ));
    let mut table = Table::new([
        ("claim", Fit::Whole),
        ("claimed", Fit::Shrink(18)),
        ("step", Fit::Optional),
        ("who", Fit::Shrink(12)),
        ("line", Fit::Whole),
    ]);
    for entry in &shown.assertions {
        let row = &entry.assertion;
        let lines: Vec<usize> = row.evidence.iter().map(|place| place.line.0).collect();
        table.row([
            (Style::Id, format!("{}@{}", entry.claim, row.row)),
            (Style::Plain, claimed(row, None)),
            (Style::Plain, row.step.label.to_string()),
            (Style::Plain, who(row)),
            (Style::Plain, line_list(&lines)),
        ]);
    }
    lines.extend(table.lines(look));
    lines
}

/// The claims as a table.
pub(crate) fn claims(list: &ClaimList, look: Look) -> Vec<Line> {
    let mut table = Table::new([
        ("claim", Fit::Whole),
        ("stands", Fit::Shrink(24)),
        (">assertions", Fit::Whole),
        (">articles", Fit::Optional),
        ("last reported", Fit::Optional),
        ("story", Fit::Optional),
    ]);
    let stories: BTreeSet<&StoryName> = list.claims.iter().map(|claim| &claim.story).collect();
    for claim in &list.claims {
        let mut standing = claim.standing.clone();
        standing.dedup();
        let contested = if claim.contested { "contested: " } else { "" };
        let style = if claim.contested { Style::Bad } else { Style::Plain };
        table.row([
            (Style::Id, claim.claim.to_string()),
            (style, format!("{contested}{}", standing.join("; "))),
            (Style::Plain, claim.assertions.to_string()),
            (Style::Plain, claim.articles.to_string()),
            (Style::Plain, published(claim.last_published.as_ref())),
            (Style::Plain, if stories.len() > 1 { claim.story.to_string() } else { String::new() }),
        ]);
    }
    table.lines(look)
}

/// One claim: its names, then why its assertions belong together.
pub(crate) fn claim(shown: &ClaimShown, look: Look) -> Vec<Line> {
    let mut lines = vec![
        Line::of(Style::Faint, "claim      ").with(Style::Id, shown.claim.to_string()),
        Line::of(Style::Faint, "story      ").text(shown.story.to_string()),
    ];
    let aliases: Vec<String> = shown.aliases.iter().map(ToString::to_string).collect();
    let names: Vec<String> = shown.names.iter().map(|name| format!("\"{name}\"")).collect();
    for (name, value) in [("aliases", aliases.join(", ")), ("called", names.join(", "))] {
        if !value.is_empty() {
            let line = Line::of(Style::Faint, format!("{name:<11}")).text(value);
            lines.extend(line.wrapped(look, look.width, 11));
        }
    }
    lines.push(Line::new());
    let mut table = Table::new([
        ("", Fit::Whole),
        ("words", Fit::Shrink(16)),
        ("article", Fit::Whole),
        ("why here", Fit::Shrink(16)),
    ]);
    for member in &shown.members {
        table.row([
            (Style::Id, format!("@{}", member.row)),
            (Style::Quote, format!("\"{}\"", member.text)),
            (Style::Id, member.article.short().to_owned()),
            (Style::Plain, member.reason.clone()),
        ]);
    }
    lines.extend(table.lines(look));
    lines
}

/// The operations as a table.
pub(crate) fn log(log: &Log, look: Look) -> Vec<Line> {
    let mut table = Table::new([
        (">op", Fit::Whole),
        ("recorded", Fit::Whole),
        (">articles", Fit::Whole),
        (">assertions", Fit::Optional),
        (">events", Fit::Optional),
        ("who", Fit::Optional),
        ("command", Fit::Shrink(44)),
    ]);
    for operation in &log.operations {
        let command =
            std::iter::once(&operation.command).chain(&operation.arguments).map(|word| quoted(word));
        table.row([
            (Style::Id, operation.op.to_string()),
            (Style::Plain, operation.recorded.to_string()),
            (Style::Plain, operation.articles.to_string()),
            (Style::Plain, operation.assertions_added.to_string()),
            (Style::Plain, operation.events.to_string()),
            (Style::Plain, operation.actor.clone()),
            (Style::Plain, marked(operation) + &command.collect::<Vec<_>>().join(" ")),
        ]);
    }
    table.lines(look)
}

/// What an operation undoes, whether it counts itself, and what it found failing, missing or absent.
fn marked(operation: &OperationLine) -> String {
    let undoes: Vec<String> = operation.undoes.iter().map(ToString::to_string).collect();
    let undoes = if undoes.is_empty() { String::new() } else { format!("[undoes {}] ", undoes.join(" ")) };
    let undone = if operation.undone { "[undone] " } else { "" };
    let seen = operation.sightings.iter().filter(|(seen, _)| **seen != Sighting::Fetched);
    let seen: Vec<String> = seen.map(|(seen, times)| format!("[{seen}: {times}] ")).collect();
    let seen = seen.concat();
    format!("{undone}{undoes}{seen}")
}

/// A word as a shell takes it; the verb itself may be two words.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,+@% ".contains(c);
    let blanks = word.contains(' ') && word != "articles set" && !word.starts_with("review ");
    if word.chars().all(plain) && !blanks && !word.is_empty() {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The findings of an audit, gravest first, and what was read again.
pub(crate) fn audit(audit: &Audit, look: Look) -> Vec<Line> {
    let mut lines = Vec::new();
    // The same finding about several things is one line.
    let mut groups: Vec<(&AuditFinding, Vec<&str>)> = Vec::new();
    for finding in &audit.findings {
        let places = finding.places.iter().map(String::as_str);
        let same = |(first, _): &&mut (&AuditFinding, _)| {
            (first.check, first.severity, &first.message)
                == (finding.check, finding.severity, &finding.message)
        };
        match groups.iter_mut().find(same) {
            Some((_, all)) => all.extend(places),
            None => groups.push((finding, places.collect())),
        }
    }
    for (finding, places) in groups {
        let style = match finding.severity {
            Severity::Critical | Severity::Error => Style::Bad,
            Severity::Warning => Style::Warn,
            Severity::Note => Style::Faint,
        };
        let line = Line::of(style, format!("{:<8}", finding.severity.as_str()))
            .text(format!(" {} {}  ", finding.check, finding.message))
            .with(Style::Id, places.join(" "));
        lines.extend(line.wrapped(look, look.width, 13));
    }
    let counts = audit.counts;
    let parts: Vec<String> = [
        (counts.critical, "critical finding"),
        (counts.error, "error"),
        (counts.warning, "warning"),
        (counts.note, "note"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, word)| count(n, word))
    .collect();
    let found = if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") };
    let broken = audit.findings.iter().any(|finding| finding.check.as_str() == "E01");
    let quotes = if broken {
        format!("{} re-read: not all are identical", count(audit.quotes, "quote"))
    } else {
        format!("{} re-read: all identical", count(audit.quotes, "quote"))
    };
    lines.extend(Line::from(format!("{found}; {quotes}")).wrapped(look, look.width, 2));
    lines
}

/// What was verified, and what is wrong.
pub(crate) fn verification(verification: &Verification, look: Look) -> Vec<Line> {
    let mut lines = Vec::new();
    for fault in &verification.faults {
        let line = Line::of(Style::Bad, "broken").text(format!("  {}  {}", fault.check, fault.message));
        lines.extend(line.wrapped(look, look.width, 8));
    }
    let events = count(usize::try_from(verification.events).unwrap_or(usize::MAX), "event");
    let deep = if verification.deep {
        format!(", views equal a fold from zero, {} re-read", count(verification.quotes, "quote"))
    } else {
        String::new()
    };
    if verification.faults.is_empty() {
        let line = Line::of(Style::Good, "intact").text(format!("  {events}: chain and payloads hold{deep}"));
        lines.extend(line.wrapped(look, look.width, 8));
        if let Some(head) = &verification.head {
            lines.push(Line::of(Style::Faint, format!("head    {head}")));
        }
    }
    lines
}

/// How things are.
pub(crate) fn doctor(doctor: &Doctor, look: Look) -> Vec<Line> {
    let mut lines = Vec::new();
    for finding in &doctor.findings {
        let (word, style) = match finding.health {
            Health::Fine => ("ok", Style::Good),
            Health::Attention => ("look", Style::Warn),
            Health::Broken => ("broken", Style::Bad),
        };
        let line =
            Line::of(style, format!("{word:<7}")).text(format!(" {:<11} {}", finding.about, finding.message));
        lines.extend(line.wrapped(look, look.width, 20));
        if let Some(hint) = &finding.hint {
            let line = Line::from(format!("{}hint: {hint}", " ".repeat(20)));
            lines.extend(line.wrapped(look, look.width, 26));
        }
    }
    lines
}
