//! Changes a setting and waits until the device has it.

use myuplink::scopes::{Readsystem, Writesystem};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (_service, client) = myuplink::simulator::start().await?;
    // The compiler refuses calls that need other scopes than these.
    let client = client.scopes::<(Writesystem, Readsystem)>();
    let systems = client.systems().await?;
    let device = &systems[0].devices.as_ref().ok_or("no device")?[0].id;
    for (id, said) in client.set_points(device, [(47011, -1)]).await?.unwrap_or_default() {
        println!("{id}: {said}");
    }
    Ok(())
}
