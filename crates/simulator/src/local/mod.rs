//! Heat pumps: what the functions of a pump's own API answer.
//!
//! The machine is the one of the newer family that [`myuplink`](crate::myuplink) has, asked at its own address; what is written
//! to it arrives at once.

mod alarms;
mod firmware;
mod point;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uplink_spec::model::Model;
use uplink_spec_files::{MYUPLINK_V2, NIBE_LOCAL, NIBE_UPLINK_V1};

use crate::behaviour::{Behaviour, Call, Outcome};
use crate::clock::{later, seconds_between};
use crate::examples::Examples;
use crate::glance::Glance;
use crate::myuplink::Cloud;
use crate::nibe::{self, MachineFileError, read_json};
use crate::setup::{Imitation, Setup, SetupError, choice, embedded};

/// The local REST API of the S-series, which has no login.
pub const IMITATION: Imitation =
    Imitation { spec: NIBE_LOCAL, policy: nibe::policy, machines: Some(pump), own_address: true };

fn pump(setup: &Setup) -> Result<Box<dyn Behaviour>, SetupError> {
    // A pump's file has its points; the rest is of a machine.
    let machines = nibe::demo_of_both_families();
    let machines = if let Some(seed) = setup.seed { machines.seeded(seed) } else { machines };
    let cloud = Cloud::new(machines, embedded(NIBE_UPLINK_V1)?);
    let pump = Pump::new(cloud, embedded(MYUPLINK_V2)?, setup.manners)?;
    match setup.machines.as_slice() {
        [] => Ok(Box::new(pump)),
        [path] => Ok(Box::new(pump.with_file(path)?)),
        _ => Err(choice("a pump is one machine; name one file")),
    }
}

pub use firmware::Firmware;

/// A pump that answers at its own address.
#[derive(Debug)]
pub struct Pump {
    cloud: Cloud,
    /// The API of the cloud.
    model: Model,
    device: String,
    system: String,
    /// The points of a real pump, in place of the machine's.
    file: Option<Map<String, Value>>,
    manners: Manners,
    state: Mutex<State>,
}

/// How a pump is set and what its firmware does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manners {
    /// Whether it only lets its values be read.
    pub read_only: bool,
    /// Whether it answers a write with the whole point; else with a word.
    pub whole_points: bool,
    /// Whether it bears more than one request at a time. Those that were seen take no connection any more for a while.
    pub bears_overlap: bool,
    /// The version of its software.
    pub firmware: Firmware,
    /// When that is updated to the newest, if it is.
    pub update_at: Option<Timestamp>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    aid: bool,
    away: bool,
    reset: Option<Timestamp>,
    restarted: Option<Timestamp>,
    updated: Option<Timestamp>,
    /// When the switch was set that other points are behind.
    switched: Option<Timestamp>,
    /// Until when it takes no connection, because of too many requests.
    #[serde(skip)]
    deaf_until: Option<Timestamp>,
    /// How many certificates it had before.
    certificates: u64,
    /// Stored numbers of points that no machine has, by id.
    written: BTreeMap<String, i64>,
}

/// The trouble of a controller that starts anew: part of its points is missing for a minute.
const RESTART: &str = "restart";
const RESTART_SECONDS: f64 = 60.0;
/// The trouble of new software: the pump is away, then it starts anew, with another certificate.
const UPDATE: &str = "update";
const UPDATE_SECONDS: f64 = 30.0;
/// The trouble of a reset to what the factory set: another certificate.
const CERTIFICATE: &str = "certificate";
/// How long a pump takes no connection after requests that overlapped. What it takes to recover is not public.
const DEAF_SECONDS: f64 = 30.0;

impl Pump {
    /// The pump among the machines of a cloud; `model` is the one of the cloud's API.
    ///
    /// # Errors
    /// The cloud has no machine of the newer family.
    pub fn new(mut cloud: Cloud, model: Model, manners: Manners) -> Result<Self, MachineFileError> {
        cloud.at_once();
        let (system, device) = cloud.newer().unwrap_or_default();
        Ok(Pump { cloud, model, device, system, file: None, manners, state: Mutex::default() })
    }

