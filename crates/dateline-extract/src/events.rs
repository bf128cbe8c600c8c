//! Stage 8: which words name which event. A mention is linked only when one event fits; when two do, it is
//! left alone, and nothing is asserted of it.

use crate::chart::{Annotation, Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Class, Gazetteer, Lexicon};
use crate::pattern::View;
use crate::rules::{Action, RuleBook};
use crate::times::{TimeExpression, TimeMention};
use crate::verb_group::{Direction, VerbGroup};
use std::collections::BTreeMap;
use std::ops::Range;

/// What stands before the noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Determiner {
    Definite,
    Demonstrative,
    Indefinite,
    Bare,
}

/// Words that mean an event.
#[derive(Debug, Clone)]
pub(crate) struct EventMention {
    pub(crate) tokens: Range<usize>,
    /// The noun (or the verb) that makes it an event.
    head: usize,
    class: &'static str,
    determiner: Determiner,
    /// Capitalised modifiers, lower case.
    proper: Vec<String>,
    /// The numbered name, if any ("Geneva II"), as tokens.
    name: Option<Range<usize>>,
    /// A time that modifies the noun ("the Tuesday talks").
    pub(crate) time: Option<usize>,
    /// Where the words begin that describe the noun, after determiner and time.
    described_from: usize,
    planned: bool,
    past: bool,
    verb: bool,
    /// The event, when exactly one fits.
    pub(crate) entity: Option<usize>,
}

/// An event of the article.
#[derive(Debug, Clone, Default)]
pub(crate) struct Event {
    /// Proper names, verbatim, in text order.
    pub(crate) names: Vec<String>,
    /// Other forms used, verbatim, without determiner.
    pub(crate) forms: Vec<String>,
    /// Head nouns used, in text order.
    pub(crate) heads: Vec<String>,
    /// Class of the head ("event-meeting").
    pub(crate) class: &'static str,
    /// Words that may modify it.
    words: Vec<String>,
    /// Times that modify a mention.
    pub(crate) times: Vec<usize>,
    planned: bool,
    pub(crate) realised: bool,
    last_sentence: usize,
    last_token: usize,
    first_person: Option<usize>,
    pub(crate) mentions: usize,
}

/// All mentions and events.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) mentions: Vec<EventMention>,
    pub(crate) events: Vec<Event>,
    /// Words that introduce a name: (event, tokens of the name).
    pub(crate) namings: Vec<(usize, Range<usize>)>,
}

