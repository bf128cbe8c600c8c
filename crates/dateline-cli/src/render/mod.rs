//! Answers as text on a screen: the drawing, without the asking.

mod carriers;
mod changes;
mod diff;
pub(crate) mod display;
mod explain;
#[cfg(test)]
mod fixture;
mod general;
mod history;
mod line;
mod lists;
mod markdown;
mod plot;
mod review;
mod revisions;
mod sightings;
mod source;
mod table;
mod text;
mod words;

pub(crate) use changes::changes;
pub(crate) use diff::diff;
pub(crate) use explain::{explained, rules_tried};
pub(crate) use general::general;
pub(crate) use history::history;
pub(crate) use line::{Line, Style};
pub(crate) use lists::{article, articles, audit, claim, claims, doctor, file_name, log, verification};
pub(crate) use markdown::markdown;
pub(crate) use review::{review_item, review_list};
pub(crate) use revisions::{RevisionsShown, revision_diff, revisions};
pub(crate) use sightings::{look, watches};
pub(crate) use source::source;
pub(crate) use table::{Fit, Table};
pub(crate) use text::Look;
pub(crate) use words::{count, counted, counted_apart, published};
