//! A story's claims with everything that is said of them, taken from the view of claims as a whole.

use super::claims::{ClaimWithAssertions, Reading, member_parts, story_key};
use super::sweep::Swept;
use super::{View, ViewError};
use dateline_core::assertion::Assertion;
use dateline_core::id::{ArticleId, StoryName};
use dateline_core::link::{LinkedClaim, Member, OutlinedSubject};

/// A story's claims with what is said of them, and the subjects of its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The claims, by id, each with its assertions and their articles in the order of its members.
    pub claims: Vec<ClaimWithAssertions>,
    /// What each article speaks of, by article: the subjects of its current reading, in their order.
    pub subjects: Vec<(ArticleId, Vec<OutlinedSubject>)>,
}

/// A member as its entry gives it.
struct Entry {
    /// The claim, as its id stands in the key.
    claim: Box<[u8]>,
    member: Member,
    assertion: Assertion,
}

/// Everything that is said in a story.
pub(crate) fn in_story(view: &View, story: &StoryName) -> Result<Said, ViewError> {
    let claims = view.sweep(&story_key("l", story), |swept, _, value| swept.decode(value))?;
    let mut claims: Vec<ClaimWithAssertions> =
        claims.into_iter().map(|claim: LinkedClaim| (claim, Vec::new())).collect();
    let prefix = story_key("m", story);
    let entries = view.sweep(&prefix, |swept, key, value| entry(swept, &key[prefix.len()..], value))?;
    // Members stand in the order of the claims' ids as text, as the claims still do.
    let mut at = 0;
    let mut id = claims.first().map(|(claim, _)| claim.id.to_string()).unwrap_or_default();
    for Entry { claim: named, member, assertion } in entries {
        while at < claims.len() && id.as_bytes() != &*named {
            at += 1;
            id = claims.get(at).map(|(claim, _)| claim.id.to_string()).unwrap_or_default();
        }
        let Some((claim, assertions)) = claims.get_mut(at) else {
            return Err(view.damaged(format!("a member of story {story} belongs to no claim")));
        };
        assertions.push((member.article.clone(), assertion));
        claim.members.push(member);
    }
    // A hyphen comes before a slash in the order of text, and not in that of ids.
    claims.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let prefix = story_key("k", story);
    let subjects = view.sweep(&prefix, |swept, key, value| {
        let reading: Reading = postcard::from_bytes(value)
            .map_err(|e| swept.damaged(format!("the outline of a reading cannot be read: {e}")))?;
        Ok((article(swept, &key[prefix.len()..])?, reading.outline.subjects))
    })?;
    Ok(Said { claims, subjects })
}

/// Reads a member from what follows the story in its key, and its value.
fn entry(swept: Swept, key: &[u8], value: &[u8]) -> Result<Entry, ViewError> {
    let mut parts = key.splitn(3, |b| *b == 0);
    let claim = parts.next().unwrap_or_default().into();
    let article = article(swept, parts.next().unwrap_or_default())?;
    let (reason, json) =
        member_parts(value).ok_or_else(|| swept.damaged("a member of a claim cannot be read"))?;
    let assertion: Assertion = swept.decode(json.as_bytes())?;
    let member = Member { article, assertion: assertion.id.clone(), reason: reason.to_owned() };
    Ok(Entry { claim, member, assertion })
}

fn article(swept: Swept, id: &[u8]) -> Result<ArticleId, ViewError> {
    ArticleId::new(String::from_utf8_lossy(id).into_owned()).map_err(|e| swept.damaged(e.to_string()))
}
