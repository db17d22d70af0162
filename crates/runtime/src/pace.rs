//! Keeps the declared pace: a token bucket that all calls of a client share.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::descriptor::Pace;

/// A token bucket. Callers wait in the order they came.
#[derive(Debug)]
pub struct Bucket {
    pace: Option<Pace>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// When the bucket is full again; each request moves it one step on.
    full_at: Instant,
    /// Nothing may be sent before this moment.
    blocked_until: Instant,
}

impl Bucket {
    /// A full bucket; without a pace nobody waits.
    pub fn new(pace: Option<Pace>) -> Self {
        let now = Instant::now();
        Bucket { pace, state: Mutex::new(State { full_at: now, blocked_until: now }) }
    }

    /// Waits for a turn.
    pub async fn turn(&self) {
        // Held while waiting: this keeps the order.
        let mut state = self.state.lock().await;
        let mut now = Instant::now();
        if state.blocked_until > now {
            tokio::time::sleep_until(state.blocked_until).await;
            now = Instant::now();
        }
        let Some(pace) = self.pace else { return };
        let step = pace.per / pace.requests.max(1);
        let depth = step * pace.burst.max(1);
        let next_full = state.full_at.max(now) + step;
        if next_full > now + depth {
            tokio::time::sleep_until(next_full - depth).await;
        }
        state.full_at = next_full;
    }

    /// Nobody sends for a while: the server said so.
    pub async fn block(&self, wait: Duration) {
        let mut state = self.state.lock().await;
        state.blocked_until = state.blocked_until.max(Instant::now() + wait);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { requests: 1, per: Duration::from_secs(4), burst: 5 };

    #[tokio::test(start_paused = true)]
    async fn a_burst_passes_and_then_one_in_four_seconds() {
        let bucket = Bucket::new(Some(PACE));
        let start = Instant::now();
        for _ in 0..5 {
            bucket.turn().await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        bucket.turn().await;
        assert_eq!(start.elapsed(), Duration::from_secs(4));
        bucket.turn().await;
        assert_eq!(start.elapsed(), Duration::from_secs(8));
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_fills_the_bucket_but_not_beyond_its_depth() {
        let bucket = Bucket::new(Some(PACE));
        for _ in 0..5 {
            bucket.turn().await;
        }
        tokio::time::advance(Duration::from_secs(3600)).await;
        let start = Instant::now();
        for _ in 0..6 {
            bucket.turn().await;
        }
        assert_eq!(start.elapsed(), Duration::from_secs(4));
    }

    #[tokio::test(start_paused = true)]
    async fn a_block_holds_everybody() {
        let bucket = Bucket::new(None);
        bucket.block(Duration::from_secs(7)).await;
        let start = Instant::now();
        bucket.turn().await;
        assert_eq!(start.elapsed(), Duration::from_secs(7));
    }
}
