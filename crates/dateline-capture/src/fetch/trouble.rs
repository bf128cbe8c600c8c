//! Why an address gave nothing.

use dateline_core::fetch::FetchFailure;

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub(super) struct Trouble {
    pub(super) failure: FetchFailure,
    pub(super) detail: String,
}

impl Trouble {
    pub(super) fn new(failure: FetchFailure, detail: impl Into<String>) -> Self {
        Self { failure, detail: detail.into() }
    }
}
