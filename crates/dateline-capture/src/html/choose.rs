//! Which of the things that a page says of its article are used.

use super::facts::{Fact, Said};
use super::references::decoded;
use crate::field::Key;
use crate::layer::Layer;
use crate::place::Place;
use crate::url;
use crate::warning::CaptureWarning;
use dateline_core::article::Stated;
use dateline_core::edtf::Edtf;

/// Takes, for each field, the first of the page's values that can be taken, and tells where others differ.
///
/// - A date is the day of the value as it stands there, in the zone in which it stands there.
/// - An address without a path is the outlet's, not the article's. Of a page that was fetched from `fetched`,
///   an address on another host is not taken: a page may not pass for another outlet's.
pub(crate) fn choose(said: &[Said], fetched: Option<&str>) -> (Layer, Vec<CaptureWarning>) {
    let mut layer = Layer::default();
    let mut warnings = Vec::new();
    for (fact, key) in [
        (Fact::Published, Key::Published),
        (Fact::Publisher, Key::Publisher),
        (Fact::Url, Key::Url),
        (Fact::Title, Key::Title),
        (Fact::Byline, Key::Byline),
        (Fact::Lang, Key::Lang),
    ] {
        let mut taken: Vec<(Place, String, &str)> = Vec::new();
        for said in said.iter().filter(|said| said.fact == fact) {
            let Some(value) = usable(fact, &said.value, fetched) else { continue };
            if taken.is_empty() && layer.set(key, &value).is_err() {
                continue;
            }
            if !taken.iter().any(|(_, other, _)| alike(fact, other, &value)) {
                taken.push((said.place, value, &said.value));
            }
        }
        let mut taken = taken.into_iter();
        let Some((place, used, verbatim)) = taken.next() else { continue };
        if fact == Fact::Published && is_early_utc(verbatim) {
            warnings.push(CaptureWarning::DayInUtc { published: verbatim.to_owned() });
        }
        let others: Vec<(Place, String)> = taken.map(|(place, value, _)| (place, value)).collect();
        // Headline, search headline and window title nearly always differ.
        if !others.is_empty() && fact != Fact::Title {
            warnings.push(CaptureWarning::Disagreement { key, used, place, others });
        }
    }
    layer.stated = Stated { published: first(said, Fact::Published), modified: first(said, Fact::Modified) };
    (layer, warnings)
}

/// The first of the page's times for a fact.
fn first(said: &[Said], fact: Fact) -> Option<Edtf> {
    said.iter().filter(|said| said.fact == fact).find_map(|said| stated(&said.value))
}

/// A time as it stands there, with the time of day if it has one that can be taken: seconds are cut to whole ones, and
/// a time of day that cannot be taken leaves the day.
pub(crate) fn stated(value: &str) -> Option<Edtf> {
    let day = day(value)?;
    let moment = || {
        let rest = value.get(11..)?;
        let zone = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let (time, zone) = (rest[..zone].trim_end(), &rest[zone..]);
        let time = time.split('.').next()?;
        let seconds = if time.matches(':').count() == 1 { ":00" } else { "" };
        let zone = match zone.as_bytes() {
            [b'Z' | b'z'] => "Z".to_owned(),
            [sign, a, b, c, d] => {
                let text = |of: &[u8]| String::from_utf8_lossy(of).into_owned();
                format!("{}:{}", text(&[*sign, *a, *b]), text(&[*c, *d]))
            }
            _ => zone.to_owned(),
        };
        Edtf::parse(&format!("{day}T{time}{seconds}{zone}")).ok()
    };
    moment().or_else(|| Edtf::parse(&day).ok())
}

/// The value as it can be given to a field.
fn usable(fact: Fact, value: &str, fetched: Option<&str>) -> Option<String> {
    match fact {
        Fact::Published | Fact::Modified => day(value),
        Fact::Url => {
            let canonical = url::canonical(value).ok()?;
            let (host, path) = host_and_path(&canonical)?;
            let own =
                fetched.is_none_or(|from| host_and_path(from).is_some_and(|(from, _)| same_host(host, from)));
            (own && !matches!(path, "" | "/")).then_some(canonical)
        }
        Fact::Byline => Some(value.strip_prefix("By ").unwrap_or(value).to_owned()),
        Fact::Lang => Some(value.to_owned()),
        // Entities that were escaped twice.
        Fact::Title | Fact::Publisher => Some(decoded(value).into_owned()),
    }
}

/// The day of `2019-11-19`, `2019-11-19T21:10:00-05:00`, `2019-11-19 21:10`.
pub(crate) fn day(value: &str) -> Option<String> {
    let (day, rest) = value.split_at_checked(10)?;
    let digits = |range: std::ops::Range<usize>| day.as_bytes()[range].iter().all(u8::is_ascii_digit);
    let shaped = digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && day.as_bytes()[4] == b'-'
        && day.as_bytes()[7] == b'-';
    (shaped && (rest.is_empty() || rest.starts_with(['T', 't', ' ']))).then(|| day.to_owned())
}

/// Whether the instant (RFC 3339 or RFC 2822) is told in UTC and lies in the first half of the day: then the
/// outlet's own day may be the one before.
pub(crate) fn is_early_utc(value: &str) -> bool {
    let zones = ["Z", "z", "+00:00", "+0000", "-00:00", "-0000", "GMT", "UTC", "UT"];
    let Some(instant) = zones.iter().find_map(|zone| value.strip_suffix(zone)) else { return false };
    let Some((hour, rest)) = instant.split_once(':') else { return false };
    let hour: Option<u8> = hour.get(hour.len().saturating_sub(2)..).and_then(|hour| hour.trim().parse().ok());
    // Midnight itself stands for "no time told".
    let midnight = hour == Some(0) && rest.chars().all(|c| !c.is_ascii_digit() || c == '0');
    !midnight && hour.is_some_and(|hour| hour < 12)
}

