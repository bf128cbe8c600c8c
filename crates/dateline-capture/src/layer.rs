//! The layers in which an article's metadata comes, and who overrides whom.
//!
//! Front matter, a row of a `--meta` table and flags all set the same eight fields. They go through
//! [`Layer::set`], so that a date or an address is checked in one place.

use crate::charset::Charset;
use crate::field::{DATE_FORMS, FieldError, Key};
use crate::url;
use dateline_core::article::{Metadata, Stated};
use dateline_core::edtf::Edtf;
use dateline_core::id::StoryName;

/// Longest value of a field, in bytes.
pub const MAX_FIELD_BYTES: usize = 8192;

/// What an input is, where it is told and not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text.
    Text,
    /// A page.
    Html,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// JSON lines: an object a line.
    Jsonl,
    /// A web archive.
    Warc,
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
    use crate::field::SHOWN_CHARS;

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
