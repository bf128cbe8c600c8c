//! Articles that were written to do something to their reader: nothing of them is executed, and nothing but their
//! words goes into the workspace.

use super::program::Home;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A page in which all that it says of itself, and its words, hold what a terminal, a file system, a spreadsheet or a
/// browser would act upon.
const PAGE: &str = "<html><head><title>T&#27;]0;x&#7;</title>\
    <meta property='og:site_name' content='../../etc/passwd'>\
    <link rel=canonical href='http://news.example/../../../etc/%00passwd'>\
    <script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"=cmd|x \\u001b[31mred\", \
    \"datePublished\": \"2025-12-01\", \"author\": {\"name\": \"A\\u202eB\"}}</script></head><body><article>\
    <p>The summit of Arlen will be held in May, Gennady Gatilov, the deputy minister, said on Monday \u{202e}after \
    &#27;[2J a long meeting.</p><script>document.write('<p>At least 99 people were killed.</p>')</script>\
    <p>At least 12 people were hurt in the flood of Arlen, officials said &lt;script&gt;alert(1)&lt;/script&gt;.</p>\
    </article></body></html>";

/// Paths of all files below, from there.
fn files(below: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![below.to_owned()];
    while let Some(directory) = left.pop() {
        for entry in fs::read_dir(directory).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(below).expect("it is below").to_string_lossy().into_owned();
                // A snapshot is named by what it follows.
                found.insert(name.split("snap.").next().unwrap_or_default().to_owned());
            }
        }
    }
    found
}

#[test]
fn a_hostile_page_is_shown_and_not_executed() {
    let home = Home::new();
    home.write("page.html", PAGE);
    let done = home.run(["ingest", "page.html", "--story", "arlen"]);
    done.expect_code(0).expect_said(&["control, bidirectional or invisible characters"]);
    let listed = home.json(&["articles", "list"])["data"]["articles"].clone();
    let id = listed[0]["id"].as_str().expect("an id");
    for command in [
        &["articles", "list"][..],
        &["articles", "show", id],
        &["claims", "list"],
        &["history", "summit/date"],
        &["source", "summit/date"],
        &["changes", "--json"],
        &["articles", "show", id, "--json"],
    ] {
        let done = home.run(command.iter().chain(&["--color", "never"]));
        done.expect_code(0);
        let acts = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!done.stdout.chars().chain(done.stderr.chars()).any(acts), "{done}");
    }
    let findings = home.json(&["audit"])["data"]["findings"].to_string();
    for said in ["characters stand on lines", "the byline \\\"A\\\\u{202e}B\\\" has U+202E"] {
        assert!(findings.contains(said), "{said}: {findings}");
    }
    // What a script would write was not written, and what looks like one are words.
    let claims = home.json(&["claims", "list"]).to_string();
    assert!(claims.contains("12 people") && !claims.contains("99 people"), "{claims}");
    home.expect_intact();
}

/// What is posted in an embedded box is not what the outlet tells: whoever posts could put any figure in its mouth.
#[test]
fn what_a_stranger_posts_is_not_told_as_the_outlets() {
    let home = Home::new();
    let post = "<blockquote class=twitter-tweet><p>At least 400 people were killed in the flood of Arlen, and Gennady \
        Gatilov said so.</p>&mdash; Some One (@someone) <a href=https://twitter.com/someone/status/112436824179>May \
        3</a></blockquote>";
    let page = PAGE.replace("<p>At least 12", &format!("{post}<p>At least 12"));
    home.write("page.html", page);
    home.run(["ingest", "page.html"])
        .expect_code(0)
        .expect_said(&["posts of a social network; nothing is read"]);
    let claims = home.json(&["claims", "list"]).to_string();
    assert!(claims.contains("12 people") && !claims.contains("400"), "{claims}");
    // The mark goes with the ledger.
    home.run(["export", "jsonl", "ledger.jsonl"]).expect_code(0);
    assert!(
        fs::read_to_string(home.path().join("ledger.jsonl")).expect("it is there").contains("\"embedded\":[")
    );
    home.run(["--workspace", "copy", "import", "jsonl", "ledger.jsonl"]).expect_code(0);
    let id =
        home.json(&["articles", "list"])["data"]["articles"][0]["id"].as_str().expect("an id").to_owned();
    home.run(["--workspace", "copy", "articles", "set", &id, "--publisher", "The Post"]).expect_code(0);
    let read_again = home.json(&["--workspace", "copy", "claims", "list"]).to_string();
    assert!(read_again.contains("12 people") && !read_again.contains("400"), "{read_again}");
    home.run(["--workspace", "copy", "verify", "--deep"]).expect_code(0);
    home.expect_intact();
}

#[test]
fn no_name_in_an_article_becomes_the_name_of_a_file() {
    let (plain, hostile) = (Home::new(), Home::new());
    let words = PAGE.split("<body>").nth(1).expect("it has a body");
    for (home, page) in [(&plain, format!("<html><body>{words}")), (&hostile, PAGE.to_owned())] {
        home.write("page.html", page);
        home.run(["ingest", "page.html"]).expect_code(0);
    }
    assert_eq!(files(hostile.path()), files(plain.path()));
    let above = hostile.path().parent().expect("it stands somewhere");
    assert!(!above.join("etc").exists() && !hostile.path().join("etc").exists());
}

/// A letter that looks like another makes another name: Cyrillic о for Latin o.
#[test]
fn names_that_only_look_alike_are_two() {
    let home = Home::new();
    for (file, name) in [("one.txt", "Gennady Gatilov"), ("two.txt", "Gennady Gatil\u{43e}v")] {
        home.write(
            file,
            format!("{name}, the deputy foreign minister, said on Monday that the summit would be held.\n"),
        );
    }
    home.run(["ingest", "one.txt", "two.txt", "--story", "arlen"]).expect_code(0);
    let claims = home.json(&["claims", "list", "--story", "arlen"])["data"]["claims"].clone();
    let roles = claims
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["claim"].as_str().is_some_and(|id| id.ends_with("/role")));
    let articles: Vec<_> = roles.map(|it| it["articles"].clone()).collect();
    assert_eq!(articles, [1, 1], "{claims:#}");
    // It is told, with the name that looks the same.
    let findings = home.json(&["audit"])["data"]["findings"].clone();
    let told = findings.as_array().into_iter().flatten().filter(|it| it["check"] == "X02");
    let told: Vec<String> = told.map(|it| it["message"].as_str().unwrap_or_default().to_owned()).collect();
    assert!(!told.is_empty(), "{findings:#}");
    for message in told {
        assert!(message.contains("mixes Latin and Cyrillic letters: \u{43e} is U+043E"), "{message}");
        assert!(message.ends_with("looks the same"), "{message}");
    }
}
