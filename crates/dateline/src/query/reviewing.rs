//! The review queue in parts: what each claim holds, kept while somebody decides one assertion after another.

use super::Query;
use super::review::{ReviewFilter, ReviewQueue, Waiting, because};
use super::story::Story;
use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::row::Review;
use crate::ruling::{Asked, JudgeReport};
use dateline_core::assertion::Extraction;
use dateline_core::claim::ClaimId;
use dateline_core::id::ArticleId;
use dateline_core::judgement::{Current, Given, Judged, rule_records};
use dateline_core::link::{LinkedClaim, Member};
use std::collections::{BTreeMap, BTreeSet};

/// Stories that are being reviewed. They are read once; what is decided meanwhile is folded in.
#[derive(Debug)]
pub struct Reviewing {
    filter: ReviewFilter,
    /// Only this claim.
    only: Option<ClaimId>,
    pub(super) stories: Vec<Story>,
    claims: Vec<OfClaim>,
}

/// What of a claim is to be reviewed.
#[derive(Debug)]
struct OfClaim {
    story: usize,
    claim: usize,
    /// How many of its assertions were reviewed, and how many were not.
    reviewed: usize,
    open: usize,
    waiting: Vec<Waiting>,
}

impl Query<'_> {
    /// Begins to review what `filter` asks for.
    pub fn reviewing(&self, filter: &ReviewFilter) -> Result<Reviewing, Error> {
        let claim = filter.claim.as_deref().map(|typed| self.claim_named(typed)).transpose()?;
        let (stories, only) = match claim {
            Some((story, id, _)) => (vec![story.name], Some(id)),
            None => (self.story_names_asked(filter.story.as_deref())?, None),
        };
        // Consequence counts origins, and these rest on which article copies which.
        let stories = stories.iter().map(|name| self.whole_story(name)).collect::<Result<Vec<Story>, _>>()?;
        let mut reviewing = Reviewing { filter: filter.clone(), only, stories, claims: Vec::new() };
        for story in 0..reviewing.stories.len() {
            for claim in 0..reviewing.stories[story].claims.len() {
                reviewing.claims.extend(self.of_claim(&reviewing, story, claim)?);
            }
        }
        Ok(reviewing)
    }

    /// What is to be reviewed now, that of most consequence first; no more than `limit`.
    pub fn review_queue(
        &self,
        reviewing: &Reviewing,
        limit: Option<usize>,
    ) -> Result<Answer<ReviewQueue>, Error> {
        let Reviewing { stories, claims, .. } = reviewing;
        let records = rule_records(stories.iter().flat_map(Story::rules_judged));
        let all = claims.iter().flat_map(|it| it.waiting.iter().map(move |waiting| (it, waiting)));
        let mut ordered: Vec<_> = all
            .map(|(it, waiting)| {
                let rule = records.get(waiting.rule.as_str()).copied().unwrap_or_default();
                (std::cmp::Reverse(waiting.weight(rule)), it.story, it.claim, waiting.at, waiting, rule)
            })
            .collect();
        ordered.sort_by_key(|(weight, story, claim, at, ..)| (*weight, *story, *claim, *at));
        let items = ordered
            .into_iter()
            .take(limit.unwrap_or(usize::MAX))
            .map(|(_, story, claim, _, waiting, rule)| {
                let story = &stories[story];
                self.review_item(story, &story.claims[claim], waiting, rule)
            })
            .collect::<Result<_, Error>>()?;
        let (waiting, reviewed) =
            claims.iter().fold((0, 0), |(open, done), it| (open + it.open, done + it.reviewed));
        let statements = reviewing.statements_left_out();
        let queue = ReviewQueue { items, waiting, statements, reviewed };
        let mut answer = self.answer("dateline.review/1", queue);
        if answer.data.items.is_empty() && statements > 0 {
            let hint = match &reviewing.filter.story {
                Some(story) => format!("dateline review --list --all --story {story}"),
                None => "dateline review --list --all".to_owned(),
            };
            answer.warnings.push(statements_aside(statements).hint(hint));
        }
        if let Some(first) = answer.data.items.first() {
            let (story, claim, row) = (&first.story, &first.claim, first.assertion.row);
            answer.next.push(format!("dateline review accept {story}:{claim}@{row}"));
        }
        Ok(answer)
    }

    /// Links a story's claims as they are linked now, and gives them as they were.
    fn link_again(&self, story: &mut Story) -> Result<Vec<LinkedClaim>, Error> {
        let placed = self.store.placed_claims(&story.name)?;
        let before = story.link_again(placed);
        before.ok_or_else(|| Error::Inconsistent(format!("a claim of {} holds what nobody said", story.name)))
    }

    /// How many assertions of a reading, recorded or not, wait to be reviewed; statements do not.
    pub(crate) fn to_review(&self, reading: &Extraction) -> Result<usize, Error> {
        let article = &reading.article;
        let given = self.known.judgements_on(&BTreeSet::from([article]))?;
        let in_force: Vec<&Given> = given.iter().collect();
        let targets = in_force.iter().flat_map(|it| it.judgement.decision.targets());
        let current = Current::of(targets, reading);
        let counted = reading.assertions.iter().filter(|it| !it.attribute.is_statement());
        let verdict = |it| Judged::of(article, it, &in_force, &current).verdict();
        Ok(counted.filter(|it| verdict(it).is_open()).count())
    }

    /// What of a claim is to be reviewed; `None` where none of it is asked for.
    fn of_claim(
        &self,
        reviewing: &Reviewing,
        story_at: usize,
        claim: usize,
    ) -> Result<Option<OfClaim>, Error> {
        let Reviewing { filter, only, stories, .. } = reviewing;
        let story = &stories[story_at];
        let linked = &story.claims[claim];
        // What reviewers disagree on is never left out.
        let disputed_only = reviewing.leaves_out(linked);
        let is_disputed = |it: &Member| story.verdict(&it.assertion) == Review::Disputed;
        let is_wanted = only.as_ref().is_none_or(|only| *only == linked.id)
            && (!disputed_only || linked.members.iter().any(is_disputed));
        if !is_wanted {
            return Ok(None);
        }
        let mut of_claim = OfClaim { story: story_at, claim, reviewed: 0, open: 0, waiting: Vec::new() };
        let rows = self.claim_rows(story, linked)?;
        let one_origin = rows.origins(story).len() == 1;
        for at in 0..rows.with_rejected() {
            let (_, it) = rows.at(at);
            if !filter.is_by(it.record) {
                continue;
            }
            let verdict = story.verdict(&it.assertion.id);
            if disputed_only && verdict != Review::Disputed {
                continue;
            }
            let is_done = !verdict.is_open();
            of_claim.reviewed += usize::from(is_done);
            of_claim.open += usize::from(!is_done);
            if !is_done || filter.reviewed {
                let because = because(story, &rows, at, one_origin);
                of_claim.waiting.push(Waiting { at, because, rule: it.assertion.rule.clone() });
            }
        }
        Ok(Some(of_claim))
    }
}

