//! Files are opened ahead of their turn, several at once: most of the time that a page takes goes into finding its
//! article.

use super::group::{GROUP_ARTICLES, GROUP_BYTES};
use super::inputs::Told;
use dateline_capture::{Articles, CaptureError, DEFAULT_CAP_BYTES, Source, articles};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::fs;

/// Files that were opened and whose turn has not come.
#[derive(Default)]
pub(super) struct Ahead(VecDeque<Result<Articles, CaptureError>>);

impl Ahead {
    /// The articles of the first of `inputs`, which are those that are still to be taken, in their order. Files
    /// that follow it are opened with it, as many as make a group.
    pub(super) fn open(&mut self, inputs: &[Told]) -> Result<Articles, CaptureError> {
        if let Some(opened) = self.0.pop_front() {
            return opened;
        }
        let mut room = GROUP_BYTES as u64;
        // A file that is too large for a group is opened alone, and of an archive only its beginning.
        let fits = |told: &&Told| {
            let size = size(told).filter(|size| *size <= room);
            room -= size.unwrap_or(0);
            size.is_some()
        };
        let together = inputs.iter().take(GROUP_ARTICLES).take_while(fits).count().max(1);
        let open = |(input, layers): &Told| articles(input, layers, DEFAULT_CAP_BYTES);
        let (first, others) =
            rayon::join(|| open(&inputs[0]), || inputs[1..together].par_iter().map(open).collect::<Vec<_>>());
        self.0.extend(others);
        first
    }
}

/// Bytes of a file; `None` of what is none.
fn size((input, _): &Told) -> Option<u64> {
    let Source::File(path) = &input.source else { return None };
    Some(fs::metadata(path).map_or(0, |metadata| metadata.len()))
}
