//! Reading texts: the extractor, made when it is first needed.

use crate::error::Error;
use crate::workspace::Workspace;
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::Extraction;
use dateline_core::event::Event;
use dateline_core::id::ArticleId;
use dateline_extract::{DataError, ExtractionInput, Extractor};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// How many texts are held to be read together.
const READ_AT_ONCE: usize = 256;

/// A text to be read, with what is known of its article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToRead<'a> {
    /// The article.
    pub(crate) article: &'a ArticleId,
    /// The text.
    pub(crate) revision: &'a Revision,
    /// What is known of it.
    pub(crate) metadata: &'a Metadata,
}

impl<'a> ToRead<'a> {
    /// As the extractor takes it.
    pub(crate) fn input(&self) -> ExtractionInput<'a> {
        let Self { article, revision, metadata } = *self;
        ExtractionInput { article, revision, metadata }
    }
}

/// The extractor, compiled once in the life of the program.
pub(crate) fn extractor() -> Result<&'static Extractor, Error> {
    static EXTRACTOR: OnceLock<Result<Extractor, DataError>> = OnceLock::new();
    let shipped = EXTRACTOR.get_or_init(Extractor::new);
    shipped.as_ref().map_err(|error| Error::Inconsistent(format!("the rules cannot be used: {error}")))
}

/// Reads texts on all processors; the readings come in the order of the texts.
pub(crate) fn read(texts: &[ToRead<'_>]) -> Result<Vec<Extraction>, Error> {
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let extractor = extractor()?;
    Ok(texts.par_iter().map(|text| extractor.extract(&text.input())).collect())
}

impl Workspace {
    /// New readings of those of some articles whose reading is not what their newest text and what is known of
    /// them now give. An operation that was undone or merged may leave such: readings come in the order in which
    /// they were recorded, what is known does not.
    pub(crate) fn stale_readings(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let articles: Vec<&ArticleId> = articles.iter().collect();
        for some in articles.chunks(READ_AT_ONCE) {
            let mut texts = Vec::with_capacity(some.len());
            for article in some {
                let Some(record) = self.store.article(article)? else { continue };
                let Some(newest) = record.newest() else { continue };
                let revision = self.store.revision_text(newest)?;
                texts.push((record, revision));
            }
            let to_read: Vec<ToRead<'_>> = texts
                .iter()
                .map(|(record, revision)| ToRead {
                    article: &record.article,
                    revision,
                    metadata: &record.metadata,
                })
                .collect();
            let fresh = read(&to_read)?.into_iter().zip(&texts);
            let stale = fresh.filter(|(fresh, (record, _))| record.extraction.as_ref() != Some(fresh));
            events.extend(stale.map(|(fresh, _)| Event::Extracted(fresh)));
        }
        Ok(events)
    }
}

/// Words of an article's text: what white space separates, outside the masked parts.
pub(crate) fn words(revision: &Revision) -> usize {
    let parts = revision.unmasked().into_iter().filter_map(|part| part.slice(&revision.text));
    parts.map(|part| part.split_whitespace().count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_core::id::Sha256Hex;
    use dateline_core::text::ByteSpan;

    #[test]
    fn masked_parts_have_no_words() {
        let text = "---\npublished: 2013\n---\nThe talks  open.\n".to_owned();
        let sha256 = Sha256Hex::of(text.as_bytes());
        let article = ArticleId::from_first_capture(&sha256);
        let mut revision =
            Revision { article, sha256, text, masked: vec![ByteSpan::new(0, 24)], embedded: vec![] };
        assert_eq!(words(&revision), 3);
        revision.masked.clear();
        assert_eq!(words(&revision), 7);
    }
}
