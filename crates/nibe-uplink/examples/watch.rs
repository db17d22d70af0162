//! Reads parameters again and again, each once in a period, within the pace of the API.

use std::time::Duration;

use nibe_uplink::types::Reading;
use nibe_uplink::{Arguments, functions};
use nibe_uplink::{WatchEvent, WatchTarget};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (service, client) = nibe_uplink::simulator::start().await?;
    let arguments = Arguments::from_iter([
        ("system_id".to_owned(), service.systems()[0].into()),
        ("parameter_ids".to_owned(), vec![40004, 43005].into()),
    ]);
    let targets = vec![WatchTarget::new(&functions::PARAMETERS, arguments)];
    let mut watch = client.untyped().watch(targets, Duration::from_secs(1))?;
    for _ in 0..2 {
        match watch.next().await {
            Some(WatchEvent::Answered { at, answer, .. }) => {
                for reading in answer.typed::<Vec<Reading>>()? {
                    println!("{at} {}: {:?}", reading.title, reading.value());
                }
            }
            event => println!("{event:?}"),
        }
    }
    Ok(())
}
