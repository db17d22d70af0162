//! One client.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use secrecy::{ExposeSecret, SecretString};
use uplink_oauth::{ClientAuth, Grant, LoginError, OAuthTokens, Registration, TokenStore};
use uplink_runtime::descriptor::Function;
use uplink_runtime::{
    Answer, Client, Credentials, Error, ErrorKind, NoToken, Observer, Options, RetryPolicy, RootCertificate,
    StaticToken, TokenError, TokenSource,
};

use crate::apis::{self, Known};
use crate::block::block;
use crate::errors::{self, Failure, Result};
use crate::hooks::Hooks;
use crate::pending::Pending;
use crate::provider::Provider;
use crate::response::response;
use crate::secret::{self, Secret};
use crate::store::Store;
use crate::walk::PageCursor;
use crate::watch::{self, Watch};
use crate::{arguments, logging, objects, options, package, runtime};

/// A client with its tokens. What it holds open belongs to one process; a forked child makes its own.
#[pyclass(frozen)]
pub(crate) struct Core {
    known: &'static Known,
    /// The registered application; `None` for a client that never logs in.
    registration: Option<Registration>,
    /// A token that the user has, where there is no login.
    token: Option<SecretString>,
    /// The scopes of a client that asks for itself, without a user.
    client_credentials: Option<Vec<String>>,
    /// What gives tokens in place of the store.
    provider: Option<Arc<Provider>>,
    store: Arc<dyn TokenStore>,
    options: Options,
    hooks: Option<Arc<Hooks>>,
    /// With the process that made it. Locked only while attached; see `runtime`.
    open: Mutex<Option<(u32, Open)>>,
    closed: AtomicBool,
}

/// What belongs to one process.
#[derive(Clone)]
pub(crate) struct Open {
    pub(crate) client: Client,
    tokens: Option<Arc<OAuthTokens>>,
    /// What the client takes tokens of.
    source: Arc<dyn TokenSource>,
}

