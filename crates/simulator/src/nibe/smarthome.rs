//! Smart home mode and virtual thermostats.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::machine::Machine;
use super::refusal;
use crate::behaviour::{Call, Outcome};
use crate::clock::seconds_between;

pub(super) const DEFAULT_MODE: &str = "DEFAULT_OPERATION";
/// Modes and thermostats act so long without a repeat.
pub(super) const LIFE: f64 = 30.0 * 60.0;

/// A virtual thermostat.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Thermostat {
    external_id: i64,
    set_at: Timestamp,
    json: Value,
}

pub(super) fn mode(machine: &Machine, call: &Call<'_>) -> Outcome {
    let state = machine.state();
    let mode = state.mode.as_ref().filter(|(_, set_at)| seconds_between(*set_at, call.now) < LIFE);
    Outcome::Json(200, json!({"mode": mode.map_or(DEFAULT_MODE, |(mode, _)| mode)}))
}

pub(super) fn set_mode(machine: &Machine, call: &Call<'_>) -> Result<Outcome, Outcome> {
    if !machine.manage {
        return Err(refusal::no_premium());
    }
    let mode = call.text("mode").unwrap_or(DEFAULT_MODE).to_owned();
    // What was until now was under the old one.
    machine.look(call.now);
    machine.state().mode = Some((mode, call.now));
    Ok(Outcome::Empty(204))
}

pub(super) fn thermostats(machine: &Machine, call: &Call<'_>) -> Outcome {
    let mut state = machine.state();
    state.thermostats.retain(|t| seconds_between(t.set_at, call.now) < LIFE);
    Outcome::List(state.thermostats.iter().map(|t| t.json.clone()).collect())
}

pub(super) fn set_thermostat(machine: &Machine, call: &Call<'_>) -> Result<Outcome, Outcome> {
    if !machine.manage {
        return Err(refusal::no_premium());
    }
    let systems = call.arguments.get("climate_systems").and_then(Value::as_array);
    let systems = systems.filter(|systems| !systems.is_empty());
    let strange = systems.into_iter().flatten().filter_map(Value::as_i64).find(|id| !(1..=8).contains(id));
    if let Some(id) = strange {
        return Err(refusal::unknown_climate_system(id));
    }
    let degrees = |name: &str| call.int(name).map(|tenths| format!("{:.1}°C", tenths as f64 / 10.0));
    let thermostat = Thermostat {
        external_id: call.int("external_id").unwrap_or_default(),
        set_at: call.now,
        json: json!({
            "smartHomeSystem": {"name": call.client_name},
            "name": call.text("name"),
            "climateSystems": systems,
            "currentTemperature": degrees("actual_temp"),
            "targetTemperature": degrees("target_temp"),
        }),
    };
    let mut state = machine.state();
    state.thermostats.retain(|t| seconds_between(t.set_at, call.now) < LIFE);
    match state.thermostats.iter_mut().find(|t| t.external_id == thermostat.external_id) {
        Some(known) => *known = thermostat,
        None => state.thermostats.push(thermostat),
    }
    Ok(Outcome::Empty(204))
}
