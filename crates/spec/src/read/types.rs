//! Structs, enums and aliases.

use std::collections::HashSet;

use super::{Reader, Written};
use crate::model::*;
use crate::places::{Thing, path};
use crate::syntax::{At, Table};

impl Reader<'_> {
    pub(super) fn structure(&mut self, key: At<String>, t: Table<'_>) -> TypeDef {
        let name = self.type_name(&key, &t);
        let mut fields = Vec::new();
        for (field, inner) in t.entries("field") {
            let ty = self.ty(&inner, Written::Field(&name));
            let made = Field {
                name: self.name(&field, "field", &inner),
                wire: inner.text("wire").map_or_else(|| self.case.apply(&field.value), |w| w.value),
                null: self.null(&inner, matches!(ty, Type::Nullable(_))),
                ty,
                unit: inner.text("unit").map(|u| u.value),
                doc: self.doc(&inner),
                why: self.why(&inner),
            };
            inner.finish();
            let thing = Thing::Field(name.clone(), made.name.clone());
            self.places.put(thing, path(["struct", &key.value, "field", &field.value]));
            fields.push(made);
        }
        let mut computed = Vec::new();
        for (getter, inner) in t.entries("computed") {
            self.plain(&getter, "getter", char::is_lowercase);
            let ty = inner.required("type");
            if inner.has("type") {
                self.plain(&ty, "type", char::is_uppercase);
            }
            let made = Computed { ty: ty.value, doc: self.doc(&inner), name: getter.value };
            inner.finish();
            let thing = Thing::Getter(name.clone(), made.name.clone());
            self.places.put(thing, path(["struct", &key.value, "computed", &made.name]));
            computed.push(made);
        }
        self.type_def(name, t, TypeKind::Struct { fields, computed })
    }

    pub(super) fn enumeration(&mut self, key: At<String>, t: Table<'_>) -> TypeDef {
        let name = self.type_name(&key, &t);
        if !t.has("values") {
            t.lacks("values", "add `values = [\"...\"]`, the words on the wire");
        }
        let mut values: Vec<EnumValue> = Vec::new();
        if t.holds_table("values") {
            let table = t.table("values");
            for (table, word) in table.iter().flat_map(|table| table.keys().into_iter().map(move |k| (table, k))) {
                let (doc, rename) = self.worded(table, word.value);
                values.push(EnumValue { wire: word.value.to_owned(), rename, doc });
            }
        } else {
            let mut seen = HashSet::new();
            for word in t.texts("values").unwrap_or_default() {
                if !seen.insert(word.value.clone()) {
                    let message = format!("`{}` is a value of `{}` already", word.value, key.value);
                    self.mistakes.add("S009", &word.span, message, Some("remove one of the two".into()));
                    continue;
                }
                values.push(EnumValue { wire: word.value.to_owned(), rename: None, doc: String::new() });
            }
        }
        let numbered = t.flag("numbered").unwrap_or(false);
        self.type_def(name, t, TypeKind::Enum { values, numbered })
    }

    pub(super) fn alias(&mut self, key: At<String>, t: Table<'_>) -> TypeDef {
        let name = self.type_name(&key, &t);
        if t.has("tag") || t.has("variants") {
            return self.tagged(name, t);
        }
        let text = t.required("type");
        let ty = if t.has("type") { self.parse(&text, Written::Alias(&name)) } else { Type::Any };
        self.type_def(name, t, TypeKind::Alias(ty))
    }

    /// An alias of structs that a field tells apart.
    fn tagged(&mut self, name: String, t: Table<'_>) -> TypeDef {
        if let Some(ty) = t.text("type") {
            let message = "`variants` says already which types there are".to_owned();
            self.mistakes.add("S044", &ty.span, message, Some("remove `type`, or else `tag` and `variants`".into()));
        }
        if !t.has("variants") {
            t.lacks("variants", "add `variants = { word = \"Struct\" }`, the structs by the words of the tag");
        }
        let mut tag = Tag { wire: t.required("tag").value, variants: Vec::new() };
        if let Some(table) = t.table("variants") {
            for word in table.keys() {
                let Some(text) = table.text(word.value) else { continue };
                if let Type::Named(of) = self.parse(&text, Written::Alias(&name)) {
                    tag.variants.push((word.value.to_owned(), of));
                } else {
                    let message = format!("`{}` is no struct", text.value);
                    self.mistakes.add("S044", &text.span, message, Some("name a `[struct.NAME]`".into()));
                }
            }
            table.finish();
        }
        TypeDef { tag: Some(tag.clone()), ..self.type_def(name, t, TypeKind::Alias(tag.alias())) }
    }

    fn type_name(&self, key: &At<String>, t: &Table<'_>) -> String {
        let name = t.text("rename").unwrap_or_else(|| key.clone());
        self.plain(&name, "type", char::is_uppercase);
        name.value
    }

    fn type_def(&mut self, name: String, t: Table<'_>, kind: TypeKind) -> TypeDef {
        let def = TypeDef { doc: t.required("doc").value, why: self.why(&t), kind, name, tag: None };
        t.finish();
        def
    }
}
