//! Answers of real pumps, where they are at hand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use nibe_local::types::{DeviceList, Notifications, Point};
use nibe_local::{Reading, Value};

fn capture(name: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/captures/local");
    std::fs::read_to_string(folder.join(name)).inspect_err(|_| println!("skipped: no captures are at hand")).ok()
}

#[test]
fn points_of_a_real_pump_are_read() {
    let Some(text) = capture("points-sg-ready.json") else { return };
    let points: BTreeMap<String, Point> = serde_json::from_str(&text).expect("points");
    let read = |id: &str| Reading::of(&points[id], jiff::Timestamp::UNIX_EPOCH);
    let (current, cooling, asked) = (read("3260"), read("4694"), read("10614"));
    assert_eq!((current.value, current.writable), (Value::Int(10), false));
    assert_eq!((cooling.value, cooling.limits.max), (Value::Int(0), Some(1.0)));
    assert_eq!((asked.value, asked.limits.max, asked.writable), (Value::Int(1), Some(3.0), true));
    assert_eq!(asked.title.as_deref(), Some("Req. op. mode (SG Ready)"));
}

#[test]
fn devices_and_alarms_are_read() {
    let Some(devices) = capture("devices-s735.json") else { return };
    let devices: DeviceList = serde_json::from_str(&devices).expect("devices");
    assert_eq!(devices.devices[0].product.firmware_id.as_deref(), Some("nibe-n"));
    let alarms = capture("notifications-andihok91-test.json").expect("a capture");
    let alarms: Notifications = serde_json::from_str(&alarms).expect("alarms");
    assert_eq!(alarms.alarms.expect("alarms")[1].header.as_deref(), Some(""));
}
