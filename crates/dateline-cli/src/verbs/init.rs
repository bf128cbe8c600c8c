//! `init`: make a workspace.

use crate::cli::{Global, InitArgs};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use dateline::{Error, Workspace};

/// Makes it. One that is there already is as good.
pub(crate) fn run(global: &Global, args: &InitArgs, output: &mut Output) -> Result<u8, Failure> {
    let dir = global.workspace.as_ref().unwrap_or(&args.dir);
    let (workspace, made) = match Workspace::init(dir, context::environment()?) {
        Ok(workspace) => (workspace, true),
        Err(Error::WorkspaceExists { .. }) => (Workspace::open(dir, context::environment()?)?, false),
        Err(error) => return Err(error.into()),
    };
    let answer = workspace.made();
    if output.json {
        output.json(&answer)?;
    } else {
        let root = context::as_typed(workspace.root());
        let what = if made { "made a workspace" } else { "there is a workspace already" };
        output.line(format!("{what} in {root}"));
        output.next(&answer);
    }
    Ok(exit::DONE)
}
