//! Which attributions stand inside others, and which quotation is whose where two would have it.

use super::Ground;
use super::reader::Reported;

/// A quotation goes on where the next one has no cue of its own: “…,” she said. “…,” he said.
pub(super) fn give_way(found: &mut [Reported]) {
    let mut begins: Vec<usize> =
        found.iter().filter_map(|one| Some(one.content.first()?.start_byte)).collect();
    begins.sort_unstable();
    for one in found {
        while let [_, .., last] = one.content[..] {
            let next = begins.partition_point(|&byte| byte < last.start_byte);
            if begins.get(next).is_none_or(|&byte| byte >= last.end_byte) {
                break;
            }
            one.content.pop();
        }
    }
}

/// Those whose cue stands in no other's content, and those whose cue and source do. One that shares its cue with another is
/// another reading of the same words, and is left out. Each token is marked once for each content that holds it.
pub(super) fn outermost(mut found: Vec<Reported>, g: Ground<'_>) -> (Vec<Reported>, Vec<Reported>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Free,
        Content,
        Cue,
    }
    let tokens = &g.document.tokens;
    let first = |byte: usize| tokens.partition_point(|token| token.span.end_byte <= byte);
    found.sort_by_key(|one| (!one.before, !one.strong, one.cue.start));
    let base = found.iter().map(|one| one.cue.start).min().unwrap_or_default();
    let end = found.iter().map(|one| one.cue.end).max().unwrap_or_default();
    let mut marks = vec![Mark::Free; end - base];
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for mut one in found {
        let cue = one.cue.start - base..one.cue.end - base;
        if marks[cue.clone()].iter().all(|mark| *mark == Mark::Free) {
            for span in &one.content {
                let from = first(span.start_byte).max(base);
                for at in (from..end).take_while(|&at| tokens[at].span.start_byte < span.end_byte) {
                    if marks[at - base] == Mark::Free {
                        marks[at - base] = Mark::Content;
                    }
                }
            }
            marks[cue].fill(Mark::Cue);
            outer.push(one);
        } else if marks[cue.clone()].iter().all(|mark| *mark == Mark::Content) {
            marks[cue].fill(Mark::Cue);
            one.nested = true;
            inner.push(one);
        }
    }
    outer.sort_by_key(|one| one.cue.start);
    (outer, inner)
}
