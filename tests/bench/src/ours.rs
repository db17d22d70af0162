//! The work with our client.

use std::hint::black_box;
use std::sync::Arc;

use nibe_uplink::functions::PARAMETERS;
use nibe_uplink::types::Reading;
use nibe_uplink::{API, Client, Options};
use uplink_runtime::descriptor::{Argument, Function};
use uplink_runtime::{Call, StaticToken};

use crate::{IDS, Peer};

/// A client of the server at `address` that never waits for a pace.
pub fn client(address: &str) -> Client {
    let tokens = Arc::new(StaticToken::new("made-up", Some(vec!["READSYSTEM".to_owned()])));
    let options = Options { base_url: Some(address.to_owned()), keep_pace: false, ..Options::default() };
    Client::new(tokens, options).expect("a client")
}

impl Peer for Client {
    async fn parameters(&self, system: i64) -> usize {
        self.parameters(system, IDS).await.expect("readings").iter().map(read).sum()
    }

    async fn parameters_of(&self, system: i64, unit: i64) -> usize {
        self.parameters(system, IDS).system_unit_id(unit).await.expect("readings").iter().map(read).sum()
    }

    async fn categories(&self, system: i64) -> usize {
        let categories = Client::categories(self, system).parameters(true).await.expect("categories");
        categories.iter().flat_map(|category| category.parameters.iter().flatten()).map(read).sum()
    }
}

/// The same client, whose reads of parameters are merged with none: what merging costs a single read is the difference.
pub struct Unmerged {
    client: uplink_runtime::Client,
    function: &'static Function,
}

impl Unmerged {
    pub fn new(address: &str) -> Self {
        let tokens = Arc::new(StaticToken::new("made-up", Some(vec!["READSYSTEM".to_owned()])));
        let options = Options { base_url: Some(address.to_owned()), keep_pace: false, ..Options::default() };
        let client = uplink_runtime::Client::new(&API, tokens, options).expect("a client");
        let arguments: Vec<Argument> =
            PARAMETERS.arguments.iter().map(|known| Argument { merge: &[], ..*known }).collect();
        let function = Box::leak(Box::new(Function { arguments: arguments.leak(), ..PARAMETERS }));
        Unmerged { client, function }
    }

    fn call(&self, system: i64) -> Call<Vec<Reading>> {
        let ids: Vec<i64> = IDS.collect();
        Call::new(&self.client, self.function).set("system_id", system).set("parameter_ids", ids).batched()
    }
}

impl Peer for Unmerged {
    async fn parameters(&self, system: i64) -> usize {
        self.call(system).await.expect("readings").iter().map(read).sum()
    }

    async fn parameters_of(&self, system: i64, unit: i64) -> usize {
        self.call(system).set("system_unit_id", unit).await.expect("readings").iter().map(read).sum()
    }

    async fn categories(&self, _: i64) -> usize {
        panic!("categories are not merged anyway")
    }
}

fn read(reading: &Reading) -> usize {
    black_box((reading.parameter_id, &reading.title, &reading.display_value, reading.raw_value));
    1
}
