//! Two workspaces brought together: the commits of the other that are not here are appended as new operations.
//!
//! Judgements and undoings say the same in any order. What was told of an article does not, so where the two
//! would differ a person says which holds, and that is an event of its own. `docs/decisions/0016-merging.md`.

use crate::answer::Answer;
use crate::error::Error;
use crate::workspace::Workspace;
use dateline_core::article::Metadata;
use dateline_core::event::{Event, Imported, MetadataSet, TakenIn};
use dateline_core::id::{ArticleId, OperationNumber, Position, Sha256Hex, StoryName};
use dateline_store::{ExpectedPosition, Foreign, NewCommit};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Which workspace holds where both told something else of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefer {
    /// This one.
    Here,
    /// The other one.
    There,
}

/// What merging did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergedLedger {
    /// The file.
    pub file: String,
    /// How many events it holds.
    pub events: u64,
    /// The operation that tells of the merge; `None` if nothing was new.
    pub op: Option<OperationNumber>,
    /// How many operations of the other workspace were taken in.
    pub operations: usize,
    /// How many of its commits.
    pub commits: usize,
    /// Articles of which both had recorded something, and which were read again.
    pub read_again: Vec<ArticleId>,
    /// What was decided by preference.
    pub decided: Vec<MergeConflict>,
}

/// What two workspaces say otherwise of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeConflict {
    /// The article.
    pub article: ArticleId,
    /// What of it: a field of its metadata, `story` or `text`.
    pub field: String,
    /// What holds here.
    pub here: String,
    /// What holds there.
    pub there: String,
}

impl std::fmt::Display for MergeConflict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: here {:?}, there {:?}", self.article.short(), self.field, self.here, self.there)
    }
}

/// What events tell of an article, in some order.
#[derive(Debug, Clone, Default)]
struct Told {
    captured: Metadata,
    set: Metadata,
    captured_story: Option<StoryName>,
    set_story: Option<StoryName>,
    text: Option<Sha256Hex>,
}

/// An article that is to be read again; what was decided of it, if anything was.
#[derive(Debug)]
struct Again {
    article: ArticleId,
    story: Option<StoryName>,
    metadata: Option<Metadata>,
    text: Option<Sha256Hex>,
}

