//! What a pump sends, read for people.
//!
//! A point comes as a stored number with what is known of it: a divisor, a size, limits that may be none, and words in a free
//! text. An absent sensor sends a limit of its size while everything beside it says that all is well.

mod faults;
mod value;
mod words;

use jiff::Timestamp;
use uplink_runtime::{Value, unit_spelling};

use crate::types::{DataValue, Metadata, Point, VariableType};
use faults::Fault;
pub(crate) use value::{days_of, width};

/// Words with the number that is written for each. They may repeat, so the number is the value and the word its label.
pub type Words = Vec<(f64, String)>;

/// Limits of a value as it is shown; none where the pump declares none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
}

/// One value of a pump.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reading {
    /// The id of the point; myUplink has the same one for it.
    pub id: i64,
    /// Its name in the language that was asked for, without soft hyphens; it may repeat.
    pub title: Option<String>,
    /// A number in its unit, a text, a time of the day (`09:30:00`) or a day (`2026-09-07`), or nothing when the sensor is
    /// absent.
    pub value: Value,
    /// The unit in its one spelling; none when there is none.
    pub unit: Option<String>,
    /// Smallest and largest value.
    pub limits: Limits,
    /// From one value to the next; none of what is no number.
    pub step: Option<f64>,
    /// Words for numbers, where the pump gives them.
    pub words: Words,
    /// Whether it can be written.
    pub writable: bool,
    /// When it was read, by the clock of this machine: a pump says of no value when it was measured.
    pub time: Timestamp,
}

impl Reading {
    /// Reads a point that came at `time`.
    pub fn of(point: &Point, time: Timestamp) -> Self {
        let known = Known::of(point);
        let words = known.words.iter().cloned().map(|(number, word)| (known.shown(number), word)).collect();
        let value = value::read(&known, point.data_value.as_ref().or(point.page_value.as_ref()));
        Reading {
            id: point.metadata.variable_id,
            title: one_line(&point.title),
            limits: known.limits(value.as_f64()),
            step: (!known.is_time() && !known.is_date()).then(|| known.shown(1)),
            unit: known.unit(),
            writable: known.metadata.is_writable && !known.is_time(),
            value,
            words,
            time,
        }
    }

    /// The word for its value, if it has one.
    pub fn word(&self) -> Option<&str> {
        let number = self.value.as_f64()?;
        self.words.iter().find(|(known, _)| (known - number).abs() < 1e-9).map(|(_, word)| word.as_str())
    }
}

/// What is known of a point, with what is wrong in it set right.
pub(crate) struct Known<'p> {
    pub(crate) metadata: &'p Metadata,
    faults: &'static [Fault],
    /// Words by the number that is stored.
    words: Vec<(i64, String)>,
}

impl<'p> Known<'p> {
    pub(crate) fn of(point: &'p Point) -> Self {
        let words = words::read(point.description.as_deref().unwrap_or_default());
        Known { metadata: &point.metadata, faults: faults::of(point.metadata.variable_id), words }
    }

    pub(crate) fn is_time(&self) -> bool {
        self.metadata.variable_type == VariableType::Time
    }

    pub(crate) fn is_date(&self) -> bool {
        self.metadata.variable_type == VariableType::Date
    }

    /// What stored numbers are divided by.
    pub(crate) fn divisor(&self) -> i64 {
        let right = self.faults.iter().find_map(|f| if let Fault::Divisor(n) = f { Some(*n) } else { None });
        match right.unwrap_or(self.metadata.divisor) {
            0 => 1,
            divisor => divisor,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "stored numbers have 32 bits")]
    pub(crate) fn shown(&self, stored: i64) -> f64 {
        stored as f64 / self.divisor() as f64
    }

    /// The limits that the pump declares, as it stores them; none where they say nothing.
    pub(crate) fn declared(&self) -> Option<(i64, i64)> {
        let (mut min, mut max) = (self.metadata.min_value?, self.metadata.max_value?);
        for fault in self.faults {
            match fault {
                Fault::Min(right) => min = *right,
                Fault::Max(right) => max = *right,
                _ => {}
            }
        }
        (min < max).then_some((min, max))
    }

    /// The limits as they are shown. Those that are as wide as the register say nothing; those that exclude the value that is
    /// there are wrong.
    pub(crate) fn limits(&self, present: Option<f64>) -> Limits {
        let wide = |limits: (i64, i64)| Some(limits) == width(&self.metadata.variable_size) || limits == (0, 4095);
        let Some((min, max)) = self.declared().filter(|limits| !wide(*limits) && !self.is_time()) else {
            return Limits::default();
        };
        let (min, max) = (self.shown(min), self.shown(max));
        if present.is_some_and(|value| value < min || value > max) {
            return Limits::default();
        }
        Limits { min: Some(min), max: Some(max) }
    }

    fn unit(&self) -> Option<String> {
        let sent = mended(self.metadata.unit.as_deref().unwrap_or_default());
        let sent = unit_spelling(&sent);
        let right = self.faults.iter().find_map(|fault| match fault {
            Fault::Unit(right) => Some(*right),
            Fault::NoUnitSent(right) if sent.is_empty() => Some(*right),
            _ => None,
        });
        Some(right.unwrap_or(sent)).filter(|unit| !unit.is_empty()).map(str::to_owned)
    }

    /// Whether a word says what a stored number means.
    pub(crate) fn has_word(&self, stored: i64) -> bool {
        self.words.iter().any(|(known, _)| *known == stored)
    }

    pub(crate) fn is_absent_here(&self, stored: i64) -> bool {
        self.faults.iter().any(|fault| matches!(fault, Fault::Absent(known) if *known == stored))
    }
}

/// A text whose bytes were taken for those of another encoding on the way, as some firmware does: `Â°C` is `°C`.
fn mended(text: &str) -> String {
    if !text.contains(['\u{c2}', '\u{c3}']) {
        return text.to_owned();
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| text.to_owned())
}

/// Text without soft hyphens and what else has no width, in one line; none when nothing is left.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let seen = text.replace(['\u{ad}', '\u{200b}', '\u{feff}'], "");
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(line).filter(|line| !line.is_empty())
}

/// The value of a point, whatever the pump calls it.
pub(crate) fn data_value(point: &Point) -> Option<&DataValue> {
    point.data_value.as_ref().or(point.page_value.as_ref())
}

#[cfg(test)]
mod tests;
