//! A change, and what it asks of users.

use std::fmt;

use super::Kind;

/// Which way what has changed travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// From the client to the service.
    Sent,
    /// From the service to the client.
    Received,
    /// Both ways.
    Both,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Direction::Sent => "sent",
            Direction::Received => "received",
            Direction::Both => "sent and received",
        })
    }
}

/// What a change does to programs that were right before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// They may fail: while they are built, while they run, or by getting something else than they meant.
    Breaking,
    /// They go on; there is something new to use, or something takes longer or shorter.
    Additive,
    /// They go on; only texts and examples are different.
    Documentation,
}

impl Class {
    /// The version bump of a client that takes the change over.
    pub fn bump(self) -> Bump {
        match self {
            Class::Breaking => Bump::Major,
            Class::Additive => Bump::Minor,
            Class::Documentation => Bump::Patch,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Class::Breaking => "breaking",
            Class::Additive => "additive",
            Class::Documentation => "documentation",
        })
    }
}

/// A version bump; a bigger one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing has changed.
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Bump::None => "none",
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        })
    }
}

/// One difference between two models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of difference.
    pub kind: Kind,
    /// The function that it belongs to, by its new name; `None` for types and for the whole API.
    pub function: Option<String>,
    /// What is different, with old and new value.
    pub what: String,
    /// Which way the changed thing travels.
    pub direction: Direction,
    /// What it does to programs.
    pub class: Class,
    /// What it does to a user of the Rust client.
    pub rust: &'static str,
    /// What it does to a user of the Python client.
    pub python: &'static str,
    /// What it does to the service, and to clients that are not upgraded.
    pub service: &'static str,
    /// The version bump that it needs.
    pub bump: Bump,
    /// Name of the place in the old spec, see [`Places`](super::Places); `None` for what is new.
    pub old: Option<String>,
    /// Name of the place in the new spec; `None` for what is gone.
    pub new: Option<String>,
}

/// The bump that all changes need together.
pub fn verdict(changes: &[Change]) -> Bump {
    changes.iter().map(|c| c.bump).max().unwrap_or(Bump::None)
}

/// Where a change stands in the two specs.
#[derive(Clone)]
pub(super) struct Where {
    function: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

impl Where {
    /// At a place of the same name in both.
    pub fn both(name: impl Into<String>) -> Self {
        let name = name.into();
        Where { function: None, old: Some(name.clone()), new: Some(name) }
    }

    /// In the old spec only.
    pub fn old(name: impl Into<String>) -> Self {
        Where { function: None, old: Some(name.into()), new: None }
    }

    /// In the new spec only.
    pub fn new(name: impl Into<String>) -> Self {
        Where { function: None, old: None, new: Some(name.into()) }
    }

    /// At places of different names.
    pub fn moved(old: impl Into<String>, new: impl Into<String>) -> Self {
        Where { function: None, old: Some(old.into()), new: Some(new.into()) }
    }

    /// In this function.
    pub fn of(mut self, function: &str) -> Self {
        self.function = Some(function.to_owned());
        self
    }

    /// The same without the place in the new spec.
    pub fn gone(mut self) -> Self {
        self.new = None;
        self
    }

    /// The same without the place in the old spec.
    pub fn come(mut self) -> Self {
        self.old = None;
        self
    }

    /// At a field of these types.
    pub fn field(&self, old: &str, new: &str) -> Self {
        let below = |outer: &Option<String>, name: &str| outer.as_ref().map(|o| format!("{o}.field.{name}"));
        Where { function: self.function.clone(), old: below(&self.old, old), new: below(&self.new, new) }
    }

    /// At a key of these places.
    pub fn at(&self, key: &str) -> Self {
        let below = |name: &Option<String>| name.as_ref().map(|n| format!("{n}.{key}"));
        Where { function: self.function.clone(), old: below(&self.old), new: below(&self.new) }
    }
}

/// The changes that were found so far.
#[derive(Default)]
pub(super) struct Changes(pub Vec<Change>);

impl Changes {
    pub fn add(&mut self, kind: Kind, direction: Direction, place: &Where, what: impl Into<String>) {
        let (class, [rust, python, service]) = kind.rule();
        self.0.push(Change {
            kind,
            function: place.function.clone(),
            what: what.into(),
            direction,
            class,
            rust,
            python,
            service,
            bump: class.bump(),
            old: place.old.clone(),
            new: place.new.clone(),
        });
    }

    /// Notes other texts.
    pub fn texts(&mut self, place: &Where, what: &str, old: (&str, Option<&String>), new: (&str, Option<&String>)) {
        if old.0 != new.0 {
            self.add(Kind::TextChanged, Direction::Both, &place.at("doc"), format!("{what}: other documentation"));
        }
        if old.1 != new.1 {
            self.add(Kind::TextChanged, Direction::Both, &place.at("why"), format!("{what}: another source"));
        }
    }
}
