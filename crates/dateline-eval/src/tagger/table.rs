//! Numbers features in the order of their keys.

/// Keys of features, each with its number from 0.
pub(crate) struct Table {
    keys: Vec<u32>,
    slots: Vec<u32>,
}

impl Table {
    /// Of keys in any order, with repeats: those that come `least` times or more.
    pub(crate) fn of(mut keys: Vec<u32>, least: usize) -> Self {
        keys.sort_unstable();
        let kept = keys.chunk_by(|a, b| a == b).filter(|run| run.len() >= least).map(|run| run[0]);
        Self::of_sorted(kept.collect())
    }

    /// Of keys in order, without repeats.
    pub(crate) fn of_sorted(keys: Vec<u32>) -> Self {
        let mut slots = vec![u32::MAX; (keys.len() * 2).next_power_of_two().max(2)];
        let mask = slots.len() - 1;
        for (number, key) in (0_u32..).zip(&keys) {
            let mut slot = *key as usize & mask;
            while slots[slot] != u32::MAX {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number;
        }
        Self { keys, slots }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The key of a number.
    pub(crate) fn key(&self, number: usize) -> u32 {
        self.keys[number]
    }

    /// The number of a key.
    pub(crate) fn number(&self, key: u32) -> Option<usize> {
        let mask = self.slots.len() - 1;
        let mut slot = key as usize & mask;
        loop {
            let number = self.slots[slot];
            if number == u32::MAX {
                return None;
            }
            if self.keys[number as usize] == key {
                return Some(number as usize);
            }
            slot = (slot + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn frequent_keys_are_numbered_and_found() {
        let table = Table::of(vec![7, 9, 7, 1, 9, 7, 65_543], 2);
        assert_eq!(table.len(), 2);
        assert_eq!(table.number(7).map(|number| table.key(number)), Some(7));
        assert_eq!(table.number(9).map(|number| table.key(number)), Some(9));
        assert_eq!(table.number(1), None);
        assert_eq!(table.number(65_543), None);
    }
}
