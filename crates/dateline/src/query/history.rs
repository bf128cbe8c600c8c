//! `history`: every value ever reported for a claim.

use super::edited::EditedFact;
use super::rows::{ClaimRows, judgement_line};
use super::story::Story;
use super::{Known, Query};
use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::row::{JudgementLine, Row};
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, AssertionId, StoryName};
use dateline_core::link::LinkedClaim;
use dateline_core::origin::{self, Copies};
use dateline_core::step::Entry;
use dateline_core::value::EntityKind;
use dateline_store::ArticleRecord;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// Which assertions of a history are wanted. Steps and row numbers are those of the whole history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Published on this day or later.
    pub since: Option<Date>,
    /// Published on this day or earlier.
    pub until: Option<Date>,
    /// By this outlet; upper and lower case are not told apart.
    pub publisher: Option<String>,
}

/// Every value ever reported for a claim, in order of publication, then by place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct History {
    /// The story in which the claim's names are resolved.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// Other ids that name it.
    pub aliases: Vec<ClaimId>,
    /// Its subject, as shown.
    pub subject: String,
    /// What the subject is.
    pub kind: EntityKind,
    /// The assertions.
    pub assertions: Vec<Row>,
    /// What revisions of one article say differently, and what a former one alone said. Former revisions count
    /// neither in what stands nor as origins.
    pub edited: Vec<EditedFact>,
    /// The assertions that a reviewer rejected. They count for nothing.
    pub rejected: Vec<Row>,
    /// The decisions of reviewers between values that exclude each other.
    pub resolutions: Vec<JudgementLine>,
    /// Merges and splits of what it is about that no row has among its judgements.
    pub links: Vec<JudgementLine>,
    /// The assertions whose values stand.
    pub standing: Vec<AssertionId>,
    /// Whether values stand that cannot be true together.
    pub contested: bool,
    /// Which sources are not independent of each other.
    pub origins: Origins,
    /// By what the assertions are ordered, in words.
    pub basis_of_order: String,
    /// How many articles the assertions shown come from.
    pub articles: usize,
    /// How many assertions the filters left out.
    pub left_out: usize,
}

/// How many independent origins there are, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origins {
    /// How many; sets of sources, not articles.
    pub count: usize,
    /// Each of them.
    pub sets: Vec<OriginLine>,
}

/// Sources that are not independent of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OriginLine {
    /// Their names; an article's where no source is known.
    pub sources: Vec<String>,
    /// The articles that carry what they say.
    pub articles: Vec<ArticleId>,
    /// Why they count as one, in words; empty for a single source.
    pub why: Vec<String>,
}

/// By what the assertions of a history are ordered.
const BASIS_OF_ORDER: &str = "when it was published: with its article, or with the edit that brought it, \
    where that is dated; unknown dates last, then place in the text";

