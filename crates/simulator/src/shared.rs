//! What all requests share.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uplink_spec::model::{ContentType, Model};

use crate::behaviour::Behaviour;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::oauth::{AuthorizationRequest, Client, Clients, Credentials, Grants, Pages, SeenOAuthRequest};
use crate::options::Options;
use crate::pace::Meter;
use crate::route::Routes;
use crate::state::{SavedState, StateError, StateFile};

/// The name under which the demo application is registered.
const CLIENT_NAME: &str = "Demo application";

/// How many requests are remembered; a service that runs for weeks must not grow.
const REMEMBERED: usize = 10_000;

/// A request to the API that was seen. Requests to the OAuth endpoints are not among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRequest {
    /// The HTTP method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The function that it called, if any.
    pub function: Option<String>,
    /// The status of the answer; 0 when the connection was closed instead.
    pub status: u16,
    /// The body of the request.
    pub body: String,
}

/// The state of a service.
pub(crate) struct Shared {
    pub(crate) model: Model,
    pub(crate) routes: Routes,
    pub(crate) behaviour: Box<dyn Behaviour>,
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) base_url: String,
    /// The application that is registered from the start.
    pub(crate) client: Credentials,
    pub(crate) state: Option<StateFile>,
    /// Whether a function takes files, which may be long.
    pub(crate) takes_files: bool,
    clients: Mutex<Clients>,
    consents: Mutex<Pages<AuthorizationRequest>>,
    registrations: Mutex<Pages<()>>,
    grants: Mutex<Grants>,
    /// By what the limit is bound to.
    meters: Mutex<HashMap<String, Meter>>,
    /// Asked for once; there may be ten thousand.
    owners: Vec<String>,
    faults: Mutex<Vec<Fault>>,
    requests: Mutex<VecDeque<SeenRequest>>,
    oauth_requests: Mutex<VecDeque<SeenOAuthRequest>>,
    under_way: AtomicU32,
}

impl Shared {
    /// # Errors
    /// The system gives no random numbers for the application.
    pub(crate) fn new(
        model: Model,
        behaviour: Box<dyn Behaviour>,
        options: Options,
        base_url: String,
        state: Option<(StateFile, Option<SavedState>)>,
    ) -> Result<Self, getrandom::Error> {
        let (state, kept) = state.unzip();
        let mut start = options.at.unwrap_or_else(jiff::Timestamp::now);
        let mut client = match &kept {
            Some(Some(kept)) => kept.credentials(),
            _ => Credentials::new(None, false)?,
        };
        if let Some(redirect_uri) = &options.redirect_uri {
            client.redirect_uri.clone_from(redirect_uri);
        }
        let mut own = Client::new(CLIENT_NAME, &client);
        let (mut clients, mut grants) = (Clients::new(), Grants::default());
        if let Some(kept) = kept.flatten() {
            // A clock that ran ahead in an earlier run does not go back, unless it is told where to begin.
            start = if options.at.is_some() { start } else { start.max(kept.now) };
            behaviour.restore(&kept.things);
            (clients, grants) = (kept.clients, kept.grants);
        }
        own.blocked = clients.get(&client.id).is_some_and(|client| client.blocked);
        clients.insert(client.id.clone(), own);
        let clock = Clock::new(start, options.speed);
        let owners = behaviour.owners();
        let takes_files = model.functions.iter().any(|f| f.content_type == ContentType::Multipart || f.sends_file());
        Ok(Shared {
            takes_files,
            routes: Routes::new(&model),
            model,
            behaviour,
            options,
            clock,
            base_url,
            client,
            state,
            clients: Mutex::new(clients),
            consents: Mutex::default(),
            registrations: Mutex::default(),
            grants: Mutex::new(grants),
            meters: Mutex::default(),
            owners,
            faults: Mutex::default(),
            requests: Mutex::default(),
            oauth_requests: Mutex::default(),
            under_way: AtomicU32::new(0),
        })
    }

    /// Writes what has changed to the state file, if there is one.
    pub(crate) fn keep(&self) -> Result<(), StateError> {
        self.state.as_ref().map_or(Ok(()), |file| file.keep(self))
    }

    /// The same for the time, which changes all the while.
    pub(crate) fn keep_time(&self) -> Result<(), StateError> {
        self.state.as_ref().map_or(Ok(()), |file| file.keep_time(self))
    }

