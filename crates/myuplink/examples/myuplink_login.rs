//! Logs in with the user's browser; with the scope `offline_access` the next start needs none. Without an application of
//! your own, give it that of `nibe-uplink --api myuplink simulate`, which prints what to set: MYUPLINK_BASE_URL, _CLIENT_ID
//! and _CLIENT_SECRET.

use myuplink::scopes::{OfflineAccess, Readsystem};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = myuplink::login((Readsystem, OfflineAccess)).await?;
    for system in client.systems().await? {
        for device in system.devices.unwrap_or_default() {
            println!("{}", device.id);
        }
    }
    Ok(())
}
