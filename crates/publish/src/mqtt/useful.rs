//! Which points most people look at. A machine has hundreds; the others are there, but off until somebody wants them.

use crate::point::{Kind, Point};

/// What their names begin with: keys of the catalogue, and English titles of machines that it does not know.
const BEGINNINGS: &[&str] = &[
    "outdoor_temp",
    "current_outd_temp",
    "avg_outdoor_temp",
    "average_outdoor_temp",
    "supply",
    "heat_medium_flow",
    "return",
    "heat_medium_return",
    "hot_water_top",
    "hot_water_charging",
    "room_temp",
    "calculated_supply",
    "calc_supply",
    "degree_minutes",
    "compressor_frequency",
    "current_compressor_frequency",
    "current_compr_frequency",
    "compressor_state",
    "status_compressor",
    "compressor_starts",
    "compressor_operating_time",
    "priority",
    "electrical_addition_power",
    "internal_additional_heat",
    "int_elec_add_heat",
    "current_eb100",
    "brine_in",
    "brine_out",
    "exhaust_air",
    "extract_air",
    "fan_speed",
    "flow",
    "alarm",
    "power",
    "temporary_lux",
];

pub(super) fn is(point: &Point) -> bool {
    let energy = point.kind == Kind::Counter && point.unit.ends_with("Wh");
    energy || BEGINNINGS.iter().any(|beginning| point.slug.starts_with(beginning))
}
