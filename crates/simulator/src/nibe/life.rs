//! A heat pump over time: temperatures, compressor, hot water, counters.

use std::f64::consts::TAU;

use jiff::Timestamp;

use super::noise::{share, wave};

/// Start of 2022; counters begin there.
const BEGINNING: i64 = 1_640_995_200;
const DAY: f64 = 86_400.0;
const YEAR: f64 = 365.2425 * DAY;
/// The share of a heating cycle in which the compressor runs.
const DUTY: f64 = 0.55;
/// Hot water is charged twice a day.
const WATER_PERIOD: f64 = DAY / 2.0;
/// The share of that period which charging takes.
const WATER_DUTY: f64 = 0.06;

/// What makes one machine differ from another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life {
    pub(super) seed: u64,
    /// Mean outdoor temperature of the year.
    pub(super) climate: f64,
    /// Rise of the flow temperature for each degree that it is colder outside.
    pub(super) curve: f64,
    /// Compressor frequency at most.
    pub(super) most_hz: f64,
    /// Heat output at work.
    pub(super) power_kw: f64,
}

/// What the owner set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wishes {
    pub(super) heat_offset: f64,
    pub(super) room: f64,
    pub(super) hot_water_boost: bool,
    pub(super) fan_step: usize,
}

/// Every quantity at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Snapshot {
    pub(super) outdoor: f64,
    pub(super) outdoor_average: f64,
    pub(super) flow_wanted: f64,
    pub(super) flow: f64,
    pub(super) back: f64,
    pub(super) room: f64,
    pub(super) water_top: f64,
    pub(super) water_charging: f64,
    pub(super) brine_in: f64,
    pub(super) brine_out: f64,
    pub(super) condenser: f64,
    pub(super) evaporator: f64,
    pub(super) hot_gas: f64,
    pub(super) liquid: f64,
    pub(super) suction: f64,
    pub(super) high_pressure: f64,
    pub(super) low_pressure: f64,
    pub(super) exhaust_air: f64,
    pub(super) extract_air: f64,
    pub(super) fan: f64,
    pub(super) heating: bool,
    pub(super) charging: bool,
    pub(super) defrosting: bool,
    pub(super) hz: f64,
    pub(super) degree_minutes: f64,
    pub(super) addition_kw: f64,
    pub(super) amperes: [f64; 3],
    pub(super) medium_pump: f64,
    pub(super) brine_pump: f64,
    pub(super) litres: f64,
    pub(super) starts: f64,
    pub(super) hours: f64,
    pub(super) hours_water: f64,
    pub(super) addition_hours: f64,
    pub(super) kwh_heating: f64,
    pub(super) kwh_water: f64,
    pub(super) kwh_drawn: f64,
    pub(super) kwh_drawn_water: f64,
}

impl Snapshot {
    pub(super) fn compressor(&self) -> bool {
        self.heating || self.charging
    }
}

/// Where a repeating process stands.
struct Cycle {
    /// How often it began.
    count: f64,
    /// Whether it runs.
    on: bool,
    /// Seconds it ran in all.
    seconds: f64,
    /// Its effect, which lags behind: from 0 to 1.
    level: f64,
    /// The share of the present cycle that has passed.
    x: f64,
}

impl Cycle {
    fn at(t: f64, period: f64, duty: f64) -> Self {
        let (count, x) = ((t / period).floor(), (t / period).rem_euclid(1.0));
        let lag = duty / 7.0;
        let level = if x < duty { 1.0 - (-x / lag).exp() } else { (-(x - duty) / lag).exp() };
        Cycle { count, on: x < duty, seconds: (count * duty + x.min(duty)) * period, level, x }
    }
}

impl Life {
    /// Seconds since the counters began.
    pub(super) fn seconds(now: Timestamp) -> f64 {
        now.as_millisecond() as f64 / 1000.0 - BEGINNING as f64
    }