impl Query<'_> {
    /// Every value ever reported for the claim that `claim` names: `geneva-ii/date`, another name of it,
    /// an unambiguous beginning, or `story:subject/attribute`.
    pub fn history(&self, claim: &str, filter: &HistoryFilter) -> Result<Answer<History>, Error> {
        let (story, id, row) = self.claim_named(claim)?;
        let linked = story.claim(&id).ok_or_else(|| Error::Inconsistent(format!("claim {id} is gone")))?;
        let rows = self.claim_rows(&story, linked)?;
        let wanted = |at: &usize| {
            let (_, found) = rows.at(*at);
            row.is_none_or(|row| row == at + 1)
                && filter.takes(story.published(found), found.record.metadata.publisher.as_deref())
        };
        let kept: Vec<usize> = (0..rows.len()).filter(wanted).collect();
        let named = row.filter(|row| *row <= rows.with_rejected());
        if let (Some(_), None) = (row, named) {
            return Err(Error::NoSuchRow {
                reference: claim.to_owned(),
                claim: id.to_string(),
                rows: rows.with_rejected(),
            });
        }
        self.read_texts(kept.iter().map(|at| *rows.at(*at).1))?;
        let assertions = kept.iter().map(|at| self.row(&rows, *at)).collect::<Result<Vec<Row>, Error>>()?;
        let set_aside = (rows.len()..rows.with_rejected()).filter(wanted);
        let rejected = set_aside.map(|at| self.row(&rows, at)).collect::<Result<Vec<Row>, Error>>()?;
        let (edited, doubts) =
            if row.is_none() { self.edited_of_claim(&story, &id, filter)? } else { Default::default() };
        let articles: BTreeSet<&ArticleId> = assertions.iter().map(|row| &row.article).collect();
        self.learn_copies(&story, &rows)?;
        let links = self.belonging(&story, linked, &[&assertions[..], &rejected].concat())?;
        let all = 0..rows.len();
        let data = History {
            story: story.name.clone(),
            claim: linked.id.clone(),
            aliases: linked.aliases.clone(),
            subject: linked.subject.clone(),
            kind: linked.kind,
            standing: all
                .map(|at| rows.at(at))
                .filter(|(row, _)| row.stands)
                .map(|(_, it)| it.assertion.id.clone())
                .collect(),
            contested: rows.history.contested,
            origins: origins(&story, &rows),
            basis_of_order: BASIS_OF_ORDER.to_owned(),
            articles: articles.len(),
            left_out: rows.len() - assertions.len(),
            assertions,
            edited,
            rejected,
            links,
            resolutions: rows.resolved.iter().map(|given| judgement_line(given)).collect(),
        };
        let mut answer = self.answer("dateline.history/1", data);
        if rows.undated > 0 {
            answer.warnings.push(Self::undated_left_out(rows.undated));
        }
        answer.warnings.extend(self.unplaced(&answer.data.assertions)?);
        answer.warnings.extend(parting(&rows));
        answer.warnings.extend(self.edited_since(&answer.data.edited, linked)?);
        answer.warnings.extend(self.doubtful(&doubts)?);
        if let Some(last) = answer.data.assertions.last() {
            answer.next.push(format!("dateline source {}@{}", answer.data.claim, last.row));
        }
        Ok(answer)
    }

    /// Finds out which of the articles that tell in their own name copies which; for the others it is no matter.
    fn learn_copies(&self, story: &Story, rows: &ClaimRows<'_>) -> Result<(), Error> {
        let Known::Now(known) = &self.known else { return Ok(()) };
        let in_own_name = |it: &&Entry<'_>| it.origins.iter().any(|root| origin::is_narrator(root));
        let tellers: BTreeSet<&ArticleId> =
            rows.entries.iter().filter(in_own_name).map(|it| it.article).collect();
        let records: Vec<&ArticleRecord> =
            tellers.iter().filter_map(|article| story.articles.get(article)).collect();
        let shingles = if records.len() > 1 { known.shingles(&records)? } else { Vec::new() };
        let all = records.iter().zip(&shingles).map(|(record, shingles)| (&record.article, &shingles[..]));
        story.learn_copies(Copies::among(all));
        Ok(())
    }

    /// That articles without a publication date cannot be asked "by when".
    fn undated_left_out(assertions: usize) -> Warning {
        let plural = if assertions == 1 { " is" } else { "s are" };
        Warning::new(format!(
            "{assertions} assertion{plural} left out: it is not known whether the article had been published by then"
        ))
        .hint("dateline articles list")
    }

    /// That what an article says now it may not have said on the day on which it was published; and that what it said
    /// it may say no more. `claim` is what is said now.
    fn edited_since(&self, edited: &[EditedFact], claim: &LinkedClaim) -> Result<Vec<Warning>, Error> {
        let says_it = |article: &ArticleId| claim.members.iter().any(|member| member.article == *article);
        let of = |wanted: &dyn Fn(&EditedFact) -> bool| -> BTreeSet<&ArticleId> {
            edited.iter().filter(|it| wanted(it)).map(|it| &it.article).collect()
        };
        let revised = "was edited after it was published: its newest text is shown,";
        let mut warnings = Vec::new();
        for (articles, weigh, what) in [
            (
                of(&|it| says_it(&it.article) && it.published.is_none()),
                Warning::new as fn(String) -> Warning,
                format!("{revised} under the date that it had before"),
            ),
            (
                of(&|it| says_it(&it.article) && it.published.is_some()),
                Warning::note,
                format!("{revised} what came with an edit under the date of that revision"),
            ),
            (
                of(&|it| !says_it(&it.article)),
                Warning::new,
                "said this in a former text alone: it has no row, and counts neither in what stands nor as an origin"
                    .to_owned(),
            ),
        ] {
            let Some(first) = articles.first() else { continue };
            let list = articles.iter().map(|id| self.short_id(id)).collect::<Result<Vec<_>, _>>()?.join(" ");
            let hint = format!("dateline articles revisions {}", self.short_id(first)?);
            warnings.push(weigh(format!("{list} {what}")).hint(hint));
        }
        Ok(warnings)
    }

    /// That rows stand last only because their articles have no date.
    fn unplaced(&self, rows: &[Row]) -> Result<Option<Warning>, Error> {
        let undated: BTreeSet<&ArticleId> =
            rows.iter().filter(|row| row.published.is_none()).map(|row| &row.article).collect();
        let Some(first) = undated.first() else { return Ok(None) };
        let short = self.short_id(first)?;
        let list = undated.iter().map(|id| self.short_id(id)).collect::<Result<Vec<_>, _>>()?.join(" ");
        Ok(Some(
            Warning::new(format!(
                "no publication date is known for {list}: placed last, not compared by time"
            ))
            .hint(format!("dateline articles set {short} --published DATE")),
        ))
    }
}

