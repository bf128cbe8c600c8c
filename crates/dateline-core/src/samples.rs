//! Values, assertions and entries for tests: by hand, and by chance for property tests.

use crate::assertion::{Assertion, Attribute};
use crate::attribution::{Attribution, Mention, Scope, Speech};
use crate::edtf::{Bounds, Edtf, Granularity};
use crate::evidence::Evidence;
use crate::id::{ArticleId, AssertionId, Sha256Hex, Slug};
use crate::modality::{Modality, ModalityClass, Polarity};
use crate::step::Entry;
use crate::text::{ByteSpan, LineNumber};
use crate::value::{
    Basis, BasisKind, EntityKind, EntityValue, Number, QuantityValue, TextValue, TimeConstraint,
    TimeModifier, TimeValue, Unit, Value,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A time said in full.
pub(crate) fn time(words: &str, edtf: &str) -> Value {
    Value::Time(time_value(words, edtf))
}

pub(crate) fn time_value(words: &str, edtf: &str) -> TimeValue {
    let edtf = Edtf::parse(edtf).unwrap();
    let Bounds { earliest, latest } = edtf.bounds();
    TimeValue {
        text: words.into(),
        granularity: edtf.granularity(),
        edtf: Some(edtf),
        earliest,
        latest,
        modifier: None,
        constraint: None,
        basis: vec![Basis { kind: BasisKind::Stated, why: "said in full".into() }],
    }
}

/// A day or month of a year that is not told.
pub(crate) fn unresolved(words: &str, month: Option<u8>, day: Option<u8>) -> Value {
    Value::Time(TimeValue {
        edtf: None,
        earliest: None,
        latest: None,
        granularity: Granularity::Day,
        constraint: Some(TimeConstraint { month, day, in_words: words.into(), ..TimeConstraint::default() }),
        ..time_value(words, "2013")
    })
}

pub(crate) fn number(n: i64) -> Number {
    Number::from_integer(n).unwrap()
}

pub(crate) fn people() -> Unit {
    Unit("people".into())
}

pub(crate) fn count(n: i64) -> Value {
    Value::Quantity(QuantityValue::exact(n.to_string(), number(n), people()))
}

pub(crate) fn at_least(n: i64) -> Value {
    Value::Quantity(QuantityValue::at_least(format!("at least {n}"), number(n), people()))
}

pub(crate) fn text(words: &str) -> Value {
    Value::Text(TextValue { text: words.into(), normal: words.to_lowercase() })
}

pub(crate) fn place(name: &str) -> Value {
    Value::Entity(EntityValue { text: name.into(), name: name.into(), entity: EntityKind::Place })
}

pub(crate) fn article(n: u8) -> ArticleId {
    ArticleId::from_first_capture(&Sha256Hex::of(&[n]))
}

/// A certain, positive assertion of `attribute`, at byte `at` of article `n`.
pub(crate) fn assertion(n: u8, at: usize, attribute: &str, value: Value) -> Assertion {
    let id =
        Sha256Hex::of_parts("sample", &[&[n], &at.to_le_bytes(), format!("{attribute}{value:?}").as_bytes()]);
    let quote = value.text().to_owned();
    Assertion {
        id: AssertionId::new(&id.as_str()[..32]).unwrap(),
        subject: 0,
        implied_subject: false,
        subject_words: None,
        attribute: Attribute(Slug::new(attribute).unwrap()),
        qualifier: None,
        modality: Modality::certain(),
        polarity: Polarity::Positive,
        attribution: Attribution { chain: Vec::new(), speech: Speech::Narrative, scope: Scope::Clear },
        said_at: None,
        change_cue: None,
        former: None,
        counted_since: None,
        evidence: vec![Evidence {
            article: article(n),
            sha256: Sha256Hex::of(&[n]),
            span: ByteSpan::new(at, at + quote.len()),
            line: LineNumber(1),
            quote,
            prefix: String::new(),
            suffix: String::new(),
        }],
        sentence: ByteSpan::new(at, at + value.text().len()),
        rule: "sample/1".into(),
        value,
    }
}

/// Everything an [`Entry`] borrows from.
#[derive(Debug, Clone)]
pub(crate) struct Owned {
    pub(crate) article: ArticleId,
    pub(crate) published: Option<Edtf>,
    pub(crate) assertion: Assertion,
    pub(crate) origins: BTreeSet<String>,
}

impl Owned {
    pub(crate) fn entry(&self) -> Entry<'_> {
        Entry {
            article: &self.article,
            published: self.published.as_ref(),
            assertion: &self.assertion,
            origins: self.origins.clone(),
        }
    }

    pub(crate) fn by(mut self, origin: &str) -> Self {
        self.origins = BTreeSet::from([origin.to_owned()]);
        self
    }

    pub(crate) fn cue(mut self, cue: &str) -> Self {
        self.assertion.change_cue = Some(cue.into());
        self
    }

    pub(crate) fn from(mut self, former: Value) -> Self {
        self.assertion.former = Some(former);
        self
    }

    /// Counted from when these words say.
    pub(crate) fn since(mut self, words: &str) -> Self {
        let span = ByteSpan::new(60, 60 + words.len());
        self.assertion.counted_since = Some(Mention { text: words.to_owned(), span });
        self
    }

    pub(crate) fn denied(mut self) -> Self {
        self.assertion.polarity = Polarity::Negative;
        self
    }

    pub(crate) fn class(mut self, class: ModalityClass) -> Self {
        self.assertion.modality.class = class;
        self
    }
}

