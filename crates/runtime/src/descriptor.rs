//! Constant descriptions of an API and its functions, written by the generator.

use std::time::Duration;

pub use crate::shape::{Enum, Field, Fields, Null, Shape, Struct, Tagged};

/// An API.
#[derive(Debug)]
pub struct Api {
    /// Human name.
    pub name: &'static str,
    /// Where the API is; no slash at the end.
    pub base_url: &'static str,
    /// Whether it is spoken in home networks without TLS, where a client is told to.
    pub insecure_http: bool,
    /// Its functions.
    pub functions: &'static [&'static Function],
    /// Its OAuth endpoints, if it has any.
    pub oauth: Option<OAuth>,
    /// Its keys and passwords.
    pub auth: &'static [&'static AuthScheme],
    /// Its scopes with what they allow.
    pub scopes: &'static [(&'static str, &'static str)],
    /// How often it may be asked.
    pub pace: Option<Pace>,
    /// How it reports errors.
    pub errors: Option<Errors>,
    /// Objects with known fields, by their index.
    pub structs: &'static [&'static Struct],
    /// Lists of words, by their index.
    pub enums: &'static [&'static Enum],
}

impl Api {
    /// An API without functions; generated descriptions say what differs.
    pub const PLAIN: Api = Api {
        name: "API",
        base_url: "",
        insecure_http: false,
        functions: &[],
        oauth: None,
        auth: &[],
        scopes: &[],
        pace: None,
        errors: None,
        structs: &[],
        enums: &[],
    };

    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&'static Function> {
        self.functions.iter().copied().find(|f| f.name == name)
    }

    /// A base URL without the version at its end that the paths of functions begin with, such as `/v2`: people take
    /// addresses from pages that show it. Where the API's own base URL ends so, it belongs there.
    pub fn without_version<'a>(&self, base_url: &'a str) -> &'a str {
        let trimmed = base_url.trim_end_matches('/');
        let own = self.base_url.trim_end_matches('/');
        let prefixes = self.functions.iter().filter_map(|function| version_prefix(function.path));
        let stripped = prefixes.filter(|prefix| !own.ends_with(prefix)).find_map(|prefix| trimmed.strip_suffix(prefix));
        stripped.unwrap_or(base_url)
    }
}

/// The beginning of a path up to its version, such as `/api/v1`.
fn version_prefix(path: &str) -> Option<&str> {
    let mut end = 0;
    for segment in path.split_inclusive('/') {
        end += segment.len();
        let version = segment.trim_end_matches('/');
        if version.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
            return Some(path[..end].trim_end_matches('/'));
        }
    }
    None
}

/// The OAuth side of an API.
#[derive(Clone, Copy, Debug)]
pub struct OAuth {
    /// Path of the authorization endpoint.
    pub authorize: &'static str,
    /// Path of the token endpoint.
    pub token: &'static str,
    /// The grants that the server offers, in the words of RFC 6749.
    pub grants: &'static [&'static str],
    /// Whether the server honours PKCE with S256.
    pub pkce: bool,
    /// How clients show their secret to the token endpoint, where they are not told otherwise.
    pub client_auth: ClientAuth,
    /// What the server calls itself in its answers, where that is not the address of its authorization endpoint.
    pub issuer: Option<&'static str>,
    /// How long an access token lives when the answer does not say.
    pub expires_in: Duration,
    /// The scope that only makes a login last.
    pub refresh_scope: Option<&'static str>,
}

/// How a client shows its secret to the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAuth {
    /// Key and secret in the request's form. Every server that these clients know takes it.
    #[default]
    Body,
    /// HTTP Basic with key and secret as they are, as many servers and clients have it.
    BasicRaw,
    /// HTTP Basic with key and secret percent-encoded first, as RFC 6749 has it.
    BasicEncoded,
}

