//! Types that would have no end.

use std::collections::{HashMap, HashSet, VecDeque};

use super::Checked;
use crate::model::{Type, TypeDef, TypeKind};
use crate::places::Thing;
use crate::types::names;

/// Aliases that an alias may lead through; no API needs more.
const DEEPEST: usize = 32;

impl Checked<'_> {
    /// Notes types that contain themselves, and alternatives that cannot be told apart; whether there are no such types.
    pub(super) fn types_end(&self) -> bool {
        // A value of such a type would hold a value of itself, and so on.
        let whole = self.cycles(|def| match &def.kind {
            TypeKind::Struct { fields, .. } => fields.iter().flat_map(|f| held(&f.ty)).collect(),
            TypeKind::Alias(ty) => held(ty),
            TypeKind::Enum { .. } => Vec::new(),
        });
        // An alias is written out where it is used, so even a list of itself has no end.
        let aliases = self.cycles(|def| match &def.kind {
            TypeKind::Alias(ty) => names(ty),
            _ => Vec::new(),
        });
        let mut fine = true;
        let mut seen = HashSet::new();
        let both = whole.into_iter().map(|c| (c, false)).chain(aliases.into_iter().map(|c| (c, true)));
        for (cycle, alias) in both {
            fine = false;
            if !seen.insert(cycle[0]) {
                continue;
            }
            let way = cycle.iter().chain(cycle.first()).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" holds ");
            let help = if alias {
                "make one of them a struct; an alias cannot hold itself"
            } else {
                "put a list, a map or `?` between them"
            };
            let place = self.places.name(&Thing::Type(cycle[0].to_owned()));
            self.mistakes.add("S029", &place, format!("the type has no end: {way}"), Some(help.into()));
        }
        let fine = fine && self.aliases_are_shallow();
        if fine {
            self.alternatives_differ();
        }
        fine
    }

    /// Notes aliases of aliases of aliases, which all have to be written out.
    fn aliases_are_shallow(&self) -> bool {
        let aliases: Vec<(&str, Vec<&str>)> = self
            .types
            .values()
            .filter_map(|def| match &def.kind {
                TypeKind::Alias(ty) => Some((def.name.as_str(), names(ty))),
                _ => None,
            })
            .collect();
        let mut level: HashSet<&str> = aliases.iter().map(|(name, _)| *name).collect();
        // What is left after each round leads through one more alias.
        for _ in 0..DEEPEST {
            level =
                aliases.iter().filter(|(_, to)| to.iter().any(|t| level.contains(t))).map(|(name, _)| *name).collect();
        }
        for name in &level {
            let message = format!("the alias `{name}` leads through more than {DEEPEST} others");
            let place = self.places.name(&Thing::Type((*name).to_owned()));
            self.mistakes.add("S029", &place, message, Some("write the type itself".into()));
        }
        level.is_empty()
    }

    /// One cycle for each group of types that lead back to each other; each begins with the type that stands first.
    fn cycles<'s>(&'s self, leads_to: impl Fn(&'s TypeDef) -> Vec<&'s str>) -> Vec<Vec<&'s str>> {
        let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
        for def in
            self.model.types.iter().filter(|d| self.types.get(d.name.as_str()).is_some_and(|t| std::ptr::eq(*t, *d)))
        {
            next.insert(&def.name, leads_to(def).into_iter().filter(|n| self.types.contains_key(n)).collect());
        }
        // What leads nowhere, or is led to from nowhere, is in no cycle. The rest is small.
        peel(&mut next);
        next = turned(&next);
        peel(&mut next);
        next = turned(&next);
        let mut done: HashSet<&str> = HashSet::new();
        let mut cycles = Vec::new();
        for def in &self.model.types {
            let start = def.name.as_str();
            if !next.contains_key(start) || done.contains(start) {
                continue;
            }
            if let Some(cycle) = way_back(&next, start) {
                done.extend(&cycle);
                cycles.push(cycle);
            }
        }
        cycles
    }

    /// The alternatives of an alias must be different types in each language, and must not be told apart by luck.
    fn alternatives_differ(&self) {
        for def in &self.model.types {
            let TypeKind::Alias(Type::OneOf(all)) = &def.kind else { continue };
            let mut seen = HashSet::new();
            for ty in all {
                let whole = self.written_out(ty);
                if !seen.insert(form(&whole).map_or_else(|| whole.to_string(), str::to_owned)) {
                    let place = self.places.part(&Thing::Type(def.name.clone()), ["type"]);
                    let message =
                        format!("`{}` has two alternatives that cannot be told apart; one is `{ty}`", def.name);
                    let help = "remove one of them, or make one type of both";
                    self.mistakes.add("S034", &place, message, Some(help.into()));
                    break;
                }
            }
        }
    }

    /// A type with its aliases at the top replaced by what they stand for.
    pub(super) fn written_out(&self, ty: &Type) -> Type {
        match ty {
            Type::Named(name) => match self.types.get(name.as_str()).map(|d| &d.kind) {
                Some(TypeKind::Alias(inner)) if !matches!(inner, Type::OneOf(_)) => self.written_out(inner),
                _ => ty.clone(),
            },
            Type::Nullable(inner) => self.written_out(inner),
            other => other.clone(),
        }
    }
}

