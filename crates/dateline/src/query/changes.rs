//! `changes`: what moved in a story, how, and on whose word.

use super::Query;
use super::doubts::Doubts;
use super::edited::EditedFact;
use super::names::{Renamed, renamed};
use super::overdue::Unconfirmed;
use super::rows::{ClaimRows, all_rows_as_of};
use super::story::{Found, Story};
use crate::answer::{Answer, Warning};
use crate::error::Error;
use crate::row::Row;
use dateline_core::assertion::Assertion;
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, OperationNumber, StoryName};
use dateline_core::link::LinkedClaim;
use dateline_core::step::StepLabel;
use dateline_core::value::Value;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// What moved, story by story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Only what was published on this day or later, if one was given.
    pub since: Option<Date>,
    /// The stories that were looked at.
    pub stories: Vec<StoryChanges>,
}

/// What moved in one story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryChanges {
    /// The story.
    pub story: StoryName,
    /// How many articles it has.
    pub articles: usize,
    /// How many claims were looked at.
    pub claims: usize,
    /// How many of them were reported more than once and did not move.
    pub unmoved: usize,
    /// The changes, by claim, then in order of publication.
    pub changes: Vec<Change>,
    /// Facts that were edited in an article after it was published, where several revisions of it are stored.
    pub edited: Vec<EditedFact>,
    /// Articles of whose revisions not everything was compared; a warning says so.
    #[serde(skip)]
    pub(crate) doubts: Doubts,
    /// Names under which one subject goes in different articles.
    pub renamed: Vec<Renamed>,
    /// Claims whose values exclude each other.
    pub contested: Vec<Contested>,
    /// Predicted times that have passed, and that nothing stored confirms; `ingest` does not look for them.
    #[serde(flatten)]
    pub unconfirmed: Unconfirmed,
}

/// A claim that is contested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contested {
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// The values that stand, each by the first row that gives it.
    pub stands: Vec<Row>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The claim.
    pub claim: ClaimId,
    /// Its subject, as shown.
    pub subject: String,
    /// What was reported before: what the newer assertion is compared with.
    pub from: Option<Row>,
    /// What was reported then.
    pub to: Row,
    /// The operation that recorded the text that reports it.
    #[serde(skip)]
    pub recorded_in: OperationNumber,
    /// Articles certainly published on a later day, of another outlet or none that is known, that carry the new
    /// value too.
    pub followed_by: Vec<Carrier>,
    /// Articles certainly published on a later day that still carry the earlier value.
    pub still_carried_by: Vec<Carrier>,
}

/// An article that carries a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Carrier {
    /// The article.
    pub article: ArticleId,
    /// The outlet, where it is known.
    pub publisher: Option<String>,
    /// When it published that, where it is known: with the article, or with an edit.
    pub published: Option<Edtf>,
}

/// What of a story's changes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Only what moved.
    Moves,
    /// Also what is contested, and what is overdue.
    All,
}

impl Changes {
    /// What to ask next: the history of the first claim that moved.
    fn next(&self) -> Vec<String> {
        let first = self.stories.iter().find_map(|story| story.changes.first());
        first.map(|change| format!("dateline history {}", change.claim)).into_iter().collect()
    }
}

