//! Hot water: the tank, and what people draw from it.

use serde::{Deserialize, Serialize};

use crate::settings::Boost;
use crate::weather::Climate;

/// kWh for a litre and a kelvin.
const LITRE: f64 = 1.163e-3;
/// Water from the street, in °C.
const COLD: f64 = 8.0;
/// Water as people use it, in °C.
const USED: f64 = 40.0;
/// What a shower takes, in litres a minute, and how long.
const SHOWER: (f64, u8) = (7.5, 6);
/// What a tap takes, in litres.
const TAP: f64 = 2.5;
/// How likely showers are in each hour of a working day.
const HOURS: [f64; 24] = [
    0.01, 0.0, 0.0, 0.0, 0.02, 0.15, 0.9, 1.0, 0.4, 0.15, 0.08, 0.08, 0.1, 0.08, 0.08, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5,
    0.4, 0.25, 0.08,
];

/// Hot water of a house.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Water {
    /// Litres of the tank.
    pub litres: f64,
    /// Loss of the tank into the house, in kW/K.
    pub loss: f64,
    /// How many people live there.
    pub people: f64,
    /// Temperatures of the lower layer between which is charged, in °C.
    pub normal: (f64, f64),
    /// The same while a boost lasts.
    pub boosted: (f64, f64),
    /// From the lower layer to the water that charges it at the heat of the design, in K.
    pub coil: f64,
}

/// The tank at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tank {
    /// The upper layer, in °C.
    pub(crate) top: f64,
    /// The lower layer, in °C.
    pub(crate) low: f64,
    /// Minutes that a shower goes on.
    shower: u8,
    /// Whether hot water is wanted.
    pub(crate) wanted: bool,
    /// More for a while.
    pub(crate) boost: Boost,
    /// Minutes of it that are left.
    pub(crate) left: i64,
}

impl Tank {
    pub(crate) fn new(water: &Water) -> Tank {
        let (top, low) = (water.normal.1, water.normal.1 - 2.0);
        Tank { top, low, shower: 0, wanted: false, boost: Boost::Off, left: 0 }
    }

    /// Begins more hot water, or ends it.
    pub(crate) fn begin(&mut self, boost: Boost) {
        (self.boost, self.left) = (boost, boost.minutes());
        self.wanted |= boost != Boost::Off;
    }

    /// Decides whether hot water is wanted.
    pub(crate) fn decide(&mut self, water: &Water, allowed: bool) {
        let (start, stop) = if self.boost == Boost::Off { water.normal } else { water.boosted };
        if self.low < start {
            self.wanted = true;
        }
        if self.low >= stop {
            self.wanted = false;
            if self.boost == Boost::Once {
                self.begin(Boost::Off);
            }
        }
        self.left -= 1;
        if self.boost != Boost::Off && self.left <= 0 {
            self.boost = Boost::Off;
        }
        self.wanted &= allowed;
    }

    /// What people draw in a minute, in kW.
    pub(crate) fn draw(&mut self, water: &Water, climate: &Climate, minute: i64, away: bool) -> f64 {
        let local = minute + 60;
        // 1 January 1970 was a Thursday; people sleep longer on Saturdays and Sundays.
        let weekend = (local.div_euclid(1440) + 3).rem_euclid(7) >= 5;
        let hour = (local.rem_euclid(1440) / 60 - if weekend { 2 } else { 0 }).rem_euclid(24) as usize;
        let likely = if away { 0.0 } else { HOURS[hour] * water.people / 60.0 };
        // The hours add up to about six.
        if self.shower == 0 && climate.chance(minute, 1) < 0.15 * likely {
            self.shower = SHOWER.1;
        }
        let tap = climate.chance(minute, 2) < 1.1 * likely;
        let litres = if self.shower > 0 { SHOWER.0 } else { 0.0 } + if tap { TAP } else { 0.0 };
        self.shower = self.shower.saturating_sub(1);
        let warmth = (self.top.min(USED) - COLD).max(0.0);
        let power = litres * LITRE * warmth * 60.0;
        let moved = if self.top > COLD { litres * warmth / (self.top - COLD) } else { 0.0 };
        let layer = water.litres / 2.0;
        // The same heat leaves the tank that the taps give.
        self.top += moved / layer * (self.low - self.top);
        self.low += moved / layer * (COLD - self.low);
        power
    }

    /// Heat of a minute into the lower layer, in kW; what is warmer rises. Gives the loss, in kW.
    pub(crate) fn charge(&mut self, water: &Water, heat: f64, room: f64) -> f64 {
        let layer = water.litres / 2.0 * LITRE * 60.0;
        let loss = [self.top, self.low].map(|t| water.loss / 2.0 * (t - room));
        self.top -= loss[0] / layer;
        self.low += (heat - loss[1]) / layer;
        if self.low > self.top {
            let mean = (self.low + self.top) / 2.0;
            (self.low, self.top) = (mean, mean);
        } else {
            // Copper and water conduct between the layers.
            let flow = 0.002 * (self.top - self.low);
            self.top -= flow;
            self.low += flow;
        }
        loss[0] + loss[1]
    }

    /// Heat in the tank, in kWh above 0 °C.
    pub(crate) fn stored(&self, water: &Water) -> f64 {
        water.litres / 2.0 * LITRE * (self.top + self.low)
    }
}
