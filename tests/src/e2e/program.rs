//! The binary, and a place to run it in.

use serde_json::Value;
use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// What every run takes for now.
pub(super) const NOW: &str = "2026-01-02T03:04:05Z";

/// The binary: `DATELINE_BIN`, else built once, in the directory and the profile of this suite.
pub(super) fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(path) = std::env::var_os("DATELINE_BIN") {
            return PathBuf::from(path);
        }
        // <target>/<profile>/deps/<this suite>
        let suite = std::env::current_exe().expect("a test knows where it is");
        let built = suite.ancestors().nth(2).expect("a test stands in deps").to_owned();
        let profile = match built.file_name().and_then(OsStr::to_str) {
            Some("debug") | None => "dev",
            Some(profile) => profile,
        };
        let target = built.parent().expect("a profile stands in the target directory");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["build", "--quiet", "--package", "dateline-cli", "--profile", profile, "--target-dir"])
            .arg(target)
            .current_dir(super::seeds::root())
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the program does not build");
        built.join(format!("dateline{}", std::env::consts::EXE_SUFFIX))
    })
}

/// A directory of its own in which the program runs.
#[derive(Debug)]
pub(super) struct Home {
    dir: TempDir,
    /// Every command has a seed of its own, so that no id comes twice.
    commands: Cell<u64>,
}

impl Home {
    /// An empty one.
    pub(super) fn new() -> Self {
        // In memory where there is some: what these tests ask does not depend on a disk.
        let mut place = tempfile::Builder::new();
        place.prefix("dateline-");
        let dir = place.tempdir_in("/dev/shm").or_else(|_| place.tempdir()).expect("a temporary directory");
        let above = dir.path().ancestors().find(|above| above.join(".dateline").exists());
        assert_eq!(above, None, "a workspace above the temporary directory would be found by every test");
        Self { dir, commands: Cell::new(0) }
    }

    /// One with a copy of all sample stories in `seeds`.
    pub(super) fn with_seeds() -> Self {
        let home = Self::new();
        for story in super::seeds::stories() {
            for article in &story.articles {
                let text = fs::read(super::seeds::root().join(article)).expect("a seed can be read");
                home.write(article, text);
            }
        }
        home
    }

    /// One in which all sample stories are ingested.
    pub(super) fn filled() -> Self {
        let home = Self::with_seeds();
        home.run(["ingest", "seeds"]).expect_code(0);
        home
    }

    /// One that holds what this one holds.
    pub(super) fn copied(&self) -> Self {
        fn copy(from: &Path, to: &Path) {
            fs::create_dir_all(to).expect("it can be made");
            for entry in fs::read_dir(from).expect("it can be read") {
                let path = entry.expect("it can be read").path();
                let target = to.join(path.file_name().expect("it has a name"));
                if path.is_dir() {
                    copy(&path, &target);
                } else {
                    fs::copy(&path, &target).expect("it can be copied");
                }
            }
        }
        let copied = Self::new();
        copy(self.path(), copied.path());
        copied.commands.set(self.commands.get());
        copied
    }

    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file, with the directories that it stands in.
    pub(super) fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a directory")).expect("it can be made");
        fs::write(path, content).expect("it can be written");
    }

    /// The command with these arguments, not yet started.
    pub(super) fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        self.commands.set(self.commands.get() + 1);
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("DATELINE_NOW", NOW)
            .env("DATELINE_SEED", self.commands.get().to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub(super) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Done {
        Done::of(&mut self.command(arguments))
    }

    /// The `data` and everything around it that a command answers with `--json`.
    pub(super) fn json(&self, arguments: &[&str]) -> Value {
        let done = self.run(arguments.iter().chain(&["--json"]));
        done.expect_code(0);
        done.json()
    }

    /// That everything stored is as it was stored.
    pub(super) fn expect_intact(&self) {
        self.run(["verify", "--deep"]).expect_code(0);
    }

    /// Where the stored articles came from, sorted.
    pub(super) fn sources(&self) -> Vec<String> {
        let listed = self.json(&["articles", "list"]);
        let articles = listed["data"]["articles"].as_array().expect("a list of articles");
        let mut sources: Vec<String> =
            articles.iter().map(|article| article["source"].as_str().expect("a source").to_owned()).collect();
        sources.sort();
        sources
    }
}

/// What a command did.
#[derive(Debug, Clone)]
pub(super) struct Done {
    /// The command line, for messages.
    line: String,
    /// `None` if a signal ended it.
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Done {
    pub(super) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program starts");
        Self::from_output(output, command)
    }

    pub(super) fn end_of(child: Child, command: &Command) -> Self {
        Self::from_output(child.wait_with_output().expect("the program ends"), command)
    }

    fn from_output(output: Output, command: &Command) -> Self {
        let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
        let line = std::iter::once("dateline".to_owned()).chain(words).collect::<Vec<_>>().join(" ");
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self { line, code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The command line.
    pub(super) fn line(&self) -> &str {
        &self.line
    }

    /// That it ended with `code`.
    #[track_caller]
    pub(super) fn expect_code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// That standard error says all of `words`.
    #[track_caller]
    pub(super) fn expect_said(&self, words: &[&str]) -> &Self {
        // Long sentences are wrapped.
        let said = self.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(said.contains(word), "nothing says {word:?}:\n{self}");
        }
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}:\n{self}"))
    }
}

impl std::fmt::Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { line, code, stdout, stderr } = self;
        write!(f, "$ {line}\nexit code {code:?}\n--- stdout\n{stdout}--- stderr\n{stderr}---")
    }
}

/// Compares `found` with the reference output of that name, or writes it if `UPDATE` is set.
#[track_caller]
pub(super) fn expect_reference(name: &str, found: &str) {
    let path = super::seeds::root().join("tests/expected").join(name);
    if updating() {
        fs::write(&path, found).expect("a reference can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == found,
        "{name} is not as expected; UPDATE=1 writes it anew.\n--- expected\n{expected}--- found\n{found}---"
    );
}

/// Whether references are to be written anew.
pub(super) fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| !value.is_empty())
}

/// The files of a ledger, by name.
pub(super) fn ledger(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(dir).expect("there is a ledger");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = paths
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("it can be read"))
        })
        .collect();
    files.sort();
    files
}
