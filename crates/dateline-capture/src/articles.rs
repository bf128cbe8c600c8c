//! The articles that an input holds: one, or those of a feed, of JSON lines, of a web archive.

use crate::content;
use crate::error::{CaptureError, CaptureWarning, Fault, Markup};
use crate::feed::{self, Content, Item};
use crate::inputs::{Input, Source};
use crate::layer::Layers;
use crate::warc;
use crate::{CapturedText, Charset, Parts, assemble, capture, charset, html, read, url};
use std::fs::File;
use std::io::{BufReader, Read};
use std::str::FromStr;
use std::vec;

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

/// Articles of one input, one after the other. An article that cannot be taken is an error in its place.
pub struct Articles(Inside);

enum Inside {
    Few(vec::IntoIter<Result<CapturedText, CaptureError>>),
    Archive(Box<Archive>),
}

struct Archive {
    name: String,
    layers: Layers,
    reader: warc::Reader<BufReader<Box<dyn Read>>>,
}

impl Iterator for Articles {
    type Item = Result<CapturedText, CaptureError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Inside::Few(items) => items.next(),
            Inside::Archive(archive) => archive.next(),
        }
    }
}

/// Reads an input and gives its articles. Of what is no archive at most `cap_bytes` are read; archives are read
/// record by record.
pub fn articles(input: &Input, layers: &Layers, cap_bytes: u64) -> Result<Articles, CaptureError> {
    open(input, layers, cap_bytes).map_err(|fault| CaptureError::new(&input.name, fault))
}

fn open(input: &Input, layers: &Layers, cap_bytes: u64) -> Result<Articles, Fault> {
    let kind = layers.kind;
    if let Source::File(path) = &input.source {
        read::check_file(path)?;
        let mut start = Vec::new();
        let file = || File::open(path).map_err(Fault::Unreadable);
        file()?.take(8).read_to_end(&mut start).map_err(Fault::Unreadable)?;
        let named = input.name.to_ascii_lowercase().ends_with(".warc.gz");
        if kind == Some(Kind::Warc) || (kind.is_none() && (start.starts_with(b"WARC/") || named)) {
            return archive(&input.name, file()?, layers);
        }
    }
    let bytes = read::read(input, cap_bytes).map_err(|error| error.fault)?;
    if kind == Some(Kind::Warc) || (kind.is_none() && bytes.starts_with(b"WARC/")) {
        return archive(&input.name, std::io::Cursor::new(bytes), layers);
    }
    Ok(Articles(Inside::Few(few(&input.name, &bytes, layers)?.into_iter())))
}

/// The articles in bytes that are no archive.
fn few(name: &str, bytes: &[u8], layers: &Layers) -> Result<Vec<Result<CapturedText, CaptureError>>, Fault> {
    let looks_like = || -> Option<Markup> {
        let decoded = charset::decode(bytes, layers.charset).ok()?;
        content::check_body(decoded.text.trim_start_matches(charset::BYTE_ORDER_MARK), false).ok()?
    };
    let wanted = match layers.kind {
        Some(Kind::Text | Kind::Html) => None,
        Some(Kind::Feed) => looks_like().filter(|it| matches!(it, Markup::Xml | Markup::Json)),
        Some(Kind::Jsonl) => Some(Markup::Json),
        _ => looks_like(),
    };
    let Some(markup @ (Markup::Xml | Markup::Json)) = wanted else {
        return Ok(vec![capture(name, bytes, layers)]);
    };
    if layers.flags.metadata.url.is_some() || layers.meta_row.metadata.url.is_some() {
        return Err(Fault::OneAddress);
    }
    let decoded = charset::decode(bytes, layers.charset)?;
    let text = decoded.text.trim_start_matches(charset::BYTE_ORDER_MARK);
    let items: Vec<Option<Item<'_>>> = match markup {
        Markup::Xml => feed::xml_items(text)?.into_iter().map(Some).collect(),
        _ => json_items(text),
    };
    let make = |(at, item): (usize, Option<Item<'_>>)| {
        let name = format!("{name}#{}", at + 1);
        let item = item.ok_or(Fault::NoObject);
        item.and_then(|item| article(&name, item, layers)).map_err(|fault| CaptureError::new(&name, fault))
    };
    Ok(items.into_iter().enumerate().map(make).collect())
}

/// The items of a JSON Feed, of one object, or of JSON lines; `None` stands for a line that is no object.
fn json_items(text: &str) -> Vec<Option<Item<'_>>> {
    if let Some(items) = feed::json_feed_items(text) {
        return items.into_iter().map(Some).collect();
    }
    if let Some(item) = feed::json_item(text.trim(), None) {
        return vec![Some(item)];
    }
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| feed::json_item(line.trim(), None))
        .collect()
}

