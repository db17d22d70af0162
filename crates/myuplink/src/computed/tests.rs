use uplink_runtime::generated::serde_json::{from_value, json};

use super::*;

fn point(changes: Json) -> Point {
    let mut point = json!({
        "parameterId": "1", "writable": true, "timestamp": "2026-02-03T06:05:06+02:00", "value": null,
        "parameterName": "Set point tempera\u{ad}ture ", "scaleValue": "0.1"
    });
    if let (Some(point), Json::Object(changes)) = (point.as_object_mut(), changes) {
        point.extend(changes);
    }
    from_value(point).expect("a point")
}

#[test]
fn a_value_is_a_number_of_one_kind_a_word_or_absent() {
    let value = |value: Json, scale: &str| point(json!({"value": value, "scaleValue": scale})).value();
    assert_eq!(value(json!(18.2), "0.1"), Value::Number(18.2));
    assert_eq!(value(json!(18), "0.1"), Value::Number(18.0));
    assert_eq!(value(json!(18), "1"), Value::Int(18));
    assert_eq!(value(json!(18.0), "1"), Value::Int(18));
    assert_eq!(value(json!(18.5), "1"), Value::Number(18.5));
    assert_eq!(value(json!("18.5"), "0.1"), Value::Number(18.5));
    assert_eq!(value(json!("warm"), "1"), Value::Text("warm".into()));
    assert_eq!(value(json!(true), "1"), Value::Int(1));
    for absent in [json!(-32768), json!(-32768.0), json!("-32768"), json!(null)] {
        assert_eq!(value(absent, "0.1"), Value::Absent);
    }
}

#[test]
fn words_are_found_by_number_however_it_is_written() {
    let words = json!([{"value": "3.0", "text": "hot wa\u{ad}ter"}, {"value": "x", "text": "lost"}, {"value": "4"}]);
    let with = |value: Json| point(json!({"value": value, "scaleValue": "1", "enumValues": words, "strVal": "3"}));
    assert_eq!(with(json!(3)).value(), Value::Text("hot water".into()));
    assert_eq!(with(json!(9)).value(), Value::Int(9));
    assert_eq!(with(json!(3)).words(), [(3.0, "hot water".to_owned())]);
}

#[test]
fn limits_are_scaled_and_dropped_where_they_make_no_sense() {
    let limits = |value: f64, min: f64, max: f64| {
        point(json!({"value": value, "minValue": min, "maxValue": max, "stepValue": 5.0})).limits()
    };
    let step = Some(0.5);
    assert_eq!(limits(20.0, 50.0, 350.0), Limits { min: Some(5.0), max: Some(35.0), step });
    assert_eq!(limits(0.2, 1.0, 3.0), Limits { min: Some(0.1), max: Some(0.3), step });
    let none = Limits { min: None, max: None, step };
    assert_eq!(limits(20.0, 350.0, 50.0), none);
    assert_eq!(limits(40.0, 50.0, 350.0), none);
    assert_eq!(limits(0.0, 0.0, 0.0), none);
    assert_eq!(point(json!({"value": 1, "stepValue": 0.0})).limits(), Limits::default());
}

#[test]
fn limits_of_scaled_points_stay() {
    let point: ScaledPoint = from_value(json!({
        "parameterId": "1", "writable": true, "timestamp": "2026-02-03T04:05:06Z", "value": 20.5,
        "minValue": 5.0, "maxValue": 35.0, "stepValue": 0.5, "scaleValue": "0.1"
    }))
    .expect("a point");
    assert_eq!(point.limits(), Limits { min: Some(5.0), max: Some(35.0), step: Some(0.5) });
}

#[test]
fn names_lose_their_soft_hyphens_and_times_keep_their_moment() {
    let point = point(json!({}));
    assert_eq!(point.title().as_deref(), Some("Set point temperature"));
    assert_eq!(point.timestamp.to_string(), "2026-02-03T04:05:06Z");
}
