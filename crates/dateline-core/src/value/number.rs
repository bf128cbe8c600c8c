//! Exact decimal numbers.

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;

/// Digits kept after the decimal point.
const FRACTION_DIGITS: usize = 6;
/// One, in the inner unit.
const ONE: i128 = 1_000_000;
/// Most significant digits. An IEEE 754 double tells any two decimals of 15 digits apart, so such a number
/// survives every JSON reader (RFC 8259, section 6), canonical JSON (RFC 8785) included.
const MAX_SIGNIFICANT_DIGITS: usize = 15;

/// An exact decimal: at most 15 significant digits, at most 6 of them after the point.
///
/// In JSON it is a number, an integer where it is whole, and reads back exactly.
///
/// ```
/// use dateline_core::value::Number;
/// let billions = Number::parse("1.6")?.times_power_of_ten(9)?;
/// assert_eq!(billions.to_string(), "1600000000");
/// assert_eq!(Number::parse("1,200")?, Number::from_integer(1200)?);
/// # Ok::<(), dateline_core::value::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// Millionths.
    millionths: i128,
}

/// Why something is no [`Number`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a number that can be kept: {why}")]
pub struct NumberError {
    /// The text, cut to its first 80 characters.
    pub text: String,
    /// What is wrong.
    pub why: &'static str,
}

impl NumberError {
    fn new(text: &str, why: &'static str) -> Self {
        Self { text: text.chars().take(80).collect(), why }
    }
}

impl Number {
    /// Nothing.
    pub const ZERO: Self = Self { millionths: 0 };

    /// Reads digits with an optional sign, thousands separated by commas, and a decimal point.
    ///
    /// # Errors
    /// If it is written otherwise ("1.6 billion", "1,20", "1e3"), or is too long to be kept exactly.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let refused = |why| NumberError::new(text, why);
        let (negative, unsigned) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(w, f)| (w, Some(f)));
        if !is_grouped(whole) {
            return Err(refused("digits, thousands by commas, then a point and decimals"));
        }
        let fraction = match fraction {
            None => "",
            Some(f) if !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()) => f.trim_end_matches('0'),
            Some(_) => return Err(refused("after the point there must be digits only")),
        };
        if fraction.len() > FRACTION_DIGITS {
            return Err(refused("it has more than 6 decimals"));
        }
        let mut millionths: i128 = 0;
        let digits = whole.bytes().filter(|&b| b != b',').chain(fraction.bytes());
        for digit in digits.chain(std::iter::repeat_n(b'0', FRACTION_DIGITS - fraction.len())) {
            millionths = millionths
                .checked_mul(10)
                .and_then(|n| n.checked_add(i128::from(digit - b'0')))
                .ok_or_else(|| refused("it has more than 15 significant digits"))?;
        }
        Self::checked(if negative { -millionths } else { millionths }, text)
    }

    /// A whole number.
    ///
    /// # Errors
    /// If it has more than 15 significant digits.
    pub fn from_integer(n: i64) -> Result<Self, NumberError> {
        Self::checked(i128::from(n) * ONE, "")
    }

    /// The number times ten to the `power` ("1.6 billion" is 1.6 and 9).
    ///
    /// # Errors
    /// If the result cannot be kept exactly.
    pub fn times_power_of_ten(self, power: i8) -> Result<Self, NumberError> {
        let too_long = || NumberError::new(&self.to_string(), "multiplied, it cannot be kept exactly");
        let factor = 10_i128.checked_pow(u32::from(power.unsigned_abs())).ok_or_else(too_long)?;
        let millionths = if power >= 0 {
            self.millionths.checked_mul(factor).ok_or_else(too_long)?
        } else if self.millionths % factor == 0 {
            self.millionths / factor
        } else {
            return Err(too_long());
        };
        Self::checked(millionths, "").map_err(|_| too_long())
    }

    /// The product of two numbers ("two dozen" is 2 and 12).
    ///
    /// # Errors
    /// If it cannot be kept exactly.
    pub fn checked_mul(self, other: Self) -> Result<Self, NumberError> {
        let too_long = || NumberError::new(&format!("{self} × {other}"), "it cannot be kept exactly");
        let product = self.millionths.checked_mul(other.millionths).ok_or_else(too_long)?;
        if product % ONE != 0 {
            return Err(too_long());
        }
        Self::checked(product / ONE, "").map_err(|_| too_long())
    }

    /// The sum of two numbers ("two hundred" and "fifty").
    ///
    /// # Errors
    /// If it cannot be kept exactly.
    pub fn checked_add(self, other: Self) -> Result<Self, NumberError> {
        let text = || format!("{self} + {other}");
        Self::checked(self.millionths + other.millionths, "")
            .map_err(|_| NumberError::new(&text(), "it cannot be kept exactly"))
    }

    /// The number as an integer, if it is whole.
    pub fn as_integer(self) -> Option<i64> {
        if self.millionths % ONE == 0 { i64::try_from(self.millionths / ONE).ok() } else { None }
    }

    /// The number in millionths, exactly.
    pub fn millionths(self) -> i128 {
        self.millionths
    }

    fn checked(millionths: i128, text: &str) -> Result<Self, NumberError> {
        let number = Self { millionths };
        let shown = number.to_string();
        let mut digits: Vec<u8> = shown.bytes().filter(u8::is_ascii_digit).collect();
        if !shown.contains('.') {
            while digits.len() > 1 && digits.last() == Some(&b'0') {
                digits.pop();
            }
        }
        let significant = digits.iter().skip_while(|&&b| b == b'0').count();
        // Zeros at the end of a whole number cost nothing, but an integer in JSON must stay below 2^53.
        if significant > MAX_SIGNIFICANT_DIGITS || millionths.abs() >= ONE * 10_i128.pow(15) {
            let text = if text.is_empty() { &shown } else { text };
            return Err(NumberError::new(text, "it has more than 15 significant digits"));
        }
        Ok(number)
    }
}

/// Whether `whole` is digits, or digits in groups of three separated by commas.
fn is_grouped(whole: &str) -> bool {
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = whole.contains(',');
    digits(first) && (!grouped || first.len() <= 3) && groups.all(|group| group.len() == 3 && digits(group))
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.millionths < 0 { "-" } else { "" };
        let (whole, fraction) = (
            self.millionths.unsigned_abs() / ONE.unsigned_abs(),
            self.millionths.unsigned_abs() % ONE.unsigned_abs(),
        );
        if fraction == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let fraction = format!("{fraction:06}");
            write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
        }
    }
}

impl std::str::FromStr for Number {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(integer) = self.as_integer() {
            return serializer.serialize_i64(integer);
        }
        // The nearest double: with at most 15 significant digits its shortest form is the number again.
        let double: f64 = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(double)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits;
        impl Visitor<'_> for Digits {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of at most 15 significant digits and 6 decimals")
            }
            fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Number, E> {
                Number::from_integer(n).map_err(E::custom)
            }
            fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Number, E> {
                i64::try_from(n).map_err(E::custom).and_then(|n| self.visit_i64(n))
            }
            fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<Number, E> {
                if n.is_finite() {
                    Number::parse(&n.to_string()).map_err(E::custom)
                } else {
                    Err(E::custom("not finite"))
                }
            }
        }
        deserializer.deserialize_any(Digits).map_err(D::Error::custom)
    }
}
