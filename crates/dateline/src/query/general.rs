//! `articles general`: what the clauses of an article say that no rule covers. The stored text is read again; nothing of
//! it is stored, linked, compared or put up for review.

use super::Query;
use crate::answer::Answer;
use crate::error::Error;
use crate::notices;
use crate::reading::extractor;
use dateline_core::attribution::{Hop, Mention, Scope};
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::modality::{Modality, Polarity};
use dateline_core::text::LineNumber;
use dateline_extract::{ExtractionInput, GeneralAssertion};
use serde::Serialize;

/// What the clauses of an article say in general.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleGeneral {
    /// The article.
    pub article: ArticleId,
    /// SHA-256 of its newest text, which is what was read.
    pub sha256: Sha256Hex,
    /// Its publication date, if known.
    pub published: Option<Edtf>,
    /// Digest of the code, rules and words that read it now.
    pub extractor: String,
    /// The clauses, in text order.
    pub assertions: Vec<GeneralRow>,
}

/// A clause as subject, verb, and object or complement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GeneralRow {
    /// Always `general`: none of the attributes that rules assert.
    pub attribute: &'static str,
    /// Of whom or what it is said.
    pub subject: Mention,
    /// The verb with its auxiliaries and adverbs.
    pub verb: Mention,
    /// The lemma of the verb, with its particle: "set up".
    pub lemma: String,
    /// The object or complement, with what follows it to the end of the clause.
    pub object: Mention,
    /// How sure, with the words that say so.
    pub modality: Modality,
    /// Whether asserted or denied.
    pub polarity: Polarity,
    /// Who says it, through whom: outermost first.
    pub attribution: Vec<Hop>,
    /// Whether the text settles who says it.
    pub scope: Scope,
    /// The line on which the clause begins, from 1.
    pub line: LineNumber,
    /// The sentence.
    pub sentence: Mention,
}

impl GeneralRow {
    fn of(one: GeneralAssertion, text: &str) -> Self {
        let words = one.sentence.slice(text).unwrap_or_default().to_owned();
        Self {
            attribute: "general",
            subject: one.subject,
            verb: one.verb,
            lemma: one.lemma,
            object: one.object,
            modality: one.modality,
            polarity: one.polarity,
            attribution: one.attribution.chain,
            scope: one.attribution.scope,
            line: one.line,
            sentence: Mention { text: words, span: one.sentence },
        }
    }
}

impl Query<'_> {
    /// What the clauses of the newest text of an article say that no rule covers, in the words of the text.
    pub fn articles_general(&self, typed: &str) -> Result<Answer<ArticleGeneral>, Error> {
        let record = self.article_named(typed)?;
        let newest = record
            .newest()
            .ok_or_else(|| Error::Inconsistent(format!("article {} has no text", record.article)))?;
        let revision = self.text(&record, &newest.sha256)?;
        let input =
            ExtractionInput { article: &revision.article, revision: &revision, metadata: &record.metadata };
        let general = extractor()?.general(&input);
        let data = ArticleGeneral {
            article: record.article.clone(),
            sha256: newest.sha256.clone(),
            published: record.metadata.published.clone(),
            extractor: dateline_extract::extractor_id(),
            assertions: general.into_iter().map(|one| GeneralRow::of(one, &revision.text)).collect(),
        };
        let mut answer = self.answer("dateline.articles_general/1", data);
        if let Some(extraction) = &record.extraction {
            answer.warnings.extend(notices::unread(&extraction.notices, record.article.short()));
        }
        Ok(answer)
    }
}
