//! A call that has not been made yet.

use std::future::IntoFuture;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, Lists};
use crate::arguments::Arguments;
use crate::client::Client;
use crate::descriptor::Function;
use crate::error::Error;
use crate::pages::Pages;
use crate::tokens::BoxFuture;

/// A call with its arguments; `.await` makes it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct Call<T> {
    pub(crate) client: Client,
    pub(crate) function: &'static Function,
    pub(crate) arguments: Arguments,
    read: fn(&Answer) -> Result<T, Error>,
}

impl<T: DeserializeOwned> Call<T> {
    /// A call without arguments.
    pub fn new(client: &Client, function: &'static Function) -> Self {
        Call { client: client.clone(), function, arguments: Arguments::new(), read: Answer::typed }
    }
}

impl<T> Call<T> {
    /// Sets an argument.
    pub fn set<V: Serialize>(mut self, argument: &str, value: V) -> Self {
        // What cannot be said in JSON becomes null and is refused as a missing argument.
        let value = serde_json::to_value(value).unwrap_or_default();
        self.arguments.insert(argument.to_owned(), value);
        self
    }
}

impl<T> Call<Vec<T>> {
    /// Turns the call into one that walks through pages.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self)
    }
}

impl<T: DeserializeOwned + Lists> Call<T> {
    /// Turns the call into one whose answer may come in several lists.
    pub fn batched(mut self) -> Self {
        self.read = Answer::joined;
        self
    }
}

impl<T: Send + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let answer = self.client.call(self.function, self.arguments).await?;
            (self.read)(&answer)
        })
    }
}
