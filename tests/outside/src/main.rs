//! A program of somebody else: starts the local service, and reads from it through the client and with a client of its
//! own, beside which nothing is installed for the process. It names the client crates and nothing below them.

use std::sync::Arc;

use nibe_uplink::{Client, Options, StaticToken, simulator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (service, client) = simulator::start().await?;
    own(&format!("{}/api/v1/systems", service.base_url())).await?;
    let client = client.scopes::<nibe_uplink::scopes::Readsystem>();
    for reading in client.parameters(service.systems()[0], [40004]).await? {
        println!("{}: {}", reading.title, matches!(reading.value(), nibe_uplink::Value::Number(_)));
    }
    let (other, client) = myuplink::simulator::start().await?;
    println!("{} systems", client.systems().await?.len());
    // Nobody listens there; what matters is that TLS is set up before that shows.
    let token = StaticToken::new("made-up".to_owned(), None);
    let options = Options { base_url: Some("https://127.0.0.1:1".to_owned()), ..Options::default() };
    println!("{}", Client::new(Arc::new(token), options)?.system(40201).await.expect_err("nobody"));
    own(&format!("{}/v2/systems/me", other.base_url())).await?;
    println!("installed: {}", rustls::crypto::CryptoProvider::get_default().is_some());
    // Its own choice, which the clients leave alone.
    rustls::crypto::ring::default_provider().install_default().map_err(|_| "somebody installed one")?;
    own(&format!("{}/v2/systems/me", other.base_url())).await?;
    Ok(())
}

/// Asks with a client that chooses nothing.
async fn own(url: &str) -> Result<(), reqwest::Error> {
    println!("its own client: {}", reqwest::Client::new().get(url).send().await?.status().as_u16());
    Ok(())
}
