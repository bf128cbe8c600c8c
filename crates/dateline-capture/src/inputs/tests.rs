use super::*;
use crate::url::UrlError;

fn tree(files: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in files {
        let path = dir.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "words").unwrap();
    }
    dir
}

/// Names relative to `root`, with the story after a colon, or the fault.
fn listing(root: &Path, arguments: &[PathBuf]) -> Vec<String> {
    let root = format!("{}/", root.display());
    expand(arguments)
        .into_iter()
        .map(|result| match result {
            Ok(input) => {
                let story = input.directory_story.map_or("-".to_owned(), |story| story.to_string());
                format!("{}:{story}", input.name.replace(&root, ""))
            }
            Err(error) => format!("error {}", error.to_string().replace(&root, "")),
        })
        .collect()
}

#[test]
fn a_directory_gives_its_articles_in_order_of_their_bytes() {
    let dir = tree(&[
        "s/b.txt",
        "s/a.TXT",
        "s/Z.text",
        "s/note.md",
        "s/.hidden.txt",
        "s/.dateline/x.txt",
        "s/T One/é.txt",
    ]);
    assert_eq!(
        listing(dir.path(), &[dir.path().join("s")]),
        ["s/T One/é.txt:t-one", "s/Z.text:s", "s/a.TXT:s", "s/b.txt:s"]
    );
}

#[test]
fn a_file_has_no_story_and_any_name() {
    let dir = tree(&["s/note.md"]);
    assert_eq!(
        listing(dir.path(), &[dir.path().join("s/note.md"), PathBuf::from("-")]),
        ["s/note.md:-", "-:-"]
    );
}

#[test]
fn dots_are_not_a_storys_name() {
    let dir = tree(&["Flood 2013/x/a.txt"]);
    let root = dir.path().join("Flood 2013/x/..");
    let stories: Vec<_> = expand(&[root]).into_iter().map(|input| input.unwrap().directory_story).collect();
    assert_eq!(stories, [Some(StoryName::from_text("x").unwrap())]);
    assert_eq!(directory_story(&dir.path().join("Flood 2013/x/../a.txt")).unwrap().as_str(), "flood-2013");
    // The name of the directory the tests run in.
    assert_eq!(directory_story(Path::new("./a.txt")).unwrap().as_str(), "dateline-capture");
    assert_eq!(directory_story(Path::new("a.txt")).unwrap().as_str(), "dateline-capture");
}

#[test]
fn a_file_reached_twice_is_taken_once_whatever_the_order() {
    let dir = tree(&["s/a.txt", "s/b.txt"]);
    let (all, one) = (dir.path().join("s"), dir.path().join("s/../s/b.txt"));
    assert_eq!(listing(dir.path(), &[all.clone(), one.clone()]), ["s/a.txt:s", "s/b.txt:s"]);
    assert_eq!(listing(dir.path(), &[one, all]), ["s/../s/b.txt:s", "s/a.txt:s"]);
    assert_eq!(expand(&["-", "-"]).len(), 1);
}

