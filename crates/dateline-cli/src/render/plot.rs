//! The plot of a history: one row an assertion, x the calendar. A mark for the day it was reported, and
//! one for what it says: a day, a range, or a range without end. Shape carries the meaning.

use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Claimed {
    /// First day that is possible; `None` is open.
    pub(crate) earliest: Option<Date>,
    /// Last day that is possible; `None` is open.
    pub(crate) latest: Option<Date>,
    /// Whether the source hedges.
    pub(crate) hedged: bool,
    /// Whether the source denies it.
    pub(crate) denied: bool,
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PlotRow {
    /// First day of the time in which it was reported.
    pub(crate) reported: Option<Date>,
    /// What it says, where that is a time on the calendar.
    pub(crate) claimed: Option<Claimed>,
}

/// Characters to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Glyphs {
    tick: char,
    reported: char,
    start: char,
    end: char,
    line: char,
    hedged_line: char,
    denied: char,
    day: char,
    hedged_day: char,
    no_end: char,
    no_start: char,
}

const UNICODE: Glyphs = Glyphs {
    tick: '·',
    reported: '●',
    start: '├',
    end: '┤',
    line: '─',
    hedged_line: '╌',
    denied: '×',
    day: '◆',
    hedged_day: '◇',
    no_end: '▶',
    no_start: '◀',
};

const ASCII: Glyphs = Glyphs {
    tick: '.',
    reported: '*',
    start: '|',
    end: '|',
    line: '-',
    hedged_line: '~',
    denied: 'x',
    day: '#',
    hedged_day: 'o',
    no_end: '>',
    no_start: '<',
};

/// A drawn plot: header and rows all have the same number of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plot {
    /// Names of months or years over their ticks.
    pub(crate) header: String,
    /// The rows.
    pub(crate) rows: Vec<String>,
    /// What the marks that were used mean, for one line below.
    pub(crate) legend: Vec<String>,
}

/// A month: years and months counted on from year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month(i32);

impl Month {
    fn of(date: Date) -> Self {
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    fn name(self) -> &'static str {
        const NAMES: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        NAMES[usize::try_from(self.0.rem_euclid(12)).unwrap_or(0)]
    }
}

/// The calendar laid over the cells.
struct Axis {
    first: Month,
    months: i32,
    cells: usize,
}

/// Thousandths of a month: fine enough for cells, and whole numbers, so every machine draws the same.
const PARTS: i64 = 1000;

impl Axis {
    /// From the first report or value to the last, and the start of the month after.
    fn new(rows: &[PlotRow], cells: usize) -> Option<Self> {
        let days = rows.iter().flat_map(|row| {
            let claimed = row.claimed.unwrap_or_default();
            [row.reported, claimed.earliest, claimed.latest].into_iter().flatten()
        });
        let months: BTreeSet<Month> = days.map(Month::of).collect();
        let (first, last) = (*months.first()?, *months.last()?);
        let open = rows.iter().any(|row| {
            row.claimed.is_some_and(|claimed| claimed.earliest.is_some() && claimed.latest.is_none())
        });
        // Room after the last month, so that an open end is seen to go on.
        let after = if open { 2 } else { 1 };
        (cells >= 12).then_some(Self { first, months: last.0 - first.0 + after, cells })
    }

    /// The cell of a day.
    fn cell(&self, date: Date) -> usize {
        let whole = i64::from(Month::of(date).0 - self.first.0) * PARTS;
        let part = i64::from(date.day() - 1) * PARTS / i64::from(date.days_in_month());
        self.cell_of_parts(whole + part)
    }

    fn cell_of_parts(&self, parts: i64) -> usize {
        let cells = i64::try_from(self.cells - 1).unwrap_or(i64::MAX);
        let cell = parts * cells / (i64::from(self.months) * PARTS);
        usize::try_from(cell.clamp(0, cells)).unwrap_or(0)
    }

    /// The months that get a tick: every one, or every second, third, … so that their names fit.
    fn ticks(&self) -> Vec<(usize, String)> {
        const EVERY: [i32; 12] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000];
        let least_cells = 5;
        let every = EVERY
            .into_iter()
            .find(|every| {
                let ticks = self.months / every + 1;
                usize::try_from(ticks).unwrap_or(usize::MAX).saturating_mul(least_cells)
                    <= self.cells + least_cells
            })
            .unwrap_or(12000);
        (self.first.0..=self.first.0 + self.months)
            .filter(|month| month.rem_euclid(every) == 0)
            .map(|month| {
                let at = self.cell_of_parts(i64::from(month - self.first.0) * PARTS);
                let month = Month(month);
                let january = month.0.rem_euclid(12) == 0;
                let name = if january { month.year().to_string() } else { month.name().to_owned() };
                (at, name)
            })
            .collect()
    }
}

