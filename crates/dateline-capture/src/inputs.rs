//! From command-line arguments to a list of inputs, the same on every machine.

use crate::error::{CaptureError, Fault};
use crate::similar;
use crate::url;
use dateline_core::id::StoryName;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

mod pattern;

/// Something to read an article from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What to call it in messages and to store as its source: the path as reached from the argument, or
    /// `-`. Bytes of a path that are not UTF-8 are shown as U+FFFD.
    pub name: String,
    /// Where to read.
    pub source: Source,
    /// The story that its directory's name gives, if it was found by walking one.
    pub directory_story: Option<StoryName>,
}

/// Where to read an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// An address, to be fetched.
    Address(String),
}

/// Endings of the names of files that are taken from a directory.
const ENDINGS: [&str; 11] =
    ["txt", "text", "html", "htm", "xhtml", "rss", "atom", "xml", "jsonl", "ndjson", "warc"];

/// How many siblings are compared with a name that does not exist.
const MAX_SIBLINGS: usize = 10_000;

/// Expands arguments into inputs, in the order of the arguments, each directory's files sorted by the
/// bytes of their paths. An argument, or a file in a directory, that cannot be read gives an error in its
/// place and the others go on.
///
/// - A file is taken whatever it is called.
/// - A directory is walked: texts (`.txt`, `.text`), pages (`.html`, `.htm`, `.xhtml`), feeds
///   (`.rss`, `.atom`, `.xml`), JSON lines (`.jsonl`, `.ndjson`) and web archives (`.warc`, `.warc.gz`), hidden ones (their name begins with a full
///   stop) and links to directories passed over, so that no link can lead round in a circle.
/// - `-` is standard input.
/// - What begins with `http://` or `https://` and is no file is an address.
/// - What is no path and has `*`, `?` or `[` in it is a pattern, as a shell would have expanded it: each path that
///   fits is taken as if it had been given, sorted by their bytes. `**` stands for directories of any depth.
///
/// A file that is reached twice is taken once.
pub fn expand<P: AsRef<Path>>(arguments: &[P]) -> Vec<Result<Input, CaptureError>> {
    let mut found: Vec<Result<Input, CaptureError>> = Vec::new();
    let mut places: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for argument in arguments {
        for result in expand_one(argument.as_ref()) {
            let Ok(input) = &result else {
                found.push(result);
                continue;
            };
            let identity = match &input.source {
                Source::Stdin => PathBuf::from("-"),
                Source::File(path) => path.canonicalize().unwrap_or_else(|_| path.clone()),
                Source::Address(address) => PathBuf::from(address),
            };
            if let Some(Ok(first)) = places.get(&identity).map(|&place| &mut found[place]) {
                // Whether the file or its directory is named first must not change the story.
                if first.directory_story.is_none() {
                    first.directory_story.clone_from(&input.directory_story);
                }
            } else {
                places.insert(identity, found.len());
                found.push(result);
            }
        }
    }
    found
}

fn expand_one(argument: &Path) -> Vec<Result<Input, CaptureError>> {
    let error = |fault| vec![Err(CaptureError::new(argument.display().to_string(), fault))];
    if argument.as_os_str() == "-" {
        return vec![Ok(Input { name: "-".to_owned(), source: Source::Stdin, directory_story: None })];
    }
    match fs::metadata(argument) {
        Err(_) if is_address(argument) => address(argument),
        Err(e) if is_missing(&e) && pattern::is_pattern(argument) => fitting(argument),
        Err(e) if is_missing(&e) => error(Fault::Missing { closest: closest(argument) }),
        Err(e) => error(Fault::Unreadable(e)),
        Ok(metadata) => existing(argument, &metadata),
    }
}

fn existing(path: &Path, metadata: &fs::Metadata) -> Vec<Result<Input, CaptureError>> {
    if metadata.is_dir() {
        return walk(path);
    }
    vec![match special_kind(metadata.file_type()) {
        Some(kind) => Err(CaptureError::new(path.display().to_string(), Fault::Special(kind))),
        None => Ok(file(path.to_owned(), None)),
    }]
}

/// What fits a pattern, each taken as if it had been given.
fn fitting(argument: &Path) -> Vec<Result<Input, CaptureError>> {
    let paths = match pattern::paths(argument) {
        Ok(paths) => paths,
        Err(error) => return vec![Err(error)],
    };
    let taken = paths.into_iter().flat_map(|path| {
        let path = match path {
            Ok(path) => path,
            Err(error) => return vec![Err(error)],
        };
        match fs::metadata(&path) {
            Ok(metadata) => existing(&path, &metadata),
            // A link that leads nowhere.
            Err(error) if is_missing(&error) => {
                vec![Err(CaptureError::new(path.display().to_string(), Fault::Missing { closest: None }))]
            }
            Err(error) => {
                vec![Err(CaptureError::new(path.display().to_string(), Fault::Unreadable(error)))]
            }
        }
    });
    taken.collect()
}

