//! Schemas as types.

use uplink_spec::model::{Computed, EnumValue, Field, Type, TypeDef, TypeKind};

use super::choices::one_of;
use super::document::Node;
use super::naming;
use super::notes::Weight;
use super::reader::Reader;
use super::structure::choices_of;
use super::weights;

/// What a schema describes, before it has a name.
pub enum Shape {
    Type(Type),
    Struct(Vec<Field>, Vec<Computed>),
    Enum(Vec<EnumValue>, bool),
    OneOf(Vec<Type>),
}

/// Words that say how a number or text is stored or shown, and change nothing in a client.
const FORMATS: [&str; 6] = ["int32", "int64", "float", "double", "date-time", "string"];

impl<'d> Reader<'d> {
    /// Makes the types of `components/schemas`.
    pub fn component_types(&mut self) {
        self.find_completing();
        let schemas: Vec<_> = self.schemas().collect();
        let mut names = Vec::new();
        for (key, node) in &schemas {
            let name = self.names.give(naming::camel(key));
            if name != *key {
                self.notes.add(Weight::Text, *node, format!("the type is called `{name}` in the spec"));
            }
            self.components.insert(node.id(), name.clone());
            self.places.insert(name.clone(), *node);
            names.push(name);
        }
        for ((_, node), name) in schemas.into_iter().zip(names) {
            let (shape, nullable) = self.shape(node, &name);
            self.define(node, name, shape, nullable);
        }
    }

    fn define(&mut self, node: Node<'d>, name: String, shape: Shape, nullable: bool) {
        let kind = match shape {
            Shape::Type(ty) if nullable && !self.is_null_carried(node) => TypeKind::Alias(nullable_of(ty)),
            Shape::Type(ty) => TypeKind::Alias(ty),
            Shape::OneOf(all) => TypeKind::Alias(Type::OneOf(all)),
            Shape::Struct(fields, computed) => TypeKind::Struct { fields, computed },
            Shape::Enum(values, numbered) => TypeKind::Enum { values, numbered },
        };
        let why = node.text_of("x-why").map(str::to_owned);
        let doc = self.doc(node, &name);
        node.pass(&["title"]);
        self.places.insert(name.clone(), node);
        self.positions.insert(name.clone(), self.model.types.len());
        self.model.types.push(TypeDef { name, doc, why, kind, tag: None });
    }

    /// The type of a schema; `hint` is its name if it has none and needs one.
    pub fn ty(&mut self, node: Node<'d>, hint: &str) -> Type {
        if let Some(name) = self.components.get(&node.id()) {
            return Type::Named(name.clone());
        }
        if let Some(made) = self.made.get(&node.id()) {
            return made.clone().unwrap_or_else(|| self.untyped(node, "is made of itself"));
        }
        self.made.insert(node.id(), None);
        let made = match self.deeper(|reader| reader.new_type(node, hint)) {
            Some(ty) => ty,
            None => self.untyped(node, "is nested too deep"),
        };
        self.made.insert(node.id(), Some(made.clone()));
        made
    }

