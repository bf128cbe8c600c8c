//! The flags of fetching, and of `watch`.

use clap::{Args, Subcommand, ValueHint};
use std::net::IpAddr;
use std::time::Duration;

/// How addresses are asked.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "How addresses are asked")]
pub(crate) struct FetchArgs {
    /// Least time between two requests to one host, as 2s or 500ms; a site may ask for more
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = duration)]
    pub(crate) pause: Duration,
    /// Also ask this address, though it is of this machine or a private network
    #[arg(long, value_name = "IP")]
    pub(crate) allow_private_address: Vec<IpAddr>,
    /// Also ask ports other than 80 and 443
    #[arg(long)]
    pub(crate) allow_any_port: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WatchVerb {
    /// Watch addresses from now on, or otherwise than before
    Add {
        /// The addresses
        #[arg(value_name = "URL", required = true, value_hint = ValueHint::Url)]
        addresses: Vec<String>,
        /// How often to look: 30m, 6h, 1d; a minute at least
        #[arg(long, value_name = "TIME", default_value = "30m", value_parser = interval)]
        every: Duration,
        /// The story that their articles belong to
        #[arg(long, value_name = "NAME")]
        story: Option<String>,
    },
    /// List what is watched, what was seen there last and when it is due
    List,
    /// Watch addresses no longer; what was recorded of them stays
    Remove {
        /// The addresses
        #[arg(value_name = "URL", required = true, value_hint = ValueHint::Url)]
        addresses: Vec<String>,
    },
    /// Look at what is due, record what changed, and go on until interrupted
    Run {
        /// Look at what is due once, and end
        #[arg(long)]
        once: bool,
        #[command(flatten)]
        fetch: FetchArgs,
    },
}

/// A length of time as it is typed.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text:?} is no length of time: 500ms, 2s, 30m, 6h, 1d");
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (digits, unit) = text.split_at(unit_at);
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        "d" => 24 * 60 * 60 * 1000,
        _ => return Err(wrong()),
    };
    number.checked_mul(milliseconds).map(Duration::from_millis).ok_or_else(wrong)
}

/// The time between two looks: at least a minute.
fn interval(text: &str) -> Result<Duration, String> {
    let every = duration(text)?;
    if every < Duration::from_secs(60) { Err("a minute (1m) is the least".to_owned()) } else { Ok(every) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_typed_with_their_unit() {
        for (text, expected) in [
            ("500ms", 500),
            ("0s", 0),
            ("2s", 2000),
            ("30m", 1_800_000),
            ("6h", 21_600_000),
            ("1d", 86_400_000),
        ] {
            assert_eq!(duration(text), Ok(Duration::from_millis(expected)), "{text}");
        }
        for text in ["", "2", "s", "-1s", "1.5s", "1 s", "1w", "99999999999999999999s", "999999999999999999d"]
        {
            assert!(duration(text).is_err(), "{text}");
        }
        assert!(interval("59s").is_err() && interval("1m").is_ok());
    }
}
