//! Where points go.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;

use super::PublishError;
use crate::config::{Config, InfluxConfig, InfluxTarget, MqttConfig, PrometheusConfig, secret};
use crate::influx::{File, Http, Spool};
use crate::mqtt::{Broker, Command, Session};

/// The sinks of a configuration.
#[derive(Debug, Default)]
pub(super) struct Sinks {
    pub prometheus: Option<Listener>,
    pub file: Option<LineFile>,
    pub http: Option<Arc<Http>>,
    spool: Option<(PathBuf, Arc<Mutex<Spool>>)>,
    pub mqtt: Option<Arc<Session>>,
}

/// A port that is listened at.
#[derive(Clone, Debug)]
pub(super) struct Listener {
    /// As the configuration says, where the port may be any free one.
    asked: SocketAddr,
    pub socket: Arc<TcpListener>,
    pub token: Option<SecretString>,
}

/// A file that lines go to, and lines that wait for it.
#[derive(Clone, Debug)]
pub(super) struct LineFile {
    path: PathBuf,
    pub file: Arc<Mutex<File>>,
}

impl Sinks {
    /// Sets up the sinks. What `before` has at the same place goes on: ports, and lines that wait.
    pub async fn open(
        config: &Config,
        state: &Path,
        before: &Sinks,
        commanded: &UnboundedSender<Command>,
    ) -> Result<Self, PublishError> {
        let mut sinks = Sinks::default();
        if let Some(prometheus) = &config.prometheus {
            sinks.prometheus = Some(listen(prometheus, before.prometheus.as_ref()).await.map_err(PublishError::Sink)?);
        }
        if let Some(influx) = &config.influx {
            sinks.add_influx(influx, state, before).map_err(PublishError::Sink)?;
        }
        if let Some(mqtt) = &config.mqtt {
            sinks.mqtt = Some(connect(mqtt, commanded.clone()).map_err(PublishError::Sink)?);
        }
        Ok(sinks)
    }

    fn add_influx(&mut self, influx: &InfluxConfig, state: &Path, before: &Sinks) -> Result<(), String> {
        match influx.target()? {
            InfluxTarget::File(path) => {
                let same = before.file.clone().filter(|known| known.path == path);
                let file = File::new(path.clone());
                file.check().map_err(|why| format!("[influx] file: {why}"))?;
                self.file = Some(same.unwrap_or_else(|| LineFile { path, file: Arc::new(Mutex::new(file)) }));
            }
            InfluxTarget::Server(url, protocol) => {
                let token = influx.token()?;
                let path = influx.spool.clone().unwrap_or_else(|| state.join("influx.lines"));
                let wrong = |e: std::io::Error| format!("[influx] {}: {e}", path.display());
                let spool = match &before.spool {
                    Some((known, spool)) if *known == path => spool.clone(),
                    _ => Arc::new(Mutex::new(Spool::open(&path).map_err(wrong)?)),
                };
                self.http = Some(Http::new(url, &protocol, token.as_ref(), spool.clone()).map_err(wrong)?);
                self.spool = Some((path, spool));
            }
        }
        Ok(())
    }

    /// Whether points can be written.
    pub fn commands(&self) -> bool {
        self.mqtt.as_ref().is_some_and(|session| session.topics().commands)
    }

    /// Writes lines to the file or keeps them for the server.
    pub fn write(&self, lines: &str) -> std::io::Result<()> {
        if let Some(kept) = &self.file {
            kept.file.lock().unwrap_or_else(PoisonError::into_inner).write(lines)?;
        }
        self.http.as_ref().map_or(Ok(()), |http| http.push(lines))
    }
}

async fn listen(prometheus: &PrometheusConfig, before: Option<&Listener>) -> Result<Listener, String> {
    let token = prometheus.token_file.as_deref().map(|path| secret(path, "token_file")).transpose()?;
    let asked = prometheus.listen;
    let socket = match before {
        Some(known) if known.asked == asked => known.socket.clone(),
        _ => {
            let socket = TcpListener::bind(asked).await;
            Arc::new(socket.map_err(|e| format!("[prometheus] listen = \"{asked}\": {e}"))?)
        }
    };
    Ok(Listener { asked, socket, token })
}

fn connect(mqtt: &MqttConfig, commanded: UnboundedSender<Command>) -> Result<Arc<Session>, String> {
    let (host, port, tls) = mqtt.address()?;
    let broker =
        Broker { host, port, tls, login: mqtt.login()?, client_id: mqtt.client_id.clone(), protocol: mqtt.protocol };
    Session::new(&broker, mqtt.topics()?, commanded).map_err(|e| format!("[mqtt] broker: {e}"))
}
