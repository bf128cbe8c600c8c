//! Linking: which assertions of a story are about the same thing, and why.
//!
//! A pure function of all the current readings in a story, so the order of ingest cannot matter. It joins
//! what is certainly one and abstains otherwise: two claims for one thing can be merged by a reviewer, one
//! claim that mixes two things misleads everybody.
//!
//! | what is joined | when |
//! |---|---|
//! | proper names | they are equal, letter case, articles and the way of writing numbers aside ("Geneva 2", "Geneva II") |
//! | a person known by one word ("Mr Obama") | exactly one full name in the story ends with it |
//! | an event without a proper name that has a date | kind and date are equal, and of what people hold the noun; or one date lies in the other, and in no third |
//! | a planned event, or any launch, vote, trial or campaign, without name or date | exactly one event of the story with a proper name has its head noun; or the story has no such name at all, and at most one date for that noun |
//! | a thing without a name | the same words describe it ("second access road"), and no other thing of the story is described by these and more |
//! | a disaster without a proper name or date | the story speaks of one of its kind, those of former years aside |

mod cluster;
mod judged;
mod naming;
mod outline;
mod unnamed;

pub use outline::{Outline, OutlinedAssertion, OutlinedSubject};

use crate::assertion::Extraction;
use crate::claim::ClaimId;
use crate::edtf::Edtf;
use crate::id::{ArticleId, AssertionId, Slug, StoryName};
use crate::judgement::Links;
use crate::value::EntityKind;
use cluster::{Cluster, cluster};
use jiff::civil::Date;
use judged::{JudgedLinks, MovedTo, named};
use naming::{Naming, name_clusters};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An article's current reading, as linking sees it.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// When it was published, if known.
    pub published: Option<&'a Edtf>,
    /// What was read in it.
    pub extraction: &'a Extraction,
}

/// An article's current reading in outline: all that linking looks at.
#[derive(Debug, Clone, Copy)]
pub struct Outlined<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// When it was published, if known.
    pub published: Option<&'a Edtf>,
    /// What was read in it.
    pub outline: &'a Outline,
}

/// A claim with everything that was asserted for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedClaim {
    /// Its readable id.
    pub id: ClaimId,
    /// Every other id that names it ("geneva-2/date").
    pub aliases: Vec<ClaimId>,
    /// The subject as shown ("Geneva II").
    pub subject: String,
    /// Every name of the subject, verbatim, in alphabetical order.
    pub names: Vec<String>,
    /// What the subject is.
    pub kind: EntityKind,
    /// The assertions, by article and place.
    pub members: Vec<Member>,
}

/// An assertion's membership of a claim, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The article.
    pub article: ArticleId,
    /// The assertion.
    pub assertion: AssertionId,
    /// Why it belongs here, in words.
    pub reason: String,
}

/// Kinds of happenings that people hold; all others befall them.
const HELD: [&str; 8] =
    ["meeting", "vote", "trial", "launch", "ceremony", "campaign", "held-generic", "thing"];

/// One subject of one article.
struct Node<'a> {
    reading: usize,
    index: usize,
    subject: &'a OutlinedSubject,
    article: &'a ArticleId,
    /// Rank of the day of publication among those of the story; `None` if it is unknown.
    published: Option<usize>,
    /// The day of publication, or the first on which it may have been.
    seen: Option<Date>,
}

/// A claim and the places of its assertions in the readings that were linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The claim, without its members.
    pub claim: LinkedClaim,
    /// Its members: index of the reading as given, index of the assertion in it, why it belongs here.
    pub members: Vec<LinkedMember>,
}

/// Where a member of a claim stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedMember {
    /// Index into the readings given.
    pub reading: usize,
    /// Index into the reading's assertions.
    pub assertion: usize,
    /// Why it belongs here, in words; shared by all that one article says of one subject.
    pub reason: Arc<str>,
}

