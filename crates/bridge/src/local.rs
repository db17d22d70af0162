//! A pump at its own address behind a bridge.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use nibe_local::functions::{DEVICE, DEVICES, NOTIFICATIONS};
use nibe_local::types::{Alarm, Device, DeviceList, Notifications, SmartMode};
use nibe_local::{NewValue, Reading, read_points, software, write_modes, write_points};
use serde_json::Value as Json;
use uplink_runtime::{Call, Client, Error};

use crate::upstream::{Failure, Firmware, Language, Level, Machine, Message, Mode, Package, Point, Upstream, Value};

/// The point of the version of the software.
const VERSION: i64 = 2509;
/// Alarms of this severity and more are alarms to v1; those below are messages.
const ALARM: i64 = 2;

/// A pump at its own address.
#[derive(Clone, Debug)]
pub struct Local {
    /// Clones share it.
    client: Arc<RwLock<Client>>,
}

impl Local {
    /// Asks through this client.
    pub fn new(client: Client) -> Self {
        Local { client: Arc::new(RwLock::new(client)) }
    }

    /// Asks through this client from now on, as when the pump was paired again; so do all clones.
    pub fn ask_through(&self, client: Client) {
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = client;
    }

    fn client(&self) -> Client {
        self.client.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn read(&self, machine: &str, ids: Option<&Vec<i64>>, language: Language) -> Result<Vec<Reading>, Error> {
        read_points(&self.client(), &machine.into(), ids, Some(language.code)).await
    }

    async fn version(&self, machine: &str) -> Result<String, Error> {
        let readings = self.read(machine, Some(&vec![VERSION]), Language::ENGLISH).await?;
        Ok(readings.iter().find_map(software).unwrap_or_default())
    }

    async fn alarms(&self, machine: &str, language: Language) -> Result<Vec<Alarm>, Error> {
        let call = Call::<Notifications>::new(&self.client(), &NOTIFICATIONS).set("device_id", machine);
        Ok(call.set("language", language.code).await?.alarms.unwrap_or_default())
    }
}

impl Upstream for Local {
    fn owner(&self) -> String {
        "The heat pump of this bridge".to_owned()
    }

    /// That it only lets its values be read shows when something is written.
    async fn may_write(&self) -> Result<bool, Failure> {
        Ok(true)
    }

    async fn machines(&self) -> Result<Vec<Machine>, Failure> {
        let list = Call::<DeviceList>::new(&self.client(), &DEVICES).await?;
        let mut machines = Vec::new();
        for device in list.devices {
            let serial = device.product.serial_number;
            let model = device.product.name.filter(|name| !name.is_empty()).unwrap_or_else(|| "Heat pump".to_owned());
            machines.push(Machine {
                firmware: self.version(&serial).await?,
                alarm: self.alarms(&serial, Language::ENGLISH).await?.iter().any(is_alarm),
                id: serial.clone(),
                system: serial.clone(),
                name: model.clone(),
                product: model,
                serial,
                country: String::new(),
                level: Level::Admin,
                connected: true,
            });
        }
        Ok(machines)
    }

    async fn points(&self, machine: &Machine, language: Language) -> Result<Vec<Point>, Failure> {
        Ok(self.read(&machine.id, None, language).await?.iter().map(point).collect())
    }

    /// A pump lists all that it has.
    async fn unlisted(&self, _: &Machine, _: &[String], _: Language) -> Result<Vec<Point>, Failure> {
        Ok(Vec::new())
    }

