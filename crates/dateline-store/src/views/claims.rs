//! The view of claims. A story's claims are derived from the outlines of all its readings, which are kept
//! here, so that linking needs nothing from the ledger but what is new.
//!
//! | key | value |
//! |---|---|
//! | `j/` story | what reviewers judged of its links, as JSON; missing where they did not |
//! | `k/` story NUL article | [`Reading`]: day of publication and outline, in postcard's form |
//! | `l/` story NUL claim | [`LinkedClaim`] as JSON, without its members |
//! | `m/` story NUL claim NUL article NUL number of the assertion in its reading, 4 bytes | a member: length of the reason (4 bytes), the reason, the assertion as JSON |
//! | `n/` subject or alias NUL story NUL subject | nothing |
//! | `u/` number of an operation, 20 digits | nothing: it was undone, and what it recorded of articles is left out |
//! | `p/` article | the story it was linked in, then NUL and the claim of each of its assertions |

use super::sweep::Swept;
use super::{View, ViewError};
use dateline_core::assertion::Assertion;
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, AssertionId, Slug, StoryName};
use dateline_core::judgement::Links;
use dateline_core::link::{LinkedClaim, Member, Outline};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A reading as linking needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// When the article was published, if known.
    pub(crate) published: Option<Edtf>,
    /// What was read.
    pub(crate) outline: Outline,
}

pub(super) fn story_key(kind: &str, story: &StoryName) -> Vec<u8> {
    format!("{kind}/{story}\0").into_bytes()
}

/// Where it stands what reviewers judged of a story's links.
pub(crate) fn links_key(story: &StoryName) -> Vec<u8> {
    format!("j/{story}").into_bytes()
}

/// What reviewers judged of links, by story, as the claims in the view are linked.
pub(crate) fn links(view: &View) -> Result<BTreeMap<StoryName, Links>, ViewError> {
    let mut all = BTreeMap::new();
    view.each(b"j/", |key, value| {
        all.insert(story_named(view, &key[2..])?, view.decode(value)?);
        Ok(())
    })?;
    Ok(all)
}

/// Where a story's reading of an article is outlined.
pub(crate) fn reading_key(story: &StoryName, article: &ArticleId) -> Vec<u8> {
    format!("k/{story}\0{article}").into_bytes()
}

/// Where a claim stands.
pub(crate) fn claim_key(story: &StoryName, claim: &ClaimId) -> Vec<u8> {
    format!("l/{story}\0{claim}").into_bytes()
}

pub(super) fn members_prefix(story: &StoryName, claim: &ClaimId) -> Vec<u8> {
    format!("m/{story}\0{claim}\0").into_bytes()
}

/// Where a member of a claim stands: an article's assertion, by its number in the reading.
pub(crate) fn member_key(story: &StoryName, claim: &ClaimId, article: &ArticleId, number: usize) -> Vec<u8> {
    let mut key = members_prefix(story, claim);
    key.extend_from_slice(article.as_str().as_bytes());
    key.push(0);
    // A reading has fewer assertions than its text has bytes.
    key.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    key
}

/// A member: why it belongs to the claim, and the assertion as JSON.
pub(crate) fn member_value(reason: &str, assertion: &str) -> Vec<u8> {
    let length = u32::try_from(reason.len()).unwrap_or(u32::MAX);
    [&length.to_le_bytes(), reason.as_bytes(), assertion.as_bytes()].concat()
}

/// The reason and the JSON in a member's value.
fn member_parts(swept: Swept, value: &[u8]) -> Result<(&str, &str), ViewError> {
    let parts = || {
        let (length, rest) = value.split_first_chunk::<4>()?;
        let (reason, json) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        Some((std::str::from_utf8(reason).ok()?, std::str::from_utf8(json).ok()?))
    };
    parts().ok_or_else(|| swept.damaged("a member of a claim cannot be read"))
}

/// The assertion in a member's value, as JSON.
pub(crate) fn member_json(view: &View, value: &[u8]) -> Result<Box<str>, ViewError> {
    let (_, json) = member_parts(view.swept(), value)?;
    Ok(json.into())
}

