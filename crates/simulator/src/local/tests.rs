use serde_json::json;

use super::*;
use crate::setup::Setup;

const START: &str = "2026-11-27T06:00:00Z";

/// What a pump answers, one call after the other.
fn asked(setup: Setup, calls: &[(&str, Value)]) -> Vec<Outcome> {
    asked_at(setup, &calls.iter().map(|(name, arguments)| (0, *name, arguments.clone())).collect::<Vec<_>>())
}

/// The same with the second of each call.
fn asked_at(setup: Setup, calls: &[(i64, &str, Value)]) -> Vec<Outcome> {
    let (model, behaviour, _) = setup.ready().expect("a pump");
    let owner = behaviour.owners()[0].clone();
    let answer = |(second, name, arguments): &(i64, &str, Value)| {
        let function = model.function(name).expect("a function");
        let arguments = arguments.as_object().expect("an object");
        let now = Timestamp::from_second(START.parse::<Timestamp>().expect("a time").as_second() + second);
        let now = now.expect("a time");
        behaviour.answer(&Call {
            function,
            arguments,
            now,
            model: &model,
            client_id: "",
            client_name: "test",
            accept_language: "",
            owner: &owner,
        })
    };
    calls.iter().map(answer).collect()
}

fn body(outcome: &Outcome) -> &Value {
    let Outcome::Json(200, body) = outcome else { panic!("{outcome:?}") };
    body
}

fn write(id: i64, number: i64) -> (&'static str, Value) {
    ("set_points", json!({"device_id": 0, "values": [{"variableId": id, "integerValue": number}]}))
}

#[test]
fn a_point_is_written_as_it_is_stored_and_shows_it_at_once() {
    let read = ("point", json!({"device_id": "0", "variable_id": 3671}));
    let answers =
        asked(Setup::new(super::IMITATION), &[write(3671, -2), read, write(3671, 99), write(4, 1), write(1, 1)]);
    assert_eq!(body(&answers[0]), &json!({"3671": "modified"}));
    assert_eq!(body(&answers[1])["value"]["integerValue"], -2);
    assert_eq!(body(&answers[2]), &json!({"3671": "error: value out of range"}));
    assert_eq!(body(&answers[3]), &json!({"4": "error: read only value"}));
    assert_eq!(body(&answers[4]), &json!({"1": "error: no such param"}));
}

/// A cloud takes the set point of a room and does nothing; a pump has no zones.
#[test]
fn the_set_point_of_a_room_is_written_as_every_other() {
    let read = ("point", json!({"device_id": 0, "variable_id": 47_751}));
    let before = asked(Setup::new(super::IMITATION), std::slice::from_ref(&read));
    let divisor = body(&before[0])["metadata"]["divisor"].as_i64().expect("a divisor");
    let answers = asked(Setup::new(super::IMITATION), &[write(47_751, 22 * divisor), read]);
    assert_eq!(body(&answers[1])["value"]["integerValue"], 22 * divisor);
}

#[test]
fn points_appear_a_minute_after_their_switch_and_are_gone_a_while_after_it() {
    let hidden = ("point", json!({"device_id": 0, "variable_id": 10_614}));
    let at = |second, (name, arguments): (&'static str, Value)| (second, name, arguments);
    let calls = [
        at(0, hidden.clone()),
        at(0, write(10_613, 1)),
        at(59, hidden.clone()),
        at(60, hidden.clone()),
        at(60, write(10_614, 3)),
        at(60, hidden.clone()),
        at(61, write(10_613, 1)),
        at(62, hidden.clone()),
        at(70, write(10_613, 0)),
        at(85, hidden.clone()),
        at(86, hidden),
    ];
    let answers = asked_at(Setup::new(super::IMITATION), &calls);
    let there = |at: usize| !matches!(answers[at], Outcome::Error { status: 404, .. });
    assert_eq!([0, 2, 3, 7, 9, 10].map(there), [false, false, true, true, true, false], "{answers:?}");
    assert_eq!(body(&answers[3])["value"]["integerValue"], 1);
    assert_eq!(body(&answers[5])["value"]["integerValue"], 3);
}

#[test]
fn software_is_updated_at_its_time() {
    let start: Timestamp = START.parse().expect("a time");
    let manners = Manners { update_at: Some(start), firmware: Firmware::V4_5_7, ..Manners::default() };
    let setup = || Setup { manners, ..Setup::new(super::IMITATION) };
    let all = || ("all_points", json!({"device_id": 0}));
    let at = |second| (second, all().0, all().1);
    let answers = asked_at(setup(), &[at(-1), at(31), at(90), (91, "devices", json!({}))]);
    let points: Vec<&Map<String, Value>> = answers[..3].iter().filter_map(|answer| body(answer).as_object()).collect();
    let version = |at: usize| points[at]["2509"]["value"]["integerValue"].as_i64();
    assert_eq!((version(0), version(2)), (Some(1029), Some(1037)));
    assert_eq!(points[0]["4"]["metadata"]["unit"], "\u{c2}\u{b0}C");
    assert_eq!(points[2]["4"]["metadata"]["unit"], "°C");
    assert!(points[0].contains_key("3281") && !points[2].contains_key("3281"));
    assert!(!points[0].contains_key("55884") && points[2].contains_key("55884"));
    assert!(points[1].len() < points[2].len(), "it has just started");
    assert_eq!(body(&answers[3])["devices"][0]["smartMode"], "normal");
    let before = asked_at(setup(), &[(-1, "devices", json!({}))]);
    assert_eq!(body(&before[0])["devices"][0].get("smartMode"), None);
    let (_, pump, _) = setup().ready().expect("a pump");
    let when = |second: i64| Timestamp::from_second(start.as_second() + second).expect("a time");
    assert_eq!([-1, 0, 29, 30].map(|second| pump.identity(when(second)).is_some()), [true, false, false, true]);
    assert_ne!(pump.identity(when(-1)), pump.identity(when(30)));
}

#[test]
fn a_pump_may_only_let_its_values_be_read_and_takes_no_times() {
    let manners = Manners { read_only: true, ..Manners::default() };
    let answers = asked(Setup { manners, ..Setup::new(super::IMITATION) }, &[write(3671, 1), write(3708, 0)]);
    assert_eq!(body(&answers[0]), &json!({"3671": "error: read only value"}));
    assert!(matches!(answers[1], Outcome::Error { status: 400, .. }), "{:?}", answers[1]);
}

#[test]
fn a_write_may_be_answered_with_the_whole_point() {
    let manners = Manners { whole_points: true, ..Manners::default() };
    let answers = asked(Setup { manners, ..Setup::new(super::IMITATION) }, &[write(3671, 1)]);
    assert_eq!(body(&answers[0])["3671"]["value"]["integerValue"], 1);
}

#[test]
fn a_device_is_its_index_or_its_serial_number() {
    let calls = [("devices", json!({})), ("device", json!({"device_id": 7}))];
    let answers = asked(Setup::new(super::IMITATION), &calls);
    let device = &body(&answers[0])["devices"][0];
    assert_eq!(device["product"]["firmwareId"], "nibe-n");
    assert!(matches!(answers[1], Outcome::Error { status: 403, .. }));
    let serial = device["product"]["serialNumber"].clone();
    let answers = asked(Setup::new(super::IMITATION), &[("device", json!({"device_id": serial}))]);
    assert_eq!(body(&answers[0]), device);
}
