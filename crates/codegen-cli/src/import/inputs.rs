//! Types as they are sent: without the fields that only the server writes, and with those that it never answers.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use uplink_spec::model::{Argument, Function, Place, Tag, Type, TypeDef, TypeKind};

use super::cycle;
use super::example;
use super::naming;
use super::reader::Reader;

/// Gives bodies types of their own where those that come back have fields that only one side writes.
pub fn part(reader: &mut Reader<'_>, functions: &mut [Function]) {
    let (read_only, write_only) = (of_one_side(reader, &reader.read_only), of_one_side(reader, &reader.write_only));
    if read_only.is_empty() && write_only.is_empty() {
        return;
    }
    let holding = holding(&reader.model.types, read_only.keys().chain(write_only.keys()));
    let sent: Vec<Function> = functions.iter().map(|f| Function { answers: Vec::new(), ..f.clone() }).collect();
    let sent = cycle::reachable(&sent, &reader.model.types);
    let answered: Vec<Function> = functions.iter().map(|f| Function { arguments: Vec::new(), ..f.clone() }).collect();
    let answered = cycle::reachable(&answered, &reader.model.types);
    let mut names: HashMap<String, String> = HashMap::new();
    // In the order of the document, so that the same document gives the same names.
    for def in &reader.model.types {
        if holding.contains(&def.name) && sent.contains(&def.name) {
            let name = match answered.contains(&def.name) {
                true => reader.names.give(naming::camel(&format!("{}Input", def.name))),
                false => def.name.clone(),
            };
            names.insert(def.name.clone(), name);
        }
    }
    let parted = Parted { names, read_only, write_only };
    let inputs: Vec<TypeDef> = reader.model.types.iter().filter_map(|def| parted.input(def)).collect();
    for def in inputs {
        if let Some(at) = reader.positions.get(&def.name) {
            reader.model.types[*at] = def;
            continue;
        }
        if let Some(node) =
            parted.names.iter().find(|(_, name)| **name == def.name).and_then(|(of, _)| reader.places.get(of))
        {
            reader.places.insert(def.name.clone(), *node);
        }
        reader.positions.insert(def.name.clone(), reader.model.types.len());
        reader.model.types.push(def);
    }
    for function in functions {
        parted.function(reader, function);
    }
}

/// The fields that only one side writes, by the struct that has them. What tells structs apart is written by both.
fn of_one_side(reader: &Reader<'_>, written: &HashMap<usize, Vec<String>>) -> HashMap<String, Vec<String>> {
    let tagged = reader.model.types.iter().filter_map(|def| def.tag.as_ref());
    let tags: HashSet<(&str, &str)> =
        tagged.flat_map(|tag| tag.variants.iter().map(|(_, of)| (of.as_str(), tag.wire.as_str()))).collect();
    let of = |def: &TypeDef| {
        let fields = written.get(&reader.places.get(&def.name)?.id())?;
        let fields: Vec<String> =
            fields.iter().filter(|wire| !tags.contains(&(def.name.as_str(), wire.as_str()))).cloned().collect();
        (matches!(def.kind, TypeKind::Struct { .. }) && !fields.is_empty()).then(|| (def.name.clone(), fields))
    };
    reader.model.types.iter().filter_map(of).collect()
}

/// The types that hold one of these, at whatever depth.
fn holding<'n>(types: &[TypeDef], these: impl Iterator<Item = &'n String>) -> HashSet<String> {
    let mut users: HashMap<String, Vec<&str>> = HashMap::new();
    for def in types {
        let mut held = Vec::new();
        match &def.kind {
            TypeKind::Struct { fields, .. } => fields.iter().for_each(|f| cycle::named(&f.ty, true, &mut held)),
            TypeKind::Alias(ty) => cycle::named(ty, true, &mut held),
            TypeKind::Enum { .. } => {}
        }
        held.into_iter().for_each(|name| users.entry(name).or_default().push(&def.name));
    }
    let mut found: HashSet<String> = these.cloned().collect();
    let mut open: Vec<String> = found.iter().cloned().collect();
    while let Some(name) = open.pop() {
        for user in users.get(name.as_str()).into_iter().flatten() {
            if found.insert((*user).to_owned()) {
                open.push((*user).to_owned());
            }
        }
    }
    found
}

