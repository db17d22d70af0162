//! Access tokens that the program around us takes care of.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use uplink_runtime::{AccessToken, BoxFuture, LoginReason, SharedError, TokenError, TokenSource};

use crate::secret;

type Given = PyResult<SecretString>;

tokio::task_local! {
    /// The event loop that awaits the work.
    static LOOP: Arc<Py<PyAny>>;
}

/// The same work, which knows the event loop that awaits it.
pub(crate) fn awaited_by<T>(running: Py<PyAny>, work: impl Future<Output = T>) -> impl Future<Output = T> {
    LOOP.scope(Arc::new(running), work)
}

/// A function of the program that gives access tokens.
pub(crate) struct Provider {
    // Shared, so that no reference is counted outside of the interpreter.
    function: Arc<Py<PyAny>>,
    scopes: Option<Vec<String>>,
    /// `None` when nobody knows by which the server counts requests.
    client_id: Option<String>,
}

impl Provider {
    pub(crate) fn new(function: Py<PyAny>, scopes: Option<Vec<String>>, client_id: Option<String>) -> Self {
        Provider { function: Arc::new(function), scopes, client_id }
    }

    /// Calls the function where it may take its time; what is awaitable goes on in the loop that awaits the call.
    async fn ask(&self) -> Result<AccessToken, TokenError> {
        let (function, running) = (self.function.clone(), LOOP.try_with(Arc::clone).ok());
        let (tell, told) = oneshot::channel();
        let asked = spawn_blocking(move || {
            Python::attach(|py| {
                // While attached, or they would wait for somebody who is.
                let (function, running) = (function, running);
                let given = function.bind(py).call0();
                let begun = given.and_then(|given| match given.hasattr(intern!(py, "__await__"))? {
                    true => begin(&given, running.as_deref(), tell).map(Some),
                    false => {
                        let _ = tell.send(secret::text(&given));
                        Ok(None)
                    }
                });
                begun.map_err(|error| failed(py, &error))
            })
        });
        // Given up with the call that needs it.
        let _under_way = asked.await.map_err(|_| broke_down())??;
        let given = told.await.map_err(|_| broke_down())?;
        let token = match given {
            Ok(token) => token,
            Err(error) => {
                return Err(spawn_blocking(move || Python::attach(|py| failed(py, &error)))
                    .await
                    .map_err(|_| broke_down())?);
            }
        };
        let sendable = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !sendable(token.expose_secret()) {
            return Err(unusable("gave something that is no access token"));
        }
        Ok(AccessToken { token })
    }
}

/// A coroutine that was handed to an event loop; ended when this is dropped.
struct UnderWay(Option<Py<PyAny>>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        let Some(future) = self.0.take() else { return };
        // Cancelling takes locks of Python, so that it is no work for a thread of tokio.
        let cancel = move || {
            Python::try_attach(|py| {
                let _ = future.call_method0(py, intern!(py, "cancel"));
            });
        };
        match tokio::runtime::Handle::try_current() {
            Ok(tokio) => drop(tokio.spawn_blocking(cancel)),
            Err(_) => cancel(),
        }
    }
}

fn begin(given: &Bound<'_, PyAny>, running: Option<&Py<PyAny>>, tell: oneshot::Sender<Given>) -> PyResult<UnderWay> {
    let py = given.py();
    let Some(running) = running else {
        // It would say that it was never awaited.
        let _ = given.call_method0(intern!(py, "close"));
        return Err(PyTypeError::new_err("a blocking client needs a plain function"));
    };
    let asyncio = py.import("asyncio")?;
    let future = asyncio.call_method1("run_coroutine_threadsafe", (given, running.bind(py)))?;
    let teller = Bound::new(py, Teller(Mutex::new(Some(tell))))?;
    future.call_method1(intern!(py, "add_done_callback"), (teller,))?;
    Ok(UnderWay(Some(future.unbind())))
}

/// Passes on what a coroutine gave.
#[pyclass(frozen, module = "_core")]
struct Teller(Mutex<Option<oneshot::Sender<Given>>>);

#[pymethods]
impl Teller {
    fn __call__(&self, future: &Bound<'_, PyAny>) {
        let Some(tell) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        let given = future.call_method0(intern!(future.py(), "result")).and_then(|given| secret::text(&given));
        let _ = tell.send(given);
    }
}

/// What a function of the program raised.
pub(crate) struct Raised(PyErr);

impl Raised {
    /// The exception itself.
    pub(crate) fn exception(&self, py: Python<'_>) -> PyErr {
        self.0.clone_ref(py)
    }
}

impl fmt::Debug for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raised")
    }
}

/// Without its words.
impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an exception of the program")
    }
}

impl std::error::Error for Raised {}

/// Of what a function raises only the kind is said: messages of HTTP libraries repeat what they were given. The exception
/// itself is the program's own, and its cause.
fn failed(py: Python<'_>, error: &PyErr) -> TokenError {
    let kind = error.get_type(py).name().map(|name| name.to_string()).unwrap_or_default();
    let more = if error.is_instance_of::<PyTypeError>(py) {
        ", as one does that gives no text, or a coroutine to a blocking client"
    } else {
        ""
    };
    because(&format!("raised {kind}{more}"), Some(SharedError::new(Raised(error.clone_ref(py)))))
}

fn unusable(what: &str) -> TokenError {
    because(what, None)
}

fn because(what: &str, source: Option<SharedError>) -> TokenError {
    TokenError::Temporary {
        why: format!("the program's own function for access tokens {what}"),
        retry_after: None,
        source,
    }
}

fn broke_down() -> TokenError {
    unusable("was ended")
}

impl TokenSource for Provider {
    fn granted(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, TokenError>> {
        Box::pin(async { Ok(self.scopes.clone()) })
    }

    fn access(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(self.ask())
    }

    fn renew<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async {
            let token = self.ask().await?;
            if token.token.expose_secret() != refused.token.expose_secret() {
                return Ok(token);
            }
            let detail = "the server refused the access token of the program's own function, which gave it once more";
            Err(TokenError::LoginRequired { why: LoginReason::Revoked, detail: detail.into() })
        })
    }

    fn client_id(&self) -> Option<&str> {
        self.client_id.as_deref()
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Provider")
    }
}
