//! `source`: where an assertion comes from, down to the bytes.

use super::articles::article_line;
use super::former::shares_words;
use super::story::Story;
use super::{Query, SightingLine};
use crate::answer::Answer;
use crate::error::{Candidate, Error, Named};
use crate::reference;
use crate::row::{ArticleLine, Row};
use dateline_core::assertion::Assertion;
use dateline_core::claim::ClaimId;
use dateline_core::event::{Event, RecordedAt};
use dateline_core::id::{ArticleId, AssertionId, OperationNumber, Position, Sha256Hex, StoryName};
use dateline_core::text::ByteSpan;
use serde::Serialize;

/// Where an assertion comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The story.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// The assertion.
    pub assertion: Row,
    /// The article it stands in.
    pub article: ArticleLine,
    /// From the bytes to the assertion.
    pub chain: Chain,
}

/// From the bytes to the assertion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// How the bytes were fetched; `null` where they were not, as those of a file.
    pub fetched: Option<SightingLine>,
    /// SHA-256 of the bytes as obtained.
    pub capture_sha256: Sha256Hex,
    /// Name of the charset they were decoded from.
    pub charset: String,
    /// Where in these bytes each piece of evidence stands, in their order; `None` where its line does not stand there
    /// as it is.
    pub places: Vec<Option<CapturePlace>>,
    /// SHA-256 of the revision's text.
    pub revision_sha256: Sha256Hex,
    /// Digest of code version, rules and lexicons that read it.
    pub extractor: String,
    /// The rule.
    pub rule: String,
    /// The operation that recorded the reading.
    pub op: OperationNumber,
    /// The place of the reading in the ledger.
    pub position: Position,
    /// When it was recorded.
    pub recorded: RecordedAt,
}

/// A place in the bytes as obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CapturePlace {
    /// Its first byte.
    pub capture_start_byte: usize,
    /// The byte after its last.
    pub capture_end_byte: usize,
}

