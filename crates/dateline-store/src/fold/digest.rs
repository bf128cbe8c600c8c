//! What folding needs to know of an event: without the words of texts, values and quotations.
//!
//! A digest is read from an event's JSON and leaves out the most of it unparsed; it can be made from the
//! event as well, and both ways give the same (tested).

use crate::canonical;
use crate::ledger::{Ledger, LedgerError, PayloadPlace, Payloads, Stored, Unpacker};
use dateline_core::article::{Captured, Revision};
use dateline_core::assertion::{AssertionCount, Attribute};
use dateline_core::event::{Event, Header, MetadataSet, OperationBegun, Recorded, Undone};
use dateline_core::fetch::{ArticleAbsent, FetchFailed, Fetched, Observation, PageMissing};
use dateline_core::id::{ArticleId, AssertionId, Position, Sha256Hex, Slug};
use dateline_core::judgement::Judgement;
use dateline_core::link::{Outline, OutlinedAssertion, OutlinedSubject};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// An event as folding sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) header: Header,
    pub(crate) told: Told,
}

/// What an event tells those who fold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    Begun(OperationBegun),
    /// Without the bytes: those of a page are more than all else that is kept of its article.
    Captured(Box<Captured>),
    Revision {
        article: ArticleId,
        sha256: Sha256Hex,
        length_bytes: u64,
    },
    Extracted {
        article: ArticleId,
        revision: Sha256Hex,
        extractor: String,
        count: AssertionCount,
    },
    MetadataSet(MetadataSet),
    Judged(Box<Judgement>),
    Undone(Undone),
    Imported,
    Observed(Box<Observation>),
}

impl Digest {
    /// The article that the event is about, if it is about one.
    pub(crate) fn article(&self) -> Option<&ArticleId> {
        match &self.told {
            Told::Begun(_) | Told::Judged(_) | Told::Undone(_) | Told::Imported | Told::Observed(_) => None,
            Told::Captured(captured) => Some(&captured.article),
            Told::Revision { article, .. } | Told::Extracted { article, .. } => Some(article),
            Told::MetadataSet(set) => Some(&set.article),
        }
    }

    /// The digest of an event as it is stored.
    ///
    /// # Errors
    /// What reading the whole event gives, if there is something wrong with it.
    pub(crate) fn read(
        ledger: &Ledger,
        unpacker: &mut Unpacker,
        stored: Stored,
    ) -> Result<Self, LedgerError> {
        match stored.json(unpacker).and_then(|json| Told::parse(&stored.header.kind, &json)) {
            Some(told) => Ok(Self { header: stored.header, told }),
            None => ledger.read(stored.header.seq).map(|recorded| Self::from(&recorded)),
        }
    }
}

impl From<&Recorded> for Digest {
    fn from(recorded: &Recorded) -> Self {
        Self { header: recorded.header.clone(), told: Told::from(&recorded.event) }
    }
}

impl From<&Event> for Told {
    fn from(event: &Event) -> Self {
        match event {
            Event::OperationBegun(begun) => Self::Begun(begun.clone()),
            Event::Captured(captured) => Self::captured(captured.clone()),
            Event::Revision(revision) => Self::Revision {
                article: revision.article.clone(),
                sha256: revision.sha256.clone(),
                length_bytes: revision.text.len() as u64,
            },
            Event::Extracted(extraction) => Self::Extracted {
                article: extraction.article.clone(),
                revision: extraction.revision.clone(),
                extractor: extraction.extractor.clone(),
                count: extraction.assertions.iter().map(|it| &it.attribute).collect(),
            },
            Event::MetadataSet(set) => Self::MetadataSet(set.clone()),
            Event::Judged(judgement) => Self::Judged(Box::new(judgement.clone())),
            Event::Undone(undone) => Self::Undone(undone.clone()),
            Event::Imported(_) => Self::Imported,
            Event::Fetched(it) => Self::Observed(Box::new(it.into())),
            Event::FetchFailed(it) => Self::Observed(Box::new(it.into())),
            Event::PageMissing(it) => Self::Observed(Box::new(it.into())),
            Event::ArticleAbsent(it) => Self::Observed(Box::new(it.into())),
        }
    }
}

