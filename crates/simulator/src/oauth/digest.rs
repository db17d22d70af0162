//! Secrets as they are kept: by their digest.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::base64;

/// The SHA-256 of a secret. All secrets here are long and random, so nothing slower is needed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Digest(String);

impl Digest {
    pub(crate) fn of(secret: &str) -> Self {
        Digest(base64::for_urls(&Sha256::digest(secret)))
    }

    /// The digest as PKCE writes it.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636() {
        let digest = Digest::of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(digest.text(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