/// Forms of which an alias can hold one only, since languages name its parts after them.
fn form(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::List(_) => Some("[]"),
        Type::Map(_) => Some("{}"),
        _ => None,
    }
}

/// The types that a value of a type holds whole.
fn held(ty: &Type) -> Vec<&str> {
    match ty {
        Type::Named(name) => vec![name],
        Type::OneOf(all) => all.iter().flat_map(held).collect(),
        _ => Vec::new(),
    }
}

/// Removes what leads nowhere, until everything leads somewhere.
fn peel<'s>(next: &mut HashMap<&'s str, Vec<&'s str>>) {
    let before = turned(next);
    let mut left: HashMap<&str, usize> = next.iter().map(|(name, to)| (*name, to.len())).collect();
    let mut ends: Vec<&str> = left.iter().filter(|(_, n)| **n == 0).map(|(name, _)| *name).collect();
    while let Some(end) = ends.pop() {
        next.remove(end);
        for from in before.get(end).into_iter().flatten() {
            let Some(n) = left.get_mut(from) else { continue };
            *n -= 1;
            if *n == 0 {
                ends.push(from);
            }
        }
    }
    let there: HashSet<&str> = next.keys().copied().collect();
    next.values_mut().for_each(|to| to.retain(|n| there.contains(n)));
}

/// The same graph with its arrows turned.
fn turned<'s>(next: &HashMap<&'s str, Vec<&'s str>>) -> HashMap<&'s str, Vec<&'s str>> {
    let mut turned: HashMap<&str, Vec<&str>> = next.keys().map(|name| (*name, Vec::new())).collect();
    for (from, to) in next.iter().flat_map(|(from, all)| all.iter().map(move |to| (*from, *to))) {
        turned.entry(to).or_default().push(from);
    }
    turned
}

/// The shortest way from a type to itself.
fn way_back<'s>(next: &HashMap<&'s str, Vec<&'s str>>, start: &'s str) -> Option<Vec<&'s str>> {
    let mut came_from: HashMap<&str, &str> = HashMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(name) = open.pop_front() {
        let mut inside = next.get(name).into_iter().flatten().copied().collect::<Vec<_>>();
        inside.sort_unstable();
        for to in inside {
            if to == start {
                let mut way = vec![name];
                while let Some(before) = came_from.get(way[way.len() - 1]).filter(|_| way[way.len() - 1] != start) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(to) {
                came_from.insert(to, name);
                open.push_back(to);
            }
        }
    }
    None
}
