//! `audit`: what the claims rest on.

use crate::cli::{AuditArgs, FailOn, Global};
use crate::context;
use crate::error::{Failure, exit};
use crate::output::Output;
use crate::render::{self, Line, Style};
use dateline::audit::{CheckId, Severity};

/// Makes the checks, or explains one.
pub(crate) fn run(global: &Global, args: &AuditArgs, output: &mut Output) -> Result<u8, Failure> {
    if let Some(wanted) = &args.explain {
        return explain(wanted, output);
    }
    let workspace = context::workspace(global)?;
    let answer = workspace.query(context::as_of(global)?)?.audit(args.story.as_deref())?;
    if output.json {
        output.json(&answer)?;
    } else {
        output.lines(render::audit(&answer.data, output.look));
        output.warnings(&answer);
        output.next(&answer);
    }
    let integrity = answer.data.findings.iter().any(|finding| finding.severity == Severity::Critical);
    let limit = args.fail_on.map(|limit| match limit {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
    });
    let failed =
        answer.data.findings.iter().any(|finding| limit.is_some_and(|limit| finding.severity >= limit));
    Ok(match (integrity, failed) {
        (true, _) => exit::INTEGRITY,
        (false, true) => exit::FINDINGS,
        (false, false) => exit::DONE,
    })
}

/// Explains the checks that `wanted` names: an id, or a word of their titles.
fn explain(wanted: &str, output: &mut Output) -> Result<u8, Failure> {
    let word = wanted.to_lowercase();
    let in_words = |check: &CheckId| {
        check.title().to_lowercase().contains(&word) || check.explain().to_lowercase().contains(&word)
    };
    let found: Vec<CheckId> = match wanted.parse() {
        Ok(check) => vec![check],
        Err(_) => CheckId::ALL.iter().copied().filter(in_words).collect(),
    };
    if found.is_empty() {
        let error = dateline::Error::Unknown {
            what: dateline::Named::Check,
            reference: wanted.to_owned(),
            closest: CheckId::ALL
                .iter()
                .filter(|check| check.is_implemented())
                .map(|check| dateline::Candidate { id: check.to_string(), about: String::new() })
                .collect(),
        };
        return Err(error.into());
    }
    for check in found {
        let made = if check.is_implemented() { "" } else { ", not made by this version" };
        output.line(Line::of(Style::Strong, check.to_string()).text(format!(
            " {}: {}{made}",
            check.severity(),
            check.title()
        )));
        let look = output.look;
        output.lines(
            look.wrap(check.explain(), look.width - 2).into_iter().map(|line| format!("  {line}").into()),
        );
    }
    Ok(exit::DONE)
}
