//! Which of several schemas an object has, where one of its fields says it.

use std::collections::HashMap;

use uplink_spec::model::{Field, Tag, Type, TypeKind};

use super::document::Node;
use super::naming;
use super::notes::Weight;
use super::reader::Reader;
use super::schema::{Shape, named_by};

/// What a `discriminator` says.
pub struct Said<'d> {
    node: Node<'d>,
    wire: String,
    /// Its words, each with the end of the reference that it stands for.
    mapping: Vec<(&'d str, &'d str)>,
    /// The words with the types that they stand for.
    variants: Vec<(String, String)>,
}

impl<'d> Said<'d> {
    /// That of a schema, where it has one.
    pub fn of(schema: Node<'d>) -> Option<Self> {
        let node = schema.has("discriminator").then(|| schema.get("discriminator")).flatten()?;
        let wire = node.text_of("propertyName")?.to_owned();
        let mapping = node.get("mapping").into_iter().flat_map(Node::entries);
        let mapping = mapping.filter_map(|(word, target)| Some((word, named_by(target.text()?)))).collect();
        Some(Said { node, wire, mapping, variants: Vec::new() })
    }

    fn tag(&self) -> Tag {
        let mut variants = self.variants.clone();
        variants.sort_by_key(|(word, _)| {
            self.mapping.iter().position(|(known, _)| known == word).unwrap_or(self.mapping.len())
        });
        Tag { wire: self.wire.clone(), variants }
    }

    /// One of the schemas that it tells apart, and the name of its type. Without a word it is its own.
    pub fn add(&mut self, choice: Node<'d>, name: &str) {
        let Some(key) = choice.peek("$ref").map(named_by) else { return };
        let before = self.variants.len();
        let words = self.mapping.iter().filter(|(_, target)| *target == key).map(|(word, _)| *word);
        self.variants.extend(words.map(|word| (word.to_owned(), name.to_owned())));
        if self.variants.len() == before {
            self.variants.push((key.to_owned(), name.to_owned()));
        }
    }
}

impl<'d> Reader<'d> {
    /// A schema that others complete by `allOf`, where its discriminator tells which of them it is.
    pub fn completed(&mut self, node: Node<'d>) -> Option<Shape> {
        if !self.is_completed(node) {
            return None;
        }
        let completing = self.completing_of(node);
        let mut said = Said::of(node)?;
        let mut all: Vec<Type> = Vec::new();
        for (word, schema) in completing {
            let ty = self.ty(schema, word);
            let Type::Named(name) = &ty else { return None };
            said.variants.push((word.to_owned(), name.clone()));
            if !all.contains(&ty) {
                all.push(ty);
            }
        }
        node.pass_all();
        self.tags.insert(node.id(), said);
        Some(Shape::OneOf(all))
    }

    /// Whether others complete a schema, which by itself is none of the things that it describes.
    pub fn is_completed(&self, node: Node<'d>) -> bool {
        if !node.has("properties") || !node.has("discriminator") {
            return false;
        }
        let completing = self.completing_of(node);
        // One that is complete by itself is an object like others, and so is one that nothing completes.
        !completing.is_empty() && completing.iter().all(|(_, schema)| *schema != node)
    }

    /// The schemas that complete another: those of its mapping, or else those that name it in `allOf`.
    fn completing_of(&self, node: Node<'d>) -> Vec<(&'d str, Node<'d>)> {
        let mapping =
            node.get("discriminator").and_then(|said| said.has("mapping").then(|| said.get("mapping")).flatten());
        if let Some(mapping) = mapping {
            let target = |(word, target): (&'d str, Node<'d>)| {
                let reference = target.text()?;
                let named = || self.schemas().find(|(key, _)| *key == reference).map(|(_, schema)| schema);
                Some((word, self.pointed(node, reference).or_else(named)?))
            };
            return mapping.entries().filter_map(target).collect();
        }
        self.completing.get(&node.id()).cloned().unwrap_or_default()
    }

    /// Finds the schemas that name another in `allOf`.
    pub fn find_completing(&mut self) {
        for (key, schema) in self.schemas() {
            let parts = schema.has("allOf").then(|| schema.get("allOf")).flatten();
            for reference in parts.into_iter().flat_map(Node::items).filter_map(|part| part.peek("$ref")) {
                if let Some(base) = self.pointed(schema, reference) {
                    self.completing.entry(base.id()).or_default().push((key, schema));
                }
            }
        }
    }
}

