//! The project's own stories, `seeds/`, against what a careful reader takes from them,
//! `cases/stories/*.expect`. The format stands at the head of each of those files.
//!
//! No `never` line may fail. Of the `must` lines a share is read today; the share may not sink.

use crate::reading::matching::{
    has_words, is_called, is_firm, is_party, places, polarity, same_time, shown, shown_number, tidy_number,
    touches, word,
};
use dateline_capture::{CapturedText, Layers, capture};
use dateline_core::assertion::{Assertion, Extraction};
use dateline_core::text::ByteSpan;
use dateline_core::value::Value;
use dateline_extract::{ExtractionInput, Extractor};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many `must` lines of each story are read today, at least. Raise a number when more are.
const FLOORS: [(&str, usize); 4] =
    [("geneva-ii", 15), ("halcyon-telescope", 15), ("sarne-cholera", 16), ("tolvane-market-hall", 16)];

/// An article of the seeds.
pub(crate) struct Seed {
    /// `seeds/STORY/STEM.txt`.
    pub(crate) name: String,
    pub(crate) story: String,
    pub(crate) stem: String,
    pub(crate) captured: CapturedText,
}

impl Seed {
    /// The text without its front matter.
    pub(crate) fn body(&self) -> &str {
        let masked = self.captured.revision.masked.last().map_or(0, |span| span.end_byte);
        &self.captured.revision.text[masked..]
    }
}

fn sorted(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory can be read");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry of it").path()).collect();
    paths.sort();
    paths
}

/// All articles of `seeds/`, by story and date.
pub(crate) fn seeds() -> Vec<Seed> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds");
    let stories = sorted(&directory).into_iter().filter(|path| path.is_dir());
    let paths =
        stories.flat_map(|story| sorted(&story)).filter(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.map(|path| seed(&path)).collect()
}

fn seed(path: &Path) -> Seed {
    let part = |part: Option<&std::ffi::OsStr>| part.expect("a named file").to_string_lossy().into_owned();
    let story = part(path.parent().and_then(Path::file_name));
    let stem = part(path.file_stem());
    let name = format!("seeds/{story}/{stem}.txt");
    let bytes = fs::read(path).expect("a seed can be read");
    let captured = capture(&name, &bytes, &Layers::default()).expect("a seed is an article");
    Seed { name, story, stem, captured }
}

/// A line of an `.expect` file.
struct Line {
    /// `stories/STORY.expect:LINE`.
    place: String,
    must: bool,
    stem: String,
    fields: Vec<String>,
}

fn lines(story: &str) -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("cases/stories/{story}.expect"));
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut lines = Vec::new();
    for (index, line) in source.lines().enumerate() {
        let place = format!("stories/{story}.expect:{}", index + 1);
        let Some((verb, rest)) = line.split_once(' ') else { continue };
        if verb == "#" {
            continue;
        }
        let mut fields = rest.split(" | ").map(|field| field.trim().to_owned());
        let stem = fields.next().unwrap_or_default();
        let fields: Vec<String> = fields.collect();
        let must = verb == "must";
        assert!(must || verb == "never", "{place}: unknown word {verb}");
        assert_eq!(fields.len(), if must { 4 } else { 3 }, "{place}: too many fields, or too few");
        lines.push(Line { place, must, stem, fields });
    }
    lines
}

/// Where the words stand in the body of the article.
fn in_body(seed: &Seed, line: &Line, words: &str) -> Vec<ByteSpan> {
    let text = &seed.captured.revision.text;
    let start = text.len() - seed.body().len();
    let found: Vec<_> = places(text, words).into_iter().filter(|span| span.start_byte >= start).collect();
    assert!(!found.is_empty(), "{}: {} does not hold {words:?}", line.place, seed.name);
    found
}

/// Whether the value is `normal` in the notation of the `.expect` files.
fn reads_as(assertion: &Assertion, normal: &str) -> bool {
    match &assertion.value {
        Value::Time(time) => {
            let (edtf, modifier) = normal.split_once(" mod=").unwrap_or((normal, ""));
            let own = time.modifier.map_or(String::new(), |modifier| word(&modifier));
            same_time(time, edtf) && (modifier.is_empty() || modifier == own)
        }
        Value::Quantity(quantity) => {
            let (number, unit) = normal.split_once(' ').unwrap_or((normal, ""));
            shown_number(quantity) == tidy_number(number) && same_unit(&quantity.unit.0, unit)
        }
        Value::Entity(entity) => has_words(&entity.name, normal) || has_words(normal, &entity.name),
        Value::Text(text) => {
            let normal = normal.to_lowercase();
            has_words(&text.normal, &normal) || has_words(&normal, &text.normal)
        }
    }
}

