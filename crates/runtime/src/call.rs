//! A call that has not been made yet.

use std::future::IntoFuture;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, Lists};
use crate::arguments::Arguments;
use crate::call_options::CallOptions;
use crate::client::Client;
use crate::descriptor::Function;
use crate::error::{ArgumentError, Error};
use crate::file::{File, Files};
use crate::finite::is_finite;
use crate::nullable::Nullable;
use crate::pages::Pages;
use crate::response_facts::WithResponse;
use crate::tokens::BoxFuture;

/// A call with its arguments; `.await` makes it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct Call<T> {
    pub(crate) client: Client,
    pub(crate) function: &'static Function,
    pub(crate) arguments: Arguments,
    files: Vec<Files>,
    read: fn(&Answer) -> Result<T, Error>,
    /// The first argument that cannot be sent; told when the call is awaited.
    pub(crate) refused: Option<ArgumentError>,
    pub(crate) options: Option<CallOptions>,
}

impl<T: DeserializeOwned> Call<T> {
    /// A call without arguments.
    pub fn new(client: &Client, function: &'static Function) -> Self {
        Call {
            client: client.clone(),
            function,
            arguments: Arguments::new(),
            files: Vec::new(),
            read: Answer::typed,
            refused: None,
            options: None,
        }
    }
}

impl<T> Call<T> {
    /// Sets an argument.
    pub fn set<V: Serialize>(mut self, argument: &str, value: V) -> Self {
        let value = is_finite(&value).then(|| serde_json::to_value(value).ok()).flatten();
        match value {
            Some(value) => {
                self.arguments.insert(argument.to_owned(), value);
            }
            None => {
                self.refused.get_or_insert_with(|| ArgumentError {
                    function: self.function.name.to_owned(),
                    argument: Some(argument.to_owned()),
                    problem: format!("`{argument}` holds a number that is not finite"),
                });
            }
        }
        self
    }

    /// Sets an argument that may be left out and may be null.
    pub fn set_nullable<V: Serialize>(self, argument: &str, value: impl Into<Nullable<V>>) -> Self {
        match value.into() {
            Nullable::Unset => self,
            value => self.set(argument, value),
        }
    }

    /// Sets an argument that is a file.
    pub fn attach(self, argument: &'static str, file: impl Into<File>) -> Self {
        self.attach_all(argument, [file])
    }

    /// Sets an argument that is a list of files.
    pub fn attach_all(mut self, argument: &'static str, files: impl IntoIterator<Item = impl Into<File>>) -> Self {
        self.files.retain(|(name, _)| *name != argument);
        self.files.push((argument, files.into_iter().map(Into::into).collect()));
        self
    }

    /// Makes the call with these options, in place of those of the client.
    pub fn with_options(self, options: CallOptions) -> Self {
        Call { options: Some(options), ..self }
    }

    /// Makes the call one that also gives what is known of its answer. Of a long list of which a part fails, it gives what
    /// came, and says what failed.
    pub fn with_response(self) -> CallWithResponse<T> {
        CallWithResponse(self)
    }

    async fn make(self, parts: bool) -> Result<WithResponse<T>, Error> {
        if let Some(refused) = self.refused {
            return Err(refused.into());
        }
        let answer = self
            .client
            .call_with_files(self.function, self.arguments, &self.files, self.options.as_ref(), parts)
            .await?;
        let value = (self.read)(&answer)?;
        Ok(WithResponse { value, facts: answer.facts })
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
        Box::pin(async move { Ok(self.make(false).await?.value) })
    }
}

/// A call that gives its value with what is known of its answer; `.await` makes it.
#[must_use = "a call does nothing until it is awaited"]
#[derive(Debug)]
pub struct CallWithResponse<T>(Call<T>);

impl<T: Send + 'static> IntoFuture for CallWithResponse<T> {
    type Output = Result<WithResponse<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.make(true))
    }
}
