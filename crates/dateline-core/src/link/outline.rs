//! What linking needs to know of a reading: names and keys, no values, no words of the text.

use crate::assertion::{Assertion, Attribute, Extraction, Subject};
use crate::id::{AssertionId, Slug};
use crate::value::EntityKind;
use serde::{Deserialize, Serialize};

/// A reading without what its assertions say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// What the assertions are about, in the order of the reading.
    pub subjects: Vec<OutlinedSubject>,
    /// The assertions, in the order of the reading.
    pub assertions: Vec<OutlinedAssertion>,
}

/// A [`Subject`] as linking sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlinedSubject {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name in the article.
    pub name: String,
    /// The proper names used in the article; where there is none, every form used.
    pub names: Vec<String>,
    /// The head noun of an event without a proper name.
    pub head: Option<String>,
    /// Every head noun used for an event.
    pub heads: Vec<String>,
    /// What kind of happening it is.
    pub class: Option<String>,
    /// Whether the article speaks of it as having happened.
    pub realised: bool,
    /// Whether the name is a proper name.
    pub proper: bool,
    /// When it took place, in EDTF, if it is placed on the calendar.
    pub date: Option<String>,
}

/// An [`Assertion`] as linking sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlinedAssertion {
    /// Its identity.
    pub id: AssertionId,
    /// Index into the subjects.
    pub subject: usize,
    /// What is said of the subject.
    pub attribute: Attribute,
    /// What keeps two measures of one attribute apart.
    pub qualifier: Option<Slug>,
}

impl From<&Extraction> for Outline {
    fn from(extraction: &Extraction) -> Self {
        Self {
            subjects: extraction.subjects.iter().map(OutlinedSubject::from).collect(),
            assertions: extraction.assertions.iter().map(OutlinedAssertion::from).collect(),
        }
    }
}

impl From<&Subject> for OutlinedSubject {
    fn from(subject: &Subject) -> Self {
        Self {
            kind: subject.kind,
            name: subject.name.clone(),
            names: subject.names.clone(),
            head: subject.head.clone(),
            heads: subject.heads.clone(),
            class: subject.class.clone(),
            realised: subject.realised,
            proper: subject.proper,
            date: subject.when.as_ref().and_then(|when| when.edtf.as_ref()).map(ToString::to_string),
        }
    }
}

impl From<&Assertion> for OutlinedAssertion {
    fn from(assertion: &Assertion) -> Self {
        Self {
            id: assertion.id.clone(),
            subject: assertion.subject,
            attribute: assertion.attribute.clone(),
            qualifier: assertion.qualifier.clone(),
        }
    }
}