impl ClientAuth {
    /// Each with its word in specs and options.
    pub const ALL: [(&'static str, ClientAuth); 3] =
        [("body", ClientAuth::Body), ("basic_raw", ClientAuth::BasicRaw), ("basic_encoded", ClientAuth::BasicEncoded)];
}

/// A key or password that calls may carry.
#[derive(Debug)]
pub struct AuthScheme {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// What carries it.
    pub carrier: Carrier,
}

/// The part of a request that carries a key or a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The header of this name, an API key.
    Header(&'static str),
    /// The argument of the query of this name, an API key.
    Query(&'static str),
    /// The cookie of this name, an API key.
    Cookie(&'static str),
    /// The header `Authorization`, user name and password.
    Basic,
}

/// What says who calls.
#[derive(Clone, Copy, Debug)]
pub enum Auth {
    /// The access token.
    Token,
    /// A key or a password.
    Scheme(&'static AuthScheme),
}

/// A token limiter.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Requests per period.
    pub requests: u32,
    /// The period.
    pub per: Duration,
    /// Requests that may come at once after a rest.
    pub burst: u32,
    /// Requests that may be under way at the same time, of all clients of a process; `None` for as many as there are.
    pub in_flight: Option<u32>,
    /// What the names of the headers begin with that say how much is left.
    pub headers: Option<&'static str>,
}

/// How an API reports errors.
#[derive(Clone, Copy, Debug)]
pub struct Errors {
    /// Field with the code, those of the objects around it before it and parted by dots; empty when there is none.
    pub code: &'static str,
    /// Field with a list of sentences.
    pub details: Option<&'static str>,
    /// Known codes.
    pub codes: &'static [ErrorCode],
    /// Words in the body that tell what the error is.
    pub words: &'static [ErrorWord],
    /// What answers to writes hold that have a status of success and are refusals all the same.
    pub refused: &'static [Refusal],
}

/// What an answer holds that is a refusal whatever its status.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    /// The field, with those around it before it, parted by dots.
    pub field: &'static str,
    /// What its text begins with, in any case.
    pub word: &'static str,
}

/// A word in the body of an error that tells what it is.
#[derive(Clone, Copy, Debug)]
pub struct ErrorWord {
    /// What the body holds, in any case.
    pub word: &'static str,
    /// The only HTTP status that it counts for.
    pub status: Option<u16>,
    /// The name of the error.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// A known error code.
#[derive(Clone, Copy, Debug)]
pub struct ErrorCode {
    /// Its number.
    pub code: i64,
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// What it means to the runtime.
    pub role: Option<Role>,
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
}

/// A function of the API.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path with `{argument}` placeholders.
    pub path: &'static str,
    /// Scopes that it needs, all of them.
    pub scopes: &'static [&'static str],
    /// The ways to say who calls, the best first: each with all that a request carries. None when nobody is asked.
    pub auth: &'static [&'static [Auth]],
    /// Its arguments.
    pub arguments: &'static [Argument],
    /// The media type of its body, where it has one.
    pub content_type: ContentType,
    /// The media type that is asked for, where it is not that of JSON, or of bytes any.
    pub accept: Option<&'static str>,
    /// Statuses that mean success; all of 200 to 299 where none stands here.
    pub success: &'static [u16],
    /// What comes back; of pages, the list of all their items.
    pub answer: Shape,
    /// Field of an object that some servers put around the answer.
    pub wrapped: Option<&'static str>,
    /// Whether a failed request may be sent again.
    pub retry: bool,
    /// How its answer comes in pages.
    pub page: Option<Page>,
    /// How long to wait for the answer, when that differs from the client's default.
    pub timeout: Option<Duration>,
    /// Why it should not be called any more.
    pub deprecated: Option<&'static str>,
    /// Where it is, when that is not the base URL of the API. A client that was given a base URL asks that one.
    pub base_url: Option<&'static str>,
}

impl Function {
    /// A function that needs a token and says nothing else; generated descriptions say what differs.
    pub const PLAIN: Function = Function {
        name: "",
        doc: "",
        method: "GET",
        path: "",
        scopes: &[],
        auth: &[&[Auth::Token]],
        arguments: &[],
        content_type: ContentType::Json("application/json"),
        accept: None,
        success: &[],
        answer: Shape::Nothing,
        wrapped: None,
        retry: false,
        page: None,
        timeout: None,
        deprecated: None,
        base_url: None,
    };

    /// Whether its calls may carry an access token.
    pub fn takes_token(&self) -> bool {
        self.auth.iter().copied().flatten().any(|auth| matches!(auth, Auth::Token))
    }

    /// Whether a status means success.
    pub fn accepts(&self, status: u16) -> bool {
        if self.success.is_empty() { (200..300).contains(&status) } else { self.success.contains(&status) }
    }

    /// Whether the answer is bytes rather than JSON.
    pub fn is_binary(&self) -> bool {
        matches!(self.answer.non_null(), Shape::Bytes)
    }

    /// Whether the answer is text as it is rather than JSON.
    pub fn is_text(&self) -> bool {
        matches!(self.answer.non_null(), Shape::Text) && self.accept.is_some_and(|accept| !is_json(accept))
    }

    /// Whether it changes something.
    pub fn writes(&self) -> bool {
        !matches!(self.method, "GET" | "HEAD")
    }

    /// The argument of this name.
    pub fn argument(&self, name: &str) -> Option<&'static Argument> {
        self.arguments.iter().find(|a| a.name == name)
    }
}

