//! Every answer has the shape that its schema tells, and every quote in it is what the file has there.

use super::program::Home;
use super::seeds;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// A workspace with all stories, what stands in its files, and the validators of its answers.
struct Checked {
    home: Home,
    /// Bytes of an article, by its id.
    texts: BTreeMap<String, Vec<u8>>,
    validators: BTreeMap<String, jsonschema::Validator>,
    /// Quotes compared so far.
    quotes: usize,
}

impl Checked {
    fn new() -> Self {
        let home = Home::with_seeds();
        let mut checked = Self { home, texts: BTreeMap::new(), validators: BTreeMap::new(), quotes: 0 };
        for name in checked.home.run(["schema"]).expect_code(0).stdout.lines() {
            let schema = checked.home.run(["schema", name]).expect_code(0).json();
            let validator =
                jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
            checked.validators.insert(name.to_owned(), validator);
        }
        checked
    }

    /// Runs `line` as the command `name` and checks its answer.
    fn ask(&mut self, name: &str, arguments: &[&str]) -> Value {
        let words: Vec<&str> = name.split(' ').chain(arguments.iter().copied()).collect();
        let answer = self.home.json(&words);
        let validator = self.validators.get(name).unwrap_or_else(|| panic!("{name} has no schema"));
        let faults: Vec<String> = validator
            .iter_errors(&answer)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(faults, [] as [String; 0], "dateline {} --json", words.join(" "));
        let shape = answer["schema"].as_str().expect("every answer names its shape");
        assert_eq!(shape, format!("dateline.{}/1", name.replace(' ', "_")));
        for article in answer["data"]["articles"].as_array().into_iter().flatten() {
            let id = article["id"].as_str().or(article["article"].as_str()).expect("an id");
            let source = article["source"].as_str().expect("a source");
            let text = fs::read(self.home.path().join(source)).expect("the file is still there");
            self.texts.insert(id.to_owned(), text);
        }
        self.compare(&answer, None, &words.join(" "));
        answer
    }

    /// Compares all quotes below `value` with the files. Spans beside evidence are in the article of the
    /// assertion around them.
    fn compare(&mut self, value: &Value, article: Option<&str>, line: &str) {
        match value {
            Value::Object(fields) => {
                let article = fields.get("article").and_then(Value::as_str).or(article);
                if let (Some(start), Some(end)) = (fields.get("start_byte"), fields.get("end_byte")) {
                    let quote = fields.get("quote").or(fields.get("text")).and_then(Value::as_str);
                    let article = article.unwrap_or_else(|| panic!("{line}: a place in no article"));
                    self.one(article, start, end, quote.unwrap_or_else(|| panic!("{line}: no words")), line);
                }
                for value in fields.values() {
                    self.compare(value, article, line);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.compare(value, article, line)),
            _ => {}
        }
    }

    fn one(&mut self, article: &str, start: &Value, end: &Value, quote: &str, line: &str) {
        let place =
            |value: &Value| value.as_u64().and_then(|at| usize::try_from(at).ok()).expect("an offset");
        let (start, end) = (place(start), place(end));
        let text = self.texts.get(article).unwrap_or_else(|| panic!("{line}: {article} was not listed"));
        assert!(
            text.get(start..end) == Some(quote.as_bytes()),
            "dateline {line}: {article} does not have {quote:?} at {start}..{end}"
        );
        self.quotes += 1;
    }
}

fn strings(value: &Value, list: &str, field: &str) -> Vec<String> {
    let values = value["data"][list].as_array().unwrap_or_else(|| panic!("no {list}"));
    values.iter().map(|value| value[field].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn every_answer_keeps_to_its_schema_and_every_quote_to_its_file() {
    let mut checked = Checked::new();
    checked.ask("init", &["."]);
    checked.ask("ingest", &["seeds"]);
    let listed = checked.ask("articles list", &[]);
    let articles = strings(&listed, "articles", "id");
    assert_eq!(articles.len(), seeds::stories().iter().map(|story| story.articles.len()).sum::<usize>());
    for article in &articles {
        checked.ask("articles show", &[article]);
    }
    let stories = strings(&listed, "articles", "story");
    for at in 1..articles.len() {
        if stories[at - 1] == stories[at] {
            checked.ask("diff", &[&articles[at - 1], &articles[at]]);
        }
    }
    let claims = checked.ask("claims list", &["--all"]);
    let names: Vec<String> = strings(&claims, "claims", "story")
        .into_iter()
        .zip(strings(&claims, "claims", "claim"))
        .map(|(story, claim)| format!("{story}:{claim}"))
        .collect();
    assert!(names.len() > 40, "few claims were read: {names:?}");
    for name in &names {
        checked.ask("claims show", &[name]);
        let history = checked.ask("history", &[name]);
        for id in strings(&history, "assertions", "id") {
            checked.ask("source", &[&id]);
        }
        checked.ask("explain", &[&format!("{name}@1")]);
    }
    checked.ask("changes", &[]);
    checked.ask("changes", &["--since", "2013-11"]);
    for story in seeds::stories() {
        checked.ask("diff", &["--story", &story.name, "2000", "2030"]);
        checked.ask("diff", &["--story", &story.name, "2013-08", "2013-11"]);
    }
    checked.ask("audit", &[]);
    checked.ask("log", &[]);
    checked.ask("doctor", &[]);
    checked.ask("articles set", &[&articles[0], "--byline", "Somebody Else"]);
    checked.ask("rebuild", &[]);
    checked.ask("verify", &[]);
    checked.ask("verify", &["--deep"]);
    assert!(checked.quotes > 1000, "only {} quotes were compared", checked.quotes);
}

#[test]
fn a_search_answers_like_a_list() {
    let mut checked = Checked::new();
    checked.ask("ingest", &["seeds"]);
    let found = checked.home.json(&["claims", "search", "geneva"]);
    let validator = &checked.validators["claims list"];
    assert!(validator.is_valid(&found) && !strings(&found, "claims", "claim").is_empty(), "{found:#}");
    let schema = checked.home.run(["schema", "claims", "search"]).expect_code(0).json();
    assert!(schema["$defs"].is_object(), "{schema:#}");
}

#[test]
fn an_answer_of_another_shape_is_found() {
    let checked = Checked::new();
    assert!(!checked.validators["history"].is_valid(&serde_json::json!({"schema": "dateline.history/1"})));
    assert!(checked.validators.len() >= 16);
}
