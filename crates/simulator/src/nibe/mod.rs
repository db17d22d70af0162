//! Heat pumps: what the functions of NIBE Uplink answer.
//!
//! The shapes of the answers come from the facts that clients recorded; the readings of the demo machines come from a model
//! of a heat pump, which catches up with the simulated time when somebody looks. What it has no quantity for is constant.

mod catalogue;
mod demo;
mod equipment;
mod file;
mod glance;
mod glance_words;
mod item;
mod live;
mod machine;
mod meaning;
mod notifications;
mod parameters;
mod past;
mod refusal;
mod settings;
mod smarthome;
mod status;
mod system;
mod trouble;
mod view;

use std::ops::Range;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;
use uplink_spec_files::NIBE_UPLINK_V1;

use crate::behaviour::{Behaviour, Call, Outcome};
use crate::examples::Examples;
use crate::glance::Glance;
use crate::oauth::{Basic, Callbacks, Pkce, Policy, Rotation, TooMany, Wording};
use crate::setup::{Imitation, Setup, SetupError};
use machine::Machine;
use view::View;

pub use file::MachineFileError;
pub(crate) use file::read_json;

/// How the cloud spells what it says, for others who speak as it did.
pub mod spelling {
    pub use super::catalogue::{entry, resolve, title, variant};
    pub use super::item::{ABSENT, number, row};
    pub use super::settings::{FAN, FAN_STEP, HOT_WATER_BOOST, SETTINGS, VENTILATION_BOOST, is_boost, shown};
    pub use super::status::item as status_item;
    pub use super::system::model_name;
}

/// The owner of every machine.
const EVERYTHING: &str = "Robin (every machine)";
/// The owner of the first machine only.
const FIRST: &str = "Kim (the first machine only)";

/// What the name of an owner begins with, where each machine has its own.
const OWNER: &str = "owner-";

fn name_of(at: usize) -> String {
    format!("{OWNER}{:05}", at + 1)
}

/// The first id of machines that come from files.
pub(crate) const FILE_IDS: i64 = 90_001;

/// NIBE Uplink API v1.
pub const IMITATION: Imitation =
    Imitation { spec: NIBE_UPLINK_V1, policy, machines: Some(machines), own_address: false };

fn machines(setup: &Setup) -> Result<Box<dyn Behaviour>, SetupError> {
    let mut machines = chosen(setup, demo);
    for path in &setup.machines {
        machines.add_file(path)?;
    }
    Ok(Box::new(machines))
}

/// The demo machines, unless files were chosen in their place.
pub(crate) fn chosen(setup: &Setup, demo: fn() -> Machines) -> Machines {
    let machines = match setup.owners {
        Some(count) => Machines::of_owners(count),
        None if setup.machines.is_empty() => demo(),
        None => Machines::only_files(),
    };
    match setup.seed {
        Some(seed) => machines.seeded(seed),
        None => machines,
    }
}

/// Heat pumps that answer as the cloud did.
#[derive(Debug)]
pub struct Machines {
    /// By their ids.
    machines: Vec<Machine>,
    /// Whether each machine has an owner of its own.
    each_own: bool,
}

/// Three machines of our own: a ground-source pump, an exhaust-air pump, and an indoor module with an outdoor unit.
pub fn demo() -> Machines {
    Machines { machines: demo::machines(), each_own: false }
}

/// What is known of the cloud and its authorization server, which is old: no PKCE, refresh tokens that live on after later
/// ones were given, a bare `invalid_request` for a dead code or token, and a 400 with a code for too many requests. Its callbacks had to be the registered one;
/// here every web address passes, so that no program needs to be registered again to be tried.
pub fn policy() -> Policy {
    Policy {
        pkce: Pkce::AsSpec,
        callbacks: Callbacks::Web,
        rotation: Rotation::Loose,
        basic: Basic::Either,
        wording: Wording::Bare,
        code_reuse_ends_login: false,
        names_issuer: false,
        refuses_implicit: false,
        too_many: TooMany::Code,
        revokes: false,
        introspects: false,
        publishes_metadata: false,
    }
}

/// The same, with a machine of the newer family besides, which this API never knew.
pub fn demo_of_both_families() -> Machines {
    let mut machines = demo::machines();
    machines.push(demo::newer());
    Machines { machines, each_own: false }
}

/// Whether a machine is of the newer family.
pub(crate) fn is_newer(id: i64) -> bool {
    id == demo::NEWER
}

/// The id of the main unit of every machine.
pub(crate) const MAIN_UNIT: i64 = 0;

impl Machines {
    /// No machine yet; [`add_file`](Machines::add_file) adds some.
    pub fn only_files() -> Machines {
        Machines { machines: Vec::new(), each_own: false }
    }

    /// Machines of so many owners, one each.
    pub fn of_owners(count: usize) -> Machines {
        Machines { machines: demo::many(count), each_own: true }
    }

    /// Adds a machine that answers what a file holds: a JSON list of
    /// `{"unit": {...}, "categories": [{"categoryId": ..., "parameters": [...]}]}`, in the form of the API's own answers.
    /// Gives the id of the new system.
    ///
    /// # Errors
    /// A [`MachineFileError`] that says where the file is not of this form.
    pub fn add_file(&mut self, path: &Path) -> Result<i64, MachineFileError> {
        let taken = self.machines.iter().map(|m| m.id).filter(|id| *id >= FILE_IDS).max();
        let id = taken.map_or(FILE_IDS, |id| id + 1);
        self.machines.push(file::load(path, id)?);
        Ok(id)
    }

