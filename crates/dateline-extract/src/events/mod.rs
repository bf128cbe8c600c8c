//! Which words name which event. A mention is linked only when one event fits; when two do, it is
//! left alone, and nothing is asserted of it.

mod class;
mod conflict;
mod link;
mod mentions;
mod naming;
mod references;
#[cfg(test)]
mod tests;
mod things;
mod years;

pub(crate) use class::{is_conflict, is_held};
pub(crate) use naming::numeral;
pub(crate) use references::references;
pub use references::{EventLink, EventReference};

use crate::chart::{Annotation, Chart, Kind};
use crate::document::{Document, TokenKind};
use crate::lexicon::{Gazetteer, Lexicon, NamedClasses};
use crate::rules::RuleBook;
use crate::times::TimeMention;
use crate::verb_group::VerbGroup;
use link::Linker;
use mentions::{noun_mentions, verb_mentions};
use naming::{Introduced, bare_names, introductions, key};
use std::ops::Range;
use things::thing_mentions;

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
    pub(crate) class: &'static str,
    determiner: Determiner,
    /// Capitalised modifiers, lower case.
    proper: Vec<String>,
    /// The numbered name, if any ("Geneva II"), as tokens.
    name: Option<Range<usize>>,
    /// A time that modifies the noun ("the Tuesday talks").
    pub(crate) time: Option<usize>,
    /// Where the words begin that describe the noun, after determiner and time.
    described_from: usize,
    /// Plain words that modify the noun, lower case ("trade" in "the trade conference").
    plain: Vec<String>,
    planned: bool,
    past: bool,
    pub(crate) verb: bool,
    /// The event, when exactly one fits.
    pub(crate) entity: Option<usize>,
    /// Why it is that event, or none.
    link: EventLink,
}

impl EventMention {
    /// A mention that is all head: nothing is known of it but its words and class.
    fn unmodified(tokens: Range<usize>, class: &'static str, determiner: Determiner) -> Self {
        Self {
            head: tokens.end - 1,
            tokens,
            class,
            determiner,
            proper: Vec::new(),
            name: None,
            time: None,
            described_from: 0,
            plain: Vec::new(),
            planned: false,
            past: false,
            verb: false,
            entity: None,
            link: EventLink::First,
        }
    }
}

/// How many of its kind a story has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Occurs {
    /// Mostly one, until the story names two: a launch, a referendum.
    #[default]
    Once,
    /// Many: meetings, hearings, elections.
    Often,
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
    /// The noun for the verb that alone tells of it ("meeting" for "met").
    pub(crate) verb_head: Option<String>,
    /// Class of the head ("event-meeting").
    pub(crate) class: &'static str,
    /// The plural of its noun, where every noun for it is one ("blasts").
    pub(crate) plural: Option<String>,
    /// Words that may modify it.
    words: Vec<String>,
    /// Whether plain words have described it ("trade").
    has_plain: bool,
    /// The first words of places that follow its noun, lower case.
    places: Vec<String>,
    /// Words with capitals that have described it, lower case ("arel").
    proper: Vec<String>,
    /// Times that modify a mention.
    pub(crate) times: Vec<usize>,
    planned: bool,
    pub(crate) realised: bool,
    first_sentence: usize,
    /// What stood before the noun of its first mention; `None` if that is a verb.
    begins: Option<Determiner>,
    last_sentence: usize,
    last_token: usize,
    first_person: Option<usize>,
    /// Of a conflict: the country.
    pub(crate) country: Option<String>,
    /// How many of its kind a story has.
    pub(crate) occurs: Occurs,
    pub(crate) mentions: usize,
}

/// A name that a rule found an event to be given.
#[derive(Debug, Clone)]
pub(crate) struct Naming {
    /// Index of the event.
    pub(crate) event: usize,
    /// Tokens of the name.
    pub(crate) name: Range<usize>,
    /// Index of the rule in the book.
    pub(crate) rule: usize,
}

/// All mentions and events.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) mentions: Vec<EventMention>,
    /// Their indices, by where they begin.
    by_place: Vec<usize>,
    /// What they mean, by the index in [`EventMention::entity`].
    pub(crate) all: Vec<Event>,
    /// Words that introduce a name.
    pub(crate) namings: Vec<Naming>,
    /// The country that the article speaks of by far most often.
    pub(crate) country: Option<String>,
}

/// What the earlier stages found.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'g> {
    pub(crate) lexicon: &'g Lexicon,
    pub(crate) document: &'g Document<'g>,
    pub(crate) verbs: &'g [VerbGroup],
    pub(crate) times: &'g [TimeMention],
}