impl HistoryFilter {
    /// Whether what was published on a day, by an outlet, is wanted.
    pub(super) fn takes(&self, day: Option<&Edtf>, outlet: Option<&str>) -> bool {
        let bounds = day.map(Edtf::bounds);
        let since = self
            .since
            .is_none_or(|day| bounds.is_some_and(|bounds| bounds.latest.is_none_or(|latest| latest >= day)));
        let until = self.until.is_none_or(|day| {
            bounds.is_some_and(|bounds| bounds.earliest.is_none_or(|earliest| earliest <= day))
        });
        let wanted = self.publisher.as_ref();
        let by = wanted
            .is_none_or(|wanted| outlet.is_some_and(|name| name.to_lowercase() == wanted.to_lowercase()));
        since && until && by
    }
}

/// That reviewers decided differently which values stand.
fn parting(rows: &ClaimRows<'_>) -> Option<Warning> {
    let by: BTreeSet<&str> = rows.parting.iter().map(|given| given.reviewer.as_str()).collect();
    let first = rows.history.rows.iter().position(|row| row.stands)?;
    (!by.is_empty()).then(|| {
        let by = by.into_iter().collect::<Vec<_>>().join(" and ");
        Warning::new(format!("{by} resolved this claim differently: none of their decisions holds"))
            .hint(format!("dateline review resolve {}@{} --overrule --reason TEXT", rows.claim.id, first + 1))
    })
}

/// The independent origins of a claim's assertions, by name.
fn origins(story: &Story, rows: &ClaimRows<'_>) -> Origins {
    let sets: Vec<OriginLine> = rows
        .origins(story)
        .into_iter()
        .map(|origin| {
            let articles: BTreeSet<&ArticleId> =
                origin.members.iter().map(|at| &rows.found[*at].record.article).collect();
            let mut sources: Vec<String> = origin
                .members
                .iter()
                .map(|at| {
                    let it = &rows.found[*at];
                    let innermost = it.assertion.attribution.innermost().and_then(|hop| hop.name.clone());
                    innermost.unwrap_or_else(|| story.article_name(&it.record.article))
                })
                .collect();
            sources.sort();
            sources.dedup();
            OriginLine { sources, articles: articles.into_iter().cloned().collect(), why: origin.reasons }
        })
        .collect();
    Origins { count: sets.len(), sets }
}
