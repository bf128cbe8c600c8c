//! Which of several days is meant.

use super::place::Context;
use crate::verb_group::Direction;
use jiff::civil::Date;

/// How near a day or month must be to be told by its nearness alone, in days: four months.
const TOLD_BY_NEARNESS: i32 = 124;

impl Context {
    /// Of the days, the one to which the direction points, and whether it is only the usual one.
    ///
    /// Without a direction it is the nearest, and told only if it is well within half a year. A direction that
    /// leads to a day far off, while one on the other side is near, was that of another verb ("ruled that he must
    /// leave by January 14"): then the near one is usual.
    pub(super) fn nearest(
        &self,
        days: &[Date],
        near: Date,
        direction: Direction,
        reach: i32,
    ) -> Option<(Date, bool)> {
        let distance = |day: Date| (day - near).get_days().abs();
        let past = days.iter().copied().filter(|day| *day <= near).max();
        let next = days.iter().copied().filter(|day| *day >= near).min();
        let (wanted, other) = match direction {
            Direction::Past => (past, next),
            Direction::Future => (next, past),
            Direction::Present | Direction::Open => {
                let soon = next.filter(|day| distance(*day) <= reach);
                let day = match (soon, past) {
                    (Some(soon), Some(past)) if distance(soon) < distance(past) => soon,
                    (soon, past) => past.or(soon)?,
                };
                return Some((day, distance(day) > TOLD_BY_NEARNESS));
            }
        };
        let far = |wanted, other| !self.own_verb && distance(wanted) > 270 && distance(other) < 90;
        match (wanted, other) {
            (Some(wanted), Some(other)) if far(wanted, other) => Some((other, true)),
            (wanted, _) => wanted.map(|day| (day, false)),
        }
    }
}
