//! Articles made up for measuring: 4 KB of text and 20 assertions each, the same on every machine.
//!
//! A story has a main event, of which each article says one thing (so each of its ten claims has a tenth of
//! the articles), and 200 people, of whom each article tells 19 things.

#![allow(dead_code)] // each benchmark uses its own part
#![allow(clippy::unwrap_used)] // what is made up here is well formed
#![allow(clippy::too_many_lines)] // an article is long

use dateline_core::article::{Capture, Captured, Metadata, Revision, Stated};
use dateline_core::assertion::{Assertion, Attribute, Extraction, Subject};
use dateline_core::attribution::{Attribution, Hop, HopRole, Mention, Scope, SourceType, Speech};
use dateline_core::edtf::{Bounds, Edtf};
use dateline_core::event::Event;
use dateline_core::evidence::Evidence;
use dateline_core::id::{
    ArticleId, AssertionId, CommitId, EventId, OperationNumber, Sha256Hex, Slug, StoryName,
};
use dateline_core::modality::{Modality, Polarity};
use dateline_core::text::{ByteSpan, LineNumber};
use dateline_core::value::{
    Basis, BasisKind, EntityKind, Number, QuantityValue, TextValue, TimeValue, Unit, Value,
};
use dateline_store::{ExpectedPosition, NewCommit, NewEvent, Store};
use std::path::Path;
use std::time::Duration;

/// Bytes of an article's text, about.
pub(crate) const TEXT_BYTES: usize = 4096;
/// Assertions of an article.
pub(crate) const ASSERTIONS: u64 = 20;
/// Articles of a story, where a benchmark does not say otherwise.
pub(crate) const STORY: u64 = 1000;
/// The claim of which a tenth of a story's articles speaks.
pub(crate) const CLAIM: &str = "harbour-ii/date";

const ABOUT_THE_EVENT: [&str; 10] =
    ["date", "place", "status", "cost", "chair", "agenda", "length", "hosts", "delegates", "outcome"];
const ABOUT_PEOPLE: [&str; 5] = ["role", "said", "age", "from", "office"];
const FIRST: [&str; 20] = [
    "Ada", "Bela", "Carl", "Dora", "Emil", "Frida", "Gustav", "Hanna", "Igor", "Jana", "Karl", "Lena", "Max",
    "Nora", "Oskar", "Petra", "Ravi", "Sara", "Tomas", "Vera",
];
const LAST: [&str; 10] =
    ["Brown", "Castell", "Dunmore", "Ekberg", "Farrow", "Gill", "Holt", "Ivers", "Jonsson", "Keller"];
const SYLLABLES: [&str; 24] = [
    "ba", "con", "der", "el", "fi", "gra", "hu", "in", "jo", "ka", "lo", "men", "ni", "or", "pre", "qui",
    "ra", "ster", "ti", "un", "ver", "wes", "yo", "zen",
];

/// A stream of numbers that follows from its start (Steele and others 2014, "`SplitMix`").
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}

fn word(draw: &mut Draw) -> String {
    // Few words are frequent and many rare, as in a language.
    let rank = draw.below(40) * draw.below(40);
    let mut own = Draw(rank as u64);
    (0..=rank % 3).map(|_| SYLLABLES[own.below(SYLLABLES.len())]).collect()
}

fn text(number: u64, draw: &mut Draw) -> String {
    let mut text = format!("Report {number} from the harbour.\n");
    while text.len() < TEXT_BYTES {
        let mut sentence: Vec<String> = (0..12).map(|_| word(draw)).collect();
        FIRST[draw.below(FIRST.len())].clone_into(&mut sentence[3]);
        text.push_str(&sentence.join(" "));
        text.push_str(if draw.below(4) == 0 { ".\n" } else { ". " });
    }
    text
}

fn person(name: String) -> Subject {
    Subject {
        kind: EntityKind::Person,
        names: vec![name.clone(), name.rsplit(' ').next().unwrap().to_owned()],
        name,
        head: None,
        heads: Vec::new(),
        class: None,
        realised: false,
        proper: true,
        when: None,
        main: false,
    }
}

fn time(words: &str, edtf: &str) -> TimeValue {
    let edtf = Edtf::parse(edtf).unwrap();
    let Bounds { earliest, latest } = edtf.bounds();
    TimeValue {
        text: words.to_owned(),
        granularity: edtf.granularity(),
        edtf: Some(edtf),
        earliest,
        latest,
        modifier: None,
        constraint: None,
        basis: vec![Basis { kind: BasisKind::Published, why: "year from the publication date".into() }],
    }
}

