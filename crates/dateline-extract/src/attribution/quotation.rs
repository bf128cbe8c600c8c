//! Quotations: what is quoted beside a cue, told before it, carried on after it.

use super::AttributionClass;
use super::reader::{Place, Reader};
use super::words::Words;
use crate::chart::Kind;
use dateline_core::text::ByteSpan;

impl Reader<'_> {
    /// What is quoted beside a cue, or told before it; and whether it stands before.
    pub(super) fn quotation(&self, place: &Place<'_>) -> Option<(Vec<ByteSpan>, bool)> {
        let sentence = &place.sentence;
        let source_start = place
            .source
            .as_ref()
            .filter(|s| place.own && s.start < place.tokens.start)
            .map_or(place.tokens.start, |s| s.start);
        let first = source_start.min(place.tokens.start);
        // To the next mark after the cue nothing is told.
        let stop = (place.after..sentence.end)
            .find(|&at| {
                self.s.is_quote(at)
                    || matches!(self.s.word(at), "." | "," | ":" | ";" | "!" | "?" | "—" | "–")
            })
            .unwrap_or(sentence.end);
        let after_quote = first > sentence.start && self.s.is_quote(first - 1);
        // "“It is old,” Velden told reporters who asked whether that was so.": what he said stands before it.
        let told = after_quote
            && first > sentence.start + 1
            && matches!(self.s.word(first - 2), "," | "?" | "!")
            && (sentence.start..first).all(|at| {
                self.s.is_quote(at) || self.s.quotation(self.s.document().tokens[at].span).is_some()
            });
        let silent = place.after >= stop
            || told
            || self.is_occasion(place.after, stop) && first > sentence.start && self.s.word(first - 1) == ","
            || after_quote
                && !(place.after..stop).any(|at| self.s.word(at) == "that")
                && !(self.s.is_subject_pronoun(place.after)
                    || self.s.document().tokens[place.after].classes.has(self.s.classes().possessive))
            || place.inverted && (after_quote || self.s.word(first.saturating_sub(1)) == ",")
            || !(place.after..stop).any(|at| {
                self.s.word(at) == "that"
                    || at > place.after && self.s.is_verb(at) && !self.s.word(at).ends_with("ing")
            });
        if !silent {
            return None;
        }
        let after = self.quoted_after(place, stop);
        // "…, who called it “bad”": what stands before a relative clause is not what was said.
        let relative = place.source.as_ref().is_some_and(|source| {
            source.end == place.tokens.start
                && matches!(self.s.word(source.end - 1), "who" | "which" | "that")
        });
        let speaks = after_quote
            || matches!(
                place.cue.class,
                AttributionClass::Statement | AttributionClass::Question | AttributionClass::Belief
            );
        let before =
            (place.own && !relative && speaks).then(|| self.told_before(place, first, after.is_some()));
        // "Eyebrows raised, he asked: “Was it I?”": a quotation that is a sentence of its own goes on with nothing.
        let document = self.s.document();
        let own_sentence = after.filter(|span| self.is_quoted(*span)).is_some_and(|span| {
            span.slice(document.text).is_some_and(|words| words.starts_with(char::is_uppercase))
        });
        let before = before.flatten().filter(|span| !own_sentence || self.is_quoted(*span));
        let mut parts: Vec<ByteSpan> = before.into_iter().collect();
        let quoted = before.is_some_and(|span| self.is_quoted(span));
        match after {
            // "… said on the programme “The Hour”": a name in marks is not what was said.
            Some(_) if quoted && self.s.is_quote(stop) && !self.is_long_quotation(stop) => {}
            // "“…,” said Velden, whose brother was hurt": what is told behind it is not quoted.
            Some(span) if after_quote && quoted && !self.is_quoted(span) => {}
            Some(span) => parts.push(span),
            None => {}
        }
        let at_end = stop >= sentence.end || matches!(self.s.word(stop), "." | "!" | "?");
        if quoted || at_end && after.is_some_and(|span| self.is_quoted(span)) {
            // "…,” she said. “…”": the quotation goes on.
            parts.extend(self.going_on(sentence.end, place.paragraph));
        }
        if parts.is_empty() {
            return None;
        }
        parts.sort_unstable();
        parts.dedup();
        Some((parts, before.is_some()))
    }

    /// "as dawn broke", "when asked": what went on as somebody spoke. With two verbs it may be what was said ("when the
    /// bridge fell 12 died").
    fn is_occasion(&self, at: usize, stop: usize) -> bool {
        let Some(next) = (at + 1 < stop).then(|| self.s.word(at + 1)) else { return false };
        let opens = match self.s.word(at) {
            "as" => !matches!(
                next,
                "many"
                    | "much"
                    | "few"
                    | "little"
                    | "of"
                    | "well"
                    | "soon"
                    | "long"
                    | "far"
                    | "part"
                    | "a"
                    | "an"
            ),
            "when" => true,
            _ => false,
        };
        let verbs = (at + 1..stop).filter(|&at| self.s.is_verb(at) && !self.s.is_auxiliary(at)).count();
        opens && verbs == 1 && !(at..stop).any(|at| self.s.word(at) == "that")
    }

    /// What stands before a cue, up to a comma or a closing mark.
    pub(super) fn told_before(&self, place: &Place<'_>, first: usize, told_after: bool) -> Option<ByteSpan> {
        let document = self.s.document();
        let start = place.sentence.start;
        if first == start {
            // "“Shall we go?” Velden asked.": the mark ended a sentence.
            let before = start.checked_sub(1).filter(|&at| self.s.is_quote(at) && !told_after)?;
            let span = document.tokens[before].span;
            let at = self.s.quotes.partition_point(|quote| quote.start_byte < span.start_byte);
            let quote = self.s.quotes[..at].last().copied()?;
            let near = quote.end_byte <= span.start_byte && span.start_byte - quote.end_byte <= 1;
            return (near && place.paragraph.contains(quote)).then_some(quote);
        }
        let quote = self.s.is_quote(first - 1);
        // "ministers met and, a diplomat said, agreed": what follows the "and".
        let joined = !quote && first > start + 1 && matches!(self.s.word(first - 2), "and" | "but" | "or");
        if joined {
            return None;
        }
        if !quote && !matches!(self.s.word(first - 1), "," | "—" | "–" | "?" | "!") {
            return None;
        }
        // "Asked about the bridge, Velden said …", "In a letter, he wrote: …": an opening phrase.
        let opening = !self.s.is_quote(start) && {
            let c = self.s.classes();
            let word = self.s.word(start);
            let classes = document.tokens[start].classes;
            classes.has_any(&[c.preposition, c.conjunction, c.adverb])
                || word.ends_with("ing")
                || word.ends_with("ed")
                || word.ends_with("ly")
        };
        let verb = || (start..first).any(|at| self.s.is_verb(at));
        // "In 2002, when they still denied it, Velden described the plan as …": what is told stands behind the cue.
        let story = place.cue.lemma.starts_with("tell");
        if !quote && (opening || story) && self.has_object(place) {
            return None;
        }
        // "The bridge, he said, may lean": its subject.
        let behind = (place.after + 1).min(place.sentence.end - 1);
        let splits = told_after && !opening && document.tag(behind).is_finite();
        if !quote && !splits && (told_after && (opening || !verb()) || !verb() && first - start < 4) {
            return None;
        }
        let mut start = start;
        if quote {
            // "The market moves. ''We stay,'' Velden said.": from the mark on, where a sentence ends before it.
            let close = document.tokens[first - 1].span.start_byte;
            let at = self.s.quotes.partition_point(|quote| quote.start_byte < close);
            let inside = at.checked_sub(1).map(|at| self.s.quotes[at].start_byte);
            let after =
                inside.map(|byte| document.tokens.partition_point(|token| token.span.start_byte < byte));
            let open =
                after.and_then(|after| (start + 1..after).rev().take_while(|&at| self.s.is_quote(at)).last());
            if let Some(open) = open.filter(|&open| {
                matches!(self.s.word(open - 1), "." | "!" | "?" | ":" | "(" | "-" | "–" | "—")
            }) {
                start = open;
            }
        }
        let span = self.s.trimmed(start..first)?;
        Some(self.back_to_opening(span, place.paragraph))
    }

    /// Whether a thing of which the cue speaks follows it ("described the plan", "tells the story of", "adding to the cost").
    fn has_object(&self, place: &Place<'_>) -> bool {
        let at = place.after;
        if place.inverted || at >= place.sentence.end || self.is_time(at) {
            return false;
        }
        let c = self.s.classes();
        let story = (at..place.sentence.end).take(4).any(|at| matches!(self.s.word(at), "story" | "tale"));
        let classes = self.s.document().tokens[at].classes;
        match place.cue.lemma.as_str() {
            lemma if lemma.starts_with("tell") => story,
            _ => classes.has_any(&[c.article, c.possessive]),
        }
    }

    /// What is quoted after the mark at `stop`.
    pub(super) fn quoted_after(&self, place: &Place<'_>, stop: usize) -> Option<ByteSpan> {
        let sentence = &place.sentence;
        if stop >= sentence.end {
            return None;
        }
        let word = self.s.word(stop);
        // "Others agree. ''It is old,'' Velden said.": another sentence's.
        if matches!(word, "." | "!" | "?") {
            return None;
        }
        let next = if self.s.is_quote(stop) { stop } else { stop + 1 };
        let colon = word == ":";
        if next >= sentence.end {
            return if colon { self.following(sentence.end) } else { None };
        }
        if self.s.is_quote(next) || colon {
            let end = if colon { sentence.end } else { self.extent(next, sentence.end, false) };
            // "Velden, who told them to “stay,” will leave": the main clause is no more of it.
            let main = self.is_in_relative_clause(place).then(|| self.main_verb_after(next, end)).flatten();
            let end = main.or_else(|| self.told_behind(next, end)).unwrap_or(end);
            // "called the system “rotten”": the object belongs to it.
            let from = self.over_adjuncts(place, place.after);
            // "asked the crowd “Is it safe?”": who was asked is no part of it.
            let asked = place.cue.class == AttributionClass::Question && self.is_long_quotation(next);
            let object = self.s.is_quote(stop)
                && from < stop
                && !asked
                && (place.cue.class != AttributionClass::Statement || !self.is_adjunct(from));
            let next = if object { from } else { next };
            return self.s.trimmed(next..end).map(|span| self.with_quotation(span));
        }
        if word == "," && !place.inverted {
            let aside = self.s.word(next).ends_with("ing")
                || self.starts_remark(next, sentence.end)
                || self.s.among(Words::SourceAsides, next) && !self.begins_clause(next, sentence.end);
            let goes_on = (next..sentence.end).any(|at| self.s.is_verb(at));
            let start = place.source.as_ref().map_or(place.tokens.start, |s| s.start.min(place.tokens.start));
            // "When Velden said so, the town laughed": a clause of its own.
            let opens = start == sentence.start + 1 && self.s.joins(sentence.start);
            let opens = opens && !matches!(self.s.word(sentence.start), "and" | "but" | "nor" | "yet");
            if !aside && goes_on && start > sentence.start && !opens && !self.is_in_relative_clause(place) {
                let closes = |at: &usize| {
                    matches!(self.s.word(*at), "." | "!" | "?")
                        && self.s.is_quote(*at + 1)
                        && !self.s.is_quote(*at - 1)
                };
                let end = (next..sentence.end - 1).find(closes).unwrap_or(sentence.end);
                return self.s.trimmed(next..end).map(|span| self.with_quotation(span));
            }
        }
        None
    }

    /// "chanted “Lock it!” as they had before", "said: “It is old,” but it is new": where a quotation that begins at a token
    /// closes, and what the reporter tells follows.
    pub(super) fn told_behind(&self, next: usize, end: usize) -> Option<usize> {
        if next + 3 >= end || !self.s.is_quote(next) {
            return None;
        }
        let open = next + usize::from(self.s.is_quote(next + 1));
        let close = (open + 1..end.saturating_sub(1)).find(|&at| self.s.is_quote(at))?;
        let behind = (close + 1..end).find(|&at| !self.s.is_quote(at))?;
        let tells = matches!(
            self.s.word(behind),
            "when" | "as" | "after" | "while" | "before" | "during" | "amid" | "until"
        ) || matches!(self.s.word(behind), "but" | "which" | "who")
            && self.s.word(close - 1) == ","
            || matches!(self.s.word(behind), "in" | "on" | "at") && self.is_setting(behind, end)
            || self.is_time(behind);
        (tells && !(behind..end).any(|at| self.s.is_quote(at))).then_some(close)
    }

    /// "For years, Velden said, the bridge has leaned": an article whose noun has a verb, before the next mark.
    fn begins_clause(&self, at: usize, end: usize) -> bool {
        let document = self.s.document();
        document.tokens[at].classes.has(self.s.classes().article)
            && (at + 1..end)
                .take_while(|&at| self.s.is_word(at) && !self.s.joins(at))
                .any(|at| document.tag(at).is_finite())
    }

    /// Whether a token may begin a phrase of place, time or occasion.
    pub(super) fn is_adjunct(&self, at: usize) -> bool {
        let c = self.s.classes();
        self.s.document().tokens[at].classes.has_any(&[c.preposition, c.adverb])
            || self.s.is_adverb(at)
            || self.s.g.chart.at(at).iter().any(|a| a.kind == Kind::Time)
    }

    /// "sent a letter to members: “We stay.”": the quotation with which a content ends, where a mark parts it from words
    /// without a verb of their own.
    pub(super) fn quotation_behind(&self, place: &Place<'_>, content: &[ByteSpan]) -> Option<ByteSpan> {
        let document = self.s.document();
        let &[content] = content else { return None };
        let mark = (place.after..place.sentence.end.saturating_sub(1))
            .find(|&at| self.s.word(at) == ":" && self.s.is_quote(at + 1))?;
        let start = document.tokens[mark + 1].span.end_byte;
        let at = self.s.quotes.partition_point(|quote| quote.start_byte < start);
        let quote = self.s.quotes.get(at).copied().filter(|quote| quote.start_byte <= start + 1)?;
        let short = !(place.after..mark).any(|at| document.tag(at).is_finite() || self.s.is_quote(at));
        let ends = content.start_byte < quote.start_byte && content.end_byte + 2 >= quote.end_byte;
        (short && ends && self.is_long_quotation(mark + 1)).then_some(quote)
    }

    /// Whether a quotation opens at a token that is too long for the name of a thing.
    fn is_long_quotation(&self, mark: usize) -> bool {
        let document = self.s.document();
        let start = document.tokens[mark].span.end_byte;
        let at = self.s.quotes.partition_point(|quote| quote.start_byte < start);
        let words = self.s.quotes.get(at).and_then(|quote| quote.slice(document.text));
        words.is_some_and(|words| words.split_whitespace().count() > 6)
    }

    pub(super) fn is_quoted(&self, span: ByteSpan) -> bool {
        let at = self.s.quotes.partition_point(|quote| quote.start_byte < span.end_byte);
        at > 0 && self.s.quotes[at - 1].end_byte > span.start_byte
    }

    /// A quotation of several sentences begins where its mark is opened.
    pub(super) fn back_to_opening(&self, span: ByteSpan, paragraph: ByteSpan) -> ByteSpan {
        let at = self.s.quotes.partition_point(|quote| quote.start_byte <= span.start_byte);
        match self.s.quotes[..at].last() {
            Some(quote) if quote.end_byte > span.start_byte && paragraph.contains(*quote) => {
                ByteSpan::new(quote.start_byte.min(span.start_byte), span.end_byte)
            }
            _ => span,
        }
    }

    /// The quotation that begins with the sentence at a token.
    pub(super) fn going_on(&self, token: usize, paragraph: ByteSpan) -> Option<ByteSpan> {
        let document = self.s.document();
        let first = document.tokens.get(token)?;
        if !paragraph.contains(first.span) || !self.s.is_quote(token) {
            return None;
        }
        let at = self.s.quotes.partition_point(|quote| quote.start_byte < first.span.end_byte);
        let quote = self.s.quotes.get(at)?;
        (quote.start_byte <= first.span.end_byte + 1).then_some(*quote)
    }

    /// After a colon that ends the paragraph: the quotation of the next one.
    pub(super) fn following(&self, token: usize) -> Option<ByteSpan> {
        let document = self.s.document();
        let first = document.tokens.get(token)?;
        let at = document.paragraphs.partition_point(|p| p.end_byte <= first.span.start_byte);
        let paragraph = document.paragraphs.get(at).filter(|p| p.contains(first.span))?;
        let at = self.s.quotes.partition_point(|quote| quote.start_byte < first.span.start_byte);
        let quote = self.s.quotes.get(at)?;
        if quote.start_byte <= first.span.end_byte { Some(*quote) } else { Some(*paragraph) }
    }
}
