//! The rows of a claim's history, quotations re-read.

use super::Query;
use super::story::{Found, Story};
use crate::error::Error;
use crate::row::{JudgementLine, Place, ReadWho, Review, Row};
use dateline_core::as_of::{AsOf, Reported};
use dateline_core::history::{History, Row as HistoryRow};
use dateline_core::id::AssertionId;
use dateline_core::judgement::{Change, Decision, Destination, Given, RestsOn, Target};
use dateline_core::link::LinkedClaim;
use dateline_core::origin::{self, Origin, Sourced};
use dateline_core::step::{Entry, Step, same_beginning, value_relation};
use dateline_core::value::ValueRelation;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A claim's assertions as far as they had been reported, put in order and compared.
#[derive(Debug)]
pub(super) struct ClaimRows<'s> {
    pub(super) story: &'s Story,
    pub(super) claim: &'s LinkedClaim,
    /// In the order of the claim's members; rejected ones last, without an entry.
    pub(super) found: Vec<Found<'s>>,
    pub(super) entries: Vec<Entry<'s>>,
    pub(super) history: History,
    /// Assertions left out because it is not known whether they had been reported by the day asked for.
    pub(super) undated: usize,
    /// Rows of assertions that a reviewer rejected: they come last and count for nothing.
    pub(super) rejected: Vec<HistoryRow>,
    /// The decisions between values that exclude each other.
    pub(super) resolved: Vec<&'s Given>,
    /// Such decisions that exclude each other: none of them is followed.
    pub(super) parting: Vec<&'s Given>,
}

impl<'s> ClaimRows<'s> {
    /// What the row at `at` (from 0) holds.
    pub(super) fn at(&self, at: usize) -> (&HistoryRow, &Found<'s>) {
        let counted = self.history.rows.len();
        let row = if at < counted { &self.history.rows[at] } else { &self.rejected[at - counted] };
        (row, &self.found[row.index])
    }

    /// How many rows there are, the rejected ones included.
    pub(super) fn with_rejected(&self) -> usize {
        self.history.rows.len() + self.rejected.len()
    }

    /// How many rows there are that count.
    pub(super) fn len(&self) -> usize {
        self.history.rows.len()
    }

    /// How the values of two rows relate that count.
    pub(super) fn relation(&self, one: usize, other: usize) -> ValueRelation {
        value_relation(self.entry(one), self.entry(other))
    }

    /// Whether of two rows that count, the one's value takes the place of the other's: they differ, and are not counts
    /// from two beginnings.
    pub(super) fn replaces(&self, one: usize, other: usize) -> bool {
        same_beginning(self.entry(one), self.entry(other))
            && self.relation(one, other) != ValueRelation::Equal
    }

    fn entry(&self, at: usize) -> &Entry<'s> {
        &self.entries[self.history.rows[at].index]
    }

    /// Whether two rows that count assert, or deny, equal values.
    pub(super) fn says_the_same(&self, one: usize, other: usize) -> bool {
        let polarity = |at: usize| self.at(at).1.assertion.polarity;
        polarity(one) == polarity(other) && self.relation(one, other) == ValueRelation::Equal
    }

    /// The independent origins of all entries.
    pub(super) fn origins(&self, story: &Story) -> Vec<Origin> {
        let sourced: Vec<Sourced<'_>> = self
            .entries
            .iter()
            .map(|entry| Sourced { article: entry.article, roots: entry.origins.clone() })
            .collect();
        origin::origins(&sourced, story.copies())
    }
}

impl Query<'_> {
    /// Orders and compares a claim's assertions. No word leaves by this; [`Query::row`] gives words.
    pub(super) fn claim_rows<'s>(
        &self,
        story: &'s Story,
        claim: &'s LinkedClaim,
    ) -> Result<ClaimRows<'s>, Error> {
        claim_rows_as_of(story, claim, self.as_of)
    }

    /// The row at `at` (from 0), every quotation read again.
    pub(super) fn row(&self, rows: &ClaimRows<'_>, at: usize) -> Result<Row, Error> {
        let (placed, it) = rows.at(at);
        let Found { record, assertion, .. } = *it;
        let sentence = self.reread(record, assertion)?;
        let reviewed = rows.story.reviewed(&assertion.id);
        let original = reviewed.and_then(|it| it.original.as_ref());
        let revision = record.revision(&it.extraction.revision);
        Ok(Row {
            row: at + 1,
            id: assertion.id.clone(),
            article: record.article.clone(),
            publisher: record.metadata.publisher.clone(),
            published: rows.story.published(it).cloned(),
            said_at: assertion.said_at.clone(),
            recorded: revision.map_or(&record.recorded_at, |revision| &revision.recorded_at).clone(),
            value: assertion.value.clone(),
            modality: assertion.modality.clone(),
            polarity: assertion.polarity,
            step: placed.step.clone(),
            also: placed.also.clone(),
            implied_subject: assertion.implied_subject,
            subject_words: assertion.subject_words.clone(),
            counted_since: assertion.counted_since.clone(),
            change_cue: assertion.change_cue.clone(),
            attribution: assertion.attribution.chain.clone(),
            speech: assertion.attribution.speech,
            scope: assertion.attribution.scope,
            evidence: assertion.evidence.iter().map(Place::from).collect(),
            sentence,
            review: reviewed.map_or(Review::Unreviewed, |it| it.verdict),
            judgements: reviewed.map_or_else(Vec::new, |it| it.given.iter().map(judgement_line).collect()),
            read_as: original.map(|it| &it.value).filter(|was| **was != assertion.value).cloned(),
            read_who: original
                .map(|it| &it.attribution)
                .filter(|was| **was != assertion.attribution)
                .map(|was| ReadWho { attribution: was.chain.clone(), speech: was.speech, scope: was.scope }),
            judged_as: reviewed.and_then(|it| it.carried_over_from.clone()),
            stands: placed.stands,
            rule: assertion.rule.clone(),
        })
    }
}

