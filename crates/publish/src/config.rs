//! The file that says what is read and where it goes.

mod parquet;
mod postgres;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use url::Url;

pub use self::parquet::ParquetConfig;
pub use self::postgres::PostgresConfig;
use crate::influx::Protocol as InfluxProtocol;
use crate::mqtt::{Protocol, Topics};
use crate::slug::slug;

/// What is read and where it goes. At least one sink stands in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// What is read.
    pub source: SourceConfig,
    /// Where Prometheus finds what is known now.
    pub prometheus: Option<PrometheusConfig>,
    /// Where lines for InfluxDB go.
    pub influx: Option<InfluxConfig>,
    /// The broker that Home Assistant listens to.
    pub mqtt: Option<MqttConfig>,
    /// The database that rows go to.
    pub postgres: Option<PostgresConfig>,
    /// The folder that files of rows go to.
    pub parquet: Option<ParquetConfig>,
}

/// What is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SourceConfig {
    /// Through which API.
    pub api: SourceApi,
    /// How often each machine, such as `30s` or `5m`; at most as often as the pace of the API allows.
    #[serde(deserialize_with = "period", default = "five_minutes")]
    pub every: Duration,
}

/// An API as the file names it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceApi {
    /// NIBE Uplink v1.
    NibeUplink,
    /// myUplink v2.
    Myuplink,
    /// A pump of the S-series at its own address.
    Local,
    /// A local service of our own, with made-up machines.
    Simulate,
}

/// Where Prometheus finds what is known now.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PrometheusConfig {
    /// Address and port; others than those of this machine need a token.
    #[serde(deserialize_with = "socket", default = "metrics_port")]
    pub listen: SocketAddr,
    /// A file with what scrapers have to show as a bearer token.
    pub token_file: Option<PathBuf>,
}

/// The broker that Home Assistant listens to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MqttConfig {
    /// Its address: `mqtts://host`, or `mqtt://host` where nobody listens on the way.
    pub broker: String,
    /// Whether a password may travel unprotected to another machine.
    #[serde(default)]
    pub insecure_mqtt: bool,
    /// Who logs in there.
    pub username: Option<String>,
    /// A file with the password; else the environment variable `MQTT_PASSWORD` counts.
    pub password_file: Option<PathBuf>,
    /// The version of MQTT.
    #[serde(deserialize_with = "version", default)]
    pub protocol: Protocol,
    /// What the broker calls this program.
    #[serde(default = "client_id")]
    pub client_id: String,
    /// What the topics of values begin with.
    #[serde(default = "prefix")]
    pub prefix: String,
    /// What the topics of announcements begin with.
    #[serde(default = "discovery")]
    pub discovery: String,
    /// Whether points can be written: by everybody who may write to the broker.
    #[serde(default)]
    pub commands: bool,
}

/// Where lines for InfluxDB go: to a server, or to a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InfluxConfig {
    /// The base address of a server.
    pub url: Option<String>,
    /// Whether the address may be `http://` of another machine, where everybody on the way can read token and values.
    #[serde(default)]
    pub insecure_http: bool,
    /// The organization, of version 2.
    pub org: Option<String>,
    /// The bucket, of version 2.
    pub bucket: Option<String>,
    /// The database, of version 3.
    pub database: Option<String>,
    /// A file with the token; else the environment variable `INFLUX_TOKEN` counts.
    pub token_file: Option<PathBuf>,
    /// Where lines wait while the server is away.
    pub spool: Option<PathBuf>,
    /// A file that lines are added to; `-` is standard output.
    pub file: Option<PathBuf>,
}

/// Where lines go.
#[derive(Debug)]
pub enum InfluxTarget {
    /// To a server.
    Server(Url, InfluxProtocol),
    /// To a file, or `-`.
    File(PathBuf),
}

impl Config {
    /// Reads the file and checks it.
    ///
    /// # Errors
    /// What is wrong, with its place and what to write.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Config::parse(&text).map_err(|why| format!("{}: {why}", path.display()))
    }

    /// The same, of a text.
    ///
    /// # Errors
    /// What is wrong, with its place and what to write.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Config = toml::from_str(text).map_err(|e| e.to_string().trim_end().to_owned())?;
        let sinks = [
            config.prometheus.is_some(),
            config.influx.is_some(),
            config.mqtt.is_some(),
            config.postgres.is_some(),
            config.parquet.is_some(),
        ];
        if !sinks.contains(&true) {
            return Err("nothing is published: add [mqtt], [prometheus], [influx], [postgres] or [parquet]".to_owned());
        }
        if let Some(prometheus) = &config.prometheus
            && !prometheus.listen.ip().is_loopback()
            && prometheus.token_file.is_none()
        {
            return Err(format!(
                "[prometheus] listen = \"{}\" is open to other machines: give token_file, or listen at 127.0.0.1",
                prometheus.listen
            ));
        }
        if let Some(influx) = &config.influx {
            influx.target()?;
        }
        if let Some(mqtt) = &config.mqtt {
            mqtt.address()?;
            mqtt.topics()?;
        }
        if let Some(postgres) = &config.postgres {
            postgres.check()?;
        }
        if let Some(parquet) = &config.parquet {
            parquet.check()?;
        }
        Ok(config)
    }
}

