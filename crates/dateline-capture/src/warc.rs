//! Web archives: WARC 1.0 and 1.1 (ISO 28500), packed with gzip or not.
//!
//! Records are read one after the other, so that memory is bounded by the largest record that is taken,
//! [`MAX_RECORD_BYTES`], whatever the archive's length. What one archive unpacks to is bounded too.

use crate::http::{self, Head, ResponseFault};
use std::io::{self, BufRead, BufReader, Read};

/// Largest record that is taken, in bytes as unpacked: 16 MiB and its heads. Larger pages and texts are told.
const MAX_RECORD_BYTES: u64 = (http::MAX_HEAD_BYTES + http::MAX_BODY_BYTES) as u64;
/// Most that is unpacked of one archive: 64 GiB.
pub const MAX_UNPACKED_BYTES: u64 = 64 * 1024 * 1024 * 1024;
/// Longest head of a record, in bytes.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// A page or text that an archive holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its address, as it stands there.
    pub(crate) address: String,
    /// When it was captured, as it stands there.
    pub(crate) captured_at: String,
    /// Whether the archive says that it holds the beginning only.
    pub(crate) truncated: bool,
    /// The charset that the server gave.
    pub(crate) charset: Option<String>,
    /// The page or text.
    pub(crate) body: Result<Vec<u8>, ResponseFault>,
}

/// What an archive holds that is no article, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// Records of other types, and responses that are neither page nor text.
    pub others: u64,
    /// Responses with another status than 200.
    pub not_found: u64,
}

/// Why an archive cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum WarcFault {
    /// The file or its packing.
    #[error("the archive cannot be read on: {0}")]
    Io(#[from] io::Error),
    /// Something else than a record.
    #[error("record {record} does not begin as a WARC record does")]
    NoRecord {
        /// Counted from 1.
        record: u64,
    },
    /// A head without a length, or too long.
    #[error("record {record} has no sound head")]
    Head {
        /// Counted from 1.
        record: u64,
    },
    /// More than [`MAX_UNPACKED_BYTES`].
    #[error("the archive unpacks to more than {} GiB", MAX_UNPACKED_BYTES >> 30)]
    TooLarge,
}

/// Reads the articles of an archive.
pub(crate) struct Reader<R> {
    source: io::Take<R>,
    record: u64,
    ended: bool,
    /// What was passed over so far.
    pub(crate) passed_over: PassedOver,
}

/// Whether an input that begins with `start` is an archive, packed or not.
pub(crate) fn is_archive(start: &[u8]) -> bool {
    let mut unpacked = [0; 5];
    start.starts_with(b"WARC/")
        || (is_packed(start)
            && flate2::read::GzDecoder::new(start).read_exact(&mut unpacked).is_ok()
            && unpacked == *b"WARC/")
}

fn is_packed(start: &[u8]) -> bool {
    start.starts_with(&[0x1f, 0x8b])
}

impl Reader<BufReader<Box<dyn Read + Send>>> {
    /// An archive, packed or not.
    pub(crate) fn open(mut source: impl BufRead + Send + 'static) -> io::Result<Self> {
        let unpacked: Box<dyn Read + Send> = if is_packed(source.fill_buf()?) {
            Box::new(flate2::bufread::MultiGzDecoder::new(source))
        } else {
            Box::new(source)
        };
        Ok(Self::new(BufReader::with_capacity(64 * 1024, unpacked)))
    }
}

impl<R: BufRead> Reader<R> {
    /// An archive that is not packed.
    pub(crate) fn new(source: R) -> Self {
        Self::limited(source, MAX_UNPACKED_BYTES)
    }

    /// An archive of which no more than `max_bytes` are read.
    fn limited(source: R, max_bytes: u64) -> Self {
        Self { source: source.take(max_bytes), record: 0, ended: false, passed_over: PassedOver::default() }
    }

