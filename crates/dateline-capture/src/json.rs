//! Articles as JSON: JSON Feed (versions 1 and 1.1) and JSON lines, an object a line.
//!
//! Values are looked at one by one and never as a tree, so that memory is in proportion to the input.

use crate::feed::{Content, FeedFault, Item, MAX_ITEMS};
use crate::field::Key;
use crate::warning::CaptureWarning;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// Longest value that names people or organisations, in bytes.
const MAX_NAMES_BYTES: usize = 64 * 1024;

/// The items of a JSON Feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonFeed {
    /// Where they stand in it.
    pub(crate) items: Vec<Range<usize>>,
    /// The language that it gives for all of them.
    pub(crate) lang: Option<String>,
}

#[derive(Deserialize)]
struct Head<'f> {
    #[serde(borrow)]
    version: Cow<'f, str>,
    #[serde(borrow, default)]
    language: Option<&'f RawValue>,
    #[serde(borrow)]
    items: Items<'f>,
}

/// The first items, one more than are taken.
struct Items<'f>(Vec<&'f RawValue>);

impl<'de: 'f, 'f> Deserialize<'de> for Items<'f> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First;
        impl<'de> Visitor<'de> for First {
            type Value = Vec<&'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of items")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while items.len() <= MAX_ITEMS
                    && let Some(item) = list.next_element()?
                {
                    items.push(item);
                }
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(items)
            }
        }
        deserializer.deserialize_seq(First).map(Self)
    }
}

/// Finds the items of a JSON Feed; `None` if it is none.
pub(crate) fn json_feed(feed: &str) -> Option<Result<JsonFeed, FeedFault>> {
    let head: Head<'_> = serde_json::from_str(feed).ok()?;
    if !head.version.contains("jsonfeed.org") {
        return None;
    }
    if head.items.0.len() > MAX_ITEMS {
        return Some(Err(FeedFault::TooMany));
    }
    let lang = head.language.and_then(|it| serde_json::from_str(it.get()).ok());
    let place = |item: &&RawValue| {
        // An item is a piece of the feed.
        let start = item.get().as_ptr() as usize - feed.as_ptr() as usize;
        start..start + item.get().len()
    };
    Some(Ok(JsonFeed { items: head.items.0.iter().map(place).collect(), lang }))
}

/// The keys that mean something.
const KEYS: [(Key, &[&str]); 8] = [
    (Key::Url, &["url", "link", "canonical_url"]),
    (Key::Title, &["title", "headline"]),
    (Key::Published, &["published", "datePublished", "date_published", "date", "published_at"]),
    (Key::Publisher, &["publisher", "source", "outlet"]),
    (Key::Byline, &["byline", "author", "authors"]),
    (Key::Agency, &["agency"]),
    (Key::Story, &["story"]),
    (Key::Lang, &["lang", "language", "inLanguage"]),
];
/// Keys of when it was last changed: JSON Feed's, and schema.org's. Others may be of the row of a database.
const MODIFIED: [&str; 2] = ["date_modified", "dateModified"];
/// Keys of an article's words as markup, and as text.
const MARKUP: [&str; 2] = ["content_html", "html"];
const TEXT: [&str; 5] = ["text", "articleBody", "content_text", "body", "content"];

/// The values of the keys that mean something; another key's value is not kept.
struct Fields<'l>(BTreeMap<&'static str, &'l RawValue>);

impl<'de: 'l, 'l> Deserialize<'de> for Fields<'l> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Known;
        impl<'de> Visitor<'de> for Known {
            type Value = BTreeMap<&'static str, &'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let of_fields = KEYS.iter().flat_map(|(_, names)| *names);
                let names = || of_fields.clone().chain(&MODIFIED).chain(&MARKUP).chain(&TEXT);
                let mut values = BTreeMap::new();
                while let Some(key) = map.next_key::<Cow<'_, str>>()? {
                    match names().find(|name| **name == key) {
                        // Which of two values is meant nobody can say.
                        Some(name) if values.insert(*name, map.next_value()?).is_some() => {
                            return Err(serde::de::Error::custom("a key stands there twice"));
                        }
                        Some(_) => {}
                        None => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(values)
            }
        }
        deserializer.deserialize_map(Known).map(Self)
    }
}

