//! Parts of a spec in which mistakes were found: what examples say about them means nothing.

use std::collections::{HashMap, HashSet};

use super::Checked;
use crate::broken::heads;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Function, TypeDef, TypeKind};
use crate::places::Thing;
use crate::types::names;

/// Mistakes that leave open nothing about types and arguments.
const HARMLESS: [&str; 6] = ["S008", "S012", "S021", "S027", "S028", "S035"];

/// What is in doubt.
pub struct Doubt {
    /// The first two words of heads, such as `function.boil`.
    sections: HashSet<String>,
    /// Types that lead to one in doubt.
    types: HashSet<String>,
    /// Mistakes that stand below no head.
    all: bool,
}

impl Checked<'_> {
    /// What the mistakes so far leave in doubt.
    pub(super) fn doubt(&self, text: &str, so_far: &[Diagnostic]) -> Doubt {
        let heads = heads(text);
        let mut doubt = Doubt { sections: HashSet::new(), types: HashSet::new(), all: false };
        let errors = so_far.iter().filter(|d| d.severity == Severity::Error && d.table.is_none());
        for error in errors.filter(|d| !HARMLESS.contains(&d.code)) {
            match heads.partition_point(|head| *head <= error.span.start).checked_sub(1) {
                None => doubt.all = true,
                Some(head) => {
                    doubt.sections.insert(section(&text[heads[head]..]));
                }
            }
        }
        doubt.types = self.leading_to(&doubt);
        doubt
    }

    /// The types in doubt, and those that lead to them.
    fn leading_to(&self, doubt: &Doubt) -> HashSet<String> {
        if doubt.sections.is_empty() {
            return HashSet::new();
        }
        let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
        for def in &self.model.types {
            mentioned(def).into_iter().for_each(|inner| users.entry(inner).or_default().push(&def.name));
        }
        // Of two types with one name, either may be meant.
        let own = |def: &&TypeDef| {
            let key = self.places.path(&Thing::Type(def.name.clone())).last().map_or("", String::as_str);
            ["struct", "enum", "alias"].iter().any(|kind| doubt.sections.contains(&format!("{kind}.{key}")))
        };
        let mut open: Vec<&str> = self.model.types.iter().filter(own).map(|d| d.name.as_str()).collect();
        let mut found: HashSet<&str> = open.iter().copied().collect();
        while let Some(name) = open.pop() {
            open.extend(users.get(name).into_iter().flatten().copied().filter(|user| found.insert(user)));
        }
        found.into_iter().map(str::to_owned).collect()
    }

    /// Whether the examples of a function would only repeat other mistakes.
    pub(super) fn is_doubtful(&self, doubt: &Doubt, f: &Function) -> bool {
        let section = |thing: Thing| {
            let path = self.places.path(&thing);
            doubt.sections.contains(&path.iter().take(2).cloned().collect::<Vec<_>>().join("."))
        };
        let types = f.arguments.iter().map(|a| &a.ty).chain(f.answers.iter().filter_map(|a| a.content.as_ref()));
        doubt.all
            || section(Thing::Function(f.name.clone()))
            || f.arguments.iter().any(|a| section(Thing::Argument(f.name.clone(), a.name.clone())))
            || types.flat_map(names).any(|name| doubt.types.contains(name))
    }
}

fn mentioned(def: &TypeDef) -> Vec<&str> {
    match &def.kind {
        TypeKind::Struct { fields, .. } => fields.iter().flat_map(|f| names(&f.ty)).collect(),
        TypeKind::Alias(ty) => names(ty),
        TypeKind::Enum { .. } => Vec::new(),
    }
}

/// The first two words of a head: `function.boil` of `[function.boil.body]`.
fn section(head: &str) -> String {
    let line = head.lines().next().unwrap_or_default().trim_start().trim_start_matches('[');
    let inside = line.split(']').next().unwrap_or_default();
    let words: Vec<&str> = inside.split('.').take(2).map(|w| w.trim().trim_matches(['"', '\''])).collect();
    words.join(".")
}
