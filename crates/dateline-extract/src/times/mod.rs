//! Times. Rules in `rules/times.rules` mark them and say of which few operators they are made;
//! `resolve` places them on the calendar, or says why it cannot.

mod build;
mod calendar;
mod resolve;
mod tagger;
#[cfg(test)]
mod tests;
mod unplaced;

pub use tagger::{TimeTagger, TimeText, Timex, TimexAnchor, TimexModifier, TimexType};

pub(crate) use resolve::{Anchor, resolve};
pub(crate) use unplaced::{MONTHS, constraint};

use crate::chart::{Chart, Kind};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::pattern::View;
use crate::rules::{Action, RuleBook, TimeOperator};
use crate::verb_group::VerbGroup;
use build::Builder;
use dateline_core::value::{TimeModifier, Weekday};
use std::ops::Range;

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
}

/// Which of several: seen from the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Last,
    This,
    Next,
}

/// A time as said, not yet placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimeExpression {
    Date {
        year: Option<i16>,
        month: Option<u8>,
        day: Option<u8>,
        weekday: Option<Weekday>,
    },
    Weekday {
        weekday: Weekday,
        which: Option<Which>,
    },
    Relative {
        which: Which,
        unit: Unit,
    },
    Days(i32),
    /// Units counted from the anchor; negative is back.
    Shift {
        count: i32,
        unit: Unit,
    },
    Quarter {
        quarter: u8,
        year: Option<i16>,
        which: Option<Which>,
    },
    Season {
        season: u8,
        year: Option<i16>,
        which: Option<Which>,
    },
    Modified {
        modifier: TimeModifier,
        inner: Box<TimeExpression>,
    },
    Range {
        from: Box<TimeExpression>,
        to: Box<TimeExpression>,
    },
    /// Days apart ("March 3 and 24"): no part of the words is the time, and they mark none.
    NotOne,
}

/// A time expression in the text.
#[derive(Debug, Clone)]
pub(crate) struct TimeMention {
    pub(crate) tokens: Range<usize>,
    pub(crate) expression: TimeExpression,
}

/// Finds the times of every sentence and puts them into the chart.
pub(crate) fn find(
    document: &Document<'_>,
    lexicon: &Lexicon,
    book: &RuleBook,
    verbs: &[VerbGroup],
    chart: &mut Chart,
) -> Vec<TimeMention> {
    let mut mentions: Vec<TimeMention> = Vec::new();
    // First the plain times, then, at most three deep, the words that change them ("by the end of May").
    for pass in 0..4 {
        let mut found = Vec::new();
        for sentence in &document.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let stage =
                    Stage { view: View { document, chart, verbs }, lexicon, book, mentions: &mentions };
                match stage.best_at(pass == 0, at, sentence.tokens.end) {
                    Some(mention) => {
                        at = mention.tokens.end;
                        found.push(mention);
                    }
                    None => at += 1,
                }
            }
        }
        let before = mentions.len();
        for mention in found {
            let known = chart
                .at(mention.tokens.start)
                .iter()
                .any(|a| a.kind == Kind::Time && a.tokens == mention.tokens);
            if !known && mention.expression != TimeExpression::NotOne {
                chart.add(Kind::Time, mention.tokens.clone(), mentions.len());
                mentions.push(mention);
            }
        }
        if mentions.len() == before {
            break;
        }
    }
    mentions
}

/// What is known while one pass runs.
struct Stage<'s> {
    view: View<'s>,
    lexicon: &'s Lexicon,
    book: &'s RuleBook,
    mentions: &'s [TimeMention],
}

impl Stage<'_> {
    /// The longest time at a token; `plain` for times that are not made of others.
    fn best_at(&self, plain: bool, at: usize, end: usize) -> Option<TimeMention> {
        let mut best: Option<TimeMention> = None;
        for rule in &self.book.rules {
            let Action::Time(operator) = rule.action else { continue };
            if plain == matches!(operator, TimeOperator::Modify(_) | TimeOperator::Range) {
                continue;
            }
            for pattern in &rule.patterns {
                let Some(found) = pattern.match_at(self.view, at, end) else { continue };
                if best.as_ref().is_some_and(|best| best.tokens.end >= found.tokens.end) {
                    continue;
                }
                let tokens = found.tokens.clone();
                let builder = Builder {
                    document: self.view.document,
                    lexicon: self.lexicon,
                    slots: &self.book.slots,
                    mentions: self.mentions,
                    found: &found,
                };
                if let Some(expression) = builder.build(operator) {
                    best = Some(TimeMention { tokens, expression });
                }
            }
        }
        best
    }
}
