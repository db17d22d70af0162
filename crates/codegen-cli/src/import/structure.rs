//! Objects with fields, and schemas that are made of several.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;
use uplink_spec::model::{Computed, Field, Null, Type};

use super::document::Node;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;
use super::schema::{Shape, nullable_of};

/// Most parts that one schema is put together from.
const MOST_PARTS: usize = 100;

/// A property of an object.
pub struct Member<'d> {
    /// Its key.
    pub wire: &'d str,
    /// Its schema.
    pub schema: Node<'d>,
    /// Whether the object must have it.
    pub required: bool,
    /// Its schemas in further choices of `oneOf`, which may hold instead.
    pub others: Vec<Node<'d>>,
}

impl<'d> Reader<'d> {
    /// A struct out of the fields of a schema and of what it is made of.
    pub fn structure(&mut self, node: Node<'d>, hint: &str) -> Shape {
        let mut taken = Taken::fields();
        let members = self.members(node);
        let mut fields = Vec::new();
        for member in members {
            if !self.works() {
                break;
            }
            if self.is_read_only(member.schema) {
                self.read_only.entry(node.id()).or_default().push(member.wire.to_owned());
            }
            let (wire, only_sent) = (member.wire, member.required && self.is_write_only(member.schema));
            let field = self.field(member, hint, &mut taken);
            if only_sent && field.null == Null::Never {
                self.write_only.entry(node.id()).or_default().push(wire.to_owned());
            }
            fields.push(field);
        }
        let getters = node.has("x-computed").then(|| node.get("x-computed")).flatten();
        let computed = getters.into_iter().flat_map(Node::entries).map(|(name, getter)| Computed {
            name: taken.give(naming::snake(name)),
            ty: naming::camel(getter.text_of("type").unwrap_or(name)),
            doc: getter.text_of("doc").unwrap_or_default().to_owned(),
        });
        let computed = computed.collect();
        Shape::Struct(fields, computed)
    }

    fn field(&mut self, member: Member<'d>, hint: &str, taken: &mut Taken) -> Field {
        let ty = self.member_type(&member, &format!("{hint}{}", naming::clip(member.wire, 40).to_upper_camel_case()));
        let Member { wire, schema, required, .. } = member;
        let name = schema.text_of("x-name").map_or_else(|| naming::of_wire(wire), naming::snake);
        schema.pass(&["title"]);
        let nullable = matches!(ty, Type::Nullable(_));
        let null = if required && !nullable { Null::Never } else { self.null(schema, required, nullable) };
        Field {
            null,
            name: taken.give(name),
            wire: wire.to_owned(),
            // What is only written does not come back.
            ty: if required && !self.is_write_only(schema) { ty } else { nullable_of(ty) },
            unit: schema.text_of("x-unit").map(str::to_owned),
            doc: schema.text_of("description").unwrap_or_default().to_owned(),
            why: schema.text_of("x-why").map(str::to_owned),
        }
    }

