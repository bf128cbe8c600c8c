//! Events and their JSON.

use super::frame::FrameFault;
use super::upcast::{self, Standing};
use crate::canonical;
use dateline_core::event::Event;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads an event of `kind` from its JSON, whatever version it is in.
pub(super) fn read(plain: &[u8], kind: &str) -> Result<Event, FrameFault> {
    let event: Event = match upcast::standing(kind) {
        Standing::Unknown => return Err(FrameFault::UnknownKind(kind.to_owned())),
        Standing::Earlier { name, version } => {
            let current = upcast::to_current(parse(plain)?, name, version).map_err(FrameFault::NotAnEvent)?;
            return serde_json::from_value(current).map_err(|e| FrameFault::NotAnEvent(e.to_string()));
        }
        Standing::Current => match read_as(plain, kind) {
            Some(event) => event,
            None => parse(plain)?,
        },
    };
    if event.kind() != kind {
        return Err(FrameFault::OtherKind { found: event.kind(), expected: kind.to_owned() });
    }
    Ok(event)
}

/// [`read`], and the JSON is written in the one way in which it may be written.
pub(super) fn read_strictly(plain: &[u8], kind: &str) -> Result<Event, FrameFault> {
    let event = read(plain, kind)?;
    let canonical = |value: Result<Vec<u8>, canonical::Refused>| {
        value.map_err(|refused| FrameFault::NotAnEvent(refused.to_string()))
    };
    let as_written = match upcast::standing(kind) {
        // A field that nobody reads would be lost in silence: what was read must be all there was.
        Standing::Current => canonical(canonical::to_vec(&event))?,
        Standing::Earlier { name, version } => {
            let json: Value = parse(plain)?;
            let as_written = canonical(canonical::to_vec(&json))?;
            let current = upcast::to_current(json, name, version).map_err(FrameFault::NotAnEvent)?;
            if canonical(canonical::to_vec(&current))? != canonical(canonical::to_vec(&event))? {
                return Err(FrameFault::NotCanonical);
            }
            as_written
        }
        Standing::Unknown => return Err(FrameFault::UnknownKind(kind.to_owned())),
    };
    if as_written == plain { Ok(event) } else { Err(FrameFault::NotCanonical) }
}

/// Reads an event in today's version of a kind that the header has told. In canonical JSON `data` stands
/// before `event`, so a reader that is not told must hold all of the data back until it knows what it is.
/// `None` for what needs that reader, or its words for what is wrong.
fn read_as(plain: &[u8], kind: &str) -> Option<Event> {
    #[derive(Deserialize)]
    struct Tagged<'a, T> {
        data: T,
        event: &'a str,
    }
    fn data<T: DeserializeOwned>(plain: &[u8], name: &str) -> Option<T> {
        let tagged: Tagged<'_, T> = serde_json::from_slice(plain).ok()?;
        (tagged.event == name).then_some(tagged.data)
    }
    let (name, _) = kind.split_once('/')?;
    Some(match name {
        "operation_begun" => Event::OperationBegun(data(plain, name)?),
        "captured" => Event::Captured(data(plain, name)?),
        "revision" => Event::Revision(data(plain, name)?),
        "extracted" => Event::Extracted(data(plain, name)?),
        "metadata_set" => Event::MetadataSet(data(plain, name)?),
        _ => return None,
    })
}

fn parse<T: DeserializeOwned>(plain: &[u8]) -> Result<T, FrameFault> {
    serde_json::from_slice(plain).map_err(|e| FrameFault::NotAnEvent(e.to_string()))
}
