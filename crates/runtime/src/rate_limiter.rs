//! Keeps the declared pace, for all calls to one server with one client identifier.

mod headers;
mod in_flight;
mod pace_state;
mod registry;
pub(crate) mod shared;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use tokio::sync::Notify;

use crate::descriptor::Pace;
use crate::report;
use crate::time::Instant;
pub use headers::{RateLimitHeaders, retry_after};
pub(crate) use in_flight::in_flight;
pub(crate) use pace_state::LONGEST_BLOCK;
pub use pace_state::PaceState;
pub(crate) use registry::rate_limiter;
pub use shared::{SharedPace, SharedTurn};

/// Keeps what is used up of a pace where several processes see it.
pub trait PaceStore: Send + Sync + fmt::Debug {
    /// The time on a clock that all of them share.
    fn now(&self) -> Duration;

    /// Lets `change` see what is kept and change it, with no other process in between. Does not wait for long.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn update(&self, change: &mut dyn FnMut(&mut PaceState)) -> io::Result<()>;
}

/// Who goes first. Within one, first come is first served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Somebody waits for the answer.
    #[default]
    Foreground,
    /// A read that may wait until nobody else wants to send.
    Background,
}

/// How long a call is ready to wait for its turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// What is to be sent, for the log.
    pub what: &'static str,
    /// While the server wants nobody to call.
    pub longest_block: Duration,
    /// For everything.
    pub until: Option<Instant>,
}

/// The turn to send one request.
#[derive(Debug)]
pub(crate) struct Turn {
    taken: Instant,
    at: Duration,
    /// How long the caller waited for it.
    pub waited: Duration,
}

/// A rate limiter. Without a pace nobody waits, unless the server said so.
#[derive(Debug)]
pub struct RateLimiter {
    pace: Option<Pace>,
    store: Option<Arc<dyn PaceStore>>,
    start: Instant,
    /// Whether it was said that the store cannot be used.
    complained: AtomicBool,
    /// Never held while waiting: answers must not wait for requests.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    pace: PaceState,
    /// Who waits for a turn, in the order that they get it.
    queue: BTreeMap<(Priority, u64), Arc<Notify>>,
    tickets: u64,
    lateness: Lateness,
}

/// How much later than they are sent requests reach the server: on a fresh connection, or through a slow network.
#[derive(Debug, Default)]
struct Lateness {
    /// The least time that an answer took.
    fastest: Option<Duration>,
    /// When the present busy time began, with nothing used up.
    since: Duration,
    /// The most that a request of it was late.
    most: Duration,
}

/// More is the server's own slowness.
const MOST_LATENESS: Duration = Duration::from_secs(1);

impl Turn {
    /// When it was taken.
    pub(crate) fn taken(&self) -> Instant {
        self.taken
    }
}

impl RateLimiter {
    /// A rate limiter of which nothing is used up, unless `store` knows better.
    pub fn new(pace: Option<Pace>, store: Option<Arc<dyn PaceStore>>) -> Self {
        RateLimiter { pace, store, start: Instant::now(), complained: AtomicBool::new(false), state: Mutex::default() }
    }

    /// Waits for a turn, which is to be used at once.
    ///
    /// # Errors
    /// How long there is to wait, when that is longer than the caller is ready to.
    pub(crate) async fn acquire(&self, priority: Priority, patience: Patience) -> Result<Turn, Duration> {
        let asked = Instant::now();
        let mut place: Option<Place<'_>> = None;
        loop {
            let (pause, called) = {
                let mut state = self.state();
                let now = self.now();
                let ahead = match &place {
                    Some(place) => state.queue.range(..place.ticket).count(),
                    None => state.queue.range(..=(priority, u64::MAX)).count(),
                };
                if ahead == 0 && self.update(&mut state, |state, now| state.take(self.pace, now)).is_ok() {
                    let taken = Instant::now();
                    return Ok(Turn { taken, at: now, waited: taken - asked });
                }
                let blocked = state.pace.blocked(now);
                let wait = state.pace.turn(self.pace, now, ahead).saturating_sub(now);
                if blocked > patience.longest_block {
                    return Err(blocked);
                }
                if patience.until.is_some_and(|until| Instant::now() + wait > until) {
                    return Err(wait);
                }
                if place.is_none() {
                    let reason =
                        if blocked.is_zero() { "to keep the pace" } else { "since the server wants no requests" };
                    report::waits(patience.what, wait, reason);
                }
                let place = place.get_or_insert_with(|| Place::new(self, &mut state, priority));
                ((ahead == 0).then_some(wait), place.called.clone())
            };
            match pause {
                // What an answer said in the meantime counts too, and somebody more urgent may have come.
                Some(wait) => {
                    tokio::select! {
                        () = crate::time::sleep(wait) => {}
                        () = called.notified() => {}
                    }
                }
                None => match patience.until {
                    None => called.notified().await,
                    // Over then, which the next look says.
                    Some(until) => drop(crate::time::timeout_at(until, called.notified()).await),
                },
            }
        }
    }

