//! The program itself with small counts: everything it does is done, and nothing is lost, wrong or missed.

use std::process::Command;

#[test]
fn a_short_run_finds_nothing_lost_wrong_or_undetected() {
    let run = Command::new(env!("CARGO_BIN_EXE_dateline-faults"))
        .args(["--kills", "6", "--flips", "80", "--seconds", "600"])
        .output()
        .unwrap();
    let table = String::from_utf8(run.stdout).unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}\n{table}");
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(rows.len(), 17, "{table}");
    for row in rows {
        let counts: Vec<u64> = row[44..].split_whitespace().map_while(|word| word.parse().ok()).collect();
        assert!(matches!(counts[..], [_, 0, 0, 0]), "{table}");
        assert!(counts[0] > 0 || row.contains("SKIPPED"), "{table}");
    }
}
