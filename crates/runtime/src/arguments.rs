//! Checks the values of arguments before anything is sent.

use serde_json::{Map, Value};

use crate::ArgumentError;
use crate::binary;
use crate::descriptor::{Argument, Function, Null, Shape};
use crate::file::{File, Files};

/// Values by argument name.
pub type Arguments = Map<String, Value>;

/// Checks all arguments of a call. What is null is not given, but where null can be sent.
pub fn check(function: &Function, arguments: &mut Arguments, files: &[Files]) -> Result<(), ArgumentError> {
    let nulls: Vec<String> = arguments.iter().filter(|(_, v)| v.is_null()).map(|(k, _)| k.clone()).collect();
    for name in nulls {
        if function.argument(&name).is_some_and(|a| !a.required && a.null != Null::Given) {
            arguments.shift_remove(&name);
        }
    }
    for name in arguments.keys().map(String::as_str).chain(files.iter().map(|(name, _)| *name)) {
        if function.argument(name).is_none() {
            let known: Vec<&str> = function.arguments.iter().map(|a| a.name).collect();
            let takes =
                if known.is_empty() { "it takes none".into() } else { format!("it takes {}", known.join(", ")) };
            return Err(error(function, Some(name), format!("there is no argument `{name}`; {takes}")));
        }
    }
    for argument in function.arguments {
        if let Some((_, files)) = files.iter().find(|(name, _)| *name == argument.name) {
            check_files(function, argument, files)?;
            continue;
        }
        match arguments.get_mut(argument.name) {
            Some(Value::Null) if argument.null == Null::Given => {}
            Some(value) => {
                settle(&argument.shape, value);
                check_value(function, argument, value)?;
            }
            None if argument.required => {
                return Err(error(function, Some(argument.name), format!("`{}` is required", argument.name)));
            }
            None => {}
        }
    }
    Ok(())
}

fn error(function: &Function, argument: Option<&str>, problem: String) -> ArgumentError {
    ArgumentError { function: function.name.to_owned(), argument: argument.map(str::to_owned), problem }
}

fn check_files(function: &Function, argument: &Argument, files: &[File]) -> Result<(), ArgumentError> {
    let name = argument.name;
    let fail = |problem: String| Err(error(function, Some(name), format!("`{name}` {problem}")));
    match argument.shape.non_null() {
        Shape::Bytes => Ok(()),
        Shape::List(Shape::Bytes) => check_length(argument, files.len()).or_else(fail),
        shape => fail(format!("must be {}, not a file", shape.describe())),
    }
}

fn check_length(argument: &Argument, items: usize) -> Result<(), String> {
    if argument.min_items.is_some_and(|min| items < min) {
        return Err(if items == 0 { "is empty; give at least one".into() } else { format!("holds only {items}") });
    }
    match argument.max_items.filter(|max| !argument.batch && items > *max) {
        Some(max) => Err(format!("holds {items}, but at most {max} are allowed")),
        None => Ok(()),
    }
}

fn check_value(function: &Function, argument: &Argument, value: &Value) -> Result<(), ArgumentError> {
    let name = argument.name;
    let fail = |problem: String| Err(error(function, Some(name), format!("`{name}` {problem}")));
    if let Err(Misfit { place, problem }) = fits(&argument.shape, value) {
        return Err(error(function, Some(name), format!("`{name}{place}` {problem}")));
    }
    if let Some(number) = value.as_f64() {
        #[allow(clippy::cast_precision_loss, reason = "limits are small")]
        let (min, max) = (argument.min.map(|n| n as f64), argument.max.map(|n| n as f64));
        if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
            return fail(match (argument.min, argument.max) {
                (Some(min), Some(max)) => format!("must be from {min} to {max}, not {value}"),
                (Some(min), None) => format!("must be {min} or more, not {value}"),
                (_, max) => format!("must be {} or less, not {value}", max.unwrap_or_default()),
            });
        }
    }
    let items = match value {
        Value::Array(list) => Some(list.len()),
        Value::Object(map) => Some(map.len()),
        _ => None,
    };
    items.map_or(Ok(()), |items| check_length(argument, items)).or_else(fail)
}

/// What is wrong with a value, as the end of a sentence, and where inside it: `["47011"]`, `[2].mode`.
struct Misfit {
    place: String,
    problem: String,
}

impl Misfit {
    fn inside(self, step: &str) -> Self {
        Misfit { place: format!("{step}{}", self.place), ..self }
    }
}

