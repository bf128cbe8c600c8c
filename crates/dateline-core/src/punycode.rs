//! Punycode (RFC 3492), the way back only: from the part of a host's name after `xn--` to the letters that a reader is
//! shown.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 0x80;

/// Longest part of a host's name, in bytes (RFC 1035).
const MAX_BYTES: usize = 63;

/// The letters that `encoded` stands for; `None` where it stands for none.
pub(crate) fn decoded(encoded: &str) -> Option<String> {
    if encoded.len() > MAX_BYTES || !encoded.is_ascii() {
        return None;
    }
    let (plain, rest) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut out: Vec<char> = plain.chars().collect();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0_u32, INITIAL_BIAS);
    let mut digits = rest.bytes();
    while digits.len() > 0 {
        let before = i;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let digit = match digits.next()? {
                letter @ b'a'..=b'z' => u32::from(letter - b'a'),
                letter @ b'A'..=b'Z' => u32::from(letter - b'A'),
                figure @ b'0'..=b'9' => u32::from(figure - b'0') + 26,
                _ => return None,
            };
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = u32::try_from(out.len()).ok()? + 1;
        bias = adapted(i - before, length, before == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        out.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn the_standards_samples_are_decoded() {
        for (encoded, letters) in [
            // RFC 3492, 7.1: (A), (B), (L), (N), (Q)
            ("egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"),
            ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            ("3B-ww4c5e180e575a65lsy2b", "3年B組金八先生"),
            ("Hello-Another-Way--fc4qua05auwb3674vfr0b", "Hello-Another-Way-それぞれの場所"),
            ("de-jg4avhby1noc0d", "パフィーdeルンバ"),
            ("mnchen-3ya", "münchen"),
            ("80ak6aa92e", "аррӏе"),
        ] {
            assert_eq!(decoded(encoded).as_deref(), Some(letters));
        }
        for other in ["80ak6aa92", "a_", "é", "99999999", &"a".repeat(64)] {
            assert_eq!(decoded(other), None, "{other}");
        }
    }
}
