use super::*;
use crate::samples::{at_least, count, number, people, place, text, time, time_value, unresolved, values};
use crate::value::{EntityKind, Unit};
use ValueRelation::{Broader, Disjoint, Equal, Incomparable, Narrower, Overlaps};
use proptest::prelude::*;
use std::cmp::Ordering::{Greater, Less};

fn check(cases: impl IntoIterator<Item = (Value, Value, ValueRelation)>) {
    for (earlier, later, relation) in cases {
        let pair = format!("{} / {}", earlier.text(), later.text());
        assert_eq!(relate(&earlier, &later), relation, "{pair}");
        assert_eq!(relate(&later, &earlier), relation.mirrored(), "{pair}, from the other side");
    }
}

fn quantity(value: QuantityValue) -> Value {
    Value::Quantity(value)
}

fn about(n: i64) -> Value {
    quantity(QuantityValue::about(format!("about {n}"), number(n), people()))
}

#[test]
fn times_relate_by_their_days() {
    let after_august = || time("sometime after August", "2013-09/..");
    let day = || time("November 23", "2013-11-23");
    check([
        (after_august(), day(), Narrower),
        (after_august(), time("in November", "2013-11"), Narrower),
        (day(), day(), Equal),
        (day(), time("the 23rd", "2013-11-23?"), Equal),
        (day(), time("December", "2013-12"), Disjoint),
        (time("until November", "../2013-11"), after_august(), Overlaps),
        (day(), time("in the third quarter", "2013-35"), Disjoint),
    ]);
}

#[test]
fn a_set_is_not_the_stretch_it_spans() {
    let years = || time("November 5", "[2013-11-05,2019-11-05]");
    check([
        (years(), time("2013", "2013-11-05"), Narrower),
        (years(), time("in between", "2016-01-01"), Disjoint),
        (years(), time("2013", "2013"), Overlaps),
        (time("two days", "[2013-11-05,2013-11-06]"), time("two days", "2013-11-05/2013-11-06"), Equal),
        (time("days", "[2013-11-05,2013-11-07]"), time("days", "2013-11-05/2013-11-07"), Broader),
    ]);
}

#[test]
fn parts_of_a_month_relate_as_halves() {
    let part = |words: &str, modifier| {
        Value::Time(TimeValue { modifier: Some(modifier), ..time_value(words, "2013-06") })
    };
    check([
        (time("June", "2013-06"), part("the end of June", TimeModifier::End), Narrower),
        (part("early June", TimeModifier::Start), part("the end of June", TimeModifier::End), Disjoint),
        (part("mid-June", TimeModifier::Mid), part("the end of June", TimeModifier::End), Overlaps),
        (part("the end of June", TimeModifier::End), time("June 28", "2013-06-28"), Narrower),
        (part("the end of June", TimeModifier::End), time("June 3", "2013-06-03"), Disjoint),
    ]);
}

#[test]
fn approximate_values_hold_what_is_near_them() {
    check([
        (time("around May 3", "2013-05-03~"), time("May 3", "2013-05-03"), Narrower),
        (time("around May 3", "2013-05-03~"), time("May 4", "2013-05-04"), Narrower),
        (time("around May 3", "2013-05-03~"), time("May 5", "2013-05-05"), Disjoint),
        (time("around May", "2013-05~"), time("June 30", "2013-06-30"), Narrower),
        (time("around May 3", "2013-05-03~"), time("May 2 to 4", "2013-05-02/2013-05-04"), Narrower),
        (about(50), count(50), Narrower),
        (about(50), about(50), Equal),
        (about(50), count(48), Narrower),
        (about(50), about(52), Overlaps),
        (about(50), count(70), Disjoint),
        (about(50), at_least(40), Broader),
        (about(0), count(0), Narrower),
    ]);
}

#[test]
fn times_that_are_not_placed_are_equal_or_incomparable() {
    let november = |day| unresolved("November", Some(11), day);
    check([
        (november(None), november(None), Equal),
        (november(Some(23)), november(Some(23)), Equal),
        (november(None), november(Some(23)), Incomparable),
        (november(Some(23)), time("November 23", "2013-11-23"), Incomparable),
        (time("November 23", "XXXX-11-23"), time("November 23", "2013-11-23"), Incomparable),
        (time("November 23", "XXXX-11-23"), time("November 23", "XXXX-11-23"), Equal),
        (time("November 23", "XXXX-11-23"), time("November", "XXXX-11"), Incomparable),
        (unresolved("Monday", None, None), unresolved("Monday", None, None), Incomparable),
    ]);
}

