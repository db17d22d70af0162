//! Logs in with the user's browser; the next start needs none. Without an application of your own, give it that of
//! `nibe-uplink simulate`, which prints what to set: NIBE_UPLINK_BASE_URL, _CLIENT_ID and _CLIENT_SECRET.

use nibe_uplink::scopes::Readsystem;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = nibe_uplink::login(Readsystem).await?;
    for system in client.systems().await? {
        println!("{} {}", system.system_id, system.name);
    }
    Ok(())
}
