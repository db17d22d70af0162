//! A list in place of an object is a wrong answer, even when its items fit.
#![allow(missing_docs)]

use std::path::Path;

use client::API;
use serde_json::Value;

/// Each way to write one object of `value` as the list of its values.
fn with_a_list(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Object(fields) => {
            all.push(fields.values().cloned().collect());
            for (name, field) in fields {
                all.extend(with_a_list(field).into_iter().map(|field| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), field);
                    fields.into()
                }));
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                all.extend(with_a_list(item).into_iter().map(|item| {
                    let mut items = items.clone();
                    items[n] = item;
                    items.into()
                }));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn a_list_in_place_of_an_object_is_no_answer() {
    let model = uplink_spec::read_file(Path::new(env!("SPEC"))).expect("the spec was read by the build script");
    let mut tried = 0;
    for function in &model.functions {
        let check = API.functions.iter().find(|f| f.name == function.name).expect("a function of the client").check;
        for answer in function.examples.iter().filter_map(|example| example.answer.as_deref()) {
            let Ok(value) = serde_json::from_str::<Value>(answer) else { continue };
            if check(answer.as_bytes()).is_err() {
                continue;
            }
            for wrong in with_a_list(&value) {
                let problem = check(wrong.to_string().as_bytes()).expect_err(&wrong.to_string());
                assert!(problem.problem.contains("sequence"), "{}: {}", function.name, problem.problem);
                tried += 1;
            }
        }
    }
    assert!(tried > 20, "{tried} answers");
}
