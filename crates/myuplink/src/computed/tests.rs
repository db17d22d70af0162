use uplink_runtime::generated::serde_json::{Value as Json, from_value, json};

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
    assert_eq!(value(json!("warm"), "1"), Value::Text("warm".into()));
    assert_eq!(value(json!(true), "1"), Value::Int(1));
    for absent in [json!(-32768), json!(-32768.0), json!("-32768"), json!(null)] {
        assert_eq!(value(absent, "0.1"), Value::Absent);
    }
}

#[test]
fn words_are_found_by_number_however_it_is_written() {
    let words = json!([{"value": "3.0", "text": "hot wa\u{ad}ter"}, {"value": "x", "text": "lost"}, {"value": "4"}]);
    let with = |value: Json| point(json!({"value": value, "scaleValue": "1", "enumValues": words}));
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
    let older =
        point(json!({"value": -40, "strVal": "0 DM", "parameterUnit": "DM", "minValue": -100, "maxValue": 100}));
    assert_eq!(older.limits().max, Some(10.0), "what people read is within them");
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
fn what_people_read_decides_between_number_and_word() {
    let words = json!([{"value": "0", "text": "0.0"}, {"value": "5", "text": "0.5"}, {"value": "50", "text": "5.0"},
        {"value": "2", "text": "alarm"}, {"value": "241", "text": "Block\u{ad}ed"}, {"value": "30", "text": "eco"}]);
    let value = |value: f64, shown: Option<&str>, unit: &str, scale: &str| {
        point(json!({"value": value, "strVal": shown, "parameterUnit": unit, "scaleValue": scale, "enumValues": words}))
            .value()
    };
    let word = |word: &str| Value::Text(word.to_owned());
    // A number, with its unit, without it, with the unit spelled otherwise, and rounded.
    for shown in ["2kW", "2 kW", "2.0", "2", "2 KW"] {
        assert_eq!(value(2.0, Some(shown), "kW", "0.1"), Value::Number(2.0), "{shown}");
    }
    assert_eq!(value(2.04, Some("2.0kW"), "kW", "0.01"), Value::Number(2.04));
    assert_eq!(value(2.0, Some("2 kW"), "", "1"), Value::Int(2));
    assert_eq!(value(5.0, Some("5"), "", "0.1"), Value::Number(5.0));
    // A word, by what is shown and by what is stored, or as it is said.
    assert_eq!(value(241.0, Some("Blocked"), "", "1"), word("Blocked"));
    assert_eq!(value(3.0, Some("eco"), "", "0.1"), word("eco"));
    assert_eq!(value(7.0, Some("alarm"), "", "1"), word("alarm"));
    // Nothing to read: the list alone, but never a word that is another number.
    assert_eq!(value(2.0, None, "", "1"), word("alarm"));
    assert_eq!(value(3.0, None, "", "0.1"), word("eco"));
    assert_eq!(value(5.0, None, "", "0.1"), word("5.0"));
    // What is read may be older than the number.
    assert_eq!(value(-40.0, Some("0"), "", "0.1"), Value::Number(-40.0));
}

#[test]
fn digits_are_a_text_where_nothing_makes_them_a_quantity() {
    let value = |text: &str, shown: Option<&str>, unit: &str, more: Json| {
        let mut sent = json!({"value": text, "strVal": shown, "parameterUnit": unit, "scaleValue": "0.1"});
        if let Some((sent, more)) = sent.as_object_mut().zip(more.as_object().cloned()) {
            sent.extend(more);
        }
        point(sent).value()
    };
    let text = |text: &str| Value::Text(text.to_owned());
    for digits in ["0042", "1E5", "2E5", "Inf", "nan", "06512018123456", "12345678901234", "18.5"] {
        assert_eq!(value(digits, Some(digits), "", json!({})), text(digits));
        assert_eq!(value(digits, None, "", json!({})), text(digits));
        assert_eq!(value(digits, Some(digits), "\u{b0}C", json!({})), text(digits));
    }
    for odd in ["0042", "1E5", "Inf", "nan", "0x10"] {
        assert_eq!(value(odd, None, "kWh", json!({})), text(odd), "no quantity is written like that");
    }
    assert_eq!(value("18.5", Some("18.5\u{b0}C"), "\u{b0}C", json!({})), Value::Number(18.5));
    assert_eq!(value("18.5", None, "", json!({"minValue": 0, "maxValue": 300})), Value::Number(18.5));
    assert_eq!(value("0.5", None, "kW", json!({})), Value::Number(0.5));
    let words = json!({"enumValues": [{"value": "3", "text": "hot water"}], "scaleValue": "1"});
    assert_eq!(value("3", Some("hot water"), "", words), text("hot water"));
}

#[test]
fn numbers_stand_for_an_absent_sensor_where_something_beside_them_says_so() {
    let value = |value: f64, shown: Option<&str>, scale: &str, limits: Option<(f64, f64)>| {
        let (min, max) = limits.unzip();
        let sent = json!({"value": value, "strVal": shown, "scaleValue": scale, "minValue": min, "maxValue": max});
        point(sent).value()
    };
    for (number, scale) in
        [(65535.0, "1"), (255.0, "1"), (-2_147_483_648.0, "1"), (-3276.8, "0.1"), (6553.5, "0.1"), (-128.0, "1")]
    {
        assert_eq!(value(number, Some("--"), scale, None), Value::Absent, "{number}");
        assert_eq!(value(number, Some(" "), scale, None), Value::Absent, "{number}");
        assert_eq!(value(number, None, scale, Some((0.0, 100.0))), Value::Absent, "{number}");
        for shown in [None, Some("255"), Some("-3276.8\u{b0}C")] {
            assert_eq!(value(number, shown, scale, None).as_f64(), Some(number), "{number} {shown:?}");
        }
        assert_eq!(value(number, None, scale, Some((-1e10, 1e10))).as_f64(), Some(number), "{number}");
    }
    // Limits that are only a little too narrow say nothing, and numbers of no size are measured.
    assert_eq!(value(255.0, None, "1", Some((0.0, 250.0))), Value::Int(255));
    assert_eq!(value(400.0, None, "1", Some((0.0, 100.0))), Value::Int(400));
    assert_eq!(value(20.0, Some("--"), "1", None), Value::Absent);
    // The one that is known needs nothing beside it, unless the limits allow it.
    assert_eq!(value(-32768.0, Some("-32768\u{b0}C"), "0.1", None), Value::Absent);
    assert_eq!(value(-32768.0, None, "1", Some((-40_000.0, 40_000.0))), Value::Int(-32768));
}

#[test]
fn units_have_one_spelling_and_names_one_line() {
    let point = point(json!({"parameterUnit": "\u{ba}C", "parameterName": " hot\r\n  wa\u{ad}ter\ttemp\u{a0} "}));
    assert_eq!(point.parameter_unit().as_deref(), Some("\u{b0}C"));
    assert_eq!(point.raw_unit.as_deref(), Some("\u{ba}C"));
    assert_eq!(point.title().as_deref(), Some("hot water temp"));
}

#[test]
fn names_lose_their_soft_hyphens_and_times_keep_their_moment() {
    let point = point(json!({}));
    assert_eq!(point.title().as_deref(), Some("Set point temperature"));
    assert_eq!(point.timestamp.to_string(), "2026-02-03T04:05:06Z");
}
