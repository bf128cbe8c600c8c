//! Things that a noun group alone names: works, wells, bridges, reports, sales.

use super::beginnings::goes_on;
use super::maker::Maker;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::events::{is_conflict, is_held};
use crate::noun_group;
use crate::pattern::Capture;
use crate::reading::Reading;
use crate::subjects::SubjectKey;
use crate::tagger::Tag;
use crate::verb_group::Direction;
use std::ops::Range;

impl Maker<'_> {
    /// The thing that a noun group names, by its noun with what modifies it ("first relief well", "sale of the mill").
    /// `None` where the group is only a part of what is meant, or means nobody's thing in particular.
    pub(super) fn thing(&self, capture: &Capture) -> Option<SubjectKey> {
        let reading = self.reading;
        let document = &reading.document;
        let group = capture.tokens.clone();
        let head = group.end - 1;
        let first = document.sentences[self.sentence].tokens.start;
        if group.start > first
            && group.start == self.found.tokens.start
            && goes_before(reading, group.start - 1)
        {
            return None;
        }
        if group.start > first && group.start == self.found.tokens.start && self.is_built(group.start - 1) {
            return None;
        }
        let mut words = self.found.tokens.clone().map(|at| document.word(at));
        // What reopens was opened before.
        if words.any(|word| word == "supposed" || word.starts_with("reopen")) {
            return None;
        }
        let begins = self.spec.attribute.as_str() == "started";
        let mut happenings = reading.events.mentions.iter().filter(|m| m.tokens.end == head + 1);
        if let Some(mention) = happenings.find(|m| m.class != "event-thing") {
            let event = mention.entity?;
            let class = reading.events.all[event].class;
            if is_conflict(class) {
                return begins.then(|| SubjectKey::Conflict(event, self.called(&mention.tokens)));
            }
            // The day on which a meeting begins or opens is its date.
            let told = match self.spec.attribute.as_str() {
                "started" => goes_on(class, document.word(head)),
                "completed" => is_held(class),
                _ => false,
            };
            return (told && !self.is_another(&mention.tokens)).then_some(SubjectKey::Event(event));
        }
        let work = reading.has_class(head, reading.classes.work_noun);
        let mut ready = self.found.tokens.clone();
        let agent = ready.any(|at| document.word(at) == "ready") && may_be_people(document.word(head));
        let daily = self.spec.attribute.as_str() == "opened" && opens_daily(&document.lemma(head).text());
        if !is_thing(reading, head, first) || begins && !work || agent || daily {
            return None;
        }
        let start = group.clone().find(|&at| !is_determiner(reading, at)).unwrap_or(head);
        // "two years' work" is none of two years.
        if group
            .clone()
            .any(|at| document.tag(at) == Tag::POS && reading.has_class(at - 1, reading.classes.unit))
        {
            return None;
        }
        let mut before = group.start..start;
        let timed = reading.chart.within(Kind::Time, group.clone()).next().is_some();
        if timed
            || before.any(|at| is_of_none_or_any(document.word(at)))
            || is_of_none_or_any(document.word(start))
        {
            return None;
        }
        let end = self.of_what(head + 1).unwrap_or(head + 1);
        Some(SubjectKey::Thing {
            name: document.name(start..end),
            head: document.lemma(head).text().into_owned(),
        })
    }

    /// "the plan to build | a bridge was completed": whether a verb before a noun group takes it for its object, so that the
    /// finite verb behind it is of something else. "would say a bridge was completed" goes on with a clause.
    fn is_built(&self, before: usize) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let infinitive = matches!(document.tag(before), Tag::VB | Tag::VBG) && !reading.says(before);
        let clause = matches!(
            &*document.lemma(before).text(),
            "expect" | "see" | "believe" | "think" | "know" | "mean"
        );
        // "to stop a leak that began in May" tells it of the leak.
        let group = self.slot("subject").map_or(before, |subject| subject.tokens.end);
        let told = matches!(document.word(group), "that" | "which" | ",");
        infinitive && !clause && !told && self.has_finite_verb()
    }

    /// The end of "of" and the group after it, where they belong to the noun before.
    fn of_what(&self, at: usize) -> Option<usize> {
        let document = &self.reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        let of = at < end && document.word(at) == "of";
        let group = of.then(|| noun_group::at(document, at + 1, end)).flatten()?;
        Some(group.tokens.end)
    }

    /// "will not be ready until May", "is not expected before May": what the words deny is that it comes earlier.
    pub(super) fn is_not_before(&self, evidence: &Range<usize>) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        if !matches!(document.word(evidence.start), "until" | "till" | "before") {
            return false;
        }
        let before = self.found.tokens.start..evidence.start;
        let verb = reading.chart.within(Kind::Verb, before.clone()).last();
        let denied = verb.as_ref().is_some_and(|a| reading.verbs[a.index].negated);
        let from = verb.map_or(before.start, |a| a.tokens.start.saturating_sub(3).max(before.start));
        denied || (from..before.end).any(|at| matches!(document.word(at), "not" | "n't" | "n’t"))
    }

    /// What a verb made an event of may be a thing to which no such thing happens: "shares are held in Oslo", "the
    /// well was abandoned", "her glasses cost $300".
    pub(super) fn happens_to_a_thing(&self, thing: &Capture) -> bool {
        let (reading, tokens) = (self.reading, self.found.tokens.clone());
        let attribute = self.spec.attribute.as_str();
        let kept = || {
            reading
                .chart
                .within(Kind::Verb, tokens.clone())
                .any(|a| reading.verbs[a.index].direction == Direction::Present)
        };
        let left = || tokens.clone().any(|at| reading.document.word(at).starts_with("abandon"));
        // "the limit was set last March", "delegates might be delayed".
        let set = || {
            let mut pairs = tokens.clone().zip(tokens.clone().skip(1));
            pairs.any(|(at, next)| reading.document.word(at) == "set" && reading.document.word(next) != "for")
        };
        let head = thing.tokens.end - 1;
        let people = || reading.document.tokens[head].classes.has_any(&reading.classes.people());
        // "the flight was delayed": late, and not put off.
        let late = || {
            let noun = reading.document.lemma(head);
            let travels = matches!(
                &*noun.text(),
                "flight" | "train" | "bus" | "ship" | "plane" | "ferry" | "traffic" | "passenger"
            );
            travels && tokens.clone().any(|at| reading.document.word(at).starts_with("delay"))
        };
        // "the airport was held by rebels on Sunday": in whose hands it was.
        let taken = || {
            let mut pairs = tokens.clone().zip(tokens.clone().skip(1));
            pairs.any(|(at, next)| reading.document.word(at) == "held" && reading.document.word(next) == "by")
        };
        // "the launch date is set for October": of the launch.
        let day = matches!(reading.document.word(head), "date" | "dates");
        // "the tunnel", "the Arkel tunnel": one that the article speaks of.
        let definite = || reading.has_class(thing.tokens.start, reading.classes.definite);
        (attribute != "cost" || definite())
            && !(attribute == "place" && kept())
            && !(attribute == "status" && (left() || people() || late()))
            && !(attribute == "date" && (set() || day || taken()))
    }
}

