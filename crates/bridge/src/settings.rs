//! Writing settings.

use serde_json::{Map, Value as Json, json};
use uplink_runtime::Value;
use uplink_simulator::nibe::spelling::{FAN, FAN_STEP, HOT_WATER_BOOST, SETTINGS, is_boost, resolve};
use uplink_simulator::{Call, Outcome};

use crate::readings::{Row, View};
use crate::refusal;
use crate::upstream::Point;

/// The step of the fan at which a boost begins.
const BOOST_STEP: f64 = 4.0;
/// Points that begin a boost of the ventilation and end it, where there is no step to be set.
const BOOST: &str = "50005";

/// A setting that may be sent.
pub(crate) struct Setting {
    /// As the program called it.
    key: String,
    /// The parameter of v1 that is answered.
    v1: i64,
    /// The point, as it is now.
    point: Point,
    value: f64,
}

impl Setting {
    /// What is written to which point.
    pub(crate) fn to_write(&self) -> (String, f64) {
        (self.point.id.clone(), self.value)
    }

    /// What v1 says of a setting that was refused behind.
    pub(crate) fn refused(&self, said: &str) -> String {
        format!("Error 14: {said} {}", self.key)
    }

    /// How it is answered: on its way, with the value that it will have.
    pub(crate) fn result(&self, view: &View<'_>, unit: i64) -> Json {
        let row = if self.v1 == FAN { view.row(unit, FAN) } else { None };
        let mut row = row.unwrap_or_else(|| self.row_then(view));
        row.insert("name".to_owned(), self.key.as_str().into());
        json!({"status": "SENDING", "parameter": row})
    }

    fn row_then(&self, view: &View<'_>) -> Row {
        let word = self.point.words.iter().find(|(number, _)| same(*number, self.value));
        let value = word.map_or(Value::Number(self.value), |(_, word)| Value::Text(word.clone()));
        let point = Point { value, code: word.map(|(number, _)| *number), ..self.point.clone() };
        view.row_of(self.v1, &point)
    }
}

/// The settings of a call; all of them, or the refusal of those that cannot be sent.
pub(crate) fn read(view: &View<'_>, unit: i64, call: &Call<'_>) -> Result<Vec<Setting>, Outcome> {
    let empty = Map::new();
    let settings = call.arguments.get("settings").and_then(Json::as_object).unwrap_or(&empty);
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for (key, value) in settings {
        match accept(view, unit, key, value) {
            Ok(setting) => accepted.push(setting),
            Err(sentence) => refused.push(sentence),
        }
    }
    if refused.is_empty() { Ok(accepted) } else { Err(refusal::settings(refused)) }
}

/// The parameters that a call writes.
pub(crate) fn written(view: &View<'_>, call: &Call<'_>) -> Vec<i64> {
    let keys = call.arguments.get("settings").and_then(Json::as_object).into_iter().flatten();
    keys.filter_map(|(key, _)| target(view, key)).collect()
}

fn target(view: &View<'_>, key: &str) -> Option<i64> {
    if is_boost(key) { Some(FAN_STEP) } else { resolve(view.catalogue, &key.into()) }
}

