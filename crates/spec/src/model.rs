//! The checked model of an API: names resolved, every default explicit.
//!
//! Whoever holds a [`Model`] may rely on it: every type that is named exists, every scope is declared, every path
//! placeholder has its argument. Emitters and the local service read it and decide nothing about validity.

use serde_json::Value;

/// A whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Name, version, base URL.
    pub api: Api,
    /// How users grant access; `None` for an API without OAuth.
    pub oauth: Option<OAuth>,
    /// Scopes in the order of the spec.
    pub scopes: Vec<Scope>,
    /// How often the API may be asked; `None` when it sets no limit.
    pub pace: Option<Pace>,
    /// How the API reports errors; `None` when it only uses HTTP statuses.
    pub errors: Option<Errors>,
    /// Functions in the order of the spec.
    pub functions: Vec<Function>,
    /// Types: structs, then enums, then aliases, each in the order of the spec.
    pub types: Vec<TypeDef>,
    /// The table of values that the machines know, if the API has one.
    pub catalogue: Option<Catalogue>,
}

impl Model {
    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|f| f.name == name)
    }

    /// The type of this name.
    pub fn type_def(&self, name: &str) -> Option<&TypeDef> {
        self.types.iter().find(|t| t.name == name)
    }
}

/// `[api]`
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Human name, such as `NIBE Uplink`.
    pub name: String,
    /// Version of the API as its provider counts.
    pub version: String,
    /// Absolute URL that paths and endpoints are relative to; no slash at its end.
    pub base_url: String,
    /// What the API is, in a sentence or more.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
}

/// `[oauth]`
#[derive(Clone, Debug, PartialEq)]
pub struct OAuth {
    /// Path of the authorization endpoint, relative to the base URL; empty when no grant needs it.
    pub authorize: String,
    /// Path of the token endpoint, relative to the base URL; empty when no grant needs it.
    pub token: String,
    /// Grants that the authorization server offers.
    pub grants: Vec<Grant>,
    /// Whether the server honours PKCE with S256.
    pub pkce: bool,
    /// Seconds an access token lives when the answer does not say.
    pub expires_in: u64,
    /// The scope without which no refresh token is given; `None` when none is needed.
    pub refresh_scope: Option<String>,
    /// Whether access tokens are JSON Web Tokens; matters to the local service only.
    pub jwt: bool,
    /// Where the facts come from.
    pub why: Option<String>,
}

/// A way to get a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// `authorization_code`: for clients that can keep a secret.
    AuthorizationCode,
    /// `implicit`: for clients that cannot; no refresh token.
    Implicit,
    /// `refresh_token`
    RefreshToken,
    /// `client_credentials`
    ClientCredentials,
}

impl Grant {
    /// Every grant with its word in the spec.
    pub const ALL: [(Grant, &'static str); 4] = [
        (Grant::AuthorizationCode, "authorization_code"),
        (Grant::Implicit, "implicit"),
        (Grant::RefreshToken, "refresh_token"),
        (Grant::ClientCredentials, "client_credentials"),
    ];
}

/// An entry of `[scope]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// Its word on the wire.
    pub name: String,
    /// Its name in languages that make a type of it, when the word does not give it.
    pub rename: Option<String>,
    /// What it allows.
    pub doc: String,
}

impl Scope {
    /// What its name in a language is made of.
    pub fn ident(&self) -> &str {
        self.rename.as_deref().unwrap_or(&self.name)
    }
}

/// `[pace]`: a token bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    /// Requests per period.
    pub requests: u32,
    /// The period in milliseconds.
    pub per_ms: u64,
    /// Requests that may come at once after a rest.
    pub burst: u32,
    /// What the names of the headers begin with that say how much of the pace is left: `X` for `X-Remaining`.
    pub headers: Option<String>,
    /// Where the facts come from.
    pub why: Option<String>,
}

/// `[error]`
#[derive(Clone, Debug, PartialEq)]
pub struct Errors {
    /// Wire name of the field that repeats the HTTP status.
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
    /// Where the facts come from.
    pub why: Option<String>,
}

impl Errors {
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

/// `[function.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name in every language, snake case.
    pub name: String,
    /// What it does.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
    /// HTTP method, upper case.
    pub method: String,
    /// Path relative to the base URL, in pieces.
    pub path: Vec<Segment>,
    /// Scopes a token needs, all of them; empty when any token does.
    pub scopes: Vec<String>,
    /// Whether the function needs a token.
    pub token: bool,
    /// Arguments: those of the path, then its own of body, query and header, then shared ones, then those of paging.
    pub arguments: Vec<Argument>,
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
    /// Examples, each a test of every target.
    pub examples: Vec<Example>,
}

impl Function {
    /// The argument of this name.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|a| a.name == name)
    }

    /// What a successful answer carries, if any status carries something.
    pub fn content(&self) -> Option<&Type> {
        self.answers.iter().find_map(|a| a.content.as_ref())
    }

    /// Whether a successful answer is bytes rather than JSON.
    pub fn is_binary(&self) -> bool {
        self.content() == Some(&Type::Bytes)
    }

    /// Whether a successful answer may be empty.
    pub fn may_be_empty(&self) -> bool {
        self.answers.iter().any(|a| a.content.is_none())
    }

    /// The path as it is written in the spec.
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

/// A piece of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Text as it stands, slashes included.
    Text(String),
    /// The value of the argument of this name.
    Argument(String),
}

