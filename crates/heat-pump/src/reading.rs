//! Every quantity at one moment.

use crate::settings::Boost;

/// Every quantity at one moment. Temperatures in °C, powers in kW, energies in kWh.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Outdoor temperature.
    pub outdoor: f64,
    /// Its mean of about a day.
    pub outdoor_average: f64,
    /// The calculated supply.
    pub flow_wanted: f64,
    /// The supply of the heating circuit.
    pub flow: f64,
    /// What comes back to the heat pump: from the circuit, or from the tank while that is charged.
    pub back: f64,
    /// What comes back from the heating circuit.
    pub circuit_back: f64,
    /// Room temperature.
    pub room: f64,
    /// The upper layer of the tank.
    pub water_top: f64,
    /// The lower layer of the tank.
    pub water_charging: f64,
    /// Brine that comes in.
    pub brine_in: f64,
    /// Brine that goes out.
    pub brine_out: f64,
    /// Water at the outlet of the condenser.
    pub condenser: f64,
    /// The evaporator.
    pub evaporator: f64,
    /// Hot gas.
    pub hot_gas: f64,
    /// The liquid line.
    pub liquid: f64,
    /// Suction gas.
    pub suction: f64,
    /// Pressure behind the compressor, in bar.
    pub high_pressure: f64,
    /// Pressure before it, in bar.
    pub low_pressure: f64,
    /// Air from the rooms.
    pub exhaust_air: f64,
    /// Air that leaves the house.
    pub extract_air: f64,
    /// Speed of the fan in per cent.
    pub fan: f64,
    /// Whether the compressor heats the house.
    pub heating: bool,
    /// Whether the compressor makes hot water.
    pub charging: bool,
    /// Whether frost is melted.
    pub defrosting: bool,
    /// Whether heating rests for the season.
    pub heating_rests: bool,
    /// Whether the addition rests because it is warm.
    pub addition_rests: bool,
    /// Frequency of the compressor.
    pub hz: f64,
    /// Degree minutes.
    pub degree_minutes: f64,
    /// Electric power of the compressor with its fan and pumps.
    pub power_kw: f64,
    /// Heat of the compressor to the water; negative while frost is melted.
    pub heat_kw: f64,
    /// Heat from the source; negative while frost is melted.
    pub taken_kw: f64,
    /// Power of the electric addition.
    pub addition_kw: f64,
    /// Heat of people and sun.
    pub gains_kw: f64,
    /// Heat that the house loses.
    pub lost_kw: f64,
    /// Heat that is drawn with hot water.
    pub drawn_kw: f64,
    /// Currents of the three phases of the house, in A.
    pub amperes: [f64; 3],
    /// Speed of the pump for the heating water in per cent.
    pub medium_pump: f64,
    /// Speed of the brine pump in per cent.
    pub brine_pump: f64,
    /// Heating water, in litres a minute.
    pub litres: f64,
    /// The boost of hot water.
    pub boost: Boost,
    /// Whether the outdoor sensor gives nothing.
    pub outdoor_absent: bool,
    /// Starts of the compressor.
    pub starts: f64,
    /// Hours of the compressor.
    pub hours: f64,
    /// Of which for hot water.
    pub hours_water: f64,
    /// Hours of the addition.
    pub addition_hours: f64,
    /// Heat of the compressor for heating.
    pub kwh_heating: f64,
    /// The same with the addition.
    pub kwh_heating_all: f64,
    /// Heat of the compressor for hot water.
    pub kwh_water: f64,
    /// Electricity of the compressor with its fan and pumps.
    pub kwh_drawn: f64,
    /// Of which for hot water.
    pub kwh_drawn_water: f64,
    /// Electricity of the addition.
    pub kwh_addition: f64,
}

impl Reading {
    /// What the outdoor sensor says; not a number when it gives nothing.
    pub fn outdoor_sensor(&self) -> f64 {
        if self.outdoor_absent { f64::NAN } else { self.outdoor }
    }

    /// Whether the compressor runs.
    pub fn compressor(&self) -> bool {
        self.hz > 0.0
    }
}
