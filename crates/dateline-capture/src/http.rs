//! Responses of HTTP as archives keep them: head and body as they came over the wire (RFC 9112).

use std::io::Read;

/// Longest head that is read, in bytes.
const MAX_HEAD_BYTES: usize = 256 * 1024;

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    /// The status code.
    pub(crate) status: u16,
    /// Value of `Content-Type`, in lower case; empty if there is none.
    pub(crate) content_type: String,
    /// The body, transfer and content encodings undone.
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// Whether the body is a page or a text.
    pub(crate) fn is_article(&self) -> bool {
        let kind = self.content_type.split(';').next().unwrap_or_default().trim();
        matches!(kind, "text/html" | "application/xhtml+xml" | "text/plain")
    }

    /// The charset that the server gives.
    pub(crate) fn charset(&self) -> Option<&str> {
        let (_, after) = self.content_type.split_once("charset=")?;
        Some(after.split(';').next().unwrap_or_default().trim().trim_matches(['"', '\'']))
    }

    /// Reads a response; `None` if it is none, if it is cut short within its chunks, or if its body unpacks to
    /// more than `cap_bytes`.
    pub(crate) fn read(bytes: &[u8], cap_bytes: usize) -> Option<Self> {
        let window = &bytes[..bytes.len().min(MAX_HEAD_BYTES)];
        let (head_end, body_start) = head_end(window)?;
        let head = String::from_utf8_lossy(&bytes[..head_end]);
        let mut lines = head.lines();
        let status_line = lines.next()?;
        if !status_line.starts_with("HTTP/") {
            return None;
        }
        let status = status_line.split_whitespace().nth(1)?.parse().ok()?;
        let value = |name: &str| {
            head.lines().skip(1).find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
            })
        };
        let mut body = bytes[body_start..].to_vec();
        // Some archives keep the header and undo the encoding.
        if value("transfer-encoding").is_some_and(|it| it.contains("chunked"))
            && let Some(whole) = unchunked(&body)
        {
            body = whole;
        }
        match value("content-encoding").as_deref() {
            Some("gzip" | "x-gzip") if body.starts_with(&[0x1f, 0x8b]) => {
                body = unpacked(flate2::read::MultiGzDecoder::new(&body[..]), cap_bytes)?;
            }
            // Nothing was done, or it was undone.
            None | Some("" | "identity" | "gzip" | "x-gzip") => {}
            Some("deflate") => body = unpacked(flate2::read::ZlibDecoder::new(&body[..]), cap_bytes)?,
            Some(_) => return None,
        }
        (body.len() <= cap_bytes).then(|| Self {
            status,
            content_type: value("content-type").unwrap_or_default(),
            body,
        })
    }
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

/// Reads to the end, or `None` beyond the cap or where the packing is broken.
fn unpacked(source: impl Read, cap_bytes: usize) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    source.take(cap_bytes as u64 + 1).read_to_end(&mut body).ok()?;
    (body.len() <= cap_bytes).then_some(body)
}

/// The content of a chunked body; `None` if it is not chunked.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.iter().take(1024).position(|b| *b == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
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

    #[test]
    fn encodings_are_undone() {
        let plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"ISO-8859-1\"\r\n\r\n<p>x";
        let response = Response::read(plain, 100).unwrap();
        assert_eq!(
            (response.status, response.charset(), &response.body[..]),
            (200, Some("iso-8859-1"), &b"<p>x"[..])
        );
        assert!(response.is_article());
        let chunked = b"HTTP/1.1 404 No\nTransfer-Encoding: chunked\n\n3;x=y\r\n<p>\r\n1\r\nx\r\n0\r\n\r\n";
        let response = Response::read(chunked, 100).unwrap();
        assert_eq!((response.status, &response.body[..]), (404, &b"<p>x"[..]));
        let mut packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        packed.extend(gzip(b"<p>x"));
        assert_eq!(Response::read(&packed, 100).unwrap().body, b"<p>x");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut bomb = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        bomb.extend(gzip(&vec![0; 1_000_000]));
        assert_eq!(Response::read(&bomb, 100_000), None);
        assert!(Response::read(&bomb, 1_000_000).is_some());
    }

    #[test]
    fn what_is_no_response_is_none() {
        for bytes in
            [&b""[..], b"HTTP/1.1 200 OK", b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1\r\n\r\n", b"\r\n\r\n"]
        {
            assert_eq!(Response::read(bytes, 10), None, "{bytes:?}");
        }
    }
}
