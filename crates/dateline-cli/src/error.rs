//! Why a command stops, and the exit codes.

use dateline::Error;
use std::io;

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

/// Standard output could not be written.
#[derive(Debug)]
pub(crate) struct WriteError(pub(crate) io::Error);

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
}
