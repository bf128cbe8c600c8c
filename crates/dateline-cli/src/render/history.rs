//! `history` on a screen: what stands, the plot, and below it the words, who says them, and where.

use super::plot::{Claimed, PlotRow, draw, middle};
use super::review::judgements;
use super::revisions::edited;
use super::words::{
    bytes, called, claimed_in_full, claimed_within, count, counted, hedge_word, implied, places, published,
    value, who, who_shortly,
};
use super::{Fit, Line, Look, Style, Table};
use dateline::modality::Polarity;
use dateline::step::StepLabel;
use dateline::value::Value;
use dateline::{History, Row};

/// Least cells that are worth a plot.
const LEAST_PLOT: usize = 16;
/// Least width at which there is room for one.
const LEAST_FOR_PLOT: usize = 68;
/// From this width on there are more columns.
const WIDE: usize = 116;

/// The history as lines.
pub(crate) fn history(
    history: &History,
    short: &dyn Fn(&Row) -> String,
    verbose: bool,
    look: Look,
) -> Vec<Line> {
    let mut lines = heading(history, look);
    if !history.assertions.is_empty() {
        lines.extend(table(history, short, look));
    } else if history.rejected.is_empty() {
        return lines;
    }
    lines.push(Line::new());
    for row in &history.assertions {
        lines.extend(words(row, verbose, look));
    }
    for fact in &history.edited {
        // An article of which a row was filtered away has no other short name here.
        let row = history.assertions.iter().find(|row| row.article == fact.article);
        let name = row.map_or_else(|| fact.article.short().to_owned(), short);
        lines.extend(edited(fact, &name, verbose, look));
    }
    for judgement in history.resolutions.iter().chain(&history.links) {
        lines.extend(Line::from(judgement.in_words()).wrapped(look, look.width, 2));
    }
    if !history.rejected.is_empty() {
        let rows: Vec<String> = history.rejected.iter().map(|row| format!("@{}", row.row)).collect();
        let what = count(history.rejected.len(), "assertion");
        lines
            .push(Line::of(Style::Faint, format!("{what} rejected, and left out above: {}", rows.join(" "))));
        for row in &history.rejected {
            lines.extend(words(row, verbose, look));
        }
    }
    lines
}

/// Subject and attribute, what stands, and how much there is: on one line if it fits.
fn heading(history: &History, look: Look) -> Vec<Line> {
    let qualifier = history.claim.qualifier.as_ref().map(|q| format!(" ({q})")).unwrap_or_default();
    let title = format!("{}: {}{qualifier}", history.subject, history.claim.attribute);
    let left_out =
        if history.left_out > 0 { format!(" ({} left out)", history.left_out) } else { String::new() };
    let counts = format!(
        "{}, {}, {}{left_out}",
        counted(history.assertions.iter().map(|_| &history.claim.attribute).collect()),
        count(history.articles, "article"),
        count(history.origins.count, "origin"),
    );
    let mut stands = standing(history);
    if history.contested {
        stands = format!("contested: {stands}");
    } else if !stands.is_empty() {
        stands = format!("stands: {stands}");
    }
    let gap = "    ";
    let style = if history.contested { Style::Bad } else { Style::Good };
    let one = Line::of(Style::Strong, &title).text(gap).with(style, &stands).text(gap).text(&counts);
    if one.cells(look) <= look.width {
        return vec![one];
    }
    let first = Line::of(Style::Strong, title).text(gap).text(counts);
    let second = Line::of(style, stands);
    let mut lines = first.wrapped(look, look.width, 2);
    lines.extend(second.wrapped(look, look.width, 2));
    lines
}

/// The values that stand, equal ones together: "in Nov 2013 (@3 @4); 23 Nov 2013, tentative (@2)".
fn standing(history: &History) -> String {
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for row in history.assertions.iter().filter(|row| row.stands) {
        let words = claimed_in_full(row);
        match groups.iter_mut().find(|(same, _)| *same == words) {
            Some((_, rows)) => rows.push(row.row),
            None => groups.push((words, vec![row.row])),
        }
    }
    let group = |(words, rows): (String, Vec<usize>)| {
        let rows: Vec<String> = rows.iter().map(|row| format!("@{row}")).collect();
        format!("{words} ({})", rows.join(" "))
    };
    groups.into_iter().map(group).collect::<Vec<_>>().join("; ")
}

