//! Overdue: predicted days that have passed, and nothing stored says that it happened then.
//!
//! Silence means something only while somebody listens. So days are counted up to the one asked for with
//! `--as-of`, else up to the newest article of the story, or revision of one: what was predicted for later than
//! that has passed since, and nothing stored could tell of it. An archive would otherwise list all that it holds as
//! overdue.

use super::Query;
use super::rows::ClaimRows;
use super::story::{Found, Story};
use crate::error::Error;
use crate::row::Row;
use dateline_core::as_of::Reported;
use dateline_core::assertion::Attribute;
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::Slug;
use dateline_core::modality::Polarity;
use dateline_core::value::{Value, ValueRelation, relate};
use dateline_store::CaptureRecord;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The predicted times of a story that have passed unconfirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Unconfirmed {
    /// The day up to which days are counted: the one asked for, else that of the newest article or revision.
    pub counted_to: Option<Date>,
    /// The last day on which the newest dated article of the story, or revision of one, may have been published.
    pub newest_article: Option<Date>,
    /// The day of the question: the one asked for, else today.
    pub today: Option<Date>,
    /// Those that passed before `counted_to`.
    pub overdue: Vec<Overdue>,
    /// Those that passed after it and before `today`: nothing stored was published since.
    pub passed_since: Vec<Overdue>,
}

/// A predicted time that has passed unconfirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overdue {
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// The last day that was predicted.
    pub due: Date,
    /// How many days later it was on the day up to which is counted.
    pub days: i32,
    /// The assertion that predicts it, and stands.
    pub assertion: Row,
}

impl Query<'_> {
    /// What was due and is not confirmed: times that lay ahead when they were reported, that still stand, that
    /// no article published after them repeats or narrows, and that no article tells of as having been.
    /// Silence is no confirmation, and no denial either. `rows` are those of the story's claims.
    pub(super) fn unconfirmed(&self, story: &Story, rows: &[ClaimRows<'_>]) -> Result<Unconfirmed, Error> {
        // What a later text of an article could have told was listened for, too.
        let days = story.articles.values().flat_map(|record| {
            let texts = record.captures.iter().filter_map(CaptureRecord::dated);
            record.metadata.published.as_ref().into_iter().chain(texts)
        });
        let days = days.filter(|edtf| self.as_of.reported(Some(edtf)) == Reported::Yes);
        let newest = days.filter_map(|edtf| edtf.bounds().latest).max().map(|newest| newest.min(self.today));
        let counted_to = self.as_of.published.map(|asked| asked.min(self.today)).or(newest);
        let mut all = Unconfirmed {
            counted_to,
            newest_article: newest,
            today: Some(self.today),
            ..Unconfirmed::default()
        };
        let Some(counted_to) = counted_to else { return Ok(all) };
        let kin = Kin::of(rows);
        for (nth, of_claim) in rows.iter().enumerate() {
            // Of several that predict the same, the newest speaks for all.
            let mut predicted: Vec<(usize, Date)> = Vec::new();
            for at in (0..of_claim.len()).rev() {
                let Some(due) = due(of_claim, at).filter(|due| *due < self.today) else { continue };
                let value = &of_claim.at(at).1.assertion.value;
                let is_same = |other: &(usize, Date)| {
                    relate(value, &of_claim.at(other.0).1.assertion.value) == ValueRelation::Equal
                };
                if !predicted.iter().any(is_same) {
                    predicted.push((at, due));
                }
            }
            if predicted.is_empty() {
                continue;
            }
            let related: Vec<&ClaimRows<'_>> = kin.of_claim(nth, of_claim).map(|at| &rows[at]).collect();
            for (at, due) in predicted {
                let value = &of_claim.at(at).1.assertion.value;
                if related.iter().any(|rows| confirmed(rows, value, due)) {
                    continue;
                }
                let is_overdue = due < counted_to;
                let until = if is_overdue { counted_to } else { self.today };
                let overdue = Overdue {
                    claim: of_claim.claim.id.clone(),
                    subject: of_claim.claim.subject.clone(),
                    due,
                    days: until.since(due).map_or(0, |span| span.get_days()),
                    assertion: self.row(of_claim, at)?,
                };
                if is_overdue { all.overdue.push(overdue) } else { all.passed_since.push(overdue) }
            }
        }
        for found in [&mut all.overdue, &mut all.passed_since] {
            found.sort_by(|one, other| {
                (one.due, &one.claim, one.assertion.row).cmp(&(other.due, &other.claim, other.assertion.row))
            });
        }
        Ok(all)
    }
}

/// The last day that a row predicts, if it stands and lay ahead when it was reported.
fn due(rows: &ClaimRows<'_>, at: usize) -> Option<Date> {
    let (row, it) = rows.at(at);
    let Value::Time(time) = &it.assertion.value else { return None };
    (row.stands && it.assertion.polarity == Polarity::Positive && lay_ahead(rows, it)?)
        .then_some(time.latest?)
}

/// Whether the time that an assertion gives lay ahead when its article was published; `None` where that is
/// not known.
fn lay_ahead(rows: &ClaimRows<'_>, it: &Found<'_>) -> Option<bool> {
    let Value::Time(time) = &it.assertion.value else { return None };
    let published = rows.story.published(it)?.bounds().latest?;
    Some(published < time.earliest.or(time.latest)?)
}

/// Which claims say the same kind of thing of subjects that share a name. Links abstain between what was planned
/// and what took place: the name is enough here.
struct Kin<'r>(BTreeMap<(&'r Attribute, Option<&'r Slug>, String), Vec<usize>>);

impl<'r> Kin<'r> {
    fn of(all: &'r [ClaimRows<'_>]) -> Self {
        let mut kin: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (nth, rows) in all.iter().enumerate() {
            for name in &rows.claim.names {
                kin.entry(Self::key(rows, name)).or_default().push(nth);
            }
        }
        Self(kin)
    }

    fn key<'c>(rows: &'c ClaimRows<'_>, name: &str) -> (&'c Attribute, Option<&'c Slug>, String) {
        let id = &rows.claim.id;
        (&id.attribute, id.qualifier.as_ref(), name.to_lowercase())
    }

    /// The kin of the claim that is the `nth` of all, itself included.
    fn of_claim(&self, nth: usize, rows: &ClaimRows<'_>) -> impl Iterator<Item = usize> {
        let sharing = rows.claim.names.iter().filter_map(|name| self.0.get(&Self::key(rows, name)));
        sharing.flatten().copied().chain([nth]).collect::<BTreeSet<usize>>().into_iter()
    }
}

/// Whether an article repeats or narrows the value and speaks of what was: it was published after the day, or
/// tells of the subject as having happened, at a time that did not lie ahead of it.
fn confirmed(rows: &ClaimRows<'_>, value: &Value, due: Date) -> bool {
    (0..rows.len()).map(|other| rows.at(other).1).any(|it| {
        let published = rows.story.published(it).and_then(|edtf: &Edtf| edtf.bounds().earliest);
        let realised = || {
            let subject = it.extraction.subjects.get(it.assertion.subject);
            subject.is_some_and(|subject| subject.realised) && lay_ahead(rows, it) == Some(false)
        };
        it.assertion.polarity == Polarity::Positive
            && (published.is_some_and(|day| day > due) || realised())
            && matches!(relate(value, &it.assertion.value), ValueRelation::Equal | ValueRelation::Narrower)
    })
}
