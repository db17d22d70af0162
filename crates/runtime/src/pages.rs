//! Answers that come in pages.

mod cursor;
mod reader;

use std::collections::VecDeque;
use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::call::Call;
use crate::call_options::CallOptions;
use crate::error::Error;
use crate::nullable::Nullable;
use crate::tokens::BoxFuture;

pub use cursor::PageCursor;

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
