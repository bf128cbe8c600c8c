//! Fetching pages, politely and safely.
//!
//! `Fetcher` (feature `fetch`) asks an address and follows its redirects; it answers with what came and with a record
//! of how ([`dateline_core::fetch::Fetch`]). What it does not do: decide what an answer means for an article, or store
//! it.
//!
//! **Politely**: the program names itself; `robots.txt` is obeyed (RFC 9309); between two requests to a host there is
//! a pause; a page that was fetched before is asked for with its validators (RFC 9110, 13.1), at the address that gave
//! them; a server that asks for time (`Retry-After`) gets it, and what may pass is tried again, twice, after longer and
//! longer waits.
//!
//! **Safely**: only `http` and `https`, on their own ports, without names and passwords; a host's addresses are
//! looked up once, all must be public, and the connection goes to one of those that were checked, so a name cannot
//! stand for one address when it is checked and for another when it is used; each redirect is checked anew. Time,
//! bytes as sent, bytes as unpacked, and the number of redirects are bounded. No cookies, no proxies.

mod ask;
#[cfg(feature = "fetch")]
mod fetcher;
#[cfg(feature = "fetch")]
mod guard;
#[cfg(feature = "fetch")]
mod robots;
#[cfg(feature = "fetch")]
mod target;
#[cfg(feature = "fetch")]
mod trouble;
#[cfg(feature = "fetch")]
mod wire;

pub use ask::{Answer, Answered, Ask, Validators};
#[cfg(feature = "fetch")]
pub use fetcher::{Fetcher, Outside, Policy};
