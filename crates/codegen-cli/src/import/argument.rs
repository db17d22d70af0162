//! Parameters, and what all arguments have in common.

use serde_json::Value;
use uplink_spec::model::{Argument, Null, Place, Style, Type};

use super::document::Node;
use super::media::json_media;
use super::naming::{self, Taken};
use super::notes::Weight;
use super::reader::Reader;
use super::travel::{OWN_HEADERS, is_header};

impl<'d> Reader<'d> {
    /// The arguments of an operation that do not travel in the body: those of the path in its order, then those of the
    /// query, then headers. `queried` are placeholders of the query, each behind its name there.
    pub fn parameters(
        &mut self,
        nodes: &[Node<'d>],
        function: &str,
        (placeholders, queried): (&[&str], &[(&str, &str)]),
        taken: &mut Taken,
    ) -> Vec<Argument> {
        let mut found: Vec<(usize, Argument)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for node in nodes {
            let Some(node) = self.resolved(*node) else { continue };
            let (Some(wire), Some(word)) = (node.text_of("name"), node.text_of("in")) else {
                self.leave(Weight::Request, node, "a parameter without `name` or `in` is left out");
                continue;
            };
            // The names of headers differ by more than capitals.
            let unique = if word == "header" { wire.to_ascii_lowercase() } else { wire.to_owned() };
            if !self.works() || !seen.insert((word, unique)) {
                continue;
            }
            let place = match word {
                "path" => Place::Path,
                "query" => Place::Query,
                "header" => Place::Header,
                "cookie" => Place::Cookie,
                _ => {
                    let what = format!("parameters in `{}` have no word in the spec language", naming::clip(word, 40));
                    self.leave(Weight::Request, node, format!("{what}; `{}` is left out", naming::clip(wire, 60)));
                    continue;
                }
            };
            if place == Place::Header && OWN_HEADERS.contains(&wire.to_ascii_lowercase().as_str()) {
                self.leave(
                    Weight::Text,
                    node,
                    format!("clients set the header `{wire}` themselves; it is no argument"),
                );
                continue;
            }
            if place == Place::Header && !is_header(wire) {
                self.leave(
                    Weight::Request,
                    node,
                    format!("`{}` is no name of a header; it is left out", naming::clip(wire, 60)),
                );
                continue;
            }
            let position = placeholders.iter().position(|p| *p == wire);
            let in_query = queried.iter().find(|(_, placeholder)| place == Place::Path && *placeholder == wire);
            let (place, wire) = match (position, in_query) {
                (None, Some((name, _))) => (Place::Query, *name),
                _ => (place, wire),
            };
            if place == Place::Path && position.is_none() {
                self.leave(
                    Weight::Text,
                    node,
                    format!("the path has no `{{{}}}`; it is left out", naming::clip(wire, 60)),
                );
                continue;
            }
            let rank = match place {
                Place::Path => position.unwrap_or(0),
                Place::Query => placeholders.len(),
                Place::Header => placeholders.len() + 1,
                Place::Cookie | Place::Body | Place::Content => placeholders.len() + 2,
            };
            let mut argument = self.parameter(node, place, wire, function, taken);
            // What the path names is given with each call.
            let named = place == Place::Query && queried.iter().any(|(name, _)| *name == wire);
            argument.required |= named && argument.default.is_none();
            found.push((rank, argument));
        }
        for (position, wire) in placeholders.iter().enumerate() {
            if !found.iter().any(|(rank, a)| *rank == position && a.place == Place::Path) {
                let what =
                    format!("`{{{}}}` of the path is not described; it is taken as text", naming::clip(wire, 60));
                if let Some(node) = nodes.first().copied().or(self.root.get("paths")) {
                    self.notes.add(Weight::Text, node, format!("{function}: {what}"));
                }
                let name = taken.give(naming::of_wire(wire));
                found.push((position, plain(name, wire, Place::Path, Type::String)));
            }
        }
        for (wire, _) in queried {
            if !found.iter().any(|(_, a)| a.place == Place::Query && a.wire == *wire) {
                let name = taken.give(naming::of_wire(wire));
                found.push((placeholders.len(), plain(name, wire, Place::Query, Type::String)));
            }
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, argument)| argument).collect()
    }

