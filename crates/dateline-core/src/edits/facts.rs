//! Which facts were edited: the assertions of two texts of one article, put side by side.

use super::TextEdits;
use crate::assertion::{Assertion, Attribute, Extraction, Subject};
use crate::attribution::{Hop, HopRole};
use crate::id::Slug;
use crate::value::{ValueRelation, relate};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// In what two assertions of one fact differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactDifference {
    /// In what it is said of.
    Subject,
    /// In the value.
    Value,
    /// In whether it is asserted, denied, or neither.
    Polarity,
    /// In how sure.
    Certainty,
    /// In who says it.
    Speaker,
}

/// A fact that was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactEdit {
    /// Index of the earlier text's assertion; `None` for what is only in the later.
    pub before: Option<usize>,
    /// Index of the later text's assertion; `None` for what is absent there.
    pub after: Option<usize>,
    /// In what the two differ; empty unless both are there.
    pub differs: Vec<FactDifference>,
}

/// The facts of two texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactEdits {
    /// Those that were edited: by place in the earlier text, then those that are only in the later.
    pub edits: Vec<FactEdit>,
    /// Whether there are too many to be compared: then none is told.
    pub is_too_much: bool,
}

/// Most pairs of assertions that are compared.
const MAX_PAIRS: usize = 1_000_000;

/// What is measured: attribute and qualifier.
type Aspect<'a> = (&'a Attribute, Option<&'a Slug>);

/// The facts that were edited between two readings, of the texts between which are these `edits`. Statements are
/// left out: what was said is shown by the edits themselves.
///
/// An assertion is the same fact as one that stands in the same sentence, changed or not, and tells the same thing
/// of the same subject; else as any that says just the same, where one told twice and then once is not absent; else as
/// the only one left, on both sides, of its attribute in the same sentence, whatever its subject; else as the only one
/// left that tells the same thing of the same subject. What is left then is absent, or added: nothing is guessed to be its
/// successor.
pub fn fact_edits(before: &Extraction, after: &Extraction, edits: &TextEdits) -> FactEdits {
    let Some(mut sides) = Sides::new(before, after, |attribute| !attribute.is_statement()) else {
        return FactEdits { is_too_much: true, ..FactEdits::default() };
    };
    // In one sentence first what says the same, then what says something else of the same subject.
    sides.settle(edits, true, |sides, one, other| sides.differs(one, other).is_empty());
    sides.settle(edits, true, Sides::same_subject);
    sides.settle(edits, false, |sides, one, other| sides.differs(one, other).is_empty());
    sides.repeated();
    sides.settle_alone(edits, true, |_, _, _| true);
    sides.settle_alone(edits, false, Sides::same_subject);
    sides.finish()
}

/// The later text's assertions, statements among them, that say what one of the earlier text's says: by index, the
/// later's first. Where they stand is no matter. `None` if there are too many to be compared.
pub fn same_facts(before: &Extraction, after: &Extraction) -> Option<BTreeMap<usize, usize>> {
    let sides = Sides::new(before, after, |_| true)?;
    let mut same = BTreeMap::new();
    for (aspect, news) in &sides.news {
        let olds = sides.olds.get(aspect).map_or(&[][..], Vec::as_slice);
        for &other in news {
            let partner = olds.iter().find(|one| sides.differs(**one, other).is_empty());
            same.extend(partner.map(|one| (other, *one)));
        }
    }
    Some(same)
}

/// Two readings being compared.
struct Sides<'a> {
    before: &'a Extraction,
    after: &'a Extraction,
    olds: BTreeMap<Aspect<'a>, Vec<usize>>,
    news: BTreeMap<Aspect<'a>, Vec<usize>>,
    /// Assertions with their partners: the earlier text's by index.
    pairs: BTreeMap<usize, usize>,
    /// Assertions of either text that say what one of the other says that has a partner already.
    repeats: [BTreeSet<usize>; 2],
    /// The later text's assertions that have a partner.
    met: BTreeSet<usize>,
}