/// Leaves out of objects what is null and is not sent so, and puts in what is sent as null when it is not given.
fn settle(shape: &Shape, value: &mut Value) {
    match (shape, value) {
        (Shape::Nullable(inner), value) => settle(inner, value),
        (Shape::List(item), Value::Array(items)) => items.iter_mut().for_each(|value| settle(item, value)),
        (Shape::Map(item), Value::Object(map)) => map.values_mut().for_each(|value| settle(item, value)),
        // Numbers and texts hold no nulls, and looking which kind they are costs more than the rest.
        (Shape::OneOf(all), value) if value.is_object() || value.is_array() => {
            let known = |shape: &&Shape| value.as_object().map_or(0, |object| shape.known(object));
            let fitting = all.iter().rev().filter(|shape| fits(shape, value).is_ok());
            if let Some(shape) = fitting.max_by_key(known) {
                settle(shape, value);
            }
        }
        (Shape::Tagged(of), value) => {
            if let Some(shape) = of.variant(value) {
                settle(shape, value);
            }
        }
        (Shape::Struct(of), Value::Object(map)) => {
            for field in of.fields.iter() {
                let open = matches!(field.shape, Shape::Nullable(_));
                match map.get_mut(field.wire) {
                    Some(Value::Null) if open && field.null == Null::Never => drop(map.shift_remove(field.wire)),
                    Some(value) => settle(&field.shape, value),
                    None if field.null == Null::Unset => drop(map.insert(field.wire.to_owned(), Value::Null)),
                    None => {}
                }
            }
        }
        _ => {}
    }
}

/// Whether a value has a form.
fn fits(shape: &Shape, value: &Value) -> Result<(), Misfit> {
    let ok = match shape {
        Shape::Nothing => value.is_null(),
        Shape::Int => value.is_i64(),
        Shape::Float => value.is_number(),
        Shape::Bool => value.is_boolean(),
        Shape::Text => value.is_string(),
        Shape::Bytes => value.as_str().is_some_and(|text| binary::bytes(text).is_some()),
        Shape::DateTime => value.as_str().is_some_and(|t| t.parse::<jiff::Timestamp>().is_ok()),
        Shape::Any => true,
        Shape::Nullable(_) if value.is_null() => true,
        Shape::Nullable(inner) => return fits(inner, value),
        Shape::Enum(of) => match value.as_str() {
            Some(word) if of.words.contains(&word) => true,
            Some(word) => {
                let problem = format!("must be {}, not {word:?}", shape.describe());
                return Err(Misfit { place: String::new(), problem });
            }
            None => false,
        },
        Shape::List(item) => match value.as_array() {
            Some(items) => {
                for (i, v) in items.iter().enumerate() {
                    fits(item, v).map_err(|misfit| misfit.inside(&format!("[{i}]")))?;
                }
                true
            }
            None => false,
        },
        Shape::Map(item) => match value.as_object() {
            Some(map) => {
                for (key, v) in map {
                    fits(item, v).map_err(|misfit| misfit.inside(&format!("[{key:?}]")))?;
                }
                true
            }
            None => false,
        },
        Shape::Struct(of) => match value.as_object() {
            Some(map) => {
                for field in of.fields.iter() {
                    match map.get(field.wire) {
                        Some(v) => {
                            fits(&field.shape, v).map_err(|misfit| misfit.inside(&format!(".{}", field.wire)))?;
                        }
                        None if matches!(field.shape, Shape::Nullable(_)) => {}
                        None => {
                            let problem = format!("lacks `{}`", field.wire);
                            return Err(Misfit { place: String::new(), problem });
                        }
                    }
                }
                true
            }
            None => false,
        },
        Shape::OneOf(all) => {
            let mut misfits = Vec::new();
            for shape in *all {
                match fits(shape, value) {
                    Ok(()) => return Ok(()),
                    Err(misfit) => misfits.push((shape, misfit)),
                }
            }
            if let Some(problem) = no_object(value, &misfits) {
                return Err(Misfit { place: String::new(), problem });
            }
            false
        }
        Shape::Tagged(of) => match of.variant(value) {
            Some(shape) => return fits(shape, value),
            None => false,
        },
    };
    let problem = || format!("must be {}, not {}", shape.describe(), shown(value));
    if ok { Ok(()) } else { Err(Misfit { place: String::new(), problem: problem() }) }
}