/// Word classes this stage needs.
#[derive(Debug)]
pub(crate) struct EventClasses {
    classes: Vec<(&'static str, Class)>,
    definite: Class,
    demonstrative: Class,
    indefinite: Class,
    possessive: Class,
    planned: Class,
    past: Class,
    preposition: Class,
    conjunction: Class,
    pronoun: Class,
    article: Class,
    adverb: Class,
    be: Class,
    modal: Class,
    meet: Class,
    discuss: Class,
    hold: Class,
    starter: Class,
    compound: Class,
    take: Class,
    begin: Class,
    happen: Class,
    kill: Class,
    befalling: [(Class, &'static str, &'static str); 3],
}

const CLASS_NAMES: &[&str] = &[
    "event-meeting",
    "event-vote",
    "event-trial",
    "event-launch",
    "event-ceremony",
    "event-collapse",
    "event-quake",
    "event-flood",
    "event-storm",
    "event-fire",
    "event-blast",
    "event-attack",
    "event-crash",
    "event-spill",
    "event-outbreak",
    "event-landslide",
    "event-campaign",
    "event-strike",
    "event-held-generic",
    "event-disaster-generic",
];

impl EventClasses {
    pub(crate) fn of(lexicon: &Lexicon) -> Option<Self> {
        let classes =
            CLASS_NAMES.iter().map(|name| Some((*name, lexicon.class(name)?))).collect::<Option<_>>()?;
        Some(Self {
            classes,
            definite: lexicon.class("definite")?,
            demonstrative: lexicon.class("demonstrative")?,
            indefinite: lexicon.class("indefinite")?,
            possessive: lexicon.class("possessive")?,
            planned: lexicon.class("event-planned-adjective")?,
            past: lexicon.class("event-past-adjective")?,
            preposition: lexicon.class("preposition")?,
            conjunction: lexicon.class("conjunction")?,
            pronoun: lexicon.class("pronoun")?,
            article: lexicon.class("article")?,
            adverb: lexicon.class("adverb")?,
            be: lexicon.class("be")?,
            modal: lexicon.class("modal")?,
            meet: lexicon.class("meet")?,
            discuss: lexicon.class("discuss")?,
            hold: lexicon.class("hold")?,
            starter: lexicon.class("starter")?,
            compound: lexicon.class("compound-head")?,
            take: lexicon.class("take")?,
            begin: lexicon.class("begin")?,
            happen: lexicon.class("happen")?,
            kill: lexicon.class("kill")?,
            befalling: [
                (lexicon.class("collapse")?, "event-collapse", "collapse"),
                (lexicon.class("explode")?, "event-blast", "explosion"),
                (lexicon.class("crash")?, "event-crash", "crash"),
            ],
        })
    }
}

/// Is it a happening that people plan?
pub(crate) fn is_held(class: &str) -> bool {
    matches!(
        class,
        "event-meeting"
            | "event-vote"
            | "event-trial"
            | "event-launch"
            | "event-ceremony"
            | "event-campaign"
            | "event-held-generic"
    )
}

fn compatible(mention: &str, event: &str) -> bool {
    mention == event
        || (mention == "event-held-generic" && is_held(event))
        || (mention == "event-disaster-generic" && !is_held(event))
        || (event == "event-disaster-generic" && !is_held(mention))
}

/// What the earlier stages found.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'g> {
    pub(crate) lexicon: &'g Lexicon,
    pub(crate) document: &'g Document<'g>,
    pub(crate) classes: &'g EventClasses,
    pub(crate) verbs: &'g [VerbGroup],
    pub(crate) times: &'g [TimeMention],
}

/// Finds mentions, links them to events, and puts them into the chart.
pub(crate) fn find(ground: Ground<'_>, book: &RuleBook, chart: &mut Chart) -> Events {
    let mut mentions = noun_mentions(ground, chart);
    mentions.extend(verb_mentions(ground, chart));
    let known: Vec<String> =
        mentions.iter().filter_map(|m| m.name.clone()).map(|n| key(ground.document, n)).collect();
    mentions.extend(bare_names(ground, chart, &mentions, &known));
    mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    for (index, mention) in mentions.iter().enumerate() {
        mark(ground, chart, mention, index);
    }
    let introduced = introductions(ground, book, chart, &mentions);
    // A name that is introduced may stand bare elsewhere.
    let more: Vec<String> = introduced.iter().map(|(_, name)| key(ground.document, name.clone())).collect();
    for name in bare_names(ground, chart, &mentions, &more) {
        mark(ground, chart, &name, mentions.len());
        mentions.push(name);
    }
    let mut linker = Linker { ground, chart, events: Vec::new(), names: BTreeMap::new() };
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&at| mentions[at].tokens.start);
    for at in order {
        let naming = introduced.iter().find(|(mention, _)| *mention == at).map(|(_, name)| name.clone());
        // A name that is introduced further on belongs to the noun that introduces it.
        let noun = mentions[at].name.clone().and_then(|name| {
            let wanted = key(ground.document, name);
            let of = introduced.iter().find(|(_, name)| key(ground.document, name.clone()) == wanted)?;
            Some(mentions[of.0].head)
        });
        let entity = linker.link(&mentions[at], naming, noun);
        mentions[at].entity = entity;
    }
    let namings = introduced
        .into_iter()
        .filter_map(|(mention, name)| Some((mentions[mention].entity?, name)))
        .collect();
    Events { mentions, events: linker.events, namings }
}

