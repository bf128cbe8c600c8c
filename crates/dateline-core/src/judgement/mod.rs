//! Judgements: what a reviewer decided about assertions, and what follows from all of them together.
//!
//! A judgement is an event like any other. It names the assertions it is about by their ids, and the
//! judgements that it replaces by the ids of their events. So the order in which events lie in a ledger does
//! not matter: what is in force is what was not undone and not replaced. Two judgements that exclude each
//! other and of which neither replaces the other are shown side by side, until a person decides.

mod current;
mod given;
mod judged;
mod links;
mod precision;

pub use current::Current;
pub use given::{Given, in_force};
pub use judged::{Judged, Verdict};
pub use links::{Links, Moved, Split};
pub use precision::{RuleRecord, rule_records};

use crate::assertion::{Assertion, Attribute};
use crate::id::{ArticleId, AssertionId, EventId, Sha256Hex, Slug};
use crate::identity;
use crate::modality::Polarity;
use crate::text::ByteSpan;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// An assertion that a judgement is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Target {
    /// The article that makes it.
    pub article: ArticleId,
    /// The assertion.
    pub assertion: AssertionId,
    /// Where its words stand first.
    #[serde(flatten)]
    pub span: ByteSpan,
    /// Digest of its place, attribute, value and polarity: by this the judgement is carried over when another
    /// reading of the same text says the same under another id.
    pub same: Sha256Hex,
}

impl Target {
    /// An assertion as it was judged.
    pub fn of(article: &ArticleId, assertion: &Assertion) -> Self {
        Self {
            article: article.clone(),
            assertion: assertion.id.clone(),
            span: assertion.evidence.first().map_or(assertion.sentence, |evidence| evidence.span),
            same: sameness(assertion),
        }
    }
}

/// What a reviewer decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The decision.
    pub decision: Decision,
    /// Why, in the reviewer's words.
    pub reason: Option<String>,
    /// The judgements that this one takes the place of.
    pub over: Vec<EventId>,
}

/// A decision, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    /// The article says that.
    Accept {
        /// What was looked at.
        target: Target,
    },
    /// The article does not say that: it counts for nothing from now on.
    Reject {
        /// What was looked at.
        target: Target,
    },
    /// The article says something else than was read. Its words stay as they are.
    Edit {
        /// What was looked at.
        target: Target,
        /// What it should say.
        change: Change,
    },
    /// Words beside an assertion. They change nothing.
    Note {
        /// What was looked at.
        target: Target,
        /// The words.
        text: String,
    },
    /// Of values that exclude each other, some stand and the others do not.
    Resolve {
        /// Those that stand.
        stands: Vec<Target>,
        /// Those that do not.
        against: Vec<Target>,
    },
    /// What these assertions are about is one thing.
    Merge {
        /// Assertions, at least one of each of the subjects.
        targets: Vec<Target>,
    },
    /// What these assertions are about is something of its own.
    Split {
        /// All that their articles say of those subjects goes with them.
        targets: Vec<Target>,
        /// Assertions about what they are parted from.
        from: Vec<Target>,
        /// A name for it, where it has none of its own.
        name: Option<String>,
    },
    /// These assertions alone belong to another claim.
    Move {
        /// The assertions.
        targets: Vec<Target>,
        /// Where they belong.
        to: Destination,
    },
}

/// Where moved assertions belong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Destination {
    /// To the claim of another assertion.
    Beside {
        /// That assertion.
        target: Target,
    },
    /// To a subject of this name, made for them if there is none.
    Subject {
        /// The name.
        name: String,
    },
}

impl Destination {
    /// Whether both are the same place: beside one assertion, or names that are written alike as ids.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Beside { target: one }, Self::Beside { target: other }) => {
                one.assertion == other.assertion
            }
            (Self::Subject { name: one }, Self::Subject { name: other }) => {
                Slug::from_text(one) == Slug::from_text(other)
            }
            _ => false,
        }
    }
}

/// What an edit changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum Change {
    /// The value.
    Value {
        /// What it should be; its `text` is the reviewer's, the quotation stays the article's.
        value: Value,
    },
    /// What is said of the subject.
    Attribute {
        /// The attribute.
        attribute: Attribute,
        /// What keeps two measures of it apart.
        qualifier: Option<Slug>,
    },
    /// Who says it.
    Speaker {
        /// The speaker; `None` is the article itself.
        name: Option<String>,
    },
}

/// How much of an assertion a judgement rests on: what must be the same in another reading for it to hold there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestsOn {
    /// Its words, and what was read in them.
    Words,
    /// Those, and what they are about: all that its article says of that goes along.
    Subject,
}

