//! What an owner sets.

use serde::{Deserialize, Serialize};

/// What an owner sets. Defaults are those of a machine that nobody touched.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Steps by which the heating curve is shifted, from -10 to 10.
    pub offset: f64,
    /// The wanted room temperature, in °C. Without a room sensor it does nothing.
    pub room: f64,
    /// The step of the fan; 0 is normal.
    pub fan_step: usize,
    /// Whether hot water is made.
    pub hot_water: bool,
    /// Whether nobody is at home: no hot water is drawn and rooms may be colder.
    pub away: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { offset: 0.0, room: 21.0, fan_step: 0, hot_water: true, away: false }
    }
}

/// More hot water for a while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Boost {
    /// None.
    #[default]
    Off,
    /// For three hours.
    Hours3,
    /// For six hours.
    Hours6,
    /// For twelve hours.
    Hours12,
    /// Until the tank is as warm as that once.
    Once,
}

impl Boost {
    /// From the number that the setting has.
    pub fn from_number(number: f64) -> Boost {
        match number as i64 {
            1 => Boost::Hours3,
            2 => Boost::Hours6,
            3 => Boost::Hours12,
            4 => Boost::Once,
            _ => Boost::Off,
        }
    }

    /// The number that the setting has.
    pub fn number(self) -> f64 {
        self as u8 as f64
    }

    /// Minutes that it lasts at most.
    pub(crate) fn minutes(self) -> i64 {
        match self {
            Boost::Off => 0,
            Boost::Hours3 => 180,
            Boost::Hours6 => 360,
            Boost::Hours12 | Boost::Once => 720,
        }
    }
}

/// The speed of the fan at a step, in per cent; step 0 is normal.
pub fn fan_speed(step: usize) -> f64 {
    [65.0, 0.0, 30.0, 80.0, 100.0].get(step).copied().unwrap_or(65.0)
}