    /// The same machines in other houses under another weather, which follow from a seed. What stands in files stays.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Machines {
        for design in self.machines.iter_mut().filter_map(|machine| machine.design.as_mut()) {
            *design = design.seeded(seed);
        }
        self
    }

    fn visible(&self, owner: &str) -> &[Machine] {
        if self.each_own {
            let number = owner.strip_prefix(OWNER).and_then(|number| number.parse::<usize>().ok());
            let at = number.and_then(|number| number.checked_sub(1)).filter(|at| *at < self.machines.len());
            return at.map_or(&[], |at| &self.machines[at..=at]);
        }
        match self.machines.first() {
            Some(first) if owner == FIRST => std::slice::from_ref(first),
            _ => &self.machines,
        }
    }

    fn find(&self, id: i64) -> Option<&Machine> {
        self.machines.binary_search_by_key(&id, |m| m.id).ok().map(|at| &self.machines[at])
    }

    /// Somebody who sees a machine.
    pub(crate) fn owner_of(&self, id: i64) -> String {
        match self.machines.binary_search_by_key(&id, |m| m.id) {
            Ok(at) if self.each_own => name_of(at),
            _ => EVERYTHING.to_owned(),
        }
    }

    /// The machine that a call is about.
    fn machine(&self, call: &Call<'_>) -> Result<&Machine, Outcome> {
        let id = call.int("system_id").unwrap_or_default();
        let machine = self.find(id).ok_or_else(|| refusal::unknown_system(id))?;
        let visible = self.visible(call.owner).iter().any(|m| m.id == id);
        if visible { Ok(machine) } else { Err(refusal::foreign_system(id)) }
    }

    fn answer_or_refuse(&self, call: &Call<'_>) -> Result<Outcome, Outcome> {
        match call.function.name.as_str() {
            "systems" => {
                let systems = self.visible(call.owner).iter().map(|m| system::system(m, call));
                return Ok(Outcome::List(systems.collect()));
            }
            "software" => return system::newest_software(self.visible(call.owner), call),
            _ => {}
        }
        if call.function.argument("system_id").is_none() {
            // A function of another spec: its examples are the best there is.
            return Ok(Examples.answer(call));
        }
        let machine = self.machine(call)?;
        let view = || View::new(machine, call);
        match call.function.name.as_str() {
            "system" => Ok(Outcome::Json(200, system::system(machine, call))),
            "system_software" => Ok(Outcome::Json(200, system::software(machine))),
            "system_config" => Ok(Outcome::Json(200, system::config(machine))),
            "units" => Ok(Outcome::List(system::units(machine))),
            "premium" => Ok(Outcome::List(system::premium(machine))),
            "system_status" => Ok(Outcome::List(status::system(&view()))),
            "unit_status" => status::unit(&view(), call),
            "notifications" => Ok(notifications::answer(machine, call)),
            "parameters" => parameters::read(&view(), call),
            "set_parameters" => settings::write(machine, call),
            "categories" => parameters::categories(&view(), call),
            "category" => parameters::category(&view(), call),
            "smarthome_mode" => Ok(smarthome::mode(machine, call)),
            "set_smarthome_mode" => smarthome::set_mode(machine, call),
            "thermostats" => Ok(smarthome::thermostats(machine, call)),
            "set_thermostat" => smarthome::set_thermostat(machine, call),
            _ => Ok(Examples.answer(call)),
        }
    }
}

impl Behaviour for Machines {
    fn systems(&self) -> Vec<i64> {
        self.machines.iter().map(|m| m.id).collect()
    }

    fn answer(&self, call: &Call<'_>) -> Outcome {
        self.answer_or_refuse(call).unwrap_or_else(|refused| refused)
    }

    fn troubles(&self) -> Vec<&'static str> {
        trouble::words()
    }

    fn trouble(&self, system: i64, word: &str, begins: bool, now: Timestamp) -> Result<(), String> {
        let machine = self.find(system);
        trouble::switch(machine.ok_or_else(|| format!("there is no system {system}"))?, word, begins, now)
    }

    fn glances(&self, which: Range<usize>, now: Timestamp, language: &str) -> Vec<Glance> {
        let machines = self.machines.iter().skip(which.start).take(which.len());
        machines.map(|machine| glance::of(machine, now, glance_words::of(language))).collect()
    }

    fn owners(&self) -> Vec<String> {
        if self.each_own {
            return (0..self.machines.len()).map(name_of).collect();
        }
        vec![EVERYTHING.to_owned(), FIRST.to_owned()]
    }

    fn state(&self) -> Value {
        let states = self.machines.iter().map(|machine| {
            let state = serde_json::to_value(&*machine.state());
            (machine.id.to_string(), state.unwrap_or_default())
        });
        Value::Object(states.collect())
    }

    fn restore(&self, state: &Value) {
        for machine in &self.machines {
            if let Ok(state) = serde_json::from_value(state[machine.id.to_string()].clone()) {
                *machine.state() = state;
            }
        }
    }
}

#[cfg(test)]
mod tests;
