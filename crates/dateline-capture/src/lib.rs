//! Bytes to text and metadata.
//!
//! [`inputs::expand`] turns command-line arguments into a list of inputs, [`meta_csv::MetaTable`] says what a
//! table tells about them, [`articles()`] reads an input under a cap and gives the articles in it, and [`capture()`]
//! makes of the bytes of one its [`Captured`](dateline_core::article::Captured) and [`Revision`](dateline_core::article::Revision). Only the first three touch files; [`capture()`] is
//! a pure function, and never panics whatever the bytes are.
//!
//! [`fetch`] asks addresses over the network; clock and waiting are given to it.
//!
//! What is not here: claims. A byte that was captured is never altered: a byte
//! order mark and front matter are masked in the revision and stay where they stand, so that offsets are
//! the file's own.

mod archive;
pub mod articles;
mod capture;
mod charset;
mod content;
mod decode;
mod error;
pub mod feed;
pub mod fetch;
mod field;
pub mod front_matter;
pub mod html;
mod http;
pub mod inputs;
mod items;
mod json;
mod layer;
mod located;
pub mod meta_csv;
mod place;
pub mod read;
mod retrace;
mod similar;
pub mod url;
pub mod warc;
mod warning;

pub use articles::{Articles, articles, articles_in};
pub use capture::{CapturedText, MAX_TEXT_BYTES, capture};
pub use charset::{Charset, UnknownCharset};
pub use error::{CaptureError, Emptiness, Fault, FrontMatterFault, Markup, NotText, RowFault, TableFault};
pub use field::{DATE_FORMS, FieldError, Key};
pub use http::ResponseFault;
pub use inputs::{Input, Source};
pub use layer::{Kind, Layer, Layers, MAX_FIELD_BYTES};
pub use located::located;
pub use meta_csv::MetaTable;
pub use read::DEFAULT_CAP_BYTES;
pub use warning::CaptureWarning;

#[cfg(test)]
mod tests;
