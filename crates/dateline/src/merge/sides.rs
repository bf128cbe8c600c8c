//! What two workspaces tell of the articles that both know.
//!
//! What is told of an article holds in the order in which it was recorded, and the two ledgers hold what they
//! have in common in different orders. So it is put together in both: as this ledger will stand, and as the other
//! will once it has taken in this one.

use crate::error::Error;
use crate::workspace::Workspace;
use dateline_core::article::Metadata;
use dateline_core::event::Event;
use dateline_core::id::{ArticleId, CommitId, OperationNumber, Position, Sha256Hex, StoryName};
use dateline_store::{Foreign, Undoings, undone};
use std::collections::{BTreeMap, BTreeSet};

/// What events tell of an article, in some order.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    captured: Metadata,
    set: Metadata,
    captured_story: Option<StoryName>,
    set_story: Option<StoryName>,
    pub(super) text: Option<Sha256Hex>,
}

/// What an event tells of an article.
#[derive(Debug)]
enum Fact {
    Captured(Metadata, StoryName),
    Set(Metadata, Option<StoryName>),
    Text(Sha256Hex),
}

impl Fact {
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Captured(it) => Some(Self::Captured(it.metadata.clone(), it.story.clone())),
            Event::MetadataSet(it) => Some(Self::Set(it.metadata.clone(), it.story.clone())),
            Event::Revision(it) => Some(Self::Text(it.sha256.clone())),
            _ => None,
        }
    }
}

impl Told {
    fn take(&mut self, fact: &Fact) {
        match fact {
            Fact::Captured(metadata, story) => {
                self.captured = std::mem::take(&mut self.captured).overridden_by(metadata);
                self.captured_story = Some(story.clone());
            }
            Fact::Text(sha256) => self.text = Some(sha256.clone()),
            Fact::Set(metadata, story) => {
                self.set = std::mem::take(&mut self.set).overridden_by(metadata);
                self.set_story = story.clone().or(self.set_story.take());
            }
        }
    }

    pub(super) fn metadata(&self) -> Metadata {
        self.captured.clone().overridden_by(&self.set)
    }

    pub(super) fn story(&self) -> StoryName {
        self.set_story.as_ref().or(self.captured_story.as_ref()).cloned().unwrap_or_else(StoryName::inbox)
    }

    /// What is told, by field.
    pub(super) fn fields(&self) -> BTreeMap<String, String> {
        let metadata = serde_json::to_value(self.metadata()).unwrap_or_default();
        let mut fields: BTreeMap<String, String> = metadata
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or("unknown").to_owned()))
            .collect();
        fields.insert("story".to_owned(), self.story().to_string());
        let text = self.text.as_ref().map_or("none", |sha256| sha256.as_str());
        fields.insert("text".to_owned(), text.to_owned());
        fields
    }
}

/// What holds of an article if this workspace is followed, and if the other is.
#[derive(Debug)]
pub(super) struct Sides {
    pub(super) here: Told,
    pub(super) there: Told,
}

/// What commits tell of articles, those that count.
type Facts = BTreeMap<CommitId, Vec<(ArticleId, Fact)>>;

/// What is told if commits are recorded in an order.
fn told<'c>(order: impl Iterator<Item = &'c CommitId>, facts: &Facts) -> BTreeMap<&ArticleId, Told> {
    let mut all: BTreeMap<&ArticleId, Told> = BTreeMap::new();
    for (article, fact) in order.filter_map(|commit| facts.get(commit)).flatten() {
        all.entry(article).or_default().take(fact);
    }
    all
}

/// The operations that the commits to be taken in will belong to, each a new one of this workspace after `op`.
pub(super) fn numbers(foreign: &Foreign, op: OperationNumber) -> BTreeMap<OperationNumber, OperationNumber> {
    let mut numbers = BTreeMap::new();
    for commit in &foreign.new {
        let next = OperationNumber(op.0 + 1 + numbers.len() as u64);
        numbers.entry(commit.operation).or_insert(next);
    }
    numbers
}

