//! Queries: answered from views that have folded the whole ledger.

use super::stories::complete;
use super::{Store, StoreError};
use crate::fold::{
    ArticleRecord, CaptureRecord, ObservationRecord, OperationRecord, RevisionRecord, Undoings, revision,
    undone,
};
use crate::ledger::Payloads;
use crate::parallel::in_parallel;
use crate::views::{
    ClaimWithAssertions, PlacedClaim, Said, ViewName, articles, claims, judgements, operations, said,
};
use dateline_core::article::{Capture, Revision};
use dateline_core::claim::ClaimId;
use dateline_core::event::{Event, Recorded};
use dateline_core::id::{ArticleId, OperationNumber, Position, Sha256Hex, Slug, StoryName};
use dateline_core::judgement::Given;
use dateline_core::link::{LinkedClaim, Outline};
use std::collections::BTreeSet;

impl Store {
    /// All articles, by id, each with its current reading.
    pub fn articles(&self) -> Result<Vec<ArticleRecord>, StoreError> {
        self.articles_with_prefix("")
    }

    /// An article, with its current reading.
    pub fn article(&self, id: &ArticleId) -> Result<Option<ArticleRecord>, StoreError> {
        let mut found = self.articles_with_prefix(id.as_str())?;
        Ok(found.pop())
    }

    /// The articles whose ids start with these hexadecimal digits, by id, each with its current reading.
    pub fn articles_with_prefix(&self, hex: &str) -> Result<Vec<ArticleRecord>, StoreError> {
        self.ask(&[ViewName::Articles], |views| {
            self.completed(articles::with_prefix(views.get(ViewName::Articles)?, hex)?)
        })
    }

    /// The articles of a story, by id, each with its current reading.
    pub fn articles_in(&self, story: &StoryName) -> Result<Vec<ArticleRecord>, StoreError> {
        self.ask(&[ViewName::Articles], |views| {
            self.completed(articles::of_story(views.get(ViewName::Articles)?, story)?)
        })
    }

    /// The article that was captured from exactly these bytes, for this story if one is given (or is in it
    /// now). If there are several, the one with the least id. Whether the metadata was the same too is in
    /// its record.
    pub fn has_capture(
        &self,
        bytes: &Sha256Hex,
        story: Option<&StoryName>,
    ) -> Result<Option<ArticleId>, StoreError> {
        self.ask(&[ViewName::Articles], |views| {
            let captured = articles::captured_from(views.get(ViewName::Articles)?, bytes)?;
            let fits = |record: &ArticleRecord, story: &StoryName| {
                let captured_for =
                    |capture: &CaptureRecord| capture.sha256 == *bytes && capture.story == *story;
                record.story == *story || record.captures.iter().any(captured_for)
            };
            let mut fitting =
                captured.into_iter().filter(|record| story.is_none_or(|story| fits(record, story)));
            Ok(fitting.next().map(|record| record.article))
        })
    }

    /// A revision with its text, read from the ledger and compared with its digest.
    pub fn revision_text(&self, record: &RevisionRecord) -> Result<Revision, StoreError> {
        self.text_of(&mut self.ledger.payloads(), record)
    }

    /// A capture with its bytes, read from the ledger.
    pub fn capture_bytes(&self, record: &CaptureRecord) -> Result<Capture, StoreError> {
        match self.ledger.read(record.position)? {
            Recorded { event: Event::Captured(captured), .. } if captured.capture.sha256 == record.sha256 => {
                Ok(captured.capture)
            }
            _ => Err(StoreError::OtherEvent {
                at: record.position,
                what: format!("the bytes with SHA-256 {}", record.sha256),
            }),
        }
    }

    /// Revisions with their texts, in the order given, each read from the ledger and compared with its digest.
    pub fn revision_texts(&self, records: &[&RevisionRecord]) -> Result<Vec<Revision>, StoreError> {
        in_parallel(records.to_vec(), 16, |records| {
            let mut payloads = self.ledger.payloads();
            records.map(|record| self.text_of(&mut payloads, record)).collect()
        })
    }

