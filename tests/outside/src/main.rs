//! A program of somebody else: starts the local service, and reads from it through the client.

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
    let options = Options { base_url: Some(service.base_url().to_owned()), ..Options::default() };
    let client = Client::new(Arc::new(token), options)?.scopes::<nibe_uplink::scopes::Readsystem>();
    for reading in client.parameters(40201, [40004]).await? {
        println!("{}: {:?}", reading.title, reading.value());
    }
    Ok(())
}
