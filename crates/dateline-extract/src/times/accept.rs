//! Which of the times of a text a claim can use.
//!
//! The tagger marks all that TIMEX3 marks: "now", "the quarter", "three years", "May" in many a place. A claim takes
//! a day or a bounded stretch of the calendar that the words themselves tell, or tell as seen from the day of writing,
//! and takes a bare month or year only where a word stands that takes a time.

use super::tagger::SaidTime;
use super::tagger::term::{Base, Count, Part, TimexModifier, Unit};
use super::{Said, Term, TimeExpression, TimeMention};
use crate::document::{Document, TokenKind};
use crate::lexicon::Lexicon;
use dateline_core::text::ByteSpan;
use dateline_core::value::TimeModifier;
use std::ops::Range;

/// The times that a claim can use, in text order.
pub(super) fn accepted(document: &Document<'_>, lexicon: &Lexicon, said: Vec<SaidTime>) -> Vec<TimeMention> {
    let place = Place { document, lexicon };
    said.into_iter().filter_map(|said| place.mention(said)).collect()
}

struct Place<'p> {
    document: &'p Document<'p>,
    lexicon: &'p Lexicon,
}

impl Place<'_> {
    fn mention(&self, said: SaidTime) -> Option<TimeMention> {
        let core = self.tokens(said.core)?;
        // Of "9 a.m. Tuesday" and "Tuesday night" the day is what is placed.
        let (span, term) = match said.term {
            Term::Clock { of: Some(day), .. } | Term::DayPart { of: Some(day), .. }
                if said.core != said.span =>
            {
                (said.core, *day)
            }
            Term::DayPart { of: Some(day), .. } if self.document.word(core.start) != "last" => {
                (said.span, *day)
            }
            // Of results it is the same quarter of the year before, of what happens a year back.
            Term::Reported { .. } if self.document.words(self.tokens(said.span)?) == "a year ago" => (
                said.span,
                Term::Shift { count: Count::ONE, unit: Unit::Year, sign: -1, base: Base::Written },
            ),
            term => (said.span, term),
        };
        let expression = self.expression(Said { term, rule: said.rule }, &core)?;
        Some(TimeMention { tokens: self.tokens(span)?, expression, made_by: None })
    }

    fn expression(&self, said: Said, core: &Range<usize>) -> Option<TimeExpression> {
        let Said { term, rule } = said;
        let Term::Modified { modifier, of } = term else {
            return (self.is_bounded(&term, core) && self.stands_alone(&term, core))
                .then_some(TimeExpression::Said(Said { term, rule }));
        };
        let modifier = match modifier {
            TimexModifier::Start => TimeModifier::Start,
            TimexModifier::Mid => TimeModifier::Mid,
            TimexModifier::End => TimeModifier::End,
            TimexModifier::Approx => TimeModifier::Approx,
            TimexModifier::After => TimeModifier::OnOrAfter,
            TimexModifier::MoreThan
            | TimexModifier::LessThan
            | TimexModifier::EqualOrMore
            | TimexModifier::EqualOrLess => return None,
        };
        let inner = Box::new(self.expression(Said { term: *of, rule }, core)?);
        Some(TimeExpression::Modified { modifier, inner })
    }

    /// Whether it is a day or a stretch of the calendar with a beginning and an end that the words tell.
    fn is_bounded(&self, term: &Term, core: &Range<usize>) -> bool {
        let has = |words: &[&str]| core.clone().any(|at| words.contains(&self.document.word(at)));
        match term {
            Term::Date { year, month, day, .. } => {
                // All figures of the year are said; a number of eight figures may be anything.
                let words = self.document.words(core.clone());
                let whole = year.is_none_or(|year| words.contains(&year.to_string()));
                let bare = day.is_some() && words.bytes().all(|b| b.is_ascii_digit());
                whole && !bare && (year.is_some() || month.is_some()) && !has(&["fiscal"])
            }
            Term::Weekday { .. } | Term::Day(_) => true,
            Term::Part { part, which } => match part {
                Part::Month(_) | Part::Quarter(_) => true,
                Part::Season(_) => which.is_some(),
                // A half may be that of a match.
                Part::Half(_) => false,
            },
            // "The past year" is no year of the calendar, nor is a fiscal one; "the weekend" is which?
            Term::Unit { unit, .. } => {
                let near = ["last", "this", "next", "coming", "current"];
                is_calendar(*unit) && has(&near) && !has(&["past", "fiscal"])
            }
            Term::Shift { count, unit, base: Base::Written, .. } => {
                let counted = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
                counted && count.whole().is_some_and(|n| n <= 1000)
            }
            Term::Within { inner, outer } => match (&**inner, &**outer) {
                (Term::Part { .. } | Term::Date { .. }, Term::Date { year: Some(_), month: None, .. })
                | (Term::Part { .. } | Term::Date { .. }, Term::Unit { unit: Unit::Year, .. }) => {
                    !has(&["fiscal"])
                }
                // "The week of March 6".
                (Term::Unit { .. }, Term::Date { day: Some(_), .. }) => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// "May" and "March" are also a name, a modal and a walk, and 2018 may count anything: alone they are times
    /// only after a word that takes a time.
    fn stands_alone(&self, term: &Term, core: &Range<usize>) -> bool {
        match term {
            Term::Date { year: None, month: Some(_), day: None, .. } => self.month_stands_alone(core.start),
            Term::Date { year: Some(_), month: None, .. } if core.len() == 1 => {
                self.year_stands_alone(core.start)
            }
            _ => true,
        }
    }

    fn month_stands_alone(&self, at: usize) -> bool {
        let sentence = &self.document.sentences[self.document.sentence_of(at)];
        let before = (at > sentence.tokens.start).then(|| self.document.word(at - 1));
        let introduced = before.is_some_and(takes_a_time);
        if matches!(self.document.word(at), "may" | "march" | "august" | "april" | "june") {
            return introduced;
        }
        introduced || at == sentence.tokens.start || !self.document.tokens[at - 1].capital
    }

    fn year_stands_alone(&self, at: usize) -> bool {
        let sentence = &self.document.sentences[self.document.sentence_of(at)];
        if at == sentence.tokens.start || !takes_a_time(self.document.word(at - 1)) {
            return false;
        }
        let next = at + 1;
        if next >= sentence.tokens.end {
            return true;
        }
        let token = &self.document.tokens[next];
        let named = &self.lexicon.named;
        token.kind != TokenKind::Word && !matches!(self.document.word(next), "%" | "-")
            || token.classes.has_any(&[named.preposition, named.conjunction, named.article])
            || token.verb.is_some()
    }

    /// The tokens that are just these bytes.
    fn tokens(&self, span: ByteSpan) -> Option<Range<usize>> {
        let tokens = &self.document.tokens;
        let first = tokens.partition_point(|token| token.span.start_byte < span.start_byte);
        let end = tokens.partition_point(|token| token.span.end_byte <= span.end_byte);
        let whole = first < end && self.document.span(first..end) == span;
        whole.then_some(first..end)
    }
}

fn is_calendar(unit: Unit) -> bool {
    matches!(unit, Unit::Day | Unit::Week | Unit::Weekend | Unit::Month | Unit::Quarter | Unit::Year)
}

fn takes_a_time(word: &str) -> bool {
    matches!(
        word,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "of"
            | "from"
            | "to"
            | "before"
            | "after"
            | "during"
            | "early"
            | "late"
            | "mid"
            | "mid-"
            | "through"
            | "between"
            | "and"
            | "for"
            | "last"
            | "next"
            | "this"
            | "than"
            | "around"
            | "about"
            | "or"
    )
}
