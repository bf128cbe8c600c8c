//! A day that went with its event: of what is postponed, called off, or never took place.

use super::maker::Maker;
use crate::chart::Kind;
use std::ops::Range;

impl Maker<'_> {
    /// Whether the sentence says that something is postponed or cancelled.
    pub(super) fn is_called_off(&self) -> bool {
        let reading = self.reading;
        let classes = [reading.classes.delay, reading.classes.cancel];
        let tokens = reading.document.sentences[self.sentence].tokens.clone();
        self.change_cue().is_none()
            && self.spec.attribute.as_str() == "date"
            && (reading.chart.within(Kind::Verb, tokens).any(|a| {
                let verb = &reading.verbs[a.index];
                verb.classes.has_any(&classes) && !verb.negated
            }) || self.says_it_is_off(self.behind())
                || self.says_it_is_off(self.ahead()))
    }

    /// "will be held on 5 June but has been cancelled", "postponed to April had been put off": the date goes with the event.
    pub(super) fn is_called_off_later(&self) -> bool {
        let reading = self.reading;
        let c = reading.classes;
        let behind = self.behind();
        self.is_place_or_date()
            && (reading.chart.within(Kind::Verb, behind.clone()).any(|a| {
                let verb = &reading.verbs[a.index];
                let but = (behind.start..a.tokens.start).any(|at| reading.document.word(at) == "but");
                !verb.negated
                    && !verb.irrealis
                    && (verb.classes.has(c.cancel) || but && verb.classes.has(c.delay))
            }) || self.change_cue().is_some() && self.says_it_is_off(behind.clone())
                || self.never_was(behind))
    }

    /// The words of the sentence behind the match.
    fn behind(&self) -> Range<usize> {
        self.found.tokens.end..self.reading.document.sentences[self.sentence].tokens.end
    }

    /// The words of the sentence before the match.
    fn ahead(&self) -> Range<usize> {
        self.reading.document.sentences[self.sentence].tokens.start..self.found.tokens.start
    }

    /// "was put off", "has been adjourned": in verbs that no rule has.
    fn says_it_is_off(&self, tokens: Range<usize>) -> bool {
        let document = &self.reading.document;
        let stems = ["adjourn", "shelve", "shelving", "suspend", "scrub", "slipped"];
        (tokens.start..tokens.end.saturating_sub(1)).any(|at| {
            let (word, next) = (document.word(at), document.word(at + 1));
            let put = matches!(word, "put" | "puts" | "putting") && matches!(next, "off" | "back");
            let off = (word.starts_with("call")
                || word.starts_with("break")
                || word == "broken"
                || word == "broke")
                && next == "off";
            put || off || document.tag(at).is_verb() && stems.iter().any(|stem| word.starts_with(stem))
        })
    }

    /// "planned for May, never took place", "did not go ahead".
    fn never_was(&self, tokens: Range<usize>) -> bool {
        let document = &self.reading.document;
        let takes = |at: usize| {
            let next = if at + 1 < tokens.end { document.word(at + 1) } else { "" };
            matches!(document.word(at), "took" | "take") && next == "place"
                || document.word(at) == "go" && next == "ahead"
                || matches!(document.word(at), "materialised" | "materialized" | "happened")
        };
        let never = |at: usize| matches!(document.word(at), "never" | "not" | "n't" | "n’t" | "failed");
        tokens.clone().any(|at| never(at) && (at + 1..tokens.end.min(at + 4)).any(takes))
    }
}
