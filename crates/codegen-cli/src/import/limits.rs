//! Limits and defaults of arguments, and the values that fit them.

use serde_json::Value;
use uplink_spec::model::{Argument, Type};

use super::document::Node;
use super::naming;
use super::notes::Weight;
use super::reader::Reader;

/// Deepest nesting of a default or an example.
const DEEPEST_VALUE: usize = 50;

impl<'d> Reader<'d> {
    /// Reads limits into an argument, and gives the default with its place.
    pub fn limits(&self, schema: Node<'d>, argument: &mut Argument) -> Option<(Value, Node<'d>)> {
        let (fewest, most) = match argument.ty {
            Type::Map(_) => ("minProperties", "maxProperties"),
            _ => ("minItems", "maxItems"),
        };
        if !matches!(argument.ty, Type::String | Type::Bool | Type::DateTime) {
            let step = i64::from(!self.is_fraction(&argument.ty));
            argument.min = self.limit(schema, "minimum", "exclusiveMinimum", step);
            argument.max = self.limit(schema, "maximum", "exclusiveMaximum", -step);
            argument.min_items = self.count(schema, fewest);
            argument.max_items = self.count(schema, most);
        }
        self.must_apply(schema, argument);
        let at = schema.get("default")?;
        let value = self.fitting_default(at, argument)?;
        Some((value, at))
    }

    /// A limit; `step` leads from one that is excluded to the next number, and is 0 where there is none.
    fn limit(&self, schema: Node<'d>, key: &str, exclusive: &str, step: i64) -> Option<i64> {
        let stated = |key: &str| schema.has(key).then(|| schema.get(key)).flatten();
        let whole = |node: Node<'d>| {
            let value = node.value();
            let whole = value
                .as_i64()
                .or_else(|| value.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 9e15).map(|f| f as i64));
            if whole.is_none() {
                self.notes.add(Weight::Text, node, "only whole numbers can be limits; it is left out");
            }
            whole
        };
        let plain = stated(key).and_then(whole);
        match stated(exclusive).map(|node| (node.flag(), node)) {
            // OpenAPI 3.0 has a flag beside the limit, 3.1 a limit of its own.
            Some((Some(true), _)) => plain.and_then(|n| n.checked_add(step)),
            Some((Some(false), _)) | None => plain,
            Some((None, node)) => match (whole(node).and_then(|n| n.checked_add(step)), plain) {
                (Some(a), Some(b)) => Some(if key == "minimum" { a.max(b) } else { a.min(b) }),
                (a, b) => a.or(b),
            },
        }
    }

    fn count(&self, schema: Node<'d>, key: &str) -> Option<usize> {
        let node = schema.has(key).then(|| schema.get(key)).flatten()?;
        // Beyond that a spec cannot say it.
        let count = node.value().as_u64().filter(|n| i64::try_from(*n).is_ok()).and_then(|n| usize::try_from(n).ok());
        if count.is_none() {
            self.notes.add(Weight::Text, node, "this is no number of items; it is left out");
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
            self.notes.add(Weight::Text, at, "the default is nested too deep; it is left out");
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
                self.notes.add(
                    Weight::Text,
                    at,
                    format!("the default {shown} is text, the type is `{ty}`; {unquoted} is taken"),
                );
                Some(unquoted)
            }
            None => {
                self.notes.add(
                    Weight::Text,
                    at,
                    format!("the default {shown} does not fit the type `{ty}` and its limits; it is left out"),
                );
                None
            }
        }
    }

    /// Whether a value has a type.
    pub fn fits(&self, ty: &Type, value: &Value) -> bool {
        let types = |name: &str| self.positions.get(name).map(|at| &self.model.types[*at]);
        uplink_spec::misfits(&types, ty, value).is_empty()
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
