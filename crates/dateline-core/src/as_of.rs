//! As of: what had been reported by a day, and what we had recorded by an operation.

use crate::edtf::Edtf;
use crate::id::OperationNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A limit on two of the clocks; the third, the time that is described, is asked for with a question. The default limits nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsOf {
    /// Only what was published by the end of this day.
    pub published: Option<Date>,
    /// Only what was recorded by this operation, itself included.
    pub recorded: Option<OperationNumber>,
    /// Only what was recorded by the end of this day, in UTC.
    pub recorded_on: Option<Date>,
}

/// Whether something had been reported by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// It had.
    Yes,
    /// It had not.
    No,
    /// Its date is unknown, or so coarse that it may have been.
    Unknown,
}

impl AsOf {
    /// What had been reported by the end of `when` ("2013-11": by November 30).
    ///
    /// `None` if `when` has no last day.
    pub fn reported_by_end_of(when: &Edtf) -> Option<Self> {
        when.bounds().latest.map(|day| Self { published: Some(day), ..Self::default() })
    }

    /// Whether something published at `published` had been reported.
    pub fn reported(&self, published: Option<&Edtf>) -> Reported {
        let Some(limit) = self.published else { return Reported::Yes };
        let Some(bounds) = published.map(Edtf::bounds) else { return Reported::Unknown };
        if bounds.latest.is_some_and(|day| day <= limit) {
            Reported::Yes
        } else if bounds.earliest.is_some_and(|day| day > limit) {
            Reported::No
        } else {
            Reported::Unknown
        }
    }

    /// Whether something recorded by `operation` was known.
    pub fn recorded(&self, operation: OperationNumber) -> bool {
        self.recorded.is_none_or(|limit| operation <= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(text: &str) -> Edtf {
        Edtf::parse(text).unwrap()
    }

    #[test]
    fn a_month_lasts_to_its_last_day() {
        let november = AsOf::reported_by_end_of(&edtf("2013-11")).unwrap();
        assert_eq!(november.reported(Some(&edtf("2013-11-30"))), Reported::Yes);
        assert_eq!(november.reported(Some(&edtf("2013-12-01"))), Reported::No);
        assert_eq!(AsOf::reported_by_end_of(&edtf("2013-11/..")), None);
    }

    #[test]
    fn an_unknown_or_coarse_date_is_neither_in_nor_out() {
        let day = AsOf::reported_by_end_of(&edtf("2013-11-05")).unwrap();
        assert_eq!(day.reported(None), Reported::Unknown);
        assert_eq!(day.reported(Some(&edtf("2013-11"))), Reported::Unknown);
        assert_eq!(day.reported(Some(&edtf("XXXX-11-05"))), Reported::Unknown);
        assert_eq!(AsOf::default().reported(None), Reported::Yes);
    }

    #[test]
    fn the_limiting_operation_is_included() {
        let as_of = AsOf { recorded: Some(OperationNumber(3)), ..AsOf::default() };
        assert!(as_of.recorded(OperationNumber(3)));
        assert!(!as_of.recorded(OperationNumber(4)));
        assert!(AsOf::default().recorded(OperationNumber(u64::MAX)));
    }
}