/// A text, or a list of paragraphs.
struct Words(String);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Paragraphs;
        impl<'de> Visitor<'de> for Paragraphs {
            type Value = String;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a list of texts")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
                Ok(text.to_owned())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<String, A::Error> {
                let mut text = String::new();
                while let Some(paragraph) = list.next_element::<Cow<'_, str>>()? {
                    if !text.is_empty() {
                        text.push_str("\n\n");
                    }
                    text.push_str(&paragraph);
                }
                Ok(text)
            }
        }
        deserializer.deserialize_any(Paragraphs).map(Self)
    }
}

/// An article as a JSON object: a line of JSON lines, an item of a JSON Feed. `None` if it is no object, or one
/// that gives a key twice.
pub(crate) fn json_item(object: &str, lang: Option<&str>) -> Option<Item> {
    let Fields(fields) = serde_json::from_str(object).ok()?;
    let mut item = Item::default();
    for (key, names) in KEYS {
        let given = names.iter().find_map(|name| {
            let value = fields.get(name).filter(|value| value.get() != "null")?;
            Some((
                name,
                if matches!(key, Key::Publisher | Key::Byline) { named(value) } else { string(value) },
            ))
        });
        match (given, key) {
            (Some((_, Some(value))), Key::Published) => item.set_published(Some(&value)),
            (Some((_, Some(value))), _) => item.set(key, Some(&value)),
            (Some((name, None)), _) => item.warnings.push(no_text(name)),
            (None, Key::Lang) => item.set(key, lang),
            (None, _) => {}
        }
    }
    let modified = MODIFIED.into_iter().find_map(|name| {
        let value = fields.get(name).filter(|value| value.get() != "null")?;
        let text = string(value);
        // A blank one says no more than one that is not there.
        text.as_ref().is_none_or(|text| !text.trim().is_empty()).then_some((name, text))
    });
    match modified {
        Some((name, Some(value))) => item.set_modified(name, Some(&value)),
        Some((name, None)) => item.warnings.push(no_text(name)),
        None => {}
    }
    let words = |names: &[&str]| {
        let given = names.iter().filter_map(|name| fields.get(name));
        let texts = given.filter_map(|value| serde_json::from_str::<Words>(value.get()).ok().map(|it| it.0));
        texts.into_iter().find(|text| !text.trim().is_empty())
    };
    item.content = words(&MARKUP).map(Content::Html).or_else(|| words(&TEXT).map(Content::Text));
    Some(item)
}

