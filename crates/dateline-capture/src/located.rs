//! Where the words of an article stand in the bytes that were captured.

use crate::charset::Charset;
use crate::decode::{decode, decode_page};
use crate::html::PageMap;
use crate::retrace::Retrace;
use base64::Engine as _;
use dateline_core::article::Capture;
use dateline_core::id::Sha256Hex;
use dateline_core::text::ByteSpan;

/// Where words of `text`, which was made of the capture, stand in its bytes; `None` where they do not stand there as
/// they are. Of text that was put together from a page each line is looked for among the page's visible characters,
/// so words that are found stand in the page, whatever made the text.
///
/// ```
/// use dateline_capture::{Layers, capture, located};
/// use dateline_core::text::ByteSpan;
/// let page = b"<html><body><p>The bridge at Oss was shut on Monday after a barge had <b>hit</b> it.</p></body></html>";
/// let article = capture("a.html", page, &Layers::default())?;
/// let text = &article.revision.text;
/// let start = text.find("barge had hit").unwrap();
/// let found = located(&article.captured.capture, text, &[ByteSpan::new(start, start + 13)]);
/// assert_eq!(&page[found[0].unwrap().start_byte..found[0].unwrap().end_byte], b"barge had <b>hit");
/// # Ok::<(), dateline_capture::CaptureError>(())
/// ```
pub fn located(capture: &Capture, text: &str, spans: &[ByteSpan]) -> Vec<Option<ByteSpan>> {
    let Some(packed) = &capture.bytes_base64 else {
        // The text has the bytes.
        return spans.iter().map(|span| span.slice(text).map(|_| *span)).collect();
    };
    let nowhere = || vec![None; spans.len()];
    let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(packed) else { return nowhere() };
    if Sha256Hex::of(&bytes) != capture.sha256 {
        return nowhere();
    }
    // The charset that was used then, whatever would be estimated now. A mark is none of it.
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let named = Charset::for_label(&capture.charset).ok().filter(|_| !marked);
    let decoded =
        decode(&bytes, named).or_else(|_| decode_page(&bytes, named, None).map(|page| page.decoded));
    let Ok(decoded) = decoded else { return nowhere() };
    let in_characters: Vec<Option<ByteSpan>> = if decoded.text == text {
        spans.iter().map(|span| span.slice(text).map(|_| *span)).collect()
    } else {
        let map = PageMap::new(&decoded.text);
        spans.iter().map(|span| map.locate(text, *span)).collect()
    };
    // A place in the characters leads to the bytes.
    in_characters
        .into_iter()
        .map(|span| {
            let span = span?;
            let Some(mut retrace) = Retrace::of(&decoded, &bytes) else { return Some(span) };
            let start = retrace.to(&bytes, span.start_byte);
            Some(ByteSpan::new(start, retrace.to(&bytes, span.end_byte)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layers, capture};

    fn bytes_of(bytes: &[u8], words: &str) -> Option<Vec<u8>> {
        let article = capture("a", bytes, &Layers::default()).unwrap();
        let text = &article.revision.text;
        let start = text.find(words).unwrap();
        let span = ByteSpan::new(start, start + words.len());
        let found = located(&article.captured.capture, text, &[span]).remove(0)?;
        Some(bytes[found.start_byte..found.end_byte].to_vec())
    }

    #[test]
    fn words_lead_to_the_bytes_that_say_them() {
        let text =
            "Le maire a d\u{e9}clar\u{e9} que 12 maisons \u{e9}taient d\u{e9}truites apr\u{e8}s l'incendie.";
        let latin = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let page = format!(
            "<html><meta charset=windows-1252><body><p>\u{e9}</p><article><p>{text}</p></article></body></html>"
        );
        let page = encoding_rs::WINDOWS_1252.encode(&page).0.into_owned();
        let in_utf16 = |words: &str| words.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for (bytes, said) in [
            (text.as_bytes(), "12 maisons \u{e9}".as_bytes().to_vec()),
            (&latin, b"12 maisons \xe9".to_vec()),
            (&utf16, in_utf16("12 maisons \u{e9}")),
            (&page, b"12 maisons \xe9".to_vec()),
        ] {
            assert_eq!(bytes_of(bytes, "12 maisons \u{e9}"), Some(said));
        }
    }

    #[test]
    fn bytes_that_do_not_fit_move_no_words() {
        let words = "The bridge at Oss was shut on Monday after a barge had hit one of its piers.";
        for charset in ["utf-8", "shift_jis"] {
            let mut page =
                format!("<html><meta charset={charset}><!-- ~~ ~ --><p>{words}</p></html>").into_bytes();
            page.iter_mut().filter(|byte| **byte == b'~').for_each(|byte| *byte = 0xff);
            assert_eq!(bytes_of(&page, "Monday"), Some(b"Monday".to_vec()), "{charset}");
        }
    }

    #[test]
    fn a_text_that_was_not_made_of_the_bytes_has_no_place_in_them() {
        let page = b"<p>The bridge at Oss was shut on Monday after a barge had hit one of its piers.</p>";
        let mut capture = capture("a", page, &Layers::default()).unwrap().captured.capture;
        let text = "The bridge at Oss was shut on Sunday.";
        assert_eq!(located(&capture, text, &[ByteSpan::new(0, 10)]), [None]);
        capture.sha256 = Sha256Hex::of(b"other");
        assert_eq!(located(&capture, "The bridge", &[ByteSpan::new(0, 10)]), [None]);
    }
}
