//! `explain`: why a passage was read as it was, by the rules of this program.

use crate::answer::{Answer, Basis};
use crate::error::Error;
use crate::reading::extractor;
use dateline_capture::{Layers, capture};
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::{Assertion, Extraction, Notice};
use dateline_core::attribution::{Hop, Mention, Scope};
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, AssertionId, OperationNumber, Slug, StoryName};
use dateline_core::modality::{Modality, Polarity};
use dateline_core::text::{ByteSpan, LineNumber};
use dateline_core::value::{TimeValue, Value};
use dateline_extract::{ExtractionInput, SentenceReading};
use serde::Serialize;

/// Why a passage was read as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The article; `None` for a text that was given.
    pub article: Option<ArticleId>,
    /// The publication date that the reading is anchored on.
    pub published: Option<Edtf>,
    /// Digest of the code, rules and words that read it now.
    pub extractor: String,
    /// The assertion that was asked about.
    pub asked: Option<AskedAssertion>,
    /// The sentences, in text order.
    pub sentences: Vec<ExplainedSentence>,
}

/// The assertion that was asked about, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedAssertion {
    /// Its identity.
    pub id: AssertionId,
    /// Its story.
    pub story: StoryName,
    /// Its claim.
    pub claim: ClaimId,
    /// Its number in the history of the claim, from 1.
    pub row: usize,
    /// The rule that read it.
    pub rule: String,
    /// Digest of the code, rules and words that read it.
    pub extractor: String,
    /// Whether it is read now: the same value of the same subject in the same place.
    pub read_now: bool,
}

/// A sentence with what was seen in it, and what it asserts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedSentence {
    /// What was seen in it, and which rules matched.
    #[serde(flatten)]
    pub reading: SentenceReading,
    /// What it asserts.
    pub assertions: Vec<ReadAssertion>,
}

/// An assertion as it is read, before it belongs to a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadAssertion {
    /// Its identity.
    pub id: AssertionId,
    /// What it is about, as the text names it.
    pub subject: String,
    /// What is said of it.
    pub attribute: Slug,
    /// What keeps two measures of one attribute apart.
    pub qualifier: Option<Slug>,
    /// The value, with its verbatim words and what it rests on.
    pub value: Value,
    /// How sure, with the words that say so.
    pub modality: Modality,
    /// Whether asserted or denied.
    pub polarity: Polarity,
    /// Who says it, through whom: outermost first.
    pub attribution: Vec<Hop>,
    /// Whether the text settles who says it.
    pub scope: Scope,
    /// The day of the utterance, where the text gives one.
    pub said_at: Option<TimeValue>,
    /// Whether its sentence does not name the subject: then it is the one that the article is about.
    pub implied_subject: bool,
    /// How its sentence calls the subject, where that is not the subject's name.
    pub subject_words: Option<Mention>,
    /// The words that say from when a count counts.
    pub counted_since: Option<Mention>,
    /// Words that say that the value has changed.
    pub change_cue: Option<String>,
    /// The lines on which its words stand, from 1.
    pub lines: Vec<LineNumber>,
    /// The rule.
    pub rule: String,
}

impl ReadAssertion {
    /// An assertion of a reading.
    pub(crate) fn of(extraction: &Extraction, assertion: &Assertion) -> Self {
        let subject = extraction.subjects.get(assertion.subject);
        Self {
            id: assertion.id.clone(),
            subject: subject.map(|subject| subject.name.clone()).unwrap_or_default(),
            attribute: assertion.attribute.0.clone(),
            qualifier: assertion.qualifier.clone(),
            value: assertion.value.clone(),
            modality: assertion.modality.clone(),
            polarity: assertion.polarity,
            attribution: assertion.attribution.chain.clone(),
            scope: assertion.attribution.scope,
            said_at: assertion.said_at.clone(),
            implied_subject: assertion.implied_subject,
            subject_words: assertion.subject_words.clone(),
            counted_since: assertion.counted_since.clone(),
            change_cue: assertion.change_cue.clone(),
            lines: assertion.evidence.iter().map(|evidence| evidence.line).collect(),
            rule: assertion.rule.clone(),
        }
    }
}

/// Why a text that is not stored is read as it is; `published` is when it would have been.
///
/// # Errors
/// A text that is none.
pub fn explain_text(text: &str, published: Option<Edtf>) -> Result<Answer<Explained>, Error> {
    let article = capture("the text", text.as_bytes(), &Layers::default())?;
    let mut metadata = article.captured.metadata;
    metadata.published = published.or(metadata.published);
    let (data, notices) = explained(&article.revision, &metadata, &[])?;
    let mut answer = unstored("dateline.explain/1", Explained { article: None, ..data });
    answer.warnings.extend(crate::notices::unread(&notices, "the text"));
    Ok(answer)
}

/// Reads a text by the rules of this program, and tells why for the sentences that touch `spans`.
pub(crate) fn explained(
    revision: &Revision,
    metadata: &Metadata,
    spans: &[ByteSpan],
) -> Result<(Explained, Vec<Notice>), Error> {
    let input = ExtractionInput { article: &revision.article, revision, metadata };
    let explanation = extractor()?.explain(&input, spans);
    let extraction = explanation.extraction;
    let sentence = |reading: SentenceReading| {
        let own = extraction.assertions.iter().filter(|one| reading.assertions.contains(&one.id));
        let assertions = own.map(|one| ReadAssertion::of(&extraction, one)).collect();
        ExplainedSentence { reading, assertions }
    };
    let data = Explained {
        article: Some(revision.article.clone()),
        published: extraction.published.clone(),
        extractor: extraction.extractor.clone(),
        asked: None,
        sentences: explanation.sentences.into_iter().map(sentence).collect(),
    };
    Ok((data, extraction.notices))
}

/// An answer that rests on no workspace.
pub(crate) fn unstored<T>(schema: &'static str, data: T) -> Answer<T> {
    Answer {
        schema,
        at_op: OperationNumber(0),
        basis: Basis::default(),
        data,
        warnings: Vec::new(),
        next: Vec::new(),
    }
}
