//! Names with texts, as a query, a form or cookies have them, read as what they stand for.

use serde_json::{Map, Value};
use uplink_spec::model::{Argument, Field, Model, Place, Style, Type, TypeKind};

use crate::value;

/// Whether what an argument is was spread over pairs or written as one text, so that it is put together here.
pub(crate) fn is_spread(model: &Model, argument: &Argument) -> bool {
    let pairs = matches!(argument.place, Place::Query | Place::Body | Place::Cookie);
    pairs && (matches!(argument.style, Style::Deep | Style::Json) || is_object(model, &argument.ty))
}

/// Whether a type is that of an object.
pub(crate) fn is_object(model: &Model, ty: &Type) -> bool {
    matches!(kind(model, ty), Kind::Map(_) | Kind::Struct(_))
}

/// The value of an argument out of its pairs; `None` where it is not given. `others` tells the names that are of other
/// arguments.
pub(crate) fn read(
    model: &Model,
    argument: &Argument,
    pairs: &[(String, String)],
    others: &dyn Fn(&str) -> bool,
) -> Result<Option<Value>, String> {
    let wire = argument.wire.as_str();
    let whole = || pairs.iter().find(|(name, _)| name == wire).map(|(_, text)| text.as_str());
    let value = match argument.style {
        Style::Json => whole().map(|text| json(model, &argument.ty, text)).transpose()?,
        Style::Deep => deep(wire, pairs).map(|tree| typed(model, &argument.ty, tree)).transpose()?,
        Style::Repeat => match kind(model, &argument.ty) {
            Kind::Struct(fields) => {
                let given = fields.iter().filter_map(|field| pairs.iter().find(|(name, _)| *name == field.wire));
                object(given.cloned()).map(|tree| typed(model, &argument.ty, tree)).transpose()?
            }
            _ => {
                let left = pairs.iter().filter(|(name, _)| !others(name)).cloned();
                object(left).map(|tree| typed(model, &argument.ty, tree)).transpose()?
            }
        },
        style => whole()
            .filter(|text| !text.is_empty())
            .map(|text| {
                let parts: Vec<&str> = text.split(style.separator()).collect();
                let pairs = parts.chunks(2).map(|pair| (pair[0].to_owned(), pair.get(1).unwrap_or(&"").to_string()));
                typed(model, &argument.ty, object(pairs).unwrap_or(Value::Null))
            })
            .transpose()?,
    };
    Ok(value)
}

/// JSON text as what it stands for. A single value of an argument that may be one stands there as it is.
pub(crate) fn json(model: &Model, ty: &Type, text: &str) -> Result<Value, String> {
    match serde_json::from_str(text) {
        Ok(value) => value::from_json(model, ty, value),
        Err(_) => value::from_text(model, ty, text),
    }
}

enum Kind<'m> {
    List(&'m Type),
    Map(&'m Type),
    Struct(&'m [Field]),
    Other,
}

fn kind<'m>(model: &'m Model, ty: &'m Type) -> Kind<'m> {
    match ty {
        Type::List(item) => Kind::List(item),
        Type::Map(item) => Kind::Map(item),
        Type::Nullable(inner) => kind(model, inner),
        Type::Named(name) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => kind(model, inner),
            Some(TypeKind::Struct { fields, .. }) => Kind::Struct(fields),
            _ => Kind::Other,
        },
        _ => Kind::Other,
    }
}

/// An object of texts; `None` where it would be empty.
pub(crate) fn object(pairs: impl Iterator<Item = (String, String)>) -> Option<Value> {
    let map: Map<String, Value> = pairs.map(|(name, text)| (name, text.into())).collect();
    (!map.is_empty()).then_some(Value::Object(map))
}

/// What pairs such as `range[min]` are together; lists are objects with their positions so far.
fn deep(wire: &str, pairs: &[(String, String)]) -> Option<Value> {
    let mut tree = None;
    for (name, text) in pairs {
        let Some(rest) = name.strip_prefix(wire) else { continue };
        let steps = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match steps {
            None if rest.is_empty() => tree = Some(text.as_str().into()),
            None => {}
            Some(steps) => {
                let mut place = tree.get_or_insert(Value::Null);
                for step in steps.split("][") {
                    if !place.is_object() {
                        *place = Value::Object(Map::new());
                    }
                    place = &mut place[step];
                }
                *place = text.as_str().into();
            }
        }
    }
    tree
}

/// Texts as what the model says they are.
pub(crate) fn typed(model: &Model, ty: &Type, tree: Value) -> Result<Value, String> {
    match (kind(model, ty), tree) {
        (_, Value::String(text)) => value::from_text(model, ty, &text),
        (Kind::List(item), Value::Object(map)) => {
            map.into_iter().map(|(_, value)| typed(model, item, value)).collect::<Result<Vec<_>, _>>().map(Value::from)
        }
        (Kind::Map(item), Value::Object(map)) => {
            let entries = map.into_iter().map(|(key, value)| Ok((key, typed(model, item, value)?)));
            entries.collect::<Result<Map<_, _>, String>>().map(Value::from)
        }
        (Kind::Struct(fields), Value::Object(map)) => {
            let field = |key: &str| fields.iter().find(|field| field.wire == *key);
            let entries = map.into_iter().map(|(key, value)| {
                let ty = field(&key).map_or(&Type::Any, |field| &field.ty);
                let value = typed(model, ty, value)?;
                Ok((key, value))
            });
            value::from_json(model, ty, entries.collect::<Result<Map<_, _>, String>>()?.into())
        }
        (_, tree) => Ok(tree),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::tiny_model;

    #[test]
    fn objects_come_back_from_pairs() {
        let model = tiny_model();
        let read = |style, ty: Type, query: &str| {
            let some = model.functions.iter().flat_map(|f| &f.arguments).next().expect("an argument").clone();
            let argument = Argument { wire: "q".into(), place: Place::Query, style, ty, ..some };
            let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
            read(&model, &argument, &pairs, &|name| name == "other")
        };
        let map = |inner: Type| Type::Map(Box::new(inner));
        assert_eq!(read(Style::Deep, map(Type::Int), "q[a]=1&q[b]=2&p=3"), Ok(Some(json!({"a": 1, "b": 2}))));
        let nested = map(Type::List(Box::new(Type::Bool)));
        assert_eq!(read(Style::Deep, nested, "q[a][0]=true&q[a][1]=0"), Ok(Some(json!({"a": [true, false]}))));
        assert_eq!(read(Style::Deep, map(Type::Int), "q[a]=x"), Err("a whole number".to_owned()));
        assert_eq!(read(Style::Deep, map(Type::Int), "qq[a]=1"), Ok(None));
        assert_eq!(read(Style::Json, map(Type::Int), "q=%7B%22a%22:1%7D"), Ok(Some(json!({"a": 1}))));
        assert_eq!(read(Style::Comma, map(Type::Int), "q=a,1,b,2"), Ok(Some(json!({"a": 1, "b": 2}))));
        assert_eq!(read(Style::Repeat, map(Type::String), "a=1&b=2&other=3"), Ok(Some(json!({"a": "1", "b": "2"}))));
    }
}
