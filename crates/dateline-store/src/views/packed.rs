//! Entries packed into blocks: what sled keeps is a few large values, each of many of our entries.
//!
//! sled takes tens of microseconds for every key it writes, however small, so a key of its own for each
//! entry would make a view ten times slower than the ledger. A block holds the entries from its first key up
//! to the next block's, in order. Which keys begin a block follows from the keys alone (a hash of each), so
//! the same entries make the same blocks whatever the order in which they came, and an entry that is added
//! touches one block. (Content-defined chunking: Muthitacharoen and others 2001, "A low-bandwidth network
//! file system".)
//!
//! | bytes | content of a block |
//! |---|---|
//! | 1 | codec: 0 as it is, 1 zstd |
//! | rest | for each entry: length of its key, key, length of its value, value; lengths as LEB128 |

use super::{Entries, ViewError, ViewName};
use std::collections::BTreeMap;
use zstd::bulk::{Compressor, Decompressor};

const RAW: u8 = 0;
const ZSTD: u8 = 1;
/// Fast: a block is written each time one of its entries changes.
const ZSTD_LEVEL: i32 = 1;
/// Most bytes that a block may unpack to.
const MAX_UNPACKED_BYTES: usize = 1 << 30;

/// Whether a key begins a block.
pub(super) fn begins_block(view: ViewName, key: &[u8]) -> bool {
    // FNV-1a (Fowler, Noll, Vo), its upper half mixed in: the lower bits alone see little of the last bytes.
    let hash = key.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash ^ (hash >> 32)).is_multiple_of(entries_of_a_block(view, key))
}

/// How many entries a block has, on average: 8 to 32 KiB before they are packed.
fn entries_of_a_block(view: ViewName, key: &[u8]) -> u64 {
    match (view, key.first()) {
        (ViewName::Articles, Some(b'a'))
        | (ViewName::Operations, Some(b'o'))
        | (ViewName::Judgements, _)
        | (ViewName::Copies, Some(b'r')) => 8,
        (ViewName::Claims, Some(b'k')) => 16,
        (ViewName::Claims, Some(b'm' | b'p')) => 32,
        (ViewName::Claims, Some(b'l')) => 64,
        (_, _) => 128,
    }
}

/// Compresses and unpacks blocks, with one setup for all of them.
pub(super) struct Packer {
    compressor: Compressor<'static>,
    decompressor: Decompressor<'static>,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Packer")
    }
}

impl Packer {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self { compressor: Compressor::new(ZSTD_LEVEL)?, decompressor: Decompressor::new()? })
    }

    /// Packs entries into a block.
    pub(super) fn pack(&mut self, entries: &Entries) -> std::io::Result<Vec<u8>> {
        let size: usize = entries.iter().map(|(key, value)| key.len() + value.len() + 6).sum();
        let mut plain = Vec::with_capacity(size + 1);
        plain.push(RAW);
        for (key, value) in entries {
            for part in [key, value] {
                put_length(&mut plain, part.len());
                plain.extend_from_slice(part);
            }
        }
        let mut packed = self.compressor.compress(&plain[1..])?;
        if packed.len() + 1 >= plain.len() {
            return Ok(plain);
        }
        packed.insert(0, ZSTD);
        Ok(packed)
    }

    /// Unpacks a block.
    ///
    /// # Errors
    /// In words, if it is no block.
    pub(super) fn unpack(&mut self, block: &[u8]) -> Result<Block, String> {
        let Some((codec, stored)) = block.split_first() else { return Err("a block is empty".into()) };
        let plain = match *codec {
            RAW => stored.to_vec(),
            ZSTD => {
                let size = Decompressor::upper_bound(stored).filter(|size| *size <= MAX_UNPACKED_BYTES);
                let size = size.ok_or("a block does not say how large it is")?;
                self.decompressor.decompress(stored, size).map_err(|e| format!("a block: {e}"))?
            }
            other => return Err(format!("a block names codec {other}, which does not exist")),
        };
        // Blocks without entries are removed, and whoever goes from block to block goes by their entries.
        if plain.is_empty() {
            return Err("a block holds no entry".into());
        }
        Ok(Block(plain))
    }
}

/// A block, unpacked.
pub(super) struct Block(Vec<u8>);

