//! `claims list`, `claims search` and `claims show`.

use super::Query;
use super::reviewing::statements_aside;
use super::rows::{ClaimRows, all_rows_as_of};
use super::story::Story;
use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::workspace::BEGIN;
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, AssertionId, StoryName};
use dateline_core::link::LinkedClaim;
use dateline_core::value::{EntityKind, TimeValue, Value};
use serde::Serialize;
use std::collections::BTreeSet;

/// Claims, by story, then by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimList {
    /// The claims.
    pub claims: Vec<ClaimLine>,
    /// How many statements are left out, because they were not asked for.
    pub statements: usize,
}

/// A claim, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimLine {
    /// The story.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// Verbatim words of the values that stand, in order of publication.
    pub standing: Vec<String>,
    /// How many assertions it has.
    pub assertions: usize,
    /// How many articles they come from.
    pub articles: usize,
    /// Whether values stand that cannot be true together.
    pub contested: bool,
    /// When it was last reported, where that is known.
    pub last_published: Option<Edtf>,
    /// Names and values in which a search looks.
    #[serde(skip)]
    searched: Vec<String>,
    /// Whether a value describes the time asked about.
    #[serde(skip)]
    described: bool,
    /// How many times could not be placed.
    #[serde(skip)]
    unplaced: usize,
}

/// What names a claim, and why its assertions belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimShown {
    /// The story.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// Other ids that name it.
    pub aliases: Vec<ClaimId>,
    /// Its subject, as shown.
    pub subject: String,
    /// What the subject is.
    pub kind: EntityKind,
    /// Every name of the subject, verbatim.
    pub names: Vec<String>,
    /// Its assertions, each with the reason it belongs here.
    pub members: Vec<MemberLine>,
}

/// An assertion's membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberLine {
    /// Its number in the history.
    pub row: usize,
    /// The assertion.
    pub assertion: AssertionId,
    /// The article.
    pub article: ArticleId,
    /// Its verbatim words.
    pub text: String,
    /// Why it belongs here, in words.
    pub reason: String,
}