    /// Which certificate is shown now; none while no connections are taken.
    pub(crate) fn identity(&self) -> Option<u64> {
        self.behaviour.identity(self.clock.now())
    }

    pub(crate) fn clients(&self) -> MutexGuard<'_, Clients> {
        lock(&self.clients)
    }

    /// Shuts an application out or lets it in again; whether there is such a one.
    pub(crate) fn block(&self, id: &str, blocked: bool) -> bool {
        self.clients().get_mut(id).map(|client| client.blocked = blocked).is_some()
    }

    pub(crate) fn consents(&self) -> MutexGuard<'_, Pages<AuthorizationRequest>> {
        lock(&self.consents)
    }

    pub(crate) fn registrations(&self) -> MutexGuard<'_, Pages<()>> {
        lock(&self.registrations)
    }

    pub(crate) fn grants(&self) -> MutexGuard<'_, Grants> {
        lock(&self.grants)
    }

    pub(crate) fn meters(&self) -> MutexGuard<'_, HashMap<String, Meter>> {
        lock(&self.meters)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        lock(&self.faults)
    }

    pub(crate) fn remember(&self, request: SeenRequest) {
        push(&self.requests, request);
    }

    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        lock(&self.requests).iter().cloned().collect()
    }

    /// The last of them, the newest first.
    pub(crate) fn last_requests(&self, count: usize) -> Vec<SeenRequest> {
        lock(&self.requests).iter().rev().take(count).cloned().collect()
    }

    pub(crate) fn remember_oauth(&self, request: SeenOAuthRequest) {
        push(&self.oauth_requests, request);
    }

    pub(crate) fn oauth_requests(&self) -> Vec<SeenOAuthRequest> {
        lock(&self.oauth_requests).iter().cloned().collect()
    }

    /// The last of them, the newest first.
    pub(crate) fn last_oauth_requests(&self, count: usize) -> Vec<SeenOAuthRequest> {
        lock(&self.oauth_requests).iter().rev().take(count).cloned().collect()
    }

    /// Begins a trouble of a thing, which is named as the API does, or ends it.
    pub(crate) fn trouble(&self, system: &str, word: &str, begins: bool) -> Result<(), String> {
        let names = self.behaviour.system_ids();
        let at = names.iter().position(|name| name == system);
        let at = at.ok_or_else(|| format!("there is no system {system}; there are {}", names.join(", ")))?;
        let id = self.behaviour.systems().get(at).copied().unwrap_or_default();
        self.behaviour.trouble(id, word, begins, self.clock.now())
    }

    /// The name under which an application is registered.
    pub(crate) fn client_name(&self, id: &str) -> String {
        self.clients().get(id).map(|client| client.name.clone()).unwrap_or_default()
    }

    /// The users that the consent page offers.
    pub(crate) fn owners(&self) -> &[String] {
        &self.owners
    }

    pub(crate) fn has_owner(&self, name: &str) -> bool {
        self.owners.iter().any(|owner| owner == name)
    }

    /// The owner that is meant where nobody chose.
    pub(crate) fn first_owner(&self) -> String {
        self.owners.first().cloned().unwrap_or_default()
    }

    /// The scopes that consent grants of those that were asked for; all when none were named.
    pub(crate) fn grantable(&self, asked: &[String]) -> Vec<String> {
        let all = self.model.scopes.iter().map(|s| &s.name);
        let granted = all.filter(|s| asked.is_empty() || asked.contains(s));
        let most = self.options.scopes.as_ref();
        granted.filter(|s| most.is_none_or(|most| most.contains(s))).cloned().collect()
    }
}

/// A request that is under way, of an API that allows a number of them.
pub(crate) struct UnderWay(Arc<Shared>);

impl UnderWay {
    pub(crate) fn begin(shared: &Arc<Shared>, most: u32) -> Self {
        if shared.under_way.fetch_add(1, Ordering::SeqCst) >= most {
            shared.behaviour.overlapped(shared.clock.now());
        }
        UnderWay(Arc::clone(shared))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

fn push<T>(seen: &Mutex<VecDeque<T>>, request: T) {
    let mut seen = lock(seen);
    if seen.len() == REMEMBERED {
        seen.pop_front();
    }
    seen.push_back(request);
}

/// A panic elsewhere must not end the service.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
