//! Work on all processors, with results in the order of what was worked on.

use std::thread;

/// How many threads work at the same time.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Works on parts of a list at the same time, each of at least `least`; the results are in the order of the
/// list. Of several errors the first in that order is given.
pub(crate) fn in_parallel<T: Send, R: Send, E: Send>(
    list: Vec<T>,
    least: usize,
    work: impl Fn(&mut dyn Iterator<Item = T>) -> Result<Vec<R>, E> + Sync,
) -> Result<Vec<R>, E> {
    in_parallel_with(&mut vec![(); threads()], list, least, |(), part| work(part))
}

/// [`in_parallel`], where each thread takes a tool of its own from `tools`. There is at least one.
pub(crate) fn in_parallel_with<S: Send, T: Send, R: Send, E: Send>(
    tools: &mut [S],
    mut list: Vec<T>,
    least: usize,
    work: impl Fn(&mut S, &mut dyn Iterator<Item = T>) -> Result<Vec<R>, E> + Sync,
) -> Result<Vec<R>, E> {
    let threads = tools.len().min(list.len() / least.max(1)).max(1);
    let part = list.len().div_ceil(threads).max(1);
    let Some((own, tools)) = tools.split_first_mut() else { return Ok(Vec::new()) };
    let mut tools = tools.iter_mut();
    thread::scope(|scope| {
        let mut others = Vec::new();
        while list.len() > part {
            // As many parts as threads, and as many threads as tools at most.
            let Some(tool) = tools.next() else { break };
            let rest = list.split_off((list.len() - 1) / part * part);
            let work = &work;
            others.push(scope.spawn(move || work(tool, &mut rest.into_iter())));
        }
        let mut all = work(own, &mut std::mem::take(&mut list).into_iter())?;
        for other in others.into_iter().rev() {
            match other.join() {
                Ok(done) => all.extend(done?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(all)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn results_are_in_the_order_of_the_list(length in 0..50_u32, tools in 1..5_usize, least in 0..20_usize, bad in 0..60_u32) {
            let list: Vec<u32> = (0..length).collect();
            let mut tools = vec![0_u32; tools];
            let done = in_parallel_with(&mut tools, list.clone(), least, |worked, part| {
                part.map(|n| {
                    *worked += 1;
                    if n >= bad { Err(n) } else { Ok(n * 2) }
                })
                .collect::<Result<Vec<u32>, u32>>()
            });
            if bad < length {
                prop_assert_eq!(done, Err(bad));
            } else {
                prop_assert_eq!(done, Ok(list.iter().map(|n| n * 2).collect()));
                prop_assert_eq!(tools.iter().sum::<u32>(), length);
            }
        }
    }
}
