//! Which value goes through which function.

use uplink_runtime::generated::OrderedMap;
use uplink_runtime::generated::serde_json::{self, Value as Json, json};
use uplink_runtime::{ArgumentError, Arguments, Error};

use crate::computed::{Value, scale_of};
use crate::types::{Point, SettingValue};

/// The kinds of points that are set points of zones, with the argument of `set_zone` for each.
const SET_POINTS_OF_ZONES: [(&str, &str); 2] =
    [("sh-indoorSpHeat", "setpoint_heat"), ("sh-indoorSpCool", "setpoint_cool")];

/// One request.
#[derive(Debug, PartialEq)]
pub(super) struct Part {
    /// The zone; none for the device itself.
    pub(super) zone_id: Option<String>,
    /// The points that are written.
    pub(super) ids: Vec<String>,
    /// The arguments, without the device.
    pub(super) arguments: Arguments,
}

impl Part {
    fn of_device(values: Vec<(String, SettingValue)>) -> Self {
        let ids = values.iter().map(|(id, _)| id.clone()).collect();
        let values = serde_json::to_value(values.into_iter().collect::<OrderedMap<_>>()).unwrap_or_default();
        Part { zone_id: None, ids, arguments: Arguments::from_iter([("values".to_owned(), values)]) }
    }
}

/// All requests of a write.
#[derive(Debug)]
pub(super) struct Plan {
    parts: Vec<Part>,
    values: Vec<(String, SettingValue)>,
}

impl Plan {
    /// Sorts values by what is known of their points; those of points that the device did not tell go to the device.
    ///
    /// # Errors
    /// The value for a set point of a zone is no number.
    pub(super) fn new(values: Vec<(String, SettingValue)>, points: &[Point]) -> Result<Self, Error> {
        let mut plain = Vec::new();
        let mut parts: Vec<Part> = Vec::new();
        for (id, value) in &values {
            let Some((zone, argument)) = points.iter().filter(|p| p.parameter_id == *id).find_map(zone) else {
                plain.push((id.clone(), value.clone()));
                continue;
            };
            let number = number(value).ok_or_else(|| {
                let problem = format!("{id} is the set point of a zone; give a number");
                ArgumentError::new("write_points", Some("values"), problem)
            })?;
            let taken =
                |part: &&mut Part| part.zone_id.as_deref() == Some(zone) && !part.arguments.contains_key(argument);
            match parts.iter_mut().find(taken) {
                Some(part) => {
                    part.ids.push(id.clone());
                    part.arguments.insert(argument.to_owned(), json!(number));
                }
                None => parts.push(Part {
                    zone_id: Some(zone.to_owned()),
                    ids: vec![id.clone()],
                    arguments: Arguments::from_iter([
                        ("zone_id".to_owned(), json!(zone)),
                        (argument.to_owned(), json!(number)),
                    ]),
                }),
            }
        }
        if !plain.is_empty() || parts.is_empty() {
            parts.insert(0, Part::of_device(plain));
        }
        Ok(Plan { parts, values })
    }

    /// The request that writes some of the points as points of the device.
    pub(super) fn to_device(&self, ids: &[String]) -> Part {
        Part::of_device(self.values.iter().filter(|(id, _)| ids.contains(id)).cloned().collect())
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What is to be written to a point.
    pub(super) fn value(&self, id: &str) -> Option<&SettingValue> {
        self.values.iter().find(|(known, _)| known == id).map(|(_, value)| value)
    }
}

/// The zone that a point is the set point of, with the argument that sets it.
fn zone(point: &Point) -> Option<(&str, &'static str)> {
    let zone = point.zone_id.as_deref().filter(|zone| !zone.is_empty())?;
    Some((zone, set_point(point)?))
}

/// The argument that sets a point, when it is the set point of a zone.
pub(super) fn set_point(point: &Point) -> Option<&'static str> {
    let kinds = point.smart_home_categories.as_deref().unwrap_or_default();
    SET_POINTS_OF_ZONES.iter().find(|(kind, _)| kinds.iter().any(|k| k == kind)).map(|(_, argument)| *argument)
}

fn number(value: &SettingValue) -> Option<f64> {
    let number = match value {
        #[allow(clippy::cast_precision_loss, reason = "values of heat pumps are far below 2^53")]
        SettingValue::Int(number) => *number as f64,
        SettingValue::Float(number) => *number,
        SettingValue::Text(text) => text.trim().parse().ok()?,
    };
    number.is_finite().then_some(number)
}

/// Whether a point shows a value, as closely as the device stores it.
pub(super) fn holds(point: &Point, value: &SettingValue) -> bool {
    let shown = match &point.raw {
        Some(Json::Number(number)) => number.as_f64(),
        Some(Json::String(text)) => text.trim().parse().ok(),
        Some(Json::Bool(truth)) => Some(f64::from(u8::from(*truth))),
        _ => None,
    };
    match (shown, number(value), value) {
        (Some(shown), Some(wanted), _) => {
            (shown - wanted).abs() < scale_of(point.scale_value.as_deref()) / 2.0 + 1e-9
                && point.value() != Value::Absent
        }
        (None, _, SettingValue::Text(text)) => point.raw.as_ref().and_then(Json::as_str) == Some(text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(id: &str, raw: Json, zone: Option<&str>, kind: &str) -> Point {
        let point = json!({"parameterId": id, "value": raw, "writable": true, "scaleValue": "0.1",
            "timestamp": "2026-02-03T04:05:06Z", "zoneId": zone, "smartHomeCategories": [kind]});
        serde_json::from_value(point).expect("a point")
    }

    #[test]
    fn set_points_of_zones_go_to_their_zone_and_everything_else_to_the_device() {
        let points = [
            point("1", json!(20), Some("2"), "sh-indoorSpHeat"),
            point("2", json!(25), Some("2"), "sh-indoorSpCool"),
            point("3", json!(20), Some("3"), "sh-indoorSpHeat"),
            point("4", json!(1), Some("2"), "sh-zoneMode"),
            point("5", json!(20), None, "sh-indoorSpHeat"),
        ];
        let values = ["1", "2", "3", "4", "5", "6"].map(|id| (id.to_owned(), SettingValue::Text("21.5".into())));
        let plan = Plan::new(values.to_vec(), &points).expect("numbers");
        let parts: Vec<_> =
            plan.parts().iter().map(|p| (p.zone_id.as_deref(), Json::from(p.arguments.clone()))).collect();
        assert_eq!(
            parts,
            [
                (None, json!({"values": {"4": "21.5", "5": "21.5", "6": "21.5"}})),
                (Some("2"), json!({"zone_id": "2", "setpoint_heat": 21.5, "setpoint_cool": 21.5})),
                (Some("3"), json!({"zone_id": "3", "setpoint_heat": 21.5})),
            ]
        );
        let warm = vec![("1".to_owned(), SettingValue::Text("warm".into()))];
        assert!(Plan::new(warm, &points).is_err_and(|e| e.to_string().contains("give a number")));
    }

    #[test]
    fn a_value_is_there_when_it_is_as_close_as_the_device_stores_it() {
        let shows = |raw: Json, value: SettingValue| holds(&point("1", raw, None, ""), &value);
        assert!(shows(json!(21.5), "21.5".into()) && shows(json!(21.5), 21.53.into()) && shows(json!("3.0"), 3.into()));
        assert!(shows(json!("eco"), "eco".into()));
        assert!(!shows(json!(21.5), 21.6.into()) && !shows(json!(null), 0.into()) && !shows(json!("eco"), 3.into()));
        assert!(!shows(json!(-32768), (-32768).into()), "an absent sensor holds nothing");
    }
}
