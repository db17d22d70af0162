//! Names that clients have already, written by hand or by the generator for every API.

/// Methods of clients, with the language that has them.
pub const METHODS: [(&str, &str); 21] = [
    ("with_options", "Rust and Python"),
    ("with_response", "Python"),
    ("new", "Rust"),
    ("untyped", "Rust"),
    ("scopes", "Rust and Python"),
    ("login", "Python"),
    ("watch", "Python"),
    ("record", "Python"),
    ("logout", "Python"),
    ("client_credentials", "Python"),
    ("base_url", "Python"),
    ("token_store", "Python"),
    ("from_env", "Python"),
    ("from_token", "Python"),
    ("from_token_provider", "Python"),
    ("from_tokens", "Python"),
    ("granted", "Python"),
    ("card", "Python"),
    ("close", "Python"),
    ("aclose", "Python"),
    // The constant that describes the API stands beside those of its functions.
    ("api", "Rust"),
];

/// Methods of a call that comes in pages.
pub const PAGES: [(&str, &str); 3] = [("stream", "Rust"), ("with_options", "Rust"), ("with_response", "Rust")];

/// Methods of a call that has optional arguments.
pub const CALLS: [(&str, &str); 2] = [("with_options", "Rust"), ("with_response", "Rust")];

/// What each call takes besides its arguments in Python, unless one of these is called the same.
pub const OPTIONS: [&str; 4] = ["timeout", "max_age", "extra_headers", "options"];

/// Attributes of all models.
pub const FIELDS: [(&str, &str); 7] = [
    ("computed", "Python"),
    ("extra", "Rust and Python"),
    ("from_dict", "Python"),
    ("from_json", "Python"),
    ("replace", "Python"),
    ("to_dict", "Python"),
    ("to_json", "Python"),
];

/// Types that generated code uses by their short names.
pub const TYPES: [(&str, &str); 17] = [
    ("From", "Rust"),
    ("Option", "Rust"),
    ("String", "Rust"),
    ("Vec", "Rust"),
    ("Any", "Python"),
    ("AsyncClient", "Python"),
    ("AsyncPages", "Python"),
    ("BaseAsyncClient", "Python"),
    ("BaseClient", "Python"),
    ("ClassVar", "Python"),
    ("Client", "Python"),
    ("FileLike", "Python"),
    ("Iterable", "Python"),
    ("Mapping", "Python"),
    ("Model", "Python"),
    ("OpenEnum", "Python"),
    ("Pages", "Python"),
];

/// Variants of every enum.
pub const WORDS: [(&str, &str); 1] = [("Unlisted", "Rust")];

/// Types beside those of the scopes.
pub const SCOPES: [(&str, &str); 2] = [("Dynamic", "Rust"), ("ScopeSet", "Rust")];