/// "person" and "people", "case" and "cases".
fn same_unit(own: &str, written: &str) -> bool {
    own == written
        || own == format!("{written}s")
        || (["person", "people"].contains(&own) && ["person", "people"].contains(&written))
}

fn must_holds(seed: &Seed, reading: &Extraction, line: &Line) -> bool {
    let [subject, claim, words, normal] = &line.fields[..] else { return false };
    let (attribute, qualifier) = claim.split_once('/').map_or((claim.as_str(), None), |(a, q)| (a, Some(q)));
    let places = in_body(seed, line, words);
    reading.assertions.iter().any(|assertion| {
        let party =
            assertion.qualifier.as_ref().filter(|_| ["led-by", "represented-by"].contains(&attribute));
        let about = is_called(&reading.subjects[assertion.subject], subject)
            || party.is_some_and(|party| is_party(party.as_str(), subject));
        about
            && assertion.attribute.as_str() == attribute
            && qualifier.is_none_or(|q| assertion.qualifier.as_ref().is_some_and(|own| own.as_str() == q))
            && polarity(assertion.polarity) == "+"
            && touches(assertion, &places)
            && reads_as(assertion, normal)
    })
}

/// The assertion that must not be there. Former and denied values may be recorded as such.
fn never_fails<'a>(seed: &Seed, reading: &'a Extraction, line: &Line) -> Option<&'a Assertion> {
    let [claim, words, _why] = &line.fields[..] else { return None };
    let (attribute, qualifier) = claim.split_once('/').map_or((claim.as_str(), None), |(a, q)| (a, Some(q)));
    let places = in_body(seed, line, words);
    reading.assertions.iter().find(|assertion| {
        (attribute == "*" || assertion.attribute.as_str() == attribute)
            && qualifier.is_none_or(|q| assertion.qualifier.as_ref().is_some_and(|own| own.as_str() == q))
            && is_firm(assertion)
            && touches(assertion, &places)
    })
}

#[test]
#[expect(clippy::print_stdout, reason = "with --nocapture it is the list of what is still to be read")]
fn every_story_is_read_as_a_careful_reader_would() {
    let extractor = Extractor::new().expect("the shipped rules compile");
    let mut stories: BTreeMap<String, Vec<Seed>> = BTreeMap::new();
    for seed in seeds() {
        stories.entry(seed.story.clone()).or_default().push(seed);
    }
    assert_eq!(stories.keys().collect::<Vec<_>>(), FLOORS.map(|(story, _)| story));
    let (mut faults, mut missed, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for ((story, seeds), (_, floor)) in stories.iter().zip(FLOORS) {
        let readings: Vec<_> = seeds
            .iter()
            .map(|seed| {
                let CapturedText { captured, revision, .. } = &seed.captured;
                let metadata = &captured.metadata;
                extractor.extract(&ExtractionInput { article: &captured.article, revision, metadata })
            })
            .collect();
        let (mut read, mut all) = (0, 0);
        for line in lines(story) {
            let at = seeds.iter().position(|seed| seed.stem == line.stem);
            let at = at.unwrap_or_else(|| panic!("{}: no article {}", line.place, line.stem));
            if line.must {
                all += 1;
                if must_holds(&seeds[at], &readings[at], &line) {
                    read += 1;
                } else {
                    missed.push(format!("{}: {}", line.place, line.fields.join(" | ")));
                }
            } else if let Some(found) = never_fails(&seeds[at], &readings[at], &line) {
                let found = shown(found, &readings[at].subjects);
                faults.push(format!("{}: {}\n        {found}", line.place, line.fields.join(" | ")));
            }
        }
        shares.push(format!("{story}: {read} of {all} are read"));
        if read < floor {
            faults.push(format!("{story}: {read} of {all} are read, and {floor} once were"));
        }
    }
    println!("{}\nnot read:\n{}", shares.join("\n"), missed.join("\n"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
