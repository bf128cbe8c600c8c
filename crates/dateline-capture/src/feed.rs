//! Feeds: RSS (0.9 to 2.0, RDF), Atom (RFC 4287), JSON Feed; and JSON lines.
//!
//! XML is read leniently: a bare `&` or an undeclared entity is text. Entities cannot be declared, and a feed that
//! tries to is refused. An item that gives a summary only is no article: its words are not the article's.

use crate::html::xml;
use crate::layer::{Key, Layer};
use serde_json::Value;

/// Most items that are taken of one feed.
pub const MAX_ITEMS: usize = 20_000;

/// An item: the bytes that tell it, its content, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item<'b> {
    /// Its bytes in the feed.
    pub(crate) bytes: &'b str,
    /// Its content; `None` if it has none or a summary only.
    pub(crate) content: Option<Content>,
    /// What it says of itself.
    pub(crate) layer: Layer,
    /// Why a field was not taken.
    pub(crate) faults: Vec<String>,
}

/// The words of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// Markup.
    Html(String),
    /// Plain text.
    Text(String),
}

/// Why a feed is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeedFault {
    /// It declares entities.
    #[error("the feed declares entities, which is not allowed")]
    Entities,
    /// XML without items.
    #[error("it is XML, but no feed: it has neither item nor entry")]
    NoItems,
    /// More than [`MAX_ITEMS`].
    #[error("the feed has more than {MAX_ITEMS} items")]
    TooMany,
}

/// The items of an XML feed.
pub(crate) fn xml_items(feed: &str) -> Result<Vec<Item<'_>>, FeedFault> {
    if feed.contains("<!ENTITY") || feed.contains("<!entity") {
        return Err(FeedFault::Entities);
    }
    let slices = slices(feed)?;
    if slices.is_empty() {
        return Err(FeedFault::NoItems);
    }
    let before = &feed[..feed.find(slices[0]).unwrap_or(0)];
    let lang = xml::fields(before).into_iter().find(|field| field.name == "language").map(|field| field.text);
    Ok(slices.into_iter().map(|slice| item(slice, lang.as_deref())).collect())
}

fn item<'b>(slice: &'b str, lang: Option<&str>) -> Item<'b> {
    let mut item = Item { bytes: slice, content: None, layer: Layer::default(), faults: Vec::new() };
    let fields = xml::fields(slice);
    let text = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| fields.iter().find(|field| field.name == *name && !field.text.trim().is_empty()))
    };
    let link = fields.iter().find(|field| {
        field.name == "link" && !field.href.is_empty() && matches!(field.rel.as_str(), "" | "alternate")
    });
    let guid = fields.iter().find(|field| field.name == "guid" && field.text.trim().starts_with("http"));
    let url = link
        .map(|field| field.href.clone())
        .or_else(|| text(&["link"]).or(guid).map(|field| field.text.clone()));
    item.set(Key::Url, url.as_deref());
    let title = text(&["title"]).map(|field| html_escape::decode_html_entities(&field.text).into_owned());
    item.set(Key::Title, title.as_deref());
    let published = text(&["pubdate", "published", "dc:date"]).and_then(|field| day(&field.text));
    item.set(Key::Published, published.as_deref());
    item.set(Key::Byline, text(&["dc:creator", "name", "author"]).map(|field| field.text.as_str()));
    item.set(Key::Lang, lang);
    item.content = text(&["content:encoded", "content"]).map(|field| {
        if field.kind == "text" {
            Content::Text(field.text.clone())
        } else {
            Content::Html(field.text.clone())
        }
    });
    item
}

impl Item<'_> {
    fn set(&mut self, key: Key, value: Option<&str>) {
        let Some(value) = value else { return };
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Err(error) = self.layer.set(key, &value) {
            self.faults.push(error.to_string());
        }
    }
}

