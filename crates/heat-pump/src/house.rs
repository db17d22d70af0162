//! The house: walls, air, people, sun, and what gives the heat to the rooms.

use crate::weather::Climate;

/// A house.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct House {
    /// Loss through walls and windows and by leaks, in kW/K.
    pub loss: f64,
    /// Capacity of air and furniture, in kWh/K.
    pub air: f64,
    /// Capacity of walls and floors, in kWh/K.
    pub walls: f64,
    /// Between air and walls, in kW/K.
    pub coupling: f64,
    /// Windows that the sun reaches, in square metres.
    pub windows: f64,
    /// Heat of people and devices, in kW.
    pub people: f64,
    /// What the emitters give at 1 K, in kW.
    pub emitters: f64,
    /// The exponent of the emitters: 1.1 for floors, 1.3 for radiators.
    pub exponent: f64,
    /// Capacity of the heating water and what it flows through, in kWh/K.
    pub circuit: f64,
}

impl House {
    /// Heat that comes in besides heating, in kW.
    pub(crate) fn gains(&self, climate: &Climate, minute: i64) -> f64 {
        let hour = (minute.rem_euclid(1440) / 60 + 1) % 24;
        let busy = match hour {
            0..=5 => 0.5,
            6..=8 | 17..=22 => 1.5,
            _ => 0.9,
        };
        // People draw the curtains in summer.
        let shade = 0.75 + 0.25 * climate.winter(minute);
        self.people * busy + 0.35 * self.windows * climate.sun(minute) * shade
    }

    /// What the emitters give, in kW.
    pub(crate) fn emitted(&self, water: f64, air: f64) -> f64 {
        let difference = water - air;
        self.emitters * difference.abs().powf(self.exponent) * difference.signum()
    }
}
