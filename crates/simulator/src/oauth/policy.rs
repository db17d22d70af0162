//! What the authorization server insists on.

/// What the authorization server insists on. Servers differ; clients have to live with all of them.
///
/// [`Policy::default`] forgives much: any loopback address may be a callback, old refresh tokens live on, and a dead code
/// or token is refused without a word why. [`Policy::strict`] is what RFC 9700 asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Which logins must prove with PKCE that they are the same from beginning to end.
    pub pkce: Pkce,
    /// Where a user may be sent back to.
    pub callbacks: Callbacks,
    /// What a refresh does to the refresh token.
    pub rotation: Rotation,
    /// How HTTP Basic is read.
    pub basic: Basic,
    /// How requests are read, and how refusals are worded.
    pub wording: Wording,
    /// Whether a code that comes a second time ends the login that the first time began.
    pub code_reuse_ends_login: bool,
    /// Whether the answer to the user's browser says in `iss` who gives it (RFC 9207).
    pub names_issuer: bool,
    /// Whether tokens are refused to the browser itself, also where the spec has that grant: RFC 9700 section 2.1.2.
    pub refuses_implicit: bool,
    /// How those are refused who ask the API too often.
    pub too_many: TooMany,
    /// Whether tokens can be given back (RFC 7009), at `revoke` beside the token endpoint.
    pub revokes: bool,
    /// Whether applications with a secret can ask what a token of theirs is worth (RFC 7662), at `introspect` beside the
    /// token endpoint.
    pub introspects: bool,
    /// Whether the server says at `/.well-known/oauth-authorization-server` what it has and where (RFC 8414).
    pub publishes_metadata: bool,
}

impl Policy {
    /// PKCE for public clients and honoured for the others, exact callbacks, refresh tokens that are good once, no implicit
    /// grant, the words of RFC 6749, and all endpoints.
    pub fn strict() -> Self {
        Policy {
            pkce: Pkce::Public,
            callbacks: Callbacks::Exact,
            rotation: Rotation::Once { grace_s: 0.0 },
            basic: Basic::Either,
            wording: Wording::Rfc,
            code_reuse_ends_login: true,
            names_issuer: true,
            refuses_implicit: true,
            too_many: TooMany::Status,
            revokes: true,
            introspects: true,
            publishes_metadata: true,
        }
    }
}

/// Which logins must use PKCE (RFC 7636). Only S256 is known, never `plain`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pkce {
    /// None has to: what is sent is honoured where the spec says that the server knows PKCE, and ignored elsewhere.
    #[default]
    AsSpec,
    /// Those of applications without a secret; what others send is honoured.
    Public,
    /// All.
    Everyone,
}

/// Where a user may be sent back to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Callbacks {
    /// To the registered address, and to any address of this machine.
    #[default]
    Loopback,
    /// To any web address, as if it were registered, so that a program made for the real server keeps its own.
    Web,
    /// To the registered address, letter by letter. Where that is `http://127.0.0.1` or `http://[::1]` the port is free, as
    /// RFC 8252 section 7.3 has it; `localhost` has no such freedom.
    Exact,
}

/// What a refresh does to the refresh token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Rotation {
    /// The answer has none; the first one is good for ever.
    Never,
    /// The answer has a new one; earlier ones live on, of one owner at one application the 200 that were given or used last.
    #[default]
    Loose,
    /// The answer has a new one and the one that was sent is spent. One that is sent again later than the grace allows
    /// was stolen, by one side or the other: all tokens of that login end.
    Once {
        /// Simulated seconds in which a spent one still works, for those who never got the answer.
        grace_s: f64,
    },
}

/// How HTTP Basic is read: RFC 6749 has identifier and secret form-encoded, and many clients and servers do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basic {
    /// Both ways.
    #[default]
    Either,
    /// As it comes.
    Raw,
    /// Form-decoded.
    Encoded,
    /// Never: the credentials belong in the body.
    Refused,
}

/// How requests are read, and how refusals are worded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wording {
    /// A dead code or refresh token is a bare `invalid_request`, a wrong secret in the body has status 400, and a header that
    /// is not of HTTP Basic is no credential.
    #[default]
    Bare,
    /// As RFC 6749 has it: a dead code or refresh token is `invalid_grant`, with a sentence; a wrong secret has status 401;
    /// a parameter that comes twice is refused, and so are two kinds of credentials at once.
    Rfc,
}

/// How those are refused who ask the API too often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TooMany {
    /// By the status 429 of RFC 6585, with `Retry-After`.
    #[default]
    Status,
    /// By the API's own code in the body of a 400, without a word how long to wait; by the status where it has no codes.
    Code,
}
