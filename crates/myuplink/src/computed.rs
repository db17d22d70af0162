//! Reads what devices send.
//!
//! A point comes with its value as shown, but with limits as the machine stores them; its words are listed by text that
//! need not be written like the value (`3` and `3.0`); names hold soft hyphens; an absent sensor sends a number.

mod moment;

pub use uplink_runtime::Value;
use uplink_runtime::generated::serde_json::Value as Json;

use crate::types::{EnumValue, Notification, Point, ScaledPoint, StatusChange};

/// A moment; `None` when it cannot be read.
pub type Moment = Option<jiff::Timestamp>;

/// A name without soft hyphens; `None` when there is none.
pub type Title = Option<String>;

/// Words with the number that is written for each.
pub type Words = Vec<(f64, String)>;

/// Limits of a value as it is shown; each is missing where it makes no sense.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Step between values.
    pub step: Option<f64>,
}

/// What a sensor sends that is not there.
const ABSENT: f64 = -32768.0;

/// Reads a value from what it rests on.
pub fn read_value(raw: Option<&Json>, scale: Option<&str>, words: &[(f64, String)]) -> Value {
    let number = match raw {
        None | Some(Json::Null) => return Value::Absent,
        Some(Json::Number(number)) => number.as_f64(),
        Some(Json::Bool(truth)) => Some(f64::from(u8::from(*truth))),
        Some(Json::String(text)) => match text.trim().parse() {
            Ok(number) => Some(number),
            Err(_) => return Value::Text(plain(text)),
        },
        Some(other) => return Value::Text(other.to_string()),
    };
    let Some(number) = number.filter(|n| n.is_finite() && *n != ABSENT) else {
        return Value::Absent;
    };
    if let Some((_, word)) = words.iter().find(|(value, _)| *value == number) {
        return Value::Text(word.clone());
    }
    // 18.0 degrees are sent as 18; a point must not change its kind from one answer to the next.
    let whole = scale_of(scale) == 1.0 && number.fract() == 0.0 && number.abs() < 9e15;
    #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and below 9e15")]
    if whole { Value::Int(number as i64) } else { Value::Number(number) }
}

/// Reads limits, given smallest, largest and step, by multiplying them with `scale`. Limits that exclude each other or
/// the present value are wrong, which happens, and count as missing.
pub fn read_limits(limits: [Option<f64>; 3], scale: f64, present: &Value) -> Limits {
    let [min, max, step] = limits.map(|limit| limit.map(|l| tidy(l * scale)));
    let crossed = min.zip(max).is_some_and(|(min, max)| min >= max);
    let outside = present.as_f64().is_some_and(|v| min.is_some_and(|min| v < min) || max.is_some_and(|max| v > max));
    let step = step.filter(|s| *s > 0.0);
    if crossed || outside { Limits { step, ..Limits::default() } } else { Limits { min, max, step } }
}

/// Reads words, given values and texts: numbers, and texts without soft hyphens.
pub fn read_words<'a>(pairs: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Words {
    let pair = |(value, text): (Option<&str>, Option<&str>)| Some((value?.trim().parse().ok()?, plain(text?)));
    pairs.into_iter().filter_map(pair).collect()
}

fn words(values: Option<&[EnumValue]>) -> Words {
    read_words(values.unwrap_or_default().iter().map(|v| (v.value.as_deref(), v.text.as_deref())))
}

/// What stored values are multiplied with; 1 when that is not said.
pub fn scale_of(text: Option<&str>) -> f64 {
    text.and_then(|t| t.trim().parse().ok()).filter(|s: &f64| s.is_finite() && *s > 0.0).unwrap_or(1.0)
}

/// 0.1 is no binary fraction: 3 times 0.1 is to be 0.3.
fn tidy(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// Text without soft hyphens and outer blanks.
fn plain(text: &str) -> String {
    text.replace('\u{ad}', "").trim().to_owned()
}

/// A name without soft hyphens.
pub fn read_title(name: Option<&str>) -> Title {
    name.map(plain).filter(|n| !n.is_empty())
}

/// The same getters for both types of points.
macro_rules! getters {
    ($point:ty, $scale:expr, $value:ident, $title:ident, $limits:ident, $words:ident) => {
        pub(crate) fn $value(point: &$point) -> Value {
            read_value(point.raw.as_ref(), point.scale_value.as_deref(), &words(point.enum_values.as_deref()))
        }

        pub(crate) fn $title(point: &$point) -> Title {
            read_title(point.parameter_name.as_deref())
        }

        pub(crate) fn $limits(point: &$point) -> Limits {
            let scale: fn(Option<&str>) -> f64 = $scale;
            let limits = [point.min_value, point.max_value, point.step_value];
            read_limits(limits, scale(point.scale_value.as_deref()), &$value(point))
        }

        pub(crate) fn $words(point: &$point) -> Words {
            words(point.enum_values.as_deref())
        }
    };
}

getters!(Point, scale_of, point_value, point_title, point_limits, point_words);
getters!(ScaledPoint, |_| 1.0, scaled_point_value, scaled_point_title, scaled_point_limits, scaled_point_words);

pub(crate) fn notification_created_at(notification: &Notification) -> Moment {
    notification.created_datetime.as_deref().and_then(moment::read)
}

pub(crate) fn status_change_at(change: &StatusChange) -> Moment {
    jiff::Timestamp::from_second(change.datetime).ok()
}

/// Reads a moment in any of the forms that were seen.
pub fn read_moment(text: &str) -> Moment {
    moment::read(text)
}

#[cfg(test)]
mod tests;
