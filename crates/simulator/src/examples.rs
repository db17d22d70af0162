//! Answers from the examples of the model.

use serde_json::{Map, Value};
use uplink_spec::model::{Example, Function};

use crate::behaviour::{Behaviour, Call, Outcome};
use crate::sample;

/// Answers every function of any API with the example whose arguments fit best.
#[derive(Clone, Copy, Debug, Default)]
pub struct Examples;

impl Behaviour for Examples {
    fn systems(&self) -> Vec<i64> {
        Vec::new()
    }

    fn answer(&self, call: &Call<'_>) -> Outcome {
        let Some(example) = best(call.function, call.arguments) else {
            return without_example(call);
        };
        let Some(text) = &example.answer else {
            return Outcome::Empty(example.status);
        };
        // An answer that is no JSON is sent as a JSON text.
        let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()));
        match items(call.function, &value) {
            Some(items) => Outcome::List(items),
            None => Outcome::Json(example.status, value),
        }
    }
}

fn best<'a>(function: &'a Function, arguments: &Map<String, Value>) -> Option<&'a Example> {
    let score = |example: &Example| {
        let fitting = example
            .arguments
            .iter()
            .filter(|(name, value)| arguments.get(*name).is_some_and(|given| same(given, value)));
        let fitting = fitting.count() as i64;
        2 * fitting - example.arguments.len() as i64
    };
    // The first of equals: `max_by_key` would take the last.
    function.examples.iter().rev().max_by_key(|example| score(example))
}

/// `1` and `"1"` mean the same in a request, the order of fields nothing, and a field of null what one means that is not there.
fn same(given: &Value, value: &Value) -> bool {
    match (given, value) {
        (Value::Array(given), Value::Array(value)) => {
            given.len() == value.len() && given.iter().zip(value).all(|(given, value)| same(given, value))
        }
        (Value::Object(given), Value::Object(value)) => {
            let among = |other: &Map<String, Value>, name: &str, one: &Value| {
                same(other.get(name).unwrap_or(&Value::Null), one)
            };
            value.iter().all(|(name, value)| among(given, name, value))
                && given.iter().all(|(name, given)| among(value, name, given))
        }
        _ => text_of(given) == text_of(value),
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn items(function: &Function, value: &Value) -> Option<Vec<Value>> {
    let page = function.page.as_ref()?;
    page.items_of(value)?.as_array().cloned()
}

fn without_example(call: &Call<'_>) -> Outcome {
    match call.function.answers.first() {
        Some(answer) => match &answer.content {
            Some(_) if call.function.page.is_some() => Outcome::List(Vec::new()),
            Some(ty) => Outcome::Json(answer.a_status(), sample::of(call.model, ty)),
            None => Outcome::Empty(answer.a_status()),
        },
        None => Outcome::Empty(204),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::testing::tiny_model;

    fn answer(function: &str, arguments: Value) -> Outcome {
        let model = tiny_model();
        let Value::Object(arguments) = arguments else { panic!("an object") };
        let function = model.function(function).expect("a function");
        let call = Call {
            function,
            arguments: &arguments,
            now: Timestamp::UNIX_EPOCH,
            model: &model,
            client_id: "",
            client_name: "",
            accept_language: "",
            owner: "",
        };
        Examples.answer(&call)
    }

    #[test]
    fn the_best_example_answers() {
        assert_eq!(answer("thing", json!({"thing_id": 2})), Outcome::Json(200, json!({"id": 2, "label": null})));
        assert_eq!(answer("thing", json!({"thing_id": "9"})), Outcome::Json(200, json!({"id": 1, "label": "one"})));
        assert_eq!(answer("set_label", json!({"thing_id": "9"})), Outcome::Empty(204));
        assert!(same(&json!([{"a": 1, "b": null}]), &json!([{"a": "1"}])));
        assert!(!same(&json!([{"a": 1, "b": 2}]), &json!([{"a": 1}])) && !same(&json!({}), &json!({"a": 1})));
        let Outcome::List(items) = answer("list_things", json!({})) else { panic!("a list") };
        assert_eq!(items.len(), 5);
    }
}
