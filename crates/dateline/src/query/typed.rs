//! Attributes and values as reviewers type them.

use crate::error::Error;
use dateline_core::assertion::{Assertion, Attribute};
use dateline_core::edtf::Edtf;
use dateline_core::id::Slug;
use dateline_core::judgement::Change;
use dateline_core::value::{
    Basis, BasisKind, EntityValue, Number, QuantityValue, TextValue, TimeValue, Unit, Value,
};

/// The unit of what counts people.
const PEOPLE: &str = "person";

/// That something cannot be recorded, and what can.
pub(super) fn cannot(why: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::Unrulable { why: why.into(), hint: hint.into() }
}

/// An attribute as a reviewer types it, with a qualifier after a slash if there is one.
pub(super) fn attribute(typed: &str) -> Result<Change, Error> {
    let (attribute, qualifier) = match typed.split_once('/') {
        Some((attribute, qualifier)) => (attribute, Some(qualifier)),
        None => (typed, None),
    };
    let slug = |text: &str| {
        Slug::new(text)
            .map_err(|error| cannot(error.to_string(), "--attribute date, --attribute cases/suspected"))
    };
    Ok(Change::Attribute {
        attribute: Attribute(slug(attribute)?),
        qualifier: qualifier.map(slug).transpose()?,
    })
}

/// A value as a reviewer types it, of the kind that the assertion has.
pub(super) fn value(typed: &str, assertion: &Assertion) -> Result<Value, Error> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(cannot("the value is empty", "--value 2013-11-23, --value 12, --value Geneva"));
    }
    let value = match &assertion.value {
        Value::Time(_) => Value::Time(time(typed)?),
        Value::Quantity(was) => Value::Quantity(quantity(typed, &was.unit)?),
        Value::Entity(was) => {
            Value::Entity(EntityValue { text: typed.to_owned(), name: typed.to_owned(), entity: was.entity })
        }
        Value::Text(_) => Value::Text(TextValue { text: typed.to_owned(), normal: typed.to_lowercase() }),
    };
    Ok(value)
}

fn time(typed: &str) -> Result<TimeValue, Error> {
    let edtf = Edtf::parse(typed).map_err(|error| {
        cannot(
            error.to_string(),
            "a date is written 2013-11-23, 2013-11, 2013-09/.. (from), ../2013-09 (until)",
        )
    })?;
    let bounds = edtf.bounds();
    Ok(TimeValue {
        text: typed.to_owned(),
        earliest: bounds.earliest,
        latest: bounds.latest,
        granularity: edtf.granularity(),
        edtf: Some(edtf),
        modifier: None,
        constraint: None,
        basis: vec![Basis {
            kind: BasisKind::Stated,
            why: "set by a reviewer, not read in the words".to_owned(),
        }],
    })
}

fn quantity(typed: &str, unit: &Unit) -> Result<QuantityValue, Error> {
    let number = |text: &str| {
        Number::parse(text.trim()).map_err(|error| {
            cannot(
                error.to_string(),
                "a number is written 12, 12..15, 12.. (at least), ..15 (up to), ~12 (about)",
            )
        })
    };
    let unit = unit.clone();
    if let Some(about) = typed.strip_prefix('~') {
        return counted(QuantityValue::about(typed, number(about)?, unit));
    }
    counted(match typed.split_once("..") {
        None => QuantityValue::exact(typed, number(typed)?, unit),
        Some((low, "")) => QuantityValue::at_least(typed, number(low)?, unit),
        Some(("", high)) => QuantityValue::up_to(typed, number(high)?, unit),
        Some((low, high)) if number(high)? < number(low)? => {
            return Err(cannot(
                format!("{typed} ends before it begins"),
                format!("the lower number first: {}..{}", high.trim(), low.trim()),
            ));
        }
        Some((low, high)) => QuantityValue::between(typed, number(low)?, number(high)?, unit),
    })
}

/// A quantity, unless it counts people and is below none.
fn counted(value: QuantityValue) -> Result<QuantityValue, Error> {
    let is_negative = |bound: &Option<Number>| bound.as_ref().is_some_and(|it| *it < Number::ZERO);
    if value.unit.0 == PEOPLE && (is_negative(&value.low) || is_negative(&value.high)) {
        return Err(cannot(format!("{} people cannot be", value.text), "a number of people is 0 or more"));
    }
    Ok(value)
}
