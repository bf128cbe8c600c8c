//! Feeds in XML: RSS (0.9 to 2.0, RDF), Atom (RFC 4287).
//!
//! XML is read leniently: a bare `&` or an undeclared entity is text. Entities cannot be declared, and a feed that
//! tries to is refused. An item that gives a summary only is no article: its words are not the article's.

use crate::field::{Key, shortened};
use crate::html::{self, decoded, is_early_utc, xml};
use crate::layer::Layer;
use crate::warning::CaptureWarning;
use dateline_core::edtf::Edtf;
use std::ops::Range;

/// Most items that are taken of one feed.
pub const MAX_ITEMS: usize = 20_000;

/// An item: its content, and what is said of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Item {
    /// Its content; `None` if it has none or a summary only.
    pub(crate) content: Option<Content>,
    /// What it says of itself.
    pub(crate) layer: Layer,
    /// What its owner should know of it.
    pub(crate) warnings: Vec<CaptureWarning>,
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
    /// No items.
    #[error("it is no feed: it has neither item nor entry")]
    NoItems,
    /// More than [`MAX_ITEMS`].
    #[error("the feed has more than {MAX_ITEMS} items")]
    TooMany,
}

/// The items of an XML feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct XmlFeed {
    /// Where they stand in it, in its order.
    pub(crate) items: Vec<Range<usize>>,
    /// The language that it gives for all of them.
    pub(crate) lang: Option<String>,
}

/// Finds the items of an XML feed.
pub(crate) fn xml_feed(feed: &str) -> Result<XmlFeed, FeedFault> {
    if feed.contains("<!ENTITY") || feed.contains("<!entity") {
        return Err(FeedFault::Entities);
    }
    let items = ranges(feed)?;
    let first = items.first().ok_or(FeedFault::NoItems)?;
    let fields = xml::fields(&feed[..first.start]);
    let lang = fields.into_iter().find(|field| field.name == "language").map(|field| field.text);
    Ok(XmlFeed { items, lang })
}

