//! `verify`: whether what is stored is what was stored.

use serde::Serialize;

/// What was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Whether the views were folded again and compared.
    pub deep: bool,
    /// Events of the ledger that were checked.
    pub events: u64,
    /// Quotes that were read again; 0 unless deep.
    pub quotes: usize,
    /// SHA-256 of the last header line, if there is one: what to note down outside.
    pub head: Option<String>,
    /// What is wrong. Empty when all is well.
    pub faults: Vec<VerifyFault>,
}

/// Something that is not as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyFault {
    /// The check ("I01").
    pub check: String,
    /// What is wrong, in one sentence.
    pub message: String,
}
