//! Smart home mode and virtual thermostats.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use uplink_simulator::{Call, Outcome};

use crate::readings::View;
use crate::refusal;
use crate::upstream::Mode;

/// Modes and thermostats act so long without a repeat.
pub(crate) const LIFE: SignedDuration = SignedDuration::from_mins(30);

/// The point that takes the temperature of another room sensor, where a machine has it.
pub(crate) const ROOM_SENSOR: &str = "50225";
/// The set point of the room in the climate systems 1 to 8.
const ROOMS: [i64; 8] = [47_398, 47_397, 47_396, 47_395, 48_683, 48_682, 48_681, 48_680];

/// The words of v1 for modes.
pub(crate) const MODES: [(&str, Mode); 3] =
    [("DEFAULT_OPERATION", Mode::Normal), ("AWAY_FROM_HOME", Mode::Away), ("VACATION", Mode::Vacation)];

pub(crate) fn word(mode: Mode) -> &'static str {
    MODES.iter().find(|(_, known)| *known == mode).map_or("DEFAULT_OPERATION", |(word, _)| word)
}

pub(crate) fn mode(word: &str) -> Mode {
    MODES.iter().find(|(known, _)| *known == word).map_or(Mode::Normal, |(_, mode)| *mode)
}

/// What programs told machines that holds for half an hour, by the id of the machine.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The modes that programs set, by their words, and until when they hold.
    pub(crate) modes: BTreeMap<String, (String, Timestamp)>,
    thermostats: BTreeMap<String, Vec<Thermostat>>,
}

/// A virtual thermostat.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Thermostat {
    client: String,
    external_id: i64,
    set_at: Timestamp,
    json: Json,
}

impl Told {
    /// `thermostats`: those that act.
    pub(crate) fn thermostats(&mut self, machine: &str, now: Timestamp) -> Vec<Json> {
        let all = self.thermostats.entry(machine.to_owned()).or_default();
        all.retain(|t| now.duration_since(t.set_at) < LIFE);
        all.iter().map(|t| t.json.clone()).collect()
    }

    /// Keeps a thermostat; each program has its own numbers for them.
    pub(crate) fn keep(&mut self, machine: &str, call: &Call<'_>) {
        let degrees = |name: &str| call.int(name).map(|tenths| format!("{:.1}°C", tenths as f64 / 10.0));
        let thermostat = Thermostat {
            client: call.client_id.to_owned(),
            external_id: call.int("external_id").unwrap_or_default(),
            set_at: call.now,
            json: json!({
                "smartHomeSystem": {"name": call.client_name},
                "name": call.text("name"),
                "climateSystems": climate_systems(call),
                "currentTemperature": degrees("actual_temp"),
                "targetTemperature": degrees("target_temp"),
            }),
        };
        let all = self.thermostats.entry(machine.to_owned()).or_default();
        all.retain(|t| {
            let same = t.client == thermostat.client && t.external_id == thermostat.external_id;
            !same && call.now.duration_since(t.set_at) < LIFE
        });
        all.push(thermostat);
    }
}

fn climate_systems<'c>(call: &Call<'c>) -> Option<&'c Vec<Json>> {
    call.arguments.get("climate_systems").and_then(Json::as_array).filter(|systems| !systems.is_empty())
}

/// What a thermostat comes to: the room's temperature goes to the point of another sensor, what is wanted to the set points of
/// its climate systems.
///
/// # Errors
/// There is no such climate system, or no point that takes what it says.
pub(crate) fn writes(view: &View<'_>, call: &Call<'_>) -> Result<Vec<(String, f64)>, Outcome> {
    let systems: Vec<i64> = climate_systems(call).into_iter().flatten().filter_map(Json::as_i64).collect();
    if let Some(strange) = systems.iter().find(|id| !(1..=8).contains(*id)) {
        return Err(refusal::unknown_climate_system(*strange));
    }
    let degrees = |name: &str| call.int(name).map(|tenths| tenths as f64 / 10.0);
    let mut writes = Vec::new();
    // Without climate systems a thermostat is released.
    if systems.is_empty() {
        return Ok(writes);
    }
    if let Some(room) = degrees("actual_temp") {
        let Some(sensor) = view.own(ROOM_SENSOR) else {
            return Err(refusal::not_possible("This machine takes no temperature of another room sensor"));
        };
        writes.push((sensor.id.clone(), room));
    }
    if let Some(wanted) = degrees("target_temp") {
        for system in systems {
            let set_point = usize::try_from(system - 1).ok().and_then(|at| view.point(0, ROOMS[at]));
            let Some(point) = set_point.filter(|point| point.writable) else {
                return Err(refusal::unknown_climate_system(system));
            };
            writes.push((point.id.clone(), wanted));
        }
    }
    Ok(writes)
}
