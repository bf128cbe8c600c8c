//! Origins: sets of sources that are not independent of each other. We count origins, not articles: forty
//! outlets that carry one agency's report are one.
//!
//! An assertion rests on *roots* ([`root_keys`]). Two assertions have one origin if they share a root, or
//! rest on their outlets alone and one article copies the other ([`Copies`]); and so on from one to the next
//! (union-find). Where the outlet is unknown the root is the article itself: nothing is merged on a guess.

mod bodies;
mod copies;
mod index;
mod newcomers;

pub use copies::{Copies, Copy, MIN_SHINGLES, PASSAGE_SHINGLES, least_shared};
pub use newcomers::{Newcomers, keys};

use crate::article::Metadata;
use crate::attribution::{Attribution, Hop, HopRole, Scope, SourceType};
use crate::id::{ArticleId, Slug};
use std::collections::{BTreeMap, BTreeSet};

/// What an assertion is known to rest on, as `kind:name`: two assertions that share one are not
/// independent. The kinds are `speaker`, `principal`, `document`, `agency`, `outlet`, and `article` where
/// the outlet is unknown.
pub type RootKey = String;

/// An assertion, as counting origins sees it.
#[derive(Debug, Clone)]
pub struct Sourced<'a> {
    /// The article that carries it.
    pub article: &'a ArticleId,
    /// What it rests on: [`root_keys`].
    pub roots: BTreeSet<RootKey>,
}

/// Assertions that are not independent of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Indices into the assertions given, in order.
    pub members: Vec<usize>,
    /// Everything they rest on.
    pub roots: BTreeSet<RootKey>,
    /// Why they are one origin, in words; empty for a single assertion.
    pub reasons: Vec<String>,
    /// Whether nothing is known of where it comes from but the article itself.
    pub unknown: bool,
}

/// What an assertion rests on.
///
/// - A named speaker or document, and the body that a speaker speaks for (for a government, the government).
/// - A speaker without a name: the body, if told, and the outlet, which alone knows who it is.
/// - Every agency in the chain or credited, since what it carries has passed through one hand.
/// - With no speaker, the agency, else the outlet, else the article.
/// - Where it is unclear whether the speaker or the outlet says it, both: independence is not assumed.
pub fn root_keys(article: &ArticleId, attribution: &Attribution, metadata: &Metadata) -> BTreeSet<RootKey> {
    let mut roots = BTreeSet::new();
    let agencies = attribution.chain.iter().filter(|hop| hop.role == HopRole::Agency);
    let agencies = agencies.filter_map(|hop| hop.name.as_deref()).chain(metadata.agency.as_deref());
    roots.extend(
        agencies
            .filter_map(name_slug)
            .map(|slug| format!("agency:{}", bodies::agency(&slug).unwrap_or(&slug))),
    );
    let told_by = narrator(article, attribution, metadata);
    match attribution.speaker() {
        Some(hop) => {
            let named = speaker_keys(hop);
            if is_unnamed(hop) || attribution.scope == Scope::Ambiguous || named.is_empty() {
                roots.insert(told_by);
            }
            roots.extend(named);
        }
        None if roots.is_empty() => {
            roots.insert(told_by);
        }
        None => {}
    }
    roots
}

/// Keys of the speaker and of the body spoken for.
pub(crate) fn speaker_keys(hop: &Hop) -> BTreeSet<RootKey> {
    let mut keys = BTreeSet::new();
    if let Some(slug) = hop.name.as_deref().filter(|_| !is_unnamed(hop)).and_then(name_slug) {
        let kind = if hop.source_type == SourceType::Document { "document" } else { "speaker" };
        match bodies::principal(&slug) {
            Some(body) => keys.insert(format!("principal:{body}")),
            None => keys.insert(format!("{kind}:{slug}")),
        };
    }
    if let Some(slug) = hop.principal.as_deref().and_then(name_slug) {
        keys.insert(format!("principal:{}", bodies::principal(&slug).unwrap_or(&slug)));
    }
    keys
}

/// Whether a reader cannot tell who it is. A bare role ("the deputy foreign minister") is no name: two
/// articles may mean two people.
fn is_unnamed(hop: &Hop) -> bool {
    match hop.source_type {
        SourceType::RoleOnly | SourceType::UnnamedOfficial | SourceType::Unnamed | SourceType::None => true,
        SourceType::Named | SourceType::Spokesperson | SourceType::Document | SourceType::OwnObservation => {
            hop.name.is_none()
        }
    }
}

