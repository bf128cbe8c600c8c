//! The fields a person can give an article, and the layers they come in.
//!
//! Front matter, a row of a `--meta` table and flags all set the same eight fields. They go through
//! [`Layer::set`], so that a date or an address is checked in one place.

use crate::articles::Kind;
use crate::charset::Charset;
use crate::url;
use dateline_core::article::{Metadata, Stated};
use dateline_core::edtf::Edtf;
use dateline_core::id::StoryName;
use std::fmt;

/// A field that a person can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// When it was published: EDTF.
    Published,
    /// The outlet.
    Publisher,
    /// Its address: http or https.
    Url,
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// The news agency credited.
    Agency,
    /// The language: two or three letters of ISO 639.
    Lang,
    /// The story it belongs to.
    Story,
}

impl Key {
    /// All fields, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Published,
        Self::Publisher,
        Self::Url,
        Self::Title,
        Self::Byline,
        Self::Agency,
        Self::Lang,
        Self::Story,
    ];

    /// The name used in front matter, as a column and as a flag.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Publisher => "publisher",
            Self::Url => "url",
            Self::Title => "title",
            Self::Byline => "byline",
            Self::Agency => "agency",
            Self::Lang => "lang",
            Self::Story => "story",
        }
    }

    /// The field called `name`; upper and lower case are not told apart.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name().eq_ignore_ascii_case(name))
    }

    /// All names, for messages: "published, publisher, …".
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Forms of a date that are taken, for messages.
pub const DATE_FORMS: &str =
    "2013-11-05, 2013-11, 2013 or another EDTF date (2013-11-05~, 2013-11-04/2013-11-05)";

/// Longest value of a field, in bytes.
pub const MAX_FIELD_BYTES: usize = 8192;

/// How much of a value an error repeats, in characters.
const SHOWN_CHARS: usize = 80;

/// Why a field cannot have a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{key}` cannot be {value:?}: {why}")]
pub struct FieldError {
    /// The field.
    pub key: Key,
    /// The value as given; of a long one the beginning.
    pub value: String,
    /// What is wrong, and what is taken instead.
    pub why: String,
}

impl FieldError {
    pub(crate) fn new(key: Key, value: &str, why: impl Into<String>) -> Self {
        Self { key, value: shortened(value), why: why.into() }
    }
}

/// What an error repeats of a text: all of it, or the beginning of a long one.
pub(crate) fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// What one source of metadata says. `None` is "does not say".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// The article's metadata.
    pub metadata: Metadata,
    /// The story.
    pub story: Option<StoryName>,
    /// When the page or item itself says that it was published and changed; nobody else says that.
    pub stated: Stated,
}

impl Layer {
    /// Sets a field from what a person wrote. White space around the value is dropped; an empty value
    /// leaves the field unknown.
    ///
    /// ```
    /// use dateline_capture::{Key, Layer};
    /// let mut layer = Layer::default();
    /// layer.set(Key::Url, "HTTPS://News.Example/a?utm_source=mail#top")?;
    /// assert_eq!(layer.metadata.url.as_deref(), Some("https://news.example/a"));
    /// assert!(layer.set(Key::Lang, "english").is_err());
    /// # Ok::<(), dateline_capture::FieldError>(())
    /// ```
    pub fn set(&mut self, key: Key, value: &str) -> Result<(), FieldError> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        let error = |why: String| FieldError::new(key, value, why);
        if value.len() > MAX_FIELD_BYTES {
            return Err(error(format!("it is longer than {MAX_FIELD_BYTES} bytes")));
        }
        match key {
            Key::Published => {
                let date = Edtf::parse(value)
                    .map_err(|e| error(format!("{}; a date is written {DATE_FORMS}", e.why)))?;
                self.metadata.published = Some(date);
            }
            Key::Url => {
                self.metadata.url = Some(url::canonical(value).map_err(|e| error(e.to_string()))?);
            }
            Key::Lang => {
                let lang = language(value).ok_or_else(|| {
                    error("a language is written as its ISO 639 code: en, fr, de".to_owned())
                })?;
                self.metadata.lang = Some(lang);
            }
            Key::Story => {
                self.story = Some(StoryName::from_text(value).map_err(|e| error(e.why.to_owned()))?);
            }
            Key::Publisher => self.metadata.publisher = Some(value.to_owned()),
            Key::Title => self.metadata.title = Some(value.to_owned()),
            Key::Byline => self.metadata.byline = Some(value.to_owned()),
            Key::Agency => self.metadata.agency = Some(value.to_owned()),
        }
        Ok(())
    }
}

/// The primary subtag of a language tag, lower-cased: "en-GB" gives "en".
fn language(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next()?;
    let fits = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    fits.then(|| primary.to_ascii_lowercase())
}

/// Everything said about an input outside its own bytes, strongest first: flags override the row of a
/// `--meta` table, which overrides front matter. A story may also come from the directory's name, which
/// everything else overrides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layers {
    /// From the command's flags.
    pub flags: Layer,
    /// From the input's row in a `--meta` table.
    pub meta_row: Layer,
    /// From the directory the input was found in.
    pub directory_story: Option<StoryName>,
    /// The charset the user says the bytes are in; it is not second-guessed.
    pub charset: Option<Charset>,
    /// What the bytes are, where the user says it.
    pub kind: Option<Kind>,
    /// The charset that a server says the bytes are in; believed where they are not UTF-8.
    pub served_charset: Option<Charset>,
    /// The address that the bytes were fetched from, after redirects, in canonical form.
    pub fetched_from: Option<String>,
}

impl Layers {
    /// Whether an address is given from outside: that of one article.
    pub(crate) fn gives_address(&self) -> bool {
        self.flags.metadata.url.is_some() || self.meta_row.metadata.url.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name() {
        for key in Key::ALL {
            assert_eq!(Key::from_name(&key.name().to_uppercase()), Some(key));
        }
        assert_eq!(Key::from_name("date"), None);
    }

    #[test]
    fn a_language_tag_keeps_its_language() {
        assert_eq!(language("en-GB").as_deref(), Some("en"));
        assert_eq!(language("pt_BR").as_deref(), Some("pt"));
        assert_eq!(language("fil").as_deref(), Some("fil"));
        assert_eq!(language("english"), None);
        assert_eq!(language("e1"), None);
    }

    #[test]
    fn an_empty_value_leaves_the_field_unknown() {
        let mut layer = Layer::default();
        for key in Key::ALL {
            layer.set(key, "  ").unwrap();
        }
        assert_eq!(layer, Layer::default());
    }

    #[test]
    fn a_long_value_is_refused_and_not_repeated() {
        let long = "é".repeat(MAX_FIELD_BYTES / 2 + 1);
        for key in Key::ALL {
            let error = Layer::default().set(key, &long).unwrap_err();
            assert_eq!(error.value.chars().count(), SHOWN_CHARS + 1, "{key}");
        }
    }

    #[test]
    fn a_fault_names_field_value_and_remedy() {
        let error = Layer::default().set(Key::Story, "…").unwrap_err();
        assert_eq!(error.to_string(), "`story` cannot be \"…\": it has neither letters nor digits");
    }
}
