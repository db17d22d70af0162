//! The weather of a place.

use std::f64::consts::TAU;

use crate::noise::{share, wave};

const DAY: f64 = 1440.0;
const YEAR: f64 = 365.2425 * DAY;
/// 20 January 1970, the coldest day in the mean of years, in minutes.
const COLDEST: f64 = 19.0 * DAY;
/// Local solar time is about an hour ahead in the middle of Europe.
const AHEAD: f64 = 60.0;

/// The climate of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Climate {
    /// Which weather of the many that fit.
    pub seed: u64,
    /// Mean of the year, in °C.
    pub mean: f64,
    /// Half of the difference between the means of July and January, in K.
    pub season: f64,
    /// Latitude in degrees.
    pub latitude: f64,
}

impl Climate {
    /// 1 in the coldest of winter, -1 in the warmest of summer.
    pub(crate) fn winter(&self, minute: i64) -> f64 {
        ((minute as f64 - COLDEST) / YEAR * TAU).cos()
    }

    /// Outdoor temperature without the wave of the day, in °C.
    pub fn daily(&self, minute: i64) -> f64 {
        let (t, winter) = (minute as f64, self.winter(minute));
        let fronts = 0.65 * wave(self.seed + 1, 9.0 * DAY, t) + 0.35 * wave(self.seed + 7, 23.0 * DAY, t);
        self.mean - self.season * winter + (8.5 + 3.5 * winter) * fronts
    }

    /// Outdoor temperature, in °C.
    pub fn outdoor(&self, minute: i64) -> f64 {
        let (t, winter) = (minute as f64 + AHEAD, self.winter(minute));
        let hour = ((t / DAY - 15.0 / 24.0) * TAU).cos();
        let clear = 1.0 - 0.6 * self.clouds(t);
        self.daily(minute) + (4.6 - 2.4 * winter) * clear * hour + 0.3 * wave(self.seed + 2, 110.0, t)
    }

    /// Sunshine on a surface that is level, in kW per square metre.
    pub(crate) fn sun(&self, minute: i64) -> f64 {
        let t = minute as f64 + AHEAD;
        let declination = (-23.4 * self.winter(minute)).to_radians();
        let latitude = self.latitude.to_radians();
        let hour = (t / DAY - 0.5) * TAU;
        let height = latitude.sin() * declination.sin() + latitude.cos() * declination.cos() * hour.cos();
        0.9 * height.max(0.0) * (1.0 - 0.75 * self.clouds(t))
    }

    /// How much of the sky is covered, from 0 to 1.
    fn clouds(&self, t: f64) -> f64 {
        (0.55 + 0.6 * wave(self.seed + 3, 1.3 * DAY, t)).clamp(0.0, 1.0)
    }

    /// A number from 0 to 1 for a minute.
    pub(crate) fn chance(&self, minute: i64, key: u64) -> f64 {
        share(self.seed ^ (key << 40), minute as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Climate = Climate { seed: 7, mean: 6.5, season: 9.0, latitude: 57.0 };

    fn mean_of(days: std::ops::Range<i64>) -> f64 {
        let minutes = days.start * 1440..days.end * 1440;
        let count = (minutes.end - minutes.start) as f64;
        minutes.map(|m| PLACE.outdoor(m)).sum::<f64>() / count
    }

    #[test]
    fn winters_are_cold_and_afternoons_are_warm() {
        // Januaries and Julies of ten years.
        let years: Vec<i64> = (50..60).map(|y| (y as f64 * 365.2425) as i64).collect();
        let january = years.iter().map(|d| mean_of(*d..d + 31)).sum::<f64>() / 10.0;
        let july = years.iter().map(|d| mean_of(d + 181..d + 212)).sum::<f64>() / 10.0;
        assert!((-5.5..0.0).contains(&january) && (13.0..18.0).contains(&july), "{january} {july}");
        let at = |hour: i64| (0..30).map(|day| PLACE.outdoor((20_000 + day) * 1440 + hour * 60)).sum::<f64>() / 30.0;
        assert!(at(14) > at(4) + 2.0);
    }
}
