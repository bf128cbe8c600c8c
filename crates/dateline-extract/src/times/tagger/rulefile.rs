//! Reads `rules/timex.rules`. The format is described in `docs/times.md`.

use super::operator::Operator;
use super::pattern::{Element, Role, Row, Test};
use super::pieces::Piece;
use super::term::Unit;
use super::words::{WordId, Words};
use crate::lexicon::DataError;

/// The file, for errors.
const FILE: &str = "timex.rules";
/// Its text.
pub(super) const TEXT: &str = include_str!("../../../rules/timex.rules");

/// A rule.
#[derive(Debug)]
pub(super) struct Rule {
    /// Family, name and version: `timex.ago/1`.
    pub(super) id: String,
    pub(super) operator: Operator,
    /// A unit or number that the pattern does not catch.
    pub(super) unit: Option<Unit>,
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    pub(super) examples: Vec<Vec<String>>,
    #[cfg_attr(not(test), allow(dead_code, reason = "read by the tests"))]
    pub(super) counter_examples: Vec<String>,
}

/// A row of a layer, and the rule it belongs to.
#[derive(Debug)]
pub(super) struct RuleRow {
    pub(super) row: Row,
    pub(super) rule: u16,
    pub(super) second: Second,
}

/// What the second piece of a row may be, where the row is plain enough to tell: most attempts end here.
#[derive(Debug, Default)]
pub(super) struct Second {
    /// It cannot be told.
    any: bool,
    digits: bool,
    classes: u128,
    words: Vec<WordId>,
}

impl Second {
    fn of(row: &[Element]) -> Self {
        let any = Self { any: true, ..Self::default() };
        let taken: Vec<&Element> = row.iter().filter(|element| element.role == Role::Take).take(2).collect();
        let [first, second] = taken[..] else { return any };
        let mut out = Self::default();
        if first.atoms.iter().any(|atom| matches!(atom.test, Test::Sort(_))) {
            return any;
        }
        for atom in &second.atoms {
            match atom.test {
                Test::Word(word) => out.words.push(word),
                Test::Class(class) => out.classes |= 1 << class.0,
                Test::Digits { .. } => out.digits = true,
                Test::Sort(_) => return any,
            }
        }
        out
    }

    /// Whether the row may go on with a piece.
    pub(super) fn may_follow(&self, piece: Option<&Piece>) -> bool {
        self.any
            || piece.is_some_and(|piece| {
                piece.classes & self.classes != 0
                    || self.digits && piece.digits > 0
                    || piece.word != WordId(0) && self.words.contains(&piece.word)
            })
    }
}

/// The rows that are tried together. What a layer finds is seen by the next.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) rows: Vec<RuleRow>,
    /// Rows by the word with which they begin.
    pub(super) by_word: Vec<Vec<u32>>,
    /// Rows by the class with which they begin.
    pub(super) by_class: Vec<Vec<u32>>,
    /// Rows that begin with digits.
    pub(super) by_digits: Vec<u32>,
    /// Rows that begin with something found before.
    pub(super) by_sort: Vec<u32>,
    /// Classes with which a row begins, as bits.
    pub(super) classes: u128,
}

/// The compiled rules.
#[derive(Debug)]
pub(super) struct RuleFile {
    pub(super) rules: Vec<Rule>,
    pub(super) layers: Vec<Layer>,
}

struct Draft {
    id: String,
    line: usize,
    operator: Option<Operator>,
    unit: Option<Unit>,
    rows: Vec<Row>,
    examples: Vec<Vec<String>>,
    counter_examples: Vec<String>,
}

impl RuleFile {
    /// # Errors
    /// A fault in the file, with its line.
    pub(super) fn load(words: &mut Words) -> Result<Self, DataError> {
        Self::read(TEXT, words)
    }

    fn read(text: &str, words: &mut Words) -> Result<Self, DataError> {
        let mut file = Self { rules: Vec::new(), layers: vec![Layer::default()] };
        let mut draft: Option<Draft> = None;
        for (number, line) in text.lines().enumerate() {
            let fail = |what: String| DataError { file: FILE, line: number + 1, what };
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let rest = rest.trim();
            match word {
                "rule" | "layer" => {
                    if let Some(done) = draft.take() {
                        file.add(done)?;
                    }
                    if word == "layer" {
                        file.layers.push(Layer::default());
                    } else if file.rules.iter().any(|rule| rule.id == rest) {
                        return Err(fail(format!("rule `{rest}` is there already")));
                    } else {
                        draft = Some(Draft {
                            id: rest.to_owned(),
                            line: number + 1,
                            operator: None,
                            unit: None,
                            rows: Vec::new(),
                            examples: Vec::new(),
                            counter_examples: Vec::new(),
                        });
                    }
                }
                _ => {
                    let draft = draft.as_mut().ok_or_else(|| fail(format!("`{word}` before any rule")))?;
                    draft.directive(word, rest, words).map_err(fail)?;
                }
            }
        }
        if let Some(done) = draft.take() {
            file.add(done)?;
        }
        for layer in &mut file.layers {
            layer.index();
        }
        Ok(file)
    }

