//! When what an edited article says was first published.
//!
//! An article's date is that of its first publication, and its newest text is what it says. What came into that text
//! with an edit was not said on that day: where the revision that brought it states a date of its own, that one holds.

use super::Query;
use super::story::Story;
use super::versions::{Read, Version, versions};
use crate::error::Error;
use dateline_core::edits::same_facts;
use dateline_core::edtf::Edtf;
use dateline_core::id::AssertionId;
use dateline_store::ArticleRecord;
use std::collections::BTreeMap;

impl Query<'_> {
    /// The dates of those assertions of a story's articles that were not published with their article.
    pub(super) fn dates_in(&self, story: &Story) -> Result<BTreeMap<AssertionId, Edtf>, Error> {
        let mut dates = BTreeMap::new();
        for record in story.articles.values() {
            let all = versions(record);
            // Texts are read only where a date may come of it.
            if all.iter().enumerate().any(|(at, version)| own_date(record, version, at).is_some()) {
                let read = self.read_versions(record, &all)?;
                dates.extend(dates_of(record, &read));
            }
        }
        Ok(dates)
    }
}

/// The day of a version (the one at `at`, from 0, of the article's), where it is another than the article's.
fn own_date(record: &ArticleRecord, version: &Version<'_>, at: usize) -> Option<Edtf> {
    let article = record.metadata.published.as_ref();
    let own = if at > 0 {
        version.capture.dated()
    } else {
        // The first is the article as it was published; what was set afterwards holds over what came with it.
        version.capture.metadata.published.as_ref().filter(|_| record.set_metadata.published.is_none())
    }?;
    let own = own.without_time();
    (article.map(Edtf::without_time).as_ref() != Some(&own)).then_some(own)
}

/// For what the newest version says, the day of the earliest version since which it has said so without a break.
fn dates_of(record: &ArticleRecord, read: &[Read<'_>]) -> BTreeMap<AssertionId, Edtf> {
    let Some(newest) = read.len().checked_sub(1) else { return BTreeMap::new() };
    // For each assertion of the newest version: where it stands in the version that was reached.
    let mut open: Vec<(usize, usize)> =
        (0..read[newest].reading.assertions.len()).map(|at| (at, at)).collect();
    let mut dates = BTreeMap::new();
    for at in (0..read.len()).rev() {
        let same = match at.checked_sub(1) {
            Some(former) => same_facts(&read[former].reading, &read[at].reading),
            None => Some(BTreeMap::new()),
        };
        // Since when is not known where too much is said to be compared.
        let Some(same) = same else { break };
        let own = own_date(record, &read[at].version, at);
        open.retain_mut(|(asserted, here)| {
            if let Some(before) = same.get(here) {
                *here = *before;
                return true;
            }
            let id = &read[newest].reading.assertions[*asserted].id;
            dates.extend(own.clone().map(|own| (id.clone(), own)));
            false
        });
    }
    dates
}
