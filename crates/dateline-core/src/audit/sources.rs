//! S01, S02, S05, S06, S09, S10: where it comes from.

use super::{CheckId, Finding};
use crate::article::Metadata;
use crate::assertion::Assertion;
use crate::attribution::{HopRole, Scope, SourceType};
use crate::claim::ClaimId;
use crate::id::ArticleId;
use crate::origin::{self, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// An assertion of a claim, with its article.
#[derive(Debug, Clone, Copy)]
pub struct SourcedEntry<'a> {
    /// The article that carries it.
    pub article: &'a ArticleId,
    /// The assertion.
    pub assertion: &'a Assertion,
    /// Whether a person has accepted it.
    pub reviewed: bool,
}

/// A claim, as these checks see it.
#[derive(Debug, Clone, Copy)]
pub struct ClaimFacts<'a> {
    /// The claim.
    pub claim: &'a ClaimId,
    /// Its assertions.
    pub entries: &'a [SourcedEntry<'a>],
    /// Their independent origins: [`crate::origin::origins`] of the same entries in the same order.
    pub origins: &'a [Origin],
}

/// An article, as these checks see it.
#[derive(Debug, Clone, Copy)]
pub struct ArticleFacts<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// What is known of it.
    pub metadata: &'a Metadata,
}

/// Checks S01, S02, S05, S06 and S10 for one claim. Statements ("said") have no S01, S02 and S05: what a
/// person said has that person for its origin.
pub fn check_claim(claim: ClaimFacts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !claim.claim.attribute.is_statement() {
        findings.extend(one_origin(claim));
        findings.extend(only_unnamed(claim));
        findings.extend(one_principal(claim));
    }
    findings.extend(unseen_upstream(claim));
    findings.extend(unclear_speaker(claim));
    findings
}

/// S01, where several articles make it look like more than one. A claim of one article needs no warning.
fn one_origin(claim: ClaimFacts<'_>) -> Option<Finding> {
    let articles: BTreeSet<&ArticleId> = claim.entries.iter().map(|entry| entry.article).collect();
    let [origin] = claim.origins else { return None };
    if articles.len() < 2 {
        return None;
    }
    let reason = origin.reasons.first().map_or_else(String::new, |reason| format!(": {reason}"));
    let message = format!("{} articles, one independent origin{reason}", articles.len());
    Some(Finding::new(CheckId::S01, vec![claim.claim.to_string()], message))
}

/// S02.
fn only_unnamed(claim: ClaimFacts<'_>) -> Option<Finding> {
    let unnamed =
        |entry: &SourcedEntry<'_>| {
            entry.assertion.attribution.speaker().is_some_and(|hop| {
                matches!(hop.source_type, SourceType::UnnamedOfficial | SourceType::Unnamed)
            })
        };
    (!claim.entries.is_empty() && claim.entries.iter().all(unnamed)).then(|| {
        let message = "every source of this claim is unnamed";
        Finding::new(CheckId::S02, vec![claim.claim.to_string()], message)
    })
}

/// S05, once for each body.
fn one_principal(claim: ClaimFacts<'_>) -> Vec<Finding> {
    let mut speakers: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for hop in claim.entries.iter().filter_map(|entry| entry.assertion.attribution.speaker()) {
        let (principals, names): (Vec<_>, Vec<_>) =
            origin::speaker_keys(hop).into_iter().partition(|key| key.starts_with("principal:"));
        // A body that speaks for itself ("the White House said") has no key beside its principal's.
        let names =
            if names.is_empty() { hop.name.iter().map(|name| name.to_lowercase()).collect() } else { names };
        for principal in principals {
            for name in &names {
                let shown = hop.name.clone().unwrap_or_else(|| name.clone());
                speakers.entry(principal.clone()).or_default().insert(name.clone(), shown);
            }
        }
    }
    let several = speakers.into_iter().filter(|(_, names)| names.len() > 1);
    several
        .map(|(principal, names)| {
            let names = names.into_values().collect::<Vec<_>>().join(" and ");
            let message = format!("{names} speak for one body, {}", origin::in_words(&principal));
            Finding::new(CheckId::S05, vec![claim.claim.to_string()], message)
        })
        .collect()
}

/// S06, once for each agency, outlet or document that is only named.
fn unseen_upstream(claim: ClaimFacts<'_>) -> Vec<Finding> {
    let mut unseen: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in claim.entries {
        for hop in &entry.assertion.attribution.chain {
            let upstream = hop.role == HopRole::Agency || hop.source_type == SourceType::Document;
            if let (true, false, Some(name)) = (upstream, hop.artifact_seen, hop.name.as_deref()) {
                let ids = unseen.entry(name).or_default();
                let id = entry.assertion.id.to_string();
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
    }
    let finding = |(name, ids): (&str, Vec<String>)| {
        Finding::new(CheckId::S06, ids, format!("{name} is named and what it published is not held"))
    };
    unseen.into_iter().map(finding).collect()
}

/// S10, once for each assertion.
fn unclear_speaker(claim: ClaimFacts<'_>) -> Vec<Finding> {
    let unclear = claim
        .entries
        .iter()
        .filter(|entry| entry.assertion.attribution.scope == Scope::Ambiguous && !entry.reviewed);
    unclear
        .map(|entry| {
            let speaker = entry.assertion.attribution.speaker().and_then(|hop| hop.name.as_deref());
            let message = format!(
                "{:?} may be said by {} or by the article itself",
                entry.assertion.value.text(),
                speaker.unwrap_or("a source")
            );
            Finding::new(CheckId::S10, vec![entry.assertion.id.to_string()], message)
                .with_next(format!("dateline source {}", entry.assertion.id.short()))
        })
        .collect()
}

/// Checks S09 for one article: one finding that names everything missing.
pub fn check_metadata(article: ArticleFacts<'_>) -> Vec<Finding> {
    let Metadata { published, publisher, url, .. } = article.metadata;
    let fields = [
        (published.is_none(), "publication date", "--published DATE"),
        (publisher.is_none(), "publisher", "--publisher NAME"),
        (url.is_none(), "URL", "--url URL"),
    ];
    let missing: Vec<_> = fields.into_iter().filter(|(absent, ..)| *absent).collect();
    let (names, flags): (Vec<&str>, Vec<&str>) = missing.iter().map(|(_, name, flag)| (*name, *flag)).unzip();
    let Some((last, others)) = names.split_last() else { return Vec::new() };
    let text =
        if others.is_empty() { (*last).to_owned() } else { format!("{} and {last}", others.join(", ")) };
    let finding = Finding::new(CheckId::S09, vec![article.article.to_string()], format!("unknown: {text}"))
        .with_next(format!("dateline articles set {} {}", article.article.short(), flags.join(" ")));
    vec![finding]
}

#[cfg(test)]
mod tests;
