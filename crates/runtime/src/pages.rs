//! Answers that come in pages.

use std::collections::VecDeque;
use std::future::IntoFuture;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::call::Call;
use crate::client::{Client, decode_error};
use crate::decode::{Problem, decode};
use crate::descriptor::{Function, Page};
use crate::error::Error;
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
}

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// The items one by one, from the page that was asked for to the last.
    pub fn stream(self) -> Stream<T> {
        Stream {
            walk: Some(Walk::new(self.call.client, self.call.function, self.call.arguments)),
            items: VecDeque::new(),
            pending: None,
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> IntoFuture for Pages<T> {
    type Output = Result<Vec<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut walk = Walk::new(self.call.client, self.call.function, self.call.arguments);
            let mut all = Vec::new();
            while let Some(page) = walk.next().await? {
                all.extend(walk.read::<T>(&page)?);
            }
            Ok(all)
        })
    }
}

/// Goes from page to page; for callers that know the function only at run time.
#[derive(Debug)]
pub struct Walk {
    client: Client,
    function: &'static Function,
    arguments: serde_json::Map<String, Value>,
    seen: u64,
    /// The page before, while nothing else tells the end.
    last: Option<String>,
    done: bool,
}

impl Walk {
    fn new(client: Client, function: &'static Function, arguments: serde_json::Map<String, Value>) -> Self {
        Walk { client, function, arguments, seen: 0, last: None, done: false }
    }

    /// The JSON list of the next page's items, checked to have the declared form; `None` after the last page.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn next(&mut self) -> Result<Option<String>, Error> {
        let Some(page) = self.function.page else {
            return Err(Error::Setup(format!("{} does not come in pages", self.function.name)));
        };
        if self.done {
            return Ok(None);
        }
        let body = self.client.send(self.function, self.arguments.clone()).await?;
        let Envelope { items, count, size, total } =
            envelope(&page, &body).map_err(|p| decode_error(self.function, p))?;
        (self.function.check)(items.as_bytes()).map_err(|p| self.under(page.items_field, p))?;
        // Counted here, because a server may leave its own count out or begin it elsewhere.
        let number = self.arguments.get(page.number).and_then(Value::as_u64).unwrap_or(1);
        // Where the walk began counts too: items on earlier pages will not come.
        let before = number.saturating_sub(1).saturating_mul(size.unwrap_or(count));
        self.seen = before.max(self.seen).saturating_add(count);
        self.done = count == 0
            || match total {
                Some(total) => self.seen >= total,
                None => size.is_some_and(|size| count < size),
            };
        self.arguments.insert(page.number.to_owned(), Value::from(number.saturating_add(1)));
        if total.is_none() {
            // A server that knows no pages answers all of them alike.
            if self.last.as_ref() == Some(&items) {
                self.done = true;
                return Ok(None);
            }
            self.last = Some(items.clone());
        }
        Ok(Some(items))
    }

    fn read<T: DeserializeOwned>(&self, items: &str) -> Result<Vec<T>, Error> {
        let field = self.function.page.map_or("", |p| p.items_field);
        decode(items.as_bytes()).map_err(|p| self.under(field, p))
    }

    fn under(&self, field: &str, problem: Problem) -> Error {
        decode_error(self.function, Problem { path: format!("{field}{}", problem.path), ..problem })
    }
}

impl Client {
    /// Walks through the pages of a function that is known only at run time.
    pub fn walk(&self, function: &'static Function, arguments: serde_json::Map<String, Value>) -> Walk {
        Walk::new(self.clone(), function, arguments)
    }
}

/// A page taken apart.
struct Envelope {
    /// The JSON list of items.
    items: String,
    count: u64,
    size: Option<u64>,
    total: Option<u64>,
}

fn envelope(page: &Page, body: &[u8]) -> Result<Envelope, Problem> {
    let fields: std::collections::HashMap<String, Box<RawValue>> = decode(body)?;
    let number_of = |field: &str| fields.get(field).and_then(|raw| raw.get().parse::<u64>().ok());
    let items = fields
        .get(page.items_field)
        .ok_or_else(|| Problem { path: String::new(), problem: format!("missing field `{}`", page.items_field) })?;
    let list: Vec<Box<RawValue>> =
        decode(items.get().as_bytes()).map_err(|p| Problem { path: format!("{}{}", page.items_field, p.path), ..p })?;
    let count = list.len() as u64;
    let (size, total) = (number_of(page.size_field), number_of(page.total_field));
    Ok(Envelope { items: items.get().to_owned(), count, size, total })
}

type Fetched = (Walk, Result<Option<String>, Error>);

/// Items one by one. Ends after the last item or the first error.
pub struct Stream<T> {
    walk: Option<Walk>,
    items: VecDeque<T>,
    pending: Option<BoxFuture<'static, Fetched>>,
}

impl<T> std::fmt::Debug for Stream<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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
                    let page = walk.next().await;
                    (walk, page)
                }));
            }
            let Some(pending) = self.pending.as_mut() else { continue };
            let (walk, page) = ready!(pending.as_mut().poll(cx));
            self.pending = None;
            match page.and_then(|page| page.map(|items| walk.read::<T>(&items)).transpose()) {
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
