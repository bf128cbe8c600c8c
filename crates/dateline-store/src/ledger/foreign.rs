//! Reading another workspace's export, to take in what is not here yet.

use super::frame;
use super::import::{ImportError, Reader};
use super::{Ledger, LedgerError, NewCommit, NewEvent};
use dateline_core::event::{Event, Header};
use dateline_core::id::{ArticleId, CommitId, Position, Sha256Hex};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What an exported ledger holds, against this one.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// How many events the file holds.
    pub events: u64,
    /// SHA-256 of its last header line.
    pub head: Sha256Hex,
    /// Its commits that are not here, in its order, with its own numbers of operations and its own instants.
    pub new: Vec<NewCommit>,
    /// All its commits, in its order.
    pub order: Vec<CommitId>,
    /// All articles that its commits name.
    pub articles: BTreeSet<ArticleId>,
    /// Commits of this ledger that the file does not hold, each with the articles it names.
    pub own: BTreeMap<CommitId, BTreeSet<ArticleId>>,
    /// All articles that commits of this ledger name.
    pub here: BTreeSet<ArticleId>,
    /// Whether one of the two undid anything that the other has not.
    pub undoes: bool,
}

/// Where an event of a commit stands, and the commitment to its payload.
struct Place {
    position: Position,
    commitment: Sha256Hex,
}

impl Ledger {
    /// Reads an exported ledger, all of it checked as an import would, and compares it with this one commit by
    /// commit. Commits that only tell of an import concern one workspace, and are left out.
    ///
    /// Commits are known by their ids, and a commit that both hold must have the same events in both: ids can be
    /// made alike (one seed for two workspaces), and a file can be forged.
    pub fn read_foreign(&self, file: &Path) -> Result<Foreign, ImportError> {
        let mut own: BTreeMap<CommitId, BTreeSet<ArticleId>> = BTreeMap::new();
        let mut known: BTreeMap<CommitId, Vec<Place>> = BTreeMap::new();
        let mut local: BTreeSet<CommitId> = BTreeSet::new();
        let mut undoing: BTreeSet<CommitId> = BTreeSet::new();
        let mut here = BTreeSet::new();
        for recorded in self.read_from(Position(0)) {
            let recorded = recorded?;
            let header = &recorded.header;
            let place = Place { position: header.seq, commitment: header.payload_commit.clone() };
            known.entry(header.commit.clone()).or_default().push(place);
            let articles = own.entry(recorded.header.commit.clone()).or_default();
            articles.extend(recorded.event.article().cloned());
            here.extend(recorded.event.article().cloned());
            match recorded.event {
                Event::Imported(_) => drop(local.insert(recorded.header.commit)),
                Event::Undone(_) => drop(undoing.insert(recorded.header.commit)),
                _ => {}
            }
        }
        own.retain(|commit, _| !local.contains(commit));
        let mut reader = Reader::open(file, true)?;
        let mut articles = BTreeSet::new();
        let mut order: Vec<CommitId> = Vec::new();
        let mut new: Vec<NewCommit> = Vec::new();
        while let Some(checked) = reader.next()? {
            let header = checked.header;
            own.remove(&header.commit);
            if order.last() != Some(&header.commit) {
                order.push(header.commit.clone());
            }
            let frame = frame::decode_strictly(&checked.frame.bytes, &header.kind);
            let event = frame.map_err(|fault| reader.fault(&fault.to_string()))?;
            articles.extend(event.article().cloned());
            if let Some(places) = known.get(&header.commit) {
                if !self.holds(places, &header, &event)? {
                    return Err(ImportError::OtherCommit { file: file.to_owned(), commit: header.commit });
                }
                continue;
            }
            let event = NewEvent { id: header.id, salt: checked.salt, event };
            match new.last_mut().filter(|commit| commit.commit == header.commit) {
                Some(commit) => commit.events.push(event),
                None => new.push(NewCommit {
                    operation: header.op,
                    commit: header.commit,
                    recorded_at: header.recorded_at,
                    actor: header.actor,
                    events: vec![event],
                }),
            }
        }
        new.retain(|commit| !commit.events.iter().any(|it| matches!(it.event, Event::Imported(_))));
        let head = reader.head();
        let undone = |it: &NewEvent| matches!(it.event, Event::Undone(_));
        let undoes = own.keys().any(|commit| undoing.contains(commit))
            || new.iter().flat_map(|commit| &commit.events).any(undone);
        let (events, head) = (head.next.0, head.hash.clone());
        Ok(Foreign { events, head, new, order, articles, own, here, undoes })
    }

    /// Whether an event of a commit that stands at `places` is the one that `header` is of.
    fn holds(&self, places: &[Place], header: &Header, event: &Event) -> Result<bool, LedgerError> {
        let at = usize::try_from(header.index).unwrap_or(usize::MAX);
        let Some(place) = places.get(at).filter(|_| places.len() as u64 == u64::from(header.count)) else {
            return Ok(false);
        };
        // Other programs may have packed the same event otherwise, and then its commitment is another.
        Ok(place.commitment == header.payload_commit || self.read(place.position)?.event == *event)
    }
}
