//! Deriving claims: what changes in a story when some of its articles do.
//!
//! Linking is a pure function of outlines, and those before the change are in the view. So the claims before
//! are linked once more, the claims after beside them, and only what differs is written.

use crate::fold::{Contents, State};
use crate::ledger::{Ledger, LedgerError, PayloadPlace};
use crate::parallel::in_parallel;
use crate::views::claims::{self, Reading};
use crate::views::{Changes, Entries, View, ViewError};
use dateline_core::claim::ClaimId;
use dateline_core::edtf::Edtf;
use dateline_core::id::{ArticleId, Position, StoryName};
use dateline_core::judgement::Links;
use dateline_core::link::{Linked, LinkedMember, Outlined, link_outlines};
use std::collections::{BTreeMap, BTreeSet};

/// What became of an article that a story had or has.
#[derive(Debug)]
pub(super) enum Now {
    /// It belongs to another story.
    Elsewhere,
    /// It belongs to the story, and nobody has read it.
    Unread,
    /// It belongs to the story and says this.
    Read(Fresh),
}

/// A reading that was taken from the ledger.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) reading: Reading,
    /// The assertions as JSON; each is taken when it is written.
    assertions: Vec<Box<str>>,
}

/// A reading to be taken from the ledger.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) article: ArticleId,
    pub(super) published: Option<Edtf>,
    pub(super) position: Position,
    pub(super) payload: PayloadPlace,
}

/// Takes readings from the ledger, on as many threads as there are processors. `None` stands for one that is
/// not where it should be.
pub(super) fn take(
    ledger: &Ledger,
    wanted: Vec<Wanted>,
) -> Result<Vec<(ArticleId, Option<Fresh>)>, LedgerError> {
    let take = |wanted: &mut dyn Iterator<Item = Wanted>| {
        let mut payloads = ledger.payloads();
        let read = |it: Wanted| {
            let contents = Contents::read(ledger, &mut payloads, &it.article, it.position, &it.payload)?;
            let fresh = contents.map(|Contents { outline, assertions }| Fresh {
                reading: Reading { published: it.published, outline },
                assertions,
            });
            Ok((it.article, fresh))
        };
        wanted.map(read).collect::<Result<Vec<_>, LedgerError>>()
    };
    in_parallel(wanted, 64, take)
}