/// The names by which the claims of a story's subjects are found.
pub(crate) fn names<'c>(claims: impl IntoIterator<Item = &'c LinkedClaim>) -> BTreeSet<(&'c Slug, &'c Slug)> {
    let of_claim = |claim: &'c LinkedClaim| {
        let all = std::iter::once(&claim.id).chain(&claim.aliases);
        all.map(|name| (&name.subject, &claim.id.subject))
    };
    claims.into_iter().flat_map(of_claim).collect()
}

/// Where it stands that a subject of a story has a name.
pub(crate) fn name_key(story: &StoryName, (name, subject): (&Slug, &Slug)) -> Vec<u8> {
    format!("n/{name}\0{story}\0{subject}").into_bytes()
}

/// Where it stands in which story an article was linked.
pub(crate) fn place_key(article: &ArticleId) -> Vec<u8> {
    format!("p/{article}").into_bytes()
}

/// The story an article was linked in, and the claim of each of its assertions; `None` for one whose subject
/// does not exist.
pub(crate) fn place_value(story: &StoryName, claims: &[Option<&ClaimId>]) -> Vec<u8> {
    let mut value = story.to_string();
    for claim in claims {
        value.push('\0');
        value.extend(claim.map(ToString::to_string));
    }
    value.into_bytes()
}

/// The story in which an article was linked last.
pub(crate) fn place(view: &View, article: &ArticleId) -> Result<Option<StoryName>, ViewError> {
    let Some(value) = view.get(&place_key(article))? else { return Ok(None) };
    story_named(view, value.split(|b| *b == 0).next().unwrap_or_default()).map(Some)
}

/// The claims of which an article has assertions, by id.
pub(crate) fn of_article(view: &View, article: &ArticleId) -> Result<BTreeSet<ClaimId>, ViewError> {
    let Some(value) = view.get(&place_key(article))? else { return Ok(BTreeSet::new()) };
    let claims = value.split(|b| *b == 0).skip(1).filter(|name| !name.is_empty());
    claims.map(|name| claim_named(view, name)).collect()
}

/// The outlines of a story's readings, by article.
pub(crate) fn readings(view: &View, story: &StoryName) -> Result<Vec<(ArticleId, Reading)>, ViewError> {
    let prefix = story_key("k", story);
    view.sweep(&prefix, |swept, key, value| {
        let reading = postcard::from_bytes(value)
            .map_err(|e| swept.damaged(format!("the outline of a reading cannot be read: {e}")))?;
        Ok((article_named(swept, &key[prefix.len()..])?, reading))
    })
}

/// The value of a reading's outline.
pub(crate) fn reading_value(view: &View, reading: &Reading) -> Result<Vec<u8>, ViewError> {
    let written = postcard::to_stdvec(reading);
    written.map_err(|e| view.damaged(format!("the outline of a reading cannot be written: {e}")))
}

/// A story's claims, by id.
pub(crate) fn of_story(view: &View, story: &StoryName) -> Result<Vec<LinkedClaim>, ViewError> {
    let gathered = gather(view, story, |swept, key, value| {
        member(swept, key, value, |it: &Identified| &it.id).map(|(member, _)| member)
    })?;
    Ok(gathered.into_iter().map(|(claim, members)| LinkedClaim { members, ..claim }).collect())
}

/// A story's claims, by id, each with what `read` makes of its members' entries: of what follows the claim in
/// the key, and of the value. The claims' own members are left empty.
pub(super) fn gather<M: Send>(
    view: &View,
    story: &StoryName,
    read: impl Fn(Swept, &[u8], &[u8]) -> Result<M, ViewError> + Sync,
) -> Result<Vec<(LinkedClaim, Vec<M>)>, ViewError> {
    let claims = view.sweep(&story_key("l", story), |swept, _, value| swept.decode(value))?;
    let mut claims: Vec<(LinkedClaim, Vec<M>)> =
        claims.into_iter().map(|claim: LinkedClaim| (claim, Vec::new())).collect();
    let prefix = story_key("m", story);
    let entries = view.sweep(&prefix, |swept, key, value| {
        let key = &key[prefix.len()..];
        let end = key.iter().position(|b| *b == 0).unwrap_or(key.len());
        let claim: Box<[u8]> = key[..end].into();
        Ok((claim, read(swept, key.get(end + 1..).unwrap_or_default(), value)?))
    })?;
    // Members stand in the order of the claims' ids as text, as the claims still do.
    let mut at = 0;
    let mut id = claims.first().map(|(claim, _)| claim.id.to_string()).unwrap_or_default();
    for (named, member) in entries {
        while at < claims.len() && id.as_bytes() != &*named {
            at += 1;
            id = claims.get(at).map(|(claim, _)| claim.id.to_string()).unwrap_or_default();
        }
        let Some((_, members)) = claims.get_mut(at) else {
            return Err(view.damaged(format!("a member of story {story} belongs to no claim")));
        };
        members.push(member);
    }
    // A hyphen comes before a slash in the order of text, and not in that of ids.
    claims.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    Ok(claims)
}