/// The plot with its columns, and the legend.
fn table(history: &History, short: &dyn Fn(&Row) -> String, look: Look) -> Vec<Line> {
    let rows = &history.assertions;
    let wide = look.width >= WIDE;
    // Of what is beyond 120 columns, each of three columns of words gets a sixth; the plot gets the rest.
    let spare = look.width.saturating_sub(120) / 6;
    let points = plot_rows(rows);
    let plotted = points.iter().any(|point| point.claimed.is_some());
    // Without a plot beside it the column itself must say how sure.
    let claimed_cells = if plotted && look.width >= LEAST_FOR_PLOT { 14 + spare } else { look.width };
    // A column of "unknown" from top to bottom says nothing: then it is left out.
    let no_publisher = if rows.iter().any(|row| row.publisher.is_some()) { "unknown" } else { "" };
    let where_wide = |text: &str| if wide { look.fit(text, 15 + spare) } else { String::new() };
    let cells: Vec<[String; 8]> = rows
        .iter()
        .map(|row| {
            let year =
                row.published.as_ref().and_then(|edtf| edtf.bounds().earliest).map(jiff::civil::Date::year);
            [
                format!("@{}", row.row),
                published(row.published.as_ref()),
                where_wide(row.said_at.as_ref().map_or("", |time| &time.text)),
                claimed_within(row, year, claimed_cells, look),
                row.step.label.to_string(),
                where_wide(&who_shortly(row)),
                where_wide(row.publisher.as_deref().unwrap_or(no_publisher)),
                places(row, short),
            ]
        })
        .collect();
    let titles = ["", "reported", "said", "claimed", "step", "who", "publisher", "source"];
    let width_of = |column: usize| {
        let most = cells.iter().map(|row| look.cells(&row[column])).max().unwrap_or(0);
        if most == 0 { 0 } else { most.max(titles[column].len()) }
    };
    let taken: usize =
        (0..titles.len()).map(width_of).filter(|&width| width > 0).map(|width| width + 2).sum();
    let room = look.width.saturating_sub(taken);
    let plot = Some(room)
        .filter(|&room| room >= LEAST_PLOT && look.width >= LEAST_FOR_PLOT)
        .and_then(|room| draw(&points, room, look.ascii));
    let header = plot.as_ref().map(|plot| plot.header.clone()).unwrap_or_default();
    let mut table = Table::new([
        ("", Fit::Whole),
        (titles[1], Fit::Whole),
        (titles[2], Fit::Optional),
        (titles[3], Fit::Shrink(14)),
        (&header, Fit::Whole),
        (titles[4], Fit::Optional),
        (titles[5], Fit::Optional),
        (titles[6], Fit::Optional),
        (titles[7], Fit::Whole),
    ]);
    for (at, (row, cells)) in rows.iter().zip(cells).enumerate() {
        let drawn = plot.as_ref().map(|plot| plot.rows[at].clone()).unwrap_or_default();
        let [number, reported, said, claimed, step, who, publisher, source] = cells;
        let stands = if row.stands { Style::Plain } else { Style::Faint };
        table.row([
            (Style::Id, number),
            (Style::Plain, reported),
            (Style::Plain, said),
            (stands, claimed),
            (stands, drawn),
            (step_style(row.step.label), step),
            (Style::Plain, who),
            (Style::Plain, publisher),
            (Style::Id, source),
        ]);
    }
    let mut lines = table.lines(look);
    if let Some(plot) = plot {
        let entries = plot.legend.into_iter().enumerate();
        let legend = entries.fold(Line::new(), |line, (at, entry)| {
            let gap = if at > 0 { "  " } else { "" };
            line.text(gap).whole(Style::Faint, entry)
        });
        lines.extend(legend.wrapped(look, look.width, 0));
    }
    lines
}

/// The colour of a step; its word says the same.
pub(crate) fn step_style(label: StepLabel) -> Style {
    match label {
        StepLabel::Contradicts | StepLabel::Withdraws => Style::Bad,
        StepLabel::Revises | StepLabel::Overlaps | StepLabel::Unordered => Style::Warn,
        StepLabel::Narrows | StepLabel::Firms => Style::Good,
        StepLabel::Repeats => Style::Faint,
        StepLabel::First | StepLabel::Broadens | StepLabel::Softens | StepLabel::Differs => Style::Plain,
    }
}

fn plot_rows(rows: &[Row]) -> Vec<PlotRow> {
    let day = |row: &Row| {
        let bounds = row.published.as_ref()?.bounds();
        Some(middle(bounds.earliest?, bounds.latest?))
    };
    let claim = |row: &Row| match &row.value {
        Value::Time(time) if time.is_resolved() => Some(Claimed {
            earliest: time.earliest,
            latest: time.latest,
            hedged: hedge_word(&row.modality).is_some(),
            denied: row.polarity == Polarity::Negative,
        }),
        _ => None,
    };
    rows.iter().map(|row| PlotRow { reported: day(row), claimed: claim(row) }).collect()
}