    fn parameter(&mut self, node: Node<'d>, place: Place, wire: &str, function: &str, taken: &mut Taken) -> Argument {
        let name = node.text_of("x-name").map_or_else(|| naming::of_wire(wire), naming::snake);
        let wire = node.text_of("x-wire").filter(|_| place == Place::Path).unwrap_or(wire);
        let mut argument = plain(taken.give(name), wire, place, Type::Any);
        let required = node.says("required") || place == Place::Path;
        // An empty value is sent as it is given, and what is reserved is encoded.
        node.pass(&["required", "allowEmptyValue"]);
        if !node.says("allowReserved") {
            node.pass(&["allowReserved"]);
        }
        let mut default = None;
        let content = node.get("content").and_then(json_media).and_then(|media| media.get("schema"));
        match node.get("schema").or(content) {
            Some(schema) => {
                let hint = format!("{function}_{}", argument.name);
                argument.ty = match self.ty(schema, &hint) {
                    Type::Nullable(inner) => *inner,
                    ty => ty,
                };
                // Nothing else could be meant: what must be given is not empty.
                let not_empty = |node: Node<'d>| node.value().get("minLength").and_then(Value::as_u64) == Some(1);
                if required && not_empty(schema) {
                    schema.pass(&["minLength"]);
                }
                if let Some(items) = schema.get("items") {
                    let whole =
                        |pattern| [",", "|", " ", ".", ";"].iter().any(|mark| pattern == format!("^[^{mark}]+$"));
                    if not_empty(items) {
                        items.pass(&["minLength"]);
                    }
                    if items.peek("pattern").is_some_and(whole) {
                        items.pass(&["pattern"]);
                    }
                }
                match content {
                    Some(_) => argument.style = Style::Json,
                    None if place == Place::Query => argument.style = self.style(node),
                    None => argument.style = self.style_of_text(node, &argument),
                }
                self.must_travel(schema, &mut argument);
                default = self.limits(schema, &mut argument);
                if !node.has("description") {
                    argument.doc = schema.text_of("description").unwrap_or_default().to_owned();
                }
            }
            None => self.notes.add(Weight::Type, node, "a parameter without `schema` is taken as `any`"),
        }
        if let Some(doc) = node.text_of("description") {
            doc.clone_into(&mut argument.doc);
        }
        self.extensions(node, &mut argument);
        self.optional(&mut argument, required, default);
        argument
    }

    /// Whether an argument may be left out, and what it means then.
    pub fn optional(&self, argument: &mut Argument, required: bool, default: Option<(Value, Node<'d>)>) {
        if let Some((value, at)) = default {
            if required {
                self.notes.add(Weight::Text, at, "an argument that must be given has no default; it is left out");
            } else {
                argument.default = Some(value);
            }
        }
        argument.required = required;
    }

    /// When `null` is sent for what may be left out or may be null.
    pub fn null(&self, node: Node<'d>, required: bool, nullable: bool) -> Null {
        let said = |node: Node<'d>, key: &str| {
            let word = node.text_of(key)?;
            Null::ALL.into_iter().find(|(_, w)| *w == word).map(|(null, _)| null)
        };
        let usual = said(self.root, "x-null");
        said(node, "x-null").or(usual).unwrap_or(match (required, nullable) {
            (true, true) => Null::Unset,
            (false, true) => Null::Given,
            (_, false) => Null::Never,
        })
    }

    /// How a list or an object travels in a query or a form, as a parameter or the encoding of a form says.
    pub fn style(&self, node: Node<'d>) -> Style {
        let style = node.text_of("style").unwrap_or("form");
        // Only `form` repeats the name for each item unless told otherwise.
        let exploded = node.get("explode").and_then(Node::flag).unwrap_or(style == "form");
        match style {
            "deepObject" => Style::Deep,
            "form" | "pipeDelimited" | "spaceDelimited" if exploded => Style::Repeat,
            "form" => Style::Comma,
            "pipeDelimited" => Style::Pipe,
            "spaceDelimited" => Style::Space,
            style => self.no_style(node, style, "form"),
        }
    }

    /// How a value travels in a path, a header or a cookie.
    fn style_of_text(&self, node: Node<'d>, argument: &Argument) -> Style {
        let explode = node.get("explode").and_then(Node::flag);
        let exploded = explode == Some(true);
        let usual = if argument.place == Place::Cookie { "form" } else { "simple" };
        match (argument.place, node.text_of("style").unwrap_or(usual)) {
            (Place::Path, "label") if exploded => Style::LabelExploded,
            (Place::Path, "label") => Style::Label,
            (Place::Path, "matrix") if exploded => Style::MatrixExploded,
            (Place::Path, "matrix") => Style::Matrix,
            (Place::Path | Place::Header, "simple") | (Place::Cookie, "form" | "cookie") => match explode {
                Some(false) => Style::Comma,
                // Lists are the same either way.
                None if argument.place != Place::Cookie && self.may_be_object(&argument.ty) => Style::Comma,
                _ => Style::Repeat,
            },
            (_, style) => self.no_style(node, style, usual),
        }
    }

    fn no_style(&self, node: Node<'d>, style: &str, usual: &str) -> Style {
        let what = format!("the style `{}` has no word in the spec language", naming::clip(style, 40));
        self.notes.add(Weight::Request, node, format!("{what}; `{usual}` is taken"));
        Style::Repeat
    }

    /// What extensions say of an argument.
    pub fn extensions(&self, node: Node<'d>, argument: &mut Argument) {
        argument.unit = node.text_of("x-unit").map(str::to_owned);
        argument.why = node.text_of("x-why").map(str::to_owned);
        argument.merge = node.texts("x-merge").into_iter().map(str::to_owned).collect();
        if node.says("x-batch") {
            argument.batch = argument.max_items.is_some() && matches!(argument.ty, Type::List(_));
            if !argument.batch {
                self.notes.add(Weight::Text, node, "only a list with `maxItems` can be sent in batches");
            }
        }
    }
}

/// An argument that must be given, with nothing said about it.
pub fn plain(name: String, wire: &str, place: Place, ty: Type) -> Argument {
    Argument {
        name,
        wire: wire.to_owned(),
        place,
        ty,
        required: true,
        null: Null::Never,
        default: None,
        style: Style::Repeat,
        min: None,
        max: None,
        min_items: None,
        max_items: None,
        batch: false,
        merge: Vec::new(),
        unit: None,
        doc: String::new(),
        why: None,
    }
}
