//! Changes a setting, and says how far each value has come.

use nibe_uplink::scopes::{Readsystem, Writesystem};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (service, client) = nibe_uplink::simulator::start().await?;
    // The compiler refuses calls that need other scopes than these.
    let client = client.scopes::<(Readsystem, Writesystem)>();
    for result in client.set_parameters(service.systems()[0], [(47011, -1)]).await? {
        println!("{}: {:?}, now {:?}", result.parameter.title, result.status, result.parameter.value());
    }
    Ok(())
}