impl Query<'_> {
    /// [`Query::changes`], only what was recorded after the newest judgement on anything, undone ones included:
    /// what came since somebody last looked.
    pub fn changes_since_review(&self, story: Option<&str>) -> Result<Answer<Changes>, Error> {
        let judging = self.known.operations()?.into_iter().rfind(|record| record.judgements > 0);
        let after = judging.map(|record| record.number);
        let mut answer = self.changes(story, None)?;
        for story in &mut answer.data.stories {
            story.changes.retain(|change| after.is_none_or(|after| change.recorded_in > after));
            story.edited.retain(|it| after.is_none_or(|after| it.recorded_in > after));
        }
        answer.next = answer.data.next();
        let since = match &after {
            Some(op) => format!("only what was recorded after operation {op}, the last that judged"),
            None => "nobody judged anything yet: all changes are listed".to_owned(),
        };
        answer.warnings.push(Warning::note(since));
        Ok(answer)
    }

    /// What moved in a story, or in all: only what was published since a day, if one is given.
    pub fn changes(&self, story: Option<&str>, since: Option<Date>) -> Result<Answer<Changes>, Error> {
        let stories = self.stories_asked(story)?;
        let data = self.changes_of(&stories, since, Wanted::All)?;
        let mut answer = self.answer("dateline.changes/1", data);
        let undated: BTreeSet<&ArticleId> = stories
            .iter()
            .flat_map(|story| story.articles.values())
            .filter(|record| record.metadata.published.is_none())
            .map(|record| &record.article)
            .collect();
        if let Some(first) = undated.first() {
            let plural = if undated.len() == 1 { "article has" } else { "articles have" };
            answer.warnings.push(
                Warning::new(format!(
                    "{} {plural} no publication date: what they say cannot be put in order",
                    undated.len()
                ))
                .hint(format!("dateline articles set {} --published DATE", self.short_id(first)?)),
            );
        }
        let doubts = self.doubts_of(&answer.data)?;
        answer.warnings.extend(doubts);
        answer.next = answer.data.next();
        Ok(answer)
    }

    /// What moved in these stories.
    pub(crate) fn changes_in(
        &self,
        stories: &BTreeSet<StoryName>,
        since: Option<Date>,
    ) -> Result<Changes, Error> {
        let stories: Vec<Story> = stories.iter().map(|name| self.story(name)).collect::<Result<_, _>>()?;
        self.changes_of(&stories, since, Wanted::Moves)
    }

    /// What was not compared of the revisions of their articles.
    pub(crate) fn doubts_of(&self, changes: &Changes) -> Result<Vec<Warning>, Error> {
        let mut all = Doubts::default();
        for story in &changes.stories {
            all.extend(&story.doubts);
        }
        self.doubtful(&all)
    }

    fn changes_of(&self, stories: &[Story], since: Option<Date>, wanted: Wanted) -> Result<Changes, Error> {
        let stories =
            stories.iter().map(|story| self.story_changes(story, since, wanted)).collect::<Result<_, _>>()?;
        Ok(Changes { since, stories })
    }

    fn story_changes(
        &self,
        story: &Story,
        since: Option<Date>,
        wanted: Wanted,
    ) -> Result<StoryChanges, Error> {
        let looked_at: Vec<&LinkedClaim> =
            story.claims.iter().filter(|claim| !claim.id.attribute.is_statement()).collect();
        let rows = all_rows_as_of(story, &looked_at, self.as_of)?;
        let moves: Vec<Vec<usize>> = rows
            .par_iter()
            .map(|rows| (0..rows.len()).filter(|at| moved(rows, *at, since)).collect())
            .collect();
        let shown = rows.iter().zip(&moves).flat_map(|(rows, moves)| {
            let with_former = |at: &usize| [Some(*at), position(rows, *at)];
            moves.iter().flat_map(with_former).flatten().map(|at| *rows.at(at).1)
        });
        self.read_texts(shown)?;
        let (mut all, mut unmoved, mut claims) = (Vec::new(), 0, 0);
        for (rows, moves) in rows.iter().zip(moves) {
            claims += usize::from(rows.len() > 0);
            let articles: BTreeSet<&ArticleId> = rows.entries.iter().map(|entry| entry.article).collect();
            unmoved += usize::from(moves.is_empty() && articles.len() > 1);
            for at in moves {
                all.push(self.change(rows, at)?);
            }
        }
        let (mut edited, doubts) = self.edited_in(story)?;
        // When one without a date was made is not known: by the day that is told of it at the latest.
        edited.retain(|it| since.is_none_or(|since| it.made_by() >= since));
        Ok(StoryChanges {
            story: story.name.clone(),
            articles: story.articles.len(),
            claims,
            unmoved,
            changes: all,
            edited,
            doubts,
            renamed: renamed(story),
            contested: match wanted {
                Wanted::All => self.contested(&rows)?,
                Wanted::Moves => Vec::new(),
            },
            unconfirmed: match wanted {
                Wanted::All => self.unconfirmed(story, &rows)?,
                Wanted::Moves => Unconfirmed::default(),
            },
        })
    }

    /// The claims whose values exclude each other, by id.
    fn contested(&self, all: &[ClaimRows<'_>]) -> Result<Vec<Contested>, Error> {
        let contested = all.iter().filter(|rows| rows.history.contested);
        let told = contested.map(|rows| {
            let values = rows.history.standing_values(&rows.entries).into_iter();
            let places =
                values.filter_map(|value| rows.history.rows.iter().position(|row| row.index == value));
            Ok(Contested {
                claim: rows.claim.id.clone(),
                subject: rows.claim.subject.clone(),
                stands: places.map(|at| self.row(rows, at)).collect::<Result<_, Error>>()?,
            })
        });
        told.collect()
    }

    fn change(&self, rows: &ClaimRows<'_>, at: usize) -> Result<Change, Error> {
        let to = self.row(rows, at)?;
        let before = position(rows, at);
        let from = before.map(|before| self.row(rows, before)).transpose()?;
        let new = rows.at(at).1;
        let replaced = before.filter(|before| rows.replaces(at, *before));
        let (mut followed_by, mut still_carried_by) = (Vec::new(), Vec::new());
        for (later, it) in (at + 1..rows.len()).map(|later| (later, rows.at(later).1)) {
            if it.record.article == to.article || !is_later(rows.story, it, new) {
                continue;
            }
            let outlet = &it.record.metadata.publisher;
            let is_other = outlet.is_none() || *outlet != new.record.metadata.publisher;
            if is_other && rows.says_the_same(later, at) {
                carried(&mut followed_by, rows.story, it);
            }
            if replaced.is_some_and(|old| rows.says_the_same(later, old)) {
                carried(&mut still_carried_by, rows.story, it);
            }
        }
        Ok(Change {
            claim: rows.claim.id.clone(),
            subject: rows.claim.subject.clone(),
            from,
            to,
            recorded_in: recorded_in(new),
            followed_by,
            still_carried_by,
        })
    }
}

