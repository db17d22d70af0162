//! The simulated time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// A clock that may run fast and may be set forward.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Timestamp,
    began: Instant,
    speed: f64,
    /// Seconds, as the bits of their f64: each request looks, and hardly anybody sets it.
    ahead: AtomicU64,
}

impl Clock {
    pub(crate) fn new(start: Timestamp, speed: f64) -> Self {
        let speed = if speed.is_finite() { speed.max(0.0) } else { 1.0 };
        Clock { start, began: Instant::now(), speed, ahead: AtomicU64::new(0.0_f64.to_bits()) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let ahead = f64::from_bits(self.ahead.load(Ordering::Acquire));
        later(self.start, self.began.elapsed().as_secs_f64() * self.speed + ahead)
    }

    /// Sets the clock forward; it never goes back.
    pub(crate) fn advance(&self, seconds: f64) {
        if seconds.is_finite() && seconds > 0.0 {
            let later = |ahead| Some((f64::from_bits(ahead) + seconds).to_bits());
            let _ = self.ahead.fetch_update(Ordering::AcqRel, Ordering::Acquire, later);
        }
    }

    /// A lifetime as a client is told it, who lives in real time.
    pub(crate) fn said(&self, simulated: u64) -> u64 {
        if self.speed == 0.0 || self.speed == 1.0 { simulated } else { (simulated as f64 / self.speed).floor() as u64 }
    }

    /// How many real seconds a wait of so many simulated seconds takes, whole and at least one.
    pub(crate) fn real_seconds(&self, simulated: f64) -> u64 {
        let real = if self.speed > 0.0 { simulated / self.speed } else { simulated };
        real.ceil().clamp(1.0, 86_400.0) as u64
    }
}

/// The time so many seconds after `start`; the end of time when that lies beyond it.
pub(crate) fn later(start: Timestamp, seconds: f64) -> Timestamp {
    let duration = SignedDuration::try_from_secs_f64(seconds).unwrap_or(SignedDuration::MAX);
    start.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// Seconds from `earlier` to `later`.
pub(crate) fn seconds_between(earlier: Timestamp, later: Timestamp) -> f64 {
    later.duration_since(earlier).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_told_in_real_seconds() {
        let start = Timestamp::from_second(1_700_000_000).expect("a time");
        for (speed, said) in [(0.0, 3600), (0.5, 7200), (1.0, 3600), (72.0, 50), (1e9, 0)] {
            assert_eq!(Clock::new(start, speed).said(3600), said, "{speed}");
        }
    }

    #[test]
    fn a_stopped_clock_moves_only_when_advanced() {
        let start = Timestamp::from_second(1_700_000_000).expect("a time");
        let clock = Clock::new(start, 0.0);
        assert_eq!(clock.now(), start);
        clock.advance(90.5);
        clock.advance(-10.0);
        clock.advance(f64::NAN);
        assert!((seconds_between(start, clock.now()) - 90.5).abs() < 1e-6);
        clock.advance(1e300);
        assert_eq!(clock.now(), Timestamp::MAX);
    }
}
