//! Reads values from the command line by the type that an argument declares.

use serde_json::{Map, Value};
use uplink_runtime::Bytes;
use uplink_runtime::descriptor::Shape;

/// Reads what was given for an argument, once or several times.
///
/// # Errors
/// What is wrong, as the end of a sentence that begins with the option.
pub fn read(shape: &Shape, texts: &[String]) -> Result<Value, String> {
    match shape.non_null() {
        Shape::List(item) => list(item, texts),
        Shape::Map(item) => {
            if let [text] = texts
                && text.trim_start().starts_with('{')
            {
                return json(text);
            }
            checked_map(texts, |text| one(item, text))
        }
        _ => one(shape, texts.last().map_or("", String::as_str)),
    }
}

/// The id of a system, as an argument of the command line.
///
/// # Errors
/// A sentence that says what is wrong.
#[cfg(feature = "nibe")]
pub fn system(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| "a system's id is a whole number; `nibe-uplink systems` shows the ids".to_owned())
}

fn list(item: &Shape, texts: &[String]) -> Result<Value, String> {
    let mut values = Vec::new();
    for text in texts {
        if text.trim_start().starts_with('[') {
            match json(text)? {
                Value::Array(items) => values.extend(items),
                other => values.push(other),
            }
            continue;
        }
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            values.push(one(item, part)?);
        }
    }
    Ok(Value::Array(values))
}

/// Reads `NAME=VALUE` pairs.
///
/// # Errors
/// A sentence that says what is wrong.
#[cfg(feature = "nibe")]
pub fn map(pairs: &[String], value: impl Fn(&str) -> Value) -> Result<Value, String> {
    checked_map(pairs, |text| Ok(value(text)))
}

fn checked_map(pairs: &[String], value: impl Fn(&str) -> Result<Value, String>) -> Result<Value, String> {
    let mut entries = Map::new();
    for pair in pairs {
        let Some((name, text)) = pair.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
            return Err(format!("`{pair}` is not of the form NAME=VALUE, such as 47011=-1"));
        };
        let (name, text) = (name.trim(), text.trim());
        if text.is_empty() {
            return Err(format!("`{name}` has no value; write it as NAME=VALUE, such as 47011=-1"));
        }
        if entries.insert(name.to_owned(), value(text)?).is_some() {
            return Err(format!("`{name}` is given twice; give it once"));
        }
    }
    Ok(Value::Object(entries))
}

fn one(shape: &Shape, text: &str) -> Result<Value, String> {
    let not = |what: &str| Err(format!("must be {what}, not `{text}`"));
    match shape {
        Shape::Int => text.trim().parse::<i64>().map_or_else(|_| not("a whole number"), |n| Ok(n.into())),
        Shape::Float => float(text).map_or_else(|| not("a number"), Ok),
        Shape::Bool => match text {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => not("true or false"),
        },
        // The words are few and shouted; who whispers means the same.
        Shape::Enum(of) => {
            Ok(of.words.iter().find(|w| w.eq_ignore_ascii_case(text)).map_or_else(|| text.into(), |w| (*w).into()))
        }
        Shape::Text | Shape::DateTime => Ok(text.into()),
        Shape::Nullable(inner) => one(inner, text),
        Shape::Bytes => match std::fs::read(text) {
            Ok(content) => Ok(serde_json::to_value(Bytes(content)).unwrap_or_default()),
            Err(error) => Err(format!("must be the name of a file that can be read: {text}: {error}")),
        },
        Shape::Any | Shape::Struct(_) | Shape::Tagged(_) | Shape::Nothing => {
            Ok(serde_json::from_str(text).unwrap_or_else(|_| text.into()))
        }
        Shape::List(item) => list(item, &[text.to_owned()]),
        Shape::Map(_) => json(text),
        Shape::OneOf(kinds) => kinds
            .iter()
            .find_map(|shape| one(shape, text).ok())
            .map_or_else(|| not("a value of a type that it may have"), Ok),
    }
}

/// A whole number, a number, or text: ids of parameters and values of settings.
#[cfg(feature = "nibe")]
pub fn number_or_text(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) => number.into(),
        Err(_) => float(text).unwrap_or_else(|| text.into()),
    }
}

/// JSON knows neither `nan` nor `inf`.
fn float(text: &str) -> Option<Value> {
    let number = text.trim().parse::<f64>().ok().filter(|n| n.is_finite())?;
    serde_json::Number::from_f64(number).map(Value::Number)
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|e| format!("is not JSON (line {}, column {})", e.line(), e.column()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use uplink_runtime::descriptor::Enum;

    use super::*;

    const ID: Shape = Shape::OneOf(&[Shape::Int, Shape::Text]);
    static MODE: Enum = Enum { name: "Mode", index: 0, words: &["VACATION"] };
    const SETTING: Shape = Shape::OneOf(&[Shape::Int, Shape::Float, Shape::Text]);

    fn given(shape: &Shape, texts: &[&str]) -> Result<Value, String> {
        read(shape, &texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn bytes_are_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("photo.jpg");
        std::fs::write(&path, b"hello").expect("written");
        let path = path.to_str().expect("a name");
        assert_eq!(given(&Shape::Bytes, &[path]), Ok(json!("aGVsbG8=")));
        assert_eq!(given(&Shape::List(&Shape::Bytes), &[path, path]), Ok(json!(["aGVsbG8=", "aGVsbG8="])));
        let refused = given(&Shape::Bytes, &["/none/photo.jpg"]).expect_err("no file");
        assert!(refused.starts_with("must be the name of a file that can be read: /none/photo.jpg: "), "{refused}");
    }

    #[test]
    fn lists_by_repeating_by_comma_and_as_json() {
        let ids = Shape::List(&ID);
        assert_eq!(
            given(&ids, &["40004,outdoor_temperature", "[40008, \"a,b\"]"]),
            Ok(json!([40004, "outdoor_temperature", 40008, "a,b"]))
        );
        assert_eq!(given(&Shape::List(&Shape::Int), &["[]"]), Ok(json!([])));
        assert!(given(&Shape::List(&Shape::Int), &["1,x"]).is_err());
        assert!(given(&ids, &["[1"]).is_err());
    }

    #[test]
    fn maps_by_pairs_and_as_json() {
        let settings = Shape::Map(&SETTING);
        assert_eq!(given(&settings, &["47011=-1", "a=22.0", "b=x=y"]), Ok(json!({"47011": -1, "a": 22.0, "b": "x=y"})));
        assert_eq!(given(&settings, &["{\"47011\": \"1\"}"]), Ok(json!({"47011": "1"})));
        for wrong in [&["47011"][..], &["=1"], &["a="], &["a=1", "a=2"], &["{1}"]] {
            assert!(given(&settings, wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn single_values_have_their_type() {
        assert_eq!(given(&Shape::Text, &["06512018000101"]), Ok(json!("06512018000101")));
        assert_eq!(given(&Shape::Enum(&MODE), &["vacation"]), Ok(json!("VACATION")));
        assert_eq!(given(&Shape::Any, &["{\"a\":1}"]), Ok(json!({"a": 1})));
        assert_eq!(given(&SETTING, &["nan"]), Ok(json!("nan")));
        assert_eq!(given(&Shape::Int, &["1.5"]), Err("must be a whole number, not `1.5`".into()));
        assert!(given(&Shape::Bool, &["yes"]).is_err());
    }
}
