//! Decides whether a failed request is sent again: a function of what happened, not of time.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::TransportError;

/// How often and how patiently a failed request is sent again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    /// Most further attempts.
    pub attempts: u32,
    /// Longest wait before the first of them; it doubles each time. What is waited is a random part of it.
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

/// How long to wait before sending again, or `None` to give up.
///
/// `attempt` counts from 0; `chance` is from 0 to 1, and spreads those who failed together.
pub fn delay(policy: RetryPolicy, allowed: bool, attempt: u32, outcome: &Outcome<'_>, chance: f64) -> Option<Duration> {
    if !allowed || attempt >= policy.attempts {
        return None;
    }
    let backoff = || {
        let most = policy.first_wait.saturating_mul(2u32.saturating_pow(attempt.min(16)));
        most.min(policy.longest_wait).mul_f64(chance.clamp(0.0, 1.0))
    };
    let wait = match outcome {
        Outcome::Failed(
            TransportError::Connect { .. } | TransportError::Broken { .. } | TransportError::Timeout { .. },
        ) => backoff(),
        Outcome::Failed(_) => return None,
        Outcome::Answered { status, rate_limited, retry_after } => match (status, rate_limited) {
            (_, true) | (429 | 500 | 502 | 503 | 504, _) => retry_after.unwrap_or_else(backoff),
            _ => return None,
        },
    };
    (wait <= policy.longest_wait).then_some(wait)
}

/// Keeps retries a small part of what is sent: where much fails, sending more makes it worse.
#[derive(Debug)]
pub(crate) struct RetryBudget(Mutex<f64>);

/// Retries that are there from the start, and the most that are saved up.
const MOST_SAVED: f64 = 10.0;
/// What each request adds.
const SHARE: f64 = 0.2;

impl RetryBudget {
    pub(crate) fn new() -> Self {
        RetryBudget(Mutex::new(MOST_SAVED))
    }

    /// A request was sent that was no retry.
    pub(crate) fn deposit(&self) {
        let mut saved = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *saved = (*saved + SHARE).min(MOST_SAVED);
    }

    /// Whether one more retry may be sent.
    pub(crate) fn withdraw(&self) -> bool {
        let mut saved = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let there = *saved >= 1.0;
        if there {
            *saved -= 1.0;
        }
        there
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, retry_after: Option<u64>) -> Outcome<'static> {
        let retry_after = retry_after.map(Duration::from_secs);
        Outcome::Answered { status, rate_limited: status == 429, retry_after }
    }

    fn failed(error: &TransportError) -> Outcome<'_> {
        Outcome::Failed(error)
    }

    #[test]
    fn what_is_sent_again_and_when() {
        let host = || "api.example".to_owned();
        let refused = TransportError::Connect { host: host(), why: "refused".into(), source: None };
        let broken = TransportError::Broken { host: host(), why: "reset".into(), source: None };
        let late = TransportError::Timeout { host: host(), after: Duration::from_secs(30), note: "", source: None };
        let large = TransportError::TooLarge { host: host(), max: 1 };
        let ms = |ms: u64| Some(Duration::from_millis(ms));
        // Whether it may be, which attempt, what happened, the chance, and the wait.
        let table = [
            (true, 0, answered(503, None), 1.0, ms(500)),
            (true, 0, answered(503, None), 0.5, ms(250)),
            (true, 0, answered(503, None), 0.0, ms(0)),
            (true, 1, answered(502, None), 1.0, ms(1000)),
            (true, 2, answered(503, None), 1.0, None),
            (false, 0, answered(503, None), 1.0, None),
            (true, 0, answered(404, None), 1.0, None),
            (true, 0, answered(501, None), 1.0, None),
            (true, 0, answered(503, Some(7)), 0.1, ms(7000)),
            (true, 0, answered(429, Some(7)), 0.1, ms(7000)),
            (true, 0, answered(429, Some(3600)), 0.1, None),
            (true, 0, failed(&refused), 1.0, ms(500)),
            (true, 1, failed(&broken), 1.0, ms(1000)),
            (true, 0, failed(&late), 0.2, ms(100)),
            (true, 0, failed(&large), 1.0, None),
            (false, 0, failed(&refused), 1.0, None),
        ];
        for (row, (allowed, attempt, outcome, chance, wait)) in table.into_iter().enumerate() {
            assert_eq!(delay(RetryPolicy::default(), allowed, attempt, &outcome, chance), wait, "row {row}");
        }
    }

    #[test]
    fn retries_are_a_small_part_of_what_is_sent() {
        let budget = RetryBudget::new();
        let retries = (0..100).filter(|_| budget.withdraw()).count();
        assert_eq!(retries, 10);
        for _ in 0..5 {
            budget.deposit();
        }
        assert!(budget.withdraw());
        assert!(!budget.withdraw());
    }
}
