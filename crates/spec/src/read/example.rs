//! Examples.

use std::collections::HashMap;

use super::Reader;
use crate::model::*;
use crate::places::{Thing, path};
use crate::syntax::Table;

impl Reader<'_> {
    /// Reads the examples of the functions; `keys` says which function has which key.
    pub(super) fn examples(&mut self, table: Table<'_>, keys: &HashMap<String, usize>, functions: &mut [Function]) {
        for key in table.keys() {
            let list = table.list(key.value);
            let Some(at) = keys.get(key.value) else {
                let help = self
                    .mistakes
                    .near(key.value, keys.keys().map(String::as_str))
                    .unwrap_or_else(|| format!("add `[function.{}]`", key.value));
                let message = format!("the example is of `{}`, which is no function", key.value);
                self.mistakes.add("S018", &key.span, message, Some(help));
                continue;
            };
            let function = &mut functions[*at];
            let names = self.keys_of(function);
            for (number, t) in list.into_iter().enumerate() {
                let place = path(["example", key.value, &number.to_string()]);
                self.places.put(Thing::Example(function.name.clone(), number), place);
                let arguments = t.object("arguments").into_iter();
                function.examples.push(Example {
                    arguments: arguments.map(|(key, value)| (names.get(&key).cloned().unwrap_or(key), value)).collect(),
                    body: t.text("body").map(|b| b.value),
                    status: t.count("status").unwrap_or(200),
                    answer: t.text("answer").map(|a| a.value),
                });
                t.finish();
            }
        }
    }

    /// The arguments of a function: the key of each in the file with its name.
    fn keys_of(&self, function: &Function) -> HashMap<String, String> {
        let entry = |a: &Argument| {
            let path = self.places.path(&Thing::Argument(function.name.clone(), a.name.clone()));
            // Arguments of paging have no key of their own.
            let key = path.last().filter(|_| path.get(2).is_none_or(|p| p != "page"));
            (key.unwrap_or(&a.name).clone(), a.name.clone())
        };
        function.arguments.iter().map(entry).collect()
    }
}
