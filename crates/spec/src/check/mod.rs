//! Checks that need the whole model.

mod arguments;
mod auth;
mod bodies;
mod cycles;
mod doubt;
mod examples;
mod functions;
mod groups;
mod identifiers;
pub mod reserved;
mod tags;
mod unused;
mod wires;

use std::collections::HashMap;

use serde_json::Value;

use crate::fits::{self, Misfit};
use crate::model::{Model, Type, TypeDef};
use crate::places::Places;
use crate::syntax::Mistakes;

/// A model that is being checked.
struct Checked<'c> {
    model: &'c Model,
    places: &'c Places<'c>,
    mistakes: &'c Mistakes,
    /// The types by name.
    types: HashMap<&'c str, &'c TypeDef>,
}

/// Notes what does not hold together.
pub fn check(model: &Model, places: &Places<'_>, mistakes: &Mistakes) {
    let mut types = HashMap::new();
    model.types.iter().for_each(|t| _ = types.entry(t.name.as_str()).or_insert(t));
    let checked = Checked { model, places, mistakes, types };
    checked.scopes_exist();
    checked.auth_exists();
    checked.wires_differ();
    checked.identifiers_differ();
    checked.groups_differ();
    checked.functions_make_sense();
    // Values are followed through their types, which must come to an end.
    if checked.types_end() {
        checked.arguments_make_sense();
        checked.bodies_fit();
        checked.tags_tell();
        let doubt = checked.doubt(places.source(), &mistakes.so_far());
        checked.examples_fit(&doubt);
    }
    // A slip in one place makes things look forgotten in another.
    if !mistakes.has_errors() {
        checked.all_is_used();
    }
}

impl Checked<'_> {
    /// Everything that is wrong with a value of a type.
    fn misfits(&self, ty: &Type, value: &Value) -> Vec<Misfit> {
        fits::misfits(&|name| self.types.get(name).copied(), ty, value)
    }
}
