//! `doctor`: how the program and the workspace are.

use crate::cli::Global;
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::{Health, Workspace};

/// Looks, and says.
pub(crate) fn run(global: &Global, output: &mut Output) -> Result<u8, Failure> {
    let place = context::place(global);
    let answer = Workspace::doctor(place.as_deref(), context::environment()?);
    if output.json {
        output.json(&answer)?;
    } else {
        output.lines(render::doctor(&answer.data, output.look));
    }
    let broken = answer.data.findings.iter().any(|finding| finding.health == Health::Broken);
    Ok(if broken { exit::FINDINGS } else { exit::DONE })
}
