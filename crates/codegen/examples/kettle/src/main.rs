//! A client of an invented API, made from kettle.toml, against its service, made from the same file.

mod kettle {
    include!(concat!(env!("OUT_DIR"), "/api.rs"));
}

use std::path::Path;
use std::sync::Arc;

use kettle::scopes;
use uplink_runtime::{Options, StaticToken};
use uplink_simulator::{Examples, Simulator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = uplink_spec::read_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/kettle.toml")))?;
    let service = Simulator::start(model, Box::new(Examples), Default::default()).await?;
    let token = StaticToken::new(service.issue(&[]).access_token, None);
    let options = Options { base_url: Some(service.base_url().to_owned()), ..Options::default() };
    let client = kettle::Client::new(Arc::new(token), options)?.scopes::<(scopes::Look, scopes::Boil)>();
    for kettle in client.kettles().await? {
        println!("kettle {}: {} °C, {}", kettle.kettle_id, kettle.water_temperature, kettle.lid);
    }
    println!("boiled: {} °C", client.boil(1, 95.0).await?.water_temperature);
    Ok(())
}
