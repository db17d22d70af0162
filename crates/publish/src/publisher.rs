//! Reads machines and hands what they say to every sink.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use uplink_runtime::{BoxFuture, Error, WatchEvent};

use crate::config::{Config, InfluxTarget, secret};
use crate::house::{House, Machine};
use crate::influx::{File, Http, Lines};
use crate::mqtt::{self, Broker, Command, Lapses, Session};
use crate::point::Point;
use crate::prometheus::{self, Scrapes};
use crate::reader::Source;
use crate::said::Troubles;

/// How often the machines of a login are listed again, so that new ones are read and sold ones are not.
const LIST_AGAIN: Duration = Duration::from_secs(3600);

/// Programs such as evcc take a value that is not said again for an old one.
const SAY_AGAIN: Duration = Duration::from_secs(300);

/// What troubles are about.
const DISK: &str = "lines";

/// Why publishing ended or could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// A sink cannot be set up.
    #[error("{0}")]
    Sink(String),
    /// Machines cannot be read, which does not pass by itself.
    #[error(transparent)]
    Source(#[from] Error),
}

/// A command that was carried out or not, with its topic and what its machine showed then.
type Written = (Command, usize, String, Result<Vec<Point>, Error>);

/// The sinks of a configuration, and what is known.
#[derive(Debug)]
pub struct Publisher {
    every: Duration,
    house: Arc<Mutex<House>>,
    prometheus: Option<(TcpListener, Option<SecretString>)>,
    lines: Lines,
    file: Option<File>,
    http: Option<Arc<Http>>,
    mqtt: Option<Arc<Session>>,
    commands: UnboundedReceiver<Command>,
    writing: FuturesUnordered<BoxFuture<'static, Written>>,
    lapses: Lapses,
    /// When all states of a machine were said, by its place.
    said: HashMap<usize, Instant>,
    troubles: Troubles,
}

impl Publisher {
    /// Sets up the sinks; `state` is a folder for what has to wait on the disk.
    ///
    /// # Errors
    /// A sink cannot be set up: its port is taken, or its file or folder is not there.
    pub async fn new(config: &Config, state: &Path) -> Result<Self, PublishError> {
        let wrong = |why: String| PublishError::Sink(why);
        let (commanded, commands) = unbounded_channel();
        let mut publisher = Publisher {
            every: config.source.every,
            house: Arc::default(),
            prometheus: None,
            lines: Lines::default(),
            file: None,
            http: None,
            mqtt: None,
            commands,
            writing: FuturesUnordered::new(),
            lapses: Lapses::default(),
            said: HashMap::new(),
            troubles: Troubles::default(),
        };
        if let Some(prometheus) = &config.prometheus {
            let token =
                prometheus.token_file.as_deref().map(|path| secret(path, "token_file")).transpose().map_err(wrong)?;
            let listener = TcpListener::bind(prometheus.listen).await;
            let taken = |e: io::Error| wrong(format!("[prometheus] listen = \"{}\": {e}", prometheus.listen));
            publisher.prometheus = Some((listener.map_err(taken)?, token));
        }
        if let Some(influx) = &config.influx {
            match influx.target().map_err(wrong)? {
                InfluxTarget::File(path) => {
                    let file = File::new(path);
                    file.check().map_err(|why| wrong(format!("[influx] file: {why}")))?;
                    publisher.file = Some(file);
                }
                InfluxTarget::Server(url, protocol) => {
                    let token = influx.token().map_err(wrong)?;
                    let spool = influx.spool.clone().unwrap_or_else(|| state.join("influx.lines"));
                    let http = Http::new(url, &protocol, token.as_ref(), &spool);
                    publisher.http = Some(http.map_err(|e| wrong(format!("[influx] {}: {e}", spool.display())))?);
                }
            }
        }
        if let Some(mqtt) = &config.mqtt {
            let (host, port, tls) = mqtt.address().map_err(wrong)?;
            let login = mqtt.login().map_err(wrong)?;
            let broker = Broker { host, port, tls, login, client_id: mqtt.client_id.clone(), protocol: mqtt.protocol };
            let session = Session::new(&broker, mqtt.topics().map_err(wrong)?, commanded);
            publisher.mqtt = Some(session.map_err(|e| wrong(format!("[mqtt] broker: {e}")))?);
        }
        Ok(publisher)
    }

