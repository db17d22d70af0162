//! One attempt to log in.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use secrecy::ExposeSecret;
use uplink_oauth::{Grant, Listener, LoginError, OAuthTokens};

use crate::block::block;
use crate::core::Core;
use crate::future::AbortOnDrop;
use crate::{errors, future, runtime, secret};

/// One attempt to log in: a link, and one use of the answer.
///
/// For programs with a web server of their own: send the user to `url`, and give `finish` the address that comes back.
#[pyclass(frozen, module = "nibe_uplink")]
pub(crate) struct Login {
    url: String,
    tokens: Arc<OAuthTokens>,
    // Locked only while attached; see `runtime`.
    state: Mutex<State>,
}

enum State {
    Begun(Box<uplink_oauth::Login>, Option<Listener>),
    // Frees the port at once when the login is dropped.
    Listening(AbortOnDrop<Result<Grant, LoginError>>),
    Used,
}

#[pymethods]
impl Login {
    /// Starts a login for a client; `scopes` are what to ask the user for, `None` for what the client asks for.
    #[staticmethod]
    #[pyo3(signature = (client, scopes=None))]
    fn begin(py: Python<'_>, client: &Bound<'_, PyAny>, scopes: Option<Vec<String>>) -> PyResult<Self> {
        let (core, scopes) = parts(client, scopes)?;
        Self::new(py, core.get(), scopes, false)
    }

    /// Starts a login that listens at the redirect URI; private.
    #[staticmethod]
    fn listening(py: Python<'_>, core: &Core, scopes: Vec<String>) -> PyResult<Self> {
        Self::new(py, core, scopes, true)
    }

    /// The authorization link, for the user's browser and nobody else.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// Whether an address is the answer to this login; raises why not. A pasted one can be asked for again.
    fn check(&self, py: Python<'_>, callback_url: &Bound<'_, PyAny>) -> PyResult<()> {
        let state = self.state();
        let State::Begun(login, _) = &*state else { return Err(errors::login(py, &used())) };
        secret::exposed(callback_url, |text| login.check(text))?.map_err(|e| errors::login(py, &e))
    }

    /// Completes the login with the address that the browser ended at; gives the scopes that were granted.
    fn finish(&self, py: Python<'_>, callback_url: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
        let callback_url = secret::text(callback_url)?;
        let ((login, _), tokens) = (self.begun(py)?, self.tokens.clone());
        let work = async move { keep(&tokens, login.finish(callback_url.expose_secret()).await?).await };
        block(py, work)?.map_err(|e| errors::login(py, &e))
    }

    /// The same for coroutines.
    async fn afinish(&self, callback_url: Py<PyAny>) -> PyResult<Vec<String>> {
        let (login, callback_url) = Python::attach(|py| {
            let callback_url = secret::text(callback_url.bind(py))?;
            PyResult::Ok((self.begun(py)?.0, callback_url))
        })?;
        let tokens = self.tokens.clone();
        let work = async move { keep(&tokens, login.finish(callback_url.expose_secret()).await?).await };
        future::run(work).await?.map_err(|e| Python::attach(|py| errors::login(py, &e)))
    }

    /// Begins to take answers; one may come before anybody waits for it. Private.
    fn listen(&self, py: Python<'_>, timeout: f64) -> PyResult<()> {
        let deadline = Duration::try_from_secs_f64(timeout)
            .map_err(|_| errors::setup(py, "the timeout must be a number of seconds"))?;
        let (login, listener) = self.begun(py)?;
        let listener = listener.ok_or_else(|| errors::setup(py, "this login does not listen"))?;
        let task = runtime::work(py)?.tokio.spawn(login.wait(listener, deadline));
        *self.state() = State::Listening(AbortOnDrop(task));
        Ok(())
    }

    /// Waits for the answer and completes the login; gives the scopes that were granted. Private.
    fn wait(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let work = self.answer(py)?;
        block(py, work)?.map_err(|e| errors::login(py, &e))
    }

    fn __repr__(&self) -> &'static str {
        "<Login>"
    }
}