#[test]
fn a_missing_path_gets_the_closest_name_and_the_others_go_on() {
    let dir = tree(&["seeds/geneva.txt"]);
    let at = |path: &str| dir.path().join(path);
    let results = expand(&[at("seeds/genva.txt"), at("seds/geneva.txt"), at("other"), at("seeds")]);
    let closest: Vec<_> = results
        .iter()
        .filter_map(|result| match &result.as_ref().err()?.fault {
            Fault::Missing { closest } => Some(closest.clone()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(closest, [Some(at("seeds/geneva.txt")), Some(at("seeds")), None]);
    assert!(results[3].is_ok());
    let error = results[0].as_ref().unwrap_err();
    assert!(
        error.to_string().contains("genva.txt") && error.hint().unwrap().contains("geneva.txt"),
        "{error}"
    );
}

#[test]
fn a_directory_without_articles_says_what_it_passed_over() {
    let dir = tree(&["s/b.md", "s/a.pdf", "empty/.keep"]);
    let told = listing(dir.path(), &[dir.path().join("s"), dir.path().join("empty")]);
    assert!(told[0].contains("a.pdf and 1 more were passed over"), "{told:?}");
    assert!(
        told[1].ends_with("texts, pages, feeds, JSON lines and web archives are taken, by their endings"),
        "{told:?}"
    );
}

#[test]
fn a_pattern_takes_what_a_shell_would_have_given() {
    let dir = tree(&["s/b.txt", "s/a.md", "s/.c.txt", "s/in/d.txt", "s/in/e.html", "t/[x].txt"]);
    let given = |pattern: &str| listing(dir.path(), &[dir.path().join(pattern)]);
    assert_eq!(given("s/*.txt"), ["s/b.txt:-"]);
    assert_eq!(given("s/[ab].*"), ["s/a.md:-", "s/b.txt:-"]);
    assert_eq!(given("*/**/?.txt"), ["s/b.txt:-", "s/in/d.txt:-"]);
    assert_eq!(given("s/i*"), ["s/in/d.txt:in", "s/in/e.html:in"]);
    assert_eq!(given("t/[x].txt"), ["t/[x].txt:-"], "a file of that name is no pattern");
    assert_eq!(given("s/*.pdf"), ["error s/*.pdf: no file or directory fits this pattern"]);
    assert!(given("s/[a.txt")[0].contains("not well formed"));
    assert_eq!(
        listing(dir.path(), &[dir.path().join("s/*.txt"), dir.path().join("s/b.txt")]),
        ["s/b.txt:-"],
        "a file that fits and is named is taken once"
    );
}

#[cfg(unix)]
#[test]
fn a_pattern_minds_neither_circles_nor_links_to_nowhere_nor_names_in_no_charset() {
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let dir = tree(&["s/b.txt", "s/in/d.txt"]);
    let at = |name: &str| dir.path().join(name);
    symlink(at("s"), at("s/one")).unwrap();
    symlink(at("s"), at("s/two")).unwrap();
    symlink(at("s/in"), at("s/over")).unwrap();
    symlink(at("s/gone"), at("s/z.txt")).unwrap();
    let raw = std::ffi::OsStr::from_bytes(b"\xff.jpg");
    fs::write(at("s").join(raw), "words").unwrap();
    let given = |pattern: &str| listing(dir.path(), &[at(pattern)]);
    let nowhere = "error s/z.txt: there is no such file or directory";
    assert_eq!(given("s/*.txt"), ["s/b.txt:-", nowhere]);
    assert_eq!(given("s/**/*.txt"), ["s/b.txt:-", "s/in/d.txt:-", nowhere], "no link is followed");
    assert_eq!(given("s/?.jpg"), ["s/\u{fffd}.jpg:-"]);
    assert_eq!(
        given("s/ov*/d.txt"),
        ["s/over/d.txt:-"],
        "where the pattern tells how deep, links are followed"
    );
    assert_eq!(given("s/z.txt"), [nowhere], "a name is not said to be close to itself");
}

#[test]
fn an_address_is_told_from_a_missing_file() {
    let results = expand(&["HTTPS://news.example/a"]);
    let input = results[0].as_ref().unwrap();
    assert_eq!(
        (input.name.as_str(), &input.source),
        ("HTTPS://news.example/a", &Source::Address("https://news.example/a".to_owned()))
    );
    let twice =
        expand(&["https://news.example/a", "https://NEWS.example/a#top", "http://me:secret@news.example/"]);
    assert_eq!(twice.len(), 2, "one address is asked once");
    assert!(matches!(twice[1].as_ref().unwrap_err().fault, Fault::BadAddress(UrlError::Credentials)));
}

#[cfg(unix)]
#[test]
fn links_cannot_lead_in_a_circle() {
    use std::os::unix::fs::symlink;
    let dir = tree(&["s/a.txt", "elsewhere/b.txt"]);
    let at = |path: &str| dir.path().join(path);
    symlink(at("s"), at("s/round")).unwrap();
    symlink(at("s"), at("s/round.txt")).unwrap();
    symlink(at("elsewhere/b.txt"), at("s/link.txt")).unwrap();
    symlink(at("gone"), at("s/broken.txt")).unwrap();
    symlink(at("s/self.txt"), at("s/self.txt")).unwrap();
    let told = listing(dir.path(), &[at("s")]);
    assert_eq!((told[0].as_str(), told[2].as_str()), ("s/a.txt:s", "s/link.txt:s"), "{told:?}");
    assert!(told[1].starts_with("error s/broken.txt: it cannot be read"), "{told:?}");
    assert!(told[3].starts_with("error s/self.txt: it cannot be read"), "{told:?}");
    assert_eq!(told.len(), 4);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused() {
    let dir = tree(&["s/a.txt"]);
    let socket = dir.path().join("s/b.txt");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert_eq!(
        listing(dir.path(), &[dir.path().join("s"), PathBuf::from("/dev/null")]),
        [
            "s/a.txt:s",
            "error s/b.txt: it is a socket, not a file",
            "error /dev/null: it is a device, not a file"
        ]
    );
}
