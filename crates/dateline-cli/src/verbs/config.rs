//! `config`: settings, and where they come from.

use crate::cli::Global;
use crate::cli::review::ConfigVerb;
use crate::config;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;

/// Gets, sets or lists.
pub(crate) fn run(global: &Global, verb: &ConfigVerb, output: &mut Output) -> Result<u8, Failure> {
    let root = context::place(global);
    match verb {
        ConfigVerb::Get { key } => {
            known(key)?;
            match config::value(key, root.as_deref())? {
                Some((value, _)) => output.line(value),
                None => return Ok(exit::FINDINGS),
            }
        }
        ConfigVerb::Set { key, value, user } => {
            known(key)?;
            let file = if *user {
                config::user_file().ok_or_else(|| {
                    Failure::usage(
                        "there is no place for a file of yours: HOME is not set",
                        "dateline config set KEY VALUE",
                    )
                })?
            } else {
                config::workspace_file(&root.ok_or_else(context::no_workspace)?)
            };
            config::set(&file, key, value)?;
            output.tell(format!("{key} is set in {}", context::as_typed(&file)));
        }
        ConfigVerb::List => {
            for key in config::KEYS {
                match config::value(key, root.as_deref())? {
                    Some((value, origin)) => output.line(format!("{key} = {value}    {origin}")),
                    None => output.line(format!("# {key} is not set")),
                }
            }
        }
        ConfigVerb::Path => {
            for file in root.as_deref().map(config::workspace_file).into_iter().chain(config::user_file()) {
                output.line(file.display().to_string());
            }
        }
    }
    Ok(exit::DONE)
}

fn known(key: &str) -> Result<(), Failure> {
    if config::KEYS.contains(&key) {
        return Ok(());
    }
    let keys = config::KEYS.join(", ");
    Err(Failure::usage(format!("there is no setting {key:?}"), format!("settings: {keys}")))
}
