//! Reads the values of NIBE heat pumps.
//!
//! The cloud sends each value twice: as the machine stores it (`rawValue`, scaled by a factor that differs between
//! parameters) and as people read it (`displayValue`, often with fewer digits). Neither is enough alone. The rule here:
//! the raw value over the catalogue's factor when that agrees with the text shown to its last digit, else the number
//! shown; texts and enumerations as text; `--` as absent.

pub use uplink_runtime::Value;

use crate::catalogue;
use crate::types::Reading;

/// What a value was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// Raw value over the catalogue's factor; agrees with the text shown and may have more digits.
    Factor,
    /// The number in the text shown.
    Display,
    /// The text shown.
    Text,
    /// Nothing: the sensor is absent.
    Absent,
}

impl Source {
    /// `factor`, `display`, `text` or `absent`.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Factor => "factor",
            Source::Display => "display",
            Source::Text => "text",
            Source::Absent => "absent",
        }
    }
}

pub(crate) fn reading_value(reading: &Reading) -> Value {
    read_reading(reading).0
}

pub(crate) fn reading_source(reading: &Reading) -> Source {
    read_reading(reading).1
}

fn read_reading(r: &Reading) -> (Value, Source) {
    read(r.parameter_id, r.unit.as_deref().unwrap_or_default(), &r.display_value, r.raw_value)
}

/// What a sensor sends that is not there.
const ABSENT: i64 = -32768;

/// Reads a value from the four fields that it rests on.
pub fn read(parameter_id: i64, unit: &str, display_value: &str, raw_value: i64) -> (Value, Source) {
    let shown = display_value.trim();
    if shown == "--" || (shown.is_empty() && raw_value == ABSENT) {
        return (Value::Absent, Source::Absent);
    }
    // Rows without an id are texts even when they hold only digits, such as serial numbers.
    let number = if parameter_id == 0 { None } else { Shown::parse(shown, unit) };
    let Some(number) = number else {
        return (Value::Text(shown.to_owned()), Source::Text);
    };
    let factor = catalogue::get(parameter_id).and_then(|p| p.factor);
    if let Some(factor) = factor.filter(|_| raw_value != ABSENT)
        && number.agrees_with(raw_value, factor)
    {
        let value = if factor == 1 && number.decimals == 0 {
            Value::Int(raw_value)
        } else {
            #[allow(clippy::cast_precision_loss, reason = "values of heat pumps are far below 2^53")]
            Value::Number(raw_value as f64 / f64::from(factor))
        };
        return (value, Source::Factor);
    }
    let value = match shown_int(&number) {
        Some(int) if factor.is_none_or(|f| f == 1) => Value::Int(int),
        _ => Value::Number(number.value),
    };
    (value, Source::Display)
}

#[allow(clippy::cast_possible_truncation, reason = "checked to be whole and below 1e15")]
fn shown_int(number: &Shown) -> Option<i64> {
    (number.decimals == 0 && number.value.abs() < 1e15).then_some(number.value as i64)
}

/// A number as it is shown.
struct Shown {
    value: f64,
    decimals: u32,
}

impl Shown {
    /// Reads `-1.3°C`; `None` when the text is not a number, alone or followed by the unit.
    fn parse(text: &str, unit: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (digits, tail) = rest.split_at(end);
        if !tail.is_empty() && !same_unit(tail, unit) {
            return None;
        }
        let digits = digits.replace(',', ".");
        let decimals = match digits.split_once('.') {
            Some((whole, fraction)) if !whole.is_empty() && !fraction.is_empty() => fraction.len(),
            Some(_) => return None,
            None => 0,
        };
        let value: f64 = digits.parse().ok().filter(|value: &f64| value.is_finite())?;
        Some(Shown { value: if negative { -value } else { value }, decimals: u32::try_from(decimals).ok()? })
    }

    /// Whether the raw value is less than one unit of the last shown digit away.
    fn agrees_with(&self, raw: i64, factor: u32) -> bool {
        #[allow(clippy::cast_precision_loss, reason = "values of heat pumps are far below 2^53")]
        let value = raw as f64 / f64::from(factor);
        let last_digit = 0.1f64.powi(i32::try_from(self.decimals).unwrap_or(0));
        (value - self.value).abs() < last_digit * (1.0 - 1e-9)
    }
}

/// Machines send two different degree signs, and blanks here and there.
fn same_unit(a: &str, b: &str) -> bool {
    let plain = |s: &str| s.trim().replace('\u{ba}', "\u{b0}");
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(id: i64, unit: &str, shown: &str, raw: i64) -> (f64, Source) {
        let (value, source) = read(id, unit, shown, raw);
        (value.as_f64().unwrap_or_else(|| panic!("{shown}: {value:?}")), source)
    }

    #[test]
    fn the_factor_gives_digits_that_the_text_leaves_out() {
        assert_eq!(number(43005, "DM", "-120DM", -1203), (-120.3, Source::Factor));
        assert_eq!(number(43136, "Hz", "104Hz", 1039), (103.9, Source::Factor));
        assert_eq!(number(44701, "Hz", "57Hz", 577), (57.7, Source::Factor));
    }

    #[test]
    fn the_text_wins_over_a_factor_that_does_not_fit() {
        // One dump has raw value and text from different moments.
        assert_eq!(number(40004, "°C", "5.0°C", 21), (5.0, Source::Display));
        assert_eq!(number(41427, "øre", "250øre", 250), (250.0, Source::Display));
        assert_eq!(number(41427, "cent", "10.0cent", 100), (10.0, Source::Display));
    }

    #[test]
    fn both_degree_signs_and_large_values_are_read() {
        assert_eq!(number(40121, "\u{ba}C", "55.1\u{ba}C", 551), (55.1, Source::Factor));
        assert_eq!(number(40121, "\u{b0}C", "55.1\u{ba}C", 551), (55.1, Source::Factor));
        assert_eq!(number(43144, "kWh", "20477.5kWh", 2_047_756), (20477.56, Source::Factor));
    }

    #[test]
    fn a_number_is_one_without_its_unit_too() {
        assert_eq!(number(40004, "\u{b0}C", "-1.3", -13), (-1.3, Source::Factor));
        assert_eq!(number(99999, "kWh", "12", 120), (12.0, Source::Display));
        // The other way round it is a text: 3 hours of a boost, say.
        assert_eq!(read(48132, "", "3h", 1).1, Source::Text);
    }

    #[test]
    fn a_number_beyond_all_bounds_is_a_text() {
        let shown = "9".repeat(400);
        assert_eq!(read(40004, "", &shown, 1), (Value::Text(shown), Source::Text));
    }

    #[test]
    fn words_and_absent_sensors_are_told_apart() {
        assert_eq!(read(48132, "", "3h", 1), (Value::Text("3h".into()), Source::Text));
        assert_eq!(read(0, "", "06512018123456", ABSENT), (Value::Text("06512018123456".into()), Source::Text));
        assert_eq!(read(40013, "°C", "--", ABSENT), (Value::Absent, Source::Absent));
        assert_eq!(read(0, "", "2023-08-24", 6079), (Value::Text("2023-08-24".into()), Source::Text));
    }

    #[test]
    fn whole_numbers_stay_whole() {
        assert_eq!(read(43416, "", "2277", 2277), (Value::Int(2277), Source::Factor));
        assert_eq!(read(99999, "", "12", 12), (Value::Int(12), Source::Display));
    }
}
