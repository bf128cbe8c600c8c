//! What is known of a time that cannot be placed on the calendar.

use super::tagger::term::{Part, Term, Unit};
use super::{Said, TimeExpression};
use dateline_core::edtf::{Granularity, MONTHS};
use dateline_core::value::{TimeConstraint, TimeModifier, Weekday};

pub(super) fn granularity(expression: &TimeExpression) -> Granularity {
    match expression {
        TimeExpression::Said(Said { term, .. }) => of_term(term),
        TimeExpression::Modified { inner, .. } | TimeExpression::Range { from: inner, .. } => {
            granularity(inner)
        }
        TimeExpression::NotOne => Granularity::Day,
    }
}

fn of_term(term: &Term) -> Granularity {
    match term {
        Term::Date { month: None, .. } => Granularity::Year,
        Term::Date { day: None, .. } | Term::Part { part: Part::Month(_), .. } => Granularity::Month,
        Term::Part { .. } => Granularity::Season,
        Term::Unit { unit, .. } | Term::Shift { unit, .. } => match unit {
            Unit::Month => Granularity::Month,
            Unit::Quarter => Granularity::Season,
            Unit::Year => Granularity::Year,
            _ => Granularity::Day,
        },
        Term::Within { inner, .. } => of_term(inner),
        _ => Granularity::Day,
    }
}

pub(super) fn modifier(expression: &TimeExpression) -> Option<TimeModifier> {
    match expression {
        TimeExpression::Modified { modifier, .. } => Some(*modifier),
        _ => None,
    }
}

/// What is known of a time that cannot be placed.
pub(crate) fn constraint(expression: &TimeExpression) -> TimeConstraint {
    let mut known = match expression {
        TimeExpression::Said(Said { term, .. }) => of_words(term),
        TimeExpression::Modified { inner, .. } => constraint(inner),
        TimeExpression::Range { .. } | TimeExpression::NotOne => TimeConstraint::default(),
    };
    known.in_words = in_words(expression);
    known
}

fn of_words(term: &Term) -> TimeConstraint {
    let mut known = TimeConstraint::default();
    match term {
        Term::Date { month, day, weekday: said, .. } => {
            (known.month, known.day) = (*month, *day);
            known.weekday = said.map(weekday);
        }
        Term::Part { part: Part::Month(month), .. } => known.month = Some(*month),
        Term::Weekday { weekday: said, .. } => known.weekday = Some(weekday(*said)),
        Term::Within { inner, .. } => known = of_words(inner),
        _ => {}
    }
    known
}

/// A day of the week by its number, 0 Monday.
pub(super) fn weekday(number: u8) -> Weekday {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday][usize::from(number % 7)]
}

fn in_words(expression: &TimeExpression) -> String {
    match expression {
        TimeExpression::Said(Said { term, .. }) => term_in_words(term),
        TimeExpression::Modified { modifier, inner } => {
            let word = match modifier {
                TimeModifier::Start => "the start of",
                TimeModifier::Mid => "the middle of",
                TimeModifier::End => "the end of",
                TimeModifier::Approx => "about",
                TimeModifier::After => "after",
                TimeModifier::Before => "before",
                TimeModifier::OnOrBefore => "not after",
                TimeModifier::OnOrAfter => "not before",
            };
            format!("{word} {}", in_words(inner))
        }
        TimeExpression::Range { from, to } => format!("from {} to {}", in_words(from), in_words(to)),
        TimeExpression::NotOne => "days apart".into(),
    }
}

fn term_in_words(term: &Term) -> String {
    let name = |month: u8| MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("?");
    match term {
        Term::Date { year, month: Some(month), day, weekday: said } => {
            let day = day.map(|day| format!(" {day}")).unwrap_or_default();
            let weekday = said.map(|said| format!("a {:?}, ", weekday(said))).unwrap_or_default();
            let year = year.map_or_else(|| " of a year not given".into(), |year| format!(" {year}"));
            format!("{weekday}{}{day}{year}", name(*month))
        }
        Term::Weekday { weekday: said, .. } => format!("a {:?}", weekday(*said)),
        _ => "a time counted from a publication date that is not known".into(),
    }
}
