//! Keeps tokens in a place of the program's own, here a map that stands for a database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use nibe_uplink::scopes::Readsystem;
use nibe_uplink::{CallbackStore, SecretString};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (service, _) = nibe_uplink::simulator::start().await?;
    let rows: Arc<Mutex<HashMap<String, SecretString>>> = Arc::default();
    let kept = rows.clone();
    let store = CallbackStore::new(
        move |key| Ok(rows.lock().unwrap_or_else(PoisonError::into_inner).get(key.as_str()).cloned()),
        move |key, text| {
            let mut rows = kept.lock().unwrap_or_else(PoisonError::into_inner);
            match text {
                Some(text) => rows.insert(key.as_str().to_owned(), text.clone()),
                None => rows.remove(key.as_str()),
            };
            Ok(())
        },
    );
    // Nobody has logged in, and a service asks nobody: that is found at the first call.
    let login =
        nibe_uplink::login(Readsystem).base_url(service.base_url()).client_id(service.client_id()).owner("anna");
    let client = login.store(store).stored()?;
    match client.systems().await {
        Ok(systems) => println!("{} systems", systems.len()),
        Err(error) if error.is_login_required() => println!("send anna to the login: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
