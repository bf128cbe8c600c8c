//! Bytes to text and metadata.
//!
//! [`inputs::expand`] turns command-line arguments into a list of inputs, [`read::read`] reads one under
//! a cap, [`meta_csv::MetaTable`] says what a table tells about them, and [`capture()`] makes of the
//! bytes an article's [`Captured`] and [`Revision`]. Only the first three touch files; [`capture()`] is a
//! pure function, and never panics whatever the bytes are.
//!
//! What is not here: claims, a clock, the network. A byte that was captured is never altered: a byte
//! order mark and front matter are masked in the revision and stay where they stand, so that offsets are
//! the file's own.

pub mod charset;
mod content;
mod error;
pub mod front_matter;
pub mod inputs;
mod layer;
pub mod meta_csv;
pub mod read;
mod similar;
pub mod url;

pub use charset::{Charset, UnknownCharset};
pub use error::{
    CaptureError, CaptureWarning, Emptiness, Fault, FrontMatterFault, Markup, NotText, RowFault, TableFault,
};
pub use inputs::{Input, Source};
pub use layer::{DATE_FORMS, FieldError, Key, Layer, Layers, MAX_FIELD_BYTES};
pub use meta_csv::MetaTable;
pub use read::DEFAULT_CAP_BYTES;

use base64::Engine as _;
use dateline_core::article::{Capture, Captured, Revision};
use dateline_core::id::{ArticleId, Sha256Hex, StoryName};
use dateline_core::text::ByteSpan;

/// An article as captured: what the ledger keeps of it, and what its owner should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapturedText {
    /// The bytes, where they came from, and the metadata.
    pub captured: Captured,
    /// The text.
    pub revision: Revision,
    /// What the owner should know.
    pub warnings: Vec<CaptureWarning>,
}

/// Makes an article of `bytes`.
///
/// `source_name` is kept as where they came from and names the input in errors. Metadata comes from
/// flags, else from the table's row, else from front matter; the story also from the directory, else it
/// is `inbox`. The article's identity is its canonical URL where one of them gives it, else the digest of
/// the bytes.
///
/// ```
/// use dateline_capture::{Layers, capture};
/// let bytes = b"---\npublished: 2013-11-05\n---\nThe talks open on Monday.\n";
/// let article = capture("a.txt", bytes, &Layers::default())?;
/// assert_eq!(article.revision.text.as_bytes(), bytes);
/// assert_eq!(article.revision.masked[0].slice(&article.revision.text).unwrap().lines().count(), 3);
/// assert_eq!(article.captured.metadata.published.unwrap().to_string(), "2013-11-05");
/// # Ok::<(), dateline_capture::CaptureError>(())
/// ```
pub fn capture(source_name: &str, bytes: &[u8], layers: &Layers) -> Result<CapturedText, CaptureError> {
    take(source_name, bytes, layers).map_err(|fault| CaptureError::new(source_name, fault))
}

fn take(source_name: &str, bytes: &[u8], layers: &Layers) -> Result<CapturedText, Fault> {
    let decoded = charset::decode(bytes, layers.charset)?;
    content::check_text(&decoded.text)?;
    let text = decoded.text;

    let mark =
        if text.starts_with(charset::BYTE_ORDER_MARK) { charset::BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let front = front_matter::read(&text, mark)?;
    let body = front.as_ref().map_or(mark, |front| front.span.end_byte);
    content::check_body(&text[body..], front.is_some())?;

    let mut masked = Vec::new();
    if mark > 0 {
        masked.push(ByteSpan::new(0, mark));
    }
    let mut warnings = Vec::new();
    if decoded.estimated {
        warnings.push(CaptureWarning::CharsetEstimated { charset: decoded.charset.clone() });
    }
    let mut said = Layer::default();
    if let Some(front) = front {
        masked.push(front.span);
        said = front.layer;
        warnings.extend(front.warnings);
    }

    let mut metadata =
        said.metadata.overridden_by(&layers.meta_row.metadata).overridden_by(&layers.flags.metadata);
    // A layer that was not filled by `Layer::set` may hold an address as it was typed.
    if let Some(given) = &metadata.url {
        let canonical = url::canonical(given)
            .map_err(|error| Fault::Field(FieldError::new(Key::Url, given, error.to_string())))?;
        metadata.url = Some(canonical);
    }
    let sha256 = Sha256Hex::of(bytes);
    let article = metadata
        .url
        .as_deref()
        .map_or_else(|| ArticleId::from_first_capture(&sha256), ArticleId::from_canonical_url);
    let story = [&layers.flags.story, &layers.meta_row.story, &said.story, &layers.directory_story]
        .into_iter()
        .find_map(Option::clone)
        .unwrap_or_else(StoryName::inbox);

    let same_bytes = text.as_bytes() == bytes;
    let capture = Capture {
        source: source_name.to_owned(),
        sha256: sha256.clone(),
        length_bytes: bytes.len() as u64,
        charset: decoded.charset,
        charset_estimated: decoded.estimated,
        bytes_base64: (!same_bytes).then(|| base64::engine::general_purpose::STANDARD.encode(bytes)),
    };
    let text_sha256 = if same_bytes { sha256 } else { Sha256Hex::of(text.as_bytes()) };
    Ok(CapturedText {
        captured: Captured { article: article.clone(), story, metadata, capture },
        revision: Revision { article, sha256: text_sha256, text, masked },
        warnings,
    })
}

#[cfg(test)]
mod tests;
