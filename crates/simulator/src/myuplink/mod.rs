//! Heat pumps: what the functions of myUplink answer.
//!
//! The machines are those of [`nibe`], asked by the functions of their own API; what is written to them
//! arrives late, as in the cloud.

mod below;
mod device;
mod extra;
mod file;
mod notifications;
mod points;
mod station;
mod titles;
mod writes;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uplink_spec::model::Model;
use uplink_spec_files::{MYUPLINK_V2, NIBE_UPLINK_V1};

use crate::behaviour::{Behaviour, Call, Outcome};
use crate::examples::Examples;
use crate::glance::Glance;
use crate::nibe::{self, FILE_IDS, MachineFileError, Machines};
use crate::oauth::{Policy, Rotation, Wording};
use crate::setup::{Imitation, Setup, SetupError, embedded};
pub(crate) use file::is_points;

use below::Below;
use station::Station;
use writes::{Pending, Written};

/// myUplink API v2.
pub const IMITATION: Imitation = Imitation { spec: MYUPLINK_V2, policy, machines: Some(machines), own_address: false };

fn machines(setup: &Setup) -> Result<Box<dyn Behaviour>, SetupError> {
    let mut machines = nibe::chosen(setup, nibe::demo_of_both_families);
    let mut own = Vec::new();
    for path in &setup.machines {
        if file::is_own(path)? {
            own.push(path);
        } else {
            machines.add_file(path)?;
        }
    }
    let mut cloud = Cloud::new(machines, embedded(NIBE_UPLINK_V1)?);
    for path in own {
        cloud.add_file(path)?;
    }
    Ok(Box::new(cloud))
}

/// Heat pumps that answer as myUplink does.
#[derive(Debug)]
pub struct Cloud {
    below: Below,
    stations: Vec<Station>,
    state: Mutex<State>,
}

/// What was done to the systems.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    pending: Vec<Pending>,
    modes: Map<String, Value>,
    /// Values that were written to points that no machine behind this cloud has, by machine.
    #[serde(default)]
    written: BTreeMap<i64, Written>,
    /// Whether what is written arrives at once.
    #[serde(skip)]
    at_once: bool,
}

/// What the authorization server of this cloud insists on, as far as is known: the words of RFC 6749, and codes and refresh
/// tokens that are good once. How exact callbacks have to be stays with the service, which lives on one machine.
pub fn policy() -> Policy {
    let rotation = Rotation::Once { grace_s: 0.0 };
    Policy { rotation, wording: Wording::Rfc, code_reuse_ends_login: true, ..Policy::default() }
}

impl Cloud {
    /// A cloud over machines; `model` is the one of the API that they speak.
    pub fn new(machines: Machines, model: Model) -> Self {
        let below = Below { machines, model };
        let stations = below.machines.systems().into_iter().map(|id| Station::new(&below, id)).collect();
        Cloud { below, stations, state: Mutex::default() }
    }

    /// Lets what is written arrive at once: nothing stands between the machines and who asks.
    pub(crate) fn at_once(&mut self) {
        self.state().at_once = true;
    }

    fn newer_station(&self) -> Option<&Station> {
        self.stations.iter().find(|s| s.family == station::Family::S)
    }

    /// The system and the device of a machine of the newer family.
    pub(crate) fn newer(&self) -> Option<(String, String)> {
        self.newer_station().map(|s| (s.system.clone(), s.device.clone()))
    }

