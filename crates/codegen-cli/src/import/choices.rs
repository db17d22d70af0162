//! Words that a value may take, and schemas of which one holds.

use std::collections::HashSet;

use uplink_spec::model::{EnumValue, Type};

use super::document::Node;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;
use super::schema::{Shape, is_null};
use super::tags::Said;

/// Most choices that one type may have.
const MOST_CHOICES: usize = 100;

impl<'d> Reader<'d> {
    /// `enum`: words, or else the type that all values have. `said` has what extensions say of them.
    pub fn words(&mut self, node: Node<'d>, said: Node<'d>, types: &[&str]) -> (Shape, bool) {
        let Some(list) = node.get("enum") else { return (Shape::Type(Type::Any), false) };
        let all: Vec<Node<'d>> = list.items().collect();
        let null = all.iter().any(|v| v.value().is_null());
        let texts: Vec<&str> = all.iter().filter_map(|v| v.text()).collect();
        let spelt = self.spelt(&all, types);
        let texts: Vec<&str> = match &spelt {
            Some(spelt) => {
                let what = "numbers and the like are listed as values of a text; they are taken as they are spelt";
                self.notes.add(Weight::Text, list, what);
                spelt.iter().map(String::as_str).collect()
            }
            None => texts,
        };
        if texts.is_empty() && null && all.len() == 1 {
            return (Shape::Type(self.untyped(list, "nothing but null is listed")), true);
        }
        let of_texts = types.is_empty() || types.contains(&"string");
        if texts.len() + usize::from(null) == all.len() && of_texts {
            node.pass(&["format"]);
            return (Shape::Enum(self.values(&texts, said), said.says("x-numbered")), null);
        }
        let shown: Vec<String> = all.iter().take(20).map(|v| naming::clip(&v.value().to_string(), 40)).collect();
        let types: Vec<Type> = types.iter().map(|word| self.simple(node, word, "")).collect();
        let taken = types.iter().map(|ty| format!("`{ty}`")).collect::<Vec<_>>().join(" or ");
        let taken = if taken.is_empty() { "`any`" } else { &taken };
        let what = format!("only texts can be listed as values; {taken} is taken for {}", shown.join(", "));
        self.notes.add(Weight::Type, list, what);
        (one_of(types), null)
    }

