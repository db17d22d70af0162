//! `nibe-uplink simulate`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;
use uplink_runtime::check_base_url;
use uplink_simulator::{Bound, Firmware, Manners, Options, Setup, SetupError, Simulator, StartError};

use crate::failure::Failure;
use crate::interrupt::Stop;
use crate::options::{Common, scopes};
use crate::output::Output;
use crate::session;

#[derive(clap::Args, Debug)]
#[command(
    after_help = "Prints one line of JSON when it is ready: base_url, client_id, client_secret, redirect_uri, the \
ids of the systems, auth with the keys and passwords of a spec that has some, and admin_url where there is one; then it serves on 127.0.0.1 until SIGTERM or Ctrl-C. Nothing is kept between runs, unless \
--state names a file. The secret is good for this service only. Open base_url in a browser to look at the machines and to switch faults, \
and base_url/applications to register more applications."
)]
pub struct Arguments {
    /// The port on 127.0.0.1; 0 for any free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Another port on 127.0.0.1 where faults are switched; 0 for any free one. `curl` its address for what it can do
    #[arg(long, value_name = "PORT")]
    admin_port: Option<u16>,
    /// Give consent at once, without a page
    #[arg(long)]
    auto_approve: bool,
    /// Serve the machine that a JSON file describes, in place of the demo machines; for myUplink also its list of points,
    /// or a folder with that and other answers; may be repeated
    #[arg(long, value_name = "FILE")]
    machine: Vec<PathBuf>,
    /// Give the demo machines other houses and another weather: the same number gives the same ones, so that a run can be
    /// repeated with --at; with a --state file, give the number that it began with
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Give each of so many owners a demo machine of its own, in place of the demo's owners; consent that is given at once is
    /// that of the first one, or of the one that `login_hint` names in the link
    #[arg(long, value_name = "NUMBER")]
    owners: Option<usize>,
    /// The scopes that consent grants at most, separated by blanks; without it, all
    #[arg(long, value_name = "SCOPES")]
    scopes: Option<String>,
    /// How strict the authorization server is; without it, as that of the cloud
    #[arg(long, value_enum)]
    profile: Option<Profile>,
    /// Keep applications, tokens and settings in FILE, so that they survive a restart; give a --port as well, since
    /// programs know a service by its address
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Whether too many requests are refused
    #[arg(long, value_enum, default_value = "off")]
    pace: Pace,
    /// Another pace than the spec says, such as 500/60: requests in simulated seconds
    #[arg(long, value_name = "RATE", value_parser = rate)]
    rate: Option<(u32, f64)>,
    /// What the pace is bound to: application, user, ip, device; may be repeated, and without it all requests count together
    #[arg(long, value_name = "WORD", value_parser = Bound::find)]
    limit: Vec<Bound>,
    /// Simulated seconds for each real second; 0 stops the clock
    #[arg(long, default_value_t = 1.0, value_parser = speed, allow_negative_numbers = true)]
    speed: f64,
    /// The simulated time at the start, such as 2024-01-15T06:00:00Z; without it, the present
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<jiff::Timestamp>,
    /// Of a pump at its own address: let its values be read and refuse writes, as its menu 7.5.15 can
    #[arg(long)]
    read_only: bool,
    /// Of a pump at its own address: the version of its software, 4.5.7, 4.12.8 or 4.13.12
    #[arg(long, value_name = "VERSION", default_value = "4.12.8", hide_default_value = true, value_parser = Firmware::find)]
    firmware: Firmware,
    /// Of a pump at its own address: when its software is updated to the newest, by its clock
    #[arg(long, value_name = "TIME", value_parser = time)]
    update_at: Option<jiff::Timestamp>,
    /// Of a pump at its own address: bear requests that overlap, in place of taking no connection for half a minute
    #[arg(long)]
    bears_overlap: bool,
    /// Serve another API, from the examples in its spec
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Pace {
    /// Never
    Off,
    /// As the spec says
    Spec,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Profile {
    /// As NIBE's was: no PKCE, old refresh tokens live on, too many requests are a 400 with a code; and any web address may
    /// be the callback
    Nibe,
    /// As myUplink's is, as far as is known: codes and refresh tokens that are good once, PKCE honoured
    Myuplink,
    /// As RFC 9700 asks: PKCE for applications without a secret, exact callbacks, codes and refresh tokens that are good
    /// once, no implicit grant; and with token revocation, introspection and metadata (RFC 7009, 7662, 8414)
    Strict,
}

impl Profile {
    fn word(self) -> &'static str {
        match self {
            Profile::Nibe => "nibe",
            Profile::Myuplink => "myuplink",
            Profile::Strict => "strict",
        }
    }
}

fn rate(text: &str) -> Result<(u32, f64), String> {
    let parts = text.split_once('/').and_then(|(requests, per)| Some((requests.parse().ok()?, per.parse().ok()?)));
    parts.ok_or_else(|| "give requests in seconds, such as 500/60".into())
}

fn speed(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "give a number, 0 or more".into())
}

