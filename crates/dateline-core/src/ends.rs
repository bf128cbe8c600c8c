//! Stretches by their two ends, of days as of amounts: `None` is open, and ends are included.

/// Whether all of `inner` lies in `outer`: the product of two total orders, so a partial order.
pub(crate) fn covers<T: Ord + Copy>(outer: [Option<T>; 2], inner: [Option<T>; 2]) -> bool {
    let starts = outer[0].is_none_or(|outer| inner[0].is_some_and(|inner| outer <= inner));
    let ends = outer[1].is_none_or(|outer| inner[1].is_some_and(|inner| inner <= outer));
    starts && ends
}

/// Whether all of `one` comes before all of `other`.
pub(crate) fn precedes<T: Ord + Copy>(one: [Option<T>; 2], other: [Option<T>; 2]) -> bool {
    matches!((one[1], other[0]), (Some(last), Some(first)) if last < first)
}
