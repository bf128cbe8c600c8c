//! From when a count counts: two counts are compared only where that is the same.

use super::Entry;
use crate::value::{ValueRelation, relate};

/// Words that mean another day wherever they are said on another day. English, like all words that say from when a
/// count counts; a month is not among them, for a count "since March" goes on for longer than a few days.
const OF_THE_DAY: [&str; 23] = [
    "afternoon",
    "dawn",
    "dusk",
    "evening",
    "friday",
    "last",
    "midday",
    "midnight",
    "monday",
    "morning",
    "night",
    "noon",
    "overnight",
    "saturday",
    "sunday",
    "then",
    "this",
    "thursday",
    "today",
    "tuesday",
    "wednesday",
    "weekend",
    "yesterday",
];

/// How the values of two assertions relate. Counts that do not say the same of when they begin are incomparable.
pub fn value_relation(one: &Entry<'_>, other: &Entry<'_>) -> ValueRelation {
    if same_beginning(one, other) {
        relate(&one.assertion.value, &other.assertion.value)
    } else {
        ValueRelation::Incomparable
    }
}

/// Whether two assertions count from the same beginning, or neither says from when. The words must be the same, case
/// and marks aside: what other words mean is not guessed. Where one of them hangs on the day on which it is said
/// ("since Monday"), both must have been said in one article, or on one day.
pub fn same_beginning(one: &Entry<'_>, other: &Entry<'_>) -> bool {
    let (one_since, other_since) = match (&one.assertion.counted_since, &other.assertion.counted_since) {
        (None, None) => return true,
        (Some(one), Some(other)) => (words(&one.text), words(&other.text)),
        _ => return false,
    };
    let on_one_day = || {
        let days = (one.published, other.published);
        matches!(days, (Some(a), Some(b)) if a.without_time() == b.without_time())
    };
    let hangs_on_the_day = || one_since.iter().any(|word| OF_THE_DAY.contains(&word.as_str()));
    one_since == other_since && (one.article == other.article || !hangs_on_the_day() || on_one_day())
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