    /// Serves the points of a file in place of the machine's: what a pump answers to a request of all its points.
    ///
    /// # Errors
    /// The file cannot be read, or is no such answer.
    pub fn with_file(self, path: &Path) -> Result<Self, MachineFileError> {
        let unfit = |problem: String| MachineFileError::Pump { path: path.to_owned(), problem };
        let Value::Object(points) = read_json(path)? else { return Err(unfit("is no object".into())) };
        if let Some((id, _)) =
            points.iter().find(|(id, point)| point["metadata"]["variableId"].as_i64() != id.parse().ok())
        {
            return Err(unfit(format!("has a point {id} without metadata of that id")));
        }
        Ok(Pump { file: Some(points), ..self })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the cloud that the machine belongs to.
    fn ask(&self, function: &str, arguments: Value, call: &Call<'_>) -> Outcome {
        let (Some(function), Value::Object(arguments)) = (self.model.function(function), arguments) else {
            return Outcome::Empty(204);
        };
        self.cloud.answer(&Call { function, arguments: &arguments, model: &self.model, ..*call })
    }

    fn list(&self, function: &str, arguments: Value, call: &Call<'_>) -> Vec<Value> {
        if let Outcome::List(items) = self.ask(function, arguments, call) { items } else { Vec::new() }
    }

    /// When the software was updated, if that is over or under way.
    fn updated(&self, now: Timestamp) -> Option<Timestamp> {
        let both = [self.state().updated, self.manners.update_at];
        both.into_iter().flatten().filter(|at| *at <= now).min()
    }

    fn firmware(&self, now: Timestamp) -> Firmware {
        if self.updated(now).is_some() { Firmware::NEWEST } else { self.manners.firmware }
    }

    /// Whether the controller has just started, so that part of its points is missing.
    fn is_starting(&self, now: Timestamp) -> bool {
        let after_update = self.updated(now).map(|at| later(at, UPDATE_SECONDS));
        let starts = [self.state().restarted, after_update];
        starts.into_iter().flatten().any(|at| (0.0..RESTART_SECONDS).contains(&seconds_between(at, now)))
    }

    /// All points that are there now.
    fn points(&self, call: &Call<'_>) -> Map<String, Value> {
        let mut points = match &self.file {
            Some(points) => points.clone(),
            None => {
                let language = call.text("language").unwrap_or("en");
                let all = json!({"device_id": self.device, "language": language});
                let listed = self.list("points", all, call);
                let listed = listed.iter().enumerate().filter_map(|(at, sent)| point::read(sent, at));
                let mut points: Map<String, Value> = listed.collect();
                point::add_own(&mut points, call.now);
                points
            }
        };
        // What a real pump said is left as it is until there is other software.
        if self.file.is_none() || self.updated(call.now).is_some() {
            self.firmware(call.now).apply(&mut points);
        }
        let state = self.state();
        for (id, number) in &state.written {
            if let Some(point) = points.get_mut(id) {
                point["value"]["integerValue"] = (*number).into();
            }
        }
        point::hide(&mut points, state.switched.map(|at| seconds_between(at, call.now)));
        drop(state);
        if self.is_starting(call.now) {
            points = points.into_iter().enumerate().filter(|(at, _)| at % 40 != 7).map(|(_, entry)| entry).collect();
        }
        points
    }

    fn device(&self, call: &Call<'_>) -> Value {
        let cloud = match self.ask("device", json!({"device_id": self.device}), call) {
            Outcome::Json(_, device) => device,
            _ => Value::Null,
        };
        let has_away_mode = self.firmware(call.now).has_away_mode();
        let state = self.state();
        let mut device = json!({
            "deviceIndex": 0,
            "aidMode": if state.aid { "on" } else { "off" },
            "product": {
                "serialNumber": cloud["product"]["serialNumber"],
                "name": cloud["product"]["name"],
                "manufacturer": "NIBE",
                "firmwareId": "nibe-n",
            },
        });
        if has_away_mode {
            device["smartMode"] = if state.away { "away" } else { "normal" }.into();
        }
        device
    }

    fn write(&self, call: &Call<'_>) -> Outcome {
        let values = call.arguments.get("values").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let points = self.points(call);
        let of = |value: &Value| value["variableId"].to_string();
        // One of them spoils them all.
        if values.iter().filter_map(|value| points.get(&of(value))).any(point::is_time) {
            return refused(400, "bad request");
        }
        let verdicts: Map<String, Value> = values
            .iter()
            .map(|value| {
                let id = of(value);
                let word = match points.get(&id) {
                    None => "error: no such param".to_owned(),
                    Some(_) if self.manners.read_only => "error: read only value".to_owned(),
                    Some(point) if !point::is_writable(point) => "error: read only value".to_owned(),
                    Some(point) => match value["integerValue"].as_i64() {
                        None => return (id, "error: value is not a number".into()),
                        Some(number) => self.store(&id, point, number, call),
                    },
                };
                (id, word.into())
            })
            .collect();
        if !self.manners.whole_points {
            return Outcome::Json(200, verdicts.into());
        }
        let now = self.points(call);
        let whole = |(id, verdict): (String, Value)| match now.get(&id) {
            Some(point) if verdict == "modified" => (id, point.clone()),
            _ => (id, verdict),
        };
        Outcome::Json(200, verdicts.into_iter().map(whole).collect::<Map<_, _>>().into())
    }

    fn store(&self, id: &str, point: &Value, number: i64, call: &Call<'_>) -> String {
        if let Err(problem) = point::allows(point, number) {
            return problem;
        }
        if point::is_switch(id) && point["value"]["integerValue"] != number {
            self.state().switched = Some(call.now);
        }
        if self.file.is_some() || point::is_own(id) {
            self.state().written.insert(id.to_owned(), number);
            return "modified".to_owned();
        }
        #[allow(clippy::cast_precision_loss, reason = "stored numbers have 32 bits")]
        let shown = number as f64 / point::divisor(point) as f64;
        match self.ask("set_points", json!({"device_id": self.device, "values": {id: shown}}), call) {
            Outcome::Json(_, said) => said[id].as_str().unwrap_or("modified").to_owned(),
            Outcome::Error { details, .. } => format!("error: {}", details.join("; ")),
            _ => "modified".to_owned(),
        }
    }
}

impl Behaviour for Pump {
    fn systems(&self) -> Vec<i64> {
        vec![0]
    }

