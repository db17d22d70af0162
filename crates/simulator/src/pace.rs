//! How often the API may be asked: a bucket, or a window where the API says in headers what is left of it.

use std::collections::HashMap;

use jiff::Timestamp;
use uplink_spec::model::Pace;

use crate::clock::seconds_between;
use crate::handler::Request;

/// What a limit is bound to: those requests are counted together that have it in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The application that asks.
    Application,
    /// Whose things are asked for.
    User,
    /// The address that the request comes from.
    Ip,
    /// The thing that is asked for: what the path of the request names.
    Device,
}

impl Bound {
    const ALL: [(&'static str, Bound); 4] =
        [("application", Bound::Application), ("user", Bound::User), ("ip", Bound::Ip), ("device", Bound::Device)];

    /// The limit of a word.
    ///
    /// # Errors
    /// A sentence that says which words there are.
    pub fn find(word: &str) -> Result<Bound, String> {
        let found = Bound::ALL.iter().find(|(known, _)| *known == word).map(|(_, bound)| *bound);
        found.ok_or_else(|| format!("a limit is bound to application, user, ip or device, not to `{word}`"))
    }

    /// What its count is called for a request.
    fn key(self, request: &Request, client: &str, owner: &str, path: &[(&str, &str)]) -> String {
        match self {
            Bound::Application => format!("application {client}"),
            Bound::User => format!("user {owner}"),
            Bound::Ip => format!("ip {}", request.peer.map_or_else(String::new, |peer| peer.to_string())),
            Bound::Device => {
                let named: Vec<&str> = path.iter().map(|(_, value)| *value).collect();
                format!("device {}", named.join("/"))
            }
        }
    }
}

/// The counts that a request is part of.
pub(crate) fn keys(
    limits: &[Bound],
    request: &Request,
    client: &str,
    owner: &str,
    path: &[(&str, &str)],
) -> Vec<String> {
    if limits.is_empty() {
        return vec![String::new()];
    }
    limits.iter().map(|bound| bound.key(request, client, owner, path)).collect()
}

/// Takes one request of several counts, of all or of none. Gives what is left of the one that has least, or after how many
/// seconds there is one.
pub(crate) fn take(
    meters: &mut HashMap<String, Meter>,
    keys: &[String],
    pace: &Pace,
    now: Timestamp,
) -> Result<Option<(u32, f64)>, f64> {
    let known = |key: &String| meters.get(key).cloned().unwrap_or_else(|| Meter::new(pace, now));
    let mut taken: Vec<Meter> = keys.iter().map(known).collect();
    let waits = taken.iter_mut().filter_map(|meter| meter.take(pace, now).err());
    if let Some(wait) = waits.max_by(f64::total_cmp) {
        return Err(wait);
    }
    let left = taken.iter().filter_map(|meter| meter.left(pace, now)).min_by_key(|(left, _)| *left);
    meters.extend(keys.iter().cloned().zip(taken));
    Ok(left)
}

/// What was asked for lately.
#[derive(Clone, Debug)]
pub(crate) enum Meter {
    Bucket(Bucket),
    Window(Window),
}

impl Meter {
    pub(crate) fn new(pace: &Pace, now: Timestamp) -> Self {
        match pace.headers {
            Some(_) => Meter::Window(Window { begun: now, used: 0 }),
            None => Meter::Bucket(Bucket::full(pace, now)),
        }
    }

    /// Takes one request, or says after how many seconds there is one.
    pub(crate) fn take(&mut self, pace: &Pace, now: Timestamp) -> Result<(), f64> {
        match self {
            Meter::Bucket(bucket) => bucket.take(pace, now),
            Meter::Window(window) => window.take(pace, now),
        }
    }

    /// Requests that are left, and seconds until all are allowed again.
    pub(crate) fn left(&self, pace: &Pace, now: Timestamp) -> Option<(u32, f64)> {
        match self {
            Meter::Bucket(_) => None,
            Meter::Window(window) => Some((pace.requests.saturating_sub(window.used), window.rest(pace, now))),
        }
    }
}

/// A number of requests in a fixed time.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    begun: Timestamp,
    used: u32,
}

impl Window {
    fn rest(&self, pace: &Pace, now: Timestamp) -> f64 {
        pace.per_ms as f64 / 1000.0 - seconds_between(self.begun, now)
    }

    fn take(&mut self, pace: &Pace, now: Timestamp) -> Result<(), f64> {
        if self.rest(pace, now) <= 0.0 {
            *self = Window { begun: now, used: 0 };
        }
        if self.used >= pace.requests {
            return Err(self.rest(pace, now));
        }
        self.used += 1;
        Ok(())
    }
}

/// A token bucket over simulated time.
#[derive(Clone, Debug)]
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
    fn a_window_opens_anew_when_its_time_is_over() {
        let pace =
            Pace { requests: 2, per_ms: 60_000, burst: 2, in_flight: None, headers: Some("X".to_owned()), why: None };
        let start = Timestamp::from_second(1_700_000_000).expect("a time");
        let mut meter = Meter::new(&pace, start);
        assert_eq!(meter.take(&pace, start), Ok(()));
        assert_eq!(meter.take(&pace, later(start, 20.0)), Ok(()));
        assert_eq!(meter.left(&pace, later(start, 20.0)), Some((0, 40.0)));
        assert_eq!(meter.take(&pace, later(start, 20.0)), Err(40.0));
        assert_eq!(meter.take(&pace, later(start, 60.0)), Ok(()));
        assert_eq!(meter.left(&pace, later(start, 60.0)), Some((1, 60.0)));
    }

    #[test]
    fn what_is_bound_to_several_things_is_counted_for_each() {
        let pace = Pace { requests: 2, per_ms: 60_000, burst: 2, in_flight: None, headers: None, why: None };
        let start = Timestamp::from_second(1_700_000_000).expect("a time");
        let mut meters = HashMap::new();
        let limits = [Bound::User, Bound::Device];
        let mut ask = |owner: &str, device: &str| {
            let path = [("device", device)];
            let request = crate::testing::request("GET", "/", &[], "");
            take(&mut meters, &keys(&limits, &request, "app", owner, &path), &pace, start).is_ok()
        };
        assert!(ask("anna", "1") && ask("anna", "2"));
        assert!(!ask("anna", "3"), "anna has asked twice");
        assert!(ask("bo", "1") && !ask("carl", "1"), "device 1 was asked for twice");
        assert!(ask("carl", "3") && ask("dora", "3"), "a request that was refused counts for nothing");
        assert!(!ask("dora", "3"));
    }

    #[test]
    fn a_burst_passes_then_the_rate_holds() {
        let pace = Pace { requests: 1, per_ms: 4000, burst: 5, in_flight: None, headers: None, why: None };
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
