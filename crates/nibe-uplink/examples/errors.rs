//! Tells failures apart by their kind, never by their words.

use std::error::Error as _;

use nibe_uplink::simulator::{Fault, FaultKind, Target};
use nibe_uplink::{Client, Error, ErrorKind};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (service, client) = nibe_uplink::simulator::start().await?;
    let system = service.systems()[0];
    read(&client, 1).await;
    service.fault(Fault::new(FaultKind::Html, Target::Functions));
    read(&client, system).await;
    service.fault(Fault::new(FaultKind::Status(418, String::new()), Target::Functions));
    read(&client, system).await;
    service.stop().await;
    read(&client, system).await;
    Ok(())
}

async fn read(client: &Client, system: i64) {
    let Err(error) = client.system_config(system).await else { return };
    let what_to_do = match error.kind() {
        ErrorKind::LoginRequired | ErrorKind::Unauthorized => "log in again",
        ErrorKind::MissingScope => "log in and ask for the scope",
        ErrorKind::NotFound => "look at the list of systems",
        ErrorKind::Decode => "report it",
        kind if kind.is_retryable() => "try again later",
        _ => "read the sentence",
    };
    println!("{}: {what_to_do}\n  {error}", error.kind());
    if let Error::Api(refusal) = &error {
        println!("  status {}, code {:?}", refusal.status, refusal.code);
        let body = refusal.response.iter().map(|response| response.body.len()).sum::<usize>();
        println!("  {body} bytes");
    }
    // Down to what the HTTP library and the system say.
    let mut source = error.source();
    while let Some(cause) = source {
        println!("  because: {cause}");
        source = cause.source();
    }
}
