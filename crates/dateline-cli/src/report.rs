//! What is told when a command cannot be done: of a failure, of a command line, of a bug of ours.

use crate::error::{Failure, WriteError, exit};
use crate::output::Output;
use crate::render::Style;
use crate::render::display::shown;
use dateline::{Error, ErrorKind};
use std::io::Write as _;
use std::panic::PanicHookInfo;

/// Tells a failure on standard error, and gives the exit code.
pub(crate) fn failure(failure: &Failure, output: &Output) -> u8 {
    match failure {
        // Whoever read us has gone away: nothing is wrong.
        Failure::Write(WriteError(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => exit::DONE,
        Failure::Write(WriteError(error)) => {
            output.say("error", Style::Bad, &format!("standard output cannot be written: {error}"));
            exit::IO
        }
        Failure::Usage(message, hint) => {
            output.say("error", Style::Bad, message);
            hints(output, hint.as_slice());
            exit::USAGE
        }
        Failure::Library(error) => {
            output.say("error", Style::Bad, &sentence(error));
            hints(output, &error.hints());
            code(error.kind())
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

/// Prints what clap says of a command line, and gives the exit code.
pub(crate) fn usage(error: &clap::Error) -> u8 {
    use clap::error::ErrorKind;
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // Who asks for nothing gets the help, as if asked for.
        let _ = write!(std::io::stdout().lock(), "{}", error.render());
        return exit::DONE;
    }
    // A reader that has gone away is no reason to fail.
    if error.use_stderr() {
        // It repeats what was typed, which may hold what a terminal would execute.
        let said = error.render().to_string();
        let mut stderr = std::io::stderr().lock();
        for line in said.lines() {
            let _ = writeln!(stderr, "{}", shown(line, false));
        }
    } else {
        let _ = error.print();
    }
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => exit::DONE,
        _ => exit::USAGE,
    }
}

/// Tells of a panic: it is our fault, and how to tell us.
pub(crate) fn bug(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let what = panic.payload();
    let what =
        what.downcast_ref::<&str>().copied().or_else(|| what.downcast_ref::<String>().map(String::as_str));
    let what = what.unwrap_or("no message");
    let filtered = shown(what, false);
    let _ = writeln!(
        std::io::stderr().lock(),
        "error: this is a bug in dateline {}, please report it: {filtered} ({place})\n  \
         what was acknowledged is stored; check with: dateline verify",
        env!("CARGO_PKG_VERSION"),
    );
}
