//! Reads two points of each device.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // At the cloud: `let client = myuplink::login((Readsystem, OfflineAccess)).await?;`
    let (_service, client) = myuplink::simulator::start().await?;
    let mut systems = client.systems().stream();
    while let Some(system) = systems.next().await {
        for device in system?.devices.unwrap_or_default() {
            for point in client.points(&device.id).parameter_ids([40004, 47398]).await? {
                println!("{}: {:?} {:?} {:?}", device.id, point.title(), point.value(), point.limits());
            }
        }
    }
    Ok(())
}
