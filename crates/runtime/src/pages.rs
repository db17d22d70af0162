//! Answers that come in pages.

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt;
use std::future::IntoFuture;
use std::hash::Hasher;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::Serialize;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor,
};
use serde_json::Value;

use crate::answer::Answer;
use crate::arguments::Arguments;
use crate::builder::{Build, Failed, Nothing};
use crate::call::Call;
use crate::call_options::CallOptions;
use crate::client::Client;
use crate::decode::{Problem, mendable, seeded};
use crate::descriptor::{Function, Page, Shape};
use crate::error::{ArgumentError, Error};
use crate::json::Reader;
use crate::lenient;
use crate::mended::Mended;
use crate::nullable::Nullable;
use crate::read::{Items, Place};
use crate::tokens::BoxFuture;

/// A call whose items come in pages. `.await` gathers all items; [`stream`](Pages::stream) gives them one by one and
/// asks for the next page only when it is needed.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct Pages<T> {
    call: Call<Vec<T>>,
}

impl<T> Pages<T> {
    pub(crate) fn new(call: Call<Vec<T>>) -> Self {
        Pages { call }
    }

    /// Sets an argument.
    pub fn set<V: Serialize>(self, argument: &str, value: V) -> Self {
        Pages { call: self.call.set(argument, value) }
    }

    /// Sets an argument that may be left out and may be null.
    pub fn set_nullable<V: Serialize>(self, argument: &str, value: impl Into<Nullable<V>>) -> Self {
        Pages { call: self.call.set_nullable(argument, value) }
    }

    /// Makes each request with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        Pages { call: self.call.with_options(options) }
    }
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// The items one by one, from the page that was asked for to the last.
    pub fn stream(self) -> Stream<T> {
        Stream { walk: Some(PageCursor::of(self.call)), items: VecDeque::new(), pending: None }
    }
}

impl<T: DeserializeOwned + Send + 'static> IntoFuture for Pages<T> {
    type Output = Result<Vec<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut walk = PageCursor::of(self.call);
            let mut all = Vec::new();
            while let Some(page) = walk.fetch().await? {
                all.extend(walk.typed::<T>(&page)?);
            }
            Ok(all)
        })
    }
}

/// Goes from page to page; for callers that know the function only at run time.
///
/// [`fetch`](PageCursor::fetch) brings a page, and reading it moves on: a page that was not read is fetched again.
#[derive(Debug)]
pub struct PageCursor {
    client: Client,
    function: &'static Function,
    arguments: Arguments,
    refused: Option<ArgumentError>,
    options: Option<CallOptions>,
    seen: u64,
    /// What the page before was like, as it came and without its number.
    last: Option<[u64; 2]>,
    done: bool,
}

impl PageCursor {
    fn new(client: Client, function: &'static Function, arguments: Arguments) -> Self {
        PageCursor { client, function, arguments, refused: None, options: None, seen: 0, last: None, done: false }
    }

    fn of<T>(call: Call<Vec<T>>) -> Self {
        PageCursor {
            refused: call.refused,
            options: call.options,
            ..PageCursor::new(call.client, call.function, call.arguments)
        }
    }

