//! The handle of a running service.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uplink_spec::model::Model;

use crate::behaviour::Behaviour;
use crate::fault::Tamper;
use crate::oauth::{Client, Credentials, Issued, Tally};
use crate::options::Options;
use crate::server;
use crate::shared::{SeenRequest, Shared};

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
    task: Mutex<Option<JoinHandle<()>>>,
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
    pub async fn start(model: Model, behaviour: Box<dyn Behaviour>, options: Options) -> Result<Simulator, StartError> {
        let known: Vec<&str> = model.scopes.iter().map(|s| s.name.as_str()).collect();
        if let Some(scope) = options.scopes.iter().flatten().find(|s| !known.contains(&s.as_str())) {
            let (api, known) = (model.api.name.clone(), known.join(", "));
            return Err(StartError::UnknownScope { api, scope: scope.clone(), known });
        }
        let port = options.port;
        let listen = |source| StartError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listen)?;
        let base_url = format!("http://{}", listener.local_addr().map_err(listen)?);
        let client = Credentials::new(options.redirect_uri.clone(), false)?;
        let shared = Arc::new(Shared::new(model, behaviour, options, base_url, client));
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(server::run(listener, Arc::clone(&shared), stopped));
        Ok(Simulator { handle: Arc::new(Handle { shared, stop, task: Mutex::new(Some(task)) }) })
    }

    /// Where the service listens, such as `http://127.0.0.1:8080`.
    pub fn base_url(&self) -> &str {
        &self.handle.shared.base_url
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

    /// The ids of the things that are served.
    pub fn systems(&self) -> Vec<i64> {
        self.shared().behaviour.systems()
    }

    /// The requests to the API in the order of their answers, the last 10,000 of them.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.shared().requests()
    }

    /// Sets the simulated clock forward: values, lifetimes of tokens and the pace follow at once.
    pub fn advance(&self, seconds: f64) {
        self.shared().clock.advance(seconds);
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
        grants.issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true)
    }

    /// Registers another application. A public one has no secret, as programs that run on the user's side cannot keep one.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn register(&self, name: &str, redirect_uri: &str, public: bool) -> Result<Credentials, StartError> {
        let credentials = Credentials::new(Some(redirect_uri.to_owned()), public)?;
        self.shared().clients().insert(credentials.id.clone(), Client::new(name, &credentials));
        Ok(credentials)
    }

    /// What the token endpoint did so far.
    pub fn tally(&self) -> Tally {
        self.shared().grants().tally
    }

    /// Ends the life of all access tokens; refresh tokens live on.
    pub fn expire_tokens(&self) {
        self.shared().grants().expire_access();
    }

    /// Alters answers from now on, after those of earlier calls.
    pub fn tamper(&self, tamper: Tamper) {
        self.shared().faults().push(tamper);
    }

    /// Closes the listener and waits until every connection has ended.
    pub async fn stop(&self) {
        self.handle.stop.send_replace(true);
        let task = self.handle.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            let _ = task.await;
        }
    }

    fn shared(&self) -> &Shared {
        &self.handle.shared
    }
}

#[cfg(test)]
#[path = "simulator_tests.rs"]
mod tests;
