//! Questions that a workspace answers. One file per question, its shape beside it.

mod articles;
mod audit;
mod belongs;
mod changes;
mod claims;
mod dated;
mod decided;
mod diff;
mod doctor;
mod doubts;
mod edited;
mod explain;
mod former;
mod general;
mod history;
mod judging;
mod known;
mod lapsed;
mod linked;
mod log;
mod names;
mod notices;
mod overdue;
#[cfg(test)]
mod permuted;
mod quotes;
mod review;
mod reviewing;
#[cfg(test)]
mod revised;
mod revisions;
mod rows;
mod sightings;
mod source;
mod story;
#[cfg(test)]
mod tests;
mod typed;
mod verify;
mod versions;

pub use articles::{ArticleAssertion, ArticleList, ArticleShown, RevisionLine};
pub use audit::{Audit, AuditFinding, SeverityCounts};
pub use changes::{Carrier, Change, Changes, Contested, StoryChanges};
pub use claims::{ClaimLine, ClaimList, ClaimShown, MemberLine};
pub use diff::{Diff, DiffEntry, DiffMark, DiffSide};
pub use doctor::{Doctor, Finding, Health};
pub use edited::{EditedFact, Said};
pub use general::{ArticleGeneral, GeneralRow};
pub use history::{History, HistoryFilter, OriginLine, Origins};
pub(crate) use judging::Judging;
pub use log::{Log, OperationLine};
pub use names::{NameUse, Renamed};
pub use overdue::{Overdue, Unconfirmed};
pub use review::{Consequence, ReviewFilter, ReviewItem, ReviewQueue};
pub use reviewing::Reviewing;
pub use revisions::{
    ArticleRevisions, EditCounts, FieldEdit, NumberedRevision, RevisionDiff, SentenceEdit, WordSide, WordsOf,
};
pub use sightings::SightingLine;
pub use source::{CapturePlace, Chain, Source};
pub use verify::{Verification, VerifyFault};

use crate::answer::{Answer, Basis, Warning};
use crate::digits;
use crate::error::Error;
use crate::reference::{self, ClaimReference, Nameable};
use crate::workspace::Workspace;
use dateline_core::article::Revision;
use dateline_core::as_of::{AsOf, Reported};
use dateline_core::assertion::Extraction;
use dateline_core::claim::{ClaimId, ClaimKey};
use dateline_core::event::RecordedAt;
use dateline_core::id::{ArticleId, OperationNumber, Sha256Hex, StoryName};
use dateline_store::{ArticleRecord, Store};
use jiff::civil::Date;
use known::Known;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use story::Story;

/// Questions to a workspace, all under the same limits.
#[derive(Debug)]
pub struct Query<'a> {
    known: Known<'a>,
    store: &'a Store,
    noticed: &'a [Warning],
    as_of: AsOf,
    at_op: OperationNumber,
    basis: Basis,
    /// The day on which it is asked, or the last one of which it is asked.
    today: Date,
    texts: RefCell<BTreeMap<Sha256Hex, Rc<Revision>>>,
    /// What the present program reads in texts of articles that were edited.
    readings: RefCell<BTreeMap<ArticleId, BTreeMap<Sha256Hex, Rc<Extraction>>>>,
}