impl MqttConfig {
    /// Host, port, and whether the connection is protected.
    ///
    /// # Errors
    /// The address is none of a broker, or a password would travel unprotected.
    pub fn address(&self) -> Result<(String, u16, bool), String> {
        let wrong = || format!("[mqtt] broker = \"{}\": write mqtts://HOST or mqtt://HOST, with :PORT", self.broker);
        let url = Url::parse(&self.broker).map_err(|_| wrong())?;
        let (tls, usual) = match url.scheme() {
            "mqtt" => (false, 1883),
            "mqtts" => (true, 8883),
            _ => return Err(wrong()),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
        let host = host.trim_matches(['[', ']']);
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "[mqtt] broker holds a user or a password: give username, and password_file or MQTT_PASSWORD".into()
            );
        }
        if !matches!(url.path(), "" | "/") {
            return Err(wrong());
        }
        let here = host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        if !tls && !here && self.username.is_some() && !self.insecure_mqtt {
            return Err(format!(
                "[mqtt] broker = \"{}\": the password would travel unprotected; write mqtts://, or insecure_mqtt = true",
                self.broker
            ));
        }
        Ok((host.to_owned(), url.port().unwrap_or(usual), tls))
    }

    /// Where topics begin.
    ///
    /// # Errors
    /// They hold what no topic may.
    pub fn topics(&self) -> Result<Topics, String> {
        for (word, topic) in [("prefix", &self.prefix), ("discovery", &self.discovery)] {
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/');
            if topic.is_empty() || !topic.chars().all(fits) || topic.starts_with('/') || topic.ends_with('/') {
                return Err(format!("[mqtt] {word} = \"{topic}\": use letters, digits, _ and -, with / in between"));
            }
        }
        let program = slug(&self.client_id);
        if program.is_empty() {
            return Err(format!("[mqtt] client_id = \"{}\": it has no letter or digit", self.client_id));
        }
        Ok(Topics { prefix: self.prefix.clone(), discovery: self.discovery.clone(), commands: self.commands, program })
    }

    /// Who logs in; none where nobody has to.
    ///
    /// # Errors
    /// The password is missing or cannot be read.
    pub fn login(&self) -> Result<Option<(String, SecretString)>, String> {
        let Some(username) = &self.username else { return Ok(None) };
        let password = match &self.password_file {
            Some(path) => secret(path, "password_file")?,
            None => std::env::var("MQTT_PASSWORD").map(SecretString::from).map_err(|_| {
                "[mqtt] has a username and no password: give password_file, or set MQTT_PASSWORD".to_owned()
            })?,
        };
        Ok(Some((username.clone(), password)))
    }
}

impl InfluxConfig {
    /// Where lines go.
    ///
    /// # Errors
    /// What does not go together.
    pub fn target(&self) -> Result<InfluxTarget, String> {
        let url = match (&self.url, &self.file) {
            (Some(url), None) => url,
            (None, Some(file)) => return Ok(InfluxTarget::File(file.clone())),
            _ => return Err("[influx] needs either url or file".to_owned()),
        };
        let protocol = match (&self.bucket, &self.database) {
            (Some(bucket), None) => {
                InfluxProtocol::V2 { org: self.org.clone().unwrap_or_default(), bucket: bucket.clone() }
            }
            (None, Some(database)) => InfluxProtocol::V3 { database: database.clone() },
            _ => return Err("[influx] url needs either bucket (version 2) or database (version 3)".to_owned()),
        };
        let parsed = Url::parse(url).ok().filter(|parsed| self.insecure_http && parsed.scheme() == "http");
        let url = match parsed {
            Some(url) => url,
            None => uplink_runtime::check_base_url(url).map_err(|why| {
                format!("[influx] url: {why}; insecure_http = true takes http:// to another machine, unprotected")
            })?,
        };
        Ok(InfluxTarget::Server(url, protocol))
    }

    /// The token; none where there is none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn token(&self) -> Result<Option<SecretString>, String> {
        match &self.token_file {
            Some(path) => secret(path, "token_file").map(Some),
            None => {
                Ok(std::env::var("INFLUX_TOKEN").ok().filter(|token| !token.trim().is_empty()).map(SecretString::from))
            }
        }
    }
}

/// A file that holds a secret and nothing else; `word` names it in the configuration.
///
/// # Errors
/// It cannot be read, or holds nothing or several words.
pub fn secret(path: &Path, word: &str) -> Result<SecretString, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{word} {}: {e}", path.display()))?;
    let text = text.trim();
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(format!("{word} {} has to hold the secret and nothing else", path.display()));
    }
    Ok(text.to_owned().into())
}

fn five_minutes() -> Duration {
    Duration::from_secs(300)
}

fn client_id() -> String {
    "nibe-uplink-publish".to_owned()
}

fn prefix() -> String {
    "nibe".to_owned()
}

fn discovery() -> String {
    "homeassistant".to_owned()
}

fn metrics_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 9876))
}

/// The shortest that a watch takes.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(366 * 86_400);

