//! What a group of subjects is called, and by which other names it is found.

use super::judged::Grouped;
use super::{Cluster, HELD, Node, class_of};
use crate::id::{Slug, StoryName};
use crate::value::EntityKind;
use std::collections::{BTreeMap, BTreeSet};

const ROMAN: [&str; 9] = ["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];

pub(super) fn roman(word: &str) -> Option<usize> {
    ROMAN.iter().position(|known| *known == word).map(|at| at + 2)
}

/// What a cluster is called.
#[derive(Debug, Clone)]
pub(super) struct Naming {
    pub(super) slug: Slug,
    pub(super) name: String,
    pub(super) names: Vec<String>,
    pub(super) aliases: Vec<Slug>,
}

/// Chooses each cluster's readable id. The story's own name wins, then the name most articles use, then
/// the one published last, then the alphabet.
///
/// A name that a reviewer gave to a cluster comes before all others.
pub(super) fn name_clusters(story: &StoryName, nodes: &[Node<'_>], clusters: &[Grouped<'_>]) -> Vec<Naming> {
    let named = |group: &Grouped<'_>| {
        let mut by_rules = naming(story, nodes, &group.cluster);
        by_rules.aliases.extend(group.joined.iter().map(|cluster| naming(story, nodes, cluster).slug));
        by_rules.aliases.sort();
        by_rules.aliases.dedup();
        match group.name.and_then(|name| Some((name, Slug::from_text(name)?))) {
            Some((name, slug)) => Naming { slug, name: name.to_owned(), ..by_rules },
            None => by_rules,
        }
    };
    let mut out: Vec<Naming> = clusters.iter().map(named).collect();
    let mut taken: BTreeMap<Slug, usize> = BTreeMap::new();
    for naming in &out {
        *taken.entry(naming.slug.clone()).or_default() += 1;
    }
    // Two things with one name: their date tells them apart, or else the article that speaks of it first, and within one
    // article the order in which it speaks of them.
    let mut apart: BTreeSet<Slug> = taken.keys().cloned().collect();
    for (naming, Grouped { cluster, .. }) in out.iter_mut().zip(clusters) {
        if taken[&naming.slug] < 2 {
            continue;
        }
        let first = cluster.iter().map(|(at, _)| (nodes[*at].article, nodes[*at].index)).min();
        let Some((article, _)) = first else { continue };
        // Short enough that nothing below is cut off, or two would never part.
        let stem: String = naming.slug.as_str().chars().take(24).collect();
        let base = format!("{stem} {}", article.short());
        let numbered = (2..).map(|n| format!("{base} {n}"));
        let unnamed = |(at, _): &(usize, String)| !nodes[*at].subject.proper;
        let date = date_of(nodes, cluster).filter(|_| cluster.iter().all(unnamed));
        let dated = date.map(|date| format!("{stem} {date}"));
        let free = dated
            .into_iter()
            .chain(std::iter::once(base.clone()))
            .chain(numbered)
            .filter_map(|text| Slug::from_text(&text))
            .find(|slug| !apart.contains(slug));
        if let Some(slug) = free {
            if let Some(date) = date.filter(|date| slug.as_str().ends_with(date)) {
                naming.name = format!("{} ({date})", naming.name);
            }
            apart.insert(slug.clone());
            naming.slug = slug;
        }
    }
    let primary: BTreeSet<Slug> = out.iter().map(|naming| naming.slug.clone()).collect();
    let mut claimed: BTreeMap<Slug, usize> = BTreeMap::new();
    for naming in &out {
        for alias in &naming.aliases {
            *claimed.entry(alias.clone()).or_default() += 1;
        }
    }
    for naming in &mut out {
        let own = naming.slug.clone();
        naming.aliases.retain(|alias| *alias != own && !primary.contains(alias) && claimed[alias] == 1);
    }
    out
}