impl<'a> Sides<'a> {
    /// The assertions of those attributes that are `wanted`; `None` if there are too many to be compared.
    fn new(
        before: &'a Extraction,
        after: &'a Extraction,
        wanted: impl Fn(&Attribute) -> bool,
    ) -> Option<Self> {
        let by_aspect = |reading: &'a Extraction| {
            let mut all: BTreeMap<Aspect<'a>, Vec<usize>> = BTreeMap::new();
            for (at, it) in reading.assertions.iter().enumerate().filter(|(_, it)| wanted(&it.attribute)) {
                all.entry((&it.attribute, it.qualifier.as_ref())).or_default().push(at);
            }
            all
        };
        let (olds, news) = (by_aspect(before), by_aspect(after));
        let of_old = |aspect: &Aspect<'a>| olds.get(aspect).map_or(0, Vec::len);
        let work: usize = news.iter().map(|(aspect, news)| news.len() * of_old(aspect)).sum();
        (work <= MAX_PAIRS).then_some(Self {
            before,
            after,
            olds,
            news,
            pairs: BTreeMap::new(),
            repeats: Default::default(),
            met: BTreeSet::new(),
        })
    }

    /// The assertions of either text that have no partner and repeat none, in text order.
    fn left(&self, aspect: &Aspect<'a>) -> [Vec<usize>; 2] {
        let [old_repeats, new_repeats] = &self.repeats;
        let olds = self.olds.get(aspect).into_iter().flatten().copied();
        let news = self.news.get(aspect).into_iter().flatten().copied();
        [
            olds.filter(|one| !self.pairs.contains_key(one) && !old_repeats.contains(one)).collect(),
            news.filter(|other| !self.met.contains(other) && !new_repeats.contains(other)).collect(),
        ]
    }

    fn aspects(&self) -> Vec<Aspect<'a>> {
        self.olds.keys().chain(self.news.keys()).copied().collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn pair(&mut self, one: usize, other: usize) {
        self.pairs.insert(one, other);
        self.met.insert(other);
    }

    /// Pairs what is left and fits, first with first.
    fn settle(&mut self, edits: &TextEdits, in_sentence: bool, fits: impl Fn(&Self, usize, usize) -> bool) {
        for aspect in self.aspects() {
            let [olds, mut news] = self.left(&aspect);
            for one in olds {
                let fit = |other: &usize| {
                    (!in_sentence || self.in_one_sentence(edits, one, *other)) && fits(self, one, *other)
                };
                if let Some(at) = news.iter().position(fit) {
                    self.pair(one, news.remove(at));
                }
            }
        }
    }

    /// Pairs what is left and fits each other alone.
    fn settle_alone(
        &mut self,
        edits: &TextEdits,
        in_sentence: bool,
        fits: impl Fn(&Self, usize, usize) -> bool,
    ) {
        for aspect in self.aspects() {
            let [olds, news] = self.left(&aspect);
            let fit = |one: usize, other: usize| {
                (!in_sentence || self.in_one_sentence(edits, one, other)) && fits(self, one, other)
            };
            for (one, other) in alone(&olds, &news, fit) {
                self.pair(one, other);
            }
        }
    }

    /// Sets aside what the other text says too, though by an assertion that has another partner: a fact told twice
    /// and then once is not absent.
    fn repeated(&mut self) {
        for aspect in self.aspects() {
            let [olds, news] = self.left(&aspect);
            let all =
                |side: &BTreeMap<Aspect<'a>, Vec<usize>>| side.get(&aspect).cloned().unwrap_or_default();
            let (all_olds, all_news) = (all(&self.olds), all(&self.news));
            let same = |one: usize, other: usize| self.differs(one, other).is_empty();
            let old_repeats: Vec<usize> =
                olds.into_iter().filter(|one| all_news.iter().any(|other| same(*one, *other))).collect();
            let new_repeats: Vec<usize> =
                news.into_iter().filter(|other| all_olds.iter().any(|one| same(*one, *other))).collect();
            self.repeats[0].extend(old_repeats);
            self.repeats[1].extend(new_repeats);
        }
    }

    fn finish(self) -> FactEdits {
        let aspects = self.aspects();
        let mut found = FactEdits::default();
        let mut absent_or_added = Vec::new();
        for aspect in aspects {
            let [olds, news] = self.left(&aspect);
            absent_or_added.extend(olds.into_iter().map(|one| (Some(one), None)));
            absent_or_added.extend(news.into_iter().map(|other| (None, Some(other))));
        }
        for (&one, &other) in &self.pairs {
            let differs = self.differs(one, other);
            if !differs.is_empty() {
                found.edits.push(FactEdit { before: Some(one), after: Some(other), differs });
            }
        }
        let alone = absent_or_added.into_iter();
        found.edits.extend(alone.map(|(before, after)| FactEdit { before, after, differs: Vec::new() }));
        found.edits.sort_by_key(|edit| (edit.before.is_none(), edit.before, edit.after));
        found
    }

    fn in_one_sentence(&self, edits: &TextEdits, one: usize, other: usize) -> bool {
        let places = |it: &'a Assertion| it.evidence.iter().map(|evidence| evidence.span);
        places(&self.before.assertions[one]).any(|place| {
            let partner = edits.partner(place.start_byte);
            partner.is_some_and(|partner| {
                places(&self.after.assertions[other])
                    .any(|it| (partner.start_byte..partner.end_byte).contains(&it.start_byte))
            })
        })
    }

    fn same_subject(&self, one: usize, other: usize) -> bool {
        let subject =
            |reading: &'a Extraction, at: usize| reading.subjects.get(reading.assertions[at].subject);
        match (subject(self.before, one), subject(self.after, other)) {
            (Some(one), Some(other)) => is_one_subject(one, other),
            _ => false,
        }
    }

    /// In what two assertions of one aspect differ.
    fn differs(&self, one: usize, other: usize) -> Vec<FactDifference> {
        let (before, after) = (&self.before.assertions[one], &self.after.assertions[other]);
        let mut found = Vec::new();
        let mut check = |is_same: bool, difference| {
            if !is_same {
                found.push(difference);
            }
        };
        check(self.same_subject(one, other), FactDifference::Subject);
        check(relate(&before.value, &after.value) == ValueRelation::Equal, FactDifference::Value);
        check(before.polarity == after.polarity, FactDifference::Polarity);
        check(before.modality.class == after.modality.class, FactDifference::Certainty);
        check(
            before.attribution.scope == after.attribution.scope && sources(before) == sources(after),
            FactDifference::Speaker,
        );
        found
    }
}