    /// Where Prometheus finds metrics, if anywhere.
    pub fn metrics_url(&self) -> Option<String> {
        let (listener, _) = self.prometheus.as_ref()?;
        Some(format!("http://{}/metrics", listener.local_addr().ok()?))
    }

    /// Publishes for as long as it is polled. `find` looks for the machines, at the start and every hour; sentences about
    /// what goes wrong, and that it is over, go to `told`, each once.
    ///
    /// # Errors
    /// The machines cannot be read, and that does not pass by itself: a login that is over, or a period that is too short.
    pub async fn run<F>(mut self, find: impl Fn() -> F, told: impl Fn(&str) + Clone) -> Result<(), PublishError>
    where
        F: Future<Output = Result<Source, Error>>,
    {
        let every = SignedDuration::try_from(self.every).unwrap_or(SignedDuration::MAX);
        let scrapes = self.prometheus.take().map(|(listener, token)| {
            let (house, troubles) = (self.house.clone(), self.troubles.clone());
            prometheus::serve(listener, Arc::new(Scrapes { house, every, token, troubles }))
        });
        let http = self.http.clone();
        let sending = {
            let (told, troubles) = (told.clone(), self.troubles.clone());
            async move {
                if let Some(http) = http { http.send(&troubles, told).await } else { std::future::pending().await }
            }
        };
        let mqtt = self.mqtt.clone();
        let kept = {
            let (told, troubles) = (told.clone(), self.troubles.clone());
            async move { if let Some(mqtt) = mqtt { mqtt.run(&troubles, told).await } else { std::future::pending().await } }
        };
        let scraped = async { if let Some(scrapes) = scrapes { scrapes.await } else { std::future::pending().await } };
        tokio::select! {
            result = self.read(find, told) => result,
            () = scraped => Ok(()),
            () = sending => Ok(()),
            () = kept => Ok(()),
        }
    }

    async fn read<F>(&mut self, find: impl Fn() -> F, told: impl Fn(&str)) -> Result<(), PublishError>
    where
        F: Future<Output = Result<Source, Error>>,
    {
        let mut source = find().await?;
        if self.mqtt.as_ref().is_some_and(|session| session.topics().commands) {
            source.check_write().await?;
        }
        loop {
            self.begin(&source);
            let mut watch = source.client.watch(source.targets(), self.every)?.offline_when(source.is_offline());
            let again = tokio::time::sleep(LIST_AGAIN);
            tokio::pin!(again);
            loop {
                tokio::select! {
                    () = &mut again => break,
                    Some(command) = self.commands.recv() => self.command(&source, command, &told),
                    Some(written) = self.writing.next(), if !self.writing.is_empty() => self.written(written, &told),
                    () = until(self.lapses.next()) => {
                        for command in self.lapses.over(Instant::now()) {
                            told("SG Ready goes back to normal, because what was asked for was not asked for again");
                            self.command(&source, command, &told);
                        }
                    }
                    event = watch.next() => match event {
                        Some(event) => self.event(&source, event, &told)?,
                        None => return Ok(()),
                    },
                }
            }
            match find().await {
                Ok(found) => source = found,
                Err(error) if lasts(&error) => return Err(error.into()),
                Err(error) => {
                    told(&format!("the machines cannot be listed again, those that are known go on: {error}"))
                }
            }
        }
    }

    /// Takes in which machines there are; those that were known stay as they were.
    fn begin(&self, source: &Source) {
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = std::mem::take(&mut house.machines);
        for device in source.devices() {
            let mut machine = match known.iter().position(|machine| machine.device.id == device.id) {
                Some(at) => known.swap_remove(at),
                None => Machine::new(device.clone()),
            };
            machine.device = device.clone();
            house.machines.push(machine);
        }
    }

    fn event(&mut self, source: &Source, event: WatchEvent, told: &impl Fn(&str)) -> Result<(), PublishError> {
        let (at_machine, is_values) = (event.target() / 2, event.target().is_multiple_of(2));
        if let WatchEvent::Answered { at, answer, .. } = &event
            && let Some(left) = source.left(answer)
        {
            let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
            house.requests_left = Some((left, *at));
        }
        let answered = matches!(event, WatchEvent::Answered { .. });
        match event {
            WatchEvent::Answered { at, answer, .. } if is_values => {
                let points = source.points(&answer, at)?;
                self.values(at_machine, points, at, told);
            }
            WatchEvent::Answered { answer, .. } => {
                let away = source.disconnected(&answer)?;
                self.connection(at_machine, away.as_deref(), told);
            }
            WatchEvent::Failed { error, .. } | WatchEvent::Offline { error, .. } => {
                if lasts(&error) {
                    return Err(error.into());
                }
                if is_values {
                    self.failed(at_machine, &error, told);
                }
            }
            _ => {}
        }
        let up_to_date = is_values && answered;
        self.retain(at_machine, up_to_date);
        Ok(())
    }

