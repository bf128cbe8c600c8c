//! E01 to E05: the words an assertion rests on.

use super::{CheckId, Finding};
use crate::assertion::Assertion;
use crate::attribution::Mention;
use crate::evidence::Evidence;
use crate::id::Sha256Hex;
use crate::modality::ModalityClass;

/// The text of one revision, as stored.
#[derive(Debug, Clone, Copy)]
pub struct RevisionText<'a> {
    /// SHA-256 of `text`, computed from it and not copied from a record.
    pub sha256: &'a Sha256Hex,
    /// The text.
    pub text: &'a str,
}

/// Checks E01 to E05 for one assertion. `revision` is the text its evidence names; `None` if it is not
/// held any more, which is a finding of E01.
///
/// Where E01 finds something, the checks that read the same text are left out: they would only repeat it.
pub fn check_assertion(assertion: &Assertion, revision: Option<RevisionText<'_>>) -> Vec<Finding> {
    let find = |check, message: String| Finding::new(check, vec![assertion.id.to_string()], message);
    if assertion.evidence.is_empty() {
        return vec![find(CheckId::E03, "the assertion names no words in any article".into())];
    }
    let Some(revision) = revision else {
        return vec![find(CheckId::E01, "the text that the evidence names is not held".into())];
    };
    let rereads = assertion.evidence.iter().map(|evidence| evidence.reread(revision.sha256, revision.text));
    let faults: Vec<Finding> =
        rereads.filter_map(Result::err).map(|fault| find(CheckId::E01, fault.to_string())).collect();
    if !faults.is_empty() {
        return faults;
    }
    let mut findings = Vec::new();
    findings.extend(selector_faults(assertion, revision.text).map(|message| find(CheckId::E02, message)));
    findings.extend(
        value_faults(assertion, revision.text).into_iter().map(|message| find(CheckId::E04, message)),
    );
    findings.extend(mention_faults(assertion, revision.text).map(|message| find(CheckId::E05, message)));
    findings
}

/// Selectors that are not found, or in more places than the assertion names. A paragraph that is printed
/// twice and cited twice is no fault.
fn selector_faults<'a>(assertion: &'a Assertion, text: &'a str) -> impl Iterator<Item = String> + 'a {
    assertion.evidence.iter().enumerate().filter_map(move |(at, evidence)| {
        let span = evidence.span;
        let before = text.get(..span.start_byte).is_some_and(|before| before.ends_with(&evidence.prefix));
        let after = text.get(span.end_byte..).is_some_and(|after| after.starts_with(&evidence.suffix));
        if !before || !after {
            return Some(format!(
                "the words before or after bytes {}..{} are not those noted",
                span.start_byte, span.end_byte
            ));
        }
        let alike = |other: &&Evidence| {
            (&other.prefix, &other.quote, &other.suffix)
                == (&evidence.prefix, &evidence.quote, &evidence.suffix)
        };
        if assertion.evidence[..at].iter().any(|other| alike(&other)) {
            return None; // told of already
        }
        // A passage printed twice is found twice: no fault where both places are cited.
        let found = evidence.resolutions(text);
        let cited = |place: &&usize| assertion.evidence.iter().any(|other| other.span.start_byte == **place);
        let cited = found.iter().filter(cited).count();
        (found.len() > cited).then(|| {
            format!("the quotation with its context stands in {} places, {cited} of them cited", found.len())
        })
    })
}

/// Values and hedges that the words quoted do not bear out.
fn value_faults(assertion: &Assertion, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let value = assertion.value.text();
    if value.trim().is_empty() {
        faults.push("the value has no words".into());
    } else if let Some(evidence) = assertion.evidence.iter().find(|evidence| !evidence.quote.contains(value))
    {
        faults
            .push(format!("the value's words {value:?} do not stand in the quotation {:?}", evidence.quote));
    }
    let modality = &assertion.modality;
    for hedge in &modality.hedges {
        if hedge.span.slice(text) != Some(hedge.text.as_str()) {
            faults.push(format!("the hedge {:?} does not stand at its place", hedge.text));
        } else if !assertion.sentence.contains(hedge.span) {
            faults.push(format!("the hedge {:?} stands outside the sentence", hedge.text));
        }
    }
    if modality.class == ModalityClass::CT && !modality.hedges.is_empty() {
        faults.push(format!("the value is called certain in spite of {:?}", modality.hedges[0].text));
    }
    faults
}

/// Mentions of sources and reporting words that do not stand at their places.
fn mention_faults<'a>(assertion: &'a Assertion, text: &'a str) -> impl Iterator<Item = String> + 'a {
    let mentions = assertion.attribution.chain.iter().flat_map(|hop| {
        [("source", &hop.source), ("reporting word", &hop.cue), ("addressee", &hop.addressee)]
    });
    let mentions = mentions.chain([
        ("subject's words", &assertion.subject_words),
        ("beginning of the count", &assertion.counted_since),
    ]);
    let unplaced = assertion.unplaced_words().filter(|words| !text.contains(words));
    let unplaced = unplaced.map(|words| format!("the words {words:?} do not stand in the article"));
    let misplaced = mentions.filter_map(move |(what, mention)| {
        let Mention { text: words, span } = mention.as_ref()?;
        let stands = span.slice(text) == Some(words.as_str());
        (!stands).then(|| {
            format!("the {what} {words:?} does not stand at bytes {}..{}", span.start_byte, span.end_byte)
        })
    });
    misplaced.chain(unplaced)
}

#[cfg(test)]
mod tests;
