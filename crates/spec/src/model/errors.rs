//! How the API reports errors.

use serde_json::Value;

/// `[error]`
#[derive(Clone, Debug, PartialEq)]
pub struct Errors {
    /// Wire name of the field that repeats the HTTP status; that of a field in an object has those around it before it,
    /// parted by dots, as all of these names.
    pub status_field: Option<String>,
    /// Wire name of the field with the error code; empty when errors carry none.
    pub code_field: String,
    /// Wire name of the field with the list of sentences.
    pub details_field: Option<String>,
    /// A whole error body; the service fills in status, code and details.
    pub example: Value,
    /// The error codes.
    pub codes: Vec<ErrorCode>,
    /// Words in the body of an error that tell what it is, where no code does.
    pub words: Vec<ErrorWord>,
    /// What answers with a status of success hold when the request was refused all the same.
    pub refused: Vec<Refusal>,
    /// Where the facts come from.
    pub why: Option<String>,
}

impl Errors {
    /// Puts a value where a body has a field.
    pub fn put(body: &mut Value, field: &str, value: Value) {
        if body.get(field).is_some() || !field.contains('.') {
            body[field] = value;
            return;
        }
        let place = field.split('.').try_fold(body, |inner, name| inner.get_mut(name));
        if let Some(place) = place {
            *place = value;
        }
    }

    /// The first code that plays this role.
    pub fn by_role(&self, role: Role) -> Option<&ErrorCode> {
        self.codes.iter().find(|c| c.role == Some(role))
    }
}

/// An entry of `[error.code]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorCode {
    /// The number on the wire.
    pub code: i64,
    /// Its name.
    pub name: String,
    /// What it means and what to do.
    pub doc: String,
    /// What it means to the runtime and the service.
    pub role: Option<Role>,
}

/// An entry of `[error.words]`.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorWord {
    /// What the body holds somewhere, in any case.
    pub word: String,
    /// The only HTTP status that it counts for; `None` for any.
    pub status: Option<u16>,
    /// The name of the error.
    pub name: String,
    /// What it means and what to do.
    pub doc: String,
}

/// An entry of `refused`.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Wire name of the field, with those of the objects around it before it, parted by dots.
    pub field: String,
    /// What its text begins with, in any case.
    pub word: String,
}

/// Meanings of error codes that behaviour hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The token is missing, dead or unknown.
    Login,
    /// The token lacks the scope.
    Scope,
    /// Too many requests.
    Pace,
    /// A list is longer than allowed.
    TooMany,
    /// An argument has the wrong form.
    Format,
    /// An argument is outside its limits.
    Range,
    /// There is no such thing.
    NotFound,
}

impl Role {
    /// Every role with its word in the spec.
    pub const ALL: [(Role, &'static str); 7] = [
        (Role::Login, "login"),
        (Role::Scope, "scope"),
        (Role::Pace, "pace"),
        (Role::TooMany, "too_many"),
        (Role::Format, "format"),
        (Role::Range, "range"),
        (Role::NotFound, "not_found"),
    ];
}