impl Query<'_> {
    /// Where the assertion comes from that `typed` names: an id, an unambiguous beginning of one (at
    /// least four digits), or a claim with a row (`geneva-ii/date@2`). The row may be missing where a
    /// history has only one.
    pub fn source(&self, typed: &str) -> Result<Answer<Source>, Error> {
        let (story, claim, at) = self.assertion_named(typed)?;
        let linked =
            story.claim(&claim).ok_or_else(|| Error::Inconsistent(format!("claim {claim} is gone")))?;
        let rows = self.claim_rows(&story, linked)?;
        let (_, it) = rows.at(at);
        let record = it.record;
        let reading = record
            .reading
            .as_ref()
            .ok_or_else(|| Error::Inconsistent(format!("article {} was never read", record.article)))?;
        let revision = record.revision(&it.extraction.revision);
        // The bytes that gave this text: the last capture before the revision was recorded.
        let capture = revision
            .and_then(|revision| {
                let before = record.captures.iter().filter(|capture| capture.position < revision.position);
                before.max_by_key(|capture| capture.position)
            })
            .ok_or_else(|| Error::Inconsistent(format!("article {} was never captured", record.article)))?;
        let spans: Vec<ByteSpan> = it.assertion.evidence.iter().map(|evidence| evidence.span).collect();
        let text = self.text(record, &it.extraction.revision)?;
        let found = dateline_capture::located(&self.store.capture_bytes(capture)?, &text.text, &spans);
        let place = |span: ByteSpan| CapturePlace {
            capture_start_byte: span.start_byte,
            capture_end_byte: span.end_byte,
        };
        let chain = Chain {
            fetched: self.fetched(capture)?,
            capture_sha256: capture.sha256.clone(),
            charset: capture.charset.clone(),
            places: found.into_iter().map(|span| span.map(place)).collect(),
            revision_sha256: it.extraction.revision.clone(),
            extractor: it.extraction.extractor.clone(),
            rule: it.assertion.rule.clone(),
            op: reading.operation,
            position: reading.position,
            recorded: reading.recorded_at.clone(),
        };
        let data = Source {
            story: story.name.clone(),
            claim,
            assertion: self.row(&rows, at)?,
            article: article_line(record),
            chain,
        };
        let mut answer = self.answer("dateline.source/1", data);
        answer.next.push(format!("dateline history {}", answer.data.claim));
        Ok(answer)
    }

    /// The assertion that `typed` names, in the way of [`Query::source`]: its story, its claim, its place in
    /// the history from 0.
    pub(super) fn assertion_named(&self, typed: &str) -> Result<(Story, ClaimId, usize), Error> {
        let looks_like_digits = reference::hex_beginning(typed, AssertionId::HEX_DIGITS).ok();
        match looks_like_digits.filter(|_| !typed.contains(['/', '@', ':'])) {
            Some(beginning) => self.assertion_by_id(typed, &beginning),
            None => self.assertion_by_row(typed),
        }
    }

    /// The assertion whose id begins so: its story, its claim, its place in the history from 0.
    fn assertion_by_id(&self, typed: &str, beginning: &str) -> Result<(Story, ClaimId, usize), Error> {
        let mut matches: Vec<(Story, AssertionId)> = Vec::new();
        let mut near: Vec<AssertionId> = Vec::new();
        for story in self.stories_asked(None)? {
            near.extend(story.assertions_with_prefix(&beginning[..2]));
            let found = story.assertions_with_prefix(beginning);
            match &found[..] {
                [] => {}
                [one] if matches.is_empty() => matches.push((story, one.clone())),
                several => {
                    let all = matches.iter().map(|(_, id)| id).chain(several);
                    return Err(Error::Ambiguous {
                        what: Named::Assertion,
                        reference: typed.to_owned(),
                        matches: all
                            .map(|id| Candidate { id: id.to_string(), about: String::new() })
                            .collect(),
                    });
                }
            }
        }
        let Some((story, id)) = matches.pop() else {
            if let Some(superseded) = self.superseded(typed, beginning)? {
                return Err(superseded);
            }
            let closest = reference::closest_hex(beginning, |start| {
                let found = near.iter().filter(|id| id.as_str().starts_with(start));
                Ok::<_, Error>(found.map(ToString::to_string).collect())
            })?;
            return Err(Error::Unknown { what: Named::Assertion, reference: typed.to_owned(), closest });
        };
        let linked = story
            .claim_of(&id)
            .ok_or_else(|| Error::Inconsistent(format!("assertion {id} belongs to no claim")))?;
        let rows = self.claim_rows(&story, linked)?;
        let at = (0..rows.with_rejected()).find(|at| rows.at(*at).1.assertion.id == id);
        let at = at.ok_or_else(|| Error::Unknown {
            what: Named::Assertion,
            reference: typed.to_owned(),
            closest: Vec::new(),
        })?;
        let claim = linked.id.clone();
        Ok((story, claim, at))
    }

    /// What to say of an id that an earlier reading of an article had given, and the newest does not: what is
    /// read now where its words stand. The whole ledger is looked through.
    fn superseded(&self, typed: &str, beginning: &str) -> Result<Option<Error>, Error> {
        let mut formerly: Option<(ArticleId, Assertion)> = None;
        for event in self.events() {
            let Event::Extracted(reading) = event? else { continue };
            let mut said = reading.assertions.into_iter();
            if let Some(found) = said.find(|it| it.id.as_str().starts_with(beginning)) {
                formerly = Some((reading.article, found));
            }
        }
        let Some((article, was)) = formerly else { return Ok(None) };
        let Some(record) = self.known.articles_with_prefix(article.as_str())?.pop() else { return Ok(None) };
        let newest = record.newest().map(|revision| &revision.sha256);
        if was.evidence.first().map(|evidence| &evidence.sha256) != newest {
            let (reference, said) = (typed.to_owned(), was.value.text().to_owned());
            return Ok(Some(Error::OfFormerRevision { reference, said, article: self.short_id(&article)? }));
        }
        let story = self.story(&record.story)?;
        let mut instead = Vec::new();
        for linked in &story.claims {
            if !linked.members.iter().any(|member| member.article == article) {
                continue;
            }
            let rows = self.claim_rows(&story, linked)?;
            for at in 0..rows.with_rejected() {
                let it = rows.at(at).1;
                if it.record.article == article && shares_words(&was.evidence, &it.assertion.evidence) {
                    let about = it.assertion.value.text().to_owned();
                    instead.push(Candidate { id: format!("{}:{}@{}", story.name, linked.id, at + 1), about });
                }
            }
        }
        let article = self.short_id(&article)?;
        let said = was.value.text().to_owned();
        Ok(Some(Error::Superseded { reference: typed.to_owned(), said, article, instead }))
    }

    /// The assertion at a row of a claim's history.
    fn assertion_by_row(&self, typed: &str) -> Result<(Story, ClaimId, usize), Error> {
        let (story, claim, row) = self.claim_named(typed)?;
        let linked =
            story.claim(&claim).ok_or_else(|| Error::Inconsistent(format!("claim {claim} is gone")))?;
        let rows = self.claim_rows(&story, linked)?.with_rejected();
        match row {
            Some(row) if row <= rows => Ok((story, claim, row - 1)),
            None if rows == 1 => Ok((story, claim, 0)),
            Some(_) => Err(Error::NoSuchRow { reference: typed.to_owned(), claim: claim.to_string(), rows }),
            None => Err(Error::Ambiguous {
                what: Named::Assertion,
                reference: typed.to_owned(),
                matches: (1..=rows)
                    .take(5)
                    .map(|row| Candidate { id: format!("{claim}@{row}"), about: String::new() })
                    .collect(),
            }),
        }
    }
}
