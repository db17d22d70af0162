//! The API itself.

/// `[api]`
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// Name for humans, such as `Kettle Cloud`.
    pub name: String,
    /// Version of the API as its provider counts.
    pub version: String,
    /// Absolute URL that paths and endpoints are relative to; no slash at its end.
    pub base_url: String,
    /// Whether it is spoken in home networks without TLS.
    pub insecure_http: bool,
    /// What the API is, in a sentence or more.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
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
    /// Requests that may be under way at the same time, of everybody in a process; `None` for as many as there are.
    pub in_flight: Option<u32>,
    /// What the names of the headers begin with that say how much of the pace is left: `X` for `X-Remaining`.
    pub headers: Option<String>,
    /// Where the facts come from.
    pub why: Option<String>,
}
