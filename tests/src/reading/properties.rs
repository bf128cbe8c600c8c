//! What holds of every reading, whatever the text.

use super::case::{self, read};
use super::matching::shown;
use crate::stories::seeds;
use dateline_core::article::{Metadata, Revision};
use dateline_core::assertion::{Assertion, Extraction};
use dateline_core::attribution::Mention;
use dateline_core::edtf::Edtf;
use dateline_core::text::LineIndex;
use dateline_core::value::{BasisKind, TimeValue, Value};
use dateline_extract::{ExtractionInput, Extractor};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new().expect("the shipped rules compile"));

/// Cases as long as this test that a reading ends; once is enough.
const LONG_BYTES: usize = 20_000;

/// A text with what is known of it, and its name in messages.
struct Sample {
    name: String,
    revision: Revision,
    metadata: Metadata,
}

impl Sample {
    fn read(&self) -> Extraction {
        self.read_with(&self.metadata)
    }

    fn read_with(&self, metadata: &Metadata) -> Extraction {
        EXTRACTOR.extract(&ExtractionInput {
            article: &self.revision.article,
            revision: &self.revision,
            metadata,
        })
    }
}

/// The texts of all cases and of all seeds.
fn samples() -> Vec<Sample> {
    let (cases, faults) = case::all();
    assert!(faults.is_empty(), "{faults:?}");
    let of_cases = cases.into_iter().filter(|case| case.text.len() < LONG_BYTES).map(|case| Sample {
        name: case.name,
        revision: case::revision(&case.text),
        metadata: case.metadata,
    });
    let of_seeds = seeds().into_iter().map(|seed| Sample {
        name: seed.name,
        revision: seed.captured.revision,
        metadata: seed.captured.captured.metadata,
    });
    of_cases.chain(of_seeds).collect()
}

/// Everything in `reading` that is said to stand in `text`, and does not.
fn misplaced(reading: &Extraction, revision: &Revision) -> Vec<String> {
    let text = &revision.text;
    let lines = LineIndex::new(text);
    let mut faults = Vec::new();
    let mut fault = |what: &str, assertion: &Assertion| {
        faults.push(format!("{what}: {}", shown(assertion, &reading.subjects)));
    };
    for assertion in &reading.assertions {
        let Some(first) = assertion.evidence.first() else {
            fault("no evidence", assertion);
            continue;
        };
        if assertion.value.text() != first.quote {
            fault("value and quote differ", assertion);
        }
        // A quotation may go on over several sentences.
        let within = if assertion.attribute.is_statement() {
            assertion.sentence.overlaps(first.span)
        } else {
            assertion.sentence.contains(first.span)
        };
        if !within || assertion.sentence.slice(text).is_none() {
            fault("evidence outside of its sentence", assertion);
        }
        for evidence in &assertion.evidence {
            if evidence.reread(&revision.sha256, text).is_err() || evidence.quote.is_empty() {
                fault("quote not at its place", assertion);
            }
            if evidence.line != lines.line_of(evidence.span.start_byte) {
                fault("wrong line", assertion);
            }
            if revision.masked.iter().any(|masked| masked.overlaps(evidence.span)) {
                fault("evidence in a masked part", assertion);
            }
            let before = &text[..evidence.span.start_byte];
            let after = &text[evidence.span.end_byte..];
            if !before.ends_with(&evidence.prefix) || !after.starts_with(&evidence.suffix) {
                fault("wrong context", assertion);
            }
        }
        if assertion.modality.hedges.iter().any(|hedge| hedge.span.slice(text) != Some(&hedge.text)) {
            fault("hedge not at its place", assertion);
        }
        let hops = assertion.attribution.chain.iter();
        let mut mentions = hops.flat_map(|hop| [&hop.source, &hop.cue, &hop.addressee]).flatten();
        let stands = |mention: &Mention| mention.span.slice(text) == Some(&mention.text);
        if !mentions.all(stands) {
            fault("source, cue or addressee not at its place", assertion);
        }
        if assertion.said_at.as_ref().is_some_and(|time| !text.contains(&time.text)) {
            fault("time of the utterance not in the text", assertion);
        }
        if assertion.subject >= reading.subjects.len() {
            fault("no such subject", assertion);
        }
        if assertion.rule.is_empty() {
            fault("no rule", assertion);
        }
    }
    for subject in &reading.subjects {
        if !subject.names.contains(&subject.name) {
            faults.push(format!("a subject is not called by its own name: {subject:?}"));
        }
        // An event that only a verb tells ("they met") is called by that verb's noun.
        let is_head = |name: &String| subject.head.as_ref() == Some(name);
        let missing = subject.names.iter().find(|name| !holds(text, name) && !is_head(name));
        faults.extend(missing.map(|name| format!("no such name in the text: {name:?} of {subject:?}")));
    }
    faults
}

