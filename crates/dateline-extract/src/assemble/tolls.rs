//! Counts of people that are not the count of the event that their sentence names: a part of it, what it was before, or
//! that of another event.

use super::maker::Maker;
use crate::chart::Kind;
use crate::events::is_conflict;
use crate::pattern::Capture;
use crate::subjects::SubjectKey;
use dateline_core::id::Slug;

/// So far from its event, in tokens, a count in a sentence without end is of something else. Sentences of news that run
/// on for longer than twice that are lists.
const FAR: usize = 30;

/// How many sentences back the event of a toll may have been spoken of last.
const BACK: usize = 40;

impl Maker<'_> {
    /// "Seven died on Sunday, raising the toll since Friday to 12": one step of a toll that the sentence tells as well.
    pub(super) fn is_step_of_toll(&self) -> bool {
        let document = &self.reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        let raises = |at: &usize| {
            matches!(
                document.word(*at),
                "raising" | "bringing" | "pushing" | "taking" | "lifting" | "driving"
            )
        };
        let total = |at: usize| matches!(document.word(at), "toll" | "tally" | "total" | "number");
        let rest = self.found.tokens.end..end;
        self.counts_people() && rest.clone().find(raises).is_some_and(|at| (at..end).take(5).any(total))
    }

    /// "Most of them serve in the south, and 374 have died": a number without a noun is of those spoken of before.
    pub(super) fn is_of_those_before(&self, value: Option<&Capture>) -> bool {
        let reading = self.reading;
        let Some((Kind::Quantity, quantity)) = value.and_then(|value| value.annotation) else { return false };
        let first = reading.document.sentences[self.sentence].tokens.start;
        let bare = reading.quantities[quantity].value.unit.0.is_empty();
        bare && self.counts_people()
            && (first + 1..self.found.tokens.start).any(|at| {
                matches!(reading.document.word(at), "them" | "whom" | "these" | "those")
                    && reading.document.word(at - 1) == "of"
            })
    }

    /// Whether a count and its event stand in different parts of what is one sentence only because marks were lost.
    pub(super) fn is_far_from(&self, subject: &SubjectKey) -> bool {
        let reading = self.reading;
        let (SubjectKey::Event(event) | SubjectKey::Conflict(event, _)) = subject else { return false };
        let sentence = reading.document.sentences[self.sentence].tokens.clone();
        if !self.counts_people() || sentence.len() < 2 * FAR {
            return false;
        }
        let found = &self.found.tokens;
        let mut near = reading.events.within(sentence).filter(|m| m.entity == Some(*event)).map(|mention| {
            let behind = mention.tokens.start.saturating_sub(found.end);
            behind.max(found.start.saturating_sub(mention.tokens.end))
        });
        near.next().is_some_and(|first| near.fold(first, usize::min) > FAR)
    }

    /// "died in the blast, and the ensuing spill has …", "arrested since a protest over a shooting": another event stands
    /// nearer, or the count only begins with it.
    pub(super) fn is_count_of_another(&self, capture: Option<&Capture>, subject: &SubjectKey) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let SubjectKey::Event(event) = subject else { return false };
        if !self.counts_people() {
            return false;
        }
        let sentence = document.sentences[self.sentence].tokens.clone();
        let value = self.slot("value").map_or(self.found.tokens.start, |value| value.tokens.end);
        let Some(capture) = capture else {
            let since = (value..sentence.end).find(|&at| document.word(at) == "since");
            let mut after = since.into_iter().flat_map(|at| reading.events.within(at..sentence.end));
            return self.spec.attribute.as_str() == "arrested" && after.any(|m| m.entity == Some(*event));
        };
        let between = value..capture.tokens.start.max(value);
        let parted = between.clone().any(|at| matches!(document.word(at), "," | "and"));
        let mut nearer = reading.events.within(between);
        parted && nearer.any(|mention| mention.entity != Some(*event) && !is_conflict(mention.class))
    }

    /// Whether another event that may have such a toll was spoken of last: "Unlike a storm, … An explosion … 11 died."
    pub(super) fn has_nearer_event(&self, event: usize) -> bool {
        let reading = self.reading;
        let of_kind = |event: &usize| {
            let class = reading.events.all[*event].class;
            self.spec.main_event_classes.iter().any(|wanted| wanted == class)
        };
        let sentences = reading.document.sentences[..=self.sentence].iter().rev().take(BACK);
        let mut sentences = sentences.map(|sentence| sentence.tokens.clone());
        let last = sentences.find_map(|tokens| {
            let tokens = tokens.start..tokens.end.min(self.found.tokens.start);
            reading.events.within(tokens).filter_map(|mention| mention.entity).filter(of_kind).last()
        });
        let lasts = reading.events.all[event].class == "event-outbreak";
        self.counts_people() && !lasts && last.is_some_and(|last| last != event)
    }

    /// "the civilian death toll": of whom it is the toll.
    pub(super) fn part_of_toll(&self) -> Option<Slug> {
        let document = &self.reading.document;
        let value = self.slot("value").filter(|_| self.counts_people())?;
        let first = document.sentences[self.sentence].tokens.start;
        let before = self.found.tokens.start.saturating_sub(1).max(first)..value.tokens.start;
        let part = before.clone().find_map(|at| match document.word(at) {
            "civilian" | "civilians" => Some("civilians"),
            "military" | "soldiers" => Some("soldiers"),
            "protesters" | "demonstrators" => Some(document.word(at)),
            _ => None,
        });
        let counted = before.into_iter().any(|at| matches!(document.word(at), "toll" | "number"));
        part.filter(|_| counted).and_then(Slug::from_text)
    }

    /// "is accused of shooting and killing two people": a charge says of nobody that they were killed so.
    pub(super) fn is_charge(&self) -> bool {
        let document = &self.reading.document;
        let start = document.sentences[self.sentence].tokens.start;
        let charged = |at: usize| {
            matches!(
                document.word(at),
                "accused" | "suspected" | "charged" | "convicted" | "acquitted" | "guilty"
            ) && matches!(document.word(at + 1), "of" | "with")
        };
        let gerund = |at: usize| document.word(at).ends_with("ing") && document.tag(at).is_verb();
        let last = (start..self.found.tokens.start).rev().find(|&at| charged(at));
        last.is_some_and(|at| {
            let rest = at + 2..self.found.tokens.end;
            rest.clone().any(gerund)
                && !(at + 2..self.found.tokens.start).any(|i| document.tag(i).is_finite())
        })
    }
}
