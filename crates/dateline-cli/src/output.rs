//! Where output goes: data to standard output, everything else to standard error. Both through the
//! display filter; a reader that has gone away ends the program quietly.

use crate::cli::{Global, When};
use crate::error::{Failure, WriteError};
use crate::render::display::json_escaped;
use crate::render::{Line, Look, Style};
use dateline::{Answer, Warning, Weight};
use serde::Serialize;
use std::cell::RefCell;
use std::io::{self, IsTerminal as _, Write as _};

/// Most warnings that are shown unless more are asked for.
const MOST_WARNINGS: usize = 12;

/// The two streams, and how they look.
#[derive(Debug)]
pub(crate) struct Output {
    /// Standard output's look.
    pub(crate) look: Look,
    /// Standard error's look.
    pub(crate) error_look: Look,
    /// Say less.
    pub(crate) quiet: bool,
    /// Say more.
    pub(crate) verbose: bool,
    /// JSON instead of text.
    pub(crate) json: bool,
    /// What is to be written to standard output, before the next word on standard error.
    written: RefCell<Vec<u8>>,
    /// Why standard output could not be written, once.
    failed: RefCell<Option<io::Error>>,
}

impl Output {
    /// As the flags and the environment ask for.
    pub(crate) fn new(global: &Global) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let color = |terminal: bool| match global.color {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !plain,
        };
        let width = width(global);
        let look = |color| Look { width, ascii: global.ascii, color };
        Self {
            look: look(color(io::stdout().is_terminal())),
            error_look: look(color(io::stderr().is_terminal())),
            quiet: global.quiet,
            verbose: global.verbose,
            json: global.json,
            written: RefCell::default(),
            failed: RefCell::default(),
        }
    }

    /// Whether progress may be shown.
    pub(crate) fn progress_allowed(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Takes a line for standard output.
    pub(crate) fn line(&mut self, line: impl Into<Line>) {
        let line = line.into().rendered(self.look);
        self.written.get_mut().extend_from_slice(line.as_bytes());
        self.written.get_mut().push(b'\n');
    }

    /// Takes lines for standard output.
    pub(crate) fn lines(&mut self, lines: impl IntoIterator<Item = Line>) {
        lines.into_iter().for_each(|line| self.line(line));
    }

    /// Takes text that is our own and holds no article's words (a manual page, a schema).
    pub(crate) fn own_text(&mut self, text: &[u8]) {
        self.written.get_mut().extend_from_slice(text);
    }

    /// Takes an answer as JSON.
    pub(crate) fn json<T: Serialize>(&mut self, answer: &Answer<T>) -> Result<(), WriteError> {
        let json = serde_json::to_string_pretty(answer).map_err(|error| WriteError(error.into()))?;
        self.written.get_mut().extend_from_slice(json_escaped(&json).as_bytes());
        self.written.get_mut().push(b'\n');
        Ok(())
    }

    /// Prints on what limits an answer rests, if on any, and its warnings on standard error.
    pub(crate) fn warnings<T>(&self, answer: &Answer<T>) {
        if self.json {
            return;
        }
        if answer.basis.is_limited() {
            // It belongs to the answer, wherever that is sent.
            let line = Line::of(Style::Faint, format!("basis: {}", answer.basis.in_words(answer.at_op)));
            for line in line.wrapped(self.look, self.look.width, 2) {
                self.written.borrow_mut().extend_from_slice(line.rendered(self.look).as_bytes());
                self.written.borrow_mut().push(b'\n');
            }
        }
        self.told(&answer.warnings);
    }

    /// Prints warnings on standard error.
    pub(crate) fn told(&self, warnings: &[Warning]) {
        if self.quiet {
            return;
        }
        let most = if self.verbose { usize::MAX } else { MOST_WARNINGS };
        for warning in warnings.iter().take(most) {
            let (name, style) = match warning.weight {
                Weight::Warning => ("warning", Style::Warn),
                Weight::Note => ("note", Style::Faint),
            };
            self.say(name, style, &warning.message);
            for detail in &warning.details {
                self.tell(Line::from(format!("  {detail}")));
            }
            if let Some(hint) = &warning.hint {
                self.hint(hint);
            }
        }
        if let Some(more) = warnings.len().checked_sub(most).filter(|&more| more > 0) {
            self.tell(format!("and {more} more; --verbose shows them all"));
        }
    }

    /// Prints `name: message` on standard error, wrapped.
    pub(crate) fn say(&self, name: &str, style: Style, message: &str) {
        let look = self.error_look;
        let wrapped = look.wrap(message, look.width.saturating_sub(name.len() + 2));
        for (at, part) in wrapped.into_iter().enumerate() {
            let lead = if at == 0 { Line::of(style, name).text(": ") } else { Line::from("  ") };
            self.tell(lead.text(part));
        }
    }

    /// Prints a hint on standard error, wrapped.
    pub(crate) fn hint(&self, hint: &str) {
        let line = Line::from("  hint: ").with(Style::Strong, hint);
        for line in line.wrapped(self.error_look, self.error_look.width, 8) {
            self.tell(line);
        }
    }

    /// Prints a line on standard error. A reader that has gone away is no reason to fail.
    pub(crate) fn tell(&self, line: impl Into<Line>) {
        self.write_out();
        let line = line.into().rendered(self.error_look);
        let _ = writeln!(io::stderr().lock(), "{line}");
    }

    /// Prints `text` over the current line of standard error, without going on to the next.
    pub(crate) fn progress(&self, text: &str) {
        let fitted = self.error_look.pad(text, self.error_look.width.saturating_sub(1).min(78));
        let mut stderr = io::stderr().lock();
        let _ = write!(stderr, "\r{fitted}\r");
        let _ = stderr.flush();
    }

    /// Wipes what [`Output::progress`] left.
    pub(crate) fn end_progress(&self) {
        if self.progress_allowed() {
            self.progress("");
        }
    }

    /// Prints the first of the commands that come next on standard error, where it is a terminal.
    pub(crate) fn next<T>(&self, answer: &Answer<T>) {
        if self.quiet || self.json || !io::stderr().is_terminal() {
            return;
        }
        if let Some(next) = answer.next.first() {
            self.tell(Line::from("next: ").with(Style::Strong, next.as_str()));
        }
    }

    /// Writes everything taken so far to standard output.
    pub(crate) fn flush(&self) -> Result<(), WriteError> {
        self.write_out();
        self.failed.borrow_mut().take().map_or(Ok(()), |error| Err(WriteError(error)))
    }

    /// Standard output for data that is too much to be kept first. On a terminal it goes through the display
    /// filter; JSON says the same with it.
    pub(crate) fn stream(&self) -> Stream {
        self.write_out();
        Stream { filtered: io::stdout().is_terminal(), kept: Vec::new(), failed: None }
    }

    /// Writes everything taken so far to standard output; whether that failed is told by [`Output::flush`].
    pub(crate) fn write_out(&self) {
        let written = self.written.take();
        if written.is_empty() || self.failed.borrow().is_some() {
            return;
        }
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout.write_all(&written).and_then(|()| stdout.flush()) {
            self.failed.replace(Some(error));
        }
    }
}

