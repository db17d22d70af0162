use uplink_runtime::generated::serde_json::{self, Value as Json, json};

use super::*;

/// A point with what is said of it laid over the usual.
fn point(over: Json) -> Point {
    let mut all = json!({
        "title": "A point", "description": "",
        "metadata": {"type": "metadata", "variableId": 1, "variableType": "integer", "variableSize": "s16", "unit": "",
            "modbusRegisterType": "MODBUS_HOLDING_REGISTER", "shortUnit": "", "isWritable": true, "divisor": 1, "decimal": 0,
            "modbusRegisterID": 1, "minValue": 0, "maxValue": 0, "intDefaultValue": 0, "change": 1, "stringDefaultValue": ""},
        "value": {"type": "datavalue", "isOk": true, "variableId": 1, "integerValue": 0, "stringValue": ""},
    });
    for (key, value) in over.as_object().expect("an object") {
        let place = ["title", "description"].contains(&key.as_str());
        let of_value = ["isOk", "integerValue", "stringValue"].contains(&key.as_str());
        let inner = match (place, of_value) {
            (true, _) => &mut all,
            (_, true) => &mut all["value"],
            _ => &mut all["metadata"],
        };
        inner[key] = value.clone();
    }
    serde_json::from_value(all).expect("a point")
}

fn read(over: Json) -> Reading {
    Reading::of(&point(over), Timestamp::UNIX_EPOCH)
}

fn value(over: Json) -> Value {
    read(over).value
}

#[test]
fn a_number_is_divided_and_nothing_means_one() {
    assert_eq!(value(json!({"integerValue": 341, "divisor": 10})), Value::Number(34.1));
    assert_eq!(value(json!({"integerValue": -15, "divisor": 60})), Value::Number(-0.25));
    assert_eq!(value(json!({"integerValue": 341, "divisor": 0})), Value::Int(341));
    assert_eq!(value(json!({"integerValue": 4_000_000_000_u32, "variableSize": "u32"})), Value::Int(4_000_000_000));
}

#[test]
fn an_absent_sensor_sends_a_limit_of_its_size() {
    for (size, stored) in [
        ("s8", -128_i64),
        ("s16", -32_768),
        ("s32", -2_147_483_648),
        ("u8", 255),
        ("u16", 65_535),
        ("u32", 4_294_967_295),
        ("s32", -320_000),
    ] {
        let sent = json!({"variableSize": size, "integerValue": stored, "divisor": 10});
        assert_eq!(value(sent), Value::Absent, "{size}");
        let allowed = json!({"variableSize": size, "integerValue": stored, "minValue": stored, "maxValue": stored + 1});
        assert_eq!(value(allowed), Value::Int(stored), "{size}: the limits allow it");
        assert_ne!(value(json!({"variableSize": size, "integerValue": stored + 1})), Value::Absent, "{size}");
    }
    assert_eq!(value(json!({"variableSize": "u8", "integerValue": 255, "maxValue": 255})), Value::Int(255));
    assert_eq!(value(json!({"variableSize": "u16", "integerValue": -128})), Value::Int(-128), "of another size");
    assert_eq!(value(json!({"variableSize": "unknown", "integerValue": 255})), Value::Int(255));
    assert_eq!(value(json!({"isOk": false, "integerValue": 7})), Value::Absent);
}

#[test]
fn a_word_in_the_description_does_not_make_a_value_of_an_absent_one() {
    let sent = json!({"variableSize": "u8", "integerValue": 255,
        "description": "0 = Successful, 1: Low supply, 255 = Not accessible"});
    let reading = read(sent);
    assert_eq!((reading.value.clone(), reading.word()), (Value::Int(255), Some("Not accessible")));
}

#[test]
fn times_days_and_texts() {
    let time =
        |seconds: i64| value(json!({"variableType": "time", "variableSize": "unknown", "integerValue": seconds}));
    assert_eq!(time(34_200), Value::Text("09:30:00".into()));
    assert_eq!(time(86_399), Value::Text("23:59:59".into()));
    assert_eq!((time(86_400), time(-1)), (Value::Absent, Value::Absent));
    let day = |days: i64| value(json!({"variableType": "date", "variableSize": "unknown", "integerValue": days}));
    assert_eq!(day(6093), Value::Text("2026-09-07".into()));
    assert_eq!(day(6096), Value::Text("2026-09-10".into()));
    assert_eq!(day(5265), Value::Text("2024-06-01".into()));
    assert_eq!((day(-1), day(i64::MAX)), (Value::Absent, Value::Absent));
    assert_eq!(days_of("2026-09-07"), Some(6093));
    assert_eq!(value(json!({"stringValue": "Kel\u{ad}ler", "integerValue": 3})), Value::Text("Keller".into()));
}

