//! A story as queries see it: its articles, its claims, and which article copies which.

use dateline_core::article::Metadata;
use dateline_core::assertion::{Assertion, Extraction};
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, AssertionId, StoryName};
use dateline_core::link::LinkedClaim;
use dateline_core::origin::{self, Copy};
use dateline_store::{ArticleRecord, ClaimWithAssertions};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A story with everything about it.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) name: StoryName,
    pub(super) articles: BTreeMap<ArticleId, ArticleRecord>,
    pub(super) claims: Vec<LinkedClaim>,
    /// Where each assertion stands in its article's reading.
    places: BTreeMap<AssertionId, (ArticleId, usize)>,
    /// Which article copies which, once that was asked for.
    copies: OnceCell<Vec<Copy>>,
}

/// An assertion with the article and the reading it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'s> {
    pub(super) record: &'s ArticleRecord,
    pub(super) extraction: &'s Extraction,
    pub(super) assertion: &'s Assertion,
}

impl Story {
    /// As much of a story as some of its claims are about: their articles, each with what it says of them.
    /// Subjects and 5-grams are not there.
    pub(super) fn part(
        name: StoryName,
        claims: Vec<ClaimWithAssertions>,
        records: Vec<ArticleRecord>,
    ) -> Self {
        let mut said: BTreeMap<ArticleId, Vec<Assertion>> = BTreeMap::new();
        let mut linked = Vec::with_capacity(claims.len());
        for (claim, assertions) in claims {
            for (article, assertion) in assertions {
                said.entry(article).or_default().push(assertion);
            }
            linked.push(claim);
        }
        let in_part = |mut record: ArticleRecord| {
            if let Some(reading) = record.reading.as_ref().filter(|_| record.extraction.is_none()) {
                record.extraction = Some(Extraction {
                    article: record.article.clone(),
                    revision: reading.revision.clone(),
                    extractor: reading.extractor.clone(),
                    published: None,
                    subjects: Vec::new(),
                    assertions: said.remove(&record.article).unwrap_or_default(),
                    notices: Vec::new(),
                    shingles: Vec::new(),
                });
            }
            record
        };
        let records = records.into_iter().map(in_part).collect();
        Self::new(name, records, linked)
    }

    pub(super) fn new(name: StoryName, records: Vec<ArticleRecord>, claims: Vec<LinkedClaim>) -> Self {
        let articles: BTreeMap<ArticleId, ArticleRecord> =
            records.into_iter().map(|record| (record.article.clone(), record)).collect();
        let readings = || articles.values().filter_map(|record| Some((record, record.extraction.as_ref()?)));
        let places = readings()
            .flat_map(|(record, extraction)| {
                let ids = extraction.assertions.iter().enumerate();
                ids.map(|(at, assertion)| (assertion.id.clone(), (record.article.clone(), at)))
            })
            .collect();
        Self { name, articles, claims, places, copies: OnceCell::new() }
    }

    /// Which of the story's articles copies which.
    pub(super) fn copies(&self) -> &[Copy] {
        self.copies.get_or_init(|| {
            let readings =
                self.articles.values().filter_map(|record| Some((record, record.extraction.as_ref()?)));
            let shingles: Vec<(&ArticleId, &[u64])> =
                readings.map(|(record, extraction)| (&record.article, &extraction.shingles[..])).collect();
            origin::copies(&shingles)
        })
    }

    /// Takes down which of its articles copies which. Has no effect once that was asked for.
    pub(super) fn learn_copies(&self, copies: Vec<Copy>) {
        let _ = self.copies.set(copies);
    }

    /// The assertion with this id.
    pub(super) fn find(&self, id: &AssertionId) -> Option<Found<'_>> {
        let (article, at) = self.places.get(id)?;
        let record = self.articles.get(article)?;
        let extraction = record.extraction.as_ref()?;
        Some(Found { record, extraction, assertion: extraction.assertions.get(*at)? })
    }

    /// The claim with this id.
    pub(super) fn claim(&self, id: &ClaimId) -> Option<&LinkedClaim> {
        self.claims.iter().find(|claim| claim.id == *id)
    }

    /// The claim that an assertion belongs to.
    pub(super) fn claim_of(&self, assertion: &AssertionId) -> Option<&LinkedClaim> {
        self.claims.iter().find(|claim| claim.members.iter().any(|member| member.assertion == *assertion))
    }

    /// The ids of all assertions that begin with `hex`, with their claims.
    pub(super) fn assertions_with_prefix(&self, hex: &str) -> Vec<AssertionId> {
        self.places.keys().filter(|id| id.as_str().starts_with(hex)).cloned().collect()
    }

    /// What an article is called where it must be called something: its outlet, else the start of its id.
    pub(super) fn article_name(&self, article: &ArticleId) -> String {
        let metadata: Option<&Metadata> = self.articles.get(article).map(|record| &record.metadata);
        metadata.and_then(|metadata| metadata.publisher.clone()).unwrap_or_else(|| article.short().to_owned())
    }
}
