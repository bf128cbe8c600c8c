//! The byte fixtures of every kind and version of event, in `tests/golden/events`: read as they always were,
//! and written again as the same bytes.

use super::frame::{self, SALT_BYTES};
use super::upcast::{self, Standing};
use crate::canonical;
use dateline_core::event::Event;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Payloads by the name of their file, which is `kind-version.json` or `kind-version.what.json`.
fn fixtures() -> BTreeMap<String, Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/events");
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect()
}

/// The fixtures of events as they are written today, by the name of their file.
pub(crate) fn of_today() -> impl Iterator<Item = (String, Vec<u8>)> {
    fixtures().into_iter().filter(|(name, _)| upcast::standing(&kind(name)) == Standing::Current)
}

/// The kind that a file's name gives.
fn kind(name: &str) -> String {
    name.split('.').next().unwrap().replace('-', "/")
}

#[test]
fn every_fixture_reads_and_is_written_again_as_the_same_bytes() {
    for (name, bytes) in fixtures() {
        let kind = kind(&name);
        let frame = frame::assemble(&[0; SALT_BYTES], None, &bytes).unwrap();
        let event =
            frame::decode_strictly(&frame.bytes, &kind).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        match upcast::standing(&kind) {
            Standing::Current => {
                assert_eq!(event.kind(), kind, "{name}");
                assert!(canonical::to_vec(&event).unwrap() == bytes, "{name} is written otherwise");
                assert!(
                    serde_json_canonicalizer::to_vec(&event).unwrap() == bytes,
                    "{name} is written otherwise"
                );
            }
            // What an earlier version is read as stands beside it.
            Standing::Earlier { .. } => {
                let now = fs::read(
                    Path::new(env!("CARGO_MANIFEST_DIR"))
                        .join("../../tests/golden/events/read-as")
                        .join(&name),
                )
                .unwrap_or_else(|e| panic!("{name} in read-as: {e}"));
                assert!(serde_json_canonicalizer::to_vec(&event).unwrap() == now, "{name} is read otherwise");
            }
            Standing::Unknown => panic!("{name} names no kind"),
        }
    }
}

#[test]
fn every_kind_and_version_has_a_fixture() {
    let there: BTreeSet<String> = fixtures().keys().map(|name| kind(name)).collect();
    for current in Event::KINDS {
        let (name, version) = current.split_once('/').unwrap();
        for version in 1..=version.parse::<u32>().unwrap() {
            assert!(there.contains(&format!("{name}/{version}")), "{name}/{version} has no fixture");
        }
    }
}

/// Variants that a fixture of `extracted/1` must show: their bytes are kept for good too.
#[test]
fn the_fixtures_show_every_kind_of_value_and_notice() {
    let mut shown = BTreeSet::new();
    for (name, bytes) in fixtures() {
        if kind(&name) == "extracted/1" {
            let json: Value = serde_json::from_slice(&bytes).unwrap();
            let data = &json["data"];
            let values = data["assertions"].as_array().unwrap().iter().map(|assertion| &assertion["value"]);
            for of in values.chain(data["notices"].as_array().unwrap()) {
                shown.insert(of["kind"].as_str().unwrap().to_owned());
            }
        }
    }
    let due = [
        "date_bound",
        "doubled",
        "embedded_posts",
        "entity",
        "hidden_characters",
        "other_language",
        "quantity",
        "text",
        "time",
        "unresolved",
        "weekday_mismatch",
    ];
    assert_eq!(shown.iter().map(String::as_str).collect::<Vec<_>>(), due);
}
