//! Histories: the assertions of a claim in order, their steps, and what stands.

use crate::edtf::Edtf;
use crate::step::{Entry, Step, StepLabel, judge, same_beginning, value_relation};
use crate::value::ValueRelation;
use std::collections::BTreeSet;

/// Most further steps that a row tells of.
pub const MAX_ALSO: usize = 16;

/// One row of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index into the entries given.
    pub index: usize,
    /// How it relates to the latest earlier assertion that stood then; of counts, to the latest that counts from the
    /// same beginning, if there is one.
    pub step: Step,
    /// Whether it still stands at the end.
    pub stands: bool,
    /// Further steps: those to *other* assertions that stood then and that it revises, withdraws or
    /// contradicts, one for each value, latest first, at most [`MAX_ALSO`].
    pub also: Vec<Step>,
}

/// A claim's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The rows: by day of publication (unknown last), then article, place in the text, assertion id.
    pub rows: Vec<Row>,
    /// Whether values that stand exclude each other.
    pub contested: bool,
}

impl History {
    /// Orders `entries`, compares each with the latest earlier one that stands, and says what stands at
    /// the end. The order in which they are given does not matter.
    ///
    /// What is revised, withdrawn, made firmer, or implied by something narrower and at least as sure no
    /// longer stands; everything else does. Silence changes nothing. Statements always stand.
    /// Takes time in proportion to entries times values that stand.
    pub fn of(entries: &[Entry<'_>]) -> Self {
        let mut rows: Vec<Row> = Vec::with_capacity(entries.len());
        let mut standing: Vec<usize> = Vec::new();
        // For each row that stands, the earlier ones that it stands for.
        let mut twins: Vec<Vec<usize>> = Vec::with_capacity(entries.len());
        for index in in_order(entries) {
            let later = &entries[index];
            let earlier = |row: usize| &entries[rows[row].index];
            let alike = standing.iter().rev().find(|&&row| same_beginning(earlier(row), later));
            let compared = alike.or(standing.last()).copied();
            let step = compared.map_or_else(Step::first, |row| Step::between(earlier(row), later));
            // Rows whose values the steps so far tell of.
            let mut told: Vec<usize> = compared.filter(|_| moves(step.label)).into_iter().collect();
            let mut also: Vec<Step> = Vec::new();
            let mut fallen: Vec<usize> = Vec::new();
            for &row in standing.iter().rev() {
                let verdict = judge(earlier(row), later);
                if verdict.fells_earlier() {
                    fallen.push(row);
                }
                let worth_telling = compared != Some(row) && moves(verdict.label) && also.len() < MAX_ALSO;
                if worth_telling && !told.iter().any(|&other| same_value(earlier(other), earlier(row))) {
                    told.push(row);
                    also.push(Step::between(earlier(row), later));
                }
            }
            standing.retain(|row| !fallen.contains(row));
            for row in fallen {
                for twin in std::mem::take(&mut twins[row]) {
                    rows[twin].stands = false;
                }
                rows[row].stands = false;
            }
            // An article that says the same again, of the same source and as surely, adds nothing that a later
            // one could be compared with: the newest stands for all, so that time stays in proportion to what
            // differs.
            let twin = standing.iter().position(|&row| is_twin(earlier_of(entries, &rows, row), later));
            let mut same: Vec<usize> = Vec::new();
            if let Some(at) = twin {
                let row = standing.remove(at);
                same = std::mem::take(&mut twins[row]);
                same.push(row);
            }
            standing.push(rows.len());
            twins.push(same);
            rows.push(Row { index, step, stands: true, also });
        }
        let contested = excluding(entries, &rows, &standing);
        Self { rows, contested }
    }

    /// Lets the values of some of the `entries` fall, by a decision from outside, and with them those of twins.
    pub fn let_fall(&mut self, entries: &[Entry<'_>], against: &BTreeSet<usize>) {
        if against.is_empty() {
            return;
        }
        for row in &mut self.rows {
            let this = &entries[row.index];
            let falls = |other: &usize| *other == row.index || is_twin(&entries[*other], this);
            row.stands &= !against.iter().any(falls);
        }
        let standing: Vec<usize> = (0..self.rows.len()).filter(|row| self.rows[*row].stands).collect();
        self.contested = excluding(entries, &self.rows, &standing);
    }

    /// The values that stand, each once: index (into the `entries` this history is of) of the first row
    /// that gives it. Values are the same if they are equal, as sure, and alike asserted or denied.
    pub fn standing_values(&self, entries: &[Entry<'_>]) -> Vec<usize> {
        let mut values: Vec<usize> = Vec::new();
        for row in self.rows.iter().filter(|row| row.stands) {
            let this = &entries[row.index];
            let known = values.iter().any(|&index| {
                entries[index].assertion.modality.class == this.assertion.modality.class
                    && same_value(&entries[index], this)
            });
            if !known {
                values.push(row.index);
            }
        }
        values
    }
}

/// Whether two of the rows that stand exclude each other.
fn excluding(entries: &[Entry<'_>], rows: &[Row], standing: &[usize]) -> bool {
    let entry = |row: usize| &entries[rows[row].index];
    standing
        .iter()
        .enumerate()
        .any(|(at, &one)| standing[at + 1..].iter().any(|&other| judge(entry(one), entry(other)).excludes))
}

/// Indices of `entries` by day of publication (unknown last), article, place in the text, id.
fn in_order(entries: &[Entry<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_cached_key(|&index| {
        let entry = &entries[index];
        let published = entry.published.map(Edtf::sort_key);
        let start = entry.assertion.evidence.iter().map(|evidence| evidence.span.start_byte).min();
        (published.is_none(), published, entry.article, start, &entry.assertion.id)
    });
    order
}

fn earlier_of<'e, 'a>(entries: &'e [Entry<'a>], rows: &[Row], row: usize) -> &'e Entry<'a> {
    &entries[rows[row].index]
}

/// Whether two entries are alike in everything by which a later one is judged against them.
fn is_twin(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    one.article == other.article
        && one.assertion.value == other.assertion.value
        && one.assertion.modality.class == other.assertion.modality.class
        && one.assertion.polarity == other.assertion.polarity
        && one.published == other.published
        && one.origins == other.origins
        && one.assertion.counted_since.as_ref().map(|it| &it.text)
            == other.assertion.counted_since.as_ref().map(|it| &it.text)
}

/// Whether a step with this label changes what stands, or disputes it.
fn moves(label: StepLabel) -> bool {
    matches!(label, StepLabel::Revises | StepLabel::Withdraws | StepLabel::Contradicts)
}

/// Whether two entries assert, or deny, equal values, from the same beginning.
fn same_value(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    one.assertion.polarity == other.assertion.polarity && value_relation(one, other) == ValueRelation::Equal
}

#[cfg(test)]
mod tests;
