//! Reads that wait at the same time become one request.
//!
//! A batch takes readers in until its request is about to be sent; who wants what is under way already waits for its
//! answer. All readers carry the request forward together, so that one who gives up takes nobody down.

mod split;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{Shared, WeakShared};
use serde_json::Value;
use tokio::time::Instant;

use crate::arguments::Arguments;
use crate::call_options::CallOptions;
use crate::client::Client;
use crate::descriptor::{Argument, Function, Pace};
use crate::error::Error;
use crate::rate_limiter::Priority;
use crate::request::text_of;
use crate::send::{Asked, Received};
use crate::tokens::BoxFuture;
pub(crate) use split::{list, split};

/// As long as the next reader comes within this time, more are waited for: a thousandth of what a request costs at the
/// declared pace, within these bounds.
const QUIET: std::ops::RangeInclusive<Duration> = Duration::from_millis(3)..=Duration::from_millis(5);
/// How often longer all of it may take.
const LONGEST_GATHERING: u32 = 10;
/// In a loop of single calls each comes right after the one before.
const LOOP: Duration = Duration::from_micros(300);
/// Most items of one request where the API names no limit: addresses must not grow without end.
const MOST_ITEMS: usize = 200;

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
    runtime: tokio::runtime::Id,
    function: &'static str,
    priority: Priority,
    /// The other arguments, as JSON.
    rest: String,
}

/// One request to be.
pub(crate) struct Batch {
    argument: &'static Argument,
    rest: Arguments,
    items: Mutex<Items>,
}

#[derive(Debug, Default)]
struct Items {
    values: Vec<Value>,
    texts: Vec<String>,
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
    fn items(&self) -> MutexGuard<'_, Items> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes nobody in any more; gives the arguments of the request.
    pub(crate) fn seal(&self, writes: &AtomicU64) -> Arguments {
        let mut items = self.items();
        if items.sent.is_none() {
            items.sent = Some(writes.load(Ordering::Acquire));
            if items.readers > 1 {
                let (readers, count) = (items.readers, items.values.len());
                log::debug!("one request for {readers} reads of {count} {}", self.argument.name);
            }
        }
        let mut arguments = self.rest.clone();
        arguments.insert(self.argument.name.to_owned(), Value::Array(items.values.clone()));
        arguments
    }

    /// Whether it has an item, of which the answer will be new enough.
    fn has(&self, text: &str, writes: u64) -> bool {
        let items = self.items();
        items.sent.is_none_or(|sent| sent == writes) && items.texts.iter().any(|known| known == text)
    }

    /// Takes an item in, if there is room.
    fn takes(&self, item: &Value, text: &str) -> bool {
        let mut items = self.items();
        let room = items.sent.is_none() && items.values.len() < self.argument.max_items.unwrap_or(MOST_ITEMS);
        if room {
            items.values.push(item.clone());
            items.texts.push(text.to_owned());
        }
        room
    }

    /// All items, as texts.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.items().texts.clone()
    }

    /// Whether several readers wait for it, or did.
    pub(crate) fn is_shared(&self) -> bool {
        self.items().readers > 1
    }

    /// Whether no write has ended since its request was sent.
    pub(crate) fn is_current(&self, writes: u64) -> bool {
        self.items().sent == Some(writes)
    }

    /// Whether it is for these other arguments and has this item.
    pub(crate) fn answers(&self, rest: &Arguments, text: &str) -> bool {
        self.rest == *rest && self.items().texts.iter().any(|known| known == text)
    }
}

/// What one reader waits for of a batch.
pub(crate) struct Part {
    pub batch: Arc<Batch>,
    pub answer: SharedOutcome,
    pub items: Vec<Value>,
    pub texts: Vec<String>,
}

/// A reader who waits.
pub(crate) struct Reader<'c>(&'c Batches);

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting();
        waiting.readers -= 1;
        waiting.left = Some(Instant::now());
    }
}

impl Batches {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins batches that wait or are under way, and opens further ones, until there is one for each item.
    pub(crate) fn join<'c>(
        &'c self,
        client: &Client,
        function: &'static Function,
        argument: &'static Argument,
        rest: &Arguments,
        items: Vec<Value>,
        options: &CallOptions,
    ) -> (Vec<Part>, Reader<'c>) {
        let key = Key {
            runtime: tokio::runtime::Handle::current().id(),
            function: function.name,
            priority: options.priority,
            rest: serde_json::to_string(rest).unwrap_or_default(),
        };
        let writes = client.inner.writes.load(Ordering::Acquire);
        let mut parts: Vec<Part> = Vec::new();
        let mut waiting = self.waiting();
        // The first of many may have come.
        let gathers = waiting.readers > 0 || waiting.left.is_none_or(|left| left.elapsed() > LOOP);
        waiting.readers += 1;
        let listed = waiting.batches.entry(key.clone()).or_default();
        for item in items {
            let text = text_of(&item).into_owned();
            let found = listed.iter().rev().find(|listed| listed.batch.has(&text, writes));
            let found = found.or_else(|| listed.last().filter(|listed| listed.batch.takes(&item, &text)));
            // It may have lost its last reader just now.
            let found = found.and_then(|listed| Some((listed.batch.clone(), listed.answer.upgrade()?)));
            let (batch, answer) = found.unwrap_or_else(|| {
                let batch = Arc::new(Batch { argument, rest: rest.clone(), items: Mutex::default() });
                batch.takes(&item, &text);
                let answer = answer(client.clone(), function, key.clone(), batch.clone(), options.clone(), gathers);
                let answer = answer.boxed().shared();
                listed.extend(answer.downgrade().map(|answer| Listed { batch: batch.clone(), answer }));
                (batch, answer)
            });
            let known = parts.iter_mut().find(|part| Arc::ptr_eq(&part.batch, &batch));
            match known {
                Some(part) if part.texts.contains(&text) => {}
                Some(part) => {
                    part.items.push(item);
                    part.texts.push(text);
                }
                None => {
                    batch.items().readers += 1;
                    parts.push(Part { batch, answer, items: vec![item], texts: vec![text] });
                }
            }
        }
        drop(waiting);
        (parts, Reader(self))
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
        if let Some(list) = waiting.batches.get_mut(&self.key) {
            list.retain(|listed| !Arc::ptr_eq(&listed.batch, &self.batch));
            if list.is_empty() {
                waiting.batches.remove(&self.key);
            }
        }
    }
}

async fn answer(
    client: Client,
    function: &'static Function,
    key: Key,
    batch: Arc<Batch>,
    options: CallOptions,
    gathers: bool,
) -> Outcome {
    let _listed = Unlist { client: client.clone(), key, batch: batch.clone() };
    if gathers {
        gather(&batch, client.inner.api.pace.filter(|_| client.inner.options.keep_pace)).await;
    }
    client.send(function, Asked::Together(&batch), &options, None).await
}

/// Waits while further readers come.
async fn gather(batch: &Batch, pace: Option<Pace>) {
    let cost = pace.map_or(Duration::ZERO, |pace| pace.per / pace.requests.max(1));
    let quiet = (cost / 1000).clamp(*QUIET.start(), *QUIET.end());
    let start = Instant::now();
    let count = || {
        let items = batch.items();
        (items.readers, items.values.len())
    };
    while start.elapsed() < quiet * LONGEST_GATHERING {
        let before = count();
        tokio::time::sleep(quiet).await;
        if count() == before {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
