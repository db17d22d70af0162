//! A token on its way to an application.

/// A token as the token endpoint gives it.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// The access token.
    pub access_token: String,
    /// The refresh token, where the API has them.
    pub refresh_token: Option<String>,
    /// Simulated seconds until the access token dies.
    pub expires_in: u64,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for Issued {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Tokens are secrets even here: habits count.
        f.debug_struct("Issued")
            .field("expires_in", &self.expires_in)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