/// Draws the rows over `cells` cells. `None` if no row has a day, or there is too little room to show one.
pub(crate) fn draw(rows: &[PlotRow], cells: usize, ascii: bool) -> Option<Plot> {
    rows.iter().any(|row| row.claimed.is_some()).then_some(())?;
    let axis = Axis::new(rows, cells)?;
    let glyphs = if ascii { ASCII } else { UNICODE };
    let ticks = axis.ticks();
    let drawn = rows.iter().map(|row| draw_row(row, &axis, &ticks, glyphs)).collect();
    Some(Plot { header: header(&ticks, cells), rows: drawn, legend: legend(rows, glyphs) })
}

fn header(ticks: &[(usize, String)], cells: usize) -> String {
    let mut out = vec![' '; cells];
    let mut free = 0;
    for (at, name) in ticks {
        // A name stands over its tick or not at all, and touches no other.
        let at = *at;
        if at >= free && at + name.len() <= cells {
            for (cell, c) in out[at..].iter_mut().zip(name.chars()) {
                *cell = c;
            }
            free = at + name.len() + 1;
        }
    }
    out.into_iter().collect()
}

fn draw_row(row: &PlotRow, axis: &Axis, ticks: &[(usize, String)], glyphs: Glyphs) -> String {
    let mut out = vec![' '; axis.cells];
    for (at, _) in ticks {
        out[*at] = glyphs.tick;
    }
    let mut reported = row.reported.map(|day| axis.cell(day));
    let mut day = None;
    if let Some(claimed) = row.claimed {
        let line = match claimed {
            Claimed { denied: true, .. } => glyphs.denied,
            Claimed { hedged: true, .. } => glyphs.hedged_line,
            _ => glyphs.line,
        };
        let from = claimed.earliest.map_or(0, |day| axis.cell(day));
        let to = claimed.latest.map_or(axis.cells - 1, |day| axis.cell(day));
        let one_day = claimed.earliest.is_some() && claimed.earliest == claimed.latest;
        if one_day || (from == to && claimed.latest.is_some() && claimed.earliest.is_some()) {
            let glyph = match claimed {
                Claimed { denied: true, .. } => glyphs.denied,
                Claimed { hedged: true, .. } => glyphs.hedged_day,
                _ => glyphs.day,
            };
            day = Some((from, glyph));
        } else {
            out[from..=to].fill(line);
            out[from] = if claimed.earliest.is_some() { glyphs.start } else { glyphs.no_start };
            out[to] = if claimed.latest.is_some() { glyphs.end } else { glyphs.no_end };
            // An end of the range stays visible: the report moves one cell inwards.
            if to - from >= 2 {
                reported = reported.map(|cell| match cell {
                    cell if cell == from => from + 1,
                    cell if cell == to => to - 1,
                    cell => cell,
                });
            }
        }
    }
    // The report goes over ticks and lines; a day that falls into the same cell goes over the report,
    // for the day of the report is also written in its column.
    if let Some(cell) = reported {
        out[cell] = glyphs.reported;
    }
    if let Some((cell, glyph)) = day {
        out[cell] = glyph;
    }
    out.into_iter().collect()
}

fn legend(rows: &[PlotRow], glyphs: Glyphs) -> Vec<String> {
    let every = || rows.iter().filter_map(|row| row.claimed);
    let claimed = || every().filter(|claimed| !claimed.denied);
    let is_day = |claimed: &Claimed| claimed.earliest.is_some() && claimed.earliest == claimed.latest;
    let range = |line| format!("{}{line}{}", glyphs.start, glyphs.end);
    let entries = [
        (rows.iter().any(|row| row.reported.is_some()), format!("{} reported", glyphs.reported)),
        (claimed().any(|c| is_day(&c) && !c.hedged), format!("{} day", glyphs.day)),
        (claimed().any(|c| is_day(&c) && c.hedged), format!("{} day, hedged", glyphs.hedged_day)),
        (claimed().any(|c| !is_day(&c) && !c.hedged), format!("{} range", range(glyphs.line))),
        (claimed().any(|c| !is_day(&c) && c.hedged), format!("{} hedged", range(glyphs.hedged_line))),
        (every().any(|c| c.denied), format!("{} denied", glyphs.denied)),
        (every().any(|c| c.latest.is_none()), format!("{} no end given", glyphs.no_end)),
        (every().any(|c| c.earliest.is_none()), format!("{} no start given", glyphs.no_start)),
    ];
    entries.into_iter().filter(|(used, _)| *used).map(|(_, text)| text).collect()
}