    fn text_of(&self, payloads: &mut Payloads<'_>, record: &RevisionRecord) -> Result<Revision, StoreError> {
        let is_it = |revision: &Revision| {
            revision.sha256 == record.sha256 && Sha256Hex::of(revision.text.as_bytes()) == record.sha256
        };
        // The text is compared with its digest, so where it was found is no matter.
        let stored = payloads.json(record.position, &record.payload).and_then(|json| revision(&json));
        if let Some(revision) = stored.filter(is_it) {
            return Ok(revision);
        }
        match self.ledger.read(record.position)? {
            Recorded { event: Event::Revision(revision), .. } if is_it(&revision) => Ok(revision),
            _ => Err(StoreError::OtherEvent {
                at: record.position,
                what: format!("the text with SHA-256 {}", record.sha256),
            }),
        }
    }

    /// The stories that have articles, by name.
    pub fn stories(&self) -> Result<Vec<StoryName>, StoreError> {
        self.ask(&[ViewName::Articles], |views| {
            Ok(articles::stories(views.get(ViewName::Articles)?)?.into_iter().collect())
        })
    }

    /// A story's claims, by id; none if there is no such story.
    pub fn claims(&self, story: &StoryName) -> Result<Vec<LinkedClaim>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(claims::of_story(views.get(ViewName::Claims)?, story)?))
    }

    /// The claims that an id names, as their id or as an alias, by story.
    pub fn claims_named(&self, id: &ClaimId) -> Result<Vec<(StoryName, LinkedClaim)>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(claims::named(views.get(ViewName::Claims)?, id)?))
    }

    /// Those of some claims of a story that exist, by id, each with its assertions and their articles in the
    /// order of its members.
    pub fn claims_with_assertions(
        &self,
        story: &StoryName,
        ids: &BTreeSet<ClaimId>,
    ) -> Result<Vec<ClaimWithAssertions>, StoreError> {
        self.ask(&[ViewName::Claims], |views| {
            let view = views.get(ViewName::Claims)?;
            let claims = ids.iter().map(|id| claims::with_assertions(view, story, id));
            Ok(claims.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        })
    }

    /// What an article of a story says: its claims, by id, each with the article's own assertions alone.
    pub fn said_by(
        &self,
        story: &StoryName,
        article: &ArticleId,
    ) -> Result<Vec<ClaimWithAssertions>, StoreError> {
        self.ask(&[ViewName::Claims], |views| {
            Ok(claims::said_by(views.get(ViewName::Claims)?, story, article)?)
        })
    }

    /// The articles of a story that have assertions about a subject.
    pub fn articles_about(
        &self,
        story: &StoryName,
        subject: &Slug,
    ) -> Result<BTreeSet<ArticleId>, StoreError> {
        self.ask(&[ViewName::Claims], |views| {
            Ok(claims::articles_about(views.get(ViewName::Claims)?, story, subject)?)
        })
    }

    /// Everything that is said in a story: its claims with their assertions, and the subjects of its readings.
    pub fn said_in(&self, story: &StoryName) -> Result<Said, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(said::in_story(views.get(ViewName::Claims)?, story)?))
    }

    /// A story's claims, by id, each with the places of its assertions.
    pub fn placed_claims(&self, story: &StoryName) -> Result<Vec<PlacedClaim>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(said::placed(views.get(ViewName::Claims)?, story)?))
    }

    /// The ids of a story's claims, in the order of their text, each with the other ids that name it.
    pub fn claims_called(&self, story: &StoryName) -> Result<Vec<(ClaimId, Vec<ClaimId>)>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(said::called(views.get(ViewName::Claims)?, story)?))
    }

    /// How many assertions a claim of a story has; none if there is no such claim.
    pub fn claim_size(&self, story: &StoryName, id: &ClaimId) -> Result<usize, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(said::count(views.get(ViewName::Claims)?, story, id)?))
    }

    /// What the current readings of a story's articles say, in outline, by article.
    pub fn outlines(&self, story: &StoryName) -> Result<Vec<(ArticleId, Outline)>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(said::outlines(views.get(ViewName::Claims)?, story)?))
    }

    /// The judgements on what belongs together, by position, those of undone operations included.
    pub fn link_judgements(&self) -> Result<Vec<Given>, StoreError> {
        self.ask(&[ViewName::Judgements], |views| Ok(judgements::links(views.get(ViewName::Judgements)?)?))
    }

    /// The ids of a story's claims about a subject.
    pub fn claims_about(&self, story: &StoryName, subject: &Slug) -> Result<BTreeSet<ClaimId>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(said::about(views.get(ViewName::Claims)?, story, subject)?))
    }

    /// The ids of the claims that an id names, as their id or as an alias, by story.
    pub fn claim_ids_named(&self, id: &ClaimId) -> Result<Vec<(StoryName, ClaimId)>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(claims::ids_named(views.get(ViewName::Claims)?, id)?))
    }

    /// The articles of a story, without their readings, by id.
    pub fn article_records_in(&self, story: &StoryName) -> Result<Vec<ArticleRecord>, StoreError> {
        self.ask(&[ViewName::Articles], |views| {
            Ok(articles::of_story(views.get(ViewName::Articles)?, story)?)
        })
    }

    /// Those of some articles that exist, without their readings, by id.
    pub fn article_records(&self, ids: &BTreeSet<&ArticleId>) -> Result<Vec<ArticleRecord>, StoreError> {
        self.ask(&[ViewName::Articles], |views| Ok(articles::some(views.get(ViewName::Articles)?, ids)?))
    }

    /// The claims of which an article has assertions, by id.
    pub fn claims_of_article(&self, article: &ArticleId) -> Result<BTreeSet<ClaimId>, StoreError> {
        self.ask(&[ViewName::Claims], |views| Ok(claims::of_article(views.get(ViewName::Claims)?, article)?))
    }

    /// All operations, by number.
    pub fn operations(&self) -> Result<Vec<OperationRecord>, StoreError> {
        self.ask(&[ViewName::Operations], |views| Ok(operations::all(views.get(ViewName::Operations)?)?))
    }

    /// An operation.
    pub fn operation(&self, number: OperationNumber) -> Result<Option<OperationRecord>, StoreError> {
        self.ask(&[ViewName::Operations], |views| {
            Ok(operations::get(views.get(ViewName::Operations)?, number)?)
        })
    }

    /// What was observed at an address (in canonical form), in order of recording; what undone operations did
    /// is left out.
    pub fn observations(&self, address: &str) -> Result<Vec<ObservationRecord>, StoreError> {
        self.ask(&[ViewName::Operations], |views| {
            let view = views.get(ViewName::Operations)?;
            let mut found = operations::observations(view, address)?;
            if !found.is_empty() {
                let undone = undone(&operations::undoings(view)?);
                found.retain(|record| !undone.contains(&record.operation));
            }
            Ok(found)
        })
    }

    /// Which operation undoes which.
    pub fn undoings(&self) -> Result<Undoings, StoreError> {
        self.ask(&[ViewName::Operations], |views| Ok(operations::undoings(views.get(ViewName::Operations)?)?))
    }

    /// The judgements on assertions of some articles, by article and position, those of undone operations
    /// included. One that names several articles may come more than once.
    pub fn judgements_on(&self, articles: &BTreeSet<&ArticleId>) -> Result<Vec<Given>, StoreError> {
        self.ask(&[ViewName::Judgements], |views| {
            let view = views.get(ViewName::Judgements)?;
            let mut all = Vec::new();
            for article in articles {
                all.extend(judgements::of_article(view, article)?);
            }
            Ok(all)
        })
    }

    fn completed(&self, mut records: Vec<ArticleRecord>) -> Result<Vec<ArticleRecord>, StoreError> {
        let mut events = self.ledger.read_from(Position(0));
        for record in &mut records {
            complete(&mut events, record)?;
        }
        Ok(records)
    }
}
