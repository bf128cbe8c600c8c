//! Where everything lies inside a workspace, and which format it is in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The format this code reads and writes.
pub const FORMAT: u32 = 1;

/// The paths of one workspace. Making one touches no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    base: PathBuf,
}

/// Why a directory cannot be used as a workspace.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// There is none.
    #[error("there is no workspace in {}", dir.display())]
    Missing {
        /// The directory that was to hold it.
        dir: PathBuf,
    },
    /// There is one already.
    #[error("there is a workspace in {} already", dir.display())]
    Exists {
        /// The directory that holds it.
        dir: PathBuf,
    },
    /// A later version of the program wrote it.
    #[error("{} says format {found}, and this program knows formats up to {FORMAT}: use a newer dateline", file.display())]
    Newer {
        /// The file that says so.
        file: PathBuf,
        /// The format it names.
        found: u32,
    },
    /// The format file holds something else than a format.
    #[error("{} does not hold a format number but {found:?}: this is no workspace, or the file was changed", file.display())]
    Unknown {
        /// The file.
        file: PathBuf,
        /// What stands in it, at most 40 characters.
        found: String,
    },
    /// The file system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl Layout {
    /// Name of the directory that holds a workspace.
    pub const DIRECTORY: &'static str = ".dateline";

    /// The layout of the workspace in `dir` (that is, of `dir/.dateline`).
    pub fn in_dir(dir: &Path) -> Self {
        Self { base: dir.join(Self::DIRECTORY) }
    }

    /// Whether `dir` holds a workspace. A directory in which [`Layout::create`] was interrupted holds none.
    pub fn exists(dir: &Path) -> bool {
        Self::in_dir(dir).format_file().is_file()
    }

    /// The `.dateline` directory.
    pub fn base(&self) -> &Path {
        &self.base
    }

    /// The file that holds the format number.
    pub fn format_file(&self) -> PathBuf {
        self.base.join("format")
    }

    /// The lock file.
    pub fn lock_file(&self) -> PathBuf {
        self.base.join("lock")
    }

    /// The directory of the ledger.
    pub fn ledger(&self) -> PathBuf {
        self.base.join("ledger")
    }

    /// The list of addresses that are watched.
    pub fn watches_file(&self) -> PathBuf {
        self.base.join("watches.json")
    }

    /// The directory of the views.
    pub fn views(&self) -> PathBuf {
        self.base.join("views")
    }

    /// Makes the directories and, last of all, the format file. The same call finishes what an
    /// interrupted one left.
    pub fn create(&self) -> Result<(), LayoutError> {
        let format = self.format_file();
        if format.exists() {
            return Err(LayoutError::Exists { dir: self.dir() });
        }
        for path in [self.ledger(), self.views()] {
            fs::create_dir_all(&path).map_err(|source| LayoutError::Io { path: path.clone(), source })?;
        }
        let written = self.base.join("format.new");
        write_synced(&written, format!("{FORMAT}\n").as_bytes())
            .map_err(|source| LayoutError::Io { path: written.clone(), source })?;
        fs::rename(&written, &format).map_err(|source| LayoutError::Io { path: format, source })?;
        for path in [&self.base, &self.dir()] {
            sync_directory(path).map_err(|source| LayoutError::Io { path: path.clone(), source })?;
        }
        Ok(())
    }

    /// Checks that there is a workspace, in a format that this code knows.
    pub fn check_format(&self) -> Result<(), LayoutError> {
        let file = self.format_file();
        let text = match fs::read(&file) {
            Ok(bytes) => String::from_utf8_lossy(&bytes[..bytes.len().min(160)]).into_owned(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(LayoutError::Missing { dir: self.dir() });
            }
            Err(source) => return Err(LayoutError::Io { path: file, source }),
        };
        let number = text.strip_suffix('\n').unwrap_or(&text);
        let canonical = |n: &u32| *n > 0 && n.to_string() == number;
        match number.parse::<u32>().ok().filter(canonical) {
            Some(found) if found > FORMAT => Err(LayoutError::Newer { file, found }),
            Some(_) => Ok(()),
            None => Err(LayoutError::Unknown { file, found: text.chars().take(40).collect() }),
        }
    }

    fn dir(&self) -> PathBuf {
        let parent = self.base.parent().unwrap_or(Path::new(""));
        if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_path_buf() }
    }
}

/// Writes a file and waits until it is on the disk.
pub(crate) fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Waits until a directory's entries are on the disk. Only Unix lets a directory be synced; elsewhere the
/// file system's own journal keeps names.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(path)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_format(content: &[u8]) -> Result<(), LayoutError> {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::in_dir(dir.path());
        layout.create().unwrap();
        fs::write(layout.format_file(), content).unwrap();
        layout.check_format()
    }

    #[test]
    fn what_create_makes_is_accepted() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::in_dir(dir.path());
        assert!(matches!(layout.check_format(), Err(LayoutError::Missing { .. })));
        layout.create().unwrap();
        assert_eq!(fs::read(layout.format_file()).unwrap(), b"1\n");
        layout.check_format().unwrap();
        assert!(matches!(layout.create(), Err(LayoutError::Exists { .. })));
    }

    #[test]
    fn an_interrupted_create_is_finished_by_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::in_dir(dir.path());
        fs::create_dir_all(layout.ledger()).unwrap();
        assert!(!Layout::exists(dir.path()));
        layout.create().unwrap();
        assert!(Layout::exists(dir.path()));
    }

    #[test]
    fn a_newer_format_is_refused_by_name() {
        let error = with_format(b"2\n").unwrap_err();
        assert!(matches!(error, LayoutError::Newer { found: 2, .. }), "{error}");
        assert!(error.to_string().contains("use a newer dateline"));
    }

    #[test]
    fn anything_else_in_the_format_file_is_refused() {
        for content in [&b""[..], b"0\n", b"01\n", b"1 \n", b"1\n\n", b"one\n", b"-1", b"\xff\xfe"] {
            assert!(matches!(with_format(content), Err(LayoutError::Unknown { .. })), "{content:?}");
        }
        with_format(b"1").unwrap();
    }
}
