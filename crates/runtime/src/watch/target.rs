//! What is watched, as single requests.

use std::collections::HashSet;

use serde_json::Value;

use crate::arguments::{self, Arguments};
use crate::batch::MOST_ITEMS;
use crate::descriptor::{Argument, Function};
use crate::error::Error;
use crate::request::{self, text_of};

/// A read that is to be repeated: a function with its arguments, of which a list may be longer than one request takes.
#[derive(Clone, Debug)]
pub struct WatchTarget {
    /// The function, one that only reads.
    pub function: &'static Function,
    /// Its arguments.
    pub arguments: Arguments,
}

impl WatchTarget {
    /// A read with these arguments.
    pub fn new(function: &'static Function, arguments: Arguments) -> Self {
        WatchTarget { function, arguments }
    }

    /// The requests that it takes.
    pub(crate) fn requests(mut self) -> Result<Vec<WatchTarget>, Error> {
        let function = self.function;
        let unfit = |why: &str| Error::Setup(format!("{} cannot be watched: {why}", function.name));
        if function.method != "GET" {
            return Err(unfit("it does not only read"));
        }
        if function.page.is_some() {
            return Err(unfit("it comes in pages"));
        }
        arguments::check(function, &mut self.arguments)?;
        request::check(function, &self.arguments)?;
        let Some((argument, items)) = self.list() else { return Ok(vec![self]) };
        let most = argument.max_items.unwrap_or(MOST_ITEMS).max(1);
        let part = |items: &[Value]| {
            let mut arguments = self.arguments.clone();
            arguments.insert(argument.name.to_owned(), items.into());
            WatchTarget { function, arguments }
        };
        Ok(items.chunks(most).map(part).collect())
    }

    /// The items of the list that may be split, each of them once.
    fn list(&self) -> Option<(&'static Argument, Vec<Value>)> {
        let argument = self.function.arguments.iter().find(|argument| argument.batch || !argument.merge.is_empty())?;
        let items = self.arguments.get(argument.name)?.as_array().filter(|items| !items.is_empty())?;
        let mut known = HashSet::new();
        Some((argument, items.iter().filter(|item| known.insert(text_of(item).into_owned())).cloned().collect()))
    }
}
