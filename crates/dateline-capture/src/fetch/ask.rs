//! What is asked of an address, and what comes of it.

use dateline_core::event::RecordedAt;
use dateline_core::fetch::{Fetch, FetchFailure};
use dateline_core::id::ArticleId;

/// An address to ask, with what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// The address, in canonical form.
    pub address: String,
    /// The article that was captured from it last.
    pub article: Option<ArticleId>,
    /// What tells the page that came then from later ones, if the server gave it.
    pub validators: Option<Validators>,
    /// When it was last seen to say the same as then.
    pub seen_same_at: Option<RecordedAt>,
}

/// What a server gave with a page, so that it can be asked whether it has another one now (RFC 9110, 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The address that gave them, after redirects. They mean nothing to any other, so they are sent to it alone.
    pub address: String,
    /// The entity tag.
    pub etag: Option<String>,
    /// When the page was last modified, as the server said it.
    pub last_modified: Option<String>,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// How it was asked and answered.
    pub fetch: Fetch,
    /// What came.
    pub answer: Answer,
    /// For how many seconds the server asks to be left alone, if it does.
    pub retry_after_s: Option<u64>,
}

/// What came from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A page.
    Page {
        /// Its bytes, encodings undone.
        bytes: Vec<u8>,
        /// The charset that the server gives, as it writes it.
        charset: Option<String>,
    },
    /// It is as it was when its validators were given.
    NotModified,
    /// There is no such page: 404 or 410.
    Missing,
    /// Nothing was learned.
    Failed {
        /// Why.
        failure: FetchFailure,
        /// The same in words.
        detail: String,
    },
}
