//! One client.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use uplink_oauth::{ClientAuth, Grant, OAuthTokens, Registration, TokenStore};
use uplink_runtime::descriptor::Function;
use uplink_runtime::{Answer, Client, Error, ErrorKind, Observer, Options, RetryPolicy, RootCertificate, TokenSource};

use crate::apis::{self, Known};
use crate::block::block;
use crate::errors::{self, Result};
use crate::hooks::Hooks;
use crate::pending::Pending;
use crate::response::response;
use crate::secret::{self, Secret};
use crate::store::Store;
use crate::walk::PageCursor;
use crate::watch::{self, Watch};
use crate::{arguments, logging, objects, options, runtime};

/// A client with its tokens. What it holds open belongs to one process; a forked child makes its own.
#[pyclass(frozen, module = "nibe_uplink._core")]
pub(crate) struct Core {
    known: &'static Known,
    registration: Registration,
    /// The scopes of a client that asks for itself, without a user.
    client_credentials: Option<Vec<String>>,
    store: Arc<dyn TokenStore>,
    options: Options,
    hooks: Option<Arc<Hooks>>,
    /// With the process that made it. Locked only while attached; see `runtime`.
    open: Mutex<Option<(u32, Open)>>,
}

/// What belongs to one process.
#[derive(Clone)]
pub(crate) struct Open {
    pub(crate) client: Client,
    pub(crate) tokens: Arc<OAuthTokens>,
}

#[pymethods]
impl Core {
    #[new]
    #[pyo3(signature = (*, api, base_url, client_id, client_secret, redirect_uri, client_auth, pkce, owner, client_credentials, store, timeout, retries, keep_pace, user_agent, root_certificate, on_request, on_response))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        api: &str,
        base_url: Option<&str>,
        client_id: &str,
        client_secret: Option<&Secret>,
        redirect_uri: &str,
        client_auth: &str,
        pkce: Option<bool>,
        owner: Option<&str>,
        client_credentials: Option<Vec<String>>,
        store: &Store,
        timeout: f64,
        retries: u32,
        keep_pace: bool,
        user_agent: String,
        root_certificate: Option<PathBuf>,
        on_request: Option<Py<PyAny>>,
        on_response: Option<Py<PyAny>>,
    ) -> Result<Self> {
        let client_secret = client_secret.map(Secret::expose);
        let known = apis::find(api).map_err(errors::setup)?;
        let registration = Registration::new(known.api, base_url, client_id, client_secret, redirect_uri)?;
        let mut registration = registration.with_client_auth(match client_auth {
            "body" => ClientAuth::Body,
            "basic_raw" => ClientAuth::BasicRaw,
            "basic_encoded" => ClientAuth::BasicEncoded,
            _ => return Err(errors::setup("client_auth must be body, basic_raw or basic_encoded")),
        });
        if let Some(pkce) = pkce {
            registration = registration.with_pkce(pkce);
        }
        if let Some(owner) = owner {
            registration = registration.for_owner(owner);
        }
        let root_certificate = root_certificate.map(RootCertificate::read).transpose();
        let root_certificate = root_certificate.map_err(errors::setup)?;
        if let Some(root_certificate) = &root_certificate {
            registration = registration.with_root_certificate(root_certificate.clone());
        }
        let timeout = Duration::try_from_secs_f64(timeout)
            .ok()
            .filter(|t| !t.is_zero())
            .ok_or_else(|| errors::setup("the timeout must be a number of seconds above 0"))?;
        let hooks = Hooks::new(on_request, on_response).map(Arc::new);
        let options = Options {
            base_url: Some(registration.base_url().to_string()),
            timeout,
            retries: RetryPolicy { attempts: retries, ..RetryPolicy::default() },
            keep_pace,
            user_agent,
            root_certificate,
            observer: hooks.clone().map(|hooks| hooks as Arc<dyn Observer>),
            ..Options::default()
        };
        let (store, open) = (store.inner.clone(), Mutex::new(None));
        let core = Core { known, registration, client_credentials, store, options, hooks, open };
        core.open(py)?;
        Ok(core)
    }

    /// Where the API is.
    #[getter]
    fn base_url(&self) -> &str {
        self.registration.base_url().as_str().trim_end_matches('/')
    }

    /// The key of the registered application.
    #[getter]
    fn client_id(&self) -> &str {
        self.registration.client_id()
    }

    /// The redirect URI of the registered application.
    #[getter]
    fn redirect_uri(&self) -> &str {
        self.registration.redirect_uri()
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
        let arguments = arguments::read(function, arguments)?;
        let (client, known) = (self.open(py)?.client, self.known);
        let work = async move {
            let answer = client.call_with(function, arguments, options.as_ref(), with_response).await?;
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
    fn granted(&self, py: Python<'_>) -> Result<Option<Vec<String>>> {
        let tokens = self.open(py)?.tokens;
        match block(py, tokens.granted())? {
            Err(error) if error.kind() == ErrorKind::LoginRequired => Ok(None),
            granted => Ok(granted?),
        }
    }

    /// A sentence for each scope that was asked for and not granted.
    fn missing(&self, py: Python<'_>, asked: Vec<String>, granted: Vec<String>) -> PyResult<Vec<String>> {
        Ok(self.open(py)?.tokens.missing(&asked, &granted))
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
        let tokens = self.open(py)?.tokens;
        let life = expires_in.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let grant = Grant::new(secret::text(access_token)?, refresh_token.map(secret::text).transpose()?, life, scopes);
        Ok(block(py, tokens.save(grant))??)
    }

    /// Forgets the tokens.
    fn forget(&self, py: Python<'_>) -> Result<()> {
        let tokens = self.open(py)?.tokens;
        Ok(block(py, tokens.forget())??)
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

    pub(crate) fn registration(&self) -> &Registration {
        &self.registration
    }

    /// What is open in this process.
    pub(crate) fn open(&self, py: Python<'_>) -> Result<Open> {
        logging::refresh(py)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if let Some((owner, open)) = open.as_ref()
            && *owner == process
        {
            return Ok(open.clone());
        }
        let (registration, store) = (self.registration.clone(), self.store.clone());
        let tokens = match &self.client_credentials {
            Some(scopes) => OAuthTokens::client_credentials(registration, scopes, store),
            None => OAuthTokens::new(registration, store).map_err(Into::into),
        };
        let tokens = Arc::new(tokens?.renewing_on(runtime::work(py)?.tokio.handle().clone()));
        let as_tokens: Arc<dyn TokenSource> = tokens.clone();
        let client = Client::new(self.registration.api(), as_tokens, self.options.clone())?;
        let fresh = Open { client, tokens };
        if let Some(inherited) = open.replace((process, fresh.clone())) {
            // Its connections belong to threads of the parent; closing them would wait for those.
            std::mem::forget(inherited);
        }
        Ok(fresh)
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