/// An item as an article. Its bytes are those that tell it.
fn article(name: &str, item: Item<'_>, layers: &Layers) -> Result<CapturedText, Fault> {
    let text = match item.content.ok_or(Fault::SummaryOnly { url: item.layer.metadata.url.clone() })? {
        Content::Html(html) => html::read_fragment(&html)?,
        Content::Text(text) => text,
    };
    content::check_text(&text)?;
    content::check_body(&text, false)?;
    let warnings = item.faults.into_iter().map(|why| CaptureWarning::FieldLeftOut { why }).collect();
    let parts = Parts {
        source_name: name,
        bytes: item.bytes.as_bytes(),
        text,
        charset: "utf-8".to_owned(),
        estimated: false,
        said: item.layer,
        masked: Vec::new(),
        warnings,
    };
    assemble(parts, layers)
}

fn archive(name: &str, source: impl Read + 'static, layers: &Layers) -> Result<Articles, Fault> {
    if layers.flags.metadata.url.is_some() || layers.meta_row.metadata.url.is_some() {
        return Err(Fault::OneAddress);
    }
    let reader = warc::Reader::open(source).map_err(Fault::Unreadable)?;
    Ok(Articles(Inside::Archive(Box::new(Archive { name: name.to_owned(), layers: layers.clone(), reader }))))
}

impl Archive {
    fn next(&mut self) -> Option<Result<CapturedText, CaptureError>> {
        let archived = match self.reader.next()? {
            Ok(archived) => archived,
            Err(fault) => return Some(Err(CaptureError::new(&self.name, fault.into()))),
        };
        let name = format!("{}#{}@{}", self.name, archived.address, archived.captured_at);
        let served_charset = archived.charset.as_deref().and_then(|label| Charset::from_str(label).ok());
        let fetched_from = url::canonical(&archived.address).ok();
        let layers = Layers { served_charset, fetched_from, kind: None, ..self.layers.clone() };
        Some(capture(&name, &archived.body, &layers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str =
        "The council of Oss decided on Monday that the bridge over the canal will be rebuilt in March.";

    fn all(name: &str, bytes: &[u8], layers: &Layers) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let input = Input { name: name.to_owned(), source: Source::File(path), directory_story: None };
        match articles(&input, layers, 1_000_000) {
            Ok(articles) => {
                articles.map(|it| it.map_or_else(|e| format!("error {e}"), |it| told(&it))).collect()
            }
            Err(error) => vec![format!("error {error}")],
        }
    }

    fn told(article: &CapturedText) -> String {
        let url = article.captured.metadata.url.as_deref().unwrap_or("-");
        format!("{} {url} {}", article.captured.capture.source, article.revision.text.trim())
    }

    #[test]
    fn json_lines_are_articles_of_their_own() {
        let lines = format!(
            "{{\"url\": \"https://x.example/a\", \"text\": \"{WORDS}\"}}\n\n[1]\n{{\"title\": \"x\", \"html\": \"<p>{WORDS}</p>\"}}\n{{\"a\": 1}}\n"
        );
        assert_eq!(
            all("a.jsonl", lines.as_bytes(), &Layers::default()),
            [
                format!("a.jsonl#1 https://x.example/a {WORDS}"),
                "error a.jsonl#2: it is no JSON object".to_owned(),
                format!("a.jsonl#3 - {WORDS}"),
                "error a.jsonl#4: it has no text, or a summary only".to_owned(),
            ]
        );
    }

    #[test]
    fn an_address_cannot_be_given_to_many() {
        let mut layers = Layers::default();
        layers.flags.set(crate::Key::Url, "https://x.example/a").unwrap();
        let found = all("a.jsonl", b"{\"text\": \"Words.\"}\n{\"text\": \"Words.\"}", &layers);
        assert_eq!(found, ["error a.jsonl: one address cannot be that of several articles"]);
    }

    #[test]
    fn captures_of_one_address_are_one_article() {
        let record = |text: &str| {
            let block =
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<article><p>{text}</p></article>");
            format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/a?utm_source=y\r\nWARC-Date: 2019\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
                block.len()
            )
        };
        let archive = record(WORDS) + &record(&WORDS.replace("March", "April"));
        assert_eq!(
            all("a.warc", archive.as_bytes(), &Layers::default()),
            [
                format!("a.warc#https://x.example/a?utm_source=y@2019 https://x.example/a {WORDS}"),
                format!(
                    "a.warc#https://x.example/a?utm_source=y@2019 https://x.example/a {}",
                    WORDS.replace("March", "April")
                ),
            ]
        );
    }
}
