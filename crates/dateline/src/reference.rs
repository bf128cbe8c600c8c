//! What people type to name a story, a claim, an assertion or an article, and what they may have meant.

use crate::digits;
use crate::error::{Candidate, Error, Named};
use dateline_core::claim::{ClaimId, ClaimKey};
use dateline_core::id::{ArticleId, InvalidId, StoryName};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// How many digits of an id are told.
const SHORT_DIGITS: usize = 16;
/// How many of the closest are told.
const MOST_CANDIDATES: usize = 5;
/// Most claims that are asked how many assertions they have.
const MOST_SIZES: usize = 64;

/// A claim, perhaps with its story, perhaps with a row of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimReference<'a> {
    /// As typed.
    pub(crate) typed: &'a str,
    /// The story, if one is given.
    pub(crate) story: Option<&'a str>,
    /// The claim's id, an alias, or a beginning of one.
    pub(crate) claim: &'a str,
    /// The row, if one is given.
    pub(crate) row: Option<usize>,
}

impl<'a> ClaimReference<'a> {
    /// Reads `story:subject/attribute@row`; story and row may be missing.
    pub(crate) fn parse(typed: &'a str) -> Result<Self, Error> {
        let bad = |why: &str| Error::BadReference { reference: typed.to_owned(), why: why.to_owned() };
        let (rest, row) = match typed.rsplit_once('@') {
            None => (typed, None),
            Some((rest, digits)) => {
                let row = digits.parse().map_err(|_| bad("after @ stands the number of a row"))?;
                (rest, Some(row))
            }
        };
        if row == Some(0) {
            return Err(bad("rows are numbered from 1"));
        }
        let (story, claim) = match rest.split_once(':') {
            None => (None, rest),
            Some((story, claim)) => (Some(story), claim),
        };
        if claim.is_empty() {
            return Err(bad("it names no claim: geneva-ii/date, story:geneva-ii/date or geneva-ii/date@2"));
        }
        Ok(Self { typed, story, claim, row })
    }
}

/// A claim as it can be named.
#[derive(Debug, Clone)]
pub(crate) struct Nameable<'a> {
    /// Its story.
    story: &'a StoryName,
    /// Its id.
    id: &'a ClaimId,
    /// All its ids as text, its own first.
    names: Vec<String>,
}

impl<'a> Nameable<'a> {
    pub(crate) fn new(story: &'a StoryName, id: &'a ClaimId, aliases: &[ClaimId]) -> Self {
        Self { story, id, names: std::iter::once(id).chain(aliases).map(ToString::to_string).collect() }
    }
}

