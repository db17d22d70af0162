//! Functions, their answers and examples.

use serde_json::Value;

use super::{Argument, ContentType, Page, Place, TOKEN, Type};

/// Something that every call of a function carries, which tells it from others of the same path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Whether it stands in a header, and else in the query.
    pub in_header: bool,
    /// Its name there; that of a header in small letters.
    pub wire: String,
    /// What it says, where that is always the same.
    pub word: Option<String>,
}

/// `[function.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name in every language, snake case.
    pub name: String,
    /// What it does.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
    /// Why it should not be used any more, and what instead.
    pub deprecated: Option<String>,
    /// The group that it belongs to and its name there, where it is in one.
    pub call: Option<Grouped>,
    /// HTTP method, upper case.
    pub method: String,
    /// Path relative to the base URL, in pieces.
    pub path: Vec<Segment>,
    /// Scopes a token needs, all of them; empty when any token does.
    pub scopes: Vec<String>,
    /// The ways in which a call may say who makes it, the best first. Each names all that it carries: [`TOKEN`] or
    /// schemes of the model; one that names nothing needs nothing. Empty when nobody is asked.
    pub auth: Vec<Vec<String>>,
    /// Arguments: those of the path, then its own of body, query and header, then shared ones, then those of paging.
    pub arguments: Vec<Argument>,
    /// The media type of its body, where it has one.
    pub content_type: ContentType,
    /// The media type of its answer, where the spec says it.
    pub accept: Option<String>,
    /// Statuses that mean success, with what they carry.
    pub answers: Vec<Answer>,
    /// Field of an object that some servers put around the answer.
    pub wrapped: Option<String>,
    /// When a failed request may be sent again.
    pub retry: Retry,
    /// How the answer comes in pages.
    pub page: Option<Page>,
    /// Seconds to wait for the answer when that differs from the client's default.
    pub timeout_s: Option<u64>,
    /// Where it is, when that is not the base URL of the API.
    pub base_url: Option<String>,
    /// Examples, each a test of every target.
    pub examples: Vec<Example>,
}

impl Function {
    /// The argument of this name.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|a| a.name == name)
    }

    /// The group that it belongs to.
    pub fn group(&self) -> Option<&str> {
        self.call.as_ref().map(|call| call.group.as_str())
    }

    /// Its name as a method: of its group, or of the client.
    pub fn method_name(&self) -> &str {
        self.call.as_ref().map_or(&self.name, |call| &call.name)
    }

    /// Whether a request has a body.
    pub fn has_body(&self) -> bool {
        self.arguments.iter().any(|a| matches!(a.place, Place::Body | Place::Content))
    }

    /// Whether its body is one file.
    pub fn sends_file(&self) -> bool {
        self.arguments.iter().any(|a| a.place == Place::Content && a.ty == Type::Bytes)
    }

    /// Whether a call may carry an access token.
    pub fn takes_token(&self) -> bool {
        self.auth.iter().flatten().any(|name| name == TOKEN)
    }

    /// Whether a call has to say who makes it.
    pub fn needs_auth(&self) -> bool {
        !self.auth.is_empty() && self.auth.iter().all(|way| !way.is_empty())
    }

    /// Whether a call has to carry an access token, and nothing else.
    pub fn needs_only_token(&self) -> bool {
        matches!(&self.auth[..], [way] if way == &[TOKEN])
    }

    /// What a successful answer carries, if any status carries something.
    pub fn content(&self) -> Option<&Type> {
        self.answers.iter().find_map(|a| a.content.as_ref())
    }

    /// The answer that has this status.
    pub fn answer(&self, status: u16) -> Option<&Answer> {
        let by = |wanted| self.answers.iter().find(|a| a.status == wanted);
        by(Some(status)).or_else(|| by(None).filter(|_| (200..300).contains(&status)))
    }

    /// Whether a successful answer is bytes rather than JSON.
    pub fn is_binary(&self) -> bool {
        self.content() == Some(&Type::Bytes)
    }

    /// Whether a successful answer is text as it is rather than JSON.
    pub fn is_text(&self) -> bool {
        let json = |accept: &str| matches!(ContentType::of(accept), ContentType::Json(_));
        self.content() == Some(&Type::String) && self.accept.as_deref().is_some_and(|accept| !json(accept))
    }

    /// The media type of a successful answer.
    pub fn answer_type(&self) -> &str {
        let unsaid = if self.is_binary() { "application/octet-stream" } else { "application/json" };
        self.accept.as_deref().unwrap_or(unsaid)
    }

    /// Whether a successful answer may be empty.
    pub fn may_be_empty(&self) -> bool {
        self.answers.iter().any(|a| a.content.is_none())
    }

    /// What is sent in the query of every call, as it travels: it stands at the end of the path, behind a `?`.
    pub fn fixed_query(&self) -> Option<&str> {
        match self.path.last()? {
            Segment::Text(text) => text.split_once('?').map(|(_, query)| query),
            Segment::Argument(_) => None,
        }
    }

    /// The path as it is written in the spec, and what is always sent in the query.
    pub fn path_text(&self) -> String {
        self.path
            .iter()
            .map(|s| match s {
                Segment::Text(t) => t.clone(),
                Segment::Argument(a) => format!("{{{a}}}"),
            })
            .collect()
    }
}

/// `GROUP.NAME`, as in `client.GROUP.NAME(...)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouped {
    /// The group, snake case.
    pub group: String,
    /// The function's name in it, snake case.
    pub name: String,
}

impl std::fmt::Display for Grouped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.group, self.name)
    }
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Text as it stands, slashes included.
    Text(String),
    /// The value of the argument of this name.
    Argument(String),
}

/// One successful answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The HTTP status; `None` for all that mean success and that no other answer names (`2XX`).
    pub status: Option<u16>,
    /// What it carries; `None` for an empty body.
    pub content: Option<Type>,
}

impl Answer {
    /// Its status as it is written.
    pub fn status_text(&self) -> String {
        self.status.map_or_else(|| SUCCESSFUL.to_owned(), |status| status.to_string())
    }

    /// A status that it comes with.
    pub fn a_status(&self) -> u16 {
        self.status.unwrap_or(200)
    }
}

/// How all statuses that mean success are written.
pub const SUCCESSFUL: &str = "2XX";

/// When a failed request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// After any passing failure: asking twice does no harm.
    Safe,
    /// Never: the first may have been carried out.
    Never,
}

/// `[[example.FUNCTION]]`
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Values by argument name.
    pub arguments: serde_json::Map<String, Value>,
    /// The request body that must be sent, byte for byte; `None` when there is none.
    pub body: Option<String>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The body of the answer; `None` when it is empty.
    pub answer: Option<String>,
}