fn host_and_path(address: &str) -> Option<(&str, &str)> {
    let (_, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    Some(rest.split_at(end))
}

/// Whether two hosts are one outlet's as far as can be told: equal but for `www`, `m`, `amp` and the like.
fn same_host(one: &str, other: &str) -> bool {
    let bare = |host: &str| {
        let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        ["www.", "m.", "amp.", "mobile.", "edition."]
            .iter()
            .find_map(|prefix| host.strip_prefix(prefix).map(str::to_owned))
            .unwrap_or(host)
    };
    bare(one) == bare(other)
}

/// Whether two values say the same.
fn alike(fact: Fact, one: &str, other: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    match fact {
        Fact::Published | Fact::Modified => one == other,
        Fact::Url => one.split_once("://").map(|it| it.1) == other.split_once("://").map(|it| it.1),
        Fact::Lang => letters(one).get(..2) == letters(other).get(..2),
        Fact::Byline | Fact::Title | Fact::Publisher => {
            let (one, other) = (letters(one), letters(other));
            one.contains(&other) || other.contains(&one)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(fact: Fact, place: Place, value: &str) -> Said {
        Said { fact, place, value: value.to_owned() }
    }

    #[test]
    fn the_first_that_can_be_taken_is_used_and_others_are_told() {
        let said = [
            said(Fact::Published, Place::LinkedData, "yesterday"),
            said(Fact::Published, Place::OpenGraph, "2019-11-19T21:10:00-05:00"),
            said(Fact::Published, Place::Meta, "2019-11-19"),
            said(Fact::Published, Place::Attribute, "2019-11-21"),
        ];
        let (layer, warnings) = choose(&said, None);
        assert_eq!(layer.metadata.published.unwrap().to_string(), "2019-11-19");
        let others = vec![(Place::Attribute, "2019-11-21".to_owned())];
        let used = "2019-11-19".to_owned();
        let place = Place::OpenGraph;
        assert_eq!(warnings, [CaptureWarning::Disagreement { key: Key::Published, used, place, others }]);
    }

    #[test]
    fn a_day_is_read_only_from_a_whole_date() {
        assert_eq!(day("2019-11-19").as_deref(), Some("2019-11-19"));
        assert_eq!(day("2019-11-19T05:00:00.000Z").as_deref(), Some("2019-11-19"));
        for no in ["2019-11", "20191119T05", "Nov 19, 2019", "2019-11-190", "2019-1-19 00:00", "é019-11-1é"]
        {
            assert_eq!(day(no), None, "{no}");
        }
    }

    #[test]
    fn a_time_is_kept_as_it_stands_there() {
        for (value, kept) in [
            ("2019-11-19T10:00:00+01:00", "2019-11-19T10:00:00+01:00"),
            ("2019-11-19T10:00:00.123Z", "2019-11-19T10:00:00Z"),
            ("2019-11-19 10:00", "2019-11-19T10:00:00"),
            ("2019-11-19T10:00:07 -0500", "2019-11-19T10:00:07-05:00"),
            ("2019-11-19T25:00:00Z", "2019-11-19"),
            ("2019-11-19T", "2019-11-19"),
            ("2019-11-19", "2019-11-19"),
        ] {
            assert_eq!(stated(value).map(|it| it.to_string()).as_deref(), Some(kept), "{value}");
        }
        for none in ["yesterday", "2019-13-19", "19 November 2019"] {
            assert_eq!(stated(none), None, "{none}");
        }
    }

    #[test]
    fn a_morning_in_utc_may_be_the_outlets_evening_before() {
        for (value, early) in [
            ("2019-11-20T02:30:00Z", true),
            ("2019-11-20T02:30:00+0000", true),
            ("2019-11-20T15:30:00Z", false),
            ("2019-11-20T00:00:00Z", false),
            ("2019-11-20T00:00:00.000Z", false),
            ("2019-11-20T00:30Z", true),
            ("Wed, 20 Nov 2019 02:30:00 GMT", true),
            ("Wed, 20 Nov 2019 2:30:00 +0000", true),
            ("Wed, 20 Nov 2019 15:30:00 GMT", false),
            ("Wed, 20 Nov 2019 02:30:00 +0100", false),
            ("2019-11-20T02:30:00-05:00", false),
            ("2019-11-20", false),
        ] {
            assert_eq!(is_early_utc(value), early, "{value}");
        }
    }

    #[test]
    fn a_fetched_page_does_not_pass_for_another_outlets() {
        let said = [
            said(Fact::Url, Place::LinkedData, "https://other.example/a"),
            said(Fact::Url, Place::OpenGraph, "https://www.post.example/a?utm_source=x"),
        ];
        let url = |fetched| choose(&said, fetched).0.metadata.url;
        assert_eq!(url(None).as_deref(), Some("https://other.example/a"));
        assert_eq!(url(Some("https://m.post.example/a-1")).as_deref(), Some("https://www.post.example/a"));
        assert_eq!(choose(&said[..1], Some("https://m.post.example/a-1")).0.metadata.url, None);
    }

    #[test]
    fn the_outlets_front_page_is_no_articles_address() {
        let said = [said(Fact::Url, Place::LinkedData, "https://post.example/")];
        assert_eq!(choose(&said, None).0.metadata.url, None);
    }
}
