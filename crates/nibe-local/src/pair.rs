//! Pairing: the pump's certificate is looked at once, and its fingerprint is kept with the password. Nobody vouches for the
//! certificate, and the password goes along with each request; so whoever shows another one later gets nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use uplink_oauth::FileStore;
use uplink_oauth::private_file;
use uplink_runtime::{Call, Credentials, Error, Fingerprint, TransportError, seen_certificate};

use crate::functions::DEVICES;
use crate::types::{Device, DeviceList};
use crate::{Client, Options};

/// The port of the API.
const PORT: u16 = 8443;
/// How long to wait for a pump that may not be there.
const PATIENCE: Duration = Duration::from_secs(15);
/// What there is to do at the pump, in a sentence of its own.
const TURN_ON: &str = "turn its API on in the pump's menu 7.5.15, and set a user name and a password there";

/// A pump with its certificate and who may speak to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pairing {
    /// Where it is, such as `https://192.168.1.20:8443`.
    pub base_url: String,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: SecretString,
    /// The certificate that it has to show.
    pub fingerprint: Fingerprint,
}

/// A pump that was just paired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Paired {
    /// What was kept.
    pub pairing: Pairing,
    /// What is behind the address.
    pub devices: Vec<Device>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    base_url: String,
    username: String,
    password: String,
    fingerprint: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Contents {
    pumps: Vec<Entry>,
}

impl Pairing {
    /// A pairing whose parts came from elsewhere.
    pub fn new(
        address: &str,
        username: impl Into<String>,
        password: impl Into<SecretString>,
        fingerprint: Fingerprint,
    ) -> Self {
        let (username, password) = (username.into(), password.into());
        Pairing { base_url: base_url_of(address), username, password, fingerprint }
    }

    /// The usual file: `local.json` beside the token file of the program `nibe-uplink`.
    ///
    /// # Errors
    /// When the user has no home directory.
    pub fn default_path() -> Result<PathBuf, Error> {
        let tokens = FileStore::default_path("nibe-uplink");
        let tokens =
            tokens.map_err(|_| setup("there is no home directory to keep the pairing in; name a file".into()))?;
        Ok(tokens.with_file_name("local.json"))
    }

    /// The pump at `address` in a file, or the one that was paired last.
    ///
    /// # Errors
    /// A sentence, when the file cannot be read or the pump is not in it.
    pub fn load(path: &Path, address: Option<&str>) -> Result<Self, Error> {
        let contents = read(path)?;
        let wanted = address.map(base_url_of);
        let mut entries = contents.pumps.into_iter();
        let entry = entries.find(|entry| wanted.as_ref().is_none_or(|wanted| entry.base_url == *wanted));
        let entry = entry.ok_or_else(|| {
            let which = wanted.unwrap_or_else(|| "a pump".into());
            setup(format!("{which} was not paired yet: `nibe-uplink pair ADDRESS` keeps it in {}", path.display()))
        })?;
        let fingerprint = entry.fingerprint.parse().map_err(|_| damaged(path))?;
        let Entry { base_url, username, password, .. } = entry;
        Ok(Pairing { base_url, username, password: password.into(), fingerprint })
    }

    /// Keeps it in a file that only its owner can read, before those that are there.
    ///
    /// # Errors
    /// A sentence, when the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let mut contents = read(path)?;
        contents.pumps.retain(|entry| entry.base_url != self.base_url);
        let entry = Entry {
            base_url: self.base_url.clone(),
            username: self.username.clone(),
            password: self.password.expose_secret().to_owned(),
            fingerprint: self.fingerprint.to_string(),
        };
        contents.pumps.insert(0, entry);
        let text = serde_json::to_vec_pretty(&contents).map_err(|e| setup(e.to_string()))?;
        private_file::folder(path)
            .and_then(|()| private_file::replace(path, &text))
            .map_err(|e| failed("write", path, &e))
    }

    /// The options of a client of this pump.
    pub fn options(&self) -> Options {
        Options {
            base_url: Some(self.base_url.clone()),
            pinned_certificate: Some(self.fingerprint.clone()),
            credentials: Credentials::new().basic("account", &self.username, self.password.expose_secret()),
            ..Options::default()
        }
    }

    /// A client of this pump.
    ///
    /// # Errors
    /// When the address or the user name cannot be used.
    pub fn client(&self) -> Result<Client, Error> {
        Client::new(self.options())
    }
}

/// The base URL of a pump, given its address, with a port or without, or the URL itself.
pub fn base_url_of(address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    if address.contains("://") {
        return address.to_owned();
    }
    // An IPv6 address has colons of its own.
    let has_port = address.rsplit_once(':').is_some_and(|(host, _)| !host.contains(':') || host.ends_with(']'));
    if has_port { format!("https://{address}") } else { format!("https://{address}:{PORT}") }
}

/// Looks at the certificate of a pump, tries the password, and keeps both in the file `path`. With `fingerprint` the
/// certificate has to be that one; without it, the one that is seen is trusted, unless the pump was paired with another one.
///
/// # Errors
/// A sentence that says what to do: the pump is not there, shows another certificate than it did, or refuses the password.
pub async fn pair(
    address: &str,
    username: &str,
    password: SecretString,
    fingerprint: Option<Fingerprint>,
    path: &Path,
) -> Result<Paired, Error> {
    let base_url = base_url_of(address);
    let seen = seen_certificate(&base_url, PATIENCE).await;
    let seen = seen.map_err(|error| match error {
        TransportError::Certificate { .. } | TransportError::Setup { .. } => setup(error.to_string()),
        error => setup(format!("there is no pump at {base_url} ({error}); {TURN_ON}")),
    })?;
    if let Some(expected) = fingerprint.as_ref().filter(|expected| **expected != seen) {
        return Err(setup(format!(
            "{base_url} shows a certificate with the fingerprint {seen}, but {expected} was expected; compare it with the one \
             that the myUplink app shows for the pump"
        )));
    }
    let known = read(path)?.pumps.into_iter().find(|entry| entry.base_url == base_url);
    let known = known.and_then(|entry| entry.fingerprint.parse::<Fingerprint>().ok());
    if let Some(known) = known.filter(|known| *known != seen && fingerprint.is_none()) {
        return Err(setup(format!(
            "{base_url} shows a certificate with the fingerprint {seen}, but was paired with {known}; after a firmware update \
             or a factory reset that is right: then pair with --fingerprint {seen}"
        )));
    }
    let pairing = Pairing { base_url, username: username.to_owned(), password, fingerprint: seen };
    let client = pairing.client()?;
    let list = Call::<DeviceList>::new(client.untyped(), &DEVICES).await.map_err(|error| match error {
        Error::Api(refused) if refused.status == 401 => setup(format!(
            "{} refuses this user name and password; they are those of its menu 7.5.15",
            pairing.base_url
        )),
        other => other,
    })?;
    pairing.save(path)?;
    Ok(Paired { pairing, devices: list.devices })
}

fn read(path: &Path) -> Result<Contents, Error> {
    match private_file::read(path).map_err(|e| failed("read", path, &e))? {
        None => Ok(Contents::default()),
        Some(text) => serde_json::from_slice(&text).map_err(|_| damaged(path)),
    }
}

fn setup(sentence: String) -> Error {
    Error::Setup(sentence)
}

fn damaged(path: &Path) -> Error {
    setup(format!("the pairing file {} is damaged; remove it and pair again", path.display()))
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Error {
    setup(format!("cannot {what} the pairing file {}: {error}", path.display()))
}
