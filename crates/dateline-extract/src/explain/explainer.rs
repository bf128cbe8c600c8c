//! Gathers the reasons for one sentence.

use super::outcome::outcomes;
use super::{AttributionSeen, NearMiss, PartSeen, RuleMatch, RulePlace, Seen, SentenceReading, WordSeen};
use crate::assemble::{self, Explained, Missed};
use crate::attribution::Attributed;
use crate::chart::{Annotation, Kind};
use crate::pattern::Part;
use crate::reading::Reading;
use crate::rules::{Action, Rule};
use crate::verb_group::Direction;
use dateline_core::assertion::{Assertion, Extraction};
use dateline_core::id::AssertionId;
use dateline_core::text::ByteSpan;
use dateline_core::value::Number;
use std::ops::Range;

/// How many rules are told that nearly matched a sentence.
const MOST_NEAR: usize = 3;

/// A pattern came near if at most so many elements that must match were left.
const MOST_LEFT: usize = 2;

/// A reading and what came of it.
pub(super) struct Explainer<'e> {
    pub(super) reading: &'e Reading<'e>,
    pub(super) extraction: &'e Extraction,
}

impl Explainer<'_> {
    /// What was seen in a sentence, and what came of it.
    pub(super) fn sentence(&self, sentence: usize) -> SentenceReading {
        let document = &self.reading.document;
        let (span, tokens) = {
            let sentence = &document.sentences[sentence];
            (sentence.span, sentence.tokens.clone())
        };
        let own = |assertion: &&Assertion| assertion.sentence == span;
        let assertions: Vec<AssertionId> =
            self.extraction.assertions.iter().filter(own).map(|assertion| assertion.id.clone()).collect();
        let rules = self.reading.book.rules.iter().filter(|rule| !matches!(rule.action, Action::Time(_)));
        let (matches, misses) = assemble::explained(self.reading, sentence, rules);
        // A bare number matches whatever is read of numbers: that says nothing of the sentence.
        let told = matches.iter().any(|one| one.parts.len() > 1);
        let near = if !told && assertions.is_empty() { self.near(misses, tokens.end) } else { Vec::new() };
        SentenceReading {
            span,
            line: document.lines.line_of(span.start_byte),
            text: document.text[span.start_byte..span.end_byte].to_owned(),
            words: tokens.clone().map(|at| self.word(at)).collect(),
            seen: self.seen(tokens.clone()),
            attributions: self.attributions(&tokens),
            assertions,
            matches: self.matches(matches),
            near,
        }
    }

    fn word(&self, at: usize) -> WordSeen {
        let document = &self.reading.document;
        WordSeen {
            text: document.verbatim(at).to_owned(),
            tag: document.tag(at).name(),
            lemma: document.lemma(at).to_string(),
            classes: self.reading.lexicon.names_of(document.tokens[at].classes),
        }
    }

    fn words(&self, tokens: Range<usize>) -> (ByteSpan, String) {
        let document = &self.reading.document;
        (document.span(tokens.clone()), document.words(tokens).to_owned())
    }

    fn seen(&self, tokens: Range<usize>) -> Vec<Seen> {
        let mut out = Vec::new();
        for at in tokens.clone() {
            for annotation in self.reading.chart.at(at).iter().filter(|a| a.tokens.end <= tokens.end) {
                let (span, text) = self.words(annotation.tokens.clone());
                let meaning = self.meaning(annotation);
                let seen = Seen { kind: annotation.kind.name(), span, text, meaning };
                if !out.contains(&seen) {
                    out.push(seen);
                }
            }
        }
        out
    }

    /// What a marked stretch of words was taken to mean.
    fn meaning(&self, annotation: &Annotation) -> String {
        let reading = self.reading;
        match annotation.kind {
            Kind::Time => {
                let words = reading.document.words(annotation.tokens.clone());
                let value = reading.resolved(annotation.index, Direction::Open, words);
                match (value.edtf, value.constraint) {
                    (Some(edtf), None) => edtf.to_string(),
                    _ => "placed by its verb or the date of publication, or not at all".to_owned(),
                }
            }
            Kind::Quantity => {
                let value = &reading.quantities[annotation.index].value;
                let end = |n: Option<Number>| n.map(|n| n.to_string()).unwrap_or_default();
                let unit = if value.unit.0.is_empty() { "nothing in particular" } else { &value.unit.0 };
                format!("{}..{} of {unit}", end(value.low), end(value.high))
            }
            Kind::Event => match reading.events.mentions[annotation.index].entity {
                Some(event) => {
                    let event = &reading.events.all[event];
                    let name = event.names.first().or_else(|| event.forms.first());
                    format!("{}, {}", event.class, name.map_or("without a name", String::as_str))
                }
                None => "not settled which one".to_owned(),
            },
            Kind::Person => match reading.names.mentions[annotation.index].person {
                Some(person) => reading.names.people[person].name.clone(),
                None => "not settled who".to_owned(),
            },
            Kind::Verb => {
                let verb = &reading.verbs[annotation.index];
                let mut words = reading.lexicon.names_of(verb.classes);
                let flags = [
                    (verb.passive, "passive"),
                    (verb.negated, "denied"),
                    (verb.irrealis, "not real yet"),
                    (verb.gerund, "gerund"),
                    (verb.infinitive, "infinitive"),
                ];
                words.extend(flags.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()));
                words.join(", ")
            }
            Kind::Organisation | Kind::Place | Kind::Role => String::new(),
        }
    }

    fn attributions(&self, tokens: &Range<usize>) -> Vec<AttributionSeen> {
        let here = |it: &&Attributed| {
            let told = it.stance.says || it.stance.denied || it.stance.withheld;
            told && tokens.contains(&it.reported.cue.start)
        };
        let seen = |it: &Attributed| AttributionSeen {
            source: it.reported.source.clone().map(|words| self.words(words).1).unwrap_or_default(),
            name: it.source.as_ref().and_then(|source| source.name.clone()),
            cue: self.words(it.reported.cue.clone()).1,
            denied: it.stance.denied,
            withheld: it.stance.withheld,
        };
        self.reading.attributions.all.iter().filter(here).map(seen).collect()
    }

    /// The matches, of each rule the widest of those that come to the same.
    fn matches(&self, mut found: Vec<Explained<'_>>) -> Vec<RuleMatch> {
        found.sort_by_key(|one| std::cmp::Reverse(one.found.tokens.len()));
        let mut kept: Vec<(Range<usize>, RuleMatch)> = Vec::new();
        for one in found {
            let tokens = one.found.tokens.clone();
            let (span, text) = self.words(tokens.clone());
            let place = place(one.rule, one.pattern);
            let told = RuleMatch {
                parts: self.parts(one.rule, one.pattern, &one.parts),
                outcomes: outcomes(self.reading, self.extraction, &one),
                place,
                span,
                text,
            };
            let is_known = kept.iter().any(|(wider, known)| {
                known.place.rule == told.place.rule
                    && known.outcomes == told.outcomes
                    && wider.start < tokens.end
                    && tokens.start < wider.end
            });
            if !is_known {
                kept.push((tokens, told));
            }
        }
        kept.sort_by_key(|(tokens, _)| tokens.start);
        kept.into_iter().map(|(_, told)| told).collect()
    }

    fn parts(&self, rule: &Rule, pattern: usize, parts: &[Part]) -> Vec<PartSeen> {
        let part = |part: &Part| {
            let (span, text) = self.words(part.tokens.clone());
            PartSeen { element: rule.patterns[pattern].element(part.element).to_owned(), span, text }
        };
        parts.iter().map(part).collect()
    }

    /// The rules that came nearest, each with its best attempt.
    fn near(&self, mut misses: Vec<Missed<'_>>, end: usize) -> Vec<NearMiss> {
        misses.retain(|one| one.miss.left <= MOST_LEFT && one.miss.parts.len() > 1);
        misses.sort_by(|one, other| {
            other.miss.is_nearer_than(&one.miss).cmp(&one.miss.is_nearer_than(&other.miss))
        });
        let mut out: Vec<NearMiss> = Vec::new();
        for one in misses {
            let place = place(one.rule, one.pattern);
            if out.len() < MOST_NEAR && out.iter().all(|known| known.place.rule != place.rule) {
                let found = (one.miss.at < end).then(|| self.words(one.miss.at..one.miss.at + 1).1);
                out.push(NearMiss {
                    parts: self.parts(one.rule, one.pattern, &one.miss.parts),
                    wanted: one.rule.patterns[one.pattern].element(one.miss.element).to_owned(),
                    found,
                    place,
                });
            }
        }
        out
    }
}

fn place(rule: &Rule, pattern: usize) -> RulePlace {
    let line = rule.pattern_lines.get(pattern).copied().unwrap_or(rule.line);
    RulePlace { rule: rule.id.clone(), file: rule.file.to_owned(), line }
}
