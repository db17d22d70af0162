//! Parameters, and what all arguments have in common.

use serde_json::Value;
use uplink_spec::model::{Argument, ListStyle, Place, Type};

use super::document::Node;
use super::naming::{self, Taken};
use super::reader::Reader;
use super::travel::{OWN_HEADERS, is_header};

/// Deepest nesting of a default or an example.
const DEEPEST_VALUE: usize = 50;

impl<'d> Reader<'d> {
    /// The arguments of an operation that do not travel in the body: those of the path in its order, then those of the
    /// query, then headers.
    pub fn parameters(
        &mut self,
        nodes: &[Node<'d>],
        function: &str,
        placeholders: &[&str],
        taken: &mut Taken,
    ) -> Vec<Argument> {
        let mut found: Vec<(usize, Argument)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for node in nodes {
            let Some(node) = self.resolved(*node) else { continue };
            let (Some(wire), Some(word)) = (node.text_of("name"), node.text_of("in")) else {
                self.notes.add(node, "a parameter without `name` or `in` is left out");
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
                _ => {
                    let what = format!("parameters in `{}` have no word in the spec language", naming::clip(word, 40));
                    self.notes.add(node, format!("{what}; `{}` is left out", naming::clip(wire, 60)));
                    continue;
                }
            };
            if place == Place::Header && OWN_HEADERS.contains(&wire.to_ascii_lowercase().as_str()) {
                self.notes.add(node, format!("clients set the header `{wire}` themselves; it is no argument"));
                continue;
            }
            if place == Place::Header && !is_header(wire) {
                self.notes.add(node, format!("`{}` is no name of a header; it is left out", naming::clip(wire, 60)));
                continue;
            }
            let position = placeholders.iter().position(|p| *p == wire);
            if place == Place::Path && position.is_none() {
                self.notes.add(node, format!("the path has no `{{{}}}`; it is left out", naming::clip(wire, 60)));
                continue;
            }
            let rank = match place {
                Place::Path => position.unwrap_or(0),
                Place::Query => placeholders.len(),
                Place::Header | Place::Body | Place::Content => placeholders.len() + 1,
            };
            found.push((rank, self.parameter(node, place, wire, function, taken)));
        }
        for (position, wire) in placeholders.iter().enumerate() {
            if !found.iter().any(|(rank, a)| *rank == position && a.place == Place::Path) {
                let what =
                    format!("`{{{}}}` of the path is not described; it is taken as text", naming::clip(wire, 60));
                if let Some(node) = nodes.first().copied().or(self.root.get("paths")) {
                    self.notes.add(node, format!("{function}: {what}"));
                }
                let name = taken.give(naming::of_wire(wire));
                found.push((position, plain(name, wire, Place::Path, Type::String)));
            }
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, argument)| argument).collect()
    }

    fn parameter(&mut self, node: Node<'d>, place: Place, wire: &str, function: &str, taken: &mut Taken) -> Argument {
        let name = node.text_of("x-name").map_or_else(|| naming::of_wire(wire), naming::snake);
        let mut argument = plain(taken.give(name), wire, place, Type::Any);
        let required = node.says("required") || place == Place::Path;
        node.pass(&["required"]);
        let mut default = None;
        match node.get("schema") {
            Some(schema) => {
                let hint = format!("{function}_{}", argument.name);
                argument.ty = match self.ty(schema, &hint) {
                    Type::Nullable(inner) => *inner,
                    ty => ty,
                };
                self.must_travel(schema, &mut argument);
                self.style(node, &mut argument);
                default = self.limits(schema, &mut argument);
                if !node.has("description") {
                    argument.doc = schema.text_of("description").unwrap_or_default().to_owned();
                }
            }
            None => self.notes.add(node, "a parameter without `schema` is taken as `any`"),
        }
        if let Some(doc) = node.text_of("description") {
            doc.clone_into(&mut argument.doc);
        }
        self.extensions(node, &mut argument);
        self.optional(node, &mut argument, required, default);
        argument
    }

