//! The directories of views: opening, making anew, swapping in, setting aside.
//!
//! | name | what it is |
//! |---|---|
//! | `articles@7` | the view |
//! | `articles@7.new` | one that is being made anew; removed if found |
//! | `articles@7.old` | the one it replaces, for a moment; removed if found |
//! | `articles@7.damaged-2` | one that could not be read; kept until the next rebuild |

use super::contain::contained;
use super::packed::Packer;
use super::{CACHE_BYTES, View, ViewError, ViewName, judge};
use crate::layout::sync_directory;
use crate::parallel::threads;
use std::cell::RefCell;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a directory that this process just closed may stay locked.
const LINGER: Duration = Duration::from_secs(5);
/// How many damaged directories of one view are kept.
const MOST_SET_ASIDE: u32 = 3;
const POLL: Duration = Duration::from_millis(5);

impl View {
    /// Opens a view among the `views`, or begins it.
    pub(crate) fn open(views: &Path, name: ViewName) -> Result<Self, ViewError> {
        let dir = views.join(name.directory());
        // Left by a rebuild that was interrupted: the view itself is there, or is folded again.
        for unfinished in ["new", "old"] {
            remove(&with_suffix(&dir, unfinished))?;
        }
        open_at(&dir, name, true)
    }

    /// Begins a view beside the one that is there, to be swapped in when it is whole.
    pub(crate) fn begin_anew(views: &Path, name: ViewName) -> Result<Self, ViewError> {
        let dir = with_suffix(&views.join(name.directory()), "new");
        remove(&dir)?;
        open_at(&dir, name, false)
    }

    /// Puts a view that was begun anew in the place of the former one, which nobody may have open.
    pub(crate) fn swap_in(self, views: &Path) -> Result<Self, ViewError> {
        let (name, new) = (self.name, self.dir.clone());
        self.sled(|db| db.flush().map(drop))?;
        self.sync()?;
        drop(self);
        sync_files(&new)?;
        let dir = views.join(name.directory());
        let old = with_suffix(&dir, "old");
        remove(&old)?;
        if dir.exists() {
            rename(&dir, &old)?;
        }
        rename(&new, &dir)?;
        sync_directory(views).map_err(|source| ViewError::Io { path: views.to_path_buf(), source })?;
        remove(&old)?;
        open_at(&dir, name, true)
    }
}

/// Renames a damaged view's directory, so that it can be looked at and a new one be made. Of more than a few
/// the last is kept.
pub(crate) fn set_aside(views: &Path, name: ViewName) -> Result<(), ViewError> {
    let dir = views.join(name.directory());
    let aside = |n: u32| with_suffix(&dir, &format!("damaged-{n}"));
    let mut number = 1;
    while number < MOST_SET_ASIDE && aside(number).exists() {
        number += 1;
    }
    if !dir.exists() {
        return Ok(());
    }
    remove(&aside(number))?;
    rename(&dir, &aside(number))
}

/// Removes a view, which nobody may have open.
pub(crate) fn remove_view(views: &Path, name: ViewName) -> Result<(), ViewError> {
    remove(&views.join(name.directory()))
}

/// Removes views of other versions and those that were set aside.
pub(crate) fn remove_superseded(views: &Path) -> Result<(), ViewError> {
    let io = |source| ViewError::Io { path: views.to_path_buf(), source };
    for entry in fs::read_dir(views).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name();
        let current = ViewName::ALL.iter().any(|view| name == *view.directory());
        let is_view = name.to_str().is_some_and(|name| name.contains('@'));
        if is_view && !current {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn open_at(dir: &Path, name: ViewName, synced: bool) -> Result<View, ViewError> {
    let config = sled::Config::new().path(dir).cache_capacity(CACHE_BYTES).flush_every_ms(None);
    let asked = Instant::now();
    let db = loop {
        match contained(|| config.open()) {
            Ok(Ok(db)) => break db,
            // Another process cannot have it: whoever opens a view holds the workspace's lock.
            Ok(Err(error)) if is_locked(&error) && asked.elapsed() < LINGER => std::thread::sleep(POLL),
            Ok(Err(error)) => return Err(judge(name, dir, error)),
            Err(what) => return Err(ViewError::Damaged { view: name, what }),
        }
    };
    let path = dir.join("db");
    let file = OpenOptions::new().write(true).open(&path).map_err(|source| ViewError::Io { path, source })?;
    let packers = (0..threads()).map(|_| Packer::new()).collect::<io::Result<_>>();
    let packers = packers.map_err(|source| ViewError::Io { path: dir.to_path_buf(), source })?;
    Ok(View { name, dir: dir.to_path_buf(), db: Some(db), file, packers: RefCell::new(packers), synced })
}

fn is_locked(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(e) if e.to_string().contains("could not acquire lock"))
}

fn with_suffix(dir: &Path, suffix: &str) -> PathBuf {
    let mut name = dir.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

fn rename(from: &Path, to: &Path) -> Result<(), ViewError> {
    fs::rename(from, to).map_err(|source| ViewError::Io { path: from.to_path_buf(), source })
}

fn remove(dir: &Path) -> Result<(), ViewError> {
    match fs::remove_dir_all(dir) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ViewError::Io { path: dir.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

/// Waits until every file of a directory is on the disk, and the directory with them.
fn sync_files(dir: &Path) -> Result<(), ViewError> {
    let io = |source| ViewError::Io { path: dir.to_path_buf(), source };
    for entry in fs::read_dir(dir).map_err(io)? {
        let entry = entry.map_err(io)?;
        if entry.file_type().map_err(io)?.is_dir() {
            sync_files(&entry.path())?;
        } else {
            OpenOptions::new().write(true).open(entry.path()).and_then(|file| file.sync_all()).map_err(io)?;
        }
    }
    sync_directory(dir).map_err(io)
}