    /// Begins to carry out a command, or says why not.
    fn command(&mut self, source: &Source, command: Command, told: &impl Fn(&str)) {
        let Some(session) = &self.mqtt else { return };
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let (machine, point) = match command.target(&house) {
            Ok(target) => target,
            Err(why) => {
                self.lapses.forget(&command);
                return told(&format!("a command through MQTT is not carried out: {why}"));
            }
        };
        let topic = command.state(session.topics());
        match command.value(&house.machines[machine], point) {
            Ok(value) => {
                let write = source.write(machine, point.id.clone(), value);
                self.writing.push(Box::pin(async move { (command, machine, topic, write.await) }));
            }
            Err(why) => {
                self.lapses.forget(&command);
                told(&format!("{} of {topic} is not written: {why}", command.shown()));
                session.again(topic);
            }
        }
    }

    /// Publishes what a command came to: the new value, or the old one again.
    fn written(&mut self, (command, machine, topic, result): Written, told: &impl Fn(&str)) {
        match result {
            Ok(points) => {
                self.lapses.carried_out(&command, Instant::now());
                let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(machine) = house.machines.get_mut(machine) {
                    machine.take_in_all(points, Timestamp::now());
                }
            }
            Err(error) => told(&format!("{} of {topic} was not written: {error}", command.shown())),
        }
        self.retain(machine, false);
        if let Some(session) = &self.mqtt {
            session.again(topic);
        }
    }

    /// Keeps the topics of a machine as they should be; `answered` when it has just said all its values.
    fn retain(&mut self, at_machine: usize, answered: bool) {
        let Some(session) = &self.mqtt else { return };
        let every = SignedDuration::try_from(self.every).unwrap_or(SignedDuration::MAX);
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get(at_machine) else { return };
        let again =
            answered && machine.is_up() && self.said.get(&at_machine).is_none_or(|said| said.elapsed() >= SAY_AGAIN);
        if again {
            self.said.insert(at_machine, Instant::now());
        }
        session.want(mqtt::retained(session.topics(), machine, Timestamp::now(), every), again);
    }

    fn values(&mut self, at_machine: usize, points: Vec<Point>, at: Timestamp, told: &impl Fn(&str)) {
        let lines = {
            let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(machine) = house.machines.get_mut(at_machine) else { return };
            if !std::mem::replace(&mut machine.answers, true) && machine.last_success.is_some() {
                told(&format!("{} is back", machine.device.id));
            }
            let points = machine.answered(points, at);
            self.lines.of(&machine.device, &points)
        };
        let file = self.file.as_mut().map_or(Ok(()), |file| file.write(&lines));
        let kept = file.and_then(|()| self.http.as_ref().map_or(Ok(()), |http| http.push(&lines)));
        match kept {
            Err(error) => {
                let sentence = format!("lines cannot be written, they wait in memory: {error}");
                self.troubles.say(DISK, &sentence, told);
            }
            Ok(()) => self.troubles.over(DISK, "lines are written again", told),
        }
    }

    fn connection(&self, at_machine: usize, away: Option<&str>, told: &impl Fn(&str)) {
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get_mut(at_machine) else { return };
        let was = std::mem::replace(&mut machine.connected, away.is_none());
        match away {
            Some(state) if was => {
                told(&format!("{} is not connected ({state}); its values may be old", machine.device.id));
            }
            None if !was => told(&format!("{} is connected again", machine.device.id)),
            _ => {}
        }
    }

    fn failed(&self, at_machine: usize, error: &Error, told: &impl Fn(&str)) {
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get_mut(at_machine) else { return };
        *machine.failures.entry(error.kind().as_str()).or_default() += 1;
        if std::mem::replace(&mut machine.answers, false) || machine.failures.values().sum::<u64>() == 1 {
            told(&format!("{}: {error}; tries again", machine.device.id));
        }
    }
}

/// Waits for a time, if there is one.
async fn until(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time.into()).await,
        None => std::future::pending().await,
    }
}

/// Whether an error does not pass by itself.
fn lasts(error: &Error) -> bool {
    error.is_login_required() || error.is_missing_scope()
}
