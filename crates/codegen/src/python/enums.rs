//! Enumerations, open to words that are newer than the client.

use uplink_spec::model::{Model, TypeKind};

use super::names;
use super::text::{docstring, in_order, literal};

pub fn text(model: &Model, package: &str) -> String {
    let enums = || model.types.iter().filter(|def| matches!(def.kind, TypeKind::Enum { .. }));
    let import = match enums().next() {
        Some(_) => format!("\nfrom {package}._enum import OpenEnum\n"),
        None => String::new(),
    };
    // The extension finds the classes by this order, which is that of the spec.
    let mut out = format!(
        "\"\"\"Words of {}. A word that is newer than this client becomes a member of its own.\"\"\"\n{import}\n{}",
        model.api.name,
        in_order(enums().map(|def| names::class(&def.name)).collect())
    );
    for def in &model.types {
        let TypeKind::Enum { values, .. } = &def.kind else { continue };
        out.push_str(&format!("\n\nclass {}(OpenEnum):\n", names::class(&def.name)));
        out.push_str(&docstring(4, &def.doc, &[]));
        out.push('\n');
        for value in values {
            out.push_str(&format!("    {} = {}\n", names::member(value.name()), literal(&value.wire)));
            if !value.doc.is_empty() {
                out.push_str(&docstring(4, &value.doc, &[]));
            }
        }
    }
    out
}
