//! The identity of an assertion: a digest of what it says, and where.

use crate::assertion::{Assertion, Extraction};
use crate::id::{ArticleId, AssertionId, Sha256Hex, Slug};
use crate::modality::Polarity;
use crate::text::ByteSpan;
use crate::value::{Number, Value};

/// All that decides an assertion's id. Neither the rule nor the extractor is part of it, so that a better
/// extractor that reads the same says the same.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// SHA-256 of the text that was read.
    pub revision: &'a Sha256Hex,
    /// The fullest name of what it is about, as the article has it.
    pub subject: &'a str,
    /// What is said of that.
    pub attribute: &'a Slug,
    /// What keeps two measures of one attribute apart.
    pub qualifier: Option<&'a Slug>,
    /// The value.
    pub value: &'a Value,
    /// Whether asserted or denied.
    pub polarity: Polarity,
    /// Where the value's words stand first.
    pub place: ByteSpan,
}

impl<'a> Identity<'a> {
    /// That which an assertion of a reading would have if its subject were called `subject`; `None` for one
    /// without evidence.
    pub fn about(subject: &'a str, extraction: &'a Extraction, assertion: &'a Assertion) -> Option<Self> {
        Some(Self {
            article: &extraction.article,
            revision: &extraction.revision,
            subject,
            attribute: &assertion.attribute.0,
            qualifier: assertion.qualifier.as_ref(),
            value: &assertion.value,
            polarity: assertion.polarity,
            place: assertion.evidence.first()?.span,
        })
    }

    /// The id. What is digested is a format: ids that stand in ledgers are held fixed by tests.
    pub fn id(&self) -> AssertionId {
        let place = format!("{}..{}", self.place.start_byte, self.place.end_byte);
        let polarity = if self.polarity == Polarity::Negative { "-" } else { "+" };
        let digest = Sha256Hex::of_parts(
            "dateline.assertion",
            &[
                self.article.as_str().as_bytes(),
                self.revision.as_str().as_bytes(),
                self.subject.as_bytes(),
                self.attribute.as_str().as_bytes(),
                self.qualifier.map_or("", Slug::as_str).as_bytes(),
                value_key(self.value).as_bytes(),
                polarity.as_bytes(),
                place.as_bytes(),
            ],
        );
        AssertionId::beginning(&digest)
    }
}

/// What of a value is digested.
pub(crate) fn value_key(value: &Value) -> String {
    match value {
        Value::Time(time) => {
            let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
            let edtf = time.edtf.as_ref().map(ToString::to_string).unwrap_or_default();
            let constraint = time.constraint.as_ref().map(|c| c.in_words.as_str()).unwrap_or_default();
            let (earliest, latest) = (day(time.earliest), day(time.latest));
            format!("time {edtf} {earliest} {latest} {:?} {constraint}", time.modifier)
        }
        Value::Quantity(quantity) => {
            let number = |n: Option<Number>| n.map(|n| n.to_string()).unwrap_or_default();
            format!(
                "quantity {}{} {}{} {} {}",
                number(quantity.low),
                if quantity.low_excluded { "<" } else { "" },
                number(quantity.high),
                if quantity.high_excluded { ">" } else { "" },
                quantity.approximate,
                quantity.unit.0
            )
        }
        Value::Entity(entity) => format!("entity {}", entity.name),
        Value::Text(text) => format!("text {}", text.normal),
    }
}
