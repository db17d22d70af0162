//! Registered applications.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use url::{Host, Url};

use super::digest::Digest;
use super::policy::Callbacks;
use super::{marked, random};
use crate::base64;

const REDIRECT_URI: &str = "http://127.0.0.1:8976/callback";

/// What an application knows of itself.
#[derive(Clone)]
pub struct Credentials {
    /// Its identifier.
    pub id: String,
    /// Its secret; empty for a public application, which has none.
    pub secret: String,
    /// Its registered callback.
    pub redirect_uri: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (id, redirect_uri) = (&self.id, &self.redirect_uri);
        f.debug_struct("Credentials").field("id", id).field("redirect_uri", redirect_uri).finish_non_exhaustive()
    }
}

impl Credentials {
    /// New ones.
    pub(crate) fn new(redirect_uri: Option<String>, public: bool) -> Result<Self, getrandom::Error> {
        let id = random(16)?.iter().map(|b| format!("{b:02x}")).collect();
        let secret = if public { String::new() } else { marked(&base64::encode(&random(32)?)) };
        Ok(Credentials { id, secret, redirect_uri: redirect_uri.unwrap_or_else(|| REDIRECT_URI.to_owned()) })
    }
}

/// What the service knows of an application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) redirect_uri: String,
    /// `None` for a public one.
    secret: Option<Digest>,
    /// Whether it is shut out.
    pub(crate) blocked: bool,
}

impl Client {
    pub(crate) fn new(name: &str, credentials: &Credentials) -> Self {
        let secret = (!credentials.secret.is_empty()).then(|| Digest::of(&credentials.secret));
        Client { name: name.to_owned(), redirect_uri: credentials.redirect_uri.clone(), secret, blocked: false }
    }

    /// Whether it has no secret to prove itself with.
    pub(crate) fn is_public(&self) -> bool {
        self.secret.is_none()
    }

    /// Whether this is its secret; a public one has none, and must not send any.
    pub(super) fn knows(&self, secret: &str) -> bool {
        match &self.secret {
            Some(own) => own.text().as_bytes().ct_eq(Digest::of(secret).text().as_bytes()).into(),
            None => secret.is_empty(),
        }
    }

    /// Whether a user may be sent back to this address.
    pub(super) fn may_return_to(&self, uri: &str, callbacks: Callbacks) -> bool {
        uri == self.redirect_uri
            || match callbacks {
                Callbacks::Loopback => web_address(uri).is_some_and(|url| is_loopback(&url)),
                Callbacks::Web => web_address(uri).is_some(),
                Callbacks::Exact => differs_in_port_only(uri, &self.redirect_uri),
            }
    }
}

/// Every application, by its identifier.
pub(crate) type Clients = BTreeMap<String, Client>;