    /// The next page, not read yet; `None` after the last.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn fetch(&mut self) -> Result<Option<Answer>, Error> {
        if self.function.page.is_none() {
            return Err(Error::Setup(format!("{} does not come in pages", self.function.name)));
        }
        if self.done {
            return Ok(None);
        }
        if let Some(refused) = &self.refused {
            return Err(refused.clone().into());
        }
        self.client.call_with(self.function, self.arguments.clone(), self.options.as_ref(), false).await.map(Some)
    }

    /// Makes a list of the items of a page; `None` when it is the page before once more, and so the end.
    ///
    /// # Errors
    /// The page does not have the declared form, brings nothing new, or the builder failed.
    pub fn build<B: Build>(&mut self, page: &Answer, build: &mut B) -> Result<Option<B::Value>, Error> {
        let strict = self.read(page, |fields, reader, place| built(self.function, fields, reader, place, build));
        let (read, items) = match strict {
            Ok(read) => read,
            Err(problem) => self.leniently(page, problem, build).map_err(|problem| page.misfit(problem))?,
        };
        Ok(self.moved_on(page, &read)?.then_some(items))
    }

    /// The items of a page, read into a type; empty when it is the page before once more, and so the end.
    ///
    /// # Errors
    /// The page does not have the declared form or brings nothing new.
    pub fn typed<T: DeserializeOwned>(&mut self, page: &Answer) -> Result<Vec<T>, Error> {
        let typed = self.read(page, |fields, reader, _| {
            let (totals, items) = PageReader { fields, items: PhantomData::<Option<Vec<T>>>, inside: &Cell::default() }
                .deserialize(reader)?;
            let items = items.unwrap_or_default();
            Ok((Read { totals, count: items.len() }, items))
        });
        let (read, items) = match typed {
            Ok(read) => read,
            Err(problem) => self.mended(page, problem).map_err(|problem| page.misfit(problem))?,
        };
        Ok(if self.moved_on(page, &read)? { items } else { Vec::new() })
    }

    /// The items of a page as JSON, with whatever fields came; empty when it is the page before once more.
    ///
    /// # Errors
    /// The page does not have the declared form or brings nothing new.
    pub fn json(&mut self, page: &Answer) -> Result<Vec<Value>, Error> {
        let shape = &self.function.answer;
        let read = self.read(page, |fields, reader, place| {
            let (totals, items) =
                PageReader { fields, items: PhantomData::<Value>, inside: &Cell::default() }.deserialize(reader)?;
            crate::read::Read { shape, build: &mut Nothing, place }
                .deserialize(&items)
                .inspect_err(|_| place.in_field(fields.items_field))?;
            Ok((totals, items))
        });
        let read = read.or_else(|problem| {
            let (totals, items, field) = self.apart(page, problem)?;
            let ((), kept) = lenient::read_field(field, shape, &items, &mut Nothing)?;
            page.tell(&kept, &mut Nothing).map(|()| (totals, items))
        });
        let (totals, items) = read.map_err(|problem| page.misfit(problem))?;
        let items = if let Value::Array(items) = items { items } else { Vec::new() };
        let read = Read { totals, count: items.len() };
        Ok(if self.moved_on(page, &read)? { items } else { Vec::new() })
    }

    fn read<T>(
        &self,
        page: &Answer,
        read: impl FnOnce(&'static Page, &mut Reader<'_>, &mut Place) -> serde_json::Result<T>,
    ) -> Result<T, Problem> {
        let (fields, body) = self.parts(page)?;
        seeded(body, |reader, place| read(fields, reader, place))
    }

    fn parts<'p>(&self, page: &'p Answer) -> Result<(&'static Page, &'p [u8]), Problem> {
        match (&self.function.page, &page.bodies[..]) {
            (Some(fields), [body]) => Ok((fields, body)),
            _ => Err(Problem::whole("it is no page")),
        }
    }

    /// What a page says of all of them, and the JSON of its items, of a page that did not have its form.
    fn apart(&self, page: &Answer, problem: Problem) -> Result<(Totals, Value, &'static str), Problem> {
        let (fields, body) = self.parts(page)?;
        let value = mendable(body, problem.clone())?;
        let reader = PageReader { fields, items: PhantomData::<Value>, inside: &Cell::default() };
        let (totals, items) = reader.deserialize(value).map_err(|_| problem)?;
        Ok((totals, items, fields.items_field))
    }

    /// Makes a list of what can be read of the items of a page.
    fn leniently<B: Build>(&self, page: &Answer, problem: Problem, build: &mut B) -> Result<(Read, B::Value), Problem> {
        let (totals, items, field) = self.apart(page, problem)?;
        let (made, kept) = lenient::read_field(field, &self.function.answer, &items, build)?;
        page.tell(&kept, build)?;
        Ok((Read { totals, count: items.as_array().map_or(0, Vec::len) }, made))
    }

    /// The same, read into a type.
    fn mended<T: DeserializeOwned>(&self, page: &Answer, problem: Problem) -> Result<(Read, Vec<T>), Problem> {
        // In the same words as wherever else an answer is read.
        let strict = self.read(page, |fields, reader, place| built(self.function, fields, reader, place, &mut Nothing));
        let found = strict.err().unwrap_or_else(|| problem.clone());
        let (totals, items, field) = self.apart(page, found)?;
        let (value, kept) = lenient::read_field(field, &self.function.answer, &items, &mut Mended)?;
        let items: Vec<T> = Vec::deserialize(value).map_err(|_| problem)?;
        page.tell(&kept, &mut Nothing)?;
        Ok((Read { totals, count: items.len() }, items))
    }

    /// Notes that a page was read; gives whether it was another than the page before.
    fn moved_on(&mut self, page: &Answer, read: &Read) -> Result<bool, Error> {
        let (Some(fields), Some(body)) = (&self.function.page, page.bodies.first()) else { return Ok(false) };
        let (Totals { size, total }, count) = (read.totals, read.count as u64);
        // Counted here, because a server may leave its own count out or begin it elsewhere.
        let number = self.arguments.get(fields.number).and_then(Value::as_u64).unwrap_or(1);
        // Where the walk began counts too: items on earlier pages will not come.
        let before = number.saturating_sub(1).saturating_mul(size.unwrap_or(count));
        self.seen = before.max(self.seen).saturating_add(count);
        self.done = count == 0
            || match total {
                Some(total) => self.seen >= total,
                None => size.is_some_and(|size| count < size),
            };
        self.arguments.insert(fields.number.to_owned(), Value::from(number.saturating_add(1)));
        let like = [fingerprint(body, fields.number_field, None), fingerprint(body, fields.number_field, Some(number))];
        let again = |last: [u64; 2]| last[0] == like[0] || last[1] == like[1];
        if self.last.replace(like).is_some_and(again) && count > 0 {
            self.done = true;
            // A server that knows no pages answers all of them alike.
            return match total {
                None => Ok(false),
                Some(total) => Err(page.misfit(Problem::whole(format!(
                    "page {number} is the page before once more, although there are to be {total} items"
                )))),
            };
        }
        Ok(true)
    }
}