/// Why an object is none of several, each with what is wrong with it; `None` where something else is told.
fn no_object(value: &Value, misfits: &[(&Shape, Misfit)]) -> Option<String> {
    let object = |(shape, misfit): &(&Shape, Misfit)| match shape.non_null() {
        Shape::Struct(of) if value.is_object() => Some(match misfit.place.trim_start_matches('.') {
            "" => format!("{} ({})", of.name, misfit.problem),
            place => format!("{} (`{place}` {})", of.name, misfit.problem),
        }),
        _ => None,
    };
    let each: Vec<String> = misfits.iter().filter_map(object).collect();
    match each.as_slice() {
        [] => None,
        [only] => Some(format!("is no {only}")),
        all => Some(format!("is none of {}", all.join(", "))),
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 40 { text } else { text.chars().take(37).chain("...".chars()).collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::descriptor::{Field, Fields, Place, Struct, Tagged};

    static NOTE: Struct = Struct {
        name: "Note",
        index: 0,
        fields: Fields::new(&[
            Field::new("never", Shape::Nullable(&Shape::Int)),
            Field::new("given", Shape::Nullable(&Shape::Int)).with_null(Null::Given),
            Field::new("unset", Shape::Nullable(&Shape::Int)).with_null(Null::Unset),
            Field::new("deeper", Shape::Nullable(&Shape::List(&Shape::Struct(&NOTE)))),
        ]),
    };
    static WRITE: Function = Function {
        name: "write",
        arguments: &[
            Argument { name: "phone", place: Place::Body, null: Null::Given, ..Argument::PLAIN },
            Argument { name: "name", place: Place::Body, ..Argument::PLAIN },
            Argument { name: "note", place: Place::Body, shape: Shape::Struct(&NOTE), ..Argument::PLAIN },
        ],
        ..Function::PLAIN
    };

    fn settled(given: Value) -> Value {
        let Value::Object(mut arguments) = given else { panic!("no arguments") };
        check(&WRITE, &mut arguments, &[]).expect("arguments that fit");
        Value::Object(arguments)
    }

    #[test]
    fn objects_with_a_tag_are_what_it_says() {
        static TAGGED: Tagged = Tagged { tag: "kind", variants: &[("note", Shape::Struct(&KIND))] };
        static KIND: Struct = Struct {
            name: "Kind",
            index: 1,
            fields: Fields::new(&[
                Field::new("kind", Shape::Text),
                Field::new("unset", Shape::Nullable(&Shape::Int)).with_null(Null::Unset),
            ]),
        };
        static NOTES: Shape = Shape::List(&Shape::Tagged(&TAGGED));
        let mut value = json!([{"kind": "note"}]);
        settle(&NOTES, &mut value);
        assert_eq!(value, json!([{"kind": "note", "unset": null}]));
        let problem =
            |value: &Value| fits(&NOTES, value).map_err(|misfit| format!("{}{}", misfit.place, misfit.problem));
        assert_eq!(problem(&value), Ok(()));
        let told = problem(&json!([{"kind": "other"}])).expect_err("no variant");
        assert_eq!(told, "[0]must be an object whose `kind` is note, not {\"kind\":\"other\"}");
        let told = problem(&json!([{"kind": "note", "unset": "x"}])).expect_err("no number");
        assert!(told.starts_with("[0].unset"), "{told}");
    }

    #[test]
    fn an_object_that_is_none_of_several_is_told_why() {
        static FAN: Struct = Struct { name: "Fan", index: 1, fields: Fields::new(&[Field::new("speed", Shape::Int)]) };
        static HEATER: Struct =
            Struct { name: "Heater", index: 2, fields: Fields::new(&[Field::new("power", Shape::Float)]) };
        static DEVICES: Shape = Shape::List(&Shape::OneOf(&[Shape::Struct(&FAN), Shape::Struct(&HEATER), Shape::Int]));
        let problem =
            |value: Value| fits(&DEVICES, &value).map_err(|misfit| format!("{} {}", misfit.place, misfit.problem));
        assert_eq!(problem(json!([{"speed": 1}, {"power": 2.5}, 3])), Ok(()));
        assert_eq!(
            problem(json!([{"speed": "x"}])),
            Err("[0] is none of Fan (`speed` must be a whole number, not \"x\"), Heater (lacks `power`)".to_owned())
        );
        assert_eq!(problem(json!(["x"])), Err("[0] must be an object or a whole number, not \"x\"".to_owned()));
    }

    #[test]
    fn null_is_sent_where_it_means_something() {
        assert_eq!(settled(json!({})), json!({}));
        assert_eq!(settled(json!({"phone": null, "name": null})), json!({"phone": null}));
        assert_eq!(settled(json!({"note": {}})), json!({"note": {"unset": null}}));
        let nulls = json!({"never": null, "given": null, "unset": null});
        let kept = json!({"given": null, "unset": null});
        assert_eq!(
            settled(json!({"note": {"never": 1, "unset": 2, "deeper": [nulls]}})),
            json!({"note": {"never": 1, "unset": 2, "deeper": [kept]}})
        );
    }
}
