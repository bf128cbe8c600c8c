//! The year that stands beside the noun of a disaster: "the explosion at a refinery in 2005", "In 2005, an explosion".

use super::class::{is_conflict, is_held};
use super::{Ground, in_phrase, starts_verb};
use crate::chart::{Chart, Kind};
use std::ops::Range;

/// So many tokens of the phrase between noun and year.
const FAR: usize = 10;

/// The time that belongs to the disaster of which `words` are what stands before the noun, and the noun comes next: "in
/// 2005" behind it, with only the phrases of the noun between, or at the head of its sentence.
pub(super) fn year_of(g: Ground<'_>, chart: &Chart, words: Range<usize>, class: &str) -> Option<usize> {
    if is_held(class) || is_conflict(class) {
        return None;
    }
    let document = g.document;
    let head = words.end;
    let sentence = document.sentences[document.sentence_of(head)].tokens.clone();
    let year = |at: usize| {
        let time = chart.at(at + 1).iter().find(|a| a.kind == Kind::Time && document.word(at) == "in")?;
        let year = document.word(at + 1).parse().is_ok_and(|year: u16| (1800..2200).contains(&year));
        (year && time.tokens.len() == 1).then_some(time.index)
    };
    let word = |at: usize| if at < sentence.end { document.word(at) } else { "" };
    let begins = word(sentence.start + 2) == ","
        && words.start == sentence.start + 3 + usize::from(word(sentence.start + 3) == "when");
    if begins && let Some(time) = year(sentence.start) {
        return Some(time);
    }
    let end = sentence.end.min(head + FAR).saturating_sub(1);
    let mut phrase = (head + 1..end).take_while(|&at| in_phrase(document, at) && !starts_verb(chart, at));
    phrase.find_map(year)
}
