//! Identities that are pure functions of what was read.

use crate::assemble::Draft;
use crate::document::{Document, TokenKind};
use dateline_core::assertion::Extraction;
use dateline_core::id::{AssertionId, Sha256Hex};
use dateline_core::modality::Polarity;
use dateline_core::value::Value;

/// The identity of an assertion: article, revision, claim, value and first place. Neither the rule nor the
/// extractor is part of it, so that a better extractor that reads the same says the same.
pub(crate) fn assertion_id(extraction: &Extraction, subject: &str, draft: &Draft) -> AssertionId {
    let span = draft.evidence[0].span;
    let place = format!("{}..{}", span.start_byte, span.end_byte);
    let value = value_key(&draft.value);
    let polarity = if draft.polarity == Polarity::Negative { "-" } else { "+" };
    let qualifier = draft.qualifier.as_ref().map_or("", |q| q.as_str());
    let digest = Sha256Hex::of_parts(
        "dateline.assertion",
        &[
            extraction.article.as_str().as_bytes(),
            extraction.revision.as_str().as_bytes(),
            subject.as_bytes(),
            draft.attribute.as_str().as_bytes(),
            qualifier.as_bytes(),
            value.as_bytes(),
            polarity.as_bytes(),
            place.as_bytes(),
        ],
    );
    let bytes: Vec<u8> =
        (0..16).filter_map(|i| u8::from_str_radix(&digest.as_str()[2 * i..2 * i + 2], 16).ok()).collect();
    AssertionId::from_bytes(&bytes)
}

fn value_key(value: &Value) -> String {
    match value {
        Value::Time(time) => {
            let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
            let edtf = time.edtf.as_ref().map(ToString::to_string).unwrap_or_default();
            let constraint = time.constraint.as_ref().map(|c| c.in_words.as_str()).unwrap_or_default();
            format!(
                "time {edtf} {} {} {:?} {constraint}",
                day(time.earliest),
                day(time.latest),
                time.modifier
            )
        }
        Value::Quantity(quantity) => {
            let number =
                |n: Option<dateline_core::value::Number>| n.map(|n| n.to_string()).unwrap_or_default();
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

/// Digests of all runs of five words outside quotations, sorted, without repetition. FNV-1a, of whose 64
/// bits 53 are kept, so that any reader of JSON can hold them: an index for finding copies, never evidence.
pub(crate) fn shingles(document: &Document<'_>) -> Vec<u64> {
    let words: Vec<usize> = (0..document.tokens.len())
        .filter(|&at| matches!(document.tokens[at].kind, TokenKind::Word | TokenKind::Number))
        .filter(|&at| document.quotation(document.tokens[at].span).is_none())
        .collect();
    let mut out: Vec<u64> = words
        .windows(5)
        .map(|run| {
            let digest = run.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &at| {
                document
                    .word(at)
                    .bytes()
                    .chain(std::iter::once(b' '))
                    .fold(hash, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
            });
            digest >> 11
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}
