//! The local service.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use uplink_simulator::nibe::{self, Machines, demo};
use uplink_simulator::{Behaviour, Examples, Options, Policy, Rotation, Tamper, TamperKind};
use uplink_spec::model::Model;
use uplink_spec_files::NIBE_UPLINK_V1;

use crate::block::block;
use crate::{errors, future};

/// A request that the service saw: method, path, function, status, body.
type Seen = (String, String, Option<String>, u16, String);

/// A running service.
#[pyclass(frozen, module = "nibe_uplink._core")]
pub(crate) struct Simulator {
    process: u32,
    // Locked only while attached; see `runtime`.
    inner: Mutex<Option<uplink_simulator::Simulator>>,
}

#[pymethods]
impl Simulator {
    #[new]
    #[pyo3(signature = (*, auto_approve, scopes, machines, pace, speed, at, port, spec, profile, rotation, grace, redirect_uri))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        auto_approve: bool,
        scopes: Option<Vec<String>>,
        machines: Vec<PathBuf>,
        pace: bool,
        speed: f64,
        at: Option<&str>,
        port: u16,
        spec: Option<PathBuf>,
        profile: &str,
        rotation: Option<&str>,
        grace: f64,
        redirect_uri: Option<String>,
    ) -> PyResult<Self> {
        let at = at
            .map(|text| text.parse().map_err(|e| errors::setup(py, &format!("`at` is no point in time: {e}"))))
            .transpose()?;
        let policy = policy(profile, rotation, grace).map_err(|message| errors::setup(py, &message))?;
        let options = Options { port, auto_approve, scopes, pace, speed, at, redirect_uri, policy };
        let (model, behaviour) =
            py.detach(|| served(spec.as_deref(), &machines)).map_err(|message| errors::setup(py, &message))?;
        let inner = block(py, uplink_simulator::Simulator::start(model, behaviour, options))?
            .map_err(|e| errors::setup(py, &e.to_string()))?;
        Ok(Simulator { process: std::process::id(), inner: Mutex::new(Some(inner)) })
    }

    /// Where the service listens.
    #[getter]
    fn base_url(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.inner(py)?.base_url().to_owned())
    }

    /// The key of the registered application.
    #[getter]
    fn client_id(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.inner(py)?.client_id().to_owned())
    }

    /// The secret of the registered application.
    #[getter]
    fn client_secret(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.inner(py)?.client_secret().to_owned())
    }

    /// The redirect URI of the registered application.
    #[getter]
    fn redirect_uri(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.inner(py)?.redirect_uri().to_owned())
    }

    /// The ids of the systems that are served.
    #[getter]
    fn systems(&self, py: Python<'_>) -> PyResult<Vec<i64>> {
        Ok(self.inner(py)?.systems())
    }

    /// The simulated time, RFC 3339.
    #[getter]
    fn now(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.inner(py)?.now().to_string())
    }

    /// The requests that were seen.
    fn requests(&self, py: Python<'_>) -> PyResult<Vec<Seen>> {
        let seen = self.inner(py)?.requests();
        Ok(seen.into_iter().map(|r| (r.method, r.path, r.function, r.status, r.body)).collect())
    }

    /// Sets the simulated clock forward.
    fn advance(&self, py: Python<'_>, seconds: f64) -> PyResult<()> {
        self.inner(py)?.advance(seconds);
        Ok(())
    }

    /// A token as the token endpoint gives it: access token, refresh token, seconds, scopes.
    fn issue(&self, py: Python<'_>, scopes: Vec<String>) -> PyResult<(String, Option<String>, u64, Vec<String>)> {
        let issued = self.inner(py)?.issue(&scopes);
        Ok((issued.access_token, issued.refresh_token, issued.expires_in, issued.scopes))
    }

    /// Registers another application: its key and its secret, which is empty for a public one.
    fn register(
        &self,
        py: Python<'_>,
        name: &str,
        redirect_uri: &str,
        public: bool,
    ) -> PyResult<(String, String, String)> {
        let registered = self.inner(py)?.register(name, redirect_uri, public);
        let new = registered.map_err(|e| errors::setup(py, &e.to_string()))?;
        Ok((new.id, new.secret, new.redirect_uri))
    }

    /// What the token endpoint did: calls, codes, refreshes, reuses, reused codes.
    #[getter]
    fn tally(&self, py: Python<'_>) -> PyResult<(u64, u64, u64, u64, u64)> {
        let tally = self.inner(py)?.tally();
        Ok((tally.token_calls, tally.codes, tally.refreshes, tally.reuses, tally.code_reuses))
    }

    /// Ends the life of all access tokens.
    fn expire_tokens(&self, py: Python<'_>) -> PyResult<()> {
        self.inner(py)?.expire_tokens();
        Ok(())
    }

    /// Alters answers from now on.
    #[pyo3(signature = (kind, *, status, body, field, seconds, function, times))]
    #[allow(clippy::too_many_arguments)]
    fn tamper(
        &self,
        py: Python<'_>,
        kind: &str,
        status: Option<u16>,
        body: Option<String>,
        field: Option<String>,
        seconds: Option<f64>,
        function: Option<String>,
        times: usize,
    ) -> PyResult<()> {
        let needs = |what: &str| errors::setup(py, &format!("the fault `{kind}` needs {what}"));
        let kind = match kind {
            "status" => TamperKind::Status(status.ok_or_else(|| needs("a status"))?, body.unwrap_or_default()),
            "html" => TamperKind::Html,
            "truncate" => TamperKind::Truncate,
            "body" => TamperKind::Body(body.ok_or_else(|| needs("a body"))?),
            "add_field" => TamperKind::AddField,
            "null_field" => TamperKind::NullField(field.ok_or_else(|| needs("a field, by its name in the JSON"))?),
            "hang_up" => TamperKind::HangUp,
            "delay" => {
                let wait = seconds.and_then(|s| Duration::try_from_secs_f64(s).ok());
                TamperKind::Delay(wait.ok_or_else(|| needs("seconds"))?)
            }
            _ => {
                return Err(errors::setup(
                    py,
                    &format!(
                        "there is no fault `{kind}`; there are status, html, truncate, body, add_field, null_field, hang_up, delay"
                    ),
                ));
            }
        };
        self.inner(py)?.tamper(Tamper { kind, function, times });
        Ok(())
    }

    /// Ends the service; a second time does nothing.
    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        match self.take() {
            Some(inner) => block(py, async move { inner.stop().await }),
            None => Ok(()),
        }
    }

    /// Ends the service; a second time does nothing.
    async fn astop(&self) -> PyResult<()> {
        match self.take() {
            Some(inner) => future::run(async move { inner.stop().await }).await,
            None => Ok(()),
        }
    }
}