/// An http or https address that may be echoed in a header: what the parser forgives there must not pass here.
fn web_address(uri: &str) -> Option<Url> {
    let url = Url::parse(uri).ok()?;
    let clean = uri.bytes().all(|b| b.is_ascii_graphic()) && !uri.contains('\\');
    let bare = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    (clean && bare && matches!(url.scheme(), "http" | "https")).then_some(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// The freedom of RFC 8252 section 7.3: the port of a loopback literal.
fn differs_in_port_only(uri: &str, registered: &str) -> bool {
    let rest = |text: &str| {
        let (host, after) = ["http://127.0.0.1", "http://[::1]"]
            .into_iter()
            .find_map(|host| text.strip_prefix(host).map(|after| (host, after)))?;
        let (port, path) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
        let is_port = |p: &str| p.bytes().all(|b| b.is_ascii_digit()) && p.parse::<u16>().is_ok_and(|p| p > 0);
        (port.is_empty() || port.strip_prefix(':').is_some_and(is_port)).then(|| (host, path.to_owned()))
    };
    rest(uri).is_some() && rest(uri) == rest(registered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(redirect_uri: &str, public: bool) -> (Credentials, Client) {
        let credentials = Credentials::new(Some(redirect_uri.to_owned()), public).expect("random numbers");
        let client = Client::new("x", &credentials);
        (credentials, client)
    }

    #[test]
    fn only_loopback_and_the_registered_address() {
        let (_, client) = client("myapp://back", false);
        for good in [
            "myapp://back",
            "http://127.0.0.1:1/x?y=z",
            "http://localhost:8976/callback",
            "http://[::1]:5/",
            "https://127.0.0.1",
        ] {
            assert!(client.may_return_to(good, Callbacks::Loopback), "{good}");
            assert_eq!(client.may_return_to(good, Callbacks::Exact), good == "myapp://back", "{good}");
        }
        for bad in [
            "",
            "myapp://back/",
            "http://127.0.0.1.example/",
            "http://localhost@example/",
            "http://u:p@localhost/",
            "http://localhost/#x",
            "http://example/",
            "ftp://localhost/",
            "http:\\\\localhost\\x",
            "http://localhost/\r\nx: y",
            "javascript:alert(1)//localhost",
        ] {
            assert!(!client.may_return_to(bad, Callbacks::Loopback), "{bad}");
            assert!(!client.may_return_to(bad, Callbacks::Exact), "{bad}");
            let somewhere_else = ["http://127.0.0.1.example/", "http://example/"].contains(&bad);
            assert_eq!(client.may_return_to(bad, Callbacks::Web), somewhere_else, "{bad}");
        }
    }

    #[test]
    fn exact_means_exact_but_for_the_port_of_a_literal() {
        let (_, literal) = client("http://127.0.0.1:8976/callback?a=b", false);
        for good in
            ["http://127.0.0.1:8976/callback?a=b", "http://127.0.0.1:1/callback?a=b", "http://127.0.0.1/callback?a=b"]
        {
            assert!(literal.may_return_to(good, Callbacks::Exact), "{good}");
        }
        for bad in [
            "http://127.0.0.1:8976/callback",
            "http://127.0.0.1:8976/callback?a=b&c=d",
            "http://127.0.0.1:8976/callback/?a=b",
            "http://127.0.0.1:8976/Callback?a=b",
            "http://127.0.0.1:8976/callback?a=b#",
            "http://127.0.0.1:8976@example.org/callback?a=b",
            "http://127.0.0.1:8976.example.org/callback?a=b",
            "http://127.0.0.1:0/callback?a=b",
            "http://127.0.0.1:65536/callback?a=b",
            "http://127.0.0.1:+80/callback?a=b",
            "http://127.0.0.1:/callback?a=b",
            "http://127.0.0.2:8976/callback?a=b",
            "http://localhost:8976/callback?a=b",
            "http://[::1]:8976/callback?a=b",
            "https://127.0.0.1:8976/callback?a=b",
            "HTTP://127.0.0.1:8976/callback?a=b",
        ] {
            assert!(!literal.may_return_to(bad, Callbacks::Exact), "{bad}");
        }
        let (_, named) = client("http://localhost:3000/back", false);
        assert!(named.may_return_to("http://localhost:3000/back", Callbacks::Exact));
        assert!(!named.may_return_to("http://localhost:3001/back", Callbacks::Exact));
    }

    #[test]
    fn credentials_have_their_form() {
        let (credentials, client) = client("myapp://back", false);
        assert!(credentials.id.len() == 32 && credentials.id.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(credentials.secret.len(), 44);
        assert!(client.knows(&credentials.secret) && !client.knows(""));
        assert!(!format!("{credentials:?} {client:?}").contains(&credentials.secret));
    }

    #[test]
    fn a_public_application_has_no_secret() {
        let (credentials, client) = client("myapp://back", true);
        assert_eq!(credentials.secret, "");
        assert!(client.is_public() && client.knows("") && !client.knows("x"));
    }
}