impl Workspace {
    /// What each of the two tells of the articles of which the order of recording may matter: those that one has
    /// recorded something about that the other has not, and all that both know if either undid anything. What
    /// counts no more, here or there, is left out. `numbers` are the operations that what is taken in will
    /// belong to.
    pub(super) fn sides(
        &self,
        foreign: &Foreign,
        numbers: &BTreeMap<OperationNumber, OperationNumber>,
    ) -> Result<BTreeMap<ArticleId, Sides>, Error> {
        let new = foreign.new.iter().flat_map(|commit| &commit.events).filter_map(|it| it.event.article());
        let new: BTreeSet<&ArticleId> = new.collect();
        let own: BTreeSet<&ArticleId> = foreign.own.values().flatten().collect();
        let is_wanted = |article: &ArticleId| {
            foreign.here.contains(article)
                && foreign.articles.contains(article)
                && (foreign.undoes || new.contains(article) || own.contains(article))
        };
        if !foreign.articles.iter().any(is_wanted) {
            return Ok(BTreeMap::new());
        }
        let gone = self.undone_in_both(foreign, numbers)?;
        let mut facts = Facts::new();
        let mut tell = |commit: &CommitId, op: &OperationNumber, event: &Event| {
            if let Some(article) = event.article().filter(|it| is_wanted(it) && !gone.contains(op)) {
                let fact = Fact::of(event).map(|fact| (article.clone(), fact));
                facts.entry(commit.clone()).or_default().extend(fact);
            }
        };
        let mut order: Vec<CommitId> = Vec::new();
        for recorded in self.store.ledger().read_from(Position(0)) {
            let recorded = recorded.map_err(dateline_store::StoreError::from)?;
            let header = &recorded.header;
            tell(&header.commit, &header.op, &recorded.event);
            if order.last() != Some(&header.commit) {
                order.push(header.commit.clone());
            }
        }
        for commit in &foreign.new {
            commit.events.iter().for_each(|it| tell(&commit.commit, &numbers[&commit.operation], &it.event));
        }
        let theirs_last = told(order.iter().chain(foreign.new.iter().map(|it| &it.commit)), &facts);
        let own_last = order.iter().filter(|commit| foreign.own.contains_key(*commit));
        let mut ours_last = told(foreign.order.iter().chain(own_last), &facts);
        let sides = theirs_last.into_iter().filter_map(|(article, theirs_last)| {
            let ours_last = ours_last.remove(article)?;
            // Where neither has anything new, the two differ in the order of what they have in common.
            let (here, there) = if own.contains(article) || new.contains(article) {
                (ours_last, theirs_last)
            } else {
                (theirs_last, ours_last)
            };
            Some((article.clone(), Sides { here, there }))
        });
        Ok(sides.collect())
    }

    /// The operations that count no more once the file is taken in.
    fn undone_in_both(
        &self,
        foreign: &Foreign,
        numbers: &BTreeMap<OperationNumber, OperationNumber>,
    ) -> Result<BTreeSet<OperationNumber>, Error> {
        let mut undoings: Undoings = self.store.undoings()?;
        let records = self.store.operations()?;
        let mut begun: BTreeMap<&CommitId, OperationNumber> =
            records.iter().map(|record| (&record.begun_by, record.number)).collect();
        let mut known: BTreeSet<OperationNumber> = BTreeSet::new();
        for commit in &foreign.new {
            let number = numbers[&commit.operation];
            if known.insert(number) {
                begun.insert(&commit.commit, number);
            }
            for event in &commit.events {
                if let Event::Undone(it) = &event.event
                    && let Some(target) = begun.get(&it.begun_by).filter(|target| **target < number)
                {
                    undoings.insert((number, *target));
                }
            }
        }
        Ok(undone(&undoings))
    }
}
