//! `review` on a screen: the queue, and one assertion with what would follow from rejecting it.

use super::words::{bytes, called, claimed, claimed_in_full, implied, places, published, who, who_as_read};
use super::{Fit, Line, Look, Style, Table};
use dateline::{Consequence, Review, ReviewItem, ReviewQueue, Row};

/// What waits, a line each.
pub(crate) fn review_list(queue: &ReviewQueue, look: Look) -> Vec<Line> {
    let mut table = Table::new([
        ("claim", Fit::Shrink(16)),
        ("id", Fit::Whole),
        ("claimed", Fit::Shrink(12)),
        ("reported", Fit::Optional),
        ("review", Fit::Optional),
        ("because", Fit::Shrink(20)),
    ]);
    for item in &queue.items {
        let row = &item.assertion;
        table.row([
            (Style::Plain, format!("{}@{}", item.claim, row.row)),
            (Style::Id, row.id.short().to_owned()),
            (Style::Plain, claimed(row, None)),
            (Style::Plain, published(row.published.as_ref())),
            (Style::Plain, verdict(row.review).to_owned()),
            (Style::Plain, because(item)),
        ]);
    }
    let mut lines = table.lines(look);
    let shown = queue.items.len();
    let of = if shown < queue.waiting { format!("{shown} of {}", queue.waiting) } else { shown.to_string() };
    lines.push(Line::of(Style::Faint, format!("{of} to review, {} reviewed", queue.reviewed)));
    lines
}

fn because(item: &ReviewItem) -> String {
    let told = item.because.iter().map(|why| match why {
        Consequence::RuleWasWrong => {
            format!("its rule was right in {} of {} judged", item.rule.right, item.rule.judged)
        }
        why => why.in_words().to_owned(),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What was decided, in a word; nothing where nobody has looked.
pub(crate) fn verdict(review: Review) -> &'static str {
    match review {
        Review::Unreviewed => "",
        decided => decided.in_words(),
    }
}

/// The judgements on a row, a line each; an edit beside what was read.
pub(crate) fn judgements(row: &Row, indent: usize, look: Look) -> Vec<Line> {
    let blank = " ".repeat(indent);
    let mut lines = Vec::new();
    for it in &row.judgements {
        let style = if it.kind == "reject" { Style::Warn } else { Style::Plain };
        lines.extend(Line::of(style, format!("{blank}{}", it.in_words())).wrapped(
            look,
            look.width,
            indent + 2,
        ));
    }
    if let Some(was) = &row.read_as {
        let was = Row { value: was.clone(), ..row.clone() };
        let line = format!("{blank}read as: {}", claimed_in_full(&was));
        lines.extend(Line::of(Style::Faint, line).wrapped(look, look.width, indent + 2));
    }
    if let Some(was) = who_as_read(row) {
        let line = format!("{blank}read as said by: {was}");
        lines.extend(Line::of(Style::Faint, line).wrapped(look, look.width, indent + 2));
    }
    if let Some(id) = &row.judged_as {
        let line = format!("{blank}carried over from an earlier reading ({})", id.short());
        lines.extend(Line::of(Style::Faint, line).wrapped(look, look.width, indent + 2));
    }
    lines
}

/// One assertion: its words, its place in the claim, and what would follow from rejecting it.
pub(crate) fn review_item(item: &ReviewItem, short: &str, look: Look) -> Vec<Line> {
    let row = &item.assertion;
    let mut lines = Vec::new();
    let head = Line::of(Style::Strong, format!("{}@{}", item.claim, row.row))
        .text(format!(" of {} in story {}  ", item.rows, item.story))
        .with(Style::Warn, because(item));
    lines.extend(head.wrapped(look, look.width, 2));
    let mut field = |name: &str, line: Line| {
        let mut whole = Line::of(Style::Faint, format!("{name:<10}"));
        whole.append(line);
        lines.extend(whole.wrapped(look, look.width, 10));
    };
    field(
        "words",
        Line::of(Style::Quote, format!("\"{}\"", row.evidence.first().map_or("", |it| &it.quote))),
    );
    field("sentence", Line::of(Style::Quote, row.sentence.clone()));
    let outlet = row.publisher.as_deref().unwrap_or("publisher unknown");
    let at = Line::of(Style::Id, places(row, |_| short.to_owned())).text(format!(
        ", {}, {outlet}, published {}",
        bytes(row),
        published(row.published.as_ref())
    ));
    field("where", at);
    field("value", Line::from(format!("{}: {}", item.claim.attribute, claimed_in_full(row))));
    if let Some(since) = &row.counted_since {
        field("counted", Line::of(Style::Quote, format!("\"{}\"", since.text)));
    }
    if let Some(words) = &row.subject_words {
        field("subject", Line::from(format!("{} in the sentence", called(&words.text))));
    }
    if row.implied_subject {
        field("subject", Line::from(implied("it")));
    }
    field("says who", Line::from(who(row)));
    field("step", Line::from(format!("{}: {}", row.step.label, row.step.why)));
    field("stands", Line::from(standing(&item.stands, item.contested)));
    let same = item.stands == item.would_stand && item.contested == item.would_be_contested;
    let without =
        if same { "the same".to_owned() } else { standing(&item.would_stand, item.would_be_contested) };
    field("without", Line::from(without));
    lines.extend(judgements(row, 0, look));
    lines
}

fn standing(words: &[String], contested: bool) -> String {
    let lead = if contested { "contested: " } else { "" };
    if words.is_empty() { "nothing".to_owned() } else { format!("{lead}{}", words.join("; ")) }
}
