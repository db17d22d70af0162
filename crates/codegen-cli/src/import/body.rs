//! Request bodies as arguments.

use uplink_spec::model::{Argument, Place, Type};

use super::argument::plain;
use super::document::Node;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;

impl<'d> Reader<'d> {
    /// Notes a body where none can be.
    pub fn no_body(&self, operation: Node<'d>, method: &str) -> Vec<Argument> {
        if let Some(body) = operation.get("requestBody") {
            self.notes.add(
                Weight::Request,
                body,
                format!("a {} request carries no body; it is left out", method.to_uppercase()),
            );
            body.pass_all();
        }
        Vec::new()
    }

    /// The fields of the body of an operation.
    pub fn body(&mut self, operation: Node<'d>, function: &str, taken: &mut Taken) -> Vec<Argument> {
        let Some(body) = operation.get("requestBody").and_then(|node| self.resolved(node)) else { return Vec::new() };
        let required = body.get("required").is_none_or(|r| r.flag() == Some(true));
        body.pass(&["description"]);
        let Some(content) = self.part(body, "content") else { return Vec::new() };
        let Some(media) = json_media(content) else {
            let shown: Vec<&str> = content.keys().take(5).collect();
            let what =
                format!("`{function}` takes {}, but a spec knows JSON only", naming::clip(&shown.join(", "), 100));
            self.notes.add(Weight::Request, content, format!("{what}; it sends no body"));
            content.pass_all();
            return Vec::new();
        };
        let Some(schema) = media.get("schema") else { return Vec::new() };
        let object = self.resolved(schema).filter(|s| s.has("properties") || s.has("allOf"));
        let object = object.filter(|_| !body.has("x-content"));
        let members = object.map(|s| self.members(s)).unwrap_or_default();
        let Some(object) = object.filter(|_| !members.is_empty()) else {
            return vec![self.whole_body(body, schema, required, function, taken)];
        };
        if let Some(name) = self.components.get(&object.id()) {
            self.spread.insert(name.clone());
        }
        object.pass(&["title", "description", "allOf"]);
        let mut arguments = Vec::new();
        for member in members {
            // What only the server writes is no argument.
            if self.is_read_only(member.schema) {
                member.schema.pass_all();
                continue;
            }
            if !self.works() {
                break;
            }
            let name = member.schema.text_of("x-name").map_or_else(|| naming::of_wire(member.wire), naming::snake);
            let name = taken.give(name);
            arguments.push(self.body_argument(member.schema, &name, member.wire, member.required, function));
        }
        arguments
    }

    fn body_argument(&mut self, schema: Node<'d>, name: &str, wire: &str, required: bool, function: &str) -> Argument {
        let mut argument = plain(name.to_owned(), wire, Place::Body, Type::Any);
        argument.ty = self.ty(schema, &format!("{function}_{name}"));
        let nullable = matches!(argument.ty, Type::Nullable(_));
        if let Type::Nullable(inner) = argument.ty {
            argument.ty = *inner;
        }
        let default = self.limits(schema, &mut argument);
        self.extensions(schema, &mut argument);
        schema.text_of("description").unwrap_or_default().clone_into(&mut argument.doc);
        schema.pass(&["title"]);
        self.optional(&mut argument, required && !nullable, default);
        if !argument.required && (nullable || argument.default.is_none()) {
            argument.null = self.null(schema, required, nullable);
        }
        argument
    }

    /// A body that is one argument.
    fn whole_body(
        &mut self,
        body: Node<'d>,
        schema: Node<'d>,
        required: bool,
        function: &str,
        taken: &mut Taken,
    ) -> Argument {
        let name = taken.give(naming::snake(body.text_of("x-content").unwrap_or("content")));
        let wire = body.text_of("x-wire").unwrap_or(&name).to_owned();
        let mut argument = plain(name, &wire, Place::Content, Type::Any);
        argument.ty = match self.ty(schema, &format!("{function}_body")) {
            Type::Nullable(inner) => *inner,
            ty => ty,
        };
        let default = self.limits(schema, &mut argument);
        self.extensions(body, &mut argument);
        body.text_of("description").unwrap_or_default().clone_into(&mut argument.doc);
        self.optional(&mut argument, required, default);
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
