//! A story as queries see it: its articles, its claims, and which article copies which.

use dateline_core::article::Metadata;
use dateline_core::assertion::{Assertion, Extraction, Subject};
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, AssertionId, StoryName};
use dateline_core::judgement::{Current, Decision, Given, Judged, RestsOn, Target, Verdict, sameness};
use dateline_core::link::{LinkedClaim, Member, OutlinedSubject};
use dateline_core::origin::Copies;
use dateline_store::{ArticleRecord, ClaimWithAssertions, PlacedClaim, Said};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A story with everything about it.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) name: StoryName,
    pub(super) articles: BTreeMap<ArticleId, ArticleRecord>,
    pub(super) claims: Vec<LinkedClaim>,
    /// Whether its articles have only a part of what they say.
    is_part: bool,
    /// Where each assertion stands in its article's reading.
    places: BTreeMap<AssertionId, (ArticleId, usize)>,
    /// When assertions of edited articles were first published, where that is another day than their article was.
    pub(super) dates: BTreeMap<AssertionId, Edtf>,
    /// Which article copies which, once that was asked for.
    copies: OnceLock<Copies>,
    /// The judgements in force on assertions of its articles, by time.
    given: Vec<Given>,
    /// What became of what they judged, by article.
    current: BTreeMap<ArticleId, Current>,
    /// What they say of each assertion; those that nobody judged are not there.
    reviewed: BTreeMap<AssertionId, Reviewed>,
}

