//! From typed errors to what a person reads, and to exit codes.

use crate::output::{Output, WriteError};
use crate::render::Style;
use dateline::{Error, ErrorKind};

/// Exit codes, as documented.
pub(crate) mod exit {
    /// Done.
    pub(crate) const DONE: u8 = 0;
    /// "No", or there are findings.
    pub(crate) const FINDINGS: u8 = 1;
    /// The command line says something that cannot be done.
    pub(crate) const USAGE: u8 = 2;
    /// Some inputs failed or do not exist; the rest are stored.
    pub(crate) const INPUTS: u8 = 3;
    /// An id is unknown or ambiguous.
    pub(crate) const UNKNOWN: u8 = 4;
    /// Another process has the workspace.
    pub(crate) const BUSY: u8 = 5;
    /// Stored data is not as it was stored.
    pub(crate) const INTEGRITY: u8 = 6;
    /// The system could not read or write.
    pub(crate) const IO: u8 = 7;
    /// A bug.
    pub(crate) const BUG: u8 = 70;
    /// Interrupted.
    pub(crate) const INTERRUPTED: u8 = 130;
}

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library says so.
    Library(Error),
    /// The command line asks for what cannot be: message and hint.
    Usage(String, Option<String>),
    /// Standard output cannot be written.
    Write(WriteError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl Failure {
    /// A usage error with the command that would do.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage(message.into(), Some(hint.into()))
    }

    /// Tells it on standard error, and gives the exit code.
    pub(crate) fn report(&self, output: &Output) -> u8 {
        match self {
            // Whoever read us has gone away: nothing is wrong.
            Self::Write(WriteError(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => exit::DONE,
            Self::Write(WriteError(error)) => {
                output.say("error", Style::Bad, &format!("standard output cannot be written: {error}"));
                exit::IO
            }
            Self::Usage(message, hint) => {
                output.say("error", Style::Bad, message);
                hints(output, hint.as_slice());
                exit::USAGE
            }
            Self::Library(error) => {
                output.say("error", Style::Bad, &sentence(error));
                hints(output, &error.hints());
                code(error.kind())
            }
        }
    }
}

/// The error and what it rests on, in one sentence.
fn sentence(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = error.source();
    }
    text
}

fn hints(output: &Output, hints: &[String]) {
    for hint in hints {
        output.hint(hint);
    }
}

/// The exit code of a kind of error.
fn code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Usage => exit::USAGE,
        ErrorKind::Input => exit::INPUTS,
        ErrorKind::Unknown => exit::UNKNOWN,
        ErrorKind::Busy => exit::BUSY,
        ErrorKind::Integrity => exit::INTEGRITY,
        ErrorKind::Io => exit::IO,
        ErrorKind::Bug => exit::BUG,
    }
}
