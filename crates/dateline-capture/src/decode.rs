//! Bytes to characters.
//!
//! UTF-8 is taken as it is, with or without a byte order mark. UTF-16 is decoded where a mark announces
//! it. Anything else is decoded in the charset the user names, or in one estimated from the bytes
//! (`chardetng`), and the estimate is said. Nothing is ever replaced: bytes that do not fit are an error.

use crate::charset::Charset;
use crate::content;
use crate::error::{Fault, NotText};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// U+FEFF at the start of a text.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Bytes as characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text. For UTF-8 it has the very bytes of the input, a byte order mark included.
    pub(crate) text: String,
    /// Name of the charset in lower case.
    pub(crate) charset: String,
    /// Whether the charset is an estimate.
    pub(crate) estimated: bool,
    /// Bytes at the start that announce UTF-16 and are none of the text.
    pub(crate) mark_bytes: usize,
}

/// Decodes `bytes`, in the charset `named` where one is given.
pub(crate) fn decode(bytes: &[u8], named: Option<Charset>) -> Result<Decoded, Fault> {
    content::check_kind(bytes)?;
    if let Some(Charset(encoding)) = named {
        return decode_as(encoding, bytes, false).ok_or_else(|| Fault::Undecodable {
            charset: Charset(encoding).name(),
            offset: first_bad_byte(encoding, bytes),
            damaged_utf8: false,
        });
    }
    match bytes {
        // Before UTF-16: its little-endian mark is the beginning of this one.
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(Fault::NotText(NotText::Utf32)),
        [0xff, 0xfe, rest @ ..] => return marked(UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => return marked(UTF_16BE, rest),
        _ => {}
    }
    content::check_nul(bytes)?;
    let bad = match std::str::from_utf8(bytes) {
        Ok(text) => {
            let charset = "utf-8".to_owned();
            return Ok(Decoded { text: text.to_owned(), charset, estimated: false, mark_bytes: 0 });
        }
        Err(error) => error.valid_up_to(),
    };
    if is_damaged_utf8(bytes) {
        return Err(Fault::Undecodable { charset: "utf-8".to_owned(), offset: bad, damaged_utf8: true });
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let estimate = detector.guess(None, chardetng::Utf8Detection::Deny);
    decode_as(estimate, bytes, true).ok_or_else(|| Fault::Undecodable {
        charset: "utf-8".to_owned(),
        offset: bad,
        damaged_utf8: false,
    })
}

/// The charset that XML declares in its first line, or a page in its first bytes (`meta charset`, `http-equiv`), if
/// it is one.
pub(crate) fn declared_by(bytes: &[u8]) -> Option<Charset> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_BYTES)]).to_ascii_lowercase();
    let after = |tag: &str, key: &str| tag.find(key).map(|found| tag[found + key.len()..].to_owned());
    let in_xml = || after(start.trim_start().strip_prefix("<?xml")?.split('>').next()?, "encoding");
    let in_meta = || {
        let tags = start.match_indices("<meta").filter_map(|(at, _)| start[at..].split_once('>'));
        tags.into_iter().find_map(|(tag, _)| after(tag, "charset"))
    };
    let label = in_xml().or_else(in_meta)?;
    let label = label.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
    let end = label
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'))
        .unwrap_or(label.len());
    // A page whose first bytes could be read as ASCII is not in UTF-16, whatever it says.
    Charset::for_label(&label[..end]).ok().filter(|it| it.0 != UTF_16LE && it.0 != UTF_16BE)
}

/// How far into a page its charset may be declared, in bytes. The standard says 1024; many pages are late.
const DECLARED_BYTES: usize = 8192;

/// A page's bytes as characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DecodedPage {
    /// The characters. U+FFFD stands for bytes that do not fit, if `bad_byte` is set.
    pub(crate) decoded: Decoded,
    /// The first byte that does not fit.
    pub(crate) bad_byte: Option<usize>,
}

/// Decodes what declares its charset, as pages and XML do: as [`decode`] does, but a charset that is declared, by a
/// server or in the bytes, comes before an estimate.
pub(crate) fn decode_declared(
    bytes: &[u8],
    named: Option<Charset>,
    served: Option<Charset>,
) -> Result<Decoded, Fault> {
    let declared = served.or_else(|| declared_by(bytes)).filter(|it| it.0 != UTF_8);
    match declared.filter(|_| named.is_none() && std::str::from_utf8(bytes).is_err()) {
        Some(charset) => decode(bytes, Some(charset)),
        None => decode(bytes, named),
    }
}

/// Decodes a page: as [`decode_declared`] does, but bytes that do not fit are no error yet: they may stand
/// outside the article.
pub(crate) fn decode_page(
    bytes: &[u8],
    named: Option<Charset>,
    served: Option<Charset>,
) -> Result<DecodedPage, Fault> {
    match decode_declared(bytes, named, served) {
        Ok(decoded) => Ok(DecodedPage { decoded, bad_byte: None }),
        Err(Fault::Undecodable { offset, charset, .. }) => {
            let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
            let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
            let decoded = Decoded { text, charset, estimated: false, mark_bytes: 0 };
            Ok(DecodedPage { decoded, bad_byte: Some(offset) })
        }
        Err(fault) => Err(fault),
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], estimated: bool) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded { text: text.into_owned(), charset: Charset(encoding).name(), estimated, mark_bytes: 0 })
}

