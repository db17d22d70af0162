//! Reading the address that the browser ends at.

use std::collections::HashMap;

use secrecy::SecretString;
use subtle::ConstantTimeEq;
use uplink_runtime::TokenError;
use url::Url;
use zeroize::Zeroize;

use crate::{LoginError, clean};

/// Longer than any code, shorter than an attack.
const LONGEST: usize = 64 * 1024;

/// The longest name of another server that is repeated.
const LONGEST_NAME: usize = 200;

/// Whether a secret shows in a text, in which case counts for nothing.
fn hides(text: &str, secret: &str) -> bool {
    !secret.is_empty() && text.to_lowercase().contains(&secret.to_lowercase())
}

/// What a callback turns out to be.
pub(crate) enum Verdict {
    /// Without the right state it could be from anybody; a login goes on waiting.
    NotOurs(LoginError),
    /// The server's answer to this login.
    Ours(Result<SecretString, LoginError>),
}

impl Verdict {
    pub(crate) fn into_result(self) -> Result<SecretString, LoginError> {
        match self {
            Verdict::NotOurs(error) => Err(error),
            Verdict::Ours(result) => result,
        }
    }
}

/// What a callback is measured against.
pub(crate) struct Expected<'a> {
    pub(crate) redirect: &'a Url,
    pub(crate) state: &'a str,
    pub(crate) issuer: Issuer<'a>,
}

/// Whom an answer has to name, where it names a server at all (RFC 9207).
#[derive(Clone, Copy)]
pub(crate) enum Issuer<'a> {
    /// Exactly this one.
    Named(&'a str),
    /// One at the host of this address: that of the authorization endpoint.
    Of(&'a Url),
}

/// Reads a callback of the authorization code grant.
pub(crate) fn read_code(text: &str, expected: &Expected<'_>) -> Verdict {
    let parameters = match located(text, expected.redirect).and_then(|url| {
        if url.fragment().is_some_and(|f| !f.is_empty()) {
            return Err(bad("it has a `#` part, which this kind of login never has; start again"));
        }
        Parameters::read(url.query().unwrap_or_default())
    }) {
        Ok(parameters) => parameters,
        Err(error) => return Verdict::NotOurs(error),
    };
    if !parameters.has_state(expected.state) {
        return Verdict::NotOurs(LoginError::StateMismatch);
    }
    Verdict::Ours(parameters.code(expected))
}

/// Reads a callback of the implicit grant: the parameters, when the state is right and there is no error.
pub(crate) fn read_fragment(text: &str, expected: &Expected<'_>) -> Result<Parameters, LoginError> {
    let url = located(text, expected.redirect)?;
    let parameters = Parameters::read(url.fragment().unwrap_or_default())?;
    if !parameters.has_state(expected.state) {
        return Err(LoginError::StateMismatch);
    }
    parameters.no_error(expected)?;
    Ok(parameters)
}

fn bad(why: &str) -> LoginError {
    LoginError::BadCallback(why.into())
}

/// The callback as a URL, when it is at the redirect URI.
fn located(text: &str, redirect: &Url) -> Result<Url, LoginError> {
    // The pasted text is never repeated: it may be a password that went astray.
    let elsewhere =
        || bad(&format!("paste the whole address that the browser ends at; it starts with {}", start(redirect)));
    let text = text.trim();
    if text.len() > LONGEST || text.chars().any(char::is_control) {
        return Err(elsewhere());
    }
    let url = Url::parse(text).map_err(|_| elsewhere())?;
    let same = url.scheme() == redirect.scheme()
        && url.host_str() == redirect.host_str()
        && url.port_or_known_default() == redirect.port_or_known_default()
        && url.path() == redirect.path()
        && url.username().is_empty()
        && url.password().is_none();
    // A redirect URI keeps its own query.
    let kept = redirect.query_pairs().all(|own| url.query_pairs().any(|pair| pair == own));
    if same && kept { Ok(url) } else { Err(elsewhere()) }
}

fn start(redirect: &Url) -> String {
    let mut start = redirect.clone();
    start.set_query(None);
    start.into()
}

/// Parameters of a callback, each given once.
pub(crate) struct Parameters(HashMap<String, String>);

impl Drop for Parameters {
    fn drop(&mut self) {
        self.0.values_mut().for_each(Zeroize::zeroize);
    }
}

impl Parameters {
    fn read(query: &str) -> Result<Self, LoginError> {
        let mut all = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            // Which of two would count is a matter of taste, and attacks live on differing tastes.
            if all.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(bad("a parameter is given twice; start again"));
            }
        }
        Ok(Parameters(all))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn has_state(&self, state: &str) -> bool {
        self.get("state").is_some_and(|given| bool::from(given.as_bytes().ct_eq(state.as_bytes())))
    }

    fn no_error(&self, expected: &Expected<'_>) -> Result<(), LoginError> {
        let secrets = ["state", "code", "access_token"].map(|name| self.get(name).unwrap_or_default());
        self.issuer(expected, &secrets)?;
        match self.get("error") {
            Some(error) => {
                let said = clean::error(error, self.get("error_description"), &secrets);
                let why = format!("it sent the browser back with {said}");
                Err(match error {
                    "temporarily_unavailable" | "server_error" => {
                        TokenError::Temporary { why, retry_after: None, source: None }.into()
                    }
                    "unauthorized_client" | "invalid_client" => TokenError::ClientRejected { why }.into(),
                    _ => LoginError::LoginDenied { error: said, by_user: error == "access_denied" },
                })
            }
            None => Ok(()),
        }
    }

    /// Refuses an answer that says to be of another server (RFC 9207).
    fn issuer(&self, expected: &Expected<'_>, secrets: &[&str]) -> Result<(), LoginError> {
        let Some(iss) = self.get("iss") else { return Ok(()) };
        let origin = |url: &Url| url.origin().ascii_serialization();
        let named = Url::parse(iss).ok().filter(|iss| iss.has_host()).map(|iss| origin(&iss));
        let (asked, right, what) = match expected.issuer {
            Issuer::Named(issuer) => (issuer.to_owned(), iss == issuer, "`issuer` in `[oauth]` of the spec"),
            Issuer::Of(url) => {
                let asked = origin(url);
                let right = named.as_ref() == Some(&asked);
                (asked, right, "`base_url`, or `issuer` in `[oauth]` of the spec,")
            }
        };
        // Of an issuer that has a path, the whole is what matters.
        let shown =
            if matches!(expected.issuer, Issuer::Named(_)) { named.as_ref().map(|_| iss.to_owned()) } else { named };
        let known = |named: &String| named.len() <= LONGEST_NAME && !secrets.iter().any(|s| hides(named, s));
        match shown.filter(known) {
            _ if right => Ok(()),
            Some(named) => Err(bad(&format!(
                "it comes from {named}, and the login was begun at {asked}: if both are one service, set {what} to the address \
                 that it names, else do not go on"
            ))),
            None => Err(bad(&format!(
                "it names another server than {asked}, where the login was begun: set {what} to the address that the \
                 server gives as its own"
            ))),
        }
    }

    fn code(&self, expected: &Expected<'_>) -> Result<SecretString, LoginError> {
        if self.get("access_token").is_some() {
            return Err(bad("it holds a token, which this kind of login never has; start again"));
        }
        self.no_error(expected)?;
        match self.get("code") {
            Some(code) if !code.is_empty() => Ok(SecretString::from(code)),
            _ => Err(bad("it holds no code; start again")),
        }
    }
}

#[cfg(test)]
mod tests;
