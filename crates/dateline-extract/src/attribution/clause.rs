//! Where noun phrases begin and end, and which is the subject of a verb.

use super::syntax::Syntax;
use super::words::Words;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::tagger::Tag;
use std::ops::Range;

/// The subject of a verb.
pub(super) struct Subject {
    pub(super) tokens: Range<usize>,
    /// It stands by the verb, and is not that of another verb of the sentence.
    pub(super) own: bool,
}

impl Syntax<'_> {
    /// The noun phrase that ends right before `end`.
    pub(super) fn phrase_before(&self, end: usize, start: usize) -> Option<Range<usize>> {
        let document = self.g.document;
        let whole = end;
        let end = self.before_time(self.before_bracket(end, start), start);
        if end <= start || !self.is_word(end - 1) {
            return None;
        }
        let last = end - 1;
        if self.is_subject_pronoun(last) || matches!(self.word(last), "him" | "them" | "us" | "me") {
            return Some(last..end);
        }
        let c = self.classes();
        let token = &document.tokens[last];
        if token.classes.has_any(&[c.article, c.preposition, c.negator])
            || self.joins(last)
            || self.is_auxiliary(last)
        {
            return None;
        }
        let mut first = end;
        while first > start && end - first < 16 {
            let at = first - 1;
            let word = self.word(at);
            if !self.is_word(at) {
                // "Democrats’ plan", "U.S.-led": marks inside a phrase.
                let inner =
                    matches!(word, "'" | "’" | "&" | "$" | "%" | "/") || word == "-" && self.is_hyphen(at);
                if !inner || at == start {
                    break;
                }
            } else if self.is_subject_pronoun(at)
                && first < end
                && (self.word(at + 1) == "of"
                    || matches!(word, "one" | "some" | "many" | "most" | "both" | "those"))
            {
                // "one of his aides", "one old friend".
                first = at;
                break;
            } else if self.joins(at) || self.is_subject_pronoun(at) && first < end {
                let pair = word == "and"
                    && at > start
                    && at + 1 < end
                    && self.pairs(at, start)
                    && (!self.is_of_one(whole) || self.is_in_name(at));
                if !pair {
                    break;
                }
            } else if self.is_verb(at)
                && !token_is_participle_before_noun(self, at, end)
                && !self.is_between_capitals(at, start, end)
            {
                match self.before_modifier(at, start) {
                    Some(head) if end - head < 24 => {
                        first = head;
                        continue;
                    }
                    _ => break,
                }
            }
            first = at;
        }
        // A time or an opening phrase before the subject is not part of it ("On Monday the mayor").
        let opens = |at: usize| self.is_adverb(at) && !(at > start && document.tokens[at].capital);
        while first < end && (opens(first) && first + 1 < end || !self.is_word(first)) {
            first += 1;
        }
        // "who as early as 2006 warned": a year.
        if last == first && self.word(last).len() == 4 && self.word(last).bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        // "A poll released on Tuesday": the time belongs to the participle.
        let end = if self.is_verb(last) { whole } else { end };
        (first < end).then_some(first..end)
    }

    /// Before a party, an age or a ticker that ends at a token ("Velden (D-Calif.) said", "Arkel <ARK.O> said").
    fn before_bracket(&self, end: usize, start: usize) -> usize {
        let open = match end.checked_sub(1).filter(|last| *last > start).map(|last| self.word(last)) {
            Some(")") => "(",
            Some(">") => "<",
            _ => return end,
        };
        (start + 1..end - 1).rev().take(12).find(|&at| self.word(at) == open).unwrap_or(end)
    }

    /// Before a time that ends at a token ("The ministry on Tuesday said").
    fn before_time(&self, end: usize, start: usize) -> usize {
        let mut end = end;
        for width in 1..6 {
            let Some(at) = end.checked_sub(width).filter(|at| *at > start) else { break };
            if self.g.chart.at(at).iter().any(|a| a.kind == Kind::Time && a.tokens.end == end) {
                end = at;
                if end > start + 1
                    && matches!(self.word(end - 1), "on" | "in" | "early" | "late" | "earlier" | "later")
                {
                    end -= 1;
                }
                break;
            }
        }
        end
    }

    /// A verb inside a noun phrase: that of a relative clause ("others who want to leave"), or a participle after its noun
    /// ("a poll released on Tuesday", "a group put together by the mayor"). Gives the token before which the noun ends.
    fn before_modifier(&self, verb: usize, start: usize) -> Option<usize> {
        let group = self.group_start(verb, start);
        if group > start + 1 && matches!(self.word(group - 1), "who" | "that" | "which") {
            return Some(group - 1);
        }
        let tag = self.g.document.tag(verb);
        let participle = group == verb
            && (self.word(verb).ends_with("ed") || self.word(verb).ends_with("ing") || tag == Tag::VBN);
        let together = usize::from(matches!(self.word(verb + 1), "together" | "up" | "out" | "over"));
        let after = matches!(
            self.word(verb + 1 + together),
            "by" | "on" | "in" | "to" | "at" | "for" | "with" | "from" | "as" | "about" | "against" | "here"
        );
        // "the group organising protests": with what it does.
        let doing = tag == Tag::VBG
            && self.g.document.tag(group.saturating_sub(1)).is_common_noun()
            && (self.g.document.tag(verb + 1).is_noun()
                || self.g.document.tokens[verb + 1].classes.has(self.classes().article));
        let infinitive = group > start + 1 && self.word(group) == "to";
        (participle && (after || doing) && group > start && self.is_word(group - 1) && !self.joins(group - 1)
            || infinitive)
            .then_some(group)
    }

    /// "Clinton and Sanders", "the government and independent scientists": what stands before the first verb of a sentence is
    /// one subject.
    fn pairs(&self, and: usize, start: usize) -> bool {
        let tokens = &self.g.document.tokens;
        let mut clause = (start..and).rev().take(12).take_while(|&at| self.is_word(at) && !self.joins(at));
        tokens[and - 1].capital && tokens[and + 1].capital
            || self.is_word(and - 1) && !self.joins(and - 1) && clause.all(|at| !self.is_verb(at))
    }

    /// A dash without spaces around it.
    fn is_hyphen(&self, at: usize) -> bool {
        let tokens = &self.g.document.tokens;
        at > 0 && tokens[at - 1].span.end_byte == tokens[at].span.start_byte
            || tokens.get(at + 1).is_some_and(|next| next.span.start_byte == tokens[at].span.end_byte)
    }

    /// Whether the verb at a token is the singular's: "entered the Gulf and BP says".
    fn is_of_one(&self, verb: usize) -> bool {
        let verb = (verb..self.g.document.tokens.len()).find(|&at| !self.is_adverb(at));
        verb.is_some_and(|verb| self.g.document.tag(verb) == Tag::VBZ)
    }

    fn is_in_name(&self, at: usize) -> bool {
        [Kind::Organisation, Kind::Role].iter().any(|kind| {
            self.g.chart.within(*kind, at.saturating_sub(6)..at + 6).any(|a| a.tokens.contains(&at))
        })
    }

    /// "Arkel Holdings PLC": part of a name, whatever the tagger makes of it.
    fn is_between_capitals(&self, at: usize, start: usize, end: usize) -> bool {
        let capital = |at: usize| self.g.document.tokens[at].capital && self.is_word(at);
        at > start && at + 1 < end && capital(at - 1) && capital(at) && capital(at + 1)
    }

    /// The subject of the verb group that begins at `group`; `earlier` is the source of a cue before it in the sentence.
    pub(super) fn subject(
        &self,
        group: usize,
        start: usize,
        earlier: Option<&Range<usize>>,
    ) -> Option<Subject> {
        if group <= start {
            return None;
        }
        let own = |tokens: Option<Range<usize>>| tokens.map(|tokens| Subject { tokens, own: true });
        let shared = |tokens: Option<Range<usize>>| tokens.map(|tokens| Subject { tokens, own: false });
        let before = group - 1;
        match self.word(before) {
            "who" | "which" | "that" => {
                let mut end = before;
                if end > start && self.word(end - 1) == "," {
                    end -= 1;
                }
                let head = self.phrase_before(end, start);
                return own(Some(head.map_or(before..group, |head| head.start..group)));
            }
            "," => {
                return own(self.over_aside(before, start))
                    .or_else(|| shared(self.shared(start, before, earlier)));
            }
            "and" | "but" | "or" | "then" | "by" | "in" | "for" | "of" | "to" | "while" | "when"
            | "before" | "after" | "without" => {
                return shared(self.shared(start, before, earlier));
            }
            "-" | "—" | "–" => {
                let open =
                    (start..before).rev().take(30).find(|&at| matches!(self.word(at), "-" | "—" | "–"));
                return own(open.and_then(|open| self.phrase_before(open, start)))
                    .or_else(|| shared(self.shared(start, before, earlier)));
            }
            _ => {}
        }
        own(self.phrase_before(group, start))
    }

    /// Whether an aside of one word ends right before a verb group ("Velden, however, warned him").
    pub(super) fn ends_aside_of_a_word(&self, group: usize, start: usize) -> bool {
        group > start + 3
            && self.word(group - 1) == ","
            && self.word(group - 3) == ","
            && matches!(
                self.word(group - 2),
                "however" | "meanwhile" | "though" | "too" | "instead" | "nevertheless" | "therefore"
            )
    }

    /// The name before an aside: "Halas, the deputy mayor, said".
    fn over_aside(&self, comma: usize, start: usize) -> Option<Range<usize>> {
        let mut open = comma;
        for _ in 0..3 {
            let next = (start..open).rev().take(30).find(|&at| self.word(at) == ",")?;
            let inside = next + 1..comma;
            if inside.is_empty() {
                return None;
            }
            let relative = self.among(Words::Asides, inside.start)
                || matches!(self.g.document.tag(inside.start), Tag::VBG | Tag::VBN)
                    && self.is_verb(inside.start);
            let document = self.g.document;
            let verbs = inside.clone().any(|at| {
                document.tag(at).is_finite()
                    && self.is_verb(at)
                    && self.quotation(document.tokens[at].span).is_none()
            });
            // "the quake, the worst in years, killed 40, said the mayor": a verb that is the clause's own.
            let told = document.tokens[inside.start].classes.has(self.classes().article) && {
                let own = |section: Range<usize>| {
                    let verb = section.clone().find(|&at| document.tag(at).is_finite() && self.is_verb(at));
                    verb.is_some_and(|verb| {
                        !(section.start..verb).any(|at| self.joins(at) || self.is_subject_pronoun(at))
                    })
                };
                let marks = inside.clone().filter(|&at| self.word(at) == ",").chain([comma]);
                let mut from = inside.start;
                marks.into_iter().any(|mark| own(std::mem::replace(&mut from, mark + 1)..mark))
            };
            // "Velden, 58, who lives here, said": before his age. A phrase of place is no head.
            let head = self.phrase_before(next, start).and_then(|head| {
                let first = &document.tokens[head.start];
                let aged = head.len() == 1
                    && first.kind == TokenKind::Number
                    && head.start > start
                    && self.word(head.start - 1) == ",";
                let of_place = first.classes.has(self.classes().preposition) && head.start > start;
                if aged {
                    self.phrase_before(head.start - 1, start)
                } else {
                    Some(head).filter(|_| !of_place)
                }
            });
            if let Some(head) = head.filter(|_| (relative || !verbs) && !told) {
                return Some(head);
            }
            open = next;
        }
        None
    }

    /// The subject that a second or a participial verb shares: the source before it, or the subject of the sentence.
    fn shared(&self, start: usize, before: usize, earlier: Option<&Range<usize>>) -> Option<Range<usize>> {
        if let Some(earlier) = earlier {
            return Some(earlier.clone());
        }
        let verb = |finite: bool| {
            (start + 1..before).find(|&at| {
                self.is_verb(at)
                    && (!finite || self.g.document.tag(at).is_finite())
                    && self.quotation(self.g.document.tokens[at].span).is_none()
            })
        };
        let verb = verb(true).or_else(|| verb(false))?;
        let group = self.group_start(verb, start);
        if group <= start {
            return None;
        }
        if self.word(group - 1) == "," {
            return self.over_aside(group - 1, start);
        }
        if self.among(Words::Asides, group - 1) {
            return self.phrase_before(group - 1, start);
        }
        self.phrase_before(group, start)
    }
}

/// "the newly elected mayor": a participle inside a noun phrase.
fn token_is_participle_before_noun(s: &Syntax<'_>, at: usize, end: usize) -> bool {
    at + 1 < end && s.word(at).ends_with("ed") && at > 0 && {
        let c = s.classes();
        let mut left = at;
        while left > 0 && s.is_adverb(left - 1) {
            left -= 1;
        }
        left > 0 && s.g.document.tokens[left - 1].classes.has_any(&[c.article, c.possessive])
    }
}
