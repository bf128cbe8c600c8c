//! Overdue: predicted days that have passed, and nothing stored says that it happened then.

use super::Query;
use super::rows::ClaimRows;
use super::story::Story;
use crate::error::Error;
use crate::row::Row;
use dateline_core::claim::ClaimId;
use dateline_core::link::LinkedClaim;
use dateline_core::modality::Polarity;
use dateline_core::value::{Value, ValueRelation, relate};
use jiff::civil::Date;
use serde::Serialize;

/// A predicted time that has passed unconfirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overdue {
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// The last day that was predicted.
    pub due: Date,
    /// How many days it is past.
    pub days: i32,
    /// The assertion that predicts it, and stands.
    pub assertion: Row,
}

impl Query<'_> {
    /// What was due by the end of the day before `today` and is not confirmed: times that lay ahead when they
    /// were reported, that still stand, and that no article published since they passed repeats or narrows.
    /// Silence is no confirmation, and no denial either.
    pub(super) fn overdue(&self, story: &Story, today: Date) -> Result<Vec<Overdue>, Error> {
        let mut all = Vec::new();
        for claim in story.claims.iter().filter(|claim| !claim.id.attribute.is_statement()) {
            let rows = self.claim_rows(story, claim)?;
            for at in 0..rows.len() {
                let Some(due) = due(&rows, at).filter(|due| *due < today) else { continue };
                // Of several that predict the same, the newest speaks for all.
                if (at + 1..rows.len()).any(|later| predicts_same(&rows, at, later)) {
                    continue;
                }
                let value = &rows.at(at).1.assertion.value;
                // Links abstain between what was planned and what took place: the name is enough here.
                let kin = story.claims.iter().filter(|other| is_kin(claim, other));
                let kin =
                    kin.map(|other| self.claim_rows(story, other)).collect::<Result<Vec<_>, Error>>()?;
                if kin.iter().any(|rows| confirmed(rows, value, due)) {
                    continue;
                }
                let days = today.since(due).map_or(0, |span| span.get_days());
                all.push(Overdue {
                    claim: claim.id.clone(),
                    subject: claim.subject.clone(),
                    due,
                    days,
                    assertion: self.row(&rows, at)?,
                });
            }
        }
        all.sort_by(|one, other| (one.due, &one.claim).cmp(&(other.due, &other.claim)));
        Ok(all)
    }
}

/// The last day that a row predicts, if it stands and lay ahead when it was reported.
fn due(rows: &ClaimRows<'_>, at: usize) -> Option<Date> {
    let (row, it) = rows.at(at);
    let Value::Time(time) = &it.assertion.value else { return None };
    let last = time.latest?;
    let published = it.record.metadata.published.as_ref()?.bounds();
    let lay_ahead = published.latest? < time.earliest.unwrap_or(last);
    (row.stands && lay_ahead && it.assertion.polarity == Polarity::Positive).then_some(last)
}

fn predicts_same(rows: &ClaimRows<'_>, one: usize, other: usize) -> bool {
    let (one, it) = (rows.at(one).1.assertion, rows.at(other));
    it.0.stands
        && due(rows, other).is_some()
        && relate(&one.value, &it.1.assertion.value) == ValueRelation::Equal
}

/// Whether two claims say the same kind of thing of subjects that share a name.
fn is_kin(one: &LinkedClaim, other: &LinkedClaim) -> bool {
    let shares = |name: &String| other.names.iter().any(|known| known.to_lowercase() == name.to_lowercase());
    one.id.attribute == other.id.attribute
        && one.id.qualifier == other.id.qualifier
        && (one.id == other.id || one.names.iter().any(shares))
}

/// Whether an article published after the day repeats or narrows the value: then it speaks of what was.
fn confirmed(rows: &ClaimRows<'_>, value: &Value, due: Date) -> bool {
    (0..rows.len()).map(|other| rows.at(other).1).any(|it| {
        let published = it.record.metadata.published.as_ref().and_then(|edtf| edtf.bounds().earliest);
        let relation = relate(&it.assertion.value, value);
        published.is_some_and(|day| day > due)
            && it.assertion.polarity == Polarity::Positive
            && matches!(relation, ValueRelation::Equal | ValueRelation::Narrower)
    })
}