fn no_text(name: &str) -> CaptureWarning {
    CaptureWarning::FieldLeftOut { why: format!("`{name}` is not written as a text") }
}

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// The name or names of people or organisations: texts, or objects with a name.
fn named(value: &RawValue) -> Option<String> {
    let value: Value = Some(value.get())
        .filter(|it| it.len() <= MAX_NAMES_BYTES)
        .and_then(|it| serde_json::from_str(it).ok())?;
    let one = |value: &Value| value.as_str().or_else(|| value.get("name")?.as_str()).map(str::to_owned);
    match &value {
        Value::Array(all) => all.iter().map(one).collect::<Option<Vec<_>>>().map(|names| names.join(", ")),
        value => one(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_core::edtf::Edtf;
    use proptest::prelude::*;

    #[test]
    fn json_feeds_are_read() {
        let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"language\": \"de\", \"items\": [{\"id\": \"1\", \
            \"url\": \"https://x.example/a\", \"content_text\": \"Words.\", \"authors\": [{\"name\": \"Eva\"}, {\"name\": \
            \"Jan\"}]}, {\"id\": \"2\", \"summary\": \"S\"}]}";
        let feed = json_feed(json).unwrap().unwrap();
        let slices: Vec<&str> = feed.items.iter().map(|at| &json[at.clone()]).collect();
        let item = json_item(slices[0], feed.lang.as_deref()).unwrap();
        assert_eq!(item.content, Some(Content::Text("Words.".to_owned())));
        assert_eq!(item.layer.metadata.byline.as_deref(), Some("Eva, Jan"));
        assert_eq!(item.layer.metadata.lang.as_deref(), Some("de"));
        assert_eq!(slices[1], "{\"id\": \"2\", \"summary\": \"S\"}");
        assert!(json_item(slices[1], None).unwrap().content.is_none());
    }

    #[test]
    fn when_it_was_changed_is_what_the_article_says_of_it() {
        let times = |object: &str| {
            let item = json_item(object, None).unwrap();
            let text = |time: Option<Edtf>| time.map(|time| time.to_string());
            (text(item.layer.stated.published), text(item.layer.stated.modified), item.warnings)
        };
        let (published, modified) = ("2019-11-19T10:00:00+01:00", "2019-11-21");
        assert_eq!(
            times(&format!("{{\"date_published\": \"{published}\", \"date_modified\": \"{modified}\"}}")),
            (Some(published.to_owned()), Some(modified.to_owned()), vec![])
        );
        let schema_org = "{\"datePublished\": \"2019-11\", \"dateModified\": \"2019-11-21\", \"updated_at\": \"2020-01-01\"}";
        assert_eq!(times(schema_org), (None, Some(modified.to_owned()), vec![]));
        let left_out = |why: &str| vec![CaptureWarning::FieldLeftOut { why: why.to_owned() }];
        let number = "{\"date_modified\": 1574300000}";
        assert_eq!(times(number), (None, None, left_out("`date_modified` is not written as a text")));
        let blank = "{\"date_modified\": null, \"dateModified\": \" \"}";
        assert_eq!(times(blank), (None, None, vec![]));
        let twice = "{\"date_modified\": \"2019-11-21\", \"date_modified\": \"2019-11-22\"}";
        assert_eq!(json_item(twice, None), None);
    }

    #[test]
    fn a_feed_of_too_many_items_is_refused() {
        let feed = |count| {
            let items = vec!["{}"; count].join(",");
            json_feed(&format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{items}]}}"))
                .unwrap()
        };
        assert_eq!(feed(MAX_ITEMS).unwrap().items.len(), MAX_ITEMS);
        assert_eq!(feed(MAX_ITEMS + 1), Err(FeedFault::TooMany));
    }

    #[test]
    fn nothing_is_put_between_words_but_white_space() {
        let item = json_item(
            "{\"text\": [\"It fell.\", \"It rose.\"], \"title\": [\"A\", \"B\"], \"url\": null}",
            None,
        )
        .unwrap();
        assert_eq!(item.content, Some(Content::Text("It fell.\n\nIt rose.".to_owned())));
        assert_eq!(item.layer.metadata.title, None);
        let why = "`title` is not written as a text".to_owned();
        assert_eq!(item.warnings, [CaptureWarning::FieldLeftOut { why }]);
        assert_eq!(json_item("{\"text\": [\"It fell.\", 5]}", None).unwrap().content, None);
        assert_eq!(json_item("{\"text\": \"A.\", \"text\": \"B.\"}", None), None);
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(text in "[{}\\[\\]\":,a-z0-9\\\\ ]{0,60}", value in "[ -~é]{0,20}") {
            let _ = json_item(&text, None);
            let _ = json_feed(&text);
            let line = serde_json::json!({"text": value, "source": {"name": value}, "other": text}).to_string();
            let item = json_item(&line, None).unwrap();
            prop_assert_eq!(item.content.is_none(), value.trim().is_empty());
        }
    }
}
