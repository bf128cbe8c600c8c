//! Watching addresses: which are looked at, when each is due, and what a look gave.
//!
//! Looking is left to the caller, so that nobody is kept from the workspace while a server is waited for:
//! [`Workspace::watch_due`] says what to ask, [`Workspace::watch_looked`] takes what came.

use crate::answer::{Answer, Basis, Warning};
use crate::error::Error;
use crate::ingest::{IngestFailure, IngestOptions, IngestedArticle};
use crate::workspace::Workspace;
use dateline_capture::fetch::{Answer as Came, Answered, Ask};
use dateline_capture::url;
use dateline_core::event::RecordedAt;
use dateline_core::fetch::{FetchFailure, Sighting};
use dateline_core::id::{OperationNumber, StoryName};
use dateline_store::Watch;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// After failures in a row an address is looked at less and less often, down to once a day.
const RAREST_S: u64 = 24 * 60 * 60;
/// How often the time between two looks is doubled at most.
const MOST_DOUBLINGS: u32 = 10;

/// The addresses that are watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchList {
    /// The addresses, in order.
    pub watches: Vec<WatchLine>,
    /// How many of them were added or removed by this.
    pub changed: usize,
}

/// An address that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchLine {
    /// The address, in canonical form.
    pub address: String,
    /// The story that its articles belong to, if one was chosen.
    pub story: Option<StoryName>,
    /// How often it is looked at, in seconds.
    pub every_s: u64,
    /// When it was looked at last.
    pub checked_at: Option<RecordedAt>,
    /// What was seen then.
    pub seen: Option<Sighting>,
    /// Since when that is seen, look by look.
    pub seen_since: Option<RecordedAt>,
    /// How often in a row nothing was learned.
    pub failures: u32,
    /// When it is looked at again; `null` for at once.
    pub due_at: Option<RecordedAt>,
}

/// What looking at an address gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Look {
    /// The address.
    pub address: String,
    /// What was seen.
    pub seen: Sighting,
    /// Since when that is seen, look by look.
    pub seen_since: RecordedAt,
    /// What became of the articles that came.
    pub articles: Vec<IngestedArticle>,
    /// What could not be taken, and why.
    pub failures: Vec<IngestFailure>,
    /// The operation; `None` if it was as recorded before.
    pub op: Option<OperationNumber>,
    /// When it is looked at again.
    pub due_at: RecordedAt,
}

/// What a round of looking gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchRound {
    /// What each look gave, in order.
    pub looks: Vec<Look>,
    /// How many addresses were due and not looked at, because it was stopped.
    pub not_reached: usize,
    /// When the next address is due; `null` if none is watched.
    pub next_due_at: Option<RecordedAt>,
}

impl Workspace {
    /// Watches addresses from now on, or otherwise than before. `every_s` is the time between two looks.
    pub fn watch_add(
        &mut self,
        addresses: &[String],
        every_s: u64,
        story: Option<&StoryName>,
    ) -> Result<Answer<WatchList>, Error> {
        let now = self.environment.clock.now();
        let mut watches = self.store.watches()?;
        let mut changed = 0;
        for typed in addresses {
            let address = canonical(typed)?;
            let before = watches.get(&address).cloned();
            let fresh = Watch {
                story: None,
                every_s,
                added_at: now.clone(),
                checked_at: None,
                seen: None,
                seen_since: None,
                failures: 0,
                due_at: None,
            };
            let mut watch = before.clone().unwrap_or(fresh);
            watch.every_s = every_s;
            watch.story = story.cloned().or(watch.story);
            changed += usize::from(before.as_ref() != Some(&watch));
            watches.insert(address, watch);
        }
        self.store.set_watches(&watches)?;
        self.watch_answer(changed)
    }

    /// Watches addresses no longer. What was recorded of them stays.
    pub fn watch_remove(&mut self, addresses: &[String]) -> Result<Answer<WatchList>, Error> {
        let mut watches = self.store.watches()?;
        for typed in addresses {
            let address = canonical(typed)?;
            if watches.remove(&address).is_none() {
                return Err(Error::BadReference {
                    reference: typed.clone(),
                    why: "that address is not watched (dateline watch list)".to_owned(),
                });
            }
        }
        self.store.set_watches(&watches)?;
        self.watch_answer(addresses.len())
    }

    /// The addresses that are watched.
    pub fn watch_list(&self) -> Result<Answer<WatchList>, Error> {
        self.watch_answer(0)
    }

    /// What is to be asked now, the longest due first.
    pub fn watch_due(&self) -> Result<Vec<Ask>, Error> {
        let now = self.environment.clock.now();
        let mut due: Vec<(String, Watch)> = self.store.watches()?.into_iter().collect();
        due.retain(|(_, watch)| watch.due_at.as_ref().is_none_or(|at| *at <= now));
        due.sort_by(|(_, one), (_, other)| one.due_at.cmp(&other.due_at));
        let ask = |(address, watch): (String, Watch)| {
            let looked_at = watch.checked_at.filter(|_| watch.seen == Some(Sighting::Fetched));
            let recorded_at = self.seen_as_recorded_at(&address)?;
            Ok(Ask { seen_same_at: looked_at.max(recorded_at), ..self.ask_for(&address)? })
        };
        due.into_iter().map(ask).collect()
    }

