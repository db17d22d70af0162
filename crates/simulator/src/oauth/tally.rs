//! What the token endpoint did.

/// How often the token endpoint did what. Tests read here whether a client behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests to the token endpoint, those that were refused among them.
    pub token_calls: u64,
    /// Codes that were exchanged for tokens.
    pub codes: u64,
    /// Refresh tokens that were exchanged for tokens.
    pub refreshes: u64,
    /// Refresh tokens that came again after they were spent.
    pub reuses: u64,
    /// Codes that came again after they were used.
    pub code_reuses: u64,
}