    /// The values of a text as texts, where some of them lack quotes, which YAML takes for numbers and truth values.
    fn spelt(&self, all: &[Node<'d>], types: &[&str]) -> Option<Vec<String>> {
        let values: Vec<&Node<'d>> = all.iter().filter(|value| !value.value().is_null()).collect();
        let unquoted = types == ["string"] && values.iter().any(|value| value.text().is_none());
        values.iter().map(|value| value.spelt()).collect::<Option<_>>().filter(|_| unquoted)
    }

    fn values(&mut self, texts: &[&str], said: Node<'d>) -> Vec<EnumValue> {
        let list = |key: &str| said.get(key).into_iter().flat_map(Node::items).map(Node::text).collect::<Vec<_>>();
        let (docs, names) = (list("x-enum-descriptions"), list("x-enum-varnames"));
        let mut values: Vec<EnumValue> = Vec::new();
        let mut seen = HashSet::new();
        let mut taken = Taken::words();
        for (at, word) in texts.iter().enumerate() {
            if !self.works() || !seen.insert(*word) {
                continue;
            }
            let rename = match names.get(at).copied().flatten() {
                Some(name) => Some(taken.give(naming::word(name))),
                None if taken.take(word) => None,
                None => Some(taken.give(naming::word(word))),
            };
            let doc = docs.get(at).copied().flatten().unwrap_or_default().to_owned();
            values.push(EnumValue { wire: (*word).to_owned(), rename, doc });
        }
        values
    }

    /// `anyOf` and `oneOf`
    pub fn choices(&mut self, node: Node<'d>, choices: Node<'d>, hint: &str) -> (Shape, bool) {
        let all: Vec<Node<'d>> = choices.items().collect();
        let mut null = all.iter().any(|choice| is_null(*choice));
        let rest: Vec<Node<'d>> = all.into_iter().filter(|choice| !is_null(*choice)).collect();
        // Words that are listed, or any other text: that is how an open enumeration is said.
        if let [listed, open] = rest[..]
            && listed.has("enum")
            && open.text_of("type") == Some("string")
            && open.keys().count() == 1
        {
            listed.pass(&["type"]);
            let (shape, inner) = self.words(listed, node, &[]);
            return (shape, null | inner);
        }
        if let Some(values) = self.one_word_each(node, &rest) {
            return (Shape::Enum(values, false), null);
        }
        // A word of an enumeration, or its position among them.
        if let [word, position] = rest[..]
            && word.has("$ref")
            && position.text_of("type") == Some("integer")
            && node.says("x-numbered")
        {
            position.pass_all();
            return (Shape::Type(self.ty(word, hint)), null);
        }
        if rest.len() > MOST_CHOICES {
            choices.pass_all();
            return (Shape::Type(self.untyped(choices, "there are too many choices")), null);
        }
        let mut types = Vec::new();
        let mut said = Said::of(node);
        for (number, choice) in rest.iter().enumerate() {
            let hint = if rest.len() > 1 { format!("{hint}{}", number + 1) } else { hint.to_owned() };
            let ty = match self.ty(*choice, &hint) {
                Type::Nullable(inner) => {
                    null = true;
                    *inner
                }
                ty => ty,
            };
            if let (Some(said), Type::Named(name)) = (&mut said, &ty) {
                said.add(*choice, name);
            }
            let known = self.underlying(&ty);
            if !types.iter().any(|(_, other)| *other == known) {
                types.push((ty, known));
            }
        }
        let types = types.into_iter().map(|(ty, _)| ty).collect();
        let Some(said) = said else { return (one_of(types), null) };
        self.tags.insert(node.id(), said);
        // One that a field tells apart is not the only one for ever.
        (if types.is_empty() { one_of(types) } else { Shape::OneOf(types) }, null)
    }

    /// An enumeration whose words are choices of their own, so that each has a description.
    fn one_word_each(&mut self, node: Node<'d>, choices: &[Node<'d>]) -> Option<Vec<EnumValue>> {
        const KEYS: [&str; 5] = ["const", "enum", "type", "title", "description"];
        let word = |choice: &Node<'d>| {
            let listed = || choice.get("enum").map(|list| list.items().collect::<Vec<_>>());
            let plain = choice.keys().all(|key| KEYS.contains(&key));
            let word = match choice.peek("const").filter(|_| plain) {
                None if plain && choice.has("enum") => listed().filter(|all| all.len() == 1)?[0].text(),
                word => word,
            };
            word.map(|word| (word, choice.text_of("description").unwrap_or_default()))
        };
        if choices.len() < 2 {
            return None;
        }
        let all: Vec<(&str, &str)> = choices.iter().map(word).collect::<Option<_>>()?;
        choices.iter().for_each(|choice| choice.pass(&KEYS));
        let texts: Vec<&str> = all.iter().map(|(word, _)| *word).collect();
        let mut values = self.values(&texts, node);
        for value in &mut values {
            let doc = all.iter().find(|(word, _)| *word == value.wire).map(|(_, doc)| *doc);
            doc.unwrap_or_default().clone_into(&mut value.doc);
        }
        Some(values)
    }

    /// What a type is on the wire, where it is only another name of something simple.
    fn underlying(&self, ty: &Type) -> Type {
        let Type::Named(name) = ty else { return ty.clone() };
        let Some(node) = self.places.get(name) else { return ty.clone() };
        let simple = !["enum", "anyOf", "oneOf", "allOf"].iter().any(|word| node.has(word));
        match node.has("type").then(|| node.text_of("type")).flatten() {
            Some("string") if simple => Type::String,
            Some("integer") if simple => Type::Int,
            Some("number") if simple => Type::Float,
            Some("boolean") if simple => Type::Bool,
            _ => ty.clone(),
        }
    }
}

/// One type, or several of which one holds.
pub fn one_of(mut all: Vec<Type>) -> Shape {
    all.dedup();
    match all.len() {
        0 => Shape::Type(Type::Any),
        1 => Shape::Type(all.remove(0)),
        _ => Shape::OneOf(all),
    }
}