#[test]
fn quantities_relate_by_their_ends() {
    let between =
        |a, b| quantity(QuantityValue::between(format!("{a} to {b}"), number(a), number(b), people()));
    let more_than = |n| quantity(QuantityValue::more_than(format!("more than {n}"), number(n), people()));
    let fewer_than = |n| quantity(QuantityValue::fewer_than(format!("fewer than {n}"), number(n), people()));
    let up_to = |n| quantity(QuantityValue::up_to(format!("up to {n}"), number(n), people()));
    let houses = quantity(QuantityValue::exact("12", number(12), Unit("houses".into())));
    check([
        (at_least(12), count(31), Narrower),
        (at_least(12), count(12), Narrower),
        (at_least(12), count(11), Disjoint),
        (more_than(60), count(60), Disjoint),
        (more_than(60), at_least(60), Broader),
        (fewer_than(60), count(60), Disjoint),
        (fewer_than(60), up_to(60), Broader),
        (fewer_than(60), at_least(60), Disjoint),
        (up_to(30), at_least(30), Overlaps),
        (at_least(2600), more_than(2700), Narrower),
        (between(200, 250), between(250, 200), Equal),
        (between(200, 250), between(240, 300), Overlaps),
        (between(200, 250), up_to(250), Broader),
        (count(12), houses, Incomparable),
    ]);
}

#[test]
fn a_rise_is_seen_through_open_ends() {
    let movement = |earlier: &Value, later: &Value| match (earlier, later) {
        (Value::Quantity(earlier), Value::Quantity(later)) => earlier.movement(later),
        _ => panic!("not quantities"),
    };
    let more = quantity(QuantityValue::more_than("more than 2,600", number(2600), people()));
    let houses = quantity(QuantityValue::exact("13", number(13), Unit("houses".into())));
    for (earlier, later, expected) in [
        (at_least(2600), at_least(2700), Some(Greater)),
        (at_least(2600), more, Some(Greater)),
        (at_least(2700), at_least(2600), None),
        (at_least(12), count(31), None),
        (count(12), count(31), Some(Greater)),
        (count(31), at_least(32), Some(Greater)),
        (count(31), count(12), Some(Less)),
        (about(50), count(52), None),
        (count(12), houses, None),
    ] {
        assert_eq!(movement(&earlier, &later), expected, "{} / {}", earlier.text(), later.text());
    }
}

#[test]
fn names_and_words_are_equal_or_incomparable() {
    check([
        (place("Geneva"), place("geneva"), Equal),
        (place("the Hague"), place("The  Hague"), Equal),
        (place("Geneva"), place("Vienna"), Incomparable),
        (text("spokeswoman"), text("Spokeswoman"), Equal),
        (text("spokeswoman"), text("deputy spokesperson"), Incomparable),
        (text("Geneva"), place("Geneva"), Incomparable),
        (count(12), time("12", "2012"), Incomparable),
    ]);
    let name = |name: &str| EntityValue { text: "x".into(), name: name.into(), entity: EntityKind::Person };
    assert_eq!(name("…").comparable(), "…");
}

fn placed(value: &Value) -> bool {
    !matches!(value, Value::Time(time) if !time.is_placed())
}

/// Whether a quantity allows any amount at all. Rules never make one that does not, but the relation is total.
fn holds_something(value: &Value) -> bool {
    let Value::Quantity(quantity) = value else { return true };
    match (quantity.low, quantity.high) {
        (Some(low), Some(high)) if low == high => !quantity.low_excluded && !quantity.high_excluded,
        (Some(low), Some(high)) => low < high,
        _ => true,
    }
}

/// Few ends, so that they often meet; never the last before the first.
fn few_ends() -> impl Strategy<Value = [Option<u8>; 2]> {
    let end = || proptest::option::of(1_u8..6);
    (end(), end()).prop_map(|(one, other)| match (one, other) {
        (Some(one), Some(other)) => [Some(one.min(other)), Some(one.max(other))],
        open => [open.0, open.1],
    })
}

proptest! {
    #[test]
    fn relations_mirror(a in values(), b in values()) {
        prop_assert_eq!(relate(&b, &a), relate(&a, &b).mirrored());
    }

    #[test]
    fn ends_relate_by_what_lies_between_them(a in few_ends(), b in few_ends()) {
        prop_assert_eq!(relate_ends(b, a), relate_ends(a, b).mirrored());
        prop_assert_eq!(relate_ends(a, b) == Equal, a == b);
        prop_assert_eq!(relate_ends(a, b) == Disjoint, precedes(a, b) || precedes(b, a));
    }

    #[test]
    fn a_value_that_is_placed_equals_itself(a in values()) {
        prop_assume!(placed(&a));
        prop_assert_eq!(relate(&a, &a), Equal);
    }

    #[test]
    fn narrowing_twice_is_narrowing(a in values(), b in values(), c in values()) {
        prop_assume!([&a, &b, &c].into_iter().all(holds_something));
        if relate(&a, &b) == Narrower && relate(&b, &c) == Narrower {
            prop_assert_eq!(relate(&a, &c), Narrower);
        }
    }

    #[test]
    fn what_lies_within_is_as_far_from_a_third(a in values(), b in values(), c in values()) {
        prop_assume!([&a, &b, &c].into_iter().all(holds_something));
        if relate(&a, &b) == Narrower && relate(&a, &c) == Disjoint {
            prop_assert_eq!(relate(&b, &c), Disjoint);
        }
    }
}