/// What judgements in force say of an assertion.
#[derive(Debug, Clone)]
pub(super) struct Reviewed {
    pub(super) verdict: Verdict,
    /// The judgements, by time.
    pub(super) given: Vec<Given>,
    pub(super) carried_over_from: Option<AssertionId>,
    /// The assertion as it was read, where it was edited.
    pub(super) original: Option<Assertion>,
    /// Whether the rule that read it was right, as far as is decided.
    rule_was_right: Option<bool>,
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
        let part = Self::said(name, Said { claims, subjects: Vec::new() }, records);
        Self { is_part: true, ..part }
    }

    /// A story with everything that is said of its claims. Notices and 5-grams are not there, and of subjects
    /// only what linking looks at.
    pub(super) fn said(name: StoryName, all: Said, records: Vec<ArticleRecord>) -> Self {
        let Said { claims, subjects } = all;
        let mut subjects: BTreeMap<ArticleId, Vec<OutlinedSubject>> = subjects.into_iter().collect();
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
                    subjects: subjects
                        .remove(&record.article)
                        .unwrap_or_default()
                        .into_iter()
                        .map(subject)
                        .collect(),
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
        Self {
            name,
            articles,
            claims,
            is_part: false,
            places,
            dates: BTreeMap::new(),
            copies: OnceLock::new(),
            given: Vec::new(),
            current: BTreeMap::new(),
            reviewed: BTreeMap::new(),
        }
    }

    /// Takes judgements in force down: edited assertions are from now on what they were edited to. `whole` gives
    /// an article's whole current reading; it is asked only where a judgement may be carried over and not all that
    /// the article says is at hand.
    pub(super) fn judge<E>(
        &mut self,
        given: Vec<Given>,
        whole: impl FnMut(&ArticleId) -> Result<Option<Extraction>, E>,
    ) -> Result<(), E> {
        if given.is_empty() {
            return Ok(());
        }
        let articles: BTreeSet<ArticleId> = judged_articles(&given).cloned().collect();
        self.take_down(&articles, given, whole)
    }

    /// Takes down what is in force now on assertions of some articles, in place of what was. Which assertions belong
    /// together must be what it was.
    pub(super) fn judge_again<E>(
        &mut self,
        articles: &BTreeSet<ArticleId>,
        given: Vec<Given>,
        whole: impl FnMut(&ArticleId) -> Result<Option<Extraction>, E>,
    ) -> Result<(), E> {
        for article in articles {
            self.current.remove(article);
            let said = self.articles.get_mut(article).and_then(|it| it.extraction.as_mut());
            for assertion in said.into_iter().flat_map(|said| &mut said.assertions) {
                if let Some(Reviewed { original: Some(original), .. }) = self.reviewed.remove(&assertion.id) {
                    *assertion = original;
                }
            }
        }
        let mut all = std::mem::take(&mut self.given);
        all.retain(|it| !judged_articles(std::slice::from_ref(it)).any(|article| articles.contains(article)));
        all.extend(given);
        all.sort_by(|one, other| one.order().cmp(&other.order()));
        self.take_down(articles, all, whole)
    }

    /// The articles on which other judgements are in force than were taken down, as far as these name some articles:
    /// one that takes the place of another may leave out an article that this one named. `now` is all that is in force
    /// on those.
    pub(super) fn judged_otherwise(
        &self,
        articles: &BTreeSet<ArticleId>,
        now: &[Given],
    ) -> BTreeSet<ArticleId> {
        let names = |it: &&Given| judged_articles(std::slice::from_ref(it)).any(|id| articles.contains(id));
        let before = self.given.iter().filter(names);
        let is_new = |it: &&Given| !self.given.iter().any(|other| other.event == it.event);
        let is_gone = |it: &&Given| !now.iter().any(|other| other.event == it.event);
        let changed = now.iter().filter(is_new).chain(before.filter(is_gone));
        changed.flat_map(|it| judged_articles(std::slice::from_ref(it))).cloned().collect()
    }

    /// Takes down which assertions belong together now, and gives which did before. The assertions must be what they
    /// were. `None`, and nothing done, if some are not.
    pub(super) fn link_again(&mut self, placed: Vec<PlacedClaim>) -> Option<Vec<LinkedClaim>> {
        let member = |(article, number, reason): (ArticleId, usize, String)| {
            let said = &self.articles.get(&article)?.extraction.as_ref()?.assertions;
            Some(Member { assertion: said.get(number)?.id.clone(), article, reason })
        };
        let linked = placed.into_iter().map(|(claim, members)| {
            Some(LinkedClaim { members: members.into_iter().map(member).collect::<Option<_>>()?, ..claim })
        });
        let linked = linked.collect::<Option<_>>()?;
        Some(std::mem::replace(&mut self.claims, linked))
    }

    /// Takes down `given`, all that is in force, for some articles.
    fn take_down<E>(
        &mut self,
        articles: &BTreeSet<ArticleId>,
        given: Vec<Given>,
        mut whole: impl FnMut(&ArticleId) -> Result<Option<Extraction>, E>,
    ) -> Result<(), E> {
        let mut of_article: BTreeMap<&ArticleId, Vec<&Given>> = BTreeMap::new();
        for it in &given {
            let named: BTreeSet<&ArticleId> = judged_articles(std::slice::from_ref(it)).collect();
            for article in named.into_iter().filter(|article| articles.contains(*article)) {
                of_article.entry(article).or_default().push(it);
            }
        }
        for (article, in_force) in of_article {
            let Some(extraction) = self.articles.get_mut(article).and_then(|it| it.extraction.as_mut())
            else {
                continue;
            };
            let targets = || in_force.iter().flat_map(|it| it.judgement.decision.targets());
            let of_article = || targets().filter(|target| target.article == *article);
            let is_here = |target: &&Target| self.places.contains_key(&target.assertion);
            let (here, elsewhere): (Vec<&Target>, Vec<&Target>) = of_article().partition(is_here);
            let may_be = |it: &Assertion| {
                let same = sameness(it);
                elsewhere.iter().any(|target| target.same == same)
            };
            let current = if elsewhere.is_empty() {
                Current::unchanged(here)
            } else if !self.is_part {
                Current::of(of_article(), extraction)
            } else if extraction.assertions.iter().any(may_be) {
                whole(article)?.map_or_else(Current::default, |whole| Current::of(of_article(), &whole))
            } else {
                Current::unchanged(here)
            };
            for assertion in &mut extraction.assertions {
                let judged = Judged::of(article, assertion, &in_force, &current);
                if judged.given.is_empty() {
                    continue;
                }
                let edited = judged.edited(assertion);
                let original = (edited != *assertion).then(|| std::mem::replace(assertion, edited));
                let reviewed = Reviewed {
                    verdict: judged.verdict(),
                    rule_was_right: judged.rule_was_right(),
                    given: judged.given.iter().map(|it| (*it).clone()).collect(),
                    carried_over_from: judged.carried_over_from,
                    original,
                };
                self.reviewed.insert(assertion.id.clone(), reviewed);
            }
            self.current.insert(article.clone(), current);
        }
        self.given = given;
        Ok(())
    }

    /// What was judged of an assertion.
    pub(super) fn reviewed(&self, id: &AssertionId) -> Option<&Reviewed> {
        self.reviewed.get(id)
    }

    /// Whether an assertion counts, as far as reviewers decided.
    pub(super) fn verdict(&self, id: &AssertionId) -> Verdict {
        self.reviewed.get(id).map_or(Verdict::Unreviewed, |it| it.verdict)
    }

    /// Whether an assertion that nobody judged overlaps one that somebody judged in another reading of its
    /// article.
    pub(super) fn was_read_otherwise(&self, record: &ArticleRecord, assertion: &Assertion) -> bool {
        if self.reviewed.contains_key(&assertion.id) {
            return false;
        }
        let deciding = self.given.iter().filter(|it| it.aspect().is_some());
        deciding.flat_map(|it| it.judgement.decision.rests_on()).any(|(target, on)| {
            target.article == record.article
                && assertion.evidence.iter().any(|evidence| evidence.span.overlaps(target.span))
                && self.now(target, on).is_none()
        })
    }

    /// The assertion that a target is in the current reading of its article, if that is one of the story's and
    /// was judged.
    pub(super) fn now(&self, target: &Target, rests_on: RestsOn) -> Option<&AssertionId> {
        self.current.get(&target.article)?.find(target, rests_on)
    }

    /// The assertion as it was read, before anybody edited it.
    pub(super) fn as_read<'a>(&'a self, assertion: &'a Assertion) -> &'a Assertion {
        self.reviewed.get(&assertion.id).and_then(|it| it.original.as_ref()).unwrap_or(assertion)
    }

    /// The rules that read what was judged, each time with whether it was right.
    pub(super) fn rules_judged(&self) -> impl Iterator<Item = (&str, bool)> {
        let judged = self.reviewed.iter();
        judged.filter_map(|(id, it)| Some((self.find(id)?.assertion.rule.as_str(), it.rule_was_right?)))
    }

    /// The judgements in force that decide which of several values stand.
    pub(super) fn resolutions(&self) -> impl Iterator<Item = &Given> {
        self.given.iter().filter(|it| matches!(it.judgement.decision, Decision::Resolve { .. }))
    }

    /// All judgements in force.
    pub(super) fn given(&self) -> &[Given] {
        &self.given
    }

    /// Which of the story's articles copies which.
    pub(super) fn copies(&self) -> &Copies {
        self.copies.get_or_init(|| {
            let readings =
                self.articles.values().filter_map(|record| Some((record, record.extraction.as_ref()?)));
            Copies::among(readings.map(|(record, extraction)| (&record.article, &extraction.shingles[..])))
        })
    }

    /// Takes down which of its articles copies which. Has no effect once that was asked for.
    pub(super) fn learn_copies(&self, copies: Copies) {
        let _ = self.copies.set(copies);
    }

    /// The assertion with this id.
    pub(super) fn find(&self, id: &AssertionId) -> Option<Found<'_>> {
        let (article, at) = self.places.get(id)?;
        let record = self.articles.get(article)?;
        let extraction = record.extraction.as_ref()?;
        Some(Found { record, extraction, assertion: extraction.assertions.get(*at)? })
    }

    /// When an assertion was published: what came into an article with an edit, on the day of the edit, where that is
    /// stated; else with the article.
    pub(super) fn published<'s>(&'s self, it: &Found<'s>) -> Option<&'s Edtf> {
        self.dates.get(&it.assertion.id).or(it.record.metadata.published.as_ref())
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

/// The articles that judgements are about.
fn judged_articles(given: &[Given]) -> impl Iterator<Item = &ArticleId> {
    given.iter().flat_map(|it| it.judgement.decision.targets()).map(|target| &target.article)
}

/// As much of a subject as its outline tells.
fn subject(outlined: OutlinedSubject) -> Subject {
    let OutlinedSubject { kind, name, names, head, heads, class, realised, proper, date: _ } = outlined;
    Subject { kind, name, names, head, heads, class, realised, proper, when: None, main: false }
}
