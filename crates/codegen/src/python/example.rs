//! The call of an example in Python.

use serde_json::Value;
use uplink_spec::model::{Argument, Example, Field, Function, Type, TypeKind};

use super::names;
use super::text::literal;
use super::uses::{Module, Uses};
use crate::index::Index;

/// An expression that knows where it can be broken.
#[derive(Clone, Debug)]
pub enum Expression {
    Word(String),
    Group { open: String, items: Vec<Expression>, close: String },
}

impl Expression {
    /// A call with its arguments, or what else stands between brackets.
    pub fn group(open: impl Into<String>, items: Vec<Expression>, close: impl Into<String>) -> Self {
        Expression::Group { open: open.into(), items, close: close.into() }
    }

    /// The expression after its name or key.
    fn after(self, before: &str) -> Self {
        match self {
            Expression::Word(text) => Expression::Word(format!("{before}{text}")),
            Expression::Group { open, items, close } => Expression::group(format!("{before}{open}"), items, close),
        }
    }

    pub fn on_one_line(&self) -> String {
        match self {
            Expression::Word(text) => text.clone(),
            Expression::Group { open, items, close } => {
                let items: Vec<String> = items.iter().map(Expression::on_one_line).collect();
                format!("{open}{}{close}", items.join(", "))
            }
        }
    }

    /// Its lines: one when it fits, else an item a line, and so on within those.
    pub fn lines(&self, indent: usize) -> String {
        self.lines_before("", indent)
    }

    fn lines_before(&self, comma: &str, indent: usize) -> String {
        let pad = " ".repeat(indent);
        let whole = format!("{pad}{}{comma}", self.on_one_line());
        match self {
            Expression::Group { open, items, close } if whole.chars().count() > 120 && !items.is_empty() => {
                let items: String = items.iter().map(|item| item.lines_before(",", indent + 4)).collect();
                format!("{pad}{open}\n{items}{pad}{close}{comma}\n")
            }
            _ => format!("{whole}\n"),
        }
    }
}

/// The lines of a program that makes the call of an example with `client`; `before` stands before the call.
pub fn program(model: &Index<'_>, package: &str, f: &Function, example: &Example, before: &str) -> String {
    indented(model, package, f, example, before, 0)
}

/// The same where lines will be indented.
fn indented(model: &Index<'_>, package: &str, f: &Function, example: &Example, before: &str, indent: usize) -> String {
    let uses = Uses::default();
    let arguments = arguments(model, &uses, f, example);
    let collect = if f.page.is_some() { ".collect()" } else { "" };
    let head = format!("{before}client.{}(", names::called(f));
    let call = Expression::group(head, arguments, format!("){collect}")).lines(indent);
    let call: String = call.lines().map(|line| format!("{}\n", &line[indent..])).collect();
    let imports = [uses.standard_imports(), uses.public_imports(package)];
    let imports: Vec<String> = imports.into_iter().filter(|lines| !lines.is_empty()).collect();
    let imports = imports.join("\n");
    if imports.is_empty() { call } else { format!("{imports}\n{call}") }
}

/// The columns of a docstring before what is typed: those of its method, of its section, and of the prompt.
const BEFORE: usize = 8 + 4 + 4;

/// The call of an example at the prompt of an interpreter, within a docstring.
pub fn typed(model: &Index<'_>, package: &str, f: &Function, example: &Example, wait: &str) -> Vec<String> {
    let answer = if f.content().is_some() { "answer = " } else { "" };
    let text = indented(model, package, f, example, &format!("{answer}{wait}"), BEFORE);
    let goes_on = |line: &str| line.starts_with([' ', ')', ']', '}']);
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(|line| format!("{} {line}", if goes_on(line) { "..." } else { ">>>" })).collect()
}

/// The arguments of the call, each as it is written.
pub fn arguments(model: &Index<'_>, uses: &Uses, f: &Function, example: &Example) -> Vec<Expression> {
    let value = |a: &Argument| example.arguments.get(&a.name).map(|v| written(model, uses, &a.ty, v));
    let (required, optional): (Vec<&Argument>, Vec<&Argument>) = f.arguments.iter().partition(|a| a.required);
    let mut arguments: Vec<Expression> = required.into_iter().filter_map(value).collect();
    arguments
        .extend(optional.into_iter().filter_map(|a| Some(value(a)?.after(&format!("{}=", names::value(&a.name))))));
    arguments
}

/// A JSON value of a type as a Python expression.
fn written(model: &Index<'_>, uses: &Uses, ty: &Type, value: &Value) -> Expression {
    match (ty, value) {
        (Type::Nullable(inner), value) => written(model, uses, inner, value),
        (Type::Bytes, Value::String(text)) => Expression::Word(bytes(&crate::bytes(text))),
        (Type::DateTime, Value::String(text)) => {
            Expression::Word(format!("{}.fromisoformat({})", uses.standard("datetime", "datetime"), literal(text)))
        }
        (Type::List(inner), Value::Array(items)) => {
            Expression::group("[", items.iter().map(|v| written(model, uses, inner, v)).collect(), "]")
        }
        (Type::Map(inner), Value::Object(map)) => {
            let entries = map.iter().map(|(k, v)| written(model, uses, inner, v).after(&format!("{}: ", literal(k))));
            Expression::group("{", entries.collect(), "}")
        }
        (Type::Named(name), value) => match tagged(model, name, value) {
            Some(variant) => written(model, uses, &variant, value),
            None => named(model, uses, name, value),
        },
        (_, value) => plain(value),
    }
}

fn named(model: &Index<'_>, uses: &Uses, name: &str, value: &Value) -> Expression {
    match model.type_def(name).map(|d| &d.kind) {
        Some(TypeKind::Alias(inner)) => written(model, uses, inner, value),
        Some(TypeKind::Struct { fields, .. }) => {
            constructed(model, uses, &uses.name(Module::MODELS, names::class(name)), fields, value)
        }
        _ => plain(value),
    }
}

/// The struct that a value is, by its tag.
fn tagged(model: &Index<'_>, name: &str, value: &Value) -> Option<Type> {
    let tag = model.type_def(name)?.tag.as_ref()?;
    tag.variant(value).map(|name| Type::Named(name.to_owned()))
}

/// Bytes as a literal.
fn bytes(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii().to_string().replace("\\'", "'"))
}

/// The call of a constructor.
fn constructed(model: &Index<'_>, uses: &Uses, class: &str, fields: &[Field], value: &Value) -> Expression {
    let Value::Object(entries) = value else { return plain(value) };
    let known = fields.iter().filter_map(|f| {
        let value = entries.get(&f.wire)?;
        Some(written(model, uses, &f.ty, value).after(&format!("{}=", names::value(&f.name))))
    });
    let mut given: Vec<Expression> = known.collect();
    let others: serde_json::Map<String, Value> = entries
        .iter()
        .filter(|(k, _)| fields.iter().all(|f| f.wire != **k))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    if !others.is_empty() {
        given.push(plain(&Value::Object(others)).after("extra="));
    }
    Expression::group(format!("{class}("), given, ")")
}

fn plain(value: &Value) -> Expression {
    Expression::Word(match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(n) => n.to_string(),
        Value::String(s) => literal(s),
        Value::Array(items) => return Expression::group("[", items.iter().map(plain).collect(), "]"),
        Value::Object(map) => {
            let entries = map.iter().map(|(k, v)| plain(v).after(&format!("{}: ", literal(k))));
            return Expression::group("{", entries.collect(), "}");
        }
    })
}