#[pymethods]
impl Core {
    #[new]
    #[pyo3(signature = (*, api, base_url, client_id, client_secret, token, credentials, redirect_uri, client_auth, pkce, owner, client_credentials, provider, store, timeout, retries, keep_pace, root_certificate, pinned_certificate, insecure_http, on_request, on_response))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        api: &str,
        base_url: Option<&str>,
        client_id: Option<&str>,
        client_secret: Option<&Secret>,
        token: Option<&Secret>,
        credentials: Vec<(String, Option<String>, Py<Secret>)>,
        redirect_uri: &str,
        client_auth: Option<&str>,
        pkce: Option<bool>,
        owner: Option<&str>,
        client_credentials: Option<Vec<String>>,
        provider: Option<(Py<PyAny>, Option<Vec<String>>)>,
        store: &Store,
        timeout: &Bound<'_, PyAny>,
        retries: u32,
        keep_pace: bool,
        root_certificate: Option<PathBuf>,
        pinned_certificate: Option<&str>,
        insecure_http: bool,
        on_request: Option<Py<PyAny>>,
        on_response: Option<Py<PyAny>>,
    ) -> Result<Self> {
        let client_secret = client_secret.map(Secret::expose);
        let known = apis::find(api).map_err(errors::setup)?;
        let client_auth = client_auth.map(|said| {
            let known = ClientAuth::ALL.iter().find(|(word, _)| *word == said).map(|(_, way)| *way);
            known.ok_or_else(|| errors::setup("client_auth must be body, basic_raw or basic_encoded"))
        });
        let client_auth = client_auth.transpose()?;
        let root_certificate = root_certificate.map(RootCertificate::read).transpose();
        let root_certificate = root_certificate.map_err(errors::setup)?;
        let pinned_certificate = pinned_certificate.map(str::parse).transpose().map_err(errors::setup)?;
        let register = |client_id: &str| {
            let mut registration = Registration::new(known.api, base_url, client_id, client_secret, redirect_uri)?;
            registration = registration.advising(format!(
                "call client.login(), or log in once by {} and give the client token_store=FileStore()",
                known.login_ways
            ));
            if let Some(client_auth) = client_auth {
                registration = registration.with_client_auth(client_auth);
            }
            if let Some(pkce) = pkce {
                registration = registration.with_pkce(pkce);
            }
            if let Some(owner) = owner {
                registration = registration.for_owner(owner);
            }
            if let Some(root_certificate) = &root_certificate {
                registration = registration.with_root_certificate(root_certificate.clone());
            }
            Ok::<_, LoginError>(registration)
        };
        let registration = client_id.map(register).transpose()?;
        let base_url = match &registration {
            Some(registration) => registration.base_url().clone(),
            None => {
                let base_url = base_url.map_or(known.api.base_url, |given| known.api.without_version(given));
                known.api.check_base_url(base_url, insecure_http).map_err(errors::setup)?
            }
        };
        let credentials = credentials.into_iter().fold(Credentials::new(), |all, (name, username, secret)| {
            let secret = secret.get().expose();
            match username {
                Some(username) => all.basic(name, username, secret),
                None => all.api_key(name, secret),
            }
        });
        let timeout = if timeout.is_none() { A_YEAR } else { options::seconds("timeout", timeout)? };
        if timeout.is_zero() {
            return Err(errors::setup("timeout has to be above 0; None waits without end"));
        }
        let token = token.map(|token| SecretString::from(token.expose()));
        let counted = client_id.filter(|id| *id != NO_CLIENT).map(str::to_owned);
        let provider = provider.map(|(function, scopes)| Arc::new(Provider::new(function, scopes, counted)));
        let hooks = Hooks::new(on_request, on_response).map(Arc::new);
        let options = Options {
            base_url: Some(base_url.to_string()),
            timeout,
            retries: RetryPolicy { attempts: retries, ..RetryPolicy::default() },
            keep_pace,
            user_agent: package::USER_AGENT.to_owned(),
            root_certificate,
            pinned_certificate,
            http_client: None,
            insecure_http,
            observer: hooks.clone().map(|hooks| hooks as Arc<dyn Observer>),
            credentials,
        };
        let (store, open, closed) = (store.inner.clone(), Mutex::new(None), AtomicBool::new(false));
        let core =
            Core { known, registration, token, client_credentials, provider, store, options, hooks, open, closed };
        core.open(py)?;
        Ok(core)
    }

    /// Where the API is.
    #[getter]
    fn base_url(&self) -> &str {
        self.options.base_url.as_deref().unwrap_or_default().trim_end_matches('/')
    }

    /// The key of the registered application, if there is one.
    #[getter]
    fn client_id(&self) -> Option<&str> {
        self.registration.as_ref().map(Registration::client_id)
    }

    /// How a user logs in once, for programs that find the login stored.
    #[getter]
    fn login_ways(&self) -> &str {
        &self.known.login_ways
    }

    /// The redirect URI of the registered application, if there is one.
    #[getter]
    fn redirect_uri(&self) -> Option<&str> {
        self.registration.as_ref().map(Registration::redirect_uri)
    }

    /// Calls a function; gives what its answer says, in a `Response` if that is wanted.
    #[pyo3(signature = (function, arguments, options = None, with_response = false))]
    fn call(
        &self,
        py: Python<'_>,
        function: &str,
        arguments: &Bound<'_, PyDict>,
        options: Option<&Bound<'_, PyDict>>,
        with_response: bool,
    ) -> Result<Pending> {
        let options = options::read(function, options)?;
        let function = self.function(function)?;
        let (arguments, files) = arguments::with_files(function, arguments)?;
        let (client, known) = (self.open(py)?.client, self.known);
        let work = async move {
            let answer = client.call_with_files(function, arguments, &files, options.as_ref(), with_response).await?;
            Ok::<_, Error>(Read { answer, known, with_response })
        };
        Ok(Pending::call(work, self.hooks()))
    }

    /// Walks through the pages of a function.
    #[pyo3(signature = (function, arguments, options = None))]
    fn walk(
        &self,
        py: Python<'_>,
        function: &str,
        arguments: &Bound<'_, PyDict>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> Result<PageCursor> {
        let options = options::read(function, options)?;
        let function = self.function(function)?;
        let arguments = arguments::read(function, arguments)?;
        PageCursor::new(py, self, function, arguments, options)
    }

    /// Reads a function with each of these arguments, again and again.
    #[pyo3(signature = (function, arguments, every, options = None))]
    fn watch(
        &self,
        py: Python<'_>,
        function: &str,
        arguments: &Bound<'_, PyList>,
        every: &Bound<'_, PyAny>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> Result<Watch> {
        let (options, every) = (options::read("watch", options)?, options::seconds("every", every)?);
        let targets = watch::targets(self.function(function)?, arguments)?;
        let client = self.open(py)?.client.with_options(options.unwrap_or_default());
        Ok(Watch::new(self, client.watch(targets, every)?))
    }

    /// The scopes that the user granted; `None` before the login.
    fn granted(&self, py: Python<'_>) -> Result<Pending> {
        let source = self.open(py)?.source;
        Ok(Pending::new(move |_| Ok(async move { unless_required(source.granted().await) })))
    }

    /// The scopes of a stored login that has all of `needs` and serves, renewed if it has to be; `None` when the user has to
    /// log in.
    fn stored(&self, py: Python<'_>, needs: Vec<String>) -> Result<Pending> {
        let tokens = self.tokens(py)?;
        Ok(Pending::new(move |_| Ok(async move { tokens.stored_login(&needs).await })))
    }

    /// A sentence for each scope that was asked for and not granted.
    fn missing(&self, py: Python<'_>, asked: Vec<String>, granted: Vec<String>) -> Result<Vec<String>> {
        Ok(self.tokens(py)?.missing(&asked, &granted))
    }

    /// Keeps a token that was obtained in some other way.
    fn keep(
        &self,
        py: Python<'_>,
        access_token: &Bound<'_, PyAny>,
        refresh_token: Option<&Bound<'_, PyAny>>,
        expires_in: Option<f64>,
        scopes: Vec<String>,
    ) -> Result<()> {
        let tokens = self.tokens(py)?;
        let life = expires_in.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let grant = Grant::new(secret::text(access_token)?, refresh_token.map(secret::text).transpose()?, life, scopes);
        Ok(block(py, tokens.save(grant))??)
    }

    /// Closes connections; from now on calls are refused.
    fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner).take();
        // When nothing is locked any more; see `runtime`.
        drop(open);
    }

    /// Forgets the tokens.
    fn forget(&self, py: Python<'_>) -> Result<Pending> {
        let tokens = self.tokens(py)?;
        Ok(Pending::new(move |_| Ok(async move { tokens.forget().await })))
    }
}

