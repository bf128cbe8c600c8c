//! What was observed at addresses, on a screen. Each kind has its own words: what failed is never shown as missing,
//! what is missing never as failed.

use super::words::{count, counted};
use super::{Fit, Line, Look, Style, Table};
use dateline::observed::Sighting;
use dateline::{IngestOutcome, Look as Looked, SightingLine, WatchList};

/// The style of a kind.
fn style(seen: Sighting) -> Style {
    match seen {
        Sighting::Fetched => Style::Good,
        Sighting::FetchFailed => Style::Warn,
        Sighting::PageMissing | Sighting::ArticleAbsent => Style::Bad,
    }
}

/// What was observed, in words.
pub(crate) fn sighting(line: &SightingLine) -> String {
    let observation = &line.observation;
    let fetch = &observation.fetch;
    let status = fetch.status().map(|status| format!(" (status {status})")).unwrap_or_default();
    match observation.sighting {
        Sighting::Fetched if observation.unchanged => format!("a page came, as recorded before{status}"),
        Sighting::Fetched => {
            let redirects = match fetch.redirects() {
                0 => String::new(),
                n => format!(", after {} to {}", count(n, "redirect"), fetch.last_address()),
            };
            let changed = fetch.seen_same_at.as_ref().map(|at| format!("; seen as before until {at}"));
            format!("a page came{status}{redirects}{}", changed.unwrap_or_default())
        }
        Sighting::FetchFailed => {
            let why = observation.detail.as_deref().unwrap_or("nothing was learned");
            format!("nothing was learned: {why}")
        }
        Sighting::PageMissing => format!("there was no such page{status}"),
        Sighting::ArticleAbsent => match &observation.instead {
            Some(url) if fetch.redirects() > 0 && fetch.last_address() == url => {
                format!("another page came: the address redirected to {url}{status}")
            }
            Some(url) => format!("another page came, which names or was redirected to {url}{status}"),
            None => format!("a page came, and no article was found in it{status}"),
        },
    }
}

/// Observations of an article, a line each.
pub(crate) fn sightings(all: &[SightingLine], look: Look) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in all {
        let seen = line.observation.sighting;
        let text = Line::of(Style::Faint, line.observation.fetch.ended_at.to_string())
            .text("  ")
            .with(style(seen), seen.to_string())
            .text(format!("  {}: {}", line.observation.fetch.address, sighting(line)));
        lines.extend(text.wrapped(look, look.width, 4));
    }
    lines
}

/// The addresses that are watched, as a table.
pub(crate) fn watches(list: &WatchList, look: Look) -> Vec<Line> {
    let mut table = Table::new([
        ("address", Fit::Shrink(24)),
        ("every", Fit::Whole),
        ("seen", Fit::Whole),
        ("since", Fit::Optional),
        ("looked at", Fit::Optional),
        ("due", Fit::Whole),
        ("story", Fit::Optional),
    ]);
    let instant = |at: &Option<dateline::event::RecordedAt>| at.as_ref().map(ToString::to_string);
    for watch in &list.watches {
        let (style, seen) =
            watch.seen.map_or((Style::Plain, "not yet".to_owned()), |seen| (style(seen), seen.to_string()));
        table.row([
            (Style::Plain, watch.address.clone()),
            (Style::Plain, interval(watch.every_s)),
            (style, seen),
            (Style::Plain, instant(&watch.seen_since).unwrap_or_default()),
            (Style::Plain, instant(&watch.checked_at).unwrap_or_default()),
            (Style::Plain, instant(&watch.due_at).unwrap_or_else(|| "now".to_owned())),
            (Style::Plain, watch.story.as_ref().map(ToString::to_string).unwrap_or_default()),
        ]);
    }
    table.lines(look)
}

/// What a look gave.
pub(crate) fn look(looked: &Looked, look: Look) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = |style: Style, word: String, text: String| {
        let line = Line::of(style, format!("{word:<15}")).text(text);
        lines.extend(line.wrapped(look, look.width, 15));
    };
    for article in &looked.articles {
        let word = match article.outcome {
            IngestOutcome::Stored => "new article",
            IngestOutcome::Revised => "new text",
            IngestOutcome::Reread => "read again",
            IngestOutcome::AlreadyStored => "unchanged",
        };
        let id = article.article.short();
        let assertions = counted(article.count);
        line(Style::Good, word.to_owned(), format!("{id}  {assertions}  {}", article.source));
    }
    for failure in &looked.failures {
        let seen = failure.observed.unwrap_or(looked.seen);
        line(style(seen), seen.to_string(), format!("{}: {}", failure.input, failure.message));
    }
    if looked.articles.is_empty() && looked.failures.is_empty() {
        line(Style::Good, "unchanged".to_owned(), looked.address.clone());
    }
    lines
}

/// A number of seconds in its largest whole unit.
fn interval(seconds: u64) -> String {
    let units = [(86_400, "d"), (3600, "h"), (60, "m")];
    let fits = units.into_iter().find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit));
    fits.map_or(format!("{seconds}s"), |(unit, name)| format!("{}{name}", seconds / unit))
}
