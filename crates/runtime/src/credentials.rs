//! Keys and passwords that a program gives to its client.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::descriptor::{Api, Auth, AuthScheme, Carrier, Function};
use crate::error::Error;

/// API keys and passwords, by their names in the spec's `[auth]`. They are never shown.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(String, Credential)>);

#[derive(Clone)]
enum Credential {
    ApiKey(SecretString),
    Basic { username: String, password: SecretString },
}

impl Credentials {
    /// None.
    pub fn new() -> Self {
        Credentials::default()
    }

    /// Adds the API key `name`; one that was given before is replaced.
    pub fn api_key(self, name: impl Into<String>, key: impl Into<String>) -> Self {
        self.with(name.into(), Credential::ApiKey(key.into().into()))
    }

    /// Adds user name and password for `name`; those that were given before are replaced.
    pub fn basic(self, name: impl Into<String>, username: impl Into<String>, password: impl Into<String>) -> Self {
        let (username, password) = (username.into(), password.into().into());
        self.with(name.into(), Credential::Basic { username, password })
    }

    fn with(mut self, name: String, credential: Credential) -> Self {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, credential));
        self
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Credentials").field(&self.0.iter().map(|(name, _)| name).collect::<Vec<_>>()).finish()
    }
}

/// Credentials in the form in which requests carry them.
#[derive(Default)]
pub(crate) struct Held(Vec<(&'static AuthScheme, Carried)>);

enum Carried {
    Header(HeaderName, HeaderValue),
    Query(SecretString),
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(scheme, _)| scheme.name)).finish()
    }
}

impl Held {
    /// Makes ready what was given for an API.
    ///
    /// # Errors
    /// The API does not know it, or a request cannot carry it.
    pub fn of(api: &'static Api, given: &Credentials) -> Result<Self, Error> {
        let made = given.0.iter().map(|(name, credential)| {
            let scheme = api.auth.iter().find(|scheme| scheme.name == name).ok_or_else(|| unknown(api, name))?;
            Ok((*scheme, carried(scheme, credential)?))
        });
        Ok(Held(made.collect::<Result<_, Error>>()?))
    }

