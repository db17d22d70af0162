//! myUplink v2: one request gives all points of a device.

use myuplink::functions::{DEVICE, POINTS, SYSTEMS};
use myuplink::types::{ConnectionState, Device as Connected, Point as Sent, SettingValue, System};
use myuplink::{Verify, WriteState};
use serde_json::{Value as Json, json};
use uplink_runtime::{Answer, Client, Error, WatchTarget};

use super::{Connection, Machine, all, arguments};
use crate::point::{About, Device, Point};
use crate::slug::of_point;

/// Of names and words, so that they stay when somebody changes the language of the machine.
const LANGUAGE: &str = "en-US";

pub(super) async fn machines(client: &Client) -> Result<Vec<Machine>, Error> {
    let systems: Vec<System> = all(client, &SYSTEMS).await?;
    let mut machines = Vec::new();
    for system in systems {
        let name = system.name.unwrap_or_default();
        for device in system.devices.unwrap_or_default() {
            let [values, connection] = targets(&json!(device.id));
            machines.push(Machine {
                values,
                connection,
                device: Device {
                    id: device.product.serial_number.filter(|s| !s.is_empty()).unwrap_or_else(|| device.id.clone()),
                    name: name.clone(),
                    product: device.product.name.unwrap_or_default(),
                    firmware: device.current_fw_version.unwrap_or_default(),
                    api: "myuplink",
                },
            });
        }
    }
    Ok(machines)
}

/// What is read of a device.
pub(crate) fn targets(device: &Json) -> [WatchTarget; 2] {
    let place = || ("device_id", device.clone());
    let values = WatchTarget::new(&POINTS, arguments([place(), ("language", json!(LANGUAGE))]));
    [values, WatchTarget::new(&DEVICE, arguments([place()]))]
}

/// Each id once, by the variant that says most.
pub(super) fn points(answer: &Answer) -> Result<Vec<Point>, Error> {
    let sent: Vec<Sent> = answer.typed()?;
    Ok(myuplink::merge(sent).iter().map(|merged| point(merged.point())).collect())
}

fn point(sent: &Sent) -> Point {
    let slug = of_point(&sent.parameter_id, &sent.title().unwrap_or_default());
    let unit = sent.parameter_unit().unwrap_or_default();
    let (words, limits) = (sent.words(), sent.limits());
    let limits = [limits.min, limits.max, limits.step];
    let part = sub_unit(sent.category.as_deref().unwrap_or_default());
    let (id, writable) = (sent.parameter_id.clone(), sent.writable);
    let about = About { id, slug, unit: &unit, part, words, writable, limits };
    Point::new(about, sent.value(), sent.timestamp)
}

/// The sub-unit that a category names, such as `EB101` in `Slave 1 (EB101)`; none for the machine itself, which is `EB100`.
fn sub_unit(category: &str) -> String {
    let designations = category.split(|c: char| !c.is_ascii_alphanumeric());
    let is_one = |word: &&str| {
        let number = word.strip_prefix("EB1").filter(|number| number.len() == 2);
        number.is_some_and(|number| number != "00" && number.bytes().all(|b| b.is_ascii_digit()))
    };
    designations.into_iter().find(is_one).unwrap_or_default().to_owned()
}

/// Writes a point and gives it as the device shows it then.
pub(super) async fn write(client: &Client, device: &str, id: &str, value: f64) -> Result<Vec<Point>, Error> {
    let values = vec![(id.to_owned(), SettingValue::number(value))];
    let written = myuplink::write_points(client, device.to_owned(), values, Some(Verify::default())).await?;
    let refused = written.values().find(|written| written.state == WriteState::Refused);
    if let Some(refused) = refused {
        return Err(Error::Setup(format!("the cloud refused it: {}", refused.said)));
    }
    Ok(written.values().filter_map(|written| written.point.as_ref()).map(point).collect())
}

pub(super) fn connection(answer: &Answer) -> Result<Connection, Error> {
    let device = answer.typed::<Connected>()?;
    let state = device.connection_state;
    let parts = [device.product.serial_number, device.firmware.current_fw_version];
    Ok(Connection {
        away: (state != ConnectionState::Connected).then(|| state.to_string()),
        identity: parts.map(Option::unwrap_or_default).join(" "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_units_are_named_by_the_category() {
        let named =
            ["Slave 1 (EB101)", "EB102-EP14", "F1255-6 R (EB100)", "VVM 310", "Climate system 1 (EP21)", "EB1011"];
        assert_eq!(named.map(sub_unit), ["EB101", "EB102", "", "", "", ""]);
    }
}
