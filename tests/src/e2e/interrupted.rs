//! What happens when something comes between: another process, a full or read-only disk, a reader that
//! goes away, Ctrl-C.

use super::program::{Done, Home, binary};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Articles that differ, by number.
pub(super) fn article(number: usize) -> String {
    let months = ["January", "March", "April", "June", "July", "September", "October", "November"];
    let month = months[number % months.len()];
    format!(
        "---\npublished: 2013-{:02}-{:02}\npublisher: Paper {}\n---\n\
         Ines Vardal said on Monday that the Orla Conference will be held in {month}.\n\n\
         At least {} people were killed in the flood of Arlen, officials said.\n",
        1 + number % 12,
        1 + number % 28,
        number % 7,
        10 + number,
    )
}

/// Writes `count` articles into `articles`.
pub(super) fn write_articles(home: &Home, count: usize) {
    for number in 0..count {
        home.write(format!("articles/{number:04}.txt"), article(number));
    }
}

/// Short ids in whole lines that an ingest printed: what it acknowledged.
pub(super) fn acknowledged(stdout: &str) -> Vec<&str> {
    let whole = &stdout[..stdout.rfind('\n').map_or(0, |end| end + 1)];
    let id = |line: &str| line.len() > 8 && line.as_bytes()[..8].iter().all(u8::is_ascii_hexdigit);
    whole.lines().filter(|line| id(line)).map(|line| &line[..8]).collect()
}

/// That everything acknowledged is there, nothing is damaged, and how many articles there are.
pub(super) fn expect_kept(home: &Home, acknowledged: &[&str]) -> usize {
    home.expect_intact();
    let listed = home.json(&["articles", "list"]);
    let articles = listed["data"]["articles"].as_array().expect("a list of articles");
    for id in acknowledged {
        let here = articles.iter().any(|one| one["id"].as_str().is_some_and(|whole| whole.starts_with(id)));
        assert!(here, "{id} was acknowledged, and is gone");
    }
    articles.len()
}

/// Does to a process what Ctrl-C does; whether it was there.
pub(super) fn interrupt(child: &Child) -> bool {
    let signal = format!("kill -INT {} 2>&-", child.id());
    Command::new("sh").args(["-c", &signal]).status().expect("there is a shell").success()
}

/// Says in the test's own output that something was not tried.
fn skip(what: &str) {
    // Past the capture of test output: a test that did nothing must not look like one that passed.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
}

/// A file system of `kilobytes` in memory at `path`; `None` if this user may not make one.
struct Mounted<'p>(&'p Path);

impl<'p> Mounted<'p> {
    fn new(path: &'p Path, kilobytes: usize) -> Option<Self> {
        let size = format!("size={kilobytes}k");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(path)
            .stderr(Stdio::null())
            .status();
        mount.is_ok_and(|status| status.success()).then_some(Self(path))
    }

    fn remount(&self, how: &str) -> bool {
        let how = format!("remount,{how}");
        Command::new("mount").args(["-o", &how]).arg(self.0).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_second_process_is_told_who_has_the_workspace() {
    let home = Home::new();
    home.write("good.txt", article(1));
    home.run(["init"]).expect_code(0);
    let mut waiting = home.command(["ingest", "-"]);
    let mut first = waiting.stdin(Stdio::piped()).spawn().expect("the program starts");
    // It holds the lock once its number stands in the file.
    let lock = home.path().join(".dateline/lock");
    while fs::read_to_string(&lock).unwrap_or_default().is_empty() {
        assert!(first.try_wait().expect("it can be asked").is_none(), "it waits for its input");
        std::thread::yield_now();
    }
    let holder = format!("process {}", first.id());
    std::thread::scope(|scope| {
        for line in [&["ingest", "good.txt"][..], &["history", "orla-conference/date"], &["verify"]] {
            let mut command = home.command(line);
            let holder = &holder;
            scope.spawn(move || {
                let done = Done::of(&mut command);
                done.expect_code(5).expect_said(&["in use", holder, "hint: ", "wait for the other"]);
                assert_eq!(done.stdout, "");
            });
        }
    });
    first.stdin.take().expect("it is piped").write_all(article(2).as_bytes()).expect("it reads");
    Done::end_of(first, &waiting).expect_code(0);
    assert_eq!(home.sources().len(), 1);
    home.run(["ingest", "good.txt"]).expect_code(0);
    assert_eq!(home.sources().len(), 2);
    home.expect_intact();
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = Home::filled();
    for line in [
        &["history", "geneva-ii/date"][..],
        &["changes"],
        &["claims", "list", "--all", "--json"],
        &["audit"],
        &["articles", "list"],
        &["review", "--list"],
        &["review", "--list", "--json"],
        &["log"],
        &["log", "--json"],
        &["diff", "--story", "geneva-ii", "2013-08", "2013-11"],
        &["man"],
        &["completions", "bash"],
        &["schema", "history"],
        &["--help"],
    ] {
        let mut command = home.command(line);
        let mut child = command.spawn().expect("the program starts");
        drop(child.stdout.take());
        let done = Done::end_of(child, &command);
        done.expect_code(0);
        assert!(!done.stderr.contains("error") && !done.stderr.contains("panic"), "{done}");
    }
    // Halfway through, as with `head`.
    let mut command = home.command(["claims", "list", "--all", "--json"]);
    let mut child = command.spawn().expect("the program starts");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut first).expect("a line");
    assert_eq!(first, "{\n");
    Done::end_of(child, &command).expect_code(0);
}

#[test]
fn a_reader_that_goes_away_stops_no_ingest() {
    let home = Home::new();
    write_articles(&home, 40);
    let mut command = home.command(["ingest", "articles"]);
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdout.take());
    Done::end_of(child, &command).expect_code(0);
    assert_eq!(expect_kept(&home, &[]), 40);
}

