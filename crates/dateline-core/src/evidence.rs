//! Evidence: where the words stand. W3C Web Annotation selectors (quote with context, and position);
//! the position is a hint that is checked, the quote is the evidence.

use crate::id::{ArticleId, Sha256Hex};
use crate::text::{ByteSpan, LineNumber};
use serde::{Deserialize, Serialize};

/// Words in one revision of one article, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The article.
    pub article: ArticleId,
    /// SHA-256 of the revision's UTF-8 text; offsets are bytes of that text.
    pub sha256: Sha256Hex,
    /// Where the words stand.
    #[serde(flatten)]
    pub span: ByteSpan,
    /// The line on which they start.
    pub line: LineNumber,
    /// The words, exactly.
    pub quote: String,
    /// Up to 32 characters that stand before (Web Annotation `prefix`).
    pub prefix: String,
    /// Up to 32 characters that stand after (Web Annotation `suffix`).
    pub suffix: String,
}

/// How many characters of context a selector keeps on either side.
pub const CONTEXT_CHARS: usize = 32;

/// Why evidence does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceFault {
    /// The revision given is not the one the evidence names.
    #[error("the text has SHA-256 {found}, the evidence names {named}")]
    OtherText {
        /// Digest of the text given.
        found: Sha256Hex,
        /// Digest that the evidence names.
        named: Sha256Hex,
    },
    /// The span leaves the text or cuts a character.
    #[error("bytes {}..{} do not lie on character boundaries of the text", span.start_byte, span.end_byte)]
    OutOfText {
        /// The span.
        span: ByteSpan,
    },
    /// The bytes at the position are not the quote.
    #[error("bytes {}..{} read {found:?}, the quote is {quote:?}", span.start_byte, span.end_byte)]
    OtherWords {
        /// The span.
        span: ByteSpan,
        /// The words that stand there.
        found: String,
        /// The words expected.
        quote: String,
    },
}

impl Evidence {
    /// Takes the words at `span` of `text` as evidence. `None` if the span cuts a character.
    pub fn take(
        article: &ArticleId,
        sha256: &Sha256Hex,
        text: &str,
        line: LineNumber,
        span: ByteSpan,
    ) -> Option<Self> {
        let quote = span.slice(text)?.to_owned();
        let before = &text[..span.start_byte];
        let prefix_start = before.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
        let suffix = text[span.end_byte..].chars().take(CONTEXT_CHARS).collect();
        Some(Self {
            article: article.clone(),
            sha256: sha256.clone(),
            span,
            line,
            quote,
            prefix: before[prefix_start..].to_owned(),
            suffix,
        })
    }

    /// Reads the words again from `text` (whose digest is `sha256`) and compares.
    ///
    /// # Errors
    /// Whatever keeps the quote from being read back exactly.
    pub fn reread(&self, sha256: &Sha256Hex, text: &str) -> Result<(), EvidenceFault> {
        if *sha256 != self.sha256 {
            return Err(EvidenceFault::OtherText { found: sha256.clone(), named: self.sha256.clone() });
        }
        let found = self.span.slice(text).ok_or(EvidenceFault::OutOfText { span: self.span })?;
        if found != self.quote {
            return Err(EvidenceFault::OtherWords {
                span: self.span,
                found: found.to_owned(),
                quote: self.quote.clone(),
            });
        }
        Ok(())
    }

    /// Where the quote stands in `text` with its prefix and suffix around it: the first byte of each place.
    /// One place when the selector is unique.
    pub fn resolutions(&self, text: &str) -> Vec<usize> {
        let selector = format!("{}{}{}", self.prefix, self.quote, self.suffix);
        text.match_indices(&selector).map(|(at, _)| at + self.prefix.len()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str, span: ByteSpan) -> Evidence {
        let sha = Sha256Hex::of(text.as_bytes());
        Evidence::take(&ArticleId::from_first_capture(&sha), &sha, text, LineNumber(1), span).unwrap()
    }

    #[test]
    fn context_counts_characters_not_bytes() {
        let text = format!("{}x{}", "é".repeat(40), "’".repeat(40));
        let evidence = taken(&text, ByteSpan::new(80, 81));
        assert_eq!(evidence.quote, "x");
        assert_eq!(evidence.prefix.chars().count(), CONTEXT_CHARS);
        assert_eq!(evidence.suffix.chars().count(), CONTEXT_CHARS);
        assert_eq!(evidence.resolutions(&text), [80]);
    }

    #[test]
    fn every_fault_is_told_apart() {
        let text = "set for É November";
        let sha = Sha256Hex::of(text.as_bytes());
        let mut evidence = taken(text, ByteSpan::new(11, 19));
        assert_eq!(evidence.reread(&sha, text), Ok(()));
        let other = Sha256Hex::of(b"other");
        assert!(matches!(evidence.reread(&other, text), Err(EvidenceFault::OtherText { .. })));
        evidence.quote = "December".into();
        assert!(matches!(evidence.reread(&sha, text), Err(EvidenceFault::OtherWords { .. })));
        evidence.span = ByteSpan::new(9, 12);
        assert!(matches!(evidence.reread(&sha, text), Err(EvidenceFault::OutOfText { .. })));
        evidence.span = ByteSpan::new(9, 1200);
        assert!(matches!(evidence.reread(&sha, text), Err(EvidenceFault::OutOfText { .. })));
    }
}
