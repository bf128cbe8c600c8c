//! The reading cases of `cases/reading`: what must come out of a text, and what must not.
//!
//! A case is a file, so that anyone can add one; `tests/cases/README.md` describes its lines. A line that
//! is marked as a known gap must fail: a gap that is closed is noticed at once.

pub(crate) mod case;
mod check;
pub(crate) mod matching;
mod properties;

use dateline_extract::Extractor;

#[test]
fn every_case_reads_as_its_file_says() {
    let extractor = Extractor::new().expect("the shipped rules compile");
    let (cases, mut failures) = case::all();
    let (mut held, mut gaps) = (0, 0);
    for case in &cases {
        let reading = case.read(&extractor);
        for expectation in &case.expectations {
            let place = format!("{}:{}", case.name, expectation.line);
            let result = check::check(case, &reading, &expectation.kind);
            match (result, &expectation.known_gap) {
                (Ok(()), None) => held += 1,
                (Err(why), _) if why.contains("mend the case") => failures.push(format!("{place}: {why}")),
                (Err(_), Some(_)) => gaps += 1,
                (Err(why), None) => failures.push(format!("{place}: {}\n        {why}", expectation.words)),
                (Ok(()), Some(_)) => {
                    failures
                        .push(format!("{place}: {}\n        holds now: no gap any more", expectation.words));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{held} expectations hold, {gaps} are known gaps, {} fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
