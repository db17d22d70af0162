//! What was read last, for callers who say how old it may be.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use crate::arguments::Arguments;
use crate::batch::{Batch, ItemId};
use crate::descriptor::Function;
use crate::time::{Instant, SystemTime};

/// Most bytes of answers that are kept.
const MOST_BYTES: usize = 256 * 1024;
/// Most answers that are kept.
const MOST_ANSWERS: usize = 256;

/// What a client read last. A write makes it forget all of it.
#[derive(Debug, Default)]
pub(crate) struct Freshness(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    answers: VecDeque<Read>,
    bytes: usize,
}

#[derive(Debug)]
struct Read {
    function: &'static str,
    asked: Asked,
    body: Bytes,
    at: Instant,
    /// The other clock stands still while a machine sleeps.
    wall: SystemTime,
}

#[derive(Debug)]
enum Asked {
    Whole(String),
    Items(Arc<Batch>),
}

impl Freshness {
    /// What was read with these arguments, when it is no older.
    pub(crate) fn whole(&self, function: &Function, arguments: &str, age: Duration) -> Option<Bytes> {
        let kept = self.kept();
        let mut of_function = kept.answers.iter().rev().filter(|read| read.function == function.name);
        let found = of_function.find(|read| matches!(&read.asked, Asked::Whole(asked) if asked == arguments))?;
        found.is_younger(age).then(|| found.body.clone())
    }

    /// The answers that items of a list were read in last, each with its items, as far as they are no older.
    pub(crate) fn items(
        &self,
        function: &Function,
        rest: &Arguments,
        mut wanted: Vec<ItemId>,
        age: Duration,
    ) -> Vec<(Arc<Batch>, Bytes, Vec<ItemId>)> {
        let kept = self.kept();
        let mut found = Vec::new();
        for read in kept.answers.iter().rev().filter(|read| read.function == function.name) {
            if let Asked::Items(batch) = &read.asked
                && batch.rest == *rest
            {
                let known = batch.ids();
                let (its, others): (Vec<_>, _) = wanted.into_iter().partition(|id| known.contains(id));
                wanted = others;
                if !its.is_empty() && read.is_younger(age) {
                    found.push((batch.clone(), read.body.clone(), its));
                }
                if wanted.is_empty() {
                    break;
                }
            }
        }
        found
    }

    pub(crate) fn keep_whole(&self, function: &Function, arguments: String, body: Bytes) {
        self.keep(function, Asked::Whole(arguments), body);
    }

    pub(crate) fn keep_items(&self, function: &Function, batch: Arc<Batch>, body: Bytes) {
        let mut kept = self.kept();
        let known = |read: &Read| matches!(&read.asked, Asked::Items(other) if Arc::ptr_eq(other, &batch));
        // Each reader of a batch brings its answer.
        if batch.is_shared() && kept.answers.iter().rev().any(known) {
            return;
        }
        kept.add(function, Asked::Items(batch), body);
    }

    /// Forgets everything: something was written.
    pub(crate) fn forget(&self) {
        *self.kept() = Kept::default();
    }

    fn keep(&self, function: &Function, asked: Asked, body: Bytes) {
        self.kept().add(function, asked, body);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn add(&mut self, function: &Function, asked: Asked, body: Bytes) {
        if body.len() > MOST_BYTES {
            return;
        }
        self.bytes += body.len();
        let (at, wall) = (Instant::now(), SystemTime::now());
        self.answers.push_back(Read { function: function.name, asked, body, at, wall });
        while self.bytes > MOST_BYTES || self.answers.len() > MOST_ANSWERS {
            let Some(oldest) = self.answers.pop_front() else { return };
            self.bytes -= oldest.body.len();
        }
    }
}

impl Read {
    fn is_younger(&self, age: Duration) -> bool {
        self.at.elapsed() <= age && self.wall.elapsed().is_ok_and(|elapsed| elapsed <= age)
    }
}
