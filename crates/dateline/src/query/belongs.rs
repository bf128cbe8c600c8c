//! Which merges and splits a claim's history should show: they rest on one assertion of each article's subject, often
//! one of another claim.

use super::Query;
use super::rows::judgement_line;
use super::story::Story;
use crate::error::Error;
use crate::row::{JudgementLine, Row};
use dateline_core::assertion::Extraction;
use dateline_core::id::{ArticleId, EventId};
use dateline_core::judgement::{Current, Decision, Given, RestsOn, Target};
use dateline_core::link::LinkedClaim;
use std::collections::{BTreeMap, BTreeSet};

impl Query<'_> {
    /// The merges and splits in force of what a claim is about, by time, but for those that are told with one of
    /// `rows`.
    pub(super) fn belonging(
        &self,
        story: &Story,
        claim: &LinkedClaim,
        rows: &[Row],
    ) -> Result<Vec<JudgementLine>, Error> {
        let told: BTreeSet<&EventId> =
            rows.iter().flat_map(|row| &row.judgements).map(|line| &line.event).collect();
        let found = claim.members.iter().filter_map(|member| story.find(&member.assertion));
        let about: BTreeSet<(&ArticleId, usize)> =
            found.map(|it| (&it.record.article, it.assertion.subject)).collect();
        let mut readings = BTreeMap::new();
        let mut belonging = Vec::new();
        for given in story.given().iter().filter(|it| !told.contains(&it.event)) {
            if self.is_about(&about, given, &mut readings)? {
                belonging.push(judgement_line(given));
            }
        }
        Ok(belonging)
    }

    /// Whether a judgement merges or splits one of some subjects of articles. Readings are kept as they are read.
    fn is_about(
        &self,
        subjects: &BTreeSet<(&ArticleId, usize)>,
        given: &Given,
        readings: &mut BTreeMap<ArticleId, Option<Extraction>>,
    ) -> Result<bool, Error> {
        let decision = &given.judgement.decision;
        if !matches!(decision, Decision::Merge { .. } | Decision::Split { .. }) {
            return Ok(false);
        }
        let articles: BTreeSet<&ArticleId> = subjects.iter().map(|(article, _)| *article).collect();
        let mut of_article: BTreeMap<&ArticleId, Vec<&Target>> = BTreeMap::new();
        for target in decision.targets().into_iter().filter(|target| articles.contains(&target.article)) {
            of_article.entry(&target.article).or_default().push(target);
        }
        for (article, targets) in of_article {
            if !readings.contains_key(article) {
                readings.insert(article.clone(), self.reading_of(article)?);
            }
            let Some(Some(reading)) = readings.get(article) else { continue };
            let current = Current::of(targets.iter().copied(), reading);
            let now: BTreeSet<_> =
                targets.iter().filter_map(|target| current.find(target, RestsOn::Subject)).collect();
            let mut judged = reading.assertions.iter().filter(|it| now.contains(&it.id));
            if judged.any(|it| subjects.contains(&(article, it.subject))) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