/// The one claim that `reference` names: by its id, else by another name, else by an unambiguous
/// beginning of either. `size` tells how many assertions a claim has; it is asked of few.
pub(crate) fn resolve_claim(
    reference: &ClaimReference<'_>,
    claims: &[Nameable<'_>],
    size: impl Fn(&StoryName, &ClaimId) -> Result<usize, Error>,
) -> Result<ClaimKey, Error> {
    let story =
        reference.story.map(|name| story_named(name, claims.iter().map(|claim| claim.story))).transpose()?;
    let wanted = normal(reference.claim);
    let here: Vec<&Nameable<'_>> =
        claims.iter().filter(|claim| story.as_ref().is_none_or(|story| claim.story == story)).collect();
    let by_id = |claim: &&Nameable<'_>| claim.names[0] == wanted;
    let by_alias = |claim: &&Nameable<'_>| claim.names[1..].contains(&wanted);
    let by_beginning = |claim: &&Nameable<'_>| claim.names.iter().any(|name| name.starts_with(&wanted));
    let ways: [&dyn Fn(&&Nameable<'_>) -> bool; 3] = [&by_id, &by_alias, &by_beginning];
    let candidate = |claim: &Nameable<'_>, with_story: bool, size: Option<usize>| {
        let id = if with_story { format!("{}:{}", claim.story, claim.id) } else { claim.id.to_string() };
        let plural = if size == Some(1) { "" } else { "s" };
        Candidate { id, about: size.map(|size| format!("{size} assertion{plural}")).unwrap_or_default() }
    };
    for way in ways {
        let found: Vec<&Nameable<'_>> = here.iter().copied().filter(|claim| way(claim)).collect();
        match found[..] {
            [] => {}
            [claim] => return Ok(ClaimKey { story: claim.story.clone(), id: claim.id.clone() }),
            _ => {
                let several_stories = found.iter().any(|claim| claim.story != found[0].story);
                let told = found.iter().enumerate().map(|(nth, claim)| {
                    let size = (nth < MOST_SIZES).then(|| size(claim.story, claim.id)).transpose()?;
                    Ok(candidate(claim, several_stories, size))
                });
                return Err(Error::Ambiguous {
                    what: Named::Claim,
                    reference: reference.typed.to_owned(),
                    matches: told.collect::<Result<_, Error>>()?,
                });
            }
        }
    }
    let stories = here.iter().any(|claim| claim.story != here[0].story);
    let alike = |claim: &Nameable<'_>| claim.names.iter().map(|name| likeness(&wanted, name)).max();
    let mut scored: Vec<(usize, &Nameable<'_>)> =
        here.par_iter().map(|claim| (alike(claim).unwrap_or(0), *claim)).collect();
    scored.retain(|(score, _)| *score >= 25);
    scored.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.id.cmp(other.id)));
    let best = scored.first().map_or(0, |(score, _)| *score);
    scored.retain(|(score, _)| score + 20 >= best);
    scored.truncate(MOST_SIZES);
    let sized = scored.into_iter().map(|(score, claim)| Ok((score, size(claim.story, claim.id)?, claim)));
    let mut sized = sized.collect::<Result<Vec<_>, Error>>()?;
    sized.sort_by_key(|(score, size, claim)| (std::cmp::Reverse((*score, *size)), claim.id));
    let closest = sized.into_iter().take(MOST_CANDIDATES);
    Err(Error::Unknown {
        what: Named::Claim,
        reference: reference.typed.to_owned(),
        closest: closest.map(|(_, size, claim)| candidate(claim, stories, Some(size))).collect(),
    })
}

/// The typed claim as ids are written: lower case, blanks and underscores as hyphens.
pub(crate) fn normal(typed: &str) -> String {
    typed.trim().to_lowercase().replace([' ', '_'], "-")
}

/// The story called `typed`, among those that exist.
pub(crate) fn story_named<'s>(
    typed: &str,
    stories: impl Iterator<Item = &'s StoryName> + Clone,
) -> Result<StoryName, Error> {
    let name = StoryName::from_text(typed).map_err(|InvalidId { why, .. }| Error::BadReference {
        reference: typed.to_owned(),
        why: why.to_owned(),
    })?;
    if stories.clone().any(|story| *story == name) {
        return Ok(name);
    }
    let closest = closest(name.as_str(), stories.map(StoryName::as_str));
    Err(Error::Unknown { what: Named::Story, reference: typed.to_owned(), closest })
}

/// The names most like `wanted`, best first; all of them where none is like it and they are few.
pub(crate) fn closest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Vec<Candidate> {
    let names: BTreeSet<&str> = names.collect();
    let few = names.len() <= MOST_CANDIDATES;
    let mut scored: Vec<(usize, &str)> =
        names.into_iter().map(|name| (likeness(wanted, name), name)).collect();
    scored.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.cmp(other)));
    scored
        .into_iter()
        .filter(|(score, _)| few || *score >= 25)
        .take(MOST_CANDIDATES)
        .map(|(_, name)| Candidate { id: name.to_owned(), about: String::new() })
        .collect()
}

/// The hexadecimal ids that share the longest beginning with `wanted`, a few of them; none where they share
/// less than two digits, as many do by chance. `with` gives those that start so.
pub(crate) fn closest_hex<E>(
    wanted: &str,
    mut with: impl FnMut(&str) -> Result<Vec<String>, E>,
) -> Result<Vec<Candidate>, E> {
    for digits in (2..wanted.len()).rev() {
        let mut found = with(&wanted[..digits])?;
        if !found.is_empty() {
            found.sort();
            found.truncate(MOST_CANDIDATES);
            let short = |id: String| id.chars().take(SHORT_DIGITS).collect();
            return Ok(found
                .into_iter()
                .map(|id| Candidate { id: short(id), about: String::new() })
                .collect());
        }
    }
    Ok(Vec::new())
}

/// The one article whose id begins with `typed`.
pub(crate) fn resolve_article(
    typed: &str,
    matches: &[ArticleId],
    closest: Vec<Candidate>,
) -> Result<ArticleId, Error> {
    match matches {
        [article] => Ok(article.clone()),
        [] => Err(Error::Unknown { what: Named::Article, reference: typed.to_owned(), closest }),
        several => Err(Error::Ambiguous {
            what: Named::Article,
            reference: typed.to_owned(),
            matches: several
                .iter()
                .take(MOST_CANDIDATES)
                .map(|id| Candidate { id: id.as_str()[..SHORT_DIGITS].to_owned(), about: String::new() })
                .collect(),
        }),
    }
}

