//! Histories: the assertions of a claim in order, their steps, and what stands.
