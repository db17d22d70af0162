//! A superset of scopes passes, and so do scopes that are known only at run time.

use nibe_uplink::scopes::{Readsystem, ScopeSet, Writesystem};
use nibe_uplink::{Client, Error};

async fn both(client: Client) -> Result<(), Error> {
    let client = client.scopes::<(Readsystem, Writesystem)>();
    client.system_config(1).await?;
    client.set_parameters(1, [("47011", 1)]).await?;
    Ok(())
}

async fn dynamic(client: Client) -> Result<(), Error> {
    client.set_parameters(1, [("47011", 1)]).await?;
    Ok(())
}

fn main() {
    assert_eq!(<(Readsystem, Writesystem)>::NAMES, ["READSYSTEM", "WRITESYSTEM"].as_slice());
    let _ = (both, dynamic);
}