/// Puts a mention into the chart: alone, and with each of the phrases that may follow it ("the conference",
/// "the conference on Syria", "the conference on Syria that was announced this week").
fn mark(g: Ground<'_>, chart: &mut Chart, mention: &EventMention, index: usize) {
    if mention.verb {
        return;
    }
    chart.add(Kind::Event, mention.tokens.clone(), index);
    let document = g.document;
    let end = document.sentences[document.sentence_of(mention.head)].tokens.end;
    let limit = end.min(mention.tokens.end + 16);
    let mut at = mention.tokens.end;
    while at < limit {
        let word = document.word(at);
        let relative = matches!(word, "that" | "which") && starts_verb(chart, at + 1);
        let phrase = document.tokens[at].classes.has(g.classes.preposition)
            && !matches!(word, "by" | "after" | "before" | "until" | "since" | "during" | "to")
            && !chart.at(at).iter().any(|a| a.kind == Kind::Time);
        if !(phrase || relative) {
            return;
        }
        let mut stop = at + 1;
        if relative {
            // Over the relative clause's own verb, to the next one.
            let own = chart.at(stop).iter().find(|a| a.kind == Kind::Verb).map_or(stop, |a| a.tokens.end);
            stop = (own..limit).find(|&i| starts_verb(chart, i) || !in_phrase(document, i)).unwrap_or(limit);
            if stop < limit && starts_verb(chart, stop) {
                chart.add(Kind::Event, mention.tokens.start..stop, index);
            }
            return;
        }
        while stop < limit && in_phrase(document, stop) && !starts_verb(chart, stop) {
            let token = &document.tokens[stop];
            let next_phrase = token.classes.has(g.classes.preposition) && document.word(stop) != "of";
            let measured =
                chart.at(stop).iter().any(|a| matches!(a.kind, Kind::Time | Kind::Quantity) && stop > at + 1);
            if next_phrase || measured || matches!(document.word(stop), "that" | "which" | "who" | "to") {
                break;
            }
            stop += 1;
        }
        if stop == at + 1 {
            return;
        }
        chart.add(Kind::Event, mention.tokens.start..stop, index);
        at = stop;
    }
}

fn in_phrase(document: &Document<'_>, at: usize) -> bool {
    matches!(document.tokens[at].kind, TokenKind::Word | TokenKind::Number)
}

fn starts_verb(chart: &Chart, at: usize) -> bool {
    chart.at(at).iter().any(|a| a.kind == Kind::Verb)
}

fn covering(chart: &Chart, kind: Kind, at: usize, from: usize) -> Option<&Annotation> {
    (from..=at).flat_map(|start| chart.at(start)).find(|a| a.kind == kind && a.tokens.contains(&at))
}

fn noun_mentions(g: Ground<'_>, chart: &Chart) -> Vec<EventMention> {
    let mut out = Vec::new();
    for sentence in &g.document.sentences {
        for head in sentence.tokens.clone() {
            let token = &g.document.tokens[head];
            let Some(class) = class_of(g, head) else { continue };
            let main_verb =
                chart.within(Kind::Verb, sentence.tokens.clone()).any(|a| a.tokens.end == head + 1);
            if main_verb
                || token.kind != TokenKind::Word
                || modifies_next(g, chart, head, sentence.tokens.end)
            {
                continue;
            }
            let mention = noun_mention(g, chart, head, class, sentence.tokens.start);
            // "opened fire": without an article it is no event.
            let bare_fire = class == "event-fire"
                && mention.determiner == Determiner::Bare
                && document_word(g.document, head) == "fire";
            if !bare_fire {
                out.push(mention);
            }
        }
    }
    out
}

