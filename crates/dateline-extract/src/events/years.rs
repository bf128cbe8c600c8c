//! The year that stands behind the noun of a disaster: "the explosion at a refinery in 2005".

use super::class::{is_conflict, is_held};
use super::{Ground, in_phrase, starts_verb};
use crate::chart::{Chart, Kind};

/// So many tokens of the phrase between noun and year.
const FAR: usize = 10;

/// The time "in 2005" that belongs to the disaster whose noun is at `head`: only the phrases of the noun stand between.
pub(super) fn year_after(g: Ground<'_>, chart: &Chart, head: usize, class: &str) -> Option<usize> {
    if is_held(class) || is_conflict(class) {
        return None;
    }
    let document = g.document;
    let end = document.sentences[document.sentence_of(head)].tokens.end.min(head + FAR);
    let mut phrase = (head + 1..end).take_while(|&at| in_phrase(document, at) && !starts_verb(chart, at));
    phrase.find_map(|at| {
        let time = chart.at(at + 1).iter().find(|a| a.kind == Kind::Time && document.word(at) == "in")?;
        let year = document.word(at + 1).parse().is_ok_and(|year: u16| (1800..2200).contains(&year));
        (year && time.tokens.len() == 1).then_some(time.index)
    })
}