    /// The properties of an object and of all that `allOf` adds to it.
    pub fn members(&mut self, node: Node<'d>) -> Vec<Member<'d>> {
        let mut members: Vec<Member<'d>> = Vec::new();
        let mut at: HashMap<&str, usize> = HashMap::new();
        let mut required: Vec<&str> = Vec::new();
        for part in self.parts(node) {
            // A part may belong to many objects, and to a body.
            let free = part.has("additionalProperties").then(|| part.get("additionalProperties")).flatten();
            if let Some(free) = free.filter(|free| free.is_object() && self.closed.insert(part.id())) {
                let what = "the type of further fields has no word in the spec language; they are left out";
                self.notes.add(Weight::Type, free, what);
            }
            part.pass(&["type", "additionalProperties"]);
            if part.id() != node.id() {
                // It tells apart what is made of the part, not what this is.
                part.pass(&["discriminator"]);
            }
            required.extend(part.texts("required"));
            for (wire, schema) in self.part(part, "properties").into_iter().flat_map(Node::entries) {
                if !self.works() {
                    break;
                }
                match at.get(wire) {
                    Some(at) => {
                        let known = &mut members[*at];
                        // All of them hold, so the one that says most is right; of two that say as much the later one.
                        if self.narrowness(schema, 0) < self.narrowness(known.schema, 0) {
                            schema.pass_all();
                        } else {
                            std::mem::replace(&mut known.schema, schema).pass_all();
                        }
                    }
                    None => {
                        at.insert(wire, members.len());
                        members.push(Member { wire, schema, required: false, others: Vec::new() });
                    }
                }
            }
        }
        self.members_of_choices(node, &mut members);
        for name in required {
            match at.get(name) {
                Some(at) => members[*at].required = true,
                None => {
                    let what = format!("`{}` is required but not described; it is left out", naming::clip(name, 60));
                    self.notes.add(Weight::Type, node, what);
                }
            }
        }
        members
    }

    /// Adds what the choices have that stand beside the properties of an object. None of it is required, because another
    /// choice may hold.
    fn members_of_choices(&mut self, node: Node<'d>, members: &mut Vec<Member<'d>>) {
        let own: HashSet<&str> = members.iter().map(|member| member.wire).collect();
        for part in self.parts(node) {
            // Those of a part that a field tells apart are what is made of the part.
            let Some(choices) = choices_of(part).filter(|_| part == node || !part.has("discriminator")) else {
                continue;
            };
            for choice in choices.items().take(MOST_PARTS) {
                choice.pass(&["title", "description", "required", "type"]);
                for part in self.parts(choice) {
                    part.pass(&["title", "description", "required", "type"]);
                    for (wire, schema) in self.part(part, "properties").into_iter().flat_map(Node::entries) {
                        if own.contains(wire) || !self.works() {
                            schema.pass_all();
                            continue;
                        }
                        match members.iter_mut().find(|member| member.wire == wire) {
                            None => members.push(Member { wire, schema, required: false, others: Vec::new() }),
                            Some(known) => known.others.push(schema),
                        }
                    }
                }
            }
            let what = match members.len() > own.len() {
                true => "each choice may have fields of its own; all of them may be given, and none has to be",
                false => "which fields have to be given together is left to the server",
            };
            self.notes.add(Weight::Text, choices, what);
        }
    }

    /// The type of a property: that of its schema, or one of several.
    pub fn member_type(&mut self, member: &Member<'d>, hint: &str) -> Type {
        let (mut types, mut null) = (Vec::new(), false);
        for schema in std::iter::once(&member.schema).chain(&member.others) {
            let ty = match self.ty(*schema, hint) {
                Type::Nullable(inner) => {
                    null = true;
                    *inner
                }
                ty => ty,
            };
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        let ty = if types.len() == 1 { types.remove(0) } else { self.alternatives(hint, types) };
        if null { nullable_of(ty) } else { ty }
    }

    /// Whether a schema is one of its choices, and not an object to which each of them adds something.
    pub fn is_one_of(&self, node: Node<'d>) -> bool {
        let Some(choices) = choices_of(node) else { return false };
        let keys = |node: Node<'d>| {
            let parts = self.parts(node);
            let all =
                parts.iter().filter(|part| part.has("properties")).filter_map(|part| self.part(*part, "properties"));
            all.flat_map(Node::keys).collect::<HashSet<&str>>()
        };
        let own = keys(node);
        own.is_empty()
            || choices.items().filter_map(|choice| self.resolved(choice)).all(|choice| {
                let simple = choice.peek("type").is_some_and(|ty| ty != "object");
                simple || choice.has("oneOf") || choice.has("anyOf") || own.is_subset(&keys(choice))
            })
    }

    /// Whether a property is written by the server alone.
    pub fn is_read_only(&self, schema: Node<'d>) -> bool {
        self.remarks(schema, "readOnly")
    }

    /// Whether a property is sent and never answered.
    fn is_write_only(&self, schema: Node<'d>) -> bool {
        self.remarks(schema, "writeOnly")
    }

    /// Whether a schema, what it refers to, or a remark in its `allOf` says something.
    fn remarks(&self, schema: Node<'d>, key: &str) -> bool {
        let parts = schema.has("allOf").then(|| schema.get("allOf")).flatten();
        schema.says(key)
            || self.resolved(schema).is_some_and(|schema| schema.says(key))
            || parts.into_iter().flat_map(Node::items).any(|part| is_remark(part) && part.says(key))
    }

    /// How much a schema says about its values; `depth` ends schemas that contain themselves.
    fn narrowness(&self, node: Node<'d>, depth: usize) -> usize {
        let Some(node) = self.resolved(node).filter(|_| depth < 4) else { return 0 };
        let inside = |key: &str| {
            let inner = node.has(key).then(|| node.get(key)).flatten();
            inner.filter(|inner| inner.is_object()).map_or(0, |inner| self.narrowness(inner, depth + 1))
        };
        let own = ["properties", "enum", "const", "allOf", "oneOf", "anyOf", "discriminator"];
        let known = own.iter().filter(|key| node.has(key)).count();
        let typed = ["type", "format"].iter().filter(|key| node.has(key)).count();
        3 * known + typed + inside("items") + inside("additionalProperties")
    }

    /// The schema and what `allOf` adds to it, each once, in the order of the document.
    fn parts(&self, node: Node<'d>) -> Vec<Node<'d>> {
        let mut parts = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let Some(node) = self.resolved(node) else { continue };
            if !seen.insert(node.id()) {
                continue;
            }
            if parts.len() >= MOST_PARTS {
                self.notes.add(
                    Weight::Type,
                    node,
                    format!("more than {MOST_PARTS} parts make up one type; the rest is left out"),
                );
                break;
            }
            parts.push(node);
            if let Some(all) = node.has("allOf").then(|| node.get("allOf")).flatten() {
                let all: Vec<_> = all.items().take(MOST_PARTS + 1).collect();
                open.extend(all.into_iter().rev());
            }
        }
        parts
    }

    /// The part of `allOf` that says what a schema is, where the others say nothing but what it is called.
    pub fn only_part(&self, node: Node<'d>) -> Option<Node<'d>> {
        if node.has("properties") || node.has("required") {
            return None;
        }
        let mut saying: Vec<Node<'d>> =
            node.get("allOf")?.items().take(MOST_PARTS + 1).filter(|part| !is_remark(*part)).collect();
        // A kind of value that another part has, too.
        let word = |part: Node<'d>| self.resolved(part).and_then(|part| part.peek("type"));
        if let [first, second] = saying[..] {
            let alike = word(first).is_some() && word(first) == word(second);
            let bare = |part: &Node<'d>| alike && part.keys().all(|key| key == "type" || REMARKS.contains(&key));
            if let Some(at) = saying.iter().position(bare) {
                saying.remove(at);
            }
        }
        (saying.len() == 1).then(|| saying[0])
    }

    /// Whether a part of `allOf` that says no type adds `null` to that of the others.
    pub fn adds_null(&self, node: Node<'d>) -> bool {
        let parts = node.has("allOf").then(|| node.get("allOf")).flatten();
        parts.into_iter().flat_map(Node::items).any(|part| part.says("nullable") && !part.has("properties"))
    }

    /// `allOf`: one type with another name, or the fields of all.
    pub fn all_of(&mut self, node: Node<'d>, hint: &str) -> Shape {
        let all: Vec<Node<'d>> = node.get("allOf").into_iter().flat_map(Node::items).take(MOST_PARTS + 1).collect();
        // A schema with a name that is made of a completed one completes it; elsewhere it is one of them.
        let completes = self.components.contains_key(&node.id());
        if let Some(only) = self.only_part(node)
            && !(completes
                && self.resolved(only).is_some_and(|part| part.has("discriminator") && part.has("properties")))
        {
            all.iter().filter(|part| **part != only).for_each(|part| part.pass_all());
            return Shape::Type(self.ty(only, hint));
        }
        let parts = self.parts(node);
        if parts.iter().any(|p| p.has("properties")) {
            return self.structure(node, hint);
        }
        let typed = parts.iter().find(|p| p.has("type") || p.has("enum") || p.has("anyOf") || p.has("oneOf"));
        self.notes.add(Weight::Type, node, "of `allOf` only the first part with a type is taken");
        match typed {
            Some(part) if part.id() != node.id() => Shape::Type(self.ty(*part, hint)),
            _ => Shape::Type(Type::Any),
        }
    }
}

/// Keys that say nothing about the values of a schema, or where `null` may stand.
const REMARKS: [&str; 11] = [
    "title",
    "description",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "deprecated",
    "default",
    "nullable",
    "readOnly",
    "writeOnly",
];

/// Whether a part of `allOf` says nothing about values but what is remarked of them.
fn is_remark(part: Node<'_>) -> bool {
    part.keys().all(|key| REMARKS.contains(&key) || key.starts_with("x-"))
}

/// The choices of which one holds.
pub fn choices_of(node: Node<'_>) -> Option<Node<'_>> {
    ["anyOf", "oneOf"].into_iter().find(|key| node.has(key)).and_then(|key| node.get(key))
}
