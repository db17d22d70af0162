//! The same in a program that is not asynchronous: calls are waited for.

use nibe_uplink::blocking::{iter, wait};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // At the cloud: `let client = wait(nibe_uplink::login(nibe_uplink::scopes::Readsystem))?;`
    let (service, client) = wait(nibe_uplink::simulator::start())?;
    let system = service.systems()[0];
    for reading in wait(client.parameters(system, [40004, 43005]))? {
        println!("{}: {:?} {:?}", reading.title, reading.value(), reading.unit());
    }
    for system in iter(client.systems().items_per_page(2).stream()) {
        println!("{}", system?.name);
    }
    Ok(())
}
