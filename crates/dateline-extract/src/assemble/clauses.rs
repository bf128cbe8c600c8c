//! To which words of its sentence a place, a time or a toll belongs: what belongs to a second verb, to another
//! event or to one half of a pair is not the match's own.

use super::maker::Maker;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::events::is_held;
use crate::pattern::Capture;
use crate::subjects::SubjectKey;
use crate::tagger::Tag;
use dateline_core::attribution::Mention;
use std::ops::Range;

impl Maker<'_> {
    /// "hold talks on the border | A team has arrived in Oslo", "a meeting to discuss the crisis in Norway": a place or
    /// a time behind a second verb is of that verb.
    pub(super) fn is_of_another_verb(&self, value: Option<&Capture>) -> bool {
        let (Some(subject), Some(value)) = (self.slot("subject"), value) else { return false };
        let (reading, found) = (self.reading, &self.found.tokens);
        if !self.is_place_or_date() || subject.tokens.end > value.tokens.start {
            return false;
        }
        let between = subject.tokens.end..value.tokens.start;
        // "came from Oslo, where he had held talks, on Tuesday": behind the aside its sentence goes on.
        let start =
            self.found.evidence.as_ref().map_or(value.tokens.start, |e| e.start.min(value.tokens.start));
        let first = reading.document.sentences[self.sentence].tokens.start;
        let aside = ((first + 1)..=found.start).rev().take(6).any(|at| {
            matches!(reading.document.word(at), "where" | "who" | "which" | "when")
                && reading.document.word(at - 1) == ","
        });
        if aside && start > found.start && reading.document.word(start - 1) == "," {
            return true;
        }
        // "will meet Ana Holm, who on Friday was named": the day of who was named.
        if start > subject.tokens.end && matches!(reading.document.word(start - 1), "who" | "which" | "whom")
        {
            return true;
        }
        // "will meet to discuss the crisis on Friday": a day is more likely the meeting's than the crisis's.
        let met = matches!(subject.annotation, Some((Kind::Verb, _)));
        if !(met && self.spec.attribute.as_str() == "date") && self.has_infinitive(between.clone()) {
            return true;
        }
        // Where a verb governs the event ("to hold talks"), its own comes before it.
        let governed = reading.chart.within(Kind::Verb, found.start..subject.tokens.start).next().is_some();
        let finite = between.clone().filter(|at| reading.document.tag(*at).is_finite()).count();
        // An aside has a verb of its own: "the summit, which Oslo planned, was held in May".
        finite > usize::from(!governed && !met)
            && between.into_iter().all(|at| reading.document.word(at) != ",")
    }

    /// Whether words tell what something is for ("to discuss the crisis"); "to be held", "to take place" tell of the
    /// thing itself.
    fn has_infinitive(&self, tokens: Range<usize>) -> bool {
        let document = &self.reading.document;
        let c = self.reading.classes;
        let own = [c.hold, c.take, c.begin, c.meet, c.open, c.launch, c.happen, c.be, c.have];
        // "the campaign began airing them in May": what began is the airing.
        let begins = |at: usize| document.tokens[at].verb.is_some_and(|verb| verb.classes.has(c.begin));
        if (tokens.start + 1..tokens.end).any(|at| document.tag(at) == Tag::VBG && begins(at - 1)) {
            return true;
        }
        let mut verbs = (tokens.start + 1..tokens.end)
            .filter(|at| document.word(at - 1) == "to" && document.tag(*at) == Tag::VB);
        verbs.any(|at| {
            let token = &document.tokens[at];
            !token.classes.has_any(&own) && !token.verb.is_some_and(|verb| verb.classes.has_any(&own))
        })
    }

    pub(super) fn is_place_or_date(&self) -> bool {
        matches!(self.spec.attribute.as_str(), "place" | "date")
    }

    /// "in October or November", "either in Lima or in Cusco", "on Thursday and Friday", "in Lima, Cusco and Puno":
    /// half of a choice or of a list is not what was said.
    pub(super) fn is_one_of_two(&self, evidence: &Range<usize>) -> bool {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let word = |at: usize| if sentence.contains(&at) { document.word(at) } else { "" };
        let before = evidence.start.wrapping_sub(1);
        let place = self.spec.attribute.as_str() == "place";
        // "Turkey and Syria were holding …": neither is the place.
        let joined = place && (word(evidence.end) == "and" || word(before) == "and");
        let listed = place && word(evidence.end) == "," && self.is_list(evidence.end);
        let times = |at: usize| self.reading.chart.at(at).iter().any(|a| a.kind == Kind::Time);
        let days =
            self.spec.attribute.as_str() == "date" && word(evidence.end) == "and" && times(evidence.end + 1);
        // "October 5/7", "April Nine": more belongs to the day than was read of it.
        let dated = self.slot("value").is_some_and(|value| {
            matches!(value.annotation, Some((Kind::Time, _))) && value.tokens.end == evidence.end
        });
        let cut = dated && evidence.end < sentence.end && {
            let number = self.reading.has_class(evidence.end, self.reading.classes.number_word);
            word(evidence.end).starts_with('/') || number && document.tokens[evidence.end].capital
        };
        joined
            || cut
            || listed
            || days
            || word(evidence.end) == "or"
            || matches!(word(before), "or" | "either")
    }

    /// Whether places from the comma at `at` on are a list that ends with "and" and a place; "in Lima, Peru, and" is
    /// none.
    fn is_list(&self, comma: usize) -> bool {
        let document = &self.reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        let place = |at: usize| self.reading.chart.at(at).iter().find(|a| a.kind == Kind::Place);
        // A place that no list knows is capitalised all the same; "and Lena Holm is visiting" goes on with another.
        let proper = |from: usize| {
            let named = |&at: &usize| document.tokens[at].capital && document.tag(at).is_proper_noun();
            let words = (from..end).take_while(named).count();
            let verb = from + words < end && document.tag(from + words).is_verb();
            (words > 0 && !verb).then_some(from + words)
        };
        let mut at = comma;
        while at + 2 < end && matches!(document.word(at), "," | "and") {
            let joined = document.word(at) == "," && document.word(at + 1) == "and";
            let next = at + 1 + usize::from(joined);
            let Some(after) = place(next).map(|a| a.tokens.end).or_else(|| proper(next)) else {
                return false;
            };
            if joined || document.word(at) == "and" {
                return true;
            }
            at = after;
        }
        false
    }

    /// A time that belongs to other words than the event's: "Wednesday's meeting", "three days before the blast on 17
    /// April", "met ahead of the summit on Sunday".
    pub(super) fn is_time_of_another(&self, value: Option<&Capture>) -> bool {
        let Some(value) = value.filter(|_| self.spec.attribute.as_str() == "date") else { return false };
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let word = |at: usize| if sentence.contains(&at) { document.word(at) } else { "" };
        if matches!(word(value.tokens.end), "'s" | "’s" | "'" | "’") {
            return true;
        }
        let first = self.found.tokens.start;
        // "has hosted the contest since 1962": a habit's beginning, and no day of it.
        let held = self.slot("subject").is_some_and(|subject| {
            matches!(subject.annotation, Some((Kind::Event, m)) if is_held(reading.events.mentions[m].class))
        });
        // "a war over the state's founding in 1948", "his meeting in Lima and will receive her there on Monday".
        let noun = word(value.tokens.start.wrapping_sub(2));
        let own = matches!(word(value.tokens.start.wrapping_sub(3)), "'s" | "’s")
            && (["ing", "tion", "ment"].iter().any(|end| noun.ends_with(end))
                || matches!(noun, "birth" | "death" | "departure" | "arrival" | "invasion"));
        let second = self.slot("subject").is_some_and(|subject| {
            let inside = |at: usize| subject.tokens.contains(&(at + 1)) && document.tag(at + 1).is_finite();
            subject.tokens.clone().any(|at| word(at) == "and" && inside(at))
        });
        if self.is_phrase() && (own || second) {
            return true;
        }
        // "was scheduled two weeks ago": that is when it was scheduled.
        let planned = (self.found.tokens.start..value.tokens.start).any(|at| self.is_scheduling(at));
        if planned && word(value.tokens.end - 1) == "ago" {
            return true;
        }
        if word(value.tokens.start) == "since" && held {
            return true;
        }
        let offset = matches!(word(first), "before" | "after")
            && first > sentence.start
            && reading.has_class(first - 1, reading.classes.unit);
        let after_subject = self.slot("subject").map_or(first, |subject| subject.tokens.end);
        let beside = (after_subject..value.tokens.start).any(|at| {
            matches!(word(at), "ahead" | "before" | "after" | "since")
                && reading
                    .chart
                    .within(Kind::Event, at..value.tokens.start)
                    .any(|a| a.tokens.end <= value.tokens.start)
        });
        offset || beside
    }

    /// "Norway held talks with Sweden": who holds talks may hold them anywhere; who hosts them, or votes, is where it is.
    pub(super) fn is_only_a_party(&self, value: Option<&Capture>) -> bool {
        let reading = self.reading;
        let (Some(subject), Some(value)) = (self.slot("subject"), value) else { return false };
        if self.spec.attribute.as_str() != "place" || value.tokens.end > subject.tokens.start {
            return false;
        }
        let Some((Kind::Event, mention)) = subject.annotation else { return false };
        let between = value.tokens.end..subject.tokens.start;
        let hosts = between.into_iter().any(|at| reading.document.word(at).starts_with("host"));
        !hosts && reading.events.mentions[mention].class == "event-meeting"
    }

    /// "people I met in Norway": a clause that only says who they are.
    pub(super) fn only_says_who(&self) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let Some(verb) = self.slot("subject").filter(|s| matches!(s.annotation, Some((Kind::Verb, _))))
        else {
            return false;
        };
        let at = verb.tokens.start;
        // "as I discussed on Monday": nobody to talk with.
        let main = verb.tokens.end - 1;
        if at > sentence.start && document.word(main).starts_with("discuss") {
            let before = at.saturating_sub(8).max(sentence.start + 1)..at;
            let many = document.tag(at - 1) == Tag::NNS || matches!(document.word(at - 1), "they" | "we");
            if !many && !before.into_iter().any(|i| matches!(document.word(i), "and" | "with")) {
                return true;
            }
        }
        at >= sentence.start + 2 && document.tag(at - 1) == Tag::PRP && document.tag(at - 2).is_common_noun()
    }

    /// "in shelling or shooting", "- one in a raid and another by gunfire", "as fighting flared and in a shooting": one of
    /// several happenings, of which a toll before it is not.
    pub(super) fn is_one_of_several(&self, mention: &Range<usize>) -> bool {
        let document = &self.reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        let word = |at: usize| if sentence.contains(&at) { document.word(at) } else { "" };
        let before = mention.start.wrapping_sub(1);
        if word(before) == "or" || word(mention.end) == "or" {
            return true;
        }
        let link = matches!(word(before), "in" | "at" | "by" | "during");
        let first = before.wrapping_sub(1);
        let counted = sentence.contains(&first)
            && (matches!(word(first), "one" | "another" | "others" | "some")
                || self.reading.has_class(first, self.reading.classes.number_word));
        link && (counted || matches!(word(first), "and" | "or"))
    }

    /// Whether the words right after a toll name another event than `event` ("killing 11 workers in the explosion").
    pub(super) fn is_of_one_after(&self, event: usize) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        let from = self.found.tokens.end;
        let links = from < end && matches!(document.word(from), "in" | "by" | "during");
        let near = from + 1..(from + 3).min(end);
        let mention = reading.events.within(near).next().filter(|_| links);
        mention.is_some_and(|mention| mention.entity != Some(event))
    }

    /// Whether the sentence does not name the event that a match is about.
    pub(super) fn is_implied(&self, subject: &SubjectKey) -> bool {
        let (SubjectKey::Event(event) | SubjectKey::Conflict(event, _)) = subject else { return false };
        let sentence = self.reading.document.sentences[self.sentence].tokens.clone();
        !self.reading.events.within(sentence).any(|mention| mention.entity == Some(*event))
    }

    /// The words that say from when a count of people or cases counts, to the end of their clause.
    pub(super) fn counted_since(&self, evidence: &Range<usize>) -> Option<Mention> {
        if !matches!(self.spec.unit.as_deref(), Some("person" | "case")) {
            return None;
        }
        let document = &self.reading.document;
        let end = document.sentences[self.sentence].tokens.end;
        let breaks = |at: &usize| {
            document.tokens[*at].kind != TokenKind::Word && document.tokens[*at].kind != TokenKind::Number
                || matches!(document.word(*at), "and" | "but" | "while" | "according")
        };
        let since = (evidence.end..end)
            .take_while(|at| !breaks(at) || *at < self.found.tokens.end)
            .find(|&at| document.word(at) == "since")?;
        let breaks = |at: &usize| {
            breaks(at)
                || document.tag(*at) == Tag::MD
                || matches!(document.word(*at), "including" | "among" | "with")
        };
        let time = self.reading.chart.at(since).iter().chain(self.reading.chart.at(since + 1));
        let time = time.filter(|a| a.kind == Kind::Time).map(|a| a.tokens.end).max();
        // "since March in the revolt": a day or a month ends it.
        let ended =
            time.filter(|&at| at >= end || self.reading.has_class(at, self.reading.classes.preposition));
        let until = ended.or_else(|| (since..end).find(breaks)).unwrap_or(end);
        let counts = self.is_beginning(since + 1..until) && !self.is_no_beginning(since, evidence);
        counts.then(|| self.reading.mention(since..until))
    }

    /// Whether words after "since" tell of a time or of something that happened; "since the roof was weak" gives a
    /// reason.
    fn is_beginning(&self, words: Range<usize>) -> bool {
        let reading = self.reading;
        let finite = |at: usize| matches!(reading.document.tag(at), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
        let begins = |at: usize| {
            let verb = reading.document.tokens[at].verb;
            verb.is_some_and(|verb| verb.classes.has(reading.classes.begin))
        };
        !words.is_empty()
            && (reading.chart.within(Kind::Time, words.clone()).next().is_some()
                || reading.events.within(words.clone()).next().is_some()
                || words.clone().any(begins)
                || !words.clone().any(finite))
    }

    /// "have since died", "the worst since 1990", "has risen to 31 since Monday": no count begins there.
    fn is_no_beginning(&self, since: usize, evidence: &Range<usize>) -> bool {
        let document = &self.reading.document;
        let c = self.reading.classes;
        let adverb = document.tokens[since - 1].classes.has_any(&[c.be, c.have]);
        let compared = (evidence.end..since).any(|at| matches!(document.tag(at), Tag::JJS | Tag::RBS));
        let rises = |at: usize| self.rises(at) && !document.word(at).starts_with("reach");
        adverb || compared || self.found.tokens.clone().any(rises)
    }

    /// "the second quake", "another blast": one beside that of which the article speaks.
    pub(super) fn is_another(&self, mention: &Range<usize>) -> bool {
        let mut words = mention.clone().map(|at| self.reading.document.word(at));
        words.any(|word| {
            matches!(
                word,
                "second"
                    | "third"
                    | "fourth"
                    | "fifth"
                    | "another"
                    | "other"
                    | "two"
                    | "three"
                    | "several"
                    | "twin"
            )
        })
    }

    /// Whether the verb after a mention has another subject: the mention is the object of a verb or of a
    /// preposition before it ("set up to investigate the spill also began", "the inquiry into the spill began").
    pub(super) fn is_object(&self, capture: &Capture) -> bool {
        let reading = self.reading;
        let document = &reading.document;
        let sentence = document.sentences[self.sentence].tokens.clone();
        if capture.tokens.start != self.found.tokens.start || capture.tokens.start == sentence.start {
            return false;
        }
        let finite_follows = reading.chart.at(capture.tokens.end).iter().any(|a| {
            a.kind == Kind::Verb && {
                let verb = &reading.verbs[a.index];
                // "the summit expected to be held": a participle that only describes.
                let describes = self.is_scheduling(a.tokens.start);
                !describes
                    && !verb.gerund
                    && !verb.infinitive
                    && (verb.passive || verb.irrealis || !verb.reduced)
            }
        });
        if !finite_follows {
            return false;
        }
        let mut before = capture.tokens.start - 1;
        // "a review by the fund's panel | was held": back over whose it is.
        if matches!(document.word(before), "'s" | "’s") {
            let owner = |at: &usize| {
                let tag = document.tag(*at);
                tag.is_noun() || tag.is_adjective() || matches!(tag, Tag::DT | Tag::POS)
            };
            before = (sentence.start..before).rev().find(|at| !owner(at)).unwrap_or(before);
        }
        let word = document.word(before);
        // "the operation to block the well would be delayed": any verb has an object.
        let infinitive = document.tag(before) == Tag::VB;
        let verb = reading.chart.within(Kind::Verb, sentence.clone()).any(|a| a.tokens.end == before + 1);
        let object = (infinitive || verb) && !reading.says(before);
        let preposition = reading.has_class(before, reading.classes.preposition)
            && !matches!(word, "since" | "after" | "before" | "until" | "as" | "than" | "while")
            && before > sentence.start;
        object || preposition
    }

    /// "the first day of the conference": a part of the event, of which other things hold.
    pub(super) fn is_part(&self, start: usize) -> bool {
        let document = &self.reading.document;
        let first = document.sentences[self.sentence].tokens.start;
        let cause = |at: usize| self.spec.cause && document.word(at) == "cause";
        start >= first + 2
            && document.word(start - 1) == "of"
            && !cause(start - 2)
            && self.reading.has_class(start - 2, self.reading.classes.part_noun)
    }
}
