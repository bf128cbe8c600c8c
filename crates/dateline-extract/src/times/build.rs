//! Makes a time of the times that a rule caught.

use super::tagger::term::Term;
use super::{Said, TimeExpression, TimeMention};
use crate::chart::Kind;
use crate::document::{Document, TokenKind};
use crate::pattern::{Match, Slots};
use crate::rules::TimeOperator;

/// One match of a time rule.
pub(super) struct Builder<'b> {
    pub(super) document: &'b Document<'b>,
    pub(super) slots: &'b Slots,
    pub(super) mentions: &'b [TimeMention],
    pub(super) found: &'b Match,
}

impl Builder<'_> {
    pub(super) fn build(&self, operator: TimeOperator) -> Option<TimeExpression> {
        match operator {
            TimeOperator::Modify(modifier) => {
                Some(TimeExpression::Modified { modifier, inner: Box::new(self.time("x")?) })
            }
            TimeOperator::Range => Some(range(self.time("x")?, self.time("z")?)),
            TimeOperator::Days => self.days(),
        }
    }

    fn time(&self, slot: &str) -> Option<TimeExpression> {
        let (kind, index) = self.found.slot(self.slots, slot)?.annotation?;
        (kind == Kind::Time).then(|| self.mentions[index].expression.clone())
    }

    fn word(&self, slot: &str) -> Option<&str> {
        Some(self.document.word(self.found.slot(self.slots, slot)?.tokens.start))
    }

    fn number(&self, slot: &str) -> Option<u8> {
        self.word(slot)?.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()
    }

    /// "March 3 to 5", "3 and 4 March": the day in `d` or `e`, and the date that is the other end.
    fn days(&self) -> Option<TimeExpression> {
        let TimeExpression::Said(Said {
            term: Term::Date { year, month: Some(month), day: Some(said), weekday: None },
            rule,
        }) = self.time("x")?
        else {
            return None;
        };
        let tokens = &self.found.slot(self.slots, "x")?.tokens;
        let is_number = |at: usize| self.document.tokens[at].kind == TokenKind::Number;
        // The two numbers stand on the same side of the month.
        let (first, last) = match self.number("d") {
            Some(first) if is_number(tokens.start) => (first, said),
            None if year.is_none() && is_number(tokens.end - 1) => (said, self.number("e")?),
            _ => return None,
        };
        let year = year.or_else(|| self.word("y")?.parse().ok());
        let date = |day| {
            let term = Term::Date { year, month: Some(month), day: Some(day), weekday: None };
            TimeExpression::Said(Said { term, rule: rule.clone() })
        };
        let both = self.found.tokens.clone().any(|at| self.document.word(at) == "and");
        match last.checked_sub(first)? {
            0 => None,
            // Days apart are no span, and one of them is not what was said.
            2.. if both => Some(TimeExpression::NotOne),
            _ => Some(range(date(first), date(last))),
        }
    }
}

/// From one time to another. A year said only at the end is that of the start too ("from November 5 to
/// November 9, 2021"), or the one before it ("from December 30 to January 2, 2021").
fn range(from: TimeExpression, to: TimeExpression) -> TimeExpression {
    let mut from = from;
    if let (
        TimeExpression::Said(Said {
            term: Term::Date { year: start @ None, month: Some(month), .. }, ..
        }),
        TimeExpression::Said(Said { term: Term::Date { year: Some(year), month: Some(end), .. }, .. }),
    ) = (&mut from, &to)
    {
        *start = Some(if *month > *end { year - 1 } else { *year });
    }
    TimeExpression::Range { from: Box::new(from), to: Box::new(to) }
}
