//! The work with reqwest and serde, as one writes it by hand for these two functions alone.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::hint::black_box;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{IDS, Peer};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what is read counts")]
struct Reading<Text> {
    parameter_id: i64,
    name: Option<Text>,
    title: Text,
    designation: Option<Text>,
    unit: Option<Text>,
    display_value: Text,
    raw_value: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "what is read counts")]
struct Category<Text> {
    category_id: Text,
    name: Text,
    parameters: Option<Vec<Reading<Text>>>,
}

/// Texts of their own.
pub struct Owned(Http);
/// Texts that lie in the answer, where they hold no escapes.
pub struct Borrowed(Http);

#[derive(Deserialize)]
#[allow(dead_code, reason = "what is read counts")]
struct Slice<'a>(#[serde(borrow)] Cow<'a, str>);

struct Http {
    client: reqwest::Client,
    address: String,
}

impl Http {
    fn new(address: &str) -> Self {
        // Fails when one is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
        Http { client, address: address.to_owned() }
    }

    async fn get(&self, path: &str) -> Vec<u8> {
        let request = self.client.get(format!("{}/api/v1/systems/{path}", self.address)).bearer_auth("made-up");
        request
            .send()
            .await
            .and_then(|answer| answer.error_for_status())
            .expect("an answer")
            .bytes()
            .await
            .expect("a body")
            .into()
    }

    async fn parameters(&self, system: i64, unit: Option<i64>) -> Vec<u8> {
        let mut path = format!("{system}/parameters?");
        IDS.for_each(|id| write!(path, "parameterIds={id}&").expect("room"));
        if let Some(unit) = unit {
            write!(path, "systemUnitId={unit}").expect("room");
        }
        self.get(path.trim_end_matches('&')).await
    }

    async fn categories(&self, system: i64) -> Vec<u8> {
        self.get(&format!("{system}/serviceinfo/categories?parameters=true")).await
    }
}

impl Owned {
    pub fn new(address: &str) -> Self {
        Owned(Http::new(address))
    }
}

impl Borrowed {
    pub fn new(address: &str) -> Self {
        Borrowed(Http::new(address))
    }
}

impl Peer for Owned {
    async fn parameters(&self, system: i64) -> usize {
        owned::<Vec<Reading<String>>>(&self.0.parameters(system, None).await).iter().map(read).sum()
    }

    async fn parameters_of(&self, system: i64, unit: i64) -> usize {
        owned::<Vec<Reading<String>>>(&self.0.parameters(system, Some(unit)).await).iter().map(read).sum()
    }

    async fn categories(&self, system: i64) -> usize {
        total(&owned::<Vec<Category<String>>>(&self.0.categories(system).await))
    }
}

impl Peer for Borrowed {
    async fn parameters(&self, system: i64) -> usize {
        let body = self.0.parameters(system, None).await;
        let readings: Vec<Reading<Slice>> = serde_json::from_slice(&body).expect("readings");
        readings.iter().map(read).sum()
    }

    async fn parameters_of(&self, system: i64, unit: i64) -> usize {
        let body = self.0.parameters(system, Some(unit)).await;
        let readings: Vec<Reading<Slice>> = serde_json::from_slice(&body).expect("readings");
        readings.iter().map(read).sum()
    }

    async fn categories(&self, system: i64) -> usize {
        let body = self.0.categories(system).await;
        let categories: Vec<Category<Slice>> = serde_json::from_slice(&body).expect("categories");
        total(&categories)
    }
}

fn owned<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("an answer of this form")
}

fn total<Text>(categories: &[Category<Text>]) -> usize {
    categories.iter().flat_map(|category| category.parameters.iter().flatten()).map(read).sum()
}

fn read<Text>(reading: &Reading<Text>) -> usize {
    black_box((reading.parameter_id, &reading.title, &reading.display_value, reading.raw_value));
    1
}
