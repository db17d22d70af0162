//! A grant in use, with its times on the clock that nobody sets.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, SystemTime};

use secrecy::ExposeSecret;
use tokio::time::Instant;
use uplink_runtime::AccessToken;

use crate::Grant;

const LEAD: Duration = Duration::from_secs(30);
/// The most that the lead is lengthened by, as a share of it.
const JITTER: f64 = 0.2;

#[derive(Clone, Debug)]
pub(crate) struct CachedGrant {
    pub(crate) grant: Grant,
    /// When the access token ends; `None` when only the server knows.
    until: Option<Instant>,
    /// From when on it is renewed.
    due: Option<Instant>,
}

impl CachedGrant {
    pub(crate) fn new(grant: Grant) -> Self {
        let (left, lead) = match grant.expires_at() {
            Some(expires_at) => times(grant.obtained_at(), expires_at, SystemTime::now()),
            None => return CachedGrant { grant, until: None, due: None },
        };
        // Many programs that started together must not renew together for ever.
        let lead = lead + lead.mul_f64(JITTER * chance());
        let now = Instant::now();
        CachedGrant { grant, until: now.checked_add(left), due: now.checked_add(left.saturating_sub(lead)) }
    }

    /// Not yet to be renewed.
    pub(crate) fn is_fresh(&self) -> bool {
        self.due.is_none_or(|due| Instant::now() < due)
    }

    /// Not yet ended.
    pub(crate) fn is_alive(&self) -> bool {
        self.until.is_none_or(|until| Instant::now() < until)
    }

    pub(crate) fn is(&self, access: &AccessToken) -> bool {
        self.grant.access_token().expose_secret() == access.token.expose_secret()
    }

    pub(crate) fn access(&self) -> AccessToken {
        AccessToken { token: self.grant.access_token().clone() }
    }
}

/// From 0 to 1. Nothing secret hangs on it.
fn chance() -> f64 {
    f64::from((RandomState::new().hash_one(0_u8) >> 32) as u32) / f64::from(u32::MAX)
}

/// What is left of the life of a token, and how long before its end it is renewed.
fn times(obtained_at: SystemTime, expires_at: SystemTime, now: SystemTime) -> (Duration, Duration) {
    let life = expires_at.duration_since(obtained_at).unwrap_or_default();
    // A clock that was set back must not lengthen a life.
    let left = expires_at.duration_since(now).unwrap_or_default().min(life);
    // Half of the life at most: a lead of 30 s would renew a token of 20 s at each call.
    (left, LEAD.max(life / 10).min(life / 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t45_lead_times() {
        let now = SystemTime::now();
        for (life, lead) in [(0, 0), (20, 10), (60, 30), (300, 30), (1800, 180), (3600, 360)] {
            let life = Duration::from_secs(life);
            assert_eq!(times(now, now + life, now), (life, Duration::from_secs(lead)));
        }
    }

    #[test]
    fn t45_clocks_that_jump() {
        let (then, day) = (SystemTime::now(), Duration::from_secs(86_400));
        let end = then + Duration::from_secs(300);
        assert_eq!(times(then, end, then - day).0, Duration::from_secs(300));
        assert_eq!(times(then, end, then + day).0, Duration::ZERO);
        assert_eq!(times(then, then - day, then).0, Duration::ZERO);
    }
}
