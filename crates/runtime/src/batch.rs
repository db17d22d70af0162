//! Reads that wait at the same time become one request.
//!
//! A batch takes readers in until its request is about to be sent; who wants what is under way already waits for its
//! answer. All readers carry the request forward together, so that one who gives up takes nobody down.

mod item;
mod split;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::call_options::CallOptions;
use crate::client::Client;
use crate::descriptor::{Argument, Function, Pace};
use crate::error::Error;
use crate::rate_limiter::Priority;
use crate::report;
use crate::send::{Asked, Received};
use crate::time::Instant;
use crate::tokens::BoxFuture;
use crate::transport::{Driver, driver};
pub(crate) use item::{ItemId, Wanted};
pub(crate) use split::{list, split};

/// As long as the next reader comes within this time, more are waited for: a thousandth of what a request costs at the
/// declared pace, within these bounds.
const QUIET: std::ops::RangeInclusive<Duration> = Duration::from_millis(3)..=Duration::from_millis(5);
/// How many times as long, once somebody else is there: threads of an interpreter run in turns of 5 ms.
const CROWD: u32 = 3;
/// How many times as long all of it may take.
const LONGEST_GATHERING: u32 = 10;
/// In a loop of single calls each comes right after the one before.
const LOOP: Duration = Duration::from_micros(300);
/// Most items of one request where the API names no limit: addresses must not grow without end.
pub(crate) const MOST_ITEMS: usize = 200;

type Outcome = Result<Received, Error>;
pub(crate) type SharedOutcome = Shared<BoxFuture<'static, Outcome>>;

/// The batches of a client that are not answered yet.
#[derive(Debug, Default)]
pub(crate) struct Batches(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    batches: HashMap<Key, Vec<Listed>>,
    readers: usize,
    /// When the last reader left.
    left: Option<Instant>,
}

#[derive(Debug)]
struct Listed {
    batch: Arc<Batch>,
    answer: WeakShared<BoxFuture<'static, Outcome>>,
}

/// What readers must have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// Connections are driven by the runtime that made them, which need not run while another does.
    driver: Driver,
    function: &'static str,
    priority: Priority,
    /// The other arguments, as JSON.
    rest: Arc<str>,
}

/// One request to be.
pub(crate) struct Batch {
    pub(crate) argument: &'static Argument,
    /// The other arguments.
    pub(crate) rest: Arguments,
    items: Mutex<Items>,
}

#[derive(Debug)]
struct Items {
    /// A list, which the request shares once it is made.
    list: Arc<Value>,
    ids: Vec<ItemId>,
    readers: usize,
    /// How many writes had ended when the request was sent; `None` before.
    sent: Option<u64>,
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("items", &self.items).finish_non_exhaustive()
    }
}

impl Batch {
    /// A batch of one reader.
    pub(crate) fn of(argument: &'static Argument, rest: Arguments, wanted: Wanted) -> Self {
        let list = Arc::new(Value::Array(wanted.values));
        Batch { argument, rest, items: Mutex::new(Items { list, ids: wanted.ids, readers: 1, sent: None }) }
    }

    fn items(&self) -> MutexGuard<'_, Items> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes nobody in any more; gives the list to be sent.
    pub(crate) fn seal(&self, writes: &AtomicU64) -> Arc<Value> {
        let mut items = self.items();
        if items.sent.is_none() {
            items.sent = Some(writes.load(Ordering::Acquire));
            if items.readers > 1 {
                let (readers, count) = (items.readers, items.ids.len());
                report::debug(format_args!("one request for {readers} reads of {count} {}", self.argument.name));
            }
        }
        items.list.clone()
    }

    /// Whether it has an item.
    fn has(&self, id: &ItemId) -> bool {
        self.items().ids.contains(id)
    }

    /// Whether its answer will be as new as one that is asked for now.
    fn is_new(&self, writes: u64) -> bool {
        self.items().sent.is_none_or(|sent| sent == writes)
    }

    /// Takes an item in, if there is room for it.
    fn takes(&self, item: &Value, id: &ItemId) -> bool {
        let mut items = self.items();
        if items.sent.is_some() || items.ids.len() >= most(self.argument) {
            return false;
        }
        items.ids.push(id.clone());
        // It is nobody else's before it is sent.
        if let Value::Array(values) = Arc::make_mut(&mut items.list) {
            values.push(item.clone());
        }
        true
    }

    /// All items.
    pub(crate) fn ids(&self) -> Vec<ItemId> {
        self.items().ids.clone()
    }

    /// These items, as they were asked for.
    pub(crate) fn values(&self, ids: &[ItemId]) -> Vec<Value> {
        let items = self.items();
        let pairs = items.ids.iter().zip(items.list.as_array().into_iter().flatten());
        pairs.filter(|(id, _)| ids.contains(id)).map(|(_, value)| value.clone()).collect()
    }

    /// Whether several readers wait for it, or did.
    pub(crate) fn is_shared(&self) -> bool {
        self.items().readers > 1
    }

    /// Whether its request is under way, or answered.
    pub(crate) fn is_sent(&self) -> bool {
        self.items().sent.is_some()
    }

    /// Whether no write has ended since its request was sent.
    pub(crate) fn is_current(&self, writes: u64) -> bool {
        self.items().sent == Some(writes)
    }
}

/// Most items of one request.
pub(crate) fn most(argument: &Argument) -> usize {
    argument.max_items.unwrap_or(MOST_ITEMS).max(1)
}