    async fn write(&self, machine: &Machine, values: Vec<(String, f64)>) -> Result<BTreeMap<String, String>, Failure> {
        let mut refused = BTreeMap::new();
        for (id, value) in values {
            let Ok(number) = id.parse::<i64>() else {
                refused.insert(id, "a pump has no such point".to_owned());
                continue;
            };
            let one = vec![(number, NewValue::Number(value))];
            match write_points(&self.client(), &machine.id.as_str().into(), one, None).await {
                Ok(_) => {}
                Err(Error::Argument(why)) => {
                    refused.insert(id, why.problem);
                }
                // The verdict stands in an answer of success.
                Err(Error::Api(said)) if said.status == 200 => {
                    refused.insert(id, said.details.join("; "));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(refused)
    }

    /// A pump tells only what goes on.
    async fn messages(&self, machine: &Machine, active: bool, language: Language) -> Result<Vec<Message>, Failure> {
        if !active {
            return Ok(Vec::new());
        }
        // The pump stands in the house that this machine is in.
        let (alarms, zone) = (self.alarms(&machine.id, language).await?, TimeZone::system());
        let mut messages: Vec<Message> = alarms.into_iter().map(|alarm| message(alarm, &zone)).collect();
        messages.sort_by_key(|message| std::cmp::Reverse(message.begun));
        Ok(messages)
    }

    /// Writing is paid for in the cloud alone.
    async fn packages(&self, _: &Machine) -> Result<Vec<Package>, Failure> {
        Ok(vec![Package { word: "MANAGE".to_owned(), until: None }])
    }

    async fn firmware(&self, machine: &Machine) -> Result<Firmware, Failure> {
        Ok(Firmware { current: self.version(&machine.id).await?, newer: None })
    }

    async fn mode(&self, machine: &Machine) -> Result<Mode, Failure> {
        let device = Call::<Device>::new(&self.client(), &DEVICE).set("device_id", &machine.id).await?;
        Ok(if device.smart_mode == Some(SmartMode::Away) { Mode::Away } else { Mode::Normal })
    }

    /// A pump knows of no vacation; it is away then.
    async fn set_mode(&self, machine: &Machine, mode: Mode) -> Result<Mode, Failure> {
        let (mode, word) = if mode == Mode::Normal { (mode, "normal") } else { (Mode::Away, "away") };
        let device: Json = machine.id.as_str().into();
        write_modes(&self.client(), &device, None, Some(word)).await?;
        Ok(mode)
    }
}

fn is_alarm(alarm: &Alarm) -> bool {
    alarm.severity.is_none_or(|severity| severity >= ALARM)
}

fn point(reading: &Reading) -> Point {
    let word = reading.word().map(|word| Value::Text(word.to_owned()));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a step is a power of ten, or 1/60")]
    let factor = reading.step.map_or(1, |step| (1.0 / step).round().clamp(1.0, 1e6) as u32);
    Point {
        id: reading.id.to_string(),
        title: reading.title.clone().unwrap_or_default(),
        unit: reading.unit.clone().unwrap_or_default(),
        code: reading.value.as_f64(),
        value: word.unwrap_or_else(|| reading.value.clone()),
        factor,
        words: reading.words.clone(),
        limits: [reading.limits.min, reading.limits.max],
        writable: reading.writable,
        part: 0,
        time: reading.time,
    }
}

/// When a time by the pump's clock was. Pumps name no zone, as a rule.
fn moment(time: &str, zone: &TimeZone) -> Option<Timestamp> {
    time.parse().ok().or_else(|| zone.to_timestamp(time.parse::<DateTime>().ok()?).ok())
}

fn message(sent: Alarm, zone: &TimeZone) -> Message {
    let alarm = is_alarm(&sent);
    let begun = sent.time.as_deref().and_then(|time| moment(time, zone)).unwrap_or_else(Timestamp::now);
    Message {
        id: format!("{}-{}", sent.alarm_id, begun.as_second()),
        number: sent.alarm_id,
        alarm,
        part: 0,
        module: sent.equip_name.unwrap_or_default(),
        begun,
        ended: None,
        reset: false,
        title: sent.header.unwrap_or_default(),
        text: sent.description.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_begin_when_the_pump_says_so() {
        let sent = |time: Option<&str>| -> Alarm {
            let alarm = serde_json::json!({"alarmId": 183, "severity": 1, "time": time, "equipName": "EB101"});
            serde_json::from_value(alarm).expect("an alarm")
        };
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let told = message(sent(Some("2026-11-27 06:41:09")), &zone);
        assert_eq!((told.begun.to_string().as_str(), told.alarm), ("2026-11-27T05:41:09Z", false));
        let told = message(sent(Some("2026-11-27T06:41:09Z")), &zone);
        assert_eq!((told.begun.to_string().as_str(), told.module.as_str()), ("2026-11-27T06:41:09Z", "EB101"));
        assert!(Timestamp::now().duration_since(message(sent(None), &zone).begun).as_secs() < 60);
    }
}
