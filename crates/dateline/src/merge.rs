//! Two workspaces brought together: the commits of the other that are not here are appended as new operations.
//!
//! Judgements and undoings say the same in any order. What was told of an article does not, so where the two
//! would differ a person says which holds, and that is an event of its own. `docs/decisions/0016-merging.md`.

mod sides;

use crate::answer::{Answer, Warning};
use crate::error::{Error, MergeConflict};
use crate::twins::{Pages, Twins};
use crate::workspace::Workspace;
use dateline_core::article::Metadata;
use dateline_core::event::{Event, Imported, MetadataSet, TakenIn};
use dateline_core::id::{ArticleId, OperationNumber, Sha256Hex, StoryName};
use dateline_store::{ExpectedPosition, Foreign, NewCommit};
use serde::Serialize;
use sides::{Sides, numbers};
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
    /// Articles whose readings were not what both together tell of them, and which were read again.
    pub read_again: Vec<ArticleId>,
    /// What was decided by preference.
    pub decided: Vec<MergeConflict>,
}

/// What holds of an article of which the two tell otherwise.
#[derive(Debug)]
struct Decided {
    article: ArticleId,
    story: StoryName,
    metadata: Metadata,
    /// The text, if the two differ in it.
    text: Option<Sha256Hex>,
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
        let numbers = numbers(&foreign, OperationNumber(self.last_operation().0 + 1));
        let sides = self.sides(&foreign, &numbers)?;
        let mut decided = Vec::new();
        let mut again: Vec<Decided> = Vec::new();
        for (article, Sides { here: told_here, there: told_there }) in &sides {
            let (here, there) = (told_here.fields(), told_there.fields());
            let before = decided.len();
            decided.extend(here.iter().filter(|(field, told)| there.get(*field) != Some(told)).map(
                |(field, told)| MergeConflict {
                    article: article.clone(),
                    field: field.clone(),
                    here: told.clone(),
                    there: there.get(field).cloned().unwrap_or_default(),
                },
            ));
            let holds = if prefer == Some(Prefer::Here) { told_here } else { told_there };
            let conflicts = decided.len() > before;
            let of_text = decided[before..].iter().any(|it| it.field == "text");
            if !conflicts {
                continue;
            }
            again.push(Decided {
                article: article.clone(),
                story: holds.story(),
                metadata: holds.metadata(),
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
            read_again: Vec::new(),
            decided,
        };
        let named = foreign.new.iter().flat_map(|commit| &commit.events).filter_map(|it| it.event.article());
        // Where nothing is new, an import may have been cut short before it read again.
        let touched: BTreeSet<ArticleId> = if foreign.undoes || foreign.new.is_empty() {
            foreign.articles.clone()
        } else {
            named.filter(|article| foreign.here.contains(*article)).cloned().collect()
        };
        let events = self.decided(&again, &foreign)?;
        let came = foreign.new.iter().flat_map(|commit| &commit.events);
        let came: BTreeSet<ArticleId> = came.filter_map(|it| it.event.article().cloned()).collect();
        let (op, commits) = self.prepared(foreign, &numbers, events, arguments)?;
        if !commits.is_empty() {
            self.store.append(ExpectedPosition::At(self.store.head().next), &commits)?;
            (data.op, data.operations) = (Some(op), numbers.len());
        }
        data.read_again = self.read_again(&touched, arguments)?;
        if data.op.is_none() && !data.read_again.is_empty() {
            data.op = Some(self.last_operation());
        }
        Ok(Answer {
            schema: "dateline.merge-jsonl/1",
            at_op: self.last_operation(),
            basis: crate::answer::Basis::default(),
            data,
            warnings: self.noticed.iter().cloned().chain(self.twins_of(&came)?).collect(),
            next: vec!["dateline review --list".to_owned()],
        })
    }

    /// Which of some articles are the pages of others, whose addresses were only written otherwise.
    fn twins_of(&self, articles: &BTreeSet<ArticleId>) -> Result<Vec<Warning>, Error> {
        let own = self.store.article_records(&articles.iter().collect())?;
        let others: BTreeSet<ArticleId> = own.iter().flat_map(Pages::called_otherwise).collect();
        let others = self.store.article_records(&others.difference(articles).collect())?;
        let mut pages = Pages::default();
        own.iter().chain(&others).for_each(|record| pages.read(record));
        let warning = |twins: &Twins| Warning::new(twins.in_words()).hint("dateline audit --explain S11");
        Ok(pages.twins().iter().map(warning).collect())
    }

    /// What was decided of articles, as events.
    fn decided(&self, again: &[Decided], foreign: &Foreign) -> Result<Vec<Event>, Error> {
        let mut decided = Vec::new();
        for Decided { article, story, metadata, text } in again {
            if let Some(text) = text {
                let taken_in = foreign.new.iter().flat_map(|commit| &commit.events);
                let mut revisions = taken_in.filter_map(|it| match &it.event {
                    Event::Revision(revision) if revision.article == *article => Some(revision),
                    _ => None,
                });
                if let Some(revision) = revisions.find(|it| it.sha256 == *text) {
                    decided.push(Event::Revision(revision.clone()));
                } else if let Some(record) = self.store.article(article)?
                    && let Some(holds) = record.revision(text)
                {
                    decided.push(Event::Revision(self.store.revision_text(holds)?));
                }
            }
            let (article, metadata) = (article.clone(), metadata.clone());
            decided.push(Event::MetadataSet(MetadataSet { article, metadata, story: Some(story.clone()) }));
        }
        Ok(decided)
    }

    /// The other's commits as they are appended here: one that tells of the import, theirs as operations of
    /// their own, and last what was decided. Gives the operation that tells of it.
    fn prepared(
        &mut self,
        foreign: Foreign,
        numbers: &BTreeMap<OperationNumber, OperationNumber>,
        decided: Vec<Event>,
        arguments: &[String],
    ) -> Result<(OperationNumber, Vec<NewCommit>), Error> {
        let op = OperationNumber(self.last_operation().0 + 1);
        let taken_in: Vec<TakenIn> = foreign
            .new
            .iter()
            .map(|commit| TakenIn {
                commit: commit.commit.clone(),
                operation: commit.operation,
                recorded_at: commit.recorded_at.clone(),
            })
            .collect();
        let mut commits = Vec::new();
        let mut last = op;
        if !taken_in.is_empty() {
            let began = self.environment.began("import jsonl", arguments);
            let imported = Event::Imported(Imported { head: foreign.head, commits: taken_in });
            commits.push(self.commit(op, vec![began, imported])?);
            last = OperationNumber(op.0 + numbers.len() as u64 + 1);
        }
        let now = self.environment.clock.now();
        commits.extend(foreign.new.into_iter().map(|commit| NewCommit {
            operation: numbers[&commit.operation],
            recorded_at: now.clone(),
            ..commit
        }));
        if !decided.is_empty() {
            let began = self.environment.began("import jsonl", arguments);
            commits.push(self.commit(last, std::iter::once(began).chain(decided).collect())?);
        }
        Ok((op, commits))
    }

    /// Reads those of some articles again whose readings are not what is known of them now, and gives these.
    fn read_again(
        &mut self,
        articles: &BTreeSet<ArticleId>,
        arguments: &[String],
    ) -> Result<Vec<ArticleId>, Error> {
        let stale = self.stale_readings(articles)?;
        if stale.is_empty() {
            return Ok(Vec::new());
        }
        let read = stale.iter().filter_map(|event| event.article().cloned()).collect();
        let op = OperationNumber(self.last_operation().0 + 1);
        let began = self.environment.began("import jsonl", arguments);
        let commit = self.commit(op, std::iter::once(began).chain(stale).collect())?;
        self.store.append(ExpectedPosition::At(self.store.head().next), &[commit])?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
