//! Names in the languages that clients are made for: two that become one, and those that are taken.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Checked;
use super::reserved::{CALLS, FIELDS, METHODS, PAGES, SCOPES, TYPES, WORDS};
use crate::identifiers::{camel, compared, shouty, snake, valid};
use crate::model::{Function, TypeKind};
use crate::places::{Thing, path};

/// Rust has no types for the sets of more scopes than this.
const TYPED_SCOPES: usize = 4;

const RUST: &str = "Rust";
const PYTHON: &str = "Python";
const BOTH: &str = "Rust and Python";

/// A name that becomes identifiers, each in a language.
struct Name<'n> {
    name: &'n str,
    stands: Stands<'n>,
    identifiers: Vec<(String, &'static str)>,
}

impl<'n> Name<'n> {
    /// The name of a thing, whose place is looked up later.
    fn of(name: &'n str, thing: Thing, identifiers: Vec<(String, &'static str)>) -> Self {
        Name { name, stands: Stands::Name(thing), identifiers }
    }
}

/// Where a name is, to be looked up when it is needed.
enum Stands<'n> {
    /// The name of a thing.
    Name(Thing),
    /// A word of an enum, and whether it is renamed.
    Word(Thing, &'n str, bool),
    /// A scope, by the same.
    Scope(&'n str, bool),
}

/// What names are of.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Functions, arguments, fields.
    Snake,
    /// Types.
    Camel,
    /// Words on the wire, which may look like anything.
    Word,
}

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
            let mut identifiers = vec![(shouty(&f.name), RUST)];
            // In a group it takes no name from the client, but for that of the description of the API.
            if f.call.is_none() || snake(&f.name) == "api" {
                identifiers.push((snake(&f.name), BOTH));
            }
            if f.page.is_some() || f.arguments.iter().any(|a| !a.required) {
                identifiers.push((format!("{}Call", camel(&f.name)), RUST));
            }
            Name::of(&f.name, Thing::Function(f.name.clone()), identifiers)
        });
        self.differ(Kind::Snake, names.collect(), &METHODS);
    }

    fn arguments(&self, f: &Function) {
        let names = f
            .arguments
            .iter()
            .map(|a| Name::of(&a.name, Thing::Argument(f.name.clone(), a.name.clone()), vec![(snake(&a.name), BOTH)]));
        // Only what is optional becomes a method.
        let words = if f.page.is_some() { &PAGES[..] } else { &CALLS[..] };
        let is_taken = |name: &str| words.iter().any(|(word, _)| *word == snake(name));
        let taken = f.arguments.iter().any(|a| !a.required && is_taken(&a.name));
        self.differ(Kind::Snake, names.collect(), if taken { words } else { &[] });
    }

    fn types(&self) {
        let mut names = Vec::new();
        let mut getters = Vec::new();
        for def in &self.model.types {
            names.push(Name::of(&def.name, Thing::Type(def.name.clone()), vec![(camel(&def.name), BOTH)]));
            match &def.kind {
                TypeKind::Struct { fields, computed } => {
                    let fields = fields.iter().map(|f| (&f.name, Thing::Field(def.name.clone(), f.name.clone())));
                    let own = computed.iter().map(|c| (&c.name, Thing::Getter(def.name.clone(), c.name.clone())));
                    let members =
                        fields.chain(own.clone()).map(|(name, thing)| Name::of(name, thing, vec![(snake(name), BOTH)]));
                    self.differ(Kind::Snake, members.collect(), &FIELDS);
                    getters.extend(own.map(|(name, thing)| {
                        Name::of(name, thing, vec![(format!("{}_{}", snake(&def.name), snake(name)), BOTH)])
                    }));
                }
                TypeKind::Enum { values, .. } => {
                    let words = values.iter().map(|v| Name {
                        name: v.name(),
                        stands: Stands::Word(Thing::Type(def.name.clone()), &v.wire, v.rename.is_some()),
                        identifiers: vec![(camel(v.name()), RUST), (shouty(v.name()), PYTHON)],
                    });
                    self.differ(Kind::Word, words.collect(), &WORDS);
                }
                TypeKind::Alias(_) => {}
            }
        }
        // That two types of the file have one key is another mistake.
        let mut keys = HashSet::new();
        names.retain(|n| keys.insert(n.name) || self.places.paths(&Thing::Type(n.name.to_owned())) > 1);
        self.differ(Kind::Camel, names, &TYPES);
        self.differ(Kind::Snake, getters, &[]);
    }

    fn scopes(&self) {
        if self.model.scopes.len() > TYPED_SCOPES {
            return;
        }
        let names = self.model.scopes.iter().map(|s| {
            let identifiers = vec![(camel(s.ident()), RUST), (format!("Allows{}", camel(s.ident())), RUST)];
            Name { name: s.ident(), stands: Stands::Scope(&s.name, s.rename.is_some()), identifiers }
        });
        self.differ(Kind::Word, names.collect(), &SCOPES);
    }

    fn place(&self, stands: &Stands<'_>, number: usize) -> Range<usize> {
        match stands {
            Stands::Name(thing) => self.places.name_place(thing, number),
            Stands::Word(thing, wire, renamed) => self.places.word_place(thing, wire, *renamed),
            Stands::Scope(word, true) => self.places.value_or_key(&path(["scope", word]), "rename"),
            Stands::Scope(word, false) => self.places.key(&path(["scope", word])),
        }
    }

    /// Notes names of one kind that become one identifier, that are taken, or that become none.
    fn differ(&self, kind: Kind, names: Vec<Name<'_>>, taken: &[(&str, &str)]) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for Name { name, stands, identifiers } in &names {
            let number = *numbers.entry(name).and_modify(|n| *n += 1).or_insert(0);
            let place = || self.place(stands, number);
            let help = |prefix: &str| Some(help(kind, name, prefix, &seen));
            let found = identifiers.iter().find_map(|i| taken.iter().find(|(t, _)| compared(&i.0) == *t));
            if let Some((identifier, language)) = found {
                let message = format!("the name `{identifier}` is taken by every client in {language}");
                self.mistakes.add("S028", &place(), message, help("api_"));
                continue;
            }
            // Other names have been found to be plain.
            let strange = identifiers.iter().find(|(i, _)| kind == Kind::Word && !valid(i));
            if let Some((identifier, language)) = strange {
                let message = format!("`{name}` would be `{identifier}` in {language}, which is no name");
                self.mistakes.add("S027", &place(), message, help(""));
                continue;
            }
            match identifiers
                .iter()
                .find_map(|(i, language)| seen.get(&compared(i)).map(|other| (i, *language, *other)))
            {
                Some((identifier, language, other)) => {
                    let read = compared(identifier);
                    let (identifier, language) =
                        if read == *identifier { (identifier, language) } else { (&read, PYTHON) };
                    let message = if other == *name {
                        format!("there is another `{name}` here")
                    } else {
                        format!("`{other}` and `{name}` are both `{identifier}` in {language}")
                    };
                    self.mistakes.add("S027", &place(), message, help(""));
                }
                None => seen.extend(identifiers.iter().map(|(i, _)| (compared(i), *name))),
            }
        }
    }
}

/// How to give something another name.
fn help(kind: Kind, name: &str, prefix: &str, seen: &HashMap<String, &str>) -> String {
    let plain: String = compared(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let plain = plain.trim_matches('_');
    let plain =
        if plain.starts_with(|c: char| c.is_ascii_alphabetic()) { plain.to_owned() } else { format!("n{plain}") };
    let spelled = |name: String| match kind {
        Kind::Snake => snake(&name),
        Kind::Camel => camel(&name),
        Kind::Word => name,
    };
    let first = spelled(format!("{prefix}{plain}"));
    let more = (2..100).map(|n| spelled(format!("{prefix}{plain}_{n}")));
    let free = |n: &String| [snake(n), camel(n), shouty(n)].iter().all(|i| !seen.contains_key(i)) && n != name;
    let better = std::iter::once(first.clone()).chain(more).find(free).unwrap_or(first);
    match kind {
        Kind::Word => format!("give it a name: `{name:?} = {{ rename = \"{better}\", doc = \"...\" }}`"),
        _ => format!("add `rename = \"{better}\"`"),
    }
}
