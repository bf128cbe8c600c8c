//! What is known of a workspace, by now or by an earlier operation: from its views, or from a fold up to there.

use super::story::Story;
use crate::error::Error;
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, Slug, StoryName};
use dateline_core::judgement::{Given, in_force};
use dateline_core::link::{LinkedClaim, Outline};
use dateline_store::{ArticleRecord, OperationRecord, State, Store, Undoings, undone};
use std::collections::{BTreeMap, BTreeSet};

/// What is known: by now, or by an earlier operation.
#[derive(Debug)]
pub(super) enum Known<'a> {
    Now(&'a Store),
    Then(Box<State>),
}

impl Known<'_> {
    pub(super) fn articles(&self) -> Result<Vec<ArticleRecord>, Error> {
        Ok(match self {
            Self::Now(store) => store.articles()?,
            Self::Then(state) => state.articles().cloned().collect(),
        })
    }

    /// The claims of which an article has assertions.
    pub(super) fn claims_of(&self, record: &ArticleRecord) -> Result<BTreeSet<ClaimId>, Error> {
        Ok(match self {
            Self::Now(store) => store.claims_of_article(&record.article)?,
            Self::Then(state) => {
                let of_article = |claim: &&LinkedClaim| {
                    claim.members.iter().any(|member| member.article == record.article)
                };
                state.claims(&record.story).iter().filter(of_article).map(|claim| claim.id.clone()).collect()
            }
        })
    }

    /// As much of a story as one of its articles says.
    pub(super) fn said_by(&self, record: &ArticleRecord) -> Result<Story, Error> {
        let (name, records) = (record.story.clone(), vec![record.clone()]);
        Ok(match self {
            Self::Now(store) => Story::part(name, store.said_by(&record.story, &record.article)?, records),
            Self::Then(state) => {
                let mut claims = state.claims(&record.story).to_vec();
                for claim in &mut claims {
                    claim.members.retain(|member| member.article == record.article);
                }
                claims.retain(|claim| !claim.members.is_empty());
                Story::new(name, records, claims)
            }
        })
    }

    /// The articles of a story that say anything of a subject and are not among `there`, by id. Their readings need
    /// not be there.
    pub(super) fn others_about(
        &self,
        name: &StoryName,
        subject: &Slug,
        there: &BTreeMap<ArticleId, ArticleRecord>,
    ) -> Result<Vec<ArticleRecord>, Error> {
        Ok(match self {
            Self::Now(store) => {
                let about = store.articles_about(name, subject)?;
                store.article_records(&about.iter().filter(|id| !there.contains_key(*id)).collect())?
            }
            Self::Then(state) => {
                let claims = state.claims(name).iter().filter(|claim| claim.id.subject == *subject);
                let about: BTreeSet<&ArticleId> =
                    claims.flat_map(|claim| &claim.members).map(|member| &member.article).collect();
                let others = about.into_iter().filter(|id| !there.contains_key(*id));
                others.filter_map(|id| state.article(id)).cloned().collect()
            }
        })
    }

    /// As much of a story as some of its claims are about. `whole` are articles of which everything is wanted.
    pub(super) fn part(
        &self,
        name: &StoryName,
        ids: &BTreeSet<ClaimId>,
        whole: Vec<ArticleRecord>,
    ) -> Result<Story, Error> {
        match self {
            Self::Now(store) => {
                let claims = store.claims_with_assertions(name, ids)?;
                let mut wanted: BTreeSet<&ArticleId> =
                    claims.iter().flat_map(|(_, said)| said.iter().map(|(article, _)| article)).collect();
                for record in &whole {
                    wanted.remove(&record.article);
                }
                let mut records = store.article_records(&wanted)?;
                records.extend(whole);
                Ok(Story::part(name.clone(), claims, records))
            }
            Self::Then(state) => {
                let claims: Vec<LinkedClaim> =
                    state.claims(name).iter().filter(|claim| ids.contains(&claim.id)).cloned().collect();
                let members = claims.iter().flat_map(|claim| &claim.members).map(|member| &member.article);
                let wanted: BTreeSet<&ArticleId> =
                    members.chain(whole.iter().map(|record| &record.article)).collect();
                let records = wanted.iter().filter_map(|id| state.article(id)).cloned().collect();
                Ok(Story::new(name.clone(), records, claims))
            }
        }
    }

    /// A story with everything that is said in it.
    pub(super) fn said_in(&self, name: &StoryName) -> Result<Story, Error> {
        match self {
            Self::Now(store) => {
                Ok(Story::said(name.clone(), store.said_in(name)?, store.article_records_in(name)?))
            }
            Self::Then(_) => Ok(Story::new(name.clone(), self.articles_in(name)?, self.claims(name)?)),
        }
    }

    pub(super) fn articles_in(&self, name: &StoryName) -> Result<Vec<ArticleRecord>, Error> {
        Ok(match self {
            Self::Now(store) => store.articles_in(name)?,
            Self::Then(state) => state.articles().filter(|record| record.story == *name).cloned().collect(),
        })
    }

    pub(super) fn articles_with_prefix(&self, hex: &str) -> Result<Vec<ArticleRecord>, Error> {
        Ok(match self {
            Self::Now(store) => store.articles_with_prefix(hex)?,
            Self::Then(state) => state.articles_with_prefix(hex).into_iter().cloned().collect(),
        })
    }

    pub(super) fn stories(&self) -> Result<Vec<StoryName>, Error> {
        Ok(match self {
            Self::Now(store) => store.stories()?,
            Self::Then(state) => state.stories().cloned().collect(),
        })
    }

    pub(super) fn claims(&self, name: &StoryName) -> Result<Vec<LinkedClaim>, Error> {
        Ok(match self {
            Self::Now(store) => store.claims(name)?,
            Self::Then(state) => state.claims(name).to_vec(),
        })
    }

    /// The ids of a story's claims, each with the other ids that name it.
    pub(super) fn claims_called(&self, name: &StoryName) -> Result<Vec<(ClaimId, Vec<ClaimId>)>, Error> {
        Ok(match self {
            Self::Now(store) => store.claims_called(name)?,
            Self::Then(state) => {
                let claims = state.claims(name).iter();
                claims.map(|claim| (claim.id.clone(), claim.aliases.clone())).collect()
            }
        })
    }

    /// How many assertions a claim of a story has.
    pub(super) fn claim_size(&self, name: &StoryName, id: &ClaimId) -> Result<usize, Error> {
        Ok(match self {
            Self::Now(store) => store.claim_size(name, id)?,
            Self::Then(state) => {
                let claim = state.claims(name).iter().find(|claim| claim.id == *id);
                claim.map_or(0, |claim| claim.members.len())
            }
        })
    }

    /// What the current readings of a story's articles say, in outline.
    pub(super) fn outlines(&self, name: &StoryName) -> Result<Vec<(ArticleId, Outline)>, Error> {
        Ok(match self {
            Self::Now(store) => store.outlines(name)?,
            Self::Then(state) => {
                let readings = state.articles().filter(|record| record.story == *name);
                readings
                    .filter_map(|it| Some((it.article.clone(), Outline::from(it.extraction.as_ref()?))))
                    .collect()
            }
        })
    }

    /// The judgements on what belongs together, those of undone operations included.
    pub(super) fn link_judgements(&self) -> Result<Vec<Given>, Error> {
        Ok(match self {
            Self::Now(store) => store.link_judgements()?,
            Self::Then(state) => {
                state.judgements().filter(|it| it.judgement.decision.links()).cloned().collect()
            }
        })
    }

    /// The ids of a story's claims about some subjects.
    pub(super) fn claims_about(
        &self,
        name: &StoryName,
        subjects: &BTreeSet<Slug>,
    ) -> Result<BTreeSet<ClaimId>, Error> {
        let mut ids = BTreeSet::new();
        for subject in subjects {
            match self {
                Self::Now(store) => ids.extend(store.claims_about(name, subject)?),
                Self::Then(state) => {
                    let about = state.claims(name).iter().map(|claim| &claim.id);
                    ids.extend(about.filter(|id| id.subject == *subject).cloned());
                }
            }
        }
        Ok(ids)
    }

    pub(super) fn claim_ids_named(&self, id: &ClaimId) -> Result<Vec<(StoryName, ClaimId)>, Error> {
        Ok(match self {
            Self::Now(store) => store.claim_ids_named(id)?,
            Self::Then(state) => {
                let named = state.claims_named(id).into_iter();
                named.map(|(story, claim)| (story.clone(), claim.id.clone())).collect()
            }
        })
    }

    /// Which operation undoes which.
    pub(super) fn undoings(&self) -> Result<Undoings, Error> {
        Ok(match self {
            Self::Now(store) => store.undoings()?,
            Self::Then(state) => state.undoings().clone(),
        })
    }

    /// The judgements in force on assertions of some articles, by time.
    pub(super) fn judgements_on(&self, articles: &BTreeSet<&ArticleId>) -> Result<Vec<Given>, Error> {
        let given: Vec<Given> = match self {
            Self::Now(store) => store.judgements_on(articles)?,
            Self::Then(state) => {
                let of_articles = |it: &&Given| {
                    it.judgement.decision.targets().iter().any(|target| articles.contains(&target.article))
                };
                state.judgements().filter(of_articles).cloned().collect()
            }
        };
        if given.is_empty() {
            return Ok(given);
        }
        let undone = undone(&self.undoings()?);
        Ok(in_force(&given, &undone).into_iter().cloned().collect())
    }

    pub(super) fn operations(&self) -> Result<Vec<OperationRecord>, Error> {
        Ok(match self {
            Self::Now(store) => store.operations()?,
            Self::Then(state) => state.operations().cloned().collect(),
        })
    }
}