/// What changes in a story. `before` are the readings as the view has them, `now` what became of the
/// articles that were touched. Links are those that the view was linked with, and those in force. `came` is told
/// of each member's entry how many bytes it has, and may write some of the changes away.
pub(super) fn story_changes(
    view: &View,
    (story, old_links, new_links): (&StoryName, &Links, &Links),
    before: &[(ArticleId, Reading)],
    now: &mut BTreeMap<ArticleId, Now>,
    changes: &mut Changes,
    mut came: impl FnMut(usize, &mut Changes) -> Result<(), ViewError>,
) -> Result<(), ViewError> {
    let old_readings: Vec<Outlined<'_>> =
        before.iter().map(|(article, reading)| outlined(article, reading)).collect();
    let old = link_outlines(story, &old_readings, old_links);
    // The assertions are taken out as they are written; the outlines stay where they are.
    let mut contents: BTreeMap<ArticleId, Vec<Box<str>>> = BTreeMap::new();
    for (article, became) in &mut *now {
        if let Now::Read(fresh) = became {
            contents.insert(article.clone(), std::mem::take(&mut fresh.assertions));
        }
    }
    let mut new_readings: Vec<Outlined<'_>> =
        old_readings.iter().filter(|reading| !now.contains_key(reading.article)).copied().collect();
    for (article, became) in &*now {
        if let Now::Read(fresh) = became {
            new_readings.push(outlined(article, &fresh.reading));
        }
    }
    let new = link_outlines(story, &new_readings, new_links);
    if old_links != new_links {
        let links = if new_links.is_empty() { None } else { Some(view.encode(new_links)?) };
        changes.insert(claims::links_key(story), links);
    }
    let mut moves = Moves { touched: now, gone: BTreeMap::new(), come: Vec::new() };
    let mut affected: BTreeSet<&ArticleId> = now.keys().collect();
    for (old, new) in paired(&old, &new) {
        let (was, is) = (old.map(|linked| &linked.claim), new.map(|linked| &linked.claim));
        if was != is {
            let (key, value) = match (was, is) {
                (_, Some(claim)) => (claims::claim_key(story, &claim.id), Some(view.encode(claim)?)),
                (Some(claim), None) => (claims::claim_key(story, &claim.id), None),
                (None, None) => continue,
            };
            changes.insert(key, value);
        }
        moves.of_claim(old.map(|it| (it, &old_readings[..])), new.map(|it| (it, &new_readings[..])));
    }
    let Moves { gone, come, .. } = moves;
    affected.extend(gone.keys().map(|(article, _)| *article));
    affected.extend(come.iter().map(|it| it.article));
    for ((article, number), claim) in &gone {
        changes.insert(claims::member_key(story, claim, article, *number), None);
    }
    for Come { article, number, claim, reason } in &come {
        let taken = contents.get_mut(*article).and_then(|all| all.get_mut(*number));
        let json = if let Some(json) = taken {
            std::mem::take(json)
        } else {
            let formerly = gone.get(&(*article, *number)).copied().unwrap_or(*claim);
            let value = view.get(&claims::member_key(story, formerly, article, *number))?;
            let missing = || view.damaged(format!("an assertion of {article} is missing"));
            claims::member_json(view, &value.ok_or_else(missing)?)?
        };
        let key = claims::member_key(story, claim, article, *number);
        let value = claims::member_value(reason, &json);
        let bytes = key.len() + value.len();
        changes.insert(key, Some(value));
        came(bytes, changes)?;
    }
    changes.extend(name_changes(story, &old, &new));
    let places = places(&new, &new_readings, &affected);
    for article in affected {
        let is_here = !matches!(now.get(article), Some(Now::Elsewhere));
        if is_here {
            let claims = places.get(article).map(Vec::as_slice).unwrap_or_default();
            changes.insert(claims::place_key(article), Some(claims::place_value(story, claims)));
        }
    }
    for (article, became) in &*now {
        let value = match became {
            Now::Read(fresh) => Some(claims::reading_value(view, &fresh.reading)?),
            Now::Elsewhere | Now::Unread => None,
        };
        changes.insert(claims::reading_key(story, article), value);
    }
    Ok(())
}

/// All entries that a fold from zero gives.
pub(super) fn full_entries(view: &View, state: &State) -> Result<Entries, ViewError> {
    let mut stories: BTreeMap<&StoryName, BTreeMap<ArticleId, Now>> = BTreeMap::new();
    for record in state.articles() {
        let now = record.extraction.as_ref().map_or(Now::Unread, |extraction| {
            let Contents { outline, assertions } = Contents::from(extraction);
            Now::Read(Fresh {
                reading: Reading { published: record.metadata.published.clone(), outline },
                assertions,
            })
        });
        stories.entry(&record.story).or_default().insert(record.article.clone(), now);
    }
    let mut changes = Changes::new();
    let (links, none) = (state.links(), Links::default());
    for (story, mut now) in stories {
        let judged = (story, &none, links.get(story).unwrap_or(&none));
        story_changes(view, judged, &[], &mut now, &mut changes, |_, _| Ok(()))?;
    }
    Ok(changes.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
}

fn outlined<'r>(article: &'r ArticleId, reading: &'r Reading) -> Outlined<'r> {
    Outlined { article, published: reading.published.as_ref(), outline: &reading.outline }
}

/// Claims with equal ids side by side. Both are in order of their ids.
fn paired<'l>(old: &'l [Linked], new: &'l [Linked]) -> Vec<(Option<&'l Linked>, Option<&'l Linked>)> {
    let mut pairs: BTreeMap<&ClaimId, (Option<&Linked>, Option<&Linked>)> = BTreeMap::new();
    for linked in old {
        pairs.entry(&linked.claim.id).or_default().0 = Some(linked);
    }
    for linked in new {
        pairs.entry(&linked.claim.id).or_default().1 = Some(linked);
    }
    pairs.into_values().collect()
}

