//! One client.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use serde_json::Map;
use uplink_oauth::{ClientAuth, Grant, OAuthTokens, Registration, TokenStore};
use uplink_runtime::descriptor::{Api, Function};
use uplink_runtime::{Client, Options, Retries, RootCertificate, Tokens};

use crate::apis;
use crate::block::block;
use crate::errors;
use crate::future;
use crate::secret::{self, Secret};
use crate::store::Store;
use crate::walk::Walk;

/// A client with its tokens. What it holds open belongs to one process; a forked child makes its own.
#[pyclass(frozen, module = "nibe_uplink._core")]
pub(crate) struct Core {
    registration: Registration,
    /// The scopes of a client that asks for itself, without a user.
    client_credentials: Option<Vec<String>>,
    store: Arc<dyn TokenStore>,
    options: Options,
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
    #[pyo3(signature = (*, api, base_url, client_id, client_secret, redirect_uri, client_auth, pkce, owner, client_credentials, store, timeout, retries, keep_pace, user_agent, root_certificate))]
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
    ) -> PyResult<Self> {
        let client_secret = client_secret.map(Secret::expose);
        let api = apis::find(api).map_err(|message| errors::setup(py, &message))?.api;
        let registration = Registration::new(api, base_url, client_id, client_secret, redirect_uri)
            .map_err(|e| errors::login(py, &e))?;
        let mut registration = registration.with_client_auth(match client_auth {
            "body" => ClientAuth::Body,
            "basic_raw" => ClientAuth::BasicRaw,
            "basic_encoded" => ClientAuth::BasicEncoded,
            _ => return Err(errors::setup(py, "client_auth must be body, basic_raw or basic_encoded")),
        });
        if let Some(pkce) = pkce {
            registration = registration.with_pkce(pkce);
        }
        if let Some(owner) = owner {
            registration = registration.for_owner(owner);
        }
        let root_certificate = root_certificate.map(RootCertificate::read).transpose();
        let root_certificate = root_certificate.map_err(|message| errors::setup(py, &message))?;
        if let Some(root_certificate) = &root_certificate {
            registration = registration.with_root_certificate(root_certificate.clone());
        }
        let timeout = Duration::try_from_secs_f64(timeout)
            .ok()
            .filter(|t| !t.is_zero())
            .ok_or_else(|| errors::setup(py, "the timeout must be a number of seconds above 0"))?;
        let options = Options {
            base_url: Some(registration.base_url().to_string()),
            timeout,
            retries: Retries { attempts: retries, ..Retries::default() },
            keep_pace,
            user_agent,
            root_certificate,
        };
        let (store, open) = (store.inner.clone(), Mutex::new(None));
        let core = Core { registration, client_credentials, store, options, open };
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

    /// Calls a function and gives the JSON text of its answer.
    fn call(&self, py: Python<'_>, function: &str, arguments_json: &str) -> PyResult<String> {
        let client = self.open(py)?.client;
        let (function, arguments) = parse(py, client.api(), function, arguments_json)?;
        block(py, client.call(function, arguments))?.map_err(|e| errors::call(py, &e))
    }

    /// Calls a function and gives the JSON text of its answer.
    async fn acall(&self, function: String, arguments_json: String) -> PyResult<String> {
        let (client, function, arguments) = Python::attach(|py| {
            let client = self.open(py)?.client;
            let (function, arguments) = parse(py, client.api(), &function, &arguments_json)?;
            PyResult::Ok((client, function, arguments))
        })?;
        let answer = future::run(async move { client.call(function, arguments).await }).await?;
        answer.map_err(|e| Python::attach(|py| errors::call(py, &e)))
    }

    /// Walks through the pages of a function.
    fn walk(&self, py: Python<'_>, function: &str, arguments_json: &str) -> PyResult<Walk> {
        let client = self.open(py)?.client;
        let (function, arguments) = parse(py, client.api(), function, arguments_json)?;
        Ok(Walk::new(client.walk(function, arguments)))
    }

    /// The scopes that the user granted; `None` before the login.
    fn granted(&self, py: Python<'_>) -> PyResult<Option<Vec<String>>> {
        let tokens = self.open(py)?.tokens;
        block(py, tokens.granted())?.or_else(|e| match e {
            uplink_runtime::TokenError::LoginRequired { .. } => Ok(None),
            e => Err(errors::tokens(py, &e)),
        })
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
    ) -> PyResult<()> {
        let tokens = self.open(py)?.tokens;
        let life = expires_in.and_then(|s| Duration::try_from_secs_f64(s).ok());
        let grant = Grant::new(secret::text(access_token)?, refresh_token.map(secret::text).transpose()?, life, scopes);
        block(py, tokens.save(grant))?.map_err(|e| errors::tokens(py, &e))
    }

    /// Forgets the tokens.
    fn forget(&self, py: Python<'_>) -> PyResult<()> {
        let tokens = self.open(py)?.tokens;
        block(py, tokens.forget())?.map_err(|e| errors::tokens(py, &e))
    }
}

impl Core {
    pub(crate) fn registration(&self) -> &Registration {
        &self.registration
    }

    /// What is open in this process.
    pub(crate) fn open(&self, py: Python<'_>) -> PyResult<Open> {
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
        let tokens = Arc::new(tokens.map_err(|e| errors::login(py, &e))?);
        let as_tokens: Arc<dyn Tokens> = tokens.clone();
        let client =
            Client::new(self.registration.api(), as_tokens, self.options.clone()).map_err(|e| errors::call(py, &e))?;
        let fresh = Open { client, tokens };
        if let Some(inherited) = open.replace((process, fresh.clone())) {
            // Its connections belong to threads of the parent; closing them would wait for those.
            std::mem::forget(inherited);
        }
        Ok(fresh)
    }
}

fn parse(
    py: Python<'_>,
    api: &'static Api,
    function: &str,
    arguments_json: &str,
) -> PyResult<(&'static Function, Map<String, serde_json::Value>)> {
    let found = api
        .function(function)
        .ok_or_else(|| errors::argument(py, function, None, &format!("{} has no function `{function}`", api.name)))?;
    let arguments = serde_json::from_str(arguments_json).map_err(|e| {
        errors::argument(py, function, None, &format!("{function}: the arguments are no JSON object: {e}"))
    })?;
    Ok((found, arguments))
}
