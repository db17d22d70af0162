//! What a heat pump did in the last day, for plots.

use std::collections::VecDeque;

use uplink_heat_pump::{DAY, Design, Pump, Reading, Settings};

/// Minutes between two looks.
const EVERY: i64 = 10;
/// What the model may pass over in days; on the way there is nothing to see.
const LONG: i64 = 300 * DAY;

/// A few quantities of some minute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub(super) minute: i64,
    pub(super) outdoor: f32,
    pub(super) room: f32,
    pub(super) flow: f32,
    pub(super) water: f32,
    pub(super) power: f32,
}

impl Sample {
    fn of(minute: i64, now: &Reading) -> Sample {
        Sample {
            minute,
            outdoor: now.outdoor as f32,
            room: now.room as f32,
            flow: now.flow as f32,
            water: now.water_top as f32,
            power: (now.power_kw + now.addition_kw) as f32,
        }
    }
}

/// The last day, looked at now and then.
#[derive(Debug, Default)]
pub(super) struct Past(VecDeque<Sample>);

impl Past {
    /// Takes a pump to a minute, and looks at it on the way. Steps of any length lead to the same.
    pub(super) fn advance(&mut self, pump: &mut Pump, design: &Design, settings: Settings, until: i64) {
        if until - pump.minute() < LONG {
            if self.0.is_empty() {
                self.0.reserve_exact((DAY / EVERY) as usize + 2);
            }
            let first = pump.minute().max(until - DAY);
            for minute in (first.div_euclid(EVERY) + 1)..=until.div_euclid(EVERY) {
                pump.advance(design, settings, minute * EVERY);
                self.forget(minute * EVERY);
                self.0.push_back(Sample::of(minute * EVERY, &pump.reading(design)));
            }
        }
        pump.advance(design, settings, until);
        self.forget(until);
    }

    /// Drops what is older than a day, so that each pump keeps the same few kilobytes.
    fn forget(&mut self, minute: i64) {
        while self.0.front().is_some_and(|sample| sample.minute < minute - DAY) {
            self.0.pop_front();
        }
    }

    pub(super) fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.0.iter()
    }
}
