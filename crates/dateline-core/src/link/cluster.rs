//! Which subjects of a story's articles are one.

use super::Node;
use super::naming::roman;
use super::outline::OutlinedSubject;
use super::unnamed::{Placed, unnamed_events};
use crate::value::EntityKind;
use std::collections::{BTreeMap, BTreeSet};

/// Nodes that are one thing, each with the reason.
pub(super) type Cluster = Vec<(usize, String)>;

/// Names made comparable, each once.
struct Comparable<'a>(BTreeMap<&'a str, String>);

impl<'a> Comparable<'a> {
    fn of(nodes: &[Node<'a>]) -> Self {
        let mut known = BTreeMap::new();
        for node in nodes {
            for name in std::iter::once(&node.subject.name).chain(&node.subject.names) {
                known.entry(name.as_str()).or_insert_with(|| comparable(name));
            }
        }
        Self(known)
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// Groups the nodes; each with the reason why it is in its group. Articles for which nobody chose a story
/// (`one_story` is false) share no events but those with a proper name: two floods are two.
pub(super) fn cluster(nodes: &[Node<'_>], one_story: bool) -> Vec<Cluster> {
    let names = Comparable::of(nodes);
    let mut by_name: BTreeMap<(u8, &str), Cluster> = BTreeMap::new();
    let mut rest: Vec<usize> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        if !node.subject.proper || is_surname(node.subject) {
            rest.push(at);
            continue;
        }
        let key = (kind_group(node.subject.kind), names.get(&node.subject.name));
        by_name.entry(key).or_default().push((at, format!("named \"{}\"", node.subject.name)));
    }
    let mut clusters = join_shared_names(nodes, &names, by_name.into_values().collect());
    join_initials(nodes, &mut clusters);
    let full_names = full_names(nodes, &names, &clusters);
    let mut events: Vec<usize> = Vec::new();
    let mut things: Vec<usize> = Vec::new();
    let mut surnames: BTreeMap<&str, Cluster> = BTreeMap::new();
    for at in rest {
        let subject = nodes[at].subject;
        if !subject.proper && subject.kind == EntityKind::Event && subject.class.as_deref() != Some("thing") {
            events.push(at);
            continue;
        }
        if matches!(subject.kind, EntityKind::Other | EntityKind::Event) {
            things.push(at);
            continue;
        }
        let surname = names.get(&subject.name);
        if let Some(&[one]) = full_names.get(surname).map(Vec::as_slice) {
            let reason = format!("\"{}\": the only full name in the story that ends so", subject.name);
            clusters[one].push((at, reason));
        } else {
            surnames.entry(surname).or_default().push((at, format!("named \"{}\"", subject.name)));
        }
    }
    clusters.extend(surnames.into_values());
    if !one_story {
        let alone = |at| vec![(at, "no story was chosen, so it is this article's alone".to_owned())];
        clusters.extend(events.into_iter().chain(things).map(alone));
        return clusters;
    }
    clusters.extend(same_things(nodes, &names, &things));
    for placed in unnamed_events(nodes, events, &clusters) {
        match placed {
            Placed::Joins(cluster, member) => clusters[cluster].push(member),
            Placed::Own(cluster) => clusters.push(cluster),
        }
    }
    clusters
}

/// Joins events that one article knows by two proper names. The least of the clusters that share a name
/// takes the others in, always the least first; its names count from then on.
fn join_shared_names(
    nodes: &[Node<'_>],
    comparable: &Comparable<'_>,
    clusters: Vec<Cluster>,
) -> Vec<Cluster> {
    let names: Vec<BTreeSet<(u8, &str)>> = clusters
        .iter()
        .map(|cluster| {
            let events = cluster.iter().map(|(at, _)| nodes[*at].subject);
            let events = events.filter(|subject| subject.kind == EntityKind::Event);
            let named = events.flat_map(|event| event.names.iter().map(|name| (event.kind, name)));
            named.map(|(kind, name)| (kind_group(kind), comparable.get(name))).collect()
        })
        .collect();
    let mut holders: BTreeMap<(u8, &str), Vec<usize>> = BTreeMap::new();
    for (at, names) in names.iter().enumerate() {
        for name in names {
            holders.entry(*name).or_default().push(at);
        }
    }
    let mut clusters: Vec<Option<Cluster>> = clusters.into_iter().map(Some).collect();
    let mut joined = Vec::with_capacity(clusters.len());
    for at in 0..clusters.len() {
        let Some(mut cluster) = clusters[at].take() else { continue };
        let mut near: BTreeSet<usize> = BTreeSet::new();
        let mut next = Some(at);
        while let Some(taken) = next {
            // What a name led to is led to once.
            near.extend(names[taken].iter().filter_map(|name| holders.remove(name)).flatten());
            next = near.pop_first();
            while let Some(other) = next {
                if let Some(moved) = clusters[other].take() {
                    cluster.extend(moved);
                    break;
                }
                next = near.pop_first();
            }
        }
        joined.push(cluster);
    }
    joined
}

/// Joins a body known by its initials ("NRC") with the one body of the story whose name has them ("Northern
/// Relief Council"); where two have them, or none, it stays what it is.
fn join_initials(nodes: &[Node<'_>], clusters: &mut Vec<Cluster>) {
    let body = |cluster: &Cluster| {
        let subject = nodes[cluster.first()?.0].subject;
        (kind_group(subject.kind) == kind_group(EntityKind::Organisation)).then_some(subject.name.as_str())
    };
    let mut by_initials: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, cluster) in clusters.iter().enumerate() {
        if let Some(initials) = body(cluster).and_then(initials) {
            by_initials.entry(initials).or_default().push(at);
        }
    }
    let short = |cluster: &Cluster| {
        let name = body(cluster)?.replace('.', "");
        let capitals = (3..=6).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase());
        let [full] = by_initials.get(&name).filter(|_| capitals)?[..] else { return None };
        Some((name, full))
    };
    let moves: Vec<(usize, String, usize)> = clusters
        .iter()
        .enumerate()
        .filter_map(|(at, cluster)| short(cluster).map(|(name, full)| (at, name, full)))
        .collect();
    for (at, name, full) in &moves {
        let joining = std::mem::take(&mut clusters[*at]);
        let reason = format!("\"{name}\": the initials of the only body in the story that has them");
        clusters[*full].extend(joining.into_iter().map(|(node, _)| (node, reason.clone())));
    }
    clusters.retain(|cluster| !cluster.is_empty());
}

/// The initials of a name of three words or more, small words aside.
fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> =
        name.split([' ', '-']).filter(|word| word.starts_with(char::is_uppercase)).collect();
    let words = if words.first().is_some_and(|word| *word == "The") { &words[1..] } else { &words[..] };
    (words.len() >= 3).then(|| words.iter().filter_map(|word| word.chars().next()).collect())
}

/// The clusters with a person whose name ends in a word, by that word.
fn full_names<'a>(
    nodes: &[Node<'_>],
    names: &'a Comparable<'_>,
    clusters: &[Cluster],
) -> BTreeMap<&'a str, Vec<usize>> {
    let mut ending: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (cluster, members) in clusters.iter().enumerate() {
        for subject in members.iter().map(|(at, _)| nodes[*at].subject) {
            if subject.kind == EntityKind::Person {
                let name = names.get(&subject.name);
                let found = ending.entry(name.rsplit(' ').next().unwrap_or(name)).or_default();
                if found.last() != Some(&cluster) {
                    found.push(cluster);
                }
            }
        }
    }
    ending
}

/// Things that the articles of a story describe by the same words. Where the story has another thing of that noun that is
/// described by more words ("the well", "the second well"), the fewer may mean either: those stay by themselves.
fn same_things<'a>(nodes: &[Node<'a>], names: &'a Comparable<'_>, things: &[usize]) -> Vec<Cluster> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in things {
        by_name.entry(names.get(&nodes[at].subject.name)).or_default().push(at);
    }
    let all: Vec<&str> = by_name.keys().copied().collect();
    let mut clusters = Vec::new();
    for (name, members) in by_name {
        let less = |more: &&&str| {
            more.strip_suffix(name)
                .is_some_and(|rest| rest.ends_with(' ') && !format!(" {rest}").contains(" of "))
        };
        let noun = nodes[members[0]].subject.name.clone();
        if let Some(more) = all.iter().find(less) {
            let reason = format!("\"{noun}\": this story has more than one, such as \"{more}\"");
            clusters.extend(members.into_iter().map(|at| vec![(at, reason.clone())]));
        } else {
            let reason = format!("the {noun} of this story");
            clusters.push(members.into_iter().map(|at| (at, reason.clone())).collect());
        }
    }
    clusters
}

/// A person known by one word in this article ("Mr Obama").
fn is_surname(subject: &OutlinedSubject) -> bool {
    subject.kind == EntityKind::Person && !subject.name.contains(' ')
}

fn kind_group(kind: EntityKind) -> u8 {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Event => 1,
        EntityKind::Document => 2,
        EntityKind::Organisation | EntityKind::Place | EntityKind::Other => 3,
    }
}

/// A name made comparable: lower case, without article, full stops and possessive; numbers in digits.
fn comparable(name: &str) -> String {
    let lower = name.to_lowercase().replace(['.', '’', '\''], "");
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '+').filter(|word| !word.is_empty());
    let words: Vec<String> =
        words.map(|word| roman(word).map_or_else(|| word.to_owned(), |n| n.to_string())).collect();
    let words = if words.len() > 1 && words[0] == "the" { &words[1..] } else { &words[..] };
    words.join(" ")
}
