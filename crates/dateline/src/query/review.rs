//! The review queue: what nobody has looked at yet, that of most consequence first.

use super::Query;
use super::rows::{ClaimRows, resolve};
use super::story::Story;
use crate::answer::Answer;
use crate::error::Error;
use crate::row::{Review, Row};
use dateline_core::attribution::Scope;
use dateline_core::claim::ClaimId;
use dateline_core::history::{Entry, History};
use dateline_core::id::StoryName;
use dateline_core::judgement::{RuleRecord, rule_records};
use dateline_core::step::StepLabel;
use serde::Serialize;

/// Which assertions are wanted for review.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewFilter {
    /// Only this story's.
    pub story: Option<String>,
    /// Only this claim's.
    pub claim: Option<String>,
    /// Only those of this outlet; upper and lower case are not told apart.
    pub publisher: Option<String>,
    /// Also what people are only quoted as saying, which contradicts nothing.
    pub statements: bool,
    /// Also those that were reviewed.
    pub reviewed: bool,
    /// No more than this many.
    pub limit: Option<usize>,
}

/// What is to be reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewQueue {
    /// The assertions, that of most consequence first.
    pub items: Vec<ReviewItem>,
    /// How many are still to be reviewed, those beyond the limit included, reviewed ones not.
    pub waiting: usize,
    /// How many were reviewed.
    pub reviewed: usize,
}

/// An assertion with what would follow from rejecting it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewItem {
    /// The story.
    pub story: StoryName,
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// The assertion, in the history of its claim.
    pub assertion: Row,
    /// How many rows that history has.
    pub rows: usize,
    /// What makes it matter, gravest first.
    pub because: Vec<Consequence>,
    /// What reviewers found of the rule that read it, in the stories looked at.
    pub rule: RuleRecord,
    /// Words of the values that stand.
    pub stands: Vec<String>,
    /// Whether they exclude each other.
    pub contested: bool,
    /// Words of the values that would stand without it.
    pub would_stand: Vec<String>,
    /// Whether those would exclude each other.
    pub would_be_contested: bool,
}

/// What makes an assertion matter, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// Reviewers do not agree.
    Disputed,
    /// It was judged in another reading, which gave another value or place.
    ReadAnew,
    /// It is one of several values that stand and exclude each other.
    Contested,
    /// It changes or disputes what stood.
    Moves,
    /// Nothing would stand without it.
    StandsAlone,
    /// Other values would stand without it.
    Stands,
    /// The text does not settle who says it.
    UnclearSource,
    /// All of the claim goes back to one source.
    OneOrigin,
    /// Reviewers found the rule that read it wrong before.
    RuleWasWrong,
}

impl Consequence {
    /// In words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Disputed => "reviewers disagree",
            Self::ReadAnew => "judged before, and read otherwise since",
            Self::Contested => "contested",
            Self::Moves => "changes what stood",
            Self::StandsAlone => "the only value",
            Self::Stands => "its value stands",
            Self::UnclearSource => "unclear who says it",
            Self::OneOrigin => "one origin",
            Self::RuleWasWrong => "its rule was wrong before",
        }
    }

    /// How much it weighs; `rule` is what was found of the rule that read it.
    fn weight(self, rule: RuleRecord) -> u32 {
        match self {
            Self::Disputed => 128,
            Self::ReadAnew => 64,
            Self::Contested => 32,
            Self::Moves => 16,
            Self::StandsAlone => 4,
            Self::Stands => 3,
            Self::UnclearSource => 5,
            Self::OneOrigin => 2,
            // Up to 15: one that is always wrong weighs less than what changes what stood.
            Self::RuleWasWrong => 1 + rule.expected_wrong_per_mille() * 15 / 1000,
        }
    }
}

/// An assertion in the queue, before its words are read.
struct Waiting {
    story: usize,
    claim: usize,
    at: usize,
    because: Vec<Consequence>,
    rule: RuleRecord,
}