impl Block {
    /// Its entries, in order; `None` stands for something that is no entry, and ends it.
    pub(super) fn entries(&self) -> impl Iterator<Item = Option<(&[u8], &[u8])>> {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let entry = take_part(&mut rest).and_then(|key| Some((key, take_part(&mut rest)?)));
            if entry.is_none() {
                rest = &[];
            }
            Some(entry)
        })
    }
}

pub(super) fn put_length(out: &mut Vec<u8>, mut length: usize) {
    loop {
        let [low, ..] = length.to_le_bytes();
        length >>= 7;
        if length == 0 {
            return out.push(low & 0x7f);
        }
        out.push(low | 0x80);
    }
}

pub(super) fn take_length(rest: &mut &[u8]) -> Option<usize> {
    let (mut length, mut shift) = (0_usize, 0);
    loop {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        if shift > 56 {
            return None;
        }
        length |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return Some(length);
        }
    }
}

fn take_part<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = take_length(rest)?;
    let (part, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(part)
}

/// The blocks that a change touches, and how they will be. Blocks are named by the key they begin at; the
/// first begins at the empty key.
pub(super) struct Touched<'s, S: Blocks> {
    stored: &'s S,
    view: ViewName,
    /// Grown or shrunk, and not yet divided.
    blocks: BTreeMap<Vec<u8>, Entries>,
}

/// A block: the key it begins at, and its entries.
pub(super) type Named = (Vec<u8>, Entries);

/// Where blocks are kept.
pub(super) trait Blocks {
    /// The block that holds `key` if any does.
    fn around(&self, key: &[u8]) -> Result<Option<Named>, ViewError>;
    /// Where the first block behind `key` begins.
    fn next_start(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError>;
    /// The last block that begins before `key`.
    fn before(&self, key: &[u8]) -> Result<Option<Named>, ViewError>;
}

impl<'s, S: Blocks> Touched<'s, S> {
    pub(super) fn new(stored: &'s S, view: ViewName) -> Self {
        Self { stored, view, blocks: BTreeMap::new() }
    }

    /// Puts values under keys, or removes keys; gives the blocks to be written or removed.
    pub(super) fn apply(
        mut self,
        changes: impl IntoIterator<Item = (Vec<u8>, Option<Vec<u8>>)>,
    ) -> Result<BTreeMap<Vec<u8>, Option<Entries>>, ViewError> {
        // Changes come in order, so most fall into the block of the one before.
        let mut current: Option<(Vec<u8>, Option<Vec<u8>>)> = None;
        for (key, value) in changes {
            let within = current
                .as_ref()
                .is_some_and(|(start, end)| *start <= key && end.as_ref().is_none_or(|end| key < *end));
            if !within {
                let end = self.stored.next_start(&key)?;
                let (start, entries) = self.stored.around(&key)?.unwrap_or_default();
                self.blocks.entry(start.clone()).or_insert(entries);
                current = Some((start, end));
            }
            let block = current.as_ref().and_then(|(start, _)| self.blocks.get_mut(start));
            if let Some(block) = block {
                match value {
                    Some(value) => drop(block.insert(key, value)),
                    None => drop(block.remove(&key)),
                }
            }
        }
        self.divide()
    }

    /// Divides the blocks anew. Entries whose block lost its first key go to the block before.
    fn divide(mut self) -> Result<BTreeMap<Vec<u8>, Option<Entries>>, ViewError> {
        let mut out: BTreeMap<Vec<u8>, Option<Entries>> = BTreeMap::new();
        for (start, entries) in std::mem::take(&mut self.blocks) {
            let mut at = start.clone();
            if !start.is_empty() && !entries.contains_key(&start) {
                out.insert(start.clone(), None);
                at = self.block_before(&start, &mut out)?;
            }
            out.entry(at.clone()).or_insert(None);
            for (key, value) in entries {
                if key != at && begins_block(self.view, &key) {
                    at.clone_from(&key);
                }
                let block = out.entry(at.clone()).or_insert(None);
                block.get_or_insert_default().insert(key, value);
            }
        }
        Ok(out)
    }

