use serde_json::json;

use super::*;
use crate::setup::Setup;

/// A pump with its API, and a way to ask it.
fn asked(setup: Setup, calls: &[(&str, Value)]) -> Vec<Outcome> {
    let (model, behaviour, _) = setup.ready().expect("a pump");
    let owner = behaviour.owners()[0].clone();
    let answer = |(name, arguments): &(&str, Value)| {
        let function = model.function(name).expect("a function");
        let arguments = arguments.as_object().expect("an object");
        let now = "2026-11-27T06:00:00Z".parse().expect("a time");
        behaviour.answer(&Call {
            function,
            arguments,
            now,
            model: &model,
            client_id: "",
            client_name: "test",
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

#[test]
fn points_appear_when_their_switch_is_on() {
    let hidden = || ("point", json!({"device_id": 0, "variable_id": 10_614}));
    let answers =
        asked(Setup::new(super::IMITATION), &[hidden(), write(10_613, 1), hidden(), write(10_614, 3), hidden()]);
    assert!(matches!(answers[0], Outcome::Error { status: 404, .. }), "{:?}", answers[0]);
    assert_eq!(body(&answers[2])["value"]["integerValue"], 1);
    assert_eq!(body(&answers[4])["value"]["integerValue"], 3);
}

#[test]
fn a_pump_may_only_let_its_values_be_read_and_takes_no_times() {
    let manners = Manners { read_only: true, whole_points: false };
    let answers = asked(Setup { manners, ..Setup::new(super::IMITATION) }, &[write(3671, 1), write(3708, 0)]);
    assert_eq!(body(&answers[0]), &json!({"3671": "error: read only value"}));
    assert!(matches!(answers[1], Outcome::Error { status: 400, .. }), "{:?}", answers[1]);
}

#[test]
fn a_write_may_be_answered_with_the_whole_point() {
    let manners = Manners { read_only: false, whole_points: true };
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
