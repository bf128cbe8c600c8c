//! What brought a happening about: what keeps the clause of a rule with `cause` from saying that it did, and who blames.

use super::cause_words::is_determiner;
use super::maker::Maker;
use super::veto::Veto;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::events::{is_conflict, is_held};
use crate::noun_group;
use crate::pattern::Capture;
use crate::subjects::SubjectKey;
use crate::tagger::Tag;
use dateline_core::attribution::Attribution;
use dateline_core::modality::{Hedge, Modality, ModalityClass};

use std::ops::Range;

/// How many tokens before a match may say that it is weighed, or asked.
const NEAR: usize = 60;

impl Maker<'_> {
    /// Whether the clause says of a happening what brought it about.
    pub(super) fn tells_a_cause(&self, subject: &SubjectKey) -> Result<(), Veto> {
        let reading = self.reading;
        let document = &reading.document;
        let SubjectKey::Event(event) = subject else { return Err(Veto::Subject) };
        let class = reading.events.all[*event].class;
        if is_held(class) || is_conflict(class) || matches!(class, "event-attack" | "event-strike") {
            return Err(Veto::Subject);
        }
        let (Some(effect), Some(value)) = (self.slot("subject"), self.slot("value")) else {
            return Err(Veto::Value);
        };
        let sentence = document.sentences[self.sentence].tokens.clone();
        let found = self.found.tokens.clone();
        let weak = |at: usize| {
            matches!(
                document.word(at),
                "only" | "just" | "simply" | "partly" | "partially" | "solely" | "nearly" | "almost"
            )
        };
        if found.clone().any(weak) {
            return Err(Veto::Part);
        }
        // "caused explosion damage", "a storm of protest".
        let next = effect.tokens.end;
        let goes_on = next < sentence.end
            && (document.tag(next).is_noun() || matches!(document.tag(next), Tag::POS | Tag::HYPH));
        let mut inside = effect.tokens.clone();
        let wave = inside
            .any(|at| is_wave(document.word(at)) && at + 1 < sentence.end && document.word(at + 1) == "of")
            || is_wave(document.word(next - 1)) && next < sentence.end && document.word(next) == "of";
        let bare = noun_group::at(document, effect.tokens.start, sentence.end).is_some_and(|group| {
            document.tag(group.head) == Tag::NNS && !is_determiner(document.tag(group.tokens.start))
        });
        if goes_on || wave || bare {
            return Err(Veto::AnotherEvent);
        }
        let nobody = |source: &Capture| {
            matches!(
                document.word(source.tokens.start),
                "nobody" | "none" | "no" | "neither" | "few" | "who" | "which"
            )
        };
        if self.slot("source").is_some_and(nobody) {
            return Err(Veto::Nobody);
        }
        if self.is_asked_or_weighed(sentence.start..found.start) {
            return Err(Veto::Withheld);
        }
        let first = if effect.tokens.start < value.tokens.start { effect } else { value };
        if !self.begins_where_it_may(first, sentence.start) {
            return Err(Veto::NotSubject);
        }
        Ok(())
    }

    /// "whether …", "possible that …", "ruled out the theory that …".
    fn is_asked_or_weighed(&self, before: Range<usize>) -> bool {
        let document = &self.reading.document;
        let clause =
            before.clone().rev().take(NEAR).take_while(|&at| !matches!(document.word(at), ";" | ":"));
        clause.into_iter().any(|at| match document.word(at) {
            "whether" | "if" | "unless" => true,
            "that" => {
                let mut near = at.saturating_sub(6).max(before.start)..at;
                near.any(|at| weighs(document.word(at)))
            }
            _ => false,
        })
    }

    /// "may have contributed to the leak that caused the blast": what caused it is told in passing, and not doubted.
    pub(super) fn tells_a_cause_in_passing(&self) -> bool {
        let document = &self.reading.document;
        let next = self.slot("value").filter(|_| self.spec.cause).map(|value| value.tokens.end);
        next.is_some_and(|next| {
            next < self.found.tokens.end && matches!(document.word(next), "that" | "which")
        })
    }

    /// Whether the words that a match begins with begin their clause too: nothing before them makes them a part of
    /// something else.
    fn begins_where_it_may(&self, first: &Capture, start: usize) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let at = first.tokens.start;
        if at == start || self.found.tokens.start < at {
            return true;
        }
        let before = at - 1;
        let word = document.word(before);
        let tag = document.tag(before);
        let value_first = self.slot("value").is_some_and(|value| value.tokens.start == at);
        // "damage from | the fire caused by": of the damage or of the fire.
        let adjacent = document.word(first.tokens.end);
        let reduced = !value_first && !matches!(document.tag(first.tokens.end), Tag::VBZ | Tag::MD) && {
            matches!(adjacent, "caused" | "triggered" | "sparked" | "ignited" | ",")
        };
        let relative = value_first && matches!(adjacent, "that" | "which");
        if reduced || relative {
            let of_noun = before > start && document.tag(before - 1).is_common_noun();
            let preposition = reading.has_class(before, reading.classes.preposition);
            let definite =
                document.tag(at) == Tag::PRP_POSSESSIVE || reading.has_class(at, reading.classes.definite);
            let event = || reading.events.within(first.tokens.clone()).next().is_some();
            let sought = word == "for" && !definite;
            // "it was the people on the coast that caused it": whom the "that" means, the sentence says further back.
            let cleft = relative
                && (start..before)
                    .rev()
                    .take(NEAR)
                    .any(|at| document.word(at) == "it" && reading.has_class(at + 1, reading.classes.be));
            let of_another = preposition && of_noun || word == "or" || sought || cleft;
            return !of_another && (reduced || definite || event());
        }
        let mark = document.tokens[before].kind != TokenKind::Word
            && document.tokens[before].kind != TokenKind::Number;
        if mark && !matches!(word, "$" | "-" | "%") {
            return true;
        }
        let opens = matches!(
            word,
            "that"
                | "but"
                | "because"
                | "since"
                | "as"
                | "when"
                | "while"
                | "although"
                | "though"
                | "where"
                | "and"
        );
        // "A spark and | a gas leak caused the fire": one of two.
        let joined = word == "and" && value_first;
        // "suspect | a leak caused the fire": somebody does, whoever it is.
        let told = tag.is_verb() && !self.reading.voices(document.span(first.tokens.clone())).all.is_empty();
        let timed = reading
            .chart
            .within(Kind::Time, at.saturating_sub(NEAR).max(start)..at)
            .any(|time| time.tokens.end == at);
        opens && !joined || told || timed
    }

    /// "a suspected gas leak", "the probable cause": words before a noun that doubt it.
    pub(super) fn doubt_cause(&self, modality: &mut Modality) {
        let document = &self.reading.document;
        let doubts =
            |at: &usize| matches!(document.word(*at), "suspected" | "apparent" | "probable" | "suspect");
        for at in self.found.tokens.clone().filter(doubts) {
            let hedge = Hedge { text: document.verbatim(at).to_owned(), span: document.tokens[at].span };
            if !modality.hedges.contains(&hedge) {
                modality.class = modality.class.min(ModalityClass::PR);
                modality.hedges.push(hedge);
            }
        }
    }

    /// Whether an odd number of words denies what the match says.
    pub(super) fn is_cause_denied(&self) -> bool {
        let (reading, negator) = (self.reading, self.reading.classes.negator);
        self.found.tokens.clone().filter(|&at| reading.has_class(at, negator)).count() % 2 == 1
    }

    /// Who blames: the slot `source`, or somebody whom the sentence does not name ("was blamed on").
    pub(super) fn add_blame(&self, attribution: &mut Attribution) {
        let document = &self.reading.document;
        let mut words = self.found.tokens.clone().filter(|_| self.spec.cause);
        let Some(cue) = words.find(|&at| document.word(at) == "blamed") else { return };
        let source = self.slot("source").map(|source| source.tokens.clone());
        self.reading.add_source(attribution, source, cue..cue + 1);
    }
}

/// Nouns of happenings that are said of anything that comes all at once.
fn is_wave(word: &str) -> bool {
    matches!(
        word,
        "storm" | "storms" | "flood" | "floods" | "avalanche" | "explosion" | "outbreak" | "epidemic"
    )
}

/// Words before a "that" whose clause is weighed, and not told.
fn weighs(word: &str) -> bool {
    [
        "dismiss", "reject", "denial", "rul", "theor", "suggest", "speculat", "possib", "rumo", "hypothe",
        "doubt", "excl",
    ]
    .iter()
    .any(|stem| word.starts_with(stem))
        || matches!(
            word,
            "no" | "not" | "n't" | "n’t" | "never" | "idea" | "evidence" | "sign" | "signs" | "likelihood"
        )
}
