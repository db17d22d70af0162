//! `nibe-uplink bridge`

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use serde_json::json;
use uplink_bridge::{BridgeError, Local, Myuplink};
use uplink_runtime::TokenSource;
use uplink_simulator::Simulator;

use crate::api::Api;
use crate::failure::Failure;
use crate::interrupt::Stop;
use crate::local;
use crate::options::Common;
use crate::output::Output;
use crate::session::Session;

#[derive(clap::Args, Debug)]
#[command(
    after_help = "Programs that were made for NIBE Uplink work again with this base URL in place of the cloud's. The login behind is that of \
`nibe-uplink --api myuplink login`, with its variables; add WRITESYSTEM there if programs may change settings. A pump at its own \
address is the one that `nibe-uplink pair` kept. What does not answer yet is waited for.

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
    /// A paired pump at its own address
    Local,
}

impl Arguments {
    /// The API that is asked.
    pub fn api(&self) -> Option<Api> {
        match self.upstream {
            Upstream::Myuplink => uplink_apis::find("myuplink"),
            Upstream::Local => uplink_apis::find("local"),
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
    let pump = match given.upstream {
        Upstream::Local => Some(Local::new(local::client(common)?)),
        Upstream::Myuplink => None,
    };
    let serves = async {
        match pump.clone() {
            Some(upstream) => started(async || Ok(()), upstream, given, output).await,
            None => {
                let session = Session::new(common)?;
                let upstream = Myuplink::new(session.client()?);
                // Looked at first, so that a missing login is told as everywhere else.
                let login = async || session.tokens.access().await.map(drop).map_err(uplink_runtime::Error::from);
                started(login, upstream, given, output).await
            }
        }
    };
    let service = tokio::select! {
        biased;
        () = stop.wait() => return Ok(()),
        service = serves => service?,
    };
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
    let ended = tokio::select! {
        biased;
        () = stop.wait() => Ok(()),
        result = follow_pairing(pump.as_ref(), common, output) => result,
    };
    service.stop().await;
    ended
}

/// Asks the pump as it is paired, whenever it is paired again.
async fn follow_pairing(pump: Option<&Local>, common: &Common, output: &Output) -> Result<(), Failure> {
    let Some(pump) = pump else { return std::future::pending().await };
    loop {
        local::paired_again(&local::which(common)?).await;
        pump.ask_through(local::client(common)?);
        output.note("the pump was paired again");
    }
}

/// How long to wait before what does not answer is asked again, at first and at most.
const WAIT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// Starts the bridge as soon as what is behind it answers, which may come up later than this machine.
async fn started<U: uplink_bridge::Upstream + Clone>(
    login: impl AsyncFn() -> Result<(), uplink_runtime::Error>,
    upstream: U,
    given: &Arguments,
    output: &Output,
) -> Result<Simulator, Failure> {
    let (mut wait, mut told) = (WAIT.0, false);
    loop {
        let why = match login().await {
            Ok(()) => match uplink_bridge::start(upstream.clone(), given.listen, given.state.clone()).await {
                Ok(service) => return Ok(service),
                Err(BridgeError::Upstream(uplink_bridge::Failure::Away(why))) => why,
                Err(error) => return Err(error.into()),
            },
            Err(error) if error.kind().is_retryable() => error.to_string(),
            Err(error) => return Err(error.into()),
        };
        if !std::mem::replace(&mut told, true) {
            output.note(&format!("waits for what is behind the bridge: {why}"));
        }
        tokio::time::sleep(wait).await;
        wait = WAIT.1.min(wait * 2);
    }
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
