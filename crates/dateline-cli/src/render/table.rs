//! Tables that fit the screen: columns give way in a fixed order, text is cut after words.

use super::line::{Line, Style};
use super::text::Look;

/// How a column behaves when there is not enough room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Always as wide as its widest cell.
    Whole,
    /// May be cut down to this many cells.
    Shrink(usize),
    /// Left out when the others, at their least, leave no room for it.
    Optional,
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    title: String,
    fit: Fit,
    right: bool,
}

/// A table, its rows in order.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<(Style, String)>>,
}

/// Blanks between two columns.
const GAP: usize = 2;
/// What a column that may be cut keeps when nothing else helps.
const LAST_RESORT: usize = 4;

impl Table {
    /// A table of these columns: title and behaviour. A title that starts with `>` is set to the right.
    pub(crate) fn new<const N: usize>(columns: [(&str, Fit); N]) -> Self {
        let columns = columns
            .into_iter()
            .map(|(title, fit)| Column {
                title: title.strip_prefix('>').unwrap_or(title).to_owned(),
                fit,
                right: title.starts_with('>'),
            })
            .collect();
        Self { columns, rows: Vec::new() }
    }

    /// Appends a row; it has as many cells as there are columns.
    pub(crate) fn row<const N: usize>(&mut self, cells: [(Style, String); N]) {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(cells.into());
    }

    /// The table as lines, its titles first (unless all are empty). A column without any text is left out.
    pub(crate) fn lines(&self, look: Look) -> Vec<Line> {
        let widths = self.widths(look);
        let titles = self.columns.iter().map(|column| (Style::Faint, column.title.clone())).collect();
        let shown = self.columns.iter().any(|column| !column.title.is_empty());
        let head: Option<&Vec<_>> = Some(&titles).filter(|_| shown);
        head.into_iter().chain(&self.rows).map(|row| self.line(row, &widths, look)).collect()
    }

    fn line(&self, row: &[(Style, String)], widths: &[usize], look: Look) -> Line {
        let mut line = Line::new();
        for ((column, (style, text)), &width) in self.columns.iter().zip(row).zip(widths) {
            if width == 0 {
                continue;
            }
            if line != Line::new() {
                line.push(Style::Plain, " ".repeat(GAP));
            }
            let text = look.fit(text, width);
            let missing = " ".repeat(width.saturating_sub(look.cells(&text)));
            if column.right {
                line.push(Style::Plain, missing);
                line.push(*style, text);
            } else {
                line.push(*style, text);
                line.push(Style::Plain, missing);
            }
        }
        line
    }

    /// Width of each column; 0 leaves it out.
    fn widths(&self, look: Look) -> Vec<usize> {
        let natural: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let cells = self.rows.iter().map(|row| look.cells(&row[at].1)).max().unwrap_or(0);
                if cells == 0 { 0 } else { cells.max(look.cells(&column.title)) }
            })
            .collect();
        let mut widths = natural.clone();
        let total = |widths: &[usize]| {
            let shown = widths.iter().filter(|&&width| width > 0);
            shown.clone().sum::<usize>() + shown.count().saturating_sub(1) * GAP
        };
        let least = |at: usize| match self.columns[at].fit {
            Fit::Shrink(least) => least.min(natural[at]),
            Fit::Whole | Fit::Optional => natural[at],
        };
        let all: Vec<usize> = (0..natural.len()).map(least).collect();
        let mut at_least = all;
        for at in (0..natural.len()).rev() {
            if total(&at_least) > look.width && self.columns[at].fit == Fit::Optional {
                at_least[at] = 0;
                widths[at] = 0;
            }
        }
        // The widest gives way first, so that what is cut is cut where it is longest. When all are at their
        // least and it is still too much, they go below it: a line that the terminal breaks is worse.
        for least in [at_least, vec![LAST_RESORT; natural.len()]] {
            while total(&widths) > look.width {
                let widest = (0..widths.len())
                    .filter(|&at| matches!(self.columns[at].fit, Fit::Shrink(_)) && widths[at] > least[at])
                    .max_by_key(|&at| (widths[at], at));
                let Some(at) = widest else { break };
                widths[at] -= 1;
            }
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> (Style, String) {
        (Style::Plain, text.to_owned())
    }

    fn drawn(width: usize) -> Vec<String> {
        let look = Look { width, ascii: false, color: false };
        let mut table = Table::new([
            ("article", Fit::Whole),
            ("title", Fit::Shrink(10)),
            (">words", Fit::Whole),
            ("note", Fit::Optional),
            ("empty", Fit::Whole),
        ]);
        table.row([
            plain("bb1d48e9"),
            plain("Talks on Syria are delayed again"),
            plain("472"),
            plain("new"),
            plain(""),
        ]);
        table.row([plain("ea352fd0"), plain("Short"), plain("1408"), plain("old"), plain("")]);
        table.lines(look).iter().map(|line| line.rendered(look)).collect()
    }

    #[test]
    fn all_columns_where_there_is_room() {
        assert_eq!(
            drawn(80),
            [
                "article   title                             words  note",
                "bb1d48e9  Talks on Syria are delayed again    472  new",
                "ea352fd0  Short                              1408  old",
            ]
        );
    }

    #[test]
    fn text_is_cut_then_columns_go() {
        assert_eq!(
            drawn(45),
            [
                "article   title                   words  note",
                "bb1d48e9  Talks on Syria are…       472  new",
                "ea352fd0  Short                    1408  old",
            ]
        );
        assert_eq!(drawn(30)[1], "bb1d48e9  Talks on…        472");
    }
}
