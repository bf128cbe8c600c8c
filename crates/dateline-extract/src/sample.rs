//! Texts as the tests give them to the stages.

use crate::reading::Reading;
use crate::{ExtractionInput, Extractor};
use dateline_core::article::{Metadata, Revision};
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Sha256Hex};
use dateline_core::text::ByteSpan;
use std::sync::OnceLock;

pub(crate) fn extractor() -> &'static Extractor {
    static EXTRACTOR: OnceLock<Extractor> = OnceLock::new();
    EXTRACTOR.get_or_init(|| Extractor::new().unwrap())
}

pub(crate) fn revision(text: &str) -> Revision {
    masked(text, &[])
}

/// A revision of which some bytes are not to be read.
pub(crate) fn masked(text: &str, masked: &[ByteSpan]) -> Revision {
    let sha256 = Sha256Hex::of(text.as_bytes());
    let article = ArticleId::from_first_capture(&sha256);
    Revision { article, sha256, text: text.to_owned(), masked: masked.to_vec(), embedded: vec![] }
}

/// Lets `look` see what all stages find in a text published on Wednesday, 17 June 2020.
pub(crate) fn read<T>(text: &str, look: impl FnOnce(&Reading<'_>) -> T) -> T {
    let revision = revision(text);
    let metadata = Metadata { published: Some(Edtf::parse("2020-06-17").unwrap()), ..Metadata::default() };
    let input = ExtractionInput { article: &revision.article, revision: &revision, metadata: &metadata };
    look(&Reading::new(extractor(), &input))
}
