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
use dateline_core::link::{Outline, OutlinedSubject};
use dateline_store::StoreError;
use std::collections::{BTreeMap, BTreeSet};

/// Assertions that were once found under an id.
#[derive(Debug, Default)]
struct Former {
    /// As an earlier reading had them, by their ids.
    read: BTreeMap<AssertionId, (ArticleId, Assertion)>,
    /// Those that a reviewer had put there, with their articles.
    judged: BTreeMap<AssertionId, ArticleId>,
}

impl Query<'_> {
    /// What to say of an id that is no claim's, where it was one: which claims have its assertions now. `None` if
    /// nothing was ever called so.
    pub(super) fn former_claim(&self, reference: &ClaimReference<'_>) -> Result<Option<Error>, Error> {
        let Ok(id) = ClaimId::try_from(reference::normal(reference.claim)) else { return Ok(None) };
        let names = self.known.stories()?;
        let is_asked = |name: &StoryName| {
            reference.story.is_none_or(|typed| StoryName::from_text(typed).is_ok_and(|it| it == *name))
        };
        let several = names.iter().filter(|name| is_asked(name)).count() > 1;
        let (mut former, mut now_read) = (Former::default(), 0);
        // The articles that may have had it, by story. Outlines tell which these are; no other is read.
        let mut wanted: BTreeMap<&StoryName, BTreeSet<ArticleId>> = BTreeMap::new();
        let mut homes: BTreeMap<ArticleId, &StoryName> = BTreeMap::new();
        for name in &names {
            for (article, outline) in self.known.outlines(name)? {
                now_read += outline.assertions.len() as u64;
                if !is_asked(name) {
                    continue;
                }
                if says(&id, &outline) {
                    wanted.entry(name).or_default().insert(article.clone());
                }
                homes.insert(article, name);
            }
        }
        self.judged_so(&id, &mut former)?;
        let operations = self.known.operations()?;
        if operations.iter().map(|record| record.assertions_added).sum::<u64>() > now_read {
            self.read_before(&id, &mut former)?;
        }
        let told = former.read.values().map(|(article, _)| article).chain(former.judged.values());
        for (article, name) in told.filter_map(|article| Some((article, *homes.get(article)?))) {
            wanted.entry(name).or_default().insert(article.clone());
        }
        let mut stories = Vec::new();
        for (name, articles) in wanted {
            let (mut records, mut ids) = (Vec::new(), BTreeSet::new());
            for article in &articles {
                records.extend(self.known.articles_with_prefix(article.as_str())?);
            }
            for record in &records {
                ids.extend(self.known.claims_of(record)?);
            }
            stories.push(self.part(name, &ids, records)?);
        }
        for reading in stories.iter().flat_map(|story| story.articles.values()) {
            reading.extraction.iter().for_each(|reading| former.read_as(&id, reading));
        }
        former.read.retain(|_, (article, _)| homes.contains_key(article));
        if former.read.is_empty() && former.judged.is_empty() {
            return Ok(None);
        }
        let mut gone = former.read.keys().collect::<BTreeSet<_>>();
        let mut now: BTreeMap<(&StoryName, &ClaimId), usize> = BTreeMap::new();
        for story in &stories {
            for linked in &story.claims {
                for it in linked.members.iter().filter_map(|member| story.find(&member.assertion)) {
                    let same = former.is_now(story, &it);
                    if same.is_empty() && !former.judged.contains_key(&it.assertion.id) {
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
        let instead = now.into_iter().map(|((story, claim), count)| Candidate {
            id: if several { format!("{story}:{claim}") } else { claim.to_string() },
            about: format!("{count} of them"),
        });
        let (reference, instead) = (reference.typed.to_owned(), instead.collect());
        Ok(Some(Error::NoLongerAClaim { reference, instead, gone: gone.len() }))
    }

    /// Takes down what reviewers have given its name to.
    fn judged_so(&self, id: &ClaimId, former: &mut Former) -> Result<(), Error> {
        for given in self.known.link_judgements()? {
            let (Decision::Split { targets, name: Some(name), .. }
            | Decision::Move { targets, to: Destination::Subject { name } }) = given.judgement.decision
            else {
                continue;
            };
            if Slug::from_text(&name).as_ref() == Some(&id.subject) {
                let targets = targets.into_iter();
                former.judged.extend(targets.map(|target| (target.assertion, target.article)));
            }
        }
        Ok(())
    }

    /// The events of the ledger, as far as it is known.
    pub(super) fn events(&self) -> impl Iterator<Item = Result<Event, Error>> + '_ {
        let all = self.store.ledger().read_from(Position(0)).map(|it| it.map_err(StoreError::from));
        let known = all.take_while(|it| it.as_ref().map_or(true, |it| it.header.op <= self.at_op));
        known.map(|it| Ok(it?.event))
    }

    /// Looks through the readings in the ledger, as far as it is known: there are some in whose place others came.
    fn read_before(&self, id: &ClaimId, former: &mut Former) -> Result<(), Error> {
        for event in self.events() {
            if let Event::Extracted(reading) = event? {
                former.read_as(id, &reading);
            }
        }
        Ok(())
    }
}

/// Whether a reading says something of this attribute of something that its article calls so.
fn says(id: &ClaimId, outline: &Outline) -> bool {
    let subjects: BTreeSet<usize> = outline
        .assertions
        .iter()
        .filter(|it| (&it.attribute, &it.qualifier) == (&id.attribute, &id.qualifier))
        .map(|it| it.subject)
        .collect();
    let called = |it: &OutlinedSubject| is_called(&id.subject, &it.name, &it.names);
    subjects.into_iter().any(|at| outline.subjects.get(at).is_some_and(called))
}

/// Whether one of a subject's names is written so as an id.
fn is_called(id: &Slug, name: &str, names: &[String]) -> bool {
    let mut names = names.iter().map(String::as_str).chain(std::iter::once(name));
    names.any(|name| Slug::from_text(name).as_ref() == Some(id))
}

impl Former {
    /// Takes down what a reading says of this attribute of something that its article calls so.
    fn read_as(&mut self, id: &ClaimId, reading: &Extraction) {
        let called: Vec<bool> =
            reading.subjects.iter().map(|it| is_called(&id.subject, &it.name, &it.names)).collect();
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
            let as_read = story.as_read(now.assertion);
            shares_words(&was.evidence, &as_read.evidence) && was.attribute == as_read.attribute
        };
        let of_article = self.read.iter().filter(|(_, (article, _))| *article == now.record.article);
        let is_it = |id: &AssertionId, was: &Assertion| *id == now.assertion.id || overlaps(was);
        of_article.filter(|(id, (_, was))| is_it(id, was)).map(|(id, _)| id).collect()
    }
}

/// Whether any of the evidence of two assertions stands in the same words of one text.
pub(super) fn shares_words(one: &[Evidence], other: &[Evidence]) -> bool {
    one.iter().any(|one| other.iter().any(|it| it.sha256 == one.sha256 && it.span.overlaps(one.span)))
}
