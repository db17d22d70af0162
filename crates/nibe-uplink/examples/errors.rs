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
    let what_to_do = advice(error.kind());
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

/// What a program would do. More kinds may come, so that one arm is for them.
fn advice(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::LoginRequired | ErrorKind::Unauthorized => "log in again",
        ErrorKind::MissingScope => "log in and ask for the scope",
        ErrorKind::LoginDenied | ErrorKind::Cancelled | ErrorKind::Deadline => "ask the user once more",
        ErrorKind::StateMismatch | ErrorKind::BadCallback => "open the newest link",
        ErrorKind::PortBusy => "paste the address instead",
        ErrorKind::ClientRejected | ErrorKind::Setup | ErrorKind::StoreError => "look at the settings",
        ErrorKind::Temporary | ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::ServerError => "try again later",
        ErrorKind::RateLimited => "ask less often",
        ErrorKind::Argument | ErrorKind::BadRequest => "mend the request",
        ErrorKind::NotFound => "look at the list of systems",
        ErrorKind::Forbidden => "ask the owner",
        ErrorKind::BadTokenAnswer | ErrorKind::Decode => "report it",
        ErrorKind::Api => "read the sentence",
        _ => "read the sentence, and look for a newer version",
    }
}
