//! Measures stages on directories of gold data.

fn main() {}