/// Whether what stands before a noun group makes it a part of something else ("the roof of | the bridge", "the road and |
/// the bridge", "the old | bridge").
fn goes_before(reading: &Reading<'_>, at: usize) -> bool {
    let document = &reading.document;
    let c = reading.classes;
    let opens = matches!(
        document.word(at),
        "when"
            | "that"
            | "while"
            | "as"
            | "although"
            | "though"
            | "because"
            | "but"
            | "until"
            | "where"
            | "whether"
            | "if"
    );
    let tag = document.tag(at);
    !opens
        && (reading.has_class(at, c.preposition)
            || matches!(document.word(at), "and" | "or" | "nor" | "of" | "to" | "than" | "'s" | "’s" | "$")
            || tag.is_adjective()
            || tag.is_common_noun()
            || tag.is_proper_noun()
            || matches!(tag, Tag::DT | Tag::CD | Tag::POS | Tag::PRP_POSSESSIVE | Tag::HYPH))
}

/// Whether a noun means a thing, and not people, a time, a happening that is a subject of its own, or no matter what.
fn is_thing(reading: &Reading<'_>, head: usize, first: usize) -> bool {
    let c = reading.classes;
    let document = &reading.document;
    let other = [c.press_noun, c.spokesperson, c.org_head, c.vague_noun, c.unit, c.part_noun, c.number_word];
    let tag = document.tag(head);
    tag.is_common_noun()
        && (!document.tokens[head].capital || head == first)
        && !document.tokens[head].classes.has_any(&c.people())
        && !document.tokens[head].classes.has_any(&other)
}

/// Markets and doors open each day, and nobody means the day on which they first did.
fn opens_daily(noun: &str) -> bool {
    matches!(
        noun,
        "market"
            | "share"
            | "stock"
            | "trading"
            | "bond"
            | "future"
            | "index"
            | "dollar"
            | "door"
            | "window"
            | "gate"
    )
}

/// Nouns in "-er", "-or", "-ist", "-man" are people who are ready, as a rule; no works are finished that are people.
pub(super) fn may_be_people(noun: &str) -> bool {
    let one = noun.trim_end_matches('s');
    ["er", "or", "ist", "ian", "man", "men"].iter().any(|end| one.ends_with(end))
}

/// What stands before the words that describe: articles, possessives, numbers.
pub(super) fn is_determiner(reading: &Reading<'_>, at: usize) -> bool {
    let tag = reading.document.tag(at);
    // "a 10-year census" is none of ten.
    let number = tag == Tag::CD
        && reading.document.tag(at + 1) != Tag::HYPH
        && !matches!(reading.document.word(at + 1), "-")
        && (reading.document.tokens[at].kind == TokenKind::Number
            || reading.has_class(at, reading.classes.number_word));
    number || matches!(tag, Tag::DT | Tag::PDT | Tag::PRP_POSSESSIVE | Tag::WP_POSSESSIVE)
}

/// Words that point at no one thing, or at one beside that spoken of.
pub(super) fn is_of_none_or_any(word: &str) -> bool {
    matches!(
        word,
        "no" | "any"
            | "each"
            | "every"
            | "either"
            | "neither"
            | "another"
            | "other"
            | "some"
            | "such"
            | "what"
            | "many"
            | "most"
            | "more"
            | "whose"
            | "similar"
            | "former"
            | "previous"
            | "earlier"
    )
}