    /// Records what came of asking, and when to ask again. `None` if it was stopped before there was an answer, or
    /// if the address is watched no longer.
    pub fn watch_looked(
        &mut self,
        answered: &Answered,
        arguments: &[String],
    ) -> Result<Option<(Look, Vec<Warning>)>, Error> {
        let address = answered.fetch.address.clone();
        let Some(watch) = self.store.watches()?.remove(&address) else { return Ok(None) };
        if matches!(answered.answer, Came::Failed { failure: FetchFailure::Interrupted, .. }) {
            return Ok(None);
        }
        let options = IngestOptions {
            inputs: vec![PathBuf::from(&address)],
            // An article that somebody has moved stays where it is.
            story_if_new: watch.story.clone(),
            arguments: arguments.to_vec(),
            ..IngestOptions::default()
        };
        let mut fetch = |_: &Ask| answered.clone();
        let never = AtomicBool::new(false);
        let answer = self.ingest_as("watch run", &options, Some(&mut fetch), &mut |_| (), &never)?;
        let report = answer.data;
        let seen = report.failures.iter().find_map(|it| it.observed).unwrap_or(Sighting::Fetched);

        let mut watches = self.store.watches()?;
        let now = self.environment.clock.now();
        let failures = if seen == Sighting::FetchFailed { watch.failures.saturating_add(1) } else { 0 };
        // A server may ask for time, and not to be looked at never again.
        let asked_s = answered.retry_after_s.unwrap_or(0).min(RAREST_S);
        let wait_s = wait_s(watch.every_s, failures).max(asked_s);
        let due_at = later(&now, wait_s);
        let seen_since = watch.seen_since.clone().filter(|_| watch.seen == Some(seen));
        let seen_since = seen_since.unwrap_or_else(|| now.clone());
        watches.insert(
            address.clone(),
            Watch {
                // What changes after this was not seen.
                checked_at: Some(answered.fetch.began_at.clone()),
                seen: Some(seen),
                seen_since: Some(seen_since.clone()),
                failures,
                due_at: Some(due_at.clone()),
                ..watch
            },
        );
        self.store.set_watches(&watches)?;
        let look = Look {
            address,
            seen,
            seen_since,
            articles: report.articles,
            failures: report.failures,
            op: report.op,
            due_at,
        };
        Ok(Some((look, answer.warnings)))
    }

    /// What a round of looking answers.
    pub fn watch_round(
        &self,
        looks: Vec<(Look, Vec<Warning>)>,
        not_reached: usize,
    ) -> Result<Answer<WatchRound>, Error> {
        let now = self.environment.clock.now();
        let watches = self.store.watches()?;
        let next_due_at =
            watches.into_values().map(|watch| watch.due_at.unwrap_or_else(|| now.clone())).min();
        let (looks, warnings): (Vec<Look>, Vec<Vec<Warning>>) = looks.into_iter().unzip();
        let warnings = warnings.concat();
        Ok(Answer {
            schema: "dateline.watch_run/1",
            at_op: self.last_operation(),
            basis: Basis::default(),
            data: WatchRound { looks, not_reached, next_due_at },
            warnings,
            next: vec!["dateline changes".to_owned()],
        })
    }

    /// For how many seconds nothing is due; 0 if something is.
    pub fn watch_rest_s(&self, next_due_at: &RecordedAt) -> u64 {
        let now = self.environment.clock.now().timestamp().as_second();
        u64::try_from(next_due_at.timestamp().as_second() - now).unwrap_or(0)
    }

    fn watch_answer(&self, changed: usize) -> Result<Answer<WatchList>, Error> {
        let watches: Vec<WatchLine> = self
            .store
            .watches()?
            .into_iter()
            .map(|(address, watch)| WatchLine {
                address,
                story: watch.story,
                every_s: watch.every_s,
                checked_at: watch.checked_at,
                seen: watch.seen,
                seen_since: watch.seen_since,
                failures: watch.failures,
                due_at: watch.due_at,
            })
            .collect();
        let next = if watches.is_empty() {
            "dateline watch add URL --story NAME"
        } else {
            "dateline watch run --once"
        };
        Ok(Answer {
            schema: "dateline.watch_list/1",
            at_op: self.last_operation(),
            basis: Basis::default(),
            data: WatchList { watches, changed },
            warnings: self.noticed.clone(),
            next: vec![next.to_owned()],
        })
    }
}

fn canonical(typed: &str) -> Result<String, Error> {
    url::canonical(typed)
        .map_err(|error| Error::BadReference { reference: typed.to_owned(), why: error.to_string() })
}

/// The time until the next look, in seconds.
fn wait_s(every_s: u64, failures: u32) -> u64 {
    let longer = every_s.saturating_mul(1 << failures.min(MOST_DOUBLINGS));
    longer.min(RAREST_S.max(every_s))
}

fn later(at: &RecordedAt, seconds: u64) -> RecordedAt {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    let then = jiff::Timestamp::from_second(at.timestamp().as_second().saturating_add(seconds));
    RecordedAt::new(then.unwrap_or(jiff::Timestamp::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_make_looks_rarer_down_to_once_a_day() {
        let waits: Vec<u64> = (0..8).map(|failures| wait_s(1800, failures)).collect();
        assert_eq!(waits, [1800, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 86_400]);
        assert_eq!(wait_s(7 * RAREST_S, 3), 7 * RAREST_S, "who wants rarer looks gets them");
        assert_eq!(wait_s(1800, u32::MAX), RAREST_S);
    }
}
