//! `nibe-uplink bridge`

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;
use uplink_bridge::{BridgeError, Myuplink};
use uplink_runtime::TokenSource;

use crate::api::Api;
use crate::failure::Failure;
use crate::interrupt::Stop;
use crate::options::Common;
use crate::output::Output;
use crate::session::Session;

#[derive(clap::Args, Debug)]
#[command(
    after_help = "Programs that were made for NIBE Uplink work again with this base URL in place of the cloud's. The login behind is that of \
`nibe-uplink --api myuplink login`, with its variables; add WRITESYSTEM there if programs may change settings.

Prints one line of JSON when it is ready: base_url, client_id, client_secret and redirect_uri of an application that is \
registered from the start, and the ids of the systems; then it serves until SIGTERM or Ctrl-C. Register each program at \
base_url/applications, so that it has an identifier, a secret and scopes of its own. Without --state, applications and tokens \
end with the program."
)]
pub struct Arguments {
    /// Where programs find it: an address of this machine with a port, 0 for any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8099", value_parser = listen)]
    listen: u16,
    /// What stands behind
    #[arg(long, value_enum)]
    upstream: Upstream,
    /// Keep applications, tokens and the ids of systems in FILE, so that they survive a restart
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Upstream {
    /// An account of myUplink
    Myuplink,
}

impl Arguments {
    /// The API that is asked.
    pub fn api(&self) -> Option<Api> {
        match self.upstream {
            Upstream::Myuplink => uplink_apis::find("myuplink"),
        }
    }
}

/// The port of an address. Tokens travel unencrypted, so there is no other place than this machine.
fn listen(text: &str) -> Result<u16, String> {
    match text.parse::<SocketAddr>() {
        Ok(address) if address.ip() == std::net::Ipv4Addr::LOCALHOST => Ok(address.port()),
        Ok(_) => {
            Err("it listens on 127.0.0.1 only, since tokens are not encrypted on the way; let a web server with TLS \
                      pass requests on from elsewhere"
                .into())
        }
        Err(_) => Err("give an address with a port, such as 127.0.0.1:8099".into()),
    }
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    // Before anybody can know that we run.
    let mut stop = Stop::listen().map_err(|e| Failure::failed("setup", format!("cannot listen for signals: {e}")))?;
    let session = Session::new(common)?;
    // Looked at first, so that a missing login is told as everywhere else.
    session.tokens.access().await?;
    let service = uplink_bridge::start(Myuplink::new(session.client()?), given.listen, given.state.clone()).await?;
    let line = json!({
        "base_url": service.base_url(),
        "client_id": service.client_id(),
        "client_secret": service.client_secret(),
        "redirect_uri": service.redirect_uri(),
        "systems": service.systems(),
    });
    output.text(&line.to_string())?;
    if std::io::stderr().is_terminal() {
        output.note(&format!("serving {} at {}; Ctrl-C ends it", service.api(), service.base_url()));
    }
    stop.wait().await;
    service.stop().await;
    Ok(())
}

impl From<BridgeError> for Failure {
    fn from(error: BridgeError) -> Self {
        match error {
            BridgeError::Start(error) => error.into(),
            BridgeError::Upstream(_) => Failure::failed("upstream", error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::listen;

    #[test]
    fn only_this_machine_is_listened_on() {
        assert_eq!(listen("127.0.0.1:8099"), Ok(8099));
        assert!(listen("0.0.0.0:8099").is_err_and(|why| why.contains("127.0.0.1 only")));
        assert!(listen("192.168.1.2:80").is_err() && listen("[::1]:80").is_err());
        assert!(listen("8099").is_err_and(|why| why.contains("such as 127.0.0.1:8099")));
    }
}
