//! Checks that need the whole model.

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::did_you_mean;
use crate::model::*;
use crate::read::Places;
use crate::syntax::Mistakes;
use crate::types::{self, BUILT_IN};

/// Notes what does not hold together.
pub fn check(model: &Model, places: &Places, mistakes: &Mistakes) {
    types_exist(model, places, mistakes);
    scopes_exist(model, places, mistakes);
    names_are_plain(places, mistakes);
    wires_differ(model, places, mistakes);
    // What follows would only repeat the mistakes above in other words.
    if !mistakes.is_empty() {
        return;
    }
    types_are_used(model, places, mistakes);
    defaults_fit(model, places, mistakes);
    examples_fit(model, places, mistakes);
}

fn types_exist(model: &Model, places: &Places, mistakes: &Mistakes) {
    for mention in places.types.iter().filter(|m| model.type_def(&m.value).is_none()) {
        let known = model.types.iter().map(|t| t.name.as_str()).chain(BUILT_IN);
        let help = did_you_mean(&mention.value, known).unwrap_or_else(|| format!("add `[struct.{}]`", mention.value));
        mistakes.add("S010", &mention.span, format!("there is no type `{}`", mention.value), Some(help));
    }
}

fn types_are_used(model: &Model, places: &Places, mistakes: &Mistakes) {
    for (_, name) in places.names.iter().filter(|(what, _)| *what == "type") {
        if model.type_def(&name.value).is_some() && !places.types.iter().any(|m| m.value == name.value) {
            let message = format!("the type `{}` is never used", name.value);
            mistakes.add("S023", &name.span, message, Some("remove it, or use it in an answer".into()));
        }
    }
}

fn scopes_exist(model: &Model, places: &Places, mistakes: &Mistakes) {
    for mention in places.scopes.iter().filter(|m| !model.scopes.iter().any(|s| s.name == m.value)) {
        let known = model.scopes.iter().map(|s| s.name.as_str());
        let help =
            did_you_mean(&mention.value, known).unwrap_or_else(|| format!("add `{}` to `[scope]`", mention.value));
        mistakes.add("S012", &mention.span, format!("there is no scope `{}`", mention.value), Some(help));
    }
}

fn names_are_plain(places: &Places, mistakes: &Mistakes) {
    for (what, name) in &places.names {
        let first_ok = |c: char| if *what == "type" { c.is_uppercase() } else { c.is_lowercase() };
        let plain = name.value.starts_with(first_ok) && name.value.chars().all(|c| c.is_alphanumeric() || c == '_');
        if !plain {
            let form =
                if *what == "type" { "letters and digits, a capital first" } else { "small letters, digits and _" };
            mistakes.add(
                "S008",
                &name.span,
                format!("`{}` is no name of a {what}", name.value),
                Some(format!("use {form}")),
            );
        }
    }
}

fn wires_differ(model: &Model, places: &Places, mistakes: &Mistakes) {
    let place_of = |what: &str, name: &str| {
        places.names.iter().find(|(w, n)| *w == what && n.value == name).map_or(0..0, |(_, n)| n.span.clone())
    };
    for function in &model.functions {
        let mut seen = HashMap::new();
        for argument in &function.arguments {
            if let Some(other) = seen.insert((argument.place as u8, argument.wire.clone()), &argument.name) {
                let message =
                    format!("`{other}` and `{}` of `{}` have the same name on the wire", argument.name, function.name);
                mistakes.add(
                    "S017",
                    &place_of("function", &function.name),
                    message,
                    Some("give one another `wire`".into()),
                );
            }
        }
    }
    for def in &model.types {
        let TypeKind::Struct { fields, .. } = &def.kind else { continue };
        let mut seen = HashMap::new();
        for field in fields {
            if let Some(other) = seen.insert(&field.wire, &field.name) {
                let message =
                    format!("`{other}` and `{}` of `{}` have the same name on the wire", field.name, def.name);
                mistakes.add("S017", &place_of("type", &def.name), message, Some("give one another `wire`".into()));
            }
        }
    }
}

fn defaults_fit(model: &Model, places: &Places, mistakes: &Mistakes) {
    for (function, argument, span) in &places.defaults {
        let found = model.function(function).and_then(|f| f.argument(argument));
        let Some((argument, default)) = found.and_then(|a| a.default.as_ref().map(|d| (a, d))) else { continue };
        if let Err(problem) = types::fits(model, &argument.ty, default, "") {
            let message = format!("the default of `{}` {problem}", argument.name);
            mistakes.add("S022", span, message, Some("write the value without quotes if it is no text".into()));
        }
    }
}

fn examples_fit(model: &Model, places: &Places, mistakes: &Mistakes) {
    for (function, number, span) in &places.examples {
        let Some(function) = model.function(function) else { continue };
        for problem in example_problems(model, function, &function.examples[*number]) {
            let message = format!("the example of `{}` does not fit: {problem}", function.name);
            mistakes.add("S020", span, message, Some("correct the example or the function".into()));
        }
    }
}

fn example_problems(model: &Model, function: &Function, example: &Example) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, value) in &example.arguments {
        match function.argument(name) {
            None => problems.push(format!("there is no argument `{name}`")),
            Some(argument) => problems.extend(types::fits(model, &argument.ty, value, &format!("`{name}`")).err()),
        }
    }
    let missing = function.arguments.iter().filter(|a| a.required && !example.arguments.contains_key(&a.name));
    problems.extend(missing.map(|a| format!("`{}` is missing", a.name)));
    let Some(answer) = function.answers.iter().find(|a| a.status == example.status) else {
        problems.push(format!("the function does not answer {}", example.status));
        return problems;
    };
    match (&answer.content, &example.answer) {
        (None, None) => {}
        (None, Some(_)) => problems.push("this status carries nothing, but an answer is given".into()),
        (Some(_), None) => problems.push("`answer` is missing".into()),
        (Some(ty), Some(text)) => match serde_json::from_str::<Value>(text) {
            Err(e) => problems.push(format!("`answer` is not JSON: {e}")),
            Ok(value) => {
                let content = match &function.page {
                    None => Some(&value),
                    Some(page) => value.get(&page.items),
                };
                match content {
                    None => problems.push("`answer` lacks the items of the page".into()),
                    Some(value) => problems.extend(types::fits(model, ty, value, "answer").err()),
                }
            }
        },
    }
    problems
}
