//! The name that stands beside the words of a source: "the head of finance Jan Novak said", "one of his aides, Irena Berg,
//! said", "Irena Berg, chairman of the board said".

use super::Ground;
use crate::chart::{Annotation, Kind};
use crate::document::TokenKind;
use std::ops::Range;

/// The person whom the words of a source call by another thing than a name. The head of the words ends at `head`.
pub(super) fn beside(
    g: Ground<'_>,
    phrase: &Range<usize>,
    head: usize,
    sentence: &Range<usize>,
) -> Option<Annotation> {
    let named = [Kind::Person, Kind::Organisation]
        .iter()
        .any(|kind| g.chart.within(*kind, phrase.start..head).any(|a| a.tokens.end == head));
    let beside = match before_title(g, phrase, sentence) {
        None if !named => behind_office(g, phrase, head).or_else(|| aside(g, phrase, sentence)),
        title => title,
    };
    beside.cloned()
}

/// "Norway's director-general of finance Jan Novak": an office, its field in one or two small words, the name.
fn behind_office<'g>(g: Ground<'g>, phrase: &Range<usize>, head: usize) -> Option<&'g Annotation> {
    let document = g.document;
    let of = head < phrase.end && matches!(document.word(head), "of" | "for");
    // Not those who serve a person: "a lawyer for singer Jan Novak".
    let office = !document.tokens[head - 1].capital
        && matches!(
            document.word(head - 1),
            "director"
                | "director-general"
                | "head"
                | "chief"
                | "minister"
                | "commissioner"
                | "superintendent"
        );
    let name = g.chart.within(Kind::Person, head..phrase.end).find(|a| a.tokens.end == phrase.end)?;
    let field = head + 1..name.tokens.start;
    let small = |at: usize| {
        let token = &document.tokens[at];
        let c = g.classes;
        let person = [c.role_head, c.official_noun, c.anonymous_noun];
        token.kind == TokenKind::Word
            && !token.capital
            && document.tag(at).is_noun()
            && !token.classes.has_any(&person)
    };
    (of && office && matches!(field.len(), 1 | 2) && field.clone().all(small)).then_some(name)
}

/// "one of his aides, Irena Berg, said": a name between commas, and no list.
fn aside<'g>(g: Ground<'g>, phrase: &Range<usize>, sentence: &Range<usize>) -> Option<&'g Annotation> {
    let document = g.document;
    let comma = |at: usize| at < sentence.end && document.word(at) == ",";
    let name = g.chart.at(phrase.end + 1).iter().find(|a| a.kind == Kind::Person)?;
    let joined = comma(name.tokens.end)
        && name.tokens.end + 1 < sentence.end
        && matches!(document.word(name.tokens.end + 1), "and" | "or");
    (comma(phrase.end) && comma(name.tokens.end) && !joined).then_some(name)
}

/// "Irena Berg, chairman of the board said": a title without an article is hers, whether a comma closes it or not.
fn before_title<'g>(g: Ground<'g>, phrase: &Range<usize>, sentence: &Range<usize>) -> Option<&'g Annotation> {
    let document = g.document;
    let title = !document.tokens[phrase.start].capital
        && document.tokens[phrase.start].classes.has(g.classes.role_head)
        && phrase.start > sentence.start + 1
        && document.word(phrase.start - 1) == ",";
    let name = || {
        g.chart.within(Kind::Person, sentence.start..phrase.start).find(|a| a.tokens.end + 1 == phrase.start)
    };
    if title { name() } else { None }
}
