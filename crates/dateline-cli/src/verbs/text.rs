//! `completions` and `man`: made from the command surface itself, so that they cannot lag behind.

use crate::cli::{Cli, CompletionsArgs};
use crate::error::exit;
use crate::output::Output;
use clap::CommandFactory as _;

/// Prints a completion script.
pub(crate) fn completions(args: &CompletionsArgs, output: &mut Output) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dateline", &mut script);
    output.own_text(&script);
    exit::DONE
}

/// What the manual page says beyond the flags.
const ENVIRONMENT: &str = r#".SH ENVIRONMENT
.TP
DATELINE_WORKSPACE
The workspace, where \-\-workspace is not given.
.TP
DATELINE_ACTOR
Who is at work: a name that every event keeps. Empty by default.
.TP
DATELINE_NOW
An instant (2026\-01\-02T03:04:05Z) taken instead of the clock: for tests, and for repeating a run.
.TP
DATELINE_SEED
A number from which ids and salts are made instead of randomness: for tests only.
.TP
NO_COLOR, TERM=dumb
No colour, unless \-\-color=always.
.TP
COLUMNS
Columns to fill, where \-\-width is not given.
.SH "EXIT STATUS"
0 done; 1 findings, or "no"; 2 the command line asks for what cannot be done; 3 some inputs failed or do
not exist, the rest are stored; 4 an id is unknown or ambiguous; 5 another process has the workspace;
6 stored data is not as it was stored; 7 the system could not read or write; 70 a bug; 130 interrupted.
.SH EXAMPLES
.nf
dateline ingest report.txt \-\-published 2013\-08\-10 \-\-story geneva\-ii
dateline changes
dateline history geneva\-ii/date
dateline source geneva\-ii/date@2
.fi
"#;

/// Prints the manual page: `dateline`, then a section for each verb.
pub(crate) fn manual(output: &mut Output) -> u8 {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    let man = clap_mangen::Man::new(command.clone());
    // Writing into memory cannot fail.
    let _ = man.render_title(&mut page);
    let _ = man.render_name_section(&mut page);
    let _ = man.render_synopsis_section(&mut page);
    let _ = man.render_description_section(&mut page);
    let _ = man.render_options_section(&mut page);
    page.extend_from_slice(b".SH COMMANDS\n");
    verbs(&command, "dateline", &mut page);
    page.extend_from_slice(ENVIRONMENT.as_bytes());
    let _ = man.render_version_section(&mut page);
    output.own_text(&page);
    exit::DONE
}

/// Appends a paragraph for every verb below `command`.
fn verbs(command: &clap::Command, path: &str, page: &mut Vec<u8>) {
    use std::fmt::Write as _;
    for verb in command.get_subcommands() {
        let path = format!("{path} {}", verb.get_name());
        if verb.has_subcommands() {
            verbs(verb, &path, page);
            continue;
        }
        let mut text = format!(".SS \"{}\"\n", escaped(&path));
        let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "{}.", escaped(&about));
        let own = verb.get_arguments().filter(|arg| !arg.is_global_set() && !arg.is_hide_set());
        for arg in own.filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version")) {
            let value = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
            let name = match (arg.get_short(), arg.get_long()) {
                (Some(short), Some(long)) => format!("-{short}, --{long}"),
                (None, Some(long)) => format!("--{long}"),
                (Some(short), None) => format!("-{short}"),
                (None, None) => String::new(),
            };
            let takes = arg.get_action().takes_values();
            let head = if takes { format!("{name} {value}") } else { name };
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, ".TP\n\\fB{}\\fR\n{}", escaped(head.trim()), escaped(&help));
        }
        page.extend_from_slice(text.as_bytes());
    }
}

/// `text` for troff: hyphens stay hyphens, a leading full stop is no request.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-").replace('"', "\\(dq").replace('\n', " ");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
