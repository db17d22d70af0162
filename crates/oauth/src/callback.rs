//! Reading the address that the browser ends at.

use std::collections::HashMap;

use secrecy::SecretString;
use subtle::ConstantTimeEq;
use url::Url;

use crate::{LoginError, clean};

/// Longer than any code, shorter than an attack.
const LONGEST: usize = 64 * 1024;

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
    pub(crate) base_url: &'a Url,
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
        let issuer = |iss: &str| Url::parse(iss).is_ok_and(|iss| iss.origin() == expected.base_url.origin());
        if self.get("iss").is_some_and(|iss| !issuer(iss)) {
            return Err(bad("it names another server than the one that was asked; start again"));
        }
        match self.get("error") {
            Some(error) => {
                let by_user = error == "access_denied";
                let secrets = ["state", "code", "access_token"].map(|name| self.get(name).unwrap_or_default());
                Err(LoginError::Denied { error: clean::error(error, self.get("error_description"), &secrets), by_user })
            }
            None => Ok(()),
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
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const STATE: &str = "SdvJFsRS0b7mTpcyUCdlqpAm8NdyGsSyhDDVYE0hKHo";

    fn read(url: &str) -> Verdict {
        let redirect = Url::parse("http://127.0.0.1:8080/cb").unwrap();
        let base_url = Url::parse("https://api.example").unwrap();
        read_code(url, &Expected { redirect: &redirect, state: STATE, base_url: &base_url })
    }

    fn query(query: &str) -> Verdict {
        read(&format!("http://127.0.0.1:8080/cb?{}", query.replace("STATE", STATE)))
    }

    fn refused(verdict: Verdict) -> LoginError {
        let error = verdict.into_result().map(|_| ()).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains(STATE) && !text.contains("C0DE"), "{text}");
        error
    }

    #[test]
    fn the_true_answer() {
        for good in
            ["code=C0DE&state=STATE", "state=STATE&code=C0DE&x=y", "code=C0DE&state=STATE&iss=https://api.example/"]
        {
            assert_eq!(query(good).into_result().unwrap().expose_secret(), "C0DE", "{good}");
        }
        assert!(read(&format!(" http://127.0.0.1:8080/cb?code=C0DE&state={STATE}\n")).into_result().is_ok());
    }

    #[test]
    fn wrong_states() {
        let shorter = &STATE[1..];
        let longer = format!("{STATE}x");
        let case = STATE.to_lowercase();
        for state in ["", "x", shorter, &longer, &case] {
            let verdict = query(&format!("code=C0DE&state={state}"));
            assert!(matches!(verdict, Verdict::NotOurs(LoginError::StateMismatch)), "{state}");
        }
        assert!(matches!(query("code=C0DE"), Verdict::NotOurs(LoginError::StateMismatch)));
        assert!(matches!(query("code=C0DE&state=STATE;state=x"), Verdict::NotOurs(LoginError::StateMismatch)));
        assert!(matches!(query("error=access_denied"), Verdict::NotOurs(LoginError::StateMismatch)));
    }

    #[test]
    fn repeated_parameters() {
        for twice in [
            "state=STATE&state=STATE&code=C0DE",
            "state=x&state=STATE&code=C0DE",
            "state=STATE&code=C0DE&%73tate=x",
            "code=C0DE&code=EVIL&state=STATE",
            "error=a&error=b&state=STATE",
            "code=C0DE&state=STATE&iss=https://api.example&iss=https://evil.example",
        ] {
            assert!(matches!(refused(query(twice)), LoginError::BadCallback(_)), "{twice}");
        }
    }

    #[test]
    fn an_error_wins() {
        let denied = refused(query("code=C0DE&error=access_denied&state=STATE"));
        assert!(matches!(denied, LoginError::Denied { by_user: true, .. }));
        let other = refused(query("error=server_error&error_description=C0DE%1b%5b31m&code=C0DE&state=STATE"));
        let LoginError::Denied { by_user: false, error } = other else { panic!("{other:?}") };
        assert_eq!(error, "server_error: [secret] [31m");
    }

    #[test]
    fn tokens_and_other_servers_are_refused() {
        for bad in [
            "code=C0DE&state=STATE&access_token=EVIL",
            "code=C0DE&state=STATE#access_token=EVIL",
            "code=C0DE&state=STATE&iss=https://evil.example",
            "code=C0DE&state=STATE&iss=",
            "code=&state=STATE",
            "state=STATE",
        ] {
            let error = refused(query(bad));
            assert!(matches!(error, LoginError::BadCallback(_)), "{bad}");
            assert!(!format!("{error:?}").contains("EVIL"));
        }
    }

    #[test]
    fn near_misses_of_the_redirect_uri() {
        for place in [
            "https://127.0.0.1:8080/cb",
            "http://localhost:8080/cb",
            "http://127.0.0.1/cb",
            "http://127.0.0.1:8081/cb",
            "http://127.0.0.1:8080/",
            "http://127.0.0.1:8080/cb/",
            "http://127.0.0.1:8080/CB",
            "http://127.0.0.1:8080/cb/more",
            "http://[::1]:8080/cb",
            "http://127.0.0.1:8080@evil.example/cb",
            "http://user@127.0.0.1:8080/cb",
            "http://evil.example:8080/cb",
            "http://localhost.:8080/cb",
            "ftp://127.0.0.1:8080/cb",
            "/cb",
        ] {
            let error = refused(read(&format!("{place}?code=C0DE&state={STATE}")));
            assert!(matches!(error, LoginError::BadCallback(_)), "{place}");
        }
    }

    #[test]
    fn a_stray_paste_is_not_repeated() {
        for stray in ["user@example.com hunter2", "hunter2", "", "http://127.0.0.1:8080/cb\n?code=hunter2"] {
            assert!(!format!("{:?}", refused(read(stray))).contains("hunter2"));
        }
    }

    #[test]
    fn a_redirect_uri_keeps_its_own_query() {
        let redirect = Url::parse("http://127.0.0.1/cb?server=a").unwrap();
        let base_url = Url::parse("https://api.example").unwrap();
        let expected = Expected { redirect: &redirect, state: "s", base_url: &base_url };
        assert!(read_code("http://127.0.0.1/cb?server=a&code=c&state=s", &expected).into_result().is_ok());
        assert!(read_code("http://127.0.0.1/cb?server=b&code=c&state=s", &expected).into_result().is_err());
        assert!(read_code("http://127.0.0.1/cb?code=c&state=s", &expected).into_result().is_err());
    }
}
