//! What is watched, as single requests.

use std::collections::HashSet;

use serde_json::Value;

use crate::arguments::{self, Arguments};
use crate::batch::MOST_ITEMS;
use crate::descriptor::{Argument, Function};
use crate::error::Error;
use crate::pairs::text_of;
use crate::request;

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
        arguments::check(function, &mut self.arguments, &[])?;
        request::check(function, &self.arguments)?;
        let Some(argument) = self.argument() else { return Ok(vec![self]) };
        let mut known = HashSet::new();
        let items: Vec<Value> =
            self.items().into_iter().filter(|item| known.insert(text_of(item).into_owned())).collect();
        let most = argument.max_items.unwrap_or(MOST_ITEMS).max(1);
        let part = |items: &[Value]| {
            let mut arguments = self.arguments.clone();
            arguments.insert(argument.name.to_owned(), items.into());
            WatchTarget { function, arguments }
        };
        Ok(if items.is_empty() { vec![self] } else { items.chunks(most).map(part).collect() })
    }

    /// The items of the list that may be split; none where there is no such list.
    pub(crate) fn items(&self) -> Vec<Value> {
        let list = self.argument().and_then(|argument| self.arguments.get(argument.name));
        list.and_then(Value::as_array).cloned().unwrap_or_default()
    }

    fn argument(&self) -> Option<&'static Argument> {
        self.function.arguments.iter().find(|argument| argument.batch || !argument.merge.is_empty())
    }
}
