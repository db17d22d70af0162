//! Types in words, and the tables of those that a function sends or takes.

use uplink_spec::model::{Function, Tag, Type, TypeDef, TypeKind};

use super::markdown::{code, list, paragraphs, table};
use crate::index::Index;

/// A type in words; named ones are links within the page.
pub fn words(ty: &Type) -> String {
    match ty {
        Type::List(inner) => format!("list of {}", words(inner)),
        Type::Map(inner) => format!("object of {}", words(inner)),
        Type::Nullable(inner) => format!("{} or null", words(inner)),
        Type::OneOf(all) => all.iter().map(words).collect::<Vec<_>>().join(" or "),
        Type::Named(name) => format!("[{name}](#{})", name.to_lowercase()),
        plain => plain.to_string(),
    }
}

/// A section for each named type that the function mentions, directly or through others.
pub fn sections(model: &Index<'_>, f: &Function) -> String {
    let taken = f.arguments.iter().map(|a| &a.ty);
    let given = f.answers.iter().filter_map(|a| a.content.as_ref());
    model.reached(taken.chain(given)).into_iter().map(section).collect()
}

fn section(def: &TypeDef) -> String {
    let why = def.why.as_ref().map(|why| format!("Source: {why}")).unwrap_or_default();
    let head = format!("### {}\n\n{}", def.name, paragraphs([def.doc.as_str(), &why]));
    let body = match &def.kind {
        TypeKind::Struct { fields, computed } => {
            let rows = fields.iter().map(|f| {
                let unit = f.unit.as_ref().map(|unit| format!(" In {unit}.")).unwrap_or_default();
                [code(&f.name), code(&f.wire), words(&f.ty), format!("{}{unit}", f.doc)]
            });
            let made = computed.iter().map(|c| format!("`{}`: {}", c.name, c.doc));
            let made = list(made);
            let made = if made.is_empty() { made } else { format!("Clients work out from these:\n\n{made}") };
            table(["field", "on the wire", "type", "meaning"], rows) + &made
        }
        TypeKind::Enum { values, numbered } => {
            let numbers = if *numbered { "Requests may also give the position, counted from 0. " } else { "" };
            let rows = values
                .iter()
                .map(|v| if v.doc.is_empty() { code(&v.wire) } else { format!("{}: {}", code(&v.wire), v.doc) });
            format!("{}{numbers}Other words may arrive; they are kept as they are.\n\n", list(rows))
        }
        TypeKind::Alias(_) if def.tag.is_some() => def.tag.as_ref().map(tagged).unwrap_or_default(),
        TypeKind::Alias(ty) => format!("It is {}.\n\n", words(ty)),
    };
    head + &body
}

fn tagged(tag: &Tag) -> String {
    let row = |(word, name): &(String, String)| [code(word), words(&Type::Named(name.clone()))];
    let head =
        format!("The field {} says what it is. Objects with other words are kept as they are.\n\n", code(&tag.wire));
    head + &table([tag.wire.as_str(), "type"], tag.variants.iter().map(row))
}