impl Simulator {
    fn inner(&self, py: Python<'_>) -> PyResult<uplink_simulator::Simulator> {
        if self.process != std::process::id() {
            return Err(errors::setup(py, "this local service runs in the parent process; ask it there"));
        }
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.clone().ok_or_else(|| errors::setup(py, "this local service has been closed"))
    }

    /// The service, unless it is closed already or runs in another process.
    fn take(&self) -> Option<uplink_simulator::Simulator> {
        if self.process != std::process::id() {
            return None;
        }
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // In a forked child its task belongs to threads that do not exist here.
        if self.process != std::process::id()
            && let Some(inherited) = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner).take()
        {
            std::mem::forget(inherited);
        }
    }
}

/// What the authorization server insists on.
fn policy(profile: &str, rotation: Option<&str>, grace_s: f64) -> Result<Policy, String> {
    let mut policy = match profile {
        "nibe" => nibe::policy(),
        "strict" => Policy::strict(),
        _ => return Err(format!("there is no profile `{profile}`; there are nibe and strict")),
    };
    policy.rotation = match rotation {
        None if matches!(policy.rotation, Rotation::Once { .. }) => Rotation::Once { grace_s },
        None => policy.rotation,
        Some("never") => Rotation::Never,
        Some("loose") => Rotation::Loose,
        Some("once") => Rotation::Once { grace_s },
        Some(word) => return Err(format!("there is no rotation `{word}`; there are never, loose and once")),
    };
    Ok(policy)
}

/// What is served: the API of a spec, and who answers.
fn served(spec: Option<&Path>, machines: &[PathBuf]) -> Result<(Model, Box<dyn Behaviour>), String> {
    if let Some(path) = spec {
        let model = uplink_spec::read_file(path).map_err(|report| report.to_string())?;
        return Ok((model, Box::new(Examples)));
    }
    let table = |name: &str| NIBE_UPLINK_V1.table(name).map(str::to_owned);
    let model = uplink_spec::read_text(NIBE_UPLINK_V1.path, NIBE_UPLINK_V1.text, table).map_err(|r| r.to_string())?;
    let mut behaviour = if machines.is_empty() { demo() } else { Machines::only_files() };
    for path in machines {
        behaviour.add_file(path).map_err(|e| e.to_string())?;
    }
    Ok((model, Box::new(behaviour)))
}
