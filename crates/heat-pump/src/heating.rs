//! Heating: the curve, degree minutes, and what follows from them.

use crate::settings::Settings;

/// How heating is controlled. Degree minutes start the compressor at -60.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heating {
    /// Rise of the supply for each kelvin that it is colder outside.
    pub slope: f64,
    /// Whether there is a room sensor.
    pub room_sensor: bool,
    /// The highest power of the electric addition, in kW.
    pub addition: f64,
    /// Degree minutes below the start of the compressor at which the addition begins.
    pub addition_start: f64,
    /// Degree minutes for each step of 1 kW of the addition.
    pub addition_step: f64,
    /// Least minutes of a run.
    pub least_run: i64,
    /// Least minutes of a rest.
    pub least_rest: i64,
}

/// Degree minutes at which the compressor is wanted.
pub(crate) const START: f64 = -60.0;
/// Kelvins of supply for each step of the offset.
const STEP: f64 = 2.5;
/// Kelvins of supply for each kelvin that the room lacks.
const ROOM_FACTOR: f64 = 2.5;
/// Mean outdoor temperature above which heating rests, in °C.
const STOP_HEATING: f64 = 17.0;
/// Mean outdoor temperature above which the addition rests, in °C.
const STOP_ADDITION: f64 = 5.0;
/// How much too warm the supply may be, in K.
const TOO_WARM: f64 = 10.0;
/// Lowest and highest calculated supply, in °C.
const SUPPLY: (f64, f64) = (20.0, 60.0);
/// How far degree minutes go.
const DEGREE_MINUTES: (f64, f64) = (-3000.0, 100.0);
/// Hz for each kelvin that the supply lacks, and for each degree minute.
const FOLLOW: (f64, f64) = (8.0, 0.2);

impl Heating {
    /// The calculated supply, in °C.
    pub(crate) fn supply(&self, settings: Settings, outdoor: f64, room: f64) -> f64 {
        let wanted = if self.room_sensor { settings.room } else { 21.0 } - if settings.away { 2.0 } else { 0.0 };
        let lacks = if self.room_sensor { (wanted - room).clamp(-4.0, 4.0) } else { 0.0 };
        let curve = wanted + self.slope * (wanted - outdoor).max(0.0);
        (curve + STEP * settings.offset + ROOM_FACTOR * lacks).clamp(SUPPLY.0, SUPPLY.1)
    }

    /// Whether heating does not rest for the season.
    pub(crate) fn allowed(average: f64) -> bool {
        average < STOP_HEATING
    }

    /// Whether the addition rests because it is warm.
    pub(crate) fn addition_rests(average: f64) -> bool {
        average > STOP_ADDITION
    }

    /// Degree minutes after a minute.
    pub(crate) fn degree_minutes(before: f64, supply: f64, calculated: f64, allowed: bool) -> f64 {
        if !allowed {
            return 0.0;
        }
        let after = (before + supply - calculated).clamp(DEGREE_MINUTES.0, DEGREE_MINUTES.1);
        if supply > calculated + TOO_WARM { after.max(2.0) } else { after }
    }

    /// The frequency that an inverter goes for, in Hz.
    pub(crate) fn frequency(least: f64, most: f64, lacks: f64, degree_minutes: f64) -> f64 {
        let integral = FOLLOW.1 * (-degree_minutes - 30.0);
        (least + FOLLOW.0 * lacks + integral).clamp(least, most)
    }

    /// The power of the electric addition, in kW.
    pub(crate) fn addition_power(&self, degree_minutes: f64) -> f64 {
        let below = START - self.addition_start - degree_minutes;
        if below < 0.0 { 0.0 } else { (1.0 + (below / self.addition_step).floor()).min(self.addition) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degree_minutes_have_their_limits() {
        let next = Heating::degree_minutes;
        assert_eq!(next(-30.0, 33.5, 35.0, true), -31.5);
        assert_eq!(next(-2990.0, 20.0, 60.0, true), -3000.0);
        assert_eq!(next(99.0, 30.0, 25.0, true), 100.0);
        assert_eq!(next(-500.0, 46.0, 35.0, true), 2.0, "much too warm");
        assert_eq!(next(-500.0, 30.0, 35.0, false), 0.0, "summer");
    }
}
