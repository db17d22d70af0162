//! The Rust code of the golden spec compiles without a warning, and one crate can hold more than one API.
#![deny(warnings)]
#![allow(clippy::duplicate_mod, reason = "the same API stands for a second one")]

/// An API as it is generated.
pub mod kettle {
    include!("../../crates/codegen/tests/golden/rust/api.rs");
}

/// Another one beside it.
pub mod kitchen {
    /// Deeper in the crate.
    pub mod kettle {
        include!("../../crates/codegen/tests/golden/rust/api.rs");
    }
}

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use uplink_runtime::{Credentials, Options, StaticToken};
use uplink_simulator::{Examples, Simulator};

#[test]
fn two_apis_live_in_one_crate() {
    let tokens = || Arc::new(StaticToken::new("token", None));
    let one = kettle::Client::new(tokens(), Options::default()).expect("a client");
    let other = kitchen::kettle::Client::new(tokens(), Options::default()).expect("a client");
    let plan = kettle::types::Plan::new("HEAT".to_owned().into(), Vec::new());
    drop(one.boil(1, 95.5, [("lid", 3)], plan));
    drop(other.scopes::<kitchen::kettle::scopes::Look>().kettles());
    assert_eq!(kettle::API.functions.len(), kitchen::kettle::API.functions.len());
}

/// The tests that are generated for the golden spec, against the local service.
mod examples {
    #![allow(clippy::let_unit_value, clippy::invisible_characters)]

    use super::kettle::types;
    use super::{Service, expect_answer};

    include!("../../crates/codegen/tests/golden/rust-tests/examples.rs");
}

/// A running service and a client that may do everything.
struct Service {
    simulator: Simulator,
    client: kettle::Client,
}

impl Service {
    async fn start() -> Self {
        let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/codegen/tests/golden/kettle.toml");
        let model = uplink_spec::read_file(spec.as_ref()).expect("the golden spec");
        let scopes: Vec<String> = model.scopes.iter().map(|scope| scope.name.clone()).collect();
        let simulator = Simulator::start(model, Box::new(Examples), Default::default()).await.expect("a free port");
        let credentials = simulator.credentials().into_iter().fold(Credentials::new(), |all, one| match one.username {
            Some(username) => all.basic(one.name, username, one.secret),
            None => all.api_key(one.name, one.secret),
        });
        let options = Options {
            base_url: Some(simulator.base_url().to_owned()),
            credentials,
            keep_pace: false,
            ..Options::default()
        };
        let token = StaticToken::new(simulator.issue(&scopes).access_token, Some(scopes));
        let client = kettle::Client::new(Arc::new(token), options).expect("a client");
        Service { simulator, client }
    }

    fn client(&self) -> &kettle::Client {
        &self.client
    }

    fn expect_request(&self, function: &str, body: &str) {
        let requests = self.simulator.requests();
        let last = requests.last().expect("a request");
        assert_eq!(last.function.as_deref(), Some(function), "{} {}", last.method, last.path);
        assert_eq!(sent(&last.body), sent(body));
    }
}

/// What a body says, where it is JSON.
fn sent(body: &str) -> Value {
    serde_json::from_str(body).map_or_else(|_| Value::from(body), |value| plain(value, true))
}

fn expect_answer<T: Serialize>(answer: &T, json: &str) {
    let expected: Value = serde_json::from_str(json).expect("the example is JSON");
    let answer = serde_json::to_value(answer).expect("answers can be serialized");
    assert_eq!(plain(answer, false), plain(expected, false));
}

/// A value whose whole numbers are such whether they are written as 1 or as 1.0; with `nulls` what is null is not nothing.
fn plain(value: Value, nulls: bool) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.into_iter().filter(|(_, value)| nulls || !value.is_null());
            entries.map(|(key, value)| (key, plain(value, nulls))).collect()
        }
        Value::Array(items) => items.into_iter().map(|item| plain(item, nulls)).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => Value::from(float as i64),
            _ => Value::Number(number),
        },
        value => value,
    }
}
