//! The handle of a running service.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uplink_spec::model::{Model, OAuth};

use crate::behaviour::Behaviour;
use crate::caller::SimulatedCredential;
use crate::fault::{Fault, Tamper};
use crate::oauth::{self, Credentials, Issued, RegisterError, SeenOAuthRequest, Tally};
use crate::options::Options;
use crate::shared::{SeenRequest, Shared};
use crate::state::{StateError, StateFile};
use crate::{admin, caller, handler, server, tls};

/// Why a service could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port cannot be listened on.
    #[error("cannot listen on 127.0.0.1:{port}: {source}; choose another port, or 0 for any")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The options name a scope that the API does not have.
    #[error("{api} has no scope {scope}; it has {known}")]
    UnknownScope {
        /// The API's name.
        api: String,
        /// The scope that the options name.
        scope: String,
        /// The scopes that there are.
        known: String,
    },
    /// The callback of the application is none.
    #[error(transparent)]
    Callback(#[from] RegisterError),
    /// The state file cannot be used.
    #[error(transparent)]
    State(#[from] StateError),
    /// No certificate could be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(String),
    /// The system gives no random numbers for the client secret.
    #[error("the system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// A running service. Clones are handles of the same one; it ends with [`stop`](Simulator::stop), with the last handle,
/// or with the tokio runtime that started it.
#[derive(Clone)]
#[must_use = "the service ends when its last handle is dropped"]
pub struct Simulator {
    handle: Arc<Handle>,
}

struct Handle {
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    admin_url: Option<String>,
    certificates: Option<Arc<tls::Certificates>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl std::fmt::Debug for Simulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Simulator").field("base_url", &self.handle.shared.base_url).finish_non_exhaustive()
    }
}

impl Simulator {
    /// Starts a service on the current tokio runtime, which needs its network and timers enabled.
    ///
    /// # Errors
    /// A [`StartError`] when the port is taken or the options do not fit the API.
    pub async fn start(
        mut model: Model,
        behaviour: Box<dyn Behaviour>,
        options: Options,
    ) -> Result<Simulator, StartError> {
        if let (Some(pace), Some((requests, per_s))) = (&mut model.pace, options.rate) {
            (pace.requests, pace.burst, pace.per_ms) = (requests, requests, (per_s * 1000.0) as u64);
        }
        // What is on another host is imitated here too.
        if let Some(oauth) = &mut model.oauth {
            oauth.authorize = OAuth::path(&oauth.authorize).to_owned();
            oauth.token = OAuth::path(&oauth.token).to_owned();
        }
        let known: Vec<&str> = model.scopes.iter().map(|s| s.name.as_str()).collect();
        if let Some(scope) = options.scopes.iter().flatten().find(|s| !known.contains(&s.as_str())) {
            let (api, known) = (model.api.name.clone(), known.join(", "));
            return Err(StartError::UnknownScope { api, scope: scope.clone(), known });
        }
        if let Some(uri) = &options.redirect_uri {
            oauth::check_callback(uri).map_err(RegisterError::Callback)?;
        }
        let with_tls = options.tls;
        let (listener, base_url) = listen(options.port).await?;
        let base_url = if with_tls { base_url.replacen("http:", "https:", 1) } else { base_url };
        let admin = match options.admin_port {
            Some(port) => Some(listen(port).await?),
            None => None,
        };
        let api = format!("{} {}", model.api.name, model.api.version);
        let state = options.state.as_deref().map(|path| StateFile::open(path, &api)).transpose()?;
        let shared = Arc::new(Shared::new(model, behaviour, options, base_url, state)?);
        shared.keep()?;
        let (stop, stopped) = watch::channel(false);
        let certificates = if with_tls {
            let made =
                tls::Certificates::new(shared.identity().unwrap_or_default()).map_err(StartError::Certificate)?;
            Some(Arc::new(made))
        } else {
            None
        };
        let serve = |listener, face| tokio::spawn(server::run(listener, face, Arc::clone(&shared), stopped.clone()));
        let face = server::Face { certificates: certificates.clone(), answer: handler::handle, is_api: true };
        let mut tasks = vec![serve(listener, face)];
        let mut admin_url = None;
        if let Some((listener, url)) = admin {
            let face = server::Face { certificates: None, answer: admin::handle, is_api: false };
            tasks.push(serve(listener, face));
            admin_url = Some(url);
        }
        Ok(Simulator { handle: Arc::new(Handle { shared, admin_url, certificates, stop, tasks: Mutex::new(tasks) }) })
    }

    /// The name of the API that is served.
    pub fn api(&self) -> &str {
        &self.shared().model.api.name
    }

    /// Where the service listens, such as `http://127.0.0.1:8080`.
    pub fn base_url(&self) -> &str {
        &self.handle.shared.base_url
    }

    /// Where faults are switched over HTTP, if anywhere.
    pub fn admin_url(&self) -> Option<&str> {
        self.handle.admin_url.as_deref()
    }

    /// The SHA-256 of its certificate, where it speaks HTTPS.
    pub fn fingerprint(&self) -> Option<String> {
        Some(self.handle.certificates.as_ref()?.of(self.shared().identity()).fingerprint)
    }

    /// The identifier of the registered application.
    pub fn client_id(&self) -> &str {
        &self.shared().client.id
    }

    /// The secret of the registered application.
    pub fn client_secret(&self) -> &str {
        &self.shared().client.secret
    }

    /// The registered redirect URI.
    pub fn redirect_uri(&self) -> &str {
        &self.shared().client.redirect_uri
    }

    /// The keys and passwords that the service takes, in the order of the spec's `[auth]`.
    pub fn credentials(&self) -> Vec<SimulatedCredential> {
        let shared = self.shared();
        shared.model.auth.iter().map(|scheme| caller::credential(shared, scheme)).collect()
    }

    /// The ids of the things that are served.
    pub fn systems(&self) -> Vec<i64> {
        self.shared().behaviour.systems()
    }

    /// The same ids as the API writes them.
    pub fn system_ids(&self) -> Vec<String> {
        self.shared().behaviour.system_ids()
    }

    /// The requests to the API in the order of their answers, the last 10,000 of them.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.shared().requests()
    }

    /// Sets the simulated clock forward: values, lifetimes of tokens and the pace follow at once.
    pub fn advance(&self, seconds: f64) {
        self.shared().clock.advance(seconds);
        self.keep();
    }

    /// The simulated time.
    pub fn now(&self) -> jiff::Timestamp {
        self.shared().clock.now()
    }

    /// A token as the token endpoint gives it after consent to these scopes; to all scopes when none are named.
    pub fn issue(&self, scopes: &[String]) -> Issued {
        let shared = self.shared();
        let mut grants = shared.grants();
        let access = grants.login(&shared.client.id, shared.grantable(scopes), shared.first_owner());
        let issued = grants.issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true);
        drop(grants);
        self.keep();
        issued
    }

    /// Registers another application. A public one has no secret, as programs that run on the user's side cannot keep one.
    ///
    /// # Errors
    /// A [`RegisterError`] when the name or the callback will not do.
    pub fn register(&self, name: &str, redirect_uri: &str, public: bool) -> Result<Credentials, RegisterError> {
        let credentials = oauth::register(self.shared(), name, redirect_uri, public)?;
        self.keep();
        Ok(credentials)
    }

    /// What the token endpoint did so far.
    pub fn tally(&self) -> Tally {
        self.shared().grants().tally
    }

    /// Ends the life of all access tokens; refresh tokens live on.
    pub fn expire_tokens(&self) {
        self.shared().grants().expire_access();
        self.keep();
    }

    /// Alters answers from now on, after those of earlier calls.
    pub fn fault(&self, fault: Fault) {
        self.shared().faults().push(fault);
    }

    /// The same for a fault that JSON says, in the form of [`Fault::read`].
    ///
    /// # Errors
    /// A sentence that says what is missing or wrong.
    pub fn fault_of_json(&self, fault: &serde_json::Value) -> Result<(), String> {
        self.fault(Fault::read(&self.shared().model, fault)?);
        Ok(())
    }

    /// Alters answers of functions from now on, after those of earlier calls.
    pub fn tamper(&self, tamper: Tamper) {
        self.fault(tamper.into());
    }

    /// Takes back every fault that has not struck yet.
    pub fn clear_faults(&self) {
        self.shared().faults().clear();
    }

    /// Begins a trouble of a thing that is served, or ends it; which ones there are is a matter of its
    /// [`Behaviour`](crate::Behaviour::troubles).
    ///
    /// # Errors
    /// A sentence that says why there is no such trouble or no such thing.
    pub fn trouble(&self, system: &str, word: &str, begins: bool) -> Result<(), String> {
        self.shared().trouble(system, word, begins)?;
        self.keep();
        Ok(())
    }

    /// Shuts an application out, or lets it in again. Its tokens are kept but good for nothing while it is out. Whether
    /// there is one of this identifier.
    pub fn block(&self, client_id: &str, blocked: bool) -> bool {
        let known = self.shared().block(client_id, blocked);
        self.keep();
        known
    }

    /// The requests to the authorization server in the order of their answers, the last 10,000 of them. They hold no
    /// secret.
    pub fn oauth_requests(&self) -> Vec<SeenOAuthRequest> {
        self.shared().oauth_requests()
    }

    /// Closes the listener and waits until every connection has ended.
    pub async fn stop(&self) {
        self.handle.stop.send_replace(true);
        let tasks = std::mem::take(&mut *self.handle.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            let _ = task.await;
        }
        self.keep();
    }

    /// Keeps the state, with the time. Where that fails, the next request that changes something is answered with the
    /// reason; nobody is told here.
    fn keep(&self) {
        let _ = self.shared().keep_time();
    }

    fn shared(&self) -> &Shared {
        &self.handle.shared
    }
}

/// A listener on this machine, and its address.
async fn listen(port: u16) -> Result<(TcpListener, String), StartError> {
    let failed = |source| StartError::Listen { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let url = format!("http://{}", listener.local_addr().map_err(failed)?);
    Ok((listener, url))
}

#[cfg(test)]
#[path = "simulator_tests.rs"]
mod tests;
