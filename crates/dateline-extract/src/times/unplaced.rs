//! What is known of a time that cannot be placed on the calendar.

use super::{TimeExpression, Unit};
use dateline_core::edtf::{Edtf, Granularity};
use dateline_core::value::{TimeConstraint, TimeModifier};

pub(super) fn unknown_year(expression: &TimeExpression) -> Option<Edtf> {
    match expression {
        TimeExpression::Date { month: Some(month), day: Some(day), .. } => {
            Edtf::day_of_unknown_year(*month, *day).ok()
        }
        TimeExpression::Date { month: Some(month), day: None, .. } => {
            Edtf::month_of_unknown_year(*month).ok()
        }
        _ => None,
    }
}

pub(super) fn granularity(expression: &TimeExpression) -> Granularity {
    match expression {
        TimeExpression::Date { day: Some(_), .. }
        | TimeExpression::Weekday { .. }
        | TimeExpression::Days(_) => Granularity::Day,
        TimeExpression::Date { month: Some(_), .. } => Granularity::Month,
        TimeExpression::Date { .. } | TimeExpression::NotOne => Granularity::Year,
        TimeExpression::Relative { unit, .. } | TimeExpression::Shift { unit, .. } => match unit {
            Unit::Day | Unit::Week | Unit::Weekend => Granularity::Day,
            Unit::Month => Granularity::Month,
            Unit::Quarter => Granularity::Season,
            Unit::Year => Granularity::Year,
            Unit::Decade => Granularity::Decade,
        },
        TimeExpression::Quarter { .. } | TimeExpression::Season { .. } => Granularity::Season,
        TimeExpression::Modified { inner, .. } | TimeExpression::Range { from: inner, .. } => {
            granularity(inner)
        }
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
    let mut known = TimeConstraint::default();
    match expression {
        TimeExpression::Date { month, day, weekday, .. } => {
            known.month = *month;
            known.day = *day;
            known.weekday = *weekday;
        }
        TimeExpression::Weekday { weekday, .. } => known.weekday = Some(*weekday),
        TimeExpression::Modified { inner, .. } => known = constraint(inner),
        _ => {}
    }
    known.in_words = in_words(expression);
    known
}

/// The months, as English names them.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn in_words(expression: &TimeExpression) -> String {
    let month = |m: u8| MONTHS.get(usize::from(m).wrapping_sub(1)).copied().unwrap_or("?");
    match expression {
        TimeExpression::Date { month: Some(m), day, weekday, .. } => {
            let day = day.map(|d| format!(" {d}")).unwrap_or_default();
            let weekday = weekday.map(|w| format!("a {w:?}, ")).unwrap_or_default();
            format!("{weekday}{}{day} of a year not given", month(*m))
        }
        TimeExpression::Weekday { weekday, .. } => format!("a {weekday:?}"),
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
        _ => "a time counted from a publication date that is not known".into(),
    }
}
