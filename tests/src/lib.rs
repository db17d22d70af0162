//! What the tests of several crates share: a local service with a client that is logged in.
//!
//! The same file serves the crate that `skeleton/` builds from a changed spec; `client` is the client crate of either.

pub mod wire;

use std::path::Path;
#[cfg(not(no_login))]
use std::sync::Arc;
use std::sync::LazyLock;

use client::Client;
use serde::Serialize;
use serde_json::Value;
#[cfg(no_login)]
use uplink_runtime::Credentials;
#[cfg(not(no_login))]
use uplink_runtime::StaticToken;
use uplink_runtime::{Error, Options, RetryPolicy};
use uplink_simulator::{Behaviour, Examples, Simulator};
use uplink_spec::model::Model;

/// A running service and a client of it.
#[derive(Debug)]
pub struct Service {
    simulator: Simulator,
    client: Client,
}

impl Service {
    /// A service that answers from the examples of the spec.
    pub async fn start() -> Self {
        Self::with(Box::new(Examples)).await
    }

    /// A service of another behaviour.
    pub async fn with(behaviour: Box<dyn Behaviour>) -> Self {
        // Read once for all tests of a program, because a long spec takes its time in a debug build.
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            uplink_spec::read_file(Path::new(env!("SPEC"))).expect("the spec was read by the build script")
        });
        let model = MODEL.clone();
        let scopes: Vec<String> = model.scopes.iter().map(|s| s.name.clone()).collect();
        let simulator = Simulator::start(model, behaviour, Default::default()).await.expect("a free port");
        let client = client_of(&simulator, &scopes);
        Service { simulator, client }
    }

    /// The client; it was granted every scope.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The service.
    pub fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// Checks the last request that the service saw.
    pub fn expect_request(&self, function: &str, body: &str) {
        let requests = self.simulator.requests();
        let last = requests.last().expect("a request");
        assert_eq!(last.function.as_deref(), Some(function), "{} {}", last.method, last.path);
        assert_eq!(last.body, body);
    }
}

/// A client of a running service that is logged in with some scopes and neither paces itself nor tries again.
pub fn client_of(simulator: &Simulator, scopes: &[String]) -> Client {
    let options = Options {
        base_url: Some(simulator.base_url().to_owned()),
        keep_pace: false,
        retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
        ..Options::default()
    };
    logged_in(simulator, scopes, options).expect("a loopback base URL")
}

/// A client with the one token, which is granted everything.
#[cfg(not(no_login))]
pub(crate) fn with(token: &str, options: Options) -> Result<Client, Error> {
    Client::new(Arc::new(StaticToken::new(token, None)), options)
}

/// A client with a user name and a password, which a colon parts.
#[cfg(no_login)]
pub(crate) fn with(account: &str, options: Options) -> Result<Client, Error> {
    let (username, password) = account.split_once(':').expect("a user name and a password");
    let name = client::API.auth[0].name;
    Client::new(Options { credentials: Credentials::new().basic(name, username, password), ..options })
}

#[cfg(not(no_login))]
fn logged_in(simulator: &Simulator, scopes: &[String], options: Options) -> Result<Client, Error> {
    let token = StaticToken::new(simulator.issue(scopes).access_token, Some(scopes.to_vec()));
    Client::new(Arc::new(token), options)
}

/// Where nobody logs in, the service says what it takes.
#[cfg(no_login)]
fn logged_in(simulator: &Simulator, _: &[String], options: Options) -> Result<Client, Error> {
    let taken = simulator.credentials().into_iter();
    let credentials = taken.fold(Credentials::new(), |all, one| match one.username {
        Some(username) => all.basic(one.name, username, one.secret),
        None => all.api_key(one.name, one.secret),
    });
    Client::new(Options { credentials, ..options })
}

/// Checks that an answer says what the JSON text says. Fields that were absent may come back as null.
pub fn expect_answer<T: Serialize>(answer: &T, json: &str) {
    let answer = serde_json::to_value(answer).expect("answers can be serialized");
    let expected: Value = serde_json::from_str(json).expect("the example is JSON");
    if let Err(place) = same(&expected, &answer, "answer") {
        panic!("{place} differs\nexpected {expected}\n     got {answer}");
    }
}

fn same(expected: &Value, got: &Value, place: &str) -> Result<(), String> {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                same(value, got.get(key).unwrap_or(&Value::Null), &format!("{place}.{key}"))?;
            }
            match got.iter().find(|(key, value)| !value.is_null() && !expected.contains_key(*key)) {
                Some((key, _)) => Err(format!("{place}.{key}")),
                None => Ok(()),
            }
        }
        (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
            expected.iter().zip(got).enumerate().try_for_each(|(i, (e, g))| same(e, g, &format!("{place}[{i}]")))
        }
        _ if expected == got => Ok(()),
        _ => Err(place.to_owned()),
    }
}
