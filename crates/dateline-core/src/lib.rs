//! The words of dateline as types, and the algebra of reported values.
//!
//! Everything here is pure: no clock, no randomness, no files, no other crate of ours. Data flows
//! through these modules in the order of the list:
//!
//! | module | what it holds |
//! |---|---|
//! | [`id`], [`text`] | identifiers validated on every way in; byte spans and lines |
//! | [`article`] | capture, article, revision, metadata |
//! | [`edtf`], [`value`] | dates after ISO 8601-2, values: time, quantity, entity, text |
//! | [`modality`], [`attribution`], [`evidence`] | how sure, who said it, where it stands |
//! | [`assertion`] | one source giving one value for one claim; what a reading of a revision gives |
//! | [`identity`] | what decides an assertion's id |
//! | [`fetch`] | what was observed at an address |
//! | [`event`] | what the ledger holds |
//! | [`judgement`] | what a reviewer decided, and what follows from it |
//! | [`claim`], [`link`] | which assertions are about the same thing, and why |
//! | [`step`], [`history`] | how an assertion relates to the one before it; what stands |
//! | [`edits`] | what was edited between two texts of one article |
//! | [`origin`] | which sources are not independent of each other |
//! | [`as_of`] | what had been reported by a day, or recorded by an operation |
//! | [`audit`] | the checks, their ids and severities |

pub mod article;
pub mod as_of;
pub mod assertion;
pub mod attribution;
pub mod audit;
pub mod claim;
pub mod edits;
pub mod edtf;
mod ends;
pub mod event;
pub mod evidence;
pub mod fetch;
pub mod history;
pub mod id;
pub mod identity;
pub mod judgement;
pub mod link;
pub mod modality;
pub mod origin;
mod punycode;
mod recorded;
#[cfg(test)]
mod samples;
pub mod step;
pub mod text;
pub mod value;
