//! Event nouns with their modifiers, and verbs that say that something took place.

use super::class::{befalling, class_of, is_held, is_no_event};
use super::naming::numeral;
use super::years::year_of;
use super::{Determiner, EventLink, EventMention, Ground, covering};
use crate::chart::{Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::noun_group;
use crate::tagger::Tag;
use crate::verb_group::Direction;
use std::ops::Range;

/// Nouns that mean an event.
pub(super) fn noun_mentions(g: Ground<'_>, chart: &Chart) -> Vec<EventMention> {
    let mut out = Vec::new();
    for sentence in &g.document.sentences {
        for head in sentence.tokens.clone() {
            let token = &g.document.tokens[head];
            let Some(class) = class_of(g.named(), token.classes) else { continue };
            let main_verb =
                chart.within(Kind::Verb, sentence.tokens.clone()).any(|a| a.tokens.end == head + 1);
            if main_verb
                || token.kind != TokenKind::Word
                || modifies_next(g, chart, head, sentence.tokens.end)
            {
                continue;
            }
            let mut mention = noun_mention(g, chart, head, class, sentence.tokens.start);
            if is_gerund(g, &mention) || is_no_event(g, &mention, &sentence.tokens) {
                continue;
            }
            // "No talks were scheduled", "any future spill": there is no event to speak of.
            let first = mention.tokens.start;
            let none = |at: usize| is_none(g.document.word(at));
            if none(first) || first > sentence.tokens.start && none(first - 1) {
                continue;
            }
            if token.classes.has(g.named().disease_name) {
                // A disease's name is the name of its outbreak.
                mention.name = Some(head..head + 1);
            }
            if class == "event-storm" && is_name(g, chart, head + 1, sentence.tokens.end) {
                // "Typhoon Arel": a storm's name follows its noun.
                mention.name = Some(head..head + 2);
                mention.tokens.end = head + 2;
            }
            // "opened fire", "heavy machine-gun fire": without an article it is no event.
            let bare_fire = class == "event-fire"
                && mention.determiner == Determiner::Bare
                && (mention.plain.is_empty() && mention.proper.is_empty()
                    || (mention.tokens.start..head)
                        .any(|at| g.document.tokens[at].classes.has(g.named().gunfire)))
                && g.document.word(head) == "fire"
                && !is_joined(g, head, &sentence.tokens);
            if !bare_fire {
                out.push(mention);
            }
        }
    }
    out
}

/// "explosion and fire", "fire and explosion".
fn is_joined(g: Ground<'_>, head: usize, sentence: &Range<usize>) -> bool {
    let disaster = |at: usize| {
        let class = sentence.contains(&at).then(|| class_of(g.named(), g.document.tokens[at].classes));
        class.flatten().is_some_and(|class| !is_held(class))
    };
    let and = |at: usize| sentence.contains(&at) && g.document.word(at) == "and";
    and(head.wrapping_sub(1)) && disaster(head.wrapping_sub(2)) || and(head + 1) && disaster(head + 2)
}

/// Whether one capitalised word stands here that is no day, no place, no part of a longer name, and no noun ("the
/// Storm Museum", "Storm Chasers").
fn is_name(g: Ground<'_>, chart: &Chart, at: usize, end: usize) -> bool {
    let name = |at: usize| {
        at < end && g.document.tokens[at].capital && g.document.tag(at).is_proper_noun() && !g.is_place(at)
    };
    let day = chart.at(at).iter().any(|a| a.kind == Kind::Time);
    let c = g.named();
    let noun = |at: usize| {
        g.document.tag(at) == Tag::NNPS
            || g.document.tokens[at].classes.has_any(&[c.thing_noun, c.org_head, c.compound_head])
    };
    name(at) && !day && !name(at + 1) && !noun(at)
}

/// "stopped shooting at them": a verb, and no event.
fn is_gerund(g: Ground<'_>, mention: &EventMention) -> bool {
    let document = g.document;
    let bare = mention.determiner == Determiner::Bare && mention.tokens.len() == 1;
    let head = mention.head;
    let after_verb = head > 0 && (document.tag(head - 1).is_verb() || document.word(head - 1) == "by");
    bare && document.word(head).ends_with("ing")
        && after_verb
        && document.tokens.get(head + 1).is_some_and(|_| document.word(head + 1) == "at")
}

/// "conference room", "election commission", "fire officials": the noun only modifies the next.
fn modifies_next(g: Ground<'_>, chart: &Chart, head: usize, end: usize) -> bool {
    let next = head + 1;
    if next >= end {
        return false;
    }
    let token = &g.document.tokens[next];
    let compound = token.classes.has(g.named().compound_head)
        || class_of(g.named(), token.classes).is_some()
        || !token.capital
            && token.kind == TokenKind::Word
            // "coronavirus infections" are those of the outbreak.
            && !g.document.tokens[head].classes.has(g.named().event_outbreak)
            && g.document.tag(next).is_common_noun();
    // "conference call": a noun here, whatever it may be elsewhere.
    let noun =
        token.verb.is_none() || token.classes.has(g.named().compound_head) && g.document.tag(next) == Tag::NN;
    compound && noun && !chart.at(next).iter().any(|a| a.kind == Kind::Time)
}

/// An event noun with all that belongs to it.
pub(super) fn noun_mention(
    g: Ground<'_>,
    chart: &Chart,
    head: usize,
    class: &'static str,
    start: usize,
) -> EventMention {
    let (c, document) = (g.named(), g.document);
    let Modifiers { left, time, planned, past } = modifiers(g, chart, head, start);
    let with_determiner = left > start
        && document.tokens[left - 1].classes.has_any(&[c.article, c.demonstrative, c.possessive]);
    let after_time = time.map_or(left, |time: usize| g.times[time].tokens.end);
    let proper = (after_time..head)
        .filter(|&at| document.tokens[at].capital && document.tokens[at].kind == TokenKind::Word)
        .filter(|&at| !document.tokens[at].classes.has(c.starter) || at > start)
        .map(|at| document.word(at).to_owned())
        .collect();
    let adjectives = [c.event_planned_adjective, c.event_past_adjective, c.event_evaluation];
    let plain = (after_time..head)
        .filter(|&at| !document.tokens[at].capital && document.tokens[at].kind == TokenKind::Word)
        .filter(|&at| {
            !document.tokens[at].classes.has_any(&adjectives) && !document.word(at).ends_with("-old")
        })
        .map(|at| document.word(at).to_owned())
        .collect();
    let tokens = left - usize::from(with_determiner)..head + 1;
    EventMention {
        plain,
        time: time.or_else(|| year_of(g, chart, tokens.start..head, class)),
        tokens,
        head,
        class,
        determiner: determiner(g, left, start),
        proper,
        name: numbered_name(document, after_time, head),
        described_from: after_time,
        planned,
        past,
        verb: false,
        entity: None,
        link: EventLink::First,
    }
}

/// Whether a determiner says that there is none.
fn is_none(word: &str) -> bool {
    matches!(word, "no" | "neither" | "without" | "any" | "each" | "every")
}

/// What stands between the determiner and an event noun.
struct Modifiers {
    /// Where it begins.
    left: usize,
    /// A time among it.
    time: Option<usize>,
    planned: bool,
    past: bool,
}

/// Walks back from the noun over all that modifies it.
fn modifiers(g: Ground<'_>, chart: &Chart, head: usize, start: usize) -> Modifiers {
    let (c, document) = (g.named(), g.document);
    let mut found = Modifiers { left: head, time: None, planned: false, past: false };
    let function =
        [c.preposition, c.conjunction, c.pronoun, c.article, c.be, c.modal, c.possessive, c.demonstrative];
    while found.left > start && head - found.left < 7 {
        let at = found.left - 1;
        // "the November 5 event": a time between article and noun modifies the noun.
        let ends_here = chart
            .within(Kind::Time, start..found.left)
            .filter(|a| a.tokens.end == found.left)
            .min_by_key(|a| a.tokens.start);
        if let Some(time) = ends_here {
            let before = time.tokens.start;
            let determined = before > start && {
                let classes = document.tokens[before - 1].classes;
                classes.has_any(&[c.definite, c.demonstrative, c.possessive])
                    || matches!(document.word(before - 1), "'s" | "’s")
            };
            if determined {
                found.time = Some(time.index);
                found.left = before;
            }
            break;
        }
        let token = &document.tokens[at];
        let word = document.word(at);
        let adjective =
            token.classes.has(c.event_planned_adjective) || token.classes.has(c.event_past_adjective);
        let function = token.classes.has_any(&function) && word != "us";
        let tag = document.tag(at);
        let order = tag == Tag::VB && (at == start || document.word(at - 1) == "to");
        let finite = !token.capital && (order || matches!(tag, Tag::VBZ | Tag::VBD | Tag::RP));
        let verb = (covering(chart, Kind::Verb, at, start).is_some() || finite) && !adjective;
        let part =
            matches!(token.kind, TokenKind::Word) || (token.kind == TokenKind::Number && word.len() < 4);
        let determiner = is_none(word);
        if !part
            || (function && !adjective)
            || verb
            || determiner
            || matches!(tag, Tag::WRB | Tag::WDT | Tag::WP)
            || matches!(word, "'s" | "’s" | "has" | "have" | "had" | "whose" | "e.g" | "i.e" | "cf" | "viz")
            || matches!(word, "e.g." | "i.e." | "cf." | "viz.")
        {
            break;
        }
        found.planned |= token.classes.has(c.event_planned_adjective);
        found.past |= token.classes.has(c.event_past_adjective);
        found.left = at;
    }
    // "Gulf of Mexico oil spill": the name of a thing goes on to the left.
    while found.left > start + 1
        && found.left < head
        && document.tokens[found.left].capital
        && document.word(found.left - 1) == "of"
        && document.tokens[found.left - 2].capital
        && matches!(document.word(found.left - 2), "gulf" | "bay" | "strait" | "isle" | "cape")
    {
        found.left -= 2;
    }
    // Adverbs and bare verbs of the clause before are no modifiers.
    let adverb = |at: usize| {
        let classes = document.tokens[at].classes;
        classes.has(c.adverb)
            && !classes.has(c.event_past_adjective)
            && !classes.has(c.event_planned_adjective)
    };
    while found.left < head && adverb(found.left) {
        found.left += 1;
    }
    found
}

/// The determiner that ends before `left`.
fn determiner(g: Ground<'_>, left: usize, start: usize) -> Determiner {
    if left == start {
        return Determiner::Bare;
    }
    let (c, word) = (g.named(), g.document.word(left - 1));
    let classes = g.document.tokens[left - 1].classes;
    if classes.has_any(&[c.definite, c.possessive]) || matches!(word, "'s" | "’s") {
        Determiner::Definite
    } else if classes.has(c.demonstrative) {
        Determiner::Demonstrative
    } else if classes.has(c.indefinite) {
        Determiner::Indefinite
    } else {
        Determiner::Bare
    }
}

/// The numbered name among the words before a noun ("the Geneva II conference").
fn numbered_name(document: &Document<'_>, from: usize, head: usize) -> Option<Range<usize>> {
    let end = (from + 1..head)
        .rev()
        .find(|&at| numeral(document.word(at)).is_some() && document.tokens[at - 1].capital)?;
    let mut first = end - 1;
    while first > from && document.tokens[first - 1].capital {
        first -= 1;
    }
    Some(first..end + 1)
}

/// "met", "discussed": what happened is a meeting, though no noun says so.
pub(super) fn verb_mentions(g: Ground<'_>, chart: &Chart) -> Vec<EventMention> {
    let mut out = Vec::new();
    for sentence in &g.document.sentences {
        for annotation in chart.within(Kind::Verb, sentence.tokens.clone()) {
            let verb = &g.verbs[annotation.index];
            let meets = verb.classes.has(g.named().meet);
            let timed = chart.within(Kind::Time, annotation.tokens.end..sentence.tokens.end).next().is_some();
            if let Some(class) = befalling(g.named(), verb) {
                if !verb.negated && !verb.irrealis && !verb.gerund {
                    let tokens = annotation.tokens.clone();
                    let befallen = EventMention::unmodified(tokens, class, Determiner::Definite);
                    out.push(EventMention { past: true, verb: true, ..befallen });
                }
                continue;
            }
            let discusses = verb.classes.has(g.named().discuss) && timed && verb.direction == Direction::Past;
            // "would be met on arriving": a welcome.
            if !(meets || discusses)
                || meets && (verb.passive || meets_a_need(g, annotation.tokens.end, sentence.tokens.end))
                || verb.gerund
                || verb.infinitive
                || verb.negated
            {
                continue;
            }
            let tokens = annotation.tokens.clone();
            out.push(EventMention {
                planned: verb.irrealis,
                past: verb.direction == Direction::Past,
                verb: true,
                ..EventMention::unmodified(tokens, "event-meeting", Determiner::Indefinite)
            });
        }
    }
    out
}

/// "must meet its obligations", "met with a cool reception": nobody is met. "met opposition leaders": those are.
fn meets_a_need(g: Ground<'_>, from: usize, end: usize) -> bool {
    let document = g.document;
    let need = |at: usize| document.tokens[at].classes.has(g.named().need_noun);
    let with = usize::from(from < end && document.word(from) == "with");
    let group = noun_group::at(document, from + with, end);
    group.is_some_and(|group| need(group.head))
        || (from..end.min(from + 5))
            .any(|at| need(at) && with == 0 && !document.tag((at + 1).min(end - 1)).is_noun())
}
