//! How users grant access.

/// `[oauth]`
#[derive(Clone, Debug, PartialEq)]
pub struct OAuth {
    /// The authorization endpoint: a path relative to the base URL, or an https URL; empty when no grant needs it.
    pub authorize: String,
    /// The token endpoint, in the same way.
    pub token: String,
    /// Grants that the authorization server offers.
    pub grants: Vec<Grant>,
    /// Whether the server honours PKCE with S256.
    pub pkce: bool,
    /// How clients show their secret to the token endpoint.
    pub client_auth: ClientAuth,
    /// What the server calls itself in its answers (RFC 9207), where that is not the address of its authorization endpoint.
    pub issuer: Option<String>,
    /// Seconds an access token lives when the answer does not say.
    pub expires_in: u64,
    /// The scope without which no refresh token is given; `None` when none is needed.
    pub refresh_scope: Option<String>,
    /// Whether access tokens are JSON Web Tokens; matters to the local service only.
    pub jwt: bool,
    /// Where the facts come from.
    pub why: Option<String>,
}

impl OAuth {
    /// The URL of an endpoint of this API.
    pub fn url(base_url: &str, endpoint: &str) -> String {
        if endpoint.starts_with('/') { format!("{base_url}{endpoint}") } else { endpoint.to_owned() }
    }

    /// The path of an endpoint at its host, without that of the base URL where it is relative to that.
    pub fn path(endpoint: &str) -> &str {
        let after_host = |url: &'_ str| url.find('/').unwrap_or(url.len());
        endpoint.strip_prefix("https://").map_or(endpoint, |url| &url[after_host(url)..])
    }
}

/// How a client shows its secret to the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientAuth {
    /// In the form.
    #[default]
    Body,
    /// HTTP Basic with key and secret as they are.
    BasicRaw,
    /// HTTP Basic with key and secret percent-encoded first, as RFC 6749 has it.
    BasicEncoded,
}

impl ClientAuth {
    /// Each with its word in the spec.
    pub const ALL: [(ClientAuth, &'static str); 3] =
        [(ClientAuth::Body, "body"), (ClientAuth::BasicRaw, "basic_raw"), (ClientAuth::BasicEncoded, "basic_encoded")];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
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
    /// Above this many scopes the types of their sets would be too many; then they are checked at run time only.
    pub const MOST_TYPED: usize = 4;

    /// What its name in a language is made of.
    pub fn ident(&self) -> &str {
        self.rename.as_deref().unwrap_or(&self.name)
    }
}
