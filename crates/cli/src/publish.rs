//! `nibe-uplink publish`

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use uplink_oauth::{FileStore, MemoryStore, OAuthTokens, Registration};
use uplink_publish::config::{InfluxTarget, SourceApi};
use uplink_publish::{Config, PublishError, Publisher, Source};
use uplink_runtime::{Client, Options};
use uplink_simulator::{Setup, Simulator, myuplink::IMITATION};

use crate::api::Api;
use crate::failure::Failure;
use crate::interrupt::Stop;
use crate::local;
use crate::options::Common;
use crate::output::Output;
use crate::reload::Reload;
use crate::session::Session;
use crate::systemd::Systemd;

/// For commands that were taken before the program is told to end.
const LAST_COMMANDS: Duration = Duration::from_secs(5);

#[derive(clap::Args, Debug)]
#[command(after_help = "\
The file is TOML:

  [source]
  api = \"myuplink\"               # or nibe-uplink, or local for a paired pump; simulate needs no account
  every = \"1m\"

  [mqtt]
  broker = \"mqtt://127.0.0.1\"    # Home Assistant finds the machines by itself

  [prometheus]
  listen = \"127.0.0.1:9876\"      # metrics at /metrics, whether machines are read at /health

  [influx]
  url = \"https://influx.example\"  # or file = \"pump.lp\"
  bucket = \"home\"                # version 2, with org; version 3 has a database
  token_file = \"/etc/nibe-uplink/influx-token\"

The login is that of `nibe-uplink --api ... login`. Lines wait on the disk while InfluxDB is away. What goes wrong is told \
on stderr, once, and that it is over. SIGHUP lets it read its file again; a wrong one is told, and the old one stays. Ctrl-C or \
SIGTERM ends it, with exit code 0.")]
pub struct Arguments {
    /// The file that says what is read and where it goes
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Check the file and end
    #[arg(long)]
    check: bool,
}

/// The API that the file names; none for the local service, which any command line can start.
pub fn api_of(given: &Arguments) -> Result<Option<Api>, Failure> {
    Ok(match read(given)?.source.api {
        SourceApi::NibeUplink => uplink_apis::find("nibe-uplink"),
        SourceApi::Myuplink => uplink_apis::find("myuplink"),
        SourceApi::Local => uplink_apis::find("local"),
        _ => None,
    })
}

