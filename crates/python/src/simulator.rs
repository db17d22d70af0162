//! The local service.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use secrecy::SecretString;
use uplink_simulator::{Bound, Firmware, Manners, Options, Setup, TokenForm};

use crate::block::block;
use crate::errors::{Failure, Result};
use crate::pending::Pending;
use crate::secret::Secret;
use crate::{apis, errors};

/// A request that the service saw: method, path, function, status, body.
type Seen = (String, String, Option<String>, u16, String);

/// A request that the authorization server saw, in the order of the fields there.
type SeenOAuth =
    (&'static str, String, Option<String>, Option<String>, Option<String>, u16, Option<String>, Option<String>);

/// The words for token answers: the malformed ones, and those that are odd.
#[pyfunction]
pub(crate) fn token_forms() -> (Vec<&'static str>, Vec<&'static str>) {
    (TokenForm::malformed().map(TokenForm::word).collect(), TokenForm::odd().map(TokenForm::word).collect())
}

/// A running service.
#[pyclass(frozen)]
pub(crate) struct Simulator {
    process: u32,
    // Locked only while attached; see `runtime`.
    inner: Mutex<Option<uplink_simulator::Simulator>>,
}

#[pymethods]
impl Simulator {
    #[new]
    #[pyo3(signature = (*, api, auto_approve, scopes, machines, pace, speed, at, port, spec, seed, owners, limits, rate, profile, rotation, grace, pkce, basic, redirect_uri, state, read_only, whole_points, bears_overlap, firmware, update_at))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        api: &str,
        auto_approve: bool,
        scopes: Option<Vec<String>>,
        machines: Vec<PathBuf>,
        pace: bool,
        speed: f64,
        at: Option<&str>,
        port: u16,
        spec: Option<PathBuf>,
        seed: Option<u64>,
        owners: Option<usize>,
        limits: Vec<String>,
        rate: Option<(u32, f64)>,
        profile: Option<String>,
        rotation: Option<String>,
        grace: Option<f64>,
        pkce: Option<String>,
        basic: Option<String>,
        redirect_uri: Option<String>,
        state: Option<PathBuf>,
        read_only: bool,
        whole_points: bool,
        bears_overlap: bool,
        firmware: Option<&str>,
        update_at: Option<&str>,
    ) -> Result<Self> {
        let moment = |name: &str, text: Option<&str>| {
            let unfit = |e| errors::setup(format!("`{name}` is no point in time: {e}"));
            text.map(|text| text.parse().map_err(unfit)).transpose()
        };
        let (at, update_at) = (moment("at", at)?, moment("update_at", update_at)?);
        let known = apis::find(api).map_err(errors::setup)?;
        let limits = limits.iter().map(|word| Bound::find(word)).collect::<std::result::Result<_, _>>();
        let limits = limits.map_err(errors::setup)?;
        let options = Options {
            port,
            auto_approve,
            scopes,
            pace,
            rate,
            limits,
            speed,
            at,
            redirect_uri,
            state,
            ..Options::default()
        };
        let firmware = firmware.map(Firmware::find).transpose().map_err(errors::setup)?.unwrap_or_default();
        let manners = Manners { read_only, whole_points, bears_overlap, firmware, update_at };
        let (imitation, spec) = (known.imitation, spec.or_else(|| known.spec.map(Path::to_owned)));
        let setup = Setup {
            imitation,
            spec,
            machines,
            seed,
            owners,
            profile,
            rotation,
            grace_s: grace,
            pkce,
            basic,
            manners,
            options,
        };
        let inner = block(py, setup.start())?.map_err(errors::setup)?;
        Ok(Simulator { process: std::process::id(), inner: Mutex::new(Some(inner)) })
    }

    /// Where the service listens.
    #[getter]
    fn base_url(&self) -> Result<String> {
        Ok(self.inner()?.base_url().to_owned())
    }

    /// The SHA-256 of its certificate, where it speaks HTTPS.
    #[getter]
    fn fingerprint(&self) -> Result<Option<String>> {
        Ok(self.inner()?.fingerprint())
    }

    /// The key of the registered application.
    #[getter]
    fn client_id(&self) -> Result<String> {
        Ok(self.inner()?.client_id().to_owned())
    }

    /// The secret of the registered application.
    #[getter]
    fn client_secret(&self) -> Result<String> {
        Ok(self.inner()?.client_secret().to_owned())
    }

    /// The redirect URI of the registered application.
    #[getter]
    fn redirect_uri(&self) -> Result<String> {
        Ok(self.inner()?.redirect_uri().to_owned())
    }

    /// The keys and passwords that the service takes: name, user name, secret.
    fn credentials(&self) -> Result<Vec<(String, Option<String>, Secret)>> {
        let all = self.inner()?.credentials().into_iter();
        Ok(all.map(|one| (one.name, one.username, SecretString::from(one.secret).into())).collect())
    }

    /// The first password that the service takes, for programs that bring a client of their own.
    #[getter]
    fn password(&self) -> Result<Option<String>> {
        Ok(self.inner()?.credentials().into_iter().next().map(|one| one.secret))
    }

    /// The ids of the systems that are served.
    #[getter]
    fn systems(&self) -> Result<Vec<String>> {
        Ok(self.inner()?.system_ids())
    }

    /// The simulated time, RFC 3339.
    #[getter]
    fn now(&self) -> Result<String> {
        Ok(self.inner()?.now().to_string())
    }

    /// The requests that were seen.
    fn requests(&self) -> Result<Vec<Seen>> {
        let seen = self.inner()?.requests();
        Ok(seen.into_iter().map(|r| (r.method, r.path, r.function, r.status, r.body)).collect())
    }

    /// Sets the simulated clock forward.
    fn advance(&self, seconds: f64) -> Result<()> {
        self.inner()?.advance(seconds);
        Ok(())
    }

    /// A token as the token endpoint gives it: access token, refresh token, seconds, scopes.
    fn issue(&self, scopes: Vec<String>) -> Result<(String, Option<String>, u64, Vec<String>)> {
        let issued = self.inner()?.issue(&scopes);
        Ok((issued.access_token, issued.refresh_token, issued.expires_in, issued.scopes))
    }

    /// Registers another application: its key and its secret, which is empty for a public one.
    fn register(&self, name: &str, redirect_uri: &str, public: bool) -> Result<(String, String, String)> {
        let registered = self.inner()?.register(name, redirect_uri, public);
        let new = registered.map_err(errors::setup)?;
        Ok((new.id, new.secret, new.redirect_uri))
    }

    /// What the token endpoint did: calls, codes, refreshes, reuses, reused codes.
    #[getter]
    fn tally(&self) -> Result<(u64, u64, u64, u64, u64)> {
        let tally = self.inner()?.tally();
        Ok((tally.token_calls, tally.codes, tally.refreshes, tally.reuses, tally.code_reuses))
    }

    /// Ends the life of all access tokens.
    fn expire_tokens(&self) -> Result<()> {
        self.inner()?.expire_tokens();
        Ok(())
    }

    /// Alters answers from now on; the fault is JSON.
    fn fault(&self, fault: &str) -> Result<()> {
        let fault = serde_json::from_str(fault).map_err(errors::setup)?;
        self.inner()?.fault_of_json(&fault).map_err(errors::setup)
    }

    /// Takes back every fault that has not struck yet.
    fn clear_faults(&self) -> Result<()> {
        self.inner()?.clear_faults();
        Ok(())
    }

    /// Begins a trouble of a machine or ends it.
    fn trouble(&self, system: &str, kind: &str, begins: bool) -> Result<()> {
        self.inner()?.trouble(system, kind, begins).map_err(errors::setup)
    }

    /// Shuts an application out or lets it in again.
    fn block(&self, client_id: &str, blocked: bool) -> Result<()> {
        let known = self.inner()?.block(client_id, blocked);
        let unknown = || errors::setup(format!("no application has the identifier {client_id}"));
        known.then_some(()).ok_or_else(unknown)
    }

    /// The requests to the authorization server that were seen.
    fn oauth_requests(&self) -> Result<Vec<SeenOAuth>> {
        let seen = self.inner()?.oauth_requests().into_iter();
        let seen = seen.map(|r| (r.endpoint, r.method, r.client_id, r.grant, r.user_agent, r.status, r.error, r.fault));
        Ok(seen.collect())
    }

    /// Ends the service; a second time does nothing.
    fn stop(slf: Py<Self>) -> Pending {
        Pending::new(move |_| {
            let inner = slf.get().take();
            Ok(async move {
                if let Some(inner) = inner {
                    inner.stop().await;
                }
                Ok::<Option<()>, Failure>(None)
            })
        })
    }
}

impl Simulator {
    fn inner(&self) -> Result<uplink_simulator::Simulator> {
        if self.process != std::process::id() {
            return Err(errors::setup("this local service runs in the parent process; ask it there"));
        }
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.clone().ok_or_else(|| errors::setup("this local service has been closed"))
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
