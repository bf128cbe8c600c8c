//! Whether the person whom a rule found is the one of whom its verb is told: "the mother of Mary Brown died" tells
//! nothing of Mary Brown.

use super::maker::Maker;
use crate::chart::Kind;
use crate::pattern::Capture;

/// How many words before a name may be its title and what modifies that.
const MOST_BEFORE: usize = 6;

impl Maker<'_> {
    /// Whether the person at the head of a match with a verb does not head the subject of that verb, or may not.
    pub(super) fn is_not_its_subject(&self) -> bool {
        let slots = [self.slot("subject"), self.slot("value")].into_iter().flatten();
        let person = |it: &&Capture| matches!(it.annotation, Some((Kind::Person, _)));
        let Some(first) = slots.filter(person).find(|it| it.tokens.start == self.found.tokens.start) else {
            return false;
        };
        self.has_verb()
            && (self.hangs_on_other_words(first) && !self.is_told_by_who(first)
                || self.may_be_the_other(first))
    }

    /// "the mother of Mary Brown", "the man who shot Mary Brown", "Ailes and Mary Brown".
    fn hangs_on_other_words(&self, person: &Capture) -> bool {
        let (document, c) = (&self.reading.document, self.reading.classes);
        let start = document.sentences[self.sentence].tokens.start;
        let time = |at: usize| {
            self.reading.chart.within(Kind::Time, start..person.tokens.start).any(|a| a.tokens.contains(&at))
        };
        let mut at = person.tokens.start;
        while at > start && at + MOST_BEFORE > person.tokens.start {
            let tag = document.tag(at - 1);
            if time(at - 1) {
                return false;
            }
            if !(tag.is_noun()
                || tag.is_proper_noun()
                || tag.is_adjective()
                || document.word(at - 1) == "the")
            {
                break;
            }
            at -= 1;
        }
        if at == start {
            return false;
        }
        let word = document.word(at - 1);
        if matches!(word, "and" | "or") {
            return at > start + 1 && document.tag(at - 2).is_proper_noun();
        }
        let links = matches!(
            word,
            "of" | "to"
                | "with"
                | "for"
                | "by"
                | "from"
                | "against"
                | "between"
                | "near"
                | "like"
                | "than"
                | "about"
        );
        // "the man who shot Mary Brown"; "they allege Mary Brown was poisoned" goes on with a clause of hers.
        let relative =
            (start..at - 1).rev().take(3).any(|at| matches!(document.word(at), "who" | "which" | "that"));
        links
            || relative
                && document.tag(at - 1).is_verb()
                && !document.tokens[at - 1].classes.has_any(&[c.be, c.have])
    }

    /// "at the funeral of Mary Brown, who died": of her, whatever stands before; unless that is somebody, too ("Ola Brun,
    /// the mother of Mary Brown, who died").
    fn is_told_by_who(&self, person: &Capture) -> bool {
        let document = &self.reading.document;
        let mut after = (person.tokens.end..self.found.tokens.end).map(|at| document.word(at));
        let start = document.sentences[self.sentence].tokens.start;
        let from = person.tokens.start.saturating_sub(MOST_BEFORE + 2).max(start);
        let comma = (from..person.tokens.start).rev().find(|&at| document.word(at) == ",");
        let beside = comma.is_some_and(|comma| {
            let mut people = self.reading.chart.within(Kind::Person, start..comma);
            people.any(|other| other.tokens.end == comma)
        });
        !beside && after.find(|word| *word != ",") == Some("who")
    }

    /// "Mary Brown, the mother of John Smith, who died": it may be either.
    fn may_be_the_other(&self, person: &Capture) -> bool {
        let document = &self.reading.document;
        let after = person.tokens.end..self.found.tokens.end;
        let Some(who) = after.clone().find(|&at| document.word(at) == "who") else { return false };
        self.reading.chart.within(Kind::Person, person.tokens.end..who).next().is_some()
    }
}
