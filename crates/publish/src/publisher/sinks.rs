//! Where points go.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;

use super::PublishError;
use crate::config::{Config, InfluxConfig, InfluxTarget, MqttConfig, PrometheusConfig, secret};
use crate::influx::{File, Http, lines};
use crate::mqtt::{Broker, Command, Session};
use crate::point::{Device, Point};
use crate::said::Troubles;
use crate::spool::Spool;
#[cfg(feature = "parquet")]
use crate::{config::ParquetConfig, parquet::Parts};
#[cfg(feature = "postgres")]
use crate::{config::PostgresConfig, postgres::Postgres};

/// The sinks of a configuration.
#[derive(Debug, Default)]
pub(super) struct Sinks {
    pub prometheus: Option<Listener>,
    pub file: Option<LineFile>,
    pub http: Option<Arc<Http>>,
    #[cfg(feature = "postgres")]
    postgres: Option<Arc<Postgres>>,
    #[cfg(feature = "parquet")]
    parts: Option<Arc<Mutex<Parts>>>,
    spools: HashMap<PathBuf, Arc<Mutex<Spool>>>,
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
        #[cfg(feature = "postgres")]
        if let Some(postgres) = &config.postgres {
            sinks.add_postgres(postgres, state, before).map_err(PublishError::Sink)?;
        }
        #[cfg(feature = "parquet")]
        if let Some(parquet) = &config.parquet {
            sinks.add_parquet(parquet, before).map_err(PublishError::Sink)?;
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
                let spool = self.spool(&path, before).map_err(|why| format!("[influx] {why}"))?;
                self.http =
                    Some(Http::new(url, &protocol, token.as_ref(), spool).map_err(|e| format!("[influx] {e}"))?);
            }
        }
        Ok(())
    }

    /// Whether points can be written.
    pub fn commands(&self) -> bool {
        self.mqtt.as_ref().is_some_and(|session| session.topics().commands)
    }

    /// Where lines wait; the one that is there, if there is one.
    fn spool(&mut self, path: &Path, before: &Sinks) -> Result<Arc<Mutex<Spool>>, String> {
        if self.spools.contains_key(path) {
            return Err(format!("{}: two sinks have this spool", path.display()));
        }
        let spool = match before.spools.get(path) {
            Some(known) => known.clone(),
            None => Arc::new(Mutex::new(Spool::open(path).map_err(|e| format!("{}: {e}", path.display()))?)),
        };
        self.spools.insert(path.to_owned(), spool.clone());
        Ok(spool)
    }

    #[cfg(feature = "postgres")]
    fn add_postgres(&mut self, postgres: &PostgresConfig, state: &Path, before: &Sinks) -> Result<(), String> {
        let server = postgres.server()?;
        let password = postgres.password()?;
        let path = postgres.spool.clone().unwrap_or_else(|| state.join("postgres.rows"));
        let spool = self.spool(&path, before).map_err(|why| format!("[postgres] {why}"))?;
        self.postgres = Some(Postgres::new(server, password.as_ref(), spool));
        Ok(())
    }

    #[cfg(feature = "parquet")]
    fn add_parquet(&mut self, parquet: &ParquetConfig, before: &Sinks) -> Result<(), String> {
        let same = |known: &&Arc<Mutex<Parts>>| {
            known.lock().unwrap_or_else(PoisonError::into_inner).folder() == parquet.folder
        };
        self.parts = Some(match before.parts.as_ref().filter(same) {
            Some(known) => known.clone(),
            None => {
                let parts = Parts::open(&parquet.folder, jiff::Timestamp::now());
                Arc::new(Mutex::new(parts.map_err(|e| format!("[parquet] {}: {e}", parquet.folder.display()))?))
            }
        });
        Ok(())
    }

    /// Writes new readings to a file, and keeps them for the servers.
    pub fn write(&self, device: &Device, points: &[&Point]) -> std::io::Result<()> {
        let lines = if self.file.is_some() || self.http.is_some() { lines(device, points) } else { String::new() };
        let file = self.file.as_ref();
        let written =
            file.map_or(Ok(()), |kept| kept.file.lock().unwrap_or_else(PoisonError::into_inner).write(&lines));
        let kept = self.http.as_ref().map_or(Ok(()), |http| http.push(&lines));
        #[cfg(feature = "postgres")]
        let kept = kept.and(self.postgres.as_ref().map_or(Ok(()), |p| p.push(&crate::rows::rows(device, points))));
        #[cfg(feature = "parquet")]
        let kept = kept.and(self.parts.as_ref().map_or(Ok(()), |parts| {
            let rows = crate::rows::rows(device, points);
            parts.lock().unwrap_or_else(PoisonError::into_inner).write(&rows, jiff::Timestamp::now())
        }));
        written.and(kept)
    }

    /// Sends rows to Postgres until it is dropped.
    pub fn send_rows<T: Fn(&str)>(&self, troubles: &Troubles, told: T) -> impl Future<Output = ()> + use<T> {
        #[cfg(feature = "postgres")]
        let postgres = self.postgres.clone();
        let troubles = troubles.clone();
        async move {
            #[cfg(feature = "postgres")]
            if let Some(postgres) = postgres {
                postgres.send(&troubles, &told).await;
            }
            let _ = (troubles, told);
            std::future::pending().await
        }
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
