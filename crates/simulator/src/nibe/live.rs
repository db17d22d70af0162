//! A heat pump that lives: the model behind the readings, which catches up when somebody looks.

use jiff::Timestamp;
use serde::Serializer;
use serde::ser::Error;
use serde_json::{Number, Value};
use uplink_heat_pump::{Boost, DAY, Design, Pump, Reading, Settings};

use super::machine::State;
use super::{settings, smarthome};
use crate::clock::seconds_between;

/// How old a state may get before a newer one is kept: what a restart has to catch up.
const KEPT: i64 = 30 * DAY;

impl State {
    /// The readings at a time. The model never goes back: an earlier time gives those that it has reached.
    pub(super) fn look(&mut self, design: &Design, now: Timestamp) -> Reading {
        let minute = minute(now);
        let kept = self.kept.take().filter(|kept| kept.minute() <= minute + DAY);
        let mut pump = match self.pump.take().or_else(|| kept.clone()) {
            Some(pump) if pump.minute() <= minute + DAY => pump,
            _ => Pump::at(design, minute),
        };
        if let Some(end) = self.away_until().filter(|end| *end < minute) {
            self.past.advance(&mut pump, design, self.settings(true), end);
        }
        let away = self.away_until().is_some_and(|end| end >= minute);
        self.past.advance(&mut pump, design, self.settings(away), minute);
        self.kept = kept.filter(|kept| kept.minute() + KEPT > pump.minute());
        self.pump = Some(pump);
        if self.kept.is_none() {
            self.keep();
        }
        self.shown.as_ref().or(self.pump.as_ref()).map(|pump| pump.reading(design)).unwrap_or_default()
    }

    /// Settings that act at once. The others are there with the next minute, and their effect when physics allows it.
    pub(super) fn set(&mut self, id: i64, value: f64) {
        match (&mut self.pump, id) {
            (Some(pump), settings::HOT_WATER_BOOST) => pump.boost(Boost::from_number(value)),
            (Some(pump), settings::FAN_STEP) => pump.turn_fan(value as usize),
            _ => {}
        }
    }

    /// Keeps the model as it is now for the state file.
    pub(super) fn keep(&mut self) {
        // Both go on from the same numbers, the running one and one that is read from the file.
        let rounded = self.pump.as_ref().and_then(|pump| serde_json::from_value(rounded(pump).ok()?).ok());
        self.kept = rounded;
        self.pump = self.kept.clone().or(self.pump.take());
    }

    fn settings(&self, away: bool) -> Settings {
        let set = |id: i64, default: f64| self.written.get(&(super::MAIN_UNIT, id)).copied().unwrap_or(default);
        Settings {
            offset: set(settings::HEAT_OFFSET, 0.0),
            room: set(settings::ROOM, settings::ROOM_DEFAULT),
            fan_step: set(settings::FAN_STEP, 0.0) as usize,
            hot_water: set(settings::HOT_WATER, 1.0) > 0.0,
            away,
        }
    }

    /// The minute until which nobody is at home.
    fn away_until(&self) -> Option<i64> {
        let (mode, set_at) = self.mode.as_ref()?;
        (mode != smarthome::DEFAULT_MODE).then(|| minute(*set_at) + (smarthome::LIFE / 60.0) as i64)
    }
}

fn minute(time: Timestamp) -> i64 {
    (seconds_between(Timestamp::UNIX_EPOCH, time) / 60.0).floor() as i64
}

/// Numbers of fifteen digits at most, which are read as they were written.
fn rounded(pump: &Pump) -> serde_json::Result<Value> {
    fn round(value: &mut Value) {
        match value {
            Value::Number(number) if number.is_f64() => {
                let short = number.as_f64().map(|n| (n * 1e6).round() / 1e6).and_then(Number::from_f64);
                *number = short.unwrap_or_else(|| number.clone());
            }
            Value::Array(items) => items.iter_mut().for_each(round),
            Value::Object(fields) => fields.values_mut().for_each(round),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(pump)?;
    round(&mut value);
    Ok(value)
}

/// For the state file.
pub(super) fn serialize<S: Serializer>(pump: &Option<Pump>, to: S) -> Result<S::Ok, S::Error> {
    match pump {
        Some(pump) => to.serialize_some(&rounded(pump).map_err(S::Error::custom)?),
        None => to.serialize_none(),
    }
}