// The kinds of which parts are read here, in the only version that this code knows. Whoever raises one of
// them is stopped here at compile time: then `Told::parse` must read the new version, and those below that
// are not told a kind (`revision`, `shingles`, `Contents::parse`) must be told it, for payloads of the earlier
// version stay in the ledger and have to go through their upcast.
const CAPTURED: &str = as_written_today("captured/2");
const REVISION: &str = as_written_today("revision/1");
const EXTRACTED: &str = as_written_today("extracted/1");
const METADATA_SET: &str = as_written_today("metadata_set/1");
const JUDGED: &str = as_written_today("judged/1");
const UNDONE: &str = as_written_today("undone/1");
const IMPORTED: &str = as_written_today("imported/1");
const FETCHED: &str = as_written_today("fetched/1");
const FETCH_FAILED: &str = as_written_today("fetch_failed/1");
const PAGE_MISSING: &str = as_written_today("page_missing/1");
const ARTICLE_ABSENT: &str = as_written_today("article_absent/1");

/// `kind`, if that is its version today; else the build fails.
const fn as_written_today(kind: &'static str) -> &'static str {
    let kinds = Event::KINDS;
    let mut at = 0;
    while at < kinds.len() {
        let (one, other) = (kinds[at].as_bytes(), kind.as_bytes());
        let mut same = 0;
        while same < one.len() && same < other.len() && one[same] == other[same] {
            same += 1;
        }
        if same == one.len() && same == other.len() {
            return kind;
        }
        at += 1;
    }
    panic!("an event that fold/digest.rs reads in part has another version now: see the note there")
}

/// The data of an event whose kind the header tells.
#[derive(Deserialize)]
struct Data<T> {
    data: T,
}

fn data<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_slice::<Data<T>>(json).ok().map(|it| it.data)
}

/// An observation, told by an event of one of its kinds.
fn observed<T: DeserializeOwned>(json: &[u8]) -> Option<Told>
where
    for<'a> Observation: From<&'a T>,
{
    data::<T>(json).map(|it| Told::Observed(Box::new((&it).into())))
}

impl Told {
    fn captured(mut captured: Captured) -> Self {
        captured.capture.bytes_base64 = None;
        Self::Captured(Box::new(captured))
    }

    /// `None` for kinds and versions that are not read here, and for what is not as it should be.
    fn parse(kind: &str, json: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Worded<'a> {
            article: ArticleId,
            sha256: Sha256Hex,
            #[serde(borrow)]
            text: Cow<'a, str>,
        }
        #[derive(Deserialize)]
        struct Extracted {
            article: ArticleId,
            revision: Sha256Hex,
            extractor: String,
            assertions: Vec<Attributed>,
        }
        #[derive(Deserialize)]
        struct Attributed {
            attribute: Attribute,
        }
        Some(match kind {
            CAPTURED => Self::captured(data(json)?),
            REVISION => {
                let Worded { article, sha256, text } =
                    serde_json::from_slice::<Data<Worded<'_>>>(json).ok()?.data;
                Self::Revision { article, sha256, length_bytes: text.len() as u64 }
            }
            EXTRACTED => {
                let Extracted { article, revision, extractor, assertions } = data(json)?;
                let count = assertions.iter().map(|it| &it.attribute).collect();
                Self::Extracted { article, revision, extractor, count }
            }
            METADATA_SET => Self::MetadataSet(data(json)?),
            JUDGED => Self::Judged(Box::new(data(json)?)),
            UNDONE => Self::Undone(data(json)?),
            IMPORTED => Self::Imported,
            FETCHED => observed::<Fetched>(json)?,
            FETCH_FAILED => observed::<FetchFailed>(json)?,
            PAGE_MISSING => observed::<PageMissing>(json)?,
            ARTICLE_ABSENT => observed::<ArticleAbsent>(json)?,
            _ => return None,
        })
    }
}

/// The text that an event's JSON holds, if it is one.
pub(crate) fn revision(json: &[u8]) -> Option<Revision> {
    data(json)
}

/// The digests of word 5-grams in a reading's JSON, if it is one.
pub(crate) fn shingles(json: &[u8]) -> Option<Vec<u64>> {
    #[derive(Deserialize)]
    struct Shingles<'a> {
        #[serde(borrow)]
        shingles: Vec<&'a str>,
    }
    let found = serde_json::from_slice::<Data<Shingles<'_>>>(json).ok()?.data.shingles;
    let read = |text: &str| {
        let digits =
            text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        digits.then(|| u64::from_str_radix(text, 16).ok()).flatten()
    };
    found.into_iter().map(read).collect()
}

/// A reading as the view of claims takes it: outlined, and each assertion as the canonical JSON it has in
/// the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) outline: Outline,
    pub(crate) assertions: Vec<Box<str>>,
}

#[derive(Deserialize)]
struct RawExtraction<'a> {
    article: ArticleId,
    #[serde(borrow)]
    assertions: Vec<&'a RawValue>,
    subjects: Vec<RawSubject>,
}

