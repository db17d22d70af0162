//! Reads that are repeated: each once in a period, spread over it, within the pace.

mod plan;
mod target;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use serde_json::Value;

use crate::ErrorKind;
use crate::answer::Answer;
use crate::builder::Nothing;
use crate::call_options::CallOptions;
use crate::client::{Client, MOST_AT_ONCE};
use crate::error::Error;
use crate::rate_limiter::LONGEST_BLOCK;
use crate::report;
use crate::time::{Instant, Sleep};
use crate::tokens::BoxFuture;
use plan::Plan;
pub use target::WatchTarget;

/// Failures in a row, with nothing in between that was answered, after which a target counts as offline.
const OFFLINE_AFTER: u32 = 2;
const SHORTEST_PERIOD: Duration = Duration::from_secs(1);
/// A year. What is longer is a slip.
const LONGEST_PERIOD: Duration = Duration::from_secs(366 * 86_400);

/// What a watch has to tell. A target is named by its place in the list that was given to [`Client::watch`].
#[derive(Debug)]
#[non_exhaustive]
pub enum WatchEvent {
    /// A reading. Of a target whose list takes several requests, the items of one of them.
    Answered {
        /// The target.
        target: usize,
        /// The items of its list that were asked for; none where it has no list.
        items: Vec<Value>,
        /// When the answer arrived.
        at: Timestamp,
        /// The answer, which has the declared form.
        answer: Answer,
    },
    /// A read failed, while others of the target may go on. It is tried again less and less often, and told once until it
    /// is answered again or fails in another way.
    Failed {
        /// The target.
        target: usize,
        /// The items of its list that were asked for; none where it has no list.
        items: Vec<Value>,
        /// When it failed.
        at: Timestamp,
        /// Why.
        error: Error,
    },
    /// Nothing of the target is answered any more. Told once, until it is back.
    Offline {
        /// The target.
        target: usize,
        /// When the last read failed.
        at: Timestamp,
        /// Why.
        error: Error,
    },
    /// A target that was offline answers again; the reading follows.
    Back {
        /// The target.
        target: usize,
        /// When the answer arrived.
        at: Timestamp,
    },
}

impl WatchEvent {
    /// The target that it is about.
    pub fn target(&self) -> usize {
        match self {
            WatchEvent::Answered { target, .. }
            | WatchEvent::Failed { target, .. }
            | WatchEvent::Offline { target, .. }
            | WatchEvent::Back { target, .. } => *target,
        }
    }
}

impl Client {
    /// Reads each target once in every period, for as long as the watch is polled; dropping it ends it.
    ///
    /// The requests are spread over the period, so the first round takes one, and they go before nobody else's. A read that
    /// fails is tried again less and less often, up to eight periods or an hour apart, while the others go on. After a time
    /// in which nothing could be read the schedule goes on from where it stood.
    ///
    /// # Errors
    /// A target is none that can be read, or the pace of the API does not allow so many requests in the period; the
    /// sentence names the shortest that it allows.
    pub fn watch(&self, targets: Vec<WatchTarget>, every: Duration) -> Result<Watch, Error> {
        Watch::new(self.clone(), targets, every)
    }
}

type Outcome = (usize, Result<Answer, Error>);

/// Reads that are repeated; see [`Client::watch`]. It never ends by itself.
pub struct Watch {
    client: Client,
    options: CallOptions,
    every: Duration,
    targets: Vec<Target>,
    requests: Vec<Request>,
    plan: Plan,
    start: Instant,
    /// Made when it is first needed, by the runtime that polls.
    timer: Option<Pin<Box<Sleep>>>,
    running: FuturesUnordered<BoxFuture<'static, Outcome>>,
    events: VecDeque<WatchEvent>,
    /// Whether nothing at all was answered any more, as when the network is away.
    silent: bool,
    is_offline: fn(&Error) -> bool,
}

struct Target {
    requests: std::ops::Range<usize>,
    /// Failures since something of it was answered.
    failures: u32,
    offline: bool,
}

struct Request {
    target: usize,
    read: WatchTarget,
    /// The failure that was told, until it is over.
    told: Option<ErrorKind>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (targets, requests) = (self.targets.len(), self.requests.len());
        f.debug_struct("Watch")
            .field("every", &self.every)
            .field("targets", &targets)
            .field("requests", &requests)
            .finish_non_exhaustive()
    }
}

impl Watch {
    fn new(client: Client, targets: Vec<WatchTarget>, every: Duration) -> Result<Self, Error> {
        if !(SHORTEST_PERIOD..=LONGEST_PERIOD).contains(&every) {
            return Err(Error::Setup("the period of a watch must be from 1 second to a year".into()));
        }
        if targets.is_empty() {
            return Err(Error::Setup("there is nothing to watch; name something to read".into()));
        }
        let (mut all, mut requests) = (Vec::with_capacity(targets.len()), Vec::new());
        for (target, read) in targets.into_iter().enumerate() {
            let first = requests.len();
            requests.extend(read.requests()?.into_iter().map(|read| Request { target, read, told: None }));
            all.push(Target { requests: first..requests.len(), failures: 0, offline: false });
        }
        let shortest = client.time_for(requests.len());
        if shortest > every {
            return Err(Error::Setup(too_short(&client, requests.len(), every, shortest)));
        }
        report::info(format_args!("watch: {} requests every {} s", requests.len(), every.as_secs_f64()));
        Ok(Watch {
            // What was read before is no reading.
            options: CallOptions { max_age: None, ..client.options().background() },
            every,
            targets: all,
            plan: Plan::new(every, requests.len()),
            requests,
            start: Instant::now(),
            timer: None,
            running: FuturesUnordered::new(),
            events: VecDeque::new(),
            silent: false,
            is_offline: |_| false,
            client,
        })
    }

