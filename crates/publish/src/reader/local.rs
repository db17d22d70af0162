//! A pump at its own address: one request gives all points.

use std::collections::BTreeMap;

use jiff::Timestamp;
use nibe_local::functions::{ALL_POINTS, DEVICE, DEVICES};
use nibe_local::types::{Device as Shown, DeviceList, Point as Sent};
use nibe_local::{NewValue, Reading, Verify, WriteState, software};
use serde_json::{Value as Json, json};
use uplink_runtime::{Answer, Arguments, Client, Error, Value, WatchTarget};

use super::{Connection, Machine, arguments};
use crate::point::{About, Device, Point};
use crate::slug::of_point;

/// Of names and words, so that they stay.
const LANGUAGE: &str = "en";
/// The point of the version of the software.
const VERSION: i64 = 2509;

pub(super) async fn machines(client: &Client) -> Result<Vec<Machine>, Error> {
    let list: DeviceList = client.call(&DEVICES, Arguments::new()).await?.typed()?;
    let mut machines = Vec::new();
    for device in list.devices {
        let index = json!(device.device_index);
        // It is for people to look at; without it all else is right.
        let version = nibe_local::read_points(client, &index, Some(&vec![VERSION]), None).await.unwrap_or_default();
        let [values, connection] = targets(&index);
        let product = device.product;
        let model = product.name.filter(|name| !name.is_empty()).unwrap_or_else(|| "heat pump".to_owned());
        machines.push(Machine {
            values,
            connection,
            device: Device {
                id: product.serial_number,
                name: model.clone(),
                product: model,
                firmware: version.iter().find_map(software).unwrap_or_default(),
                api: "local",
            },
        });
    }
    Ok(machines)
}

/// What is read of a device.
pub(super) fn targets(device: &Json) -> [WatchTarget; 2] {
    let place = || ("device_id", device.clone());
    let values = WatchTarget::new(&ALL_POINTS, arguments([place(), ("language", json!(LANGUAGE))]));
    [values, WatchTarget::new(&DEVICE, arguments([place()]))]
}

pub(super) fn points(answer: &Answer, at: Timestamp) -> Result<Vec<Point>, Error> {
    let sent: BTreeMap<String, Sent> = answer.typed()?;
    Ok(sent.values().map(|sent| point(&Reading::of(sent, at))).collect())
}

fn point(reading: &Reading) -> Point {
    let id = reading.id.to_string();
    let slug = of_point(&id, reading.title.as_deref().unwrap_or_default());
    // Where there are words for it, the value is the word, as of the other APIs.
    let value = match reading.word() {
        Some(word) => Value::Text(word.to_owned()),
        None => reading.value.clone(),
    };
    let limits = [reading.limits.min, reading.limits.max, reading.step];
    let (unit, words) = (reading.unit.as_deref().unwrap_or_default(), reading.words.clone());
    let about = About { id, slug, unit, part: String::new(), words, writable: reading.writable, limits };
    Point::new(about, value, reading.time)
}

/// It has no cloud to be connected to.
pub(super) fn connection(answer: &Answer) -> Result<Connection, Error> {
    let device: Shown = answer.typed()?;
    Ok(Connection { away: None, identity: device.product.serial_number })
}

/// Writes a point and gives it as the pump shows it then.
pub(super) async fn write(client: &Client, device: &Json, id: &str, value: f64) -> Result<Vec<Point>, Error> {
    let id = id.parse().map_err(|_| Error::Setup(format!("a pump has no point {id}")))?;
    let values = vec![(id, NewValue::Number(value))];
    let written = nibe_local::write_points(client, device, values, Some(Verify::default())).await?;
    if let Some(refused) = written.values().find(|written| written.state == WriteState::Refused) {
        return Err(Error::Setup(format!("the pump refused it: {}", refused.said)));
    }
    Ok(written.values().filter_map(|written| written.reading.as_ref()).map(point).collect())
}
