//! Claims: a subject and an attribute in a story, `geneva-ii/date`. A claim has a history.

use crate::assertion::Attribute;
use crate::id::{InvalidId, Slug, StoryName};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A claim's readable id: `subject/attribute` or `subject/attribute/qualifier`. A pure function of what
/// is known; former ids and other names of the subject stay aliases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClaimId {
    /// The subject.
    pub subject: Slug,
    /// The attribute.
    pub attribute: Attribute,
    /// What keeps two measures apart.
    pub qualifier: Option<Slug>,
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.subject, self.attribute)?;
        self.qualifier.as_ref().map_or(Ok(()), |qualifier| write!(f, "/{qualifier}"))
    }
}

impl TryFrom<String> for ClaimId {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        let invalid = |why| InvalidId { text: text.clone(), what: "a claim id (subject/attribute)", why };
        let mut parts = text.split('/');
        let subject = Slug::new(parts.next().unwrap_or_default())?;
        let attribute = Slug::new(parts.next().ok_or_else(|| invalid("it has no attribute"))?)?;
        let qualifier = parts.next().map(Slug::new).transpose()?;
        if parts.next().is_some() {
            return Err(invalid("it has more than three parts"));
        }
        Ok(Self { subject, attribute: Attribute(attribute), qualifier })
    }
}

impl From<ClaimId> for String {
    fn from(id: ClaimId) -> String {
        id.to_string()
    }
}

/// A claim's full key: readable ids are unique within a story.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimKey {
    /// The story.
    pub story: StoryName,
    /// The readable id.
    pub id: ClaimId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked_on_the_way_in() {
        let id: ClaimId = serde_json::from_str("\"geneva-ii/date\"").unwrap();
        assert_eq!(id.to_string(), "geneva-ii/date");
        let measured: ClaimId = serde_json::from_str("\"outbreak/cases/confirmed\"").unwrap();
        assert_eq!(measured.qualifier.unwrap().as_str(), "confirmed");
        for bad in ["\"geneva-ii\"", "\"a/b/c/d\"", "\"A/b\"", "\"/date\"", "\"a/\""] {
            assert!(serde_json::from_str::<ClaimId>(bad).is_err(), "{bad} was taken as a claim id");
        }
    }
}