/// The items of a feed, as they stand there: from `<item` or `<entry` to the end tag.
fn slices(feed: &str) -> Result<Vec<&str>, FeedFault> {
    let mut found = Vec::new();
    let mut begun: Option<(usize, &str)> = None;
    let mut at = 0;
    while let Some(next) = feed[at..].find('<') {
        at += next;
        let rest = &feed[at..];
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            at += data.find("]]>").map_or(rest.len(), |end| end + 12);
            continue;
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            at += comment.find("-->").map_or(rest.len(), |end| end + 7);
            continue;
        }
        match begun {
            None => {
                let name = ["item", "entry"].into_iter().find(|name| starts(rest, "<", name));
                begun = name.map(|name| (at, name));
            }
            Some((start, name)) if starts(rest, "</", name) => {
                let end = at + rest.find('>').map_or(rest.len(), |end| end + 1);
                found.push(&feed[start..end]);
                begun = None;
                if found.len() > MAX_ITEMS {
                    return Err(FeedFault::TooMany);
                }
            }
            Some(_) => {}
        }
        at += 1;
    }
    Ok(found)
}

fn starts(rest: &str, open: &str, name: &str) -> bool {
    rest.strip_prefix(open)
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || c == '>'))
}

/// The day of a date after RFC 2822 (`Tue, 19 Nov 2019 10:00:00 GMT`) or RFC 3339.
pub(crate) fn day(value: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let value = value.trim();
    if let Some(day) = crate::html::day(value) {
        return Some(day);
    }
    let words = value.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let words: Vec<&str> =
        words.skip_while(|word| !word.starts_with(|c: char| c.is_ascii_digit())).take(3).collect();
    let [day, month, year] = words[..] else { return None };
    let day: u8 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year: u16 = year.parse().ok().filter(|_| year.len() == 4)?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The items of a JSON Feed (version 1 or 1.1); `None` if it is none.
pub(crate) fn json_feed_items(feed: &str) -> Option<Vec<Item<'_>>> {
    let value: Value = serde_json::from_str(feed).ok()?;
    value.get("version")?.as_str().filter(|version| version.contains("jsonfeed.org"))?;
    let lang = value.get("language").and_then(Value::as_str);
    let raw: Raw<'_> = serde_json::from_str(feed).ok()?;
    let items = raw.items.into_iter().take(MAX_ITEMS);
    Some(items.filter_map(|raw| json_item(raw.get(), lang)).collect())
}

#[derive(serde::Deserialize)]
struct Raw<'f> {
    #[serde(borrow)]
    items: Vec<&'f serde_json::value::RawValue>,
}