impl Ground<'_> {
    fn is_place(&self, at: usize) -> bool {
        let word = |i: usize| (i == 0).then(|| self.document.word(at));
        self.lexicon.gazetteer(Gazetteer::Place, word) == Some(1)
    }

    fn named(&self) -> &NamedClasses {
        &self.lexicon.named
    }
}

/// Finds mentions, links them to events, and puts them into the chart.
pub(crate) fn find(ground: Ground<'_>, book: &RuleBook, chart: &mut Chart) -> Events {
    let mut mentions = noun_mentions(ground, chart);
    mentions.extend(verb_mentions(ground, chart));
    let things = thing_mentions(ground, chart, &mentions);
    mentions.extend(things);
    let known: Vec<String> =
        mentions.iter().filter_map(|m| m.name.clone()).map(|n| key(ground.document, n)).collect();
    mentions.extend(bare_names(ground, chart, &mentions, &known));
    mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    for (index, mention) in mentions.iter().enumerate() {
        mark(ground, chart, mention, index);
    }
    let introduced = introductions(ground, book, chart, &mentions);
    // A name that is introduced may stand bare elsewhere.
    let more: Vec<String> = introduced.iter().map(|one| key(ground.document, one.name.clone())).collect();
    for name in bare_names(ground, chart, &mentions, &more) {
        mark(ground, chart, &name, mentions.len());
        mentions.push(name);
    }
    let mut linker = Linker::new(ground, chart);
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&at| mentions[at].tokens.start);
    for &at in &order {
        let naming = introduced.iter().find(|one| one.mention == at).map(|one| one.name.clone());
        // A name that is introduced further on belongs to the noun that introduces it.
        let noun = mentions[at].name.clone().and_then(|name| {
            let wanted = key(ground.document, name);
            let of = introduced.iter().find(|one| key(ground.document, one.name.clone()) == wanted)?;
            Some(mentions[of.mention].head)
        });
        let (entity, link) = linker.link(&mentions[at], naming, noun);
        (mentions[at].entity, mentions[at].link) = (entity, link);
    }
    let naming =
        |Introduced { mention, name, rule }| Some(Naming { event: mentions[mention].entity?, name, rule });
    let namings = introduced.into_iter().filter_map(naming).collect();
    let country = linker.country.clone();
    Events { mentions, by_place: order, all: linker.into_events(), namings, country }
}

impl Events {
    /// The mentions that begin among `tokens`, in text order.
    pub(crate) fn within(&self, tokens: Range<usize>) -> impl Iterator<Item = &EventMention> {
        let from = self.by_place.partition_point(|&at| self.mentions[at].tokens.start < tokens.start);
        let rest = self.by_place[from..].iter().map(|&at| &self.mentions[at]);
        rest.take_while(move |mention| mention.tokens.start < tokens.end)
    }

    /// Whether a form of an event has its capitals because it names ("Arkel explosion"), not because a sentence begins there
    /// ("Military attack") or because all is written so ("OIL SPILL").
    pub(crate) fn is_name(&self, document: &Document<'_>, event: usize, form: &str) -> bool {
        let shouted = form.len() > 3 && !form.chars().any(char::is_lowercase);
        let capital = form.chars().skip(1).any(char::is_uppercase);
        let mut of_event = self.mentions.iter().filter(|m| m.entity == Some(event) && !m.verb);
        !shouted
            && form.chars().any(char::is_uppercase)
            && (capital
                || of_event.any(|mention| {
                    let from = document.span(mention.tokens.clone()).end_byte.saturating_sub(form.len());
                    let first =
                        mention.tokens.clone().find(|&at| document.tokens[at].span.start_byte == from);
                    first.is_some_and(|first| {
                        let begins = document.sentences[document.sentence_of(first)].tokens.start == first;
                        document.words(first..mention.tokens.end) == form
                            && (!begins || document.tag(first).is_proper_noun())
                    })
                }))
    }
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
        let phrase = document.tokens[at].classes.has(g.named().preposition)
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
            let next_phrase = token.classes.has(g.named().preposition) && document.word(stop) != "of";
            let measured =
                chart.at(stop).iter().any(|a| matches!(a.kind, Kind::Time | Kind::Quantity) && stop > at + 1);
            // "the opening of the lists is late": the clause's own verb.
            let finite =
                token.classes.has_any(&[g.named().be, g.named().modal]) && document.tag(stop).is_finite();
            let clause = finite
                || matches!(
                    document.word(stop),
                    "that" | "which" | "who" | "whose" | "where" | "when" | "to"
                );
            if next_phrase || measured || clause {
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