#[test]
fn an_interrupt_keeps_what_was_acknowledged() {
    let home = Home::new();
    write_articles(&home, 600);
    let mut command = home.command(["ingest", "articles"]);
    let mut child = command.spawn().expect("the program starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut printed = String::new();
    stdout.read_line(&mut printed).expect("a line");
    assert_eq!(acknowledged(&printed).len(), 1, "{printed}");
    assert!(interrupt(&child), "it runs");
    std::io::Read::read_to_string(&mut stdout, &mut printed).expect("it ends");
    let done = Done::end_of(child, &command);
    done.expect_code(130).expect_said(&["interrupted: ", "inputs not looked at", "the same command goes on"]);
    let acknowledged = acknowledged(&printed);
    let stored = expect_kept(&home, &acknowledged);
    assert_eq!(stored, acknowledged.len(), "what is stored was acknowledged");
    assert!(stored < 600, "it was too late to interrupt");
    home.run(["ingest", "articles"]).expect_code(0);
    assert_eq!(expect_kept(&home, &[]), 600);
}

/// Ingests with `command` until it runs out of room, then with room: nothing acknowledged is lost.
fn out_of_room(home: &Home, command: &mut Command, make_room: impl FnOnce()) -> bool {
    let done = Done::of(command);
    let full = done.code != Some(0);
    if full {
        done.expect_code(7).expect_said(&["error: ", "hint: "]);
        assert!(!done.stderr.contains("bug"), "{done}");
    }
    make_room();
    if home.path().join(".dateline/format").exists() {
        expect_kept(home, &acknowledged(&done.stdout));
    }
    home.run(["ingest", "articles"]).expect_code(0);
    assert_eq!(expect_kept(home, &[]), 50);
    full
}

#[test]
fn a_file_that_may_not_grow_is_reported() {
    // The limit of the shell is in blocks of 512 bytes; the signal that comes with it is ignored, so that
    // writing fails as it does on a full disk.
    let mut failed = 0;
    for blocks in [0, 1, 4, 16, 24, 40, 64, 100] {
        let home = Home::new();
        write_articles(&home, 50);
        let asked = home.command(["ingest", "articles"]);
        let mut limited = Command::new("sh");
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" ingest articles");
        limited.args(["-c", &line]).arg(binary()).current_dir(home.path()).env_clear();
        for (name, value) in asked.get_envs() {
            limited.env(name, value.unwrap_or_default());
        }
        failed += usize::from(out_of_room(&home, &mut limited, || ()));
    }
    assert!(failed >= 3, "the limit was met only {failed} times");
}

#[test]
fn a_full_disk_is_reported_and_nothing_is_half_there() {
    let mut failed = 0;
    for left in [0, 8, 16, 32, 64, 128, 256, 512, 1024] {
        let home = Home::new();
        let Some(_mounted) = Mounted::new(home.path(), 8192) else {
            return skip("a full disk: this user cannot mount a file system in memory");
        };
        write_articles(&home, 50);
        let filler = home.path().join("filler");
        let mut file = fs::File::create(&filler).expect("it can be made");
        // Until there is no room, then give back what is to be left.
        while file.write_all(&[b'x'; 4096]).is_ok() {}
        let length = file.metadata().expect("it is open").len();
        file.set_len(length.saturating_sub(left * 1024)).expect("it can be cut");
        drop(file);
        let mut command = home.command(["ingest", "articles"]);
        let make_room = || fs::remove_file(&filler).expect("it can be removed");
        failed += usize::from(out_of_room(&home, &mut command, make_room));
    }
    assert!(failed >= 3, "the disk was full only {failed} times");
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let home = Home::new();
    let Some(mounted) = Mounted::new(home.path(), 8192) else {
        return skip("a read-only disk: this user cannot mount a file system in memory");
    };
    write_articles(&home, 3);
    fs::create_dir(home.path().join("other")).expect("it can be made");
    home.run(["ingest", "articles"]).expect_code(0);
    if !mounted.remount("ro") {
        return skip("a read-only disk: it cannot be made read-only");
    }
    for line in
        [&["ingest", "articles/0001.txt"][..], &["init", "other"], &["history", "orla-conference/date"]]
    {
        home.run(line).expect_code(7).expect_said(&["error: ", "Read-only file system", "hint: "]);
    }
    assert!(mounted.remount("rw"));
    assert_eq!(expect_kept(&home, &[]), 3);
}

#[test]
fn acknowledgements_are_read_from_whole_lines_only() {
    let printed = "made a workspace\n0a1b2c3d  one.txt\n0a1b2c3e  two.txt\n0a1b2c3f  thr";
    assert_eq!(acknowledged(printed), ["0a1b2c3d", "0a1b2c3e"]);
    assert_eq!(acknowledged("0a1b2c3d"), [] as [&str; 0]);
}
