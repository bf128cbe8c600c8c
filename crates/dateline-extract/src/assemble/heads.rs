//! Whether the person whom a rule found is the one of whom its verb is told: "the mother of Mary Brown died" tells
//! nothing of Mary Brown.

use super::maker::Maker;
use super::things::may_be_people;
use crate::chart::Kind;
use crate::noun_group;
use crate::pattern::Capture;

/// How many words before a name may be its title and what modifies that.
const MOST_BEFORE: usize = 6;

impl Maker<'_> {
    /// Whether the person at the head of a match with a verb does not head the subject of that verb, or may not.
    pub(super) fn is_not_its_subject(&self) -> bool {
        let Some(first) = self.person_ahead() else { return false };
        (self.has_verb() || self.spec.attribute.as_str() == "award")
            && (self.hangs_on_other_words(first) && !self.is_told_by_who(first)
                || self.may_be_the_other(first)
                || self.is_played(first)
                || self.is_of_a_match())
            || self.leaves_no_office()
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
                // "a man claiming to be Mary Brown"
                | "be"
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
    pub(super) fn is_told_by_who(&self, person: &Capture) -> bool {
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
        let (document, chart) = (&self.reading.document, &self.reading.chart);
        let after = person.tokens.end..self.found.tokens.end;
        let Some(who) = after.clone().find(|&at| document.word(at) == "who") else { return false };
        let aside = person.tokens.end..who;
        if chart.within(Kind::Person, aside.clone()).next().is_some() {
            return true;
        }
        // "a friend of the painter, who", "the father of Siv Torkel, who": of whom no list knows a name. A mayor, a chairman
        // or a head is of a body or a place.
        let of = aside.clone().skip(1).find(|&at| matches!(document.word(at), "of" | "to"));
        let Some(of) = of.filter(|of| !self.reading.has_class(of - 1, self.reading.classes.role_head)) else {
            return false;
        };
        let Some(last) = (of + 1..who).rfind(|&at| document.word(at) != ",") else { return false };
        let known = [Kind::Place, Kind::Organisation]
            .iter()
            .any(|kind| chart.within(*kind, aside.clone()).any(|a| a.tokens.contains(&last)));
        let people = document.tokens[last].classes.has_any(&self.reading.classes.people());
        let tag = document.tag(last);
        tag.is_proper_noun() && !known
            || tag.is_common_noun() && (people || may_be_people(document.word(last)))
    }

    /// "Mary Brown, played by John Smith, dies": a part.
    fn is_played(&self, person: &Capture) -> bool {
        let document = &self.reading.document;
        let mut after =
            (person.tokens.end..self.found.tokens.end).map(|at| document.word(at)).skip(1).take(2);
        matches!(after.next(), Some("played" | "portrayed" | "voiced")) && after.next() == Some("by")
    }

    /// "resigned from the golf club": whoever leaves a society holds no office for that.
    fn leaves_no_office(&self) -> bool {
        let document = &self.reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        let from = self.found.tokens.end;
        let leaves = matches!(self.spec.attribute.as_str(), "departure" | "leaves-office");
        // "resigned to the delay" puts up with it; "resigned to teach" goes.
        let c = self.reading.classes;
        let puts_up = leaves
            && from + 1 < end
            && document.word(from) == "to"
            && document.tokens[from + 1].classes.has_any(&[c.article, c.possessive, c.demonstrative]);
        if puts_up {
            return true;
        }
        let group = (leaves && from < end && document.word(from) == "from")
            .then(|| noun_group::at(document, from + 1, end))
            .flatten();
        group.is_some_and(|group| {
            let head = document.lemma(group.head);
            matches!(&*head.text(), "club" | "party" | "union" | "church" | "choir" | "society" | "gym")
        })
    }
}
