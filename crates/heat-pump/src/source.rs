//! Where the heat comes from: ground, outdoor air, exhaust air.

use serde::{Deserialize, Serialize};

use crate::design::{Design, Source};
use crate::refrigerant::Point;
use crate::settings::fan_speed;
use crate::weather::Climate;

/// Brine at rest is so much warmer than the mean of the year, in K: the ground below houses is.
const GROUND: f64 = 1.8;
/// Kelvins for each kW of the design that the borehole and the rock around it give way, and their minutes.
const QUICK: (f64, f64) = (1.6, 70.0);
const SLOW: (f64, f64) = (3.0, 30_000.0);
/// Kelvins that brine is cooled by at the load of the design.
const BRINE: f64 = 3.0;
/// Kelvins that exhaust air is cooled by at the load of the design and at the normal fan speed.
const EXHAUST: f64 = 24.0;
/// Kelvins that a full coat of frost costs.
const COAT: f64 = 5.0;
/// Minutes at full load until a coat is full in the worst weather.
const COATING: f64 = 65.0;
/// Minutes of a defrosting.
pub(crate) const DEFROST: i64 = 6;
/// Kelvin and kW for each per cent of fan: the air that leaves the house.
const AIR: f64 = 0.335e-3 * 3.0;

/// The source at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ground {
    quick: f64,
    slow: f64,
    /// How much frost there is, from 0 to 1.
    pub(crate) frost: f64,
}

impl Ground {
    /// After long operation at this share of its load.
    pub(crate) fn new(share: f64) -> Ground {
        Ground { quick: 0.0, slow: SLOW.0 * share, frost: 0.0 }
    }

    /// Brine that comes in, in °C.
    pub(crate) fn brine_in(&self, climate: &Climate) -> f64 {
        climate.mean + GROUND - self.quick - self.slow
    }

    /// By how much brine is cooled, in K.
    pub(crate) fn brine_cooled(design: &Design, load: Point) -> f64 {
        BRINE * load.taken / design.circuit.taken
    }

    /// The temperature that the refrigerant circuit sees, in °C; `None` where it may not run.
    pub(crate) fn temperature(
        &self,
        design: &Design,
        outdoor: f64,
        room: f64,
        fan_step: usize,
        load: Point,
    ) -> Option<f64> {
        match design.source {
            Source::Ground => Some(self.brine_in(&design.climate) - Ground::brine_cooled(design, load) / 2.0),
            Source::OutdoorAir => (outdoor > -20.0).then_some(outdoor - COAT * self.frost),
            Source::ExhaustAir => {
                // Less air is cooled further by the same load.
                let speed = fan_speed(fan_step) / fan_speed(0);
                let more = design.circuit.below * load.taken / design.circuit.taken * (1.0 / speed.max(0.1) - 1.0);
                (speed > 0.3).then_some(room - more)
            }
        }
    }

    /// Air after the evaporator, in °C.
    pub(crate) fn air_after(design: &Design, room: f64, fan: f64, load: Point) -> f64 {
        let speed = (fan / fan_speed(0)).max(0.1);
        room - EXHAUST * load.taken / design.circuit.taken / speed
    }

    /// What leaves the house with the air that a fan moves, in kW/K.
    pub(crate) fn air(design: &Design, fan: f64) -> f64 {
        if design.source == Source::ExhaustAir { AIR * fan } else { 0.0 }
    }

    /// A minute passes.
    pub(crate) fn pass(&mut self, design: &Design, outdoor: f64, load: Point) {
        let share = load.taken / design.circuit.taken;
        self.quick += (QUICK.0 * share - self.quick) / QUICK.1;
        self.slow += (SLOW.0 * share - self.slow) / SLOW.1;
        if design.source == Source::OutdoorAir {
            if outdoor < 7.0 {
                let wet = 0.2 + 0.8 * (-((outdoor - 0.5) / 5.0).powi(2)).exp();
                self.frost += share.min(2.0) * wet / COATING;
            } else {
                self.frost = (self.frost - 0.01).max(0.0);
            }
        }
    }
}
