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
        Ok(metadata) if metadata.is_dir() => walk(argument),
        Ok(metadata) => match special_kind(metadata.file_type()) {
            Some(kind) => error(Fault::Special(kind)),
            None => vec![Ok(file(argument.to_owned(), None))],
        },
        Err(_) if is_address(argument) => address(argument),
        Err(e) if is_missing(&e) => error(Fault::Missing { closest: closest(argument) }),
        Err(e) => error(Fault::Unreadable(e)),
    }
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
            return similar::closest(name, siblings.iter().map(String::as_str))
                .map(|found| parent.join(found));
        }
        missing = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url::UrlError;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "words").unwrap();
        }
        dir
    }

    /// Names relative to `root`, with the story after a colon, or the fault.
    fn listing(root: &Path, arguments: &[PathBuf]) -> Vec<String> {
        let root = format!("{}/", root.display());
        expand(arguments)
            .into_iter()
            .map(|result| match result {
                Ok(input) => {
                    let story = input.directory_story.map_or("-".to_owned(), |story| story.to_string());
                    format!("{}:{story}", input.name.replace(&root, ""))
                }
                Err(error) => format!("error {}", error.to_string().replace(&root, "")),
            })
            .collect()
    }

    #[test]
    fn a_directory_gives_its_articles_in_order_of_their_bytes() {
        let dir = tree(&[
            "s/b.txt",
            "s/a.TXT",
            "s/Z.text",
            "s/note.md",
            "s/.hidden.txt",
            "s/.dateline/x.txt",
            "s/T One/é.txt",
        ]);
        assert_eq!(
            listing(dir.path(), &[dir.path().join("s")]),
            ["s/T One/é.txt:t-one", "s/Z.text:s", "s/a.TXT:s", "s/b.txt:s"]
        );
    }

    #[test]
    fn a_file_has_no_story_and_any_name() {
        let dir = tree(&["s/note.md"]);
        assert_eq!(
            listing(dir.path(), &[dir.path().join("s/note.md"), PathBuf::from("-")]),
            ["s/note.md:-", "-:-"]
        );
    }

    #[test]
    fn dots_are_not_a_storys_name() {
        let dir = tree(&["Flood 2013/x/a.txt"]);
        let root = dir.path().join("Flood 2013/x/..");
        let stories: Vec<_> =
            expand(&[root]).into_iter().map(|input| input.unwrap().directory_story).collect();
        assert_eq!(stories, [Some(StoryName::from_text("x").unwrap())]);
        assert_eq!(
            directory_story(&dir.path().join("Flood 2013/x/../a.txt")).unwrap().as_str(),
            "flood-2013"
        );
        // The name of the directory the tests run in.
        assert_eq!(directory_story(Path::new("./a.txt")).unwrap().as_str(), "dateline-capture");
        assert_eq!(directory_story(Path::new("a.txt")).unwrap().as_str(), "dateline-capture");
    }

    #[test]
    fn a_file_reached_twice_is_taken_once_whatever_the_order() {
        let dir = tree(&["s/a.txt", "s/b.txt"]);
        let (all, one) = (dir.path().join("s"), dir.path().join("s/../s/b.txt"));
        assert_eq!(listing(dir.path(), &[all.clone(), one.clone()]), ["s/a.txt:s", "s/b.txt:s"]);
        assert_eq!(listing(dir.path(), &[one, all]), ["s/../s/b.txt:s", "s/a.txt:s"]);
        assert_eq!(expand(&["-", "-"]).len(), 1);
    }

    #[test]
    fn a_missing_path_gets_the_closest_name_and_the_others_go_on() {
        let dir = tree(&["seeds/geneva.txt"]);
        let at = |path: &str| dir.path().join(path);
        let results = expand(&[at("seeds/genva.txt"), at("seds/geneva.txt"), at("other"), at("seeds")]);
        let closest: Vec<_> = results
            .iter()
            .filter_map(|result| match &result.as_ref().err()?.fault {
                Fault::Missing { closest } => Some(closest.clone()),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(closest, [Some(at("seeds/geneva.txt")), Some(at("seeds")), None]);
        assert!(results[3].is_ok());
        let error = results[0].as_ref().unwrap_err();
        assert!(
            error.to_string().contains("genva.txt") && error.hint().unwrap().contains("geneva.txt"),
            "{error}"
        );
    }

    #[test]
    fn a_directory_without_articles_says_what_it_passed_over() {
        let dir = tree(&["s/b.md", "s/a.pdf", "empty/.keep"]);
        let told = listing(dir.path(), &[dir.path().join("s"), dir.path().join("empty")]);
        assert!(told[0].contains("a.pdf and 1 more were passed over"), "{told:?}");
        assert!(
            told[1].ends_with("texts, pages, feeds, JSON lines and web archives are taken, by their endings"),
            "{told:?}"
        );
    }

    #[test]
    fn an_address_is_told_from_a_missing_file() {
        let results = expand(&["HTTPS://news.example/a"]);
        let input = results[0].as_ref().unwrap();
        assert_eq!(
            (input.name.as_str(), &input.source),
            ("HTTPS://news.example/a", &Source::Address("https://news.example/a".to_owned()))
        );
        let twice = expand(&[
            "https://news.example/a",
            "https://NEWS.example/a#top",
            "http://me:secret@news.example/",
        ]);
        assert_eq!(twice.len(), 2, "one address is asked once");
        assert!(matches!(twice[1].as_ref().unwrap_err().fault, Fault::BadAddress(UrlError::Credentials)));
    }

    #[cfg(unix)]
    #[test]
    fn links_cannot_lead_in_a_circle() {
        use std::os::unix::fs::symlink;
        let dir = tree(&["s/a.txt", "elsewhere/b.txt"]);
        let at = |path: &str| dir.path().join(path);
        symlink(at("s"), at("s/round")).unwrap();
        symlink(at("s"), at("s/round.txt")).unwrap();
        symlink(at("elsewhere/b.txt"), at("s/link.txt")).unwrap();
        symlink(at("gone"), at("s/broken.txt")).unwrap();
        symlink(at("s/self.txt"), at("s/self.txt")).unwrap();
        let told = listing(dir.path(), &[at("s")]);
        assert_eq!((told[0].as_str(), told[2].as_str()), ("s/a.txt:s", "s/link.txt:s"), "{told:?}");
        assert!(told[1].starts_with("error s/broken.txt: it cannot be read"), "{told:?}");
        assert!(told[3].starts_with("error s/self.txt: it cannot be read"), "{told:?}");
        assert_eq!(told.len(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused() {
        let dir = tree(&["s/a.txt"]);
        let socket = dir.path().join("s/b.txt");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(
            listing(dir.path(), &[dir.path().join("s"), PathBuf::from("/dev/null")]),
            [
                "s/a.txt:s",
                "error s/b.txt: it is a socket, not a file",
                "error /dev/null: it is a device, not a file"
            ]
        );
    }
}
