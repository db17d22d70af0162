//! What stands in a path or a header, read as what it stands for: the expansions of RFC 6570 backwards.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;
use uplink_spec::model::{Argument, Model, Place, Style};

use crate::argument::list_item;
use crate::{fields, value};

/// The value of an argument out of its text; `None` where that is empty. `Err` says what was expected.
pub(crate) fn read(model: &Model, argument: &Argument, text: &str) -> Result<Option<Value>, String> {
    let decoded = |text: &str| match argument.place {
        Place::Path => percent_decode_str(text).decode_utf8_lossy().into_owned(),
        _ => text.to_owned(),
    };
    if argument.style == Style::Json {
        return fields::json(model, &argument.ty, &decoded(text)).map(Some);
    }
    let rest = match argument.style {
        Style::Label | Style::LabelExploded => text.strip_prefix('.').ok_or("a dot before it")?,
        Style::Matrix | Style::MatrixExploded => text.strip_prefix(';').ok_or("a semicolon before it")?,
        _ => text,
    };
    // What names the argument is no part of its value.
    let own = |part: &'_ str| match part.split_once('=').unwrap_or((part, "")) {
        (name, rest) if decoded(name) == argument.wire => Ok(rest.to_owned()),
        _ => Err(format!("`;{}=` before it", argument.wire)),
    };
    let object = fields::is_object(model, &argument.ty);
    let rest = match argument.style {
        Style::Matrix => own(rest)?,
        Style::MatrixExploded if !object && list_item(model, &argument.ty).is_none() => own(rest)?,
        _ => rest.to_owned(),
    };
    if rest.is_empty() {
        return Ok(None);
    }
    if let Some(item) = list_item(model, &argument.ty) {
        let parts = rest.split(argument.style.separator()).map(|part| match argument.style {
            Style::MatrixExploded => own(part).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(part)),
        });
        let items = parts.map(|part| match &*part? {
            "" => Err("items that are not empty".to_owned()),
            part => value::from_text(model, item, &decoded(part)),
        });
        return items.collect::<Result<Vec<_>, _>>().map(|items| Some(items.into()));
    }
    if !object {
        return value::from_text(model, &argument.ty, &decoded(&rest)).map(Some);
    }
    let pairs = match argument.style {
        Style::Repeat | Style::LabelExploded | Style::MatrixExploded => named(&rest, argument.style.separator())
            .into_iter()
            .map(|(name, text)| (decoded(&name), decoded(&text)))
            .collect(),
        style => {
            let parts: Vec<String> = rest.split(style.separator()).map(decoded).collect();
            let pairs = parts.chunks(2).map(|pair| (pair[0].clone(), pair.get(1).cloned().unwrap_or_default()));
            pairs.collect::<Vec<_>>()
        }
    };
    fields::object(pairs.into_iter()).map(|tree| fields::typed(model, &argument.ty, tree)).transpose()
}

/// Names with their texts. A dot within a text is not encoded, so that a piece without `=` belongs to the one before it.
fn named(text: &str, separator: char) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for part in text.split(separator) {
        match (part.split_once('='), found.last_mut()) {
            (Some((name, text)), _) => found.push((name.to_owned(), text.to_owned())),
            (None, Some((_, before))) if separator == '.' => {
                before.push(separator);
                before.push_str(part);
            }
            (None, _) => found.push((part.to_owned(), String::new())),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uplink_spec::expansion::{in_header, in_path};
    use uplink_spec::model::Type;

    use super::*;
    use crate::testing::tiny_model;

    const OF_PATHS: [Style; 7] = [
        Style::Repeat,
        Style::Comma,
        Style::Label,
        Style::LabelExploded,
        Style::Matrix,
        Style::MatrixExploded,
        Style::Json,
    ];

    fn argument(model: &Model, place: Place, style: Style, ty: &Type) -> Argument {
        let some = model.functions.iter().flat_map(|f| &f.arguments).next().expect("an argument").clone();
        Argument { wire: "the q".into(), place, style, ty: ty.clone(), ..some }
    }

    #[test]
    fn what_was_expanded_comes_back() {
        let model = tiny_model();
        let (list, map) = (|ty| Type::List(Box::new(ty)), |ty| Type::Map(Box::new(ty)));
        for (ty, value) in [
            (Type::Int, json!(-7)),
            (Type::Float, json!(1.5)),
            (Type::String, json!("a,b;c=d/ü")),
            (list(Type::Int), json!([1, 2])),
            (list(Type::String), json!(["a,b", "c;d=e"])),
            (map(Type::Float), json!({"a b": 1.5, "c": 2.25})),
            (map(Type::String), json!({"a=": "1,5", "b;": "x=y"})),
        ] {
            for style in OF_PATHS {
                let argument = argument(&model, Place::Path, style, &ty);
                let text = in_path(style, &argument.wire, &value);
                assert_eq!(read(&model, &argument, &text), Ok(Some(value.clone())), "{style:?} {text}");
            }
        }
        let object = json!({"R": 100, "G": 200});
        for style in [Style::Repeat, Style::Comma, Style::Json] {
            let argument = argument(&model, Place::Header, style, &map(Type::Int));
            assert_eq!(read(&model, &argument, &in_header(style, &object)), Ok(Some(object.clone())), "{style:?}");
        }
    }

    #[test]
    fn what_is_not_in_its_style_is_refused() {
        let model = tiny_model();
        let said = |style, text: &str| read(&model, &argument(&model, Place::Path, style, &Type::Int), text);
        assert_eq!(said(Style::Label, "5"), Err("a dot before it".to_owned()));
        assert_eq!(said(Style::Matrix, "the%20q=5"), Err("a semicolon before it".to_owned()));
        assert_eq!(said(Style::Matrix, ";q=5"), Err("`;the q=` before it".to_owned()));
        assert_eq!(said(Style::MatrixExploded, ";the%20q"), Ok(None));
        assert_eq!(said(Style::Label, ".x"), Err("a whole number".to_owned()));
        let list = argument(&model, Place::Path, Style::MatrixExploded, &Type::List(Box::new(Type::Int)));
        assert_eq!(read(&model, &list, ";the%20q=1;other=2"), Err("`;the q=` before it".to_owned()));
    }
}
