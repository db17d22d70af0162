//! How often the API may be asked.

use jiff::Timestamp;
use uplink_spec::model::Pace;

use crate::clock::seconds_between;

/// A token bucket over simulated time.
#[derive(Debug)]
pub(crate) struct Bucket {
    level: f64,
    filled: Timestamp,
}

impl Bucket {
    pub(crate) fn full(pace: &Pace, now: Timestamp) -> Self {
        Bucket { level: f64::from(pace.burst.max(1)), filled: now }
    }

    /// Takes one request, or says after how many seconds there is one.
    pub(crate) fn take(&mut self, pace: &Pace, now: Timestamp) -> Result<(), f64> {
        let rate = f64::from(pace.requests) * 1000.0 / (pace.per_ms.max(1) as f64);
        let gained = seconds_between(self.filled, now).max(0.0) * rate;
        self.level = (self.level + gained).min(f64::from(pace.burst.max(1)));
        self.filled = now;
        if self.level >= 1.0 {
            self.level -= 1.0;
            return Ok(());
        }
        Err(if rate > 0.0 { (1.0 - self.level) / rate } else { 86_400.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::later;

    #[test]
    fn a_burst_passes_then_the_rate_holds() {
        let pace = Pace { requests: 1, per_ms: 4000, burst: 5, why: None };
        let start = Timestamp::from_second(1_700_000_000).expect("a time");
        let mut bucket = Bucket::full(&pace, start);
        for _ in 0..5 {
            assert_eq!(bucket.take(&pace, start), Ok(()));
        }
        assert_eq!(bucket.take(&pace, start), Err(4.0));
        assert_eq!(bucket.take(&pace, later(start, 2.0)), Err(2.0));
        assert_eq!(bucket.take(&pace, later(start, 4.0)), Ok(()));
        assert!(bucket.take(&pace, later(start, 4.0)).is_err());
        for _ in 0..5 {
            assert_eq!(bucket.take(&pace, later(start, 1000.0)), Ok(()));
        }
        assert!(bucket.take(&pace, later(start, 1000.0)).is_err());
    }
}