/// The pairs that fit, of which neither fits another: each two are compared once.
fn alone(olds: &[usize], news: &[usize], mut fits: impl FnMut(usize, usize) -> bool) -> Vec<(usize, usize)> {
    // How many each of either side fits, and of the earlier side's the last.
    let (mut of_old, mut of_new) = (vec![(0_usize, None); olds.len()], vec![0_usize; news.len()]);
    for (one, met) in olds.iter().zip(&mut of_old) {
        for (at, other) in news.iter().enumerate() {
            if fits(*one, *other) {
                *met = (met.0 + 1, Some(at));
                of_new[at] += 1;
            }
        }
    }
    let single = olds.iter().zip(of_old).filter_map(|(one, met)| match met {
        (1, Some(at)) if of_new[at] == 1 => Some((*one, news[at])),
        _ => None,
    });
    single.collect()
}

/// Whether two texts of one article speak of one thing: by a name that both use, else, of things without proper
/// names, by kind and noun.
pub fn is_one_subject(one: &Subject, other: &Subject) -> bool {
    let names = |it: &Subject| {
        it.names.iter().chain([&it.name]).map(|name| name.to_lowercase()).collect::<BTreeSet<_>>()
    };
    let nouns = |it: &Subject| it.heads.iter().chain(&it.head).cloned().collect::<BTreeSet<_>>();
    one.kind == other.kind
        && if one.proper || other.proper {
            !names(one).is_disjoint(&names(other))
        } else {
            !nouns(one).is_disjoint(&nouns(other)) || !names(one).is_disjoint(&names(other))
        }
}

/// Who says it, beside the outlet: name, else the words that name nobody in particular; and the body spoken for.
fn sources(assertion: &Assertion) -> Vec<(HopRole, Option<String>, Option<&str>)> {
    let named = |hop: &Hop| {
        let words = hop.source.as_ref().map(|words| &words.text);
        hop.name.as_ref().or(words).map(|name| name.to_lowercase())
    };
    let beside = assertion.attribution.chain.iter().filter(|hop| hop.role != HopRole::Outlet);
    beside.map(|hop| (hop.role, named(hop), hop.principal.as_deref())).collect()
}

#[cfg(test)]
mod tests {
    use super::alone;
    use proptest::prelude::*;

    #[test]
    fn of_what_fits_several_none_is_taken() {
        let fits = |one: usize, other: usize| (one, other) != (0, 7) && (one < 2 || other == 8);
        assert_eq!(alone(&[0, 2], &[7], fits), []);
        assert_eq!(alone(&[1], &[7, 8], fits), []);
        assert_eq!(alone(&[0], &[7, 8], fits), [(0, 8)]);
        assert_eq!(alone(&[0, 2], &[8], fits), []);
    }

    proptest! {
        /// What is alone is so on both sides, and no two are compared twice.
        #[test]
        fn each_two_are_compared_once(
            marks in proptest::collection::vec(proptest::collection::vec(any::<bool>(), 6), 0..9),
        ) {
            let (olds, news): (Vec<usize>, Vec<usize>) = ((0..marks.len()).collect(), (0..6).collect());
            let mut compared = 0;
            let found = alone(&olds, &news, |one, other| { compared += 1; marks[one][other] });
            prop_assert_eq!(compared, olds.len() * news.len());
            let of_old = |one: usize| news.iter().filter(|other| marks[one][**other]).count();
            let of_new = |other: usize| olds.iter().filter(|one| marks[**one][other]).count();
            let pairs = olds.iter().flat_map(|one| news.iter().map(move |other| (*one, *other)));
            let wanted: Vec<(usize, usize)> = pairs
                .filter(|(one, other)| marks[*one][*other] && of_old(*one) == 1 && of_new(*other) == 1)
                .collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