    /// Takes errors for which this holds as word that the target is offline, without waiting for a second one.
    pub fn offline_when(self, is_offline: fn(&Error) -> bool) -> Self {
        Watch { is_offline, ..self }
    }

    /// The next event.
    pub async fn next(&mut self) -> Option<WatchEvent> {
        StreamExt::next(self).await
    }

    /// How many reads did not happen in their period, because nobody polled, the machine slept, or answers took longer.
    /// Those that wait after failures do not count.
    pub fn missed(&self) -> u64 {
        self.plan.missed()
    }

    fn begin(&mut self, index: usize) {
        let (client, options) = (self.client.clone(), self.options.clone());
        let WatchTarget { function, arguments } = self.requests[index].read.clone();
        self.running.push(Box::pin(async move {
            let answer = client.call_with(function, arguments, Some(&options), false).await;
            // Servers under maintenance answer with a page, which is no reading.
            (index, answer.and_then(|answer| answer.build(&mut Nothing).map(|()| answer)))
        }));
    }

    fn ended(&mut self, index: usize, result: Result<Answer, Error>) {
        let (now, at) = (self.start.elapsed(), Timestamp::now());
        match result {
            Ok(answer) => self.answered(index, answer, now, at),
            Err(error) => self.failed(index, error, now, at),
        }
    }

    fn answered(&mut self, index: usize, answer: Answer, now: Duration, at: Timestamp) {
        self.plan.answered(index, now);
        let request = &mut self.requests[index];
        request.told = None;
        let (number, items) = (request.target, request.read.items());
        let target = &mut self.targets[number];
        target.failures = 0;
        if target.offline {
            target.offline = false;
            self.events.push_back(WatchEvent::Back { target: number, at });
            target.requests.clone().for_each(|other| self.plan.resume(other, now));
        }
        if std::mem::take(&mut self.silent) {
            (0..self.requests.len()).for_each(|other| self.plan.resume(other, now));
        }
        self.events.push_back(WatchEvent::Answered { target: number, items, at, answer });
    }

    fn failed(&mut self, index: usize, error: Error, now: Duration, at: Timestamp) {
        let kind = error.kind();
        let request = &mut self.requests[index];
        let news = request.told.replace(kind) != Some(kind);
        let (number, items) = (request.target, request.read.items());
        let target = &mut self.targets[number];
        // It says nothing of the target.
        if let (ErrorKind::RateLimited, Error::Api(refusal)) = (kind, &error) {
            let wait = refusal.retry_after.unwrap_or_default().min(LONGEST_BLOCK);
            self.plan.refused(index, now, now + wait);
        } else {
            self.plan.failed(index, now);
            self.silent |= self.plan.is_all_failing();
            target.failures = target.failures.saturating_add(1);
            let nothing_left =
                target.failures >= OFFLINE_AFTER && target.requests.clone().all(|other| self.plan.is_failing(other));
            if !target.offline && (nothing_left || (self.is_offline)(&error)) {
                target.offline = true;
                self.events.push_back(WatchEvent::Offline { target: number, at, error });
                return;
            }
        }
        if news {
            self.events.push_back(WatchEvent::Failed { target: number, items, at, error });
        }
    }
}

impl futures_core::Stream for Watch {
    type Item = WatchEvent;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<WatchEvent>> {
        loop {
            while let Poll::Ready(Some((index, result))) = self.running.poll_next_unpin(cx) {
                self.ended(index, result);
                if !self.events.is_empty() {
                    break;
                }
            }
            if let Some(event) = self.events.pop_front() {
                return Poll::Ready(Some(event));
            }
            let now = self.start.elapsed();
            let mut begun = false;
            while self.running.len() < MOST_AT_ONCE
                && let Some(index) = self.plan.take(now)
            {
                self.begin(index);
                begun = true;
            }
            if begun {
                continue;
            }
            let due = self.plan.next_due().filter(|_| self.running.len() < MOST_AT_ONCE);
            // What is under way wakes this as well.
            let Some(due) = due.map(|due| self.start + due) else { return Poll::Pending };
            let timer = self.timer.get_or_insert_with(|| Box::pin(crate::time::sleep_until(due)));
            timer.as_mut().reset(due);
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
        }
    }
}

fn too_short(client: &Client, requests: usize, every: Duration, shortest: Duration) -> String {
    let allows = match (&client.inner.shared_pace, client.api().pace) {
        (Some(shared), pace) => {
            let step = shared.step(pace).as_secs_f64();
            format!("the pace that is shared with other processes allows one in {step} s, if they send none,")
        }
        (None, Some(pace)) => {
            let requests = if pace.requests == 1 { "1 request".into() } else { format!("{} requests", pace.requests) };
            format!("{} allows {requests} in {} s", client.api().name, pace.per.as_secs_f64())
        }
        (None, None) => client.api().name.to_owned(),
    };
    let shortest = shortest.as_secs() + u64::from(shortest.subsec_nanos() > 0);
    format!(
        "every {} s is too often: each round takes {requests} requests, and {allows} and so needs {shortest} s; read every \
         {shortest} s or more, or read less",
        every.as_secs_f64(),
    )
}

#[cfg(test)]
mod tests;
