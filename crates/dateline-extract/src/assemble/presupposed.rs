//! What a doubt, a wish or a demand in the same sentence does not reach, and what it does: a hedge governs its own
//! complement, and neither the clauses that hang on it nor the things of which it speaks. And what is no happening, no
//! day and no place of one, though it stands where one would.

use super::maker::Maker;
use crate::attribution::Attributed;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::pattern::Capture;
use crate::tagger::Tag;

impl Maker<'_> {
    /// Whether the match is a phrase without a verb ("at the hearing on Thursday").
    pub(super) fn is_phrase(&self) -> bool {
        self.is_place_or_date() && self.slot("subject").is_some() && !self.has_verb()
    }

    pub(super) fn has_finite_verb(&self) -> bool {
        let document = &self.reading.document;
        self.found.tokens.clone().any(|at| document.tag(at).is_finite())
    }

    /// Whether the match stands in a clause of its own, where what the source wants or asks for is an infinitive or a
    /// thing: "called for a fund when he met them in May", "urged them to act after the raid, in which 12 died".
    pub(super) fn is_beyond(&self, attributed: &Attributed) -> bool {
        let document = &self.reading.document;
        let cue = &attributed.reported.cue;
        let tokens = cue.end.min(self.found.tokens.start)..self.found.tokens.end;
        let of_a_verb = attributed.reported.told.is_of_a_verb();
        let clause = tokens.clone().skip(1).any(|at| {
            matches!(
                document.word(at),
                "when" | "after" | "before" | "since" | "while" | "where" | "which" | "who" | "as"
            ) || of_a_verb && document.word(at) == ","
        });
        let that = tokens.clone().any(|at| document.word(at) == "that");
        // "decided to give up its plans after holding talks": held they were.
        let held = tokens
            .clone()
            .skip(1)
            .any(|at| matches!(document.word(at - 1), "after" | "since") && document.tag(at) == Tag::VBG);
        clause && !that && (held || tokens.into_iter().any(|at| document.tag(at).is_finite()))
    }

    /// "offered on Sunday to host the talks", "suggested that it be moved": the word that only puts it forward.
    pub(super) fn is_only_proposed(&self) -> Option<usize> {
        let (reading, document) = (self.reading, &self.reading.document);
        let start = document.sentences[self.sentence].tokens.start;
        let verb = reading.chart.within(Kind::Verb, self.found.tokens.clone()).next()?.tokens.clone();
        let proposes = |at: usize| {
            let word = document.word(at);
            document.tag(at).is_verb()
                && (matches!(word, "offer" | "offers" | "offered" | "offering")
                    || ["propos", "suggest", "recommend", "threaten", "volunteer"]
                        .iter()
                        .any(|stem| word.starts_with(stem)))
        };
        let stops = |at: &usize| {
            let mark = document.tokens[*at].kind != TokenKind::Word && document.word(*at) != ".";
            mark && document.tokens[*at].kind != TokenKind::Number
                || matches!(document.word(*at), "to" | "and")
        };
        if document.word(verb.start) == "to" {
            let before = (start..verb.start).rev().take(4).take_while(|at| !stops(at));
            return before.into_iter().find(|&at| proposes(at));
        }
        // "be moved", "be postponed": a bare "be" tells nothing. What is ordered so is so.
        let bare = document.word(verb.start) == "be" && document.tag(verb.start) == Tag::VB;
        let ordered = |at: usize| {
            ["order", "decree", "rul"].iter().any(|stem| document.word(at).starts_with(stem))
                && document.tag(at).is_verb()
        };
        let helped = verb.start > start && {
            let before = verb.start - 1;
            let adverb = usize::from(document.tag(before).is_adverb() && before > start);
            document.word(before - adverb) == "to" || document.tag(before - adverb) == Tag::MD
        };
        (bare && !helped && !(start..verb.start).any(ordered)).then_some(verb.start)
    }

    /// "a decision may not come until after they have met on Wednesday": a perfect that may be of what is to come.
    pub(super) fn is_perfect_of_time_to_come(&self) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let start = document.sentences[self.sentence].tokens.start;
        let mut verbs = reading.chart.within(Kind::Verb, self.found.tokens.clone());
        let Some(verb) = verbs.next().map(|a| a.tokens.clone()) else { return false };
        let perfect = matches!(document.word(verb.start), "has" | "have");
        let before = start..verb.start;
        let waits = before.clone().any(|at| {
            matches!(document.word(at), "until" | "after" | "once" | "before" | "when" | "unless" | "if")
        });
        perfect && waits && before.into_iter().any(|at| document.tag(at) == Tag::MD)
    }

    /// "a council hearing in February": the only verb of the match is the noun of its event.
    pub(super) fn only_names_its_event(&self) -> bool {
        let Some(subject) = self.slot("subject") else { return false };
        let mut verbs = self.reading.chart.within(Kind::Verb, self.found.tokens.clone());
        verbs.all(|a| subject.tokens.contains(&a.tokens.start))
    }

    /// "The premier laughed during a hearing in February", "the first to visit him after his inauguration in January": a verb
    /// that no list knows, in the past. What he agreed to do may be to come.
    pub(super) fn was_done_before(&self, start: usize) -> bool {
        let document = &self.reading.document;
        let end = self.found.tokens.start;
        let Some(verb) = (start..end).rev().find(|&at| document.tag(at).is_finite()) else { return false };
        let mut after = verb + 1..self.found.tokens.end;
        let mut untold = verb + 1..self.found.tokens.end;
        document.tag(verb) == Tag::VBD
            && !untold.any(|at| {
                matches!(document.word(at), "before" | "ahead" | "prior" | "eve" | "next" | "coming")
            })
            && (after.any(|at| matches!(document.word(at), "after" | "following"))
                || !(verb + 1..end).any(|at| document.word(at) == "to" || document.tag(at) == Tag::MD))
    }

    /// "They were scheduled to meet on Thursday": the tense is of the plan, and the day may be to come.
    pub(super) fn was_yet_to_come(&self) -> bool {
        let document = &self.reading.document;
        let tokens = self.found.tokens.clone();
        let planned =
            tokens.clone().skip(1).any(|at| document.word(at) == "to" && self.is_scheduling(at - 1));
        planned && tokens.clone().any(|at| matches!(document.word(at), "was" | "were"))
    }

    /// "a campaign starting in May", "the fair opened on Friday and runs until Sunday": the first day of what lasts is not
    /// its date.
    pub(super) fn only_starts(&self) -> bool {
        let document = &self.reading.document;
        let Some(subject) = self.slot("subject").filter(|_| self.only_begins()) else { return false };
        // "The fair will begin in May": that is what is known of when it will be.
        let mut verbs = self.reading.chart.within(Kind::Verb, self.found.tokens.clone());
        if verbs.any(|a| self.reading.verbs[a.index].irrealis) {
            return false;
        }
        let end = document.sentences[self.sentence].tokens.end;
        let lasts = subject.tokens.clone().any(|at| {
            matches!(
                document.word(at),
                "campaign" | "drive" | "season" | "negotiations" | "negotiation" | "festival" | "exhibition"
            ) || matches!(document.word(at), "celebration" | "celebrations" | "tournament" | "process")
        });
        // "began on Thursday": a day is told as the day on which it is.
        let day = self.slot("value").is_some_and(|value| self.names_a_day(value.tokens.clone()));
        lasts && !day
            || (self.found.tokens.end..end)
                .any(|at| matches!(document.word(at), "until" | "till" | "through" | "lasts" | "lasting"))
    }

    /// "went before the General Assembly on Thursday", "testified before Congress": a body that sits.
    pub(super) fn is_body(&self) -> bool {
        let document = &self.reading.document;
        let Some(subject) = self.slot("subject").filter(|_| self.is_phrase()) else { return false };
        subject.tokens.clone().any(|at| {
            document.tokens[at].capital && matches!(document.word(at), "assembly" | "congress" | "parliament")
        })
    }

    /// "… to hold talks The paper's Jan Berg in Lima says …": where the one who speaks is.
    pub(super) fn is_place_of_speaker(&self, value: Option<&Capture>) -> bool {
        let reading = self.reading;
        let Some(value) = value.filter(|_| self.spec.attribute.as_str() == "place") else { return false };
        let end = reading.document.sentences[self.sentence].tokens.end;
        let (place, before) =
            (&value.tokens, self.found.evidence.as_ref().map_or(value.tokens.start, |e| e.start));
        let person = reading.chart.within(Kind::Person, self.found.tokens.start..before);
        person.last().is_some_and(|a| a.tokens.end == before) && place.end < end && reading.says(place.end)
    }
}
