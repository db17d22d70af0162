//! A heat pump that runs.

use serde::{Deserialize, Serialize};

use crate::DAY;
use crate::counters::Counters;
use crate::design::{Compressor, Design};
use crate::fault::Fault;
use crate::heating::{self, Heating};
use crate::measure::Sensors;
use crate::refrigerant::Point;
use crate::settings::{Boost, Settings, fan_speed};
use crate::source::{DEFROST, Ground};
use crate::water::Tank;

/// What the compressor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// Nothing.
    Off,
    /// It heats the house.
    Heating,
    /// It makes hot water.
    HotWater,
    /// It melts frost.
    Defrosting,
}

/// Days for which a house is let settle before anybody looks; looks within the same ones begin alike.
const SETTLING: i64 = 8 * DAY;
/// More than this is passed over in days instead of minutes.
const FAR: i64 = 400 * DAY;
/// Minutes that hot water and heating have at a time when both are wanted.
const TURNS: (i64, i64) = (30, 20);
/// Hz that an inverter changes in a minute, and above its lowest at the start.
const SLEW: f64 = 4.0;
const BEGIN: f64 = 15.0;
/// Degree minutes that the start of the settling has.
const SETTLED: f64 = -30.0;
/// How much too warm the supply may be for the addition, in K.
const ADDITION_TOO_WARM: f64 = 7.0;
/// kW of the addition that heats the tank when the compressor cannot.
const TANK_ADDITION: f64 = 3.0;

/// A heat pump that runs. What it was built as is in a [`Design`], which is the same all the time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pump {
    pub(crate) minute: i64,
    pub(crate) mode: Mode,
    /// Minutes of this run, of this rest, and of this mode.
    pub(crate) ran: i64,
    pub(crate) rested: i64,
    pub(crate) turn: i64,
    pub(crate) wants_heat: bool,
    pub(crate) hz: f64,
    pub(crate) degree_minutes: f64,
    pub(crate) average: f64,
    pub(crate) air: f64,
    pub(crate) walls: f64,
    pub(crate) circuit: f64,
    pub(crate) tank: Tank,
    pub(crate) ground: Ground,
    /// What the heat exchangers feel, which lags behind.
    pub(crate) load: Point,
    /// The heat that the supply sensor feels, which lags behind too.
    pub(crate) lag: f64,
    /// How much colder the return is than the heating water in the mean, in K; water takes its time to come round.
    #[serde(default)]
    pub(crate) cooled: f64,
    pub(crate) counters: Counters,
    pub(crate) faults: u8,
    pub(crate) sensors: Sensors,
    pub(crate) last: Last,
}

/// What the last minute was like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Last {
    pub(crate) outdoor: f64,
    pub(crate) wanted: f64,
    pub(crate) fan_step: usize,
    pub(crate) heat: f64,
    pub(crate) taken: f64,
    pub(crate) power: f64,
    pub(crate) addition: f64,
    pub(crate) gains: f64,
    pub(crate) lost: f64,
    pub(crate) drawn: f64,
    pub(crate) rests: bool,
    pub(crate) flow_rate: f64,
}

impl Pump {
    /// A heat pump that has settled some time before a minute since 1970. [`advance`](Pump::advance) it to that minute.
    pub fn at(design: &Design, minute: i64) -> Pump {
        let origin = settled_before(minute);
        let mut counters = Counters::default();
        counters.estimate(design, design.installed, origin);
        Pump::settled(design, origin, counters, 0)
    }

    fn settled(design: &Design, minute: i64, counters: Counters, faults: u8) -> Pump {
        let outdoor = design.climate.daily(minute);
        let settings = Settings::default();
        let need = design.house.loss * (settings.room - outdoor - 3.0).max(0.0);
        let circuit = design.heating.supply(settings, outdoor, settings.room) - 2.0;
        let sensors = Sensors { condenser: circuit, back: circuit, hot_gas: 40.0, suction: 8.0, evaporator: 4.0 };
        Pump {
            minute,
            mode: Mode::Off,
            ran: 0,
            rested: 60,
            turn: 0,
            wants_heat: false,
            hz: 0.0,
            degree_minutes: SETTLED,
            average: outdoor,
            air: settings.room,
            walls: settings.room - 0.3,
            circuit,
            tank: Tank::new(&design.water),
            ground: Ground::new((0.75 * need / design.circuit.taken).min(1.5)),
            load: Point { evaporating: outdoor, condensing: circuit, ..Point::default() },
            lag: 0.0,
            cooled: 0.0,
            counters,
            faults,
            sensors,
            last: Last { outdoor, wanted: circuit, ..Last::default() },
        }
    }

