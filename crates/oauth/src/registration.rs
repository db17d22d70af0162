//! Which server and which client.

use std::fmt;

use base64::prelude::*;
use hyper::header::HeaderValue;
use oauth2::basic::BasicClient;
use oauth2::{AuthType, AuthUrl, ClientId, ClientSecret, EndpointNotSet, EndpointSet, RedirectUrl, TokenUrl};
use secrecy::{ExposeSecret, SecretString};
pub use uplink_runtime::descriptor::ClientAuth;
use uplink_runtime::descriptor::{Api, OAuth};
use uplink_runtime::{HttpClient, RootCertificate, check_base_url};
use url::{Host, Url};
use zeroize::Zeroizing;

use crate::callback::Issuer;
use crate::{Key, LoginError};

pub(crate) type OAuth2Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// An application that is registered at a server.
#[derive(Clone)]
pub struct Registration {
    api: &'static Api,
    oauth: OAuth,
    base_url: Url,
    authorize_url: AuthUrl,
    token_url: TokenUrl,
    client_id: String,
    client_secret: Option<SecretString>,
    client_auth: ClientAuth,
    /// What the server calls itself, where its address is not it.
    issuer: Option<&'static str>,
    redirect: RedirectUrl,
    owner: Option<String>,
    advice: Option<String>,
    root_certificate: Option<RootCertificate>,
    http_client: Option<HttpClient>,
}

/// Whether a URL leads to this machine.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl Registration {
    /// A registration; `base_url` stands in for the API's own, for instance to use a local service.
    ///
    /// # Errors
    /// When the API has no login, a URL is unfit, or the client identifier is empty.
    pub fn new(
        api: &'static Api,
        base_url: Option<&str>,
        client_id: &str,
        client_secret: Option<&str>,
        redirect_uri: &str,
    ) -> Result<Self, LoginError> {
        let oauth = api.oauth.ok_or_else(|| LoginError::Setup(format!("{} has no login", api.name)))?;
        // The server at another address has another name.
        let moved = base_url.is_some();
        let base_url = base_url.map_or(api.base_url, |given| api.without_version(given));
        let base_url = check_base_url(base_url).map_err(LoginError::Setup)?;
        if client_id.trim().is_empty() {
            return Err(LoginError::Setup(
                "the client identifier is empty; take it from the registered application".into(),
            ));
        }
        let endpoint = |endpoint: &str| match endpoint.strip_prefix("https://") {
            None => format!("{}{endpoint}", base_url.as_str().trim_end_matches('/')),
            // What is meant for a service on this machine goes nowhere else.
            Some(elsewhere) if is_here(&base_url) => {
                let path = elsewhere.find('/').map_or("", |at| &elsewhere[at..]);
                format!("{}{path}", base_url.as_str().trim_end_matches('/'))
            }
            Some(_) => endpoint.to_owned(),
        };
        let unfit = |e| LoginError::Setup(format!("an OAuth endpoint of {} is no URL: {e}", api.name));
        Ok(Registration {
            api,
            oauth,
            authorize_url: AuthUrl::new(endpoint(oauth.authorize)).map_err(unfit)?,
            token_url: TokenUrl::new(endpoint(oauth.token)).map_err(unfit)?,
            base_url,
            client_id: client_id.trim().to_owned(),
            client_secret: client_secret.map(str::trim).filter(|s| !s.is_empty()).map(SecretString::from),
            client_auth: oauth.client_auth,
            issuer: oauth.issuer.filter(|_| !moved),
            redirect: redirect(redirect_uri)?,
            owner: None,
            advice: None,
            root_certificate: None,
            http_client: None,
        })
    }

    /// The same registration for one of several users, whose tokens are kept apart.
    #[must_use]
    pub fn for_owner(mut self, owner: &str) -> Self {
        self.owner = Some(owner.to_owned());
        self
    }

    /// The same registration with PKCE, or without, whatever the API's description says of its server.
    #[must_use]
    pub fn with_pkce(mut self, pkce: bool) -> Self {
        self.oauth.pkce = pkce;
        self
    }

    /// The same registration for a program that knows how its users log in: `advice` ends the sentence that says that nobody did,
    /// such as ``run `kettle login` ``.
    #[must_use]
    pub fn advising(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    pub(crate) fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    /// The same registration with another way to show the client secret.
    #[must_use]
    pub fn with_client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.client_auth = client_auth;
        self
    }

    /// The same registration at a server whose certificate an authority of one's own signed, which the machine does not
    /// know. Give it to the client of the API as well, in its `Options`.
    #[must_use]
    pub fn with_root_certificate(mut self, root_certificate: RootCertificate) -> Self {
        self.root_certificate = Some(root_certificate);
        self
    }

    /// The same registration, whose tokens are asked for through a client of the program's own. Give it to the client of
    /// the API as well, in its `Options`.
    #[must_use]
    pub fn with_http_client(mut self, http_client: HttpClient) -> Self {
        self.http_client = Some(http_client);
        self
    }

    /// The same registration with another redirect URI, for a listener whose port the system chose.
    ///
    /// # Errors
    /// When the redirect URI is unfit.
    pub fn returning_to(mut self, redirect_uri: &str) -> Result<Self, LoginError> {
        self.redirect = redirect(redirect_uri)?;
        Ok(self)
    }

    /// The API.
    pub fn api(&self) -> &'static Api {
        self.api
    }

    /// Where the API is.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// Whom answers to a login have to name, where they name anybody.
    pub(crate) fn issuer(&self) -> Issuer<'_> {
        match self.issuer {
            Some(issuer) => Issuer::Named(issuer),
            None => Issuer::Of(self.authorize_url.url()),
        }
    }

    /// The client identifier.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The client secret, if the client has one.
    pub fn client_secret(&self) -> Option<&SecretString> {
        self.client_secret.as_ref()
    }

    /// The redirect URI, exactly as it was registered.
    pub fn redirect_uri(&self) -> &str {
        self.redirect.as_str()
    }

    /// The client at its server, whoever the user is.
    pub(crate) fn pace_key(&self) -> Key {
        Key::new(&self.base_url, &self.client_id, None)
    }

    /// Under what tokens are stored.
    pub fn key(&self) -> Key {
        Key::new(&self.base_url, &self.client_id, self.owner.as_deref())
    }

    /// The same for the client's own tokens, which are nobody's login.
    pub(crate) fn client_key(&self) -> Key {
        Key::of_client(&self.base_url, &self.client_id)
    }

    pub(crate) fn root_certificate(&self) -> Option<&RootCertificate> {
        self.root_certificate.as_ref()
    }

    pub(crate) fn http_client(&self) -> Option<&HttpClient> {
        self.http_client.as_ref()
    }

    pub(crate) fn oauth(&self) -> &OAuth {
        &self.oauth
    }

    pub(crate) fn redirect_url(&self) -> &Url {
        self.redirect.url()
    }

    pub(crate) fn token_url(&self) -> &Url {
        self.token_url.url()
    }

    pub(crate) fn offers(&self, grant: &str) -> bool {
        self.oauth.grants.contains(&grant)
    }

    pub(crate) fn client(&self) -> OAuth2Client {
        let client = BasicClient::new(ClientId::new(self.client_id.clone()))
            // Basic is made in `basic`: the crate knows one of its two forms.
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(self.authorize_url.clone())
            .set_token_uri(self.token_url.clone())
            .set_redirect_uri(self.redirect.clone());
        match &self.client_secret {
            Some(secret) if self.client_auth == ClientAuth::Body => {
                client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned()))
            }
            _ => client,
        }
    }

    /// The header that proves who the client is, when that does not stand in the form.
    pub(crate) fn basic(&self) -> Option<HeaderValue> {
        let secret = self.client_secret.as_ref()?.expose_secret();
        let encode =
            |text: &str| Zeroizing::new(url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>());
        let pair = match self.client_auth {
            ClientAuth::BasicRaw => Zeroizing::new(format!("{}:{secret}", self.client_id)),
            ClientAuth::BasicEncoded => Zeroizing::new(format!("{}:{}", *encode(&self.client_id), *encode(secret))),
            _ => return None,
        };
        let text = Zeroizing::new(format!("Basic {}", *Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()))));
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