fn class_of(g: Ground<'_>, at: usize) -> Option<&'static str> {
    let classes = g.document.tokens[at].classes;
    g.classes.classes.iter().find(|(_, class)| classes.has(*class)).map(|(name, _)| *name)
}

/// "conference room", "election commission", "fire officials": the noun only modifies the next.
fn modifies_next(g: Ground<'_>, chart: &Chart, head: usize, end: usize) -> bool {
    let next = head + 1;
    if next >= end {
        return false;
    }
    let token = &g.document.tokens[next];
    let compound = token.classes.has(g.classes.compound) || class_of(g, next).is_some();
    compound && token.verb.is_none() && !chart.at(next).iter().any(|a| a.kind == Kind::Time)
}

fn noun_mention(
    g: Ground<'_>,
    chart: &Chart,
    head: usize,
    class: &'static str,
    start: usize,
) -> EventMention {
    let (c, document) = (g.classes, g.document);
    let mut left = head;
    let mut time = None;
    let (mut planned, mut past) = (false, false);
    while left > start && head - left < 7 {
        let at = left - 1;
        // "the November 5 event": a time between article and noun modifies the noun.
        let ends_here = chart
            .within(Kind::Time, start..left)
            .filter(|a| a.tokens.end == left)
            .min_by_key(|a| a.tokens.start);
        if let Some(found) = ends_here {
            let before = found.tokens.start;
            let determined = before > start && {
                let classes = document.tokens[before - 1].classes;
                classes.has(c.definite)
                    || classes.has(c.demonstrative)
                    || classes.has(c.possessive)
                    || matches!(document.word(before - 1), "'s" | "’s")
            };
            if determined {
                time = Some(found.index);
                left = before;
            }
            break;
        }
        let token = &document.tokens[at];
        let word = document.word(at);
        let adjective = token.classes.has(c.planned) || token.classes.has(c.past);
        let function = [
            c.preposition,
            c.conjunction,
            c.pronoun,
            c.article,
            c.be,
            c.modal,
            c.possessive,
            c.demonstrative,
        ]
        .iter()
        .any(|class| token.classes.has(*class))
            && word != "us";
        let verb = covering(chart, Kind::Verb, at, start).is_some() && !adjective;
        let part =
            matches!(token.kind, TokenKind::Word) || (token.kind == TokenKind::Number && word.len() < 4);
        if !part || (function && !adjective) || verb || matches!(word, "'s" | "’s" | "has" | "have" | "had")
        {
            break;
        }
        planned |= token.classes.has(c.planned);
        past |= token.classes.has(c.past);
        left = at;
    }
    // Adverbs and bare verbs of the clause before are no modifiers.
    let adverb = |at: usize| {
        let classes = document.tokens[at].classes;
        classes.has(c.adverb) && !classes.has(c.past) && !classes.has(c.planned)
    };
    while left < head && adverb(left) {
        left += 1;
    }
    let determiner = (left > start).then(|| left - 1).map_or(Determiner::Bare, |at| {
        let classes = document.tokens[at].classes;
        if classes.has(c.definite) || matches!(document.word(at), "'s" | "’s") || classes.has(c.possessive)
        {
            Determiner::Definite
        } else if classes.has(c.demonstrative) {
            Determiner::Demonstrative
        } else if classes.has(c.indefinite) {
            Determiner::Indefinite
        } else {
            Determiner::Bare
        }
    });
    let with_determiner = left > start && {
        let classes = document.tokens[left - 1].classes;
        classes.has(c.article) || classes.has(c.demonstrative) || classes.has(c.possessive)
    };
    let after_time = time.map_or(left, |time: usize| g.times[time].tokens.end);
    let name = (after_time + 1..head)
        .rev()
        .find(|&at| numeral(document.word(at)).is_some() && document.tokens[at - 1].capital);
    let name = name.map(|end| {
        let mut first = end - 1;
        while first > after_time && document.tokens[first - 1].capital {
            first -= 1;
        }
        first..end + 1
    });
    let proper = (after_time..head)
        .filter(|&at| document.tokens[at].capital && document.tokens[at].kind == TokenKind::Word)
        .filter(|&at| !document.tokens[at].classes.has(c.starter) || at > start)
        .map(|at| document.word(at).to_owned())
        .collect();
    let tokens = left - usize::from(with_determiner)..head + 1;
    EventMention {
        tokens,
        head,
        class,
        determiner,
        proper,
        name,
        time,
        described_from: after_time,
        planned,
        past,
        verb: false,
        entity: None,
    }
}

/// "met", "discussed": what happened is a meeting, though no noun says so.
fn verb_mentions(g: Ground<'_>, chart: &Chart) -> Vec<EventMention> {
    let mut out = Vec::new();
    for sentence in &g.document.sentences {
        for annotation in chart.within(Kind::Verb, sentence.tokens.clone()) {
            let verb = &g.verbs[annotation.index];
            let meets = verb.classes.has(g.classes.meet);
            let timed = chart.within(Kind::Time, annotation.tokens.end..sentence.tokens.end).next().is_some();
            let befalls = befalling(g, verb);
            if let Some((class, _)) = befalls {
                if !verb.negated && !verb.irrealis && !verb.gerund {
                    out.push(EventMention {
                        tokens: annotation.tokens.clone(),
                        head: annotation.tokens.end - 1,
                        class,
                        determiner: Determiner::Definite,
                        proper: Vec::new(),
                        name: None,
                        time: None,
                        described_from: 0,
                        planned: false,
                        past: true,
                        verb: true,
                        entity: None,
                    });
                }
                continue;
            }
            let discusses = verb.classes.has(g.classes.discuss) && timed && verb.direction == Direction::Past;
            if !(meets || discusses) || verb.gerund || verb.infinitive || verb.negated {
                continue;
            }
            out.push(EventMention {
                tokens: annotation.tokens.clone(),
                head: annotation.tokens.end - 1,
                class: "event-meeting",
                determiner: Determiner::Indefinite,
                proper: Vec::new(),
                name: None,
                time: None,
                described_from: 0,
                planned: verb.irrealis,
                past: verb.direction == Direction::Past,
                verb: true,
                entity: None,
            });
        }
    }
    out
}

/// A verb that says what befell ("collapsed"), as the noun for it.
fn befalling(g: Ground<'_>, verb: &VerbGroup) -> Option<(&'static str, &'static str)> {
    g.classes
        .befalling
        .iter()
        .find(|(class, ..)| verb.classes.has(*class))
        .map(|(_, class, head)| (*class, *head))
}

/// Numbered names standing alone ("organise Geneva 2"): those known by a noun elsewhere, and any place with
/// a numeral, which names a meeting held there.
fn bare_names(
    g: Ground<'_>,
    chart: &Chart,
    mentions: &[EventMention],
    known: &[String],
) -> Vec<EventMention> {
    let document = g.document;
    let mut out = Vec::new();
    for sentence in &document.sentences {
        for at in sentence.tokens.start + 1..sentence.tokens.end {
            if numeral(document.word(at)).is_none() || !document.tokens[at - 1].capital {
                continue;
            }
            let mut first = at - 1;
            while first > sentence.tokens.start
                && document.tokens[first - 1].capital
                && !document.tokens[first - 1].classes.has(g.classes.starter)
            {
                first -= 1;
            }
            let name = first..at + 1;
            let inside =
                mentions.iter().any(|m| !m.verb && m.tokens.start < name.end && name.start < m.tokens.end);
            let timed = covering(chart, Kind::Time, at, sentence.tokens.start).is_some();
            let is_known = known.contains(&key(document, name.clone()));
            let place = name.len() == 2 && g.is_place(first);
            if inside || timed || !(is_known || place) {
                continue;
            }
            let determined =
                first > sentence.tokens.start && document.tokens[first - 1].classes.has(g.classes.article);
            out.push(EventMention {
                tokens: first - usize::from(determined)..at + 1,
                head: at,
                class: "event-meeting",
                determiner: Determiner::Definite,
                proper: Vec::new(),
                name: Some(name),
                time: None,
                described_from: 0,
                planned: false,
                past: false,
                verb: false,
                entity: None,
            });
        }
    }
    out
}

impl Ground<'_> {
    fn is_place(&self, at: usize) -> bool {
        let word = |i: usize| (i == 0).then(|| self.document.word(at));
        self.lexicon.gazetteer(Gazetteer::Place, word) == Some(1)
    }
}

