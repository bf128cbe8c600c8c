//! Containing panics: sled panics on damaged files, on the calling thread or on its own.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic on this thread is contained, and so not to be printed.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// How sled names its own threads.
const SLED_THREADS: &str = "sled-io-";

/// Runs `work`; gives the words of its panic if it panics, and keeps them off the screen.
pub(super) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    quiet_hook();
    let before = CONTAINED.replace(true);
    // What `work` borrows is given up after a panic: the view is set aside, and nothing of it is read again.
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(before);
    done.map_err(|panic| {
        panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .map_or_else(
                || "it panicked".to_owned(),
                |words| words.lines().next().unwrap_or_default().to_owned(),
            )
    })
}

/// Puts a hook before the one that is there, once; all other panics are printed as ever.
fn quiet_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let former = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let of_sled = std::thread::current().name().is_some_and(|name| name.starts_with(SLED_THREADS));
            // `try_with`: a thread may panic while its locals are being dropped.
            if !of_sled && !CONTAINED.try_with(Cell::get).unwrap_or(false) {
                former(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_in_words() {
        assert_eq!(contained(|| 7), Ok(7));
        let fault = contained(|| assert_eq!(1, 2, "segments overlap")).unwrap_err();
        assert!(fault.contains("left == right"), "{fault}");
        let nested = contained(|| contained(|| panic!("inner")));
        assert_eq!(nested, Ok(Err::<(), _>("inner".to_owned())));
        assert!(!CONTAINED.get());
    }
}
