//! Addresses, from the command line to the ledger and back: asked of a server that the test starts.

use super::program::{Done, Home};
use crate::server::{NOT_FOUND, Server, path_of};
use serde_json::Value;
use std::io::Write as _;
use std::sync::{Arc, Mutex};

/// A site with one article, at `/old` and, after a redirect, at `/a`. What it shows there can be changed.
struct Site {
    server: Server,
    shows: Arc<Mutex<&'static str>>,
}

fn page(url: &str, month: &str) -> String {
    let words = format!("The Orla Conference will be held in {month}, Ines Vardal said.");
    format!(
        "<html><head><link rel=canonical href='{url}'><meta property='article:published_time' content='2026-01-01'>\
         </head><body><article><p>{words}</p><p>At least 12 people were hurt in the flood of Arlen, officials said, \
         and the road to it stays shut for weeks.</p></article></body></html>"
    )
}

impl Site {
    fn new() -> Self {
        let shows = Arc::new(Mutex::new("first"));
        let showing = Arc::clone(&shows);
        let server = Server::new(move |head, _, stream| {
            let head = head.to_ascii_lowercase();
            let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
            let host = format!("http://{host}");
            let shows = *showing.lock().expect("nobody failed");
            let whole = |fields: &str, body: &str| {
                let length = body.len();
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}Content-Length: {length}\r\n\r\n{body}"
                )
            };
            let status = |status: &str, fields: &str| {
                format!("HTTP/1.1 {status}\r\n{fields}Content-Length: 0\r\n\r\n")
            };
            let answer = match (path_of(&head), shows) {
                ("/old", _) => status("301 Moved", "Location: /a\r\n"),
                ("/a", "first") if head.contains("if-none-match: \"1\"") => status("304 Not Modified", ""),
                ("/a", "first") => whole("ETag: \"1\"\r\n", &page(&format!("{host}/a"), "November")),
                ("/a", "edited") => whole("ETag: \"2\"\r\n", &page(&format!("{host}/a"), "December")),
                // The same text; the rest of the page is another each time.
                ("/a", "dressed") => {
                    whole("", &page(&format!("{host}/a"), "November").replace("<head>", "<head><!-- ad -->"))
                }
                ("/a", "another") => whole("", &page(&format!("{host}/b"), "May")),
                ("/a", "emptied") => whole("", "<html><body><nav>Home</nav></body></html>"),
                ("/a", "gone") => status("410 Gone", ""),
                ("/a", "down") => status("503 Later", "Retry-After: 7200\r\n"),
                ("/robots.txt", "closed") => {
                    let rules = "User-agent: *\nDisallow: /";
                    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{rules}", rules.len())
                }
                ("/feed", _) => {
                    let item = |id: u8, month: &str| {
                        format!(
                            "{{\"id\": \"{id}\", \"url\": \"{host}/{id}\", \"content_text\": \"The summit of Arlen \
                             will be held in {month}, the mayor said on Monday after a long meeting.\"}}"
                        )
                    };
                    let feed = format!(
                        "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"x\", \"items\": [{}, {}]}}",
                        item(1, "May"),
                        item(2, "June")
                    );
                    whole("", &feed)
                }
                _ => NOT_FOUND.to_owned(),
            };
            // A reader that has gone away is told nothing.
            let _ = stream.write_all(answer.as_bytes());
        });
        Self { server, shows }
    }

    fn show(&self, what: &'static str) {
        *self.shows.lock().expect("nobody failed") = what;
    }
}

/// What lets the program ask a server on this machine.
pub(super) const HERE: [&str; 5] =
    ["--allow-private-address", "127.0.0.1", "--allow-any-port", "--pause", "0s"];

fn ingest(home: &Home, address: &str, more: &[&str]) -> Done {
    home.run(["ingest", address].iter().chain(&HERE).chain(more))
}

