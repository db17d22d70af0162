//! A model whose types are found at once, and what emitters ask about each of them.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use serde_json::Value;
use uplink_spec::cycles::Cycles;
use uplink_spec::model::{Function, Model, Type, TypeDef, TypeKind};

/// A model with an index of its types. Looking each one up by going through all of them would take time that grows with
/// the square of the spec.
pub(crate) struct Index<'m> {
    model: &'m Model,
    types: HashMap<&'m str, &'m TypeDef>,
    sent: HashSet<&'m str>,
    /// What of the types contains itself.
    pub cycles: Cycles,
}

impl<'m> Index<'m> {
    pub fn new(model: &'m Model) -> Self {
        let types = model.types.iter().map(|def| (def.name.as_str(), def)).collect();
        let mut index = Index { model, types, sent: HashSet::new(), cycles: Cycles::of(model) };
        let arguments = model.functions.iter().flat_map(|f| &f.arguments).map(|a| &a.ty);
        index.sent = index.reached(arguments).into_iter().map(|def| def.name.as_str()).collect();
        index
    }

    /// The groups with their functions, in the order they are met.
    pub fn groups(&self) -> Vec<(&'m str, Vec<&'m Function>)> {
        let mut groups: Vec<(&str, Vec<&Function>)> = Vec::new();
        let mut at = HashMap::new();
        for f in &self.model.functions {
            let Some(group) = f.group() else { continue };
            let at = *at.entry(group).or_insert_with(|| {
                groups.push((group, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(f);
        }
        groups
    }

    /// The type of this name.
    pub fn type_def(&self, name: &str) -> Option<&'m TypeDef> {
        self.types.get(name).copied()
    }

    /// What a type stands for: that of its alias, unless that is one of several.
    pub fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let Type::Named(name) = ty else { return ty };
        match self.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) if !matches!(inner, Type::OneOf(_)) => self.resolved(inner),
            _ => ty,
        }
    }

    /// Which of several types a value has; whole numbers are such where one of them is.
    pub fn alternative<'t>(&'t self, all: &'t [Type], json: &Value) -> Option<&'t Type> {
        let fits = |ty: &&Type| uplink_spec::misfits(&|name| self.type_def(name), ty, json).is_empty();
        let mut fitting = all.iter().filter(fits).map(|ty| self.resolved(ty));
        let first = fitting.next()?;
        Some(fitting.find(|ty| *first == Type::Float && **ty == Type::Int).unwrap_or(first))
    }

    /// Whether a type is part of an argument.
    pub fn is_sent(&self, name: &str) -> bool {
        self.sent.contains(name)
    }

    /// The named types that types mention, directly or through others, each once, in the order they are met.
    pub fn reached(&self, from: impl IntoIterator<Item = &'m Type>) -> Vec<&'m TypeDef> {
        let mut found = Found::default();
        from.into_iter().for_each(|ty| self.collect(ty, &mut found));
        found.defs
    }

    fn collect(&self, ty: &'m Type, found: &mut Found<'m>) {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.collect(inner, found),
            Type::OneOf(all) => all.iter().for_each(|ty| self.collect(ty, found)),
            Type::Named(name) => {
                let Some(def) = self.type_def(name).filter(|def| found.names.insert(&def.name)) else { return };
                found.defs.push(def);
                match &def.kind {
                    TypeKind::Struct { fields, .. } => fields.iter().for_each(|f| self.collect(&f.ty, found)),
                    TypeKind::Alias(inner) => self.collect(inner, found),
                    TypeKind::Enum { .. } => {}
                }
            }
            _ => {}
        }
    }
}

#[derive(Default)]
struct Found<'m> {
    defs: Vec<&'m TypeDef>,
    names: HashSet<&'m str>,
}

/// Everything else is read from the model.
impl<'m> Deref for Index<'m> {
    type Target = Model;

    fn deref(&self) -> &Model {
        self.model
    }
}