fn time(text: &str) -> Result<jiff::Timestamp, String> {
    text.parse().map_err(|_| "give a point in time with its zone, such as 2024-01-15T06:00:00Z".into())
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    without_credentials(common)?;
    // Before anybody can know that we run.
    let mut stop = Stop::listen().map_err(|e| Failure::failed("setup", format!("cannot listen for signals: {e}")))?;
    let service = Setup {
        spec: given.spec.clone().or_else(|| common.api.spec.map(Path::to_path_buf)),
        machines: given.machine.clone(),
        seed: given.seed,
        owners: given.owners,
        profile: given.profile.map(|profile| profile.word().to_owned()),
        options: Options {
            stands_in: true,
            port: given.port,
            admin_port: given.admin_port,
            auto_approve: given.auto_approve,
            scopes: given.scopes.as_deref().map(scopes),
            pace: matches!(given.pace, Pace::Spec),
            rate: given.rate,
            limits: given.limit.clone(),
            speed: given.speed,
            at: given.at,
            redirect_uri: common.redirect_uri().map(str::to_owned),
            state: given.state.clone(),
            ..Options::default()
        },
        manners: Manners {
            read_only: given.read_only,
            whole_points: false,
            bears_overlap: given.bears_overlap,
            firmware: given.firmware,
            update_at: given.update_at,
        },
        ..Setup::new(common.api.imitation)
    };
    let service = service.start().await?;
    if service.fingerprint().is_some() {
        return pump(service, stop, output).await;
    }
    let (numbers, ids) = (service.systems(), service.system_ids());
    let mut line = json!({
        "base_url": service.base_url(),
        "client_id": service.client_id(),
        "client_secret": service.client_secret(),
        "redirect_uri": service.redirect_uri(),
        // Numbers where the API has numbers.
        "systems": if numbers.iter().map(i64::to_string).eq(ids.iter().cloned()) { json!(numbers) } else { json!(ids) },
    });
    for credential in service.credentials() {
        line["auth"][credential.name] = match credential.username {
            Some(username) => json!({ "username": username, "password": credential.secret }),
            None => credential.secret.into(),
        };
    }
    if let Some(url) = service.admin_url() {
        line["admin_url"] = url.into();
    }
    output.text(&line.to_string())?;
    if std::io::stderr().is_terminal() {
        output.note(&format!("serving {} at {}; Ctrl-C ends it", service.api(), service.base_url()));
    }
    stop.wait().await;
    service.stop().await;
    Ok(())
}

/// Serves a pump: who speaks to it has a password and knows its certificate.
async fn pump(service: Simulator, mut stop: Stop, output: &Output) -> Result<(), Failure> {
    let account = service.credentials().into_iter().next();
    let mut line = json!({
        "base_url": service.base_url(),
        "username": account.as_ref().and_then(|account| account.username.clone()),
        "password": account.map(|account| account.secret),
        "fingerprint": service.fingerprint(),
        "devices": service.system_ids(),
    });
    if let Some(url) = service.admin_url() {
        line["admin_url"] = url.into();
    }
    output.text(&line.to_string())?;
    stop.wait().await;
    service.stop().await;
    Ok(())
}

/// The credentials of a real application have no business with a service that proves nothing about itself: a program that
/// is pointed at it would show them. Those of a local service may stay set.
fn without_credentials(common: &Common) -> Result<(), Failure> {
    let local = common.base_url().is_some_and(|url| check_base_url(url).is_ok_and(|url| url.scheme() == "http"));
    if local || common.client_id().is_none() && session::secret(common)?.is_none() {
        return Ok(());
    }
    let [id, secret] = ["CLIENT_ID", "CLIENT_SECRET"].map(|name| common.api.variable(name));
    Err(Failure::usage(format!(
        "the local service makes an application of its own, and a real one's credentials must not reach it; leave them out, and unset {id} and {secret}"
    )))
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        match error {
            StartError::UnknownScope { .. } | StartError::Callback(_) => Failure::usage(error.to_string()),
            _ => Failure::failed("service", error.to_string()),
        }
    }
}

impl From<SetupError> for Failure {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Choice(sentence) => Failure::usage(sentence),
            SetupError::Spec(sentence) => Failure::failed("spec", sentence),
            SetupError::Machine(error) => Failure::failed("machine_file", error.to_string()),
            SetupError::Start(error) => error.into(),
        }
    }
}
