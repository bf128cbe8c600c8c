//! Claims that are no longer: what was found under an id before another reading, another link or a judgement.

use super::Query;
use super::story::{Found, Story};
use crate::error::{Candidate, Error};
use crate::reference::{self, ClaimReference};
use dateline_core::assertion::{Assertion, Extraction};
use dateline_core::claim::ClaimId;
use dateline_core::event::Event;
use dateline_core::evidence::Evidence;
use dateline_core::id::{ArticleId, AssertionId, Position, Slug, StoryName};
use dateline_core::judgement::{Decision, Destination};
use dateline_store::StoreError;
use std::collections::{BTreeMap, BTreeSet};

/// Assertions that were once found under an id.
#[derive(Debug, Default)]
struct Former {
    /// As an earlier reading had them, by their ids.
    read: BTreeMap<AssertionId, (ArticleId, Assertion)>,
    /// Those that a reviewer had put there.
    judged: BTreeSet<AssertionId>,
}

impl Query<'_> {
    /// What to say of an id that is no claim's, where it was one: which claims have its assertions now. `None` if
    /// nothing was ever called so.
    pub(super) fn former_claim(&self, reference: &ClaimReference<'_>) -> Result<Option<Error>, Error> {
        let Ok(id) = ClaimId::try_from(reference::normal(reference.claim)) else { return Ok(None) };
        let mut stories = Vec::new();
        for name in self.known.stories()? {
            if reference.story.is_none_or(|typed| StoryName::from_text(typed).is_ok_and(|it| it == name)) {
                stories.push(self.story(&name)?);
            }
        }
        let mut former = Former::default();
        for reading in stories.iter().flat_map(|story| story.articles.values()) {
            reading.extraction.iter().for_each(|reading| former.read_as(&id, reading));
        }
        if self.has_earlier_readings(&stories)? {
            self.read_before(&id, &mut former)?;
        }
        former
            .read
            .retain(|_, (article, _)| stories.iter().any(|story| story.articles.contains_key(article)));
        if former.read.is_empty() && former.judged.is_empty() {
            return Ok(None);
        }
        let mut gone = former.read.keys().collect::<BTreeSet<_>>();
        let mut now: BTreeMap<(&StoryName, &ClaimId), usize> = BTreeMap::new();
        for story in &stories {
            for linked in &story.claims {
                for it in linked.members.iter().filter_map(|member| story.find(&member.assertion)) {
                    let same = former.is_now(story, &it);
                    if same.is_empty() && !former.judged.contains(&it.assertion.id) {
                        continue;
                    }
                    gone.retain(|id| !same.contains(id));
                    *now.entry((&story.name, &linked.id)).or_default() += 1;
                }
            }
        }
        if now.is_empty() && gone.is_empty() {
            return Ok(None);
        }
        let several = stories.len() > 1;
        let instead = now.into_iter().map(|((story, claim), count)| Candidate {
            id: if several { format!("{story}:{claim}") } else { claim.to_string() },
            about: format!("{count} of them"),
        });
        let (reference, instead) = (reference.typed.to_owned(), instead.collect());
        Ok(Some(Error::NoLongerAClaim { reference, instead, gone: gone.len() }))
    }

    /// Whether the ledger holds anything that might tell of it and that the stories do not: readings in whose
    /// place others came, and judgements.
    fn has_earlier_readings(&self, stories: &[Story]) -> Result<bool, Error> {
        let records = stories.iter().flat_map(|story| story.articles.values());
        let now: u64 =
            records.filter_map(|record| record.reading.as_ref()).map(|it| it.count.assertions as u64).sum();
        let operations = self.known.operations()?;
        let ever: u64 = operations.iter().map(|record| record.assertions_added).sum();
        Ok(ever > now || operations.iter().any(|record| record.judgements > 0))
    }

    /// Looks through the ledger, as far as it is known.
    fn read_before(&self, id: &ClaimId, former: &mut Former) -> Result<(), Error> {
        for recorded in self.store.ledger().read_from(Position(0)) {
            let recorded = recorded.map_err(StoreError::from)?;
            if recorded.header.op > self.at_op {
                break;
            }
            match recorded.event {
                Event::Extracted(reading) => former.read_as(id, &reading),
                Event::Judged(judgement) => {
                    let (Decision::Split { targets, name: Some(name), .. }
                    | Decision::Move { targets, to: Destination::Subject { name } }) = judgement.decision
                    else {
                        continue;
                    };
                    if Slug::from_text(&name).as_ref() == Some(&id.subject) {
                        former.judged.extend(targets.into_iter().map(|target| target.assertion));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Former {
    /// Takes down what a reading says of this attribute of something that its article calls so.
    fn read_as(&mut self, id: &ClaimId, reading: &Extraction) {
        let called: Vec<bool> = reading
            .subjects
            .iter()
            .map(|it| {
                let mut names = it.names.iter().chain(std::iter::once(&it.name));
                names.any(|name| Slug::from_text(name).as_ref() == Some(&id.subject))
            })
            .collect();
        for it in &reading.assertions {
            let is_it = (&it.attribute, &it.qualifier) == (&id.attribute, &id.qualifier);
            if is_it && called.get(it.subject).is_some_and(|called| *called) {
                self.read.insert(it.id.clone(), (reading.article.clone(), it.clone()));
            }
        }
    }

    /// Which of them an assertion is: by its id, else by the place of its words.
    fn is_now(&self, story: &Story, now: &Found<'_>) -> Vec<&AssertionId> {
        let overlaps = |was: &Assertion| {
            let shares = |one: &Evidence, other: &Evidence| {
                one.sha256 == other.sha256 && one.span.overlaps(other.span)
            };
            let evidence = &story.as_read(now.assertion).evidence;
            was.evidence.iter().any(|one| evidence.iter().any(|other| shares(one, other)))
                && was.attribute == story.as_read(now.assertion).attribute
        };
        let of_article = self.read.iter().filter(|(_, (article, _))| *article == now.record.article);
        let is_it = |id: &AssertionId, was: &Assertion| *id == now.assertion.id || overlaps(was);
        of_article.filter(|(id, (_, was))| is_it(id, was)).map(|(id, _)| id).collect()
    }
}
