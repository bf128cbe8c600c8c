//! `schema`: the JSON Schemas of the answers.

use crate::cli::SchemaArgs;
use crate::error::{Failure, exit};
use crate::output::Output;
use serde_json::{Map, Value};

/// The schemas, by command. `$ref`s point into [`SHARED`].
const SCHEMAS: [(&str, &str); 29] = [
    ("articles general", include_str!("../../schemas/articles-general.json")),
    ("articles list", include_str!("../../schemas/articles-list.json")),
    ("articles revisions", include_str!("../../schemas/articles-revisions.json")),
    ("articles set", include_str!("../../schemas/articles-set.json")),
    ("articles show", include_str!("../../schemas/articles-show.json")),
    ("audit", include_str!("../../schemas/audit.json")),
    ("changes", include_str!("../../schemas/changes.json")),
    ("claims list", include_str!("../../schemas/claims-list.json")),
    ("claims show", include_str!("../../schemas/claims-show.json")),
    ("diff", include_str!("../../schemas/diff.json")),
    ("diff revisions", include_str!("../../schemas/diff-revisions.json")),
    ("doctor", include_str!("../../schemas/doctor.json")),
    ("explain", include_str!("../../schemas/explain.json")),
    ("export jsonl", include_str!("../../schemas/export-jsonl.json")),
    ("history", include_str!("../../schemas/history.json")),
    ("import jsonl", include_str!("../../schemas/import-jsonl.json")),
    ("ingest", include_str!("../../schemas/ingest.json")),
    ("init", include_str!("../../schemas/init.json")),
    ("judge", include_str!("../../schemas/judge.json")),
    ("log", include_str!("../../schemas/log.json")),
    ("merge jsonl", include_str!("../../schemas/merge-jsonl.json")),
    ("rebuild", include_str!("../../schemas/rebuild.json")),
    ("review", include_str!("../../schemas/review.json")),
    ("rule try", include_str!("../../schemas/rule-try.json")),
    ("source", include_str!("../../schemas/source.json")),
    ("undo", include_str!("../../schemas/undo.json")),
    ("verify", include_str!("../../schemas/verify.json")),
    ("watch list", include_str!("../../schemas/watch-list.json")),
    ("watch run", include_str!("../../schemas/watch-run.json")),
];

/// What several schemas share.
const SHARED: &str = include_str!("../../schemas/shared.json");

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
    // A search answers with a list.
    let name = match wanted.as_str() {
        "claims search" => "claims list",
        "redo" => "undo",
        "watch add" | "watch remove" => "watch list",
        judging if judging.starts_with("review ") => "judge",
        other => other,
    };
    let Some(schema) = schema(name) else {
        return Err(Failure::usage(
            format!("there is no schema for {wanted:?}"),
            "dateline schema lists them",
        ));
    };
    output.own_text(format!("{schema:#}\n").as_bytes());
    Ok(exit::DONE)
}

/// The schema of a command, whole: with the definitions it uses, and no others.
fn schema(command: &str) -> Option<Value> {
    let (_, text) = SCHEMAS.iter().find(|(name, _)| *name == command)?;
    let mut schema: Value = serde_json::from_str(text).ok()?;
    let shared: Value = serde_json::from_str(SHARED).ok()?;
    let shared = shared.get("$defs")?.as_object()?;
    let mut used = Map::new();
    let mut wanted = references(&schema);
    while let Some(name) = wanted.pop() {
        if !used.contains_key(&name) {
            let definition = shared.get(&name)?;
            wanted.extend(references(definition));
            used.insert(name, definition.clone());
        }
    }
    schema.as_object_mut()?.insert("$defs".to_owned(), Value::Object(used));
    Some(schema)
}

