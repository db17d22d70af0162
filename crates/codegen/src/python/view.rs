//! The Python view of a function: every name, annotation, expression and sentence decided, nothing written yet.

use uplink_spec::model::{Argument, Function, Model, Type, TypeKind};

use super::names;
use super::text::literal;
use super::types::{accepted, read, received};
use crate::doc;

/// A function as both clients have it.
pub struct Method {
    pub name: String,
    /// Its name in the spec.
    pub function: String,
    /// Parameters with their annotations, `self` first.
    pub signature: Vec<String>,
    /// Paragraphs of the docstring.
    pub paragraphs: Vec<String>,
    /// Sections of the docstring.
    pub sections: [(&'static str, Vec<(String, String)>); 2],
    /// Entries of the table of arguments that goes to the bridge.
    pub given: Vec<String>,
    pub answer: Answer,
}

/// What a method returns.
pub enum Answer {
    Nothing,
    /// A value of the annotated type, as an expression of a variable, which may have an annotation.
    Value {
        annotation: String,
        variable: String,
        expression: String,
    },
    /// Items in pages, each read by a callable.
    Pages {
        item: String,
        reader: String,
    },
}

impl Method {
    pub fn new(model: &Model, f: &Function) -> Self {
        let (required, optional): (Vec<&Argument>, Vec<&Argument>) = f.arguments.iter().partition(|a| a.required);
        let mut paragraphs = doc::function(f);
        paragraphs.extend(f.page.as_ref().map(doc::page));
        let arguments = required.iter().chain(&optional).map(|a| (names::value(&a.name), doc::argument(a))).collect();
        Method {
            name: names::method(&f.name),
            function: f.name.clone(),
            signature: signature(model, &required, &optional),
            paragraphs,
            sections: [("Args", arguments), ("Raises", raises(f))],
            given: f.arguments.iter().map(|a| format!("{}: {}", literal(&a.name), names::value(&a.name))).collect(),
            answer: answer(model, f),
        }
    }
}

fn signature(model: &Model, required: &[&Argument], optional: &[&Argument]) -> Vec<String> {
    let annotated = |a: &Argument| format!("{}: {}", names::value(&a.name), accepted(model, &a.ty));
    let mut signature = vec!["self".to_owned()];
    signature.extend(required.iter().map(|a| annotated(a)));
    signature.extend((!optional.is_empty()).then(|| "*".to_owned()));
    signature.extend(optional.iter().map(|a| format!("{} | None = None", annotated(a))));
    signature
}

fn raises(f: &Function) -> Vec<(String, String)> {
    let scope = ("MissingScope", "The user did not grant the scope; nothing was sent.");
    let always = [
        ("ApiError", "The server refused; see its `name` and `details`."),
        ("UplinkError", "Any other failure; see `errors`."),
    ];
    let scope = (!f.scopes.is_empty()).then_some(scope);
    scope.into_iter().chain(always).map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

fn answer(model: &Model, f: &Function) -> Answer {
    match (&f.page, f.content()) {
        (_, None) => Answer::Nothing,
        (Some(_), Some(Type::List(item))) => Answer::Pages {
            item: received(model, item),
            reader: match &**item {
                Type::Named(n) if matches!(model.type_def(n).map(|d| &d.kind), Some(TypeKind::Struct { .. })) => {
                    format!("{}._read", names::class(n))
                }
                other => format!("lambda item: {}", read(model, other, "item")),
            },
        },
        (_, Some(ty)) => {
            let annotation = received(model, ty);
            let maybe = f.may_be_empty() && annotation != "Any";
            let ty = if f.may_be_empty() { &Type::Nullable(Box::new(ty.clone())) } else { ty };
            // An argument may have the name.
            let variable = if f.argument("answer").is_some() { "answer_" } else { "answer" };
            let annotation = if maybe { format!("{annotation} | None") } else { annotation };
            let expression = read(model, ty, variable);
            // What is not read by a function of known type gets its type here.
            let untyped = expression == variable && annotation != "Any";
            let variable = if untyped { format!("{variable}: {annotation}") } else { variable.to_owned() };
            Answer::Value { annotation, variable, expression }
        }
    }
}
