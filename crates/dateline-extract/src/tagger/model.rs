//! The tagger's weights as a file, and as the table that is looked up.
//!
//! The file: the magic `DLTAG\x01\n`; a checksum (FNV-1a, 64 bits) of all that follows; the number of classes, each a
//! set of tags (64 bits); the number of rows; each row as the step of its key from the one before, its length and
//! its pairs of a tag and a weight. Whole numbers are little-endian, counts and steps are LEB128. A row of the
//! dictionary has one pair: its class, and 1 if the word can have only that tag.

use super::tag::Tag;

/// What stands first in the file.
const MAGIC: &[u8; 7] = b"DLTAG\x01\n";

/// A row: its key, and pairs of a tag's number and a weight.
pub type Row = (u32, Vec<(u8, i8)>);

/// What the dictionary knows of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The tags it had, as a number of a class.
    pub class: u8,
    /// The only tag that it has.
    pub certain: Option<Tag>,
}

/// Weights, laid out to be looked up.
#[derive(Debug, Clone)]
pub struct Model {
    checksum: u64,
    classes: Vec<u64>,
    /// Open addressing: key, then where its pairs start (24 bits) and how many there are (8 bits).
    slots: Vec<[u32; 2]>,
    pairs: Vec<(u8, i8)>,
}

/// What is wrong with a file of weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Another kind of file, or another version of it.
    #[error("these are no tagger weights of a version that this program reads")]
    Magic,
    /// The checksum does not fit.
    #[error("the tagger weights are damaged: their checksum does not fit")]
    Checksum,
    /// It ends too early, or a number in it cannot be.
    #[error("the tagger weights are damaged at byte {at}")]
    Damaged {
        /// Where, in bytes.
        at: usize,
    },
}

impl Model {
    /// A model without weights: what training starts from.
    pub fn empty() -> Self {
        Self { checksum: 0, classes: vec![0], slots: vec![[0; 2]; 2], pairs: Vec::new() }
    }

    /// Builds a model. Classes are sets of tags by number, class 0 is the empty one.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] if there are more classes, pairs in a row or pairs in all than the format holds.
    pub fn new(classes: &[u64], rows: &[Row]) -> Result<Self, ModelError> {
        let mut rows: Vec<&Row> = rows.iter().collect();
        rows.sort_unstable_by_key(|row| row.0);
        rows.dedup_by_key(|row| row.0);
        Self::read(&write(classes, &rows))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// See [`ModelError`].
    pub fn read(file: &[u8]) -> Result<Self, ModelError> {
        let rest = file.strip_prefix(MAGIC).ok_or(ModelError::Magic)?;
        let (sum, body) = rest.split_first_chunk::<8>().ok_or(ModelError::Magic)?;
        let checksum = u64::from_le_bytes(*sum);
        if checksum != fnv(body) {
            return Err(ModelError::Checksum);
        }
        Self::read_body(body, checksum).map_err(|at| ModelError::Damaged { at })
    }

    fn read_body(body: &[u8], checksum: u64) -> Result<Self, usize> {
        let mut reader = Reader { body, at: 0 };
        let count = reader.number()?;
        let mut classes = Vec::new();
        for _ in 0..count {
            classes.push(u64::from_le_bytes(reader.take()?));
        }
        let rows = reader.number()?;
        // No row is shorter than three bytes: a count that cannot be asks for no memory.
        if classes.is_empty() || classes.len() > 256 || rows > body.len() {
            return Err(reader.at);
        }
        let size = (rows * 3 / 2).next_power_of_two().max(2);
        let mut model = Self { checksum, classes, slots: vec![[0; 2]; size], pairs: Vec::new() };
        let mut key = 0_u32;
        for _ in 0..rows {
            let step = u32::try_from(reader.number()?).map_err(|_| reader.at)?;
            key = key.checked_add(step).filter(|key| *key != 0).ok_or(reader.at)?;
            let [length] = reader.take()?;
            let start = u32::try_from(model.pairs.len()).map_err(|_| reader.at)?;
            if start >= 1 << 24 {
                return Err(reader.at);
            }
            for _ in 0..length {
                let [tag, weight] = reader.take()?;
                model.pairs.push((tag, i8::from_le_bytes([weight])));
            }
            let mut slot = model.slot(key);
            while model.slots[slot][0] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            model.slots[slot] = [key, start << 8 | u32::from(length)];
        }
        Ok(model)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let rows = self.rows();
        write(&self.classes, &rows.iter().collect::<Vec<_>>())
    }

    /// All rows, by key.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = (self.slots.iter().filter(|slot| slot[0] != 0))
            .map(|slot| (slot[0], self.pairs_of(slot[1]).to_vec()))
            .collect();
        rows.sort_unstable_by_key(|row| row.0);
        rows
    }

