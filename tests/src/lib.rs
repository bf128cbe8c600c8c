//! The suite over the whole program.
