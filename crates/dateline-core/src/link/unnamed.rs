//! Which events without a proper name are one: by kind, noun and date.
//!
//! News holds meetings and hearings by the dozen, and a story may look back on the disasters of former years. So a date
//! parts two events, and what has no date joins only where the story leaves one that it can be.

use super::cluster::Cluster;
use super::{HELD, Node, class_of};
use crate::edtf::{Bounds, Edtf};
use crate::value::EntityKind;
use jiff::ToSpan as _;
use std::collections::BTreeMap;

/// So many days before its article was published, a disaster is none of the article's time.
const FORMER_DAYS: i32 = 300;

/// So many days after a meeting, "the meeting" may still be that one.
const JUST_OVER_DAYS: i32 = 7;

/// Where an event without a name belongs.
pub(super) enum Placed {
    /// To a cluster that has a name.
    Joins(usize, (usize, String)),
    /// Together with these.
    Own(Cluster),
}

/// What may be one: the kind, and of what people hold the noun.
type Sort<'a> = (&'a str, &'a str);

/// The events of one date.
struct Dated<'a> {
    sort: Sort<'a>,
    bounds: Option<Bounds>,
    cluster: Cluster,
}

/// Places the `events` among the `clusters` that have names, or by themselves.
pub(super) fn unnamed_events(nodes: &[Node<'_>], events: Vec<usize>, clusters: &[Cluster]) -> Vec<Placed> {
    let mut out = Vec::new();
    let mut by_date: BTreeMap<(Sort<'_>, &str), Cluster> = BTreeMap::new();
    let mut own: BTreeMap<Sort<'_>, Cluster> = BTreeMap::new();
    let with_head = events_with_head(nodes, clusters);
    for at in events {
        let subject = nodes[at].subject;
        let class = class_of(subject);
        let head = subject.head.as_deref().unwrap_or_default();
        let planned = HELD.contains(&class);
        let sort = (class, if planned { head } else { "" });
        let named = with_head.get(head).map(Vec::as_slice).filter(|_| planned).unwrap_or_default();
        let date = subject.date.as_deref();
        // Meetings are many; of launches, votes, campaigns a story has one until it names two.
        let one_of_many = class == "meeting" && subject.realised || planned && subject.heads.is_empty();
        match (date, named) {
            (_, &[one]) if !one_of_many && (date.is_none() || !subject.realised) => {
                let reason = format!("the only {head} with a name in this story");
                out.push(Placed::Joins(one, (at, reason)));
            }
            (Some(date), []) => {
                let reason = format!("a {} of {date}", subject.head.as_deref().unwrap_or("event"));
                by_date.entry((sort, date)).or_default().push((at, reason));
            }
            (Some(date), _) if subject.realised => {
                let reason = format!("a {head} of {date}");
                by_date.entry((sort, date)).or_default().push((at, reason));
            }
            (None, []) if !one_of_many => {
                own.entry(sort).or_default().push((at, format!("the {head} of this story")));
            }
            // Two names fit, or it has taken place and nothing says when: nobody knows which one it is.
            _ => out.push(Placed::Own(vec![(at, format!("a {head} that this article alone speaks of"))])),
        }
    }
    let mut dated = without_coarser(nodes, by_date);
    for (sort, cluster) in own {
        if HELD.contains(&sort.0) && has_two_names(nodes, &cluster) {
            let alone = |(at, _): (usize, String)| {
                let noun = &nodes[at].subject.name;
                Placed::Own(vec![(at, format!("\"{noun}\": this story has more than one"))])
            };
            out.extend(cluster.into_iter().map(alone));
            continue;
        }
        let mut alone: Cluster = Vec::new();
        let several = dated.iter().filter(|one| one.sort == sort && !one.is_former(nodes)).count() > 1;
        for (at, reason) in cluster {
            let may_be = |one: &&mut Dated<'_>| one.sort == sort && one.may_be(&nodes[at], nodes);
            let mut fits: Vec<&mut Dated<'_>> = dated.iter_mut().filter(may_be).collect();
            match &mut fits[..] {
                [one] if !several => one.cluster.push((at, reason)),
                [] if !several => alone.push((at, reason)),
                _ => {
                    let noun = nodes[at].subject.head.as_deref().unwrap_or("event");
                    let reason = format!("a {noun}: this story has more than one");
                    out.push(Placed::Own(vec![(at, reason)]));
                }
            }
        }
        if !alone.is_empty() {
            out.push(Placed::Own(alone));
        }
    }
    out.extend(dated.into_iter().map(|one| Placed::Own(one.cluster)));
    out
}

impl Dated<'_> {
    /// Whether an event without a date may be this: a meeting that was yet to come when its article was published, or just
    /// over; a disaster that is not of former years.
    fn may_be(&self, node: &Node<'_>, nodes: &[Node<'_>]) -> bool {
        if !self.is_held() {
            return !self.is_former(nodes);
        }
        let planned = self.members(nodes).any(|member| !member.subject.realised);
        planned && !self.is_before(node, JUST_OVER_DAYS)
    }

    /// Whether all who tell of a disaster look back on it.
    fn is_former(&self, nodes: &[Node<'_>]) -> bool {
        !self.is_held() && self.members(nodes).all(|member| self.is_before(member, FORMER_DAYS))
    }

    /// Whether it was over by so many days when the article was published.
    fn is_before(&self, node: &Node<'_>, days: i32) -> bool {
        let last = self.bounds.and_then(|bounds| bounds.latest);
        let since = last.and_then(|last| last.checked_add(days.days()).ok());
        since.zip(node.seen).is_some_and(|(since, seen)| since < seen)
    }

    fn is_held(&self) -> bool {
        HELD.contains(&self.sort.0)
    }

    fn members<'n, 'a>(&'n self, nodes: &'n [Node<'a>]) -> impl Iterator<Item = &'n Node<'a>> {
        self.cluster.iter().map(|(at, _)| &nodes[*at])
    }
}

/// Whether the articles tell of two by words with capitals: "the Arkel meeting", "the Orla meeting".
fn has_two_names(nodes: &[Node<'_>], cluster: &Cluster) -> bool {
    let names = cluster.iter().map(|(at, _)| nodes[*at].subject.name.as_str());
    let mut names = names.filter(|name| name.chars().any(char::is_uppercase));
    names.next().is_some_and(|first| names.any(|name| name.to_lowercase() != first.to_lowercase()))
}

/// The groups, those of a coarser date ("in April") with the one whose date lies in it ("on 20 April"). Where two lie in it,
/// it may mean either and stays by itself; so does a meeting that was held ("last week").
fn without_coarser<'a>(
    nodes: &[Node<'a>],
    by_date: BTreeMap<(Sort<'a>, &'a str), Cluster>,
) -> Vec<Dated<'a>> {
    let mut all: Vec<Dated<'a>> = by_date
        .into_iter()
        .map(|((sort, date), cluster)| Dated {
            sort,
            bounds: Edtf::parse(date).ok().filter(|date| !date.has_unknown_year()).map(|date| date.bounds()),
            cluster,
        })
        .collect();
    let days = |one: &Dated<'_>| {
        let bounds = one.bounds?;
        bounds.earliest?.until(bounds.latest?).ok().map(|span| span.get_days())
    };
    // The shortest first, so that a year that holds a month that holds a day holds one.
    all.sort_by_key(|one| days(one).unwrap_or(i32::MAX));
    let mut kept: Vec<Dated<'a>> = Vec::with_capacity(all.len());
    for coarse in all {
        let held = coarse.is_held() && coarse.members(nodes).any(|node| node.subject.realised);
        // "after August" holds the day that is fixed later, of what is yet to come.
        let planned = coarse.is_held() && coarse.members(nodes).all(|node| !node.subject.realised);
        let may_hold = (days(&coarse).is_some() || planned) && !held;
        let within = |fine: &&mut Dated<'_>| {
            let (Some(outer), Some(inner)) = (coarse.bounds, fine.bounds) else { return false };
            may_hold && fine.sort == coarse.sort && outer.contains(inner)
        };
        let mut inside: Vec<&mut Dated<'a>> = kept.iter_mut().filter(within).collect();
        match &mut inside[..] {
            [one] => one.cluster.extend(coarse.cluster),
            _ => kept.push(coarse),
        }
    }
    kept
}

/// The clusters that are events and go under a head noun, by that noun.
fn events_with_head<'a>(nodes: &[Node<'a>], clusters: &[Cluster]) -> BTreeMap<&'a str, Vec<usize>> {
    let mut with_head: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (cluster, members) in clusters.iter().enumerate() {
        if !members.iter().any(|(at, _)| nodes[*at].subject.kind == EntityKind::Event) {
            continue;
        }
        for head in members.iter().flat_map(|(at, _)| &nodes[*at].subject.heads) {
            let found = with_head.entry(head.as_str()).or_default();
            if found.last() != Some(&cluster) {
                found.push(cluster);
            }
        }
    }
    with_head
}
