//! Arguments, shared ones and those of a function.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde_json::Value;

use super::{Reader, Written};
use crate::model::*;
use crate::names;
use crate::places::{Path, Thing, path};
use crate::syntax::{At, Table};

/// An argument with the keys that lead to it; the last one is its name in the file.
pub struct Described {
    path: Path,
    argument: Argument,
}

impl Described {
    pub fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// The arguments that functions share, by key.
pub type Shared = HashMap<String, Described>;

impl Reader<'_> {
    /// The arguments that functions share.
    pub(super) fn shared(&mut self, root: &Table<'_>) -> Shared {
        let mut shared = HashMap::new();
        for (key, t) in root.entries("argument") {
            if !t.has("in") {
                t.lacks("in", "add `in = \"query\"`, or where it travels");
            }
            let place = self.word(&t, "in", &Place::ALL).unwrap_or(Place::Query);
            let described = self.described(&key, path(["argument", &key.value]), t, place);
            shared.insert(key.value, described);
        }
        shared
    }

    fn described(&mut self, key: &At<String>, path: Path, t: Table<'_>, place: Place) -> Described {
        let argument = self.argument(key, t, place);
        self.places.arguments.push((path.clone(), argument.clone()));
        Described { path, argument }
    }

    fn argument(&mut self, key: &At<String>, t: Table<'_>, place: Place) -> Argument {
        let (ty, optional) = match self.ty(&t, Written::Argument) {
            Type::Nullable(inner) => (*inner, true),
            ty => (ty, false),
        };
        let default = t.json("default");
        let limit = |key: &'static str| t.int(key).map(|n| n.value);
        let argument = Argument {
            name: self.name(key, "argument", &t),
            wire: t.text("wire").map_or_else(|| self.case.apply(&key.value), |w| w.value),
            place,
            ty,
            required: default.is_none() && !optional,
            null: self.null(&t, optional && place == Place::Body),
            default: default.map(|d| d.value),
            style: self.word(&t, "style", &Style::ALL).unwrap_or(Style::Repeat),
            min: limit("min"),
            max: limit("max"),
            min_items: t.count("min_items"),
            max_items: t.count("max_items"),
            batch: t.flag("batch").unwrap_or(false),
            merge: t.texts("merge").unwrap_or_default().into_iter().map(|field| field.value).collect(),
            unit: t.text("unit").map(|u| u.value),
            doc: self.doc(&t),
            why: self.why(&t),
        };
        t.finish();
        argument
    }

    /// Path arguments in the order of the path, then the function's own, then shared ones.
    pub(super) fn arguments(
        &mut self,
        key: &At<String>,
        function: &str,
        t: &Table<'_>,
        segments: &mut [Segment],
        http: &Range<usize>,
        shared: &Shared,
    ) -> Vec<Described> {
        let own = self.own(&key.value, function, t);
        let (path, own): (Vec<_>, Vec<_>) = own.into_iter().partition(|a| a.argument.place == Place::Path);
        let mut in_path: HashMap<String, Described> = path.into_iter().map(|a| (a.key().to_owned(), a)).collect();
        let mut arguments = Vec::new();
        for segment in segments {
            let Segment::Argument(name) = segment else { continue };
            let shared = shared.get(name).filter(|a| a.argument.place == Place::Path);
            let found = match in_path.remove(name) {
                Some(described) => described,
                None => match shared {
                    Some(shared) => self.take(shared),
                    None => {
                        self.stray_placeholder(name, http);
                        continue;
                    }
                },
            };
            *name = found.argument.name.clone();
            arguments.push(found);
        }
        for stray in in_path.values() {
            let message = format!("the path argument `{}` is not in the path", stray.key());
            let help = format!("write `{{{}}}` into the path", stray.key());
            self.mistakes.add("S015", &self.places.key(&stray.path), message, Some(help));
        }
        // The fields of a body keep the order of the file; a shared argument does not come between them.
        let in_body = |a: &Described| matches!(a.argument.place, Place::Body | Place::Content);
        let (body, rest): (Vec<_>, Vec<_>) = own.into_iter().partition(in_body);
        if let Some(content) = body.iter().find(|a| a.argument.place == Place::Content).filter(|_| body.len() > 1) {
            let message = format!("`content` of `{function}` is the whole body, but there is more in it");
            let help = "keep either `content` or `body`";
            self.mistakes.add("S016", &self.places.key(&content.path), message, Some(help.into()));
        }
        arguments.extend(body);
        arguments.extend(rest);
        self.named(function, t, shared, &mut arguments);
        for described in &arguments {
            let thing = Thing::Argument(function.to_owned(), described.argument.name.clone());
            self.places.put(thing, described.path.clone());
        }
        arguments
    }