/// An article as a JSON object: a line of JSON lines, an item of a JSON Feed. `None` if it is no object.
pub(crate) fn json_item<'b>(bytes: &'b str, lang: Option<&str>) -> Option<Item<'b>> {
    let value: Value = serde_json::from_str(bytes).ok()?;
    value.as_object()?;
    let mut item = Item { bytes, content: None, layer: Layer::default(), faults: Vec::new() };
    let text = |names: &[&str]| {
        names.iter().find_map(|name| match value.get(*name)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Object(fields) => fields.get("name").and_then(Value::as_str).map(str::to_owned),
            Value::Array(items) => {
                let names = items.iter().filter_map(|it| it.as_str().or_else(|| it.get("name")?.as_str()));
                Some(names.collect::<Vec<_>>().join(", ")).filter(|names| !names.is_empty())
            }
            _ => None,
        })
    };
    item.set(Key::Url, text(&["url", "link", "canonical_url"]).as_deref());
    item.set(Key::Title, text(&["title", "headline"]).as_deref());
    let published = text(&["published", "datePublished", "date_published", "date", "published_at"]);
    // A month or a year is a date too, if nothing follows it.
    let published = published.and_then(|it| day(&it).or_else(|| (it.len() <= 10).then_some(it)));
    item.set(Key::Published, published.as_deref());
    item.set(Key::Publisher, text(&["publisher", "source", "outlet"]).as_deref());
    item.set(Key::Byline, text(&["byline", "author", "authors"]).as_deref());
    item.set(Key::Agency, text(&["agency"]).as_deref());
    item.set(Key::Story, text(&["story"]).as_deref());
    item.set(Key::Lang, text(&["lang", "language", "inLanguage"]).as_deref().or(lang));
    item.content = text(&["content_html", "html"])
        .map(Content::Html)
        .or_else(|| text(&["text", "articleBody", "content_text", "body", "content"]).map(Content::Text));
    Some(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RSS: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Post & more</title>\
        <language>en-gb</language><item><title>Bridge &amp; canal</title><link>https://post.example/a</link>\
        <pubDate>Tue, 19 Nov 2019 10:00:00 +0100</pubDate><dc:creator><![CDATA[Jan Vos]]></dc:creator>\
        <description>Short</description><content:encoded><![CDATA[<p>The bridge & the <b>canal</b>.</p></item>]]>\
        </content:encoded></item><item><title>Two</title><guid>https://post.example/b</guid><description>Only a \
        summary</description></item></channel></rss>";

    #[test]
    fn rss_is_read_bare_ampersand_or_not() {
        let items = xml_items(RSS).unwrap();
        let metadata = &items[0].layer.metadata;
        assert_eq!(metadata.title.as_deref(), Some("Bridge & canal"));
        assert_eq!(metadata.url.as_deref(), Some("https://post.example/a"));
        assert_eq!(metadata.published.as_ref().unwrap().to_string(), "2019-11-19");
        assert_eq!((metadata.byline.as_deref(), metadata.lang.as_deref()), (Some("Jan Vos"), Some("en")));
        let html = "<p>The bridge & the <b>canal</b>.</p></item>".to_owned();
        assert_eq!(items[0].content, Some(Content::Html(html)));
        assert!(items[0].bytes.starts_with("<item><title>Bridge") && items[0].bytes.ends_with("</item>"));
        // A summary is not the article.
        assert_eq!(
            (items[1].content.as_ref(), items[1].layer.metadata.url.as_deref()),
            (None, Some("https://post.example/b"))
        );
    }

    #[test]
    fn atom_and_json_feeds_are_read() {
        let atom = "<feed><entry><title>A</title><link rel='enclosure' href='https://x.example/m'/>\
            <link href='https://x.example/a'/><author><name>Eva</name></author><published>2019-11-19T23:00:00-05:00\
            </published><updated>2019-11-21T00:00:00Z</updated><content type='html'>&lt;p&gt;Words.&lt;/p&gt;</content>\
            </entry></feed>";
        let items = xml_items(atom).unwrap();
        assert_eq!(items[0].layer.metadata.url.as_deref(), Some("https://x.example/a"));
        assert_eq!(items[0].layer.metadata.published.as_ref().unwrap().to_string(), "2019-11-19");
        assert_eq!(items[0].layer.metadata.byline.as_deref(), Some("Eva"));
        assert_eq!(items[0].content, Some(Content::Html("<p>Words.</p>".to_owned())));

        let json = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"language\": \"de\", \"items\": [{\"id\": \"1\", \
            \"url\": \"https://x.example/a\", \"content_text\": \"Words.\", \"authors\": [{\"name\": \"Eva\"}, {\"name\": \
            \"Jan\"}]}, {\"id\": \"2\", \"summary\": \"S\"}]}";
        let items = json_feed_items(json).unwrap();
        assert_eq!(items[0].content, Some(Content::Text("Words.".to_owned())));
        assert_eq!(items[0].layer.metadata.byline.as_deref(), Some("Eva, Jan"));
        assert_eq!(items[0].layer.metadata.lang.as_deref(), Some("de"));
        assert!(items[0].bytes.starts_with("{\"id\": \"1\"") && items[1].content.is_none());
    }

    #[test]
    fn entities_are_not_declared_here() {
        let bomb = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><item>&b;</item></rss>";
        assert_eq!(xml_items(bomb), Err(FeedFault::Entities));
        assert_eq!(xml_items("<?xml version='1.0'?><note/>"), Err(FeedFault::NoItems));
    }

    #[test]
    fn days_are_read_from_whole_dates_only() {
        assert_eq!(day("Tue, 19 Nov 2019 10:00:00 GMT").as_deref(), Some("2019-11-19"));
        assert_eq!(day("3 September 2019").as_deref(), Some("2019-09-03"));
        for no in ["Nov 2019", "32 Nov 2019", "19 Nov 19", "19 Foo 2019", "", "19"] {
            assert_eq!(day(no), None, "{no}");
        }
    }

    proptest! {
        #[test]
        fn any_feed_is_read_or_refused(cut in 0..RSS.len(), with in "[<>&\\]!\\[a-z/ ]{0,12}") {
            let mut feed = RSS.to_owned();
            feed.insert_str(cut, &with);
            let _ = xml_items(&feed[..]);
            let _ = xml_items(&feed[..cut]);
            let _ = json_item(&with, None);
        }
    }
}
