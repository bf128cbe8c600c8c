//! Deriving the claims of all stories that events touch, from views of articles and judgements that are up to date.

use super::StoreError;
use super::catch_up::{Views, next_chunk};
use super::derive::{Now, Wanted, story_changes, take};
use crate::fold::{ArticleRecord, Digest, Told, links, undone};
use crate::ledger::{Events, Ledger, LedgerError};
use crate::views::{
    Changes, Checkpoint, View, ViewError, ViewName, articles, claims, judgements, operations,
};
use dateline_core::event::{Event, Recorded};
use dateline_core::id::{ArticleId, OperationNumber, Position, StoryName};
use dateline_core::judgement::{Current, Links};
use std::collections::{BTreeMap, BTreeSet};

/// When views are made anew, changes are written away when they have so many bytes.
const WRITE_BYTES: usize = 32 << 20;

/// What claims are derived from, besides the ledger: views that are up to date.
pub(super) struct Sources<'v> {
    pub(super) articles: &'v View,
    pub(super) judgements: &'v View,
    pub(super) operations: &'v View,
    /// Operations whose articles are left out.
    pub(super) undone: BTreeSet<OperationNumber>,
}

impl<'v> Sources<'v> {
    pub(super) fn of(views: &'v Views, undone: BTreeSet<OperationNumber>) -> Result<Self, ViewError> {
        Ok(Self {
            articles: views.get(ViewName::Articles)?,
            judgements: views.get(ViewName::Judgements)?,
            operations: views.get(ViewName::Operations)?,
            undone,
        })
    }

    /// What the judgements in force say of each story's links.
    fn links(&self, ledger: &Ledger) -> Result<BTreeMap<StoryName, Links>, StoreError> {
        let given = judgements::links(self.judgements)?;
        if given.is_empty() {
            return Ok(BTreeMap::new());
        }
        let undone = undone(&operations::undoings(self.operations)?);
        let mut events = ledger.read_from(Position(0));
        links(&given, &undone, |article, targets| {
            let Some(mut record) = articles::get(self.articles, article)? else { return Ok(None) };
            complete(&mut events, &mut record)?;
            let reading = record.extraction.as_ref();
            let current = reading.map(|reading| Current::of(targets.iter().copied(), reading));
            Ok(Some((record.story, current.unwrap_or_default())))
        })
    }
}

/// Derives the claims of every story that events from `from` on touch, from a view of articles that is up
/// to date.
pub(super) fn derive(
    ledger: &Ledger,
    sources: &Sources<'_>,
    view: &View,
    from: Position,
) -> Result<(), StoreError> {
    if from == Position(0) {
        derive_all(ledger, sources, view)
    } else {
        derive_from(ledger, sources, view, from)
    }
}

fn derive_from(
    ledger: &Ledger,
    sources: &Sources<'_>,
    view: &View,
    from: Position,
) -> Result<(), StoreError> {
    let mut stories: BTreeMap<StoryName, BTreeMap<ArticleId, Now>> = BTreeMap::new();
    let mut wanted = Vec::new();
    let mut homes: BTreeMap<ArticleId, StoryName> = BTreeMap::new();
    let Touched { articles, links } = Touched::by(ledger, from)?;
    if articles.is_empty() && !links {
        return Ok(view.write(Changes::new(), Some(&Checkpoint::of(ledger.head())))?);
    }
    for id in articles {
        let Some(record) = articles::get(sources.articles, &id)? else { continue };
        if let Some(former) = claims::place(view, &id)?.filter(|former| *former != record.story) {
            stories.entry(former).or_default().insert(id.clone(), Now::Elsewhere);
        }
        stories.entry(record.story.clone()).or_default().insert(id.clone(), Now::Unread);
        homes.insert(id, record.story.clone());
        wanted.extend(wanted_of(record));
    }
    for (article, fresh) in take(ledger, wanted)? {
        let fresh = fresh.ok_or_else(|| misplaced(&article))?;
        let story = homes.get(&article).and_then(|story| stories.get_mut(story));
        if let Some(now) = story {
            now.insert(article, Now::Read(fresh));
        }
    }
    let (old_links, new_links, none) = (claims::links(view)?, sources.links(ledger)?, Links::default());
    for story in old_links.keys().chain(new_links.keys()) {
        if old_links.get(story) != new_links.get(story) {
            stories.entry(story.clone()).or_default();
        }
    }
    let mut changes = Changes::new();
    for (story, mut now) in stories {
        let before = claims::readings(view, &story)?;
        let links = |all: &BTreeMap<StoryName, Links>| all.get(&story).unwrap_or(&none).clone();
        let (old, new) = (links(&old_links), links(&new_links));
        story_changes(view, (&story, &old, &new), &before, &mut now, &mut changes, |_, _| Ok(()))?;
    }
    Ok(view.write(changes, Some(&Checkpoint::of(ledger.head())))?)
}

