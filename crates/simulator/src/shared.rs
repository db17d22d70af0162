//! What all requests share.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use uplink_spec::model::Model;

use crate::behaviour::Behaviour;
use crate::clock::Clock;
use crate::fault::Tamper;
use crate::oauth::{Asked, Client, Clients, Credentials, Grants, Pages};
use crate::options::Options;
use crate::pace::Meter;

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
    pub(crate) behaviour: Box<dyn Behaviour>,
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) base_url: String,
    /// The application that is registered from the start.
    pub(crate) client: Credentials,
    clients: Mutex<Clients>,
    consents: Mutex<Pages<Asked>>,
    grants: Mutex<Grants>,
    meter: Mutex<Option<Meter>>,
    faults: Mutex<Vec<Tamper>>,
    requests: Mutex<VecDeque<SeenRequest>>,
}

impl Shared {
    pub(crate) fn new(
        model: Model,
        behaviour: Box<dyn Behaviour>,
        options: Options,
        base_url: String,
        client: Credentials,
    ) -> Self {
        let clock = Clock::new(options.at.unwrap_or_else(jiff::Timestamp::now), options.speed);
        let clients = Clients::from([(client.id.clone(), Client::new(CLIENT_NAME, &client))]);
        Shared {
            model,
            behaviour,
            options,
            clock,
            base_url,
            client,
            clients: Mutex::new(clients),
            consents: Mutex::default(),
            grants: Mutex::default(),
            meter: Mutex::default(),
            faults: Mutex::default(),
            requests: Mutex::default(),
        }
    }

    pub(crate) fn clients(&self) -> MutexGuard<'_, Clients> {
        lock(&self.clients)
    }

    pub(crate) fn consents(&self) -> MutexGuard<'_, Pages<Asked>> {
        lock(&self.consents)
    }

    pub(crate) fn grants(&self) -> MutexGuard<'_, Grants> {
        lock(&self.grants)
    }

    pub(crate) fn meter(&self) -> MutexGuard<'_, Option<Meter>> {
        lock(&self.meter)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Vec<Tamper>> {
        lock(&self.faults)
    }

    pub(crate) fn remember(&self, request: SeenRequest) {
        let mut requests = lock(&self.requests);
        if requests.len() == REMEMBERED {
            requests.pop_front();
        }
        requests.push_back(request);
    }

    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        lock(&self.requests).iter().cloned().collect()
    }

    /// The name under which an application is registered.
    pub(crate) fn client_name(&self, id: &str) -> String {
        self.clients().get(id).map(|client| client.name.clone()).unwrap_or_default()
    }

    /// The owner that is meant where nobody chose.
    pub(crate) fn first_owner(&self) -> String {
        self.behaviour.owners().into_iter().next().unwrap_or_default()
    }

    /// The scopes that consent grants of those that were asked for; all when none were named.
    pub(crate) fn grantable(&self, asked: &[String]) -> Vec<String> {
        let all = self.model.scopes.iter().map(|s| &s.name);
        let granted = all.filter(|s| asked.is_empty() || asked.contains(s));
        let most = self.options.scopes.as_ref();
        granted.filter(|s| most.is_none_or(|most| most.contains(s))).cloned().collect()
    }
}

/// A panic elsewhere must not end the service.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