/// Whose telling it is where nobody else says it.
fn narrator(article: &ArticleId, attribution: &Attribution, metadata: &Metadata) -> RootKey {
    let in_chain = attribution.chain.iter().find(|hop| hop.role == HopRole::Outlet);
    let outlet = metadata.publisher.as_deref().or_else(|| in_chain.and_then(|hop| hop.name.as_deref()));
    match outlet.and_then(name_slug) {
        Some(slug) => bodies::agency(&slug)
            .map_or_else(|| format!("outlet:{slug}"), |agency| format!("agency:{agency}")),
        None => format!("article:{article}"),
    }
}

/// A name as it stands in a key: without "the".
fn name_slug(name: &str) -> Option<String> {
    let slug = String::from(Slug::from_text(name)?);
    Some(slug.strip_prefix("the-").map(str::to_owned).unwrap_or(slug))
}

/// A root in words: `speaker:jay-carney` is "the speaker jay-carney".
pub fn in_words(key: &str) -> String {
    match key.split_once(':') {
        Some(("article", id)) => format!("the article {}", id.get(..8).unwrap_or(id)),
        Some((kind, name)) => format!("the {kind} {name}"),
        None => format!("one origin ({key})"),
    }
}

/// The independent origins of some assertions, in order of their first members. Copies among other articles
/// than theirs do no harm.
pub fn origins(assertions: &[Sourced<'_>], copies: &Copies) -> Vec<Origin> {
    let mut sets = Sets::new(assertions.len());
    let mut holders: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (at, assertion) in assertions.iter().enumerate() {
        for root in &assertion.roots {
            holders.entry(shared_name(root)).or_default().insert(at);
        }
    }
    for members in holders.values() {
        for (&one, &other) in members.iter().zip(members.iter().skip(1)) {
            sets.join(one, other);
        }
    }
    // What one article tells in its own name is of one origin already, so one assertion stands for all of it. One
    // that the article has from an agency does so only where there is no other: the copy may have it from another.
    let mut tellers: BTreeMap<&ArticleId, (bool, usize)> = BTreeMap::new();
    for (at, assertion) in assertions.iter().enumerate() {
        if assertion.roots.iter().any(|root| is_narrator(root)) {
            let is_own = assertion.roots.iter().any(|root| is_narrator(root) && !root.starts_with("agency:"));
            let teller = tellers.entry(assertion.article).or_insert((!is_own, at));
            *teller = (*teller).min((!is_own, at));
        }
    }
    let (articles, firsts): (Vec<&ArticleId>, Vec<usize>) =
        tellers.into_iter().map(|(article, (_, first))| (article, first)).unzip();
    let links = copies.connecting(&articles);
    for (one, other, _) in &links {
        sets.join(firsts[*one], firsts[*other]);
    }
    let mut groups: BTreeMap<usize, Origin> = BTreeMap::new();
    for (at, assertion) in assertions.iter().enumerate() {
        let group = groups.entry(sets.first(at)).or_insert_with(|| Origin {
            members: Vec::new(),
            roots: BTreeSet::new(),
            reasons: Vec::new(),
            unknown: true,
        });
        group.members.push(at);
        group.roots.extend(assertion.roots.iter().cloned());
        group.unknown &= assertion.roots.iter().all(|root| root.starts_with("article:"));
    }
    for (name, members) in holders.iter().filter(|(_, members)| members.len() > 1) {
        let Some(&first) = members.first() else { continue };
        let root = assertions[first].roots.iter().find(|root| shared_name(root) == *name);
        if let (Some(group), Some(root)) = (groups.get_mut(&sets.first(first)), root) {
            group.reasons.push(format!("{} assertions rest on {}", members.len(), in_words(root)));
        }
    }
    for (one, _, copy) in links {
        if let Some(group) = groups.get_mut(&sets.first(firsts[one])) {
            group.reasons.push(copy.in_words());
        }
    }
    groups.into_values().collect()
}

/// What two roots have in common if they name one thing: a body can speak for itself, and an agency is an
/// outlet to its own readers.
fn shared_name(root: &str) -> String {
    match root.split_once(':') {
        Some(("speaker" | "principal", name)) => format!("body:{name}"),
        Some(("agency" | "outlet", name)) => format!("press:{name}"),
        _ => root.to_owned(),
    }
}

/// Whether the root is the outlet's own telling, which a copy can share.
pub fn is_narrator(root: &str) -> bool {
    ["outlet:", "agency:", "article:"].iter().any(|kind| root.starts_with(kind))
}

/// Disjoint sets; each is known by its first member.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    fn first(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Joins the sets of two members; `false` if that was one already.
    fn join(&mut self, one: usize, other: usize) -> bool {
        let (one, other) = (self.first(one), self.first(other));
        self.parent[one.max(other)] = one.min(other);
        one != other
    }
}

#[cfg(test)]
mod tests;
