//! Who the source is: a person, a body, a role, a pronoun, or words that name nobody.

use super::{Attributed, Ground, Source};
use crate::chart::{Annotation, Kind};
use crate::document::TokenKind;
use dateline_core::attribution::SourceType;
use std::ops::Range;

/// The noun phrase that ends right before the cue, or before an aside between commas.
pub(super) fn source_before(
    g: Ground<'_>,
    cue: usize,
    sentence: &Range<usize>,
    before: &[Attributed],
) -> Option<Source> {
    let document = g.document;
    let mut end = cue;
    while end > sentence.start
        && (document.word(end - 1).ends_with("ly")
            || matches!(document.word(end - 1), "also" | "who" | "earlier" | "later"))
    {
        end -= 1;
    }
    if end == sentence.start {
        return None;
    }
    if document.word(end - 1) == "," {
        // "Harf, the deputy spokesperson, said": the name before the aside. Not over another clause.
        let open = (sentence.start..end - 1).rev().take(24).find(|&at| document.word(at) == ",");
        let aside_open = open.unwrap_or(end - 1);
        let cut = g
            .chart
            .within(Kind::Verb, aside_open..end)
            .any(|a| document.word(a.tokens.start.saturating_sub(1)) != "who" && !g.verbs[a.index].gerund);
        return if cut || open.is_none() { None } else { source_ending_at(g, aside_open, sentence, before) };
    }
    source_ending_at(g, end, sentence, before)
}

/// The source whose words end at `end`.
fn source_ending_at(
    g: Ground<'_>,
    end: usize,
    sentence: &Range<usize>,
    before: &[Attributed],
) -> Option<Source> {
    let document = g.document;
    if end == sentence.start {
        return None;
    }
    let ends = |kind| g.chart.within(kind, sentence.start..end).find(|a| a.tokens.end == end);
    if let Some(person) = ends(Kind::Person) {
        return Some(person_source(g, person, sentence));
    }
    if let Some(body) = ends(Kind::Organisation) {
        return Some(body_source(g, body.tokens.clone()));
    }
    let last = end - 1;
    let token = &document.tokens[last];
    if token.classes.has(g.classes.personal) && document.word(last) != "it" {
        return Some(pronoun_source(g, last, before));
    }
    if let Some(role) = g.names.roles.iter().find(|role| role.tokens.end == end || role.core.end == end) {
        return Some(role_source(g, role.tokens.start..end, role.body.clone(), role.spokesperson));
    }
    common_source(g, end, sentence)
}

/// A source that nothing types: a capitalised name ("Pallas Rockets"), else the last word before the cue.
/// Its words matter even so: what it denies is not asserted by the outlet.
pub(super) fn other_source(g: Ground<'_>, end: usize, sentence: &Range<usize>) -> Option<Source> {
    let document = g.document;
    let mut end = end;
    while end > sentence.start + 1
        && matches!(document.word(end - 1), "also" | "later" | "earlier" | "who" | "had" | "has")
    {
        end -= 1;
    }
    if end == sentence.start {
        return None;
    }
    let last = end - 1;
    let token = &document.tokens[last];
    let function = [g.classes.preposition, g.classes.conjunction, g.classes.article, g.classes.negator];
    if token.classes.has_any(&function) {
        return None;
    }
    let timed = g.chart.within(Kind::Time, sentence.clone()).any(|a| a.tokens.contains(&last));
    if timed || token.kind != TokenKind::Word || token.verb.is_some() && !token.capital {
        return None;
    }
    let mut start = last;
    if token.capital {
        while start > sentence.start
            && document.tokens[start - 1].capital
            && document.tokens[start - 1].kind == TokenKind::Word
        {
            start -= 1;
        }
    }
    if document.tokens[start].classes.has(g.classes.article) && start < last {
        start += 1;
    }
    let named = token.capital
        && !token.classes.has_any(&[g.classes.conjunction, g.classes.preposition])
        && (start < last || last > sentence.start);
    Some(Source {
        name: named.then(|| document.words(start..end).to_owned()),
        kind: if named { SourceType::Named } else { SourceType::None },
        ..Source::untyped(start..end)
    })
}

/// The source whose words start at `start`, articles aside.
pub(super) fn source_after(g: Ground<'_>, start: usize, sentence: &Range<usize>) -> Option<Source> {
    let document = g.document;
    if start >= sentence.end {
        return None;
    }
    let mut at = start;
    while at < sentence.end && document.tokens[at].classes.has(g.classes.article) {
        at += 1;
    }
    if at >= sentence.end {
        return None;
    }
    if let Some(found) = g.chart.at(at).iter().find(|a| a.kind == Kind::Person) {
        return Some(person_source(g, found, sentence));
    }
    if let Some(role) = g.chart.at(at).iter().find(|a| a.kind == Kind::Role) {
        let after = role.tokens.end;
        if let Some(person) = g.chart.at(after).iter().find(|a| a.kind == Kind::Person) {
            return Some(person_source(g, person, sentence));
        }
        let role = &g.names.roles[role.index];
        return Some(role_source(g, role.tokens.clone(), role.body.clone(), role.spokesperson));
    }
    let body = g.chart.at(at).iter().find(|a| a.kind == Kind::Organisation)?;
    Some(body_source(g, body.tokens.clone()))
}

