//! The times of an article, and their place on the calendar.
//!
//! [`tagger`] marks what is a time and says how it was said. Of that a claim can use only what is a day or a bounded
//! stretch of the calendar by its own words or seen from the publication date (`accept`). Rules in
//! `rules/times.rules` add what claims say of such times: after, before, by, between. `resolve` places them by the
//! tense of the claim's own verb, or says why it cannot.

mod accept;
mod build;
mod resolve;
mod tagger;
#[cfg(test)]
mod tests;
mod unplaced;

pub use tagger::{TimeTagger, TimeText, Timex, TimexAnchor, TimexModifier, TimexType};

pub(crate) use resolve::{Anchor, resolve};
pub(crate) use tagger::{FILES, TimeRules};
pub(crate) use unplaced::constraint;

use crate::chart::{Chart, Kind};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::pattern::View;
use crate::rules::{Action, RuleBook};
use crate::verb_group::VerbGroup;
use build::Builder;
use dateline_core::value::{TimeModifier, Weekday};
use std::ops::Range;
use tagger::term::Term;

/// A time as a claim uses it, not yet placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimeExpression {
    /// As it was said.
    Said(Said),
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

/// What the words of a plain time say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    term: Term,
    /// The rule that found it: `timex.date/1`.
    rule: String,
}

impl Said {
    /// A date of which year, month, day and weekday are all said.
    pub(crate) fn full_date(&self) -> Option<(i16, u8, u8, Weekday)> {
        match self.term {
            Term::Date { year: Some(year), month: Some(month), day: Some(day), weekday: Some(weekday) } => {
                Some((year, month, day, unplaced::weekday(weekday)))
            }
            _ => None,
        }
    }

    /// Whether it is a day of some month, as one heads an entry by it.
    pub(crate) fn is_day_of_month(&self) -> bool {
        matches!(self.term, Term::Date { month: Some(_), day: Some(_), .. })
    }

    /// A day of a month, from 1.
    pub(crate) fn day_of_month(month: u8, day: u8) -> Self {
        let term = Term::Date { year: None, month: Some(month), day: Some(day), weekday: None };
        Self { term, rule: "entries.heading/1".to_owned() }
    }

    /// Whether it is a day of the week and no more.
    pub(crate) fn is_bare_weekday(&self) -> bool {
        matches!(self.term, Term::Weekday { which: None, .. })
    }

    /// Whether it is told only as seen from the day of writing: "Monday", "next week", "two days ago".
    pub(crate) fn is_deictic(&self) -> bool {
        match &self.term {
            Term::Weekday { .. } | Term::Unit { .. } | Term::Day(_) | Term::Shift { .. } => true,
            Term::Part { which, .. } => which.is_some(),
            Term::Within { outer, .. } => matches!(**outer, Term::Unit { .. }),
            _ => false,
        }
    }
}

impl TimeExpression {
    /// Whether two times can be one day, the year unknown: "Tuesday" and "November 5" can, "November 23" and
    /// "November 5" cannot.
    pub(crate) fn may_be_one_day(&self, other: &Self) -> bool {
        use Term::{Date, Weekday};
        let (Self::Said(one), Self::Said(two)) = (self, other) else { return self == other };
        match (&one.term, &two.term) {
            (Date { month, day, .. }, Date { month: m, day: d, .. }) => {
                (month.is_none() || m.is_none() || month == m) && (day.is_none() || d.is_none() || day == d)
            }
            (Weekday { weekday, .. }, Weekday { weekday: w, .. }) => weekday == w,
            (Date { day: Some(_), .. }, Weekday { .. }) | (Weekday { .. }, Date { day: Some(_), .. }) => true,
            (one, two) => one == two,
        }
    }
}

/// A time expression in the text.
#[derive(Debug, Clone)]
pub(crate) struct TimeMention {
    pub(crate) tokens: Range<usize>,
    pub(crate) expression: TimeExpression,
    /// Index of the rule in the book, for a time that a rule made of others.
    pub(crate) made_by: Option<usize>,
}

/// What times are found with.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'g> {
    pub(crate) document: &'g Document<'g>,
    pub(crate) lexicon: &'g Lexicon,
    pub(crate) rules: &'g TimeRules,
    pub(crate) book: &'g RuleBook,
    pub(crate) verbs: &'g [VerbGroup],
}

/// Finds the times of every sentence and puts them into the chart.
pub(crate) fn find(ground: Ground<'_>, chart: &mut Chart) -> Vec<TimeMention> {
    let Ground { document, lexicon, rules, .. } = ground;
    let mut mentions = accept::accepted(document, lexicon, rules.said(document));
    for (index, mention) in mentions.iter().enumerate() {
        chart.add(Kind::Time, mention.tokens.clone(), index);
    }
    // At most three deep: "by" of "the end of" of "May or June".
    for _ in 0..3 {
        let mut found = Vec::new();
        for sentence in &document.sentences {
            if chart.within(Kind::Time, sentence.tokens.clone()).next().is_none() {
                continue;
            }
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                match longest_at(ground, chart, &mentions, at, sentence.tokens.end) {
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
            let same = |a: &crate::chart::Annotation| a.kind == Kind::Time && a.tokens == mention.tokens;
            if chart.at(mention.tokens.start).iter().any(same) {
                continue;
            }
            if mention.expression == TimeExpression::NotOne {
                chart.remove(Kind::Time, mention.tokens);
            } else {
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

/// The longest time at a token that is made of times found before.
fn longest_at(
    ground: Ground<'_>,
    chart: &Chart,
    mentions: &[TimeMention],
    at: usize,
    end: usize,
) -> Option<TimeMention> {
    let Ground { document, book, verbs, .. } = ground;
    let view = View { document, chart, verbs };
    let rules = book.rules.iter().enumerate().filter_map(|(index, rule)| match rule.action {
        Action::Time(operator) => Some((index, rule, operator)),
        _ => None,
    });
    let mut best: Option<TimeMention> = None;
    for (index, pattern, operator) in
        rules.flat_map(|(index, rule, operator)| rule.patterns.iter().map(move |p| (index, p, operator)))
    {
        let Some(found) = pattern.match_at(view, at, end) else { continue };
        if best.as_ref().is_some_and(|best| best.tokens.end >= found.tokens.end) {
            continue;
        }
        let builder = Builder { document, slots: &book.slots, mentions, found: &found };
        if let Some(expression) = builder.build(operator) {
            best = Some(TimeMention { tokens: found.tokens.clone(), expression, made_by: Some(index) });
        }
    }
    best
}
