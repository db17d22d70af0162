//! Keeps the declared pace: a token bucket that all calls of a client share.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::descriptor::Pace;

/// A token bucket. Callers wait in the order they came.
#[derive(Debug)]
pub struct Bucket {
    pace: Option<Pace>,
    /// When the bucket is full again; each request moves it one step on. Held while waiting: this keeps the order.
    full_at: Mutex<Instant>,
    /// Nothing may be sent before this moment. Never held while waiting: a block has to reach those who wait already.
    blocked_until: std::sync::Mutex<Instant>,
}

/// A longer block than this is as good as for ever, and safe to reckon with.
const FOREVER: Duration = Duration::from_secs(365 * 86_400);

impl Bucket {
    /// A full bucket; without a pace nobody waits.
    pub fn new(pace: Option<Pace>) -> Self {
        let now = Instant::now();
        Bucket { pace, full_at: Mutex::new(now), blocked_until: std::sync::Mutex::new(now) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// How long everybody is blocked, when that is longer than `longest`.
    pub async fn turn(&self, longest: Duration) -> Result<(), Duration> {
        let mut full_at = self.full_at.lock().await;
        loop {
            let now = Instant::now();
            let blocked_until = *self.blocked();
            let blocked = blocked_until.saturating_duration_since(now);
            if blocked > longest {
                return Err(blocked);
            }
            let (free_at, full) = self.next(now, *full_at);
            if blocked_until.max(free_at) <= now {
                *full_at = full;
                return Ok(());
            }
            tokio::time::sleep_until(blocked_until.max(free_at)).await;
        }
    }

    /// When the bucket lets the next request through, and when it is full again after it.
    fn next(&self, now: Instant, full_at: Instant) -> (Instant, Instant) {
        let Some(pace) = self.pace else { return (now, now) };
        let step = pace.per / pace.requests.max(1);
        let depth = step * pace.burst.max(1);
        let full = full_at.max(now) + step;
        (if full > now + depth { full - depth } else { now }, full)
    }

    /// Nobody sends for a while: the server said so.
    pub fn block(&self, wait: Duration) {
        let mut until = self.blocked();
        *until = (*until).max(Instant::now() + wait.min(FOREVER));
    }

    fn blocked(&self) -> std::sync::MutexGuard<'_, Instant> {
        self.blocked_until.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONGEST: Duration = Duration::from_secs(60);
    const PACE: Pace = Pace { requests: 1, per: Duration::from_secs(4), burst: 5 };

    #[tokio::test(start_paused = true)]
    async fn a_burst_passes_and_then_one_in_four_seconds() {
        let bucket = Bucket::new(Some(PACE));
        let start = Instant::now();
        for _ in 0..5 {
            bucket.turn(LONGEST).await.expect("a turn");
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        bucket.turn(LONGEST).await.expect("a turn");
        assert_eq!(start.elapsed(), Duration::from_secs(4));
        bucket.turn(LONGEST).await.expect("a turn");
        assert_eq!(start.elapsed(), Duration::from_secs(8));
    }

    #[tokio::test(start_paused = true)]
    async fn a_rest_fills_the_bucket_but_not_beyond_its_depth() {
        let bucket = Bucket::new(Some(PACE));
        for _ in 0..5 {
            bucket.turn(LONGEST).await.expect("a turn");
        }
        tokio::time::advance(Duration::from_secs(3600)).await;
        let start = Instant::now();
        for _ in 0..6 {
            bucket.turn(LONGEST).await.expect("a turn");
        }
        assert_eq!(start.elapsed(), Duration::from_secs(4));
    }

    #[tokio::test(start_paused = true)]
    async fn a_block_holds_everybody() {
        let bucket = Bucket::new(None);
        bucket.block(Duration::from_secs(7));
        let start = Instant::now();
        bucket.turn(LONGEST).await.expect("a turn");
        assert_eq!(start.elapsed(), Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn a_block_reaches_those_who_wait_already() {
        let bucket = std::sync::Arc::new(Bucket::new(Some(PACE)));
        let start = Instant::now();
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let bucket = bucket.clone();
                tokio::spawn(async move {
                    bucket.turn(LONGEST).await.expect("a turn");
                    start.elapsed().as_secs()
                })
            })
            .collect();
        // The burst has gone, three wait.
        tokio::time::sleep(Duration::from_secs(1)).await;
        bucket.block(Duration::from_secs(30));
        let mut gone = Vec::new();
        for task in tasks {
            gone.push(task.await.expect("a task"));
        }
        assert_eq!(gone, [0, 0, 0, 0, 0, 31, 31, 31]);
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_through_a_very_long_block() {
        let bucket = Bucket::new(Some(PACE));
        bucket.block(Duration::from_secs(u64::MAX));
        assert_eq!(bucket.turn(LONGEST).await, Err(FOREVER));
        bucket.block(Duration::from_secs(1));
        assert_eq!(bucket.turn(LONGEST).await, Err(FOREVER), "a shorter block does not end a longer one");
    }
}
