//! Events and derived views on disk.
