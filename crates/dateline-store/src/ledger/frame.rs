//! Payload frames: an event's content, salted, compressed where that helps, with its length.
//!
//! | bytes | content |
//! |---|---|
//! | 4 | how many bytes follow, little-endian |
//! | 32 | salt |
//! | 1 | codec: 0 as it is, 1 zstd |
//! | rest | the event as canonical JSON, in that codec |
//!
//! The header's `payload_commit` is the SHA-256 of everything but the length, and the header gives the
//! length too: so every byte is covered, and `tail`, `head` and `sha256sum` are enough to check it.

use super::plain;
use crate::canonical;
use dateline_core::event::Event;
use dateline_core::id::Sha256Hex;
use zstd::bulk::{Compressor, Decompressor};

/// Length of a salt.
pub const SALT_BYTES: usize = 32;

/// Length of the length.
const LENGTH_BYTES: usize = 4;
/// Everything before the stored bytes.
const PRELUDE_BYTES: usize = LENGTH_BYTES + SALT_BYTES + 1;

const RAW: u8 = 0;
const ZSTD: u8 = 1;
/// Level 3 takes twice the time, and readings get a hundredth smaller by it.
const ZSTD_LEVEL: i32 = 1;
/// Shorter events are stored as they are: compressing them saves little, and a pager reads them so.
const PACKED_FROM_BYTES: usize = 512;

/// Most bytes a payload may unpack to. Texts that are captured are far smaller; a damaged or forged frame
/// must not fill the memory.
const MAX_UNPACKED_BYTES: u64 = 1 << 30;

/// A frame and its commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) bytes: Vec<u8>,
    pub(super) commitment: Sha256Hex,
}

/// What is wrong with a frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum FrameFault {
    #[error("the frame is shorter than its own salt and codec")]
    TooShort,
    #[error("the frame says it has {said} bytes and its header says {expected}")]
    OtherLength { said: u64, expected: u64 },
    #[error("the bytes are not those the header commits to")]
    OtherBytes,
    #[error("it names codec {0}, which does not exist")]
    UnknownCodec(u8),
    #[error("it cannot be unpacked: {0}")]
    Unpack(String),
    #[error("it does not read as an event: {0}")]
    NotAnEvent(String),
    #[error("it holds a {found} event and its header says {expected}")]
    OtherKind { found: &'static str, expected: String },
    #[error("its header says {0}, which this program does not know")]
    UnknownKind(String),
    #[error("it is not in canonical form")]
    NotCanonical,
}

/// Makes frames, with one compressor for all of them: setting one up takes longer than using it.
#[derive(Default)]
pub(super) struct Encoder {
    compressor: Option<Compressor<'static>>,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Encoder")
    }
}

impl Encoder {
    /// Frames an event; gives its JSON too, which is not yet known to read back ([`reads_back`]).
    ///
    /// # Errors
    /// In words, if the event has no encoding: canonical JSON has no integers beyond 2^53, and a file has no
    /// frame beyond 4 GiB.
    pub(super) fn encode(
        &mut self,
        event: &Event,
        salt: &[u8; SALT_BYTES],
    ) -> Result<(Frame, Vec<u8>), String> {
        debug_assert!(Event::KINDS.contains(&event.kind()), "{} is not listed as known", event.kind());
        let plain = canonical::to_vec(event).map_err(|e| e.to_string())?;
        if plain.len() as u64 > MAX_UNPACKED_BYTES {
            let (has, may) = (plain.len(), MAX_UNPACKED_BYTES);
            return Err(format!("its {has} bytes are more than the {may} an event may have"));
        }
        let packed = if plain.len() < PACKED_FROM_BYTES {
            None
        } else {
            let packed = self.compressor()?.compress(&plain).map_err(|e| e.to_string())?;
            Some(packed).filter(|packed| packed.len() < plain.len())
        };
        Ok((assemble(salt, packed.as_deref(), &plain)?, plain))
    }

    fn compressor(&mut self) -> Result<&mut Compressor<'static>, String> {
        Ok(match &mut self.compressor {
            Some(there) => there,
            none => none.insert(Compressor::new(ZSTD_LEVEL).map_err(|e| e.to_string())?),
        })
    }
}