/// What one reader waits for of a batch.
pub(crate) struct Part {
    pub batch: Arc<Batch>,
    pub answer: SharedOutcome,
    pub ids: Vec<ItemId>,
}

impl Part {
    /// Whether all of the answer is this reader's.
    pub(crate) fn is_whole(&self) -> bool {
        let items = self.batch.items();
        items.readers == 1 || items.ids == self.ids
    }
}

/// A reader, as long as it waits.
pub(crate) struct Reader<'c> {
    batches: &'c Batches,
    /// Whether it comes right after the one before, as in a loop of single calls, where nobody follows.
    pub in_loop: bool,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut waiting = self.batches.waiting();
        waiting.readers -= 1;
        waiting.left = Some(Instant::now());
    }
}

impl Batches {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A reader comes.
    pub(crate) fn enter(&self) -> Reader<'_> {
        let mut waiting = self.waiting();
        let in_loop = waiting.readers == 0 && waiting.left.is_some_and(|left| left.elapsed() < LOOP);
        waiting.readers += 1;
        Reader { batches: self, in_loop }
    }

    /// Joins batches that wait or are under way, and opens further ones, until there is one for each item.
    pub(crate) fn join(
        &self,
        client: &Client,
        function: &'static Function,
        argument: &'static Argument,
        rest: &Arguments,
        wanted: Wanted,
        options: &CallOptions,
    ) -> Vec<Part> {
        if wanted.ids.is_empty() {
            return Vec::new();
        }
        let key = Key {
            driver: driver(),
            function: function.name,
            priority: options.priority,
            rest: serde_json::to_string(rest).unwrap_or_default().into(),
        };
        let writes = client.inner.writes.load(Ordering::Acquire);
        let mut parts: Vec<Part> = Vec::new();
        let mut waiting = self.waiting();
        let listed = waiting.batches.entry(key.clone()).or_default();
        let crowd = !listed.is_empty();
        let open = |listed: &mut Vec<Listed>, wanted: Wanted| {
            let ids = wanted.ids.clone();
            let batch = Arc::new(Batch::of(argument, rest.clone(), wanted));
            let unlist = Unlist { client: client.clone(), key: key.clone(), batch: batch.clone() };
            let answer = answer(unlist, function, options.clone(), crowd).boxed().shared();
            listed.extend(answer.downgrade().map(|answer| Listed { batch: batch.clone(), answer }));
            Part { batch, answer, ids }
        };
        if listed.is_empty() && wanted.ids.len() <= most(argument) {
            return vec![open(listed, wanted)];
        }
        for (item, id) in wanted.values.into_iter().zip(wanted.ids) {
            let found = listed.iter().rev().find(|listed| listed.batch.has(&id) && listed.batch.is_new(writes));
            let found = found.or_else(|| listed.last().filter(|listed| listed.batch.takes(&item, &id)));
            if let Some(part) = found.and_then(|found| parts.iter_mut().find(|p| Arc::ptr_eq(&p.batch, &found.batch))) {
                part.ids.push(id);
                continue;
            }
            // It may have lost its last reader just now.
            let joined = found.and_then(|listed| Some((listed.batch.clone(), listed.answer.upgrade()?)));
            parts.push(match joined {
                Some((batch, answer)) => {
                    batch.items().readers += 1;
                    Part { batch, answer, ids: vec![id] }
                }
                None => open(listed, Wanted { values: vec![item], ids: vec![id] }),
            });
        }
        parts
    }
}

/// Takes a batch off the list when it is answered, or when nobody waits for it any more.
struct Unlist {
    client: Client,
    key: Key,
    batch: Arc<Batch>,
}

impl Drop for Unlist {
    fn drop(&mut self) {
        let mut waiting = self.client.inner.batches.waiting();
        if let Entry::Occupied(mut entry) = waiting.batches.entry(self.key.clone()) {
            let list = entry.get_mut();
            list.retain(|listed| !Arc::ptr_eq(&listed.batch, &self.batch));
            if list.is_empty() {
                entry.remove();
            }
        }
    }
}

/// Gets the answer of a batch. The guard is the future's from the start, also of one that is never polled.
async fn answer(unlist: Unlist, function: &'static Function, options: CallOptions, crowd: bool) -> Outcome {
    let Unlist { client, batch, .. } = &unlist;
    gather(batch, client.inner.api.pace.filter(|_| client.inner.options.keep_pace), crowd).await;
    client.send(function, Asked::Together(batch), &options, None).await
}

/// Waits while further readers come; longer where others read the same way already.
async fn gather(batch: &Batch, pace: Option<Pace>, crowd: bool) {
    let cost = pace.map_or(Duration::ZERO, |pace| pace.per / pace.requests.max(1));
    let quiet = (cost / 1000).clamp(*QUIET.start(), *QUIET.end());
    let start = Instant::now();
    let count = || {
        let items = batch.items();
        (items.readers, items.ids.len())
    };
    let (mut seen, mut silent, mut patience) = (count(), 0, if crowd { CROWD } else { 1 });
    while silent < patience && seen.1 < most(batch.argument) && start.elapsed() < quiet * LONGEST_GATHERING {
        crate::time::sleep(quiet).await;
        let now = count();
        (silent, patience) = if now == seen { (silent + 1, patience) } else { (0, CROWD) };
        seen = now;
    }
}

#[cfg(test)]
mod tests;
