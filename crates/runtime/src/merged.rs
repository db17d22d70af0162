//! Calls with a list that may be longer than one request takes, and that reads share with others.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use futures_util::future::join_all;
use serde_json::Value;

use crate::TransportError;
use crate::answer::Answer;
use crate::arguments::Arguments;
use crate::batch::{self, Batch, ItemId, Part, Wanted};
use crate::call_options::CallOptions;
use crate::client::Client;
use crate::descriptor::{Argument, Function};
use crate::error::Error;
use crate::request;
use crate::response_facts::{PartFailure, ResponseFacts};
use crate::send::{Asked, Received, blocked};
use crate::time::Instant;

/// A call in the making.
pub(crate) struct Listed<'c> {
    pub client: &'c Client,
    pub function: &'static Function,
    /// The argument with the list.
    pub argument: &'static Argument,
    /// The other arguments.
    pub rest: Arguments,
    pub list: Vec<Value>,
    pub options: &'c CallOptions,
    pub until: Option<Instant>,
    /// Whether what came of the list is wanted when a part of it failed.
    pub parts: bool,
}

impl Listed<'_> {
    pub(crate) async fn call(mut self) -> Result<Answer, Error> {
        request::check(self.function, &self.rest)?;
        // Whose an item is has to be told by the answer. Headers are one caller's own.
        let merges = self.function.method == "GET" && !self.argument.merge.is_empty();
        if merges && self.options.headers.is_empty() { self.merged().await } else { self.alone().await }
    }

    /// One request after another, for this caller alone.
    async fn alone(self) -> Result<Answer, Error> {
        let (mut bodies, mut facts) = (Vec::new(), ResponseFacts::default());
        let chunks: Vec<_> = self.list.chunks(self.argument.max_items.unwrap_or(usize::MAX).max(1)).collect();
        for chunk in &chunks {
            match self.one(chunk).await {
                Ok(received) => bodies.push(noted(&mut facts, received)),
                Err(error) if self.parts => facts.failures.push(PartFailure { items: chunk.to_vec(), error }),
                Err(error) => return Err(error),
            }
        }
        self.answer(bodies, facts, chunks.len())
    }

    async fn one(&self, items: &[Value]) -> Result<Received, Error> {
        let mut arguments = self.rest.clone();
        arguments.insert(self.argument.name.to_owned(), items.into());
        self.client.send(self.function, Asked::Alone(&arguments, &[]), self.options, self.until).await
    }

    /// Together with whoever else wants to read the same way now.
    async fn merged(&mut self) -> Result<Answer, Error> {
        let inner = &self.client.inner;
        let mut wanted = Wanted::of(std::mem::take(&mut self.list));
        let reader = inner.batches.enter();
        if reader.in_loop && self.options.max_age.is_none() && wanted.ids.len() <= batch::most(self.argument) {
            return self.at_once(wanted).await;
        }
        let mut by_item: HashMap<ItemId, Vec<String>> = HashMap::new();
        let order = wanted.ids.clone();
        if let Some(age) = self.options.max_age {
            for (batch, body, ids) in inner.freshness.items(self.function, &self.rest, order.clone(), age) {
                let Some(mut found) = batch::split(&body, self.argument.merge, &batch.ids(), &ids) else { continue };
                by_item.extend(ids.into_iter().map(|id| {
                    let items = found.remove(&id).unwrap_or_default();
                    (id, items)
                }));
            }
            wanted.ids.retain(|id| !by_item.contains_key(id));
            wanted.values.retain(|value| !by_item.contains_key(&ItemId::of(value)));
        }
        let (client, options) = (self.client, self.options);
        let parts = inner.batches.join(client, self.function, self.argument, &self.rest, wanted, options);
        let outcomes = self.outcomes(&parts).await?;
        // What is young counts as one that came.
        let count = parts.len() + usize::from(!by_item.is_empty());
        let whole = by_item.is_empty() && parts.iter().all(Part::is_whole);
        let (mut bodies, mut facts) = (Vec::new(), ResponseFacts::default());
        let writes = inner.writes.load(Ordering::Acquire);
        for (part, outcome) in parts.into_iter().zip(outcomes) {
            let received = match outcome {
                Ok(received) => received,
                Err(error) if self.parts => {
                    let items = part.batch.values(&part.ids);
                    facts.failures.push(PartFailure { items, error });
                    continue;
                }
                Err(error) => return Err(error),
            };
            if part.batch.is_current(writes) {
                inner.freshness.keep_items(self.function, part.batch.clone(), received.body.clone());
            }
            let body = noted(&mut facts, received);
            if whole {
                bodies.push(body);
                continue;
            }
            match batch::split(&body, self.argument.merge, &part.batch.ids(), &part.ids) {
                Some(found) => by_item.extend(found),
                None if part.batch.is_shared() => {
                    bodies.push(noted(&mut facts, self.one(&part.batch.values(&part.ids)).await?))
                }
                None => bodies.push(body),
            }
        }
        if !whole && (!by_item.is_empty() || bodies.is_empty()) {
            bodies.push(batch::list(order.iter().filter_map(|id| by_item.get(id)).flatten()));
        }
        self.answer(bodies, facts, count)
    }

    /// One request, without waiting for others.
    async fn at_once(&mut self, wanted: Wanted) -> Result<Answer, Error> {
        let inner = &self.client.inner;
        let batch = Arc::new(Batch::of(self.argument, std::mem::take(&mut self.rest), wanted));
        let received = self.client.send(self.function, Asked::Together(&batch), self.options, self.until).await?;
        if batch.is_current(inner.writes.load(Ordering::Acquire)) {
            inner.freshness.keep_items(self.function, batch, received.body.clone());
        }
        let mut facts = ResponseFacts::default();
        let bodies = vec![noted(&mut facts, received)];
        self.answer(bodies, facts, 1)
    }

    /// Waits for all requests, or for the first that fails.
    async fn outcomes(&self, parts: &[Part]) -> Result<Vec<Result<Received, Error>>, Error> {
        let all = join_all(parts.iter().map(|part| part.answer.clone()));
        let (Some(until), false) = (self.until, parts.is_empty()) else { return Ok(all.await) };
        let wait = self.client.inner.limiter.expected_wait(self.options.priority);
        let waits = parts.iter().any(|part| !part.batch.is_sent());
        if waits && wait > until.saturating_duration_since(Instant::now()) {
            return Err(blocked(self.function, wait));
        }
        crate::time::timeout_at(until, all).await.map_err(|_| {
            if parts.iter().any(|part| !part.batch.is_sent()) {
                // Others took the turn that it waited for.
                return blocked(self.function, self.client.inner.limiter.expected_wait(self.options.priority));
            }
            let host = self.client.base_url().authority().to_owned();
            let error = TransportError::Timeout {
                host,
                after: self.options.timeout.unwrap_or_default(),
                note: "",
                source: None,
            };
            Error::Transport { function: self.function.name, error }
        })
    }

    fn answer(&self, bodies: Vec<Bytes>, facts: ResponseFacts, count: usize) -> Result<Answer, Error> {
        match facts.failures.first() {
            Some(failure) if facts.failures.len() == count => Err(failure.error.clone()),
            _ => Ok(Answer { function: self.function, bodies, facts }),
        }
    }
}

/// Notes status and headers; gives the body.
fn noted(facts: &mut ResponseFacts, received: Received) -> Bytes {
    facts.status = received.status;
    facts.headers = received.headers;
    received.body
}
