//! `schema`: the JSON Schemas of the answers.

use crate::cli::SchemaArgs;
use crate::error::{Failure, exit};
use crate::output::Output;

/// The schemas, by command. Each stands alone; what they share is written into each when they are made.
pub(crate) const SCHEMAS: [(&str, &str); 16] = [
    ("articles list", include_str!("../../schemas/articles-list.json")),
    ("articles set", include_str!("../../schemas/articles-set.json")),
    ("articles show", include_str!("../../schemas/articles-show.json")),
    ("audit", include_str!("../../schemas/audit.json")),
    ("changes", include_str!("../../schemas/changes.json")),
    ("claims list", include_str!("../../schemas/claims-list.json")),
    ("claims show", include_str!("../../schemas/claims-show.json")),
    ("diff", include_str!("../../schemas/diff.json")),
    ("doctor", include_str!("../../schemas/doctor.json")),
    ("history", include_str!("../../schemas/history.json")),
    ("ingest", include_str!("../../schemas/ingest.json")),
    ("init", include_str!("../../schemas/init.json")),
    ("log", include_str!("../../schemas/log.json")),
    ("rebuild", include_str!("../../schemas/rebuild.json")),
    ("source", include_str!("../../schemas/source.json")),
    ("verify", include_str!("../../schemas/verify.json")),
];

/// Prints the schema of a command, or the commands that have one.
pub(crate) fn run(args: &SchemaArgs, output: &mut Output) -> Result<u8, Failure> {
    // `schema articles list`, `schema articles-list` and `schema "articles list"` mean the same.
    let wanted = args.command.join(" ").replace('-', " ");
    if wanted.is_empty() {
        for (name, _) in SCHEMAS {
            output.line(name);
        }
        return Ok(exit::DONE);
    }
    let name = if wanted == "claims search" { "claims list" } else { wanted.as_str() };
    let found = SCHEMAS.iter().find(|(command, _)| *command == name);
    let Some((_, schema)) = found else {
        return Err(Failure::usage(format!("no schema for {wanted:?}"), "dateline schema"));
    };
    output.own_text(schema.as_bytes());
    Ok(exit::DONE)
}