/// The media type of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentType {
    /// JSON, by this name.
    Json(&'static str),
    /// `application/x-www-form-urlencoded`
    Form,
    /// Text of this media type.
    Text(&'static str),
    /// `multipart/form-data`
    #[cfg(feature = "files")]
    Multipart,
    /// A file of this media type.
    #[cfg(feature = "files")]
    File(&'static str),
}

/// An argument of a function.
#[derive(Debug)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// Its name on the wire.
    pub wire: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Where it travels.
    pub place: Place,
    /// Its form.
    pub shape: Shape,
    /// How a list or an object travels outside of JSON.
    pub style: Style,
    /// Whether a call without it is refused.
    pub required: bool,
    /// When `null` is sent for it, as a field of the body.
    pub null: Null,
    /// Smallest number.
    pub min: Option<i64>,
    /// Largest number.
    pub max: Option<i64>,
    /// Fewest items.
    pub min_items: Option<usize>,
    /// Most items in one request.
    pub max_items: Option<usize>,
    /// Whether a longer list is split over several requests.
    pub batch: bool,
    /// Fields of an item of the answer that say which item of the list it is for. Reads that wait at the same time are
    /// merged by them; none are without.
    pub merge: &'static [&'static str],
}

impl Argument {
    /// An optional text in the query without limits; generated descriptions say what differs.
    pub const PLAIN: Argument = Argument {
        name: "",
        wire: "",
        doc: "",
        place: Place::Query,
        shape: Shape::Text,
        style: Style::Repeat,
        required: false,
        null: Null::Never,
        min: None,
        max: None,
        min_items: None,
        max_items: None,
        batch: false,
        merge: &[],
    };
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
    /// In a cookie.
    Cookie,
    /// As a field of the body.
    Body,
    /// As the whole body.
    Content,
}

/// How a list or an object travels outside of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Each item by itself, under the name of the argument; each field of an object under its own. In a path or a header
    /// all in one text, joined by commas, the fields of an object as `min=1,max=2`.
    Repeat,
    /// All in one text, joined by commas; an object as `min,1,max,2`.
    Comma,
    /// All in one text, joined by `|`.
    Pipe,
    /// All in one text, joined by blanks.
    Space,
    /// Each item and field by itself, with its place in brackets.
    Deep,
    /// As JSON text.
    Json,
    /// In a path, behind a dot and joined by commas.
    Label,
    /// In a path, each item and field behind a dot.
    LabelExploded,
    /// In a path, behind a semicolon and the name of the argument, joined by commas.
    Matrix,
    /// In a path, each item behind a semicolon and the name of the argument, each field behind one and its own.
    MatrixExploded,
}

/// How an answer comes in pages. Fields of the answer may stand within others, as `meta.total`.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Name of the argument that chooses a page.
    pub argument: &'static str,
    /// What it says.
    pub by: PageBy,
    /// Where a page says which one follows.
    pub next: NextPage,
    /// Field of the answer with the page number.
    pub number_field: Option<&'static str>,
    /// Field of the answer with the page size.
    pub size_field: Option<&'static str>,
    /// Field of the answer with the number of all items.
    pub total_field: Option<&'static str>,
    /// Field of the answer that says whether there are more pages.
    pub more_field: Option<&'static str>,
    /// Field of the answer with the items; the answer is the list itself where none is named.
    pub items_field: Option<&'static str>,
}

/// What the argument that chooses a page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageBy {
    /// The number of the page, counted from 1.
    Number,
    /// How many items stand before it.
    Offset,
    /// What an earlier page gave.
    Cursor,
}

/// Where a page says which one follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// Nowhere: it is counted.
    Counted,
    /// Field of the answer with what the argument is then.
    Field(&'static str),
    /// Field of the last item with what the argument is then.
    Last(&'static str),
    /// Field of the answer with the address of the next page.
    Link(&'static str),
    /// The header `Link`, at the relation `next`.
    LinkHeader,
}

impl Page {
    /// Numbered pages of lists, of which nothing else is said; generated descriptions say what differs.
    pub const PLAIN: Page = Page {
        argument: "",
        by: PageBy::Number,
        next: NextPage::Counted,
        number_field: None,
        size_field: None,
        total_field: None,
        more_field: None,
        items_field: None,
    };
}

/// Whether a media type is that of JSON.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    ["application/json", "text/json"].contains(&essence.as_str()) || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_at_the_beginning_of_paths() {
        for (path, version) in [
            ("/api/v1/systems/{id}", Some("/api/v1")),
            ("/v22/ping", Some("/v22")),
            ("/v3", Some("/v3")),
            ("/vendors/v", None),
            ("/things/{v1}", None),
            ("/", None),
        ] {
            assert_eq!(version_prefix(path), version, "{path}");
        }
    }

    #[test]
    fn a_version_that_the_api_has_in_its_own_base_url_stays() {
        const FUNCTION: Function = Function { name: "env", path: "/api/v1/env", ..Function::PLAIN };
        for (own, kept) in
            [("https://api.example", "http://here"), ("https://api.example/api/v1", "http://here/api/v1")]
        {
            let api = Api { base_url: own, functions: &[&FUNCTION], ..Api::PLAIN };
            assert_eq!(api.without_version("http://here/api/v1"), kept, "{own}");
        }
    }
}
