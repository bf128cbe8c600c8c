//! Reading under a cap.

use crate::error::{CaptureError, Fault};
use crate::inputs::special_kind;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The most that is read of one article unless told otherwise: 64 MiB. A long article has 100 KB.
pub const DEFAULT_CAP_BYTES: u64 = 64 * 1024 * 1024;

/// Reads the file at `path`.
pub fn read_file(path: &Path, cap_bytes: u64) -> Result<Vec<u8>, CaptureError> {
    let bytes = open(path).and_then(|file| read_from(file, cap_bytes));
    bytes.map_err(|fault| CaptureError::new(path.display().to_string(), fault))
}

/// Opens the file at `path`. What is no file is refused before it is opened: opening a named pipe would wait for a
/// writer.
pub(crate) fn open(path: &Path) -> Result<File, Fault> {
    let metadata = std::fs::metadata(path).map_err(Fault::Unreadable)?;
    match special_kind(metadata.file_type()) {
        Some(kind) => Err(Fault::Special(kind)),
        None => File::open(path).map_err(Fault::Unreadable),
    }
}

/// Reads to the end of `source`, or to one byte beyond the cap, which is an error: an endless input ends.
pub fn read_from(source: impl Read, cap_bytes: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    source.take(cap_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(Fault::Unreadable)?;
    if bytes.len() as u64 > cap_bytes {
        return Err(Fault::TooLarge { cap_bytes });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn the_cap_ends_an_endless_input() {
        assert!(matches!(read_from(io::repeat(b'a'), 1000), Err(Fault::TooLarge { cap_bytes: 1000 })));
        assert_eq!(read_from(&b"12345"[..], 5).unwrap(), b"12345");
        assert!(matches!(read_from(&b"123456"[..], 5), Err(Fault::TooLarge { .. })));
    }

    #[test]
    fn a_fault_names_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("gone.txt");
        let error = read_file(&path, 10).unwrap_err();
        assert!(error.to_string().contains("gone.txt"), "{error}");
        std::fs::write(&path, "12345678901").unwrap();
        assert!(matches!(read_file(&path, 10).unwrap_err().fault, Fault::TooLarge { cap_bytes: 10 }));
        assert!(matches!(read_file(dir.path(), 10).unwrap_err().fault, Fault::Special("a directory")));
    }
}