/// Checks that `typed` can be the beginning of a hexadecimal id.
pub(crate) fn hex_beginning(typed: &str, longest: usize) -> Result<String, Error> {
    digits::beginning(typed, longest).map_err(|why| Error::BadReference { reference: typed.to_owned(), why })
}

/// How alike two names are, 0 to 100: the share of pairs of neighbouring letters that both have (Dice's
/// coefficient).
fn likeness(one: &str, other: &str) -> usize {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let mut shared = 0_usize;
    for pair in one {
        if let Ok(at) = other.binary_search(&pair) {
            other.remove(at);
            shared += 1;
        }
    }
    (200 * shared).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ClaimId {
        ClaimId::try_from(text.to_owned()).unwrap()
    }

    struct Known(Vec<(StoryName, ClaimId, Vec<ClaimId>)>);

    impl Known {
        fn resolve(&self, typed: &str) -> Result<String, Error> {
            let claims: Vec<Nameable<'_>> =
                self.0.iter().map(|(story, id, aliases)| Nameable::new(story, id, aliases)).collect();
            let key = resolve_claim(&ClaimReference::parse(typed)?, &claims, |_, _| Ok(4))?;
            Ok(format!("{}:{}", key.story, key.id))
        }
    }

    fn known() -> Known {
        let story = |name: &str| StoryName::from_text(name).unwrap();
        Known(vec![
            (story("syria"), id("geneva-ii/date"), vec![id("geneva-2/date")]),
            (story("syria"), id("geneva-ii/place"), vec![id("geneva-2/place")]),
            (story("syria"), id("geneva/date"), vec![]),
            (story("iran"), id("talks/date"), vec![]),
            (story("syria"), id("talks/date"), vec![]),
        ])
    }

    #[test]
    fn by_id_by_alias_and_by_beginning() {
        for typed in ["geneva-ii/date", "geneva-2/date", "geneva-ii/d", "GENEVA-II/date", "geneva ii/date"] {
            assert_eq!(known().resolve(typed).unwrap(), "syria:geneva-ii/date", "{typed}");
        }
        assert_eq!(known().resolve("geneva/date").unwrap(), "syria:geneva/date", "an id before a beginning");
        assert_eq!(known().resolve("iran:talks/date").unwrap(), "iran:talks/date");
    }

    #[test]
    fn several_are_told_apart() {
        let error = known().resolve("talks/date").unwrap_err();
        let Error::Ambiguous { matches, .. } = error else { panic!("{error}") };
        assert_eq!(matches[0].id, "iran:talks/date");
        assert_eq!(matches[1].id, "syria:talks/date");
        assert!(matches!(known().resolve("geneva"), Err(Error::Ambiguous { .. })));
    }

    #[test]
    fn unknown_ones_name_the_closest() {
        let Err(Error::Unknown { closest, .. }) = known().resolve("geneva-iii/date") else { panic!() };
        assert_eq!(closest[0].id, "syria:geneva-ii/date");
        assert_eq!(closest[0].about, "4 assertions");
        let Err(Error::Unknown { what: Named::Story, closest, .. }) = known().resolve("siria:talks/date")
        else {
            panic!()
        };
        assert_eq!(closest[0].id, "syria");
    }

    #[test]
    fn references_are_read() {
        let whole = ClaimReference::parse("syria:geneva-ii/date@4").unwrap();
        assert_eq!((whole.story, whole.claim, whole.row), (Some("syria"), "geneva-ii/date", Some(4)));
        for bad in ["", "a/b@", "a/b@x", "a/b@0", "syria:"] {
            assert!(matches!(ClaimReference::parse(bad), Err(Error::BadReference { .. })), "{bad}");
        }
    }

    #[test]
    fn ids_that_share_most_of_their_beginning_are_closest() {
        let known = ["ea35fd0011223344aa", "ea3f000000000000bb", "bb1d48e900000000cc"];
        let with = |start: &str| {
            let found = known.iter().filter(|id| id.starts_with(start));
            Ok::<_, Error>(found.map(|id| (*id).to_owned()).collect())
        };
        let closest = |typed: &str| -> Vec<String> {
            closest_hex(typed, with).unwrap().into_iter().map(|it| it.id).collect()
        };
        assert_eq!(closest("ea35ff"), ["ea35fd0011223344"]);
        assert_eq!(closest("ea39"), ["ea35fd0011223344", "ea3f000000000000"]);
        assert_eq!(closest("b000"), [] as [&str; 0], "one digit in common is chance");
    }
}