/// What was read of a page beside its items.
struct Read {
    totals: Totals,
    count: usize,
}

/// Reads a page whose items are made by a builder.
fn built<B: Build>(
    function: &Function,
    fields: &'static Page,
    reader: &mut Reader<'_>,
    place: &mut Place,
    build: &mut B,
) -> serde_json::Result<(Read, B::Value)> {
    let Shape::List(item) = function.answer.non_null() else {
        return Err(serde_json::Error::custom("the items of its pages are no list"));
    };
    let mut list = build.list().map_err(unmade)?;
    let mut count = 0;
    let items = Items { shape: item, build: &mut *build, place, list: &mut list, count: &mut count };
    let inside = Cell::new(false);
    let page = PageReader { fields, items, inside: &inside }.deserialize(reader);
    let (totals, ()) = page.inspect_err(|_| {
        if inside.get() {
            place.in_field(fields.items_field);
        }
    })?;
    Ok((Read { totals, count }, build.listed(list).map_err(unmade)?))
}

impl Client {
    /// Walks through the pages of a function that is known only at run time.
    pub fn walk(&self, function: &'static Function, arguments: Arguments) -> PageCursor {
        PageCursor::new(self.clone(), function, arguments)
    }
}

/// A number that is the same for equal pages, and where `number` is given also for those that differ in it alone.
fn fingerprint(body: &[u8], number_field: &str, number: Option<u64>) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    let mut rest = body;
    if let Some(number) = number {
        let (name, number) = (format!("\"{number_field}\""), number.to_string());
        while let Some(at) = rest.windows(name.len()).position(|window| window == name.as_bytes()) {
            let (before, after) = rest.split_at(at + name.len());
            hasher.write(before);
            rest = after.trim_ascii_start();
            let value = rest.strip_prefix(b":").map(<[u8]>::trim_ascii_start);
            let value = value.map(|value| value.strip_prefix(b"\"").unwrap_or(value));
            rest = value.and_then(|value| value.strip_prefix(number.as_bytes())).unwrap_or(rest);
        }
    }
    hasher.write(rest);
    hasher.finish()
}

/// What a page says of all of them.
#[derive(Clone, Copy, Default)]
struct Totals {
    size: Option<u64>,
    total: Option<u64>,
}

/// Reads a page: its items by `items`, and what it says of all pages.
struct PageReader<'r, S> {
    fields: &'static Page,
    items: S,
    /// Whether it is among the items.
    inside: &'r Cell<bool>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for PageReader<'_, S> {
    type Value = (Totals, S::Value);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for PageReader<'_, S> {
    type Value = (Totals, S::Value);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a page of items")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let PageReader { fields, items, inside } = self;
        let (mut totals, mut seed, mut read) = (Totals::default(), Some(items), None);
        while let Some(name) = entries.next_key::<String>()? {
            if name == fields.items_field
                && let Some(seed) = seed.take()
            {
                inside.set(true);
                read = Some(entries.next_value_seed(seed)?);
                inside.set(false);
            } else if name == fields.size_field {
                totals.size = entries.next_value::<Value>()?.as_u64();
            } else if name == fields.total_field {
                totals.total = entries.next_value::<Value>()?.as_u64();
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        let read = read.ok_or_else(|| A::Error::missing_field(fields.items_field))?;
        Ok((totals, read))
    }
}

fn unmade<E: serde::de::Error>(Failed: Failed) -> E {
    E::custom("a value could not be made")
}

type Fetched = (PageCursor, Result<Option<Answer>, Error>);

/// Items one by one. Ends after the last item or the first error.
pub struct Stream<T> {
    walk: Option<PageCursor>,
    items: VecDeque<T>,
    pending: Option<BoxFuture<'static, Fetched>>,
}

impl<T> fmt::Debug for Stream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("waiting", &self.items.len()).finish_non_exhaustive()
    }
}

impl<T: DeserializeOwned + Unpin> Stream<T> {
    /// The next item.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|cx| futures_core::Stream::poll_next(Pin::new(&mut *self), cx)).await
    }
}

impl<T: DeserializeOwned + Unpin> futures_core::Stream for Stream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if self.pending.is_none() {
                let Some(mut walk) = self.walk.take() else { return Poll::Ready(None) };
                self.pending = Some(Box::pin(async move {
                    let page = walk.fetch().await;
                    (walk, page)
                }));
            }
            let Some(pending) = self.pending.as_mut() else { continue };
            let (mut walk, page) = ready!(pending.as_mut().poll(cx));
            self.pending = None;
            match page.and_then(|page| page.map(|page| walk.typed::<T>(&page)).transpose()) {
                Ok(Some(items)) => {
                    self.items = items.into();
                    self.walk = Some(walk);
                }
                Ok(None) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}
