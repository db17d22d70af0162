//! Keys and passwords that a provider hands out, beside the access tokens of OAuth.

/// The name by which a function asks for the access token.
pub const TOKEN: &str = "token";

/// The word of a function that nobody has to be named for.
pub const NONE: &str = "none";

/// `[auth.NAME]`
#[derive(Clone, Debug, PartialEq)]
pub struct AuthScheme {
    /// Its name in every language, snake case.
    pub name: String,
    /// What is sent.
    pub kind: AuthKind,
    /// What it is, and where a user gets it.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
}

/// What is sent for a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthKind {
    /// A key by itself, under a name.
    ApiKey {
        /// Where it travels.
        place: KeyPlace,
        /// Its name there.
        wire: String,
    },
    /// User name and password, as RFC 7617 has them.
    Basic,
}

/// Where an API key travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In a header of its own.
    Header,
    /// In the query.
    Query,
    /// In a cookie.
    Cookie,
}

impl KeyPlace {
    /// Every place with its word in the spec.
    pub const ALL: [(KeyPlace, &'static str); 3] =
        [(KeyPlace::Header, "header"), (KeyPlace::Query, "query"), (KeyPlace::Cookie, "cookie")];

    /// Its word in the spec.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(place, _)| *place == self).map_or("", |(_, word)| word)
    }
}