/// Reads an item of an XML feed: the element `item` or `entry`.
pub(crate) fn xml_item(element: &str, lang: Option<&str>) -> Item {
    let mut item = Item::default();
    let fields = xml::fields(element);
    let all = |name: &str| {
        fields
            .iter()
            .filter(move |field| field.name == name && !field.text.trim().is_empty())
            .collect::<Vec<_>>()
    };
    let text = |names: &[&str]| names.iter().find_map(|name| all(name).first().copied());
    let link = fields.iter().find(|field| {
        field.name == "link" && !field.href.is_empty() && matches!(field.rel.as_str(), "" | "alternate")
    });
    let guid = fields.iter().find(|field| field.name == "guid" && field.text.trim().starts_with("http"));
    let url = link
        .map(|field| field.href.clone())
        .or_else(|| text(&["link"]).or(guid).map(|field| field.text.clone()));
    item.set(Key::Url, url.as_deref());
    let title = text(&["title"]).map(|field| decoded(&field.text).into_owned());
    item.set(Key::Title, title.as_deref());
    item.set_published(text(&["pubdate", "published", "dc:date"]).map(|field| field.text.as_str()));
    item.set_modified("updated", text(&["updated"]).map(|field| field.text.as_str()));
    let authors = ["dc:creator", "name", "author"].map(all).into_iter().find(|authors| !authors.is_empty());
    let authors =
        authors.map(|authors| authors.iter().map(|it| it.text.trim()).collect::<Vec<_>>().join(", "));
    item.set(Key::Byline, authors.as_deref());
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

impl Item {
    /// Gives a field its value. One that cannot be taken is left out, and told.
    pub(crate) fn set(&mut self, key: Key, value: Option<&str>) {
        let Some(value) = value else { return };
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Err(error) = self.layer.set(key, &value) {
            self.warnings.push(CaptureWarning::FieldLeftOut { why: error.to_string() });
        }
    }

    /// Gives the day of publication: that of the value as it stands there; and the time, where it has one.
    pub(crate) fn set_published(&mut self, value: Option<&str>) {
        let Some(value) = value.map(str::trim) else { return };
        self.layer.stated.published = stated(value);
        match day(value) {
            Some(day) => {
                self.set(Key::Published, Some(&day));
                if is_early_utc(value) {
                    self.warnings.push(CaptureWarning::DayInUtc { published: value.to_owned() });
                }
            }
            // A month or a year may be a date too.
            None => self.set(Key::Published, Some(value)),
        }
    }

    /// Gives the time of the last change, which the item calls `name`. One that cannot be taken is left out, and told.
    pub(crate) fn set_modified(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else { return };
        self.layer.stated.modified = stated(value);
        if self.layer.stated.modified.is_none() {
            let why = format!("`{name}` cannot be {:?}: it is no day and no time of one", shortened(value));
            self.warnings.push(CaptureWarning::FieldLeftOut { why });
        }
    }
}

/// Where the items of a feed stand: from `<item` or `<entry` to the end tag.
fn ranges(feed: &str) -> Result<Vec<Range<usize>>, FeedFault> {
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
                found.push(start..end);
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

/// The time of a date after RFC 3339 or RFC 2822 as it stands there. A zone that is a name other than that of UTC leaves
/// the day: outlets write `EST` in summer too.
fn stated(value: &str) -> Option<Edtf> {
    html::stated(value).or_else(|| {
        let day = day(value)?;
        let of_day = words(value).skip(3).take(2).map(|word| match word {
            "GMT" | "UTC" | "UT" => "Z",
            word => word,
        });
        html::stated(&format!("{day}T{}", of_day.collect::<String>()))
    })
}

/// The words of a date after RFC 2822 from the day of the month on.
fn words(value: &str) -> impl Iterator<Item = &str> {
    let words = value.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    words.skip_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The day of a date after RFC 2822 (`Tue, 19 Nov 2019 10:00:00 GMT`) or RFC 3339.
fn day(value: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let value = value.trim();
    if let Some(day) = crate::html::day(value) {
        return Some(day);
    }
    let words: Vec<&str> = words(value).take(3).collect();
    let [day, month, year] = words[..] else { return None };
    let day: u8 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year: u16 = year.parse().ok().filter(|_| year.len() == 4)?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
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

    fn xml_items(feed: &str) -> Result<Vec<Item>, FeedFault> {
        let found = xml_feed(feed)?;
        Ok(found.items.into_iter().map(|at| xml_item(&feed[at], found.lang.as_deref())).collect())
    }

    /// What an item says of when it was published and last changed.
    fn times(item: &Item) -> (Option<String>, Option<String>) {
        let text = |time: &Option<Edtf>| time.as_ref().map(ToString::to_string);
        (text(&item.layer.stated.published), text(&item.layer.stated.modified))
    }

    #[test]
    fn rss_is_read_bare_ampersand_or_not() {
        let items = xml_items(RSS).unwrap();
        let metadata = &items[0].layer.metadata;
        assert_eq!(metadata.title.as_deref(), Some("Bridge & canal"));
        assert_eq!(metadata.url.as_deref(), Some("https://post.example/a"));
        assert_eq!(metadata.published.as_ref().unwrap().to_string(), "2019-11-19");
        assert_eq!(times(&items[0]), (Some("2019-11-19T10:00:00+01:00".to_owned()), None));
        assert_eq!((metadata.byline.as_deref(), metadata.lang.as_deref()), (Some("Jan Vos"), Some("en")));
        let html = "<p>The bridge & the <b>canal</b>.</p></item>".to_owned();
        assert_eq!(items[0].content, Some(Content::Html(html)));
        let first = &RSS[xml_feed(RSS).unwrap().items[0].clone()];
        assert!(first.starts_with("<item><title>Bridge") && first.ends_with("</item>"));
        // A summary is not the article.
        assert_eq!(
            (items[1].content.as_ref(), items[1].layer.metadata.url.as_deref()),
            (None, Some("https://post.example/b"))
        );
    }

    #[test]
    fn atom_is_read() {
        let atom = "<feed><entry><source><title>Other Outlet</title><updated>2019-12-01T00:00:00Z</updated>\
            <link href='https://other.example/'/></source>\
            <title>A</title><link rel='enclosure' href='https://x.example/m'/><contributor><name>Cas</name>\
            </contributor><link href='https://x.example/a'/><author><name>Eva</name></author><author><name>Jan</name>\
            </author><published>2019-11-19T23:00:00-05:00</published><updated>2019-11-21T00:00:00Z</updated>\
            <content type='html'>&lt;p&gt;Words.&lt;/p&gt;</content></entry></feed>";
        let items = xml_items(atom).unwrap();
        let metadata = &items[0].layer.metadata;
        assert_eq!(metadata.url.as_deref(), Some("https://x.example/a"));
        assert_eq!(metadata.title.as_deref(), Some("A"));
        assert_eq!(metadata.published.as_ref().unwrap().to_string(), "2019-11-19");
        let (published, modified) = ("2019-11-19T23:00:00-05:00", "2019-11-21T00:00:00Z");
        assert_eq!(times(&items[0]), (Some(published.to_owned()), Some(modified.to_owned())));
        assert_eq!(metadata.byline.as_deref(), Some("Eva, Jan"));
        assert_eq!(items[0].content, Some(Content::Html("<p>Words.</p>".to_owned())));
        assert_eq!(items[0].warnings, []);
    }

    #[test]
    fn a_date_that_cannot_be_taken_is_told_and_one_in_utc_too() {
        let of = |date: &str| {
            let item = xml_item(&format!("<item><pubDate>{date}</pubDate></item>"), None);
            (item.layer.metadata.published.map(|it| it.to_string()), item.warnings)
        };
        assert_eq!(of("Tue, 19 Nov 2019 14:00:00 GMT"), (Some("2019-11-19".to_owned()), vec![]));
        let utc = "Tue, 19 Nov 2019 02:30:00 GMT".to_owned();
        assert_eq!(
            of(&utc),
            (Some("2019-11-19".to_owned()), vec![CaptureWarning::DayInUtc { published: utc.clone() }])
        );
        assert_eq!(of("2019-11"), (Some("2019-11".to_owned()), vec![]));
        let (published, warnings) = of("November 19, 2019");
        assert_eq!(published, None);
        assert!(
            matches!(&warnings[..], [CaptureWarning::FieldLeftOut { why }] if why.contains("November 19, 2019"))
        );
    }

    #[test]
    fn a_change_is_told_as_it_stands_there_and_is_no_publication() {
        let of = |date: &str| xml_item(&format!("<entry><updated> {date} </updated></entry>"), None);
        let item = of("2019-11-21T08:00:00Z");
        assert_eq!(times(&item), (None, Some("2019-11-21T08:00:00Z".to_owned())));
        assert_eq!((item.layer.metadata.published, item.warnings), (None, vec![]));
        let item = of("last week");
        assert_eq!(times(&item), (None, None));
        let why = "`updated` cannot be \"last week\": it is no day and no time of one".to_owned();
        assert_eq!(item.warnings, [CaptureWarning::FieldLeftOut { why }]);
        assert_eq!(of("").warnings, []);
    }

    #[test]
    fn of_a_time_no_more_is_taken_than_it_says() {
        for (value, kept) in [
            ("Tue, 19 Nov 2019 10:00:00 GMT", "2019-11-19T10:00:00Z"),
            ("Tue, 19 Nov 2019 10:00 -0500", "2019-11-19T10:00:00-05:00"),
            ("19 Nov 2019 10:00:00 +0100 (CET)", "2019-11-19T10:00:00+01:00"),
            ("Tue, 19 Nov 2019 10:00:00 EST", "2019-11-19"),
            ("Tue, 19 Nov 2019 10:00:00 NZST", "2019-11-19"),
            ("Tue, 19 Nov 2019 10:00 PM", "2019-11-19"),
            ("Tue, 19 Nov 2019 9:00:00 GMT", "2019-11-19"),
            ("19 November 2019", "2019-11-19"),
            ("2019-11-19T10:00:00.5Z", "2019-11-19T10:00:00Z"),
        ] {
            assert_eq!(stated(value).map(|it| it.to_string()).as_deref(), Some(kept), "{value}");
        }
        for none in ["2019-11", "32 Nov 2019 10:00:00 GMT", "31 Feb 2019 10:00:00 GMT", "yesterday", ""] {
            assert_eq!(stated(none), None, "{none}");
        }
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
        }
    }
}
