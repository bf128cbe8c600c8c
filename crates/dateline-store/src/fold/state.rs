//! All records in memory: what the views must equal, and how the workspace looked at an operation.

use super::{
    ArticleRecord, Articles, Digest, Judgements, ObservationRecord, OperationRecord, Operations, Undoings,
    judge, link, links, undone,
};
use dateline_core::claim::ClaimId;
use dateline_core::event::{Event, Recorded};
use dateline_core::id::{ArticleId, OperationNumber, Position, StoryName};
use dateline_core::judgement::{Current, Given, Links, Target};
use dateline_core::link::LinkedClaim;
use std::collections::{BTreeMap, BTreeSet};

/// A fold from zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    pub(crate) articles: Articles,
    pub(crate) operations: Operations,
    pub(crate) claims: BTreeMap<StoryName, Vec<LinkedClaim>>,
    pub(crate) judgements: Judgements,
    next: u64,
}

impl State {
    /// Folds events, given in order from the first, and derives the claims.
    ///
    /// # Errors
    /// The first error among the events.
    pub fn fold<E>(events: impl IntoIterator<Item = Result<Recorded, E>>) -> Result<Self, E> {
        let mut state = Self::default();
        let mut digests = Vec::new();
        let mut readings = BTreeMap::new();
        for recorded in events {
            let recorded = recorded?;
            state.next = recorded.header.seq.0 + 1;
            let digest = Digest::from(&recorded);
            state.operations.fold(&digest);
            judge(&mut state.judgements, &digest);
            if let Event::Extracted(extraction) = recorded.event {
                readings.insert(recorded.header.seq, extraction);
            }
            // What counts is known only when all undoings are.
            digests.extend(digest.article().is_some().then_some(digest));
        }
        let undone = state.undone_of_articles();
        for digest in &digests {
            ArticleRecord::fold(&mut state.articles, digest, &undone);
        }
        for record in state.articles.values_mut() {
            record.extraction = record.reading.as_ref().and_then(|it| readings.remove(&it.position));
        }
        state.derive_claims();
        Ok(state)
    }

    /// [`State::fold`] up to and including operation `last`.
    ///
    /// # Errors
    /// The first error among the events.
    pub fn fold_to<E>(
        last: OperationNumber,
        events: impl IntoIterator<Item = Result<Recorded, E>>,
    ) -> Result<Self, E> {
        let within =
            |read: &Result<Recorded, E>| read.as_ref().map_or(true, |recorded| recorded.header.op <= last);
        // Operations never run backwards in the ledger, so the first later one ends it.
        Self::fold(events.into_iter().take_while(within))
    }

    /// The operations that count no more.
    pub fn undone(&self) -> BTreeSet<OperationNumber> {
        undone(&self.operations.undoings)
    }

    /// Which operation undoes which.
    pub fn undoings(&self) -> &Undoings {
        &self.operations.undoings
    }

    /// What was observed at an address (in canonical form), in order of recording; what undone operations did is
    /// left out.
    pub fn observations(&self, address: &str) -> Vec<ObservationRecord> {
        let (first, last) = (Position(0), Position(u64::MAX));
        let range = (address.to_owned(), first)..=(address.to_owned(), last);
        let undone = self.undone();
        let all = self.operations.observations.range(range).map(|(_, record)| record);
        all.filter(|record| !undone.contains(&record.operation)).cloned().collect()
    }

    /// Those of the operations that count no more that recorded something about articles.
    pub(crate) fn undone_of_articles(&self) -> BTreeSet<OperationNumber> {
        let mut undone = self.undone();
        undone.retain(|number| self.operations.records.get(number).is_some_and(|it| it.touches_articles));
        undone
    }

    /// What the judgements in force say of each story's links.
    pub(crate) fn links(&self) -> BTreeMap<StoryName, Links> {
        let place = |article: &ArticleId, targets: &[&Target]| {
            let place = |record: &ArticleRecord| {
                let reading = record.extraction.as_ref();
                let current = reading.map(|reading| Current::of(targets.iter().copied(), reading));
                (record.story.clone(), current.unwrap_or_default())
            };
            Ok::<_, std::convert::Infallible>(self.article(article).map(place))
        };
        match links(self.judgements.values(), &self.undone(), place) {
            Ok(links) => links,
            Err(never) => match never {},
        }
    }

    /// All judgements, by position, those of undone operations included.
    pub fn judgements(&self) -> impl Iterator<Item = &Given> {
        self.judgements.values()
    }

    fn derive_claims(&mut self) {
        let mut stories: BTreeMap<&StoryName, Vec<&ArticleRecord>> = BTreeMap::new();
        for record in self.articles() {
            stories.entry(&record.story).or_default().push(record);
        }
        let links = self.links();
        let none = Links::default();
        let linked = stories.into_iter().map(|(story, articles)| {
            (story.clone(), link(story, articles, links.get(story).unwrap_or(&none)))
        });
        self.claims = linked.collect();
    }

    /// Where the fold ended: the position of the next event.
    pub fn next(&self) -> Position {
        Position(self.next)
    }

    /// All articles, by id.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleRecord> {
        self.articles.values().filter(|record| !record.hidden)
    }

    /// An article.
    pub fn article(&self, id: &ArticleId) -> Option<&ArticleRecord> {
        self.articles.get(id).filter(|record| !record.hidden)
    }

    /// The articles whose ids start with `hex`.
    pub fn articles_with_prefix(&self, hex: &str) -> Vec<&ArticleRecord> {
        self.articles().filter(|record| record.article.as_str().starts_with(hex)).collect()
    }

    /// The stories that have articles, by name.
    pub fn stories(&self) -> impl Iterator<Item = &StoryName> {
        self.claims.keys()
    }

    /// A story's claims, by id; none if there is no such story.
    pub fn claims(&self, story: &StoryName) -> &[LinkedClaim] {
        self.claims.get(story).map_or(&[], Vec::as_slice)
    }

    /// The claims that an id names, as their id or as an alias, by story.
    pub fn claims_named(&self, id: &ClaimId) -> Vec<(&StoryName, &LinkedClaim)> {
        let named = |claim: &&LinkedClaim| claim.id == *id || claim.aliases.contains(id);
        self.claims
            .iter()
            .flat_map(|(story, claims)| claims.iter().filter(named).map(move |claim| (story, claim)))
            .collect()
    }

    /// All operations, by number.
    pub fn operations(&self) -> impl Iterator<Item = &OperationRecord> {
        self.operations.records.values()
    }
}
