//! Events of earlier versions, brought up to the version that is read today.
//!
//! A header names kind and version (`operation_begun/1`). When an event's shape changes, its version counts
//! up by one and a [`Step`] is added here: a pure function from the JSON of the one version to that of the
//! next. Reading goes through all steps from the version written to today's; what is on the disk stays as
//! it is. A step never guesses: what the earlier version did not say is unknown.

use dateline_core::event::Event;
use serde_json::Value;

/// What a header's `type` is to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A kind in the version written today.
    Current,
    /// A kind in an earlier version.
    Earlier { name: &'static str, version: u32 },
    /// Another kind, or a later version.
    Unknown,
}

/// From the data of one version of an event to that of the next.
struct Step {
    name: &'static str,
    from: u32,
    up: fn(&mut Value) -> Result<(), String>,
}

const STEPS: [Step; 2] = [
    Step { name: "operation_begun", from: 1, up: operation_begun_1 },
    Step { name: "captured", from: 1, up: captured_1 },
];

/// Version 2 says where instants and ids come from. Of earlier operations that is unknown.
fn operation_begun_1(data: &mut Value) -> Result<(), String> {
    let fields = data.as_object_mut().ok_or("its data is no object")?;
    for name in ["clock", "ids"] {
        if fields.insert(name.to_owned(), Value::Null).is_some() {
            return Err(format!("it has a field {name:?}, which version 1 does not have"));
        }
    }
    Ok(())
}

/// Version 2 keeps when the page says that it was published and changed. Of earlier captures that is unknown.
fn captured_1(data: &mut Value) -> Result<(), String> {
    let fields = data.as_object_mut().ok_or("its data is no object")?;
    let unknown = serde_json::json!({"published": null, "modified": null});
    match fields.insert("stated".to_owned(), unknown) {
        None => Ok(()),
        Some(_) => Err("it has a field \"stated\", which version 1 does not have".to_owned()),
    }
}

/// What `kind`, as a header names it, is to this program.
pub(super) fn standing(kind: &str) -> Standing {
    if Event::KINDS.contains(&kind) {
        return Standing::Current;
    }
    let earlier = || {
        let (name, version) = split(kind)?;
        let current = Event::KINDS.iter().filter_map(|current| split(current));
        let (name, current) = current.into_iter().find(|(known, _)| *known == name)?;
        (version < current).then_some(Standing::Earlier { name, version })
    };
    earlier().unwrap_or(Standing::Unknown)
}

/// Name and version of a kind.
fn split(kind: &str) -> Option<(&str, u32)> {
    let (name, number) = kind.split_once('/')?;
    let version =
        number.parse().ok().filter(|version: &u32| *version > 0 && version.to_string() == number)?;
    Some((name, version))
}

/// Takes the JSON of an event of kind `name` in `version` through all steps to today's version.
///
/// # Errors
/// In words, if it is not what that version looks like.
pub(super) fn to_current(mut json: Value, name: &str, version: u32) -> Result<Value, String> {
    if json.get("event").and_then(Value::as_str) != Some(name) {
        return Err(format!("it is no {name} event"));
    }
    let data = json.get_mut("data").ok_or("it has no data")?;
    for from in version.. {
        let Some(step) = STEPS.iter().find(|step| step.name == name && step.from == from) else { break };
        (step.up)(data)?;
    }
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A version without a step to the next one would be read as today's and fail, or worse, not fail.
    #[test]
    fn every_version_before_todays_has_its_step() {
        let mut due = Vec::new();
        for kind in Event::KINDS {
            let (name, version) = split(kind).unwrap();
            due.extend((1..version).map(|from| (name, from)));
        }
        assert_eq!(STEPS.map(|step| (step.name, step.from)).to_vec(), due);
    }

    #[test]
    fn a_kind_is_current_earlier_or_unknown() {
        for kind in Event::KINDS {
            assert_eq!(standing(kind), Standing::Current);
        }
        let earlier = Standing::Earlier { name: "operation_begun", version: 1 };
        assert_eq!(standing("operation_begun/1"), earlier);
        for unknown in [
            "operation_begun/3",
            "captured/3",
            "operation_begun/0",
            "operation_begun/01",
            "operation_begun",
            "erased/1",
        ] {
            assert_eq!(standing(unknown), Standing::Unknown, "{unknown}");
        }
    }

    #[test]
    fn what_version_1_did_not_say_is_unknown() {
        let first = json!({"event": "operation_begun", "data": {"command": "ingest", "arguments": ["a"]}});
        let event: Event =
            serde_json::from_value(to_current(first.clone(), "operation_begun", 1).unwrap()).unwrap();
        let Event::OperationBegun(begun) = event else { panic!("another event") };
        assert_eq!((begun.command.as_str(), begun.clock, begun.ids), ("ingest", None, None));
        let mut later = first.clone();
        later["data"]["clock"] = json!("system");
        assert!(to_current(later, "operation_begun", 1).is_err());
        assert!(to_current(first, "captured", 1).is_err());
    }
}
