//! PKCE (RFC 7636): a login proves that it ends where it began.

use subtle::ConstantTimeEq;

use super::digest::Digest;
use super::policy::Pkce;

/// The challenge to keep with a code. `Err` is a sentence for the application.
pub(super) fn challenge(
    rule: Pkce,
    spec_knows: bool,
    public: bool,
    challenge: Option<&str>,
    method: Option<&str>,
) -> Result<Option<String>, &'static str> {
    let needed = match rule {
        Pkce::AsSpec if !spec_knows => return Ok(None),
        Pkce::AsSpec => false,
        Pkce::Public => public,
        Pkce::Everyone => true,
    };
    let Some(challenge) = challenge else {
        let stray = method.is_some();
        return if needed || stray { Err("code_challenge is missing.") } else { Ok(None) };
    };
    if method != Some("S256") {
        return Err("code_challenge_method must be S256.");
    }
    // 32 bytes in base64 without padding.
    if challenge.len() != 43 || !challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
        return Err("code_challenge is not of S256.");
    }
    Ok(Some(challenge.to_owned()))
}

/// Whether a verifier is what the challenge promised. Neither may come without the other: RFC 9700 section 4.8.2.
pub(super) fn fits(rule: Pkce, spec_knows: bool, challenge: Option<&str>, verifier: Option<&str>) -> bool {
    if rule == Pkce::AsSpec && !spec_knows {
        return true;
    }
    match (challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
            let formed = (43..=128).contains(&verifier.len()) && verifier.bytes().all(allowed);
            formed && bool::from(Digest::of(verifier).text().as_bytes().ct_eq(challenge.as_bytes()))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    #[test]
    fn challenges_that_are_kept_and_refused() {
        let s256 = Some("S256");
        assert_eq!(
            challenge(Pkce::AsSpec, false, true, Some("junk"), Some("plain")),
            Ok(None),
            "not known, so ignored"
        );
        assert_eq!(challenge(Pkce::AsSpec, true, true, None, None), Ok(None));
        for rule in [Pkce::AsSpec, Pkce::Public, Pkce::Everyone] {
            assert_eq!(challenge(rule, true, true, Some(CHALLENGE), s256), Ok(Some(CHALLENGE.to_owned())));
            assert!(challenge(rule, true, true, Some(CHALLENGE), Some("plain")).is_err(), "no downgrade");
            assert!(challenge(rule, true, true, Some(CHALLENGE), None).is_err(), "plain is the default of the RFC");
            assert!(challenge(rule, true, true, Some("short"), s256).is_err());
            assert!(challenge(rule, true, true, None, s256).is_err());
        }
        assert!(challenge(Pkce::Public, false, true, None, None).is_err());
        assert_eq!(challenge(Pkce::Public, false, false, None, None), Ok(None), "it has a secret");
        assert!(challenge(Pkce::Everyone, false, false, None, None).is_err());
    }

    #[test]
    fn both_or_neither() {
        for rule in [Pkce::Public, Pkce::Everyone] {
            assert!(fits(rule, false, None, None));
            assert!(fits(rule, false, Some(CHALLENGE), Some(VERIFIER)));
            assert!(!fits(rule, false, Some(CHALLENGE), None));
            assert!(!fits(rule, false, None, Some(VERIFIER)));
            assert!(!fits(rule, false, Some(CHALLENGE), Some(CHALLENGE)));
            let short = "short".to_owned();
            assert!(!fits(rule, false, Some(Digest::of(&short).text()), Some(&short)));
        }
        assert!(fits(Pkce::AsSpec, false, None, Some("anything")));
        assert!(!fits(Pkce::AsSpec, true, Some(CHALLENGE), None));
    }
}
