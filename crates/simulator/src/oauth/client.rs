//! The registered application.

use subtle::ConstantTimeEq;
use url::{Host, Url};

use super::random;
use crate::base64;

const REDIRECT_URI: &str = "http://127.0.0.1:8976/callback";

/// The one application that is registered.
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) redirect_uri: String,
}

impl Client {
    pub(crate) fn new(redirect_uri: Option<String>) -> Result<Self, getrandom::Error> {
        let id = random(16)?.iter().map(|b| format!("{b:02x}")).collect();
        let secret = base64::encode(&random(32)?);
        Ok(Client { id, secret, redirect_uri: redirect_uri.unwrap_or_else(|| REDIRECT_URI.to_owned()) })
    }

    /// Whether these are the application's credentials; takes the same time wherever they differ.
    pub(super) fn knows(&self, id: &str, secret: &str) -> bool {
        let same = self.id.as_bytes().ct_eq(id.as_bytes()) & self.secret.as_bytes().ct_eq(secret.as_bytes());
        same.into()
    }

    /// Whether a user may be sent back to this address.
    pub(super) fn may_return_to(&self, uri: &str) -> bool {
        uri == self.redirect_uri || is_loopback(uri)
    }
}

fn is_loopback(uri: &str) -> bool {
    let Ok(url) = Url::parse(uri) else {
        return false;
    };
    let host = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    // The text is echoed in a header: what the parser forgives there must not pass here.
    let clean = uri.bytes().all(|b| b.is_ascii_graphic()) && !uri.contains('\\');
    let bare = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    host && clean && bare && matches!(url.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_and_the_registered_address() {
        let client = Client::new(Some("myapp://back".to_owned())).expect("random numbers");
        for good in [
            "myapp://back",
            "http://127.0.0.1:1/x?y=z",
            "http://localhost:8976/callback",
            "http://[::1]:5/",
            "https://127.0.0.1",
        ] {
            assert!(client.may_return_to(good), "{good}");
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
            assert!(!client.may_return_to(bad), "{bad}");
        }
    }

    #[test]
    fn credentials_have_their_form() {
        let client = Client::new(None).expect("random numbers");
        assert!(client.id.len() == 32 && client.id.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(client.secret.len(), 44);
        assert!(client.knows(&client.id, &client.secret));
        assert!(!client.knows(&client.id, "") && !client.knows("", &client.secret));
    }
}
