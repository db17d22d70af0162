//! What the sensors of a heat pump say.

use serde::{Deserialize, Serialize};

use crate::design::{Compressor, Design, Source};
use crate::fault::Fault;
use crate::heating::Heating;
use crate::pump::{Mode, Pump};
use crate::reading::Reading;
use crate::refrigerant::saturated;
use crate::settings::fan_speed;
use crate::source::Ground;

/// kW/K for a litre a minute of water.
const LITRE_A_MINUTE: f64 = 4.186 / 60.0;

/// Sensors on pipes, which are slow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sensors {
    pub(crate) condenser: f64,
    pub(crate) back: f64,
    pub(crate) hot_gas: f64,
    pub(crate) suction: f64,
    pub(crate) evaporator: f64,
}

impl Pump {
    /// Sensors move towards what they measure.
    pub(crate) fn feel(&mut self, design: &Design, source: f64) {
        let runs = matches!(self.mode, Mode::Heating | Mode::HotWater);
        let (supply, back) = match self.mode {
            Mode::HotWater => {
                let charging = self.charging(design);
                (charging, charging - 6.0 * (self.load.heat / design.circuit.heat).clamp(0.3, 1.3))
            }
            _ => (self.supply() + if runs { 0.4 } else { 0.0 }, self.back()),
        };
        let lift = self.load.condensing - self.load.evaporating;
        let hot_gas = if runs { self.load.condensing + 10.0 + 0.38 * lift } else { supply.min(30.0) };
        let (suction, evaporator) = match self.mode {
            Mode::Off => (source + 2.0, source),
            _ => (self.load.evaporating + 6.0, self.load.evaporating + 1.0),
        };
        let sensors = &mut self.sensors;
        let slow = if runs { 4.0 } else { 30.0 };
        sensors.condenser += (supply - sensors.condenser) / 2.5;
        sensors.back += (back - sensors.back) / 2.5;
        sensors.hot_gas += (hot_gas - sensors.hot_gas) / slow;
        sensors.suction += (suction - sensors.suction) / (slow * 1.2);
        sensors.evaporator += (evaporator - sensors.evaporator) / 3.0;
    }

    /// Every quantity as it is now.
    pub fn reading(&self, design: &Design) -> Reading {
        let (last, counters, sensors) = (&self.last, &self.counters, &self.sensors);
        let cooled = Ground::brine_cooled(design, self.load);
        let brine_in = self.ground.brine_in(&design.climate);
        let fan = if self.has(Fault::PowerCut) { 0.0 } else { fan_speed(last.fan_step) };
        let full = self.hz / design.compressor.most();
        // At rest the refrigerant gathers where it is coldest.
        let rest = saturated(match design.source {
            Source::Ground => brine_in,
            Source::OutdoorAir => last.outdoor.clamp(-25.0, 25.0),
            Source::ExhaustAir => self.air,
        });
        let runs = self.mode != Mode::Off;
        Reading {
            outdoor: last.outdoor,
            outdoor_average: self.average,
            flow_wanted: last.wanted,
            flow: self.supply(),
            back: sensors.back,
            circuit_back: self.back(),
            room: self.air,
            water_top: self.tank.top,
            water_charging: self.tank.low,
            brine_in,
            brine_out: brine_in - cooled,
            condenser: sensors.condenser,
            evaporator: sensors.evaporator,
            hot_gas: sensors.hot_gas,
            liquid: sensors.back + if runs { 2.0 } else { 0.5 },
            suction: sensors.suction,
            high_pressure: if runs { saturated(self.load.condensing) } else { rest },
            low_pressure: if runs { saturated(self.load.evaporating) } else { rest },
            exhaust_air: self.air + 0.4,
            extract_air: Ground::air_after(design, self.air + 0.4, fan, self.load),
            fan,
            heating: self.mode == Mode::Heating,
            charging: self.mode == Mode::HotWater,
            defrosting: self.mode == Mode::Defrosting,
            heating_rests: last.rests,
            addition_rests: Heating::addition_rests(self.average),
            hz: self.hz,
            degree_minutes: self.degree_minutes,
            power_kw: last.power,
            heat_kw: last.heat,
            taken_kw: last.taken,
            addition_kw: last.addition,
            gains_kw: last.gains,
            lost_kw: last.lost,
            drawn_kw: last.drawn,
            amperes: self.amperes(design),
            medium_pump: if last.flow_rate > 0.0 { (30.0 + 55.0 * full).round() } else { 0.0 },
            brine_pump: if runs { (45.0 + 45.0 * full).round() } else { 0.0 },
            litres: last.flow_rate / LITRE_A_MINUTE,
            boost: self.tank.boost,
            outdoor_absent: self.has(Fault::OutdoorSensor),
            starts: counters.starts.floor(),
            hours: counters.hours,
            hours_water: counters.hours_water,
            addition_hours: counters.hours_addition,
            kwh_heating: counters.heating,
            kwh_heating_all: counters.heating + counters.addition,
            kwh_water: counters.water,
            kwh_drawn: counters.drawn,
            kwh_drawn_water: counters.drawn_water,
            kwh_addition: counters.addition,
        }
    }

    /// Currents of the three phases: other devices of the house, the compressor, the addition.
    fn amperes(&self, design: &Design) -> [f64; 3] {
        if self.has(Fault::PowerCut) {
            return [0.0; 3];
        }
        let shares = match design.compressor {
            Compressor::Fixed { .. } => [1.0 / 3.0; 3],
            Compressor::Inverter { .. } => [1.0, 0.0, 0.0],
        };
        [0, 1, 2].map(|phase| {
            let others = 0.3 + 1.6 * design.climate.chance(self.minute.div_euclid(7), 10 + phase as u64);
            others + (self.last.power * shares[phase] + self.last.addition / 3.0) / 0.23
        })
    }
}