fn value(attribute: &str, words: &str, draw: &mut Draw) -> Value {
    match attribute {
        "date" => {
            Value::Time(time(words, &format!("2014-{:02}-{:02}", 3 + draw.below(2), 1 + draw.below(4))))
        }
        "cost" | "age" | "delegates" => Value::Quantity(QuantityValue::exact(
            words.to_owned(),
            Number::from_integer(20 + i64::try_from(draw.below(5)).unwrap()).unwrap(),
            Unit("people".into()),
        )),
        _ => Value::Text(TextValue { text: words.to_owned(), normal: SYLLABLES[draw.below(6)].to_owned() }),
    }
}

/// The story that an article belongs to, where a story has `size` articles.
pub(crate) fn story(number: u64, size: u64) -> StoryName {
    StoryName::from_text(&format!("harbour {}", number / size)).unwrap()
}

/// The id of an article.
pub(crate) fn id(number: u64) -> ArticleId {
    ArticleId::from_canonical_url(&format!("https://paper.example/{number}"))
}

/// The events of an article: capture, text, reading.
pub(crate) fn article(number: u64, size: u64) -> Vec<Event> {
    let mut draw = Draw(number);
    let article = id(number);
    let text = text(number, &mut draw);
    let sha256 = Sha256Hex::of(text.as_bytes());
    let mut subjects = vec![Subject {
        kind: EntityKind::Event,
        name: "Harbour II".into(),
        names: vec!["Harbour II".into(), "the conference".into()],
        head: None,
        heads: vec!["conference".into()],
        class: Some("meeting".into()),
        realised: false,
        proper: true,
        when: None,
        main: true,
    }];
    subjects.extend(
        (0..7)
            .map(|_| person(format!("{} {}", FIRST[draw.below(FIRST.len())], LAST[draw.below(LAST.len())]))),
    );
    let assertions = (0..ASSERTIONS).map(|nth| {
        let subject = if nth == 0 { 0 } else { 1 + draw.below(7) };
        let attribute = if nth == 0 {
            ABOUT_THE_EVENT[usize::try_from(number).unwrap() % ABOUT_THE_EVENT.len()]
        } else {
            ABOUT_PEOPLE[draw.below(ABOUT_PEOPLE.len())]
        };
        let at = usize::try_from(nth).unwrap();
        let start = 40 + at * 190;
        let span = ByteSpan::new(start, start + 18);
        let evidence = Evidence::take(&article, &sha256, &text, LineNumber(2 + at), span).unwrap();
        let cue = ByteSpan::new(start + 30, start + 36);
        let mention = |span: ByteSpan| Mention { text: span.slice(&text).unwrap().to_owned(), span };
        let speaker = Hop {
            role: HopRole::Speaker,
            source_type: SourceType::Named,
            name: Some(format!("{} {}", FIRST[draw.below(20)], LAST[draw.below(10)])),
            principal: None,
            source: Some(mention(ByteSpan::new(start + 20, start + 29))),
            cue: Some(mention(cue)),
            addressee: None,
            artifact_seen: true,
        };
        let told = nth % 2 == 0;
        Assertion {
            id: AssertionId::from_bytes(
                &[number.to_be_bytes(), ((draw.next() << 8) | nth).to_be_bytes()].concat(),
            ),
            subject,
            implied_subject: false,
            subject_words: None,
            attribute: Attribute(Slug::new(attribute).unwrap()),
            qualifier: None,
            value: value(attribute, &evidence.quote, &mut draw),
            modality: Modality::certain(),
            polarity: Polarity::Positive,
            attribution: Attribution {
                chain: if told { vec![speaker] } else { Vec::new() },
                speech: if told { Speech::Indirect } else { Speech::Narrative },
                scope: Scope::Clear,
            },
            said_at: None,
            change_cue: None,
            former: None,
            counted_since: None,
            evidence: vec![evidence],
            sentence: ByteSpan::new(start, start + 90),
            rule: "made/1".into(),
        }
    });
    let assertions = assertions.collect();
    // Every tenth article shares most of its text with the one before it.
    let mut own = Draw(if number % 10 == 9 { number - 1 } else { number });
    let mut shingles: Vec<u64> = (0..600).map(|_| own.next()).chain((0..60).map(|_| draw.next())).collect();
    shingles.sort_unstable();
    let published = Edtf::parse(&format!("2014-{:02}-{:02}", 1 + number % 12, 1 + number / 12 % 28)).unwrap();
    let captured = Captured {
        article: article.clone(),
        story: story(number, size),
        metadata: Metadata {
            published: Some(published.clone()),
            publisher: Some(format!("The {} Post", LAST[draw.below(LAST.len())])),
            url: Some(format!("https://paper.example/{number}")),
            title: Some(format!("Harbour report {number}")),
            ..Metadata::default()
        },
        capture: Capture {
            source: format!("inbox/{number}.txt"),
            sha256: sha256.clone(),
            length_bytes: text.len() as u64,
            charset: "utf-8".into(),
            charset_estimated: false,
            bytes_base64: None,
        },
        stated: Stated::default(),
    };
    let extraction = Extraction {
        article: article.clone(),
        revision: sha256.clone(),
        extractor: "made".into(),
        published: Some(published),
        subjects,
        assertions,
        notices: Vec::new(),
        shingles,
    };
    vec![
        Event::Captured(captured),
        Event::Revision(Revision { article, sha256, text, masked: Vec::new(), embedded: Vec::new() }),
        Event::Extracted(extraction),
    ]
}

