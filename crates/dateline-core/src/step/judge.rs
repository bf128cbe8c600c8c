//! The rules of steps, without their words.

use super::{Entry, ModalityRelation, PolarityRelation, StepLabel, same_beginning, value_relation};
use crate::modality::Polarity;
use crate::value::{Value, ValueRelation, relate};
use std::cmp::Ordering;

/// On what a label rests, beyond the relations of value, modality and polarity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ground {
    /// On these relations alone.
    Relations,
    /// On a word of change ("postponed to").
    Cue(String),
    /// On an origin that both have: its key.
    SameOrigin(String),
    /// On a count that may only grow and has grown.
    Rise,
    /// On a figure of the day, which a later day replaces.
    OfTheDay,
    /// On an edit: a later text of the same article has the one in place of the other.
    Edited,
    /// On the lack of all of these: the later contradicts.
    NoneGiven,
    /// On counts that do not say the same of when they begin.
    OtherBeginning,
    /// On dates of publication that do not tell the order.
    NoOrder,
}

/// A step without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) value: ValueRelation,
    pub(crate) modality: ModalityRelation,
    pub(crate) polarity: PolarityRelation,
    pub(crate) label: StepLabel,
    pub(crate) ground: Ground,
    /// Whether the two cannot both be true, whatever the label says. Counts that may only grow never
    /// exclude each other while their order is unknown.
    pub(crate) excludes: bool,
}

impl Verdict {
    /// Whether the earlier of the two no longer stands once the later is reported.
    ///
    /// What is revised, withdrawn or made firmer falls. What is narrowed falls too, since the narrower value
    /// implies it. Neither holds for a count that rises or a value that narrows with less certainty: "could
    /// reach 30" does not replace 12, nor a tentative November 23 a certain November. What is softened falls
    /// if the same speaker softens it; a colleague's hope does not take back what the other said.
    pub(crate) fn fells_earlier(&self) -> bool {
        let same_polarity = self.polarity == PolarityRelation::Same;
        let as_sure = self.modality != ModalityRelation::Softer;
        match self.label {
            StepLabel::Revises => as_sure || self.ground != Ground::Rise,
            StepLabel::Withdraws | StepLabel::Firms => true,
            StepLabel::Narrows => same_polarity && as_sure,
            StepLabel::Softens => match &self.ground {
                Ground::SameOrigin(key) => key.starts_with("speaker:"),
                ground => matches!(ground, Ground::Cue(_)),
            },
            _ => false,
        }
    }
}

/// Judges the step from `earlier` to `later`.
pub(crate) fn judge(earlier: &Entry<'_>, later: &Entry<'_>) -> Verdict {
    let (before, after) = (earlier.assertion, later.assertion);
    let value = value_relation(earlier, later);
    let modality = match after.modality.class.cmp(&before.modality.class) {
        Ordering::Less => ModalityRelation::Softer,
        Ordering::Equal => ModalityRelation::Equal,
        Ordering::Greater => ModalityRelation::Firmer,
    };
    let polarity = match (before.polarity, after.polarity) {
        (before, after) if before == after => PolarityRelation::Same,
        (Polarity::Unknown, _) | (_, Polarity::Unknown) => PolarityRelation::Incomparable,
        _ => PolarityRelation::Opposite,
    };
    let growing = after.attribute.is_cumulative();
    let conflict = match polarity {
        PolarityRelation::Same => before.polarity == Polarity::Positive && value == ValueRelation::Disjoint,
        PolarityRelation::Opposite => denial_meets(value, before.polarity),
        PolarityRelation::Incomparable => false,
    };
    let mut verdict = Verdict {
        value,
        modality,
        polarity,
        label: StepLabel::Differs,
        ground: Ground::Relations,
        excludes: false,
    };
    if after.attribute.is_statement() {
        if value == ValueRelation::Equal && polarity == PolarityRelation::Same {
            verdict.label = StepLabel::Repeats;
        }
        return verdict;
    }
    if !same_beginning(earlier, later) {
        return Verdict { ground: Ground::OtherBeginning, ..verdict };
    }
    let equal = value == ValueRelation::Equal && polarity != PolarityRelation::Opposite;
    if !is_ordered(earlier, later) {
        verdict.label = if equal { StepLabel::Repeats } else { StepLabel::Unordered };
        verdict.ground = Ground::NoOrder;
        verdict.excludes = conflict && !(growing && polarity == PolarityRelation::Same);
        return verdict;
    }
    verdict.excludes = conflict;
    (verdict.label, verdict.ground) = match polarity {
        _ if equal => level(earlier, later, modality),
        PolarityRelation::Opposite if conflict => match change(earlier, later) {
            Some(ground) => (StepLabel::Withdraws, ground),
            None => (StepLabel::Contradicts, Ground::NoneGiven),
        },
        PolarityRelation::Same if before.polarity == Polarity::Negative => {
            (of_denials(value), Ground::Relations)
        }
        PolarityRelation::Same => of_assertions(earlier, later, value),
        PolarityRelation::Incomparable
            if before.polarity != Polarity::Negative && after.polarity != Polarity::Negative =>
        {
            (plain(value), Ground::Relations)
        }
        _ => (StepLabel::Differs, Ground::Relations),
    };
    verdict
}

/// Judges the step from what one text of an article says to what a later text of it has in its place.
pub(super) fn judge_edit(earlier: &Entry<'_>, later: &Entry<'_>) -> Verdict {
    let mut verdict = judge(earlier, later);
    // What contradicts within one text takes the place of the other in the next.
    if verdict.ground == Ground::NoneGiven {
        let opposite = verdict.polarity == PolarityRelation::Opposite;
        verdict.label = if opposite { StepLabel::Withdraws } else { StepLabel::Revises };
        verdict.ground = Ground::Edited;
    }
    verdict
}