/// An assertion of article `n`, published at `published` (empty: unknown), whose outlet is its own origin.
pub(crate) fn owned(n: u8, published: &str, attribute: &str, value: Value) -> Owned {
    Owned {
        article: article(n),
        published: (!published.is_empty()).then(|| Edtf::parse(published).unwrap()),
        assertion: assertion(n, 10, attribute, value),
        origins: BTreeSet::from([format!("outlet:{n}")]),
    }
}

fn times() -> impl Strategy<Value = Value> {
    let modifiers = proptest::option::of(prop_oneof![
        Just(TimeModifier::Start),
        Just(TimeModifier::Mid),
        Just(TimeModifier::End),
        Just(TimeModifier::Approx),
        Just(TimeModifier::After)
    ]);
    let near = proptest::sample::select(vec![
        "2013",
        "2013-11",
        "2013-11-05",
        "2013-11-23",
        "2013-11-05~",
        "2013-09/..",
        "../2013-11",
        "2013-33",
        "201X",
        "[2013-11-05,2019-11-05]",
        "XXXX-11-05",
        "2013-11-05T10:00:00Z",
    ]);
    let edtf = prop_oneof![
        4 => near.prop_map(|text| Edtf::parse(text).unwrap()),
        1 => crate::edtf::tests::expressions(),
    ];
    (edtf, modifiers, proptest::option::weighted(0.2, (proptest::option::of(1_u8..=12), 1_u8..=28))).prop_map(
        |(edtf, modifier, constraint)| {
            let words = edtf.to_string();
            let mut value = TimeValue { modifier, ..time_value(&words, &words) };
            if let Some((month, day)) = constraint {
                let constraint = TimeConstraint { month, day: Some(day), ..TimeConstraint::default() };
                value = TimeValue { constraint: Some(constraint), edtf: None, ..value };
            }
            Value::Time(value)
        },
    )
}

fn quantities() -> impl Strategy<Value = Value> {
    let bound = || proptest::option::of(0_i64..20);
    (bound(), any::<bool>(), bound(), any::<bool>(), any::<bool>(), 0..4_u8).prop_map(
        |(low, low_excluded, high, high_excluded, approximate, unit)| {
            Value::Quantity(QuantityValue {
                text: format!("{low:?} to {high:?}"),
                low: low.map(number),
                low_excluded,
                high: high.map(number),
                high_excluded,
                approximate,
                unit: Unit(if unit == 0 { "houses".into() } else { "people".into() }),
            })
        },
    )
}

/// Values of every kind, close enough to each other to meet.
pub(crate) fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => times(),
        3 => quantities(),
        1 => proptest::sample::select(vec!["Geneva", "the Geneva", "Vienna", ""]).prop_map(place),
        1 => "\\PC{0,3}".prop_map(|words| text(&words)),
    ]
}

/// Assertions of a few articles with a few dates and origins.
pub(crate) fn some_owned() -> impl Strategy<Value = Owned> {
    let dates =
        proptest::sample::select(vec!["", "2013-08-10", "2013-11", "2013-11-05", "2013-11-05T10:00:00Z"]);
    let polarity = prop_oneof![6 => Just(Polarity::Positive), 2 => Just(Polarity::Negative), 1 => Just(Polarity::Unknown)];
    let class = proptest::sample::select(vec![
        ModalityClass::U,
        ModalityClass::PS,
        ModalityClass::PR,
        ModalityClass::CT,
    ]);
    let attribute = proptest::sample::select(vec!["date", "killed", "place", "said"]);
    let origins = proptest::collection::btree_set("speaker:[a-c]", 0..3);
    (
        dates,
        polarity,
        class,
        attribute,
        origins,
        values(),
        0_u8..4,
        0_usize..50,
        proptest::option::weighted(0.2, "now"),
        proptest::option::weighted(0.3, proptest::sample::select(vec!["since March", "since Monday"])),
    )
        .prop_map(|(published, polarity, class, attribute, origins, value, n, at, cue, since)| {
            let mut one = owned(n, published, attribute, value);
            one.assertion = assertion(n, at, attribute, one.assertion.value);
            one.assertion.polarity = polarity;
            one.assertion.modality.class = class;
            one.assertion.change_cue = cue;
            one.origins = origins;
            match since {
                Some(words) if attribute == "killed" => one.since(words),
                _ => one,
            }
        })
}
