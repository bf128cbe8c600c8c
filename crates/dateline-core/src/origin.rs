//! Origins: sets of sources that are not independent of each other.