    /// Tells this model from every other: part of the extractor's id.
    pub fn checksum(&self) -> u64 {
        self.checksum
    }

    /// What the dictionary knows of a word, by [`entry_key`](super::features::entry_key).
    pub fn entry(&self, key: u32) -> Option<Entry> {
        let &[(class, sure)] = self.row(key) else { return None };
        let tags = *self.classes.get(usize::from(class))?;
        let one = u8::try_from(tags.trailing_zeros()).ok().filter(|_| sure == 1);
        Some(Entry { class, certain: one.and_then(Tag::from_number) })
    }

    /// The tags of a class, a bit each by the tag's number.
    pub fn tags_of(&self, class: u8) -> u64 {
        self.classes.get(usize::from(class)).copied().unwrap_or_default()
    }

    /// Pairs of tag and weight; none for a feature that is not there.
    #[inline]
    pub fn row(&self, key: u32) -> &[(u8, i8)] {
        let mask = self.slots.len() - 1;
        let mut slot = self.slot(key);
        // The table is never full, so an empty slot comes.
        loop {
            let [found, place] = self.slots[slot];
            if found == key {
                return self.pairs_of(place);
            }
            if found == 0 {
                return &[];
            }
            slot = (slot + 1) & mask;
        }
    }

    #[inline]
    fn pairs_of(&self, place: u32) -> &[(u8, i8)] {
        let start = (place >> 8) as usize;
        &self.pairs[start..start + (place & 0xff) as usize]
    }

    #[inline]
    fn slot(&self, key: u32) -> usize {
        (key >> 1) as usize & (self.slots.len() - 1)
    }
}

fn write(classes: &[u64], rows: &[&Row]) -> Vec<u8> {
    let mut body = Vec::new();
    number(classes.len(), &mut body);
    for class in classes {
        body.extend(class.to_le_bytes());
    }
    number(rows.len(), &mut body);
    let mut before = 0;
    for (key, pairs) in rows {
        number((key - before) as usize, &mut body);
        before = *key;
        let length = u8::try_from(pairs.len()).unwrap_or(u8::MAX);
        body.push(length);
        for (tag, weight) in pairs.iter().take(usize::from(length)) {
            body.extend([*tag, weight.to_le_bytes()[0]]);
        }
    }
    sealed(&body)
}

/// A file with its magic and checksum.
pub(super) fn sealed(body: &[u8]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend(fnv(body).to_le_bytes());
    file.extend(body);
    file
}

fn number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        let low = number.to_le_bytes()[0] & 0x7f;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

struct Reader<'b> {
    body: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], usize> {
        let bytes = self.body.get(self.at..).and_then(|rest| rest.first_chunk::<N>()).ok_or(self.at)?;
        self.at += N;
        Ok(*bytes)
    }

    fn number(&mut self) -> Result<usize, usize> {
        let mut out = 0_usize;
        for shift in [0, 7, 14, 21, 28] {
            let [byte] = self.take()?;
            out |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(out);
            }
        }
        Err(self.at)
    }
}

/// FNV-1a over eight bytes at a time: a checksum against damage, not against intent.
fn fnv(bytes: &[u8]) -> u64 {
    let step = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = step(hash, chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }
    chunks.remainder().iter().fold(hash, |hash, byte| step(hash, u64::from(*byte)))
}
