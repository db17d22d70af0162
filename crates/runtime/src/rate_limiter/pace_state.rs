//! What has been used up of a pace: arithmetic over moments of one clock, without waiting.

use std::collections::VecDeque;
use std::time::Duration;

use crate::descriptor::Pace;

/// No server silences a client for longer: a slip of its clock or of its arithmetic must not end a program's life.
pub(crate) const LONGEST_BLOCK: Duration = Duration::from_secs(3600);
/// What the period is lengthened by: requests take unequal time to the server, which counts when they arrive.
const MARGIN: f64 = 1.008;
/// Refusals in a row that lengthen the wait.
const MOST_DOUBLINGS: u32 = 6;
const VERSION: u64 = 1;

/// What has been used up of a pace. Moments are times since the epoch of whatever clock is used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaceState {
    /// When a token bucket is full again; each request moves it one step on.
    full_at: Duration,
    /// When the requests of the present window were sent, oldest first.
    sent: VecDeque<Duration>,
    /// Nothing may be sent before this moment.
    blocked_until: Duration,
    /// Refusals since the last answer that was none.
    refusals: u32,
}

impl PaceState {
    /// Takes the turn of one request, or says when to ask again.
    pub(crate) fn take(&mut self, pace: Option<Pace>, now: Duration) -> Result<(), Duration> {
        self.forget(pace, now);
        let moment = self.turn(pace, now, 0);
        if moment > now {
            return Err(moment);
        }
        match pace {
            Some(pace) if is_window(pace) => self.sent.push_back(now),
            Some(pace) => self.full_at = self.full_at.max(now) + step(pace),
            None => {}
        }
        Ok(())
    }

