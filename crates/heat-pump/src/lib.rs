//! A heat pump in a house, minute by minute: the weather, the house, the heating circuit, the hot water, the refrigerant
//! and the controller. No network, no clock, no chance: equal designs, times and settings give equal readings.
//!
//! ```
//! use uplink_heat_pump::{Pump, Settings, models};
//!
//! let design = models::GROUND_INVERTER;
//! let day = 24 * 60;
//! let mut pump = Pump::at(&design, 19_737 * day);
//! pump.advance(&design, Settings::default(), 19_738 * day);
//! let now = pump.reading(&design);
//! assert!(now.hours >= 0.0 && now.room > 10.0);
//! ```
//!
//! [`Design::seeded`] puts the same machine into another house under another weather: as many pumps as there are seeds.
//!
//! # Equations
//!
//! The step is a minute. Temperatures are in °C, powers in kW, energies in kWh; *T* with a K is absolute.
//!
//! **Weather** (`weather.rs`). Outdoor = mean of the place + wave of the year, coldest on 20 January + waves of days and
//! weeks, larger in winter + wave of the day, larger in summer + noise. The sun shines by the height that it has at the
//! latitude, through clouds that are another wave.
//!
//! **House** (`house.rs`). Two capacities, air and walls, coupled. *C·dT/dt* = heating + people and sun − *UA*·(air −
//! outdoor) − air exchange. The emitters give *K*·(water − air)ⁿ with n = 1.1 for floors and 1.3 for radiators (EN 442).
//!
//! **Refrigerant** (`refrigerant.rs`). Condensing and evaporating temperatures lie a distance beyond water and source that
//! grows with the load. COP = η·*T*c/(*T*c − *T*e), where η falls linearly with the lift; the heat is in proportion to the
//! frequency, grows by 3 % per kelvin of *T*e and falls linearly with *T*c. η and its slope are solved from two published
//! points of each machine. Fans, pumps and the inverter take a constant power besides. Pressures are those of saturated
//! R410A by Clausius and Clapeyron.
//!
//! **Source** (`source.rs`). A borehole is disturbed quickly by its own resistance and slowly by the rock around it. Exhaust
//! air is cooled by what is taken from it. An air evaporator collects frost near and below freezing, which costs
//! temperature until it is melted with heat of the heating water.
//!
//! **Heating** (`heating.rs`). Calculated supply = wanted room + slope·(wanted room − outdoor) + 2.5 K for each step of the
//! offset + what the room sensor adds. Each minute **degree minutes** grow by supply − calculated supply, where supply is
//! measured in the heating circuit, behind the valve for hot water; so they go on while hot water is made. Supply = return +
//! heat / flow; the return follows when half of the water has passed, so a compressor that starts lifts the supply at once
//! and the return by and by. Degree minutes stay between −3000 and 100, are 0 while heating rests for the season, and at
//! least 2 when the supply is more than 10 K too warm. The compressor is wanted from −60 on and until 0; an electric addition
//! comes in steps from 400 (fixed speed) or 700 (inverter) below that on. An
//! inverter follows the lack of supply and the degree minutes in proportion; a compressor of fixed speed knows on and off.
//! Both have least times of run and rest.
//!
//! **Hot water** (`water.rs`). A tank of two layers. Showers, baths and taps come by chance of the hour, a hash of seed and
//! minute. Charging begins when the lower layer falls below a limit and ends at another one; a boost lifts both for its
//! hours and then ends. With heating waiting, hot water has half an hour at a time.
//!
//! **Counters** (`counters.rs`) add power × time of each minute. When more than a year is to be passed over, and for the
//! life before the first look, days take the place of minutes: degree days give the heat, and the COP at their mean the
//! rest.
//!
//! # Sources
//!
//! Capacity and COP at EN 14511 points: Heat Pump Keymark, from the data base that the library hplib collects. Steps of the
//! offset, start values and ranges of degree minutes: manuals of F1155, F730, F1345 and SMO 40. What is not said there
//! (houses, time constants, control gains, hot water limits) is chosen so that a house behaves as houses do.

mod counters;
mod design;
mod fault;
mod heating;
mod house;
mod measure;
pub mod models;
mod noise;
mod pump;
mod reading;
mod refrigerant;
mod settings;
mod source;
mod water;
mod weather;

pub use counters::Counters;
pub use design::{Compressor, Design, Source};
pub use fault::Fault;
pub use heating::Heating;
pub use house::House;
pub use noise::{share, wave};
pub use pump::{Mode, Pump};
pub use reading::Reading;
pub use refrigerant::{Circuit, Point};
pub use settings::{Boost, Settings, fan_speed};
pub use water::Water;
pub use weather::Climate;

/// Minutes of a day.
pub const DAY: i64 = 24 * 60;

/// What the README shows runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