/// Gives a tag to the aliases that have one: by what the document says, or by a field that has another single word in
/// each of the structs.
pub fn find(reader: &mut Reader<'_>) {
    for at in 0..reader.model.types.len() {
        let TypeKind::Alias(Type::OneOf(all)) = &reader.model.types[at].kind else { continue };
        let names: Option<Vec<&str>> =
            all.iter().map(|ty| if let Type::Named(name) = ty { Some(name.as_str()) } else { None }).collect();
        let node = reader.places.get(&reader.model.types[at].name);
        let said = node.and_then(|node| reader.tags.get(&node.id()));
        let tag = match said {
            None => names.and_then(|names| by_single_words(reader, &names)),
            Some(said) => {
                let tag = said.tag();
                match missing(reader, &tag, names.as_deref()) {
                    None => Some(tag),
                    Some(why) => {
                        let what = format!("{why}; the choices are told apart by the fields that they have");
                        reader.notes.add(Weight::Type, said.node, what);
                        None
                    }
                }
            }
        };
        if let (None, [one]) = (&tag, &all[..]) {
            reader.model.types[at].kind = TypeKind::Alias(one.clone());
            continue;
        }
        if let Some(tag) = tag {
            reader.model.types[at].kind = TypeKind::Alias(tag.alias());
            reader.model.types[at].tag = Some(tag);
        }
    }
}

/// Why a tag does not tell the choices apart.
fn missing(reader: &Reader<'_>, tag: &Tag, names: Option<&[&str]>) -> Option<String> {
    let told = |name: &&str| tag.variants.iter().any(|(_, known)| known == name);
    if !names.is_some_and(|names| names.iter().all(told)) {
        return Some("not every choice has a schema with a name".to_owned());
    }
    let wire = naming::clip(&tag.wire, 60);
    tag.variants.iter().find_map(|(word, name)| match fields(reader, name) {
        None => Some(format!("`{name}` is no object with fields")),
        Some(fields) => match fields.iter().find(|field| field.wire == tag.wire) {
            None => Some(format!("`{name}` has no field `{wire}`")),
            Some(field) => {
                let word = naming::clip(word, 60);
                (!takes(reader, &field.ty, &word)).then(|| format!("the field `{wire}` of `{name}` is never `{word}`"))
            }
        },
    })
}

fn fields<'r>(reader: &'r Reader<'_>, name: &str) -> Option<&'r [Field]> {
    match &reader.model.types[*reader.positions.get(name)?].kind {
        TypeKind::Struct { fields, .. } => Some(fields),
        _ => None,
    }
}

/// Whether a text of a type may be a word.
fn takes(reader: &Reader<'_>, ty: &Type, word: &str) -> bool {
    match ty {
        Type::String => true,
        Type::Nullable(inner) => takes(reader, inner, word),
        Type::Named(name) => match reader.positions.get(name).map(|at| &reader.model.types[*at].kind) {
            Some(TypeKind::Enum { values, .. }) => values.iter().any(|value| value.wire == word),
            Some(TypeKind::Alias(inner)) if !matches!(inner, Type::OneOf(_)) => takes(reader, inner, word),
            _ => false,
        },
        _ => false,
    }
}

/// The one word that a type has.
fn single<'r>(reader: &'r Reader<'_>, ty: &Type) -> Option<&'r str> {
    match ty {
        Type::Nullable(inner) => single(reader, inner),
        Type::Named(name) => match &reader.model.types[*reader.positions.get(name)?].kind {
            TypeKind::Enum { values, .. } if values.len() == 1 => Some(&values[0].wire),
            _ => None,
        },
        _ => None,
    }
}

fn by_single_words(reader: &Reader<'_>, names: &[&str]) -> Option<Tag> {
    let first = fields(reader, names.first()?)?;
    first.iter().find_map(|candidate| {
        let mut variants: HashMap<&str, &str> = HashMap::new();
        let mut tag = Tag { wire: candidate.wire.clone(), variants: Vec::new() };
        for name in names {
            let field = fields(reader, name)?.iter().find(|field| field.wire == candidate.wire)?;
            let word = single(reader, &field.ty)?;
            if variants.insert(word, name).is_some() {
                return None;
            }
            tag.variants.push((word.to_owned(), (*name).to_owned()));
        }
        Some(tag)
    })
}
