//! One attempt to log in.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use uplink_oauth::{Grant, Listener, LoginError, OAuthTokens};

use crate::block::block;
use crate::core::Core;
use crate::future::AbortOnDrop;
use crate::{errors, future, runtime};

/// One attempt to log in: a link, and one use of the answer.
#[pyclass(frozen, module = "nibe_uplink._core")]
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
    #[new]
    #[pyo3(signature = (core, scopes, *, listen))]
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

    /// The authorization link.
    #[getter]
    fn url(&self) -> &str {
        &self.url
    }

    /// Whether an address is the answer to this login; raises why not.
    fn check(&self, py: Python<'_>, callback_url: &str) -> PyResult<()> {
        match &*self.state() {
            State::Begun(login, _) => login.check(callback_url).map_err(|e| errors::login(py, &e)),
            _ => Err(errors::login(py, &used())),
        }
    }

    /// Completes the login with the address that the browser ended at.
    fn finish(&self, py: Python<'_>, callback_url: &str) -> PyResult<()> {
        let ((login, _), tokens) = (self.begun(py)?, self.tokens.clone());
        let work = async move {
            let grant = login.finish(callback_url).await?;
            Ok(tokens.save(grant).await?)
        };
        block(py, work)?.map_err(|e: LoginError| errors::login(py, &e))
    }

    /// Completes the login with the address that the browser ended at.
    async fn afinish(&self, callback_url: String) -> PyResult<()> {
        let (login, _) = Python::attach(|py| self.begun(py))?;
        let tokens = self.tokens.clone();
        let work = async move {
            let grant = login.finish(&callback_url).await?;
            Ok(tokens.save(grant).await?)
        };
        future::run(work).await?.map_err(|e: LoginError| Python::attach(|py| errors::login(py, &e)))
    }

    /// Begins to take answers; one may come before anybody waits for it.
    fn listen(&self, py: Python<'_>, timeout: f64) -> PyResult<()> {
        let deadline = Duration::try_from_secs_f64(timeout)
            .map_err(|_| errors::setup(py, "the timeout must be a number of seconds"))?;
        let (login, listener) = self.begun(py)?;
        let listener =
            listener.ok_or_else(|| errors::setup(py, "this login does not listen; make it with listen=True"))?;
        let task = runtime::work(py)?.tokio.spawn(login.wait(listener, deadline));
        *self.state() = State::Listening(AbortOnDrop(task));
        Ok(())
    }

    /// Waits for the answer and completes the login.
    fn wait(&self, py: Python<'_>) -> PyResult<()> {
        let work = self.answer(py)?;
        block(py, work)?.map_err(|e| errors::login(py, &e))
    }

    /// Waits for the answer and completes the login.
    async fn await_answer(&self) -> PyResult<()> {
        let work = Python::attach(|py| self.answer(py))?;
        future::run(work).await?.map_err(|e| Python::attach(|py| errors::login(py, &e)))
    }
}

impl Login {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
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
    fn answer(&self, py: Python<'_>) -> PyResult<impl Future<Output = Result<(), LoginError>> + Send + use<>> {
        let mut state = self.state();
        let tokens = self.tokens.clone();
        match std::mem::replace(&mut *state, State::Used) {
            State::Listening(task) => Ok(async move {
                let grant = task.await.unwrap_or(Err(LoginError::Cancelled))?;
                Ok(tokens.save(grant).await?)
            }),
            other => {
                *state = other;
                Err(errors::setup(py, "nobody listens for the answer; call listen() first"))
            }
        }
    }
}

fn used() -> LoginError {
    LoginError::Setup("this login has been used; start another".into())
}