/// The next login finds the port free: an aborted task closes it a moment later.
impl Drop for Login {
    fn drop(&mut self) {
        if let State::Listening(task) = std::mem::replace(&mut *self.state(), State::Used) {
            task.0.abort();
            let start = Instant::now();
            while !task.0.is_finished() && start.elapsed() < Duration::from_secs(1) {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

impl Login {
    fn new(py: Python<'_>, core: &Core, scopes: Vec<String>, listen: bool) -> PyResult<Self> {
        let mut registration = core.registration().clone();
        // The port first: the system may choose it, and the link has to name it.
        let listener = if listen {
            let bound = block(py, Listener::bind(registration.redirect_uri()))?.map_err(|e| errors::login(py, &e))?;
            registration = registration.returning_to(bound.redirect_uri()).map_err(|e| errors::login(py, &e))?;
            Some(bound)
        } else {
            None
        };
        let login = uplink_oauth::Login::begin(&registration, &scopes).map_err(|e| errors::login(py, &e))?;
        Ok(Login {
            url: login.url().to_owned(),
            tokens: core.open(py)?.tokens,
            state: Mutex::new(State::Begun(Box::new(login), listener)),
        })
    }

    pub(crate) fn link(&self) -> &str {
        &self.url
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begun(&self, py: Python<'_>) -> PyResult<(uplink_oauth::Login, Option<Listener>)> {
        let mut state = self.state();
        match std::mem::replace(&mut *state, State::Used) {
            State::Begun(login, listener) => Ok((*login, listener)),
            other => {
                *state = other;
                Err(errors::login(py, &used()))
            }
        }
    }

    /// What the listener brings, kept.
    fn answer(&self, py: Python<'_>) -> PyResult<impl Future<Output = Result<Vec<String>, LoginError>> + Send + use<>> {
        let mut state = self.state();
        let tokens = self.tokens.clone();
        match std::mem::replace(&mut *state, State::Used) {
            State::Listening(task) => {
                Ok(async move { keep(&tokens, task.await.unwrap_or(Err(LoginError::Cancelled))?).await })
            }
            other => {
                *state = other;
                Err(errors::setup(py, "nobody listens for the answer"))
            }
        }
    }
}

/// One attempt to log in by implicit grant: the access token comes in the address itself, and nothing renews it.
///
/// The token stands in the browser's history and in what other programs see of the address. For clients that must not
/// hold a secret and cannot reach the token endpoint; everybody else uses `Login`.
#[pyclass(frozen, module = "nibe_uplink")]
pub(crate) struct ImplicitLogin {
    url: String,
    tokens: Arc<OAuthTokens>,
    login: Mutex<Option<uplink_oauth::ImplicitLogin>>,
}

#[pymethods]
impl ImplicitLogin {
    /// Starts a login for a client; `scopes` are what to ask the user for, `None` for what the client asks for.
    #[staticmethod]
    #[pyo3(signature = (client, scopes=None))]
    fn begin(py: Python<'_>, client: &Bound<'_, PyAny>, scopes: Option<Vec<String>>) -> PyResult<Self> {
        let (core, scopes) = parts(client, scopes)?;
        let core = core.get();
        let login = uplink_oauth::ImplicitLogin::begin(core.registration(), &scopes);
        let login = login.map_err(|e| errors::login(py, &e))?;
        let url = login.url().to_owned();
        Ok(ImplicitLogin { url, tokens: core.open(py)?.tokens, login: Mutex::new(Some(login)) })
    }

    /// The authorization link, for the user's browser and nobody else.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// Completes the login with the address that the browser ended at, with its `#` part; gives the scopes that were
    /// granted.
    fn finish(&self, py: Python<'_>, callback_url: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
        let login = self.login.lock().unwrap_or_else(PoisonError::into_inner).take();
        let login = login.ok_or_else(|| errors::login(py, &used()))?;
        let finished = secret::exposed(callback_url, |text| login.finish(text))?;
        let grant = finished.map_err(|e| errors::login(py, &e))?;
        let tokens = self.tokens.clone();
        block(py, async move { keep(&tokens, grant).await })?.map_err(|e| errors::login(py, &e))
    }

    fn __repr__(&self) -> &'static str {
        "<ImplicitLogin>"
    }
}

fn parts<'py>(client: &Bound<'py, PyAny>, scopes: Option<Vec<String>>) -> PyResult<(Bound<'py, Core>, Vec<String>)> {
    let core = client.getattr("_core")?.cast_into::<Core>()?;
    let scopes = match scopes {
        Some(scopes) => scopes,
        None => client.call_method0("_asked")?.extract()?,
    };
    Ok((core, scopes))
}

async fn keep(tokens: &OAuthTokens, grant: Grant) -> Result<Vec<String>, LoginError> {
    let scopes = grant.scopes().to_vec();
    tokens.save(grant).await?;
    Ok(scopes)
}

fn used() -> LoginError {
    LoginError::Setup("this login has been used; start another".into())
}
