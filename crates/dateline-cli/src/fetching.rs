//! Asking addresses for the verbs that do.

use crate::cli::watch::FetchArgs;
use crate::error::Failure;
use dateline::fetch::{Answered, Ask};
#[cfg(feature = "fetch")]
use dateline::{
    Clock,
    fetch::{Fetcher, Outside, Policy},
};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The longest sleep before it is looked whether somebody wants it to end.
const NAP: Duration = Duration::from_millis(100);

/// Waits so long, or until `cancel` is set.
pub(crate) fn wait(time: Duration, cancel: &AtomicBool) {
    let begun = Instant::now();
    while !cancel.load(Ordering::Relaxed) {
        let Some(rest) = time.checked_sub(begun.elapsed()).filter(|rest| !rest.is_zero()) else { return };
        std::thread::sleep(rest.min(NAP));
    }
}

/// Asks addresses; made ready when the first is asked, as that reads the system's certificates.
#[cfg(feature = "fetch")]
pub(crate) struct Fetching<'o> {
    args: &'o FetchArgs,
    clock: Clock,
    cancel: &'o AtomicBool,
    fetcher: Option<Fetcher<'o>>,
}

#[cfg(feature = "fetch")]
impl<'o> Fetching<'o> {
    /// A way to ask addresses.
    pub(crate) fn new(args: &'o FetchArgs, cancel: &'o AtomicBool) -> Result<Self, Failure> {
        let clock = crate::context::environment()?.clock;
        Ok(Self { args, clock, cancel, fetcher: None })
    }

    /// Asks an address.
    pub(crate) fn ask(&mut self, ask: &Ask) -> Answered {
        let Self { args, clock, cancel, fetcher } = self;
        let (args, clock, cancel): (&'o FetchArgs, Clock, &'o AtomicBool) = (args, *clock, cancel);
        let make = || {
            let policy = Policy {
                pause: args.pause,
                private_too: args.allow_private_address.clone(),
                any_port: args.allow_any_port,
                ..Policy::new(env!("CARGO_PKG_VERSION"))
            };
            let outside = Outside {
                now: Box::new(move || clock.now()),
                wait: Box::new(move |time| wait(time, cancel)),
                cancel,
            };
            Fetcher::new(policy, outside)
        };
        fetcher.get_or_insert_with(make).fetch(ask)
    }
}

/// That this program does not ask addresses.
#[cfg(not(feature = "fetch"))]
pub(crate) struct Fetching<'o>(std::convert::Infallible, std::marker::PhantomData<&'o ()>);

#[cfg(not(feature = "fetch"))]
impl<'o> Fetching<'o> {
    /// There is none.
    pub(crate) fn new(_: &'o FetchArgs, _: &'o AtomicBool) -> Result<Self, Failure> {
        let text = "this program was built without the part that fetches addresses";
        Err(Failure::usage(text, "save the page with a browser: dateline ingest FILE --url ADDRESS"))
    }

    /// Never called.
    pub(crate) fn ask(&mut self, _: &Ask) -> Answered {
        match self.0 {}
    }
}
