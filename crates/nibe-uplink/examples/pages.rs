//! Takes systems one by one; pages are asked for as they are needed.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (_service, client) = nibe_uplink::simulator::start().await?;
    let mut systems = client.systems().items_per_page(2).stream();
    while let Some(system) = systems.next().await {
        let system = system?;
        println!("{} {}", system.system_id, system.name);
    }
    Ok(())
}
