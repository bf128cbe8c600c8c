//! Who the words of a source name: a person, a body, a role, a pronoun, or nobody.

use super::{Attributed, Ground, Source};
use crate::chart::{Annotation, Kind};
use crate::document::TokenKind;
use dateline_core::attribution::SourceType;
use dateline_core::text::ByteSpan;
use std::ops::Range;

/// Who is meant by the words of a source. For pronouns: `before` are the attributions before it, `content` is what it says.
pub(super) fn resolve(
    g: Ground<'_>,
    phrase: Range<usize>,
    before: &[Attributed],
    content: &[ByteSpan],
) -> Source {
    let document = g.document;
    let sentence = document.sentences[document.sentence_of(phrase.start)].tokens.clone();
    let mut start = phrase.start;
    // "July 19 - BP says": an entry of a list of days.
    while let Some(time) =
        g.chart.at(start).iter().find(|a| a.kind == Kind::Time && a.tokens.end < phrase.end)
    {
        if matches!(document.word(time.tokens.end), "'s" | "’s") {
            break;
        }
        start = time.tokens.end;
        while start + 1 < phrase.end && document.tokens[start].kind != TokenKind::Word {
            start += 1;
        }
    }
    while start + 1 < phrase.end && document.tokens[start].classes.has(g.classes.article) {
        start += 1;
    }
    if document.tokens[start].classes.has(g.classes.personal) && is_pronoun(document.word(start)) {
        return pronoun_source(g, start, before, content);
    }
    let end = head_end(g, start..phrase.end);
    if let Some(person) = super::apposed::beside(g, &(start..phrase.end), end, &sentence) {
        return person_source(g, &person, &sentence);
    }
    let ends = |kind| g.chart.within(kind, start..end).filter(|a| a.tokens.end == end).last();
    if let Some(joint) = joint_source(g, start..end) {
        return joint;
    }
    if let Some(person) = ends(Kind::Person) {
        return person_source(g, person, &sentence);
    }
    if let Some(body) = ends(Kind::Organisation) {
        return body_source(g, body.tokens.clone());
    }
    // "Interfax news agency", "the Xinhua news service".
    let carrier = |at: usize| {
        matches!(document.word(at), "news" | "agency" | "service" | "television" | "radio" | "newspaper")
    };
    let body = g.chart.within(Kind::Organisation, start..end).next();
    if let Some(body) = body.filter(|a| a.tokens.start == start && (a.tokens.end..end).all(carrier)) {
        return body_source(g, body.tokens.clone());
    }
    let role = g
        .chart
        .within(Kind::Role, start..sentence.end)
        .take_while(|a| a.tokens.start < end)
        .map(|a| &g.names.roles[a.index])
        .find(|role| role.core.start < end && (role.core.end == end || role.tokens.end == end));
    if let Some(role) = role {
        // "the mayor, Ana Prado, said": the name beside the role, and no further.
        let after = role.tokens.end.max(end);
        let aside = after < sentence.end && document.word(after) == ",";
        let named = g.chart.at(after + usize::from(aside)).iter().find(|a| a.kind == Kind::Person);
        let closed = |a: &&Annotation| {
            a.tokens.end >= sentence.end || document.tokens[a.tokens.end].kind != TokenKind::Word
        };
        if let Some(person) = named.filter(closed) {
            return person_source(g, person, &sentence);
        }
        if let Some(name) = aside.then(|| untyped_name(g, after + 1, sentence.end)).flatten() {
            return name;
        }
        if noun_kind(g, end - 1) == Some(SourceType::Unnamed) {
            return common_source(g, start..end, phrase);
        }
        let words = role.tokens.start..role.tokens.end.max(whole_end(g, end, phrase.end));
        return role_source(g, words, role.body.clone(), role.spokesperson);
    }
    common_source(g, start..end, phrase)
}

/// "the mayor, Irena Berg, said": two capitalised words between commas, and neither a place nor a body.
fn untyped_name(g: Ground<'_>, start: usize, end: usize) -> Option<Source> {
    let document = g.document;
    let capital = |at: &usize| document.tokens[*at].capital && document.tokens[*at].kind == TokenKind::Word;
    let length = (start..end).take_while(capital).count();
    let words = start..start + length;
    let closed = words.end < end && document.word(words.end) == ",";
    let known = words.clone().any(|at| !g.chart.at(at).is_empty());
    (closed && !known && matches!(length, 2 | 3)).then(|| Source {
        name: Some(document.name(words.clone())),
        kind: SourceType::Named,
        ..Source::untyped(words)
    })
}