/// Where an argument travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// As a field of the JSON body.
    Body,
    /// As the whole JSON body.
    Content,
}

/// How a list travels in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// `ids=1&ids=2`
    Repeat,
    /// `ids=1,2`
    Comma,
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name in every language, snake case.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Where it travels.
    pub place: Place,
    /// Its type, without a trailing `?`.
    pub ty: Type,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Whether it may be null. In a body an unset nullable argument is sent as `null`.
    pub nullable: bool,
    /// What the server assumes when it is not sent; documentation only, never sent unasked.
    pub default: Option<Value>,
    /// How a list travels in a query.
    pub style: ListStyle,
    /// Smallest number allowed.
    pub min: Option<i64>,
    /// Largest number allowed.
    pub max: Option<i64>,
    /// Fewest items allowed.
    pub min_items: Option<usize>,
    /// Most items one request carries.
    pub max_items: Option<usize>,
    /// Whether the client splits a longer list over several requests.
    pub batch: bool,
    /// The unit of its value.
    pub unit: Option<String>,
    /// What it means.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
}

/// One successful answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What it carries; `None` for an empty body.
    pub content: Option<Type>,
}

/// When a failed request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// After any passing failure: asking twice does no harm.
    Safe,
    /// Never: the first may have been carried out.
    Never,
}

/// How an answer comes in pages. All names are those on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Page number, counted from 1: a query argument and a field of the answer.
    pub number: String,
    /// Items on a page: a query argument and a field of the answer.
    pub size: String,
    /// Field of the answer with the number of items on all pages.
    pub total: String,
    /// Field of the answer with the items.
    pub items: String,
    /// Items on a page when the request does not say.
    pub default_size: u64,
    /// Most items on a page.
    pub max_size: Option<u64>,
}

impl Page {
    /// The name of the argument for the page number, snake case.
    pub fn number_argument(&self) -> String {
        crate::names::snake(&self.number)
    }

    /// The name of the argument for the page size, snake case.
    pub fn size_argument(&self) -> String {
        crate::names::snake(&self.size)
    }
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

/// A type as it is written: `[Reading]`, `string?`, `{int}`, `int | string`.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `int`: 64 bits, signed.
    Int,
    /// `float`: 64 bits.
    Float,
    /// `bool`
    Bool,
    /// `string`
    String,
    /// `datetime`: RFC 3339.
    DateTime,
    /// `any`: whatever JSON can say.
    Any,
    /// `bytes`: an answer that is no JSON; only as the whole answer of a function.
    Bytes,
    /// A struct, enum or alias of the spec.
    Named(String),
    /// `[T]`
    List(Box<Type>),
    /// `{T}`: an object with free keys.
    Map(Box<Type>),
    /// `T?`: may be null, and in an answer absent.
    Nullable(Box<Type>),
    /// `A | B`: in aliases only.
    OneOf(Vec<Type>),
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its name, camel case with a capital.
    pub name: String,
    /// What it stands for.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
    /// What it is.
    pub kind: TypeKind,
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `[struct.NAME]`
    Struct {
        /// Fields in the order of the spec.
        fields: Vec<Field>,
        /// Getters written by hand in the client crate.
        computed: Vec<Computed>,
    },
    /// `[enum.NAME]`: open; other words may arrive.
    Enum {
        /// The known words.
        values: Vec<EnumValue>,
        /// Whether requests may also use the position of a value, counted from 0.
        numbered: bool,
    },
    /// `[alias.NAME]`
    Alias(Type),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in every language, snake case.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Its type.
    pub ty: Type,
    /// The unit of its value.
    pub unit: Option<String>,
    /// What it means.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
}

/// A getter that calls a hand-written function of the client crate.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Its name.
    pub name: String,
    /// The hand-written type it returns, in the client crate's `computed` module.
    pub ty: String,
    /// What it says.
    pub doc: String,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The word on the wire.
    pub wire: String,
    /// Its name in every language, when the word does not give it.
    pub rename: Option<String>,
    /// What it means; may be empty.
    pub doc: String,
}

impl EnumValue {
    /// What its name in a language is made of.
    pub fn name(&self) -> &str {
        self.rename.as_deref().unwrap_or(&self.wire)
    }
}

/// `[catalogue]`
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// Name of its file, beside the spec.
    pub file: String,
    /// What it lists.
    pub doc: String,
    /// Its rows by rising id.
    pub entries: Vec<CatalogueEntry>,
}

/// A row of the catalogue: a value that machines of this API may know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CatalogueEntry {
    /// Its number on the wire.
    pub id: i64,
    /// Its key, upper case.
    pub name: String,
    /// The word that requests may use in place of the id; may be empty.
    pub alias: String,
    /// Its English title; variants are separated by ` / `; may be empty.
    pub title: String,
    /// Its designation in wiring diagrams; may be empty.
    pub designation: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// Raw value per shown unit; `None` when unknown.
    pub factor: Option<u32>,
    /// Whether the factor rests on one client's table only, not on pairs that were seen.
    pub weak: bool,
    /// Whether the API lets it be written; `None` when unknown.
    pub writable: Option<bool>,
    /// Smallest value that may be written.
    pub min: Option<f64>,
    /// Largest value that may be written.
    pub max: Option<f64>,
    /// Step between values that may be written.
    pub step: Option<f64>,
    /// Known words for raw values.
    pub values: Vec<(i64, String)>,
    /// What else is known; may be empty.
    pub note: String,
}
