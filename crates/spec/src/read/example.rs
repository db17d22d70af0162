//! Examples.

use serde_json::{Map, Value};

use super::Reader;
use crate::model::*;
use crate::places::{Thing, path};
use crate::syntax::Table;

impl Reader<'_> {
    /// Reads the examples of the functions, whose keys are `keys`.
    pub(super) fn examples(&mut self, table: Table<'_>, keys: &[String], functions: &mut [Function]) {
        for key in table.keys() {
            let list = table.list(&key.value);
            let Some(at) = keys.iter().position(|k| *k == key.value) else {
                let help = self
                    .mistakes
                    .near(&key.value, keys.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("add `[function.{}]`", key.value));
                let message = format!("the example is of `{}`, which is no function", key.value);
                self.mistakes.add("S018", &key.span, message, Some(help));
                continue;
            };
            let function = &mut functions[at];
            for (number, t) in list.into_iter().enumerate() {
                let place = path(["example", &key.value, &number.to_string()]);
                self.places.put(Thing::Example(function.name.clone(), number), place);
                let arguments = t.object("arguments");
                function.examples.push(Example {
                    arguments: self.named_arguments(function, arguments),
                    body: t.text("body").map(|b| b.value),
                    status: t.count("status").unwrap_or(200),
                    answer: t.text("answer").map(|a| a.value),
                });
                t.finish();
            }
        }
    }

    /// Values under the names of the arguments in place of their keys in the file.
    fn named_arguments(&self, function: &Function, given: Map<String, Value>) -> Map<String, Value> {
        let name_of = |key: &str| {
            let of_key = |a: &&Argument| {
                let thing = Thing::Argument(function.name.clone(), a.name.clone());
                let place = self.places.path(&thing);
                // Arguments of paging have no key of their own.
                place.last().is_some_and(|k| k == key) && place.get(2).is_none_or(|p| p != "page")
            };
            function.arguments.iter().find(of_key).map(|a| a.name.clone())
        };
        given.into_iter().map(|(key, value)| (name_of(&key).unwrap_or(key), value)).collect()
    }
}