/// A member that a claim gains, or that belongs to it for another reason.
struct Come<'l> {
    article: &'l ArticleId,
    number: usize,
    claim: &'l ClaimId,
    reason: &'l str,
}

/// Members that leave claims and members that come to them.
struct Moves<'l> {
    touched: &'l BTreeMap<ArticleId, Now>,
    /// Where each stood: article and number of the assertion, and the claim.
    gone: BTreeMap<(&'l ArticleId, usize), &'l ClaimId>,
    come: Vec<Come<'l>>,
}

type Side<'l> = Option<(&'l Linked, &'l [Outlined<'l>])>;

impl<'l> Moves<'l> {
    /// Compares the members of a claim before and after. Both are by article, then by number.
    fn of_claim(&mut self, old: Side<'l>, new: Side<'l>) {
        let members = |side: Side<'l>| side.map_or(&[][..], |(linked, _)| &linked.members);
        let place = |side: Side<'l>, member: &LinkedMember| {
            side.map(|(_, readings)| (readings[member.reading].article, member.assertion))
        };
        let (mut before, mut after) = (members(old).iter().peekable(), members(new).iter().peekable());
        loop {
            let (was, is) = (before.peek().copied(), after.peek().copied());
            let (left, right) = (was.and_then(|it| place(old, it)), is.and_then(|it| place(new, it)));
            let order = match (left, right) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(left), Some(right)) => left.cmp(&right),
            };
            let same = order.is_eq()
                && was.map(|it| &it.reason) == is.map(|it| &it.reason)
                && left.is_some_and(|(article, _)| !self.touched.contains_key(article));
            if order.is_le() {
                before.next();
                if let (false, Some(place), Some((linked, _))) = (same, left, old) {
                    self.gone.insert(place, &linked.claim.id);
                }
            }
            if order.is_ge() {
                after.next();
                if let (false, Some((article, number)), Some((linked, _)), Some(it)) = (same, right, new, is)
                {
                    self.come.push(Come { article, number, claim: &linked.claim.id, reason: &it.reason });
                }
            }
        }
    }
}

/// Names that subjects of the story lose and gain.
fn name_changes(story: &StoryName, old: &[Linked], new: &[Linked]) -> Changes {
    let old = claims::names(old.iter().map(|it| &it.claim));
    let new = claims::names(new.iter().map(|it| &it.claim));
    let lost = old.difference(&new).map(|name| (claims::name_key(story, *name), None));
    let gained = new.difference(&old).map(|name| (claims::name_key(story, *name), Some(Vec::new())));
    lost.chain(gained).collect()
}

/// The claims of some articles' assertions, in the order of these.
fn places<'l>(
    linked: &'l [Linked],
    readings: &[Outlined<'l>],
    wanted: &BTreeSet<&ArticleId>,
) -> BTreeMap<&'l ArticleId, Vec<Option<&'l ClaimId>>> {
    let mut slots: Vec<Option<Vec<Option<&ClaimId>>>> = readings
        .iter()
        .map(|reading| wanted.contains(reading.article).then(|| vec![None; reading.outline.assertions.len()]))
        .collect();
    for it in linked {
        for member in &it.members {
            if let Some(slots) = &mut slots[member.reading] {
                slots[member.assertion] = Some(&it.claim.id);
            }
        }
    }
    let places = readings.iter().zip(slots);
    places.filter_map(|(reading, slots)| Some((reading.article, slots?))).collect()
}
