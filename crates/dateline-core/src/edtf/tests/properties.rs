//! What holds of all expressions.

use super::*;
use proptest::prelude::*;

fn years() -> impl Strategy<Value = Year> {
    (-9999_i16..=9999, 0_u8..=4).prop_filter_map("no such year", |(y, x)| Year::with_unspecified(y, x).ok())
}

fn parts() -> impl Strategy<Value = Part> {
    let field = |max| proptest::option::of(0..=max);
    let within = prop_oneof![
        Just(Within::Year),
        (20_u8..=41).prop_map(Within::Season),
        field(12_u8).prop_map(Within::Month),
        (field(12), field(31)).prop_map(|(month, day)| Within::Day(month, day)),
    ];
    let qualifier = prop_oneof![
        Just(None),
        Just(Some(Qualifier::Uncertain)),
        Just(Some(Qualifier::Approximate)),
        Just(Some(Qualifier::Both))
    ];
    (years(), within, qualifier).prop_filter_map("not on the calendar", |(year, within, qualifier)| {
        let part = Part::new(year, within).ok()?;
        Some(qualifier.map_or(part, |qualifier| part.qualified(qualifier)))
    })
}

pub(crate) fn expressions() -> impl Strategy<Value = Edtf> {
    let ends = || prop_oneof![4 => parts().prop_map(End::At), 1 => Just(End::Open), 1 => Just(End::Unknown)];
    let moments =
        (2000_i16..2030, 0_u32..86_400, proptest::option::of(-1439_i16..1440)).prop_map(|(y, s, zone)| {
            let moment = Moment { date: date(y, 2, 28), seconds: s, offset_minutes: zone };
            Edtf { form: Form::Moment(moment) }
        });
    prop_oneof![
        parts().prop_map(Edtf::date),
        moments,
        (ends(), ends()).prop_filter_map("no interval", |(start, end)| Edtf::between(start, end).ok()),
        proptest::collection::vec(parts(), 1..5).prop_map(|list| Edtf::one_of(list).unwrap()),
    ]
}

/// Few days, so that ends often meet.
fn few_bounds() -> impl Strategy<Value = Bounds> {
    let end = || proptest::option::of((1_i8..6).prop_map(|d| date(2013, 11, d)));
    (end(), end()).prop_map(|(earliest, latest)| Bounds { earliest, latest })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_the_same(one in expressions()) {
        let printed = one.to_string();
        prop_assert_eq!(Edtf::parse(&printed).unwrap(), one.clone());
        let json = serde_json::to_string(&one).unwrap();
        prop_assert_eq!(serde_json::from_str::<Edtf>(&json).unwrap(), one);
    }

    #[test]
    fn the_canonical_form_is_a_fixed_point(text in "[\\[./]{0,2}[0-9X]{4}(-[0-9X]{2}){0,2}[?~%]?(/|,|/\\.\\.)?[0-9X]{0,4}\\]?") {
        if let Ok(read) = Edtf::parse(&text) {
            let canonical = read.to_string();
            prop_assert_eq!(Edtf::parse(&canonical).unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}", bytes in "[-0-9XTZ:+/,.\\[\\]?~% a-z]{0,40}") {
        for text in [text, bytes] {
            if let Err(error) = Edtf::parse(&text) {
                prop_assert!(!error.why.is_empty());
            }
        }
    }

    #[test]
    fn bounds_of_a_date_hold_a_day(part in parts()) {
        prop_assert!(!part.bounds().is_empty());
        prop_assert_eq!(part.bounds().earliest.is_none(), part.year_number().is_unknown());
        prop_assert_eq!(part.bounds().latest.is_none(), part.year_number().is_unknown());
    }

    #[test]
    fn an_interval_runs_from_the_start_of_its_start_to_the_end_of_its_end(start in parts(), end in parts()) {
        if let Ok(interval) = Edtf::interval(start, end) {
            let (bounds, first, last) = (interval.bounds(), start.bounds(), end.bounds());
            prop_assert_eq!(bounds, Bounds { earliest: first.earliest, latest: last.latest });
            // An end is covered wholly unless the other end cuts it ("from 2013 to November 5, 2013").
            if first.latest.is_some() && first.latest <= last.latest {
                prop_assert!(bounds.contains(first));
            }
            if first.earliest.is_some() && first.earliest <= last.earliest {
                prop_assert!(bounds.contains(last));
            }
        }
    }

    #[test]
    fn a_set_covers_its_dates(list in proptest::collection::vec(parts(), 1..5)) {
        let set = Edtf::one_of(list.clone()).unwrap();
        for part in list {
            prop_assert!(set.bounds().contains(part.bounds()));
        }
    }

    #[test]
    fn containment_is_a_partial_order(a in few_bounds(), b in few_bounds(), c in few_bounds()) {
        prop_assert!(a.contains(a));
        prop_assert!(!(a.contains(b) && b.contains(a)) || a == b);
        prop_assert!(!(a.contains(b) && b.contains(c)) || a.contains(c));
    }

    #[test]
    fn what_covers_two_contains_both(a in few_bounds(), b in few_bounds()) {
        if !a.is_empty() && !b.is_empty() {
            prop_assert!(a.cover(b).contains(a) && a.cover(b).contains(b));
            prop_assert_eq!(a.overlaps(b), !a.wholly_before(b) && !b.wholly_before(a));
        }
    }

    #[test]
    fn order_is_antisymmetric(a in expressions(), b in expressions()) {
        prop_assert_eq!(a.order(&b), b.order(&a).map(Ordering::reverse));
    }
}
