//! Structs that a field tells apart.

use super::Checked;
use crate::model::{Field, Tag, Type, TypeKind};
use crate::places::Thing;

impl Checked<'_> {
    /// Each of the structs must have the field, and it must take the words that mean the struct.
    pub(super) fn tags_tell(&self) {
        for def in &self.model.types {
            let Some(tag) = &def.tag else { continue };
            let thing = Thing::Type(def.name.clone());
            if tag.variants.is_empty() && !self.mistakes.has_errors() {
                let place = self.places.part(&thing, ["variants"]);
                let message = format!("`{}` has no variants", def.name);
                self.mistakes.add("S044", &place, message, Some("list the structs by the words of the tag".into()));
            }
            for (word, name) in &tag.variants {
                if let Some((message, help)) = self.unlike(tag, word, name) {
                    let place = self.places.part(&thing, ["variants", word.as_str()]);
                    self.mistakes.add("S044", &place, message, Some(help));
                }
            }
        }
    }

    /// Why a word cannot mean a struct, and what to do.
    fn unlike(&self, tag: &Tag, word: &str, name: &str) -> Option<(String, String)> {
        let wire = &tag.wire;
        let Some(TypeKind::Struct { fields, .. }) = self.types.get(name).map(|def| &def.kind) else {
            // A type that is not there is a finding of its own.
            let known = self.types.contains_key(name);
            return known.then(|| (format!("`{name}` is no struct"), "name a `[struct.NAME]`".to_owned()));
        };
        let Some(field) = fields.iter().find(|field| field.wire == *wire) else {
            let help = format!("add the field to `[struct.{name}]`, or name another in `tag`");
            return Some((format!("`{name}` has no field `{wire}` on the wire"), help));
        };
        (!self.takes(field, word)).then(|| {
            let help = format!("give it the type `string`, or that of an enum with the word `{word}`");
            (format!("the field `{wire}` of `{name}` cannot be `{word}`: its type is `{}`", field.ty), help)
        })
    }

    fn takes(&self, field: &Field, word: &str) -> bool {
        match self.written_out(&field.ty) {
            Type::String => true,
            Type::Named(name) => match self.types.get(name.as_str()).map(|def| &def.kind) {
                Some(TypeKind::Enum { values, .. }) => values.iter().any(|value| value.wire == word),
                _ => false,
            },
            _ => false,
        }
    }
}
