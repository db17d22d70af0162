//! Models: frozen classes for what the API sends.

use uplink_spec::model::{Computed, Field, Model, Type, TypeDef, TypeKind};

use super::names;
use super::text::{bracketed, docstring_with, import, literal, offered};
use super::types::{read, received};

pub fn text(model: &Model, package: &str) -> String {
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
    out.push_str("from collections.abc import Mapping\n");
    if classes.contains("datetime |") || classes.contains(": datetime") {
        out.push_str("from datetime import datetime\n");
    }
    out.push_str("from typing import Any, ClassVar\n\n");
    if structs.iter().any(|(_, _, computed)| !computed.is_empty()) {
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
    let reader = if classes.contains("read_datetime(") { ", read_datetime" } else { "" };
    out.push_str(&format!("from {package}._model import Model{reader}\n"));
    out.push_str(&format!("\n{}", offered(structs.iter().map(|(def, ..)| names::class(&def.name)).collect())));
    out + &classes
}

/// Whether a name stands in the text as a word of its own.
pub fn mentions(text: &str, name: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(name)
        .any(|(at, _)| !word(text[..at].chars().next_back()) && !word(text[at + name.len()..].chars().next()))
}

fn class(model: &Model, def: &TypeDef, fields: &[Field], computed: &[Computed]) -> String {
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
        .collect();
    out.push_str(&docstring_with(4, &paragraphs, &[("Attributes", entries)]));
    out.push('\n');
    let slots: Vec<String> = fields.iter().map(|f| literal(&names::value(&f.name))).collect();
    let slots = if slots.len() == 1 { vec![format!("{},", slots[0])] } else { slots };
    out.push_str(&bracketed("__slots__ = (", &slots, ")", 4).replace(",,", ","));
    let wires: Vec<String> =
        fields.iter().map(|f| format!("{}: {}", literal(&names::value(&f.name)), literal(&f.wire))).collect();
    out.push_str(&bracketed("_wire: ClassVar[dict[str, str]] = {", &wires, "}", 4));
    for f in fields {
        out.push_str(&format!("    {}: {}\n", names::value(&f.name), received(model, &f.ty)));
    }
    let mut signature: Vec<String> = vec!["self".into(), "*".into()];
    for f in fields {
        let nullable = if matches!(f.ty, Type::Nullable(_)) { " = None" } else { "" };
        signature.push(format!("{}: {}{nullable}", names::value(&f.name), received(model, &f.ty)));
    }
    signature.push("extra: Mapping[str, Any] | None = None".into());
    out.push('\n');
    out.push_str(&bracketed("def __init__(", &signature, ") -> None:", 4));
    let mut given: Vec<String> = vec!["extra".into()];
    given.extend(fields.iter().map(|f| format!("{0}={0}", names::value(&f.name))));
    out.push_str(&bracketed("self._init(", &given, ")", 8));
    out.push_str(&format!("\n    @classmethod\n    def _read(cls, data: Mapping[str, Any]) -> {name}:\n"));
    let mut reads: Vec<String> = fields
        .iter()
        .map(|f| {
            let wire = literal(&f.wire);
            let expression = match &f.ty {
                Type::Nullable(inner) => {
                    let got = format!("data.get({wire})");
                    match read(model, inner, "value") {
                        plain if plain == "value" => got,
                        inner => format!("None if (value := {got}) is None else {inner}"),
                    }
                }
                ty => read(model, ty, &format!("data[{wire}]")),
            };
            let one_line = format!("{}={expression}", names::value(&f.name));
            // 12 blanks before it and a comma behind it.
            if one_line.chars().count() <= 120 - 13 {
                return one_line;
            }
            one_line.replacen(" if (value", "\n            if (value", 1).replacen(" else ", "\n            else ", 1)
        })
        .collect();
    reads.push("extra=cls._extra(data)".into());
    out.push_str(&bracketed("return cls(", &reads, ")", 8));
    for getter in computed {
        let getter_name = names::value(&getter.name);
        out.push_str(&format!(
            "\n    @property\n    def {getter_name}(self) -> _computed.{}:\n",
            names::class(&getter.ty)
        ));
        out.push_str(&docstring_with(8, std::slice::from_ref(&getter.doc), &[]));
        out.push_str(&format!("        return _computed.{}_{getter_name}(self)\n", names::value(&def.name)));
    }
    out
}
