//! Holidays whose day is fixed, or follows from the calendar. The numbers are those of the lexicon.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

/// The day of a holiday in a year.
pub(super) fn day_of(holiday: u8, year: i16) -> Option<Date> {
    let fixed = |month, day| Date::new(year, month, day).ok();
    let nth = |month, n, weekday| fixed(month, 1)?.nth_weekday_of_month(n, weekday).ok();
    match holiday {
        1 => fixed(12, 25),                                 // Christmas Day
        2 => fixed(12, 24),                                 // Christmas Eve
        3 => fixed(1, 1),                                   // New Year's Day
        4 => fixed(12, 31),                                 // New Year's Eve
        5 => nth(11, 4, Weekday::Thursday),                 // Thanksgiving
        6 => fixed(10, 31),                                 // Halloween
        7 => fixed(2, 14),                                  // Valentine's Day
        8 => fixed(7, 4),                                   // Independence Day
        9 => nth(9, 1, Weekday::Monday),                    // Labor Day
        10 => nth(5, -1, Weekday::Monday),                  // Memorial Day
        11 => easter(year),                                 // Easter
        12 => easter(year)?.checked_sub(2.days()).ok(),     // Good Friday
        13 => fixed(11, 11),                                // Veterans Day
        14 => nth(5, 2, Weekday::Sunday),                   // Mother's Day
        15 => nth(11, 1, Weekday::Monday)?.tomorrow().ok(), // Election Day
        16 => fixed(5, 1),                                  // May Day
        17 => nth(1, 3, Weekday::Monday),                   // Martin Luther King Day
        18 => fixed(3, 17),                                 // St. Patrick's Day
        19 => nth(6, 3, Weekday::Sunday),                   // Father's Day
        20 => fixed(12, 26),                                // Boxing Day
        _ => None,
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's rule; the letters are theirs).
#[allow(clippy::many_single_char_names, reason = "the letters are those of the rule")]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn moving_holidays_fall_on_their_days() {
        for (holiday, year, day) in [
            (5, 2020, "2020-11-26"),
            (9, 2020, "2020-09-07"),
            (10, 2020, "2020-05-25"),
            (11, 2020, "2020-04-12"),
            (11, 1998, "1998-04-12"),
            (12, 2021, "2021-04-02"),
            (15, 2020, "2020-11-03"),
            (15, 1994, "1994-11-08"),
        ] {
            assert_eq!(day_of(holiday, year).unwrap().to_string(), day, "{holiday}");
        }
        assert_eq!(day_of(99, 2020), None);
    }
}