    pub(super) fn at(&self, now: Timestamp, wishes: Wishes) -> Snapshot {
        let t = Life::seconds(now);
        let heat = Cycle::at(t, 5400.0 + 1800.0 * share(self.seed, 11), DUTY);
        let water = Cycle::at(t + WATER_PERIOD * share(self.seed, 12), WATER_PERIOD, WATER_DUTY);
        let outdoor_average = self.outdoor_average(t);
        let outdoor = self.outdoor(t);
        let work = heat.level.max(water.level);

        let flow_wanted = (20.0 + self.curve * (20.0 - outdoor).max(0.0) + 2.0 * wishes.heat_offset).clamp(20.0, 60.0);
        let idle = 24.0 + 0.25 * (flow_wanted - 20.0);
        let heated = idle + (flow_wanted + 2.5 - idle) * heat.level;
        let flow = heated + (53.0 - heated).max(0.0) * water.level;
        let back = flow - 0.4 - 6.0 * work;

        let charging = water.on;
        let heating = heat.on && !charging;
        let demand = ((12.0 - outdoor) / 30.0).clamp(0.0, 1.0);
        let hz = match (charging, heating) {
            (true, _) => 0.75 * self.most_hz,
            (_, true) => 20.0 + (self.most_hz - 20.0) * demand,
            _ => 0.0,
        };
        let addition_kw = if heating { ((-10.0 - outdoor) * 0.6).clamp(0.0, 6.0) } else { 0.0 };
        let boost = if wishes.hot_water_boost { 4.0 } else { 0.0 };
        let water_top = if charging {
            45.5 + 7.5 * smooth(water.x / WATER_DUTY)
        } else {
            53.0 - 7.5 * smooth((water.x - WATER_DUTY) / (1.0 - WATER_DUTY))
        };
        let ground = 4.5 + 2.0 * (t / YEAR * TAU - 1.2).cos() + 0.3 * wave(self.seed + 4, 7.0 * DAY, t);
        let brine_in = ground - 1.2 * work;
        let exhaust_air = 21.8 + 0.5 * wave(self.seed + 5, 0.4 * DAY, t);
        let fan = fan(wishes.fan_step);
        let load = if hz > 0.0 { 0.7 + hz / 18.0 } else { 0.2 };
        let hours_on = (heat.seconds + water.seconds).max(0.0) / 3600.0;
        let (hours_heat, hours_water) = (heat.seconds.max(0.0) / 3600.0, water.seconds.max(0.0) / 3600.0);
        Snapshot {
            outdoor,
            outdoor_average,
            flow_wanted,
            flow,
            back,
            room: wishes.room + 0.4 * wave(self.seed + 3, 0.7 * DAY, t),
            water_top: water_top + boost,
            water_charging: water_top - 4.5 + 3.0 * water.level + boost,
            brine_in,
            brine_out: brine_in - 3.1 * work,
            condenser: flow + 1.3 * work,
            evaporator: brine_in - 4.0 * work,
            hot_gas: flow + 4.0 + 22.0 * work,
            liquid: back + 1.5,
            suction: brine_in + 3.5 - 2.0 * work,
            high_pressure: 9.0 + 0.3 * (flow - 20.0) * work,
            low_pressure: 9.0 - 3.2 * work + 0.08 * outdoor,
            exhaust_air,
            extract_air: exhaust_air - 18.0 * work * (fan / 100.0),
            fan,
            heating,
            charging,
            defrosting: heating && outdoor < 5.0 && (0.40..0.43).contains(&heat.x),
            hz,
            degree_minutes: degree_minutes(&heat) - 80.0 * water.level,
            addition_kw,
            amperes: [load + addition_kw, load * 0.9 + addition_kw / 3.0, load * 0.8],
            medium_pump: if charging || heating { 30.0 + 40.0 * demand } else { 12.0 },
            brine_pump: if charging || heating { 45.0 + 35.0 * demand } else { 0.0 },
            litres: 6.0 + 9.0 * work + 0.4 * wave(self.seed + 6, 0.1 * DAY, t),
            starts: (120.0 + heat.count + water.count).max(0.0),
            hours: 350.0 + hours_on,
            hours_water: 60.0 + hours_water,
            addition_hours: 25.0 + hours_heat * 0.01,
            kwh_heating: 900.0 + hours_heat * self.power_kw,
            kwh_water: 150.0 + hours_water * self.power_kw,
            kwh_drawn: 900.0 + hours_on * self.power_kw / 3.6,
            kwh_drawn_water: 110.0 + hours_water * self.power_kw / 2.9,
        }
    }

