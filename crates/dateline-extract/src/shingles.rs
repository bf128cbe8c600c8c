//! What identifies a text among others: an index for finding copies.

use crate::document::{Document, TokenKind};

/// Digests of all runs of five words outside quotations, sorted, without repetition. FNV-1a, of whose 64
/// bits 53 are kept, so that any reader of JSON can hold them: an index for finding copies, never evidence.
pub(crate) fn shingles(document: &Document<'_>) -> Vec<u64> {
    let words: Vec<usize> = (0..document.tokens.len())
        .filter(|&at| matches!(document.tokens[at].kind, TokenKind::Word | TokenKind::Number))
        .filter(|&at| document.quotation(document.tokens[at].span).is_none())
        .collect();
    let mut out: Vec<u64> = words
        .windows(5)
        .map(|run| {
            let digest = run.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &at| {
                document
                    .word(at)
                    .bytes()
                    .chain(std::iter::once(b' '))
                    .fold(hash, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
            });
            digest >> 11
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}
