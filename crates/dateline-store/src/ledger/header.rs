//! Header lines: canonical JSON (RFC 8785), one a line, each ended by one LF.

use crate::canonical;
use dateline_core::event::Header;
use dateline_core::id::Sha256Hex;

/// Version of the header line's format.
pub(super) const VERSION: u32 = 1;

/// What is wrong with a line, as far as its own text tells.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LineFault {
    /// It ends before it says everything.
    #[error("the line ends too early")]
    Incomplete,
    /// Part of it was never written: it holds NUL bytes, which no header line does.
    #[error("the line holds bytes that were never written")]
    Unwritten,
    /// It is no header line.
    #[error("{0}")]
    Altered(String),
}

/// The line of a header, without a line end.
pub(super) fn encode(header: &Header) -> Result<Vec<u8>, String> {
    canonical::to_vec(header).map_err(|e| e.to_string())
}

/// Reads a line (without its line end).
pub(super) fn parse(line: &[u8]) -> Result<Header, LineFault> {
    match serde_json::from_slice::<Header>(line) {
        Ok(header) if header.v == VERSION => Ok(header),
        Ok(header) => Err(LineFault::Altered(format!(
            "the line says it is of version {}, and this program knows version {VERSION}: use a newer dateline",
            header.v
        ))),
        Err(_) if line.contains(&0) => Err(LineFault::Unwritten),
        Err(e) if e.is_eof() => Err(LineFault::Incomplete),
        Err(e) => Err(LineFault::Altered(format!("it is no header line ({e})"))),
    }
}

/// Whether the line is written in the one way in which this header may be written.
pub(super) fn is_canonical(line: &[u8], header: &Header) -> bool {
    encode(header).is_ok_and(|canonical| canonical == line)
}

/// The hash by which the next line names this one.
pub(super) fn hash(line: &[u8]) -> Sha256Hex {
    Sha256Hex::of(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_core::id::{CommitId, EventId, OperationNumber, Position};

    /// The byte fixture of the header format: it never changes for version 1.
    const FIXTURE: &str = concat!(
        r#"{"actor":"Ines","commit":"cccccccccccccccccccccccccccccccc","count":3,"#,
        r#""id":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","index":1,"op":7,"#,
        r#""payload_commit":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","#,
        r#""payload_length_bytes":412,"payload_offset_bytes":9000,"#,
        r#""prev":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","#,
        r#""recorded_at":"2013-11-05T10:00:00Z","seq":41,"tool":"dateline/0.1.0","type":"revision/1","v":1}"#,
    );

    fn header() -> Header {
        Header {
            v: 1,
            seq: Position(41),
            kind: "revision/1".into(),
            op: OperationNumber(7),
            commit: CommitId::from_bytes(&[0xcc; 16]),
            index: 1,
            count: 3,
            id: EventId::from_bytes(&[0xee; 16]),
            recorded_at: "2013-11-05T10:00:00Z".to_owned().try_into().unwrap(),
            prev: Sha256Hex::of(b""),
            actor: "Ines".into(),
            tool: "dateline/0.1.0".into(),
            payload_commit: Sha256Hex::of(b""),
            payload_offset_bytes: 9000,
            payload_length_bytes: 412,
        }
    }

    #[test]
    fn the_line_is_the_fixture_byte_for_byte() {
        assert_eq!(String::from_utf8(encode(&header()).unwrap()).unwrap(), FIXTURE);
        assert_eq!(parse(FIXTURE.as_bytes()).unwrap(), header());
    }

    #[test]
    fn every_prefix_is_incomplete_and_a_hole_unwritten() {
        for length in 0..FIXTURE.len() {
            assert_eq!(parse(&FIXTURE.as_bytes()[..length]), Err(LineFault::Incomplete), "{length} bytes");
        }
        let mut hole = FIXTURE.as_bytes().to_vec();
        hole[100..200].fill(0);
        assert_eq!(parse(&hole), Err(LineFault::Unwritten));
    }

    #[test]
    fn other_ways_to_write_the_same_are_not_canonical() {
        let spaced = FIXTURE.replacen(':', ": ", 1);
        assert_eq!(parse(spaced.as_bytes()).unwrap(), header());
        assert!(is_canonical(FIXTURE.as_bytes(), &header()));
        assert!(!is_canonical(spaced.as_bytes(), &header()));
        let extra = FIXTURE.replacen('{', r#"{"a":1,"#, 1);
        assert!(!is_canonical(extra.as_bytes(), &parse(extra.as_bytes()).unwrap()));
    }
}