    /// The minute since 1970 that it has reached.
    pub fn minute(&self) -> i64 {
        self.minute
    }

    /// What the compressor does.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Lets the time pass until a minute since 1970. It never goes back.
    pub fn advance(&mut self, design: &Design, settings: Settings, minute: i64) {
        if minute.saturating_sub(self.minute) > FAR {
            let origin = settled_before(minute);
            let mut counters = self.counters;
            counters.estimate(design, self.minute, origin);
            *self = Pump::settled(design, origin, counters, self.faults);
        }
        while self.minute < minute {
            self.step(design, settings);
        }
    }

    /// Begins a boost of hot water, or ends it.
    pub fn boost(&mut self, boost: Boost) {
        self.tank.begin(boost);
    }

    /// Turns the fan to a step, which takes no time.
    pub fn turn_fan(&mut self, step: usize) {
        self.last.fan_step = step;
    }

    /// Sets the counters to zero, as in a new controller.
    pub fn reset_counters(&mut self) {
        self.counters = Counters::default();
    }

    /// Breaks something.
    pub fn fail(&mut self, fault: Fault) {
        self.faults |= fault.bit();
    }

    /// Repairs something.
    pub fn repair(&mut self, fault: Fault) {
        self.faults &= !fault.bit();
    }

    /// Whether something is broken.
    pub fn has(&self, fault: Fault) -> bool {
        self.faults & fault.bit() != 0
    }

    /// Heat in house, heating water and tank, in kWh above 0 °C.
    pub fn stored(&self, design: &Design) -> f64 {
        let house = &design.house;
        house.air * self.air + house.walls * self.walls + house.circuit * self.circuit + self.tank.stored(&design.water)
    }

    fn step(&mut self, design: &Design, settings: Settings) {
        self.minute += 1;
        let outdoor = design.climate.outdoor(self.minute);
        self.average += (outdoor - self.average) / DAY as f64;
        let measured = if self.has(Fault::OutdoorSensor) { self.average } else { outdoor };
        let wanted = design.heating.supply(settings, measured, self.air);
        let allowed = Heating::allowed(self.average);
        let source = self.ground.temperature(design, outdoor, self.air, settings.fan_step, self.load);
        let source = source.filter(|_| !self.has(Fault::LowPressure) && !self.has(Fault::PowerCut));

        self.tank.decide(&design.water, settings.hot_water && !settings.away);
        self.choose(design, allowed, source.is_some(), wanted);
        let point = self.work(design, source.unwrap_or(outdoor), wanted);
        let (addition, tank_addition) = self.add(design, source.is_some(), wanted);

        // Heat goes its ways.
        let to_tank = if self.mode == Mode::HotWater { point.heat } else { 0.0 } + tank_addition;
        let to_circuit = if self.mode == Mode::HotWater { 0.0 } else { point.heat } + addition;
        let circulates = (allowed || self.mode == Mode::Heating) && !self.has(Fault::PowerCut);
        let drawn = self.tank.draw(&design.water, &design.climate, self.minute, settings.away);
        let fan = if self.has(Fault::PowerCut) { 0.0 } else { fan_speed(settings.fan_step) };
        let from_tank = self.tank.charge(&design.water, to_tank, self.air);
        let (gains, lost) = self.house(design, outdoor, fan, to_circuit + from_tank, to_circuit, circulates);
        self.ground.pass(design, outdoor, point);

        // What sensors feel.
        self.load.heat += (point.heat.max(0.0) - self.load.heat) / 2.0;
        self.load.taken += (point.taken.max(0.0) - self.load.taken) / 2.0;
        (self.load.evaporating, self.load.condensing) = (point.evaporating, point.condensing);
        self.lag += (to_circuit - self.lag) / 3.0;
        let dirty = if self.has(Fault::Filter) { 0.35 } else { 1.0 };
        let flow_rate = if circulates { (0.8 * design.circuit.heat / 6.0).max(self.lag / 6.0) * dirty } else { 0.0 };
        let spread = if flow_rate > 0.0 { self.lag / flow_rate } else { 0.0 };
        // Half of the water has to pass until the return is as the mean was.
        let round = if flow_rate > 0.0 { (30.0 * design.house.circuit / flow_rate).max(1.0) } else { 30.0 };
        self.cooled += (spread / 2.0 - self.cooled) / round;
        self.last = Last {
            outdoor,
            wanted,
            fan_step: settings.fan_step,
            heat: point.heat,
            taken: point.taken,
            power: point.power,
            addition: addition + tank_addition,
            gains,
            lost,
            drawn,
            rests: !allowed,
            flow_rate,
        };
        self.feel(design, source.unwrap_or(outdoor));
        if !self.has(Fault::PowerCut) {
            self.degree_minutes = Heating::degree_minutes(self.degree_minutes, self.supply(), wanted, allowed);
        }
        self.count(addition + tank_addition);
    }