fn accept(view: &View<'_>, unit: i64, key: &str, value: &Json) -> Result<Setting, String> {
    let unknown = || format!("Error 18: Unknown parameter {key}");
    let id = target(view, key).ok_or_else(unknown)?;
    let number = match value {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let number = number.filter(|n: &f64| n.is_finite()).ok_or_else(|| format!("Error 14:  {key}"))?;
    let boost = is_boost(key);
    let switch = || view.all().find(|point| point.id == BOOST && point.part == unit).filter(|_| boost);
    let point = view.point(unit, id).or_else(switch).ok_or_else(unknown)?;
    if !point.writable {
        return Err(match id {
            SETTINGS.. => format!("Error 14:  {key}"),
            _ => format!("Error 16: Parameter is not setable {key}"),
        });
    }
    let value = match number {
        n if boost && n > 0.0 && point.id != BOOST => BOOST_STEP,
        // Where a boost is no more than on or off, however long it was to be.
        n if n > 0.0 && (boost || id == HOT_WATER_BOOST) && highest(point) == Some(1.0) => 1.0,
        n => n,
    };
    let [min, max] = point.limits;
    let low = min.is_some_and(|min| value < min);
    let high = max.is_some_and(|max| value > max);
    let strange = !point.words.is_empty() && point.words.iter().all(|(known, _)| !same(*known, value));
    if low || high || strange {
        return Err(format!("Error 15: Value out of range {key}"));
    }
    Ok(Setting { key: key.to_owned(), v1: if boost { FAN } else { id }, point: point.clone(), value })
}

/// The largest value that may be written, where that is known.
fn highest(point: &Point) -> Option<f64> {
    point.words.iter().map(|(number, _)| *number).reduce(f64::max).or(point.limits[1])
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::*;
    use crate::upstream::{Level, Machine};

    /// What a value for a setting comes to at a machine with one point.
    fn accepted(key: &str, value: Json, point: Point) -> Result<f64, String> {
        let machine = Machine {
            id: "m".to_owned(),
            system: "m".to_owned(),
            name: String::new(),
            product: String::new(),
            serial: String::new(),
            firmware: String::new(),
            country: String::new(),
            level: Level::Admin,
            connected: true,
            alarm: false,
        };
        let spec = uplink_spec_files::NIBE_UPLINK_V1;
        let model = uplink_spec::read_text(spec.name, spec.text, |name| spec.table(name).map(str::to_owned));
        let model = model.expect("the spec");
        let view = View::new(&machine, model.catalogue.as_ref(), Arc::new(vec![point]));
        accept(&view, 0, key, &value).map(|setting| setting.value)
    }

    fn point(id: &str, most: f64, words: &[(f64, &str)]) -> Point {
        Point {
            id: id.to_owned(),
            title: String::new(),
            unit: String::new(),
            value: Value::Int(0),
            code: None,
            factor: 1,
            words: words.iter().map(|(number, word)| (*number, (*word).to_owned())).collect(),
            limits: [Some(0.0), Some(most)],
            writable: true,
            part: 0,
            time: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_boost_of_any_length_is_on_where_there_is_no_more_than_on_and_off() {
        let switch = || point("50004", 1.0, &[(0.0, "off"), (1.0, "on")]);
        assert_eq!(accepted("hot_water_boost", json!("3"), switch()), Ok(1.0));
        assert_eq!(accepted("48132", json!(0), switch()), Ok(0.0));
        assert_eq!(accepted("48132", json!(3), point("48132", 4.0, &[])), Ok(3.0), "which knows lengths");
        assert_eq!(accepted("ventilation_boost", json!(1), point("50005", 1.0, &[])), Ok(1.0));
        assert_eq!(accepted("ventilation_boost", json!(2), point("47260", 4.0, &[])), Ok(4.0));
        assert_eq!(accepted("ventilation_boost", json!(0), point("47260", 4.0, &[])), Ok(0.0));
    }

    #[test]
    fn a_value_is_refused_as_v1_refused_it() {
        let offset = || point("47011", 10.0, &[]);
        let mut read_only = offset();
        read_only.writable = false;
        for (key, value, point, refusal) in [
            ("47011", json!(11), offset(), "Error 15: Value out of range 47011"),
            ("47011", json!(-1), offset(), "Error 15: Value out of range 47011"),
            ("47011", json!("warm"), offset(), "Error 14:  47011"),
            ("47011", json!(1), read_only, "Error 14:  47011"),
            ("47398", json!(20), offset(), "Error 18: Unknown parameter 47398"),
            ("48132", json!(7), self::point("48132", 9.0, &[(0.0, "off")]), "Error 15: Value out of range 48132"),
        ] {
            assert_eq!(accepted(key, value, point), Err(refusal.to_owned()));
        }
    }
}
