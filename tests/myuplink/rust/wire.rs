//! What stands on the wire, byte for byte, against files written by hand; nothing here is generated.

use std::future::IntoFuture;

use client::Client;
use client::types::{SettingValue, SmartHomeMode};
use serde::Serialize;
use uplink_runtime::Error;
use uplink_tests::expect_answer;
use uplink_tests::wire::{Exchange, made};

const TOKEN: &str = "eyJhbGciOi.eyJzdWIiOi.c2ln";
const SYSTEM: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
const DEVICE: &str = "emmy-r-123456-20240101-06512000000001-11-22-33-44-55-66";

/// Makes one call, and compares what was sent with the file and what came back with `expected`.
async fn gives<C, T>(name: &str, call: impl FnOnce(Client) -> C, expected: &str)
where
    C: IntoFuture<Output = Result<T, Error>>,
    T: Serialize,
{
    expect_answer(&made(name, TOKEN, call).await, expected);
}

/// The same for an answer that comes back as it was sent, or the items of a page.
async fn check<C, T>(name: &str, call: impl FnOnce(Client) -> C)
where
    C: IntoFuture<Output = Result<T, Error>>,
    T: Serialize,
{
    let exchange = Exchange::read(name);
    let body = exchange.answer_body();
    let whole: serde_json::Value = serde_json::from_str(if body.is_empty() { "null" } else { body }).expect("JSON");
    let items = ["systems", "notifications"].into_iter().find_map(|items| whole.get(items));
    gives(name, call, &items.unwrap_or(&whole).to_string()).await;
}

#[tokio::test]
async fn pings() {
    check("ping", |c| c.ping()).await;
    check("protected_ping", |c| c.protected_ping()).await;
}

#[tokio::test]
async fn systems() {
    check("systems", |c| c.systems().page(1).items_per_page(100)).await;
}

#[tokio::test]
async fn subscriptions_stand_in_an_object_or_are_none() {
    let expected = r#"[{"type":"manage","validUntil":"2026-12-31T22:59:59Z"},{"type":"newer than this client","validUntil":null}]"#;
    gives("subscriptions", |c| c.subscriptions(SYSTEM), expected).await;
    gives("no_subscriptions", |c| c.subscriptions(SYSTEM), "null").await;
}

#[tokio::test]
async fn smarthome_modes() {
    check("smarthome_mode", |c| c.smarthome_mode(SYSTEM)).await;
    check("set_smarthome_mode", |c| c.set_smarthome_mode(SYSTEM, SmartHomeMode::Away)).await;
    check("set_smarthome_mode_with_note", |c| c.set_smarthome_mode(SYSTEM, SmartHomeMode::Away)).await;
}

#[tokio::test]
async fn notifications() {
    check("notifications", |c| c.notifications(SYSTEM).language("sv-SE").page(2).items_per_page(1)).await;
    check("active_notifications", |c| c.active_notifications(SYSTEM).page(1).items_per_page(10)).await;
}

#[tokio::test]
async fn device() {
    check("device", |c| c.device(DEVICE)).await;
}

#[tokio::test]
async fn points_by_id_and_all() {
    check("points", |c| c.points(DEVICE).parameter_ids(["40004", "40940"]).language("de-DE")).await;
    check("all_points", |c| c.points(DEVICE)).await;
    check("scaled_points", |c| c.scaled_points(DEVICE).parameter_ids([47751])).await;
}

#[tokio::test]
async fn writes_give_one_form_whatever_the_server_sends() {
    let settings = || [("47011", SettingValue::from(-1.5)), ("47041", SettingValue::from("2"))];
    let done = r#"{"47011":"modified","47041":"modified"}"#;
    gives("set_points", |c| c.set_points(DEVICE, settings()), done).await;
    gives("set_points_before_2024", |c| c.set_points(DEVICE, settings()), done).await;
    check("set_points_in_part", |c| c.set_points(DEVICE, settings())).await;
}

#[tokio::test]
async fn zones() {
    check("zones", |c| c.zones(DEVICE).language("nb-NO")).await;
    check("set_zone", |c| c.set_zone(DEVICE, 2).setpoint_heat(22.0)).await;
    check("smarthome_categories", |c| c.smarthome_categories(DEVICE)).await;
}

#[tokio::test]
async fn aid_mode_and_firmware() {
    check("aid_mode", |c| c.aid_mode(DEVICE)).await;
    check("firmware_info", |c| c.firmware_info(DEVICE)).await;
}

#[tokio::test]
async fn files_come_as_they_are() {
    let file = made("firmware", TOKEN, |c| c.firmware("5", "9718R2")).await;
    assert_eq!(&file[..], b"<not JSON>");
    let file = made("brand_firmware", TOKEN, |c| c.brand_firmware("nibe ab", "5", "9718R2")).await;
    assert_eq!(&file[..], b"null");
}
