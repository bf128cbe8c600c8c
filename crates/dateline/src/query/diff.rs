//! `diff`: two dates of a story, or two articles, claim by claim. Never word by word: across different
//! articles that is unreadable.

use super::Query;
use super::names::{Side, TwoSides, name_claim, names_of_sides};
use super::rows::{ClaimRows, all_rows_as_of};
use super::story::{Found, Story};
use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::row::Row;
use dateline_core::as_of::{AsOf, Reported};
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, AssertionId, StoryName};
use dateline_core::link::LinkedClaim;
use dateline_core::step::Step;
use dateline_core::value::ValueRelation;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The story whose claims are compared.
    pub story: StoryName,
    /// The earlier side.
    pub left: DiffSide,
    /// The later side.
    pub right: DiffSide,
    /// The differences, by claim.
    pub entries: Vec<DiffEntry>,
    /// How many claims say the same on both sides.
    pub unchanged: usize,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DiffSide {
    /// What had been reported by the end of a day.
    Date {
        /// The day.
        until: Date,
        /// The day after which reports belong to this side only; `None` for "from the beginning".
        after: Option<Date>,
    },
    /// What one article says.
    Article {
        /// The article.
        article: ArticleId,
    },
    /// What an outlet says.
    Publisher {
        /// The outlet.
        publisher: String,
    },
}

/// How an entry differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffMark {
    /// On both sides, and different.
    Changed,
    /// Only on the later side.
    Added,
    /// Only on the earlier side: not repeated, which is no retraction.
    Absent,
    /// Two things of one kind that are not the same thing, and so are not compared.
    NotCompared,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffEntry {
    /// How it differs.
    pub mark: DiffMark,
    /// The claim; `None` where names or subjects themselves are compared.
    pub claim: Option<ClaimId>,
    /// What it is about, as shown.
    pub subject: String,
    /// What is said of it: the attribute, or "name".
    pub aspect: String,
    /// How the last assertion on the right relates to the last that stands on the left.
    pub step: Option<Step>,
    /// What the left side says.
    pub left: Vec<Row>,
    /// What the right side says.
    pub right: Vec<Row>,
    /// Names on the left, where names are compared.
    pub left_names: Vec<String>,
    /// Names on the right, where names are compared.
    pub right_names: Vec<String>,
    /// Why it is not compared, or what to keep in mind.
    pub note: Option<String>,
}

/// What to keep in mind where something is not said again.
const SILENCE: &str = "not repeated (silence is no retraction)";