/// An address: named as it was typed, to be asked for in canonical form.
fn address(argument: &Path) -> Vec<Result<Input, CaptureError>> {
    let name = argument.display().to_string();
    vec![match url::canonical(&name) {
        Ok(address) => Ok(Input { name, source: Source::Address(address), directory_story: None }),
        Err(error) => Err(CaptureError::new(name, Fault::BadAddress(error))),
    }]
}

fn file(path: PathBuf, directory_story: Option<StoryName>) -> Input {
    Input { name: path.display().to_string(), source: Source::File(path), directory_story }
}

fn walk(root: &Path) -> Vec<Result<Input, CaptureError>> {
    let mut found: Vec<(PathBuf, Result<Input, CaptureError>)> = Vec::new();
    let mut other_files = 0;
    let mut example: Option<PathBuf> = None;
    for entry in WalkDir::new(root).into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
    {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let cause = error.into_io_error().unwrap_or_else(|| io::Error::other("it cannot be walked"));
                let fault = CaptureError::new(path.display().to_string(), Fault::Unreadable(cause));
                found.push((path, Err(fault)));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.into_path();
        if !is_article_name(&path) {
            other_files += 1;
            example = Some(example.map_or_else(|| path.clone(), |first| first.min(path.clone())));
            continue;
        }
        // Follows a link to its file; one to a directory is passed over.
        let fault = match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => continue,
            Ok(metadata) => special_kind(metadata.file_type()).map(Fault::Special),
            Err(error) => Some(Fault::Unreadable(error)),
        };
        let result = match fault {
            None => Ok(file(path.clone(), directory_story(&path))),
            Some(fault) => Err(CaptureError::new(path.display().to_string(), fault)),
        };
        found.push((path, result));
    }
    if found.is_empty() {
        let example = example.map(|path| path.strip_prefix(root).unwrap_or(&path).display().to_string());
        let fault = Fault::NoArticles { other_files, example };
        return vec![Err(CaptureError::new(root.display().to_string(), fault))];
    }
    found.sort_by(|(a, _), (b, _)| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    found.into_iter().map(|(_, result)| result).collect()
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_article_name(path: &Path) -> bool {
    let is = |end: &std::ffi::OsStr| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known));
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    name.ends_with(".warc.gz") || path.extension().is_some_and(is)
}

/// The story that the name of the directory of `path` gives; `None` where it has neither letters nor
/// digits, or no name.
fn directory_story(path: &Path) -> Option<StoryName> {
    let directory = path.parent()?;
    // `.` and `..` are no names: ask what the directory is called.
    let name = match directory.file_name() {
        Some(name) => name.to_owned(),
        None if directory.as_os_str().is_empty() => {
            Path::new(".").canonicalize().ok()?.file_name()?.to_owned()
        }
        None => directory.canonicalize().ok()?.file_name()?.to_owned(),
    };
    StoryName::from_text(&name.to_string_lossy()).ok()
}

/// What an existing path is if it is not a file, with its article.
pub(crate) fn special_kind(kind: fs::FileType) -> Option<&'static str> {
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some("a directory");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
    }
    Some("something special")
}

fn is_missing(error: &io::Error) -> bool {
    // `a.txt/b` asks for something below a file.
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn is_address(argument: &Path) -> bool {
    argument.to_str().is_some_and(|text| {
        let text = text.to_ascii_lowercase();
        text.starts_with("http://") || text.starts_with("https://")
    })
}

/// An existing path spelled almost like `path`: the first component that does not exist, replaced by the
/// most similar name beside it.
fn closest(path: &Path) -> Option<PathBuf> {
    let mut missing = path;
    loop {
        let parent = missing.parent()?;
        let directory = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        if directory.is_dir() {
            let name = missing.file_name()?.to_str()?;
            let mut siblings: Vec<String> = fs::read_dir(directory)
                .ok()?
                .take(MAX_SIBLINGS)
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .collect();
            siblings.sort();
            // A link that leads nowhere has the name that was given.
            siblings.retain(|sibling| sibling != name);
            return similar::closest(name, siblings.iter().map(String::as_str))
                .map(|found| parent.join(found));
        }
        missing = parent;
    }
}

#[cfg(test)]
mod tests;
