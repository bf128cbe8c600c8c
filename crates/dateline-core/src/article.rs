//! Captures, articles and revisions.

use crate::edtf::Edtf;
use crate::id::{ArticleId, Sha256Hex, StoryName};
use crate::text::ByteSpan;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// What is known of a publication apart from its text. `None` is "unknown", and stays so until told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// When it was published.
    pub published: Option<Edtf>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Canonical URL.
    pub url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Byline.
    pub byline: Option<String>,
    /// News agency credited.
    pub agency: Option<String>,
    /// Language, ISO 639-1.
    pub lang: Option<String>,
}

impl Metadata {
    /// Every field that `over` sets replaces ours.
    #[must_use]
    pub fn overridden_by(self, over: &Metadata) -> Metadata {
        let over = over.clone();
        Metadata {
            published: over.published.or(self.published),
            publisher: over.publisher.or(self.publisher),
            url: over.url.or(self.url),
            title: over.title.or(self.title),
            byline: over.byline.or(self.byline),
            agency: over.agency.or(self.agency),
            lang: over.lang.or(self.lang),
        }
    }
}

/// When the captured page, item of a feed or JSON object itself says that it was published, and last changed: as it stands
/// there, with the time of day where one is given. `None` is "does not say".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// When it was published.
    pub published: Option<Edtf>,
    /// When it was last changed.
    pub modified: Option<Edtf>,
}

impl Stated {
    /// When this text was published, after the page: when it was last changed, unless that was before it was
    /// published; else when it was published.
    ///
    /// ```
    /// use dateline_core::article::Stated;
    /// use dateline_core::edtf::Edtf;
    /// let at = |text| Some(Edtf::parse(text).unwrap());
    /// let stated = |published, modified| Stated { published, modified };
    /// assert_eq!(stated(at("2021-03-01"), at("2021-03-04T10:00:00Z")).at(), at("2021-03-04T10:00:00Z").as_ref());
    /// assert_eq!(stated(at("2021-03-01"), at("2021-02-04")).at(), at("2021-03-01").as_ref());
    /// assert_eq!(stated(None, None).at(), None);
    /// ```
    pub fn at(&self) -> Option<&Edtf> {
        let is_before = |modified: &&Edtf| {
            self.published.as_ref().is_some_and(|published| modified.order(published) == Some(Ordering::Less))
        };
        self.modified.as_ref().filter(|modified| !is_before(modified)).or(self.published.as_ref())
    }
}

/// The bytes as obtained: how, and from where. Immutable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Where the bytes came from, as given (a path, `-` for standard input).
    pub source: String,
    /// SHA-256 of the bytes.
    pub sha256: Sha256Hex,
    /// How many bytes.
    pub length_bytes: u64,
    /// Name of the charset they were decoded from ("utf-8", "windows-1252").
    pub charset: String,
    /// Whether the charset was recognised (a BOM, valid UTF-8) or estimated from the bytes.
    pub charset_estimated: bool,
    /// The bytes themselves, base64, when the revision's text is not byte for byte the same.
    pub bytes_base64: Option<String>,
}

impl Captured {
    /// When what was captured was published: as the page itself says, else as was told with it.
    pub fn dated(&self) -> Option<&Edtf> {
        self.stated.at().or(self.metadata.published.as_ref())
    }
}

/// One version of an article's text. Immutable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The article.
    pub article: ArticleId,
    /// SHA-256 of `text`.
    pub sha256: Sha256Hex,
    /// UTF-8 text. For UTF-8 plain text the whole file, so that offsets are the file's own.
    pub text: String,
    /// Parts that are not article text (byte order mark, front matter): masked, not removed.
    pub masked: Vec<ByteSpan>,
    /// Parts that are posts of a social network, which the page shows within the article: words of it, and not the
    /// outlet's. Written only where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub embedded: Vec<ByteSpan>,
}

impl Revision {
    /// The parts that are article text: what lies between the masked ones, in order.
    pub fn unmasked(&self) -> Vec<ByteSpan> {
        let mut masked = self.masked.clone();
        masked.sort();
        let mut from = 0;
        let mut parts = Vec::new();
        for span in masked.into_iter().chain([ByteSpan::new(self.text.len(), self.text.len())]) {
            if span.start_byte > from {
                parts.push(ByteSpan::new(from, span.start_byte));
            }
            from = from.max(span.end_byte);
        }
        parts
    }
}

/// A new article or a new revision of one, as an ingest adds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Captured {
    /// The article.
    pub article: ArticleId,
    /// The story it belongs to.
    pub story: StoryName,
    /// What is known of it.
    pub metadata: Metadata,
    /// The bytes, and how they came.
    pub capture: Capture,
    /// When the page itself says that it was published and changed.
    pub stated: Stated,
}
