//! Bytes that others wrote: every parser of them is run over its corpus, and over what bites and slips make of it.
//!
//! The parsers are the functions of the fuzz targets (`tests/fuzz`), so these cannot rot.

#[allow(unreachable_pub)] // there it is a library
#[path = "../fuzz/src/lib.rs"]
mod parsers;

use parsers::TARGETS;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of a parser's corpus, by name.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A change of some bytes. Places are parts of the whole, in 65,536ths.
#[derive(Debug, Clone)]
enum Change {
    Put(u16, u8),
    Insert(u16, Vec<u8>),
    Cut(u16, u16),
    Double(u16, u16),
    End(u16),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let piece = prop::sample::select(vec![
        &b"<"[..],
        b">",
        b"&#0;",
        b"]]>",
        b"<![CDATA[",
        b"--",
        b"\"",
        b"'",
        b"\n",
        b"\r\n\r\n",
        b"\0",
        b"\xff\xfe",
        b"\xe2\x80",
        b"</p>",
        b"<script>",
        b"{",
        b"}",
        b"\\u",
        b",",
        b"-1",
        b"99999999999999999999",
        b"/",
        b"\x1f\x8b",
        b"---\n",
        b"\xef\xbb\xbf",
    ]);
    let change = prop_oneof![
        (any::<u16>(), any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        (any::<u16>(), piece).prop_map(|(at, piece)| Change::Insert(at, piece.to_vec())),
        (any::<u16>(), 0_u16..2000).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<u16>(), 0_u16..2000).prop_map(|(at, length)| Change::Double(at, length)),
        any::<u16>().prop_map(Change::End),
    ];
    prop::collection::vec(change, 1..5)
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: u16, length: usize| length * usize::from(at) / 65_536;
        let length = bytes.len();
        match change {
            Change::Put(at, byte) => {
                if let Some(place) = bytes.get_mut(place(*at, length)) {
                    *place = *byte;
                }
            }
            Change::Insert(at, piece) => {
                let at = place(*at, length + 1);
                bytes.splice(at..at, piece.iter().copied());
            }
            Change::Cut(at, part) => {
                let at = place(*at, length);
                bytes.drain(at..(at + usize::from(*part)).min(length));
            }
            Change::Double(at, part) => {
                let at = place(*at, length);
                let piece = bytes[at..(at + usize::from(*part)).min(length)].to_vec();
                bytes.splice(at..at, piece);
            }
            Change::End(at) => bytes.truncate(place(*at, length)),
        }
    }
    bytes
}

#[test]
fn every_parser_has_its_target_and_its_corpus() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for (name, parse) in TARGETS {
        let target = fs::read_to_string(fuzz.join("fuzz_targets").join(format!("{name}.rs"))).unwrap();
        assert!(target.contains(&format!("dateline_fuzz::{name}(bytes)")), "{name}");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "{name}");
        for bytes in &corpus {
            parse(bytes);
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_to_the_bytes_they_are_read_or_refused(
        target in 0..TARGETS.len(),
        file in any::<prop::sample::Index>(),
        changes in changes(),
    ) {
        let (name, parse) = TARGETS[target];
        let corpus = corpus(name);
        parse(&changed(file.get(&corpus).clone(), &changes));
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        target in 0..TARGETS.len(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        TARGETS[target].1(&bytes);
    }
}
