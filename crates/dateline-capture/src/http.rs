//! Responses of HTTP as archives keep them: head and body as they came over the wire (RFC 9112).

use std::io::Read;

/// Longest head that is read, in bytes.
pub(crate) const MAX_HEAD_BYTES: usize = 256 * 1024;
/// Largest body that is taken, in bytes as unpacked: 16 MiB.
pub(crate) const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Why the body of a response that is a page or a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResponseFault {
    /// More than is taken of one page, as unpacked.
    #[error("it is larger than {} MiB, unpacked", MAX_BODY_BYTES / (1024 * 1024))]
    TooLarge,
    /// It ends within its chunks.
    #[error("it is cut short")]
    Cut,
    /// It is packed in a way that is not read.
    #[error("it is packed as {0:?}, which is not read")]
    Packed(String),
    /// Its packing is damaged.
    #[error("it cannot be unpacked")]
    Damaged,
}

/// The head of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// The status code.
    pub(crate) status: u16,
    /// Value of `Content-Type`, in lower case; empty if there is none.
    content_type: String,
    transfer_encoding: String,
    content_encoding: String,
    /// Where the body begins.
    pub(crate) body_start: usize,
}

impl Head {
    /// Reads the head of a response from its first bytes; `None` if it is none.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (head_end, body_start) = head_end(&bytes[..bytes.len().min(MAX_HEAD_BYTES)])?;
        let head = String::from_utf8_lossy(&bytes[..head_end]);
        let status_line = head.lines().next().filter(|line| line.starts_with("HTTP/"))?;
        let status = status_line.split_whitespace().nth(1)?.parse().ok()?;
        let value = |name: &str| {
            let mut values = head.lines().skip(1).filter_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
            });
            values.next().unwrap_or_default()
        };
        Some(Self {
            status,
            content_type: value("content-type"),
            transfer_encoding: value("transfer-encoding"),
            content_encoding: value("content-encoding"),
            body_start,
        })
    }

    /// Whether the body is a page or a text.
    pub(crate) fn is_article(&self) -> bool {
        let kind = self.content_type.split(';').next().unwrap_or_default().trim();
        matches!(kind, "text/html" | "application/xhtml+xml" | "text/plain")
    }

    /// The charset that the server gives.
    pub(crate) fn charset(&self) -> Option<&str> {
        charset_of(&self.content_type)
    }

    /// The body, transfer and content encodings undone; `bytes` is what follows the head.
    pub(crate) fn body(&self, bytes: &[u8]) -> Result<Vec<u8>, ResponseFault> {
        // Some archives keep the header and undo the encoding: then no chunk begins here.
        let whole;
        let mut bytes = bytes;
        if self.transfer_encoding.contains("chunked") && chunk_size(bytes).is_some() {
            whole = unchunked(bytes).ok_or(ResponseFault::Cut)?;
            bytes = &whole;
        }
        match self.content_encoding.as_str() {
            "gzip" | "x-gzip" if bytes.starts_with(&[0x1f, 0x8b]) => {
                unpacked(flate2::read::MultiGzDecoder::new(bytes))
            }
            // Nothing was done, or it was undone.
            "" | "identity" | "gzip" | "x-gzip" if bytes.len() <= MAX_BODY_BYTES => Ok(bytes.to_vec()),
            "" | "identity" | "gzip" | "x-gzip" => Err(ResponseFault::TooLarge),
            "deflate" => unpacked(flate2::read::ZlibDecoder::new(bytes)),
            other => Err(ResponseFault::Packed(other.chars().take(40).collect())),
        }
    }
}

/// The charset in a `Content-Type`.
pub(crate) fn charset_of(content_type: &str) -> Option<&str> {
    let at = content_type.to_ascii_lowercase().find("charset=")?;
    let after = &content_type[at + "charset=".len()..];
    Some(after.split(';').next().unwrap_or_default().trim().trim_matches(['"', '\'']))
}

/// Where a head ends and where the body begins.
pub(crate) fn head_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let find =
        |mark: &[u8]| bytes.windows(mark.len()).position(|it| it == mark).map(|at| (at, at + mark.len()));
    match (find(b"\r\n\r\n"), find(b"\n\n")) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Reads to the end, or to one byte beyond the cap.
fn unpacked(source: impl Read) -> Result<Vec<u8>, ResponseFault> {
    let mut body = Vec::new();
    source.take(MAX_BODY_BYTES as u64 + 1).read_to_end(&mut body).map_err(|_| ResponseFault::Damaged)?;
    if body.len() > MAX_BODY_BYTES { Err(ResponseFault::TooLarge) } else { Ok(body) }
}

/// The size that the line of a chunk gives, and what follows the line.
fn chunk_size(rest: &[u8]) -> Option<(usize, &[u8])> {
    let end = rest.iter().take(1024).position(|b| *b == b'\n')?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
    Some((size, &rest[end + 1..]))
}

/// The content of a chunked body; `None` if it is cut short within its chunks.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let (size, after) = chunk_size(rest)?;
        rest = after;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// The head and the body of a response.
    fn read(bytes: &[u8]) -> (Head, Result<Vec<u8>, ResponseFault>) {
        let head = Head::read(bytes).unwrap();
        let body = head.body(&bytes[head.body_start..]);
        (head, body)
    }

    #[test]
    fn encodings_are_undone() {
        let (head, body) =
            read(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"ISO-8859-1\"\r\n\r\n<p>x");
        assert_eq!(
            (head.status, head.charset(), &body.unwrap()[..]),
            (200, Some("iso-8859-1"), &b"<p>x"[..])
        );
        assert!(head.is_article());
        let (head, body) =
            read(b"HTTP/1.1 404 No\nTransfer-Encoding: chunked\n\n3;x=y\r\n<p>\r\n1\r\nx\r\n0\r\n\r\n");
        assert_eq!((head.status, &body.unwrap()[..]), (404, &b"<p>x"[..]));
        let mut packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        packed.extend(gzip(b"<p>x"));
        assert_eq!(read(&packed).1.unwrap(), b"<p>x");
    }

    #[test]
    fn a_body_cut_within_its_chunks_is_not_taken() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let body = |body: &str| read(format!("{head}{body}").as_bytes()).1;
        for cut in ["5\r\n<p>He\r\n12\r\n was", "5\r\n<p>He\r\n", "5\r\n<p>", "3\r\n<p>He\r\n0\r\n\r\n"] {
            assert_eq!(body(cut), Err(ResponseFault::Cut), "{cut:?}");
        }
        // Chunks that the archive undid.
        assert_eq!(body("<p>He was").unwrap(), b"<p>He was");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        let bomb = |bytes| [head.clone(), gzip(&vec![0; bytes])].concat();
        assert_eq!(read(&bomb(MAX_BODY_BYTES + 1)).1, Err(ResponseFault::TooLarge));
        assert!(read(&bomb(1000)).1.is_ok());
        let cut = bomb(1000);
        assert_eq!(read(&cut[..cut.len() - 10]).1, Err(ResponseFault::Damaged));
        let other = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxyz";
        assert_eq!(read(other).1, Err(ResponseFault::Packed("br".to_owned())));
    }

    #[test]
    fn what_is_no_response_is_none() {
        for bytes in
            [&b""[..], b"HTTP/1.1 200 OK", b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1\r\n\r\n", b"\r\n\r\n"]
        {
            assert_eq!(Head::read(bytes), None, "{bytes:?}");
        }
    }
}
