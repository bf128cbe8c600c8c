//! What reviewers judged of links, put on top of what the rules join.

use super::cluster::Cluster;
use super::naming::Naming;
use super::{Node, Outlined};
use crate::assertion::Attribute;
use crate::id::{AssertionId, Slug};
use crate::judgement::{Links, Moved};
use std::collections::{BTreeMap, BTreeSet};

/// How far moves to what was itself moved are followed.
const MOST_MOVES: usize = 16;

/// Nodes that are one thing, as far as rules and reviewers say.
pub(super) struct Grouped<'l> {
    pub(super) cluster: Cluster,
    /// The name that a reviewer gave it.
    pub(super) name: Option<&'l str>,
    /// The clusters that a reviewer joined in it: it is found by the names of each.
    pub(super) joined: Vec<Cluster>,
}

/// Where an assertion stands: index of the reading, index in it.
type Place = (usize, usize);

/// Judgements on a story's links, with the places of the assertions that they name.
pub(super) struct JudgedLinks<'l> {
    links: &'l Links,
    places: BTreeMap<&'l AssertionId, Place>,
    moves: BTreeMap<Place, &'l Moved>,
}

impl<'l> JudgedLinks<'l> {
    pub(super) fn of(links: &'l Links, readings: &[Outlined<'_>]) -> Self {
        let mut judged = Self { links, places: BTreeMap::new(), moves: BTreeMap::new() };
        if links.is_empty() {
            return judged;
        }
        let mut named: BTreeSet<&AssertionId> = links.attributes.keys().collect();
        named.extend(links.merges.iter().flatten());
        named.extend(links.splits.iter().flat_map(|split| &split.apart));
        for moved in &links.moves {
            named.extend(moved.assertions.iter().chain(&moved.beside));
        }
        for (reading, it) in readings.iter().enumerate() {
            for (at, assertion) in it.outline.assertions.iter().enumerate() {
                if let Some(id) = named.get(&assertion.id) {
                    judged.places.insert(*id, (reading, at));
                }
            }
        }
        for moved in &links.moves {
            for id in &moved.assertions {
                if let Some(place) = judged.places.get(id) {
                    judged.moves.insert(*place, moved);
                }
            }
        }
        judged
    }

    /// Joins and parts clusters.
    pub(super) fn regroup(
        &self,
        nodes: &[Node<'_>],
        readings: &[Outlined<'_>],
        clusters: Vec<Cluster>,
    ) -> Vec<Grouped<'l>> {
        let as_is = |cluster| Grouped { cluster, name: None, joined: Vec::new() };
        if self.links.merges.is_empty() && self.links.splits.is_empty() {
            return clusters.into_iter().map(as_is).collect();
        }
        let numbers: BTreeMap<(usize, usize), usize> =
            nodes.iter().enumerate().map(|(at, node)| ((node.reading, node.index), at)).collect();
        let nodes_of = |ids: &[AssertionId]| -> BTreeSet<usize> {
            let place = |id: &AssertionId| {
                let (reading, at) = *self.places.get(id)?;
                let subject = readings[reading].outline.assertions[at].subject;
                numbers.get(&(reading, subject)).copied()
            };
            ids.iter().filter_map(place).collect()
        };
        let mut groups: Vec<Grouped<'l>> = clusters.into_iter().map(as_is).collect();
        for merge in &self.links.merges {
            let wanted = nodes_of(merge);
            let holds = |it: &Grouped<'_>| it.cluster.iter().any(|(node, _)| wanted.contains(node));
            let Some(first) = groups.iter().position(holds) else { continue };
            for at in (first + 1..groups.len()).rev() {
                if holds(&groups[at]) {
                    let Grouped { cluster, joined, .. } = groups.remove(at);
                    let into = &mut groups[first];
                    if into.joined.is_empty() {
                        into.joined.push(into.cluster.clone());
                    }
                    into.joined.extend(if joined.is_empty() { vec![cluster.clone()] } else { joined });
                    let told = cluster.into_iter();
                    into.cluster
                        .extend(told.map(|(node, why)| (node, format!("merged by a reviewer; {why}"))));
                }
            }
        }
        for split in &self.links.splits {
            let wanted = nodes_of(&split.apart);
            let mut apart = Cluster::new();
            for group in &mut groups {
                let all = std::mem::take(&mut group.cluster).into_iter();
                let (out, stay): (Cluster, Cluster) = all.partition(|(node, _)| wanted.contains(node));
                group.cluster = stay;
                apart.extend(out.into_iter().map(|(node, _)| (node, "set apart by a reviewer".to_owned())));
            }
            groups.push(Grouped { cluster: apart, name: split.name.as_deref(), joined: Vec::new() });
        }
        groups.retain(|group| !group.cluster.is_empty());
        groups
    }

    /// What an assertion says of its subject, as edited.
    pub(super) fn attribute(&self, reading: &Outlined<'_>, at: usize) -> (Attribute, Option<Slug>) {
        let assertion = &reading.outline.assertions[at];
        let edited = self.links.attributes.get(&assertion.id).cloned();
        edited.unwrap_or_else(|| (assertion.attribute.clone(), assertion.qualifier.clone()))
    }

    /// Where an assertion was moved to, if it was: to the claim of another one, or to a subject.
    pub(super) fn moved(&self, place: Place) -> Option<MovedTo<'l>> {
        let mut at = place;
        let mut found = None;
        for _ in 0..MOST_MOVES {
            let Some(moved) = self.moves.get(&at) else { break };
            match (&moved.beside, &moved.subject) {
                (Some(beside), _) => {
                    let Some(next) = self.places.get(beside).copied().filter(|next| *next != at) else {
                        break;
                    };
                    found = Some(MovedTo::Beside(next));
                    at = next;
                }
                (None, Some(name)) => {
                    found = Some(match found {
                        // Beside something that has its own attribute there.
                        Some(_) => MovedTo::BesideIn(at, name),
                        None => MovedTo::Subject(name),
                    });
                    break;
                }
                (None, None) => break,
            }
        }
        found
    }
}

/// Where an assertion was moved to.
pub(super) enum MovedTo<'l> {
    /// To the claim of the assertion that stands there.
    Beside(Place),
    /// To a subject, and what the assertion that stands there says of it.
    BesideIn(Place, &'l str),
    /// To a subject.
    Subject(&'l str),
}

/// The naming of a subject by name, or a new one.
pub(super) fn named(namings: &[Naming], name: &str) -> Naming {
    let slug = Slug::from_text(name);
    let known = namings.iter().find(|it| Some(&it.slug) == slug.as_ref());
    let known = known
        .or_else(|| namings.iter().find(|it| slug.as_ref().is_some_and(|slug| it.aliases.contains(slug))));
    known.cloned().unwrap_or_else(|| Naming {
        slug: slug.or_else(|| Slug::from_text("unnamed")).unwrap_or_else(|| namings[0].slug.clone()),
        name: name.to_owned(),
        names: vec![name.to_owned()],
        aliases: Vec::new(),
    })
}
