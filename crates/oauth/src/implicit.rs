//! One attempt to log in by implicit grant.

use std::fmt;

use oauth2::Scope;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use uplink_runtime::TokenError;

use crate::callback::{Expected, read_fragment};
use crate::login::{checked, new_state};
use crate::{Grant, LoginError, Registration, answer};

/// One attempt of a user to log in by implicit grant: the access token comes in the address itself, and nothing renews
/// it.
///
/// The token stands in the browser's history and in what other programs see of the address, which is why RFC 9700 advises
/// against this grant. For clients that must not hold a secret and cannot reach the token endpoint; everybody else uses
/// [`Login`](crate::Login).
pub struct ImplicitLogin {
    registration: Registration,
    scopes: Vec<String>,
    url: String,
    state: SecretString,
}

impl ImplicitLogin {
    /// Starts a login by implicit grant.
    ///
    /// # Errors
    /// When the API does not know a scope, or has no such login.
    pub fn begin(registration: &Registration, scopes: &[String]) -> Result<Self, LoginError> {
        let scopes = checked(registration, "implicit", scopes)?;
        let client = registration.client();
        let request =
            client.authorize_url(new_state).use_implicit_flow().add_scopes(scopes.iter().cloned().map(Scope::new));
        let (url, state) = request.url();
        let state = SecretString::from(state.into_secret());
        Ok(ImplicitLogin { registration: registration.clone(), scopes, url: url.into(), state })
    }

    /// The authorization link, for the user's browser and nobody else.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Completes the login with the address that the browser ended at, with its `#` part.
    ///
    /// # Errors
    /// When the address is not the answer to this login, the user refused, or it holds no token.
    pub fn finish(self, callback_url: &str) -> Result<Grant, LoginError> {
        let expected = Expected {
            redirect: self.registration.redirect_url(),
            state: self.state.expose_secret(),
            issuer: self.registration.issuer(),
        };
        let parameters = read_fragment(callback_url, &expected)?;
        let bearer = parameters.get("token_type").is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
        let token = parameters.get("access_token").filter(|token| bearer && answer::is_access_token(token));
        let token =
            token.ok_or_else(|| TokenError::BadTokenAnswer { why: "the callback holds no access token".into() })?;
        let read = |name: &str| parameters.get(name).map(Value::from);
        let expires_in = read("expires_in").as_ref().and_then(answer::lifetime);
        let scopes = read("scope").as_ref().and_then(answer::scopes);
        let expires_in = expires_in.unwrap_or(self.registration.oauth().expires_in);
        Ok(Grant::new(token, None, Some(expires_in), scopes.unwrap_or(self.scopes)))
    }
}

impl fmt::Debug for ImplicitLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ImplicitLogin");
        debug.field("registration", &self.registration).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{registration, scopes, state_of};

    fn finish(fragment: &str) -> Result<Grant, LoginError> {
        let registration = registration("https://api.example");
        let login = ImplicitLogin::begin(&registration, &scopes()).unwrap();
        assert!(login.url().contains("response_type=token"));
        let state = state_of(login.url());
        assert!(!format!("{login:?}").contains(&state));
        login.finish(&format!("{}{}", registration.redirect_uri(), fragment.replace("STATE", &state)))
    }

    #[test]
    fn a_token_comes_in_the_fragment() {
        let grant = finish("#access_token=CANARY&token_type=bearer&expires_in=300&scope=READ&state=STATE").unwrap();
        assert_eq!(grant.access_token().expose_secret(), "CANARY");
        assert_eq!(grant.scopes(), ["READ"]);
        assert!(grant.refresh_token().is_none());
        assert_eq!(finish("#access_token=CANARY&state=STATE").unwrap().scopes(), scopes());
    }

    #[test]
    fn t09_anything_else_is_refused() {
        for bad in [
            "#access_token=CANARY&state=x",
            "#access_token=CANARY",
            "#access_token=CANARY&access_token=x&state=STATE",
            "?access_token=CANARY&state=STATE",
            "#access_token=CAN%0d%0aARY&state=STATE",
            "#access_token=CANARY&token_type=mac&state=STATE",
            "#access_token=&state=STATE",
            "#error=access_denied&access_token=CANARY&state=STATE",
        ] {
            let error = finish(bad).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{bad}");
        }
        assert!(matches!(
            finish("#error=access_denied&state=STATE"),
            Err(LoginError::LoginDenied { by_user: true, .. })
        ));
        assert!(matches!(finish("#access_token=A&state=x"), Err(LoginError::StateMismatch)));
    }
}
