//! Reads two parameters of each system.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // At the cloud: `let client = nibe_uplink::login(nibe_uplink::scopes::Readsystem).await?;`
    let (_service, client) = nibe_uplink::simulator::start().await?;
    for system in client.systems().await? {
        for reading in client.parameters(system.system_id, [40004, 43005]).await? {
            println!("{}: {} {:?} {:?}", system.name, reading.title, reading.value(), reading.unit());
        }
    }
    Ok(())
}