    /// When a request may be sent that has `ahead` others before it.
    pub(crate) fn turn(&self, pace: Option<Pace>, now: Duration, ahead: usize) -> Duration {
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX - 1);
        let start = self.blocked_until.max(now);
        let Some(pace) = pace else { return start };
        if is_window(pace) {
            let most = pace.requests as usize;
            let free = most.saturating_sub(self.sent.len());
            let Some(over) = (ahead as usize).checked_sub(free) else { return start };
            let Some(oldest) = self.sent.get(over % most).or(self.sent.back()) else { return start };
            let windows = u32::try_from(over / most).unwrap_or(u32::MAX - 1).saturating_add(1);
            return start.max(*oldest + period(pace).saturating_mul(windows));
        }
        let full = self.full_at.max(start) + step(pace).saturating_mul(ahead + 1);
        start.max(full.saturating_sub(depth(pace)))
    }

    /// How long nothing may be sent at all.
    pub(crate) fn blocked(&self, now: Duration) -> Duration {
        self.blocked_until.saturating_sub(now)
    }

    /// Nothing is sent before `moment`.
    pub(crate) fn block(&mut self, moment: Duration) {
        self.blocked_until = self.blocked_until.max(moment);
    }

    /// Takes over what the server says is left, when that is less than is thought here: others may use it up too.
    pub(crate) fn observe(&mut self, pace: Pace, now: Duration, remaining: u32, reset: Option<Duration>) {
        self.forget(Some(pace), now);
        // A server's slip must not stop a program for hours; a later answer can block again.
        let longest = depth(pace).max(period(pace));
        let reset = reset.map(|reset| now + (reset + (period(pace) - pace.per)).min(longest));
        if is_window(pace) {
            let missing = pace.requests.saturating_sub(remaining) as usize;
            // Theirs are taken to be the latest that the server still counts.
            let theirs = reset.map_or(now, |reset| reset.saturating_sub(period(pace)));
            while self.sent.len() < missing {
                let at = self.sent.partition_point(|sent| *sent <= theirs);
                self.sent.insert(at, theirs);
            }
        } else {
            let missing = pace.burst.max(1).saturating_sub(remaining);
            self.full_at = self.full_at.max(now + step(pace) * missing);
        }
        if let (0, Some(reset)) = (remaining, reset) {
            self.block(reset);
            // Then everything is allowed again at once.
            self.full_at = reset;
            self.sent.clear();
        }
    }

    /// The server refused a request for the pace. Gives the moment before which nothing is sent: what the server said, or
    /// else the rest of what is declared, longer with each refusal in a row.
    pub(crate) fn refuse(&mut self, pace: Option<Pace>, now: Duration, retry_after: Option<Duration>) -> Duration {
        self.forget(pace, now);
        let until = match (retry_after, pace) {
            (Some(wait), _) => now + wait.min(LONGEST_BLOCK),
            (None, Some(pace)) => {
                let spent = self.sent.front().map_or(now, |first| (*first).min(now));
                let rest = (spent + period(pace)).saturating_sub(now).max(step(pace));
                now + rest.saturating_mul(1 << self.refusals.min(MOST_DOUBLINGS)).min(LONGEST_BLOCK)
            }
            (None, None) => now,
        };
        self.refusals = self.refusals.saturating_add(1);
        self.block(until);
        if let (None, Some(pace)) = (retry_after, pace) {
            if is_window(pace) {
                self.sent.clear();
            } else {
                // What was thought to be there is not: from then on one at a time.
                self.full_at = self.full_at.max(until + depth(pace).saturating_sub(step(pace)));
            }
        }
        until
    }

    /// An answer that was no refusal.
    pub(crate) fn accepted(&mut self) {
        self.refusals = 0;
    }

    /// Whether the last answer was a refusal.
    pub(crate) fn is_refused(&self) -> bool {
        self.refusals > 0
    }

    /// Requests reached the server this much later than they were sent.
    pub(crate) fn shift(&mut self, late: Duration, since: Duration) {
        self.full_at += late;
        for sent in self.sent.iter_mut().filter(|sent| **sent >= since) {
            *sent += late;
        }
    }

    /// Whether nothing is used up, so that a busy time begins with the next request.
    pub(crate) fn is_full(&self, now: Duration) -> bool {
        self.full_at <= now && self.sent.is_empty()
    }

    /// Forgets what counts no more, and what a clock that was set back makes of it.
    fn forget(&mut self, pace: Option<Pace>, now: Duration) {
        self.blocked_until = self.blocked_until.min(now + LONGEST_BLOCK);
        let Some(pace) = pace else { return };
        // Requests that were late take it beyond the depth.
        self.full_at = self.full_at.min(self.blocked_until.max(now) + depth(pace) * 2);
        while self.sent.front().is_some_and(|sent| *sent + period(pace) <= now) {
            self.sent.pop_front();
        }
        self.sent.retain(|sent| *sent <= now + period(pace));
    }

    /// As it is kept for other processes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = [VERSION, nanos(self.full_at), nanos(self.blocked_until), u64::from(self.refusals)];
        let words: Vec<u64> = head.into_iter().chain(self.sent.iter().map(|sent| nanos(*sent))).collect();
        let sum = checksum(&words);
        words.iter().chain([&sum]).flat_map(|word| word.to_le_bytes()).collect()
    }

    /// What was kept; `None` for what is damaged, which means no more than that nothing is known.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (chunks, rest) = bytes.as_chunks::<8>();
        let words: Vec<u64> = chunks.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let (sum, words) = words.split_last()?;
        if !rest.is_empty() || *sum != checksum(words) {
            return None;
        }
        let [VERSION, full_at, blocked_until, refusals, sent @ ..] = words else { return None };
        Some(PaceState {
            full_at: Duration::from_nanos(*full_at),
            sent: sent.iter().map(|sent| Duration::from_nanos(*sent)).collect(),
            blocked_until: Duration::from_nanos(*blocked_until),
            refusals: u32::try_from(*refusals).unwrap_or(u32::MAX),
        })
    }
}

/// Whether the pace is so many requests in each window, rather than a bucket that refills.
fn is_window(pace: Pace) -> bool {
    pace.requests > 1 && pace.burst <= pace.requests
}

fn period(pace: Pace) -> Duration {
    pace.per.mul_f64(MARGIN)
}

/// How long one request takes where they never end.
pub(crate) fn step(pace: Pace) -> Duration {
    period(pace) / pace.requests.max(1)
}

fn depth(pace: Pace) -> Duration {
    step(pace) * pace.burst.max(1)
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn checksum(words: &[u64]) -> u64 {
    words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| (sum ^ word).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
