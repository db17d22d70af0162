//! A login in one expression: settings from the environment, the stored tokens where there are some, else the browser.

use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use uplink_runtime::descriptor::Api;
use uplink_runtime::{BoxFuture, Error, Options, TokenSource, report};

use crate::{FileStore, Listener, Login, LoginError, OAuthTokens, Registration, TokenStore, open_browser};

/// The callback URL that users register when nothing speaks against it.
const REDIRECT_URI: &str = "http://127.0.0.1:8976/callback";

type Make<C> = fn(Arc<dyn TokenSource>, Options) -> Result<C, Error>;
type Open = dyn Fn(&str) -> bool + Send + Sync;

/// A login that has not begun; awaiting it gives a client, of the type `C`, that is logged in.
///
/// What is not set here comes from the environment, from the variables `<PREFIX>_CLIENT_ID`, `_CLIENT_SECRET`,
/// `_REDIRECT_URI`, `_BASE_URL` and `_TOKEN_FILE`. Tokens are kept in a file that only the user can read, so that the next
/// start needs no browser; a stored login that lacks a scope is replaced by a new one.
#[must_use = "a login does nothing until it is awaited"]
pub struct LoginBuilder<C> {
    api: &'static Api,
    prefix: &'static str,
    scopes: Vec<String>,
    make: Make<C>,
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    redirect_uri: Option<String>,
    owner: Option<String>,
    store: Option<Arc<dyn TokenStore>>,
    open: Arc<Open>,
    timeout: Duration,
    options: Options,
}

impl<C> LoginBuilder<C> {
    /// A login at `api` that asks for `scopes`; `prefix` begins the names of its variables, `make` makes the client.
    pub fn new(api: &'static Api, prefix: &'static str, scopes: &[&str], make: Make<C>) -> Self {
        LoginBuilder {
            api,
            prefix,
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            make,
            client_id: None,
            client_secret: None,
            redirect_uri: None,
            owner: None,
            store: None,
            open: Arc::new(open_browser),
            timeout: Duration::from_secs(300),
            options: Options::default(),
        }
    }

    /// The identifier of the registered application.
    pub fn client_id(mut self, client_id: impl Into<String>) -> Self {
        self.client_id = Some(client_id.into());
        self
    }

    /// The secret of the registered application; applications without a secret leave it out.
    pub fn client_secret(mut self, client_secret: impl Into<SecretString>) -> Self {
        self.client_secret = Some(client_secret.into());
        self
    }