/// A claim of a story, with its members.
pub(crate) fn get(view: &View, story: &StoryName, id: &ClaimId) -> Result<Option<LinkedClaim>, ViewError> {
    let found = with_members(view, (story, id), None, |it: &Identified| &it.id)?;
    Ok(found.map(|(claim, _)| claim))
}

/// A claim with its assertions and their articles, in the order of its members.
pub type ClaimWithAssertions = (LinkedClaim, Vec<(ArticleId, Assertion)>);

/// A claim of a story with its assertions.
pub(crate) fn with_assertions(
    view: &View,
    story: &StoryName,
    id: &ClaimId,
) -> Result<Option<ClaimWithAssertions>, ViewError> {
    let found = with_members(view, (story, id), None, |it: &Assertion| &it.id)?;
    Ok(found.map(with_articles))
}

/// What an article says: the claims of a story of which it has assertions, by id, with these alone.
pub(crate) fn said_by(
    view: &View,
    story: &StoryName,
    article: &ArticleId,
) -> Result<Vec<ClaimWithAssertions>, ViewError> {
    let mut all = Vec::new();
    for id in of_article(view, article)? {
        let found = with_members(view, (story, &id), Some(article), |it: &Assertion| &it.id)?;
        all.extend(found.map(with_articles));
    }
    Ok(all)
}

/// The articles of a story that have assertions about a subject.
pub(crate) fn articles_about(
    view: &View,
    story: &StoryName,
    subject: &Slug,
) -> Result<BTreeSet<ArticleId>, ViewError> {
    let mut articles = BTreeSet::new();
    view.each(format!("m/{story}\0{subject}/").as_bytes(), |key, _| {
        // After the kind and story, and the claim.
        let id = key.split(|b| *b == 0).nth(2).unwrap_or_default();
        articles.insert(article_named(view.swept(), id)?);
        Ok(())
    })?;
    Ok(articles)
}

fn with_articles((claim, assertions): (LinkedClaim, Vec<Assertion>)) -> ClaimWithAssertions {
    let articles = claim.members.iter().map(|member| member.article.clone());
    let assertions = articles.zip(assertions).collect();
    (claim, assertions)
}

/// A claim of a story with its members, those of an article if one is given, and what is wanted of their assertions.
fn with_members<T: DeserializeOwned>(
    view: &View,
    (story, id): (&StoryName, &ClaimId),
    of: Option<&ArticleId>,
    id_of: fn(&T) -> &AssertionId,
) -> Result<Option<(LinkedClaim, Vec<T>)>, ViewError> {
    let Some(value) = view.get(&claim_key(story, id))? else { return Ok(None) };
    let mut claim: LinkedClaim = view.decode(&value)?;
    let mut prefix = members_prefix(story, id);
    let article_at = prefix.len();
    if let Some(article) = of {
        prefix.extend_from_slice(article.as_str().as_bytes());
        prefix.push(0);
    }
    let mut wanted = Vec::new();
    view.each(&prefix, |key, value| {
        let (member, of_assertion) = member(view.swept(), &key[article_at..], value, id_of)?;
        claim.members.push(member);
        wanted.push(of_assertion);
        Ok(())
    })?;
    Ok(Some((claim, wanted)))
}

/// An assertion of which only the id is wanted.
#[derive(Deserialize)]
struct Identified {
    id: AssertionId,
}

