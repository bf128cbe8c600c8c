//! Appending commits of articles (4 KB of text, 20 assertions) in groups: the ledger, beside a plain append
//! and fdatasync of the same bytes, and beside the same commits as sled transactions. `cargo bench -p
//! dateline-store --bench append`.
//!
//! The three take turns group by group, so that a slow moment of the disk falls on all alike.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod made;

use dateline_store::{ExpectedPosition, Layout, NewCommit, Store};
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

/// A plain file, or two as the ledger has.
struct Plain {
    events: File,
    payloads: File,
}

impl Plain {
    fn new(dir: &Path) -> Self {
        fs::create_dir_all(dir).unwrap();
        let open = |name| OpenOptions::new().create(true).append(true).open(dir.join(name)).unwrap();
        Self { events: open("events"), payloads: open("payloads") }
    }

    /// The same bytes in the same order with the same waits: payloads, sync, headers, sync.
    fn append(&mut self, payloads: &[u8], events: &[u8]) {
        self.payloads.write_all(payloads).unwrap();
        self.payloads.sync_data().unwrap();
        self.events.write_all(events).unwrap();
        self.events.sync_data().unwrap();
    }
}

/// One tree: each event under its position, each assertion under its id, each commit a transaction.
struct Sled {
    db: sled::Db,
    file: File,
    next: u64,
}

impl Sled {
    fn new(dir: &Path) -> Self {
        let db = sled::Config::new().path(dir).flush_every_ms(None).open().unwrap();
        let file = OpenOptions::new().write(true).open(dir.join("db")).unwrap();
        Self { db, file, next: 0 }
    }

    fn append(&mut self, group: &[Vec<Vec<u8>>]) {
        for commit in group {
            let first = self.next;
            self.db
                .transaction(|tree| {
                    for (event, at) in commit.iter().zip(first..) {
                        tree.insert(&at.to_be_bytes(), event.as_slice())?;
                    }
                    Ok::<(), sled::transaction::ConflictableTransactionError<()>>(())
                })
                .unwrap();
            self.next += commit.len() as u64;
        }
        self.db.flush().unwrap();
        self.file.sync_data().unwrap();
    }
}

fn since(file: &Path, from: u64) -> Vec<u8> {
    let mut file = File::open(file).unwrap();
    file.seek(SeekFrom::Start(from)).unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

fn main() {
    // `cargo bench` passes `--bench`; `cargo test --benches` must not measure for minutes.
    let short = !std::env::args().any(|argument| argument == "--bench");
    println!("Commits of one article (3 events, 20 assertions) a second, medians of groups.\n");
    println!(
        "| articles in a group | ledger | plain | sled | ledger / plain | ledger / sled | ledger, CPU us an article |"
    );
    println!("|---|---|---|---|---|---|---|");
    for group in [1_u64, 16, 64, 256] {
        let groups = if short { 2 } else { (4096 / group).clamp(20, 250) };
        measure(group, groups);
    }
}

fn measure(group: u64, groups: u64) {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path();
    Store::create(&dir.join("ledger")).unwrap();
    let (mut store, _) = Store::open(&dir.join("ledger"), Duration::ZERO).unwrap();
    let files = Layout::in_dir(&dir.join("ledger")).ledger();
    let (events_file, payloads_file) = (files.join("00000001.events"), files.join("00000001.payloads"));
    let mut plain = Plain::new(&dir.join("plain"));
    let mut sled = Sled::new(&dir.join("sled"));
    let (mut ledger_took, mut plain_took, mut sled_took) = (Vec::new(), Vec::new(), Vec::new());
    let length = |file: &Path| file.metadata().map_or(0, |about| about.len());
    let (mut json_bytes, mut ledger_cpu) = (0, Duration::ZERO);
    for nth in 0..groups {
        let commits: Vec<NewCommit> =
            (nth * group..(nth + 1) * group).map(|number| made::commit(number, made::STORY)).collect();
        let json: Vec<Vec<Vec<u8>>> = commits
            .iter()
            .map(|commit| commit.events.iter().map(|new| serde_json::to_vec(&new.event).unwrap()).collect())
            .collect();
        json_bytes += json.iter().flatten().map(|event| event.len() as u64).sum::<u64>();
        let before = (length(&events_file), length(&payloads_file));
        let (began, cpu_before) = (Instant::now(), made::cpu_time());
        store.append(ExpectedPosition::Any, &commits).unwrap();
        ledger_took.push(began.elapsed());
        if let (Some(before), Some(now)) = (cpu_before, made::cpu_time()) {
            ledger_cpu += now.saturating_sub(before);
        }
        let (events, payloads) = (since(&events_file, before.0), since(&payloads_file, before.1));
        let began = Instant::now();
        plain.append(&payloads, &events);
        plain_took.push(began.elapsed());
        let began = Instant::now();
        sled.append(&json);
        sled_took.push(began.elapsed());
    }
    let rate = |mut took: Vec<Duration>| {
        took.sort();
        #[allow(clippy::cast_precision_loss)] // small counts
        let rate = group as f64 / took[took.len() / 2].as_secs_f64();
        rate
    };
    let (ledger, plain, sled) = (rate(ledger_took), rate(plain_took), rate(sled_took));
    println!(
        "| {group} | {ledger:.0} | {plain:.0} | {sled:.0} | {:.2} | {:.2} | {} |",
        ledger / plain,
        ledger / sled,
        made::micros(ledger_cpu, group * groups)
    );
    if group == 256 {
        let disk = |name: &str| made::disk_bytes(&dir.join(name));
        #[allow(clippy::cast_precision_loss)] // bytes of a scratch directory
        let share = |bytes: u64| bytes as f64 / json_bytes as f64;
        println!(
            "\nBytes on disk beside the plain JSON: ledger {:.2}, sled {:.2}",
            share(length(&events_file) + length(&payloads_file)),
            share(disk("sled"))
        );
    }
}
