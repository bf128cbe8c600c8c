//! The view of claims. A story's claims are derived from all its readings at once, so what is folded here
//! is only which stories must be derived again.
//!
//! | key | value |
//! |---|---|
//! | `l/` story NUL claim | [`LinkedClaim`] as JSON |
//! | `n/` claim or alias NUL story NUL claim | nothing |
//! | `p/` article | the story it was linked in |

use super::{Entries, View, ViewError};
use dateline_core::claim::ClaimId;
use dateline_core::id::{ArticleId, StoryName};
use dateline_core::link::LinkedClaim;

fn story_prefix(story: &StoryName) -> Vec<u8> {
    format!("l/{story}\0").into_bytes()
}

fn name_prefix(name: &ClaimId) -> Vec<u8> {
    format!("n/{name}\0").into_bytes()
}

fn place_key(article: &ArticleId) -> Vec<u8> {
    format!("p/{article}").into_bytes()
}

/// All entries of a story's claims.
pub(crate) fn entries(view: &View, story: &StoryName, claims: &[LinkedClaim]) -> Result<Entries, ViewError> {
    let mut entries = Entries::new();
    for claim in claims {
        let id = claim.id.to_string();
        entries.insert([story_prefix(story).as_slice(), id.as_bytes()].concat(), view.encode(claim)?);
        for name in std::iter::once(&claim.id).chain(&claim.aliases) {
            entries.insert([name_prefix(name), format!("{story}\0{id}").into_bytes()].concat(), Vec::new());
        }
    }
    Ok(entries)
}

/// The entry that says in which story an article was linked.
pub(crate) fn place_entry(article: &ArticleId, story: &StoryName) -> (Vec<u8>, Vec<u8>) {
    (place_key(article), story.as_str().as_bytes().to_vec())
}

/// The story in which an article was linked last.
pub(crate) fn place(view: &View, article: &ArticleId) -> Result<Option<StoryName>, ViewError> {
    view.get(&place_key(article))?.map(|value| story_named(view, &value)).transpose()
}

/// A story's claims, by id.
pub(crate) fn of_story(view: &View, story: &StoryName) -> Result<Vec<LinkedClaim>, ViewError> {
    let claims = view.scan(&story_prefix(story))?;
    let mut claims: Vec<LinkedClaim> =
        claims.values().map(|value| view.decode(value)).collect::<Result<_, _>>()?;
    // Keys are in the order of the ids as text, and a hyphen comes before a slash there.
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(claims)
}

/// The claims that an id names, as their id or as an alias, by story.
pub(crate) fn named(view: &View, name: &ClaimId) -> Result<Vec<(StoryName, LinkedClaim)>, ViewError> {
    let prefix = name_prefix(name);
    let mut found = Vec::new();
    for key in view.scan(&prefix)?.keys() {
        let mut parts = key[prefix.len()..].splitn(2, |b| *b == 0);
        let story = story_named(view, parts.next().unwrap_or_default())?;
        let id = parts.next().unwrap_or_default();
        let Some(claim) = view.get(&[story_prefix(&story).as_slice(), id].concat())? else {
            return Err(view.damaged(format!("an index names a claim of story {story} that is not there")));
        };
        found.push((story, view.decode::<LinkedClaim>(&claim)?));
    }
    found.sort_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    Ok(found)
}

fn story_named(view: &View, name: &[u8]) -> Result<StoryName, ViewError> {
    StoryName::from_text(&String::from_utf8_lossy(name)).map_err(|e| view.damaged(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::{Checkpoint, ViewName};
    use dateline_core::id::{Position, Sha256Hex};
    use dateline_core::value::EntityKind;

    fn id(text: &str) -> ClaimId {
        text.to_owned().try_into().unwrap()
    }

    fn claim(name: &str, aliases: &[&str]) -> LinkedClaim {
        LinkedClaim {
            id: id(name),
            aliases: aliases.iter().map(|alias| id(alias)).collect(),
            subject: name.to_owned(),
            names: vec![name.to_owned()],
            kind: EntityKind::Event,
            members: Vec::new(),
        }
    }

    fn story(name: &str) -> StoryName {
        StoryName::from_text(name).unwrap()
    }

    #[test]
    fn claims_are_found_by_story_id_and_alias_and_forgotten_when_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let view = View::open(dir.path(), ViewName::Claims).unwrap();
        let at = |next| Checkpoint::new(Position(next), Sha256Hex::of(b""));
        let ferry = [claim("quay/date", &["old-quay/date"]), claim("quay-fair/date", &[])];
        let flood = [claim("bridge/cost", &["quay/date"])];
        let (a, b) = (story("ferry"), story("ferry-2"));
        let old = entries(&view, &a, &ferry).unwrap();
        view.replace(&Entries::new(), &old, &at(1)).unwrap();
        view.replace(&Entries::new(), &entries(&view, &b, &flood).unwrap(), &at(2)).unwrap();

        assert_eq!(of_story(&view, &a).unwrap(), ferry, "in the order of their ids, not of their text");
        assert_eq!(of_story(&view, &story("fer")).unwrap(), []);
        let both = [(a.clone(), ferry[0].clone()), (b.clone(), flood[0].clone())];
        assert_eq!(named(&view, &id("quay/date")).unwrap(), both);
        assert_eq!(named(&view, &id("old-quay/date")).unwrap(), both[..1]);
        assert_eq!(named(&view, &id("quay/dat")).unwrap(), []);

        let renamed = [claim("old-quay/date", &[])];
        view.replace(&old, &entries(&view, &a, &renamed).unwrap(), &at(3)).unwrap();
        assert_eq!(of_story(&view, &a).unwrap(), renamed);
        assert_eq!(named(&view, &id("quay/date")).unwrap(), both[1..]);
        assert_eq!(view.checkpoint().unwrap(), Some(at(3)));
    }
}