/// What [`Output::stream`] gives: whole lines of JSON to standard output.
#[derive(Debug)]
pub(crate) struct Stream {
    filtered: bool,
    kept: Vec<u8>,
    failed: Option<io::Error>,
}

impl Stream {
    /// The error of someone who wrote here; a failure of standard output as such.
    pub(crate) fn failure(self, error: dateline::Error) -> Failure {
        self.failed.map_or(error.into(), |error| WriteError(error).into())
    }

    fn send(&mut self) -> io::Result<()> {
        let kept = std::mem::take(&mut self.kept);
        let mut stdout = io::stdout().lock();
        let sent = match str::from_utf8(&kept) {
            Ok(text) if self.filtered => stdout.write_all(json_escaped(text).as_bytes()),
            _ => stdout.write_all(&kept),
        };
        sent.and_then(|()| stdout.flush()).inspect_err(|error| self.failed = Some(error.kind().into()))
    }
}

impl io::Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.kept.extend_from_slice(bytes);
        if self.kept.len() >= 1 << 16 && self.kept.ends_with(b"\n") {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// Columns: the flag, else `COLUMNS`, else the terminal's, else 80.
fn width(global: &Global) -> usize {
    let given = global.width.map(usize::from);
    let variable = || std::env::var("COLUMNS").ok()?.parse::<usize>().ok().filter(|&width| width >= 20);
    let terminal = || {
        let stdout = io::stdout();
        stdout.is_terminal().then(|| terminal_size::terminal_size_of(&stdout))?.map(|(w, _)| usize::from(w.0))
    };
    given.or_else(variable).or_else(terminal).unwrap_or(80).clamp(20, 1000)
}
