//! Where in a page something is said of its article.

use std::fmt;

/// Where in a page something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Linked data (JSON-LD) after schema.org.
    LinkedData,
    /// A `meta` element of the Open Graph vocabulary (`og:`, `article:`).
    OpenGraph,
    /// Another `meta` element, or a `link`.
    Meta,
    /// An attribute of the page's own elements (`itemprop`, `rel`, `datetime`, `lang`).
    Attribute,
    /// Words of the page: its first heading, its title.
    Page,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LinkedData => "JSON-LD",
            Self::OpenGraph => "Open Graph",
            Self::Meta => "meta",
            Self::Attribute => "attribute",
            Self::Page => "page",
        })
    }
}
