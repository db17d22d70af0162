//! What makes one heat pump differ from another.

use crate::heating::Heating;
use crate::house::House;
use crate::noise::{mixed, share};
use crate::refrigerant::Circuit;
use crate::water::Water;
use crate::weather::Climate;

/// Where the heat comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// A borehole with brine.
    Ground,
    /// Air from outside; frost is melted.
    OutdoorAir,
    /// Air that leaves the house.
    ExhaustAir,
}

/// How the compressor runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Compressor {
    /// At one frequency.
    Fixed {
        /// The frequency, in Hz.
        hz: f64,
    },
    /// At any frequency between two.
    Inverter {
        /// The lowest, in Hz.
        least: f64,
        /// The highest, in Hz.
        most: f64,
        /// For hot water, in Hz.
        water: f64,
    },
}

impl Compressor {
    /// The lowest frequency, in Hz.
    pub fn least(&self) -> f64 {
        match self {
            Compressor::Fixed { hz } => *hz,
            Compressor::Inverter { least, .. } => *least,
        }
    }

    /// The highest frequency, in Hz.
    pub fn most(&self) -> f64 {
        match self {
            Compressor::Fixed { hz } => *hz,
            Compressor::Inverter { most, .. } => *most,
        }
    }
}

/// A heat pump in its house.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    /// The weather.
    pub climate: Climate,
    /// The house.
    pub house: House,
    /// The source of heat.
    pub source: Source,
    /// The compressor.
    pub compressor: Compressor,
    /// The refrigerant circuit.
    pub circuit: Circuit,
    /// How heating is controlled.
    pub heating: Heating,
    /// The hot water.
    pub water: Water,
    /// When it was put into operation, in minutes since 1970: counters begin there.
    pub installed: i64,
}

impl Design {
    /// The same machine in another climate.
    #[must_use]
    pub const fn in_climate(mut self, climate: Climate) -> Design {
        self.climate = climate;
        self
    }

    /// The same machine with another house, other people and other weather, which follow from a seed. Each stays within
    /// what the machine was chosen for: walls lose 15 % more or less, and the emitters are as large as they need.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Design {
        // Machines of one service differ in their climates, and so do their houses.
        let own = self.climate.seed;
        let between = |key: u64, low: f64, high: f64| low + (high - low) * share(mixed(seed, own), key);
        let size = between(1, 0.85, 1.15);
        self.house.loss *= size;
        self.house.emitters *= size;
        self.house.air *= size;
        self.house.walls *= size * between(2, 0.75, 1.3);
        self.house.windows *= between(3, 0.75, 1.25);
        self.house.people *= between(4, 0.8, 1.2);
        self.water.people *= between(5, 0.75, 1.3);
        // Short enough that what is made of it has room.
        self.climate.seed = mixed(seed, own) >> 25;
        self
    }
}