/// Derives all claims, into a view that is empty: a story at a time.
fn derive_all(ledger: &Ledger, sources: &Sources<'_>, view: &View) -> Result<(), StoreError> {
    let mut stories: BTreeMap<StoryName, (Vec<Wanted>, Vec<ArticleId>)> = BTreeMap::new();
    articles::each(sources.articles, |record| {
        let (wanted, unread) = stories.entry(record.story.clone()).or_default();
        let id = record.article.clone();
        match wanted_of(record) {
            Some(it) => wanted.push(it),
            None => unread.push(id),
        }
        Ok(())
    })?;
    // Names and places of all stories lie side by side: they are written once, at the end.
    let told = articles::undone_entries(&sources.undone).into_iter();
    let mut last: Changes = told.map(|(key, value)| (key, Some(value))).collect();
    let (links, none) = (sources.links(ledger)?, Links::default());
    while let Some((story, (wanted, unread))) = stories.pop_first() {
        let mut now: BTreeMap<ArticleId, Now> = unread.into_iter().map(|id| (id, Now::Unread)).collect();
        for (article, fresh) in take(ledger, wanted)? {
            let fresh = fresh.ok_or_else(|| misplaced(&article))?;
            now.insert(article, Now::Read(fresh));
        }
        let (mut changes, mut bytes) = (Changes::new(), 0);
        let judged = (&story, &none, links.get(&story).unwrap_or(&none));
        story_changes(view, judged, &[], &mut now, &mut changes, |entry_bytes, changes| {
            bytes += entry_bytes;
            if bytes > WRITE_BYTES {
                bytes = 0;
                view.write(std::mem::take(changes), None)?;
            }
            Ok(())
        })?;
        last.append(&mut changes.split_off(&b"n/"[..]));
        view.write(changes, None)?;
    }
    Ok(view.write(last, Some(&Checkpoint::of(ledger.head())))?)
}

fn wanted_of(record: ArticleRecord) -> Option<Wanted> {
    let reading = record.reading?;
    Some(Wanted {
        article: record.article,
        published: record.metadata.published,
        position: reading.position,
        payload: reading.payload,
    })
}

/// What events change for those who link claims or look for copies.
pub(super) struct Touched {
    /// The articles that they name.
    pub(super) articles: BTreeSet<ArticleId>,
    /// Whether they change what reviewers judged of links.
    links: bool,
}

impl Touched {
    /// By the events from `from` on.
    pub(super) fn by(ledger: &Ledger, from: Position) -> Result<Self, LedgerError> {
        let mut events = ledger.read_from(from);
        let mut touched = Self { articles: BTreeSet::new(), links: false };
        loop {
            let chunk = next_chunk(ledger, &mut events)?;
            if chunk.is_empty() {
                return Ok(touched);
            }
            touched.articles.extend(chunk.iter().filter_map(Digest::article).cloned());
            touched.links |= chunk.iter().any(|digest| match &digest.told {
                Told::Judged(judgement) => judgement.decision.links(),
                Told::Undone(_) => true,
                _ => false,
            });
        }
    }
}

fn misplaced(article: &ArticleId) -> ViewError {
    ViewError::Damaged {
        view: ViewName::Articles,
        what: format!("the reading of {article} is not where the view says"),
    }
}

/// Reads an article's current reading from the ledger into its record.
pub(super) fn complete(events: &mut Events<'_>, record: &mut ArticleRecord) -> Result<(), StoreError> {
    let Some(reading) = &record.reading else { return Ok(()) };
    events.jump(reading.position)?;
    match events.next().transpose()? {
        Some(Recorded { event: Event::Extracted(extraction), .. })
            if extraction.article == record.article =>
        {
            record.extraction = Some(extraction);
            Ok(())
        }
        _ => Err(misplaced(&record.article).into()),
    }
}
