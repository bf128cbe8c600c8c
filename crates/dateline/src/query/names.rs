//! What subjects are called: names under which one goes in several articles, or on two sides.

use super::story::{Found, Story};
use crate::row::Review;
use dateline_core::assertion::Attribute;
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, Slug};
use dateline_core::link::LinkedClaim;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A subject with several names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// The subject, as claims call it.
    pub subject: String,
    /// Its names, each with the articles that use it, in order of publication.
    pub names: Vec<NameUse>,
}

/// A name and who uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameUse {
    /// The name, verbatim.
    pub name: String,
    /// The articles.
    pub articles: Vec<ArticleId>,
}

/// What something is called on each of two sides.
#[derive(Default)]
pub(super) struct TwoSides<'s> {
    /// On the left.
    pub left: BTreeSet<&'s str>,
    /// On the right.
    pub right: BTreeSet<&'s str>,
}

impl TwoSides<'_> {
    fn on_both(&self) -> bool {
        !self.left.is_empty() && !self.right.is_empty()
    }
}

/// What two sides of a story call the things that both speak of.
pub(super) struct NamesOfSides<'s> {
    /// Subjects, by slug, that go under other names on the other side.
    pub renamed: BTreeMap<&'s str, TwoSides<'s>>,
    /// Kinds of things, by head, of which each side speaks of others.
    pub unlike: BTreeMap<&'s str, TwoSides<'s>>,
}

/// Which assertions belong to a side.
pub(super) type Side<'f> = &'f dyn Fn(&Found<'_>) -> bool;

/// The attribute of a subject's names.
const NAME: &str = "name";

/// The claim that is about a subject's name.
pub(super) fn name_claim(subject: &Slug) -> Option<ClaimId> {
    let attribute = Attribute(Slug::new(NAME).ok()?);
    Some(ClaimId { subject: subject.clone(), attribute, qualifier: None })
}

/// Whether a subject's names are a claim of their own: then their changes are told with those of the others.
fn is_tracked(story: &Story, subject: &Slug) -> bool {
    story.claims.iter().any(|claim| claim.id.subject == *subject && claim.id.attribute.as_str() == NAME)
}

/// Subjects that go under different names in different articles. A name that only shortens another
/// ("Kerry") is no other name.
pub(super) fn renamed(story: &Story) -> Vec<Renamed> {
    let mut subjects: BTreeMap<&Slug, Vec<&LinkedClaim>> = BTreeMap::new();
    for claim in &story.claims {
        subjects.entry(&claim.id.subject).or_default().push(claim);
    }
    let mut all = Vec::new();
    for (slug, claims) in subjects.into_iter().filter(|(slug, _)| !is_tracked(story, slug)) {
        let mut names: Vec<NameUse> = Vec::new();
        let mut uses: Vec<(Option<Date>, &ArticleId, &str)> = claims
            .iter()
            .flat_map(|claim| &claim.members)
            .filter(|member| story.verdict(&member.assertion) != Review::Rejected)
            .filter_map(|member| {
                let it = story.find(&member.assertion)?;
                let subject = it.extraction.subjects.get(it.assertion.subject)?;
                let day = story.published(&it).and_then(|edtf| edtf.bounds().earliest);
                subject.proper.then_some((day, &it.record.article, subject.name.as_str()))
            })
            .collect();
        uses.sort_by(|one, other| (one.0.is_none(), one).cmp(&(other.0.is_none(), other)));
        uses.dedup();
        for (_, article, name) in uses {
            match names.iter_mut().find(|known| known.name == name) {
                Some(known) if known.articles.contains(article) => {}
                Some(known) => known.articles.push(article.clone()),
                None => names.push(NameUse { name: name.to_owned(), articles: vec![article.clone()] }),
            }
        }
        // Of names that only shorten or respell each other, one counts.
        let mut distinct: Vec<&str> = Vec::new();
        for NameUse { name, .. } in &names {
            if !distinct.iter().any(|other| is_alike(name, other)) {
                distinct.push(name);
            }
        }
        let distinct = distinct.len();
        if distinct > 1 {
            all.push(Renamed { subject: slug.to_string(), names });
        }
    }
    all
}

/// Subjects that go under other names on the other side, and things of one kind that are not one thing.
pub(super) fn names_of_sides<'s>(story: &'s Story, left: Side<'_>, right: Side<'_>) -> NamesOfSides<'s> {
    let mut proper: BTreeMap<&'s Slug, TwoSides<'s>> = BTreeMap::new();
    let mut unlike: BTreeMap<&'s str, TwoSides<'s>> = BTreeMap::new();
    for claim in &story.claims {
        let counted =
            claim.members.iter().filter(|member| story.verdict(&member.assertion) != Review::Rejected);
        for it in counted.filter_map(|member| story.find(&member.assertion)) {
            let Some(subject) = it.extraction.subjects.get(it.assertion.subject) else { continue };
            let (names, name) = match &subject.head {
                Some(head) if !subject.proper => {
                    (unlike.entry(head.as_str()).or_default(), claim.id.subject.as_str())
                }
                _ => (proper.entry(&claim.id.subject).or_default(), subject.name.as_str()),
            };
            if left(&it) {
                names.left.insert(name);
            }
            if right(&it) {
                names.right.insert(name);
            }
        }
    }
    proper.retain(|slug, names| {
        let alike = |one: &&str| names.right.iter().any(|other| is_alike(one, other));
        names.on_both() && !names.left.iter().any(alike) && !is_tracked(story, slug)
    });
    unlike.retain(|_, names| names.on_both() && names.left.is_disjoint(&names.right));
    let renamed = proper.into_iter().map(|(slug, names)| (slug.as_str(), names)).collect();
    NamesOfSides { renamed, unlike }
}

/// Whether one name only shortens or respells the other.
fn is_alike(one: &str, other: &str) -> bool {
    is_part(one, other) || is_part(other, one)
}

/// Whether all words of `part` are words of `whole`; only letters and digits count.
fn is_part(part: &str, whole: &str) -> bool {
    let words = |text: &str| {
        let letters =
            |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        text.split_whitespace().map(letters).collect::<BTreeSet<String>>()
    };
    words(part).is_subset(&words(whole))
}
