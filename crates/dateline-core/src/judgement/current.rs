//! Where judged assertions stand in the current reading of their article.
//!
//! Another reading, by a better program or with a date that was set, may say the same under another id. A
//! judgement is then carried over; where the reading says otherwise it lapses, and a person looks again.

use super::{RestsOn, Target, sameness};
use crate::assertion::{Assertion, Extraction, Subject};
use crate::id::{AssertionId, Sha256Hex};
use crate::identity::Identity;
use std::collections::BTreeMap;

/// What became of the judged assertions of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Current {
    /// By the id that was judged; those that lapsed are not there.
    now: BTreeMap<AssertionId, Now>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Now {
    assertion: AssertionId,
    /// Whether it is still about what it was about.
    same_subject: bool,
}

impl Current {
    /// Where `targets` stand in a reading of their article; those of other articles are left out.
    ///
    /// One that is there by its id stays. Else it is the *only* assertion with the same places, attribute,
    /// qualifier, polarity and value: where two say the same of two things, nothing tells which was judged.
    pub fn of<'t>(targets: impl IntoIterator<Item = &'t Target>, extraction: &Extraction) -> Self {
        let ids: BTreeMap<&AssertionId, &Assertion> =
            extraction.assertions.iter().map(|assertion| (&assertion.id, assertion)).collect();
        let mut sames: Option<BTreeMap<Sha256Hex, Vec<&Assertion>>> = None;
        let mut now = BTreeMap::new();
        for target in targets.into_iter().filter(|target| target.article == extraction.article) {
            if ids.contains_key(&target.assertion) {
                now.insert(target.assertion.clone(), Now::unchanged(&target.assertion));
                continue;
            }
            let sames = sames.get_or_insert_with(|| by_sameness(extraction));
            if let Some([only]) = sames.get(&target.same).map(Vec::as_slice) {
                let same_subject = is_about_the_same(&target.assertion, extraction, only);
                let assertion = only.id.clone();
                now.insert(target.assertion.clone(), Now { assertion, same_subject });
            }
        }
        Self { now }
    }

    /// Where `targets` stand in a reading that has them all by their ids.
    pub fn unchanged<'t>(targets: impl IntoIterator<Item = &'t Target>) -> Self {
        let now = targets.into_iter().map(|it| (it.assertion.clone(), Now::unchanged(&it.assertion)));
        Self { now: now.collect() }
    }

    /// The assertion that a target is now, for a judgement that rests on so much of it; `None` if there is none.
    pub fn find(&self, target: &Target, rests_on: RestsOn) -> Option<&AssertionId> {
        let now = self.now.get(&target.assertion)?;
        (now.same_subject || rests_on == RestsOn::Words).then_some(&now.assertion)
    }
}

impl Now {
    fn unchanged(assertion: &AssertionId) -> Self {
        Self { assertion: assertion.clone(), same_subject: true }
    }
}

fn by_sameness(extraction: &Extraction) -> BTreeMap<Sha256Hex, Vec<&Assertion>> {
    let mut sames: BTreeMap<Sha256Hex, Vec<&Assertion>> = BTreeMap::new();
    for assertion in &extraction.assertions {
        sames.entry(sameness(assertion)).or_default().push(assertion);
    }
    sames
}

/// Whether the id that was judged is what the assertion's would be under one of the names that its article has
/// for its subject: then only the choice among these names is another.
fn is_about_the_same(judged: &AssertionId, extraction: &Extraction, assertion: &Assertion) -> bool {
    let Some(Subject { name, names, .. }) = extraction.subjects.get(assertion.subject) else { return false };
    let mut all = names.iter().chain(std::iter::once(name));
    all.any(|name| {
        Identity::about(name, extraction, assertion).is_some_and(|identity| identity.id() == *judged)
    })
}