/// The kinds of events of a ledger, without what begins operations.
fn kinds(home: &Home) -> Vec<String> {
    let exported = home.run(["export", "jsonl", "-"]);
    let kinds = exported.stdout.lines().filter_map(|line| {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        line["header"]["type"].as_str().map(str::to_owned)
    });
    kinds.filter(|kind| !kind.starts_with("operation_begun")).collect()
}

/// The id of the only article.
fn article(home: &Home) -> String {
    let listed = home.json(&["articles", "list"]);
    let articles = listed["data"]["articles"].as_array().expect("a list of articles");
    assert_eq!(articles.len(), 1, "{listed:#}");
    articles[0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_page_is_stored_with_how_it_came_and_an_edit_is_a_revision() {
    let (home, site) = (Home::new(), Site::new());
    let address = site.server.at("/old");
    ingest(&home, &address, &["--story", "orla"]).expect_code(0);
    assert_eq!(kinds(&home), ["fetched/1", "captured/2", "revision/1", "extracted/1"]);
    let source = home.json(&["source", "orla-conference/date"]);
    let fetch = &source["data"]["chain"]["fetched"]["fetch"];
    assert_eq!(fetch["address"], address);
    assert_eq!(fetch["requests"][0]["status"], 301);
    assert_eq!(fetch["requests"][1]["address"], site.server.at("/a"));
    assert_eq!(fetch["requests"][1]["resolved"][0], "127.0.0.1");
    assert_eq!(fetch["body"]["sha256"], source["data"]["chain"]["capture_sha256"]);
    let shown = home.run(["source", "orla-conference/date", "--width", "200"]);
    assert!(shown.stdout.contains("(status 200), after 1 redirect to"), "{shown}");

    // Unchanged, by its validators and by its text: nothing is added.
    for what in ["first", "dressed"] {
        site.show(what);
        let again = ingest(&home, &address, &[]);
        assert!(again.stdout.contains("stored nothing new; 1 already stored"), "{again}");
        assert_eq!(kinds(&home).len(), 4, "{what}");
    }
    assert!(site.server.heads()[5].contains("if-none-match: \"1\""), "{:?}", site.server.heads());

    site.show("edited");
    ingest(&home, &address, &[]).expect_code(0);
    let shown = home.json(&["articles", "show", &article(&home)]);
    assert_eq!(shown["data"]["revisions"].as_array().map(Vec::len), Some(2));
    assert_eq!(shown["data"]["sightings"].as_array().map(Vec::len), Some(2));
    home.expect_intact();
}

#[test]
fn what_failed_what_is_missing_and_what_is_absent_are_three_things() {
    let (home, site) = (Home::new(), Site::new());
    let address = site.server.at("/old");
    ingest(&home, &address, &[]).expect_code(0);
    let id = article(&home);
    let stored = home.json(&["articles", "show", &id])["data"]["assertions"].clone();
    let cases = [
        ("down", "fetch_failed", "it could not be fetched: the server had a fault (status 503)"),
        ("gone", "page_missing", "there is no such page any more (status 410)"),
        ("emptied", "article_absent", "the page is there, and no article was found in it"),
        ("another", "article_absent", "the page that came is another one"),
        ("closed", "fetch_failed", "asks programs not to fetch"),
    ];
    for (shows, kind, words) in cases {
        site.show(shows);
        let before = kinds(&home).len();
        let done = ingest(&home, &address, &["--json"]);
        let failure = &done.expect_code(3).json()["data"]["failures"][0];
        assert_eq!(failure["observed"], kind, "{shows}: {done}");
        assert!(failure["message"].as_str().is_some_and(|message| message.contains(words)), "{done}");
        assert_eq!(kinds(&home)[before..], [format!("{kind}/1")], "{shows}");
        // Seen again, it is told again and recorded once.
        ingest(&home, &address, &[]).expect_code(3);
        assert_eq!(kinds(&home).len(), before + 1, "{shows}");
    }
    // It comes back, unchanged: that is news, and no new text.
    site.show("first");
    ingest(&home, &address, &[]).expect_code(0);
    assert_eq!(kinds(&home).last().map(String::as_str), Some("fetched/1"));
    let shown = home.json(&["articles", "show", &id]);
    assert_eq!(shown["data"]["assertions"], stored, "what was captured stays");
    let sightings = shown["data"]["sightings"].as_array().expect("a list");
    let seen: Vec<&str> = sightings.iter().filter_map(|it| it["sighting"].as_str()).collect();
    let expected = cases.map(|(_, kind, _)| kind);
    assert_eq!(seen[1..6], expected);
    assert_eq!((seen[0], seen[6], sightings[6]["unchanged"].as_bool()), ("fetched", "fetched", Some(true)));
    let log = home.json(&["log"]);
    assert_eq!(log["data"]["operations"][1]["sightings"], serde_json::json!({"fetch_failed": 1}));
    let text = home.run(["articles", "show", &id, "--width", "200"]);
    for words in ["page missing", "article absent", "fetch failed", "no article was found in it"] {
        assert!(text.stdout.contains(words), "{words}: {text}");
    }
    home.expect_intact();
}

#[test]
fn what_is_not_public_is_refused_before_anything_is_asked() {
    let (home, site) = (Home::new(), Site::new());
    let any_port = ["--allow-any-port", "--pause", "0s"];
    let done = home.run(["ingest", &site.server.at("/a")].iter().chain(&any_port));
    done.expect_code(3).expect_said(&["is no public address", "--allow-private-address"]);
    home.run(["ingest", &site.server.at("/a")]).expect_code(3).expect_said(&["--allow-any-port"]);
    home.run(["ingest", "http://me:secret@news.example/"]).expect_code(3).expect_said(&["password"]);
    assert!(site.server.paths().is_empty(), "{:?}", site.server.paths());
    assert!(kinds(&home).is_empty(), "who was not asked was not observed");
}

#[test]
fn a_feed_gives_its_articles_and_what_happens_to_it_is_not_theirs() {
    let (home, site) = (Home::new(), Site::new());
    let address = site.server.at("/feed");
    ingest(&home, &address, &["--story", "arlen"]).expect_code(0);
    assert_eq!(kinds(&home).iter().filter(|kind| *kind == "fetched/1").count(), 1);
    ingest(&home, &address, &[]).expect_code(0);
    assert_eq!(kinds(&home).len(), 7, "the same feed adds nothing");
    let listed = home.json(&["articles", "list"]);
    assert_eq!(listed["data"]["articles"].as_array().map(Vec::len), Some(2));
    for at in 0..2 {
        let id = listed["data"]["articles"][at]["id"].as_str().expect("an id");
        let sightings = &home.json(&["articles", "show", id])["data"]["sightings"];
        assert_eq!(*sightings, Value::Array(Vec::new()), "the feed was seen, not the article's page");
    }
    home.expect_intact();
}

/// A look, at an instant of its own.
fn watch_at(home: &Home, now: &str) -> Done {
    let arguments = ["watch", "run", "--once", "--json"];
    Done::of(home.command(arguments.iter().chain(&HERE)).env("DATELINE_NOW", now))
}

#[test]
fn watching_looks_when_it_is_due_and_says_what_changed_since_when() {
    let (home, site) = (Home::new(), Site::new());
    let address = site.server.at("/old");
    home.run(["watch", "add", &address, "--every", "30m", "--story", "orla"]).expect_code(0);
    let seen = |now: &str| {
        let done = watch_at(&home, now);
        let looks = done.json()["data"]["looks"].clone();
        (
            done.code,
            looks.as_array().expect("a list").len(),
            looks[0]["seen"].clone(),
            looks[0]["due_at"].clone(),
        )
    };
    let look = |now: &str, code: i32, kind: &str, due: &str| {
        assert_eq!(seen(now), (Some(code), 1, Value::from(kind), Value::from(due)), "{now}");
    };
    look("2026-01-02T00:00:00Z", 0, "fetched", "2026-01-02T00:30:00Z");
    assert_eq!(seen("2026-01-02T00:29:59Z").1, 0, "not yet due");
    look("2026-01-02T00:30:00Z", 0, "fetched", "2026-01-02T01:00:00Z");
    assert_eq!(kinds(&home).len(), 4, "unchanged: nothing is added");
    site.show("edited");
    look("2026-01-02T01:00:00Z", 0, "fetched", "2026-01-02T01:30:00Z");
    let id = article(&home);
    let sightings = home.json(&["articles", "show", &id])["data"]["sightings"].clone();
    assert_eq!(
        sightings[1]["fetch"]["seen_same_at"], "2026-01-02T00:30:00Z",
        "between then and now it was edited"
    );
    site.show("gone");
    look("2026-01-02T01:30:00Z", 0, "page_missing", "2026-01-02T02:00:00Z");
    look("2026-01-02T02:00:00Z", 0, "page_missing", "2026-01-02T02:30:00Z");
    let listed = home.json(&["watch", "list"]);
    assert_eq!(listed["data"]["watches"][0]["seen_since"], "2026-01-02T01:30:00Z");
    // The server asks for two hours.
    site.show("down");
    look("2026-01-02T02:30:00Z", 3, "fetch_failed", "2026-01-02T04:30:00Z");
    // Somebody who moves the article is not overruled by the list.
    home.run(["articles", "set", &id, "--story", "elsewhere"]).expect_code(0);
    site.show("first");
    look("2026-01-02T05:00:00Z", 0, "fetched", "2026-01-02T05:30:00Z");
    let shown = home.json(&["articles", "show", &id])["data"].clone();
    assert_eq!(shown["article"]["story"], "elsewhere");
    let last = shown["sightings"].as_array().and_then(|all| all.last()).expect("it was seen");
    assert_eq!(
        (&last["sighting"], &last["fetch"]["seen_same_at"]),
        (&Value::from("fetched"), &Value::from("2026-01-02T01:00:00Z")),
        "what was seen between then and now was something else, or nothing"
    );
    home.run(["watch", "remove", &address]).expect_code(0);
    home.run(["watch", "remove", &address]).expect_said(&["is not watched"]);
    assert_eq!(home.json(&["watch", "list"])["data"]["watches"], Value::Array(Vec::new()));
    home.expect_intact();
}

/// Every look is on the disk before the next begins, so a round that was cut short goes on where it was.
#[cfg(unix)]
#[test]
fn a_round_that_is_interrupted_goes_on_where_it_was() {
    let home = Home::new();
    let (reached, waits) = std::sync::mpsc::channel();
    let reached = Mutex::new(reached);
    let hold = Arc::new(Mutex::new(true));
    let holding = Arc::clone(&hold);
    let server = Server::new(move |head, _, stream| {
        if path_of(head) == "/2" && *holding.lock().expect("nobody failed") {
            reached.lock().expect("nobody failed").send(()).expect("the test listens");
            // Half an answer, and then nothing until the other side has gone.
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<html>");
            let _ = std::io::Read::read(stream, &mut [0; 16]);
            return;
        }
        let body = page(&format!("http://x.example{}", path_of(head)), "May");
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let robots = path_of(head) == "/robots.txt";
        let _ = stream.write_all(if robots { NOT_FOUND.as_bytes() } else { answer.as_bytes() });
    });
    for path in ["/1", "/2", "/3"] {
        home.run(["watch", "add", &server.at(path)]).expect_code(0);
    }
    let mut command = home.command(["watch", "run", "--once"].iter().chain(&HERE));
    let mut child = command.spawn().expect("the program starts");
    waits.recv().expect("the second address was asked");
    // Nobody is kept from the workspace while a server is waited for.
    assert_eq!(home.json(&["articles", "list"])["data"]["articles"].as_array().map(Vec::len), Some(1));
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    *hold.lock().expect("nobody failed") = false;
    let round = watch_at(&home, super::program::NOW).json();
    let looks = round["data"]["looks"].as_array().expect("a list").len();
    assert_eq!(looks, 2, "the first is done: {round:#}");
    assert_eq!(home.json(&["articles", "list"])["data"]["articles"].as_array().map(Vec::len), Some(3));
    home.expect_intact();
}
