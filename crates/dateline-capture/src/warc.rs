//! Web archives: WARC 1.0 and 1.1 (ISO 28500), packed with gzip or not.
//!
//! Records are read one after the other, so that memory is bounded by the largest record that is taken,
//! [`MAX_RECORD_BYTES`], whatever the archive's length. What one archive unpacks to is bounded too.

use crate::http::Response;
use std::io::{self, BufRead, BufReader, Read};

/// Largest record that is taken, in bytes as unpacked: 16 MiB. Larger ones are passed over and counted.
pub const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;
/// Most that is unpacked of one archive: 64 GiB.
pub const MAX_UNPACKED_BYTES: u64 = 64 * 1024 * 1024 * 1024;
/// Longest head of a record, in bytes.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// A response that an archive holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The address, as it stands there.
    pub address: String,
    /// When it was captured, as it stands there.
    pub captured_at: String,
    /// The status code of the response.
    pub status: u16,
    /// The charset that the server gave.
    pub charset: Option<String>,
    /// The page or text: the response's body.
    pub body: Vec<u8>,
}

/// What an archive holds that is no article, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// Records of other types, and responses that are neither page nor text.
    pub others: u64,
    /// Responses with another status than 200.
    pub not_found: u64,
    /// Records that are too large, or packed in a way that is not read.
    pub unreadable: u64,
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
pub struct Reader<R> {
    source: io::Take<R>,
    record: u64,
    ended: bool,
    /// What was passed over so far.
    pub passed_over: PassedOver,
}

impl Reader<BufReader<Box<dyn Read>>> {
    /// An archive, packed or not.
    pub fn open(source: impl Read + 'static) -> io::Result<Self> {
        let mut source = BufReader::new(source);
        let packed = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let unpacked: Box<dyn Read> =
            if packed { Box::new(flate2::bufread::MultiGzDecoder::new(source)) } else { Box::new(source) };
        Ok(Self::new(BufReader::with_capacity(64 * 1024, unpacked)))
    }
}

impl<R: BufRead> Reader<R> {
    /// An archive that is not packed.
    pub fn new(source: R) -> Self {
        Self {
            source: source.take(MAX_UNPACKED_BYTES),
            record: 0,
            ended: false,
            passed_over: PassedOver::default(),
        }
    }

    /// The next article; `None` at the end.
    fn read(&mut self) -> Result<Option<Archived>, WarcFault> {
        loop {
            let Some(head) = self.head()? else { return Ok(None) };
            let record = self.record;
            let length: u64 = field(&head, "content-length")
                .and_then(|it| it.parse().ok())
                .ok_or(WarcFault::Head { record })?;
            let is_response = field(&head, "warc-type").is_some_and(|it| it.eq_ignore_ascii_case("response"));
            let address = field(&head, "warc-target-uri").unwrap_or_default();
            let is_page = is_response && address.starts_with("http");
            if !is_page || length > MAX_RECORD_BYTES as u64 {
                self.skip(length)?;
                *(if is_page { &mut self.passed_over.unreadable } else { &mut self.passed_over.others }) += 1;
                continue;
            }
            let mut block = Vec::new();
            (&mut self.source).take(length).read_to_end(&mut block)?;
            if (block.len() as u64) < length {
                return Err(self.cut());
            }
            let Some(response) = Response::read(&block, MAX_RECORD_BYTES) else {
                self.passed_over.unreadable += 1;
                continue;
            };
            if response.status != 200 {
                self.passed_over.not_found += 1;
            } else if !response.is_article() {
                self.passed_over.others += 1;
            } else {
                return Ok(Some(Archived {
                    address: address.trim_matches(['<', '>']).to_owned(),
                    captured_at: field(&head, "warc-date").unwrap_or_default().to_owned(),
                    status: response.status,
                    charset: response.charset().map(str::to_owned),
                    body: response.body,
                }));
            }
        }
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
    type Item = Result<Archived, WarcFault>;

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
        let found = reader.by_ref().map(|it| String::from_utf8(it.unwrap().body).unwrap()).collect();
        (found, reader.passed_over)
    }

    #[test]
    fn pages_are_found_and_the_rest_is_counted() {
        let expected = vec!["<p>One".to_owned(), "<p>Two".to_owned()];
        let passed = PassedOver { others: 2, not_found: 1, unreadable: 0 };
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
    fn a_record_that_is_too_large_is_passed_over_without_being_held() {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: {}\r\n\r\n",
            MAX_RECORD_BYTES + 1
        );
        let source = head.as_bytes().chain(io::repeat(b'x').take(MAX_RECORD_BYTES as u64 + 1));
        let tail = [b"\r\n\r\n".to_vec(), archive()].concat();
        let mut reader = Reader::new(BufReader::new(source.chain(io::Cursor::new(tail))));
        assert_eq!(reader.by_ref().filter_map(Result::ok).count(), 2);
        assert_eq!(reader.passed_over.unreadable, 1);
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