impl Query<'_> {
    /// The claims of a story, or all; those that are only statements if `statements` says so.
    pub fn claims_list(&self, story: Option<&str>, statements: bool) -> Result<Answer<ClaimList>, Error> {
        let mut answer =
            self.claims_where(story, None, |claim| statements || !claim.id.attribute.is_statement())?;
        let left_out = answer.data.statements;
        if answer.data.claims.is_empty() {
            let asked = story.map(|story| format!(" --story {story}")).unwrap_or_default();
            answer.warnings.push(match left_out {
                0 if self.known.stories()?.is_empty() => Warning::note("no article is stored").hint(BEGIN),
                0 => Warning::note("no rule asserts anything of what the articles say")
                    .hint("dateline articles list"),
                n => statements_aside(n).hint(format!("dateline claims list --all{asked}")),
            });
        }
        Ok(answer)
    }

    /// The claims with a value that describes a time which may lie in `time`; those without a bound count as
    /// reaching on. Times that could not be placed on the calendar are left out, and counted in a warning.
    pub fn claims_about(&self, time: &Edtf, story: Option<&str>) -> Result<Answer<ClaimList>, Error> {
        let mut answer = self.claims_where(story, Some(time), |_| true)?;
        let unplaced: usize = answer.data.claims.iter().map(|line| line.unplaced).sum();
        answer.data.claims.retain(|line| line.described);
        answer.basis.described = Some(time.clone());
        if unplaced > 0 {
            let plural = if unplaced == 1 { "time is" } else { "times are" };
            let left_out = format!("{unplaced} {plural} left out: the text does not say of which year");
            answer.warnings.push(Warning::new(left_out).hint("dateline articles list"));
        }
        Ok(answer)
    }

    /// The claims in whose ids, names or values all of the words occur; upper and lower case are not told
    /// apart.
    pub fn claims_search(&self, words: &[String], story: Option<&str>) -> Result<Answer<ClaimList>, Error> {
        let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let mut answer = self.claims_where(story, None, |_| true)?;
        answer.data.claims.retain(|line| {
            let text = [line.claim.to_string(), line.subject.clone(), line.searched.join("\n")]
                .join("\n")
                .to_lowercase();
            words.iter().all(|word| text.contains(word))
        });
        Ok(answer)
    }

    fn claims_where(
        &self,
        story: Option<&str>,
        about: Option<&Edtf>,
        wanted: impl Fn(&LinkedClaim) -> bool,
    ) -> Result<Answer<ClaimList>, Error> {
        let (mut claims, mut statements) = (Vec::new(), 0);
        for story in self.stories_asked(story)? {
            let (wanted, left_out): (Vec<&LinkedClaim>, Vec<_>) =
                story.claims.iter().partition(|claim| wanted(claim));
            let members = left_out.into_iter().flat_map(|claim| &claim.members);
            let said = members.filter_map(|member| story.find(&member.assertion));
            statements += said.filter(|it| self.had_been_reported(it.record)).count();
            for rows in all_rows_as_of(&story, &wanted, self.as_of)? {
                claims.extend(self.claim_line(&story, &rows, about)?);
            }
        }
        let mut answer = self.answer("dateline.claims_list/1", ClaimList { claims, statements });
        let most = answer.data.claims.iter().max_by_key(|line| (line.articles, line.assertions));
        let next = most.map(|line| format!("dateline history {}", line.claim));
        answer.next.extend(next);
        Ok(answer)
    }

    /// A claim in a line; `None` if nothing of it had been reported.
    fn claim_line(
        &self,
        story: &Story,
        rows: &ClaimRows<'_>,
        about: Option<&Edtf>,
    ) -> Result<Option<ClaimLine>, Error> {
        let claim = rows.claim;
        if rows.len() == 0 {
            return Ok(None);
        }
        let mut standing: Vec<String> = Vec::new();
        let mut searched = claim.names.clone();
        let mut articles = BTreeSet::new();
        let mut last_published = None;
        let (mut described, mut unplaced) = (false, 0);
        for at in 0..rows.len() {
            let (row, it) = rows.at(at);
            let words = it.assertion.value.text().to_owned();
            articles.insert(&it.record.article);
            last_published = rows.story.published(it).cloned().or(last_published);
            if let (Some(about), Value::Time(time)) = (about, &it.assertion.value) {
                if time.is_resolved() {
                    described |= may_lie_in(time, about);
                } else {
                    unplaced += 1;
                }
            }
            if row.stands && !standing.contains(&words) {
                self.reread(it.record, it.assertion)?;
                standing.push(words.clone());
            }
            searched.push(words);
        }
        Ok(Some(ClaimLine {
            story: story.name.clone(),
            claim: claim.id.clone(),
            subject: claim.subject.clone(),
            standing,
            assertions: rows.len(),
            articles: articles.len(),
            contested: rows.history.contested,
            last_published,
            searched,
            described,
            unplaced,
        }))
    }

    /// What names a claim, and why its assertions belong together.
    pub fn claims_show(&self, claim: &str) -> Result<Answer<ClaimShown>, Error> {
        let (story, id, _) = self.claim_named(claim)?;
        let linked = story.claim(&id).ok_or_else(|| Error::Inconsistent(format!("claim {id} is gone")))?;
        let rows = self.claim_rows(&story, linked)?;
        let mut members = Vec::new();
        for at in 0..rows.len() {
            let (_, it) = rows.at(at);
            self.reread(it.record, it.assertion)?;
            let reason = linked.members.iter().find(|member| member.assertion == it.assertion.id);
            members.push(MemberLine {
                row: at + 1,
                assertion: it.assertion.id.clone(),
                article: it.record.article.clone(),
                text: it.assertion.value.text().to_owned(),
                reason: reason.map(|member| member.reason.clone()).unwrap_or_default(),
            });
        }
        let data = ClaimShown {
            story: story.name.clone(),
            claim: linked.id.clone(),
            aliases: linked.aliases.clone(),
            subject: linked.subject.clone(),
            kind: linked.kind,
            names: linked.names.clone(),
            members,
        };
        let mut answer = self.answer("dateline.claims_show/1", data);
        answer.next.push(format!("dateline history {}", linked.id));
        Ok(answer)
    }
}

/// Whether a time may lie in another.
fn may_lie_in(time: &TimeValue, about: &Edtf) -> bool {
    let bounds = about.bounds();
    let begins = time.earliest.zip(bounds.latest).is_none_or(|(from, until)| from <= until);
    let ends = time.latest.zip(bounds.earliest).is_none_or(|(until, from)| until >= from);
    begins && ends
}