pub(super) fn person_source(g: Ground<'_>, annotation: &Annotation, sentence: &Range<usize>) -> Source {
    let mention = &g.names.mentions[annotation.index];
    let name = mention.person.map(|person| g.names.people[person].name.clone());
    // "White House spokesman Jay Carney", "Harf, the State Department's spokeswoman": the body spoken for.
    let role = g
        .names
        .roles
        .iter()
        .filter(|role| role.tokens.start >= sentence.start && role.tokens.end <= sentence.end)
        .find(|role| {
            let before =
                role.tokens.end == annotation.tokens.start || role.core.end == annotation.tokens.start;
            let after = role.tokens.start > annotation.tokens.end
                && role.tokens.start <= annotation.tokens.end + 3
                && g.document.word(annotation.tokens.end) == ",";
            before || after
        });
    let principal = role.and_then(|role| role.body.clone()).map(|body| g.document.words(body).to_owned());
    let spokesperson = role.is_some_and(|role| role.spokesperson);
    Source {
        name,
        person: mention.person,
        principal,
        kind: if spokesperson { SourceType::Spokesperson } else { SourceType::Named },
        ..Source::untyped(annotation.tokens.clone())
    }
}

fn body_source(g: Ground<'_>, tokens: Range<usize>) -> Source {
    let agency = tokens.clone().any(|at| g.document.tokens[at].classes.has(g.classes.agency));
    Source {
        name: Some(g.document.words(tokens.clone()).to_owned()),
        kind: SourceType::Named,
        agency,
        ..Source::untyped(tokens)
    }
}

fn role_source(
    g: Ground<'_>,
    tokens: Range<usize>,
    body: Option<Range<usize>>,
    spokesperson: bool,
) -> Source {
    let official = tokens.clone().any(|at| g.document.tokens[at].classes.has(g.classes.official_noun));
    let kind = if spokesperson {
        SourceType::Spokesperson
    } else if official {
        SourceType::UnnamedOfficial
    } else {
        SourceType::RoleOnly
    };
    Source { principal: body.map(|body| g.document.words(body).to_owned()), kind, ..Source::untyped(tokens) }
}

/// "officials", "two hospital sources", "the ministry", "police": a body or people without a name.
pub(super) fn common_source(g: Ground<'_>, end: usize, sentence: &Range<usize>) -> Option<Source> {
    let (document, c) = (g.document, g.classes);
    let classes = document.tokens[end - 1].classes;
    let kind = if classes.has(c.official_noun) {
        SourceType::UnnamedOfficial
    } else if classes.has(c.anonymous_noun) {
        SourceType::Unnamed
    } else if classes.has(c.document_noun) {
        SourceType::Document
    } else if classes.has(c.authority_noun) {
        SourceType::Named
    } else {
        return None;
    };
    let mut start = end - 1;
    while start > sentence.start && end - start < 7 {
        let token = &document.tokens[start - 1];
        let stop = token.kind != TokenKind::Word
            || token.verb.is_some() && !document.word(start - 1).ends_with("ed")
            || token.classes.has(c.preposition)
            || token.classes.has(c.conjunction);
        if stop {
            break;
        }
        start -= 1;
        if document.tokens[start].classes.has(c.article) || document.tokens[start].classes.has(c.number_word)
        {
            break;
        }
    }
    let text = document.words(start..end);
    let name = (kind == SourceType::Named)
        .then(|| text.strip_prefix("the ").or(text.strip_prefix("The ")).unwrap_or(text).to_owned());
    Some(Source { name, kind, ..Source::untyped(start..end) })
}

/// How many attributions back a pronoun's person is looked for: three sentences of the longest cannot hold more.
const NEAR_ATTRIBUTIONS: usize = 3 * 400;

/// A pronoun stands for the last source of the same or the preceding sentence's paragraph, if one person.
fn pronoun_source(g: Ground<'_>, at: usize, before: &[Attributed]) -> Source {
    let document = g.document;
    let unknown = Source::untyped(at..at + 1);
    let word = document.word(at);
    if !matches!(word, "he" | "she") {
        return unknown;
    }
    let sentence = document.sentence_of(at);
    let near = |source: &Source| {
        let said_in = document.sentence_of(source.tokens.start);
        said_in + 2 >= sentence && source.person.is_some()
    };
    let recent = before.iter().rev().take(NEAR_ATTRIBUTIONS);
    let previous = recent.map(|found| &found.source).find(|source| near(source));
    // Another person who acts in the sentence before, outside quotations, makes the pronoun ambiguous,
    // unless the last source is that sentence's own subject.
    let person = match previous {
        Some(source) if another_person_since(g, source, at) => None,
        Some(source) => source.person,
        None => only_person_before(g, at, sentence),
    };
    let Some(person) = person else { return unknown };
    Source {
        name: Some(g.names.people[person].name.clone()),
        person: Some(person),
        principal: previous.and_then(|source| source.principal.clone()),
        kind: previous.map_or(SourceType::Named, |source| source.kind),
        ..unknown
    }
}

/// Whether another person stands between the last source's sentence and the pronoun: then two fit.
fn another_person_since(g: Ground<'_>, source: &Source, at: usize) -> bool {
    let document = g.document;
    let from = document.sentences[document.sentence_of(source.tokens.start)].tokens.end;
    let sentence = document.sentences[document.sentence_of(at)].tokens.start;
    from < sentence
        && g.chart
            .within(Kind::Person, from..sentence)
            .filter(|a| document.quotation(document.span(a.tokens.clone())).is_none())
            .any(|a| g.names.mentions[a.index].person != source.person)
}

fn only_person_before(g: Ground<'_>, at: usize, sentence: usize) -> Option<usize> {
    let document = g.document;
    let from = sentence
        .checked_sub(1)
        .map_or(document.sentences[sentence].tokens.start, |s| document.sentences[s].tokens.start);
    let mut people: Vec<usize> = g
        .chart
        .within(Kind::Person, from..at)
        .filter(|a| document.quotation(document.span(a.tokens.clone())).is_none())
        .filter_map(|a| g.names.mentions[a.index].person)
        .collect();
    people.dedup();
    if let [one] = people[..] { Some(one) } else { None }
}
