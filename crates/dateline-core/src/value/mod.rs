//! Values: what an assertion gives for its claim. Each keeps its verbatim words.

mod name;
mod number;
mod quantity;
pub(crate) mod relation;
mod time;

pub use number::{Number, NumberError};
pub use quantity::{QuantityValue, Unit};
pub use relation::{ValueRelation, relate};
pub use time::{Basis, BasisKind, TimeConstraint, TimeModifier, TimeValue, Weekday};

use serde::{Deserialize, Serialize};

/// What kind of thing a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body, company, government, agency.
    Organisation,
    /// A place.
    Place,
    /// Something that happens or is held.
    Event,
    /// A treaty, law, report.
    Document,
    /// Anything else, or not known.
    Other,
}

/// A thing with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityValue {
    /// The verbatim words.
    pub text: String,
    /// The name they stand for in this article ("he" stands for "Gennady Gatilov").
    pub name: String,
    /// What it is.
    pub entity: EntityKind,
}

/// Words taken as they are: a role, a status, what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextValue {
    /// The verbatim words.
    pub text: String,
    /// The words made comparable: lower case, singular head, single spaces. Rules set it.
    pub normal: String,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Value {
    /// When.
    Time(TimeValue),
    /// How many, how much.
    Quantity(QuantityValue),
    /// Who, which.
    Entity(EntityValue),
    /// In words.
    Text(TextValue),
}

impl Value {
    /// The verbatim words.
    pub fn text(&self) -> &str {
        match self {
            Self::Time(value) => &value.text,
            Self::Quantity(value) => &value.text,
            Self::Entity(value) => &value.text,
            Self::Text(value) => &value.text,
        }
    }
}