impl Workspace {
    /// Questions under these limits; the default limits nothing.
    pub fn query(&self, as_of: AsOf) -> Result<Query<'_>, Error> {
        let last = self.last_operation();
        let wanted = match (as_of.recorded, as_of.recorded_on) {
            (None, Some(day)) => Some(self.last_operation_on(day)?),
            (asked, _) => asked,
        };
        let (known, at_op) = match wanted {
            Some(asked) if asked > last => return Err(Error::NoSuchOperation { asked, last }),
            Some(asked) if asked < last => (Known::Then(Box::new(self.store.state_at(asked)?)), asked),
            Some(_) | None => (Known::Now(&self.store), last),
        };
        let basis = Basis {
            published_by: as_of.published,
            recorded_by: as_of.recorded_on,
            recorded_at: self.store.operation(at_op)?.map(|record| record.recorded_at),
            described: None,
            is_past: at_op < last,
        };
        // What was recorded since is left out, so nobody asks on a day that came since.
        let now = self.environment.clock.now().date();
        let then = basis.recorded_at.as_ref().filter(|_| basis.is_past).map(RecordedAt::date);
        let days = [as_of.published, as_of.recorded_on.map(|day| day.min(now)), then];
        let today = days.into_iter().flatten().min().unwrap_or(now);
        Ok(Query {
            known,
            store: &self.store,
            noticed: &self.noticed,
            as_of,
            at_op,
            basis,
            today,
            texts: RefCell::default(),
            readings: RefCell::default(),
        })
    }

    /// The last operation before the first that was recorded after a day: where the clock was set back, what
    /// was recorded by then is not certain from there on.
    fn last_operation_on(&self, day: Date) -> Result<OperationNumber, Error> {
        let records = self.store.operations()?;
        let by_then = records.iter().take_while(|record| record.recorded_at.date() <= day);
        Ok(by_then.last().map_or(OperationNumber(0), |record| record.number))
    }
}

