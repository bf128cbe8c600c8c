//! Claims: derived from the current readings of a story, all of them at once.

use super::ArticleRecord;
use dateline_core::id::StoryName;
use dateline_core::judgement::Links;
use dateline_core::link::{LinkedClaim, Reading, link_judged_story};

/// Links the current readings of a story. `articles` are the story's, in the order of their ids, each with
/// its reading.
pub(crate) fn link<'a>(
    story: &StoryName,
    articles: impl IntoIterator<Item = &'a ArticleRecord>,
    links: &Links,
) -> Vec<LinkedClaim> {
    let readings: Vec<Reading<'a>> = articles
        .into_iter()
        .filter_map(|record| {
            Some(Reading {
                article: &record.article,
                published: record.metadata.published.as_ref(),
                extraction: record.extraction.as_ref()?,
            })
        })
        .collect();
    link_judged_story(story, &readings, links)
}