/// Whether `name` stands in the text, perhaps over the end of a line.
fn holds(text: &str, name: &str) -> bool {
    text.contains(name) || {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        joined.contains(&name.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The ids of the assertions, without those that stand once.
fn doubled_ids(reading: &Extraction) -> Vec<String> {
    let mut seen = BTreeSet::new();
    reading.assertions.iter().map(|a| a.id.to_string()).filter(|id| !seen.insert(id.clone())).collect()
}

fn times(reading: &Extraction) -> impl Iterator<Item = &TimeValue> {
    reading.assertions.iter().flat_map(|assertion| {
        let value = if let Value::Time(time) = &assertion.value { Some(time) } else { None };
        value.into_iter().chain(&assertion.said_at)
    })
}

#[test]
fn all_words_stand_where_they_are_said_to() {
    for sample in samples() {
        let reading = sample.read();
        let faults = misplaced(&reading, &sample.revision);
        assert!(faults.is_empty(), "{}:\n{}", sample.name, faults.join("\n"));
        assert_eq!(doubled_ids(&reading), [""; 0], "{}: two assertions have one id", sample.name);
        assert_eq!(reading.revision, sample.revision.sha256, "{}", sample.name);
        assert_eq!(reading.published, sample.metadata.published, "{}", sample.name);
    }
}

#[test]
fn a_text_is_read_alike_each_time() {
    let again = Extractor::new().expect("the shipped rules compile");
    for sample in samples() {
        let input = ExtractionInput {
            article: &sample.revision.article,
            revision: &sample.revision,
            metadata: &sample.metadata,
        };
        assert_eq!(sample.read(), again.extract(&input), "{}", sample.name);
    }
}

/// Where an assertion stands, and of what it is: all but its value.
fn places(reading: &Extraction) -> BTreeSet<(usize, usize, String, String)> {
    let place = |assertion: &Assertion| {
        let span = assertion.evidence[0].span;
        let claim = format!("{}/{:?}", assertion.attribute, assertion.qualifier);
        (span.start_byte, span.end_byte, claim, reading.subjects[assertion.subject].name.clone())
    };
    reading.assertions.iter().map(place).collect()
}

#[test]
fn another_publication_date_changes_values_and_no_evidence() {
    for sample in samples() {
        let own = places(&sample.read());
        for published in [None, Some("1999-02-28"), Some("2031-12-31"), Some("2024-02"), Some("2007")] {
            let published = published.map(|date| Edtf::parse(date).expect("a date"));
            let metadata = Metadata { published: published.clone(), ..sample.metadata.clone() };
            let other = places(&sample.read_with(&metadata));
            assert_eq!(own, other, "{}, as if published {published:?}", sample.name);
        }
    }
}

#[test]
fn without_a_publication_date_no_time_rests_on_one() {
    for sample in samples() {
        let metadata = Metadata { published: None, ..sample.metadata.clone() };
        let reading = sample.read_with(&metadata);
        for time in times(&reading) {
            let rests = time.basis.iter().any(|basis| basis.kind == BasisKind::Published);
            assert!(!rests, "{}: {time:?}", sample.name);
            // A placed time has its year from words of this text.
            let years = time.earliest.into_iter().chain(time.latest).map(|day| i32::from(day.year()));
            let stated = years.flat_map(|year| [year - 1, year, year + 1]).map(|year| year.to_string());
            let placed = time.earliest.is_some() || time.latest.is_some();
            let mut stated = stated.filter(|year| sample.revision.text.contains(year.as_str()));
            assert!(!placed || stated.next().is_some(), "{}: {time:?}", sample.name);
        }
    }
}

#[test]
fn every_time_says_on_what_it_rests() {
    for sample in samples() {
        for time in times(&sample.read()) {
            assert!(!time.basis.is_empty(), "{}: {time:?}", sample.name);
            let dated = time.edtf.is_some() || time.earliest.is_some() || time.latest.is_some();
            assert!(dated || time.constraint.is_some(), "{}: nothing is known: {time:?}", sample.name);
            // A year that stands nowhere in the text is that of the publication.
            let years = time.earliest.into_iter().chain(time.latest).map(|day| i32::from(day.year()));
            let near = years.flat_map(|year| [year - 1, year, year + 1]).map(|year| year.to_string());
            let mut near = near;
            let stated = near.any(|year| sample.revision.text.contains(year.as_str()));
            let inferred = time.basis.iter().any(|basis| basis.kind == BasisKind::Published);
            let placed = time.earliest.is_some() || time.latest.is_some();
            assert!(!placed || stated || inferred, "{}: {time:?}", sample.name);
        }
    }
}

/// Checks a text that nobody wrote.
fn check_any(text: &str, published: Option<&str>) -> Result<(), TestCaseError> {
    let published = published.map(|date| Edtf::parse(date).expect("a date"));
    let metadata = Metadata { published, ..Metadata::default() };
    let reading = read(&EXTRACTOR, text, &metadata);
    let revision = case::revision(text);
    let faults = misplaced(&reading, &revision);
    prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    prop_assert_eq!(doubled_ids(&reading), Vec::<String>::new());
    Ok(())
}

/// The sentences of the seeds, roughly.
static SENTENCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let bodies = seeds().into_iter().map(|seed| seed.body().to_owned());
    bodies.flat_map(|body| body.split_inclusive(['.', '\n']).map(str::to_owned).collect::<Vec<_>>()).collect()
});

fn published() -> impl Strategy<Value = Option<&'static str>> {
    prop::sample::select(vec![None, Some("2013-11-05"), Some("2020-02-29"), Some("2013-11"), Some("2013")])
}

