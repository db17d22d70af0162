//! `nibe-uplink logout`

use serde_json::json;

use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::Session;

pub async fn run(common: &Common, output: &Output) -> Result<(), Failure> {
    let session = Session::new(common)?;
    session.tokens.forget().await?;
    if output.is_json() {
        return output.json(&json!({"token_file": session.token_file}));
    }
    output.note(&format!("logged out; the tokens are gone from {}", session.token_file.display()));
    Ok(())
}
