//! What is written together: articles that are read side by side and appended in the order of the inputs.

use super::plan::Plan;
use super::{Ingest, IngestOutcome, IngestedArticle, Progress};
use crate::error::Error;
use crate::notices;
use crate::reading::{self, ToRead};
use dateline_capture::{CapturedText, MAX_TEXT_BYTES};
use dateline_core::as_of::AsOf;
use dateline_core::assertion::Extraction;
use dateline_core::event::Event;
use dateline_store::{ExpectedPosition, NewCommit};

/// Most articles of a group. Larger ones save little; smaller ones are told of, and can be interrupted, sooner.
pub(super) const GROUP_ARTICLES: usize = 16;
/// Most bytes of text of a group: what the longest article may have.
pub(super) const GROUP_BYTES: usize = MAX_TEXT_BYTES;

/// What is written together.
#[derive(Default)]
pub(super) struct Group {
    pub(super) plans: Vec<Plan>,
    /// The length of their texts.
    pub(super) bytes: usize,
}

impl Group {
    /// Whether a text can be written together with those that are in it. Of two texts of one article the second must
    /// find the first stored.
    pub(super) fn can_take(&self, text: &CapturedText) -> bool {
        let has_room = self.bytes + text.revision.text.len() <= GROUP_BYTES;
        has_room && !self.plans.iter().any(|plan| plan.may_meet(text))
    }
}

impl Ingest<'_, '_> {
    /// Reads a group's texts, appends it with what was observed meanwhile, and leaves an empty one.
    pub(super) fn write(
        &mut self,
        group: &mut Group,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), Error> {
        let group = std::mem::take(group).plans;
        if group.is_empty() && self.observed.is_empty() {
            return Ok(());
        }
        let to_read: Vec<ToRead<'_>> = group.iter().filter_map(Plan::to_read).collect();
        let mut readings = reading::read(&to_read)?.into_iter();
        let recorded = self.workspace.environment.clock.now().date();
        let mut commits = Vec::new();
        let before = self.report.articles.len();
        for plan in group {
            let reading = if plan.to_read().is_some() { readings.next() } else { None };
            let (line, events) = plan.finish(reading.as_ref());
            if let Some(reading) = reading {
                let name = line.article.short();
                self.warnings.extend(notices::warnings(&reading, name, &name[..4], recorded));
                // Of several revisions of an article the newest alone counts: the last reading is of that one.
                let to_review = self.to_review(&line, &reading)?;
                self.read.insert(line.article.clone(), (line.count, to_review));
                self.touched.insert(line.story.clone());
                let reading = Event::Extracted(reading);
                commits.extend(self.commit(events.into_iter().chain([reading]).collect())?);
            }
            self.report.articles.push(line);
        }
        for event in std::mem::take(&mut self.observed) {
            commits.extend(self.commit(vec![event])?);
        }
        if !commits.is_empty() {
            self.workspace.store.append(ExpectedPosition::At(self.workspace.store.head().next), &commits)?;
            self.report.op = Some(self.operation);
        }
        progress(Progress::Acknowledged(&self.report.articles[before..]));
        Ok(())
    }

    /// How many assertions of a reading wait to be reviewed.
    fn to_review(&self, line: &IngestedArticle, reading: &Extraction) -> Result<usize, Error> {
        // Nobody has judged what is said in an article that was not known; but one may come again that was undone.
        if line.outcome == IngestOutcome::Stored && self.workspace.store.undoings()?.is_empty() {
            return Ok(line.count.without_statements());
        }
        self.workspace.query(AsOf::default())?.to_review(reading)
    }

    /// A commit of these events, of which the first of all begins the operation; none in a rehearsal.
    pub(super) fn commit(&mut self, mut events: Vec<Event>) -> Result<Option<NewCommit>, Error> {
        if self.options.dry_run {
            return Ok(None);
        }
        if !std::mem::replace(&mut self.begun, true) {
            events.insert(0, self.workspace.environment.began(self.command, &self.options.arguments));
        }
        self.workspace.commit(self.operation, events).map(Some)
    }
}
