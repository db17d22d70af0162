//! The refrigerant circuit: heat and power at a frequency between two temperatures.

use serde::{Deserialize, Serialize};

/// A refrigerant circuit and its compressor, as it is at one published point, and how it changes from there: `slope` and
/// `fall` are solved from a second point with a hotter supply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circuit {
    /// The frequency of the point that the constants are given at, in Hz.
    pub hz: f64,
    /// Heat there, in kW.
    pub heat: f64,
    /// Heat taken from the source there, in kW.
    pub taken: f64,
    /// Evaporating temperature there, in °C.
    pub evaporating: f64,
    /// Condensing temperature there, in °C.
    pub condensing: f64,
    /// From the source to the evaporating temperature there, in K.
    pub below: f64,
    /// From the supply to the condensing temperature there, in K.
    pub above: f64,
    /// Share of Carnot's COP there.
    pub quality: f64,
    /// How much of it is lost for each kelvin more of lift.
    pub slope: f64,
    /// Share of the heat that is lost for each kelvin more of condensing temperature.
    pub fall: f64,
    /// Power of fan, source pump and electronics while it runs, in kW.
    pub auxiliary: f64,
}

/// Growth of the heat for each kelvin of evaporating temperature: the density of the gas that is drawn in.
const DENSITY: f64 = 0.03;

/// Heat and power at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Heat to the water, in kW.
    pub heat: f64,
    /// Heat from the source, in kW.
    pub taken: f64,
    /// Electric power, in kW.
    pub power: f64,
    /// Evaporating temperature, in °C.
    pub evaporating: f64,
    /// Condensing temperature, in °C.
    pub condensing: f64,
}

impl Point {
    /// Heat for each unit of electricity.
    pub fn cop(&self) -> f64 {
        self.heat / self.power
    }
}

impl Circuit {
    /// At a frequency, a temperature of the source and one of the supply, with the loads of a moment ago: distances at
    /// the heat exchangers follow them.
    pub(crate) fn at(&self, hz: f64, source: f64, supply: f64, load: Point) -> Point {
        let evaporating = source - self.below * load.taken / self.taken;
        let condensing = supply + self.above * load.heat / self.heat;
        let density = (DENSITY * (evaporating - self.evaporating)).exp();
        let fall = (1.0 - self.fall * (condensing - self.condensing)).max(0.3);
        let heat = self.heat * hz / self.hz * density * fall;
        let lift = (condensing - evaporating).max(8.0);
        let least = self.condensing - self.evaporating;
        let quality = (self.quality - self.slope * (lift - least)).clamp(0.2, 0.72);
        let compressor = heat / (quality * (condensing + 273.15) / lift);
        Point { heat, taken: heat - compressor, power: compressor + self.auxiliary, evaporating, condensing }
    }

    /// In a steady state, as it is measured for EN 14511.
    pub fn steady(&self, hz: f64, source: f64, supply: f64) -> Point {
        let start = Point { heat: self.heat, taken: self.taken, ..Point::default() };
        // By halves, or what feels its own load swings.
        let halfway = |load: Point, point: Point| Point {
            heat: (load.heat + point.heat) / 2.0,
            taken: (load.taken + point.taken) / 2.0,
            ..point
        };
        let load = (0..60).fold(start, |load, _| halfway(load, self.at(hz, source, supply, load)));
        self.at(hz, source, supply, load)
    }
}

/// Pressure of saturated R410A, in bar: 8.0 at 0 °C and 24.2 at 40 °C.
pub(crate) fn saturated(temperature: f64) -> f64 {
    8.0 * (2366.0 * (1.0 / 273.15 - 1.0 / (temperature + 273.15))).exp()
}
