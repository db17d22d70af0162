//! Request bodies as arguments.

use uplink_spec::model::{Argument, Place, Type};

use super::argument::plain;
use super::document::Node;
use super::naming::{self, Taken};
use super::reader::Reader;

impl<'d> Reader<'d> {
    /// The fields of the body of an operation.
    pub fn body(&mut self, operation: Node<'d>, function: &str, taken: &mut Taken) -> Vec<Argument> {
        let Some(body) = operation.get("requestBody").and_then(|node| self.resolved(node)) else { return Vec::new() };
        body.pass(&["required", "description"]);
        let Some(content) = body.get("content") else { return Vec::new() };
        let Some(media) = json_media(content) else {
            let shown: Vec<&str> = content.keys().take(5).collect();
            let what = format!("`{function}` takes {}, but a spec knows JSON only", naming::clip(&shown.join(", "), 100));
            self.notes.add(content, format!("{what}; it sends no body"));
            content.pass_all();
            return Vec::new();
        };
        let Some(schema) = media.get("schema") else { return Vec::new() };
        let name = self.components.get(&self.resolved(schema).map_or(usize::MAX, Node::id)).cloned();
        let object = self.resolved(schema).filter(|s| s.has("properties") || s.has("allOf"));
        let members = object.map(|s| self.members(s)).unwrap_or_default();
        if members.is_empty() {
            let what = format!("the body of `{function}` is no object with known fields; it sends no body");
            self.notes.add(schema, what);
            return Vec::new();
        }
        self.spread.extend(name);
        if let Some(object) = object {
            object.pass(&["title", "description", "allOf"]);
        }
        let mut arguments = Vec::new();
        for member in members {
            if !self.works() {
                break;
            }
            let name = member.schema.text_of("x-name").map_or_else(|| naming::of_wire(member.wire), naming::snake);
            let name = taken.give(name, "_");
            arguments.push(self.body_argument(member.schema, &name, member.wire, member.required, function));
        }
        arguments
    }

    fn body_argument(
        &mut self,
        schema: Node<'d>,
        name: &str,
        wire: &str,
        required: bool,
        function: &str,
    ) -> Argument {
        let mut argument = plain(name.to_owned(), wire, Place::Body, Type::Any);
        argument.ty = self.ty(schema, &format!("{function}_{name}"));
        if let Type::Nullable(inner) = argument.ty {
            argument.nullable = true;
            argument.ty = *inner;
        }
        if let Some((value, at)) = self.limits(schema, &mut argument) {
            if required {
                self.notes.add(at, "an argument that must be given has no default; it is left out");
            } else {
                argument.default = Some(value);
            }
        }
        self.extensions(schema, &mut argument);
        if schema.text_of("x-style") == Some("comma") {
            argument.style = uplink_spec::model::ListStyle::Comma;
        }
        schema.text_of("description").unwrap_or_default().clone_into(&mut argument.doc);
        schema.pass(&["title"]);
        if !required && !argument.nullable && argument.default.is_none() {
            self.notes.add(schema, "the field may be left out, but not be null; a spec knows both only together");
            argument.nullable = true;
        }
        argument.required = !argument.nullable && argument.default.is_none();
        argument
    }
}

/// What a body or an answer holds if it is JSON; other forms of the same count as read.
pub fn json_media<'d>(content: Node<'d>) -> Option<Node<'d>> {
    let rank = |name: &str| {
        let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match name.as_str() {
            "application/json" => Some(0),
            "application/*" | "*/*" => Some(2),
            "text/json" => Some(3),
            _ if name.ends_with("+json") => Some(1),
            _ => None,
        }
    };
    let best = content.keys().filter_map(|name| Some((rank(name)?, name))).min_by_key(|(rank, _)| *rank)?;
    content.keys().filter(|name| rank(name).is_some() && *name != best.1).for_each(|name| content.pass(&[name]));
    content.get(best.1)
}
