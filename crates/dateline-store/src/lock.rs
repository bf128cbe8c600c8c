//! One process at a time.
//!
//! Every process, whether it reads or writes, holds the workspace's lock for as long as it has the
//! workspace open. So a reader never sees half of what a writer writes, and the views are only ever
//! opened once. The operating system lets go of the lock when a process ends, however it ends: a lock
//! file that is merely there means nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often a waiting process asks again.
const POLL: Duration = Duration::from_millis(10);

/// The workspace's lock; it is let go when this is dropped.
#[derive(Debug)]
pub struct WorkspaceLock {
    file: File,
}

/// Another process has the workspace open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the workspace is in use{}: {} is locked", holder.as_deref().map(|h| format!(" by {h}")).unwrap_or_default(), file.display())]
pub struct Busy {
    /// The lock file.
    pub file: PathBuf,
    /// Who holds it, as far as the holder said so ("process 4711 (dateline)").
    pub holder: Option<String>,
}

/// Why the lock was not had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The file system said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The lock file.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl WorkspaceLock {
    /// Takes the lock, waiting up to `wait` for another process to let it go.
    ///
    /// # Errors
    /// [`LockError::Busy`] when it did not.
    pub fn acquire(path: &Path, wait: Duration) -> Result<Self, LockError> {
        let io = |source| LockError::Io { path: path.to_path_buf(), source };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(io)?;
        let asked = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(source)) => return Err(io(source)),
                Err(TryLockError::WouldBlock) => {
                    let waited = asked.elapsed();
                    if waited >= wait {
                        return Err(Busy { file: path.to_path_buf(), holder: read_holder(&mut file) }.into());
                    }
                    std::thread::sleep(POLL.min(wait.saturating_sub(waited)));
                }
            }
        }
        // For the message of those who find it locked; nobody decides anything by it.
        let _ = file.set_len(0).and_then(|()| file.write_all(describe_self().as_bytes()));
        Ok(Self { file })
    }
}

impl Drop for WorkspaceLock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn describe_self() -> String {
    let program = std::env::args_os()
        .next()
        .and_then(|path| Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_default();
    format!("process {} ({program})\n", std::process::id())
}

fn read_holder(file: &mut File) -> Option<String> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(300).read_to_string(&mut text).ok()?;
    let line = text.lines().next()?.trim();
    let plain: String = line.chars().filter(|c| !c.is_control()).collect();
    (!plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_has_it_and_may_have_it_after() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = WorkspaceLock::acquire(&path, Duration::ZERO).unwrap();
        let Err(LockError::Busy(busy)) = WorkspaceLock::acquire(&path, Duration::ZERO) else {
            panic!("two processes hold one lock");
        };
        assert_eq!(busy.file, path);
        assert!(busy.to_string().contains(&format!("process {}", std::process::id())), "{busy}");
        drop(first);
        WorkspaceLock::acquire(&path, Duration::ZERO).unwrap();
    }

    #[test]
    fn one_who_waits_gets_it_when_it_is_let_go() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = WorkspaceLock::acquire(&path, Duration::ZERO).unwrap();
        let waiting = {
            let path = path.clone();
            std::thread::spawn(move || WorkspaceLock::acquire(&path, Duration::from_secs(60)).is_ok())
        };
        drop(first);
        assert!(waiting.join().unwrap());
    }
}
