//! How often a rule was right, as far as reviewers looked.

use serde::Serialize;
use std::collections::BTreeMap;

/// What reviewers found of the assertions that one rule read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RuleRecord {
    /// How many say what the article says.
    pub right: u32,
    /// How many were judged.
    pub judged: u32,
}

impl RuleRecord {
    /// How many judgements a rule is taken to have passed before anybody judged it. So a rule that was wrong
    /// the first time is not held to be always wrong (a Beta prior of two right and none wrong).
    const PRIOR: u32 = 2;

    /// Of how many in a thousand it is to be expected that the rule is wrong: 0 until it was.
    pub fn expected_wrong_per_mille(self) -> u32 {
        1000 * (self.judged - self.right) / (self.judged + Self::PRIOR)
    }
}

/// The records of rules, from what was found of single assertions: the rule, and whether it was right.
pub fn rule_records<'r>(found: impl IntoIterator<Item = (&'r str, bool)>) -> BTreeMap<&'r str, RuleRecord> {
    let mut records: BTreeMap<&str, RuleRecord> = BTreeMap::new();
    for (rule, right) in found {
        let record = records.entry(rule).or_default();
        record.judged += 1;
        record.right += u32::from(right);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_expected_to_be_wrong_as_often_as_it_was_and_less_where_few_looked() {
        let wrong = |right, judged| RuleRecord { right, judged }.expected_wrong_per_mille();
        assert_eq!(wrong(0, 0), 0);
        assert_eq!(wrong(5, 5), 0);
        assert!(wrong(0, 1) < wrong(0, 10), "one is less certain than ten");
        assert!(wrong(4, 10) > wrong(5, 10));
        assert!(wrong(0, 1000) < 1000);
    }

    #[test]
    fn records_are_by_rule() {
        let records = rule_records([("date.held/1", true), ("killed.toll/1", false), ("date.held/1", false)]);
        assert_eq!(records["date.held/1"], RuleRecord { right: 1, judged: 2 });
        assert_eq!(records["killed.toll/1"], RuleRecord { right: 0, judged: 1 });
    }
}
