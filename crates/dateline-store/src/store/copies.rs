//! Which articles share text: the runs of their readings, and the view that says where to look.

use super::catch_up::Views;
use super::stories::Touched;
use super::{Store, StoreError};
use crate::fold::{ArticleRecord, ReadingRecord, shingles};
use crate::ledger::{Ledger, Payloads};
use crate::parallel::in_parallel;
use crate::views::{Changes, Checkpoint, View, ViewError, ViewName, articles, copies};
use dateline_core::event::Event;
use dateline_core::id::{ArticleId, OperationNumber, Position};
use dateline_core::origin::{Copy, Newcomers};
use std::cmp::Ordering;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Most articles whose runs are taken from the ledger at a time.
const AT_A_TIME: usize = 1024;

/// Most runs of new articles that are looked for at a time, some 32 MB of them; an article may have more alone.
const MAX_RUNS: usize = 1 << 22;

impl Store {
    /// The digests of word 5-grams in the current readings of some articles, in the order given; none where
    /// there is no reading.
    pub fn shingles(&self, records: &[&ArticleRecord]) -> Result<Vec<Vec<u64>>, StoreError> {
        in_parallel(records.to_vec(), 16, |records| {
            let mut payloads = self.ledger.payloads();
            let of_article = |record: &ArticleRecord| match &record.reading {
                Some(reading) => runs(&self.ledger, &mut payloads, &record.article, reading),
                None => Ok(Vec::new()),
            };
            records.map(of_article).collect()
        })
    }

    /// Of some articles those that are copies, each with the one article of all that it has most in common with
    /// ([`Copy::order`]), whatever its story. Compares each with all, and takes time in proportion to what is stored.
    pub fn copies(&self, of: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, Copy>, StoreError> {
        self.ask(&[ViewName::Copies], |views| {
            let view = views.get(ViewName::Copies)?;
            let (mut found, mut part, mut runs) = (BTreeMap::new(), Vec::new(), 0);
            for id in of {
                let Some(keys) = copies::get(view, id)? else { continue };
                if runs + keys.len() > MAX_RUNS && !part.is_empty() {
                    found.append(&mut self.copies_of(views, &std::mem::take(&mut part))?);
                    runs = 0;
                }
                runs += keys.len();
                part.push((id, keys));
            }
            found.append(&mut self.copies_of(views, &part)?);
            Ok(found)
        })
    }

    /// [`Store::copies`] of articles whose keys are at hand.
    fn copies_of(
        &self,
        views: &Views,
        new: &[(&ArticleId, Vec<u32>)],
    ) -> Result<BTreeMap<ArticleId, Copy>, StoreError> {
        let mut found: BTreeMap<ArticleId, Copy> = BTreeMap::new();
        if new.is_empty() {
            return Ok(found);
        }
        let records = views.get(ViewName::Articles)?;
        let mut payloads = self.ledger.payloads();
        let mut runs_of = |id: &ArticleId| {
            let record = articles::get(records, id)?.and_then(|record| record.reading);
            let reading = record.ok_or_else(|| misplaced(id))?;
            runs(&self.ledger, &mut payloads, id, &reading)
        };
        let mut newcomers = Newcomers::new(new.iter().map(|(_, keys)| keys.as_slice()));
        let mut own: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
        let mut failed = None;
        let mut meet = |id: &ArticleId, keys: &[u32]| {
            let mut others: Option<Vec<u64>> = None;
            for (number, most) in newcomers.met_by(keys) {
                let (article, its_keys) = &new[number];
                // Only what may share more than what was found already is compared run by run.
                let at_best = Copy::sharing(most, (article, its_keys.len()), (id, keys.len()));
                let is_more = |best: &Copy| at_best.order(best) == Ordering::Less;
                if *article == id || !found.get(*article).is_none_or(is_more) {
                    continue;
                }
                let others = match &mut others {
                    Some(runs) => runs,
                    None => others.insert(runs_of(id)?),
                };
                let own = match own.entry(number) {
                    Entry::Occupied(read) => read.into_mut(),
                    Entry::Vacant(unread) => unread.insert(runs_of(article)?),
                };
                if let Some(copy) = Copy::between((article, own), (id, others))
                    && found.get(*article).is_none_or(|best| copy.order(best) == Ordering::Less)
                {
                    found.insert((*article).clone(), copy);
                }
            }
            Ok(())
        };
        copies::each(views.get(ViewName::Copies)?, |id, keys| {
            if failed.is_none() {
                failed = meet(&id, keys).err();
            }
            Ok(())
        })?;
        failed.map_or(Ok(found), Err)
    }
}

/// Brings a view of copies up to the ledger's head, from a view of articles that is. What operations recorded that
/// are undone is left out of both.
pub(super) fn index(
    ledger: &Ledger,
    (articles, undone): (&View, &BTreeSet<OperationNumber>),
    view: &View,
    from: Position,
) -> Result<(), StoreError> {
    let mut wanted: Vec<(ArticleId, ReadingRecord)> = Vec::new();
    let mut want = |record: ArticleRecord| wanted.extend(record.reading.map(|it| (record.article, it)));
    if from == Position(0) {
        articles::each(articles, |record| {
            want(record);
            Ok(())
        })?;
    } else {
        for id in Touched::by(ledger, from)?.articles {
            articles::get(articles, &id)?.map(&mut want);
        }
    }
    let told = articles::undone_entries(undone).into_iter().map(|(key, value)| (key, Some(value)));
    let (mut changes, mut wanted) = (told.collect::<Changes>(), wanted.into_iter().peekable());
    while wanted.peek().is_some() {
        if changes.len() >= AT_A_TIME {
            view.write(std::mem::take(&mut changes), None)?;
        }
        let entries = in_parallel(wanted.by_ref().take(AT_A_TIME).collect(), 16, |wanted| {
            let mut payloads = ledger.payloads();
            let entry = |(id, reading): (ArticleId, ReadingRecord)| {
                Ok::<_, StoreError>(copies::entry(&id, &runs(ledger, &mut payloads, &id, &reading)?))
            };
            wanted.map(entry).collect()
        })?;
        changes.extend(entries);
    }
    Ok(view.write(changes, Some(&Checkpoint::of(ledger.head())))?)
}

/// The digests of word 5-grams in an article's reading.
fn runs(
    ledger: &Ledger,
    payloads: &mut Payloads<'_>,
    article: &ArticleId,
    reading: &ReadingRecord,
) -> Result<Vec<u64>, StoreError> {
    let json = payloads.json(reading.position, &reading.payload);
    if let Some(found) = json.and_then(|json| shingles(&json)) {
        return Ok(found);
    }
    match ledger.read(reading.position)?.event {
        Event::Extracted(extraction) => Ok(extraction.shingles),
        _ => Err(StoreError::OtherEvent { at: reading.position, what: format!("the reading of {article}") }),
    }
}

fn misplaced(article: &ArticleId) -> ViewError {
    let what = format!("{article} has runs, and no reading");
    ViewError::Damaged { view: ViewName::Copies, what }
}
