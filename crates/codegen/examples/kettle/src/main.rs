//! A client of an invented API, made from kettle.toml, against its service, made from the same file.

mod functions {
    include!(concat!(env!("OUT_DIR"), "/functions.rs"));
}
mod types {
    include!(concat!(env!("OUT_DIR"), "/types.rs"));
}
mod scopes {
    include!(concat!(env!("OUT_DIR"), "/scopes.rs"));
}
mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

use std::path::Path;
use std::sync::Arc;

use uplink_runtime::{Options, StaticToken};
use uplink_simulator::{Examples, Simulator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = uplink_spec::read_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/kettle.toml")))?;
    let service = Simulator::start(model, Box::new(Examples), Default::default()).await?;
    let token = StaticToken::new(service.issue(&[]).access_token, None);
    let options = Options { base_url: Some(service.base_url().to_owned()), ..Options::default() };
    let client = client::Client::new(Arc::new(token), options)?.scopes::<(scopes::Look, scopes::Boil)>();
    for kettle in client.kettles().await? {
        println!("kettle {}: {} °C, {}", kettle.kettle_id, kettle.water_temperature, kettle.lid);
    }
    println!("boiled: {} °C", client.boil(1, 95.0).await?.water_temperature);
    Ok(())
}