/// What the naming rules find: (mention, tokens of the name).
fn introductions(
    g: Ground<'_>,
    book: &RuleBook,
    chart: &Chart,
    mentions: &[EventMention],
) -> Vec<(usize, Range<usize>)> {
    let view = View { document: g.document, chart, verbs: g.verbs };
    let mut out = Vec::new();
    for rule in book.rules.iter().filter(|rule| matches!(rule.action, Action::Naming)) {
        for sentence in &g.document.sentences {
            for at in sentence.tokens.clone() {
                for pattern in &rule.patterns {
                    let Some(found) = pattern.match_at(view, at, sentence.tokens.end) else { continue };
                    let subject = found.slot(&book.slots, "subject").and_then(|capture| capture.annotation);
                    if let (Some((Kind::Event, mention)), Some(name)) = (subject, found.evidence) {
                        if mention < mentions.len()
                            && !out.iter().any(|(_, known): &(usize, Range<usize>)| *known == name)
                        {
                            out.push((mention, name));
                        }
                    }
                }
            }
        }
    }
    out
}

struct Linker<'l> {
    ground: Ground<'l>,
    chart: &'l Chart,
    events: Vec<Event>,
    names: BTreeMap<String, usize>,
}

impl Linker<'_> {
    fn link(
        &mut self,
        mention: &EventMention,
        naming: Option<Range<usize>>,
        noun: Option<usize>,
    ) -> Option<usize> {
        let document = self.ground.document;
        let name = mention.name.clone().or(naming);
        let by_name = name.as_ref().and_then(|name| self.names.get(&key(document, name.clone())).copied());
        let entity = by_name.map_or_else(
            || self.resolve(mention, name.is_some().then(|| noun.unwrap_or(mention.head))),
            |event| Ok(Some(event)),
        );
        let entity = match entity {
            Ok(Some(entity)) => entity,
            Ok(None) => return None,
            Err(New) => {
                self.events.push(Event { class: mention.class, ..Event::default() });
                self.events.len() - 1
            }
        };
        self.record(mention, entity, name);
        Some(entity)
    }

    /// `named` is the head noun of a mention that carries a name.
    fn resolve(&self, mention: &EventMention, named: Option<usize>) -> Result<Option<usize>, New> {
        if mention.verb && is_held(mention.class) {
            return self.same_verb_event(mention).map(Some).ok_or(New);
        }
        if mention.verb {
            let same = (0..self.events.len()).filter(|&e| self.events[e].class == mention.class);
            return match same.collect::<Vec<_>>()[..] {
                [] => Err(New),
                [one] => Ok(Some(one)),
                _ => Ok(None),
            };
        }
        match mention.determiner {
            Determiner::Indefinite => return Err(New),
            // "talks" without an article starts a new event, unless its modifiers are those of a known one
            // ("holding Geneva conference").
            Determiner::Bare if mention.proper.is_empty() => return Err(New),
            _ => {}
        }
        let mut fits: Vec<usize> =
            (0..self.events.len()).filter(|&e| compatible(mention.class, self.events[e].class)).collect();
        if let Some(noun) = named {
            // A name that is new here belongs to an event that has none.
            let head = singular(document_word(self.ground.document, noun));
            fits.retain(|&e| {
                let event = &self.events[e];
                event.names.is_empty() && !event.realised && event.heads.contains(&head)
            });
        }
        if let Some(time) = mention.time {
            fits.retain(|&e| self.time_fits(time, e));
        }
        if mention.name.is_none() {
            fits.retain(|&e| {
                let event = &self.events[e];
                mention.proper.iter().all(|word| event.words.contains(word))
            });
        }
        if mention.planned {
            fits.retain(|&e| !self.events[e].realised);
        }
        if mention.past {
            fits.retain(|&e| !self.events[e].planned);
        }
        if fits.len() > 1 {
            let head = singular(document_word(self.ground.document, mention.head));
            let same: Vec<usize> =
                fits.iter().copied().filter(|&e| self.events[e].heads.contains(&head)).collect();
            let real: Vec<usize> = match self.is_real(mention) {
                Some(real) => fits.iter().copied().filter(|&e| self.events[e].realised == real).collect(),
                None => Vec::new(),
            };
            fits = match (same.len(), real.len()) {
                (_, 1) if !mention.proper.is_empty() => real,
                (1, _) => same,
                (n, _) if n > 1 => {
                    let both: Vec<usize> = same.iter().copied().filter(|e| real.contains(e)).collect();
                    if both.len() == 1 { both } else { same }
                }
                (_, 1) => real,
                _ => fits,
            };
        }
        if fits.len() > 1 && mention.determiner == Determiner::Demonstrative {
            // "those talks" points at the last one spoken of.
            let sentence = self.ground.document.sentence_of(mention.head);
            fits.retain(|&e| self.events[e].last_sentence + 1 >= sentence);
            fits.sort_by_key(|&e| std::cmp::Reverse(self.events[e].last_token));
            fits.truncate(1);
        }
        match fits[..] {
            [] => Err(New),
            [one] => Ok(Some(one)),
            _ => Ok(None),
        }
    }

    /// "has met diplomats … On Tuesday, he met the diplomats": one meeting, told twice by the same subject.
    fn same_verb_event(&self, mention: &EventMention) -> Option<usize> {
        let person = self.person_before(mention)?;
        let head = self.head_of(mention);
        (0..self.events.len()).find(|&e| {
            let event = &self.events[e];
            event.first_person == Some(person) && event.heads.first() == Some(&head) && event.times.is_empty()
        })
    }

    fn person_before(&self, mention: &EventMention) -> Option<usize> {
        let sentence = &self.ground.document.sentences[self.ground.document.sentence_of(mention.head)];
        let people: Vec<&Annotation> =
            self.chart.within(Kind::Person, sentence.tokens.start..mention.tokens.start).collect();
        people.last().map(|a| a.index).and_then(|_| people.last()).map(|a| hash_name(self.ground.document, a))
    }

    fn time_fits(&self, time: usize, event: usize) -> bool {
        let wanted = &self.ground.times[time].expression;
        let known = &self.events[event].times;
        !known.is_empty() && known.iter().all(|&t| times_compatible(wanted, &self.ground.times[t].expression))
    }

    /// Whether the clause speaks of the mention as real (past) or not yet.
    fn is_real(&self, mention: &EventMention) -> Option<bool> {
        let sentence = &self.ground.document.sentences[self.ground.document.sentence_of(mention.head)];
        let after = self.chart.within(Kind::Verb, mention.tokens.end..sentence.tokens.end).next();
        let before = self.chart.within(Kind::Verb, sentence.tokens.start..mention.tokens.start).last();
        let near = after
            .filter(|a| a.tokens.start <= mention.tokens.end + 1)
            .or_else(|| before.filter(|a| a.tokens.end + 1 >= mention.tokens.start))?;
        let verb = &self.ground.verbs[near.index];
        match verb.direction {
            Direction::Future => Some(false),
            Direction::Past => {
                // Only what is done by or to a happening makes it real: "dubbed" and "discussed" do not.
                let c = self.ground.classes;
                let real = [c.hold, c.take, c.begin, c.happen, c.kill, c.meet];
                real.iter().any(|class| verb.classes.has(*class)).then_some(true)
            }
            // "committed to holding": a gerund after an intention is not real.
            Direction::Open => Some(!verb.classes.has(self.ground.classes.hold)),
            Direction::Present => None,
        }
    }

    fn head_of(&self, mention: &EventMention) -> String {
        let (document, classes) = (self.ground.document, self.ground.classes);
        if !mention.verb {
            return singular(document_word(document, mention.head));
        }
        if !is_held(mention.class) {
            let noun = classes.befalling.iter().find(|(_, class, _)| *class == mention.class);
            return noun.map_or_else(|| "event".into(), |(_, _, head)| (*head).into());
        }
        let meets = document.tokens[mention.head].verb.is_some_and(|verb| verb.classes.has(classes.meet));
        if meets { "meeting".into() } else { "talks".into() }
    }

    fn record(&mut self, mention: &EventMention, entity: usize, name: Option<Range<usize>>) {
        let document = self.ground.document;
        let head = self.head_of(mention);
        let real = self.is_real(mention);
        let sentence = document.sentence_of(mention.head);
        let person = if mention.verb { self.person_before(mention) } else { None };
        let bounds = document.sentences[sentence].tokens.clone();
        let verb_time = (mention.verb && is_held(mention.class)).then(|| {
            // The time of a verb: straight after its clause's start, or at its end.
            self.chart.within(Kind::Time, bounds).next().map(|a| a.index)
        });
        let event = &mut self.events[entity];
        if is_held(mention.class) && event.class == "event-held-generic" {
            event.class = mention.class;
        }
        if let Some(name) = name {
            let text = document.words(name.clone()).to_owned();
            self.names.insert(key(document, name.clone()), entity);
            event.words.extend(name.map(|at| document.word(at).to_owned()));
            if !event.names.contains(&text) {
                event.names.push(text);
            }
        }
        event.words.extend(mention.proper.iter().cloned());
        if !event.heads.contains(&head) {
            event.heads.push(head);
        }
        if !mention.verb {
            let start = mention.described_from.max(mention.tokens.start);
            let determined = document.tokens[start].classes.has(self.ground.classes.article)
                || document.tokens[start].classes.has(self.ground.classes.demonstrative)
                || document.tokens[start].classes.has(self.ground.classes.possessive);
            let form = document
                .words(start + usize::from(determined && start + 1 < mention.tokens.end)..mention.tokens.end);
            if !event.forms.iter().any(|known| known == form) {
                event.forms.push(form.to_owned());
            }
        }
        event.times.extend(mention.time);
        event.times.extend(verb_time.flatten());
        event.planned |= mention.planned || real == Some(false);
        event.realised |= (mention.verb && mention.past) || (real == Some(true) && !mention.planned);
        event.last_sentence = sentence;
        event.last_token = mention.head;
        event.first_person = event.first_person.or(person);
        event.mentions += 1;
    }
}

