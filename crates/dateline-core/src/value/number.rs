//! Exact decimal numbers.

use serde::de::{Deserialize, Deserializer, Visitor};
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
        let significant = shown.bytes().filter(u8::is_ascii_digit).skip_while(|&b| b == b'0').count();
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
        deserializer.deserialize_any(Digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn digits_are_read_as_newspapers_write_them() {
        for (text, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("007", "7"),
            ("1,200", "1200"),
            ("1,234,567.50", "1234567.5"),
            ("1.6", "1.6"),
            ("-0.000001", "-0.000001"),
            ("−5", "-5"),
            ("+5", "5"),
            ("1.60000000000", "1.6"),
            ("999999999999999", "999999999999999"),
            ("999999999.123456", "999999999.123456"),
        ] {
            assert_eq!(number(text).to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_kept_exactly_is_refused() {
        for text in [
            "",
            "-",
            ".",
            ".5",
            "5.",
            "1e3",
            "1 200",
            "1.6 billion",
            "1,20",
            "12,0000",
            "1,,200",
            ",200",
            "1234,567",
            "0.0000001",
            "1.2.3",
            "1000000000000000",
            "9999999999.123456",
            "inf",
            "NaN",
            "٣",
            "--1",
            "99999999999999999999999999999999999999999999999999",
        ] {
            assert!(Number::parse(text).is_err(), "{text:?} was taken as a number");
        }
        assert!(Number::from_integer(i64::MAX).is_err());
        assert!(Number::from_integer(i64::MIN).is_err());
    }

    #[test]
    fn arithmetic_is_exact_or_refused() {
        assert_eq!(number("1.6").times_power_of_ten(9).unwrap(), number("1600000000"));
        assert_eq!(number("5").times_power_of_ten(-2).unwrap(), number("0.05"));
        assert_eq!(number("2.5").checked_mul(number("12")).unwrap(), number("30"));
        assert_eq!(number("200").checked_add(number("50.5")).unwrap(), number("250.5"));
        assert!(number("1").times_power_of_ten(15).is_err());
        assert!(number("1").times_power_of_ten(127).is_err());
        assert!(number("1").times_power_of_ten(-128).is_err());
        assert!(number("0.000001").times_power_of_ten(-1).is_err());
        assert!(number("0.001").checked_mul(number("0.0001")).is_err());
        assert!(number("999999999999999").checked_add(number("1")).is_err());
        assert!(number("999999999999999").checked_mul(number("999999999999999")).is_err());
    }

    #[test]
    fn json_has_plain_numbers() {
        assert_eq!(serde_json::to_string(&number("1,200")).unwrap(), "1200");
        assert_eq!(serde_json::to_string(&number("1.6")).unwrap(), "1.6");
        for bad in ["\"5\"", "1e300", "0.1234567", "9007199254740993", "18446744073709551615", "null"] {
            assert!(serde_json::from_str::<Number>(bad).is_err(), "{bad} was taken as a number");
        }
        assert_eq!(serde_json::from_str::<Number>("1e-6").unwrap(), number("0.000001"));
        assert_eq!(serde_json::from_str::<Number>("3.0").unwrap(), number("3"));
    }

    /// Any number that can be kept.
    fn numbers() -> impl Strategy<Value = Number> {
        (-999_999_999_999_999_i64..=999_999_999_999_999, 0_i8..=6)
            .prop_filter_map("too long", |(n, decimals)| {
                Number::from_integer(n).ok()?.times_power_of_ten(-decimals).ok()
            })
    }

    proptest! {
        #[test]
        fn numbers_survive_text_and_json(one in numbers()) {
            prop_assert_eq!(Number::parse(&one.to_string()).unwrap(), one);
            prop_assert!(!one.to_string().contains(['e', 'E']));
            let json = serde_json::to_string(&one).unwrap();
            prop_assert_eq!(serde_json::from_str::<Number>(&json).unwrap(), one);
            // Readers that know doubles only, as canonical JSON's do, lose nothing.
            let double: f64 = json.parse().unwrap();
            prop_assert_eq!(Number::parse(&double.to_string()).unwrap(), one);
        }

        #[test]
        fn order_is_that_of_the_amounts(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000) {
            let milli = |n| Number::from_integer(n).unwrap().times_power_of_ten(-3).unwrap();
            prop_assert_eq!(milli(a).cmp(&milli(b)), a.cmp(&b));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}", digits in "[-+0-9.,]{0,60}") {
            for text in [text, digits] {
                if let Ok(one) = Number::parse(&text) {
                    prop_assert_eq!(Number::parse(&one.to_string()).unwrap(), one);
                }
            }
        }
    }
}
