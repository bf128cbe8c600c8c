//! The program as people run it: the real binary, in a directory of its own, with a fixed clock, seeded
//! ids and an empty environment.
//!
//! Reference outputs stand in `tests/expected`. `UPDATE=1 cargo test -p dateline-tests` writes them anew;
//! read the difference before you commit it.

mod program;
mod seeds;

mod addresses;
mod again;
mod bad_input;
mod clocks;
mod copies;
mod exchange;
mod explain;
mod golden;
mod history;
mod hostile;
mod interrupted;
mod interrupts;
mod killed;
// The system that grants no more memory than it is told to.
#[cfg(target_os = "linux")]
mod limits;
mod merging;
mod order;
mod quotes;
mod readme;
mod review;
mod revisions;
mod screen;
mod secure;
mod undated;
