use super::*;
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn text(value: &impl Serialize) -> String {
    to_string(value).unwrap()
}

/// What stands in RFC 8785, section 3.2.3: the order of names is that of UTF-16 code units.
#[test]
fn names_are_ordered_as_the_standard_says() {
    let names = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}"];
    let map: BTreeMap<&str, u8> = names.into_iter().zip(0..).collect();
    let written = text(&map);
    let order: Vec<usize> = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"]
        .iter()
        .map(|name| written.find(&format!("\"{name}\":")).unwrap())
        .collect();
    assert!(order.is_sorted(), "{written}");
}

#[test]
fn every_shape_is_written_as_the_canonicalizer_writes_it() {
    #[derive(Serialize)]
    enum Shape {
        Unit,
        New(u8),
        Tuple(i8, char),
        Struct { z: Option<u8>, a: () },
    }
    #[derive(Serialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Tagged {
        Inner(Inner),
    }
    #[derive(Serialize)]
    struct Inner {
        zeta: f64,
        #[serde(flatten)]
        rest: Rest,
        alpha: (u16, i64),
    }
    #[derive(Serialize)]
    struct Rest {
        middle: Vec<Shape>,
        beta: f32,
    }
    let rest = Rest {
        middle: vec![
            Shape::Unit,
            Shape::New(7),
            Shape::Tuple(-1, '\u{1f}'),
            Shape::Struct { z: None, a: () },
        ],
        beta: 0.5,
    };
    let value = Tagged::Inner(Inner { zeta: -0.0, rest, alpha: (0, -(1 << 53)) });
    assert_eq!(text(&value), serde_json_canonicalizer::to_string(&value).unwrap());
    assert_eq!(
        text(&value),
        r#"{"alpha":[0,-9007199254740992],"beta":0.5,"kind":"inner","middle":["Unit",{"New":7},{"Tuple":[-1,"\u001f"]},{"Struct":{"a":null,"z":null}}],"zeta":0}"#
    );
}

#[test]
fn integers_are_written_as_they_are_or_not_at_all() {
    for exact in [0, 9, 10, 1 << 53, (1 << 53) + 2, 16 * 10_u64.pow(17)] {
        assert_eq!(text(&exact), exact.to_string());
        assert_eq!(text(&exact), serde_json_canonicalizer::to_string(&exact).unwrap());
    }
    for rounded in [(1 << 53) + 1, 1 << 60, u64::MAX] {
        let why = to_vec(&rounded).unwrap_err().to_string();
        assert!(why.contains(&rounded.to_string()), "{why}");
    }
    assert!(to_vec(&i64::MIN).is_err());
    assert_eq!(text(&-1_i8), "-1");
}

#[derive(Serialize)]
struct Twice {
    a: u8,
    #[serde(rename = "b")]
    other: u8,
    b: u8,
}

#[test]
fn what_has_no_canonical_form_is_refused() {
    assert!(to_vec(&f64::NAN).is_err());
    assert!(to_vec(&BTreeMap::from([(1, 2)])).is_err());
    assert!(to_vec(&BTreeMap::from([(vec!["a"], 2)])).is_err());
    let raw = serde_json::value::RawValue::from_string("{ }".into()).unwrap();
    assert!(to_vec(&raw).is_err());
    assert!(to_vec(&Twice { a: 1, other: 2, b: 3 }).is_err());
}

fn values() -> impl Strategy<Value = Value> {
    let small = -(1_i64 << 53)..=(1 << 53);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        small.prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no infinities", |n| n.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -~\\x00-\\x1f]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        // Names that differ late, need escapes, or stand on both sides of the surrogates.
        let name = prop_oneof![
            3 => "[a-c]{0,3}",
            1 => "[\\x00-\\x22\\\\a]{0,3}",
            1 => "[a\u{e000}-\u{ffff}\u{10000}-\u{10ffff}]{0,3}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_value_is_written_as_the_canonicalizer_writes_it(value in values()) {
        prop_assert_eq!(text(&value), serde_json_canonicalizer::to_string(&value).unwrap());
    }

    /// Struct fields come in any order, other than the members of a [`Value`].
    #[test]
    fn the_order_in_which_members_come_does_not_matter(
        members in prop::collection::btree_map("\\PC{0,4}", values(), 0..8),
        seed in any::<usize>(),
    ) {
        struct Shuffled(Vec<(String, Value)>);
        impl Serialize for Shuffled {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
            }
        }
        let mut shuffled: Vec<(String, Value)> = members.clone().into_iter().collect();
        let by = seed % shuffled.len().max(1);
        shuffled.rotate_left(by);
        shuffled.reverse();
        prop_assert_eq!(text(&Shuffled(shuffled)), text(&members));
    }

    #[test]
    fn an_integer_reads_back_or_is_refused(n in any::<i64>()) {
        if let Ok(written) = to_vec(&n) {
            prop_assert_eq!(serde_json::from_slice::<i64>(&written).unwrap(), n);
            prop_assert_eq!(written, serde_json_canonicalizer::to_vec(&json!(n)).unwrap());
        }
    }
}
