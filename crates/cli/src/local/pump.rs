//! Which pump is spoken to, and pairing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use nibe_local::functions::DEVICES;
use nibe_local::types::{Device, DeviceList};
use nibe_local::{ExposeSecret, Fingerprint, Pairing};
use serde_json::json;
use uplink_runtime::{Arguments, Client};

use crate::api::{Api, said};
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::table::Table;
use crate::typed::typed;

/// How often it is looked whether the pump was paired again.
const LOOK: Duration = Duration::from_secs(2);

#[derive(clap::Args, Debug)]
pub struct Pair {
    /// The pump's address, such as 192.168.1.20; with a port where it is not 8443
    address: String,
    /// The user name of menu 7.5.15
    #[arg(long, value_name = "NAME", env = "NIBE_LOCAL_USERNAME", hide_env_values = true)]
    username: String,
    /// A file that holds the password and nothing else; else NIBE_LOCAL_PASSWORD counts
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The fingerprint that the certificate has to have, as the myUplink app shows it; needed where a paired pump has a new one
    #[arg(long, value_name = "SHA-256", env = "NIBE_LOCAL_FINGERPRINT", hide_env_values = true)]
    fingerprint: Option<Fingerprint>,
}

fn pin_file(api: Api) -> Result<PathBuf, Failure> {
    match said(api, "PIN_FILE") {
        Some(path) => Ok(path.into()),
        None => Ok(api.default_file()?),
    }
}

/// The pump that is spoken to, and the file that it is kept in.
pub struct Which {
    pub pairing: Pairing,
    /// None where the environment names all of it.
    pub file: Option<PathBuf>,
}

/// The pump that the environment or the pairing file names.
pub fn which(common: &Common) -> Result<Which, Failure> {
    let variable = |name| said(common.api, name);
    let given = (variable("USERNAME"), variable("PASSWORD"), variable("FINGERPRINT"), common.base_url());
    if let (Some(username), Some(password), Some(pin), Some(url)) = given {
        let pairing = Pairing::new(url, username, password, pin.parse().map_err(Failure::usage)?);
        return Ok(Which { pairing, file: None });
    }
    let file = pin_file(common.api)?;
    Ok(Which { pairing: Pairing::load(&file, common.base_url())?, file: Some(file) })
}

/// A client of the pump that the environment or the pairing file names.
pub fn client(common: &Common) -> Result<Client, Failure> {
    client_of(&which(common)?, common)
}

pub fn client_of(which: &Which, common: &Common) -> Result<Client, Failure> {
    let mut options = which.pairing.options();
    options.keep_pace = !common.no_pace;
    if let Some(seconds) = common.timeout {
        options.timeout = Duration::from_secs_f64(seconds);
    }
    Ok(nibe_local::Client::new(options)?.untyped().clone())
}

/// Waits until the file has another pairing with the same pump.
pub async fn paired_again(which: &Which) {
    let Which { pairing, file: Some(file) } = which else { return std::future::pending().await };
    while !is_other(pairing, file) {
        tokio::time::sleep(LOOK).await;
    }
}

fn is_other(known: &Pairing, file: &Path) -> bool {
    Pairing::load(file, Some(&known.base_url)).is_ok_and(|now| {
        (now.fingerprint, now.username) != (known.fingerprint.clone(), known.username.clone())
            || now.password.expose_secret() != known.password.expose_secret()
    })
}

pub async fn pair(given: &Pair, common: &Common, output: &Output) -> Result<(), Failure> {
    let password = match &given.password_file {
        None => said(common.api, "PASSWORD"),
        Some(path) => {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|e| Failure::usage(format!("the password file {}: {e}", path.display())))?;
            Some(text.trim_end_matches(['\r', '\n']).to_owned())
        }
    };
    let password = password.filter(|password| !password.is_empty()).ok_or_else(|| {
        Failure::usage(
            "the password is missing; set NIBE_LOCAL_PASSWORD or give --password-file, since other users see options",
        )
    })?;
    let file = pin_file(common.api)?;
    let pin = given.fingerprint.clone();
    let paired = nibe_local::pair(&given.address, &given.username, password.into(), pin, &file).await?;
    let (url, fingerprint) = (&paired.pairing.base_url, &paired.pairing.fingerprint);
    if output.is_json() {
        let devices: Vec<&str> = paired.devices.iter().map(|device| device.product.serial_number.as_str()).collect();
        return output.json(&json!({"base_url": url, "fingerprint": fingerprint.to_string(), "devices": devices}));
    }
    output.text(&format!("paired with {url}: {}", paired.devices.iter().map(named).collect::<Vec<_>>().join(", ")))?;
    output.text(&format!("its certificate has the fingerprint {fingerprint}; no other one is taken from now on"))?;
    output.note("compare it with the one that the myUplink app shows for the pump");
    Ok(())
}

fn named(device: &Device) -> String {
    let product = &device.product;
    let name = product.name.as_deref().filter(|name| !name.is_empty()).unwrap_or("a pump");
    format!("{name} ({})", product.serial_number)
}

pub async fn devices(common: &Common, output: &Output) -> Result<(), Failure> {
    let answer = client(common)?.call(&DEVICES, Arguments::new()).await?.json()?;
    if output.is_json() {
        return output.json(&answer);
    }
    let list: DeviceList = typed(&answer)?;
    let mut table = Table::new(&[">device", "name", "serial number"]);
    for device in list.devices {
        let product = device.product;
        table.row([device.device_index.to_string(), product.name.unwrap_or_default(), product.serial_number]);
    }
    output.text(&table.text())
}
