//! The work with our client.

use std::hint::black_box;
use std::sync::Arc;

use nibe_uplink::types::Reading;
use nibe_uplink::{Client, Options};
use uplink_runtime::StaticToken;

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

fn read(reading: &Reading) -> usize {
    black_box((reading.parameter_id, &reading.title, &reading.display_value, reading.raw_value));
    1
}
