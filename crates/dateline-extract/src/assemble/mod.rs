//! From matches of rules to assertions.

mod background;
mod bearers;
mod beginnings;
mod called_off;
mod cause_words;
mod caused;
mod causes;
mod certainty;
mod chain;
mod clauses;
mod decided;
mod explained;
mod general;
mod heads;
mod maker;
mod measures;
mod named;
mod offices;
mod persons;
mod presupposed;
mod rates;
mod reach;
mod senses;
mod standing;
mod statements;
mod subject;
mod things;
mod tolls;
mod unasserted;
mod value;
mod veto;

pub(crate) use explained::{Explained, Missed, explained};
pub use general::GeneralAssertion;
pub(crate) use general::general;

use crate::pattern::{Capture, Pattern, Standing, View};
use crate::reading::Reading;
use crate::rules::Action;
use crate::subjects::SubjectKey;
use dateline_core::assertion::Extraction;
use dateline_core::attribution::{Attribution, Mention};
use dateline_core::evidence::Evidence;
use dateline_core::id::Slug;
use dateline_core::identity::Identity;
use dateline_core::modality::{Modality, Polarity};
use dateline_core::text::ByteSpan;
use dateline_core::value::{TimeValue, Value};
use maker::Maker;

/// An assertion before its subject is numbered.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) subject: SubjectKey,
    pub(crate) attribute: Slug,
    pub(crate) qualifier: Option<Slug>,
    pub(crate) value: Value,
    pub(crate) modality: Modality,
    pub(crate) polarity: Polarity,
    pub(crate) attribution: Attribution,
    pub(crate) said_at: Option<TimeValue>,
    pub(crate) change_cue: Option<String>,
    pub(crate) former: Option<Value>,
    /// The sentence does not name the subject.
    pub(crate) implied_subject: bool,
    /// How the sentence calls the subject.
    pub(crate) subject_words: Option<Mention>,
    pub(crate) counted_since: Option<Mention>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) sentence: ByteSpan,
    pub(crate) rule: String,
    /// The person whom the subject's name means, where the sentence has only a short one.
    short_for: Option<usize>,
    /// How many tokens the match covers: of two readings of one value the fuller wins.
    reach: usize,
}

impl Draft {
    /// What decides its id, its subject being called `subject`.
    pub(crate) fn identity<'d>(&'d self, extraction: &'d Extraction, subject: &'d str) -> Identity<'d> {
        Identity {
            article: &extraction.article,
            revision: &extraction.revision,
            subject,
            attribute: &self.attribute,
            qualifier: self.qualifier.as_ref(),
            value: &self.value,
            polarity: self.polarity,
            place: self.evidence[0].span,
        }
    }
}

/// Runs all assertion rules over all sentences.
pub(crate) fn assertions(reading: &Reading<'_>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let view = View { document: &reading.document, chart: &reading.chart, verbs: &reading.verbs };
    for sentence in 0..reading.document.sentences.len() {
        if !reading.document.is_readable(sentence, reading.lexicon) {
            continue;
        }
        let tokens = reading.document.sentences[sentence].tokens.clone();
        let kinds = reading.chart.kinds(tokens.clone());
        let standing = Standing::of(view, tokens.clone());
        for rule in &reading.book.rules {
            let Action::Assert(spec) = &rule.action else { continue };
            let may_match = |pattern: &&Pattern| pattern.may_match(kinds) && pattern.may_stand_in(&standing);
            let patterns: Vec<_> = rule.patterns.iter().filter(may_match).collect();
            if patterns.is_empty() {
                continue;
            }
            for at in tokens.clone() {
                for pattern in &patterns {
                    if let Some(found) = pattern.match_at(view, at, tokens.end) {
                        let maker = Maker { reading, rule, spec, found: &found, sentence };
                        for draft in maker.make().into_iter().flatten() {
                            keep(&mut drafts, draft);
                        }
                    }
                }
            }
        }
    }
    let mut drafts = standing::without_repeated_roles(drafts);
    statements::names(reading, &mut drafts);
    statements::statements(reading, &mut drafts);
    drafts.sort_by_key(|draft| {
        let span = draft.evidence[0].span;
        (
            span.start_byte,
            span.end_byte,
            draft.attribute.clone(),
            draft.qualifier.clone(),
            draft.subject.clone(),
        )
    });
    drafts
}

/// One value of one subject at one place is asserted once, by the match that covers most.
fn keep(drafts: &mut Vec<Draft>, draft: Draft) {
    // Drafts come sentence by sentence, so only the latest can stand in the same words.
    let same = drafts.iter_mut().rev().take_while(|known| known.sentence == draft.sentence).find(|known| {
        known.attribute == draft.attribute
            && known.qualifier == draft.qualifier
            && known.evidence[0].span.overlaps(draft.evidence[0].span)
            // One role may be given to two people; nothing else is said twice of one place.
            && (known.subject == draft.subject || draft.attribute.as_str() != "role")
    });
    match same {
        Some(known) if known.reach < draft.reach => *known = draft,
        Some(_) => {}
        None => drafts.push(draft),
    }
}

impl Reading<'_> {
    /// A name that a slot caught, on one line.
    fn name_of(&self, capture: &Capture) -> String {
        self.document.name(capture.tokens.clone())
    }

    /// The verbatim words of a slot.
    fn words_of(&self, capture: &Capture) -> String {
        self.document.words(capture.tokens.clone()).to_owned()
    }
}