impl Query<'_> {
    /// What is to be reviewed, that of most consequence first; equal ones by story, claim and row.
    pub fn review(&self, filter: &ReviewFilter) -> Result<Answer<ReviewQueue>, Error> {
        let claim = filter.claim.as_deref().map(|typed| self.claim_named(typed)).transpose()?;
        let (stories, only) = match claim {
            Some((story, id, _)) => (vec![story.name], Some(id)),
            None => (self.story_names_asked(filter.story.as_deref())?, None),
        };
        // Consequence counts origins, and these rest on which article copies which.
        let stories = stories.iter().map(|name| self.whole_story(name)).collect::<Result<Vec<Story>, _>>()?;
        let records = rule_records(stories.iter().flat_map(Story::rules_judged));
        let mut waiting: Vec<Waiting> = Vec::new();
        let (mut reviewed, mut all) = (0, 0);
        for (nth, story) in stories.iter().enumerate() {
            for (claim, linked) in story.claims.iter().enumerate() {
                let is_wanted = only.as_ref().is_none_or(|only| *only == linked.id)
                    && (filter.statements || only.is_some() || !linked.id.attribute.is_statement());
                if !is_wanted {
                    continue;
                }
                let rows = self.claim_rows(story, linked)?;
                let one_origin = rows.origins(story).len() == 1;
                for at in 0..rows.with_rejected() {
                    let (_, it) = rows.at(at);
                    let by = it.record.metadata.publisher.as_ref().map(|name| name.to_lowercase());
                    if filter.publisher.as_ref().is_some_and(|name| by.as_ref() != Some(&name.to_lowercase()))
                    {
                        continue;
                    }
                    let verdict = story.verdict(&it.assertion.id);
                    let is_done = !matches!(verdict, Review::Unreviewed | Review::Disputed);
                    reviewed += usize::from(is_done);
                    all += usize::from(!is_done);
                    if !is_done || filter.reviewed {
                        let rule = records.get(it.assertion.rule.as_str()).copied().unwrap_or_default();
                        let because = because(story, &rows, at, one_origin, rule);
                        waiting.push(Waiting { story: nth, claim, at, because, rule });
                    }
                }
            }
        }
        let weight = |it: &Waiting| it.because.iter().map(|why| why.weight(it.rule)).sum::<u32>();
        waiting.sort_by_key(|it| (std::cmp::Reverse(weight(it)), it.story, it.claim, it.at));
        let items = waiting
            .into_iter()
            .take(filter.limit.unwrap_or(usize::MAX))
            .map(|it| self.review_item(&stories[it.story], it))
            .collect::<Result<_, Error>>()?;
        let mut answer = self.answer("dateline.review/1", ReviewQueue { items, waiting: all, reviewed });
        if only.is_none() {
            for story in &stories {
                answer.warnings.extend(self.lapsed(story)?);
            }
        }
        if let Some(first) = answer.data.items.first() {
            let (story, claim, row) = (&first.story, &first.claim, first.assertion.row);
            answer.next.push(format!("dateline review accept {story}:{claim}@{row}"));
        }
        Ok(answer)
    }

    fn review_item(&self, story: &Story, it: Waiting) -> Result<ReviewItem, Error> {
        let Waiting { claim, at, because, rule, story: _ } = it;
        let linked = &story.claims[claim];
        let rows = self.claim_rows(story, linked)?;
        let id = &rows.at(at).1.assertion.id;
        let without: Vec<Entry<'_>> =
            rows.entries.iter().filter(|entry| entry.assertion.id != *id).cloned().collect();
        let mut then = History::of(&without);
        resolve(story, &without, &mut then);
        Ok(ReviewItem {
            story: story.name.clone(),
            claim: linked.id.clone(),
            subject: linked.subject.clone(),
            assertion: self.row(&rows, at)?,
            rows: rows.len(),
            because,
            rule,
            stands: words(&rows.history, &rows.entries),
            contested: rows.history.contested,
            would_stand: words(&then, &without),
            would_be_contested: then.contested,
        })
    }
}

/// The words of the values that stand, each value once.
fn words(history: &History, entries: &[Entry<'_>]) -> Vec<String> {
    let values = history.standing_values(entries).into_iter();
    values.map(|at| entries[at].assertion.value.text().to_owned()).collect()
}

/// What makes the row at `at` matter.
fn because(
    story: &Story,
    rows: &ClaimRows<'_>,
    at: usize,
    one_origin: bool,
    rule: RuleRecord,
) -> Vec<Consequence> {
    let (row, it) = rows.at(at);
    let counts = at < rows.len();
    let moves = [StepLabel::Revises, StepLabel::Contradicts, StepLabel::Withdraws];
    let standing = rows.history.rows.iter().filter(|row| row.stands).count();
    let disputed = story.verdict(&it.assertion.id) == Review::Disputed;
    let all = [
        (Consequence::Disputed, disputed),
        (Consequence::ReadAnew, story.was_read_otherwise(it.record, it.assertion)),
        (Consequence::Contested, counts && rows.history.contested && row.stands),
        (Consequence::Moves, counts && (moves.contains(&row.step.label) || !row.also.is_empty())),
        (Consequence::StandsAlone, counts && row.stands && standing == 1),
        (Consequence::Stands, counts && row.stands && standing > 1),
        (Consequence::UnclearSource, it.assertion.attribution.scope == Scope::Ambiguous),
        (Consequence::OneOrigin, one_origin && counts),
        (Consequence::RuleWasWrong, rule.right < rule.judged),
    ];
    all.into_iter().filter(|(_, holds)| *holds).map(|(why, _)| why).collect()
}