    /// The next page or text; `None` at the end.
    fn read(&mut self) -> Result<Option<Record>, WarcFault> {
        loop {
            let Some(head) = self.head()? else { return Ok(None) };
            let record = self.record;
            let length: u64 = field(&head, "content-length")
                .and_then(|it| it.parse().ok())
                .ok_or(WarcFault::Head { record })?;
            let is_response = field(&head, "warc-type").is_some_and(|it| it.eq_ignore_ascii_case("response"));
            // Some writers put it in angle brackets.
            let address = field(&head, "warc-target-uri").unwrap_or_default().trim_matches(['<', '>']);
            if !is_response || !address.starts_with("http") {
                self.skip(length)?;
                self.passed_over.others += 1;
                continue;
            }
            let mut block = Vec::new();
            let first = self.block(length.min(http::MAX_HEAD_BYTES as u64), &mut block)?;
            let response = Head::read(&block);
            let Some(response) = response.filter(|it| it.status != 200 || it.is_article()) else {
                self.skip(length - first)?;
                self.passed_over.others += 1;
                continue;
            };
            if response.status != 200 {
                self.skip(length - first)?;
                self.passed_over.not_found += 1;
                continue;
            }
            let body = if length > MAX_RECORD_BYTES {
                self.skip(length - first)?;
                Err(ResponseFault::TooLarge)
            } else {
                self.block(length - first, &mut block)?;
                response.body(&block[response.body_start..])
            };
            return Ok(Some(Record {
                address: address.to_owned(),
                captured_at: field(&head, "warc-date").unwrap_or_default().to_owned(),
                truncated: field(&head, "warc-truncated").is_some(),
                charset: response.charset().map(str::to_owned),
                body,
            }));
        }
    }

    /// Reads `length` more bytes of a block, all of them.
    fn block(&mut self, length: u64, block: &mut Vec<u8>) -> Result<u64, WarcFault> {
        let read = (&mut self.source).take(length).read_to_end(block)? as u64;
        if read < length { Err(self.cut()) } else { Ok(read) }
    }

    /// The next record's head; `None` at the end.
    fn head(&mut self) -> Result<Option<String>, WarcFault> {
        let mut line = Vec::new();
        // Two line ends follow a record; some writers add more.
        loop {
            line.clear();
            (&mut self.source).take(MAX_HEAD_BYTES as u64).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                return if self.source.limit() == 0 { Err(WarcFault::TooLarge) } else { Ok(None) };
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        self.record += 1;
        if !line.starts_with(b"WARC/") {
            return Err(WarcFault::NoRecord { record: self.record });
        }
        let mut head = Vec::new();
        loop {
            line.clear();
            (&mut self.source).take(MAX_HEAD_BYTES as u64).read_until(b'\n', &mut line)?;
            if line.is_empty() || head.len() + line.len() > MAX_HEAD_BYTES {
                return Err(WarcFault::Head { record: self.record });
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(String::from_utf8_lossy(&head).into_owned()));
            }
            head.extend_from_slice(&line);
        }
    }

    fn skip(&mut self, length: u64) -> Result<(), WarcFault> {
        let skipped = io::copy(&mut (&mut self.source).take(length), &mut io::sink())?;
        if skipped < length { Err(self.cut()) } else { Ok(()) }
    }