impl Core {
    /// Who is told of requests.
    pub(crate) fn hooks(&self) -> Option<Arc<Hooks>> {
        self.hooks.clone()
    }

    pub(crate) fn known(&self) -> &'static Known {
        self.known
    }

    fn function(&self, name: &str) -> Result<&'static Function> {
        let api = self.known.api;
        api.function(name).ok_or_else(|| errors::argument(name, None, format!("{} has no such function", api.name)))
    }

    /// The registered application.
    ///
    /// # Errors
    /// The client never logs in.
    pub(crate) fn registration(&self) -> Result<&Registration> {
        self.registration.as_ref().ok_or_else(|| self.no_login())
    }

    /// The tokens of the login.
    ///
    /// # Errors
    /// The client never logs in.
    pub(crate) fn tokens(&self, py: Python<'_>) -> Result<Arc<OAuthTokens>> {
        self.open(py)?.tokens.ok_or_else(|| self.no_login())
    }

    fn no_login(&self) -> Failure {
        let name = self.known.api.name;
        match self.known.api.oauth {
            Some(_) => errors::setup(format!("this client of {name} was made without client_id, so nobody can log in")),
            None => errors::setup(format!("{name} has no login")),
        }
    }

    /// What is open in this process.
    pub(crate) fn open(&self, py: Python<'_>) -> Result<Open> {
        logging::refresh(py)?;
        if self.closed.load(Ordering::Relaxed) {
            return Err(errors::setup("this client is closed; make another, or call it inside of its `with`"));
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if let Some((owner, open)) = open.as_ref()
            && *owner == process
        {
            return Ok(open.clone());
        }
        let tokens = match self.registration.clone() {
            None => None,
            Some(registration) => {
                let store = self.store.clone();
                let tokens = match &self.client_credentials {
                    Some(scopes) => OAuthTokens::client_credentials(registration, scopes, store),
                    None => OAuthTokens::new(registration, store).map_err(Into::into),
                };
                Some(Arc::new(tokens?.renewing_on(runtime::work(py)?.tokio.handle().clone())))
            }
        };
        let source: Arc<dyn TokenSource> = match (&self.provider, &tokens, &self.token) {
            (Some(provider), _, _) => provider.clone(),
            (None, Some(tokens), _) => tokens.clone(),
            (None, None, Some(token)) => Arc::new(StaticToken::new(token.expose_secret(), None)),
            (None, None, None) => Arc::new(NoToken),
        };
        let client = Client::new(self.known.api, source.clone(), self.options.clone())?;
        let fresh = Open { client, tokens, source };
        if let Some(inherited) = open.replace((process, fresh.clone())) {
            // Its connections belong to threads of the parent; closing them would wait for those.
            std::mem::forget(inherited);
        }
        Ok(fresh)
    }
}

/// For those who want to wait without end; longer times overflow clocks.
const A_YEAR: Duration = Duration::from_secs(365 * 86_400);
/// The client identifier of a client that was given tokens and never logs in.
const NO_CLIENT: &str = "none";

/// `None` where the user has to log in.
fn unless_required<T>(result: Result<Option<T>, TokenError>) -> Result<Option<T>, TokenError> {
    match result {
        Err(error) if error.kind() == ErrorKind::LoginRequired => Ok(None),
        other => other,
    }
}

/// An answer that becomes an object when it reaches the interpreter.
struct Read {
    answer: Answer,
    known: &'static Known,
    with_response: bool,
}

impl<'py> IntoPyObject<'py> for Read {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let value = objects::read(py, self.known, |objects| self.answer.build(objects))?;
        if self.with_response { response(py, value, self.answer.facts()) } else { Ok(value) }
    }
}
