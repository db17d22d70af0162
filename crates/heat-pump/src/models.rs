//! A machine of each family, each in a house that fits it.
//!
//! Capacity and COP are those of EN 14511, as the Heat Pump Keymark publishes them; houses, frequencies and the
//! distances at the heat exchangers are chosen.

use crate::DAY;
use crate::design::{Compressor, Design, Source};
use crate::heating::Heating;
use crate::house::House;
use crate::refrigerant::Circuit;
use crate::water::Water;
use crate::weather::Climate;

const HEATING: Heating = Heating {
    slope: 0.75,
    room_sensor: true,
    addition: 6.5,
    addition_start: 700.0,
    addition_step: 50.0,
    least_run: 20,
    least_rest: 10,
};
const HOUSE: House = House {
    loss: 0.145,
    air: 1.2,
    walls: 11.0,
    coupling: 0.9,
    windows: 9.0,
    people: 0.45,
    emitters: 0.08,
    exponent: 1.3,
    circuit: 0.45,
};
const WATER: Water =
    Water { litres: 180.0, loss: 0.0018, people: 3.2, normal: (40.0, 50.0), boosted: (47.0, 53.0), coil: 5.5 };
const INSTALLED: i64 = 18_901 * DAY;

/// F1255-6 (the hydronics of F1155-6): a ground source with an inverter. Keymark: B0/W35 3.15 kW, COP 4.72; B0/W55 2.78 kW,
/// COP 2.99.
pub const GROUND_INVERTER: Design = Design {
    climate: Climate { seed: 101, mean: 6.6, season: 8.8, latitude: 56.5 },
    house: HOUSE,
    source: Source::Ground,
    compressor: Compressor::Inverter { least: 20.0, most: 110.0, water: 80.0 },
    circuit: Circuit {
        hz: 60.0,
        heat: 3.15,
        taken: 2.51,
        evaporating: -5.5,
        condensing: 37.0,
        below: 4.0,
        above: 2.0,
        quality: 0.6744,
        slope: 0.005_377,
        fall: 0.007_268,
        auxiliary: 0.03,
    },
    heating: HEATING,
    water: WATER,
    installed: INSTALLED,
};

/// F1245-8 (as F1145-8): a ground source of fixed speed. Keymark: B0/W35 8.01 kW, COP 4.60; B0/W55 6.36 kW, COP 3.09.
pub const GROUND_FIXED: Design = Design {
    climate: Climate { seed: 105, mean: 6.6, season: 8.8, latitude: 56.5 },
    house: House { loss: 0.23, emitters: 0.133, walls: 16.0, circuit: 0.7, ..HOUSE },
    source: Source::Ground,
    compressor: Compressor::Fixed { hz: 50.0 },
    circuit: Circuit {
        hz: 50.0,
        heat: 8.01,
        taken: 6.33,
        evaporating: -6.5,
        condensing: 38.0,
        below: 5.0,
        above: 3.0,
        quality: 0.6819,
        slope: 0.004_615,
        fall: 0.012_496,
        auxiliary: 0.06,
    },
    heating: Heating { least_rest: 15, addition_start: 400.0, addition_step: 30.0, ..HEATING },
    water: WATER,
    installed: INSTALLED,
};

/// F730: exhaust air with an inverter. Keymark: A20/W35 3.19 kW, COP 3.47; A20/W55 3.52 kW, COP 2.33.
pub const EXHAUST_INVERTER: Design = Design {
    climate: Climate { seed: 102, mean: 4.7, season: 11.0, latitude: 61.5 },
    house: House {
        loss: 0.06,
        air: 0.9,
        walls: 8.0,
        emitters: 0.09,
        windows: 6.0,
        people: 0.4,
        circuit: 0.35,
        ..HOUSE
    },
    source: Source::ExhaustAir,
    compressor: Compressor::Inverter { least: 20.0, most: 90.0, water: 60.0 },
    circuit: Circuit {
        hz: 50.0,
        heat: 3.19,
        taken: 2.33,
        evaporating: -8.0,
        condensing: 37.0,
        below: 28.0,
        above: 2.0,
        quality: 0.5382,
        slope: 0.004_799,
        fall: 0.006,
        auxiliary: 0.06,
    },
    heating: Heating { slope: 0.6, ..HEATING },
    water: Water { people: 2.2, ..WATER },
    installed: INSTALLED,
};

/// F2040-8 with a VVM 320: outdoor air with an inverter. Keymark: A7/W35 3.86 kW, COP 4.65; A7/W55 3.50 kW, COP 2.99.
pub const AIR_INVERTER: Design = Design {
    climate: Climate { seed: 103, mean: 9.4, season: 8.6, latitude: 52.6 },
    house: House { loss: 0.165, emitters: 0.077, circuit: 0.55, ..HOUSE },
    source: Source::OutdoorAir,
    compressor: Compressor::Inverter { least: 20.0, most: 95.0, water: 50.0 },
    circuit: Circuit {
        hz: 30.0,
        heat: 3.86,
        taken: 3.08,
        evaporating: 1.0,
        condensing: 36.5,
        below: 6.0,
        above: 1.5,
        quality: 0.5673,
        slope: 0.002_987,
        fall: 0.006_526,
        auxiliary: 0.05,
    },
    heating: Heating { slope: 0.85, room_sensor: false, addition: 9.0, ..HEATING },
    water: Water { people: 3.6, ..WATER },
    installed: INSTALLED,
};
