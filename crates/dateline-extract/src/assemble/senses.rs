//! Words of the rules in other senses: what delays without having decided it, whom somebody met and where those are, who
//! comes on for whom in a match.

use super::chain::Voices;
use super::maker::Maker;
use super::measures::CountedIn;
use crate::chart::Kind;
use crate::pattern::Capture;
use crate::tagger::Tag;
use dateline_core::id::Slug;

impl Maker<'_> {
    /// "a strike is delaying the opening": a thing that hinders decides nothing; only people and bodies postpone.
    pub(super) fn is_hindrance(&self) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        if self.spec.attribute.as_str() != "status" {
            return false;
        }
        let first = document.sentences[self.sentence].tokens.start;
        let mut verbs = reading.chart.within(Kind::Verb, self.found.tokens.clone());
        let Some(verb) = verbs.find(|a| {
            !reading.verbs[a.index].passive && document.word(a.tokens.end - 1).starts_with("delay")
        }) else {
            return false;
        };
        let Some(before) = verb.tokens.start.checked_sub(1).filter(|at| *at >= first) else { return false };
        let c = reading.classes;
        let known = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Role];
        let named = known
            .iter()
            .any(|kind| reading.chart.within(*kind, first..before + 1).any(|a| a.tokens.end == before + 1));
        let classes = document.tokens[before].classes;
        let somebody = classes.has_any(&c.people())
            || classes.has_any(&[c.org_head, c.authority_noun, c.official_noun])
            || matches!(document.word(before), "he" | "she" | "they" | "we" | "i" | "who" | "and")
            || document.tag(before).is_proper_noun();
        !named && !somebody
    }

    /// "met gaming officials in Nevada", "talks with the government in Bonn": where those are whom somebody meets need not
    /// be where they met, unless a day behind the place tells of the meeting. In a town they mostly have come there to meet.
    pub(super) fn is_place_of_party(&self, value: Option<&Capture>) -> bool {
        let (reading, document, c) = (self.reading, &self.reading.document, self.reading.classes);
        let Some(value) = value.filter(|_| self.spec.attribute.as_str() == "place") else { return false };
        let Some(subject) = self.slot("subject").filter(|s| s.tokens.end < value.tokens.start) else {
            return false;
        };
        let start = self.found.evidence.as_ref().map_or(value.tokens.start, |e| e.start);
        let between = subject.tokens.start..start;
        let Some(party) = start.checked_sub(1).filter(|at| between.contains(at)) else { return false };
        let common = !document.tokens[party].capital && !document.tokens[party].classes.has(c.unit);
        let met = matches!(subject.annotation, Some((Kind::Verb, _)));
        if !common || !met && !between.into_iter().any(|at| document.word(at) == "with") {
            return false;
        }
        let region = document.tokens[value.tokens.start].classes.has(c.region);
        let others = document.tag(party) == Tag::NNS && region
            || document.tokens[party].classes.has_any(&[c.org_head, c.authority_noun])
                && document.tag(party) != Tag::NNS;
        let end = document.sentences[self.sentence].tokens.end;
        let behind = value.tokens.end..end.min(value.tokens.end + 3);
        others && !behind.into_iter().any(|at| reading.chart.at(at).iter().any(|a| a.kind == Kind::Time))
    }

    /// "killed 12 people in Arkel and 4 in Dorne": of two places, in one of which the count is.
    pub(super) fn is_of_two_places(&self, value: Option<&Capture>) -> bool {
        let (reading, document) = (self.reading, &self.reading.document);
        let Some(value) = value.filter(|_| self.counts_people()) else { return false };
        let end = document.sentences[self.sentence].tokens.end;
        let place = |at: usize| at + 1 < end && document.word(at) == "in" && document.tokens[at + 1].capital;
        let from = value.tokens.end;
        if !place(from) {
            return false;
        }
        let number = |at: usize| reading.chart.at(at).iter().find(|a| a.kind == Kind::Quantity);
        (from + 2..end.min(from + 6)).any(|at| {
            matches!(document.word(at), "and" | ",")
                && at + 1 < end
                && number(at + 1).is_some_and(|other| place(other.tokens.end))
        })
    }

    /// "the hurricane killed 24 people in Cuba": a storm, a flood or a quake goes over borders, and that is the toll there.
    pub(super) fn count_behind(&self, class: &str) -> CountedIn {
        let (reading, document) = (self.reading, &self.reading.document);
        let wide = matches!(class, "event-storm" | "event-flood" | "event-quake");
        let Some(value) = self.slot("value").filter(|_| wide) else { return CountedIn::Whole };
        let end = document.sentences[self.sentence].tokens.end;
        let place = (value.tokens.end + 1 < end && document.word(value.tokens.end) == "in")
            .then(|| reading.chart.at(value.tokens.end + 1).iter().find(|a| a.kind == Kind::Place))
            .flatten();
        let Some(place) = place else { return CountedIn::Whole };
        let name = reading.lexicon.country(document.words(place.tokens.clone()));
        Slug::from_text(name).map_or(CountedIn::Unsettled, CountedIn::Place)
    }

    /// "The talks were to be held in May": what was planned then, unless somebody tells it as what is planned ("said the
    /// talks were to be held in May").
    pub(super) fn was_to_be_held(&self, voices: &Voices<'_>) -> bool {
        let document = &self.reading.document;
        let mut words = self.found.tokens.clone().skip(1);
        self.is_place_or_date()
            && !voices.all.iter().any(|a| a.stance.says)
            && words.any(|at| document.word(at) == "to" && matches!(document.word(at - 1), "was" | "were"))
    }

    /// "replaced her in the 64th minute", "took over from her in the second half": who comes on in a match holds no office.
    pub(super) fn is_of_a_match(&self) -> bool {
        let document = &self.reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        let from = self.found.tokens.start;
        matches!(self.spec.attribute.as_str(), "successor" | "takes-office")
            && (from..end.min(self.found.tokens.end + 6)).any(|at| {
                matches!(
                    document.word(at),
                    "minute" | "half" | "half-time" | "lap" | "inning" | "innings" | "lineup"
                ) || document.word(at) == "line-up"
            })
    }
}
