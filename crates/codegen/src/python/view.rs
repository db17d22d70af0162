//! The Python view of a function: every name, annotation, expression and sentence decided, nothing written yet.

use uplink_spec::model::{Argument, Function, Null, Type};
use uplink_spec::reserved::OPTIONS;

use super::example;
use super::names;
use super::text::literal;
use super::types::{accepted, includes_none, received};
use super::uses::{Module, Uses};
use crate::doc;
use crate::index::Index;

/// A function as both clients have it.
pub struct Method {
    pub name: String,
    /// How it is called behind a client and a dot.
    pub called: String,
    /// Whether it belongs to a group.
    pub grouped: bool,
    /// Why it should not be called any more.
    pub deprecated: Option<String>,
    /// Its name in the spec.
    pub function: String,
    /// Parameters with their annotations, `self` first.
    pub signature: Vec<String>,
    /// Paragraphs of the docstring.
    pub paragraphs: Vec<String>,
    /// Sections of the docstring.
    pub sections: [(&'static str, Vec<(String, String)>); 2],
    /// The call of the first example in the blocking client and in the asynchronous one, as it is typed.
    pub examples: Option<[Vec<String>; 2]>,
    /// Entries of the table of arguments that goes to the bridge.
    pub given: Vec<String>,
    pub answer: Answer,
    /// Whether its parameters leave room for the options of a call, which have names of their own.
    pub takes_options: bool,
}

/// What tells not given from null.
const NULLS: Module = Module::Package("_model");

/// What a method returns.
pub enum Answer {
    Nothing,
    /// A value of the annotated type.
    Value(String),
    /// Items of the annotated type, in pages.
    Pages(String),
}

impl Method {
    pub fn new(model: &Index<'_>, uses: &Uses, package: &str, f: &Function) -> Self {
        let (required, optional): (Vec<&Argument>, Vec<&Argument>) = f.arguments.iter().partition(|a| a.required);
        let mut paragraphs = doc::function(f);
        paragraphs.extend(f.why.as_ref().map(|why| format!("Source: {why}")));
        paragraphs.extend(f.page.as_ref().map(doc::page));
        let arguments = required.iter().chain(&optional).map(|a| (names::value(&a.name), doc::argument(a))).collect();
        Method {
            name: names::of_function(f),
            called: names::called(f),
            grouped: f.call.is_some(),
            deprecated: f.deprecated.clone(),
            function: f.name.clone(),
            signature: signature(model, uses, &required, &optional),
            paragraphs,
            sections: [("Args", arguments), ("Raises", raises(f))],
            examples: f.examples.first().map(|e| ["", "await "].map(|wait| example::typed(model, package, f, e, wait))),
            given: f.arguments.iter().map(|a| format!("{}: {}", literal(&a.name), names::value(&a.name))).collect(),
            answer: answer(model, uses, f),
            takes_options: f.arguments.iter().all(|a| !OPTIONS.contains(&names::value(&a.name).as_str())),
        }
    }
}

fn signature(model: &Index<'_>, uses: &Uses, required: &[&Argument], optional: &[&Argument]) -> Vec<String> {
    let annotated = |a: &Argument| format!("{}: {}", names::value(&a.name), accepted(model, uses, &a.ty));
    let mut signature = vec!["self".to_owned()];
    signature.extend(required.iter().map(|a| annotated(a)));
    signature.extend((!optional.is_empty()).then(|| "*".to_owned()));
    signature.extend(optional.iter().map(|a| match a.null {
        Null::Given => {
            let (kind, unset) = (uses.name(NULLS, "NotGiven"), uses.at_run_time(NULLS, "NOT_GIVEN"));
            format!("{} | {kind} | None = {unset}", annotated(a))
        }
        _ => format!("{} | None = None", annotated(a)),
    }));
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

fn answer(model: &Index<'_>, uses: &Uses, f: &Function) -> Answer {
    match (&f.page, f.content()) {
        (_, None) => Answer::Nothing,
        (Some(_), Some(Type::List(item))) => Answer::Pages(received(model, uses, item)),
        (_, Some(ty)) => {
            let annotation = received(model, uses, ty);
            let absent = f.may_be_empty() && !includes_none(model, ty);
            Answer::Value(if absent { format!("{annotation} | None") } else { annotation })
        }
    }
}
