//! Lengths of time as TIMEX3 writes them.

use super::term::{Count, Unit};
use std::fmt::Write as _;

/// The letter of a unit in ISO 8601, or TIMEX3's where it has none.
pub(super) fn unit_letter(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "S",
        Unit::Minute | Unit::Month => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Week => "W",
        Unit::Weekend => "WE",
        Unit::Quarter => "Q",
        Unit::Year => "Y",
        Unit::Decade => "DE",
        Unit::Century => "CE",
        Unit::Night => "NI",
        Unit::Any => "X",
    }
}

fn is_clock(unit: Unit) -> bool {
    matches!(unit, Unit::Second | Unit::Minute | Unit::Hour)
}

/// "P3D", "PT1H30M", "PXW". Decades and centuries of known number are written in years, and the half of an
/// hour, minute or year in the next smaller unit.
pub(super) fn duration(count: Count, unit: Unit, rest: Option<(i64, Unit)>) -> String {
    let clock = if is_clock(unit) { "T" } else { "" };
    let Some(thousandths) = count.0 else {
        return format!("P{clock}X{}", unit_letter(unit));
    };
    if unit == Unit::Any {
        return "PXX".into();
    }
    let (thousandths, unit) = match unit {
        Unit::Decade => (thousandths * 10, Unit::Year),
        Unit::Century => (thousandths * 100, Unit::Year),
        other => (thousandths, other),
    };
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    let finer = match unit {
        Unit::Hour => Some((60, Unit::Minute)),
        Unit::Minute => Some((60, Unit::Second)),
        Unit::Year => Some((12, Unit::Month)),
        _ => None,
    };
    let mut out = format!("P{clock}");
    match finer {
        Some((size, finer)) if part > 0 && part * size % 1000 == 0 => {
            if whole > 0 {
                let _ = write!(out, "{whole}{}", unit_letter(unit));
            }
            let _ = write!(out, "{}{}", part * size / 1000, unit_letter(finer));
        }
        _ if part > 0 => {
            let digits = format!("{part:03}");
            let _ = write!(out, "{whole}.{}{}", digits.trim_end_matches('0'), unit_letter(unit));
        }
        _ => {
            let _ = write!(out, "{whole}{}", unit_letter(unit));
        }
    }
    if let Some((rest, unit)) = rest.filter(|(rest, _)| rest % 1000 == 0) {
        let turn = if is_clock(unit) && clock.is_empty() { "T" } else { "" };
        let _ = write!(out, "{turn}{}{}", rest / 1000, unit_letter(unit));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_timex3_does() {
        let exact = |n: i64, unit| duration(Count(Some(n)), unit, None);
        assert_eq!(exact(3000, Unit::Day), "P3D");
        assert_eq!(exact(1500, Unit::Hour), "PT1H30M");
        assert_eq!(exact(500, Unit::Hour), "PT30M");
        assert_eq!(exact(2500, Unit::Year), "P2Y6M");
        assert_eq!(exact(2500, Unit::Week), "P2.5W");
        assert_eq!(exact(3000, Unit::Decade), "P30Y");
        assert_eq!(duration(Count(None), Unit::Hour, None), "PTXH");
        assert_eq!(duration(Count(None), Unit::Decade, None), "PXDE");
        let rest = Some((30_000, Unit::Minute));
        assert_eq!(duration(Count(Some(2000)), Unit::Hour, rest), "PT2H30M");
        assert_eq!(duration(Count(Some(1000)), Unit::Day, rest), "P1DT30M");
    }
}
