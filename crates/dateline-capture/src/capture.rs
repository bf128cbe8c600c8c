//! Bytes to an article: what they are decoded as, whether they are a page, and whose metadata holds.

use crate::error::{CaptureError, Fault, Markup};
use crate::field::{FieldError, Key};
use crate::layer::{Kind, Layer, Layers};
use crate::warning::CaptureWarning;
use crate::{content, decode, front_matter, html, url};
use base64::Engine as _;
use dateline_core::article::{Capture, Captured, Revision};
use dateline_core::id::{ArticleId, Sha256Hex, StoryName};
use dateline_core::text::ByteSpan;

/// The most text that is taken of one article, in bytes: 4 MiB. A long article has 100 KB, a long novel 3 MB. Reading
/// takes memory in proportion to it, and 200 bytes for each where every sentence asserts something.
pub const MAX_TEXT_BYTES: usize = 4 * 1024 * 1024;

/// An article as captured: what the ledger keeps of it, and what its owner should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapturedText {
    /// The bytes, where they came from, and the metadata.
    pub captured: Captured,
    /// The text.
    pub revision: Revision,
    /// What the owner should know.
    pub warnings: Vec<CaptureWarning>,
    /// Of a capture that an archive holds: its source without the time of capture, which stands at the source's
    /// end. Captures of one page in one archive have it in common.
    pub series: Option<String>,
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
    let may_be_page = layers.kind != Some(Kind::Text);
    let is_page = layers.kind == Some(Kind::Html) || (may_be_page && content::looks_like_page(bytes));
    let (decoded, bad_byte) = if is_page {
        let page = decode::decode_page(bytes, layers.charset, layers.served_charset)?;
        (page.decoded, page.bad_byte)
    } else {
        (decode::decode(bytes, layers.charset)?, None)
    };
    content::check_text(&decoded.text)?;
    let mut text = decoded.text;

    let mark = if text.starts_with(decode::BYTE_ORDER_MARK) { decode::BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let front = front_matter::read(&text, mark)?;
    let body = front.as_ref().map_or(mark, |front| front.span.end_byte);
    let markup = content::check_body(&text[body..], front.is_some())?.filter(|_| may_be_page);
    let markup = if layers.kind == Some(Kind::Html) { Some(Markup::Html) } else { markup };

    let (mut masked, mut embedded) = (Vec::new(), Vec::new());
    let mut warnings = Vec::new();
    if decoded.estimated {
        warnings.push(CaptureWarning::CharsetEstimated { charset: decoded.charset.clone() });
    }
    let mut said = Layer::default();
    match markup {
        None => {
            // Its beginning looked like a page's.
            if let Some(offset) = bad_byte {
                return Err(Fault::Undecodable { charset: decoded.charset, offset, damaged_utf8: false });
            }
            if mark > 0 {
                masked.push(ByteSpan::new(0, mark));
            }
            masked.extend(front.as_ref().map(|front| front.span));
        }
        Some(Markup::Html) => {
            let page = html::read(&text[body..])?;
            let (layer, told) = html::choose(&page.said, layers.fetched_from.as_deref());
            said = layer;
            if let Some(offset) = bad_byte {
                let damaged = |text: &str| text.contains(char::REPLACEMENT_CHARACTER);
                let metadata = &said.metadata;
                let fields = [&metadata.title, &metadata.byline, &metadata.publisher, &metadata.url];
                if damaged(&page.text) || fields.into_iter().flatten().any(|field| damaged(field)) {
                    let charset = decoded.charset;
                    return Err(Fault::Undecodable { charset, offset, damaged_utf8: false });
                }
                warnings.push(CaptureWarning::DamagedPage { charset: decoded.charset.clone() });
            }
            warnings.extend(told);
            (text, embedded) = (page.text, page.embedded);
        }
        Some(other) => return Err(Fault::NotYet(other)),
    }
    if let Some(front) = front {
        said.metadata = said.metadata.overridden_by(&front.layer.metadata);
        said.story = front.layer.story;
        warnings.extend(front.warnings);
    }
    if said.metadata.url.is_none() {
        said.metadata.url.clone_from(&layers.fetched_from);
    }

    assemble(
        Parts {
            source_name,
            bytes,
            text,
            charset: decoded.charset,
            estimated: decoded.estimated,
            said,
            masked,
            embedded,
            warnings,
        },
        layers,
    )
}

/// What an article is put together from.
pub(crate) struct Parts<'b> {
    pub(crate) source_name: &'b str,
    pub(crate) bytes: &'b [u8],
    pub(crate) text: String,
    pub(crate) charset: String,
    pub(crate) estimated: bool,
    pub(crate) said: Layer,
    pub(crate) masked: Vec<ByteSpan>,
    pub(crate) embedded: Vec<ByteSpan>,
    pub(crate) warnings: Vec<CaptureWarning>,
}

/// Makes an article of its parts: who overrides whom, and what it is called.
pub(crate) fn assemble(parts: Parts<'_>, layers: &Layers) -> Result<CapturedText, Fault> {
    let Parts { source_name, bytes, text, charset, estimated, said, masked, embedded, warnings } = parts;
    if text.len() > MAX_TEXT_BYTES {
        return Err(Fault::LongText { cap_bytes: MAX_TEXT_BYTES as u64 });
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
        charset,
        charset_estimated: estimated,
        bytes_base64: (!same_bytes).then(|| base64::engine::general_purpose::STANDARD.encode(bytes)),
    };
    let text_sha256 = if same_bytes { sha256 } else { Sha256Hex::of(text.as_bytes()) };
    Ok(CapturedText {
        captured: Captured { article: article.clone(), story, metadata, capture, stated: said.stated },
        revision: Revision { article, sha256: text_sha256, text, masked, embedded },
        warnings,
        series: None,
    })
}