    /// Whether an argument may be left out, and what it means then.
    pub fn optional(
        &self,
        node: Node<'d>,
        argument: &mut Argument,
        required: bool,
        default: Option<(Value, Node<'d>)>,
    ) {
        argument.nullable |= node.says("x-nullable") && argument.place != Place::Path;
        if let Some((value, at)) = default {
            if required {
                self.notes.add(at, "an argument that must be given has no default; it is left out");
            } else {
                argument.default = Some(value);
            }
        }
        let open = !required && argument.default.is_none();
        argument.nullable |= open && argument.place != Place::Body && !node.says("x-omit");
        argument.required = !argument.nullable && !open && argument.default.is_none();
    }

    fn style(&self, node: Node<'d>, argument: &mut Argument) {
        let explode = node.get("explode").and_then(Node::flag);
        let usual = if argument.place == Place::Query { "form" } else { "simple" };
        let style = node.text_of("style").unwrap_or(usual);
        let list = matches!(argument.ty, Type::List(_) | Type::Map(_));
        if style != usual {
            let what = format!("the style `{}` has no word in the spec language", naming::clip(style, 40));
            self.notes.add(node, format!("{what}; `{usual}` is taken"));
        } else if list && argument.place != Place::Query && !node.has("x-style") && explode.is_some() {
            self.notes.add(node, "lists outside the query and the body are sent as JSON");
        }
        if (argument.place == Place::Query && explode == Some(false)) || node.text_of("x-style") == Some("comma") {
            argument.style = ListStyle::Comma;
        }
    }

    /// What extensions say of an argument.
    pub fn extensions(&self, node: Node<'d>, argument: &mut Argument) {
        argument.unit = node.text_of("x-unit").map(str::to_owned);
        argument.why = node.text_of("x-why").map(str::to_owned);
        if node.says("x-batch") {
            argument.batch = argument.max_items.is_some() && matches!(argument.ty, Type::List(_));
            if !argument.batch {
                self.notes.add(node, "only a list with `maxItems` can be sent in batches");
            }
        }
    }

    /// Reads limits into an argument, and gives the default with its place.
    pub fn limits(&self, schema: Node<'d>, argument: &mut Argument) -> Option<(Value, Node<'d>)> {
        let (fewest, most) = match argument.ty {
            Type::Map(_) => ("minProperties", "maxProperties"),
            _ => ("minItems", "maxItems"),
        };
        if !matches!(argument.ty, Type::String | Type::Bool | Type::DateTime) {
            argument.min = self.limit(schema, "minimum", "exclusiveMinimum", 1);
            argument.max = self.limit(schema, "maximum", "exclusiveMaximum", -1);
            argument.min_items = self.count(schema, fewest);
            argument.max_items = self.count(schema, most);
        }
        self.must_apply(schema, argument);
        let at = schema.get("default")?;
        let value = self.fitting_default(at, argument)?;
        Some((value, at))
    }

    fn limit(&self, schema: Node<'d>, key: &str, exclusive: &str, step: i64) -> Option<i64> {
        let stated = |key: &str| schema.has(key).then(|| schema.get(key)).flatten();
        let whole = |node: Node<'d>| {
            let value = node.value();
            let whole = value
                .as_i64()
                .or_else(|| value.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 9e15).map(|f| f as i64));
            if whole.is_none() {
                self.notes.add(node, "only whole numbers can be limits; it is left out");
            }
            whole
        };
        let plain = stated(key).and_then(whole);
        match stated(exclusive).map(|node| (node.flag(), node)) {
            // OpenAPI 3.0 has a flag beside the limit, 3.1 a limit of its own.
            Some((Some(true), _)) => plain.and_then(|n| n.checked_add(step)),
            Some((Some(false), _)) | None => plain,
            Some((None, node)) => match (whole(node).and_then(|n| n.checked_add(step)), plain) {
                (Some(a), Some(b)) => Some(if step > 0 { a.max(b) } else { a.min(b) }),
                (a, b) => a.or(b),
            },
        }
    }

    fn count(&self, schema: Node<'d>, key: &str) -> Option<usize> {
        let node = schema.has(key).then(|| schema.get(key)).flatten()?;
        // Beyond that a spec cannot say it.
        let count = node.value().as_u64().filter(|n| i64::try_from(*n).is_ok()).and_then(|n| usize::try_from(n).ok());
        if count.is_none() {
            self.notes.add(node, "this is no number of items; it is left out");
        }
        count
    }

    /// A default that fits its type; one in needless quotes is taken out of them.
    fn fitting_default(&self, at: Node<'d>, argument: &Argument) -> Option<Value> {
        let ty = &argument.ty;
        let value = at.value();
        if value.is_null() {
            return None;
        }
        if deep(&value, DEEPEST_VALUE) {
            self.notes.add(at, "the default is nested too deep; it is left out");
            return None;
        }
        if self.suits(argument, &value) {
            return Some(value);
        }
        let unquoted = value.as_str().and_then(|text| match text {
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            number => super::number(number),
        });
        let shown = naming::clip(&value.to_string(), 60);
        match unquoted.filter(|v| self.suits(argument, v)) {
            Some(unquoted) => {
                self.notes.add(at, format!("the default {shown} is text, the type is `{ty}`; {unquoted} is taken"));
                Some(unquoted)
            }
            None => {
                self.notes.add(
                    at,
                    format!("the default {shown} does not fit the type `{ty}` and its limits; it is left out"),
                );
                None
            }
        }
    }

    /// Whether a value has a type.
    pub fn fits(&self, ty: &Type, value: &Value) -> bool {
        uplink_spec::fits(&self.model, ty, value, "").is_ok()
    }

    /// Whether a spec takes a value for an argument.
    pub fn suits(&self, argument: &Argument, value: &Value) -> bool {
        let number = |fine: &dyn Fn(f64) -> bool| value.as_f64().is_none_or(fine);
        let count = value.as_array().map(Vec::len).or(value.as_object().map(serde_json::Map::len));
        sayable(value)
            && !deep(value, DEEPEST_VALUE)
            && self.fits(&argument.ty, value)
            && argument.min.is_none_or(|min| number(&|n| n >= min as f64))
            && argument.max.is_none_or(|max| number(&|n| n <= max as f64))
            && argument.min_items.is_none_or(|min| count.is_none_or(|n| n >= min))
            && argument.max_items.is_none_or(|max| argument.batch || count.is_none_or(|n| n <= max))
    }
}

/// Whether a value is nested deeper than that.
pub fn deep(value: &Value, deepest: usize) -> bool {
    match value {
        Value::Array(items) => deepest == 0 || items.iter().any(|v| deep(v, deepest - 1)),
        Value::Object(map) => deepest == 0 || map.values().any(|v| deep(v, deepest - 1)),
        _ => false,
    }
}

/// Whether TOML has the value: no null, and no number beyond 64 bits with sign.
pub fn sayable(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Number(n) => n.is_i64() || n.is_f64(),
        Value::Array(items) => items.iter().all(sayable),
        Value::Object(map) => map.values().all(sayable),
        Value::Bool(_) | Value::String(_) => true,
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
        nullable: false,
        default: None,
        style: ListStyle::Repeat,
        min: None,
        max: None,
        min_items: None,
        max_items: None,
        batch: false,
        unit: None,
        doc: String::new(),
        why: None,
    }
}