/// The commit of an article, with ids and salts that follow from its number.
pub(crate) fn commit(number: u64, size: u64) -> NewCommit {
    let bytes = |what: &str, nth: usize| {
        let digest = Sha256Hex::of_parts(what, &[&number.to_le_bytes(), &nth.to_le_bytes()]);
        digest.as_str().as_bytes()[..32].to_vec()
    };
    let event = |(nth, event)| NewEvent {
        id: EventId::from_bytes(&bytes("event", nth)),
        salt: bytes("salt", nth).try_into().unwrap(),
        event,
    };
    NewCommit {
        operation: OperationNumber(1),
        commit: CommitId::from_bytes(&bytes("commit", 0)),
        recorded_at: "2014-03-01T12:00:00Z".to_owned().try_into().unwrap(),
        actor: String::new(),
        events: article(number, size).into_iter().enumerate().map(event).collect(),
    }
}

/// Bytes of an event as plain JSON.
pub(crate) fn json_bytes(commit: &NewCommit) -> u64 {
    commit.events.iter().map(|new| serde_json::to_vec(&new.event).unwrap().len() as u64).sum()
}

/// Makes a workspace of so many articles; gives the bytes of their JSON.
pub(crate) fn fill(dir: &Path, articles: u64, size: u64) -> u64 {
    Store::create(dir).unwrap();
    let (mut store, _) = Store::open(dir, Duration::ZERO).unwrap();
    let mut json = 0;
    for first in (0..articles).step_by(256) {
        let commits: Vec<NewCommit> =
            (first..articles.min(first + 256)).map(|number| commit(number, size)).collect();
        json += commits.iter().map(json_bytes).sum::<u64>();
        store.append(ExpectedPosition::Any, &commits).unwrap();
    }
    json
}

/// Bytes of all files below a directory.
pub(crate) fn disk_bytes(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let about = entry.metadata().unwrap();
            if about.is_dir() { disk_bytes(&entry.path()) } else { about.len() }
        })
        .sum()
}

/// Most memory that this process has had, in MiB; `None` where the system does not tell.
pub(crate) fn peak_memory_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

/// Processor time that this process has used, on all threads; `None` where the system does not tell. It goes
/// up in steps of ten milliseconds, so it is worth something over many.
pub(crate) fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name, in brackets; time in user mode and in the system are the 14th and 15th.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

/// Processor time used since `before`, for each of `count`, in microseconds.
pub(crate) fn cpu_micros(before: Option<Duration>, count: u64) -> String {
    match (before, cpu_time()) {
        (Some(before), Some(now)) => micros(now.saturating_sub(before), count),
        _ => "?".to_owned(),
    }
}

/// A time for each of `count`, in microseconds.
#[allow(clippy::cast_precision_loss)] // small counts
pub(crate) fn micros(time: Duration, count: u64) -> String {
    format!("{:.0}", time.as_secs_f64() * 1e6 / count as f64)
}
