//! What stands inside the words of a source and need not be theirs: a reporter reminds his readers of what happened
//! in clauses and asides that hang on what was said.

use crate::attribution::Attributed;
use crate::chart::Kind;
use crate::document::TokenKind;
use crate::reading::Reading;
use dateline_core::text::ByteSpan;
use std::ops::Range;

impl Reading<'_> {
    /// Whether speaker and reporter could both have said what a match tells. What was said is the clause of the content's
    /// own verb; "the explosion that killed 11", "since the pier fell", "Arkel, a receiver of $2 million," are told in passing.
    pub(super) fn is_background(
        &self,
        found: &Range<usize>,
        evidence: &Range<usize>,
        said: &Attributed,
    ) -> bool {
        let document = &self.document;
        let sentence = document.sentences[document.sentence_of(evidence.start)].tokens.clone();
        let first = document.tokens[evidence.start].span;
        let Some(content) = said.reported.content.iter().find(|c| c.contains(first)) else { return false };
        let inside = |at: &usize| content.contains(document.tokens[*at].span);
        let Some(start) = sentence.clone().find(inside) else { return false };
        let end = sentence.clone().rev().find(inside).map_or(sentence.end, |last| last + 1);
        let content = start..end.max(start);
        self.is_in_passing(found, evidence, &content, said)
            || self.is_apposition(evidence, &content)
            || self.is_aside(evidence.start, &content)
    }

    /// The verb of the match, or else the one before it, is that of a relative clause or of one with "since", "after" or "before".
    fn is_in_passing(
        &self,
        found: &Range<usize>,
        evidence: &Range<usize>,
        content: &Range<usize>,
        said: &Attributed,
    ) -> bool {
        let document = &self.document;
        let finite = |at: &usize| document.tag(*at).is_finite();
        let inside = found.start.max(content.start)..found.end.min(content.end);
        let before = || (content.start..evidence.start).rev().find(finite);
        let Some(mut verb) = inside.clone().find(finite).or_else(before) else { return false };
        // What stands right before the cue is what its source is given for: "…, which has killed 40, the ministry said".
        let last = inside.end.max(verb + 1);
        if said.reported.cue.start >= last && !(last..content.end).any(|at| finite(&at)) {
            return false;
        }
        loop {
            let earlier = (content.start..verb).rev().find(finite);
            let from = earlier.map_or(content.start, |at| at + 1);
            let opens = (from..verb).rev().find(|&at| self.opens_background(at, content.start));
            if let Some(opens) = opens {
                // "before the attacks, the man had met them": a phrase, and the clause behind it.
                let phrase = matches!(document.word(opens), "since" | "after" | "before")
                    && (opens..verb).any(|at| document.word(at) == ",");
                return !phrase && !self.is_cleft(content.start, opens);
            }
            // "who fell and died": of the same clause.
            let joined = (from..verb).rev().find(|&at| !document.tag(at).is_adverb());
            match earlier.filter(|_| joined.is_some_and(|at| matches!(document.word(at), "and" | "or"))) {
                Some(earlier) => verb = earlier,
                None => return false,
            }
        }
    }

    fn opens_background(&self, at: usize, start: usize) -> bool {
        let document = &self.document;
        let before = at.checked_sub(1).map_or("", |at| document.word(at));
        match document.word(at) {
            "who" | "which" | "whose" | "where" => at > start,
            // "the blast that killed": a noun before it, and its verb right behind.
            "that" => {
                let next = (at + 1..document.tokens.len()).find(|&i| !document.tag(i).is_adverb());
                at > start
                    && document.tag(at - 1).is_noun()
                    && next.is_some_and(|next| document.tag(next).is_finite())
            }
            "since" | "after" | "before" => !matches!(before, "until" | "shortly" | "not"),
            _ => false,
        }
    }

    /// "it was the storm that killed them", "there were 12 who died": the clause itself.
    fn is_cleft(&self, start: usize, opens: usize) -> bool {
        let document = &self.document;
        (start..opens).take(3).any(|at| {
            matches!(document.word(at), "it" | "there")
                && document.tokens[at + 1].classes.has(self.classes.be)
                && !(at + 2..opens).any(|at| document.tag(at).is_verb())
        })
    }

    /// "Arkel, a receiver of $2 million, had decided": after the comma an article, and the verb of the clause behind.
    fn is_apposition(&self, evidence: &Range<usize>, content: &Range<usize>) -> bool {
        let document = &self.document;
        let finite = |at: usize| document.tag(at).is_finite();
        let opens =
            |at: usize| document.word(at) == "," && document.tokens[at + 1].classes.has(self.classes.article);
        let last = evidence.end.min(content.end);
        let comma = (evidence.start.max(content.start)..last.saturating_sub(1)).find(|&at| opens(at));
        comma.is_some_and(|comma| !(content.start..comma).any(finite) && !(comma..last).any(finite))
            && last + 1 < content.end
            && (last..content.end)
                .take(6)
                .find(|&at| document.word(at) == ",")
                .is_some_and(|at| at + 1 < content.end && finite(at + 1))
    }

    /// Whether words stand in an aside without a verb of its own between commas ("the conference, tentatively set for …,").
    fn is_aside(&self, first: usize, content: &Range<usize>) -> bool {
        let document = &self.document;
        for at in (content.start..first).rev().take(8) {
            let word = document.word(at);
            if word == "," {
                // Before the comma stands the noun that the aside is about, not an introductory phrase.
                return at > content.start && self.chart_ends(Kind::Event, at);
            }
            let part = word.ends_with("ly")
                || matches!(
                    word,
                    "is" | "was"
                        | "be"
                        | "been"
                        | "being"
                        | "now"
                        | "has"
                        | "had"
                        | "are"
                        | "were"
                        | "will"
                        | "to"
                        | "set"
                        | "due"
                        | "scheduled"
                        | "held"
                        | "planned"
                        | "in"
                        | "for"
                        | "on"
                );
            if !part {
                return false;
            }
        }
        false
    }

    fn chart_ends(&self, kind: Kind, at: usize) -> bool {
        let sentence = self.document.sentences[self.document.sentence_of(at)].tokens.clone();
        self.chart.within(kind, sentence).any(|a| a.tokens.end == at)
    }

    /// Whether words stand in brackets inside a quotation: who quotes put them there.
    pub(super) fn is_inserted(&self, words: ByteSpan, quote: ByteSpan) -> bool {
        let document = &self.document;
        let token = |byte: usize| document.tokens.partition_point(|token| token.span.start_byte < byte);
        let mark = |at: &usize| document.tokens[*at].kind != TokenKind::Word;
        let before = (token(quote.start_byte)..token(words.start_byte)).rev().filter(mark);
        let before = before.map(|at| document.word(at)).find(|mark| matches!(*mark, "(" | "[" | ")" | "]"));
        before.is_some_and(|mark| matches!(mark, "(" | "["))
    }
}
