//! Which arguments are written once for several functions.

use std::collections::{HashMap, HashSet};

use crate::model::{Argument, Function, Model, Place};

/// The arguments that are written as `[argument.NAME]`.
pub struct Sharing<'m> {
    by_name: HashMap<&'m str, &'m Argument>,
    used: Vec<&'m Argument>,
}

impl<'m> Sharing<'m> {
    pub fn of(model: &'m Model) -> Self {
        let mut by_name: HashMap<&str, &Argument> = HashMap::new();
        // What stands out of the order of a function's own arguments can only be a shared one.
        for function in &model.functions {
            let (_, rest) = parts(function);
            for argument in &rest[ordered(rest)..] {
                by_name.entry(&argument.name).or_insert(argument);
            }
        }
        // What stands in several functions reads better when it is said once.
        let mut seen: HashMap<&str, Vec<&Argument>> = HashMap::new();
        for function in &model.functions {
            let (path, rest) = parts(function);
            for argument in path.iter().chain(rest).filter(|a| !matches!(a.place, Place::Body | Place::Content)) {
                let alike = seen.entry(&argument.name).or_default();
                if alike.contains(&argument) {
                    by_name.entry(&argument.name).or_insert(argument);
                } else {
                    alike.push(argument);
                }
            }
        }
        let mut sharing = Sharing { by_name, used: Vec::new() };
        let mut names = HashSet::new();
        for function in &model.functions {
            let path = parts(function).0.iter().filter(|a| sharing.shares(a));
            let used: Vec<&Argument> = path.chain(sharing.split(function).1).collect();
            sharing.used.extend(used.into_iter().filter(|a| names.insert(a.name.as_str())));
        }
        sharing
    }

    fn shares(&self, argument: &Argument) -> bool {
        self.by_name.get(argument.name.as_str()).is_some_and(|a| *a == argument)
    }

    /// The shared arguments that functions take, in the order in which they come.
    pub fn arguments(&self) -> impl Iterator<Item = &'m Argument> {
        self.used.iter().copied()
    }

    /// The arguments that a function describes itself, and the shared ones that it takes by name.
    pub fn split(&self, function: &'m Function) -> (Vec<&'m Argument>, Vec<&'m Argument>) {
        let (path, rest) = parts(function);
        let shared = rest.iter().rev().take_while(|a| self.shares(a)).count();
        let (own, shared) = rest.split_at(rest.len() - shared);
        let own = path.iter().filter(|a| !self.shares(a)).chain(own);
        (own.collect(), shared.iter().collect())
    }
}

/// The arguments of the path, and the others without those of paging.
fn parts(function: &Function) -> (&[Argument], &[Argument]) {
    let paging = function.page.as_ref().map_or(0, |page| page.wires().count());
    let all = &function.arguments[..function.arguments.len().saturating_sub(paging)];
    all.split_at(all.iter().take_while(|a| a.place == Place::Path).count())
}

/// How many arguments stand in the order in which the reader puts a function's own.
fn ordered(rest: &[Argument]) -> usize {
    let order = [Place::Body, Place::Content, Place::Query, Place::Header, Place::Cookie];
    let rank = |a: &Argument| order.iter().position(|p| *p == a.place);
    let in_order = rest.windows(2).take_while(|pair| rank(&pair[0]) <= rank(&pair[1])).count();
    if rest.is_empty() { 0 } else { in_order + 1 }
}