    fn system_ids(&self) -> Vec<String> {
        let Some(function) = self.model.functions.first() else { return Vec::new() };
        let owner = self.owners().into_iter().next().unwrap_or_default();
        let (arguments, now) = (&Map::new(), Timestamp::UNIX_EPOCH);
        let call = Call {
            function,
            arguments,
            now,
            model: &self.model,
            client_id: "",
            client_name: "",
            accept_language: "",
            owner: &owner,
        };
        self.device(&call)["product"]["serialNumber"].as_str().map(str::to_owned).into_iter().collect()
    }

    fn answer(&self, call: &Call<'_>) -> Outcome {
        let name = call.function.name.as_str();
        if name == "devices" {
            return Outcome::Json(200, json!({"devices": [self.device(call)]}));
        }
        let Some(asked) = call.arguments.get("device_id") else { return Examples.answer(call) };
        let device = self.device(call);
        let asked = asked.as_str().map_or_else(|| asked.to_string(), str::to_owned);
        // In a path both are digits, so that the zeros before a serial number may be lost.
        let is_serial = |serial: &str| serial.trim_start_matches('0') == asked.trim_start_matches('0');
        if asked != "0" && !device["product"]["serialNumber"].as_str().is_some_and(is_serial) {
            return refused(403, "no such device");
        }
        match name {
            "device" => Outcome::Json(200, device),
            "all_points" => Outcome::Json(200, self.points(call).into()),
            "point" => {
                let id = call.int("variable_id").unwrap_or_default().to_string();
                self.points(call)
                    .remove(&id)
                    .map_or_else(|| refused(404, "not found"), |point| Outcome::Json(200, point))
            }
            "set_points" => self.write(call),
            "notifications" => {
                let active = self.list("active_notifications", json!({"system_id": self.system}), call);
                Outcome::Json(200, alarms::answer(&active, self.state().reset))
            }
            "reset_notifications" => {
                self.state().reset = Some(call.now);
                Outcome::Empty(204)
            }
            "set_aid_mode" => {
                self.state().aid = call.text("aid_mode") == Some("on");
                Outcome::Empty(204)
            }
            "set_smart_mode" => {
                self.state().away = call.text("smart_mode") == Some("away");
                Outcome::Empty(204)
            }
            _ => Examples.answer(call),
        }
    }

    fn troubles(&self) -> Vec<&'static str> {
        let mut troubles = self.cloud.troubles();
        troubles.extend([RESTART, UPDATE, CERTIFICATE]);
        troubles
    }

    fn overlapped(&self, now: Timestamp) {
        if !self.manners.bears_overlap {
            self.state().deaf_until = Some(later(now, DEAF_SECONDS));
        }
    }

    fn identity(&self, now: Timestamp) -> Option<u64> {
        let updated = self.updated(now);
        let state = self.state();
        let is_away = updated.is_some_and(|at| seconds_between(at, now) < UPDATE_SECONDS)
            || state.deaf_until.is_some_and(|until| now < until);
        (!is_away).then(|| state.certificates + u64::from(updated.is_some()))
    }

    fn trouble(&self, system: i64, word: &str, begins: bool, now: Timestamp) -> Result<(), String> {
        if word == RESTART {
            self.state().restarted = begins.then_some(now);
            return Ok(());
        }
        if word == UPDATE {
            self.state().updated = begins.then_some(now);
            return Ok(());
        }
        if word == CERTIFICATE {
            self.state().certificates += u64::from(begins);
            return Ok(());
        }
        let newer = self.cloud.newer_machine().unwrap_or(system);
        self.cloud.trouble(newer, word, begins, now)
    }

    fn glances(&self, which: Range<usize>, now: Timestamp, language: &str) -> Vec<Glance> {
        let all = self.cloud.glances(0..usize::MAX, now, language).into_iter();
        all.filter(|glance| glance.id == self.system).skip(which.start).take(which.len()).collect()
    }

    fn owners(&self) -> Vec<String> {
        self.cloud.owners()
    }

    fn state(&self) -> Value {
        let own = serde_json::to_value(&*self.state()).unwrap_or_default();
        json!({"pump": own, "machine": Behaviour::state(&self.cloud)})
    }

    fn restore(&self, state: &Value) {
        if let Ok(own) = serde_json::from_value(state["pump"].clone()) {
            *self.state() = own;
        }
        self.cloud.restore(&state["machine"]);
    }
}

fn refused(status: u16, message: &str) -> Outcome {
    Outcome::Error { status, code: 0, details: vec![message.to_owned()] }
}

#[cfg(test)]
mod tests;
