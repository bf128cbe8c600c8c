use super::*;
use jiff::civil::date;

mod properties;
pub(crate) use properties::expressions;

fn edtf(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn why(text: &str) -> String {
    match Edtf::parse(text) {
        Ok(read) => panic!("{text:?} was read as {read}"),
        Err(error) => error.why,
    }
}

fn days(text: &str) -> (Option<Date>, Option<Date>) {
    let bounds = edtf(text).bounds();
    (bounds.earliest, bounds.latest)
}

#[test]
fn canonical_forms_read_and_print_alike() {
    for text in [
        "2013",
        "0044",
        "-0044",
        "-9999",
        "9999",
        "2013-11",
        "2013-11-05",
        "201X",
        "20XX",
        "2XXX",
        "XXXX",
        "2013-XX",
        "2013-XX-XX",
        "2013-11-XX",
        "2013-XX-23",
        "201X-11",
        "XXXX-11",
        "XXXX-11-23",
        "XXXX-02-29",
        "XXXX-XX-31",
        "2013-21",
        "2013-24",
        "2013-33",
        "2013-36",
        "2013-40",
        "2013-41",
        "2013?",
        "2013-11~",
        "2013-11-05%",
        "2013-09/..",
        "../2013-09",
        "2013-09/",
        "/2013-09",
        "2013-09-01~/2013-11-05?",
        "2013/2013-11-05",
        "[2013-11-05,2019-11-05,2024-11-05]",
        "[2013-11,2013-12-01]",
        "2013-11-05T10:00:00",
        "2013-11-05T23:59:59Z",
        "2013-11-05T10:00:00+05:30",
        "2013-11-05T10:00:00-08:00",
    ] {
        assert_eq!(edtf(text).to_string(), text);
    }
}

#[test]
fn other_spellings_become_canonical() {
    for (text, canonical) in [
        ("[2013-11-23,2013-11-05,2013-11-23]", "[2013-11-05,2013-11-23]"),
        ("[2013]", "2013"),
        ("2013-11-05T10:00:00+05", "2013-11-05T10:00:00+05:00"),
        ("2013-11-05T10:00:00+00:00", "2013-11-05T10:00:00Z"),
    ] {
        assert_eq!(edtf(text).to_string(), canonical);
    }
}

#[test]
fn what_the_calendar_does_not_have_is_refused() {
    for (text, part_of_why) in [
        ("2013-02-30", "February has no day 30"),
        ("2013-02-29", "2013 is not a leap year"),
        ("1900-02-29", "1900 is not a leap year"),
        ("XXXX-02-30", "February has no day 30"),
        ("201X-04-31", "April has no day 31"),
        ("XXXX-XX-32", "no month has a day 32"),
        ("2013-11-00", "counted from 01"),
        ("2013-13", "13 is neither"),
        ("2013-00", "no month 0"),
        ("2013-25", "25 is neither"),
        ("2013-13-01", "no month 13"),
        ("2013-21-01", "no month 21"),
        ("-0000", "no year -0000"),
        ("Y17000", "beyond 9999"),
        ("2013-11/2013-10", "ends before it starts"),
        ("../..", "must be a date"),
        ("/", "must be a date"),
        ("2013-11-05T24:00:00", "no time of day"),
        ("2013-11-05T10:60:00", "no time of day"),
        ("2013-11T10:00:00", "full date"),
        ("2013-11-05T10:00:00/2013-11-06", "not times of day"),
        ("[]", "four digits"),
        ("[2013", "not closed"),
        ("{2013,2014}", "one-of"),
        ("?2013", "at the end"),
        ("2013-11?-05", "at the end"),
        ("2X13", "the last of which may be X"),
        ("2013-1X", "two digits"),
        ("2013-11-", "write it as 2013-11"),
        ("2013-11-05-06", "at most"),
        ("-20XX", "of a year of four digits"),
        ("", "empty"),
        ("soon", "four digits"),
        ("٢٠١٣", "four digits"),
    ] {
        assert!(why(text).contains(part_of_why), "{text:?}: {}", why(text));
    }
}

#[test]
fn dates_in_human_forms_get_the_form_to_use() {
    for (text, part_of_why) in [
        ("5 November 2013", "write it as 2013-11-05"),
        ("November 5, 2013", "write it as 2013-11-05"),
        ("Tuesday, Nov. 5th, 2013", "write it as 2013-11-05"),
        ("the 5th of november 2013", "write it as 2013-11-05"),
        ("November 2013", "write it as 2013-11"),
        ("2013 Sept", "write it as 2013-09"),
        ("November 23", "XXXX-11-23 if the year is unknown"),
        ("November", "XXXX-11 if the year is unknown"),
        ("2013-11-5", "write it as 2013-11-05"),
        ("2013-9", "write it as 2013-09"),
        ("2013/11/05", "write it as 2013-11-05"),
        ("20131105", "write it as 2013-11-05"),
        ("11/23/2013", "write it as 2013-11-23"),
        ("23.11.2013", "write it as 2013-11-23"),
        ("11/11/2013", "write it as 2013-11-11"),
        ("11/2013", "write it as 2013-11"),
        ("5/11/13", "four digits"),
        ("30 February 2013", "as 2013-02-30 it would be no date either: February has no day 30"),
        (" 2013-11 ", "without spaces around it: 2013-11"),
        ("201x", "capitals: 201X"),
        ("2013-09/open", "2013-09/.."),
        ("2013-09 / 2013-11", "2013-09/2013-11"),
        ("2013-11-05 10:00:00", "2013-11-05T10:00:00"),
    ] {
        assert!(why(text).contains(part_of_why), "{text:?}: {}", why(text));
    }
    let both = why("11/05/2013");
    assert!(both.contains("2013-11-05 if the month") && both.contains("2013-05-11 if the day"), "{both}");
}

#[test]
fn errors_do_not_repeat_a_whole_book() {
    let book = "x".repeat(1 << 20);
    assert!(Edtf::parse(&book).unwrap_err().to_string().len() < 300);
}

#[test]
fn bounds_are_those_of_the_calendar() {
    let day = |y, m, d| Some(date(y, m, d));
    for (text, earliest, latest) in [
        ("2013", day(2013, 1, 1), day(2013, 12, 31)),
        ("2012-02", day(2012, 2, 1), day(2012, 2, 29)),
        ("2013-11-05~", day(2013, 11, 5), day(2013, 11, 5)),
        ("201X", day(2010, 1, 1), day(2019, 12, 31)),
        ("19XX", day(1900, 1, 1), day(1999, 12, 31)),
        ("201X-02-29", day(2012, 2, 29), day(2016, 2, 29)),
        ("190X-02-29", day(1904, 2, 29), day(1908, 2, 29)),
        ("18XX-02-29", day(1804, 2, 29), day(1896, 2, 29)),
        ("2013-XX-31", day(2013, 1, 31), day(2013, 12, 31)),
        ("2013-02-XX", day(2013, 2, 1), day(2013, 2, 28)),
        ("2013-21", day(2013, 3, 1), day(2013, 5, 31)),
        ("2013-24", day(2013, 12, 1), day(2014, 2, 28)),
        ("9999-24", day(9999, 12, 1), day(9999, 12, 31)),
        ("2013-35", day(2013, 7, 1), day(2013, 9, 30)),
        ("2013-41", day(2013, 7, 1), day(2013, 12, 31)),
        ("2013-09/..", day(2013, 9, 1), None),
        ("/2013-09", None, day(2013, 9, 30)),
        ("2013-09/2013-11-05", day(2013, 9, 1), day(2013, 11, 5)),
        ("[2019-11-05,2013-11-05]", day(2013, 11, 5), day(2019, 11, 5)),
        ("XXXX-11", None, None),
        ("2013-11-05T23:00:00-08:00", day(2013, 11, 5), day(2013, 11, 5)),
    ] {
        assert_eq!(days(text), (earliest, latest), "{text}");
    }
}

#[test]
fn constructors_say_what_they_are() {
    let part = Part::month(2013, 9).unwrap();
    let days = |list: &[i16]| Edtf::one_of_days(list.iter().map(|&y| date(y, 11, 5)).collect());
    for (made, text) in [
        (Edtf::day(date(2013, 11, 5)), "2013-11-05"),
        (Edtf::month(2013, 11).unwrap(), "2013-11"),
        (Edtf::season(2013, 3).unwrap(), "2013-23"),
        (Edtf::quarter(2013, 3).unwrap(), "2013-35"),
        (Edtf::half(2013, 1).unwrap(), "2013-40"),
        (Edtf::decade(2013).unwrap(), "201X"),
        (Edtf::century(2013).unwrap(), "20XX"),
        (Edtf::from(part), "2013-09/.."),
        (Edtf::until(part.approximate()), "../2013-09~"),
        (Edtf::interval(part, Part::day(date(2013, 11, 5))).unwrap(), "2013-09/2013-11-05"),
        (days(&[2024, 2013, 2013]).unwrap(), "[2013-11-05,2024-11-05]"),
        (days(&[2013]).unwrap(), "2013-11-05"),
        (Edtf::month_of_unknown_year(11).unwrap(), "XXXX-11"),
        (Edtf::day_of_unknown_year(2, 29).unwrap(), "XXXX-02-29"),
        (Edtf::month(2013, 11).unwrap().approximate().uncertain(), "2013-11%"),
        (Edtf::interval(part, part).unwrap().uncertain(), "2013-09?/2013-09?"),
        (edtf("[2013,2013~]").approximate(), "2013~"),
        (edtf("2013-11-05T10:00:00Z").approximate(), "2013-11-05~"),
    ] {
        assert_eq!(made.to_string(), text);
        assert_eq!(edtf(text), made);
    }
    assert!(Edtf::month(2013, 0).is_err() && Edtf::month(2013, 13).is_err());
    assert!(
        Edtf::season(2013, 5).is_err() && Edtf::quarter(2013, 0).is_err() && Edtf::half(2013, 3).is_err()
    );
    assert!(Edtf::year(10_000).is_err() && Edtf::year(i16::MIN).is_err() && Edtf::decade(-5).is_err());
    assert!(Edtf::one_of(Vec::new()).is_err());
    let many =
        |count| Edtf::one_of((0..count).map(|n| Part::day(date(-9000 - n, 11, 23)).approximate()).collect());
    let largest = many(40).unwrap();
    assert_eq!(edtf(&largest.to_string()), largest);
    assert!(many(41).is_err());
}

#[test]
fn granularity_is_that_of_the_finest_date() {
    for (text, granularity) in [
        ("2013-11-05", Granularity::Day),
        ("XXXX-11-23", Granularity::Day),
        ("2013-11-05T10:00:00", Granularity::Day),
        ("2013-11", Granularity::Month),
        ("2013-XX", Granularity::Month),
        ("2013-33", Granularity::Season),
        ("2013~", Granularity::Year),
        ("201X", Granularity::Decade),
        ("20XX", Granularity::Century),
        ("2013-09/..", Granularity::Month),
        ("2013/2013-11-05", Granularity::Day),
    ] {
        assert_eq!(edtf(text).granularity(), granularity, "{text}");
    }
}

#[test]
fn publication_is_ordered_only_where_it_is_certain() {
    use std::cmp::Ordering::{Greater, Less};
    for (one, other, order) in [
        ("2013-08-10", "2013-11-05", Some(Less)),
        ("2013-11-05", "2013-11", None),
        ("2013-11-05", "2013-11-05", None),
        ("2013-11-05T09:00:00", "2013-11-05T10:00:00", Some(Less)),
        ("2013-11-05T09:00:00Z", "2013-11-05T10:00:00+05:00", Some(Greater)),
        ("2013-11-05T09:00:00Z", "2013-11-05T10:00:00", None),
        ("2013-11-05T09:00:00Z", "2013-11-05T09:00:00Z", None),
        ("2013-11-05T23:00:00-05:00", "2013-11-06T01:00:00Z", None),
        ("2013-11-05T09:00:00Z", "2013-11-06", Some(Less)),
        ("XXXX-11-05", "2013-11-05", None),
        ("../2013", "2014/..", Some(Less)),
    ] {
        assert_eq!(edtf(one).order(&edtf(other)), order, "{one} {other}");
        assert_eq!(edtf(other).order(&edtf(one)), order.map(Ordering::reverse), "{other} {one}");
    }
}

#[test]
fn the_key_sorts_what_is_open_last() {
    let mut dates =
        ["XXXX-11", "2013-09/..", "2013-09", "2013-09-01T10:00:00Z", "2013-09-01", "2012"].map(edtf);
    dates.sort_by_key(Edtf::sort_key);
    let sorted = dates.map(|date| date.to_string());
    assert_eq!(sorted, ["2012", "2013-09-01", "2013-09-01T10:00:00Z", "2013-09", "2013-09/..", "XXXX-11"]);
}

#[test]
fn deserialize_is_a_checked_way_in() {
    assert_eq!(serde_json::from_str::<Edtf>("\"2013-11\"").unwrap(), edtf("2013-11"));
    assert!(serde_json::from_str::<Edtf>("\"2013-02-30\"").is_err());
    assert_eq!(serde_json::to_string(&edtf("[2013]")).unwrap(), "\"2013\"");
}