/// The verbatim words of a row, who says them, how sure, and where they stand.
fn words(row: &Row, verbose: bool, look: Look) -> Vec<Line> {
    let number = format!("@{} ", row.row);
    let indent = number.len();
    let mut line = Line::of(Style::Id, number);
    for (at, place) in row.evidence.iter().take(1).enumerate() {
        let lead = if at == 0 { "" } else { " " };
        line.push(Style::Quote, format!("{lead}\"{}\"", place.quote));
    }
    let hedges: Vec<String> = row.modality.hedges.iter().map(|hedge| format!("\"{}\"", hedge.text)).collect();
    if let Some(word) = hedge_word(&row.modality) {
        let by = if hedges.is_empty() { String::new() } else { format!(" ({})", hedges.join(", ")) };
        line.push(Style::Plain, format!(", {word}{by}"));
    }
    if let Some(since) = &row.counted_since {
        line.push(Style::Plain, format!(", counted \"{}\"", since.text));
    }
    if let Some(words) = &row.subject_words {
        line.push(Style::Plain, format!("; {}", called(&words.text)));
    }
    line.push(Style::Plain, format!("; {}; ", who(row)));
    if row.implied_subject {
        line.push(Style::Plain, format!("{}; ", implied("the subject")));
    }
    let line = line.whole(Style::Faint, bytes(row));
    let mut lines = line.wrapped(look, look.width, indent);
    lines.extend(judgements(row, indent, look));
    if verbose {
        let why = Line::from(format!("{}{}: {}", " ".repeat(indent), row.step.label, row.step.why));
        lines.extend(why.wrapped(look, look.width, indent + 2));
        for step in &row.also {
            let why = Line::from(format!("{}also {}: {}", " ".repeat(indent), step.label, step.why));
            lines.extend(why.wrapped(look, look.width, indent + 2));
        }
        let rule =
            format!("{}rule {}, id {}, {}", " ".repeat(indent), row.rule, row.id, value(&row.value, None));
        lines.extend(Line::of(Style::Faint, rule).wrapped(look, look.width, indent + 2));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture;

    fn drawn(width: usize, ascii: bool) -> Vec<String> {
        let look = Look { width, ascii, color: false };
        let short = |row: &Row| row.article.as_str()[..4].to_owned();
        let lines = history(&fixture::history(), &short, false, look);
        lines.iter().map(|line| line.rendered(look)).collect()
    }

    fn assert_drawn(lines: &[String], expected: &str) {
        let expected: Vec<&str> = expected.lines().map(str::trim_end).collect();
        assert_eq!(lines, expected, "\n{}", lines.join("\n"));
    }

    #[test]
    fn at_80_columns() {
        assert_drawn(&drawn(80, false), include_str!("expected/history-80.txt"));
    }

    #[test]
    fn at_120_columns() {
        assert_drawn(&drawn(120, false), include_str!("expected/history-120.txt"));
    }

    #[test]
    fn in_ascii() {
        let lines = drawn(80, true);
        assert!(lines.iter().all(|line| line.is_ascii()), "{lines:?}");
        assert_drawn(&lines, include_str!("expected/history-ascii.txt"));
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        for width in 40..200 {
            let look = Look { width, ascii: false, color: false };
            let wide: Vec<String> =
                drawn(width, false).into_iter().filter(|line| look.cells(line) > width).collect();
            assert!(wide.is_empty(), "{width}: {wide:?}");
        }
    }

    #[test]
    fn what_articles_say_is_never_executed() {
        let mut hostile = fixture::history();
        hostile.subject = "Lisbon\u{1b}]0;x\u{7} summit".to_owned();
        hostile.assertions[0].evidence[0].quote = "after\u{1b}[2J\u{202e}tsuguA".to_owned();
        hostile.assertions[0].publisher = Some("\u{9b}31mPost".to_owned());
        for color in [false, true] {
            let look = Look { width: 120, ascii: false, color };
            let lines = history(&hostile, &|_| "\u{1b}c".to_owned(), true, look);
            for line in lines {
                let text = line.rendered(look).replace("\x1b[0m", "");
                let ours = ["1", "2", "31", "32", "33", "34", "36"].map(|sgr| format!("\x1b[{sgr}m"));
                let text = ours.iter().fold(text, |text, sgr| text.replace(sgr, ""));
                assert!(!text.chars().any(crate::render::display::must_be_shown), "{text:?}");
            }
        }
    }
}
