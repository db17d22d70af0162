//! What only grows: starts, hours, energies.

use serde::{Deserialize, Serialize};

use crate::DAY;
use crate::design::{Compressor, Design, Source};
use crate::heating::Heating;
use crate::refrigerant::Point;
use crate::settings::{Settings, fan_speed};
use crate::source::Ground;

/// What only grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counters {
    /// Starts of the compressor.
    pub starts: f64,
    /// Hours of the compressor.
    pub hours: f64,
    /// Of which hot water was made.
    pub hours_water: f64,
    /// Hours of the electric addition.
    pub hours_addition: f64,
    /// Electricity of the compressor with its fan and pumps, in kWh.
    pub drawn: f64,
    /// Of which for hot water.
    pub drawn_water: f64,
    /// Electricity of the addition, in kWh.
    pub addition: f64,
    /// Heat of the compressor for heating, in kWh.
    pub heating: f64,
    /// Heat of the compressor for hot water, in kWh.
    pub water: f64,
}

/// Heat that people draw in a day and what the tank loses, in kWh.
const WATER: (f64, f64) = (2.0, 1.4);

impl Counters {
    /// What a time adds, from degree days instead of minutes.
    pub(crate) fn estimate(&mut self, design: &Design, from: i64, to: i64) {
        if to <= from {
            return;
        }
        // Centuries are passed over in larger steps.
        let stride = DAY * (1 + (to - from) / DAY / 20_000);
        let mut minute = from;
        while minute < to {
            let length = stride.min(to - minute);
            self.day(design, minute + length / 2, length as f64 / 60.0);
            minute += length;
        }
    }

    fn day(&mut self, design: &Design, minute: i64, hours: f64) {
        let outdoor = design.climate.daily(minute);
        let settings = Settings::default();
        let source = match design.source {
            Source::Ground => design.climate.mean,
            Source::OutdoorAir => outdoor,
            Source::ExhaustAir => settings.room,
        };
        let steady = |hz: f64, supply: f64| {
            let load = Point { heat: design.circuit.heat, taken: design.circuit.taken, ..Point::default() };
            (0..3).fold(load, |load, _| design.circuit.at(hz, source, supply, load))
        };
        let loss = design.house.loss + Ground::air(design, fan_speed(0));
        let gains = 1.4 * design.house.people;
        let mut need = loss * (settings.room - outdoor) - gains;
        if !Heating::allowed(outdoor) || need < 0.0 {
            need = 0.0;
        }
        let supply = design.heating.supply(settings, outdoor, settings.room);
        let (least, most) = (steady(design.compressor.least(), supply), steady(design.compressor.most(), supply));
        let runs = (need / least.heat).min(1.0);
        let given = need.min(most.heat);
        let point = if need > least.heat { most } else { least };
        let water = (WATER.0 * design.water.people + WATER.1) / 24.0;
        let charging = steady((design.compressor.least() + design.compressor.most()) / 2.0, 50.0);
        let water_share = water / charging.heat;

        self.hours += hours * (runs + water_share).min(1.0);
        self.hours_water += hours * water_share;
        let cycles = if let Compressor::Fixed { .. } = design.compressor { 80.0 } else { 48.0 };
        self.starts += hours / 24.0 * (2.5 + cycles * runs * (1.0 - runs));
        self.heating += hours * given;
        self.water += hours * water;
        self.drawn += hours * (given / point.cop() + water / charging.cop());
        self.drawn_water += hours * water / charging.cop();
        let addition = (need - given).min(design.heating.addition).max(0.0);
        self.addition += hours * addition;
        self.hours_addition += if addition > 0.0 { hours * (addition / 2.0).min(1.0) } else { 0.0 };
    }
}