/// The mention starts an event of its own.
struct New;

fn document_word<'d>(document: &'d Document<'_>, at: usize) -> &'d str {
    document.word(at)
}

fn hash_name(document: &Document<'_>, annotation: &Annotation) -> usize {
    // The surname's first mention identifies the person well enough within one article.
    let surname = document.word(annotation.tokens.end - 1);
    (0..annotation.tokens.end).find(|&at| document.word(at) == surname).unwrap_or(annotation.tokens.start)
}

/// Whether two times can be one day, the year unknown: "Tuesday" and "November 5" can, "November 23" and
/// "November 5" cannot.
fn times_compatible(one: &TimeExpression, other: &TimeExpression) -> bool {
    use TimeExpression::{Date, Weekday};
    match (one, other) {
        (Date { month, day, .. }, Date { month: m, day: d, .. }) => {
            (month.is_none() || m.is_none() || month == m) && (day.is_none() || d.is_none() || day == d)
        }
        (Weekday { weekday, .. }, Weekday { weekday: w, .. }) => weekday == w,
        (Date { day: Some(_), .. }, Weekday { .. }) | (Weekday { .. }, Date { day: Some(_), .. }) => true,
        _ => one == other,
    }
}

/// The value of a roman or arabic numeral up to 20 that numbers a name.
pub(crate) fn numeral(word: &str) -> Option<u8> {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    if let Some(at) = ROMAN.iter().skip(1).position(|roman| *roman == word) {
        return u8::try_from(at + 2).ok();
    }
    word.parse().ok().filter(|n| (1..=20).contains(n))
}

/// A numbered name made comparable: "Geneva II" and "Geneva 2" are one.
fn key(document: &Document<'_>, name: Range<usize>) -> String {
    let words: Vec<String> = name
        .map(|at| {
            let word = document.word(at);
            numeral(word).map_or_else(|| word.to_owned(), |n| n.to_string())
        })
        .collect();
    words.join(" ")
}

/// Singular of an event noun; talks and negotiations have none.
fn singular(word: &str) -> String {
    if matches!(word, "talks" | "consultations" | "negotiations" | "congress") {
        return word.to_owned();
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}