/// Whether `later` was certainly reported after `earlier`. Within an article the order of the text counts.
pub(super) fn is_ordered(earlier: &Entry<'_>, later: &Entry<'_>) -> bool {
    earlier.article == later.article
        || matches!((earlier.published, later.published), (Some(a), Some(b)) if a.order(b) == Some(Ordering::Less))
}

/// Whether a denial and an assertion cannot both be true. A denial of part of what is asserted leaves the
/// rest ("in November", "not on November 23").
fn denial_meets(value: ValueRelation, earlier: Polarity) -> bool {
    match value {
        ValueRelation::Equal | ValueRelation::Overlaps => true,
        ValueRelation::Narrower => earlier == Polarity::Negative,
        ValueRelation::Broader => earlier == Polarity::Positive,
        ValueRelation::Disjoint | ValueRelation::Incomparable => false,
    }
}

/// The label of two equal values: by how sure they are, and by whether they are asserted at all.
fn level(earlier: &Entry<'_>, later: &Entry<'_>, modality: ModalityRelation) -> (StepLabel, Ground) {
    let unknown = |entry: &Entry<'_>| entry.assertion.polarity == Polarity::Unknown;
    let by_modality = match modality {
        ModalityRelation::Softer => StepLabel::Softens,
        ModalityRelation::Firmer => StepLabel::Firms,
        ModalityRelation::Equal => StepLabel::Repeats,
    };
    let label = match (unknown(earlier), unknown(later)) {
        (false, true) => StepLabel::Softens,
        (true, false) => StepLabel::Firms,
        _ => by_modality,
    };
    let ground = if label == StepLabel::Softens { change(earlier, later) } else { None };
    (label, ground.unwrap_or(Ground::Relations))
}

/// The label of two values that are both asserted (or both neither asserted nor denied).
fn of_assertions(earlier: &Entry<'_>, later: &Entry<'_>, value: ValueRelation) -> (StepLabel, Ground) {
    let same_article = earlier.article == later.article;
    // A count cannot grow between two sentences of one article: there, two figures are two sources.
    let rises = later.assertion.attribute.is_cumulative()
        && !same_article
        && movement(earlier, later) == Some(Ordering::Greater);
    let cue = cue(earlier, later);
    match value {
        ValueRelation::Narrower | ValueRelation::Disjoint if rises => {
            (StepLabel::Revises, cue.unwrap_or(Ground::Rise))
        }
        ValueRelation::Disjoint if later.assertion.attribute.is_of_the_day() && !same_article => {
            (StepLabel::Revises, Ground::OfTheDay)
        }
        ValueRelation::Disjoint => {
            // One source that gives two values in one article has not changed its mind between them.
            match if same_article { cue } else { change(earlier, later) } {
                Some(ground) => (StepLabel::Revises, ground),
                None => (StepLabel::Contradicts, Ground::NoneGiven),
            }
        }
        ValueRelation::Incomparable => match (&earlier.assertion.value, &later.assertion.value, cue) {
            (Value::Entity(_), Value::Entity(_), Some(cue)) => (StepLabel::Revises, cue),
            _ => (StepLabel::Differs, Ground::Relations),
        },
        _ => (plain(value), Ground::Relations),
    }
}

/// The label of two denials: who denies more, says more.
fn of_denials(value: ValueRelation) -> StepLabel {
    match value.mirrored() {
        ValueRelation::Disjoint => StepLabel::Differs,
        mirrored => plain(mirrored),
    }
}

/// The label that follows from the values alone.
fn plain(value: ValueRelation) -> StepLabel {
    match value {
        ValueRelation::Equal => StepLabel::Repeats,
        ValueRelation::Narrower => StepLabel::Narrows,
        ValueRelation::Broader => StepLabel::Broadens,
        ValueRelation::Overlaps => StepLabel::Overlaps,
        ValueRelation::Disjoint | ValueRelation::Incomparable => StepLabel::Differs,
    }
}

/// What makes a change of value a change by its source: a word that says so, or a common origin.
fn change(earlier: &Entry<'_>, later: &Entry<'_>) -> Option<Ground> {
    cue(earlier, later).or_else(|| {
        let mut shared = earlier.origins.intersection(&later.origins);
        let speaker = shared.clone().find(|key| key.starts_with("speaker:"));
        speaker.or_else(|| shared.next()).cloned().map(Ground::SameOrigin)
    })
}

/// A word of change, if it can mean this change: one that says what the value was ("to 54 from 61") speaks of
/// that value, and not of another that someone else gave.
fn cue(earlier: &Entry<'_>, later: &Entry<'_>) -> Option<Ground> {
    let cue = later.assertion.change_cue.clone()?;
    let meant = later.assertion.former.as_ref().is_none_or(|former| {
        matches!(
            relate(&earlier.assertion.value, former),
            ValueRelation::Equal | ValueRelation::Narrower | ValueRelation::Incomparable
        )
    });
    meant.then_some(Ground::Cue(cue))
}

/// Whether a later quantity is higher or lower.
pub(super) fn movement(earlier: &Entry<'_>, later: &Entry<'_>) -> Option<Ordering> {
    match (&earlier.assertion.value, &later.assertion.value) {
        (Value::Quantity(earlier), Value::Quantity(later)) => earlier.movement(later),
        _ => None,
    }
}
