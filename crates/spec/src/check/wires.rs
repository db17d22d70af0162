//! Names on the wire, which must differ where they meet.

use std::collections::HashMap;

use super::Checked;
use crate::model::{Place, TypeKind};
use crate::places::Thing;

/// Headers that the client sets itself.
const OWN_HEADERS: [&str; 6] = ["authorization", "accept", "content-type", "content-length", "host", "user-agent"];

impl Checked<'_> {
    pub(super) fn wires_differ(&self) {
        for function in &self.model.functions {
            let mut seen = HashMap::new();
            for argument in &function.arguments {
                let wire = match argument.place {
                    Place::Header => argument.wire.to_lowercase(),
                    // The place in the path is told by the name of the placeholder.
                    Place::Path => continue,
                    _ => argument.wire.clone(),
                };
                let thing = Thing::Argument(function.name.clone(), argument.name.clone());
                if let Some(other) = seen.insert((argument.place as u8, wire), &argument.name) {
                    self.same_wire(&thing, other, &argument.name, &function.name);
                }
            }
        }
        for def in &self.model.types {
            let TypeKind::Struct { fields, .. } = &def.kind else { continue };
            let mut seen = HashMap::new();
            for field in fields {
                if let Some(other) = seen.insert(&field.wire, &field.name) {
                    let thing = Thing::Field(def.name.clone(), field.name.clone());
                    self.same_wire(&thing, other, &field.name, &def.name);
                }
            }
        }
        for (path, argument) in self.places.arguments.iter().filter(|(_, a)| a.place == Place::Header) {
            let wire = argument.wire.to_lowercase();
            let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
            let problem = if OWN_HEADERS.contains(&wire.as_str()) {
                format!("the client sets the header `{}` itself", argument.wire)
            } else if wire.is_empty() || !wire.chars().all(token) {
                format!("`{}` is no name of a header", argument.wire)
            } else {
                continue;
            };
            let help = "give it another `wire`, such as \"X-Kettle\", or remove the argument";
            self.mistakes.add("S017", &self.places.value_or_key(path, "wire"), problem, Some(help.into()));
        }
    }

    fn same_wire(&self, thing: &Thing, first: &str, second: &str, of: &str) {
        let place = self.places.value_or_key(self.places.path(thing), "wire");
        let message = format!("`{first}` and `{second}` of `{of}` have the same name on the wire");
        self.mistakes.add("S017", &place, message, Some("give one of them another `wire`".into()));
    }
}