fn period<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    let period = text.parse::<SignedDuration>().ok().and_then(|period| Duration::try_from(period).ok());
    let period = period.filter(|period| (SHORTEST..=LONGEST).contains(period));
    period.ok_or_else(|| {
        D::Error::custom("a time from \"1s\" to \"366d\" is needed, such as \"30s\", \"5m\" or \"1h30m\"")
    })
}

fn socket<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom("an address with a port is needed, such as \"127.0.0.1:9876\""))
}

fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Protocol, D::Error> {
    /// As it may be written.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(i64),
        Text(String),
    }
    match Written::deserialize(deserializer) {
        Ok(Written::Number(5)) => Ok(Protocol::Five),
        Ok(Written::Text(text)) if text == "5" => Ok(Protocol::Five),
        Ok(Written::Text(text)) if text == "3.1.1" => Ok(Protocol::Three),
        _ => Err(D::Error::custom("a version of MQTT is needed: \"5\" or \"3.1.1\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        Config::parse(text).expect_err(text)
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let source = "[source]\napi = \"myuplink\"\n";
        for (text, said) in [
            (source.to_owned(), "nothing is published: add [mqtt], [prometheus], [influx], [postgres] or [parquet]"),
            ("[source]\napi = \"myuplnk\"\n".to_owned(), "TOML parse error at line 2, column 7"),
            (format!("{source}evry = \"5m\"\n"), "unknown field `evry`, expected `api` or `every`"),
            (
                format!("{source}every = \"often\"\n[prometheus]"),
                "a time from \"1s\" to \"366d\" is needed, such as \"30s\"",
            ),
            (format!("{source}every = \"0s\"\n[prometheus]"), "a time from \"1s\""),
            (format!("{source}[prometheus]\nlisten = \"9876\""), "such as \"127.0.0.1:9876\""),
            (format!("{source}[prometheus]\nlisten = \"0.0.0.0:9876\""), "is open to other machines: give token_file"),
            (format!("{source}[mqtt]\nbroker = \"tcp://x\""), "write mqtts://HOST or mqtt://HOST, with :PORT"),
            (
                format!("{source}[mqtt]\nbroker = \"mqtt://u:CANARY@x\""),
                "give username, and password_file or MQTT_PASSWORD",
            ),
            (format!("{source}[mqtt]\nbroker = \"mqtt://10.0.0.1\"\nusername = \"u\""), "would travel unprotected"),
            (format!("{source}[mqtt]\nbroker = \"mqtt://x\"\nprefix = \"a/#\""), "prefix = \"a/#\": use letters"),
            (
                format!("{source}[mqtt]\nbroker = \"mqtt://x\"\nprotocol = \"4\""),
                "a version of MQTT is needed: \"5\" or \"3.1.1\"",
            ),
            (format!("{source}[mqtt]\nbroker = \"mqtt://x\"\nclient_id = \"-\""), "it has no letter or digit"),
            (format!("{source}[influx]"), "[influx] needs either url or file"),
            (
                format!("{source}[influx]\nfile = \"-\"\nurl = \"http://127.0.0.1\""),
                "[influx] needs either url or file",
            ),
            (
                format!("{source}[influx]\nurl = \"http://127.0.0.1:8086\""),
                "needs either bucket (version 2) or database",
            ),
            (
                format!("{source}[influx]\nurl = \"http://192.168.1.2:8086\"\nbucket = \"b\""),
                "must start with https://; http:// is for this machine only (127.0.0.1, localhost); insecure_http = true",
            ),
        ] {
            let sentence = wrong(&text);
            assert!(sentence.contains(said) && !sentence.contains("CANARY"), "{text}\n{sentence}");
        }
    }

    #[test]
    fn a_password_may_travel_within_this_machine() {
        let address = |broker: &str| {
            let text = format!("[source]\napi = \"simulate\"\n[mqtt]\nbroker = \"{broker}\"\nusername = \"u\"\n");
            Config::parse(&text).and_then(|config| config.mqtt.expect("a sink").address())
        };
        for (broker, host) in
            [("mqtt://[::1]", "::1"), ("mqtt://127.0.0.1", "127.0.0.1"), ("mqtt://localhost", "localhost")]
        {
            assert_eq!(address(broker), Ok((host.to_owned(), 1883, false)), "{broker}");
        }
        assert!(address("mqtt://[2001:db8::1]").expect_err("far").contains("would travel unprotected"));
    }

    #[test]
    fn a_short_file_is_enough() {
        let config = Config::parse("[source]\napi = \"simulate\"\nevery = \"30s\"\n[prometheus]\n").expect("right");
        assert_eq!((config.source.api, config.source.every.as_secs()), (SourceApi::Simulate, 30));
        assert_eq!(config.prometheus.expect("a sink").listen.to_string(), "127.0.0.1:9876");
        let open = "[source]\napi = \"myuplink\"\n[influx]\nurl = \"http://192.168.1.2:8086/db\"\nbucket = \"b\"\n\
            insecure_http = true\n";
        let influx = Config::parse(open).expect("right").influx.expect("a sink");
        assert!(matches!(influx.target(), Ok(InfluxTarget::Server(..))));
    }
}