    /// The arguments that a function describes itself.
    fn own(&mut self, function_key: &str, function: &str, t: &Table<'_>) -> Vec<Described> {
        let mut own: Vec<Described> = Vec::new();
        let mut seen = HashSet::new();
        for (place, word) in Place::ALL {
            for (key, inner) in t.entries(word) {
                let described = self.described(&key, path(["function", function_key, word, &key.value]), inner, place);
                if seen.insert(key.value.clone()) {
                    own.push(described);
                } else {
                    self.twice(function, &key);
                }
            }
        }
        own
    }

    /// Adds the shared arguments that a function takes by name.
    fn named(&mut self, function: &str, t: &Table<'_>, shared: &Shared, arguments: &mut Vec<Described>) {
        let mut there: HashSet<String> = arguments.iter().map(|a| a.key().to_owned()).collect();
        for name in t.texts("arguments").unwrap_or_default() {
            let Some(found) = shared.get(&name.value) else {
                let help = self
                    .mistakes
                    .near(&name.value, shared.keys().map(String::as_str))
                    .unwrap_or_else(|| format!("add `[argument.{}]`", name.value));
                let message = format!("there is no shared argument `{}`", name.value);
                self.mistakes.add("S013", &name.span, message, Some(help));
                continue;
            };
            let new = there.insert(name.value.clone());
            match found.argument.place {
                Place::Path if new => {
                    let message = format!("the path argument `{}` is not in the path", name.value);
                    let help = format!("write `{{{}}}` into the path, or remove it here", name.value);
                    self.mistakes.add("S015", &name.span, message, Some(help));
                }
                Place::Path => {}
                _ if new => {
                    let taken = self.take(found);
                    arguments.push(taken);
                }
                _ => self.twice(function, &name),
            }
        }
    }

    fn take(&mut self, shared: &Described) -> Described {
        self.places.shared.insert(shared.key().to_owned());
        Described { path: shared.path.clone(), argument: shared.argument.clone() }
    }

    fn twice(&mut self, function: &str, name: &At<String>) {
        let message = format!("`{}` is an argument of `{function}` already", name.value);
        let help = "keep one of the two, or give this one another name, with `wire` for the old one";
        self.mistakes.add("S016", &name.span, message, Some(help.into()));
    }

    fn stray_placeholder(&self, key: &str, http: &Range<usize>) {
        let message = format!("the placeholder `{{{key}}}` of the path is no argument");
        let help = format!("add `path.{key} = {{ type = \"...\" }}` or `[argument.{key}]` with `in = \"path\"`");
        self.mistakes.add("S014", &self.places.word(http, key), message, Some(help));
    }

    /// Adds the arguments that choose a page.
    pub(super) fn page_arguments(&mut self, key: &str, function: &str, page: &Page, arguments: &mut Vec<Described>) {
        let made = |word: &str, argument: Argument| Described { path: path(["function", key, "page", word]), argument };
        let first = made(page.by.word(), page_by(&page.by));
        let size = page.size.as_deref().map(|wire| {
            let max = page.max_size.and_then(|n| i64::try_from(n).ok());
            let default = page.default_size.map(Value::from);
            made("size", Argument { default, min: Some(1), max, ..page_argument(wire, Type::Int, "Items on a page.") })
        });
        for described in [Some(first), size].into_iter().flatten() {
            let name = &described.argument.name;
            if let Some(other) = arguments.iter().find(|a| a.argument.name == *name) {
                self.twice(function, &At { value: name.clone(), span: self.places.key(&other.path) });
                continue;
            }
            self.places.put(Thing::Argument(function.to_owned(), name.clone()), described.path.clone());
            arguments.push(described);
        }
    }
}

/// What the model keeps of arguments.
pub fn plain(described: Vec<Described>) -> Vec<Argument> {
    described.into_iter().map(|d| d.argument).collect()
}

/// The argument that chooses a page.
fn page_by(by: &PageBy) -> Argument {
    let int = |wire, doc, first: i64| Argument {
        default: Some(first.into()),
        min: Some(first),
        ..page_argument(wire, Type::Int, doc)
    };
    match by {
        PageBy::Number(wire) => int(wire, "Page to begin with, counted from 1.", 1),
        PageBy::Offset(wire) => int(wire, "Items to leave out before the first.", 0),
        PageBy::Cursor(wire) => {
            page_argument(wire, Type::String, "Where to begin: what an earlier page said of the next.")
        }
    }
}

fn page_argument(wire: &str, ty: Type, doc: &str) -> Argument {
    Argument {
        name: names::snake(wire),
        wire: wire.to_owned(),
        place: Place::Query,
        ty,
        required: false,
        null: Null::Never,
        default: None,
        style: Style::Repeat,
        min: None,
        max: None,
        min_items: None,
        max_items: None,
        batch: false,
        merge: Vec::new(),
        unit: None,
        doc: doc.to_owned(),
        why: None,
    }
}