    /// Chooses what the compressor does.
    fn choose(&mut self, design: &Design, allowed: bool, can_run: bool, wanted: f64) {
        self.wants_heat = match self.degree_minutes {
            _ if !allowed => false,
            low if low <= heating::START => true,
            high if high >= 0.0 => false,
            _ => self.wants_heat,
        };
        let mut mode = match (self.wants_heat, self.tank.wanted, self.mode) {
            _ if !can_run => Mode::Off,
            (_, _, Mode::Defrosting) if self.turn < DEFROST => Mode::Defrosting,
            (_, _, Mode::Heating) if self.ground.frost >= 1.0 => Mode::Defrosting,
            (true, true, Mode::HotWater) if self.turn >= TURNS.0 => Mode::Heating,
            (true, true, Mode::Heating) if self.turn < TURNS.1 => Mode::Heating,
            (_, true, _) => Mode::HotWater,
            (true, false, _) => Mode::Heating,
            (false, false, _) => Mode::Off,
        };
        let short = mode == Mode::Off && can_run && self.mode == Mode::Heating && self.ran < design.heating.least_run;
        if short && allowed && self.supply() < wanted + 9.0 {
            mode = Mode::Heating;
        }
        if self.mode == Mode::Off && self.rested < design.heating.least_rest {
            mode = Mode::Off;
        }
        if mode != Mode::Off && self.mode == Mode::Off {
            self.counters.starts += 1.0;
            self.ran = 0;
        }
        if self.mode == Mode::Defrosting && mode != Mode::Defrosting {
            self.ground.frost = 0.0;
        }
        self.turn = if mode == self.mode { self.turn + 1 } else { 0 };
        (self.ran, self.rested) = if mode == Mode::Off { (0, self.rested + 1) } else { (self.ran + 1, 0) };
        self.mode = mode;
    }

    /// A minute of the compressor.
    fn work(&mut self, design: &Design, source: f64, wanted: f64) -> Point {
        let begins = self.hz == 0.0;
        let target = match (design.compressor, self.mode) {
            (_, Mode::Off) => 0.0,
            (Compressor::Fixed { hz }, _) => hz,
            (Compressor::Inverter { least, most, .. }, Mode::Heating) => {
                Heating::frequency(least, most, wanted - self.supply(), self.degree_minutes)
            }
            (Compressor::Inverter { water, .. }, Mode::HotWater) => water,
            (Compressor::Inverter { least, most, .. }, Mode::Defrosting) => (least + most) / 2.0,
        };
        self.hz = match design.compressor {
            Compressor::Inverter { least, most, .. } if target > 0.0 => {
                let from = if begins { (least + BEGIN).min(most) } else { self.hz };
                from + (target - from).clamp(-SLEW, SLEW)
            }
            _ => target,
        };
        let circuit = &design.circuit;
        if begins && self.hz > 0.0 {
            // The first minute is not lived against exchangers without a load.
            let share = 0.8 * self.hz / circuit.hz;
            (self.load.heat, self.load.taken) = (circuit.heat * share, circuit.taken * share);
        }
        match self.mode {
            Mode::Off => Point { evaporating: source, condensing: self.sensors.condenser, ..Point::default() },
            Mode::Heating => circuit.at(self.hz, source, self.supply(), self.load),
            Mode::HotWater => circuit.at(self.hz, source, self.charging(design), self.load),
            Mode::Defrosting => {
                // Backwards: the heating water gives heat, and so does the compressor.
                let (power, heat) = (0.28 * circuit.heat, 0.8 * circuit.heat);
                let taken = -heat - power + circuit.auxiliary;
                Point { heat: -heat, taken, power, evaporating: self.circuit - 8.0, condensing: 4.0 }
            }
        }
    }

