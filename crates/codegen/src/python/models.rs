//! Models: frozen classes for what the API sends.

use uplink_spec::model::{Computed, Field, Null, Type, TypeDef, TypeKind};

use super::names;
use super::text::{bracketed, docstring_with, in_order, literal};
use super::types::received;
use super::uses::{Module, Uses};
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
    let uses = Uses::of(Module::MODELS);
    let classes: String =
        structs.iter().map(|(def, fields, computed)| class(model, &uses, def, fields, computed)).collect();
    // The extension finds the classes by this order, which is that of the spec.
    let all = in_order(structs.iter().map(|(def, ..)| names::class(&def.name)).collect());
    let has_computed = structs.iter().any(|(_, _, computed)| !computed.is_empty());
    let computed = if has_computed { format!("from {package} import _computed\n") } else { String::new() };
    let standard = match uses.standard_imports() {
        none if none.is_empty() => none,
        imports => format!("\n{imports}"),
    };
    format!(
        "\"\"\"What {} sends, as frozen classes. Fields that are newer than this client are kept in `extra`.\"\"\"\n\n\
         from __future__ import annotations\n{standard}\n{computed}{}\n{all}{classes}",
        model.api.name,
        uses.package_imports(package, 0),
    )
}

fn class(model: &Index<'_>, uses: &Uses, def: &TypeDef, fields: &[Field], computed: &[Computed]) -> String {
    let name = names::class(&def.name);
    let base = uses.name(Module::Package("_model"), "Model");
    let mut out = format!("\n\nclass {name}({base}):\n");
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
        let annotation = received(model, uses, &f.ty);
        let said = match &f.ty {
            Type::Nullable(inner) if f.null == Null::Given && model.is_sent(&def.name) => {
                let module = Module::Package("_model");
                let (kind, unset) = (uses.name(module, "NotGiven"), uses.name(module, "NOT_GIVEN"));
                format!("{} | {kind} | None = {unset}", received(model, uses, inner))
            }
            Type::Nullable(_) => format!("{annotation} = None"),
            _ => annotation,
        };
        out.push_str(&format!("    {}: {said}\n", names::value(&f.name)));
    }
    for getter in computed {
        let name = names::value(&getter.name);
        let read = format!("_computed.{}_{name}", names::value(&def.name));
        let read_by = uses.name(Module::Package("_model"), "computed");
        let before = format!("{name}: _computed.{} = {read_by}(", names::class(&getter.ty));
        out.push_str(&bracketed(&before, &[read, literal(&getter.doc)], ")", 4));
    }
    out
}