/// [`dateline_core::assertion::Subject`] without what linking does not look at.
#[derive(Deserialize)]
struct RawSubject {
    kind: dateline_core::value::EntityKind,
    name: String,
    names: Vec<String>,
    head: Option<String>,
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    class: Option<String>,
    #[serde(default)]
    realised: bool,
    proper: bool,
    when: Option<RawWhen>,
}

#[derive(Deserialize)]
struct RawWhen {
    edtf: Option<dateline_core::edtf::Edtf>,
}

#[derive(Deserialize)]
struct RawAssertion {
    id: AssertionId,
    subject: usize,
    attribute: Attribute,
    qualifier: Option<Slug>,
}

impl Contents {
    /// The reading of `article` at a position.
    ///
    /// # Errors
    /// What reading the whole event gives; `Ok(None)` if it is another event.
    pub(crate) fn read(
        ledger: &Ledger,
        payloads: &mut Payloads<'_>,
        article: &ArticleId,
        position: Position,
        place: &PayloadPlace,
    ) -> Result<Option<Self>, LedgerError> {
        if let Some((found, contents)) = payloads.json(position, place).and_then(|json| Self::parse(&json)) {
            return Ok((found == *article).then_some(contents));
        }
        match ledger.read(position)?.event {
            Event::Extracted(extraction) if extraction.article == *article => {
                Ok(Some(Self::from(&extraction)))
            }
            _ => Ok(None),
        }
    }

    fn parse(json: &[u8]) -> Option<(ArticleId, Self)> {
        let raw: RawExtraction<'_> = serde_json::from_slice::<Data<_>>(json).ok()?.data;
        let key = |raw: &&RawValue| {
            let it: RawAssertion = serde_json::from_str(raw.get()).ok()?;
            let RawAssertion { id, subject, attribute, qualifier } = it;
            Some(OutlinedAssertion { id, subject, attribute, qualifier })
        };
        let outline = Outline {
            assertions: raw.assertions.iter().map(key).collect::<Option<_>>()?,
            subjects: raw.subjects.into_iter().map(OutlinedSubject::from).collect(),
        };
        let assertions = raw.assertions.iter().map(|raw| raw.get().into()).collect();
        Some((raw.article, Self { outline, assertions }))
    }
}

impl From<RawSubject> for OutlinedSubject {
    fn from(raw: RawSubject) -> Self {
        let RawSubject { kind, name, names, head, heads, class, realised, proper, when } = raw;
        let date = when.and_then(|when| when.edtf).map(|edtf| edtf.to_string());
        Self { kind, name, names, head, heads, class, realised, proper, date }
    }
}

impl From<&dateline_core::assertion::Extraction> for Contents {
    fn from(extraction: &dateline_core::assertion::Extraction) -> Self {
        // What was read from canonical JSON can be written so.
        let canonical = |assertion| canonical::to_string(assertion).unwrap_or_default();
        Self {
            outline: Outline::from(extraction),
            assertions: extraction.assertions.iter().map(|it| canonical(it).into()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::fixtures;

    /// What is read in part must be what reading the whole event gives, for every kind as it is written today.
    #[test]
    fn a_part_tells_what_the_whole_event_tells() {
        let mut whole = Vec::new();
        for (name, json) in fixtures::of_today() {
            let event: Event = serde_json::from_slice(&json).unwrap();
            let told = Told::from(&event);
            match Told::parse(event.kind(), &json) {
                Some(part) => assert_eq!(part, told, "{name}"),
                None => whole.push(event.kind()),
            }
            if let Event::Revision(text) = &event {
                assert_eq!(revision(&json).as_ref(), Some(text), "{name}");
            }
            if let Event::Extracted(extraction) = &event {
                assert_eq!(shingles(&json).as_ref(), Some(&extraction.shingles), "{name}");
                let expected = (extraction.article.clone(), Contents::from(extraction));
                assert_eq!(Contents::parse(&json), Some(expected), "{name}");
            }
        }
        whole.dedup();
        assert_eq!(whole, ["operation_begun/2"], "these are read as whole events");
    }

    #[test]
    fn no_page_is_kept_in_memory() {
        let mut pages = 0;
        for (name, json) in fixtures::of_today() {
            let event: Event = serde_json::from_slice(&json).unwrap();
            let Event::Captured(captured) = &event else { continue };
            pages += u64::from(captured.capture.bytes_base64.is_some());
            for told in [Told::from(&event), Told::parse(event.kind(), &json).unwrap()] {
                let Told::Captured(kept) = told else { panic!("{name}") };
                assert_eq!(kept.capture.bytes_base64, None, "{name}");
                assert_eq!(kept.capture.sha256, captured.capture.sha256, "{name}");
            }
        }
        assert!(pages > 0, "one of the events holds a page's bytes");
    }
}