impl Told {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Captured(it) => {
                self.captured = std::mem::take(&mut self.captured).overridden_by(&it.metadata);
                self.captured_story = Some(it.story.clone());
            }
            Event::Revision(revision) => self.text = Some(revision.sha256.clone()),
            Event::MetadataSet(it) => {
                self.set = std::mem::take(&mut self.set).overridden_by(&it.metadata);
                self.set_story = it.story.clone().or(self.set_story.take());
            }
            _ => {}
        }
    }

    fn metadata(&self) -> Metadata {
        self.captured.clone().overridden_by(&self.set)
    }

    fn story(&self) -> StoryName {
        self.set_story.as_ref().or(self.captured_story.as_ref()).cloned().unwrap_or_else(StoryName::inbox)
    }

    /// What is told, by field.
    fn fields(&self) -> BTreeMap<String, String> {
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

/// The events on one article: those that both have, and those of each.
#[derive(Debug, Default)]
struct Sides {
    common: Vec<Event>,
    here: Vec<Event>,
    there: Vec<Event>,
}

impl Sides {
    /// What holds if `first` had been recorded before `last`.
    fn told(&self, first: &[Event], last: &[Event]) -> Told {
        let mut told = Told::default();
        self.common.iter().chain(first).chain(last).for_each(|event| told.take(event));
        told
    }
}

impl Workspace {
    /// Takes in what an exported ledger holds and this one does not, commit by commit, as new operations that
    /// keep their commits' ids, their events and who recorded them. Nothing is changed unless the whole file is
    /// as it was exported.
    ///
    /// # Errors
    /// Where both told something else of one article, unless `prefer` says which holds.
    pub fn merge_jsonl(
        &mut self,
        path: &Path,
        prefer: Option<Prefer>,
        arguments: &[String],
    ) -> Result<Answer<MergedLedger>, Error> {
        let foreign = self.store.read_foreign(path).map_err(Error::Import)?;
        let sides = self.sides(&foreign)?;
        let mut decided = Vec::new();
        let mut again: Vec<Again> = Vec::new();
        for (article, sides) in &sides {
            let here_last = sides.told(&sides.there, &sides.here);
            let there_last = sides.told(&sides.here, &sides.there);
            let (here, there) = (here_last.fields(), there_last.fields());
            let before = decided.len();
            decided.extend(here.iter().filter(|(field, told)| there.get(*field) != Some(told)).map(
                |(field, told)| MergeConflict {
                    article: article.clone(),
                    field: field.clone(),
                    here: told.clone(),
                    there: there.get(field).cloned().unwrap_or_default(),
                },
            ));
            let holds = if prefer == Some(Prefer::Here) { here_last } else { there_last };
            let conflicts = decided.len() > before;
            let of_text = decided[before..].iter().any(|it| it.field == "text");
            again.push(Again {
                article: article.clone(),
                story: conflicts.then(|| holds.story()),
                metadata: conflicts.then(|| holds.metadata()),
                text: holds.text.clone().filter(|_| of_text),
            });
        }
        if prefer.is_none() && !decided.is_empty() {
            return Err(Error::MergeConflicts { conflicts: decided });
        }
        let mut data = MergedLedger {
            file: path.display().to_string(),
            events: foreign.events,
            op: None,
            operations: 0,
            commits: foreign.new.len(),
            read_again: again.iter().map(|it| it.article.clone()).collect(),
            decided,
        };
        let named = foreign.new.iter().flat_map(|commit| &commit.events).filter_map(|it| it.event.article());
        let touched: BTreeSet<ArticleId> = if foreign.undoes {
            foreign.articles.clone()
        } else {
            named.filter(|article| foreign.here.contains(*article)).cloned().collect()
        };
        if !foreign.new.is_empty() {
            let (op, operations) = self.take_in(foreign, &again, &touched, arguments)?;
            (data.op, data.operations) = (Some(op), operations);
        }
        Ok(Answer {
            schema: "dateline.merge-jsonl/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data,
            warnings: self.noticed.clone(),
            next: vec!["dateline review --list".to_owned()],
        })
    }

    /// The events on articles of which both have recorded something that the other has not.
    fn sides(&self, foreign: &Foreign) -> Result<BTreeMap<ArticleId, Sides>, Error> {
        let theirs: BTreeSet<&ArticleId> = foreign
            .new
            .iter()
            .flat_map(|commit| &commit.events)
            .filter_map(|it| it.event.article())
            .collect();
        let ours: BTreeSet<&ArticleId> = foreign.own.values().flatten().collect();
        let mut sides: BTreeMap<ArticleId, Sides> =
            theirs.intersection(&ours).map(|article| ((*article).clone(), Sides::default())).collect();
        if sides.is_empty() {
            return Ok(sides);
        }
        for recorded in self.store.ledger().read_from(Position(0)) {
            let recorded = recorded.map_err(dateline_store::StoreError::from)?;
            let Some(side) = recorded.event.article().and_then(|article| sides.get_mut(article)) else {
                continue;
            };
            let is_own = foreign.own.contains_key(&recorded.header.commit);
            if is_own { side.here.push(recorded.event) } else { side.common.push(recorded.event) }
        }
        for event in foreign.new.iter().flat_map(|commit| &commit.events) {
            if let Some(side) = event.event.article().and_then(|article| sides.get_mut(article)) {
                side.there.push(event.event.clone());
            }
        }
        Ok(sides)
    }

    /// Appends the other's commits, and new readings of the articles that both had touched. Gives the operation
    /// that tells of it, and how many were taken in.
    fn take_in(
        &mut self,
        foreign: Foreign,
        again: &[Again],
        touched: &BTreeSet<ArticleId>,
        arguments: &[String],
    ) -> Result<(OperationNumber, usize), Error> {
        let op = OperationNumber(self.last_operation().0 + 1);
        let mut numbers: BTreeMap<OperationNumber, OperationNumber> = BTreeMap::new();
        for commit in &foreign.new {
            let next = OperationNumber(op.0 + 1 + numbers.len() as u64);
            numbers.entry(commit.operation).or_insert(next);
        }
        let taken_in: Vec<TakenIn> = foreign
            .new
            .iter()
            .map(|commit| TakenIn {
                commit: commit.commit.clone(),
                operation: commit.operation,
                recorded_at: commit.recorded_at.clone(),
            })
            .collect();
        let began = self.environment.began("import jsonl", arguments);
        let imported = Event::Imported(Imported { head: foreign.head, commits: taken_in });
        let mut commits = vec![self.commit(op, vec![began, imported])?];
        let now = self.environment.clock.now();
        commits.extend(foreign.new.into_iter().map(|commit| NewCommit {
            operation: numbers.get(&commit.operation).copied().unwrap_or(op),
            recorded_at: now.clone(),
            ..commit
        }));
        self.store.append(ExpectedPosition::At(self.store.head().next), &commits)?;
        self.read_again(again, touched, arguments)?;
        Ok((op, numbers.len()))
    }

    /// Records what was decided of articles, and reads those again whose readings are not what is known of them
    /// now.
    fn read_again(
        &mut self,
        again: &[Again],
        touched: &BTreeSet<ArticleId>,
        arguments: &[String],
    ) -> Result<(), Error> {
        let mut decided = Vec::new();
        for Again { article, story, metadata, text } in again {
            let (Some(metadata), Some(record)) = (metadata, self.store.article(article)?) else { continue };
            let holds = text.as_ref().and_then(|text| record.revisions.iter().find(|it| it.sha256 == *text));
            if let Some(holds) = holds {
                decided.push(Event::Revision(self.store.revision_text(holds)?));
            }
            let (article, metadata) = (article.clone(), metadata.clone());
            decided.push(Event::MetadataSet(MetadataSet { article, metadata, story: story.clone() }));
        }
        let op = OperationNumber(self.last_operation().0 + 1);
        let mut began = vec![self.environment.began("import jsonl", arguments)];
        if !decided.is_empty() {
            let commit = self.commit(op, began.drain(..).chain(decided).collect())?;
            self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        }
        let stale = self.stale_readings(touched)?;
        if !stale.is_empty() {
            let commit = self.commit(op, began.into_iter().chain(stale).collect())?;
            self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
