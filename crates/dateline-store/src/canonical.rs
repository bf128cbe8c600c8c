//! Canonical JSON (RFC 8785) written straight from what is serialised: no value is built in between.
//!
//! What is written is what `serde_json_canonicalizer` writes (tested on values made by chance and on every
//! byte fixture), or nothing: integers that a double cannot hold are refused instead of rounded, and so are
//! the kinds of map keys that no event has.
//!
//! Members of an object are written in the order in which they come, and moved when the object ends if that
//! is not the order of their names (UTF-16 code units, RFC 8785, section 3.2.3).

mod serializer;

use serde::ser::{self, Serialize};
use std::cmp::Ordering;
use std::fmt::Display;

/// Why something has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Refused(String);

impl ser::Error for Refused {
    fn custom<T: Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

/// The canonical JSON of a value.
pub(crate) fn to_vec(value: &impl Serialize) -> Result<Vec<u8>, Refused> {
    // Most events are readings, of some 20 to 40 KB.
    let mut writer = Writer { out: Vec::with_capacity(1 << 10), members: Vec::new(), scratch: Vec::new() };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// [`to_vec`], as text.
pub(crate) fn to_string(value: &impl Serialize) -> Result<String, Refused> {
    String::from_utf8(to_vec(value)?).map_err(|e| Refused(e.to_string()))
}

/// The largest integer up to which a double holds every integer: 2^53.
const EXACT: u64 = 1 << 53;

/// The bytes that must be escaped in a text (RFC 8785, section 3.2.2.2).
const ESCAPED: [bool; 256] = {
    let mut escaped = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        escaped[control] = true;
        control += 1;
    }
    escaped[b'"' as usize] = true;
    escaped[b'\\' as usize] = true;
    escaped
};

struct Writer {
    out: Vec<u8>,
    /// The members of the objects that are not ended, those of the innermost last.
    members: Vec<Member>,
    /// Where members are put in order.
    scratch: Vec<u8>,
}

/// Where a member of an object stands in what is written.
#[derive(Clone, Copy)]
struct Member {
    /// Where its name starts, with its quotation mark.
    start: usize,
    name_end: usize,
    end: usize,
    /// Whether the bytes of its name are in the order of what they stand for.
    is_plain: bool,
    /// The first bytes of its name, as a number that has their order.
    beginning: u64,
}

impl Member {
    /// A member whose name was just written.
    fn begun(out: &[u8], start: usize) -> Self {
        let mut member = Self { start, name_end: out.len(), end: out.len(), is_plain: true, beginning: 0 };
        let name = member.name(out);
        let is_plain = name.iter().all(|b| b.is_ascii() && *b != b'\\');
        let mut beginning = [0; 8];
        let length = name.len().min(beginning.len());
        beginning[..length].copy_from_slice(&name[..length]);
        member.is_plain = is_plain;
        member.beginning = u64::from_be_bytes(beginning);
        member
    }

    /// Its name as it is written, without quotation marks.
    fn name(self, out: &[u8]) -> &[u8] {
        &out[self.start + 1..self.name_end - 1]
    }

    /// The order in which RFC 8785 wants two names.
    fn order(self, other: Self, out: &[u8]) -> Ordering {
        let (one, two) = (self.name(out), other.name(out));
        if self.is_plain && other.is_plain {
            return self.beginning.cmp(&other.beginning).then_with(|| one.cmp(two));
        }
        // What was escaped is compared as what it stands for.
        let units = |name: &[u8]| -> Vec<u16> {
            let quoted = [b"\"", name, b"\""].concat();
            serde_json::from_slice::<String>(&quoted).unwrap_or_default().encode_utf16().collect()
        };
        units(one).cmp(&units(two))
    }
}

impl Writer {
    fn string(&mut self, text: &str) {
        self.out.push(b'"');
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(found) = bytes[from..].iter().position(|byte| ESCAPED[usize::from(*byte)]) {
            let at = from + found;
            self.out.extend_from_slice(&bytes[from..at]);
            from = at + 1;
            self.out.push(b'\\');
            match bytes[at] {
                0x08 => self.out.push(b'b'),
                0x09 => self.out.push(b't'),
                0x0a => self.out.push(b'n'),
                0x0c => self.out.push(b'f'),
                0x0d => self.out.push(b'r'),
                control @ 0..0x20 => {
                    self.out.extend_from_slice(format!("u{control:04x}").as_bytes());
                }
                other => self.out.push(other),
            }
        }
        self.out.extend_from_slice(&bytes[from..]);
        self.out.push(b'"');
    }

    fn integer(&mut self, negative: bool, size: u64) -> Result<(), Refused> {
        if size > EXACT {
            return self.large(negative, size);
        }
        let mut digits = [0_u8; 20];
        let (mut at, mut rest) = (digits.len(), size);
        loop {
            at -= 1;
            let [digit, ..] = (rest % 10).to_le_bytes();
            digits[at] = b'0' + digit;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if negative {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(&digits[at..]);
        Ok(())
    }

    /// An integer beyond those that all fit a double: written if it is one that does.
    fn large(&mut self, negative: bool, size: u64) -> Result<(), Refused> {
        let sign = if negative { "-" } else { "" };
        let exact = format!("{sign}{size}");
        let double: f64 = exact.parse().map_err(|_| Refused(format!("{exact} is no number")))?;
        if self.as_double(double)? == exact.as_bytes() {
            self.out.extend_from_slice(exact.as_bytes());
            return Ok(());
        }
        Err(Refused(format!("canonical JSON rounds {exact}: it has no integers beyond 2^53")))
    }

    #[allow(clippy::unused_self)] // reads as the others do
    fn as_double(&self, number: f64) -> Result<Vec<u8>, Refused> {
        // Rare, and ECMAScript's way of writing doubles is an art of its own.
        serde_json_canonicalizer::to_vec(&number).map_err(|e| Refused(e.to_string()))
    }

    /// Begins a member of the object whose members begin at `base`, with a name that is written by `name`.
    fn begin_member(
        &mut self,
        base: usize,
        name: impl FnOnce(&mut Self) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        if self.members.len() > base {
            self.out.push(b',');
        }
        let start = self.out.len();
        name(self)?;
        if self.out.get(start) != Some(&b'"') {
            return Err(Refused("the name of a member must be a text".into()));
        }
        self.members.push(Member::begun(&self.out, start));
        self.out.push(b':');
        Ok(())
    }

    fn end_member(&mut self) {
        if let Some(member) = self.members.last_mut() {
            member.end = self.out.len();
        }
    }

    /// Ends the object whose members begin at `base`.
    fn end_object(&mut self, base: usize) -> Result<(), Refused> {
        let (members, out) = (&mut self.members[base..], &mut self.out);
        if !members.windows(2).all(|pair| pair[0].order(pair[1], out).is_lt()) {
            // They stand side by side, a comma between each two.
            let start = members.first().map_or(0, |member| member.start);
            members.sort_by(|one, other| one.order(*other, out));
            if let Some(pair) = members.windows(2).find(|pair| pair[0].order(pair[1], out).is_eq()) {
                let name = String::from_utf8_lossy(pair[0].name(out)).into_owned();
                return Err(Refused(format!("an object has two members {name:?}")));
            }
            self.scratch.clear();
            for member in &*members {
                if !self.scratch.is_empty() {
                    self.scratch.push(b',');
                }
                self.scratch.extend_from_slice(&out[member.start..member.end]);
            }
            out.truncate(start);
            out.extend_from_slice(&self.scratch);
        }
        self.members.truncate(base);
        self.out.push(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests;