fn redirect(text: &str) -> Result<RedirectUrl, LoginError> {
    let wrong = |why: &str| {
        LoginError::Setup(format!(
            "the redirect URI {why}; give it as registered, for example http://127.0.0.1:8976/callback"
        ))
    };
    let redirect = RedirectUrl::new(text.to_owned()).map_err(|e| wrong(&format!("is no URL ({e})")))?;
    let url = redirect.url();
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("must start with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(wrong("must not have a user or a fragment"));
    }
    Ok(redirect)
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration")
            .field("api", &self.api.name)
            .field("base_url", &self.base_url.as_str())
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret.as_ref().map(|_| "[redacted]"))
            .field("client_auth", &self.client_auth)
            .field("redirect_uri", &self.redirect_uri())
            .field("owner", &self.owner)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{API, SECRET};

    fn with(base: &str, redirect: &str) -> Result<Registration, LoginError> {
        Registration::new(&API, Some(base), "id", Some(SECRET), redirect)
    }

    #[test]
    fn t29_unfit_urls_are_refused() {
        for base in ["http://10.0.0.1", "http://localhost.evil", "http://127.0.0.1.nip.io", "nonsense"] {
            assert!(matches!(with(base, "http://127.0.0.1:1/cb"), Err(LoginError::Setup(_))), "{base}");
        }
        for redirect in
            ["", "callback", "file:///x", "http://u@127.0.0.1/cb", "http://127.0.0.1/cb#x", "urn:ietf:wg:oauth:2.0:oob"]
        {
            assert!(matches!(with("https://api.example", redirect), Err(LoginError::Setup(_))), "{redirect}");
        }
        assert!(Registration::new(&API, None, " ", None, "http://127.0.0.1/cb").is_err());
    }

    #[test]
    fn t58_debug_keeps_the_secret() {
        let registration = with("https://api.example", "http://127.0.0.1:1/cb").unwrap();
        assert!(!format!("{registration:?} {registration:#?}").contains(SECRET));
    }

    #[test]
    fn the_redirect_uri_stays_as_registered() {
        let registration = with("https://api.example/", "http://LOCALHOST:3000").unwrap();
        assert_eq!(registration.redirect_uri(), "http://LOCALHOST:3000");
        assert_eq!(registration.token_url().as_str(), "https://api.example/oauth/token");
    }

    #[test]
    fn a_login_on_another_host_comes_along_to_this_machine_only() {
        static ELSEWHERE: Api = Api {
            oauth: Some(OAuth { token: "https://login.example/v2/token", ..crate::testing::OAUTH }),
            ..crate::testing::API
        };
        let token_url = |base_url: Option<&str>| {
            let registration = Registration::new(&ELSEWHERE, base_url, "client", None, "http://127.0.0.1:1/cb");
            registration.unwrap().token_url().to_string()
        };
        assert_eq!(token_url(None), "https://login.example/v2/token");
        assert_eq!(token_url(Some("https://eu.api.example")), "https://login.example/v2/token");
        assert_eq!(token_url(Some("http://127.0.0.1:9/x")), "http://127.0.0.1:9/x/v2/token");
        assert_eq!(token_url(Some("https://localhost:9")), "https://localhost:9/v2/token");
    }
}
