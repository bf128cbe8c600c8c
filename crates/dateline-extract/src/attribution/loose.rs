//! Attributions without a listed verb: "according to", a name and a colon, a quotation with an unknown verb, a quotation
//! that goes on.

use super::AttributionClass;
use super::book::CueKind;
use super::reader::{Reader, Reported, Told};
use super::words::Words;
use crate::chart::Kind;
use dateline_core::text::ByteSpan;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many attributions back the speaker of a quotation without a cue is looked for.
const SPEAKERS_BACK: usize = 8;

impl Reader<'_> {
    /// Quotations that nobody has yet: they are the last speaker's of the paragraph.
    pub(super) fn carry(&self, here: &mut Vec<Reported>, paragraph: ByteSpan) {
        let document = self.s.document();
        // The contents so far, by where they begin, with the furthest end.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let mut furthest = 0;
        let mut spans: Vec<ByteSpan> = here.iter().flat_map(|one| one.content.iter().copied()).collect();
        spans.sort_unstable();
        for span in spans {
            furthest = span.end_byte.max(furthest);
            taken.insert(span.start_byte, furthest);
        }
        let first = self.s.quotes.partition_point(|quote| quote.start_byte < paragraph.start_byte);
        for quote in self.s.quotes[first..].iter().take_while(|quote| quote.start_byte < paragraph.end_byte) {
            let inside =
                taken.range(..quote.end_byte).next_back().is_some_and(|(_, &end)| end > quote.start_byte);
            if inside {
                continue;
            }
            let words = quote.slice(document.text).map_or(0, |words| words.split_whitespace().count());
            if words < 4 {
                continue;
            }
            if let Some(one) = self.unknown_cue(*quote) {
                here.push(one);
                continue;
            }
            let speaker = here.iter_mut().rev().take(SPEAKERS_BACK).find(|one| {
                one.class == AttributionClass::Statement
                    && one
                        .content
                        .last()
                        .is_some_and(|last| last.end_byte <= quote.start_byte && self.is_quoted(*last))
            });
            if let Some(speaker) = speaker {
                speaker.content.push(*quote);
            }
        }
    }

    /// “…,” Velden said. / “… .”: a paragraph that is one quotation goes on with that of the paragraph before it, where that
    /// ends with its cue.
    pub(super) fn go_on(&self, before: &mut [Reported], here: &[Reported], paragraph: ByteSpan) {
        let document = self.s.document();
        let first = self.s.quotes.partition_point(|quote| quote.start_byte < paragraph.start_byte);
        let Some(&quote) = self.s.quotes.get(first) else { return };
        let whole = quote.start_byte <= paragraph.start_byte + 3 && quote.end_byte + 3 >= paragraph.end_byte;
        let apart = here.iter().all(|one| one.nested || one.content.iter().all(|span| !span.overlaps(quote)));
        let number = document.paragraphs.partition_point(|p| p.start_byte < paragraph.start_byte);
        let Some(earlier) = number.checked_sub(1).map(|at| document.paragraphs[at]) else { return };
        let inside = |one: &&mut Reported| earlier.contains(document.span(one.cue.clone()));
        let Some(last) = before.iter_mut().rev().filter(|one| !one.nested).take_while(inside).next() else {
            return;
        };
        let begins = last.content.iter().map(|span| span.start_byte).min().unwrap_or(usize::MAX);
        let quoted = last.content.iter().all(|span| self.is_quoted(*span));
        let speaks = last.class == AttributionClass::Statement && last.told == Told::Quoted && last.before;
        if whole && apart && quoted && speaks && begins <= earlier.start_byte + 3 {
            last.content.push(quote);
        }
    }

    /// A quotation with a verb beside it that no list knows: "“Go home,” Velden barked", "Velden barked: “Go home.”".
    pub(super) fn unknown_cue(&self, quote: ByteSpan) -> Option<Reported> {
        let document = self.s.document();
        let first = document.tokens.partition_point(|token| token.span.start_byte < quote.start_byte);
        let last = document.tokens.partition_point(|token| token.span.end_byte <= quote.end_byte);
        if first == 0 || first >= last {
            return None;
        }
        let reported = |source: Option<Range<usize>>, cue: Range<usize>, content: ByteSpan, class| Reported {
            class,
            source,
            content: vec![content],
            rule: "unknown/quotation".into(),
            nested: false,
            told: if class == AttributionClass::Statement { Told::Quoted } else { Told::Named },
            after: cue.end,
            via: None,
            before: false,
            strong: false,
            cue,
        };
        // After it: the quotation ends with a comma, and a name and a verb follow.
        let mark = (last..document.tokens.len().min(last + 3)).take_while(|&at| self.s.is_quote(at)).last();
        if matches!(self.s.word(last - 1), "," | "?" | "!" | "—" | "-") {
            let sentence =
                mark.map(|mark| mark + 1).filter(|&at| at < document.tokens.len() && !self.s.joins(at));
            if let Some(start) = sentence {
                let end = document.sentences[document.sentence_of(start)].tokens.end;
                let verb = (start..end.min(start + 9)).take_while(|&at| self.s.is_word(at)).find(|&at| {
                    // "Trump assured Jones": a name that is a verb elsewhere.
                    let name = document.tokens[at].capital && self.s.is_verb(at + 1);
                    self.s.is_verb(at) && !self.s.is_auxiliary(at) && !name
                });
                if let Some(verb) = verb {
                    let group = self.s.group_start(verb, start);
                    let source = if group > start {
                        self.s.phrase_before(group, start)
                    } else {
                        self.phrase_after(verb + 1, end)
                    };
                    if source.is_some() {
                        return Some(reported(source, group..verb + 1, quote, AttributionClass::Statement));
                    }
                }
            }
        }
        // Before it: the nearest verb of the sentence.
        let sentence = document.sentences[document.sentence_of(first)].tokens.clone();
        let start = sentence.start;
        if first <= start + 2 {
            return None;
        }
        let mark = (start..first).rev().take_while(|&at| self.s.is_quote(at)).last()?;
        let verb =
            (start + 1..mark).rev().take(10).take_while(|&at| !matches!(self.s.word(at), ";" | ".")).find(
                |&at| {
                    self.s.is_verb(at)
                        && !self.s.is_auxiliary(at)
                        && self.s.quotation(document.tokens[at].span).is_none()
                },
            )?;
        let group = self.s.group_start(verb, start);
        let source = self.s.subject(group, start, None)?;
        let colon = matches!(self.s.word(mark - 1), "," | ":");
        let content = if colon || verb + 1 >= mark {
            quote
        } else {
            ByteSpan::new(document.tokens[verb + 1].span.start_byte, quote.end_byte)
        };
        let class = if colon { AttributionClass::Statement } else { AttributionClass::Judgement };
        Some(reported(Some(source.tokens), group..verb + 1, content, class))
    }

    /// "Velden: “…”": a name and a colon at the head of a sentence.
    pub(super) fn colon(&self, at: usize, sentence: &Range<usize>) -> Option<Reported> {
        if self.s.word(at) != ":" || at > sentence.start + 10 || at == sentence.start {
            return None;
        }
        let document = self.s.document();
        let verbs = (sentence.start..at).any(|i| self.s.is_verb(i) || !self.s.is_word(i));
        let preposition = document.tokens[sentence.start].classes.has(self.s.classes().preposition);
        let label = preposition
            || document.caption_label(sentence.start, sentence.end, self.s.classes()).is_some()
            || self.s.among(Words::Labels, at - 1);
        if verbs || label || !document.tokens[sentence.start].capital {
            return None;
        }
        let content = if at + 1 >= sentence.end {
            self.following(sentence.end).filter(|span| self.is_quoted(*span))?
        } else {
            let quote = self.s.is_quote(at + 1);
            // "Holm: “It is safe.” The bridge was opened …": what follows the quotation is not hers.
            let closing = (at + 3..sentence.end - 1).find(|&mark| quote && self.s.is_quote(mark));
            let closing = closing.filter(|&mark| {
                let next = &document.tokens[mark + 1];
                next.capital && self.s.is_word(mark + 1)
            });
            let span = self.s.trimmed(at + 1..closing.unwrap_or(sentence.end))?;
            if !quote && at + 5 > sentence.end {
                return None;
            }
            self.with_quotation(span)
        };
        // "Syria talks: ministers condemn “raids”": a headline that quotes somewhere.
        let begins = ByteSpan::new(content.start_byte, content.start_byte + 1);
        let quoted = self.is_quoted(begins);
        Some(Reported {
            class: AttributionClass::Statement,
            source: Some(sentence.start..at),
            cue: at..at + 1,
            told: if quoted { Told::Quoted } else { Told::Named },
            content: vec![content],
            rule: "colon".into(),
            nested: false,
            after: at + 1,
            via: None,
            before: true,
            strong: false,
        })
    }

    /// The words at the head of a sentence that tell by whom something was put there ("Posted on Monday by Jan Novak").
    /// They are no speaker, whatever runs into them.
    pub(super) fn byline(&self, sentence: &Range<usize>) -> Range<usize> {
        let (start, end) = (sentence.start, sentence.end);
        let label = self.s.document().caption_label(start, end, self.s.classes());
        let by = label.and_then(|from| (from..end.min(from + 8)).find(|&at| self.s.word(at) == "by"));
        let Some(by) = by else { return start..start };
        let name = by + 1 + usize::from(by + 1 < end && self.s.word(by + 1) == ":");
        let stop = (name..end).find(|&at| !self.s.is_word(at) || self.s.is_verb(at));
        start..stop.unwrap_or(end)
    }

    /// "according to the ministry": the rest of the sentence is its content.
    pub(super) fn according_to(&self, at: usize, sentence: &Range<usize>) -> Option<Reported> {
        let according =
            self.s.word(at) == "according" && at + 2 < sentence.end && self.s.word(at + 1) == "to";
        let cue = at..at + 1 + usize::from(according);
        let source =
            if according { self.phrase_after(at + 2, sentence.end)? } else { self.reckoner(at, sentence)? };
        let document = self.s.document();
        let mut content = Vec::new();
        let before = at > sentence.start + 1;
        if before {
            let paragraph = self.paragraph_of(at);
            content.extend(self.s.trimmed(sentence.start..at).map(|s| self.back_to_opening(s, paragraph)));
            // "according to a talk with the paper at the time, …"
            let adjunct = |i: &usize| self.s.is_word(*i) && !self.s.is_verb(*i);
            let mark = (source.end..sentence.end.min(source.end + 8)).find(|i| !adjunct(i));
            let comma = mark.filter(|&mark| self.s.word(mark) == "," && mark + 1 < sentence.end);
            let goes_on = comma.filter(|&comma| {
                (comma + 1..sentence.end).any(|i| document.tag(i).is_finite())
                    && self.s.word(at - 1) == ","
                    && !matches!(self.s.word(comma + 1), "which" | "who")
            });
            // "On Friday, according to the ministry, the quake killed 40": no verb stands before it.
            let opens = !(sentence.start..at).any(|i| self.s.is_verb(i));
            let aside = |at: usize| matches!(self.s.word(at), "a" | "an" | "the");
            if let Some(comma) = goes_on.filter(|&comma| opens || !aside(comma + 1)) {
                content.extend(self.s.trimmed(comma + 1..sentence.end).map(|span| self.with_quotation(span)));
            }
        } else {
            let colon = source.end < sentence.end && self.s.word(source.end) == ":";
            let comma = (source.end..sentence.end).find(|&i| self.s.word(i) == "," || colon)?;
            content.extend(self.s.trimmed(comma + 1..sentence.end).map(|s| self.with_quotation(s)));
        }
        (!content.is_empty()).then_some(Reported {
            class: AttributionClass::Statement,
            after: source.end,
            source: Some(source),
            cue,
            content,
            rule: "according-to".into(),
            nested: false,
            told: Told::Clause,
            via: None,
            before: true,
            strong: false,
        })
    }

    fn paragraph_of(&self, at: usize) -> ByteSpan {
        let document = self.s.document();
        let span = document.tokens[at].span;
        let number = document.paragraphs.partition_point(|p| p.end_byte <= span.start_byte);
        document.paragraphs.get(number).copied().unwrap_or(span)
    }

    /// "by a U.N. count", "By one ministry estimate, …": who counted.
    fn reckoner(&self, at: usize, sentence: &Range<usize>) -> Option<Range<usize>> {
        let start = at == sentence.start || self.s.word(at - 1) == ",";
        if self.s.word(at) != "by" || !start {
            return None;
        }
        let source = self.phrase_after(at + 1, sentence.end)?;
        let counts =
            matches!(self.s.word(source.end - 1), "count" | "estimate" | "tally" | "account" | "reckoning");
        let body = self.s.g.chart.within(Kind::Organisation, source.clone()).next().is_some();
        let closed = source.end >= sentence.end || !self.s.is_word(source.end);
        (counts && body && closed).then_some(source)
    }

    /// "As the mayor has said, the bridge is safe."
    pub(super) fn as_clause(&self, at: usize, sentence: &Range<usize>) -> Option<Reported> {
        if at != sentence.start || self.s.word(at) != "as" {
            return None;
        }
        let comma = (at + 3..sentence.end.min(at + 16)).find(|&mark| self.s.word(mark) == ",")?;
        // "As the mayor said on Monday, …"
        let time = (at + 3..comma)
            .find(|&i| self.s.g.chart.at(i).iter().any(|a| a.kind == Kind::Time && a.tokens.end == comma));
        let end = time.map_or(comma, |time| time - usize::from(matches!(self.s.word(time - 1), "on" | "in")));
        let verb = end - 1;
        let says = self.s.is_verb(verb)
            && self.book.cues(self.s.word(verb)).iter().any(|cue| {
                cue.class == AttributionClass::Statement
                    && cue.particle.is_empty()
                    && matches!(cue.kind, CueKind::Verb(_))
            });
        let group = self.s.group_start(verb, at + 1);
        let source = self.s.phrase_before(group, at + 1).filter(|source| says && source.start <= at + 2)?;
        // "as the crowd began to chant": what went on.
        let other = (group..verb).any(|i| self.is_being(i) || self.s.word(i) == "to");
        let content = self.s.trimmed(comma + 1..sentence.end).filter(|_| !other)?;
        Some(Reported {
            class: AttributionClass::Statement,
            source: Some(source),
            cue: group..end,
            content: vec![self.with_quotation(content)],
            rule: "as-clause".into(),
            nested: false,
            told: Told::Clause,
            after: comma,
            via: None,
            before: true,
            strong: false,
        })
    }

    /// "Interfax quoted Gatilov as saying that …", "Gatilov was quoted by Interfax as saying …".
    pub(super) fn as_saying(&self, at: usize, sentence: &Range<usize>) -> Option<Reported> {
        if !matches!(self.s.word(at), "quoted" | "cited" | "quotes" | "cites") {
            return None;
        }
        let saying = (at + 1..sentence.end.min(at + 20))
            .find(|&i| self.s.word(i) == "saying" && self.s.word(i - 1) == "as")?;
        let group = self.s.group_start(at, sentence.start);
        let subject = self.s.subject(group, sentence.start, None).map(|subject| subject.tokens);
        let passive = (group..at).any(|i| self.is_being(i));
        let (source, via) = if passive {
            let by = (at + 1..saying).find(|&i| self.s.word(i) == "by");
            (subject?, by.and_then(|by| self.phrase_after(by + 1, saying - 1)))
        } else {
            (self.phrase_after(at + 1, saying - 1)?, subject)
        };
        let after = saying + 1..self.extent(saying + 1, sentence.end, false);
        let first =
            [Some(&source), via.as_ref()].into_iter().flatten().map(|words| words.start).min()?.min(group);
        let content = match self.s.trimmed(after) {
            Some(content) => self.with_quotation(content),
            // "…, Interfax quoted him as saying."
            None if first > sentence.start && matches!(self.s.word(first - 1), "," | "\"" | "”") => {
                self.s.trimmed(sentence.start..first)?
            }
            None => return None,
        };
        Some(Reported {
            class: AttributionClass::Statement,
            source: Some(source),
            cue: saying - 1..saying + 1,
            content: vec![content],
            rule: "as-saying".into(),
            nested: false,
            told: Told::Clause,
            after: saying + 1,
            via,
            before: false,
            strong: true,
        })
    }
}