#[test]
fn words_are_read_in_every_form_that_was_seen() {
    let words = |text: &str| read(json!({"description": text})).words;
    let of = |pairs: &[(f64, &str)]| pairs.iter().map(|(n, w)| (*n, (*w).to_owned())).collect::<Words>();
    assert_eq!(words("0 = Off, 1 = Active"), of(&[(0.0, "Off"), (1.0, "Active")]));
    assert_eq!(words("Off = 0, Active=1"), of(&[(0.0, "Off"), (1.0, "Active")]));
    assert_eq!(words("0: Aus, Ein: 1"), of(&[(0.0, "Aus"), (1.0, "Ein")]));
    let mixed =
        "0 = Successful, 1: Low supply, 2: Low return, 3: Low flow, 4: Low LP, 5: Max time, 255 = Not accessible";
    assert_eq!((words(mixed).len(), words(mixed)[6].clone()), (7, (255.0, "Not accessible".into())));
    assert_eq!(words("0 = Small, 1 = Medium, 3 = Medium").len(), 3, "words repeat");
    for text in ["", "Set value, in steps", "Note: 3", "0 = Off, and so on"] {
        assert_eq!(words(text), [], "{text}");
    }
}

#[test]
fn limits_that_say_nothing_are_none() {
    let limits = |over: Json| {
        let Limits { min, max } = read(over).limits;
        min.zip(max)
    };
    assert_eq!(limits(json!({"minValue": 50, "maxValue": 800, "divisor": 10, "integerValue": 60})), Some((5.0, 80.0)));
    assert_eq!(limits(json!({"minValue": 0, "maxValue": 0})), None);
    assert_eq!(limits(json!({"variableSize": "u16", "minValue": 0, "maxValue": 65_535})), None);
    assert_eq!(limits(json!({"minValue": 0, "maxValue": 4095})), None);
    assert_eq!(limits(json!({"minValue": -10, "maxValue": 10, "integerValue": 11})), None, "the value is outside");
    assert_eq!(
        limits(json!({"variableId": 3702, "minValue": 55, "maxValue": 700, "divisor": 10, "integerValue": 600})),
        Some((55.0, 70.0))
    );
    assert_eq!(limits(json!({"variableId": 3745, "minValue": 0, "maxValue": 25})), Some((0.0, 24.0)));
}

#[test]
fn units_have_one_spelling_and_known_faults_are_set_right() {
    let unit = |over: Json| read(over).unit;
    assert_eq!(unit(json!({"unit": "Â°C"})).as_deref(), Some("°C"));
    assert_eq!(unit(json!({"unit": "mÂ³/h"})).as_deref(), Some("m³/h"));
    assert_eq!(unit(json!({"unit": "l/m"})).as_deref(), Some("l/min"));
    assert_eq!(unit(json!({"unit": ""})), None);
    assert_eq!(unit(json!({"variableId": 4562, "unit": "%"})), None);
    assert_eq!(unit(json!({"variableId": 25_165, "unit": "kWh"})).as_deref(), Some("kW"));
    assert_eq!(unit(json!({"variableId": 820})).as_deref(), Some("s"));
    assert_eq!(unit(json!({"variableId": 14_314, "unit": "kW"})).as_deref(), Some("kW"), "a unit that is sent stays");
    assert_eq!(value(json!({"variableId": 29_258, "integerValue": 250})), Value::Number(2.5));
    assert_eq!(
        value(json!({"variableId": 840, "variableSize": "u16", "maxValue": 65_535, "integerValue": 65_535})),
        Value::Absent
    );
}

#[test]
fn titles_lose_their_soft_hyphens_and_times_are_not_writable() {
    assert_eq!(read(json!({"title": "Room sen\u{ad}sor  (BT50)"})).title.as_deref(), Some("Room sensor (BT50)"));
    assert!(read(json!({})).writable);
    assert!(!read(json!({"variableType": "time"})).writable);
    assert!(!read(json!({"isWritable": false})).writable);
}

#[test]
fn the_value_may_be_called_as_the_page_calls_it() {
    let mut renamed = point(json!({"integerValue": 5}));
    renamed.page_value = renamed.data_value.take();
    assert_eq!(Reading::of(&renamed, Timestamp::UNIX_EPOCH).value, Value::Int(5));
    renamed.page_value = None;
    assert_eq!(Reading::of(&renamed, Timestamp::UNIX_EPOCH).value, Value::Absent);
}
