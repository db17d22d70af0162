//! Keeps the declared pace: a token limiter that all calls of a client share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::time::Instant;

use crate::descriptor::Pace;

/// A token limiter. Callers wait in the order they came.
#[derive(Debug)]
pub struct RateLimiter {
    pace: Option<Pace>,
    /// Held while waiting: this keeps the order.
    queue: tokio::sync::Mutex<()>,
    /// Never held while waiting: answers must not wait for requests.
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// When the limiter is full again; each request moves it one step on.
    full_at: Instant,
    /// Nothing may be sent before this moment.
    blocked_until: Instant,
}

/// No server silences a client for longer: a slip of its clock or of its arithmetic must not end a program's life.
const LONGEST_BLOCK: Duration = Duration::from_secs(3600);

impl RateLimiter {
    /// A full limiter; without a pace nobody waits.
    pub fn new(pace: Option<Pace>) -> Self {
        let now = Instant::now();
        RateLimiter { pace, queue: Default::default(), state: Mutex::new(State { full_at: now, blocked_until: now }) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// How long everybody is blocked, when that is longer than `longest`.
    pub async fn acquire(&self, longest: Duration) -> Result<(), Duration> {
        let _place = self.queue.lock().await;
        // What an answer said in the meantime counts too.
        while let Some(moment) = self.take() {
            let blocked = self.state().blocked_until.saturating_duration_since(Instant::now());
            if blocked > longest {
                return Err(blocked);
            }
            tokio::time::sleep_until(moment).await;
        }
        Ok(())
    }

    /// Takes a turn, or says when to ask again.
    fn take(&self) -> Option<Instant> {
        let mut state = self.state();
        let now = Instant::now();
        if state.blocked_until > now {
            return Some(state.blocked_until);
        }
        let pace = self.pace?;
        let (step, depth) = (step(pace), depth(pace));
        let next_full = state.full_at.max(now) + step;
        if next_full > now + depth {
            return Some(next_full - depth);
        }
        state.full_at = next_full;
        None
    }

    /// Nobody sends for a while: the server said so.
    pub fn block(&self, wait: Duration) {
        let mut state = self.state();
        state.blocked_until = state.blocked_until.max(Instant::now() + wait.min(LONGEST_BLOCK));
    }

    /// Takes over what the server says is left, when that is less than is thought here: others may use it up too.
    pub fn observe(&self, left: &RateLimitHeaders, headers: &HeaderMap) {
        let (Some(pace), Some(remaining)) = (self.pace, left.remaining(headers)) else { return };
        let mut state = self.state();
        let now = Instant::now();
        let missing = pace.burst.max(1).saturating_sub(remaining);
        state.full_at = state.full_at.max(now + step(pace) * missing);
        if let (0, Some(reset)) = (remaining, left.reset(headers)) {
            // A server's slip must not stop a program for hours; a later answer can block again.
            let reset = now + reset.min(depth(pace).max(pace.per));
            state.blocked_until = state.blocked_until.max(reset);
            // Then everything is allowed again at once.
            state.full_at = reset;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn step(pace: Pace) -> Duration {
    pace.per / pace.requests.max(1)
}

fn depth(pace: Pace) -> Duration {
    step(pace) * pace.burst.max(1)
}

/// Headers that say how much is left, by what their names begin with.
#[derive(Clone, Copy, Debug)]
pub struct RateLimitHeaders(pub &'static str);

impl RateLimitHeaders {
    /// Requests that are left until the reset.
    fn remaining(&self, headers: &HeaderMap) -> Option<u32> {
        self.number(headers, "Remaining").map(|n| u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// Time until the full number of requests is allowed again.
    pub fn reset(&self, headers: &HeaderMap) -> Option<Duration> {
        self.number(headers, "Reset").map(Duration::from_secs)
    }

    fn number(&self, headers: &HeaderMap, word: &str) -> Option<u64> {
        headers.get(format!("{}-{word}", self.0))?.to_str().ok()?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests;
