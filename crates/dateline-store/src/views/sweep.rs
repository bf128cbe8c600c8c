//! Going through many entries of a view on all processors: blocks are unpacked and read side by side.

use super::packed::Packer;
use super::{BLOCK_PREFIX, BLOCKS_OF_A_THREAD, View, ViewError, ViewName, block_key};
use crate::parallel::in_parallel;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Fewest values that are worth a thread of their own.
const VALUES_OF_A_THREAD: usize = 64;

/// What stands in a view that is swept: no view itself, so that threads can share it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Swept(ViewName);

impl Swept {
    /// Reads a record.
    pub(super) fn decode<T: for<'de> Deserialize<'de>>(self, value: &[u8]) -> Result<T, ViewError> {
        serde_json::from_slice(value).map_err(|e| self.damaged(format!("a record cannot be read: {e}")))
    }

    pub(super) fn damaged(self, what: impl Into<String>) -> ViewError {
        ViewError::Damaged { view: self.0, what: what.into() }
    }
}

impl View {
    pub(super) fn swept(&self) -> Swept {
        Swept(self.name())
    }

    /// Reads all entries whose keys start with `prefix`; what is read of them is in their order.
    pub(super) fn sweep<R: Send>(
        &self,
        prefix: &[u8],
        read: impl Fn(Swept, &[u8], &[u8]) -> Result<R, ViewError> + Sync,
    ) -> Result<Vec<R>, ViewError> {
        let swept = self.swept();
        in_parallel(self.blocks(prefix)?, BLOCKS_OF_A_THREAD, |blocks| {
            let mut packer = Packer::new().map_err(|e| swept.damaged(e.to_string()))?;
            let mut all = Vec::new();
            for block in blocks {
                for entry in packer.unpack(&block).map_err(|what| swept.damaged(what))?.entries() {
                    let (key, value) =
                        entry.ok_or_else(|| swept.damaged("a block holds something that is no entry"))?;
                    if key.starts_with(prefix) {
                        all.push(read(swept, key, value)?);
                    }
                }
            }
            Ok(all)
        })
    }

    /// Reads the records of those of some keys that exist, in order.
    pub(super) fn sweep_keys<R: Send + for<'de> Deserialize<'de>>(
        &self,
        keys: &BTreeSet<Vec<u8>>,
    ) -> Result<Vec<R>, ViewError> {
        let swept = self.swept();
        let mut values: Vec<Vec<u8>> = Vec::with_capacity(keys.len());
        self.each_of(keys, |value| {
            values.push(value.to_vec());
            Ok(())
        })?;
        in_parallel(values, VALUES_OF_A_THREAD, |values| values.map(|value| swept.decode(&value)).collect())
    }

    /// The blocks that may hold keys that start with `prefix`, packed.
    fn blocks(&self, prefix: &[u8]) -> Result<Vec<sled::IVec>, ViewError> {
        let first = self.stored_block(..=block_key(prefix))?;
        let first = first.map_or_else(|| block_key(prefix), |(key, _)| key.to_vec());
        self.sled(|db| {
            let mut blocks = Vec::new();
            for entry in db.range(first..) {
                let (key, block) = entry?;
                // Blocks are named by the first key that they may hold.
                let start = key.strip_prefix(BLOCK_PREFIX);
                if start.is_none_or(|start| start > prefix && !start.starts_with(prefix)) {
                    break;
                }
                blocks.push(block);
            }
            Ok(blocks)
        })
    }
}
