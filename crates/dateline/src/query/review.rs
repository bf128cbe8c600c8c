//! The review queue: what nobody has looked at yet, that of most consequence first.

use super::Query;
use super::rows::{ClaimRows, resolve};
use super::story::Story;
use crate::answer::Answer;
use crate::error::Error;
use crate::row::{Review, Row};
use dateline_core::attribution::Scope;
use dateline_core::claim::ClaimId;
use dateline_core::history::History;
use dateline_core::id::StoryName;
use dateline_core::judgement::RuleRecord;
use dateline_core::link::LinkedClaim;
use dateline_core::step::{Entry, StepLabel};
use dateline_store::ArticleRecord;
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

impl ReviewFilter {
    /// Whether it asks for what this article says.
    pub(super) fn is_by(&self, record: &ArticleRecord) -> bool {
        self.publisher.as_ref().is_none_or(|asked| {
            let by = record.metadata.publisher.as_ref();
            by.is_some_and(|name| name.to_lowercase() == asked.to_lowercase())
        })
    }
}

/// What is to be reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewQueue {
    /// The assertions, that of most consequence first.
    pub items: Vec<ReviewItem>,
    /// How many are still to be reviewed, those beyond the limit included, reviewed ones not.
    pub waiting: usize,
    /// How many statements that nobody reviewed were not asked for.
    pub statements: usize,
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
#[derive(Debug)]
pub(super) struct Waiting {
    /// Its place in the history of its claim, from 0.
    pub(super) at: usize,
    /// What makes it matter, but for what was found of its rule.
    pub(super) because: Vec<Consequence>,
    pub(super) rule: String,
}

impl Waiting {
    /// What makes it matter, gravest first; `rule` is what was found of the rule that read it.
    fn consequences(&self, rule: RuleRecord) -> impl Iterator<Item = Consequence> {
        let wrong = (rule.right < rule.judged).then_some(Consequence::RuleWasWrong);
        self.because.iter().copied().chain(wrong)
    }

    pub(super) fn weight(&self, rule: RuleRecord) -> u32 {
        self.consequences(rule).map(|why| why.weight(rule)).sum()
    }
}

impl Query<'_> {
    /// What is to be reviewed, that of most consequence first; equal ones by story, claim and row. Judgements that
    /// hold no longer are among the warnings.
    pub fn review(&self, filter: &ReviewFilter) -> Result<Answer<ReviewQueue>, Error> {
        let reviewing = self.reviewing(filter)?;
        let mut answer = self.review_queue(&reviewing, filter.limit)?;
        answer.warnings.extend(self.lapsed(&reviewing)?);
        Ok(answer)
    }

    pub(super) fn review_item(
        &self,
        story: &Story,
        linked: &LinkedClaim,
        waiting: &Waiting,
        rule: RuleRecord,
    ) -> Result<ReviewItem, Error> {
        let rows = self.claim_rows(story, linked)?;
        let id = &rows.at(waiting.at).1.assertion.id;
        let without: Vec<Entry<'_>> =
            rows.entries.iter().filter(|entry| entry.assertion.id != *id).cloned().collect();
        let mut then = History::of(&without);
        resolve(story, &without, &mut then);
        Ok(ReviewItem {
            story: story.name.clone(),
            claim: linked.id.clone(),
            subject: linked.subject.clone(),
            assertion: self.row(&rows, waiting.at)?,
            rows: rows.len(),
            because: waiting.consequences(rule).collect(),
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

/// What makes the row at `at` matter, but for what was found of its rule.
pub(super) fn because(story: &Story, rows: &ClaimRows<'_>, at: usize, one_origin: bool) -> Vec<Consequence> {
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
    ];
    all.into_iter().filter(|(_, holds)| *holds).map(|(why, _)| why).collect()
}