impl Query<'_> {
    /// What stood in a story by the end of one day, against what was reported from then to another.
    pub fn diff_dates(&self, story: Option<&str>, one: Date, other: Date) -> Result<Answer<Diff>, Error> {
        let (from, to) = (one.min(other), one.max(other));
        let story = self.only_story(story)?;
        let as_of = |day| AsOf { published: Some(day), ..self.as_of };
        let left = |it: &Found<'_>| as_of(from).reported(story.published(it)) == Reported::Yes;
        let right = |it: &Found<'_>| {
            let published = story.published(it);
            as_of(from).reported(published) == Reported::No && as_of(to).reported(published) == Reported::Yes
        };
        let sides =
            (DiffSide::Date { until: from, after: None }, DiffSide::Date { until: to, after: Some(from) });
        let mut answer = self.diff(&story, sides, Some(as_of(from)), as_of(to), &left, &right)?;
        let undated = story.articles.values().filter(|record| record.metadata.published.is_none()).count();
        if undated > 0 {
            let plural = if undated == 1 { "article has" } else { "articles have" };
            answer.warnings.push(
                Warning::new(format!("{undated} {plural} no publication date and took no part"))
                    .hint("dateline articles list"),
            );
        }
        Ok(answer)
    }

    /// What one article says against what another says.
    pub fn diff_articles(&self, one: &str, other: &str) -> Result<Answer<Diff>, Error> {
        let (one_record, other_record) = (self.article_named(one)?, self.article_named(other)?);
        if one_record.story != other_record.story {
            return Err(Error::BadReference {
                reference: other.to_owned(),
                why: format!(
                    "it belongs to the story {}, {one} to {}; claims are compared within a story",
                    other_record.story, one_record.story
                ),
            });
        }
        let name = one_record.story.clone();
        let (one, other) = (one_record.article.clone(), other_record.article.clone());
        let mut ids = self.known.claims_of(&one_record)?;
        ids.extend(self.known.claims_of(&other_record)?);
        // Whether a subject's names are a claim of their own.
        let named: Vec<ClaimId> = ids.iter().filter_map(|id| name_claim(&id.subject)).collect();
        ids.extend(named);
        let story = self.part(&name, &ids, vec![one_record, other_record])?;
        let left = |it: &Found<'_>| it.record.article == one;
        let right = |it: &Found<'_>| it.record.article == other;
        let sides =
            (DiffSide::Article { article: one.clone() }, DiffSide::Article { article: other.clone() });
        self.diff(&story, sides, None, self.as_of, &left, &right)
    }

    /// What one outlet says in a story against what another says; upper and lower case are not told apart.
    pub fn diff_publishers(
        &self,
        story: Option<&str>,
        one: &str,
        other: &str,
    ) -> Result<Answer<Diff>, Error> {
        let story = self.only_story(story)?;
        let outlets: BTreeSet<&String> =
            story.articles.values().filter_map(|record| record.metadata.publisher.as_ref()).collect();
        let named = |typed: &str| {
            let known = outlets.iter().find(|name| name.to_lowercase() == typed.to_lowercase());
            known.map(|name| (*name).clone()).ok_or_else(|| Error::BadReference {
                reference: typed.to_owned(),
                why: format!(
                    "no article of story {} is of that outlet; it has {}",
                    story.name,
                    outlets.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
                ),
            })
        };
        let (one, other) = (named(one)?, named(other)?);
        let of = |name: &str, it: &Found<'_>| it.record.metadata.publisher.as_deref() == Some(name);
        let sides = (
            DiffSide::Publisher { publisher: one.clone() },
            DiffSide::Publisher { publisher: other.clone() },
        );
        self.diff(&story, sides, None, self.as_of, &|it| of(&one, it), &|it| of(&other, it))
    }

    /// The story asked for; where none is, the only one there is.
    fn only_story(&self, typed: Option<&str>) -> Result<Story, Error> {
        if let Some(typed) = typed {
            return self.story_named(typed);
        }
        match &self.known.stories()?[..] {
            [one] => self.story(one),
            several => Err(Error::BadReference {
                reference: "--story".to_owned(),
                why: format!("there are {} stories; say which: --story NAME", several.len()),
            }),
        }
    }

    /// Compares two sides, claim by claim. With `standing`, only what stood then is on the left.
    fn diff(
        &self,
        story: &Story,
        (left_side, right_side): (DiffSide, DiffSide),
        standing: Option<AsOf>,
        as_of: AsOf,
        left: Side<'_>,
        right: Side<'_>,
    ) -> Result<Answer<Diff>, Error> {
        let compared: Vec<&LinkedClaim> =
            story.claims.iter().filter(|claim| !claim.id.attribute.is_statement()).collect();
        let all = all_rows_as_of(story, &compared, as_of)?;
        let stood: Option<BTreeSet<&AssertionId>> = match standing {
            Some(then) => Some(standing_in(&all_rows_as_of(story, &compared, then)?)),
            None => None,
        };
        let (mut entries, mut unchanged) = (Vec::new(), 0);
        let mut found = Vec::new();
        for rows in &all {
            let on_left = |at: &usize| {
                let it = rows.at(*at).1;
                left(it) && stood.as_ref().is_none_or(|ids| ids.contains(&it.assertion.id))
            };
            let lefts: Vec<usize> = (0..rows.len()).filter(on_left).collect();
            let rights: Vec<usize> = (0..rows.len()).filter(|at| right(rows.at(*at).1)).collect();
            match difference(rows, &lefts, &rights) {
                Some(difference) => found.push((rows, difference)),
                None => unchanged += usize::from(!lefts.is_empty()),
            }
        }
        let shown =
            found.iter().flat_map(|(rows, it)| it.left.iter().chain(&it.right).map(|at| *rows.at(*at).1));
        self.read_texts(shown)?;
        for (rows, difference) in found {
            entries.push(self.entry(rows, difference)?);
        }
        let names = names_of_sides(story, left, right);
        let renamed = names.renamed.iter().map(|(slug, names)| named(DiffMark::Changed, slug, "name", names));
        entries.extend(renamed);
        entries.extend(names.unlike.iter().map(|(head, names)| DiffEntry {
            note: Some("not the same, and not compared".to_owned()),
            ..named(DiffMark::NotCompared, head, "identity", names)
        }));
        entries.sort_by_key(|entry| entry.mark);
        let data = Diff { story: story.name.clone(), left: left_side, right: right_side, entries, unchanged };
        let mut answer = self.answer("dateline.diff/1", data);
        let changed = answer.data.entries.iter().find(|entry| entry.mark == DiffMark::Changed);
        let next =
            changed.and_then(|entry| entry.claim.as_ref()).map(|claim| format!("dateline history {claim}"));
        answer.next.extend(next);
        Ok(answer)
    }

    /// A difference, with its rows.
    fn entry(&self, rows: &ClaimRows<'_>, difference: Difference) -> Result<DiffEntry, Error> {
        let Difference { mark, step, left, right, note } = difference;
        let all = |these: Vec<usize>| {
            these.into_iter().map(|at| self.row(rows, at)).collect::<Result<Vec<Row>, Error>>()
        };
        Ok(DiffEntry {
            mark,
            claim: Some(rows.claim.id.clone()),
            subject: rows.claim.subject.clone(),
            aspect: rows.claim.id.attribute.to_string(),
            step,
            left: all(left)?,
            right: all(right)?,
            left_names: Vec::new(),
            right_names: Vec::new(),
            note,
        })
    }
}

