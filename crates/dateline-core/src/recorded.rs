//! When something was recorded. Events tell it, and what they record needs it too.

use serde::{Deserialize, Serialize};

/// An instant in UTC as `2013-11-05T10:00:00Z`, whole seconds: what "recorded" means everywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordedAt(jiff::Timestamp);

impl RecordedAt {
    /// The instant, cut to whole seconds.
    pub fn new(at: jiff::Timestamp) -> Self {
        Self(jiff::Timestamp::from_second(at.as_second()).unwrap_or(at))
    }

    /// The instant.
    pub fn timestamp(&self) -> jiff::Timestamp {
        self.0
    }

    /// The day in UTC.
    pub fn date(&self) -> jiff::civil::Date {
        jiff::tz::TimeZone::UTC.to_datetime(self.0).date()
    }
}

impl TryFrom<String> for RecordedAt {
    type Error = jiff::Error;
    fn try_from(text: String) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl From<RecordedAt> for String {
    fn from(at: RecordedAt) -> String {
        at.0.to_string()
    }
}

impl std::fmt::Display for RecordedAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