    /// The callback URL, exactly as it is registered. Without one, and without the variable, it is
    /// `http://127.0.0.1:8976/callback`.
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(redirect_uri.into());
        self
    }

    /// Where the API is, such as the address of a local service.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.options.base_url = Some(base_url.into());
        self
    }

    /// Whose login it is, for programs with several users, whose tokens are kept apart.
    pub fn owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
        self
    }

    /// Where tokens are kept.
    pub fn store(mut self, store: impl TokenStore + 'static) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// How the authorization link is opened, in place of the user's browser. Says whether that succeeded; where it did
    /// not, the link is shown on stderr. It may block.
    pub fn open_with(mut self, open: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.open = Arc::new(open);
        self
    }

    /// How long to wait for the user; 5 minutes unless it is said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How the client behaves. A base URL in it counts as [`base_url`](Self::base_url).
    pub fn options(mut self, options: Options) -> Self {
        let base_url = self.options.base_url.take();
        self.options = Options { base_url: options.base_url.clone().or(base_url), ..options };
        self
    }

    /// A client with the stored login and never a browser, for services that nobody sits at. Nothing is asked of the
    /// server yet; without a login the first call fails with
    /// [`TokenError::LoginRequired`](uplink_runtime::TokenError::LoginRequired).
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub fn stored(self) -> Result<C, LoginError> {
        let (registration, store) = self.settings()?;
        let tokens = OAuthTokens::new(registration.clone(), store)?;
        self.client(&registration, tokens)
    }

    /// A client with tokens of the application itself, where the API has the client credentials grant: nobody logs in.
    ///
    /// # Errors
    /// When the settings cannot be used, or the API has no such grant.
    pub fn client_credentials(self) -> Result<C, LoginError> {
        let (registration, store) = self.settings()?;
        let tokens = OAuthTokens::client_credentials(registration.clone(), &self.scopes, store)?;
        self.client(&registration, tokens)
    }

    async fn log_in(self) -> Result<C, LoginError> {
        let (registration, store) = self.settings()?;
        let tokens = OAuthTokens::new(registration.clone(), store)?;
        if tokens.stored_login(&self.scopes).await?.is_none() {
            let listener = Listener::bind(registration.redirect_uri()).await?;
            // The system may have chosen the port, and the link has to name it.
            let registration = registration.clone().returning_to(listener.redirect_uri())?;
            let login = Login::begin(&registration, &self.scopes)?;
            self.show(login.url()).await;
            let grant = login.wait(listener, self.timeout).await?;
            for sentence in tokens.missing(&self.scopes, grant.scopes()) {
                report::warn(format_args!("{sentence}"));
            }
            tokens.save(grant).await?;
        }
        self.client(&registration, tokens)
    }

    async fn show(&self, url: &str) {
        let (open, link) = (self.open.clone(), url.to_owned());
        if !tokio::task::spawn_blocking(move || open(&link)).await.unwrap_or(false) {
            eprintln!("to log in, open {url}");
        }
    }

    fn settings(&self) -> Result<(Registration, Arc<dyn TokenStore>), LoginError> {
        let client_id = self.client_id.clone().or_else(|| self.variable("CLIENT_ID")).ok_or_else(|| {
            LoginError::Setup(format!(
                "the client identifier is missing; give it to the login or set {}_CLIENT_ID",
                self.prefix
            ))
        })?;
        let secret = self.client_secret.clone().or_else(|| self.variable("CLIENT_SECRET").map(SecretString::from));
        let redirect_uri = self.redirect_uri.clone().or_else(|| self.variable("REDIRECT_URI"));
        let base_url = self.options.base_url.clone().or_else(|| self.variable("BASE_URL"));
        let mut registration = Registration::new(
            self.api,
            base_url.as_deref(),
            &client_id,
            secret.as_ref().map(ExposeSecret::expose_secret),
            redirect_uri.as_deref().unwrap_or(REDIRECT_URI),
        )?;
        if let Some(owner) = &self.owner {
            registration = registration.for_owner(owner);
        }
        if let Some(certificate) = &self.options.root_certificate {
            registration = registration.with_root_certificate(certificate.clone());
        }
        if let Some(own) = &self.options.http_client {
            registration = registration.with_http_client(own.clone());
        }
        let store = match (&self.store, self.variable("TOKEN_FILE")) {
            (Some(store), _) => store.clone(),
            (None, Some(path)) => Arc::new(FileStore::new(path)),
            (None, None) => Arc::new(FileStore::new(FileStore::default_path(&self.program())?)),
        };
        Ok((registration, store))
    }

    /// The folder of the token file.
    fn program(&self) -> String {
        self.prefix.to_lowercase().replace('_', "-")
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(format!("{}_{name}", self.prefix)).ok().filter(|value| !value.trim().is_empty())
    }

    fn client(self, registration: &Registration, tokens: OAuthTokens) -> Result<C, LoginError> {
        let options = Options { base_url: Some(registration.base_url().to_string()), ..self.options };
        (self.make)(Arc::new(tokens), options).map_err(|error| LoginError::Setup(error.to_string()))
    }
}

impl<C: 'static> IntoFuture for LoginBuilder<C> {
    type Output = Result<C, LoginError>;
    type IntoFuture = BoxFuture<'static, Result<C, LoginError>>;

    /// Begins the login.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.log_in())
    }
}

impl<C> fmt::Debug for LoginBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginBuilder")
            .field("api", &self.api.name)
            .field("scopes", &self.scopes)
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}