    /// Water that charges the tank.
    pub(crate) fn charging(&self, design: &Design) -> f64 {
        self.tank.low + design.water.coil * (self.load.heat / design.circuit.heat).max(0.2)
    }

    /// The electric addition: for the house, and for the tank.
    fn add(&self, design: &Design, can_run: bool, wanted: f64) -> (f64, f64) {
        if self.has(Fault::PowerCut) {
            return (0.0, 0.0);
        }
        let rests = Heating::addition_rests(self.average) && can_run;
        let serves =
            matches!(self.mode, Mode::Heating | Mode::Off) && !rests && self.supply() < wanted + ADDITION_TOO_WARM;
        let house = if serves { design.heating.addition_power(self.degree_minutes) } else { 0.0 };
        let tank = if !can_run && self.tank.wanted { TANK_ADDITION.min(design.heating.addition) } else { 0.0 };
        (house.min(design.heating.addition - tank), tank)
    }

    /// A minute of the house. Gives what comes in from people and sun, and what is lost.
    fn house(
        &mut self,
        design: &Design,
        outdoor: f64,
        fan: f64,
        heat: f64,
        to_circuit: f64,
        circulates: bool,
    ) -> (f64, f64) {
        let house = &design.house;
        let emitted = house.emitted(self.circuit, self.air) * if circulates { 1.0 } else { 0.1 };
        let gains = house.gains(&design.climate, self.minute);
        // Windows are opened when it is too warm.
        let open = if self.air > 24.0 && outdoor < self.air { 0.15 * (self.air - 24.0) } else { 0.0 };
        let lost = (house.loss + open + Ground::air(design, fan)) * (self.air - outdoor);
        let into_walls = house.coupling * (self.air - self.walls);
        let from_tank = heat - to_circuit;
        self.air += (emitted + gains + from_tank - lost - into_walls) / house.air / 60.0;
        self.walls += into_walls / house.walls / 60.0;
        self.circuit += (to_circuit - emitted) / house.circuit / 60.0;
        (gains, lost)
    }

    /// The return of the heating circuit.
    pub(crate) fn back(&self) -> f64 {
        self.circuit - self.cooled
    }

    /// The supply of the heating circuit.
    pub(crate) fn supply(&self) -> f64 {
        self.back() + if self.last.flow_rate > 0.0 { self.lag / self.last.flow_rate } else { 0.0 }
    }

    fn count(&mut self, addition: f64) {
        let counters = &mut self.counters;
        let last = &self.last;
        let hour = 1.0 / 60.0;
        if self.mode != Mode::Off {
            counters.hours += hour;
            counters.drawn += last.power * hour;
        }
        match self.mode {
            Mode::HotWater => {
                counters.hours_water += hour;
                counters.drawn_water += last.power * hour;
                counters.water += last.heat * hour;
            }
            Mode::Heating => counters.heating += last.heat * hour,
            _ => {}
        }
        counters.addition += addition * hour;
        counters.hours_addition += if addition > 0.0 { hour } else { 0.0 };
    }
}

/// The minute at which a house settles that is looked at in another one.
fn settled_before(minute: i64) -> i64 {
    (minute.div_euclid(SETTLING) - 1) * SETTLING
}
