//! What a stored number says.

use jiff::civil::{Date, Time, date};
use jiff::{Span, Unit};
use uplink_runtime::Value;

use super::{Known, one_line};
use crate::types::{DataValue, VariableSize};

/// Days are counted from here; 6093 was seen for 2026-09-07.
const FIRST_DAY: Date = date(2010, 1, 1);

/// What some 32-bit points send when there is nothing, besides the limit of their size.
const FILLER: i64 = -320_000;

/// Reads what was sent of a point.
pub(crate) fn read(known: &Known<'_>, sent: Option<&DataValue>) -> Value {
    let Some(sent) = sent.filter(|sent| sent.is_ok != Some(false)) else { return Value::Absent };
    if let Some(text) = sent.string_value.as_deref().and_then(one_line) {
        return Value::Text(text);
    }
    let stored = sent.integer_value;
    if known.is_time() {
        return time_of(stored).map_or(Value::Absent, |time| Value::Text(time.strftime("%H:%M:%S").to_string()));
    }
    if known.is_date() {
        return date_of(stored).map_or(Value::Absent, |day| Value::Text(day.to_string()));
    }
    if is_absent(known, stored) {
        return Value::Absent;
    }
    if known.divisor() == 1 { Value::Int(stored) } else { Value::Number(known.shown(stored)) }
}

/// Whether a stored number says that the sensor is absent.
fn is_absent(known: &Known<'_>, stored: i64) -> bool {
    if known.is_absent_here(stored) {
        return true;
    }
    // What the limits allow is a value, and so is what has a word.
    if known.has_word(stored) || known.declared().is_some_and(|(min, max)| (min..=max).contains(&stored)) {
        return false;
    }
    let size = &known.metadata.variable_size;
    let absent = width(size).map(|(min, max)| if min < 0 { min } else { max });
    absent == Some(stored) || (*size == VariableSize::S32 && stored == FILLER)
}

/// Smallest and largest number that a register can hold.
pub(crate) fn width(size: &VariableSize) -> Option<(i64, i64)> {
    Some(match size {
        VariableSize::S8 => (i8::MIN.into(), i8::MAX.into()),
        VariableSize::S16 => (i16::MIN.into(), i16::MAX.into()),
        VariableSize::S32 => (i32::MIN.into(), i32::MAX.into()),
        VariableSize::U8 => (0, u8::MAX.into()),
        VariableSize::U16 => (0, u16::MAX.into()),
        VariableSize::U32 => (0, u32::MAX.into()),
        _ => return None,
    })
}

/// A time of the day, given the seconds since midnight.
fn time_of(seconds: i64) -> Option<Time> {
    let whole = (0..86_400).contains(&seconds);
    let midnight = Time::midnight();
    whole.then(|| midnight.checked_add(Span::new().seconds(seconds)).ok()).flatten()
}

/// A day, given how many came before it.
fn date_of(days: i64) -> Option<Date> {
    FIRST_DAY.checked_add(Span::new().try_days(days).ok()?).ok().filter(|_| days >= 0)
}

/// What is stored for a day such as `2026-09-07`.
pub(crate) fn days_of(text: &str) -> Option<i64> {
    let day: Date = text.trim().parse().ok()?;
    let span = FIRST_DAY.until((Unit::Day, day)).ok()?;
    Some(i64::from(span.get_days())).filter(|days| *days >= 0)
}
