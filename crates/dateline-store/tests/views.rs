//! Views that are damaged, stale, ahead, unfinished or of another version: all are made good from the
//! ledger, and none is believed against it.

mod support;

use dateline_store::{ExpectedPosition, Layout, Store};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::{begun, commit, ingest, metadata_set, story};

fn open(dir: &Path) -> Store {
    Store::open(dir, Duration::ZERO).unwrap().0
}

fn view(dir: &Path, name: &str) -> PathBuf {
    Layout::in_dir(dir).views().join(name)
}

fn view_names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(Layout::in_dir(dir).views())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A workspace of nine articles whose views are folded and closed.
fn workspace() -> tempfile::TempDir {
    let dir = support::scratch();
    Store::create(dir.path()).unwrap();
    let mut store = open(dir.path());
    let mut commits = vec![commit(1, 1, vec![begun(1)])];
    commits.extend((1..10).map(|n| ingest(u64::from(n) + 1, 1, n, n % 3 + 1)));
    store.append(ExpectedPosition::Any, &commits).unwrap();
    store.catch_up().unwrap();
    dir
}

const VIEWS: [&str; 5] = ["articles@7", "claims@4", "copies@1", "judgements@1", "operations@5"];

#[test]
fn a_damaged_view_is_set_aside_and_made_anew() {
    for name in VIEWS {
        let dir = workspace();
        let articles = open(dir.path()).articles().unwrap();
        let operations = open(dir.path()).operations().unwrap();
        let db = view(dir.path(), name).join("db");
        let mut bytes = fs::read(&db).unwrap();
        let half = bytes.len() / 2;
        for at in (16..half).step_by(61) {
            bytes[at] ^= 0x5a;
        }
        fs::write(&db, bytes).unwrap();
        let store = open(dir.path());
        assert_eq!(store.articles().unwrap(), articles, "{name}");
        assert_eq!(store.operations().unwrap(), operations, "{name}");
        assert_eq!(store.verify_views().unwrap(), Ok(()), "{name}");
        // sled may also take the damage for a torn tail and open without it: then the view is behind.
        let aside = view_names(dir.path()).contains(&format!("{name}.damaged-1"));
        assert!(aside || name != "articles@7", "{:?}", view_names(dir.path()));
    }
}

#[test]
fn a_view_whose_file_holds_something_else_is_set_aside() {
    let dir = workspace();
    for file in ["db", "conf"] {
        let path = view(dir.path(), "articles@7").join(file);
        fs::write(path, b"no view at all").unwrap();
        assert_eq!(open(dir.path()).articles().unwrap().len(), 9);
    }
    for _ in 0..4 {
        fs::write(view(dir.path(), "articles@7").join("conf"), b"no view again").unwrap();
        assert_eq!(open(dir.path()).articles().unwrap().len(), 9);
    }
    let aside = |name: &&String| name.starts_with("articles@7.damaged-");
    assert_eq!(view_names(dir.path()).iter().filter(aside).count(), 3, "a few are kept, not all");
    let mut store = open(dir.path());
    store.rebuild(|_| ()).unwrap();
    assert_eq!(view_names(dir.path()), VIEWS);
}

#[test]
fn a_view_of_another_ledger_is_not_believed() {
    let (dir, other) = (workspace(), support::scratch());
    Store::create(other.path()).unwrap();
    let mut store = open(other.path());
    store.append(ExpectedPosition::Any, &[ingest(900, 1, 90, 1), ingest(901, 1, 91, 1)]).unwrap();
    store.catch_up().unwrap();
    drop(store);
    // Behind this ledger, and then ahead of it.
    for (from, to, articles) in [(&other, &dir, 9), (&dir, &other, 2)] {
        for name in VIEWS {
            fs::remove_dir_all(view(to.path(), name)).unwrap();
            let copied = view(to.path(), name);
            fs::create_dir_all(copied.join("blobs")).unwrap();
            for file in fs::read_dir(view(from.path(), name)).unwrap().map(Result::unwrap) {
                if file.file_type().unwrap().is_file() {
                    fs::copy(file.path(), copied.join(file.file_name())).unwrap();
                }
            }
        }
        let store = open(to.path());
        assert_eq!(store.articles().unwrap().len(), articles);
        assert_eq!(store.verify_views().unwrap(), Ok(()));
    }
}

