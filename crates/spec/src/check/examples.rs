//! Examples, which must be calls that clients can make and answers that they can read.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use super::Checked;
use super::doubt::Doubt;
use crate::body::{Body, body};
use crate::fits::{Misfit, Step};
use crate::json_place;
use crate::model::{Argument, Example, Function, Type, nested};
use crate::places::Thing;

/// An example with its function.
struct Of<'e> {
    function: &'e Function,
    example: &'e Example,
    thing: Thing,
}

impl Checked<'_> {
    pub(super) fn examples_fit(&self, doubt: &Doubt) {
        for function in self.model.functions.iter().filter(|f| !self.is_doubtful(doubt, f)) {
            for (number, example) in function.examples.iter().enumerate() {
                let of = Of { function, example, thing: Thing::Example(function.name.clone(), number) };
                self.example_arguments(&of);
                self.example_body(&of);
                self.example_answer(&of);
            }
        }
    }

    fn misfit(&self, of: &Of<'_>, place: &Range<usize>, problem: &str, help: &str) {
        let message = format!("an example of `{}` does not fit: {problem}", of.function.name);
        self.mistakes.add("S020", place, message, Some(help.to_owned()));
    }

    fn example_arguments(&self, of: &Of<'_>) {
        let path = self.places.path(&of.thing);
        let by_name: HashMap<&str, &Argument> = of.function.arguments.iter().map(|a| (a.name.as_str(), a)).collect();
        for (name, value) in &of.example.arguments {
            let Some(argument) = by_name.get(name.as_str()) else {
                let help = self.mistakes.near(name, by_name.keys().copied());
                let help = help.unwrap_or_else(|| "remove it, or add the argument".into());
                let place = self.places.below(path, &["arguments".to_owned(), name.clone()]).0;
                self.misfit(of, &place, &format!("there is no argument `{name}`"), &help);
                continue;
            };
            for misfit in self.value_problems(argument, value) {
                let mut below = vec!["arguments".to_owned(), self.written_name(of.function, argument)];
                below.extend(misfit.at.iter().map(|step| match step {
                    Step::Field(field) => field.clone(),
                    Step::Item(n) => n.to_string(),
                }));
                let place = self.places.below(path, &below).1;
                let problem = misfit.sentence(name);
                self.misfit(of, &place, &problem, "correct the value, or the argument's type and limits");
            }
        }
        let missing =
            of.function.arguments.iter().filter(|a| a.required && !of.example.arguments.contains_key(&a.name));
        for argument in missing {
            let name = self.written_name(of.function, argument);
            let place = self.places.part(&of.thing, ["arguments"]);
            self.misfit(of, &place, &format!("`{name}` is missing"), &format!("add `{name} = ...` to `arguments`"));
        }
    }

    /// The name of an argument in the file.
    fn written_name(&self, function: &Function, argument: &Argument) -> String {
        let path = self.places.path(&Thing::Argument(function.name.clone(), argument.name.clone()));
        match path.last() {
            Some(key) if path.get(2).is_none_or(|p| p != "page") => key.clone(),
            _ => argument.name.clone(),
        }
    }

    /// The body is made of the arguments, in their order.
    fn example_body(&self, of: &Of<'_>) {
        let place = self.places.part(&of.thing, ["body"]);
        let sent = body(of.function, &of.example.arguments);
        let (text, sent) = match (&of.example.body, sent) {
            (None, None | Some(Body::Opaque)) => return,
            (Some(_), None) => return self.misfit(of, &place, "the function sends no body", "remove `body`"),
            (Some(_), Some(Body::Opaque)) => {
                let problem = format!("a body of `{}` is not shown as text", of.function.content_type.media_type());
                return self.misfit(of, &place, &problem, "remove `body`: the arguments say it");
            }
            (None, Some(sent)) => {
                let text = sent.text().unwrap_or_default();
                return self.misfit(of, &place, "`body` is missing", &format!("add `body = '{text}'`"));
            }
            (Some(text), Some(Body::Text(sent))) => {
                if *text != sent {
                    let help = format!("the arguments give '{sent}'");
                    self.misfit(of, &place, "`body` is not what the arguments say", &help);
                }
                return;
            }
            (Some(text), Some(Body::Json(sent))) => (text, sent),
        };
        let help = format!("the arguments give '{sent}'");
        let body = match serde_json::from_str::<Value>(text) {
            Ok(body) => body,
            Err(e) => {
                let place = self.places.json_error(&place, text, &e);
                return self.misfit(of, &place, &format!("`body` is not JSON: {e}"), &help);
            }
        };
        let differences = differences(&sent, &body);
        for (step, problem) in &differences {
            self.misfit(of, &self.in_json(&place, text, step.as_slice()), problem, &help);
        }
        let in_order = match (&sent, &body) {
            (Value::Object(sent), Value::Object(body)) => sent.keys().eq(body.keys()),
            _ => true,
        };
        let compact = body.to_string();
        if differences.is_empty() && !(in_order && compact == *text) {
            self.misfit(of, &place, "`body` is not written as it is sent, without blanks and in order", &help);
        }
    }

    fn example_answer(&self, of: &Of<'_>) {
        let Some(answer) = of.function.answer(of.example.status) else {
            let statuses: Vec<String> = of.function.answers.iter().map(|a| a.a_status().to_string()).collect();
            // Without any answer, that has been noted.
            if !statuses.is_empty() {
                let problem = format!("the function does not answer {}", of.example.status);
                let help = format!("write `status = {}`", statuses.join("` or `status = "));
                self.misfit(of, &self.places.part(&of.thing, ["status"]), &problem, &help);
            }
            return;
        };
        let place = self.places.part(&of.thing, ["answer"]);
        match (&answer.content, &of.example.answer) {
            (None, None) => {}
            (None, Some(_)) => {
                self.misfit(of, &place, "this status carries nothing, but an answer is given", "remove `answer`")
            }
            (Some(ty), None) => {
                self.misfit(of, &place, "`answer` is missing", &format!("add `answer = '...'` of type {ty}"));
            }
            (Some(ty), Some(text)) => match serde_json::from_str::<Value>(text) {
                Err(e) => {
                    let place = self.places.json_error(&place, text, &e);
                    self.misfit(of, &place, &format!("`answer` is not JSON: {e}"), "correct the JSON");
                }
                Ok(value) => self.answer_fits(of, &place, text, &value, ty),
            },
        }
    }

    fn answer_fits(&self, of: &Of<'_>, place: &Range<usize>, text: &str, value: &Value, ty: &Type) {
        let help = "correct the example or the type";
        let mut found: Vec<Misfit> = Vec::new();
        match &of.function.page {
            None => found.extend(self.misfits(ty, value)),
            Some(page) => {
                for name in page.fields().filter(|name| nested::find(value, name).is_none()) {
                    found.push(Misfit { at: Vec::new(), problem: format!("lacks `{name}` of the page") });
                }
                match (page.items_of(value), &page.items) {
                    (None, items) => {
                        let items = items.as_deref().unwrap_or_default();
                        found.push(Misfit { at: Vec::new(), problem: format!("lacks the items `{items}`") });
                    }
                    (Some(items), _) => found.extend(self.misfits(ty, items).into_iter().map(|mut misfit| {
                        let way = page.way_to_items().map(|name| Step::Field(name.to_owned()));
                        misfit.at.splice(0..0, way);
                        misfit
                    })),
                }
            }
        }
        for misfit in found {
            let place = self.in_json(place, text, &misfit.at);
            self.misfit(of, &place, &misfit.sentence("answer"), help);
        }
    }

    /// The part of a JSON text in the file.
    fn in_json(&self, place: &Range<usize>, text: &str, steps: &[Step]) -> Range<usize> {
        let Some(literal) = self.places.literal(place, text) else { return place.clone() };
        let part = json_place::find(text, steps);
        literal.start + part.start..literal.start + part.end
    }
}

/// How a body differs from the one that is sent, each with the field.
fn differences(sent: &Value, body: &Value) -> Vec<(Option<Step>, String)> {
    let (Value::Object(sent), Value::Object(body)) = (sent, body) else {
        let differ = !same(sent, body);
        return differ.then(|| (None, "`body` is not what the arguments say".to_owned())).into_iter().collect();
    };
    let mut found = Vec::new();
    for (name, value) in body {
        let problem = match sent.get(name) {
            None => format!("`body` has `{name}`, which no argument gives"),
            Some(given) if !same(given, value) => format!("`{name}` of `body` is not what the arguments say"),
            Some(_) => continue,
        };
        found.push((Some(Step::Field(name.clone())), problem));
    }
    let missing = sent.keys().filter(|name| !body.contains_key(*name));
    found.extend(missing.map(|name| (None, format!("`body` lacks `{name}`"))));
    found
}

/// Whether values are the same; `80` and `80.0` are.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64(),
        (Value::Array(x), Value::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(a, b)| same(a, b)),
        (Value::Object(x), Value::Object(y)) => {
            x.len() == y.len() && x.iter().all(|(key, a)| y.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
