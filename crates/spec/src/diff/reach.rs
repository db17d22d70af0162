//! Which way types travel, and which types only have another name.

use std::collections::{HashMap, HashSet};

use crate::cycles::Cycles;
use crate::model::{Model, Type, TypeDef, TypeKind};
use crate::types::names;

use super::Direction;

/// What the comparison of types needs to know of both models.
pub struct Reach {
    sent: HashSet<String>,
    received: HashSet<String>,
    renamed: HashMap<String, String>,
    /// What only one of the models says.
    pub old: Side,
    pub new: Side,
}

/// What one model says of its types.
#[derive(Default)]
pub struct Side {
    pub sent: HashSet<String>,
    pub cycles: Cycles,
}

impl Reach {
    pub fn of(old: &Model, new: &Model) -> Self {
        let mut reach = Reach {
            sent: HashSet::new(),
            received: HashSet::new(),
            renamed: renamed(old, new),
            old: Side::default(),
            new: Side::default(),
        };
        for (model, is_old) in [(old, true), (new, false)] {
            // Apart for each model: a type of the same name may lead to other types in the other one.
            let (mut sent, mut received) = (HashSet::new(), HashSet::new());
            for f in &model.functions {
                f.arguments.iter().for_each(|a| follow(model, &a.ty, &mut sent));
                f.answers.iter().filter_map(|a| a.content.as_ref()).for_each(|t| follow(model, t, &mut received));
            }
            reach.sent.extend(sent.iter().cloned());
            let side = if is_old { &mut reach.old } else { &mut reach.new };
            *side = Side { sent, cycles: Cycles::of(model) };
            reach.received.extend(received);
        }
        reach
    }

    /// Which way a type travels.
    pub fn direction(&self, name: &str) -> Direction {
        match (self.sent.contains(name), self.received.contains(name)) {
            (true, false) => Direction::Sent,
            (false, true) => Direction::Received,
            _ => Direction::Both,
        }
    }

    /// The new name of an old type.
    pub fn new_name<'a>(&'a self, old: &'a str) -> &'a str {
        self.renamed.get(old).map_or(old, String::as_str)
    }

    /// Whether a type of the old model is the same as one of the new, by its new name.
    pub fn same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(a), Type::Named(b)) => self.new_name(a) == b,
            (Type::List(a), Type::List(b)) | (Type::Map(a), Type::Map(b)) | (Type::Nullable(a), Type::Nullable(b)) => {
                self.same(a, b)
            }
            (Type::OneOf(a), Type::OneOf(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b)),
            (a, b) => a == b,
        }
    }
}

fn follow(model: &Model, ty: &Type, seen: &mut HashSet<String>) {
    for name in names(ty) {
        if !seen.insert(name.to_owned()) {
            continue;
        }
        match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Struct { fields, .. }) => fields.iter().for_each(|f| follow(model, &f.ty, seen)),
            Some(TypeKind::Alias(inner)) => follow(model, inner, seen),
            Some(TypeKind::Enum { .. }) | None => {}
        }
    }
}

/// Types that are gone, with the one new type that says the same.
fn renamed(old: &Model, new: &Model) -> HashMap<String, String> {
    let only = |a: &'_ Model, b: &'_ Model| -> Vec<TypeDef> {
        a.types.iter().filter(|t| b.type_def(&t.name).is_none()).cloned().collect()
    };
    let (gone, come) = (only(old, new), only(new, old));
    let mut renamed = HashMap::new();
    for t in &gone {
        let twins: Vec<&TypeDef> = come.iter().filter(|n| n.kind == t.kind).collect();
        // With two of a kind on either side nobody can tell which became which.
        if let [twin] = twins[..]
            && gone.iter().filter(|g| g.kind == t.kind).count() == 1
        {
            renamed.insert(t.name.clone(), twin.name.clone());
        }
    }
    renamed
}
