//! What stands on the wire, byte for byte, against files written by hand; nothing here is generated.
#![allow(missing_docs)]

use std::future::IntoFuture;

use client::Client;
use client::types::{AidMode, NewValue, SmartMode};
use serde::Serialize;
use uplink_runtime::Error;
use uplink_tests::expect_answer;
use uplink_tests::wire::{Exchange, made};

/// Makes one call, and compares what was sent with the file and what came back with its answer.
async fn check<C, T>(name: &str, call: impl FnOnce(Client) -> C)
where
    C: IntoFuture<Output = Result<T, Error>>,
    T: Serialize,
{
    let exchange = Exchange::read(name);
    let body = exchange.answer_body();
    expect_answer(&made(name, "house:secret", call).await, if body.is_empty() { "null" } else { body });
}

#[tokio::test]
async fn devices() {
    check("devices", |c| c.devices()).await;
    check("device", |c| c.device("06612345678901")).await;
}

#[tokio::test]
async fn points() {
    check("all_points", |c| c.all_points(0)).await;
    check("point", |c| c.point(0, 4).language("sv")).await;
}

#[tokio::test]
async fn writes() {
    let mut value = NewValue::new(3671);
    value.r#type = Some("datavalue".into());
    value.integer_value = Some(-1);
    value.string_value = Some(String::new()).into();
    check("set_points", |c| c.set_points(0, [value.clone()])).await;
    value.is_ok = Some(true);
    check("set_points_whole", |c| c.set_points(0, [value.clone()])).await;
    let mut value = NewValue::new(4);
    value.r#type = Some("datavalue".into());
    value.integer_value = Some(70);
    check("set_points_refused", |c| c.set_points(0, [value])).await;
}

#[tokio::test]
async fn alarms() {
    check("notifications", |c| c.notifications(0).language("en")).await;
    check("reset_notifications", |c| c.reset_notifications(0)).await;
}

#[tokio::test]
async fn modes() {
    check("set_aid_mode", |c| c.set_aid_mode(0, AidMode::On)).await;
    check("set_smart_mode", |c| c.set_smart_mode(0, SmartMode::Away)).await;
}