    /// The last block before `start` that stays, brought into `out`.
    fn block_before(
        &self,
        start: &[u8],
        out: &mut BTreeMap<Vec<u8>, Option<Entries>>,
    ) -> Result<Vec<u8>, ViewError> {
        let mut end = start.to_vec();
        loop {
            let divided = out.range(..end.clone()).rev().find(|(_, block)| block.is_some());
            let divided = divided.map(|(key, _)| key.clone());
            let stored = self.stored.before(&end)?;
            match stored {
                Some((key, entries)) if divided.as_ref().is_none_or(|other| *other < key) => {
                    // One that is to be removed, or was emptied, is passed over.
                    if out.contains_key(&key) {
                        end = key;
                        continue;
                    }
                    out.insert(key.clone(), Some(entries));
                    return Ok(key);
                }
                _ => return Ok(divided.unwrap_or_default()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::RefCell;

    const VIEW: ViewName = ViewName::Articles;

    #[derive(Default)]
    struct Memory(RefCell<BTreeMap<Vec<u8>, Entries>>);

    impl Blocks for Memory {
        fn around(&self, key: &[u8]) -> Result<Option<Named>, ViewError> {
            let blocks = self.0.borrow();
            let found = blocks.range(..=key.to_vec()).next_back();
            Ok(found.map(|(start, entries)| (start.clone(), entries.clone())))
        }

        fn next_start(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
            Ok(self.0.borrow().keys().find(|start| start.as_slice() > key).cloned())
        }

        fn before(&self, key: &[u8]) -> Result<Option<Named>, ViewError> {
            let blocks = self.0.borrow();
            let found = blocks.range(..key.to_vec()).next_back();
            Ok(found.map(|(start, entries)| (start.clone(), entries.clone())))
        }
    }

    impl Memory {
        fn change(&self, changes: BTreeMap<Vec<u8>, Option<Vec<u8>>>) {
            for (start, block) in Touched::new(self, VIEW).apply(changes).unwrap() {
                match block {
                    Some(entries) => drop(self.0.borrow_mut().insert(start, entries)),
                    None => drop(self.0.borrow_mut().remove(&start)),
                }
            }
        }
    }

    /// The blocks that some entries make, made at once.
    fn blocks_of(entries: &Entries) -> BTreeMap<Vec<u8>, Entries> {
        let mut blocks: BTreeMap<Vec<u8>, Entries> = BTreeMap::new();
        let mut at = Vec::new();
        for (key, value) in entries {
            if begins_block(VIEW, key) {
                at.clone_from(key);
            }
            blocks.entry(at.clone()).or_default().insert(key.clone(), value.clone());
        }
        blocks
    }

    fn batches() -> impl Strategy<Value = Vec<BTreeMap<Vec<u8>, Option<Vec<u8>>>>> {
        // Eight keys make a block, and there are a hundred: blocks come, go and fall empty.
        let key = (0..100_u8).prop_map(|n| format!("a/{n}").into_bytes());
        let value = proptest::option::of(prop::collection::vec(any::<u8>(), 0..3));
        prop::collection::vec(prop::collection::btree_map(key, value, 0..40), 1..12)
    }

    proptest! {
        #[test]
        fn blocks_follow_from_the_entries_alone(batches in batches()) {
            let (memory, mut model) = (Memory::default(), Entries::new());
            for changes in batches {
                for (key, value) in &changes {
                    match value {
                        Some(value) => drop(model.insert(key.clone(), value.clone())),
                        None => drop(model.remove(key)),
                    }
                }
                memory.change(changes);
                prop_assert_eq!(&*memory.0.borrow(), &blocks_of(&model));
            }
        }

        #[test]
        fn blocks_are_unpacked_as_they_were_packed(
            entries in prop::collection::btree_map(prop::collection::vec(any::<u8>(), 0..20), prop::collection::vec(0..4_u8, 0..400), 1..20),
        ) {
            let mut packer = Packer::new().unwrap();
            let packed = packer.pack(&entries).unwrap();
            let block = packer.unpack(&packed).unwrap();
            let read: Option<Vec<(Vec<u8>, Vec<u8>)>> =
                block.entries().map(|entry| entry.map(|(k, v)| (k.to_vec(), v.to_vec()))).collect();
            prop_assert_eq!(read, Some(entries.into_iter().collect()));
        }

        #[test]
        fn what_is_no_block_is_told_and_does_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(block) = Packer::new().unwrap().unpack(&bytes) {
                prop_assert!(block.entries().count() > 0);
            }
        }
    }

    #[test]
    fn some_keys_begin_blocks_and_most_do_not() {
        let begin = (0..8000).filter(|n| begins_block(VIEW, format!("a/{n}").as_bytes())).count();
        assert!((800..1200).contains(&begin), "{begin} of 8000, one in eight is due");
    }
}
