//! The bodies that calls send.

use serde_json::{Map, Value};

use crate::model::{Argument, ContentType, Function, Null, Place, Type};
use crate::pairs::{Pair, pairs, plain};

/// What a call sends as its body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// JSON.
    Json(Value),
    /// A form, or text.
    Text(String),
    /// What an example cannot show as text: files, and forms whose parts are divided by something new in each request.
    Opaque,
}

impl Body {
    /// The body as text, where it is one.
    pub fn text(&self) -> Option<String> {
        match self {
            Body::Json(value) => Some(value.to_string()),
            Body::Text(text) => Some(text.clone()),
            Body::Opaque => None,
        }
    }
}

/// The body of a call with these arguments; `None` where there is none.
pub fn body(function: &Function, arguments: &Map<String, Value>) -> Option<Body> {
    if let Some(whole) = function.arguments.iter().find(|a| a.place == Place::Content) {
        let value = arguments.get(&whole.name)?;
        return Some(match &function.content_type {
            ContentType::Json(_) => Body::Json(value.clone()),
            ContentType::Form => Body::Text(form(&pairs(whole.style, &whole.wire, value))),
            ContentType::Raw(_) if whole.ty != Type::Bytes => Body::Text(plain(value)),
            ContentType::Raw(_) | ContentType::Multipart => Body::Opaque,
        });
    }
    let mut fields = function.arguments.iter().filter(|a| a.place == Place::Body).peekable();
    fields.peek()?;
    Some(match &function.content_type {
        ContentType::Json(_) => {
            let field = |a: &Argument| match arguments.get(&a.name) {
                Some(value) => Some((a.wire.clone(), value.clone())),
                None => (a.null == Null::Unset).then(|| (a.wire.clone(), Value::Null)),
            };
            Body::Json(Value::Object(fields.filter_map(field).collect()))
        }
        ContentType::Form => {
            let given = fields.filter_map(|a| Some((a, arguments.get(&a.name)?)));
            Body::Text(form(&given.flat_map(|(a, value)| pairs(a.style, &a.wire, value)).collect::<Vec<_>>()))
        }
        ContentType::Multipart | ContentType::Raw(_) => Body::Opaque,
    })
}

fn form(pairs: &[Pair]) -> String {
    pairs.iter().map(Pair::in_form).collect::<Vec<_>>().join("&")
}
