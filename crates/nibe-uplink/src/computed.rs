//! Reads the values of NIBE heat pumps.
//!
//! The cloud sends each value twice: as the machine stores it (`rawValue`, scaled by a factor that differs between
//! parameters) and as people read it (`displayValue`, often with fewer digits). Neither is enough alone. The rule here:
//! the raw value over the catalogue's factor when that agrees with the text shown to its last digit, else the number
//! shown; texts and enumerations as text; `--` as absent.

pub use uplink_runtime::Value;
use uplink_runtime::{Shown, may_be_absent, unit_spelling};

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

/// A unit in its one spelling; none when there is none.
pub type Unit = Option<String>;

pub(crate) fn reading_unit(reading: &Reading) -> Unit {
    read_unit(reading.raw_unit.as_deref())
}

/// The one spelling of a unit.
pub fn read_unit(sent: Option<&str>) -> Unit {
    sent.map(|unit| unit_spelling(unit).to_owned())
}

fn read_reading(r: &Reading) -> (Value, Source) {
    read(r.parameter_id, r.raw_unit.as_deref().unwrap_or_default(), &r.display_value, r.raw_value)
}

/// What a sensor sends that is not there, and what stands in rows of text.
const ABSENT: i64 = -32768;

/// Reads a value from the four fields that it rests on.
pub fn read(parameter_id: i64, unit: &str, display_value: &str, raw_value: i64) -> (Value, Source) {
    let shown = display_value.trim();
    let raw = number(raw_value);
    if shown == "--" || (shown.is_empty() && may_be_absent(raw, 1.0)) {
        return (Value::Absent, Source::Absent);
    }
    // Rows without an id are texts even when they hold only digits, such as serial numbers.
    let shown_number = if parameter_id == 0 { None } else { Shown::parse(shown, unit) };
    let Some(shown_number) = shown_number else {
        return (Value::Text(shown.to_owned()), Source::Text);
    };
    if raw_value == ABSENT && [1.0, 10.0, 100.0].iter().any(|scale| shown_number.value * scale == raw) {
        return (Value::Absent, Source::Absent);
    }
    let parameter = catalogue::get(parameter_id);
    let factor = parameter.and_then(|p| p.factor);
    // A factor that rests on little is no match for a machine that shows what it stores.
    let doubtful = parameter.is_some_and(|p| p.weak && p.factor != Some(1)) && shown_number.value == raw;
    if let Some(factor) = factor.filter(|_| raw_value != ABSENT && !doubtful)
        && shown_number.agrees_with(raw / f64::from(factor))
    {
        let whole = factor == 1 && shown_number.decimals == 0;
        let value = if whole { Value::Int(raw_value) } else { Value::Number(raw / f64::from(factor)) };
        return (value, Source::Factor);
    }
    let value = match shown_int(&shown_number) {
        Some(int) if factor.is_none_or(|f| f == 1) => Value::Int(int),
        _ => Value::Number(shown_number.value),
    };
    (value, Source::Display)
}

#[allow(clippy::cast_precision_loss, reason = "values of heat pumps are far below 2^53")]
fn number(raw: i64) -> f64 {
    raw as f64
}

#[allow(clippy::cast_possible_truncation, reason = "checked to be whole and below 1e15")]
fn shown_int(number: &Shown) -> Option<i64> {
    (number.decimals == 0 && number.value.abs() < 1e15).then_some(number.value as i64)
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
    fn a_weak_factor_never_beats_a_shown_number_that_is_the_raw_number() {
        let weak = catalogue::all().find(|p| p.weak && p.factor == Some(10)).expect("one is left");
        assert_eq!(number(weak.id, "\u{b0}C", "-1\u{b0}C", -1), (-1.0, Source::Display));
        assert_eq!(number(weak.id, "\u{b0}C", "-1\u{b0}C", -12), (-1.2, Source::Factor));
        // A sure one does: degree minutes are shown without decimals.
        assert_eq!(number(43005, "DM", "-1DM", -12), (-1.2, Source::Factor));
    }

    #[test]
    fn factors_of_the_register_lists_are_used() {
        assert_eq!(number(47028, "\u{b0}C", "-1\u{b0}C", -1), (-1.0, Source::Factor));
        assert_eq!(read(47539, "", "1", 1), (Value::Int(1), Source::Factor));
        assert_eq!(number(40997, "kWh", "1234.5kWh", 123_456), (1234.56, Source::Factor));
    }

    #[test]
    fn both_degree_signs_and_large_values_are_read() {
        assert_eq!(number(40121, "\u{ba}C", "55.1\u{ba}C", 551), (55.1, Source::Factor));
        assert_eq!(number(40121, "\u{b0}C", "55.1\u{ba}C", 551), (55.1, Source::Factor));
        assert_eq!(number(43144, "kWh", "20477.5kWh", 2_047_756), (20477.56, Source::Factor));
    }

    #[test]
    fn a_unit_has_one_spelling() {
        assert_eq!(read_unit(Some("\u{ba}C")).as_deref(), Some("\u{b0}C"));
        assert_eq!(read_unit(Some("")).as_deref(), Some(""));
        assert_eq!(read_unit(None), None);
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
        for (shown, raw) in [("--", ABSENT), ("", ABSENT), ("-3276.8°C", ABSENT), ("--", 255), ("", 65_535), ("--", 20)]
        {
            assert_eq!(read(40013, "°C", shown, raw), (Value::Absent, Source::Absent), "{shown} {raw}");
        }
        assert_eq!(number(40013, "°C", "25.5°C", 255), (25.5, Source::Factor));
        assert_eq!(read(99999, "", "65535", 65_535), (Value::Int(65_535), Source::Display));
        assert_eq!(read(0, "", "2023-08-24", 6079), (Value::Text("2023-08-24".into()), Source::Text));
    }

    #[test]
    fn whole_numbers_stay_whole() {
        assert_eq!(read(43416, "", "2277", 2277), (Value::Int(2277), Source::Factor));
        assert_eq!(read(99999, "", "12", 12), (Value::Int(12), Source::Display));
    }
}