    fn new_type(&mut self, node: Node<'d>, hint: &str) -> Type {
        if node.has("$ref") {
            let target = self.target(node);
            // A request that takes the words of an open enumeration and no others.
            let words = |node: Node<'d>| {
                let value = node.value();
                value.get("enum").or_else(|| value.pointer("/anyOf/0/enum")).cloned()
            };
            if node.has("enum") && target.is_some_and(|target| words(target) == words(node)) {
                node.pass(&["enum"]);
            }
            // What stands in another file is called after the file, and a definition as it is, not after the first that refers
            // to it.
            let named = node.peek("$ref").filter(|reference| is_elsewhere(reference)).map(named_by);
            let ty = match (target, named) {
                (None, _) => Type::Any,
                (Some(target), None) => self.ty(target, hint),
                (Some(target), Some(name)) => self.of_elsewhere(target, name),
            };
            let null = node.says("nullable") || target.is_some_and(|target| self.is_null_carried(target));
            return if null { nullable_of(ty) } else { ty };
        }
        let (shape, nullable) = self.shape(node, hint);
        let ty = match shape {
            Shape::Type(ty) => ty,
            shape => {
                let name = self.names.give(naming::camel(hint));
                // The description of a field or an argument is that of the field or the argument.
                self.define(node, name.clone(), shape, false);
                Type::Named(name)
            }
        };
        if nullable { nullable_of(ty) } else { ty }
    }

    /// The type of a schema in another file or of a definition, which is a type of its own as those of `components` are.
    fn of_elsewhere(&mut self, node: Node<'d>, name: &str) -> Type {
        if node.has("$ref") || self.components.contains_key(&node.id()) {
            return self.ty(node, name);
        }
        let name = self.names.give(naming::camel(name));
        self.components.insert(node.id(), name.clone());
        let (shape, nullable) = match self.deeper(|reader| reader.shape(node, &name)) {
            Some(made) => made,
            None => (Shape::Type(self.untyped(node, "is nested too deep")), false),
        };
        self.define(node, name.clone(), shape, nullable);
        Type::Named(name)
    }

    /// A type of its own for what is one of several.
    pub fn alternatives(&mut self, hint: &str, types: Vec<Type>) -> Type {
        if types.contains(&Type::Any) {
            return Type::Any;
        }
        let name = self.names.give(naming::camel(hint));
        let doc = naming::sentence(&name);
        self.positions.insert(name.clone(), self.model.types.len());
        self.model.types.push(TypeDef {
            name: name.clone(),
            doc,
            why: None,
            kind: TypeKind::Alias(Type::OneOf(types)),
            tag: None,
        });
        Type::Named(name)
    }

    pub fn untyped(&self, node: Node<'d>, why: &str) -> Type {
        self.notes.add(Weight::Type, node, format!("{why}; it is taken as `any`"));
        Type::Any
    }

    /// What a schema describes, and whether it may be null.
    fn shape(&mut self, node: Node<'d>, hint: &str) -> (Shape, bool) {
        if !self.works() {
            return (Shape::Type(Type::Any), false);
        }
        if node.has("$ref") {
            return (Shape::Type(self.new_type(node, hint)), false);
        }
        let (words, mut nullable) = type_words(node);
        nullable |= node.says("nullable") | node.says("x-nullable");
        if let Some(choices) = choices_of(node).filter(|_| self.is_one_of(node)) {
            let (shape, null) = self.choices(node, choices, hint);
            return (shape, nullable | null);
        }
        if let Some(word) = node.has("const").then(|| node.peek("const")).flatten() {
            node.pass(&["const", "format"]);
            return (
                Shape::Enum(vec![EnumValue { wire: word.to_owned(), rename: None, doc: String::new() }], false),
                nullable,
            );
        }
        if node.has("enum") && node.get("enum").is_some_and(|list| list.items().next().is_some()) {
            let (shape, null) = self.words(node, node, &words);
            return (shape, nullable | null);
        }
        if let Some(shape) = self.completed(node) {
            return (shape, nullable);
        }
        if node.has("allOf") {
            nullable |= self.adds_null(node);
            return (self.all_of(node, hint), nullable);
        }
        if words.len() > 1 {
            let all: Vec<Type> = words.iter().map(|word| self.simple(node, word, hint)).collect();
            return (one_of(all), nullable);
        }
        let guessed = if node.has("properties") || node.has("additionalProperties") {
            if words.is_empty() && node.has("items") {
                let what = "it has `items` and `properties`, and no `type` says which of them counts";
                let ty = self.untyped(node, what);
                node.pass_all();
                return (Shape::Type(ty), nullable);
            }
            Some("object")
        } else if node.has("items") {
            Some("array")
        } else {
            None
        };
        let shape = match words.first().copied().or(guessed) {
            Some("object") => self.object(node, hint),
            Some(word) => Shape::Type(self.simple(node, word, hint)),
            None => Shape::Type(Type::Any),
        };
        (shape, nullable)
    }

    /// A type that is not an object with fields.
    pub fn simple(&mut self, node: Node<'d>, word: &str, hint: &str) -> Type {
        let format = node.has("format").then(|| node.get("format")).flatten().and_then(Node::text);
        if let Some(other) = format.filter(|f| !FORMATS.contains(f)) {
            let shown = naming::clip(other, 40);
            self.notes.add(
                weights::of_format(other),
                node,
                format!("the format `{shown}` has no word in the spec language; it is left out"),
            );
        }
        match word {
            "integer" => Type::Int,
            "number" => Type::Float,
            "boolean" => Type::Bool,
            "string" if format == Some("date-time") => Type::DateTime,
            "string" => Type::String,
            "array" => match node.get("items").filter(|items| items.is_object()) {
                Some(items) => Type::List(Box::new(self.ty(items, hint))),
                None => Type::List(Box::new(Type::Any)),
            },
            "object" => Type::Map(Box::new(Type::Any)),
            other => self.untyped(node, &format!("the type `{}` is none of JSON schema's", naming::clip(other, 40))),
        }
    }

    /// Whether what refers to a schema may be null because the schema may be: of the types with a name only aliases of one other
    /// type have a null of their own.
    fn is_null_carried(&mut self, node: Node<'d>) -> bool {
        if let Some(known) = self.null_carried.get(&node.id()) {
            return *known;
        }
        // A schema that leads to itself says no more the second time.
        self.null_carried.insert(node.id(), false);
        let carried = self.deeper(|reader| reader.loses_null(node)).unwrap_or(false);
        self.null_carried.insert(node.id(), carried);
        carried
    }

    /// Whether a schema may be null and is no alias of one other type.
    fn loses_null(&mut self, node: Node<'d>) -> bool {
        if node.has("$ref") {
            return false;
        }
        let (words, null) = type_words(node);
        let null = null || node.says("nullable") || node.says("x-nullable");
        if let Some(choices) = choices_of(node).filter(|_| self.is_one_of(node)) {
            let (nulls, rest): (Vec<_>, Vec<_>) = choices.items().partition(|choice| is_null(*choice));
            let of_choice = |choice: Node<'d>| match choice.has("$ref").then(|| self.target(choice)) {
                Some(target) => choice.says("nullable") || target.is_some_and(|target| self.is_null_carried(target)),
                None => type_words(choice).1 || choice.says("nullable") || self.is_null_carried(choice),
            };
            let several = rest.len() > 1 || node.has("discriminator");
            return several && (null || !nulls.is_empty() || rest.into_iter().any(of_choice));
        }
        let listed = node.get("enum").into_iter().flat_map(Node::items).collect::<Vec<_>>();
        let null = null || listed.iter().any(|word| word.value().is_null()) || self.adds_null(node);
        let of_texts = words.iter().all(|word| *word == "string");
        let closed =
            node.has("additionalProperties") && node.get("additionalProperties").and_then(Node::flag) == Some(false);
        let named = words.len() > 1
            || node.peek("const").is_some()
            || (!listed.is_empty() && of_texts)
            || node.has("properties")
            || node.has("allOf")
            || closed;
        null && named
    }

    fn object(&mut self, node: Node<'d>, hint: &str) -> Shape {
        let free = node.has("additionalProperties").then(|| node.get("additionalProperties")).flatten();
        let closed = free.and_then(Node::flag) == Some(false);
        if node.has("properties") || closed {
            return self.structure(node, hint);
        }
        match free {
            Some(schema) if schema.is_object() => Shape::Type(Type::Map(Box::new(self.ty(schema, hint)))),
            _ => Shape::Type(Type::Map(Box::new(Type::Any))),
        }
    }
}

