//! Decides whether a failed request is sent again: a function of what happened, not of time.

use std::time::Duration;

use crate::TransportError;

/// How often and how patiently a failed request is sent again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    /// Most further attempts.
    pub attempts: u32,
    /// Wait before the first of them; it doubles each time.
    pub first_wait: Duration,
    /// A server that asks for a longer wait than this gets an error to the caller instead.
    pub longest_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy { attempts: 2, first_wait: Duration::from_millis(500), longest_wait: Duration::from_secs(60) }
    }
}

/// What became of an attempt.
pub enum Outcome<'a> {
    /// There was no answer.
    Failed(&'a TransportError),
    /// The server answered.
    Answered {
        /// HTTP status.
        status: u16,
        /// Whether it says that there were too many requests.
        rate_limited: bool,
        /// How long the server wants the caller to wait.
        retry_after: Option<Duration>,
    },
}

/// How long to wait before sending again, or `None` to give up. `attempt` counts from 0.
pub fn delay(retries: RetryPolicy, allowed: bool, attempt: u32, outcome: &Outcome<'_>) -> Option<Duration> {
    if !allowed || attempt >= retries.attempts {
        return None;
    }
    let backoff = retries.first_wait * 2u32.saturating_pow(attempt.min(16));
    let wait = match outcome {
        Outcome::Failed(
            TransportError::Connect { .. } | TransportError::Broken { .. } | TransportError::Timeout { .. },
        ) => backoff,
        Outcome::Failed(_) => return None,
        Outcome::Answered { status, rate_limited, retry_after } => match (status, rate_limited) {
            (_, true) | (429, _) | (500 | 502 | 503 | 504, _) => retry_after.unwrap_or(backoff),
            _ => return None,
        },
    };
    (wait <= retries.longest_wait).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, retry_after: Option<u64>) -> Outcome<'static> {
        let retry_after = retry_after.map(Duration::from_secs);
        Outcome::Answered { status, rate_limited: status == 429, retry_after }
    }

    #[test]
    fn passing_failures_of_safe_functions_only() {
        let r = RetryPolicy::default();
        assert_eq!(delay(r, true, 0, &answered(503, None)), Some(Duration::from_millis(500)));
        assert_eq!(delay(r, true, 1, &answered(503, None)), Some(Duration::from_secs(1)));
        assert_eq!(delay(r, true, 2, &answered(503, None)), None);
        assert_eq!(delay(r, false, 0, &answered(503, None)), None);
        assert_eq!(delay(r, true, 0, &answered(404, None)), None);
    }

    #[test]
    fn the_server_may_name_the_wait_but_not_a_very_long_one() {
        let r = RetryPolicy::default();
        assert_eq!(delay(r, true, 0, &answered(429, Some(7))), Some(Duration::from_secs(7)));
        assert_eq!(delay(r, true, 0, &answered(429, Some(3600))), None);
    }
}