    fn add(&mut self, draft: Draft) -> Result<(), DataError> {
        let fail =
            |what: &str| DataError { file: FILE, line: draft.line, what: format!("{}: {what}", draft.id) };
        if draft.rows.is_empty() {
            return Err(fail("no `match`"));
        }
        if draft.examples.is_empty() || draft.counter_examples.is_empty() {
            return Err(fail("a rule has at least one `yes` and one `no` example"));
        }
        let operator = draft.operator.ok_or_else(|| fail("no `time`"))?;
        let rule = u16::try_from(self.rules.len()).map_err(|_| fail("too many rules"))?;
        let layer = self.layers.last_mut().ok_or_else(|| fail("no layer"))?;
        layer.rows.extend(draft.rows.into_iter().map(|row| RuleRow { second: Second::of(&row), row, rule }));
        self.rules.push(Rule {
            id: draft.id,
            operator,
            unit: draft.unit,
            examples: draft.examples,
            counter_examples: draft.counter_examples,
        });
        Ok(())
    }
}

impl Draft {
    fn directive(&mut self, word: &str, rest: &str, words: &mut Words) -> Result<(), String> {
        match word {
            "match" => self.rows.extend(super::pattern::parse(rest, words)?),
            "time" => self.operator = Some(Operator::parse(rest)?),
            "unit" => {
                let class = words.class("unit").ok_or("there is no class `unit`")?;
                let value = words.value(words.lookup(rest), class).and_then(Unit::of);
                let unit = if rest == "any" { Some(Unit::Any) } else { value };
                self.unit = Some(unit.ok_or_else(|| format!("`{rest}` is no unit"))?);
            }
            "yes" => self.examples.push(rest.split('|').map(|part| part.trim().to_owned()).collect()),
            "no" => self.counter_examples.push(rest.to_owned()),
            other => return Err(format!("unknown directive `{other}`")),
        }
        Ok(())
    }
}

impl Layer {
    /// The rows that begin with a word.
    pub(super) fn by_word(&self, word: WordId) -> &[u32] {
        self.by_word.get(usize::from(word.0)).map_or(&[], Vec::as_slice)
    }

    fn index(&mut self) {
        self.by_class = vec![Vec::new(); 128];
        for (at, RuleRow { row, .. }) in self.rows.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let Some(first) = row.iter().find(|element: &&Element| element.role == Role::Take) else {
                continue;
            };
            for atom in &first.atoms {
                let list = match atom.test {
                    Test::Word(word) => {
                        let at = usize::from(word.0);
                        if self.by_word.len() <= at {
                            self.by_word.resize(at + 1, Vec::new());
                        }
                        &mut self.by_word[at]
                    }
                    Test::Class(class) => {
                        self.classes |= 1_u128 << class.0;
                        &mut self.by_class[usize::from(class.0)]
                    }
                    Test::Digits { .. } => &mut self.by_digits,
                    Test::Sort(_) => &mut self.by_sort,
                };
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        RuleFile::read(text, &mut Words::load().unwrap()).err().map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn faults_are_told_with_their_line() {
        let whole =
            "rule a.b/1\n  match today\n  time day 0\n  yes Today. | Today | DATE | 2020-06-17\n  no x\n";
        assert_eq!(fault(whole), "");
        assert_eq!(fault("match today"), "timex.rules:1: `match` before any rule");
        assert_eq!(fault("rule a.b/1\n  match @nowhere"), "timex.rules:2: unknown word class `nowhere`");
        assert_eq!(fault("rule a.b/1\n  match ( today"), "timex.rules:2: a bracket is not closed");
        assert_eq!(
            fault("rule a.b/1\n  match today )"),
            "timex.rules:2: a bracket is closed that was not opened"
        );
        assert_eq!(fault("rule a.b/1\n  time dance"), "timex.rules:2: unknown time operator `dance`");
        assert_eq!(
            fault("rule a.b/1\n  match today"),
            "timex.rules:1: a.b/1: a rule has at least one `yes` and one `no` example"
        );
        assert_eq!(fault(&format!("{whole}{whole}")), "timex.rules:6: rule `a.b/1` is there already");
    }
}