impl Reviewing {
    /// Whether a claim is only statements, and these were not asked for.
    fn leaves_out(&self, claim: &LinkedClaim) -> bool {
        claim.id.attribute.is_statement() && !self.filter.statements && self.only.is_none()
    }

    /// How many statements that nobody reviewed were not asked for.
    fn statements_left_out(&self) -> usize {
        let left_out = |story: &Story| {
            let claims = story.claims.iter().filter(|claim| self.leaves_out(claim));
            let said = claims.flat_map(|claim| &claim.members).filter_map(|it| story.find(&it.assertion));
            let open = said.filter(|it| self.filter.is_by(it.record));
            open.filter(|it| story.verdict(&it.assertion.id) == Review::Unreviewed).count()
        };
        self.stories.iter().map(left_out).sum()
    }

    /// Takes down what was asked and recorded since, or asked once and undone since. Only the claims of the articles
    /// that it is about are looked at again, and those to which other assertions belong now.
    pub fn learn(&mut self, query: &Query<'_>, asked: &Asked, report: &JudgeReport) -> Result<(), Error> {
        let links = asked.changes_links();
        if links && self.only.is_some() {
            // The one claim may have another name now.
            *self = query.reviewing(&self.filter)?;
            return Ok(());
        }
        let judged: BTreeSet<_> = report.judged.iter().flat_map(|line| &line.assertions).collect();
        for nth in 0..self.stories.len() {
            let story = &mut self.stories[nth];
            let mut articles: BTreeSet<ArticleId> =
                judged.iter().filter_map(|id| story.find(id)).map(|it| it.record.article.clone()).collect();
            if articles.is_empty() {
                continue;
            }
            let now = query.known.judgements_on(&articles.iter().collect())?;
            articles.extend(story.judged_otherwise(&articles, &now));
            let given = query.known.judgements_on(&articles.iter().collect())?;
            story.judge_again(&articles, given, |article| query.reading_of(article))?;
            let before = if links { Some(query.link_again(story)?) } else { None };
            self.look_again(query, nth, &articles, before.as_deref())?;
        }
        Ok(())
    }

    /// Looks again at what is to be reviewed of those claims of a story to which something in some articles belongs, and
    /// of those that are not what they were `before`, if they were linked again.
    fn look_again(
        &mut self,
        query: &Query<'_>,
        nth: usize,
        articles: &BTreeSet<ArticleId>,
        before: Option<&[LinkedClaim]>,
    ) -> Result<(), Error> {
        let claims = &self.stories[nth].claims;
        let before = before.unwrap_or(claims);
        let places: BTreeMap<&ClaimId, usize> =
            claims.iter().enumerate().map(|(at, claim)| (&claim.id, at)).collect();
        let is_touched =
            |claim: &LinkedClaim| claim.members.iter().any(|member| articles.contains(&member.article));
        // Where the claims stand that are what they were, by where they stood.
        let same: BTreeMap<usize, usize> = before
            .iter()
            .enumerate()
            .filter(|(_, was)| !is_touched(was))
            .filter_map(|(stood, was)| Some((stood, *places.get(&was.id)?)))
            .filter(|(stood, at)| claims[*at] == before[*stood])
            .collect();
        let kept = std::mem::take(&mut self.claims).into_iter().filter_map(|it| {
            let claim = if it.story == nth { *same.get(&it.claim)? } else { it.claim };
            Some(OfClaim { claim, ..it })
        });
        let mut kept: Vec<OfClaim> = kept.collect();
        let known: BTreeSet<usize> = same.into_values().collect();
        for claim in (0..claims.len()).filter(|at| !known.contains(at)) {
            kept.extend(query.of_claim(self, nth, claim)?);
        }
        self.claims = kept;
        Ok(())
    }
}

/// That there are statements, which were not asked for.
pub(super) fn statements_aside(statements: usize) -> Warning {
    let are = if statements == 1 { "1 statement is" } else { &format!("{statements} statements are") };
    Warning::note(format!("{are} left out: what people are only quoted as saying contradicts nothing"))
}