fn naming(story: &StoryName, nodes: &[Node<'_>], cluster: &Cluster) -> Naming {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let mut proper: BTreeMap<&str, (usize, Option<usize>)> = BTreeMap::new();
    let mut last_words: BTreeSet<&str> = BTreeSet::new();
    let mut with_heads: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (at, _) in cluster {
        let node = &nodes[*at];
        let subject = node.subject;
        names.extend(subject.names.iter().map(String::as_str));
        if subject.proper && (subject.name.contains(' ') || subject.kind != EntityKind::Person) {
            let names = if subject.kind == EntityKind::Event {
                &subject.names[..]
            } else {
                std::slice::from_ref(&subject.name)
            };
            for name in names {
                let entry = proper.entry(without_article(name)).or_default();
                entry.0 += 1;
                entry.1 = entry.1.max(node.published);
            }
        }
        if subject.kind == EntityKind::Person {
            last_words.extend(subject.name.rsplit(' ').next());
        }
        if subject.kind == EntityKind::Event && subject.proper {
            let head = subject.head.as_deref().unwrap_or_default();
            with_heads.extend(subject.names.iter().map(|name| (name.as_str(), head)));
        }
    }
    let is_story = |name: &str| Slug::from_text(name).as_ref() == Some(&story.0);
    let best = proper.iter().max_by_key(|(name, (count, last))| (is_story(name), *count, *last, **name));
    let (name, slug) = match best {
        Some((name, _)) => ((*name).to_owned(), Slug::from_text(name)),
        None => unnamed(nodes, cluster),
    };
    let slug = slug.or_else(|| Slug::from_text("unnamed")).unwrap_or_else(|| story.0.clone());
    let mut aliases: BTreeSet<Slug> = BTreeSet::new();
    for name in proper.keys() {
        aliases.extend(spellings(name));
    }
    aliases.extend(last_words.into_iter().filter_map(Slug::from_text));
    // "geneva-ii-conference" is typed as often as "geneva-ii".
    aliases
        .extend(with_heads.into_iter().filter_map(|(name, head)| Slug::from_text(&format!("{name} {head}"))));
    let names = names.into_iter().map(str::to_owned).collect();
    Naming { slug, name, names, aliases: aliases.into_iter().collect() }
}

/// "talks", with the date that tells them apart.
fn unnamed(nodes: &[Node<'_>], cluster: &Cluster) -> (String, Option<Slug>) {
    let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, _) in cluster {
        *forms.entry(nodes[*at].subject.name.as_str()).or_default() += 1;
    }
    // A form with a proper modifier says more than the bare noun.
    let best = forms.iter().max_by_key(|(form, count)| {
        (form.chars().any(char::is_uppercase), **count, std::cmp::Reverse(**form))
    });
    let name = best.map_or_else(|| "event".to_owned(), |(form, _)| (*form).to_owned());
    // What is planned may be moved, and keeps its name.
    let held = |at: usize| HELD.contains(&class_of(nodes[at].subject)) && nodes[at].subject.realised;
    match date_of(nodes, cluster).filter(|_| cluster.iter().any(|(at, _)| held(*at))) {
        Some(date) => (format!("{name} ({date})"), Slug::from_text(&format!("{name} {date}"))),
        None => (name.clone(), Slug::from_text(&name)),
    }
}

/// The date of an event without a name: the finest that is told.
fn date_of<'a>(nodes: &[Node<'a>], cluster: &Cluster) -> Option<&'a str> {
    let dates = cluster.iter().filter_map(|(at, _)| nodes[*at].subject.date.as_deref());
    dates.min_by_key(|date| (std::cmp::Reverse(date.len()), *date))
}

fn without_article(name: &str) -> &str {
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name)
}

/// The slugs of a name with its number in roman and in arabic digits.
fn spellings(name: &str) -> Vec<Slug> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut out = vec![name.to_owned()];
    for (at, word) in words.iter().enumerate().skip(1) {
        let lower = word.to_lowercase();
        let other = match roman(&lower) {
            Some(n) => Some(n.to_string()),
            None => {
                lower.parse::<usize>().ok().filter(|n| (2..=10).contains(n)).map(|n| ROMAN[n - 2].to_owned())
            }
        };
        if let Some(other) = other {
            let mut changed: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            changed[at] = other;
            out.push(changed.join(" "));
        }
    }
    out.iter().filter_map(|name| Slug::from_text(name)).collect()
}
