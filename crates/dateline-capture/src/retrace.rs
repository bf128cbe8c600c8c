//! From a place in decoded text back to the byte it was decoded from.

use crate::charset::Charset;
use crate::decode::Decoded;
use encoding_rs::Decoder;

/// Decodes again, a byte at a time and forward only.
pub(crate) struct Retrace {
    decoder: Decoder,
    read_bytes: usize,
    written_bytes: usize,
}

impl Retrace {
    /// For text that was decoded from `bytes`; `None` where these are the text's own.
    pub(crate) fn of(decoded: &Decoded, bytes: &[u8]) -> Option<Self> {
        let Charset(encoding) = Charset::for_label(&decoded.charset).ok()?;
        (decoded.text.as_bytes() != bytes).then(|| Self {
            decoder: encoding.new_decoder_without_bom_handling(),
            read_bytes: decoded.mark_bytes,
            written_bytes: 0,
        })
    }

    /// Where in `bytes` the character begins that begins at `text_byte` of their text. Places are asked for in their
    /// order.
    pub(crate) fn to(&mut self, bytes: &[u8], text_byte: usize) -> usize {
        // One byte never gives more than two characters.
        let mut sink = [0; 16];
        while self.written_bytes < text_byte
            && let Some(byte) = bytes.get(self.read_bytes)
        {
            // As the text was: with U+FFFD for bytes that do not fit, if there are any.
            let (_, _, written, _) = self.decoder.decode_to_utf8(&[*byte], &mut sink, false);
            self.read_bytes += 1;
            self.written_bytes += written;
        }
        self.read_bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;
    use proptest::prelude::*;

    #[test]
    fn text_without_a_charset_of_its_own_has_its_own_bytes() {
        assert!(Retrace::of(&decode("é".as_bytes(), None).unwrap(), "é".as_bytes()).is_none());
    }

    proptest! {
        #[test]
        fn pieces_of_a_text_come_from_the_bytes_that_say_them(
            pieces in prop::collection::vec("[a-zéš会議を ]{0,9}", 1..6),
            label in prop::sample::select(vec!["windows-1252", "shift_jis", "gb18030", "big5", "euc-kr", "utf-16le", "utf-16be"]),
        ) {
            let charset = Charset::for_label(label).unwrap();
            let encoded = |text: &str| match label {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
                "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                _ => charset.0.encode(text).0.into_owned(),
            };
            // What the charset has no character for is written as a reference.
            let bytes = pieces.iter().flat_map(|piece| encoded(piece)).collect::<Vec<u8>>();
            prop_assume!(!bytes.is_empty() && decode(&bytes, Some(charset)).is_ok());
            let decoded = decode(&bytes, Some(charset)).unwrap();
            prop_assume!(decoded.text.as_bytes() != bytes);
            let mut retrace = Retrace::of(&decoded, &bytes).unwrap();
            let (mut in_text, mut in_bytes) = (0, 0);
            for piece in &pieces {
                prop_assert_eq!(retrace.to(&bytes, in_text), in_bytes);
                let own = encoded(piece);
                in_text += decode(&own, Some(charset)).map_or(0, |it| it.text.len());
                in_bytes += own.len();
            }
        }
    }
}
