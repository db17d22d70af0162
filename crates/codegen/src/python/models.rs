//! Models: frozen classes for what the API sends.

use uplink_spec::model::{Computed, Field, Type, TypeDef, TypeKind};

use super::names;
use super::text::{bracketed, docstring_with, import, in_order, literal};
use super::types::received;
use crate::index::Index;

pub fn text(model: &Index<'_>, package: &str) -> String {
    let structs: Vec<(&TypeDef, &[Field], &[Computed])> = model
        .types
        .iter()
        .filter_map(|def| match &def.kind {
            TypeKind::Struct { fields, computed } => Some((def, &fields[..], &computed[..])),
            _ => None,
        })
        .collect();
    let mut classes = String::new();
    for (def, fields, computed) in &structs {
        classes.push_str(&class(model, def, fields, computed));
    }
    let mut out = format!(
        "\"\"\"What {} sends, as frozen classes. Fields that are newer than this client are kept in `extra`.\"\"\"\n\nfrom __future__ import annotations\n\n",
        model.api.name
    );
    if classes.contains("datetime |") || classes.contains(": datetime") {
        out.push_str("from datetime import datetime\n");
    }
    if mentions(&classes, "Any") {
        out.push_str("from typing import Any\n");
    }
    out.push('\n');
    let has_computed = structs.iter().any(|(_, _, computed)| !computed.is_empty());
    if has_computed {
        out.push_str(&format!("from {package} import _computed\n"));
    }
    let used: Vec<String> = model
        .types
        .iter()
        .filter(|d| matches!(d.kind, TypeKind::Enum { .. }))
        .map(|d| names::class(&d.name))
        .filter(|name| mentions(&classes, name))
        .collect();
    if !used.is_empty() {
        out.push_str(&import(&format!("{package}._generated.enums"), used));
    }
    let names = if has_computed { "Model, computed" } else { "Model" };
    out.push_str(&format!("from {package}._model import {names}\n"));
    // The extension finds the classes by this order, which is that of the spec.
    out.push_str(&format!("\n{}", in_order(structs.iter().map(|(def, ..)| names::class(&def.name)).collect())));
    out + &classes
}

/// Whether a name stands in the text as a word of its own.
pub fn mentions(text: &str, name: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(name)
        .any(|(at, _)| !word(text[..at].chars().next_back()) && !word(text[at + name.len()..].chars().next()))
}

fn class(model: &Index<'_>, def: &TypeDef, fields: &[Field], computed: &[Computed]) -> String {
    let name = names::class(&def.name);
    let mut out = format!("\n\nclass {name}(Model):\n");
    let mut paragraphs = vec![def.doc.clone()];
    paragraphs.extend(def.why.as_ref().map(|why| format!("Source: {why}")));
    let entries = fields
        .iter()
        .map(|f| {
            let unit = f.unit.as_ref().map(|u| format!(" In {u}.")).unwrap_or_default();
            (names::value(&f.name), format!("{}{unit}", f.doc))
        })
        .chain(computed.iter().map(|getter| (names::value(&getter.name), getter.doc.clone())))
        .collect();
    out.push_str(&docstring_with(4, &paragraphs, &[("Attributes", entries)]));
    out.push('\n');
    let wires: Vec<String> = fields
        .iter()
        .map(|f| (names::value(&f.name), &f.wire))
        .filter(|(name, wire)| !name.is_ascii() || names::camel_field(name) != **wire)
        .map(|(name, wire)| format!("{}: {}", literal(&name), literal(wire)))
        .collect();
    if !wires.is_empty() {
        out.push_str(&bracketed("_wire = {", &wires, "}", 4));
    }
    for f in fields {
        let default = if matches!(f.ty, Type::Nullable(_)) { " = None" } else { "" };
        out.push_str(&format!("    {}: {}{default}\n", names::value(&f.name), received(model, &f.ty)));
    }
    for getter in computed {
        let name = names::value(&getter.name);
        let read = format!("_computed.{}_{name}", names::value(&def.name));
        let before = format!("{name}: _computed.{} = computed(", names::class(&getter.ty));
        out.push_str(&bracketed(&before, &[read, literal(&getter.doc)], ")", 4));
    }
    out
}
