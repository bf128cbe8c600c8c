//! `claims list`, `claims search`, `claims show`.

use crate::cli::{ClaimsVerb, Global};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render;
use dateline::{Answer, ClaimList};

/// Lists, finds or shows.
pub(crate) fn run(global: &Global, verb: &ClaimsVerb, output: &mut Output) -> Result<u8, Failure> {
    let workspace = context::workspace(global)?;
    let query = workspace.query(context::as_of(global)?)?;
    match verb {
        ClaimsVerb::List { story, all, about } => {
            let about = about.as_deref().map(|text| context::edtf("--about", text)).transpose()?;
            let (answer, nothing) = match &about {
                Some(time) => (query.claims_about(time, story.as_deref())?, "no claim describes that time"),
                None => (query.claims_list(story.as_deref(), *all)?, "there is no claim"),
            };
            list(&answer, nothing, output)?;
            Ok(exit::DONE)
        }
        ClaimsVerb::Search { words, story } => {
            let answer = query.claims_search(words, story.as_deref())?;
            list(&answer, "no claim has all of these words", output)?;
            Ok(if answer.data.claims.is_empty() { exit::FINDINGS } else { exit::DONE })
        }
        ClaimsVerb::Show { claim } => {
            let answer = query.claims_show(claim)?;
            if output.json {
                output.json(&answer)?;
            } else {
                output.lines(render::claim(&answer.data, output.look));
                output.warnings(&answer);
                output.next(&answer);
            }
            Ok(exit::DONE)
        }
    }
}

fn list(answer: &Answer<ClaimList>, empty: &str, output: &mut Output) -> Result<(), Failure> {
    if output.json {
        output.json(answer)?;
    } else if answer.data.claims.is_empty() {
        output.line(empty);
        output.warnings(answer);
    } else {
        output.lines(render::claims(&answer.data, output.look));
        output.warnings(answer);
    }
    Ok(())
}
