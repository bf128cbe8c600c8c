//! How far a content reaches: to the end of its clause, or of its phrase.

use super::book::{CueKind, Extent};
use super::reader::{Place, Reader};
use super::words::Words;
use crate::chart::{Annotation, Kind};
use crate::document::TokenKind;
use crate::tagger::Tag;
use dateline_core::text::ByteSpan;
use std::ops::Range;

impl Reader<'_> {
    /// The subject of the cue and what follows it.
    pub(super) fn around(&self, start: usize, place: &Place<'_>) -> Option<Vec<ByteSpan>> {
        let mut content = self.clause(start, place, false)?;
        let subject = place.source.clone()?;
        content.insert(0, self.s.document().span(subject));
        Some(content)
    }

    /// Over whom it was said to, when and where, up to the clause.
    pub(super) fn over_adjuncts(&self, place: &Place<'_>, from: usize) -> usize {
        let end = place.sentence.end;
        let g = self.s.g;
        let mut at = from;
        let to = self.s.word(from.min(end - 1)) == "to"
            && !matches!(place.cue.lemma.as_str(), "agree" | "respond" | "react");
        if place.cue.lemma.starts_with("tell") || to {
            if let Some(addressee) = super::between::addressee(g, from, end) {
                at = addressee.end;
            } else if at < end {
                // "told her", "told the crowd".
                let mut stop = at;
                while stop < end && stop < at + 6 && self.s.is_word(stop) && !self.s.is_subject_pronoun(stop)
                {
                    if self.s.document().tokens[stop].classes.has(self.s.classes().article) && stop > at {
                        break;
                    }
                    stop += 1;
                    let known =
                        !matches!(self.s.word(stop - 1), "the" | "a" | "an" | "his" | "their" | "its");
                    if known && !self.s.document().tokens[stop.min(end - 1)].capital {
                        break;
                    }
                }
                at = stop;
            }
        }
        super::between::skip_adjuncts(g, at, end)
    }

    /// Whether a finite verb stands in some tokens, near their beginning.
    pub(super) fn tells(&self, start: usize, end: usize) -> bool {
        let stop = (start..end).find(|&at| matches!(self.s.word(at), ";" | ".")).unwrap_or(end);
        if start < end && !self.s.is_word(start) && !self.s.is_quote(start) {
            return false;
        }
        self.s.word(start) != "to"
            && !self.s.is_verb(start)
            && (start + 1..stop).any(|at| {
                self.s.document().tag(at).is_finite()
                    && !matches!(self.s.word(at - 1), "who" | "which" | "that")
            })
    }

    /// "adding the plan was dead", and not "adding 40 jobs while sales fell": the verb of the first noun phrase.
    pub(super) fn begins_with_subject(&self, start: usize, end: usize) -> bool {
        let inside = |at: &usize| self.s.is_word(*at) && !self.s.joins(*at);
        let verb = (start..end).take_while(inside).find(|&at| self.s.is_verb(at));
        verb.is_some_and(|verb| self.s.document().tag(verb).is_finite())
    }

    /// "said the plan to close the bridge was dead": whoever says something asks nobody to do it.
    pub(super) fn says_clause(&self, place: &Place<'_>) -> bool {
        place.cue.lemma.starts_with("say") && self.tells(place.after, place.sentence.end)
    }

    /// The content that begins at a token and goes to the end of its clause, or of its phrase.
    pub(super) fn clause(&self, start: usize, place: &Place<'_>, phrase: bool) -> Option<Vec<ByteSpan>> {
        let mut end = self.extent(start, place.sentence.end, phrase);
        if self.is_in_relative_clause(place) {
            end = self.main_verb_after(start, end).unwrap_or(end);
        }
        let end = self.told_behind(start, end).unwrap_or(end);
        let end = self.main_clause_after(start, end, place).unwrap_or(end);
        let end = self.relative_at_end(start, end, place).unwrap_or(end);
        let span = self.s.trimmed(start..end.max(start))?;
        Some(vec![self.with_quotation(span)])
    }

    /// "said a spokesman for the ministry": whether a noun phrase holds a word for somebody who speaks, or a name of one.
    pub(super) fn speaks(&self, phrase: &Range<usize>) -> bool {
        let c = self.s.classes();
        let speakers = [c.official_noun, c.anonymous_noun, c.authority_noun, c.spokesperson];
        let named = |a: &Annotation| matches!(a.kind, Kind::Person | Kind::Organisation | Kind::Role);
        phrase.clone().any(|at| {
            self.s.document().tokens[at].classes.has_any(&speakers) || self.s.g.chart.at(at).iter().any(named)
        })
    }

    /// "said the mayor on Monday", "said an official who asked not to be named": when, where and who it was, up to the end.
    pub(super) fn trails(&self, at: usize, end: usize) -> bool {
        let c = self.s.classes();
        let relative = self.s.word(at) == "who";
        let opens = relative || self.is_time(at) || self.s.document().tokens[at].classes.has(c.preposition);
        let rest = at..end;
        let verbs = rest.clone().filter(|&at| self.s.document().tag(at).is_finite()).count();
        opens && verbs == usize::from(relative) && !rest.clone().any(|at| self.s.is_quote(at))
    }

    /// Whether the cue is that of a relative clause between commas ("Velden, who says that …, will resign", "Velden, the editor
    /// who wrote it, will resign").
    pub(super) fn is_in_relative_clause(&self, place: &Place<'_>) -> bool {
        let group = place.tokens.start;
        group >= place.sentence.start + 2
            && matches!(self.s.word(group - 1), "who" | "which")
            && (place.sentence.start..group - 1).any(|at| self.s.word(at) == ",")
    }

    /// "charged in the bombing of a plane that killed 12": the verb of "that" follows it.
    pub(super) fn is_relative_that(&self, at: usize, place: &Place<'_>) -> bool {
        let document = self.s.document();
        let next = (at + 1..place.sentence.end).find(|&next| !self.s.is_adverb(next));
        self.s.word(at) == "that"
            && at > place.after
            && (document.tag(at - 1).is_noun() || document.tokens[at - 1].kind == TokenKind::Number)
            && next.is_some_and(|next| matches!(document.tag(next), Tag::VBD | Tag::VBZ | Tag::MD))
    }

    /// "responded to reports that …": what was reported, and not what was said.
    pub(super) fn is_of_hearsay(&self, at: usize, place: &Place<'_>) -> bool {
        self.s.word(at) == "that" && at > place.after && self.s.among(Words::Hearsay, at - 1)
    }

    /// Where a comma ends the relative clause and the verb of the main clause follows.
    pub(super) fn main_verb_after(&self, start: usize, end: usize) -> Option<usize> {
        (start + 1..end).find(|&mark| {
            let closes = self.s.word(mark) == "," || self.s.is_quote(mark) && self.s.word(mark - 1) == ",";
            let mut next = mark + 1;
            while next < end && (self.s.is_adverb(next) || self.is_time(next)) {
                next += 1;
            }
            closes && next < end && (self.s.document().tag(next).is_finite() || self.s.is_auxiliary(next))
        })
    }

    /// "While Velden said the bridge was safe, it is shut": the comma before the main clause.
    fn main_clause_after(&self, start: usize, end: usize, place: &Place<'_>) -> Option<usize> {
        let source = place.source.as_ref().filter(|source| source.end <= place.tokens.start)?;
        let opens = source.start.checked_sub(1).filter(|&at| at >= place.sentence.start)?;
        let concedes = matches!(self.s.word(opens), "while" | "although" | "though" | "whereas");
        let first = opens == place.sentence.start || !self.s.is_word(opens - 1);
        let ends = |at: usize| at + 1 < end && self.s.word(at) == "," && !self.s.joins(at + 1);
        let comma = (start + 1..end).find(|&at| ends(at))?;
        let told = (comma + 1..end).any(|at| self.s.document().tag(at).is_finite());
        (concedes && first && told).then_some(comma)
    }

    /// A span that ends inside a quotation goes on to its end.
    pub(super) fn with_quotation(&self, span: ByteSpan) -> ByteSpan {
        let at = self.s.quotes.partition_point(|quote| quote.start_byte < span.end_byte);
        match self.s.quotes[..at].last() {
            Some(quote) if quote.start_byte >= span.start_byte && quote.end_byte > span.end_byte => {
                ByteSpan::new(span.start_byte, quote.end_byte)
            }
            _ => span,
        }
    }

    pub(super) fn extent(&self, start: usize, end: usize, phrase: bool) -> usize {
        let document = self.s.document();
        let mut at = start;
        while at < end {
            let word = self.s.word(at);
            if self.s.quotation(document.tokens[at].span).is_some() {
                at += 1;
                continue;
            }
            if self.s.is_quote(at)
                && at > start
                && self.s.word(at - 1) == ","
                && self.starts_remark(at + 1, end)
            {
                return at;
            }
            match word {
                ";" => return at,
                "," if at > start && self.starts_another(at + 1, end, phrase) => return at,
                "-" | "–" | "—" if at > start && self.starts_report(at + 1, end) => return at,
                "and" | "but"
                    if at > start
                        && (self.starts_predicate(at + 1, end) || self.starts_report(at + 1, end)) =>
                {
                    return at;
                }
                "while" | "after" | "when" | "during" | "because" | "although" | "before" | "despite"
                | "amid"
                    if phrase && at > start + 1 =>
                {
                    return at;
                }
                "before" | "by"
                    if phrase && at > start && self.s.word((at + 1).min(end - 1)).ends_with("ing") =>
                {
                    return at;
                }
                _ if phrase && at > start && self.is_time(at) => return at,
                "in" | "on" | "at" if phrase && at > start && self.is_setting(at, end) => return at,
                "." | "!" | "?" => return at,
                _ => {}
            }
            at += 1;
        }
        end
    }

    pub(super) fn is_time(&self, at: usize) -> bool {
        self.s.g.chart.at(at).iter().any(|a| a.kind == Kind::Time)
    }

    /// "in an interview", "on Monday", "in a statement".
    pub(super) fn is_setting(&self, at: usize, end: usize) -> bool {
        let next = at + 1;
        if self.is_time(next) {
            return true;
        }
        (next..end.min(next + 5)).any(|i| self.s.among(Words::Settings, i))
    }

    /// The comma behind which a relative clause goes to the end: it is told in passing, by whoever tells the rest. What is
    /// denied stays whole.
    fn relative_at_end(&self, start: usize, end: usize, place: &Place<'_>) -> Option<usize> {
        let document = self.s.document();
        let denied =
            self.book.lists.has(Words::Denials, place.cue.lemma.split('/').next().unwrap_or_default())
                || place.tokens.clone().any(|at| {
                    document.tokens[at].classes.has(self.s.classes().negator)
                        || self.s.among(Words::Denials, at)
                        || self.s.among(Words::Refusals, at)
                });
        let goes_on =
            |at: usize| self.s.word(at) == "," && matches!(self.s.word(at + 1), "and" | "or" | "but");
        let comma = (start + 1..end.saturating_sub(1)).rev().find(|&at| {
            self.s.word(at) == ","
                && matches!(self.s.word(at + 1), "which" | "who" | "whose" | "where")
                && self.s.quotation(document.tokens[at].span).is_none()
        })?;
        let last = !(comma + 1..end - 1).any(goes_on) && self.main_verb_after(comma + 1, end).is_none();
        (last && !denied).then_some(comma)
    }

    /// After a comma: words that no longer belong to the content.
    pub(super) fn starts_another(&self, at: usize, end: usize, phrase: bool) -> bool {
        if at >= end {
            return false;
        }
        let word = self.s.word(at);
        let gerund_cue = word.ends_with("ing") && !self.book.cues(word).is_empty();
        let joined = usize::from(matches!(word, "and" | "or" | "so"));
        gerund_cue
            || self.s.among(Words::ClauseEnds, at)
            || self.starts_report(at + joined, end)
            || phrase && !self.s.is_quote(at) && self.s.among(Words::PhraseEnds, at)
    }

    /// "“…,” referring to the plan", "likely meaning Berg", "not even naming him": whoever quotes explains it.
    pub(super) fn starts_remark(&self, at: usize, end: usize) -> bool {
        let first = (at..end).take(3).find(|&at| !self.s.is_adverb(at) && self.s.word(at) != "even");
        first.is_some_and(|at| self.s.word(at).ends_with("ing") && self.s.document().tag(at) == Tag::VBG)
    }

    /// "she accused …", "Velden said …": a source with its cue, right at a token.
    pub(super) fn starts_report(&self, at: usize, end: usize) -> bool {
        let mut verb = at;
        while verb < end
            && verb < at + 7
            && self.s.is_word(verb)
            && !self.s.is_verb(verb)
            && !self.s.joins(verb)
        {
            verb += 1;
        }
        let subject = verb;
        while verb < end && verb > at && (self.s.is_auxiliary(verb) || self.s.is_adverb(verb)) {
            verb += 1;
        }
        // "and Ana Berg was named its head": told of her, and not by her.
        if (subject..verb).any(|at| self.is_being(at)) {
            return false;
        }
        verb > at
            && verb < end
            && self.book.cues(self.s.word(verb)).iter().any(|cue| {
                matches!(cue.kind, CueKind::Verb(forms) if forms.past || forms.present)
                    && cue.particle.is_empty()
                    && self.takes(cue, Extent::Quotation)
            })
    }

    /// After "and": another reporting verb of the same subject.
    pub(super) fn starts_predicate(&self, at: usize, end: usize) -> bool {
        let mut at = at;
        while at < end && (self.s.is_adverb(at) || self.s.is_auxiliary(at)) {
            at += 1;
        }
        at < end
            && !self.s.word(at).ends_with("ing")
            && self.book.cues(self.s.word(at)).iter().any(|cue| match cue.kind {
                // "put", "read": the tag tells the past from the base form.
                CueKind::Verb(forms) => {
                    (forms.past || forms.present) && (!forms.base || self.s.document().tag(at) == Tag::VBD)
                }
                _ => false,
            })
    }

    /// The noun phrase that begins at a token.
    pub(super) fn phrase_after(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let mut at = start;
        while at < end && at < start + 16 {
            let word = self.s.word(at);
            let stop = !self.s.is_word(at) && !self.s.among(Words::PhraseEnds, at)
                || at > start
                    && (self.s.joins(at)
                        && !(word == "and" && at + 1 < end && self.s.document().tokens[at + 1].capital))
                || at > start
                    && (self.s.is_auxiliary(at)
                        || self.s.is_subject_pronoun(at - 1)
                        || matches!(word, "in" | "on" | "during" | "at" | "to"))
                || self.s.g.chart.at(at).iter().any(|a| a.kind == Kind::Time);
            if stop {
                break;
            }
            at += 1;
        }
        let c = self.s.classes();
        let first = &self.s.document().tokens[start.min(end.saturating_sub(1))];
        let fits = at > start
            && !first.classes.has_any(&[c.preposition, c.negator])
            && (!first.classes.has(c.modal) || !self.s.is_auxiliary(start))
            && (!self.s.joins(start) || self.s.word(start) == "one");
        fits.then_some(start..at)
    }
}