/// The assertions that stand in some histories.
fn standing_in<'s>(all: &[ClaimRows<'s>]) -> BTreeSet<&'s AssertionId> {
    let of_claim = |rows: &ClaimRows<'s>| {
        let stand = (0..rows.len()).map(|at| rows.at(at)).filter(|(row, _)| row.stands);
        stand.map(|(_, it)| &it.assertion.id).collect::<Vec<&'s AssertionId>>()
    };
    all.iter().flat_map(of_claim).collect()
}

/// How the rows of one claim differ: numbers of rows, from 0.
struct Difference {
    mark: DiffMark,
    step: Option<Step>,
    left: Vec<usize>,
    right: Vec<usize>,
    note: Option<String>,
}

/// The difference between the rows of one claim; `None` if they say the same, or there are none.
fn difference(rows: &ClaimRows<'_>, lefts: &[usize], rights: &[usize]) -> Option<Difference> {
    let only = |these: &[usize], those: &[usize]| {
        let new = |at: &usize| !those.iter().any(|other| same(rows, *at, *other));
        finest(rows, &these.iter().copied().filter(new).collect::<Vec<usize>>())
    };
    let (gone, came) = (only(lefts, rights), only(rights, lefts));
    Some(match (lefts, rights) {
        ([], []) => return None,
        ([], _) => {
            Difference { mark: DiffMark::Added, step: None, left: Vec::new(), right: came, note: None }
        }
        (_, []) => {
            let note = Some(SILENCE.to_owned());
            Difference { mark: DiffMark::Absent, step: None, left: gone, right: Vec::new(), note }
        }
        // Something is said on both sides alike, and the rest only on the earlier one.
        (_, _) if came.is_empty() => return None,
        (_, _) => {
            let before = gone.last().or(lefts.last()).copied();
            let step = before.zip(came.last()).map(|(before, at)| step(rows, before, *at));
            let left = if gone.is_empty() { before.into_iter().collect() } else { gone };
            Difference { mark: DiffMark::Changed, step, left, right: came, note: None }
        }
    })
}

/// The step from one row to another.
fn step(rows: &ClaimRows<'_>, before: usize, at: usize) -> Step {
    let entry = |at: usize| &rows.entries[rows.at(at).0.index];
    Step::between(entry(before), entry(at))
}

/// Whether two rows say the same, as sure.
fn same(rows: &ClaimRows<'_>, one: usize, other: usize) -> bool {
    let class = |at: usize| rows.at(at).1.assertion.modality.class;
    rows.says_the_same(one, other) && class(one) == class(other)
}

/// The rows without those that say the same as an earlier one, or less than another one.
fn finest(rows: &ClaimRows<'_>, these: &[usize]) -> Vec<usize> {
    let assertion = |at: usize| rows.at(at).1.assertion;
    let needless = |at: usize| {
        these.iter().any(|&other| {
            let relation = rows.relation(at, other);
            let alike = assertion(at).polarity == assertion(other).polarity;
            alike && (relation == ValueRelation::Narrower || (relation == ValueRelation::Equal && other < at))
        })
    };
    these.iter().copied().filter(|at| !needless(*at)).collect()
}

/// A difference of names.
fn named(mark: DiffMark, subject: &str, aspect: &str, names: &TwoSides<'_>) -> DiffEntry {
    let owned = |names: &BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
    DiffEntry {
        mark,
        claim: None,
        subject: subject.to_owned(),
        aspect: aspect.to_owned(),
        step: None,
        left: Vec::new(),
        right: Vec::new(),
        left_names: owned(&names.left),
        right_names: owned(&names.right),
        note: None,
    }
}
