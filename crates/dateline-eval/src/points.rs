//! Offsets in code points, as gold data counts them.

/// Byte offsets to code points.
pub(crate) struct CodePoints {
    starts: Vec<usize>,
}

impl CodePoints {
    /// The text's code points.
    pub(crate) fn new(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(at, _)| at).collect() }
    }

    /// The code point that starts at a byte.
    pub(crate) fn of(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start < byte)
    }
}

#[cfg(test)]
mod tests {
    use super::CodePoints;

    #[test]
    fn offsets_count_code_points() {
        let points = CodePoints::new("é’x");
        assert_eq!([points.of(0), points.of(2), points.of(5), points.of(6)], [0, 1, 2, 3]);
    }
}
