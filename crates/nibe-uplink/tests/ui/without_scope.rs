//! A client that asked only for reading cannot write.

use nibe_uplink::scopes::Readsystem;
use nibe_uplink::{Client, Error};

async fn write(client: Client) -> Result<(), Error> {
    let client = client.scopes::<Readsystem>();
    client.system_config(1).await?;
    client.set_parameters(1, [("47011", 1)]).await?;
    Ok(())
}

fn main() {
    let _ = write;
}