    fn cut(&self) -> WarcFault {
        if self.source.limit() == 0 {
            WarcFault::TooLarge
        } else {
            WarcFault::Io(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends within a record"))
        }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, WarcFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.read().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write as _;

    fn record(kind: &str, address: &str, block: &str) -> Vec<u8> {
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2019-11-19T10:00:00Z\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
        .into_bytes()
    }

    fn page(status: u16, text: &str) -> String {
        format!("HTTP/1.1 {status} X\r\nContent-Type: text/html;charset=utf-8\r\n\r\n{text}")
    }

    fn archive() -> Vec<u8> {
        [
            record("warcinfo", "", "software: x"),
            record("response", "https://post.example/a", &page(200, "<p>One")),
            record("response", "https://post.example/b", &page(404, "<p>Gone")),
            record(
                "response",
                "https://post.example/c.png",
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx",
            ),
            record("response", "https://post.example/a", &page(200, "<p>Two")),
        ]
        .concat()
    }

    fn bodies(bytes: Vec<u8>) -> (Vec<String>, PassedOver) {
        let mut reader = Reader::open(io::Cursor::new(bytes)).unwrap();
        let found = reader.by_ref().map(|it| String::from_utf8(it.unwrap().body.unwrap()).unwrap()).collect();
        (found, reader.passed_over)
    }

    #[test]
    fn pages_are_found_and_the_rest_is_counted() {
        let expected = vec!["<p>One".to_owned(), "<p>Two".to_owned()];
        let passed = PassedOver { others: 2, not_found: 1 };
        assert_eq!(bodies(archive()), (expected.clone(), passed));
        // Each record packed for itself, as archives are.
        let mut packed = Vec::new();
        for part in archive().chunks(100) {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            writer.write_all(part).unwrap();
            packed.extend(writer.finish().unwrap());
        }
        assert_eq!(bodies(packed), (expected, passed));
    }

    #[test]
    fn a_page_that_cannot_be_read_is_told_and_not_held() {
        let kind = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
        let packed =
            record("response", "<http://a.example/>", &format!("{kind}Content-Encoding: br\r\n\r\nx"));
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: {}\r\n\r\n{kind}\r\n",
            MAX_RECORD_BYTES + 1
        );
        let rest = MAX_RECORD_BYTES + 1 - kind.len() as u64 - 2;
        let source = head.as_bytes().chain(io::repeat(b'x').take(rest));
        let tail = [b"\r\n\r\n".to_vec(), packed, archive()].concat();
        let reader = Reader::new(BufReader::new(source.chain(io::Cursor::new(tail))));
        let found: Vec<Record> = reader.map(Result::unwrap).collect();
        let bodies: Vec<_> = found.iter().map(|it| it.body.as_ref().map(Vec::len)).collect();
        assert_eq!(
            bodies,
            [Err(&ResponseFault::TooLarge), Err(&ResponseFault::Packed("br".to_owned())), Ok(6), Ok(6)]
        );
        assert_eq!(found[1].address, "http://a.example/");
    }

    #[test]
    fn an_archive_without_end_ends_at_the_limit() {
        let record = |length: &str| {
            format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: {length}\r\n\r\n"
            )
        };
        for (start, endless) in
            [(String::new(), b'\n'), (record("18446744073709551615"), b'x'), (record("9999999999"), 0)]
        {
            let source = BufReader::new(io::Cursor::new(start).chain(io::repeat(endless)));
            let found: Vec<_> = Reader::limited(source, 1_000_000).collect();
            assert!(matches!(found[..], [Err(WarcFault::TooLarge)]), "{found:?}");
        }
    }

    #[test]
    fn an_archive_is_known_by_its_first_bytes() {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(&archive()).unwrap();
        let packed = writer.finish().unwrap();
        assert!(is_archive(&packed) && is_archive(&packed[..packed.len() / 2]) && is_archive(&archive()));
        assert!(!is_archive(b"\x1f\x8b\x08\0") && !is_archive(b"WARCraft"));
    }

    #[test]
    fn a_broken_archive_ends_with_a_sentence() {
        let whole = archive();
        let cut = Reader::new(&whole[..whole.len() - 10]).last().unwrap();
        assert!(cut.unwrap_err().to_string().contains("ends within a record"));
        assert!(matches!(Reader::new(&b"hello"[..]).next(), Some(Err(WarcFault::NoRecord { record: 1 }))));
        assert!(matches!(
            Reader::new(&b"WARC/1.0\r\nA: b\r\n\r\n"[..]).next(),
            Some(Err(WarcFault::Head { .. }))
        ));
        let endless = BufReader::new((&b"WARC/1.0\r\n"[..]).chain(io::repeat(b'x')));
        assert!(matches!(Reader::new(endless).next(), Some(Err(WarcFault::Head { .. }))));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), at in 0_usize..900) {
            let mut archive = archive();
            let at = at.min(archive.len());
            archive.splice(at..at, bytes);
            let count = Reader::new(&archive[..]).count();
            prop_assert!(count <= 20);
        }
    }
}