    /// Its id as a machine.
    pub(crate) fn newer_machine(&self) -> Option<i64> {
        self.newer_station().map(|s| s.id)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn visible(&self, call: &Call<'_>) -> Vec<&Station> {
        let ids = self.below.ids(call);
        // As with the machines behind: one owner has all, the others have the first.
        let all = self.below.machines.owner_of(0) == call.owner;
        let first = self.stations.first().map(|s| s.id);
        let below = ids.into_iter().filter_map(|id| self.find(id));
        let seen = |s: &&Station| s.file.is_some() && (all || first == Some(s.id));
        // Those of files have the highest ids.
        let files = self.stations.iter().rev().take_while(|s| s.file.is_some()).filter(seen);
        let mut files: Vec<_> = files.collect();
        files.reverse();
        below.chain(files).collect()
    }

    fn find(&self, id: i64) -> Option<&Station> {
        self.stations.binary_search_by_key(&id, |s| s.id).ok().map(|at| &self.stations[at])
    }

    /// The station that a call is about.
    fn station(&self, call: &Call<'_>) -> Result<&Station, Outcome> {
        let fits = |s: &&Station| match (call.text("system_id"), call.text("device_id")) {
            (Some(system), _) => s.system == system,
            (None, device) => device == Some(&s.device),
        };
        let found = self.visible(call).into_iter().find(fits);
        // The document knows no 404 here; what is foreign and what does not exist look the same.
        found.ok_or_else(|| refused(403, "You have no access to this system or device."))
    }

    /// Adds a machine of this cloud: a file with the list of its points, or a folder with that and other answers. Gives the
    /// id of the machine.
    ///
    /// # Errors
    /// A [`MachineFileError`] that says what is wrong with it.
    pub fn add_file(&mut self, path: &Path) -> Result<i64, MachineFileError> {
        let answers = file::load(path)?;
        let id = self.stations.iter().map(|s| s.id).max().unwrap_or(0).max(FILE_IDS - 1) + 1;
        self.stations.push(Station::from_file(id, answers));
        Ok(id)
    }

    fn points(&self, station: &Station, call: &Call<'_>, limits: points::Limits) -> Outcome {
        let written = self.state().written.get(&station.id).cloned().unwrap_or_default();
        Outcome::List(points::answer(&self.below, station, call, limits, &written))
    }

    fn answer_or_refuse(&self, call: &Call<'_>) -> Result<Outcome, Outcome> {
        writes::settle(&self.below, &mut self.state(), call);
        let name = call.function.name.as_str();
        match name {
            "ping" | "protected_ping" => return Ok(Outcome::Empty(204)),
            "systems" => {
                let systems = self.visible(call).into_iter().map(|s| device::system(&self.below, s, call));
                return Ok(Outcome::List(systems.collect()));
            }
            "firmware" | "brand_firmware" => return device::file(&self.visible(call), call),
            _ => {}
        }
        if call.function.argument("system_id").is_none() && call.function.argument("device_id").is_none() {
            // A function of another spec: its examples are the best there is.
            return Ok(Examples.answer(call));
        }
        let station = self.station(call)?;
        match name {
            "subscriptions" if !station.manage => Ok(Outcome::Empty(204)),
            "subscriptions" => Ok(Outcome::Json(200, json!({"subscriptions": device::subscriptions()}))),
            "smarthome_mode" => {
                let mode = self.state().modes.get(&station.system).cloned();
                Ok(Outcome::Json(200, json!({"smartHomeMode": mode.unwrap_or_else(|| "Default".into())})))
            }
            "set_smarthome_mode" => {
                let mode = call.text("smart_home_mode").unwrap_or("Default");
                self.state().modes.insert(station.system.clone(), mode.into());
                Ok(Outcome::Empty(204))
            }
            "notifications" | "active_notifications" if station.file.is_some() => {
                Ok(Outcome::List(notifications::of_file(station, name == "active_notifications")))
            }
            "notifications" => Ok(Outcome::List(notifications::all(&self.below, station, call))),
            "active_notifications" => Ok(Outcome::List(notifications::active(&self.below, station, call))),
            "device" => match &station.file {
                Some(answers) if !answers.device.is_null() => Ok(Outcome::Json(200, answers.device.clone())),
                _ => Ok(Outcome::Json(200, device::device(&self.below, station, call))),
            },
            "firmware_info" => Ok(Outcome::Json(200, device::firmware_info(&self.below, station, call))),
            "aid_mode" => Ok(Outcome::Json(200, json!({"aidMode": 0}))),
            "points" => Ok(self.points(station, call, points::Limits::Stored)),
            "scaled_points" => Ok(self.points(station, call, points::Limits::Shown)),
            "smarthome_categories" => Ok(Outcome::Json(200, points::kinds(&self.below, station, call))),
            "zones" => Ok(Outcome::List(points::zones(&self.below, station, call))),
            "set_points" => writes::points(&self.below, station, call, &mut self.state()),
            "set_zone" => writes::zone(&self.below, station, call, &mut self.state()),
            _ => Ok(Examples.answer(call)),
        }
    }
}

impl Behaviour for Cloud {
    fn systems(&self) -> Vec<i64> {
        self.stations.iter().map(|s| s.id).collect()
    }

    fn system_ids(&self) -> Vec<String> {
        self.stations.iter().map(|s| s.system.clone()).collect()
    }

    fn answer(&self, call: &Call<'_>) -> Outcome {
        self.answer_or_refuse(call).unwrap_or_else(|refused| refused)
    }

    fn troubles(&self) -> Vec<&'static str> {
        self.below.machines.troubles()
    }

    fn trouble(&self, system: i64, word: &str, begins: bool, now: Timestamp) -> Result<(), String> {
        self.below.machines.trouble(system, word, begins, now)
    }

    fn glances(&self, which: Range<usize>, now: Timestamp, language: &str) -> Vec<Glance> {
        let below = self.below.machines.glances(which, now, language).into_iter();
        let of = |glance: Glance| {
            let id: i64 = glance.id.parse().ok()?;
            let station = self.stations.iter().find(|s| s.id == id)?;
            Some(Glance { id: station.system.clone(), name: station.name.clone(), ..glance })
        };
        below.filter_map(of).collect()
    }

    fn owners(&self) -> Vec<String> {
        self.below.machines.owners()
    }

    /// With what is on its way: a write that was accepted must not be lost.
    fn state(&self) -> Value {
        let own = serde_json::to_value(&*self.state()).unwrap_or_default();
        json!({"cloud": own, "machines": self.below.machines.state()})
    }

    fn restore(&self, state: &Value) {
        if let Ok(own) = serde_json::from_value::<State>(state["cloud"].clone()) {
            let mut kept = self.state();
            *kept = State { at_once: kept.at_once, ..own };
        }
        self.below.machines.restore(&state["machines"]);
    }
}

/// An error of the cloud, which has no codes.
fn refused(status: u16, message: &str) -> Outcome {
    Outcome::Error { status, code: 0, details: vec![message.to_owned()] }
}

#[cfg(test)]
mod tests;