/// What figures are made of, and what scanners and typists put into them.
const PIECES: &[&str] = &[
    "1", "12", "200", "007", "3,500", "1.5", ",", ".", " ", "\u{a0}", "\u{2009}", "-", "–", "/", "'", "½",
    "⁶", "1O", "\u{ad}", "\u{200b}", "twenty", "three", "hundred", "thousand", "million", "m", "k", "%", "+",
];

/// The number that digits say as a whole: thousands by commas or by spaces that break no line.
fn in_digits(words: &str) -> Option<String> {
    let plain = words.replace(['\u{a0}', '\u{2009}'], ",");
    let groups: Vec<&str> = plain.split(',').collect();
    let grouped =
        groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || b == b',');
    let number = plain.replace(',', "");
    (grouped && digits && !number.starts_with('0')).then_some(number)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// No figure is asserted that does not stand in the text as a whole.
    #[test]
    fn a_figure_is_read_whole_or_not_at_all(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..5)) {
        let figure = pieces.concat();
        let text = format!("The collapse killed {figure} people.");
        let reading = read(&EXTRACTOR, &text, &Metadata::default());
        // A comma or full stop before a space ends it, and marks at either end are those of the sentence.
        let ends = |at: &usize| figure[..*at].ends_with([',', '.']) && figure[*at..].starts_with(char::is_whitespace);
        let end = (1..figure.len()).filter(|at| figure.is_char_boundary(*at)).find(ends).unwrap_or(figure.len());
        let mark = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '-' | '–' | '\u{ad}' | '\u{200b}');
        let whole = figure[..end].trim_matches(mark);
        for assertion in reading.assertions.iter().filter(|one| one.attribute.as_str() == "killed") {
            let Value::Quantity(quantity) = &assertion.value else { continue };
            prop_assert!(quantity.text.starts_with(whole), "{:?}: {:?}", text, quantity);
            if whole.bytes().all(|b| !b.is_ascii_alphabetic()) && !whole.contains(['-', '–', '%']) {
                let low = quantity.low.map(|number| number.to_string());
                prop_assert_eq!(low, in_digits(whole), "{:?}", text);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}", published in published()) {
        check_any(&text, published)?;
    }

    #[test]
    fn any_bytes_that_are_text_are_read(text in any::<String>(), published in published()) {
        check_any(&text, published)?;
    }

    #[test]
    fn shuffled_sentences_are_read(
        chosen in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        gap in prop::sample::select(vec![" ", "\n\n", "\r\n", "\u{2029}", "", "\t"]),
        published in published(),
    ) {
        let text: Vec<&str> = chosen.iter().map(|at| at.get(&SENTENCES).as_str()).collect();
        check_any(&text.join(gap), published)?;
    }

    #[test]
    fn sentences_cut_anywhere_are_read(
        at in any::<prop::sample::Index>(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
        between in prop::sample::select(vec!["", "\"", "”", ", ", " May ", " 12 ", "\u{202e}", "\u{1b}", "é", "’"]),
        published in published(),
    ) {
        let mut text = at.get(&SENTENCES).clone();
        for cut in cuts {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let Some(&place) = places.get(cut.index(places.len().max(1))) else { continue };
            text.insert_str(place, between);
        }
        check_any(&text, published)?;
    }
}