/// [`claim_rows_as_of`] for several claims, on all processors; in their order.
pub(super) fn all_rows_as_of<'s>(
    story: &'s Story,
    claims: &[&'s LinkedClaim],
    as_of: AsOf,
) -> Result<Vec<ClaimRows<'s>>, Error> {
    let rows: Vec<Result<ClaimRows<'s>, Error>> =
        claims.par_iter().map(|claim| claim_rows_as_of(story, claim, as_of)).collect();
    rows.into_iter().collect()
}

/// Orders and compares a claim's assertions, as far as they had been reported.
pub(super) fn claim_rows_as_of<'s>(
    story: &'s Story,
    claim: &'s LinkedClaim,
    as_of: AsOf,
) -> Result<ClaimRows<'s>, Error> {
    let mut found = Vec::new();
    let mut rejected = Vec::new();
    let mut undated = 0;
    for member in &claim.members {
        let it = story.find(&member.assertion).ok_or_else(|| {
            Error::Inconsistent(format!("assertion {} of {} is gone", member.assertion, claim.id))
        })?;
        match as_of.reported(story.published(&it)) {
            Reported::Yes if story.verdict(&member.assertion) == Review::Rejected => rejected.push(it),
            Reported::Yes => found.push(it),
            Reported::No => {}
            Reported::Unknown => undated += 1,
        }
    }
    let entries: Vec<Entry<'s>> = found
        .iter()
        .map(|it| Entry {
            article: &it.record.article,
            published: story.published(it),
            assertion: it.assertion,
            origins: origin::root_keys(&it.record.article, &it.assertion.attribution, &it.record.metadata),
        })
        .collect();
    let mut history = History::of(&entries);
    let (resolved, parting) = resolve(story, &entries, &mut history);
    let row = |index| HistoryRow { index, step: Step::first(), stands: false, also: Vec::new() };
    let rejected_rows = (found.len()..found.len() + rejected.len()).map(row).collect();
    found.extend(rejected);
    Ok(ClaimRows {
        story,
        claim,
        found,
        entries,
        history,
        undated,
        rejected: rejected_rows,
        resolved,
        parting,
    })
}

/// Lets those values fall that reviewers decided against. Decisions that part, one letting a value stand that
/// the other lets fall, are not followed. Gives those that were followed, and those that part.
pub(super) fn resolve<'s>(
    story: &'s Story,
    entries: &[Entry<'_>],
    history: &mut History,
) -> (Vec<&'s Given>, Vec<&'s Given>) {
    let named = |targets: &[Target]| -> BTreeSet<usize> {
        let now: BTreeSet<&AssertionId> =
            targets.iter().filter_map(|target| story.now(target, RestsOn::Words)).collect();
        (0..entries.len()).filter(|at| now.contains(&entries[*at].assertion.id)).collect()
    };
    let mut decisions: Vec<(&Given, BTreeSet<usize>, BTreeSet<usize>)> = Vec::new();
    for given in story.resolutions() {
        if let Decision::Resolve { stands, against } = &given.judgement.decision {
            // Where nothing that was to stand is read any more, nothing falls for it.
            if stands.iter().any(|target| story.now(target, RestsOn::Words).is_some()) {
                let (stands, against) = (named(stands), named(against));
                decisions.push((given, stands, against));
            }
        }
    }
    let (mut followed, mut parting) = (Vec::new(), Vec::new());
    let mut fallen: BTreeSet<usize> = BTreeSet::new();
    for (given, stands, against) in &decisions {
        let parts = decisions
            .iter()
            .any(|(_, others, fell)| !stands.is_disjoint(fell) || !against.is_disjoint(others));
        if parts {
            parting.push(*given);
        } else {
            followed.push(*given);
            fallen.extend(against);
        }
    }
    history.let_fall(entries, &fallen);
    (followed, parting)
}

/// A judgement in a line.
pub(super) fn judgement_line(given: &Given) -> JudgementLine {
    let (kind, what) = match &given.judgement.decision {
        Decision::Accept { .. } => ("accept", None),
        Decision::Reject { .. } => ("reject", None),
        Decision::Note { text, .. } => ("note", Some(text.clone())),
        Decision::Resolve { .. } => ("resolve", None),
        Decision::Merge { .. } => ("merge", None),
        Decision::Split { name, .. } => ("split", name.clone()),
        Decision::Move { to: Destination::Subject { name }, .. } => ("move", Some(name.clone())),
        Decision::Move { .. } => ("move", None),
        Decision::Edit { change, .. } => {
            let what = match change {
                Change::Value { value } => format!("value: {}", value.text()),
                Change::Attribute { attribute, qualifier: None } => format!("attribute: {attribute}"),
                Change::Attribute { attribute, qualifier: Some(qualifier) } => {
                    format!("attribute: {attribute}/{qualifier}")
                }
                Change::Speaker { name: Some(name) } => format!("speaker: {name}"),
                Change::Speaker { name: None } => "speaker: the article itself".to_owned(),
            };
            ("edit", Some(what))
        }
    };
    JudgementLine {
        event: given.event.clone(),
        kind: kind.to_owned(),
        reviewer: given.reviewer.clone(),
        reason: given.judgement.reason.clone(),
        what,
        recorded: given.recorded_at.clone(),
        op: given.operation,
    }
}
