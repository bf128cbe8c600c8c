//! Reading a view's entries by their keys, block by block.

use super::packed::{Block, Blocks, Named};
use super::{BLOCK_PREFIX, Entries, View, ViewError, block_key};
use std::collections::BTreeSet;

impl View {
    /// The value of a key.
    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        let Some((_, block)) = self.stored_block(..=block_key(key))? else { return Ok(None) };
        for entry in self.unpack(&block)?.entries() {
            let (found, value) = entry.ok_or_else(|| self.no_entry())?;
            if found >= key {
                return Ok((found == key).then(|| value.to_vec()));
            }
        }
        Ok(None)
    }

    /// Shows the values of those of some keys that exist, in order. Keys of one block are looked up together.
    pub(crate) fn each_of(
        &self,
        keys: &BTreeSet<Vec<u8>>,
        mut show: impl FnMut(&[u8]) -> Result<(), ViewError>,
    ) -> Result<(), ViewError> {
        let mut wanted = keys.iter().peekable();
        while let Some(first) = wanted.peek() {
            let Some((_, block)) = self.stored_block(..=block_key(first))? else {
                wanted.next();
                continue;
            };
            let block = self.unpack(&block)?;
            let mut last = None;
            for entry in block.entries() {
                let (key, value) = entry.ok_or_else(|| self.no_entry())?;
                while wanted.next_if(|wanted| wanted.as_slice() < key).is_some() {}
                if wanted.next_if(|wanted| wanted.as_slice() == key).is_some() {
                    show(value)?;
                }
                last = Some(key);
            }
            // What lies between the block's last key and the next block does not exist.
            if wanted.peek().is_some_and(|next| last.is_some_and(|last| next.as_slice() > last)) {
                let end = self.stored_block_after(&block_key(last.unwrap_or_default()))?;
                let end = end.map(|(start, _)| start[BLOCK_PREFIX.len()..].to_vec());
                while wanted.next_if(|wanted| end.as_ref().is_none_or(|end| *wanted < end)).is_some() {}
            }
        }
        Ok(())
    }

    /// All entries whose keys start with `prefix`.
    pub(crate) fn scan(&self, prefix: &[u8]) -> Result<Entries, ViewError> {
        let mut entries = Entries::new();
        self.each(prefix, |key, value| {
            entries.insert(key.to_vec(), value.to_vec());
            Ok(())
        })?;
        Ok(entries)
    }

    /// Shows all entries whose keys start with `prefix`, in order, block by block.
    pub(crate) fn each(
        &self,
        prefix: &[u8],
        mut show: impl FnMut(&[u8], &[u8]) -> Result<(), ViewError>,
    ) -> Result<(), ViewError> {
        let mut next = match self.stored_block(..=block_key(prefix))? {
            Some(block) => Some(block),
            None => self.stored_block_after(&block_key(prefix))?,
        };
        while let Some((start, block)) = next {
            for entry in self.unpack(&block)?.entries() {
                let (key, value) = entry.ok_or_else(|| self.no_entry())?;
                if key.starts_with(prefix) {
                    show(key, value)?;
                } else if key > prefix {
                    return Ok(());
                }
            }
            next = self.stored_block_after(&start)?;
        }
        Ok(())
    }

    /// The last block in a range of keys.
    pub(super) fn stored_block(
        &self,
        range: impl std::ops::RangeBounds<Vec<u8>>,
    ) -> Result<Option<(sled::IVec, sled::IVec)>, ViewError> {
        let found = self.sled(|db| db.range(range).next_back().transpose())?;
        Ok(found.filter(|(key, _)| key.starts_with(BLOCK_PREFIX)))
    }

    fn stored_block_after(&self, key: &[u8]) -> Result<Option<(sled::IVec, sled::IVec)>, ViewError> {
        let after = (std::ops::Bound::Excluded(key), std::ops::Bound::Unbounded);
        self.sled(|db| db.range::<&[u8], _>(after).next().transpose())
    }

    fn unpack(&self, block: &[u8]) -> Result<Block, ViewError> {
        match self.packers.borrow_mut().first_mut() {
            Some(packer) => packer.unpack(block).map_err(|what| self.damaged(what)),
            None => Err(self.damaged("there is nothing to unpack it with".into())),
        }
    }

    fn unpacked(&self, (key, block): &(sled::IVec, sled::IVec)) -> Result<Named, ViewError> {
        let block = self.unpack(block)?;
        let entries = block.entries().map(|entry| entry.map(|(key, value)| (key.to_vec(), value.to_vec())));
        let entries: Option<Entries> = entries.collect();
        Ok((key[BLOCK_PREFIX.len()..].to_vec(), entries.ok_or_else(|| self.no_entry())?))
    }

    fn no_entry(&self) -> ViewError {
        self.damaged("a block holds something that is no entry".into())
    }
}

impl Blocks for View {
    fn around(&self, key: &[u8]) -> Result<Option<Named>, ViewError> {
        self.stored_block(..=block_key(key))?.map(|block| self.unpacked(&block)).transpose()
    }

    fn next_start(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ViewError> {
        let next = self.stored_block_after(&block_key(key))?;
        Ok(next.map(|(start, _)| start[BLOCK_PREFIX.len()..].to_vec()))
    }

    fn before(&self, key: &[u8]) -> Result<Option<Named>, ViewError> {
        self.stored_block(..block_key(key))?.map(|block| self.unpacked(&block)).transpose()
    }
}
