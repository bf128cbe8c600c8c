//! What a reader should know about the reading itself.

use crate::chart::Kind;
use crate::reading::Reading;
use crate::times::{Anchor, TimeExpression, constraint, resolve};
use crate::verb_group::Direction;
use dateline_core::assertion::Notice;
use dateline_core::edtf::MONTHS;
use dateline_core::text::{ByteSpan, LineNumber, is_invisible};
use dateline_core::value::{TimeConstraint, Weekday};
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(crate) fn all(reading: &Reading<'_>) -> Vec<Notice> {
    let mut notices = doubled(reading);
    if reading.published.is_none() {
        notices.extend(unresolved(reading));
        notices.extend(date_bound(reading));
    }
    notices.extend(mismatches(reading));
    notices.extend(posts(reading));
    notices.extend(hidden(reading));
    notices
}

fn posts(reading: &Reading<'_>) -> Option<Notice> {
    let document = &reading.document;
    let mut lines: Vec<LineNumber> = Vec::new();
    for post in &document.posts {
        let words = &document.text[post.start_byte..post.end_byte];
        let mut at = post.start_byte;
        for line in words.split_inclusive('\n') {
            if !line.trim().is_empty() {
                lines.push(document.lines.line_of(at));
            }
            at += line.len();
        }
    }
    lines.dedup();
    (!lines.is_empty()).then_some(Notice::EmbeddedPosts { lines })
}

fn doubled(reading: &Reading<'_>) -> Vec<Notice> {
    let document = &reading.document;
    let line = |span: ByteSpan| document.lines.line_of(span.start_byte);
    let mut by_first: BTreeMap<ByteSpan, Vec<LineNumber>> = BTreeMap::new();
    for &(first, later) in &document.doubled {
        by_first.entry(first).or_insert_with(|| vec![line(first)]).push(line(later));
    }
    let mut lines: Vec<_> = by_first.into_values().collect();
    // A sentence that is printed twice on one line doubles no line.
    lines.iter_mut().for_each(Vec::dedup);
    lines.into_iter().filter(|lines| lines.len() > 1).map(|lines| Notice::Doubled { lines }).collect()
}

/// Words such as "Monday", which only a publication date could place.
fn unresolved(reading: &Reading<'_>) -> Vec<Notice> {
    let document = &reading.document;
    let mut by_words: BTreeMap<String, Vec<LineNumber>> = BTreeMap::new();
    for (time, mention) in reading.times.iter().enumerate() {
        let deictic = !reading.has_own_date(time)
            && matches!(&mention.expression, TimeExpression::Said(said) if said.is_deictic());
        if deictic {
            let line = document.lines.line_of(document.tokens[mention.tokens.start].span.start_byte);
            let lines = by_words.entry(document.words(mention.tokens.clone()).to_owned()).or_default();
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    by_words.into_iter().map(|(text, lines)| Notice::Unresolved { text, lines }).collect()
}

/// An event that is said to be on a weekday in one place and on a date in another bounds the year; so does
/// the latest day of which the text speaks as past.
fn date_bound(reading: &Reading<'_>) -> Option<Notice> {
    let document = &reading.document;
    for event in &reading.events.all {
        let mut known = TimeConstraint::default();
        let mut lines = Vec::new();
        for &time in &event.times {
            let mention = &reading.times[time];
            let said = constraint(&mention.expression);
            let line = document.lines.line_of(document.tokens[mention.tokens.start].span.start_byte);
            let tells = said.weekday.is_some() || said.day.is_some();
            known.weekday = known.weekday.or(said.weekday);
            if said.day.is_some() && known.day.is_none() {
                (known.month, known.day) = (said.month, said.day);
            }
            if tells && !lines.contains(&line) {
                lines.push(line);
            }
        }
        let (Some(weekday), Some(month), Some(day)) = (known.weekday, known.month, known.day) else {
            continue;
        };
        known.not_before = latest_past_day(reading);
        let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
        let after = known.not_before.map_or_else(String::new, |last| {
            let month = MONTHS.get(usize::from(last.month().unsigned_abs()).saturating_sub(1)).copied();
            format!(", after {} {}", month.unwrap_or_default(), last.year())
        });
        known.in_words = format!("{weekday:?} + {name} {day}{after}");
        lines.sort_unstable();
        return Some(Notice::DateBound { lines, constraint: known });
    }
    None
}

/// The last day of the latest time, with its year stated, that a past-tense clause speaks of.
fn latest_past_day(reading: &Reading<'_>) -> Option<Date> {
    let document = &reading.document;
    reading
        .times
        .iter()
        .filter_map(|mention| {
            let sentence = document.sentences[document.sentence_of(mention.tokens.start)].tokens.clone();
            let verb = reading
                .chart
                .within(Kind::Verb, sentence.start..mention.tokens.start)
                .last()
                .map(|a| &reading.verbs[a.index]);
            // "signed in June 2012", "was recalled in February 2012"; a plan proves nothing.
            let past = verb.map_or_else(
                || {
                    (sentence.start..mention.tokens.start)
                        .any(|at| matches!(document.word(at), "was" | "were"))
                },
                |verb| verb.direction == Direction::Past || (verb.passive && !verb.irrealis),
            );
            let value = resolve(&mention.expression, Anchor { published: None }, Direction::Past, "");
            (past && value.constraint.is_none()).then_some(value.latest).flatten()
        })
        .max()
}

fn mismatches(reading: &Reading<'_>) -> Vec<Notice> {
    let document = &reading.document;
    let mut out = Vec::new();
    for mention in &reading.times {
        let TimeExpression::Said(time) = &mention.expression else { continue };
        let Some((year, month, day, said)) = time.full_date() else { continue };
        let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { continue };
        if let Ok(date) = Date::new(year, month, day) {
            let is = Weekday::of(date);
            if is != said {
                let span = document.span(mention.tokens.clone());
                out.push(Notice::WeekdayMismatch {
                    text: document.words(mention.tokens.clone()).to_owned(),
                    line: document.lines.line_of(span.start_byte),
                    why: format!("{date} was a {is:?}, not a {said:?}"),
                });
            }
        }
    }
    out
}

fn hidden(reading: &Reading<'_>) -> Option<Notice> {
    let document = &reading.document;
    let mut lines: Vec<LineNumber> = document
        .text
        .char_indices()
        .filter(|&(at, c)| is_invisible(c) && at > 0)
        .map(|(at, _)| document.lines.line_of(at))
        .collect();
    lines.dedup();
    (!lines.is_empty()).then_some(Notice::HiddenCharacters { lines })
}
