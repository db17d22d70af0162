//! `nibe-uplink demo`: everything in one process.

mod browser;
mod chart;
mod day;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use nibe_uplink::API;
use nibe_uplink::functions::{CATEGORY, PARAMETERS, SET_PARAMETERS, SYSTEMS};
use nibe_uplink::types::{Reading, SettingResult, System};
use serde_json::{Value, json};
use uplink_oauth::{Listener, Login, MemoryStore, OAuthTokens, Registration};
use uplink_runtime::{Client, Error, Options};
use uplink_simulator::{Setup, Simulator, nibe::IMITATION};

use crate::failure::Failure;
use crate::output::Output;
use crate::session::call;
use crate::typed::{arguments, typed};
use crate::{read, set, systems};

/// A winter's day, always the same, begins when the setting has taken effect.
const START: &str = "2024-01-14T23:59:00Z";
/// The heat offset of climate system 1.
const SETTING: &str = "47011";
const SETTING_ID: i64 = 47_011;
/// How long a written setting takes until it shows up.
const TAKES_EFFECT: f64 = 60.0;
/// For the stand-in of a browser, which clicks at once.
const DEADLINE: Duration = Duration::from_secs(20);

#[derive(clap::Args, Debug)]
#[command(
    after_help = "Needs no account, no configuration and no network beyond this machine; changes nothing outside \
its own process. With --json the steps go to stderr and what was found to stdout."
)]
pub struct Arguments {
    /// Also write the readings of the day to this file
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

pub async fn run(given: &Arguments, output: &Output) -> Result<(), Failure> {
    let at = START.parse().ok();
    // The clock stands still but for `advance`, so that every run shows the same.
    let options = uplink_simulator::Options { auto_approve: true, speed: 0.0, at, ..Default::default() };
    let service = Setup { options, ..Setup::new(IMITATION) }.start().await?;
    let tour = Tour { service, output };
    let result = tour.walk(given).await;
    tour.service.stop().await;
    result
}

struct Tour<'a> {
    service: Simulator,
    output: &'a Output,
}