/// Where JSON Schema has definitions of a schema, and had them before 2019.
const DEFINITIONS: [&str; 2] = ["$defs", "definitions"];

/// Whether a pointer leads to what a schema defines itself.
pub fn defines(pointer: &str) -> bool {
    pointer.split('/').nth(1).is_some_and(|key| DEFINITIONS.contains(&key))
}

/// Whether a choice is null and nothing else.
pub fn is_null(choice: Node<'_>) -> bool {
    choice.text_of("type") == Some("null")
}

/// Whether a reference leads to what has a name of its own, without being one of `components`.
fn is_elsewhere(reference: &str) -> bool {
    !reference.starts_with('#') || reference.rsplit('/').nth(1).is_some_and(|key| DEFINITIONS.contains(&key))
}

/// The name that a reference to elsewhere gives: the end of its fragment, or else the name of the file.
pub fn named_by(reference: &str) -> &str {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let end = fragment.rsplit('/').next().filter(|end| !end.is_empty());
    let file = file.rsplit('/').next().unwrap_or(file);
    end.unwrap_or_else(|| file.split_once('.').map_or(file, |(stem, _)| stem))
}

/// The type or null.
pub fn nullable_of(ty: Type) -> Type {
    match ty {
        Type::Nullable(_) => ty,
        ty => Type::Nullable(Box::new(ty)),
    }
}

/// The words of `type` without `null`, and whether null is among them.
fn type_words(node: Node<'_>) -> (Vec<&str>, bool) {
    let mut words: Vec<&str> = Vec::new();
    if let Some(found) = node.get("type") {
        match found.text() {
            Some(word) => words.push(word),
            None => words.extend(found.items().filter_map(Node::text)),
        }
    }
    let before = words.len();
    words.retain(|w| *w != "null");
    let null = words.len() < before;
    words.dedup();
    let null = null && !words.is_empty();
    (words, null)
}
