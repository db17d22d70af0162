//! One attempt to log in.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use secrecy::ExposeSecret;
use tokio::sync::oneshot;
use uplink_oauth::{Grant, Listener, LoginError, OAuthTokens};

use crate::block::block;
use crate::core::Core;
use crate::errors::{self, Result};
use crate::listening::Listening;
use crate::pending::Pending;
use crate::secret;

/// One attempt to log in: a link, and one use of the answer.
///
/// For programs with a web server of their own: send the user to `url`, and give `finish` the address that comes back:
/// `login.finish(address).wait()`, or `await login.finish(address)` in a coroutine.
#[pyclass(frozen)]
pub(crate) struct Login {
    url: String,
    tokens: Arc<OAuthTokens>,
    // Locked only while attached; see `runtime`.
    state: Mutex<State>,
}

enum State {
    Begun(Box<uplink_oauth::Login>, Option<Listener>),
    Listening(Listening),
    Used,
}

#[pymethods]
impl Login {
    /// Starts a login for a client; `scopes` are what to ask the user for, `None` for what the client asks for.
    #[staticmethod]
    #[pyo3(signature = (client, scopes=None))]
    fn begin(py: Python<'_>, client: &Bound<'_, PyAny>, scopes: Option<Vec<String>>) -> Result<Self> {
        let (core, scopes) = parts(client, scopes)?;
        Self::new(py, core.get(), scopes, false)
    }

    /// Starts a login that listens at the redirect URI; private.
    #[staticmethod]
    fn listening(py: Python<'_>, core: &Core, scopes: Vec<String>) -> Result<Self> {
        Self::new(py, core, scopes, true)
    }

    /// The authorization link, for the user's browser and nobody else.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// Whether an address is the answer to this login; raises why not. A pasted one can be asked for again.
    fn check(&self, callback_url: &Bound<'_, PyAny>) -> Result<()> {
        let state = self.state();
        let State::Begun(login, _) = &*state else { return Err(used().into()) };
        Ok(secret::exposed(callback_url, |text| login.check(text))??)
    }

    /// Completes the login with the address that the browser ended at; gives the scopes that were granted.
    fn finish(slf: Py<Self>, callback_url: &Bound<'_, PyAny>) -> Result<Pending> {
        let callback_url = secret::text(callback_url)?;
        Ok(Pending::new(move |_| {
            let ((login, _), tokens) = (slf.get().begun()?, slf.get().tokens.clone());
            Ok(async move { keep(&tokens, login.finish(callback_url.expose_secret()).await?).await })
        }))
    }

    /// Begins to take answers; one may come before anybody waits for it. Private.
    fn listen(&self, py: Python<'_>, timeout: f64) -> Result<()> {
        let timeout = Duration::try_from_secs_f64(timeout)
            .map_err(|_| errors::setup("the timeout must be a number of seconds"))?;
        let (login, listener) = self.begun()?;
        let listener = listener.ok_or_else(|| errors::setup("this login does not listen"))?;
        *self.state() = State::Listening(Listening::start(py, login.wait(listener, timeout))?);
        Ok(())
    }

    /// Waits for the answer and completes the login; gives the scopes that were granted. Private.
    fn wait(slf: Py<Self>) -> Pending {
        Pending::new(move |_| {
            let (answer, tokens) = (slf.get().answer()?, slf.get().tokens.clone());
            Ok(async move { keep(&tokens, answer.await.unwrap_or(Err(LoginError::Cancelled))?).await })
        })
    }

    /// Ends the login, whatever has become of it; its port is free afterwards. Private.
    fn close(&self, py: Python<'_>) {
        let state = std::mem::replace(&mut *self.state(), State::Used);
        if let State::Listening(listening) = state {
            listening.end(py);
        }
    }

    fn __repr__(&self) -> &'static str {
        "<Login>"
    }
}

/// The next login finds the port free.
impl Drop for Login {
    fn drop(&mut self) {
        Python::try_attach(|py| self.close(py));
    }
}

impl Login {
    fn new(py: Python<'_>, core: &Core, scopes: Vec<String>, listen: bool) -> Result<Self> {
        let mut registration = core.registration()?.clone();
        // The port first: the system may choose it, and the link has to name it.
        let listener = if listen {
            let bound = block(py, Listener::bind(registration.redirect_uri()))??;
            registration = registration.returning_to(bound.redirect_uri())?;
            Some(bound)
        } else {
            None
        };
        let login = uplink_oauth::Login::begin(&registration, &scopes)?;
        Ok(Login {
            url: login.url().to_owned(),
            tokens: core.tokens(py)?,
            state: Mutex::new(State::Begun(Box::new(login), listener)),
        })
    }

    pub(crate) fn link(&self) -> &str {
        &self.url
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begun(&self) -> Result<(uplink_oauth::Login, Option<Listener>)> {
        let mut state = self.state();
        match std::mem::replace(&mut *state, State::Used) {
            State::Begun(login, listener) => Ok((*login, listener)),
            other => {
                *state = other;
                Err(used().into())
            }
        }
    }

    /// Where the listener puts what it brings.
    fn answer(&self) -> Result<oneshot::Receiver<Result<Grant, LoginError>>> {
        match &mut *self.state() {
            State::Listening(listening) => listening.answer().ok_or_else(|| used().into()),
            _ => Err(errors::setup("nobody listens for the answer")),
        }
    }
}

/// One attempt to log in by implicit grant: the access token comes in the address itself, and nothing renews it.
///
/// The token stands in the browser's history and in what other programs see of the address. For clients that must not
/// hold a secret and cannot reach the token endpoint; everybody else uses `Login`.
#[pyclass(frozen)]
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
    fn begin(py: Python<'_>, client: &Bound<'_, PyAny>, scopes: Option<Vec<String>>) -> Result<Self> {
        let (core, scopes) = parts(client, scopes)?;
        let core = core.get();
        let login = uplink_oauth::ImplicitLogin::begin(core.registration()?, &scopes)?;
        let url = login.url().to_owned();
        Ok(ImplicitLogin { url, tokens: core.tokens(py)?, login: Mutex::new(Some(login)) })
    }

    /// The authorization link, for the user's browser and nobody else.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// Completes the login with the address that the browser ended at, with its `#` part; gives the scopes that were
    /// granted.
    fn finish(slf: Py<Self>, callback_url: &Bound<'_, PyAny>) -> Result<Pending> {
        let callback_url = secret::text(callback_url)?;
        Ok(Pending::new(move |_| {
            let login = slf.get().login.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(used)?;
            let (grant, tokens) = (login.finish(callback_url.expose_secret())?, slf.get().tokens.clone());
            Ok(async move { keep(&tokens, grant).await })
        }))
    }

    fn __repr__(&self) -> &'static str {
        "<ImplicitLogin>"
    }
}

fn parts<'py>(client: &Bound<'py, PyAny>, scopes: Option<Vec<String>>) -> Result<(Bound<'py, Core>, Vec<String>)> {
    let core = client.getattr("_core")?.cast_into::<Core>().map_err(PyErr::from)?;
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