/// Links all assertions of one story into claims, in order of their ids, as far as the rules go.
pub fn link_story(story: &StoryName, readings: &[Reading<'_>]) -> Vec<LinkedClaim> {
    link_judged_story(story, readings, &Links::default())
}

/// [`link_story`], with what reviewers judged of links.
pub fn link_judged_story(story: &StoryName, readings: &[Reading<'_>], links: &Links) -> Vec<LinkedClaim> {
    let outlines: Vec<Outline> = readings.iter().map(|reading| Outline::from(reading.extraction)).collect();
    let in_outline = |(reading, outline)| {
        let Reading { article, published, .. }: &Reading<'_> = reading;
        Outlined { article, published: *published, outline }
    };
    let all: Vec<Outlined<'_>> = readings.iter().zip(&outlines).map(in_outline).collect();
    let whole = |linked: Linked| LinkedClaim {
        members: linked
            .members
            .into_iter()
            .map(|member| Member {
                article: readings[member.reading].article.clone(),
                assertion: outlines[member.reading].assertions[member.assertion].id.clone(),
                reason: member.reason.to_string(),
            })
            .collect(),
        ..linked.claim
    };
    link_outlines(story, &all, links).into_iter().map(whole).collect()
}

/// [`link_judged_story`] for those who know the readings' outlines: takes time in proportion to subjects and
/// assertions, sorting aside.
pub fn link_outlines(story: &StoryName, readings: &[Outlined<'_>], links: &Links) -> Vec<Linked> {
    let mut order: Vec<usize> = (0..readings.len()).collect();
    order.sort_by_key(|&at| readings[at].article);
    let ranks = published_ranks(readings);
    let nodes: Vec<Node<'_>> = order
        .iter()
        .flat_map(|&reading| {
            let Outlined { article, outline, .. } = readings[reading];
            let published = ranks[reading];
            let seen = readings[reading].published.and_then(|day| day.bounds().earliest);
            let subjects = outline.subjects.iter().enumerate();
            subjects.map(move |(index, subject)| Node { reading, index, subject, article, published, seen })
        })
        .collect();
    let by_subject: Vec<Vec<(usize, usize)>> = readings
        .iter()
        .map(|reading| {
            let assertions = reading.outline.assertions.iter().enumerate();
            let mut places: Vec<_> = assertions.map(|(at, assertion)| (assertion.subject, at)).collect();
            places.sort_unstable();
            places
        })
        .collect();
    let judged = JudgedLinks::of(links, readings);
    let clusters = judged.regroup(&nodes, readings, cluster(&nodes, *story != StoryName::inbox()));
    let namings = name_clusters(story, &nodes, &clusters);
    let mut homes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    if !links.moves.is_empty() {
        for (at, group) in clusters.iter().enumerate() {
            homes.extend(
                group.cluster.iter().map(|(node, _)| ((nodes[*node].reading, nodes[*node].index), at)),
            );
        }
    }
    let home = |(reading, at): (usize, usize)| {
        let subject = readings[reading].outline.assertions[at].subject;
        homes.get(&(reading, subject)).map(|at| namings[*at].clone())
    };
    let mut claims: BTreeMap<ClaimId, Linked> = BTreeMap::new();
    for (group, naming) in clusters.iter().zip(&namings) {
        for (node, reason) in &group.cluster {
            let node = &nodes[*node];
            let places = &by_subject[node.reading];
            let first = places.partition_point(|(subject, _)| *subject < node.index);
            let of_subject = places[first..].iter().take_while(|(subject, _)| *subject == node.index);
            let reason: Arc<str> = Arc::from(reason.as_str());
            for &(_, at) in of_subject {
                let of = |(reading, at): (usize, usize)| judged.attribute(&readings[reading], at);
                let place = (node.reading, at);
                let moved = judged.moved(place).and_then(|to| match to {
                    MovedTo::Beside(there) => Some((home(there)?, of(there))),
                    MovedTo::BesideIn(there, name) => Some((named(&namings, name), of(there))),
                    MovedTo::Subject(name) => Some((named(&namings, name), of(place))),
                });
                let was_moved = moved.is_some();
                let (subject, (attribute, qualifier)) = match &moved {
                    Some((naming, of)) => (naming, of.clone()),
                    None => (naming, of(place)),
                };
                let id = ClaimId { subject: subject.slug.clone(), attribute, qualifier };
                let naming = subject;
                let linked = claims.entry(id).or_insert_with_key(|id| Linked {
                    claim: named_claim(id, naming, node.subject.kind),
                    members: Vec::new(),
                });
                let moved = || Arc::from("moved by a reviewer");
                let reason = if was_moved { moved() } else { Arc::clone(&reason) };
                linked.members.push(LinkedMember { reading: node.reading, assertion: at, reason });
            }
        }
    }
    let mut ranks = vec![0; readings.len()];
    for (rank, &at) in order.iter().enumerate() {
        ranks[at] = rank;
    }
    for linked in claims.values_mut() {
        linked.members.sort_by_key(|member| (ranks[member.reading], member.assertion));
    }
    claims.into_values().collect()
}

fn named_claim(id: &ClaimId, naming: &Naming, kind: EntityKind) -> LinkedClaim {
    let alias = |alias: &Slug| ClaimId { subject: alias.clone(), ..id.clone() };
    LinkedClaim {
        id: id.clone(),
        aliases: naming.aliases.iter().map(alias).collect(),
        subject: naming.name.clone(),
        names: naming.names.clone(),
        kind,
        members: Vec::new(),
    }
}

/// The place of each reading's day of publication among those of all; equal days have equal places.
fn published_ranks(readings: &[Outlined<'_>]) -> Vec<Option<usize>> {
    let mut dated: Vec<_> = readings
        .iter()
        .enumerate()
        .filter_map(|(at, reading)| Some((reading.published?.sort_key(), at)))
        .collect();
    dated.sort_unstable();
    let mut ranks = vec![None; readings.len()];
    let mut rank = 0;
    for (nth, (key, at)) in dated.iter().enumerate() {
        rank += usize::from(nth > 0 && dated[nth - 1].0 != *key);
        ranks[*at] = Some(rank);
    }
    ranks
}

fn class_of(subject: &OutlinedSubject) -> &str {
    subject.class.as_deref().or(subject.head.as_deref()).unwrap_or("event")
}

#[cfg(test)]
mod tests;
