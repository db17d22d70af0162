//! The time since something was read, whatever becomes of the machine's clock.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// Less is what a time server mends from day to day.
const NEWS: SignedDuration = SignedDuration::from_secs(10);

/// A clock that starts as the machine's and is never set. Ages are reckoned by it.
#[derive(Clone, Copy, Debug)]
pub struct SteadyClock {
    started: Timestamp,
    running: Instant,
}

impl SteadyClock {
    /// Starts now.
    #[allow(clippy::new_without_default, reason = "two of them differ")]
    pub fn new() -> Self {
        SteadyClock { started: Timestamp::now(), running: Instant::now() }
    }

    /// The time by this clock.
    pub fn now(&self) -> Timestamp {
        let since = SignedDuration::try_from(self.running.elapsed()).unwrap_or(SignedDuration::MAX);
        self.started.checked_add(since).unwrap_or(Timestamp::MAX)
    }
}

/// Notices that the machine's clock is set.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// How far the machine's clock was ahead of the steady one.
    ahead: SignedDuration,
}

impl Settings {
    /// Looks at both clocks, and gives a sentence when the machine's was set since the last look.
    pub(crate) fn look(&mut self, wall: Timestamp, steady: Timestamp) -> Option<String> {
        let ahead = wall.duration_since(steady);
        let by = ahead - std::mem::replace(&mut self.ahead, ahead);
        // To the second: looks take a while.
        let shown = SignedDuration::from_secs((by.abs() + SignedDuration::from_millis(500)).as_secs());
        match by {
            by if by > NEWS => {
                Some(format!("the clock of this machine went {shown:#} ahead: it was set, or the machine slept"))
            }
            by if by < -NEWS => Some(format!(
                "the clock of this machine was set back by {shown:#}: what is read now may replace rows of that time"
            )),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_is_told_once_and_one_that_drifts_is_not() {
        let mut settings = Settings::default();
        let mut look = |wall: i64, steady: i64| {
            let at = |second| Timestamp::from_second(second).expect("a time");
            settings.look(at(wall), at(steady))
        };
        assert_eq!(look(1_000, 1_000), None);
        // A second in a minute is a bad clock, and none that was set.
        assert_eq!((1..100).find_map(|minute| look(1_000 + minute * 61, 1_000 + minute * 60)), None);
        let ahead = look(11_000, 7_000).expect("it was set");
        assert!(ahead.contains("1h 5m 1s ahead"), "{ahead}");
        assert_eq!(look(11_060, 7_060), None);
        let back = look(7_120, 7_120).expect("it was set");
        assert!(back.contains("set back by 1h 6m 40s"), "{back}");
        assert_eq!(look(7_180, 7_180), None);
    }
}
