//! The articles that an input holds: one, or those of a feed, of JSON lines, of a web archive.

use crate::archive::Archive;
use crate::capture::{CapturedText, capture};
use crate::content;
use crate::error::{CaptureError, Fault, Markup};
use crate::feed::FeedFault;
use crate::inputs::{Input, Source};
use crate::items::Items;
use crate::layer::{Kind, Layers};
use crate::{decode, read, warc};
use std::io::{BufReader, Cursor, Read};

/// Most articles of one input that are told one by one to be faulty; of the others their number is told.
const MAX_FAULTS: u64 = 1000;

/// How much of an input is looked at to tell whether it is an archive.
const PEEKED_BYTES: u64 = 4096;

/// Articles of one input, one after the other. An article that cannot be taken is an error in its place.
pub struct Articles {
    name: String,
    inside: Inside,
    faults: u64,
}

enum Inside {
    One(Option<Box<Result<CapturedText, CaptureError>>>),
    Items(Box<Items>),
    Archive(Box<Archive>),
}

impl Iterator for Articles {
    type Item = Result<CapturedText, CaptureError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = match &mut self.inside {
                Inside::One(article) => article.take().map(|article| *article),
                Inside::Items(items) => items.next(),
                Inside::Archive(archive) => archive.next(),
            };
            match &next {
                Some(Ok(_)) => return next,
                Some(Err(_)) => {
                    self.faults += 1;
                    if self.faults <= MAX_FAULTS {
                        return next;
                    }
                }
                None => {
                    let more = self.faults.saturating_sub(MAX_FAULTS);
                    self.faults = 0;
                    return (more > 0)
                        .then(|| Err(CaptureError::new(&self.name, Fault::MoreFaults { more })));
                }
            }
        }
    }
}

/// The articles in bytes that were obtained elsewhere; `name` is where they came from. They are taken for an archive
/// only if they are said to be one: an archive speaks for other addresses than its own.
pub fn articles_in(name: &str, bytes: &[u8], layers: &Layers) -> Result<Articles, CaptureError> {
    let bytes = bytes.to_vec();
    let inside = if layers.kind == Some(Kind::Warc) {
        Archive::open(name, Cursor::new(bytes), layers).map(|archive| Inside::Archive(Box::new(archive)))
    } else {
        of_bytes(name, bytes, layers)
    };
    let inside = inside.map_err(|fault| CaptureError::new(name, fault))?;
    Ok(Articles { name: name.to_owned(), inside, faults: 0 })
}

/// Reads an input and gives its articles. Addresses are fetched (see [`crate::fetch`]), not read. Of what is no archive at most `cap_bytes` are read; archives are read
/// record by record.
pub fn articles(input: &Input, layers: &Layers, cap_bytes: u64) -> Result<Articles, CaptureError> {
    let inside = match &input.source {
        Source::Stdin => open(&input.name, std::io::stdin(), layers, cap_bytes),
        Source::File(path) => read::open(path).and_then(|file| open(&input.name, file, layers, cap_bytes)),
        Source::Address(_) => Err(Fault::Address),
    };
    let inside = inside.map_err(|fault| CaptureError::new(&input.name, fault))?;
    Ok(Articles { name: input.name.clone(), inside, faults: 0 })
}

fn open(
    name: &str,
    mut source: impl Read + Send + 'static,
    layers: &Layers,
    cap_bytes: u64,
) -> Result<Inside, Fault> {
    let mut start = Vec::new();
    (&mut source).take(PEEKED_BYTES).read_to_end(&mut start).map_err(Fault::Unreadable)?;
    let is_archive = layers.kind == Some(Kind::Warc) || (layers.kind.is_none() && warc::is_archive(&start));
    let source = Cursor::new(start).chain(source);
    if is_archive {
        return Ok(Inside::Archive(Box::new(Archive::open(name, BufReader::new(source), layers)?)));
    }
    of_bytes(name, read::read_from(source, cap_bytes)?, layers)
}