/// The operation that recorded the text in which an assertion stands.
fn recorded_in(it: &Found<'_>) -> OperationNumber {
    it.record.revision(&it.extraction.revision).map_or(it.record.operation, |revision| revision.operation)
}

/// Whether one was certainly published on a later day than the other.
fn is_later(story: &Story, one: &Found<'_>, other: &Found<'_>) -> bool {
    let bounds = |it: &Found<'_>| story.published(it).map(Edtf::bounds);
    let (earliest, latest) =
        (bounds(one).and_then(|bounds| bounds.earliest), bounds(other).and_then(|bounds| bounds.latest));
    earliest.zip(latest).is_some_and(|(earliest, latest)| latest < earliest)
}

/// Takes an article down, once, in the order of publication.
fn carried(carriers: &mut Vec<Carrier>, story: &Story, it: &Found<'_>) {
    let record = it.record;
    if carriers.iter().all(|known| known.article != record.article) {
        carriers.push(Carrier {
            article: record.article.clone(),
            publisher: record.metadata.publisher.clone(),
            published: story.published(it).cloned(),
        });
    }
}

/// The row that the one at `at` is compared with.
fn position(rows: &ClaimRows<'_>, at: usize) -> Option<usize> {
    let compared = rows.at(at).0.step.compared_with.as_ref()?;
    (0..rows.len()).find(|other| rows.at(*other).1.assertion.id == *compared)
}

/// Whether a row says something else than another article did before.
fn moved(rows: &ClaimRows<'_>, at: usize, since: Option<Date>) -> bool {
    let (row, it) = rows.at(at);
    let other = position(rows, at).map(|before| &rows.at(before).1.record.article);
    let across = other.is_some_and(|other| *other != it.record.article);
    let step = match row.step.label {
        StepLabel::First | StepLabel::Repeats | StepLabel::Unordered => false,
        // One of several that were there all along is no news.
        StepLabel::Differs => !(0..at)
            .any(|earlier| rows.says_the_same(earlier, at) || is_reworded(rows, earlier, it.assertion)),
        _ => true,
    };
    let recent = since.is_none_or(|since| {
        let bounds = rows.story.published(it).map(Edtf::bounds);
        bounds.is_some_and(|bounds| bounds.latest.is_none_or(|latest| latest >= since))
    });
    across && step && recent
}

/// Whether an assertion of somebody's title says the one of an earlier row in more or in fewer words.
fn is_reworded(rows: &ClaimRows<'_>, earlier: usize, later: &Assertion) -> bool {
    let earlier = rows.at(earlier).1.assertion;
    match (&earlier.value, &later.value) {
        (Value::Text(title), Value::Text(value)) if later.attribute.as_str() == ROLE => {
            earlier.polarity == later.polarity
                && dateline_extract::is_title_reworded(&title.normal, &value.normal)
        }
        _ => false,
    }
}

/// The attribute of people's titles.
const ROLE: &str = "role";
