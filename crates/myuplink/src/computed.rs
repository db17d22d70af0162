//! Reads what devices send.
//!
//! A point comes with its value as shown, but with limits as the machine stores them; its words are listed by text that
//! need not be written like the value (`3` and `3.0`), by what is shown or by what is stored; names hold soft hyphens and
//! line breaks; an absent sensor sends a number; units are spelled in several ways.

mod moment;
mod value;

pub use uplink_runtime::Value;
use uplink_runtime::{Shown, unit_spelling};
pub use value::{Sent, read_value, richness};

use crate::types::{EnumValue, Notification, Point, ScaledPoint, StatusChange};

/// A moment; `None` when it cannot be read.
pub type Moment = Option<jiff::Timestamp>;

/// A name without soft hyphens and line breaks; `None` when there is none.
pub type Title = Option<String>;

/// A unit in its one spelling; none when there is none.
pub type Unit = Option<String>;

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

/// Limits as they are shown, given smallest, largest and step as they are sent, by multiplying them with `scale`. Limits
/// that exclude each other are wrong, which happens, and count as missing.
pub fn scale_limits(limits: [Option<f64>; 3], scale: f64) -> Limits {
    let [min, max, step] = limits.map(|limit| limit.map(|l| tidy(l * scale)));
    let step = step.filter(|s| *s > 0.0);
    if min.zip(max).is_some_and(|(min, max)| min >= max) {
        Limits { step, ..Limits::default() }
    } else {
        Limits { min, max, step }
    }
}

/// The same for a point whose value is known, as number and as people read it: limits that exclude both are wrong too.
pub fn read_limits(limits: [Option<f64>; 3], scale: f64, present: Option<f64>, shown: Option<f64>) -> Limits {
    let limits = scale_limits(limits, scale);
    let outside = |v: f64| limits.min.is_some_and(|min| v < min) || limits.max.is_some_and(|max| v > max);
    let known = present.is_some() || shown.is_some();
    let wrong = known && [present, shown].into_iter().flatten().all(outside);
    if wrong { Limits { step: limits.step, ..Limits::default() } } else { limits }
}

/// The number that people read, if they do.
pub fn shown_number(str_val: Option<&str>, unit: Option<&str>) -> Option<f64> {
    Shown::parse(&one_line(str_val?), unit.unwrap_or_default()).map(|shown| shown.value)
}

/// The one spelling of a unit.
pub fn read_unit(sent: Option<&str>) -> Unit {
    sent.map(|unit| unit_spelling(unit).to_owned())
}

/// Reads words, given values and texts: numbers, and texts without soft hyphens and line breaks.
pub fn read_words<'a>(pairs: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Words {
    let pair = |(value, text): (Option<&str>, Option<&str>)| Some((value?.trim().parse().ok()?, one_line(text?)));
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

/// Text without soft hyphens and what else has no width, in one line, with single blanks and none at its ends.
fn one_line(text: &str) -> String {
    let seen = text.replace(['\u{ad}', '\u{200b}', '\u{feff}'], "");
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as `one_line` text; none when nothing is left.
pub fn read_title(name: Option<&str>) -> Title {
    name.map(one_line).filter(|n| !n.is_empty())
}

/// The same getters for both types of points; `$scale` makes shown limits of those that are sent.
macro_rules! getters {
    ($point:ty, $scale:expr, $value:ident, $title:ident, $limits:ident, $words:ident, $unit:ident) => {
        pub(crate) fn $value(point: &$point) -> Value {
            let scale: fn(Option<&str>) -> f64 = $scale;
            let limits = [point.min_value, point.max_value, point.step_value];
            read_value(&Sent {
                raw: point.raw.as_ref(),
                str_val: point.str_val.as_deref(),
                unit: point.raw_unit.as_deref(),
                scale: point.scale_value.as_deref(),
                limits: scale_limits(limits, scale(point.scale_value.as_deref())),
                words: &words(point.enum_values.as_deref()),
            })
        }

        pub(crate) fn $title(point: &$point) -> Title {
            read_title(point.parameter_name.as_deref())
        }

        pub(crate) fn $limits(point: &$point) -> Limits {
            let scale: fn(Option<&str>) -> f64 = $scale;
            let limits = [point.min_value, point.max_value, point.step_value];
            let shown = shown_number(point.str_val.as_deref(), point.raw_unit.as_deref());
            read_limits(limits, scale(point.scale_value.as_deref()), $value(point).as_f64(), shown)
        }

        pub(crate) fn $words(point: &$point) -> Words {
            words(point.enum_values.as_deref())
        }

        pub(crate) fn $unit(point: &$point) -> Unit {
            read_unit(point.raw_unit.as_deref())
        }
    };
}

getters!(Point, scale_of, point_value, point_title, point_limits, point_words, point_parameter_unit);
getters!(
    ScaledPoint,
    |_| 1.0,
    scaled_point_value,
    scaled_point_title,
    scaled_point_limits,
    scaled_point_words,
    scaled_point_parameter_unit
);

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
