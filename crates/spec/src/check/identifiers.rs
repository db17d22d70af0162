//! Names in the languages that clients are made for: two that become one, and those that are taken.

use std::collections::HashMap;
use std::ops::Range;

use super::Checked;
use super::reserved::{CALLS, FIELDS, METHODS, SCOPES, TYPES, WORDS};
use crate::identifiers::{camel, shouty, snake};
use crate::model::{Function, TypeKind};
use crate::places::{Thing, path};

/// Rust has no types for the sets of more scopes than this.
const TYPED_SCOPES: usize = 4;

/// A name that becomes identifiers.
struct Name<'n> {
    name: &'n str,
    place: Range<usize>,
    identifiers: Vec<Identifier>,
}

/// What a name becomes, where, and in which language.
type Identifier = (String, &'static str);

impl Checked<'_> {
    pub(super) fn identifiers_differ(&self) {
        self.functions();
        for f in &self.model.functions {
            self.arguments(f);
        }
        self.types();
        self.scopes();
    }

    fn functions(&self) {
        let names = self.model.functions.iter().map(|f| {
            let mut identifiers = vec![(snake(&f.name), "Rust and Python"), (shouty(&f.name), "Rust")];
            if f.page.is_some() || f.arguments.iter().any(|a| !a.required) {
                identifiers.push((format!("{}Call", camel(&f.name)), "Rust"));
            }
            let place = self.places.name_place(&Thing::Function(f.name.clone()));
            Name { name: &f.name, place, identifiers }
        });
        self.differ("functions", names.collect(), &METHODS, "rename = \"NAME\"");
    }

    fn arguments(&self, f: &Function) {
        let names = f.arguments.iter().map(|a| {
            let place = self.places.name_place(&Thing::Argument(f.name.clone(), a.name.clone()));
            Name { name: &a.name, place, identifiers: vec![(snake(&a.name), "Rust and Python")] }
        });
        let taken: &[_] = if f.page.is_some() { &CALLS } else { &[] };
        // Only what is optional becomes a method.
        let taken = if f.arguments.iter().any(|a| !a.required && a.name == "stream") { taken } else { &[] };
        self.differ("arguments", names.collect(), taken, "rename = \"NAME\"");
    }

    fn types(&self) {
        let mut getters = Vec::new();
        let mut names = Vec::new();
        for def in self.types.values() {
            let thing = Thing::Type(def.name.clone());
            names.push(Name {
                name: &def.name,
                place: self.places.name_place(&thing),
                identifiers: vec![(camel(&def.name), "Rust and Python")],
            });
            match &def.kind {
                TypeKind::Struct { fields, computed } => {
                    let fields = fields.iter().map(|f| (&f.name, Thing::Field(def.name.clone(), f.name.clone())));
                    let own = computed.iter().map(|c| (&c.name, Thing::Getter(def.name.clone(), c.name.clone())));
                    let members = fields.chain(own.clone()).map(|(name, thing)| Name {
                        name,
                        place: self.places.name_place(&thing),
                        identifiers: vec![(snake(name), "Rust and Python")],
                    });
                    self.differ("fields", members.collect(), &FIELDS, "rename = \"NAME\"");
                    getters.extend(own.map(|(name, thing)| Name {
                        name,
                        place: self.places.name_place(&thing),
                        identifiers: vec![(format!("{}_{}", snake(&def.name), snake(name)), "Rust and Python")],
                    }));
                }
                TypeKind::Enum { values, .. } => {
                    let words = values.iter().map(|v| Name {
                        name: v.name(),
                        place: self.places.word_place(&thing, &v.wire, v.rename.is_some()),
                        identifiers: vec![(camel(v.name()), "Rust"), (shouty(v.name()), "Python")],
                    });
                    self.differ(
                        "words",
                        words.collect(),
                        &WORDS,
                        "values.\"WORD\" = { rename = \"NAME\", doc = \"...\" }",
                    );
                }
                TypeKind::Alias(_) => {}
            }
        }
        names.sort_by_key(|n| n.place.start);
        getters.sort_by_key(|n| n.place.start);
        self.differ("types", names, &TYPES, "rename = \"NAME\"");
        self.differ("getters", getters, &[], "another name");
    }

    fn scopes(&self) {
        if self.model.scopes.len() > TYPED_SCOPES {
            return;
        }
        let names = self.model.scopes.iter().map(|s| {
            let keys = path(["scope", &s.name]);
            let place =
                if s.rename.is_some() { self.places.value_or_key(&keys, "rename") } else { self.places.key(&keys) };
            let identifiers = vec![(camel(s.ident()), "Rust"), (format!("Allows{}", camel(s.ident())), "Rust")];
            Name { name: s.ident(), place, identifiers }
        });
        self.differ("scopes", names.collect(), &SCOPES, "\"WORD\" = { rename = \"NAME\", doc = \"...\" }");
    }

    /// Notes names of one kind that become one identifier, that are taken, or that become none.
    fn differ(&self, what: &str, names: Vec<Name<'_>>, taken: &[(&str, &str)], form: &str) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for Name { name, place, identifiers } in &names {
            let help = |seen: &HashMap<String, &str>| {
                let base = name.trim_end_matches('_');
                let free = |n: &String| !seen.contains_key(&snake(n)) && !seen.contains_key(&camel(n));
                let better = (2..).map(|n| format!("{base}_{n}")).find(free).unwrap_or_default();
                format!("add `{}`", form.replace("NAME", &better).replace("WORD", name))
            };
            if let Some((identifier, language)) = taken.iter().find(|(t, _)| identifiers.iter().any(|(i, _)| i == t)) {
                let message = format!("the name `{identifier}` is taken by every client in {language}");
                self.mistakes.add("S028", place, message, Some(help(&seen)));
                continue;
            }
            if let Some((identifier, language)) = identifiers.iter().find(|(i, _)| !crate::identifiers::valid(i)) {
                let message = format!("`{name}` would be `{identifier}` in {language}, which is no name");
                self.mistakes.add("S027", place, message, Some(help(&seen)));
                continue;
            }
            let clash = identifiers.iter().find_map(|(i, language)| {
                seen.get(i).filter(|other| *other != name || what == "types").map(|other| (i, *language, *other))
            });
            match clash {
                Some((identifier, language, other)) => {
                    let message = format!("`{other}` and `{name}` are both `{identifier}` in {language}");
                    self.mistakes.add("S027", place, message, Some(help(&seen)));
                }
                None => seen.extend(identifiers.iter().map(|(i, _)| (i.clone(), *name))),
            }
        }
    }
}
