//! What a point says: a number, a word, a text, or nothing.

use uplink_runtime::generated::serde_json::Value as Json;
use uplink_runtime::{Shown, Value, may_be_absent, unit_spelling};

use super::{Limits, one_line, scale_of};

/// What a value rests on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sent<'a> {
    /// The value as sent.
    pub raw: Option<&'a Json>,
    /// The value as people read it.
    pub str_val: Option<&'a str>,
    /// Its unit.
    pub unit: Option<&'a str>,
    /// What stored values are multiplied with.
    pub scale: Option<&'a str>,
    /// Smallest value, largest value and step, as they are shown.
    pub limits: Limits,
    /// Words with the number that is written for each.
    pub words: &'a [(f64, String)],
}

/// What a sensor sends that is not there, whatever is beside it.
const ABSENT: f64 = -32768.0;

/// Reads a value from what it rests on. What people read decides: whether a number is a number or stands for a word,
/// whether digits are a text, and whether a number that sensors send when they are not there is one.
pub fn read_value(sent: &Sent<'_>) -> Value {
    let shown = sent.str_val.map(one_line);
    if shown.as_deref() == Some("--") {
        return Value::Absent;
    }
    let number = match sent.raw {
        None | Some(Json::Null) => return Value::Absent,
        Some(Json::Number(number)) => number.as_f64(),
        Some(Json::Bool(truth)) => Some(f64::from(u8::from(*truth))),
        Some(Json::String(text)) => match sent.number(&one_line(text), shown.as_deref()) {
            Some(number) => Some(number),
            None => return Value::Text(one_line(text)),
        },
        Some(other) => return Value::Text(other.to_string()),
    };
    let Some(number) = number.filter(|n| n.is_finite()) else {
        return Value::Absent;
    };
    match sent.word(number, shown.as_deref()) {
        Some(word) => Value::Text(word.to_owned()),
        None if sent.is_absent(number, shown.as_deref()) => Value::Absent,
        None => sent.kind(number),
    }
}

impl Sent<'_> {
    /// The number that a text stands for: none where the text is shown as it is, where nothing says that it is a quantity,
    /// and where it is written as no quantity is (`0042`, `1E5`, `Inf`).
    fn number(&self, text: &str, shown: Option<&str>) -> Option<f64> {
        let plain_digits = text.trim_start_matches(['-', '+']).split(['.', ',']).next().unwrap_or_default();
        let padded = plain_digits.len() > 1 && plain_digits.starts_with('0');
        let quantity = self.unit.is_some_and(|unit| !unit.trim().is_empty())
            || self.limits.min.is_some()
            || self.limits.max.is_some()
            || !self.words.is_empty();
        let number = Shown::parse(text, "").filter(|_| !padded)?.value;
        (number == ABSENT || (quantity && shown != Some(text))).then_some(number)
    }

    /// The word that a number stands for. Words are listed by what is shown or by what is stored.
    fn word(&self, number: f64, shown: Option<&str>) -> Option<&str> {
        let shown = shown.filter(|shown| !shown.is_empty());
        let in_unit = |shown: &str| Shown::parse(shown, self.unit.unwrap_or_default());
        if shown.and_then(in_unit).is_some_and(|s| s.agrees_with(number)) {
            return None;
        }
        let texts = self.words.iter().map(|(_, word)| word.as_str());
        if let Some(said) = shown.and_then(|shown| texts.clone().find(|word| *word == shown)) {
            return Some(said);
        }
        // `2 kW` at a point whose unit is missing: other words than those of the list do not begin with the number.
        if shown.and_then(Shown::start).is_some_and(|(s, _)| s.agrees_with(number)) || shown.and_then(in_unit).is_some()
        {
            return None;
        }
        let stored = number / scale_of(self.scale);
        let listed = |wanted: f64| {
            let close = move |listed: f64| (listed - wanted).abs() < 1e-6;
            let other = |word: &str| Shown::parse(word, "").is_some_and(|w| !w.agrees_with(number));
            self.words.iter().find(|(listed, word)| close(*listed) && !other(word)).map(|(_, word)| word.as_str())
        };
        listed(number).or_else(|| listed(stored))
    }

    /// Whether a number says that the sensor is absent. Numbers but the one that the cloud is known for need something beside
    /// them that says so: nothing that people could read, or limits far away.
    fn is_absent(&self, number: f64, shown: Option<&str>) -> bool {
        let Limits { min, max, .. } = self.limits;
        if number == ABSENT {
            return !min.zip(max).is_some_and(|(min, max)| min < number && number < max);
        }
        let far = min.zip(max).is_some_and(|(min, max)| {
            let margin = (max - min) / 2.0;
            min < max && (number < min - margin || number > max + margin)
        });
        may_be_absent(number, scale_of(self.scale)) && (far || shown == Some(""))
    }

    /// 18.0 degrees are sent as 18; a point must not change its kind from one answer to the next.
    fn kind(&self, number: f64) -> Value {
        let whole = scale_of(self.scale) == 1.0 && number.fract() == 0.0 && number.abs() < 9e15;
        #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and below 9e15")]
        if whole { Value::Int(number as i64) } else { Value::Number(number) }
    }
}

/// How much a point says: its sensor is there, then each of unit, limits and words.
pub fn richness(value: &Value, unit: Option<&str>, limits: Limits, words: &[(f64, String)]) -> (bool, usize) {
    let unit = unit.is_some_and(|unit| !unit_spelling(unit).is_empty());
    let limits = [limits.min, limits.max].iter().flatten().count();
    (*value != Value::Absent, usize::from(unit) + limits + usize::from(!words.is_empty()))
}