/// That an event reads back from its JSON. Acknowledged means readable: what does not read back is found
/// before that, not years later.
///
/// # Errors
/// In words, if it does not.
pub(super) fn reads_back(event: &Event, plain: &[u8]) -> Result<(), String> {
    match plain::read(plain, event.kind()) {
        Ok(read) if read == *event => Ok(()),
        Ok(_) => Err("it reads back differently".into()),
        Err(fault) => Err(format!("it does not read back: {fault}")),
    }
}

/// Frames an event's JSON, `packed` if it is to be stored so.
pub(super) fn assemble(
    salt: &[u8; SALT_BYTES],
    packed: Option<&[u8]>,
    plain: &[u8],
) -> Result<Frame, String> {
    let (codec, stored) = packed.map_or((RAW, plain), |packed| (ZSTD, packed));
    let length = u32::try_from(SALT_BYTES + 1 + stored.len())
        .map_err(|_| "it is longer than a frame can be".to_owned())?;
    let mut bytes = Vec::with_capacity(PRELUDE_BYTES + stored.len());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(salt);
    bytes.push(codec);
    bytes.extend_from_slice(stored);
    let commitment = Sha256Hex::of(&bytes[LENGTH_BYTES..]);
    Ok(Frame { bytes, commitment })
}

/// The salt of a checked frame.
pub(super) fn salt(bytes: &[u8]) -> &[u8] {
    bytes.get(LENGTH_BYTES..LENGTH_BYTES + SALT_BYTES).unwrap_or_default()
}

/// The stored bytes of a checked frame, if they are packed.
pub(super) fn packed(bytes: &[u8]) -> Option<&[u8]> {
    let (codec, stored) = bytes.get(PRELUDE_BYTES - 1..)?.split_first()?;
    (*codec == ZSTD).then_some(stored)
}

/// Checks that a frame is the one a header commits to.
pub(super) fn check(bytes: &[u8], commitment: &Sha256Hex) -> Result<(), FrameFault> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH_BYTES>().ok_or(FrameFault::TooShort)?;
    let (said, expected) = (u64::from(u32::from_le_bytes(*length)), rest.len() as u64);
    if said != expected {
        return Err(FrameFault::OtherLength { said, expected });
    }
    if bytes.len() < PRELUDE_BYTES {
        return Err(FrameFault::TooShort);
    }
    if Sha256Hex::of(rest) == *commitment { Ok(()) } else { Err(FrameFault::OtherBytes) }
}

/// Reads the event in a checked frame, whose header says it is of `kind`.
pub(super) fn decode(bytes: &[u8], kind: &str) -> Result<Event, FrameFault> {
    plain::read(&unpack(bytes)?, kind)
}

/// [`decode`], and the event is written in the one way in which it may be written.
pub(super) fn decode_strictly(bytes: &[u8], kind: &str) -> Result<Event, FrameFault> {
    plain::read_strictly(&unpack(bytes)?, kind)
}

/// The JSON of a checked frame, unpacked.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, FrameFault> {
    Unpacker::default().unpack(bytes)
}

/// Unpacks frames, with one decompressor for all of them: setting one up takes as long as using it.
#[derive(Default)]
pub(crate) struct Unpacker {
    decompressor: Option<Decompressor<'static>>,
}

impl std::fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpacker")
    }
}