/// The day in the middle of a span: where a report is drawn that is only known by its month or year.
pub(crate) fn middle(earliest: Date, latest: Date) -> Date {
    let days = earliest.until(latest).map_or(0, |span| span.get_days());
    earliest.checked_add((days / 2).days()).unwrap_or(earliest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn conference() -> Vec<PlotRow> {
        let claimed = |earliest, latest, hedged| Some(Claimed { earliest, latest, hedged, denied: false });
        let november = (Some(date(2013, 11, 1)), Some(date(2013, 11, 30)));
        vec![
            PlotRow {
                reported: Some(date(2013, 8, 10)),
                claimed: claimed(Some(date(2013, 9, 1)), None, true),
            },
            PlotRow { reported: Some(date(2013, 11, 4)), claimed: claimed(november.0, november.1, false) },
            PlotRow {
                reported: Some(date(2013, 11, 5)),
                claimed: claimed(Some(date(2013, 11, 23)), Some(date(2013, 11, 23)), true),
            },
            PlotRow { reported: Some(date(2013, 11, 5)), claimed: None },
        ]
    }

    #[test]
    fn forty_cells() {
        let plot = draw(&conference(), 41, false).unwrap();
        assert_eq!(plot.header, "Aug     Sep     Oct     Nov     Dec      ");
        assert_eq!(
            plot.rows,
            [
                "· ●     ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▶",
                "·       ·       ·       ├●─────┤·       ·",
                "·       ·       ·       ·●   ◇  ·       ·",
                "·       ·       ·       ·●      ·       ·",
            ]
        );
        assert_eq!(plot.legend, ["● reported", "◇ day, hedged", "├─┤ range", "├╌┤ hedged", "▶ no end given"]);
    }

    #[test]
    fn ascii_draws_the_same_places() {
        let plot = draw(&conference(), 41, true).unwrap();
        assert_eq!(plot.rows[0], ". *     |~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~>");
        assert_eq!(plot.rows[2], ".       .       .       .*   o  .       .");
        assert!(plot.legend.iter().chain(&plot.rows).all(|text| text.is_ascii()));
    }

    #[test]
    fn little_room_thins_the_ticks() {
        let plot = draw(&conference(), 20, false).unwrap();
        assert_eq!(plot.header, "   Sep     Nov      ");
        assert!(draw(&conference(), 8, false).is_none());
    }

    #[test]
    fn a_denial_is_crossed_out() {
        let mut rows = conference();
        for row in &mut rows {
            row.claimed = row.claimed.map(|claimed| Claimed { denied: true, ..claimed });
        }
        let plot = draw(&rows, 41, false).unwrap();
        assert_eq!(plot.rows[1], "·       ·       ·       ├●×××××┤·       ·");
        assert_eq!(plot.rows[2], "·       ·       ·       ·●   ×  ·       ·");
        assert_eq!(plot.legend, ["● reported", "× denied", "▶ no end given"]);
    }

    #[test]
    fn years_apart_are_named_by_years() {
        let day = |year| {
            let at = Some(date(year, 6, 1));
            PlotRow {
                reported: Some(date(2013, 8, 10)),
                claimed: Some(Claimed { earliest: at, latest: at, hedged: false, denied: false }),
            }
        };
        let plot = draw(&[day(1972), day(2012)], 42, false).unwrap();
        assert_eq!(
            plot.header.split_whitespace().collect::<Vec<_>>(),
            ["1975", "1980", "1985", "1990", "1995", "2000", "2005", "2010"]
        );
    }

    #[test]
    fn without_a_day_there_is_no_plot() {
        assert!(draw(&[PlotRow::default()], 40, false).is_none());
        assert!(draw(&[], 40, false).is_none());
    }

    #[test]
    fn the_middle_of_a_month() {
        assert_eq!(middle(date(2013, 11, 1), date(2013, 11, 30)), date(2013, 11, 15));
        assert_eq!(middle(date(2013, 11, 5), date(2013, 11, 5)), date(2013, 11, 5));
    }
}
