//! Names in Python. The check of a spec has seen to it that they are names, and that no two are one.

use heck::ToSnakeCase;
use uplink_spec::identifiers::{camel, shouty};
use uplink_spec::model::Function;

pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// What generated classes use by these names; in a class, a method or field of the name would hide them.
const BUILT_IN: [&str; 10] = ["bool", "classmethod", "cls", "dict", "float", "int", "list", "property", "self", "str"];
/// Classes that generated modules use.
const CLASSES: [&str; 1] = ["OpenEnum"];

fn escaped(name: String, taken: &[&str]) -> String {
    let taken = KEYWORDS.iter().chain(taken).any(|t| *t == name);
    if taken { format!("{name}_") } else { name }
}

/// A method, argument or field.
pub fn value(name: &str) -> String {
    escaped(name.to_snake_case(), &BUILT_IN)
}

/// The name in camel case, as models make it of a field that says nothing of its name in the JSON.
pub fn camel_field(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut camel, word| {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.push_str(&letters.as_str().to_lowercase());
        camel
    })
}

/// A method of the clients, whose annotations mention moments.
pub fn method(name: &str) -> String {
    escaped(value(name), &["datetime"])
}

/// The method of a function, in the client or in its group.
pub fn of_function(f: &Function) -> String {
    // What a group lists is listed by its `list`, behind which annotations find another name for the class.
    if f.call.is_some() && f.method_name() == "list" { "list".to_owned() } else { method(f.method_name()) }
}

/// How a function is called behind a client and a dot.
pub fn called(f: &Function) -> String {
    let name = of_function(f);
    f.group().map_or_else(|| name.clone(), |group| format!("{}.{name}", method(group)))
}

/// A class.
pub fn class(name: &str) -> String {
    escaped(camel(name), &CLASSES)
}

/// A member of an enumeration.
pub fn member(word: &str) -> String {
    shouty(word)
}