    fn outdoor_average(&self, t: f64) -> f64 {
        let season = -((t / YEAR - 20.0 / 365.0) * TAU).cos();
        self.climate + 6.5 * season + 2.5 * wave(self.seed + 1, 6.0 * DAY, t)
    }

    fn outdoor(&self, t: f64) -> f64 {
        // Coldest at four in the morning; 2022 began at midnight.
        let daily = -((t / DAY - 4.0 / 24.0) * TAU).cos();
        self.outdoor_average(t) + 3.5 * daily + 0.6 * wave(self.seed + 2, 0.15 * DAY, t)
    }
}

/// The speed of the fan at a step, in per cent; step 0 is normal.
pub(super) fn fan(step: usize) -> f64 {
    [65.0, 0.0, 30.0, 80.0, 100.0].get(step).copied().unwrap_or(65.0)
}

/// Falls while the compressor rests, rises while it works.
fn degree_minutes(heat: &Cycle) -> f64 {
    if heat.x < DUTY { -60.0 + 62.0 * heat.x / DUTY } else { 2.0 - 62.0 * (heat.x - DUTY) / (1.0 - DUTY) }
}

/// From 0 to 1 without corners.
fn smooth(x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::later;

    const LIFE: Life = Life { seed: 7, climate: 6.0, curve: 0.9, most_hz: 100.0, power_kw: 6.0 };
    const WISHES: Wishes = Wishes { heat_offset: 0.0, room: 21.0, hot_water_boost: false, fan_step: 0 };

    fn days() -> impl Iterator<Item = Snapshot> {
        let start = Timestamp::from_second(1_700_000_000).expect("a time");
        (0..4 * 1440).map(move |minute| LIFE.at(later(start, 60.0 * f64::from(minute)), WISHES))
    }

    #[test]
    fn a_minute_changes_little_and_counters_never_fall() {
        let all: Vec<Snapshot> = days().collect();
        for pair in all.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            assert!((a.outdoor - b.outdoor).abs() < 0.2);
            assert!((a.flow - b.flow).abs() < 7.0, "{} {}", a.flow, b.flow);
            assert!((a.water_top - b.water_top).abs() < 1.0);
            assert!((a.room - b.room).abs() < 0.1);
            for counter in [|s: &Snapshot| s.starts, |s: &Snapshot| s.hours, |s: &Snapshot| s.kwh_drawn] {
                assert!(counter(b) >= counter(a));
            }
        }
        assert!(all.iter().any(|s| s.charging) && all.iter().any(|s| s.heating));
        assert!(all.iter().any(|s| !s.compressor()));
        assert!(all.iter().all(|s| (-25.0..30.0).contains(&s.outdoor) && (15.0..65.0).contains(&s.flow)));
    }

    #[test]
    fn equal_times_give_equal_values_even_before_the_beginning() {
        let long_ago = Timestamp::from_second(0).expect("a time");
        let (a, b) = (LIFE.at(long_ago, WISHES), LIFE.at(long_ago, WISHES));
        assert_eq!(format!("{a:?}"), format!("{b:?}"));
        assert!(a.hours >= 0.0 && a.starts >= 0.0 && a.kwh_drawn >= 0.0);
    }
}
