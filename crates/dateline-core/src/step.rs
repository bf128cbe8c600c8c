//! Steps: how an assertion relates to the one it is compared with.
//!
//! A step has three independent parts (value, modality, polarity), a label that sums them up, and a
//! sentence that says why. The label's rules:
//!
//! | values | both assert | one asserts, one denies |
//! |---|---|---|
//! | equal | repeats; firms, softens by modality | withdraws or contradicts |
//! | narrower, broader | narrows, broadens | as above where the denied value holds the asserted one, else differs |
//! | overlaps | overlaps | withdraws or contradicts |
//! | disjoint | revises or contradicts | differs: both can be true |
//! | incomparable | differs | differs |
//!
//! Counts that do not say the same of when they begin ("since Monday", "since the protests erupted") are incomparable.
//!
//! *Revises* and *withdraws* need a common origin or a word of change; *revises* also stands for a count
//! that may only grow and has grown, and for a figure of the day (missing) of a later day. Otherwise it *contradicts*, and both stand. Two denials turn narrower
//! and broader round: who denies "in November" after denying "November 23" says more.

mod beginning;
mod judge;
mod words;

pub use beginning::{same_beginning, value_relation};
pub(crate) use judge::{Ground, Verdict, judge};

use crate::assertion::Assertion;
use crate::edtf::Edtf;
use crate::id::{ArticleId, AssertionId};
use crate::value::ValueRelation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An assertion with what is needed to compare it with others of its claim.
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

/// How sure the later source is, against the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModalityRelation {
    /// As sure.
    Equal,
    /// Surer.
    Firmer,
    /// Less sure.
    Softer,
}

/// Whether both assert, or both deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolarityRelation {
    /// Both do the same.
    Same,
    /// One asserts, the other denies.
    Opposite,
    /// One of them does neither.
    Incomparable,
}

/// A step in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepLabel {
    /// Nothing stands before it.
    First,
    /// The same value, as sure as before.
    Repeats,
    /// A value within the earlier one.
    Narrows,
    /// A value that holds the earlier one.
    Broadens,
    /// A value that shares a part with the earlier one.
    Overlaps,
    /// The same value, surer.
    Firms,
    /// The same value, less sure.
    Softens,
    /// Another value in place of the earlier one: by the same origin, with a word of change, or as a count
    /// that goes on rising; or by an edit of its own article.
    Revises,
    /// A value that excludes the earlier one, which stands all the same.
    Contradicts,
    /// A denial of the earlier value by its own origin or with a word of change; or the end of a denial.
    Withdraws,
    /// Words or names that are not the same and do not exclude each other, or counts that do not count from the same
    /// beginning.
    Differs,
    /// Not equal, and nothing tells which was reported first.
    Unordered,
}

impl StepLabel {
    /// The word, as on screen and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Repeats => "repeats",
            Self::Narrows => "narrows",
            Self::Broadens => "broadens",
            Self::Overlaps => "overlaps",
            Self::Firms => "firms",
            Self::Softens => "softens",
            Self::Revises => "revises",
            Self::Contradicts => "contradicts",
            Self::Withdraws => "withdraws",
            Self::Differs => "differs",
            Self::Unordered => "unordered",
        }
    }
}

impl std::fmt::Display for StepLabel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// How an assertion relates to the one it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The assertion it is compared with; `None` for the first.
    pub compared_with: Option<AssertionId>,
    /// How the values relate; `None` for the first.
    pub value_relation: Option<ValueRelation>,
    /// How sure, against the other; `None` for the first.
    pub modality_relation: Option<ModalityRelation>,
    /// Asserted or denied, against the other; `None` for the first.
    pub polarity_relation: Option<PolarityRelation>,
    /// The three in one word.
    pub label: StepLabel,
    /// The label explained in one plain sentence without a full stop; never empty.
    pub why: String,
}

impl Step {
    /// The step of an assertion before which nothing stands.
    pub fn first() -> Self {
        Self {
            compared_with: None,
            value_relation: None,
            modality_relation: None,
            polarity_relation: None,
            label: StepLabel::First,
            why: "nothing was reported of it before".into(),
        }
    }

    /// The step from what one text of an article said to what a later text of it says in its place.
    pub fn of_edit(before: &Assertion, after: &Assertion) -> Option<Self> {
        let article = &after.evidence.first()?.article;
        let entry = |assertion| Entry { article, published: None, assertion, origins: BTreeSet::new() };
        let (earlier, later) = (entry(before), entry(after));
        Some(Self::judged(&earlier, &later, &judge::judge_edit(&earlier, &later)))
    }

    /// The step from `earlier` to `later`: total, and a pure function of the two.
    ///
    /// Which one is earlier is the caller's word. Where the dates of publication do not bear it out, and the
    /// values differ, the label is [`StepLabel::Unordered`].
    pub fn between(earlier: &Entry<'_>, later: &Entry<'_>) -> Self {
        Self::judged(earlier, later, &judge(earlier, later))
    }

    fn judged(earlier: &Entry<'_>, later: &Entry<'_>, verdict: &Verdict) -> Self {
        Self {
            compared_with: Some(earlier.assertion.id.clone()),
            value_relation: Some(verdict.value),
            modality_relation: Some(verdict.modality),
            polarity_relation: Some(verdict.polarity),
            label: verdict.label,
            why: words::why(earlier, later, verdict),
        }
    }
}

#[cfg(test)]
mod tests;