/// The articles in bytes that are no archive.
fn of_bytes(name: &str, bytes: Vec<u8>, layers: &Layers) -> Result<Inside, Fault> {
    let one = |bytes: &[u8]| Inside::One(Some(Box::new(capture(name, bytes, layers))));
    if matches!(layers.kind, Some(Kind::Text | Kind::Html)) {
        return Ok(one(&bytes));
    }
    let decoded = decode::decode_declared(&bytes, layers.charset, layers.served_charset);
    let looked = match &decoded {
        Ok(decoded) => {
            let text = decoded.text.trim_start_matches(decode::BYTE_ORDER_MARK);
            content::check_body(text, false).ok().flatten()
        }
        // A page may have a bad byte outside its article.
        Err(_) if layers.kind.is_none() && content::looks_like_page(&bytes) => None,
        Err(_) => return decoded.map(|_| one(&bytes)),
    };
    let markup = match (layers.kind, looked) {
        (Some(Kind::Jsonl), _) => Markup::Json,
        (_, Some(markup @ (Markup::Xml | Markup::Json))) => markup,
        (Some(Kind::Feed), _) => {
            decoded?;
            return Err(FeedFault::NoItems.into());
        }
        _ => return Ok(one(&bytes)),
    };
    if layers.gives_address() {
        return Err(Fault::OneAddress);
    }
    Ok(Inside::Items(Box::new(Items::new(name, bytes, decoded?, markup, layers)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CaptureWarning, Charset};
    use dateline_core::id::Sha256Hex;
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    const WORDS: &str =
        "The council of Oss decided on Monday that the bridge over the canal will be rebuilt in March.";

    fn opened(bytes: &[u8], layers: &Layers) -> Result<Inside, Fault> {
        open("a", Cursor::new(bytes.to_vec()), layers, 1_000_000)
    }

    fn of(bytes: &[u8], layers: &Layers) -> Vec<Result<CapturedText, CaptureError>> {
        let inside = opened(bytes, layers).unwrap_or_else(|error| panic!("{error}"));
        Articles { name: "a".to_owned(), inside, faults: 0 }.collect()
    }

    /// Counts what is read of a source.
    struct Counted<R>(R, Arc<AtomicU64>);

    impl<R: Read> Read for Counted<R> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let read = self.0.read(into)?;
            self.1.fetch_add(read as u64, Ordering::Relaxed);
            Ok(read)
        }
    }

    #[test]
    fn of_an_endless_input_no_more_is_read_than_the_cap() {
        let packed = {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            io::copy(&mut io::repeat(b' ').take(10_000_000), &mut packer).unwrap();
            packer.finish().unwrap()
        };
        for start in [&b""[..], b"<html>", b"{\"text\": \"", b"<?xml version='1.0'?><rss>", &packed] {
            let read = Arc::new(AtomicU64::new(0));
            let source = Counted(Cursor::new(start.to_vec()).chain(io::repeat(b'a')), Arc::clone(&read));
            let opened = open("a", source, &Layers::default(), 100_000);
            assert!(matches!(opened, Err(Fault::TooLarge { cap_bytes: 100_000 })));
            let read = read.load(Ordering::Relaxed);
            assert!(read <= 100_001 + PEEKED_BYTES, "{read}");
        }
    }

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
                "error a.jsonl#2: it is no JSON object, or gives a key twice".to_owned(),
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
    fn words_of_json_are_stored_without_its_markup() {
        let line = |text: &str| serde_json::json!({ "text": text }).to_string();
        let lines = [
            line("<p>The bridge at Oss, <b>12</b> metres wide, will be rebuilt.</p>"),
            line("<?xml version=\"1.0\"?><a/>"),
        ];
        assert_eq!(
            all("a.jsonl", lines.join("\n").as_bytes(), &Layers::default()),
            [
                "a.jsonl#1 - The bridge at Oss, 12 metres wide, will be rebuilt.",
                "error a.jsonl#2: it looks like XML, which is not read yet",
            ]
        );
    }

    #[test]
    fn a_feed_is_read_in_the_charset_that_it_declares_and_its_bytes_are_kept() {
        let item = |words: &str| {
            format!(
                "<item><title>A</title><content:encoded><![CDATA[<p>{words}</p>]]></content:encoded></item>"
            )
        };
        for label in ["windows-1252", "iso-8859-13", "shift_jis"] {
            let words = match label {
                "windows-1252" => "“Žižek” costs £40, said the council of Oss on Monday.",
                "iso-8859-13" => "Šīš Ķēniņš, said the council of Oss on Monday in the evening.",
                _ => "会議は十一月に延期される見通しだと、外務省の報道官が月曜日に述べた。",
            };
            let items = [item(words), item("The second item, é or not.").replace('é', "e")];
            let feed = format!(
                "<?xml version='1.0' encoding='{label}'?>\n<rss><channel>{}\n{}</channel></rss>",
                items[0], items[1]
            );
            let encoding = Charset::for_label(label).unwrap().0;
            let bytes = encoding.encode(&feed).0.into_owned();
            let found: Vec<CapturedText> =
                of(&bytes, &Layers::default()).into_iter().map(Result::unwrap).collect();
            assert_eq!(found.len(), 2);
            for (article, item) in found.iter().zip(&items) {
                let capture = &article.captured.capture;
                assert_eq!((capture.charset.as_str(), capture.charset_estimated), (label, false));
                assert_eq!(capture.sha256, Sha256Hex::of(&encoding.encode(item).0));
            }
            assert_eq!(found[0].revision.text.trim(), words);
        }
        let bad = b"<?xml version='1.0' encoding='shift_jis'?><rss><item><content>A word.\x81</content></item></rss>";
        assert!(matches!(opened(bad, &Layers::default()).err(), Some(Fault::Undecodable { .. })));
    }

    #[test]
    fn what_an_input_is_its_first_element_says() {
        let item = "<item><content:encoded><![CDATA[<!doctype html><html><head></head><body><p>Words.</p></body></html>]]>\
            </content:encoded></item>";
        let feed = format!(
            "<?xml version='1.0'?>\n<!-- a -->\n<rss version='2.0'><channel>{item}{item}</channel></rss>"
        );
        assert_eq!(all("a.xml", feed.as_bytes(), &Layers::default()).len(), 2);
        let page = format!("<!DOCTYPE html><html><body><article><p>{WORDS}</p></article></body></html>");
        let told = |kind| all("a.html", page.as_bytes(), &Layers { kind: Some(kind), ..Layers::default() });
        assert_eq!(told(Kind::Feed), ["error a.html: it is no feed: it has neither item nor entry"]);
        assert_eq!(told(Kind::Html), [format!("a.html - {WORDS}")]);
    }

    #[test]
    fn very_many_faults_are_counted() {
        let lines = "[]\n".repeat(1500);
        let found =
            all("a.jsonl", lines.as_bytes(), &Layers { kind: Some(Kind::Jsonl), ..Layers::default() });
        assert_eq!(found.len(), 1001);
        assert_eq!(found[1000], "error a.jsonl: 500 more of its articles could not be taken");
    }

    fn record(words: &str) -> String {
        let block =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<article><p>{words}</p></article>");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/a?utm_source=y\r\nWARC-Date: 2019\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    #[test]
    fn what_an_archive_has_beside_pages_is_told() {
        let gone = record(WORDS).replace("200 OK", "404 OK");
        assert_eq!(
            all("a.warc", gone.as_bytes(), &Layers::default()),
            [
                "error a.warc: no page in this archive: 1 responses have another status than 200, 0 other records"
            ]
        );
        let cut = record(WORDS).replace("WARC-Date", "WARC-Truncated: length\r\nWARC-Date");
        let article = of(cut.as_bytes(), &Layers::default()).remove(0).unwrap();
        assert_eq!(article.warnings, [CaptureWarning::Truncated]);
    }

    #[test]
    fn captures_of_one_address_are_one_article() {
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
