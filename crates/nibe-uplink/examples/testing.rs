//! A test of a program: the local service answers wrongly on purpose, and its clock goes on at will.

use nibe_uplink::Client;
use nibe_uplink::simulator::{Fault, FaultKind, Target, start};

/// What is tested: the temperature outside, or nothing when it cannot be had.
async fn outside(client: &Client, system: i64) -> Option<f64> {
    let readings = client.parameters(system, [40004]).await.ok()?;
    match readings.first()?.value() {
        nibe_uplink::Value::Number(degrees) => Some(degrees),
        _ => None,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (service, client) = start().await?;
    let system = service.systems()[0];
    assert!(outside(&client, system).await.is_some());

    service.fault(Fault::new(FaultKind::Html, Target::Function("parameters".into())));
    assert_eq!(outside(&client, system).await, None);

    service.advance(12.0 * 3600.0);
    assert!(outside(&client, system).await.is_some(), "the client renewed its token");
    println!("{} refreshes", service.tally().refreshes);
    Ok(())
}