impl Tour<'_> {
    async fn walk(&self, given: &Arguments) -> Result<(), Failure> {
        self.step(&format!("1. The local service stands in for the cloud at {}", self.service.base_url()))?;

        self.step("2. Log in through the OAuth redirect, asking for READSYSTEM only")?;
        let reader = self.log_in(&["READSYSTEM"]).await?;

        self.step("3. The systems of this account")?;
        let systems: Vec<System> = typed(&call(&reader, &SYSTEMS, arguments([])).await?)?;
        self.show(&systems::table(&systems).text())?;
        let Some(system) = systems.first() else {
            return Err(Failure::failed("demo", "the local service has no system"));
        };
        let id = system.system_id;

        self.step(&format!("4. What {} reads now", system.name))?;
        let category = arguments([("system_id", json!(id)), ("category_id", json!("STATUS"))]);
        let readings: Vec<Reading> = typed(&call(&reader, &CATEGORY, category).await?)?;
        self.show(&read::table(&readings).text())?;

        self.step(&format!("5. Write the setting {SETTING} without the scope for it"))?;
        let refusal = self.refused_write(&reader, id).await?;

        self.step("6. Log in again, with WRITESYSTEM; then write and read back")?;
        let writer = self.log_in(&["READSYSTEM", "WRITESYSTEM"]).await?;
        let written = self.write(&writer, id).await?;

        self.step("7. A day in steps of 15 minutes, made by setting the clock of the service forward")?;
        let day = day::read(&self.service, &writer, id).await?;
        self.show(&day.charts())?;
        if let Some(path) = &given.csv {
            day.write_csv(path)?;
            self.step(&format!("The readings are in {}", path.display()))?;
        }
        self.finish()?;
        if !self.output.is_json() {
            return Ok(());
        }
        let ids: Vec<i64> = systems.iter().map(|s| s.system_id).collect();
        self.output.json(&json!({"systems": ids, "refused": refusal, "written": written, "day": day.json()}))
    }

    /// Logs in as a user would, with a stand-in for the browser.
    async fn log_in(&self, scopes: &[&str]) -> Result<Client, Failure> {
        let listener = Listener::bind("http://127.0.0.1:0/callback").await?;
        let (id, secret) = (self.service.client_id(), self.service.client_secret());
        let base_url = self.service.base_url();
        let registration = Registration::new(&API, Some(base_url), id, Some(secret), listener.redirect_uri())?;
        let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
        let login = Login::begin(&registration, &scopes)?;
        let link = login.url().to_owned();
        let (granted, clicked) = tokio::join!(login.wait(listener, DEADLINE), browser::open(&link));
        clicked?;
        let granted = granted?;
        self.say(&format!("granted: {}", granted.scopes().join(" ")))?;
        let tokens = OAuthTokens::new(registration, Arc::new(MemoryStore::new()))?;
        tokens.save(granted).await?;
        // Nobody else uses this service, so there is no pace to keep.
        let options = Options { base_url: Some(base_url.to_owned()), keep_pace: false, ..Options::default() };
        Ok(Client::new(&API, Arc::new(tokens), options)?)
    }

    async fn refused_write(&self, reader: &Client, id: i64) -> Result<String, Failure> {
        let settings = arguments([("system_id", json!(id)), ("settings", json!({SETTING: 1}))]);
        let message = match reader.call(&SET_PARAMETERS, settings).await {
            Err(Error::MissingScope(missing)) => missing.to_string(),
            Err(other) => return Err(other.into()),
            Ok(_) => return Err(Failure::failed("demo", "a write without its scope went through")),
        };
        let requests = self.service.requests();
        let writes = requests.iter().filter(|r| r.method != "GET").count();
        self.say(&format!("stopped: {message}"))?;
        self.say(&format!("the service saw {} requests so far, {writes} of them a write", requests.len()))?;
        if writes > 0 {
            return Err(Failure::failed("demo", "a write without its scope was sent"));
        }
        Ok(message)
    }

    /// Writes a value that differs from the present one, and waits until it shows.
    async fn write(&self, writer: &Client, id: i64) -> Result<Value, Failure> {
        let before = self.setting(writer, id).await?;
        let wanted = if before == 1.0 { 2 } else { 1 };
        let settings = arguments([("system_id", json!(id)), ("settings", json!({SETTING: wanted}))]);
        let results: Vec<SettingResult> = typed(&call(writer, &SET_PARAMETERS, settings).await?)?;
        self.show(&set::table(&results).text())?;
        self.service.advance(TAKES_EFFECT);
        let after = self.setting(writer, id).await?;
        self.say(&format!("{SETTING} was {before}, {wanted} was written, a minute later it reads {after}"))?;
        Ok(json!({"parameter_id": SETTING_ID, "before": before, "after": after}))
    }

    async fn setting(&self, client: &Client, id: i64) -> Result<f64, Failure> {
        let one = arguments([("system_id", json!(id)), ("parameter_ids", json!([SETTING_ID]))]);
        let readings: Vec<Reading> = typed(&call(client, &PARAMETERS, one).await?)?;
        let value = readings.first().and_then(|r| r.value().as_f64());
        value.ok_or_else(|| Failure::failed("demo", format!("the machine does not tell {SETTING}")))
    }

    fn finish(&self) -> Result<(), Failure> {
        self.step(
            "What comes next\n\
             \n  nibe-uplink simulate         the same service for your own programs, until you stop it\
             \n  nibe-uplink login            with its address, client identifier and secret\
             \n  nibe-uplink read 80101       and call, set, parameters; --help tells the rest\
             \n\
             \nNIBE Uplink's cloud closed in September 2024. Its living successor is myUplink (https://dev.myuplink.com).",
        )
    }

    /// A heading.
    fn step(&self, text: &str) -> Result<(), Failure> {
        self.show(&format!("\n{text}"))
    }

    fn say(&self, text: &str) -> Result<(), Failure> {
        self.show(&format!("   {text}"))
    }

    fn show(&self, text: &str) -> Result<(), Failure> {
        if self.output.is_json() {
            self.output.note(text.trim_end());
            return Ok(());
        }
        self.output.text(text)
    }
}