/// Parts of what is recorded of an assertion that are judged apart from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Whether the article says it.
    Verdict,
    /// Its value.
    Value,
    /// Its attribute.
    Attribute,
    /// Its speaker.
    Speaker,
    /// Which of several values stand.
    Resolution,
    /// What it is about.
    Link,
}

impl Decision {
    /// What is decided; `None` for a note, which decides nothing.
    pub fn aspect(&self) -> Option<Aspect> {
        Some(match self {
            Self::Accept { .. } | Self::Reject { .. } => Aspect::Verdict,
            Self::Edit { change: Change::Value { .. }, .. } => Aspect::Value,
            Self::Edit { change: Change::Attribute { .. }, .. } => Aspect::Attribute,
            Self::Edit { change: Change::Speaker { .. }, .. } => Aspect::Speaker,
            Self::Note { .. } => return None,
            Self::Resolve { .. } => Aspect::Resolution,
            Self::Merge { .. } | Self::Split { .. } | Self::Move { .. } => Aspect::Link,
        })
    }

    /// Every assertion it names.
    pub fn targets(&self) -> Vec<&Target> {
        self.rests_on().into_iter().map(|(target, _)| target).collect()
    }

    /// Every assertion it names, and how much of each it rests on.
    pub fn rests_on(&self) -> Vec<(&Target, RestsOn)> {
        let (words, subject) = (|it| (it, RestsOn::Words), |it| (it, RestsOn::Subject));
        match self {
            Self::Accept { target }
            | Self::Reject { target }
            | Self::Edit { target, .. }
            | Self::Note { target, .. } => vec![words(target)],
            Self::Resolve { stands, against } => stands.iter().chain(against).map(words).collect(),
            Self::Merge { targets } => targets.iter().map(subject).collect(),
            Self::Split { targets, from, .. } => targets.iter().chain(from).map(subject).collect(),
            Self::Move { targets, to: Destination::Subject { .. } } => targets.iter().map(words).collect(),
            Self::Move { targets, to: Destination::Beside { target } } => {
                targets.iter().map(words).chain(std::iter::once(subject(target))).collect()
            }
        }
    }

    /// Whether it sets apart what the other joins, or sets it apart otherwise than the other does.
    pub fn parts_what(&self, other: &Self) -> bool {
        let Self::Split { targets, from, name } = self else { return false };
        match other {
            Self::Merge { targets: joined } => meet(joined, targets) && meet(joined, from),
            Self::Split { targets: others, name: other_name, .. } => {
                let all_of = |named: &[Target], all: &[Target]| {
                    named.iter().all(|it| meet(std::slice::from_ref(it), all))
                };
                meet(targets, others)
                    && (name != other_name || !all_of(targets, others) || !all_of(others, targets))
            }
            _ => false,
        }
    }

    /// Whether it changes which claim an assertion belongs to.
    pub fn links(&self) -> bool {
        matches!(self.aspect(), Some(Aspect::Link | Aspect::Attribute))
    }
}

/// Whether two lists have an assertion in common, be it read again since.
fn meet(named: &[Target], others: &[Target]) -> bool {
    let same = |one: &Target, other: &Target| one.assertion == other.assertion || one.same == other.same;
    named.iter().any(|one| others.iter().any(|other| same(one, other)))
}

/// The digest in [`Target::same`].
pub fn sameness(assertion: &Assertion) -> Sha256Hex {
    let places = assertion.evidence.iter().map(|evidence| {
        format!("{} {}..{}", evidence.sha256, evidence.span.start_byte, evidence.span.end_byte)
    });
    let places: Vec<String> = places.collect();
    let qualifier = assertion.qualifier.as_ref().map_or("", |qualifier| qualifier.as_str());
    let polarity = match assertion.polarity {
        Polarity::Positive => "+",
        Polarity::Negative => "-",
        Polarity::Unknown => "u",
    };
    Sha256Hex::of_parts(
        "dateline.judged",
        &[
            places.join("\n").as_bytes(),
            assertion.attribute.as_str().as_bytes(),
            qualifier.as_bytes(),
            polarity.as_bytes(),
            value_key(&assertion.value).as_bytes(),
        ],
    )
}

/// What makes two readings of the same words the same value.
fn value_key(value: &Value) -> String {
    match value {
        Value::Quantity(it) => {
            let number = |n: Option<crate::value::Number>| n.map(|n| n.to_string()).unwrap_or_default();
            let (low, high) = (number(it.low), number(it.high));
            format!(
                "quantity {low} {} {high} {} {} {}",
                it.low_excluded, it.high_excluded, it.approximate, it.unit.0
            )
        }
        // Numbers alone are written otherwise than in an assertion's id: both are formats, and stay as they are.
        Value::Time(_) | Value::Entity(_) | Value::Text(_) => identity::value_key(value),
    }
}

#[cfg(test)]
mod tests;