/// Reads a member from what follows the claim in its key, and its value, with what is wanted of its assertion.
pub(super) fn member<T: DeserializeOwned>(
    swept: Swept,
    key: &[u8],
    value: &[u8],
    id_of: fn(&T) -> &AssertionId,
) -> Result<(Member, T), ViewError> {
    let article = article_named(swept, key.split(|b| *b == 0).next().unwrap_or_default())?;
    let (reason, json) = member_parts(swept, value)?;
    let wanted: T = swept.decode(json.as_bytes())?;
    Ok((Member { article, assertion: id_of(&wanted).clone(), reason: reason.to_owned() }, wanted))
}

/// Where a member of a claim stands, from what follows the claim in its key, and why it belongs there.
pub(super) fn place_of_member(
    swept: Swept,
    key: &[u8],
    value: &[u8],
) -> Result<(ArticleId, usize, String), ViewError> {
    let number = key.split_last_chunk::<4>().map(|(_, number)| u32::from_be_bytes(*number));
    let number = number.and_then(|it| usize::try_from(it).ok());
    let number = number.ok_or_else(|| swept.damaged("a member of a claim has no number"))?;
    let article = article_named(swept, key.split(|b| *b == 0).next().unwrap_or_default())?;
    Ok((article, number, member_parts(swept, value)?.0.to_owned()))
}

/// The claims that an id names, as their id or as an alias, by story.
pub(crate) fn named(view: &View, name: &ClaimId) -> Result<Vec<(StoryName, LinkedClaim)>, ViewError> {
    let mut found = Vec::new();
    for (story, subject) in subjects_named(view, &name.subject)? {
        let id = ClaimId { subject, ..name.clone() };
        let claim = get(view, &story, &id)?.filter(|it| it.id == *name || it.aliases.contains(name));
        found.extend(claim.map(|claim| (story, claim)));
    }
    found.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    Ok(found)
}

/// The ids of the claims that an id names, as their id or as an alias, by story.
pub(crate) fn ids_named(view: &View, name: &ClaimId) -> Result<Vec<(StoryName, ClaimId)>, ViewError> {
    let mut found = Vec::new();
    for (story, subject) in subjects_named(view, &name.subject)? {
        let id = ClaimId { subject, ..name.clone() };
        let Some(value) = view.get(&claim_key(&story, &id))? else { continue };
        let claim: LinkedClaim = view.decode(&value)?;
        if claim.id == *name || claim.aliases.contains(name) {
            found.push((story, claim.id));
        }
    }
    found.sort();
    Ok(found)
}

/// The subjects that have a name, each with its story.
fn subjects_named(view: &View, name: &Slug) -> Result<Vec<(StoryName, Slug)>, ViewError> {
    let prefix = format!("n/{name}\0").into_bytes();
    let mut subjects: Vec<(StoryName, Slug)> = Vec::new();
    view.each(&prefix, |key, _| {
        let mut parts = key[prefix.len()..].splitn(2, |b| *b == 0);
        let story = story_named(view, parts.next().unwrap_or_default())?;
        let subject = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
        subjects.push((story, Slug::new(subject).map_err(|e| view.damaged(e.to_string()))?));
        Ok(())
    })?;
    Ok(subjects)
}

/// An entry as it is compared: the assertion of a member in its canonical form, whatever version of its
/// event the ledger has.
pub(crate) fn comparable(view: &View, key: &[u8], value: Vec<u8>) -> Result<Vec<u8>, ViewError> {
    if !key.starts_with(b"m/") {
        return Ok(value);
    }
    let (reason, json) = member_parts(view.swept(), &value)?;
    let assertion: Assertion = view.decode(json.as_bytes())?;
    let canonical = crate::canonical::to_string(&assertion).map_err(|e| view.damaged(e.to_string()))?;
    Ok(member_value(reason, &canonical))
}

fn story_named(view: &View, name: &[u8]) -> Result<StoryName, ViewError> {
    StoryName::from_text(&String::from_utf8_lossy(name)).map_err(|e| view.damaged(e.to_string()))
}

fn article_named(swept: Swept, id: &[u8]) -> Result<ArticleId, ViewError> {
    let id = String::from_utf8_lossy(id).into_owned();
    ArticleId::new(id).map_err(|e| swept.damaged(e.to_string()))
}

pub(super) fn claim_named(view: &View, id: &[u8]) -> Result<ClaimId, ViewError> {
    let id = String::from_utf8_lossy(id).into_owned();
    ClaimId::try_from(id).map_err(|e| view.damaged(e.to_string()))
}

#[cfg(test)]
mod tests;