impl Unpacker {
    /// The JSON of a checked frame.
    pub(super) fn unpack(&mut self, bytes: &[u8]) -> Result<Vec<u8>, FrameFault> {
        if bytes.len() < PRELUDE_BYTES {
            return Err(FrameFault::TooShort);
        }
        let stored = &bytes[PRELUDE_BYTES..];
        match bytes[PRELUDE_BYTES - 1] {
            RAW => Ok(stored.to_vec()),
            ZSTD => {
                // A frame of ours gives its content's size, so the space is known before.
                let size = Decompressor::upper_bound(stored)
                    .filter(|size| *size as u64 <= MAX_UNPACKED_BYTES)
                    .ok_or_else(|| {
                        FrameFault::Unpack("it does not say how large it is, or is too large".into())
                    })?;
                let fault = |e: std::io::Error| FrameFault::Unpack(e.to_string());
                let decompressor = match &mut self.decompressor {
                    Some(there) => there,
                    none => none.insert(Decompressor::new().map_err(fault)?),
                };
                decompressor.decompress(stored, size).map_err(fault)
            }
            other => Err(FrameFault::UnknownCodec(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_core::event::OperationBegun;
    use proptest::prelude::*;

    fn encode(event: &Event, salt: &[u8; SALT_BYTES]) -> Result<Frame, String> {
        let (frame, plain) = Encoder::default().encode(event, salt)?;
        reads_back(event, &plain)?;
        Ok(frame)
    }

    fn event(arguments: Vec<String>) -> Event {
        Event::OperationBegun(OperationBegun::new("ingest", arguments))
    }

    /// The byte fixture of an uncompressed frame.
    #[test]
    fn a_short_event_is_stored_as_it_is() {
        let frame = encode(&event(vec!["a".into()]), &[7; SALT_BYTES]).unwrap();
        let json = br#"{"data":{"arguments":["a"],"clock":null,"command":"ingest","ids":null},"event":"operation_begun"}"#;
        let mut expected = vec![33 + 97, 0, 0, 0];
        expected.extend([7; 32]);
        expected.push(0);
        expected.extend(json);
        assert_eq!(frame.bytes, expected);
        assert_eq!(frame.commitment, Sha256Hex::of(&expected[4..]));
    }

    #[test]
    fn a_long_event_is_compressed() {
        let long = event(vec!["the same words ".repeat(200)]);
        let frame = encode(&long, &[0; SALT_BYTES]).unwrap();
        assert_eq!(frame.bytes[36], ZSTD);
        assert!(frame.bytes.len() < 300, "{} bytes", frame.bytes.len());
        assert_eq!(decode_strictly(&frame.bytes, "operation_begun/2").unwrap(), long);
    }

    #[test]
    fn what_canonical_json_would_round_is_refused() {
        use dateline_core::article::{Capture, Captured, Metadata, Stated};
        use dateline_core::id::{ArticleId, StoryName};
        let sha256 = Sha256Hex::of(b"text");
        let captured = |length_bytes| {
            Event::Captured(Captured {
                article: ArticleId::from_first_capture(&sha256),
                story: StoryName::inbox(),
                metadata: Metadata::default(),
                capture: Capture {
                    source: "-".into(),
                    sha256: sha256.clone(),
                    length_bytes,
                    charset: "utf-8".into(),
                    charset_estimated: false,
                    bytes_base64: None,
                },
                stated: Stated::default(),
            })
        };
        assert!(encode(&captured((1 << 53) - 1), &[0; SALT_BYTES]).is_ok());
        assert!(encode(&captured((1 << 53) + 1), &[0; SALT_BYTES]).is_err());
        assert!(encode(&captured(u64::MAX), &[0; SALT_BYTES]).is_err());
    }

    #[test]
    fn a_frame_under_another_kind_is_told() {
        let frame = encode(&event(Vec::new()), &[0; SALT_BYTES]).unwrap();
        let fault = decode(&frame.bytes, "captured/2").unwrap_err();
        assert_eq!(fault.to_string(), "it holds a operation_begun/2 event and its header says captured/2");
    }

    proptest! {
        #[test]
        fn frames_read_back(words in prop::collection::vec(".{0,80}", 0..8), salt in any::<[u8; 32]>()) {
            let event = event(words);
            let frame = encode(&event, &salt).unwrap();
            prop_assert_eq!(check(&frame.bytes, &frame.commitment), Ok(()));
            prop_assert_eq!(decode_strictly(&frame.bytes, event.kind()).unwrap(), event);
        }

        #[test]
        fn every_flipped_bit_and_every_cut_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let frame = encode(&event(vec!["words ".repeat(30)]), &[9; SALT_BYTES]).unwrap();
            let at = at.index(frame.bytes.len());
            let mut flipped = frame.bytes.clone();
            flipped[at] ^= 1 << bit;
            prop_assert!(check(&flipped, &frame.commitment).is_err());
            prop_assert!(check(&frame.bytes[..at], &frame.commitment).is_err());
        }
    }
}
