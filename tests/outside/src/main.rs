//! A program of somebody else: starts the local service, and reads from it through the client and with a client of its
//! own, beside which nothing is installed for the process.

use std::path::Path;
use std::sync::Arc;

use nibe_uplink::{Client, Options};
use uplink_runtime::StaticToken;
use uplink_simulator::{Examples, Simulator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = uplink_spec::read_file(Path::new(uplink_spec_files::NIBE_UPLINK_V1.path))?;
    let service = Simulator::start(model, Box::new(Examples), Default::default()).await?;
    let scopes = vec!["READSYSTEM".to_owned()];
    let token = StaticToken::new(service.issue(&scopes).access_token, Some(scopes));
    own(service.base_url()).await?;
    let options = Options { base_url: Some(service.base_url().to_owned()), ..Options::default() };
    let client = Client::new(Arc::new(token), options)?.scopes::<nibe_uplink::scopes::Readsystem>();
    for reading in client.parameters(40201, [40004]).await? {
        println!("{}: {:?}", reading.title, reading.value());
    }
    // Nobody listens there; what matters is that TLS is set up before that shows.
    let token = StaticToken::new("made-up".to_owned(), None);
    let options = Options { base_url: Some("https://127.0.0.1:1".to_owned()), ..Options::default() };
    println!("{}", Client::new(Arc::new(token), options)?.system(40201).await.expect_err("nobody"));
    own(service.base_url()).await?;
    println!("installed: {}", rustls::crypto::CryptoProvider::get_default().is_some());
    Ok(())
}

/// Asks with a client that chooses nothing.
async fn own(base_url: &str) -> Result<(), reqwest::Error> {
    let status = reqwest::Client::new().get(format!("{base_url}/api/v1/systems")).send().await?.status();
    println!("its own client: {}", status.as_u16());
    Ok(())
}