fn is_pronoun(word: &str) -> bool {
    matches!(word, "he" | "she" | "they" | "it")
}

/// Where the head of a noun phrase ends: before its complement, aside, relative clause or participle.
fn head_end(g: Ground<'_>, phrase: Range<usize>) -> usize {
    let document = g.document;
    let mut at = phrase.start + 1;
    while at < phrase.end {
        // A name or a role is passed over as a whole ("Department of Energy", "Secretary of State").
        let name = g.chart.at(at - 1).iter().find(|a| {
            matches!(a.kind, Kind::Person | Kind::Organisation | Kind::Role) && a.tokens.end <= phrase.end
        });
        if let Some(name) = name.filter(|name| name.tokens.end > at) {
            at = name.tokens.end;
            continue;
        }
        let token = &document.tokens[at];
        let noun_before = document.tag(at - 1).is_noun();
        let mark = token.kind != TokenKind::Word && !matches!(document.word(at), "'" | "’" | "-" | "." | "&");
        let relative =
            matches!(document.word(at), "who" | "which" | "that" | "whose" | "himself" | "herself")
                && !document.is_acronym(at);
        // "officials familiar with it", but "oil major Arkel".
        let adjective =
            document.tag(at).is_adjective() && !(at + 1 < phrase.end && document.tag(at + 1).is_noun());
        let adjunct = token.classes.has(g.classes.preposition)
            || noun_before && (document.tag(at).is_verb() || adjective)
            || g.chart.at(at).iter().any(|a| a.kind == Kind::Time);
        if mark || relative || adjunct && !token.capital {
            break;
        }
        at += 1;
    }
    at
}

/// Where the words of a source without a name end: before an aside or a relative clause.
fn whole_end(g: Ground<'_>, head: usize, end: usize) -> usize {
    let stop = |at: &usize| {
        g.document.tokens[*at].kind != TokenKind::Word
            || matches!(g.document.word(*at), "who" | "which" | "that" | "whose")
                && !g.document.is_acronym(*at)
    };
    (head..end).find(stop).unwrap_or(end.max(head))
}

/// "Kerry and Lavrov": nobody of them alone says it. The words tell who.
fn joint_source(g: Ground<'_>, head: Range<usize>) -> Option<Source> {
    let document = g.document;
    let and = head.clone().find(|&at| matches!(document.word(at), "and" | "or"))?;
    let inside = |a: &Annotation| a.tokens.contains(&and);
    let named =
        [Kind::Organisation, Kind::Role].iter().any(|kind| g.chart.within(*kind, head.clone()).any(inside));
    if named || and == head.start {
        return None;
    }
    let first = noun_kind(g, and - 1);
    let kind =
        if first.is_none() && document.tokens[and - 1].capital { Some(SourceType::Named) } else { first };
    Some(Source { kind: kind.unwrap_or(SourceType::Unnamed), ..Source::untyped(head) })
}

/// What a noun says of the source that it heads.
fn noun_kind(g: Ground<'_>, at: usize) -> Option<SourceType> {
    let (classes, c) = (g.document.tokens[at].classes, g.classes);
    if classes.has(c.official_noun) {
        Some(SourceType::UnnamedOfficial)
    } else if classes.has(c.anonymous_noun) {
        Some(SourceType::Unnamed)
    } else if classes.has(c.document_noun) {
        Some(SourceType::Document)
    } else if classes.has(c.authority_noun) {
        Some(SourceType::Named)
    } else {
        None
    }
}