/// The names of all definitions that `value` points to.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match (name.as_str(), value) {
                ("$ref", Value::String(target)) => {
                    target.strip_prefix("#/$defs/").map(str::to_owned).into_iter().collect()
                }
                _ => references(value),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::fetch;
    use dateline::id::Sha256Hex;
    use dateline::observed::{Body, Fetch, Field, Request};
    use dateline::{
        Answer, AsOf, Asked, Clock, Environment, HistoryFilter, IdSource, IngestOptions, Key, Layer,
        ReviewFilter, Ruling, Workspace,
    };
    use serde::Serialize;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::AtomicBool;

    /// Every fault of `answer` against its schema.
    fn check<T: Serialize>(command: &str, answer: &Answer<T>) {
        let schema = schema(command).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let json = serde_json::to_value(answer).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&json).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{command}: {faults:#?}");
        // What is told is required, at the top and in `data`.
        for field in ["at_op", "warnings", "data"] {
            let mut without = json.clone();
            without.as_object_mut().unwrap().remove(field);
            assert!(!validator.is_valid(&without), "{command} does without {field}");
        }
        let mut more = json.clone();
        more["data"]["unheard_of"] = Value::Null;
        assert!(!validator.is_valid(&more), "{command} takes a field it does not know");
    }

    fn environment() -> Environment {
        let clock = Clock::Fixed("2026-01-02T03:04:05Z".parse().unwrap());
        Environment { clock, ids: IdSource::seeded(1), actor: "Ines".to_owned(), ..Environment::default() }
    }

    const BEFORE: &str = "---\npublished: 2013-08-10\npublisher: The Post\n---\n\
        The Lisbon summit will probably be held sometime after August, said Ana Reis, the deputy spokeswoman.\n";
    const AFTER: &str = "On Monday Ana Reis said that the Lisbon summit, tentatively set for November 23, \
        would go on. At least 12 people were killed. Trains carried the guests.\n";

    /// A rule of which an example does not hold.
    const RULES: &str = "rule going.on/1\n  attribute going-on\n  normal yes\n  \
        match subject:<event> ..9 [ would go on ]\n  yes The summit went on. | summit | yes\n  no The summit opened.\n";

    fn filled(dir: &Path) -> Workspace {
        let story = dir.join("lisbon");
        std::fs::create_dir(&story).unwrap();
        std::fs::write(story.join("a.txt"), BEFORE).unwrap();
        std::fs::write(story.join("b.txt"), AFTER).unwrap();
        let mut workspace = Workspace::init(dir, environment()).unwrap();
        check("init", &workspace.made());
        let options = IngestOptions {
            inputs: vec![story, PathBuf::from("/does/not/exist")],
            changes: true,
            ..IngestOptions::default()
        };
        let answer = workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap();
        check("ingest", &answer);
        assert_eq!((answer.data.stored, answer.data.failures.len()), (2, 1));
        workspace
    }

    /// What a silent edit of the article of `AFTER` is told as.
    fn edited(workspace: &mut Workspace, dir: &Path, article: &str) {
        let file = dir.join("c.txt");
        std::fs::write(&file, AFTER.replace("November 23", "November 24")).unwrap();
        let revision_of = Some(article.to_owned());
        let options = IngestOptions { inputs: vec![file], revision_of, ..IngestOptions::default() };
        let done = workspace.ingest(&options, &mut |_| (), &AtomicBool::new(false)).unwrap();
        assert_eq!(done.data.stored, 1);
        let query = workspace.query(AsOf::default()).unwrap();
        check("articles revisions", &query.article_revisions(article).unwrap());
        let diff = query.diff_revisions((article, 1), (article, 2)).unwrap();
        assert_eq!((diff.data.facts.len(), diff.data.edits.len()), (1, 1), "{:?}", diff.data);
        check("diff revisions", &diff);
        let changes = query.changes(None, None).unwrap();
        assert_eq!(changes.data.stories[0].edited, diff.data.facts);
        check("changes", &changes);
        let claim = diff.data.facts[0].claim.as_ref().unwrap().to_string();
        let history = query.history(&claim, &HistoryFilter::default()).unwrap();
        assert_eq!(history.data.edited, diff.data.facts);
        check("history", &history);
    }

    #[test]
    fn every_answer_has_the_shape_that_its_schema_tells() {
        let dir = tempfile::tempdir().unwrap();
        let mut workspace = filled(dir.path());
        let undated = workspace.query(AsOf::default()).unwrap().articles_list(None).unwrap();
        check("articles list", &undated);
        let article =
            undated.data.articles.iter().find(|article| article.metadata.published.is_none()).unwrap();
        let mut told = Layer::default();
        told.set(Key::Published, "2013-11-05").unwrap();
        check("articles set", &workspace.set_metadata(&[article.id.to_string()], &told, &[]).unwrap());
        check("rebuild", &workspace.rebuild(|_| ()).unwrap());
        let query = workspace.query(AsOf::default()).unwrap();
        check("articles show", &query.articles_show(article.id.as_str()).unwrap());
        let general = query.articles_general(article.id.as_str()).unwrap();
        assert_eq!(general.data.assertions.len(), 1, "{:?}", general.data);
        check("articles general", &general);
        let claims = query.claims_list(None, true).unwrap();
        check("claims list", &claims);
        let most = claims.data.claims.iter().max_by_key(|claim| claim.assertions).unwrap().claim.to_string();
        for claim in &claims.data.claims {
            let history = query.history(&claim.claim.to_string(), &HistoryFilter::default()).unwrap();
            check("history", &history);
        }
        check("claims show", &query.claims_show(&most).unwrap());
        check("changes", &query.changes(None, None).unwrap());
        check("source", &query.source(&format!("{most}@1")).unwrap());
        check("explain", &query.explain(&format!("{most}@1")).unwrap());
        check("explain", &query.explain(&format!("{}:1", article.id)).unwrap());
        check("explain", &dateline::explain_text("Nobody knows whether 12 people died.", None).unwrap());
        check("audit", &query.audit(None).unwrap());
        check("log", &query.log(None).unwrap());
        let day = |text: &str| text.parse().unwrap();
        check("diff", &query.diff_dates(None, day("2013-08-31"), day("2013-11-30")).unwrap());
        let rules = dir.path().join("own.rules");
        std::fs::write(&rules, RULES).unwrap();
        let tried = workspace.query(AsOf::default()).unwrap().rule_try(&rules).unwrap();
        assert_eq!((tried.data.assertions.len(), tried.data.rules[0].faults.len()), (1, 1), "{tried:#?}");
        check("rule try", &tried);
        check("review", &query.review(&ReviewFilter::default()).unwrap());
        drop(query);
        edited(&mut workspace, dir.path(), article.id.as_str());
        let on = vec![format!("{most}@1")];
        let edit = Asked::Value("2013-12".into());
        let rulings = [(Asked::Accept, None), (edit, Some("misread".to_owned()))]
            .map(|(asked, reason)| Ruling { on: on.clone(), asked, reason, overrule: false });
        check("judge", &workspace.judge(&rulings, "review accept", &on).unwrap());
        let query = workspace.query(AsOf::default()).unwrap();
        let history = query.history(&most, &HistoryFilter::default()).unwrap();
        assert_eq!(history.data.assertions.iter().filter(|row| row.judgements.len() == 2).count(), 1);
        check("history", &history);
        drop(query);
        check("undo", &workspace.undo(None, None, &[]).unwrap());
        check("undo", &workspace.redo(None, None, &[]).unwrap());
        let query = workspace.query(AsOf::default()).unwrap();
        check("log", &query.log(None).unwrap());
        drop(query);
        watched(&mut workspace);
        let file = dir.path().join("ledger.jsonl");
        check("export jsonl", &workspace.export_jsonl_to(&file, |_| ()).unwrap());
        check("import jsonl", &workspace.import_jsonl(&file, |_| ()).unwrap());
        check("merge jsonl", &workspace.merge_jsonl(&file, None, &[]).unwrap());
        drop(workspace);
        check("verify", &Workspace::verify(dir.path(), environment(), true, |_| ()).unwrap());
        check("doctor", &Workspace::doctor(Some(dir.path()), environment()));
    }

    /// What came from an address with a status.
    fn answered(address: &str, status: u16, answer: fetch::Answer) -> fetch::Answered {
        let at: dateline::event::RecordedAt = "2026-01-02T03:04:05Z".to_owned().try_into().unwrap();
        let fetch = Fetch {
            address: address.to_owned(),
            article: None,
            user_agent: "dateline/0".to_owned(),
            if_none_match: None,
            if_modified_since: None,
            seen_same_at: Some(at.clone()),
            began_at: at.clone(),
            ended_at: at,
            requests: vec![Request {
                address: address.to_owned(),
                resolved: vec!["192.0.2.7".to_owned()],
                status: Some(status),
                location: None,
            }],
            fields: vec![Field { name: "etag".to_owned(), value: "1".to_owned() }],
            body: Some(Body { sha256: Sha256Hex::of(PAGE), length_bytes: 73, bytes_base64: None }),
        };
        fetch::Answered { fetch, answer, retry_after_s: None }
    }

    const PAGE: &[u8] = b"The Porto congress will be held in November, Rui Alves told the chamber.\n";

    fn watched(workspace: &mut Workspace) {
        let address = "https://news.example/porto";
        check("watch list", &workspace.watch_add(&[address.to_owned()], 1800, None).unwrap());
        assert_eq!(workspace.watch_due().unwrap()[0].address, address);
        let page = fetch::Answer::Page { bytes: PAGE.to_vec(), charset: None };
        for (status, answer) in [(200, page), (404, fetch::Answer::Missing)] {
            let look = workspace.watch_looked(&answered(address, status, answer), &[]).unwrap();
            check("watch run", &workspace.watch_round(Vec::from_iter(look), 1).unwrap());
        }
        check("watch list", &workspace.watch_list().unwrap());
        let query = workspace.query(AsOf::default()).unwrap();
        let of_address = |article: &&dateline::ArticleLine| article.source == address;
        let listed = query.articles_list(None).unwrap();
        let id = listed.data.articles.iter().find(of_address).unwrap().id.to_string();
        let shown = query.articles_show(&id).unwrap();
        assert_eq!(shown.data.sightings.len(), 2);
        check("articles show", &shown);
        let assertion = shown.data.assertions[0].assertion.id.to_string();
        let source = query.source(&assertion).unwrap();
        assert!(source.data.chain.fetched.is_some());
        check("source", &source);
        check("log", &query.log(None).unwrap());
    }

    #[test]
    fn every_schema_is_whole() {
        for (name, _) in SCHEMAS {
            assert!(schema(name).is_some(), "{name} points to a definition that is not there");
        }
    }
}