    /// The first way to call a function for which everything is there.
    ///
    /// # Errors
    /// Something is missing in each of them.
    pub fn way(&self, function: &'static Function, token: bool) -> Result<&'static [Auth], Error> {
        let has = |auth: &Auth| match auth {
            Auth::Token => token,
            Auth::Scheme(scheme) => self.get(scheme).is_some(),
        };
        let way = function.auth.iter().copied().find(|way| way.iter().all(has));
        way.or(function.auth.is_empty().then_some(&[])).ok_or_else(|| {
            let ways: Vec<String> = function.auth.iter().map(|way| in_words(way)).collect();
            Error::Setup(format!("`{}` needs {}; give it to the client", function.name, ways.join(", or ")))
        })
    }

    /// Puts what a way needs into a request: into its headers, and what belongs into its query into `query`.
    pub fn put(&self, way: &[Auth], headers: &mut HeaderMap, query: &mut Vec<(&'static str, SecretString)>) {
        for auth in way {
            let Auth::Scheme(scheme) = auth else { continue };
            match (self.get(scheme), scheme.carrier) {
                (Some(Carried::Header(name, value)), _) => drop(headers.append(name, value.clone())),
                (Some(Carried::Query(key)), Carrier::Query(name)) => query.push((name, key.clone())),
                _ => {}
            }
        }
    }

    /// A name for who holds them, of which they cannot be told.
    pub fn fingerprint(&self) -> Option<String> {
        let mut hasher = DefaultHasher::new();
        for (scheme, carried) in &self.0 {
            scheme.name.hash(&mut hasher);
            match carried {
                Carried::Header(_, value) => value.as_bytes().hash(&mut hasher),
                Carried::Query(key) => key.expose_secret().hash(&mut hasher),
            }
        }
        (!self.0.is_empty()).then(|| format!("key {:016x}", hasher.finish()))
    }

    fn get(&self, scheme: &AuthScheme) -> Option<&Carried> {
        self.0.iter().find(|(held, _)| held.name == scheme.name).map(|(_, carried)| carried)
    }
}

fn unknown(api: &Api, name: &str) -> Error {
    let known: Vec<String> = api.auth.iter().map(|scheme| format!("`{}`", scheme.name)).collect();
    let known = if known.is_empty() {
        "it knows no keys and passwords".into()
    } else {
        format!("it knows {}", known.join(", "))
    };
    Error::Setup(format!("{} has no credential `{name}`; {known}", api.name))
}

fn carried(scheme: &AuthScheme, credential: &Credential) -> Result<Carried, Error> {
    match (credential, scheme.carrier) {
        (Credential::ApiKey(key), Carrier::Query(_)) => {
            if key.expose_secret().is_empty() {
                return Err(unfit(scheme, "is empty"));
            }
            Ok(Carried::Query(key.clone()))
        }
        (Credential::ApiKey(key), Carrier::Header(name)) => {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| unfit(scheme, "has no header that can carry it"))?;
            header(scheme, name, key.expose_secret())
        }
        (Credential::ApiKey(key), Carrier::Cookie(name)) => {
            let key = key.expose_secret();
            // RFC 6265, section 4.1.1.
            let in_cookie = |byte: u8| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
            if !key.bytes().all(in_cookie) || key.is_empty() {
                return Err(unfit(scheme, "is empty or holds characters that a cookie cannot carry"));
            }
            header(scheme, COOKIE, &format!("{name}={key}"))
        }
        (Credential::Basic { username, password }, Carrier::Basic) => {
            let password = password.expose_secret();
            if username.contains(':') || [username, password].iter().any(|text| text.chars().any(char::is_control)) {
                return Err(unfit(scheme, "has a colon in its user name, or a control character"));
            }
            let pair = BASE64_STANDARD.encode(format!("{username}:{password}"));
            header(scheme, AUTHORIZATION, &format!("Basic {pair}"))
        }
        (Credential::ApiKey(_), Carrier::Basic) => Err(unfit(scheme, "is a user name and a password, not one key")),
        (Credential::Basic { .. }, _) => Err(unfit(scheme, "is one key, not a user name and a password")),
    }
}

fn header(scheme: &AuthScheme, name: HeaderName, text: &str) -> Result<Carried, Error> {
    if text.is_empty() {
        return Err(unfit(scheme, "is empty"));
    }
    let mut value =
        HeaderValue::from_str(text).map_err(|_| unfit(scheme, "holds characters that a header cannot carry"))?;
    value.set_sensitive(true);
    Ok(Carried::Header(name, value))
}

fn unfit(scheme: &AuthScheme, why: &str) -> Error {
    Error::Setup(format!("the credential `{}` {why}", scheme.name))
}

fn in_words(way: &[Auth]) -> String {
    let parts = way.iter().map(|auth| match auth {
        Auth::Token => "an access token".to_owned(),
        Auth::Scheme(AuthScheme { name, carrier: Carrier::Basic, .. }) => {
            format!("user name and password (`{name}`)")
        }
        Auth::Scheme(scheme) => format!("the API key `{}`", scheme.name),
    });
    parts.collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    static HEADER: AuthScheme = AuthScheme { name: "key", doc: "", carrier: Carrier::Header("X-Key") };
    static QUERY: AuthScheme = AuthScheme { name: "param", doc: "", carrier: Carrier::Query("api key") };
    static COOKIE_KEY: AuthScheme = AuthScheme { name: "cookie", doc: "", carrier: Carrier::Cookie("sid") };
    static ACCOUNT: AuthScheme = AuthScheme { name: "account", doc: "", carrier: Carrier::Basic };
    static EITHER: Function = Function {
        name: "either",
        auth: &[&[Auth::Scheme(&HEADER), Auth::Scheme(&COOKIE_KEY)], &[Auth::Scheme(&ACCOUNT)], &[Auth::Token]],
        ..Function::PLAIN
    };
    static API: Api = Api { auth: &[&HEADER, &QUERY, &COOKIE_KEY, &ACCOUNT], ..Api::PLAIN };

    fn held(given: Credentials) -> Held {
        Held::of(&API, &given).expect("credentials that can be carried")
    }

    fn refused(given: Credentials) -> String {
        Held::of(&API, &given).expect_err("a refusal").to_string()
    }

    #[test]
    fn the_first_way_that_is_whole_is_taken() {
        let way = |given: Credentials, token: bool| held(given).way(&EITHER, token).map(in_words);
        let key = Credentials::new().api_key("key", "1");
        assert_eq!(way(key.clone(), true).expect("a way"), "an access token");
        let both = key.clone().api_key("cookie", "2");
        assert_eq!(way(both, true).expect("a way"), "the API key `key` and the API key `cookie`");
        let account = key.clone().basic("account", "u", "p");
        assert_eq!(way(account, true).expect("a way"), "user name and password (`account`)");
        let missing = way(key, false).expect_err("nothing is whole").to_string();
        assert_eq!(
            missing,
            "`either` needs the API key `key` and the API key `cookie`, or user name and password (`account`), or an \
             access token; give it to the client"
        );
    }

    #[test]
    fn each_kind_travels_in_its_place() {
        let held = held(Credentials::new().api_key("key", "k").api_key("param", "q&=").api_key("cookie", "c").basic(
            "account",
            "Aladdin",
            "open sesame",
        ));
        let (mut headers, mut query) = (HeaderMap::new(), Vec::new());
        let way = [Auth::Scheme(&HEADER), Auth::Scheme(&QUERY), Auth::Scheme(&COOKIE_KEY), Auth::Scheme(&ACCOUNT)];
        held.put(&way, &mut headers, &mut query);
        assert_eq!(headers["x-key"], "k");
        assert_eq!(headers["cookie"], "sid=c");
        // The pair of RFC 7617, section 2.
        assert_eq!(headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert!(headers.values().all(HeaderValue::is_sensitive));
        assert_eq!(query.iter().map(|(n, k)| (*n, k.expose_secret())).collect::<Vec<_>>(), [("api key", "q&=")]);
    }

    #[test]
    fn t73_what_cannot_be_carried_is_refused_without_being_shown() {
        for given in [
            Credentials::new().api_key("key", "a\nsecret"),
            Credentials::new().api_key("key", ""),
            Credentials::new().api_key("cookie", "a;secret"),
            Credentials::new().api_key("param", ""),
            Credentials::new().basic("account", "u:v", "secret"),
            Credentials::new().basic("account", "u", "secret\u{7}"),
            Credentials::new().api_key("account", "secret"),
            Credentials::new().basic("key", "u", "secret"),
            Credentials::new().api_key("kee", "secret"),
        ] {
            let shown = format!("{given:?} {}", refused(given.clone()));
            assert!(!shown.contains("secret"), "{shown}");
        }
        assert_eq!(
            refused(Credentials::new().api_key("kee", "1")),
            "API has no credential `kee`; it knows `key`, `param`, `cookie`, `account`"
        );
    }

    #[test]
    fn holders_of_one_key_are_one_and_others_are_not() {
        let of = |key: &str| held(Credentials::new().api_key("key", key)).fingerprint();
        assert_eq!(of("a"), of("a"));
        assert_ne!(of("a"), of("b"));
        assert_eq!(held(Credentials::new()).fingerprint(), None);
    }
}