/// A source that no stage before this one knows: "officials", "two hospital sources", "the ministry of health",
/// "Pallas Rockets". Without a name its words tell who.
fn common_source(g: Ground<'_>, head: Range<usize>, phrase: Range<usize>) -> Source {
    let document = g.document;
    let last = head.end - 1;
    let proper = |at: usize| {
        let token = &document.tokens[at];
        token.capital
            && token.kind == TokenKind::Word
            && (at > document.sentences[document.sentence_of(at)].tokens.start
                || document.tag(at).is_proper_noun())
            && !token.classes.has_any(&[g.classes.conjunction, g.classes.preposition])
    };
    // "a U.N. estimate", "the ministry's count": it is the body that reckons.
    let reckons = matches!(
        document.word(last),
        "estimate" | "estimates" | "count" | "tally" | "figures" | "data" | "statistics" | "account"
    );
    if let Some(body) = g.chart.within(Kind::Organisation, head.clone()).last().filter(|_| reckons) {
        let principal = Some(document.words(body.tokens.clone()).to_owned());
        return Source { kind: SourceType::Document, principal, ..body_source(g, body.tokens.clone()) };
    }
    let kind = noun_kind(g, last);
    let named = match kind {
        Some(kind) => kind == SourceType::Named,
        None => proper(last),
    };
    // "the ministry of health", "the Council for the Lakes": what completes a name belongs to it.
    let mut end = head.end;
    if named && end + 1 < phrase.end && matches!(document.word(end), "of" | "for") {
        let rest = head_end(g, end + 1..phrase.end);
        if document.tokens[end + 1..rest].iter().any(|token| token.capital) || kind.is_some() {
            end = rest;
        }
    }
    // "the trade newsletter Orbit": of a name that nothing says more of, the words with capitals.
    let mut first = head.start;
    if kind.is_none() && named {
        let titles = [g.classes.role_head, g.classes.title];
        first = (head.start..head.end)
            .rev()
            .take_while(|&at| document.tokens[at].capital && !document.tokens[at].classes.has_any(&titles))
            .take_while(|&at| !document.word(at).ends_with("-based"))
            .last()
            .unwrap_or(first);
        // "state TV": no name without the word before it.
        if first == last && document.word(last) == "tv" && first > head.start {
            first -= 1;
        }
    }
    let tokens = if named { first..end } else { phrase.start..whole_end(g, head.end, phrase.end) };
    // "U.N. estimates": a document that can be told from others.
    let body = g
        .chart
        .within(Kind::Organisation, head.clone())
        .last()
        .map(|a| document.words(a.tokens.clone()).to_owned());
    let principal = body.filter(|_| kind == Some(SourceType::Document));
    let told_apart = named || principal.is_some();
    let tokens = if told_apart && !named { head } else { tokens };
    let agency = named && tokens.clone().any(|at| document.tokens[at].classes.has(g.classes.agency));
    Source {
        name: told_apart.then(|| document.name(tokens.clone())),
        principal,
        kind: if named { SourceType::Named } else { kind.unwrap_or(SourceType::Unnamed) },
        agency,
        ..Source::untyped(tokens)
    }
}

fn person_source(g: Ground<'_>, annotation: &Annotation, sentence: &Range<usize>) -> Source {
    let mention = &g.names.mentions[annotation.index];
    let name = mention.person.map(|person| g.names.people[person].name.clone());
    // "White House spokesman Jay Carney", "Harf, the State Department's spokeswoman": the body spoken for.
    let role =
        g.chart.within(Kind::Role, sentence.clone()).map(|role| &g.names.roles[role.index]).find(|role| {
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

/// An agency that was told, or that carries the words: the name in them.
pub(super) fn agency_source(g: Ground<'_>, words: Range<usize>) -> Source {
    let named = g.chart.within(Kind::Organisation, words.clone()).next();
    body_source(g, named.map_or(words, |a| a.tokens.clone()))
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

/// How many attributions back a pronoun's person is looked for: three sentences of the longest cannot hold more.
const NEAR_ATTRIBUTIONS: usize = 3 * 400;

/// A pronoun stands for the last source of the same or the preceding sentence's paragraph, if one person.
fn pronoun_source(g: Ground<'_>, at: usize, before: &[Attributed], content: &[ByteSpan]) -> Source {
    let document = g.document;
    let unknown = Source::untyped(at..at + 1);
    if !matches!(document.word(at), "he" | "she") {
        return unknown;
    }
    let sentence = document.sentence_of(at);
    let near = |source: &Source| {
        let said_in = document.sentence_of(source.tokens.start);
        said_in + 2 >= sentence && source.person.is_some()
    };
    let recent = before.iter().rev().take(NEAR_ATTRIBUTIONS);
    let previous = recent.filter_map(|found| found.source.as_ref()).find(|source| near(source));
    // Another person who acts in the sentence before, outside quotations, makes the pronoun ambiguous,
    // unless the last source is that sentence's own subject.
    let person = match previous {
        Some(source) if another_person_since(g, source, at, content) => None,
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

/// Whether another person stands between the last source's sentence and the pronoun, but for whom it speaks of: then two fit.
fn another_person_since(g: Ground<'_>, source: &Source, at: usize, content: &[ByteSpan]) -> bool {
    let document = g.document;
    let from = document.sentences[document.sentence_of(source.tokens.start)].tokens.end;
    from < at
        && g.chart
            .within(Kind::Person, from..at)
            .map(|a| (a, document.span(a.tokens.clone())))
            .filter(|(_, span)| document.quotation(*span).is_none())
            .filter(|(_, span)| !content.iter().any(|told| told.contains(*span)))
            .any(|(a, _)| g.names.mentions[a.index].person != source.person)
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