/// The types that are sent otherwise than they come.
struct Parted {
    /// What each is called where it is sent.
    names: HashMap<String, String>,
    /// The fields that are not sent.
    read_only: HashMap<String, Vec<String>>,
    /// The fields that have to be sent, although they need not come back.
    write_only: HashMap<String, Vec<String>>,
}

fn has(fields: &HashMap<String, Vec<String>>, of: &str, wire: &str) -> bool {
    fields.get(of).is_some_and(|fields| fields.iter().any(|field| field == wire))
}

impl Parted {
    fn is_sent(&self, of: &str, wire: &str) -> bool {
        !has(&self.read_only, of, wire)
    }

    fn ty(&self, ty: &Type) -> Type {
        let inside = |inner: &Type| Box::new(self.ty(inner));
        match ty {
            Type::Named(name) => Type::Named(self.names.get(name).unwrap_or(name).clone()),
            Type::List(inner) => Type::List(inside(inner)),
            Type::Map(inner) => Type::Map(inside(inner)),
            Type::Nullable(inner) => Type::Nullable(inside(inner)),
            Type::OneOf(all) => Type::OneOf(all.iter().map(|ty| self.ty(ty)).collect()),
            plain => plain.clone(),
        }
    }

    /// A type as it is sent; none where that is as it comes.
    fn input(&self, def: &TypeDef) -> Option<TypeDef> {
        let mut input = TypeDef { name: self.names.get(&def.name)?.clone(), ..def.clone() };
        match &mut input.kind {
            TypeKind::Struct { fields, .. } => {
                fields.retain(|field| self.is_sent(&def.name, &field.wire));
                for field in fields {
                    field.ty = match self.ty(&field.ty) {
                        Type::Nullable(inner) if has(&self.write_only, &def.name, &field.wire) => *inner,
                        ty => ty,
                    };
                }
            }
            TypeKind::Alias(ty) => *ty = self.ty(ty),
            TypeKind::Enum { .. } => {}
        }
        if let Some(Tag { variants, .. }) = &mut input.tag {
            variants.iter_mut().for_each(|(_, name)| *name = self.names.get(name).unwrap_or(name).clone());
        }
        Some(input)
    }

    fn function(&self, reader: &Reader<'_>, function: &mut Function) {
        let mut changed = false;
        let body = |a: &&mut Argument| matches!(a.place, Place::Body | Place::Content);
        for argument in function.arguments.iter_mut().filter(body) {
            let ty = self.ty(&argument.ty);
            if ty == argument.ty {
                continue;
            }
            changed = true;
            for example in &mut function.examples {
                if let Some(value) = example.arguments.get_mut(&argument.name) {
                    self.strip(reader, &argument.ty, value);
                }
            }
            argument.ty = ty;
        }
        if changed {
            let bodies: Vec<_> = function.examples.iter().map(|e| example::sent(function, e)).collect();
            function.examples.iter_mut().zip(bodies).for_each(|(example, body)| example.body = body);
        }
    }

    /// Takes out of a value what is not sent.
    fn strip(&self, reader: &Reader<'_>, ty: &Type, value: &mut Value) {
        match (ty, value) {
            (Type::Nullable(inner), value) => self.strip(reader, inner, value),
            (Type::List(inner), Value::Array(items)) => {
                items.iter_mut().for_each(|item| self.strip(reader, inner, item))
            }
            (Type::Map(inner), Value::Object(map)) => {
                map.values_mut().for_each(|value| self.strip(reader, inner, value))
            }
            (Type::OneOf(all), value) => all.iter().for_each(|ty| self.strip(reader, ty, value)),
            (Type::Named(name), value) => {
                let Some(def) = reader.positions.get(name).map(|at| &reader.model.types[*at]) else { return };
                match (&def.kind, value) {
                    (TypeKind::Alias(inner), value) => self.strip(reader, inner, value),
                    (TypeKind::Struct { fields, .. }, Value::Object(map)) => {
                        map.retain(|wire, _| self.is_sent(name, wire));
                        for field in fields {
                            if let Some(value) = map.get_mut(&field.wire) {
                                self.strip(reader, &field.ty, value);
                            }
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
