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
//! | an event without a proper name that has a date | kind and date are equal |
//! | a planned event, or any launch, vote, trial or campaign, without name or date | exactly one event of the story with a proper name has its head noun; or the story has no such name at all |
//! | a disaster without a proper name | the story speaks of one of its kind |

use crate::assertion::{Extraction, Subject};
use crate::claim::ClaimId;
use crate::edtf::Edtf;
use crate::id::{ArticleId, AssertionId, Slug, StoryName};
use crate::value::EntityKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    subject: &'a Subject,
    article: &'a ArticleId,
    published: Option<&'a Edtf>,
}

/// Links all assertions of one story into claims, in order of their ids.
pub fn link_story(story: &StoryName, readings: &[Reading<'_>]) -> Vec<LinkedClaim> {
    let mut readings: Vec<Reading<'_>> = readings.to_vec();
    readings.sort_by_key(|reading| reading.article);
    let nodes: Vec<Node<'_>> = readings
        .iter()
        .enumerate()
        .flat_map(|(reading, r)| {
            r.extraction.subjects.iter().enumerate().map(move |(index, subject)| Node {
                reading,
                index,
                subject,
                article: r.article,
                published: r.published,
            })
        })
        .collect();
    let clusters = cluster(&nodes, *story != StoryName::inbox());
    let named = name_clusters(story, &nodes, &clusters);
    let mut claims: BTreeMap<ClaimId, LinkedClaim> = BTreeMap::new();
    for (cluster, naming) in clusters.iter().zip(&named) {
        for (node, reason) in cluster {
            let node = &nodes[*node];
            let reading = &readings[node.reading];
            let of_subject = reading.extraction.assertions.iter().filter(|a| a.subject == node.index);
            for assertion in of_subject {
                let id = ClaimId {
                    subject: naming.slug.clone(),
                    attribute: assertion.attribute.clone(),
                    qualifier: assertion.qualifier.clone(),
                };
                let claim = claims.entry(id.clone()).or_insert_with(|| LinkedClaim {
                    aliases: naming
                        .aliases
                        .iter()
                        .map(|alias| ClaimId { subject: alias.clone(), ..id.clone() })
                        .collect(),
                    id,
                    subject: naming.name.clone(),
                    names: naming.names.clone(),
                    kind: node.subject.kind,
                    members: Vec::new(),
                });
                claim.members.push(Member {
                    article: node.article.clone(),
                    assertion: assertion.id.clone(),
                    reason: reason.clone(),
                });
            }
        }
    }
    let place: BTreeMap<&AssertionId, (usize, usize)> = readings
        .iter()
        .enumerate()
        .flat_map(|(r, reading)| {
            reading.extraction.assertions.iter().enumerate().map(move |(n, a)| (&a.id, (r, n)))
        })
        .collect();
    let mut claims: Vec<LinkedClaim> = claims.into_values().collect();
    for claim in &mut claims {
        claim.members.sort_by_key(|member| place.get(&member.assertion).copied());
    }
    claims
}

type Cluster = Vec<(usize, String)>;

/// Groups the nodes; each with the reason why it is in its group. Articles for which nobody chose a story
/// (`one_story` is false) share no events but those with a proper name: two floods are two.
fn cluster(nodes: &[Node<'_>], one_story: bool) -> Vec<Cluster> {
    let mut by_name: BTreeMap<(u8, String), Cluster> = BTreeMap::new();
    let mut rest: Vec<usize> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        if !node.subject.proper || is_surname(node.subject) {
            rest.push(at);
            continue;
        }
        let key = (kind_group(node.subject.kind), comparable(&node.subject.name));
        by_name.entry(key).or_default().push((at, format!("named \"{}\"", node.subject.name)));
    }
    let mut clusters: Vec<Cluster> = by_name.into_values().collect();
    join_shared_names(nodes, &mut clusters);
    let mut events: Vec<usize> = Vec::new();
    let mut surnames: BTreeMap<String, Cluster> = BTreeMap::new();
    for at in rest {
        let subject = nodes[at].subject;
        if !subject.proper && subject.kind == EntityKind::Event {
            events.push(at);
            continue;
        }
        let surname = comparable(&subject.name);
        let full: Vec<usize> =
            (0..clusters.len()).filter(|&c| ends_with_name(nodes, &clusters[c], &surname)).collect();
        if let [one] = full[..] {
            let reason = format!("\"{}\": the only full name in the story that ends so", subject.name);
            clusters[one].push((at, reason));
        } else {
            surnames.entry(surname).or_default().push((at, format!("named \"{}\"", subject.name)));
        }
    }
    clusters.extend(surnames.into_values());
    if !one_story {
        let alone = |at| vec![(at, "no story was chosen, so it is this article's alone".to_owned())];
        clusters.extend(events.into_iter().map(alone));
        return clusters;
    }
    for placed in unnamed_events(nodes, events, &clusters) {
        match placed {
            Placed::Joins(cluster, member) => clusters[cluster].push(member),
            Placed::Own(cluster) => clusters.push(cluster),
        }
    }
    clusters
}

enum Placed {
    Joins(usize, (usize, String)),
    Own(Cluster),
}

/// An event that one article knows by two proper names joins them.
fn join_shared_names(nodes: &[Node<'_>], clusters: &mut Vec<Cluster>) {
    let names = |cluster: &Cluster| -> BTreeSet<(u8, String)> {
        cluster
            .iter()
            .map(|(at, _)| nodes[*at].subject)
            .filter(|subject| subject.kind == EntityKind::Event)
            .flat_map(|subject| subject.names.iter().map(|name| (kind_group(subject.kind), comparable(name))))
            .collect()
    };
    let mut at = 0;
    while at < clusters.len() {
        let mine = names(&clusters[at]);
        let other = (at + 1..clusters.len()).find(|&other| !mine.is_disjoint(&names(&clusters[other])));
        match other {
            Some(other) => {
                let moved = clusters.remove(other);
                clusters[at].extend(moved);
            }
            None => at += 1,
        }
    }
}

fn unnamed_events(nodes: &[Node<'_>], events: Vec<usize>, clusters: &[Cluster]) -> Vec<Placed> {
    let mut out = Vec::new();
    let mut groups: BTreeMap<(String, String), Cluster> = BTreeMap::new();
    let mut undated: Vec<usize> = Vec::new();
    for at in events {
        let subject = nodes[at].subject;
        let class = class_of(subject);
        match date_of(subject) {
            Some(date) => {
                let reason = format!("a {} of {date}", subject.head.as_deref().unwrap_or("event"));
                groups.entry((class, date)).or_default().push((at, reason));
            }
            None => undated.push(at),
        }
    }
    let mut own: BTreeMap<String, Cluster> = BTreeMap::new();
    for at in undated {
        let subject = nodes[at].subject;
        let class = class_of(subject);
        let head = subject.head.clone().unwrap_or_default();
        if HELD.contains(&class.as_str()) {
            let named: Vec<usize> = (0..clusters.len())
                .filter(|&c| clusters[c].iter().any(|(n, _)| nodes[*n].subject.heads.contains(&head)))
                .filter(|&c| clusters[c].iter().any(|(n, _)| nodes[*n].subject.kind == EntityKind::Event))
                .collect();
            // Meetings are many; of launches, votes, campaigns a story has one until it names two.
            let one_of_many = class == "meeting" && subject.realised || subject.heads.is_empty();
            match (one_of_many, &named[..]) {
                (false, &[one]) => {
                    let reason = format!("the only {head} with a name in this story");
                    out.push(Placed::Joins(one, (at, reason)));
                }
                (false, []) => {
                    own.entry(head.clone()).or_default().push((at, format!("the {head} of this story")));
                }
                // Two names fit, or it has taken place and nothing says when: nobody knows which one it is.
                _ => out.push(Placed::Own(vec![(at, format!("a {head} that this article alone speaks of"))])),
            }
            continue;
        }
        own.entry(class.clone()).or_default().push((at, format!("the {head} of this story")));
    }
    // A disaster without a date joins the one of its kind that has a date, if there is just one.
    for (class, cluster) in own {
        let dated: Vec<(String, String)> =
            groups.keys().filter(|(kind, _)| *kind == class).cloned().collect();
        match (HELD.contains(&class.as_str()), &dated[..]) {
            (false, [key]) => groups.entry(key.clone()).or_default().extend(cluster),
            (false, [_, _, ..]) => out.extend(cluster.into_iter().map(|member| Placed::Own(vec![member]))),
            _ => out.push(Placed::Own(cluster)),
        }
    }
    out.extend(groups.into_values().map(Placed::Own));
    out
}

fn class_of(subject: &Subject) -> String {
    subject.class.clone().or_else(|| subject.head.clone()).unwrap_or_else(|| "event".into())
}

/// The event's date, if it is placed on the calendar.
fn date_of(subject: &Subject) -> Option<String> {
    subject.when.as_ref()?.edtf.as_ref().map(ToString::to_string)
}

/// A person known by one word in this article ("Mr Obama").
fn is_surname(subject: &Subject) -> bool {
    subject.kind == EntityKind::Person && !subject.name.contains(' ')
}

fn ends_with_name(nodes: &[Node<'_>], cluster: &Cluster, surname: &str) -> bool {
    cluster.iter().any(|(at, _)| {
        let subject = nodes[*at].subject;
        subject.kind == EntityKind::Person && comparable(&subject.name).rsplit(' ').next() == Some(surname)
    })
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

const ROMAN: [&str; 9] = ["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];

fn roman(word: &str) -> Option<usize> {
    ROMAN.iter().position(|known| *known == word).map(|at| at + 2)
}

struct Naming {
    slug: Slug,
    name: String,
    names: Vec<String>,
    aliases: Vec<Slug>,
}

/// Chooses each cluster's readable id. The story's own name wins, then the name most articles use, then
/// the one published last, then the alphabet.
fn name_clusters(story: &StoryName, nodes: &[Node<'_>], clusters: &[Cluster]) -> Vec<Naming> {
    let mut out: Vec<Naming> = clusters.iter().map(|cluster| naming(story, nodes, cluster)).collect();
    let mut taken: BTreeMap<Slug, usize> = BTreeMap::new();
    for naming in &out {
        *taken.entry(naming.slug.clone()).or_default() += 1;
    }
    // Two things with one name: the article that speaks of it first tells them apart, and within one
    // article the order in which it speaks of them.
    let mut apart: BTreeSet<Slug> = taken.keys().cloned().collect();
    for (naming, cluster) in out.iter_mut().zip(clusters) {
        if taken[&naming.slug] < 2 {
            continue;
        }
        let first = cluster.iter().map(|(at, _)| (nodes[*at].article, nodes[*at].index)).min();
        let Some((article, _)) = first else { continue };
        // Short enough that nothing below is cut off, or two would never part.
        let stem: String = naming.slug.as_str().chars().take(24).collect();
        let base = format!("{stem} {}", article.short());
        let numbered = (2..).map(|n| format!("{base} {n}"));
        let free = std::iter::once(base.clone())
            .chain(numbered)
            .filter_map(|text| Slug::from_text(&text))
            .find(|slug| !apart.contains(slug));
        if let Some(slug) = free {
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
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut proper: BTreeMap<String, (usize, Option<Edtf>)> = BTreeMap::new();
    for (at, _) in cluster {
        let node = &nodes[*at];
        names.extend(node.subject.names.iter().cloned());
        if node.subject.proper && (node.subject.name.contains(' ') || node.subject.kind != EntityKind::Person)
        {
            let names = if node.subject.kind == EntityKind::Event {
                &node.subject.names[..]
            } else {
                std::slice::from_ref(&node.subject.name)
            };
            for name in names {
                let entry = proper.entry(without_article(name)).or_default();
                entry.0 += 1;
                let published = node.published.cloned();
                if published.as_ref().map(Edtf::sort_key) > entry.1.as_ref().map(Edtf::sort_key) {
                    entry.1 = published;
                }
            }
        }
    }
    let is_story = |name: &str| Slug::from_text(name).as_ref() == Some(&story.0);
    let best = proper
        .iter()
        .max_by(|(one, (n, last)), (other, (m, later))| {
            let key = |name: &str, count: usize| (is_story(name), count);
            key(one, *n)
                .cmp(&key(other, *m))
                .then_with(|| last.as_ref().map(Edtf::sort_key).cmp(&later.as_ref().map(Edtf::sort_key)))
                .then_with(|| one.cmp(other))
        })
        .map(|(name, _)| name.clone());
    let (name, slug) = match best {
        Some(name) => (name.clone(), Slug::from_text(&name)),
        None => unnamed(nodes, cluster),
    };
    let slug = slug.or_else(|| Slug::from_text("unnamed")).unwrap_or_else(|| story.0.clone());
    let mut aliases: BTreeSet<Slug> = BTreeSet::new();
    for name in proper.keys() {
        aliases.extend(spellings(name));
    }
    for (at, _) in cluster {
        let subject = nodes[*at].subject;
        if subject.kind == EntityKind::Person {
            aliases.extend(subject.name.rsplit(' ').next().and_then(Slug::from_text));
        }
        if subject.kind == EntityKind::Event && subject.proper {
            // "geneva-ii-conference" is typed as often as "geneva-ii".
            aliases.extend(subject.names.iter().filter_map(|name| {
                Slug::from_text(&format!("{name} {}", subject.head.as_deref().unwrap_or_default()))
            }));
        }
    }
    Naming { slug, name, names: names.into_iter().collect(), aliases: aliases.into_iter().collect() }
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
    let date = cluster.iter().filter_map(|(at, _)| date_of(nodes[*at].subject)).min();
    let held = cluster.iter().any(|(at, _)| HELD.contains(&class_of(nodes[*at].subject).as_str()));
    match date.filter(|_| held) {
        Some(date) => (format!("{name} ({date})"), Slug::from_text(&format!("{name} {date}"))),
        None => (name.clone(), Slug::from_text(&name)),
    }
}

fn without_article(name: &str) -> String {
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name).to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use crate::value::Value;
    use proptest::prelude::*;

    fn event(name: &str, heads: &[&str], class: &str, proper: bool) -> Subject {
        Subject {
            kind: EntityKind::Event,
            name: name.into(),
            names: vec![name.into()],
            head: heads.first().map(|head| (*head).into()),
            heads: heads.iter().map(|head| (*head).into()).collect(),
            class: Some(class.into()),
            realised: false,
            proper,
            when: None,
            main: false,
        }
    }

    fn person(name: &str) -> Subject {
        Subject {
            kind: EntityKind::Person,
            heads: vec![],
            head: None,
            class: None,
            ..event(name, &[], "", true)
        }
    }

    /// An article that says one thing of each subject.
    fn reading(n: u8, subjects: Vec<Subject>) -> Extraction {
        let assertions = (0..subjects.len()).map(|subject| {
            let value: Value = samples::time("in May", "2013-05");
            crate::assertion::Assertion { subject, ..samples::assertion(n, 10 * subject, "date", value) }
        });
        let assertions = assertions.collect();
        Extraction {
            article: samples::article(n),
            revision: crate::id::Sha256Hex::of(&[n]),
            extractor: "test".into(),
            published: None,
            subjects,
            assertions,
            notices: vec![],
            shingles: vec![],
        }
    }

    fn link(readings: &[Extraction]) -> Vec<LinkedClaim> {
        let story = StoryName::from_text("a story").unwrap();
        let readings: Vec<Reading<'_>> = readings
            .iter()
            .map(|extraction| Reading { article: &extraction.article, published: None, extraction })
            .collect();
        link_story(&story, &readings)
    }

    fn ids(claims: &[LinkedClaim]) -> Vec<String> {
        claims.iter().map(|claim| format!("{} x{}", claim.id, claim.members.len())).collect()
    }

    #[test]
    fn numbers_are_one_however_they_are_written() {
        let claims = link(&[
            reading(1, vec![event("Lisbon 2", &["conference"], "meeting", true)]),
            reading(2, vec![event("Lisbon II", &["summit"], "meeting", true)]),
        ]);
        assert_eq!(ids(&claims), ["lisbon-ii/date x2"]);
        let aliases: Vec<String> = claims[0].aliases.iter().map(ToString::to_string).collect();
        assert!(aliases.contains(&"lisbon-2/date".to_owned()), "{aliases:?}");
    }

    #[test]
    fn either_spelling_finds_a_claim_that_only_one_article_made() {
        let claims = link(&[reading(1, vec![event("Lisbon 2", &["conference"], "meeting", true)])]);
        assert_eq!(claims[0].id.to_string(), "lisbon-2/date");
        assert!(claims[0].aliases.iter().any(|alias| alias.to_string() == "lisbon-ii/date"));
    }

    #[test]
    fn two_numbers_are_two_things() {
        let claims = link(&[
            reading(1, vec![event("Lisbon II", &["conference"], "meeting", true)]),
            reading(2, vec![event("Lisbon III", &["conference"], "meeting", true)]),
        ]);
        assert_eq!(ids(&claims), ["lisbon-ii/date x1", "lisbon-iii/date x1"]);
    }

    #[test]
    fn a_surname_joins_only_a_single_full_name() {
        let one = link(&[reading(1, vec![person("Ada Brown")]), reading(2, vec![person("Brown")])]);
        assert_eq!(ids(&one), ["ada-brown/date x2"]);
        let two = link(&[
            reading(1, vec![person("Ada Brown")]),
            reading(2, vec![person("Brown")]),
            reading(3, vec![person("Max Brown")]),
        ]);
        assert_eq!(two.iter().map(|claim| claim.members.len()).collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn meetings_of_two_dates_stay_two_and_of_one_date_are_one() {
        let dated = |date: &str| Subject {
            when: Some(samples::time_value("then", date)),
            realised: true,
            ..event("talks", &["talks"], "meeting", false)
        };
        let claims = link(&[
            reading(1, vec![dated("2013-06")]),
            reading(2, vec![dated("2013-11-05")]),
            reading(3, vec![dated("2013-11-05")]),
        ]);
        assert_eq!(ids(&claims), ["talks-2013-06/date x1", "talks-2013-11-05/date x2"]);
    }

    #[test]
    fn a_planned_event_joins_the_only_name_with_its_noun_or_none() {
        let named = |n, name: &str| reading(n, vec![event(name, &["conference"], "meeting", true)]);
        let plain = reading(3, vec![event("conference", &["conference"], "meeting", false)]);
        assert_eq!(ids(&link(&[named(1, "Lisbon II"), plain.clone()])), ["lisbon-ii/date x2"]);
        let unsure = link(&[named(1, "Lisbon II"), named(2, "Oslo II"), plain]);
        assert_eq!(unsure.len(), 3);
    }

    #[test]
    fn what_only_a_verb_tells_of_joins_no_name() {
        // "The sides will meet again": no noun says which meeting.
        let named = Subject {
            heads: vec!["conference".into(), "meeting".into()],
            ..event("Lisbon II", &["conference"], "meeting", true)
        };
        let verb = Subject {
            heads: vec![],
            head: Some("meeting".into()),
            ..event("meeting", &[], "meeting", false)
        };
        assert_eq!(link(&[reading(1, vec![named]), reading(2, vec![verb])]).len(), 2);
    }

    #[test]
    fn a_campaign_that_has_begun_is_the_one_that_was_planned() {
        let campaign = |n, realised| {
            reading(n, vec![Subject { realised, ..event("campaign", &["campaign"], "campaign", false) }])
        };
        assert_eq!(ids(&link(&[campaign(1, false), campaign(2, true)])), ["campaign/date x2"]);
    }

    #[test]
    fn a_disaster_without_a_name_is_the_only_one_of_its_kind() {
        let collapse = |n| reading(n, vec![event("collapse", &["collapse"], "collapse", false)]);
        assert_eq!(ids(&link(&[collapse(1), collapse(2)])), ["collapse/date x2"]);
    }

    #[test]
    fn without_a_chosen_story_two_floods_are_two() {
        let flood = |n| reading(n, vec![event("flood", &["flood"], "flood", false), person("Ada Brown")]);
        let (one, two) = (flood(1), flood(2));
        let readings: Vec<Reading<'_>> = [&one, &two]
            .into_iter()
            .map(|e| Reading { article: &e.article, published: None, extraction: e })
            .collect();
        let claims = link_story(&StoryName::inbox(), &readings);
        assert_eq!(claims.iter().map(|claim| claim.members.len()).collect::<Vec<_>>(), [2, 1, 1]);
    }

    #[test]
    fn the_storys_own_name_is_preferred() {
        let story = StoryName::from_text("Lisbon 2").unwrap();
        let readings = [
            reading(1, vec![event("Lisbon 2", &["conference"], "meeting", true)]),
            reading(2, vec![event("Lisbon II", &["conference"], "meeting", true)]),
            reading(3, vec![event("Lisbon II", &["conference"], "meeting", true)]),
        ];
        let readings: Vec<Reading<'_>> = readings
            .iter()
            .map(|e| Reading { article: &e.article, published: None, extraction: e })
            .collect();
        assert_eq!(link_story(&story, &readings)[0].id.to_string(), "lisbon-2/date");
    }

    #[test]
    fn two_talks_of_one_article_stay_two() {
        let talks = || Subject { realised: true, ..event("talks", &["talks"], "meeting", false) };
        let claims = link(&[reading(1, vec![talks(), talks()]), reading(2, vec![talks()])]);
        assert_eq!(claims.iter().map(|claim| claim.members.len()).collect::<Vec<_>>(), [1, 1, 1]);
    }

    proptest! {
        #[test]
        fn the_order_of_ingest_does_not_matter(
            picks in prop::collection::vec((0_usize..8, any::<bool>()), 1..9),
            order in any::<prop::sample::Index>(),
        ) {
            let names = ["Lisbon II", "Lisbon 2", "Oslo II", "talks", "conference", "collapse", "Ada Brown", "Brown"];
            let mut readings: Vec<Extraction> = picks
                .iter()
                .enumerate()
                .map(|(n, &(pick, realised))| {
                    let subject = match pick {
                        6 | 7 => person(names[pick]),
                        5 => event("collapse", &["collapse"], "collapse", false),
                        3 | 4 => Subject { realised, ..event(names[pick], &[names[pick]], "meeting", false) },
                        _ => event(names[pick], &["conference"], "meeting", true),
                    };
                    reading(u8::try_from(n).unwrap(), vec![subject])
                })
                .collect();
            let before = link(&readings);
            let pivot = order.index(readings.len());
            readings.rotate_left(pivot);
            readings.reverse();
            prop_assert_eq!(&before, &link(&readings));
            let members: usize = before.iter().map(|claim| claim.members.len()).sum();
            prop_assert_eq!(members, readings.len(), "every assertion belongs to one claim");
            let mut ids: Vec<_> = before.iter().map(|claim| claim.id.clone()).collect();
            ids.dedup();
            prop_assert_eq!(ids.len(), before.len(), "every claim has an id of its own");
        }
    }
}