    /// How long somebody who came now would wait.
    pub(crate) fn expected_wait(&self, priority: Priority) -> Duration {
        let state = self.state();
        let now = self.now();
        let ahead = state.queue.range(..=(priority, u64::MAX)).count();
        state.pace.turn(self.pace, now, ahead).saturating_sub(now)
    }

    /// How long the pace makes so many requests take, where they never end.
    pub(crate) fn time_for(&self, requests: usize) -> Duration {
        let requests = u32::try_from(requests).unwrap_or(u32::MAX);
        self.pace.map_or(Duration::ZERO, |pace| pace_state::step(pace).saturating_mul(requests))
    }

    /// Takes over what an answer says, by its headers and by how long it took.
    pub(crate) fn observe(&self, turn: &Turn, accepted: bool, headers: Option<(&RateLimitHeaders, &HeaderMap)>) {
        let Some(pace) = self.pace else { return };
        let latency = turn.taken.elapsed();
        let mut state = self.state();
        let late = state.lateness.of(turn, latency);
        let said = headers.and_then(|(names, headers)| Some((names.remaining(headers)?, names.reset(headers))));
        let since = state.lateness.since;
        if late.is_zero() && said.is_none() && (!accepted || !state.pace.is_refused()) {
            return;
        }
        self.update(&mut state, |state, now| {
            if accepted {
                state.accepted();
            }
            if !late.is_zero() {
                state.shift(late, since);
            }
            if let Some((remaining, reset)) = said {
                state.observe(pace, now, remaining, reset);
            }
        });
    }

    /// The server refused a request for the pace; nobody sends for a while. Gives for how long: what the server said, or
    /// what the declared pace says, longer with each refusal in a row.
    pub(crate) fn refused(&self, retry_after: Option<Duration>) -> Duration {
        let mut state = self.state();
        let until = self.update(&mut state, |state, now| state.refuse(self.pace, now, retry_after));
        for called in state.queue.values() {
            called.notify_one();
        }
        until.saturating_sub(self.now())
    }

    fn update<T>(&self, state: &mut State, mut change: impl FnMut(&mut PaceState, Duration) -> T) -> T {
        let now = self.now();
        if state.pace.is_full(now) {
            state.lateness.since = now;
            state.lateness.most = Duration::ZERO;
        }
        let mut result = None;
        if let Some(store) = &self.store {
            let kept = store.update(&mut |shared| {
                result = Some(change(shared, now));
                state.pace = shared.clone();
            });
            if let (Err(error), None) = (kept, &result)
                && !self.complained.swap(true, Ordering::Relaxed)
            {
                report::warn(format_args!("the pace is not shared with other processes: {error}"));
            }
        }
        result.unwrap_or_else(|| change(&mut state.pace, now))
    }

    fn now(&self) -> Duration {
        self.store.as_ref().map_or_else(|| self.start.elapsed(), |store| store.now())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lateness {
    /// How much later than was thought the requests of this busy time arrived, now that an answer took `latency`.
    fn of(&mut self, turn: &Turn, latency: Duration) -> Duration {
        let late = latency.saturating_sub(self.fastest.unwrap_or_default()).min(MOST_LATENESS);
        self.fastest = Some(self.fastest.unwrap_or(latency).min(latency));
        if turn.at < self.since {
            return Duration::ZERO;
        }
        let more = late.saturating_sub(self.most);
        self.most = self.most.max(late);
        more
    }
}

/// A place in the queue, given up when it is dropped.
struct Place<'l> {
    limiter: &'l RateLimiter,
    ticket: (Priority, u64),
    called: Arc<Notify>,
}

impl<'l> Place<'l> {
    fn new(limiter: &'l RateLimiter, state: &mut State, priority: Priority) -> Self {
        let ticket = (priority, state.tickets);
        state.tickets += 1;
        let called = Arc::new(Notify::new());
        state.queue.insert(ticket, called.clone());
        Place { limiter, ticket, called }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.limiter.state();
        state.queue.remove(&self.ticket);
        if let Some((_, first)) = state.queue.first_key_value() {
            first.notify_one();
        }
    }
}

#[cfg(test)]
mod tests;