fn read(given: &Arguments) -> Result<Config, Failure> {
    Config::read(&given.config).map_err(Failure::usage)
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let mut config = read(given)?;
    if given.check {
        if let Some(api) = source_api(&config)
            && !common.no_pace
        {
            api.check_period(config.source.every)?;
        }
        return output.text(&format!("{} is right: {}", given.config.display(), summary(&config)?));
    }
    let deaf = |e| Failure::failed("setup", format!("cannot listen for signals: {e}"));
    let (mut stop, mut reload) = (Stop::listen().map_err(deaf)?, Reload::listen().map_err(deaf)?);
    let (api, client_before, service) = match config.source.api {
        SourceApi::Simulate => {
            let service = Setup::new(IMITATION).start().await?;
            (uplink_publish::Api::Myuplink, simulated(&service)?, Some(service))
        }
        SourceApi::NibeUplink => (uplink_publish::Api::NibeUplink, Session::new(common)?.client()?, None),
        SourceApi::Local => (uplink_publish::Api::Local, local::client(common)?, None),
        _ => (uplink_publish::Api::Myuplink, Session::new(common)?.client()?, None),
    };
    let state = FileStore::default_path("nibe-uplink")?;
    let mut publisher = Publisher::new(&config, state.parent().unwrap_or(Path::new("."))).await?;
    if let Some(url) = publisher.metrics_url() {
        output.note(&format!("metrics at {url}"));
    }
    let systemd = Systemd::of_environment();
    let told = |sentence: &str| {
        output.note(&format!("{}: {sentence}", jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ")));
    };
    let find = || {
        // A pump may have been paired again.
        let client = if api == uplink_publish::Api::Local { local::client(common).ok() } else { None };
        Source::find(api, client.unwrap_or_else(|| client_before.clone()))
    };
    let begun = || systemd.tell("READY=1");
    let result = loop {
        let next = tokio::select! {
            biased;
            () = stop.wait() => break Ok(()),
            next = another(given, &config, &mut reload, &systemd, told) => next,
            result = publisher.run(find, begun, told) => break result.map_err(Failure::from),
            () = alive(&systemd) => continue,
        };
        match publisher.reload(&next).await {
            Ok(()) => {
                told(&format!("reloaded {}: {}", given.config.display(), summary(&next)?));
                config = next;
            }
            Err(error) => told(&format!("the new configuration cannot be used, the old one stays: {error}")),
        }
    };
    systemd.tell("STOPPING=1");
    publisher.finish(LAST_COMMANDS, told).await;
    if let Some(service) = service {
        service.stop().await;
    }
    result
}

/// Whose pace counts; none for the local service.
fn source_api(config: &Config) -> Option<uplink_publish::Api> {
    match config.source.api {
        SourceApi::NibeUplink => Some(uplink_publish::Api::NibeUplink),
        SourceApi::Myuplink => Some(uplink_publish::Api::Myuplink),
        SourceApi::Local => Some(uplink_publish::Api::Local),
        _ => None,
    }
}

/// Waits for another configuration. What cannot be read is told, and nothing else changes.
async fn another(
    given: &Arguments,
    old: &Config,
    reload: &mut Reload,
    systemd: &Systemd,
    told: impl Fn(&str),
) -> Config {
    loop {
        reload.wait().await;
        systemd.tell("RELOADING=1");
        match Config::read(&given.config) {
            Ok(config) if config.source.api == old.source.api => return config,
            Ok(_) => told("the new configuration has another api, which needs a restart; the old one stays"),
            Err(why) => told(&format!("the new configuration is wrong, the old one stays: {why}")),
        }
        systemd.tell("READY=1");
    }
}

/// Tells systemd again and again that the program goes on: its one thread takes turns.
async fn alive(systemd: &Systemd) {
    let Some(every) = systemd.watchdog() else { return std::future::pending().await };
    loop {
        systemd.tell("WATCHDOG=1");
        tokio::time::sleep(every).await;
    }
}

/// A client of the local service, which gives an application tokens of its own.
fn simulated(service: &Simulator) -> Result<Client, Failure> {
    let (id, secret) = (service.client_id(), service.client_secret());
    let registration =
        Registration::new(&myuplink::API, Some(service.base_url()), id, Some(secret), service.redirect_uri())?;
    let scopes = ["READSYSTEM", "WRITESYSTEM"].map(str::to_owned);
    let tokens = OAuthTokens::client_credentials(registration, &scopes, Arc::new(MemoryStore::new()))?;
    let options = Options { base_url: Some(service.base_url().to_owned()), keep_pace: false, ..Options::default() };
    Ok(Client::new(&myuplink::API, Arc::new(tokens), options)?)
}

/// What a file asks for, in a sentence.
fn summary(config: &Config) -> Result<String, Failure> {
    let api = match config.source.api {
        SourceApi::NibeUplink => "NIBE Uplink",
        SourceApi::Myuplink => "myUplink",
        SourceApi::Local => "the pump at its own address",
        _ => "the local service",
    };
    let mut sinks = Vec::new();
    if let Some(mqtt) = &config.mqtt {
        sinks.push(format!("topics below {} at {}", mqtt.prefix, mqtt.broker));
    }
    if let Some(prometheus) = &config.prometheus {
        sinks.push(format!("metrics at http://{}/metrics", prometheus.listen));
    }
    if let Some(influx) = &config.influx {
        sinks.push(match influx.target().map_err(Failure::usage)? {
            InfluxTarget::Server(url, _) => format!("lines to {}", url.origin().ascii_serialization()),
            InfluxTarget::File(path) => format!("lines to {}", path.display()),
        });
    }
    if let Some(postgres) = &config.postgres {
        sinks.push(format!("rows to {}", postgres.shown()));
    }
    if let Some(parquet) = &config.parquet {
        sinks.push(format!("rows to {}", parquet.folder.display()));
    }
    let every = jiff::SignedDuration::try_from(config.source.every).unwrap_or_default();
    Ok(format!("reads {api} every {every:#}; {}", sinks.join(", ")))
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Source(error) => error.into(),
            other => Failure::failed("setup", other.to_string()),
        }
    }
}