/// Decodes what follows a UTF-16 byte order mark of two bytes.
fn marked(encoding: &'static Encoding, rest: &[u8]) -> Result<Decoded, Fault> {
    let decoded = decode_as(encoding, rest, false).map(|decoded| Decoded { mark_bytes: 2, ..decoded });
    decoded.ok_or_else(|| Fault::Undecodable {
        charset: Charset(encoding).name(),
        offset: 2 + first_bad_byte(encoding, rest),
        damaged_utf8: false,
    })
}

/// Where decoding stops first: the start of the sequence that does not fit.
fn first_bad_byte(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut sink = [0_u8; 4096];
    let mut at = 0;
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut sink, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::InputEmpty => return bytes.len(),
            encoding_rs::DecoderResult::Malformed(length, after) => {
                return at.saturating_sub(usize::from(length) + usize::from(after));
            }
        }
    }
}

/// Whether bytes that are not UTF-8 have at least as many characters beyond ASCII that are UTF-8 as
/// places that are not. Other charsets form such sequences now and then; only UTF-8 mostly does. To
/// decode it as anything else would garble every one of those characters.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let mut good = 0_usize;
    let mut bad = 0_usize;
    let mut last_bad = 0_usize;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
        last_bad = chunk.invalid().len();
    }
    // A file cut within a character: the last two or three bytes begin one.
    let cut = bad == 1 && last_bad > 1;
    cut || (good > 0 && good >= bad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn undecodable(bytes: &[u8], named: Option<&str>) -> (String, usize, bool) {
        let named = named.map(|label| Charset::for_label(label).unwrap());
        match decode(bytes, named) {
            Err(Fault::Undecodable { charset, offset, damaged_utf8 }) => (charset, offset, damaged_utf8),
            other => panic!("expected a decoding fault, got {other:?}"),
        }
    }

    #[test]
    fn utf_8_keeps_its_mark() {
        let decoded = decode("\u{feff}Café".as_bytes(), None).unwrap();
        assert_eq!(decoded.text, "\u{feff}Café");
        assert_eq!((decoded.charset.as_str(), decoded.estimated), ("utf-8", false));
    }

    #[test]
    fn utf_16_is_read_where_a_mark_announces_it() {
        let le = b"\xff\xfeT\0h\0e\0 \0\x19\x20";
        let be = b"\xfe\xff\0T\0h\0e\0 \x20\x19";
        for (bytes, name) in [(&le[..], "utf-16le"), (be, "utf-16be")] {
            let decoded = decode(bytes, None).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.charset.as_str()), ("The ’", name));
            assert!(!decoded.estimated);
        }
        // Half a character at the end, and half a surrogate pair.
        assert_eq!(undecodable(b"\xff\xfeT\0h", None), ("utf-16le".to_owned(), 4, false));
        assert_eq!(undecodable(b"\xff\xfeT\0\x00\xd8x\0", None).1, 4);
    }

    #[test]
    fn utf_32_is_told_from_utf_16() {
        let error = decode(b"\xff\xfe\0\0T\0\0\0", None).unwrap_err();
        assert!(matches!(error, Fault::NotText(NotText::Utf32)), "{error}");
    }

    #[test]
    fn an_estimate_is_said() {
        let text = "Le ministre a déclaré que la conférence était reportée à une date ultérieure.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded.text, text);
        assert_eq!((decoded.charset.as_str(), decoded.estimated), ("windows-1252", true));
    }

    #[test]
    fn cyrillic_and_japanese_are_estimated() {
        for (encoding, text) in [
            (encoding_rs::WINDOWS_1251, "Министр заявил, что конференция переносится на ноябрь этого года."),
            (encoding_rs::SHIFT_JIS, "会議は十一月に延期される見通しだと、外務省の報道官が月曜日に述べた。"),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.estimated), (text, true));
        }
    }

    #[test]
    fn damaged_utf_8_is_not_read_as_something_else() {
        let mut bytes = "“The talks” – said the envoy’s office".as_bytes().to_vec();
        bytes[20] = 0xff;
        assert_eq!(undecodable(&bytes, None), ("utf-8".to_owned(), 20, true));
        // A file cut within its only character beyond ASCII.
        assert_eq!(undecodable(b"the envoy\xe2\x80", None), ("utf-8".to_owned(), 9, true));
    }

    #[test]
    fn a_named_charset_is_obeyed() {
        let named = Charset::for_label("latin2").unwrap();
        let decoded = decode(b"\xb1", Some(named)).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.estimated), ("ą", false));
        assert_eq!(undecodable(b"ab\xe9c", Some("utf-8")), ("utf-8".to_owned(), 2, false));
        assert_eq!(undecodable(b"abc\x81", Some("shift_jis")).1, 3);
        assert!(Charset::for_label("utf-9").is_err());
        assert!(Charset::for_label("replacement").is_err());
    }

    proptest! {
        #[test]
        fn valid_utf_8_comes_back_byte_for_byte(text in "[^\u{0}]{0,80}") {
            if let Ok(decoded) = decode(text.as_bytes(), None) {
                prop_assert_eq!(decoded.text, text);
            }
        }

        #[test]
        fn a_fault_points_into_the_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200), label in
            prop::sample::select(vec!["utf-8", "utf-16le", "shift_jis", "gb18030", "big5", "euc-kr"])) {
            if let Err(Fault::Undecodable { offset, .. }) = decode(&bytes, Charset::for_label(label).ok()) {
                prop_assert!(offset < bytes.len());
            }
        }
    }
}