impl Query<'_> {
    /// The articles that had been reported by the day asked for, with their readings; and whether any was left out of
    /// which that is not known.
    pub(crate) fn reported_articles(&self) -> Result<(Vec<ArticleRecord>, Option<Warning>), Error> {
        let mut undated = 0;
        let mut records = self.known.articles()?;
        records.retain(|record| {
            let reported = self.as_of.reported(record.metadata.published.as_ref());
            undated += usize::from(reported == Reported::Unknown);
            reported == Reported::Yes
        });
        let plural = if undated == 1 { "article was" } else { "articles were" };
        let warning = (undated > 0).then(|| {
            let told =
                format!("{undated} {plural} left out: it is not known whether it had been published by then");
            Warning::new(told).hint("dateline articles list")
        });
        Ok((records, warning))
    }

    /// An answer with what was noticed on opening.
    pub(crate) fn answer<T>(&self, schema: &'static str, data: T) -> Answer<T> {
        let warnings = self.noticed.to_vec();
        Answer { schema, at_op: self.at_op, basis: self.basis.clone(), data, warnings, next: Vec::new() }
    }

    /// The shortest beginning of an article's id, of at least four digits, that names no other article.
    pub fn short_id(&self, article: &ArticleId) -> Result<String, Error> {
        let beginning = &article.as_str()[..digits::LEAST];
        let near = self.known.articles_with_prefix(beginning)?;
        let ids: Vec<ArticleId> = near.into_iter().map(|record| record.article).collect();
        Ok(shortest(article, &ids))
    }

    /// The story called `typed`.
    fn story_named(&self, typed: &str) -> Result<Story, Error> {
        self.story(&self.story_name(typed)?)
    }

    fn story_name(&self, typed: &str) -> Result<StoryName, Error> {
        reference::story_named(typed, self.known.stories()?.iter())
    }

    /// A story: what its articles say of its claims.
    fn story(&self, name: &StoryName) -> Result<Story, Error> {
        self.judged(self.known.said_in(name)?)
    }

    /// A story with the whole readings of its articles, notices and 5-grams too.
    fn whole_story(&self, name: &StoryName) -> Result<Story, Error> {
        self.judged(Story::new(name.clone(), self.known.articles_in(name)?, self.known.claims(name)?))
    }

    /// As much of a story as some of its claims are about, as [`Known::part`] gives it, with what was judged.
    fn part(
        &self,
        name: &StoryName,
        ids: &BTreeSet<ClaimId>,
        whole: Vec<ArticleRecord>,
    ) -> Result<Story, Error> {
        self.judged(self.known.part(name, ids, whole)?)
    }

    /// A story with the judgements in force on what its articles say, and with when they said it.
    fn judged(&self, story: Story) -> Result<Story, Error> {
        let mut story = self.ruled(story)?;
        story.dates = self.dates_in(&story)?;
        Ok(story)
    }

    /// A story with the judgements in force on what its articles say.
    fn ruled(&self, mut story: Story) -> Result<Story, Error> {
        let given = self.known.judgements_on(&story.articles.keys().collect())?;
        story.judge(given, |article| self.reading_of(article))?;
        Ok(story)
    }

    /// The whole current reading of an article.
    fn reading_of(&self, article: &ArticleId) -> Result<Option<Extraction>, Error> {
        let found = self.known.articles_with_prefix(article.as_str())?;
        Ok(found.into_iter().find_map(|record| record.extraction))
    }

    /// The story asked for, or all of them.
    fn stories_asked(&self, typed: Option<&str>) -> Result<Vec<Story>, Error> {
        self.story_names_asked(typed)?.iter().map(|name| self.story(name)).collect()
    }

    /// The name of the story asked for, or those of all of them.
    fn story_names_asked(&self, typed: Option<&str>) -> Result<Vec<StoryName>, Error> {
        match typed {
            Some(typed) => Ok(vec![self.story_name(typed)?]),
            None => self.known.stories(),
        }
    }

    /// The claim that `typed` names, with the part of its story that it needs, and the row, if one is given.
    fn claim_named(&self, typed: &str) -> Result<(Story, ClaimId, Option<usize>), Error> {
        let reference = ClaimReference::parse(typed)?;
        let key = self.claim_key(&reference)?;
        // Only what the claim is about: a story may have very many articles.
        let ids = BTreeSet::from([key.id.clone()]);
        Ok((self.part(&key.story, &ids, Vec::new())?, key.id, reference.row))
    }

    fn claim_key(&self, reference: &ClaimReference<'_>) -> Result<ClaimKey, Error> {
        // The usual case, a whole id, needs no look at the other stories' claims.
        if let Ok(id) = ClaimId::try_from(reference.claim.to_owned()) {
            let mut found = self.known.claim_ids_named(&id)?;
            found.retain(|(story, _)| reference.story.is_none_or(|typed| story.as_str() == typed));
            if let [(story, claim)] = &found[..] {
                return Ok(ClaimKey { story: story.clone(), id: claim.clone() });
            }
        }
        let stories = self.known.stories()?;
        let mut called: Vec<(&StoryName, ClaimId, Vec<ClaimId>)> = Vec::new();
        for story in &stories {
            let claims = self.known.claims_called(story)?.into_iter();
            called.extend(claims.map(|(id, aliases)| (story, id, aliases)));
        }
        let nameable: Vec<Nameable<'_>> =
            called.iter().map(|(story, id, aliases)| Nameable::new(story, id, aliases)).collect();
        match reference::resolve_claim(reference, &nameable, |story, id| self.known.claim_size(story, id)) {
            Err(unknown @ Error::Unknown { .. }) => Err(self.former_claim(reference)?.unwrap_or(unknown)),
            found => found,
        }
    }

    /// The article whose id begins with `typed`.
    pub(crate) fn article_named(&self, typed: &str) -> Result<ArticleRecord, Error> {
        let beginning = reference::hex_beginning(typed, ArticleId::HEX_DIGITS)?;
        let mut found = self.known.articles_with_prefix(&beginning)?;
        let ids: Vec<ArticleId> = found.iter().map(|record| record.article.clone()).collect();
        let closest = if ids.is_empty() {
            reference::closest_hex(&beginning, |start| {
                let found = self.known.articles_with_prefix(start)?.into_iter();
                Ok::<_, Error>(found.map(|record| record.article.to_string()).collect())
            })?
        } else {
            Vec::new()
        };
        let id = reference::resolve_article(typed, &ids, closest)?;
        found.retain(|record| record.article == id);
        found.pop().ok_or_else(|| Error::Inconsistent(format!("article {id} was found and is gone")))
    }
}

/// The shortest beginning of `article`'s id that none of the other `ids` has; at least four digits.
fn shortest(article: &ArticleId, ids: &[ArticleId]) -> String {
    let own = article.as_str();
    let shared =
        |other: &ArticleId| own.bytes().zip(other.as_str().bytes()).take_while(|(a, b)| a == b).count();
    let most = ids.iter().filter(|id| *id != article).map(shared).max().unwrap_or(0);
    own[..(most + 1).clamp(digits::LEAST, own.len())].to_owned()
}