#[test]
fn an_interrupted_rebuild_leaves_nothing_behind() {
    let dir = workspace();
    let views = Layout::in_dir(dir.path()).views();
    // Interrupted before the swap, and in the middle of it.
    fs::create_dir(views.join("articles@7.new")).unwrap();
    fs::write(views.join("articles@7.new").join("db"), b"half").unwrap();
    fs::rename(views.join("claims@4"), views.join("claims@4.old")).unwrap();
    fs::create_dir(views.join("claims@4.new")).unwrap();
    let store = open(dir.path());
    store.catch_up().unwrap();
    assert_eq!(store.verify_views().unwrap(), Ok(()));
    assert_eq!(view_names(dir.path()), VIEWS);
}

#[test]
fn rebuilding_removes_views_of_other_versions() {
    let dir = workspace();
    fs::create_dir(view(dir.path(), "articles@1")).unwrap();
    fs::create_dir(view(dir.path(), "sources@1")).unwrap();
    fs::create_dir(view(dir.path(), "not-ours")).unwrap();
    let mut store = open(dir.path());
    let mut told = Vec::new();
    store.rebuild(|events| told.push(events)).unwrap();
    assert_eq!(told.last(), Some(&store.head().next.0));
    assert_eq!(
        view_names(dir.path()),
        ["articles@7", "claims@4", "copies@1", "judgements@1", "not-ours", "operations@5"]
    );
    assert_eq!(store.verify_views().unwrap(), Ok(()));
}

#[test]
fn an_article_that_moves_leaves_its_old_story() {
    let dir = workspace();
    let mut store = open(dir.path());
    let before = store.articles_in(&story(1)).unwrap().len();
    // Article 1 is of story 1; the day chooses story 2.
    store.append(ExpectedPosition::Any, &[commit(50, 2, vec![metadata_set(1, 2, true)])]).unwrap();
    assert_eq!(store.articles_in(&story(1)).unwrap().len(), before - 1);
    let moved = store.articles_in(&story(2)).unwrap();
    assert_eq!(moved.len(), 1);
    assert_eq!(moved[0].metadata.published.as_ref().unwrap().to_string(), "2014-03-03");
    assert_eq!(moved[0].captured_metadata.published, None);
    // Captured again for the story it came from, it is still known.
    let bytes = &moved[0].captures[0].sha256;
    for known in [1, 2] {
        assert_eq!(store.has_capture(bytes, Some(&story(known))).unwrap().as_ref(), Some(&moved[0].article));
    }
    assert_eq!(store.has_capture(bytes, Some(&story(0))).unwrap(), None);
    assert_eq!(store.verify_views().unwrap(), Ok(()));
}

#[test]
fn claims_are_found_by_story_and_by_every_name() {
    let dir = workspace();
    let store = open(dir.path());
    let mut found = 0;
    for story in store.stories().unwrap() {
        for claim in store.claims(&story).unwrap() {
            for name in std::iter::once(&claim.id).chain(&claim.aliases) {
                assert!(
                    store.claims_named(name).unwrap().contains(&(story.clone(), claim.clone())),
                    "{name}"
                );
            }
            found += claim.members.len();
        }
    }
    let asserted: usize =
        store.articles().unwrap().iter().map(|a| a.extraction.as_ref().unwrap().assertions.len()).sum();
    assert_eq!(found, asserted, "each assertion is a member of one claim");
    assert_eq!(store.verify_views().unwrap(), Ok(()));
}

#[test]
fn all_views_may_be_deleted_at_once() {
    let dir = workspace();
    let before = open(dir.path()).articles().unwrap();
    fs::remove_dir_all(Layout::in_dir(dir.path()).views()).unwrap();
    let store = open(dir.path());
    assert_eq!(store.articles().unwrap(), before);
    assert_eq!(store.verify_views().unwrap(), Ok(()));
}

#[test]
fn a_prefix_finds_every_article_that_starts_with_it() {
    let dir = workspace();
    let store = open(dir.path());
    for record in store.articles().unwrap() {
        let digits = record.article.as_str();
        assert_eq!(store.articles_with_prefix(digits).unwrap(), std::slice::from_ref(&record));
        assert!(store.articles_with_prefix(&digits[..4]).unwrap().contains(&record));
        assert_eq!(store.article(&record.article).unwrap(), Some(record));
    }
    assert_eq!(store.articles_with_prefix("zz").unwrap(), []);
}
