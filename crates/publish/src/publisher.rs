//! Reads machines and hands what they say to every sink.

mod commands;
mod sinks;

use std::collections::HashMap;
use std::future::pending;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uplink_runtime::{BoxFuture, Error, TransportError, WatchEvent};

use crate::config::Config;
use crate::house::{House, Machine};
use crate::mqtt::{self, Command, Lapses};
use crate::news::News;
use crate::point::Point;
use crate::prometheus::{self, Scrapes};
use crate::reader::Source;
use crate::said::Troubles;
use commands::Written;
use sinks::Sinks;

/// How often the machines of a login are listed again, so that new ones are read and sold ones are not.
const LIST_AGAIN: Duration = Duration::from_secs(3600);

/// Programs such as evcc take a value that is not said again for an old one.
const SAY_AGAIN: Duration = Duration::from_secs(300);

/// The same where the server is another one, as after an update of a pump, until somebody says that it is the right one; at
/// least once in a period.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// What troubles are about.
const DISK: &str = "lines";
const LIST: &str = "list";

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

/// The sinks of a configuration, and what is known.
#[derive(Debug)]
pub struct Publisher {
    every: Duration,
    state: PathBuf,
    house: Arc<Mutex<House>>,
    /// The machines, once they are known.
    source: Option<Arc<Source>>,
    sinks: Sinks,
    news: News,
    commanded: UnboundedSender<Command>,
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
        let (commanded, commands) = unbounded_channel();
        Ok(Publisher {
            every: config.source.every,
            state: state.to_owned(),
            house: Arc::default(),
            source: None,
            sinks: Sinks::open(config, state, &Sinks::default(), &commanded).await?,
            news: News::default(),
            commanded,
            commands,
            writing: FuturesUnordered::new(),
            lapses: Lapses::default(),
            said: HashMap::new(),
            troubles: Troubles::default(),
        })
    }

    /// Takes another configuration of the same source; what is known of the machines, and lines that wait, stay. To be called
    /// while [`Publisher::run`] is not polled.
    ///
    /// # Errors
    /// It cannot be set up; then all is as it was.
    pub async fn reload(&mut self, config: &Config) -> Result<(), PublishError> {
        let sinks = Sinks::open(config, &self.state, &self.sinks, &self.commanded).await?;
        if let Some(source) = &self.source {
            // The pace may not allow so short a period.
            source.client.watch(source.targets(), config.source.every)?;
            if sinks.commands() {
                source.check_write().await?;
            }
        }
        self.every = config.source.every;
        self.sinks = sinks;
        self.said.clear();
        self.troubles.clear();
        Ok(())
    }

    /// Where Prometheus finds metrics, if anywhere.
    pub fn metrics_url(&self) -> Option<String> {
        let listener = self.sinks.prometheus.as_ref()?;
        Some(format!("http://{}/metrics", listener.socket.local_addr().ok()?))
    }

    /// Publishes for as long as it is polled; after a pause it goes on from what is known. `find` looks for the machines, at the
    /// start and every hour; `begun` is called when they are known. Sentences about what goes wrong, and that it is over, go to
    /// `told`, each once.
    ///
    /// # Errors
    /// The machines cannot be read, and that does not pass by itself: a login that is over, or a period that is too short.
    pub async fn run<F>(
        &mut self,
        find: impl Fn() -> F,
        begun: impl Fn(),
        told: impl Fn(&str) + Clone,
    ) -> Result<(), PublishError>
    where
        F: Future<Output = Result<Source, Error>>,
    {
        let every = SignedDuration::try_from(self.every).unwrap_or(SignedDuration::MAX);
        let troubles = self.troubles.clone();
        let scrapes = self.sinks.prometheus.clone().map(|listener| {
            let (house, troubles, token) = (self.house.clone(), troubles.clone(), listener.token);
            prometheus::serve(listener.socket, Arc::new(Scrapes { house, every, token, troubles }))
        });
        let (http, mqtt) = (self.sinks.http.clone(), self.sinks.mqtt.clone());
        let sending =
            async { if let Some(http) = http { http.send(&troubles, told.clone()).await } else { pending().await } };
        let kept =
            async { if let Some(mqtt) = mqtt { mqtt.run(&troubles, told.clone()).await } else { pending().await } };
        let rows = self.sinks.send_rows(&troubles, told.clone());
        let scraped = async { if let Some(scrapes) = scrapes { scrapes.await } else { pending().await } };
        tokio::select! {
            result = self.read(find, begun, told.clone()) => result,
            () = scraped => Ok(()),
            () = sending => Ok(()),
            () = kept => Ok(()),
            () = rows => Ok(()),
        }
    }

    async fn read<F>(&mut self, find: impl Fn() -> F, begun: impl Fn(), told: impl Fn(&str)) -> Result<(), PublishError>
    where
        F: Future<Output = Result<Source, Error>>,
    {
        let mut source = match &self.source {
            Some(known) => known.clone(),
            None => Arc::new(find().await?),
        };
        if self.sinks.commands() {
            source.check_write().await?;
        }
        self.source = Some(source.clone());
        begun();
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
                        Some(event) => {
                            if is_of_another(&event) {
                                again.as_mut().reset(tokio::time::Instant::now() + LOOK_AGAIN.min(self.every));
                            }
                            self.event(&source, event, &told)?;
                        }
                        None => return Ok(()),
                    },
                }
            }
            match find().await {
                Ok(found) => {
                    source = Arc::new(found);
                    self.source = Some(source.clone());
                    self.troubles.over(LIST, "the machines can be listed again", &told);
                }
                Err(error) if lasts(&error) => return Err(error.into()),
                Err(error) => {
                    let sentence = format!("the machines cannot be listed again, those that are known go on: {error}");
                    self.troubles.say(LIST, &sentence, &told);
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
        if is_values || !answered {
            self.retain(at_machine, answered);
        } else {
            self.retain_availability(at_machine);
        }
        Ok(())
    }

    /// Keeps the topics of a machine as they should be; `answered` when it has just said all its values.
    fn retain(&mut self, at_machine: usize, answered: bool) {
        let Some(session) = &self.sinks.mqtt else { return };
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

    /// The same for whether the machine is there, where nothing else was asked: announcements are long.
    fn retain_availability(&self, at_machine: usize) {
        let Some(session) = &self.sinks.mqtt else { return };
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get(at_machine) else { return };
        session.want([mqtt::available(session.topics(), machine)].into(), false);
    }

    fn values(&mut self, at_machine: usize, points: Vec<Point>, at: Timestamp, told: &impl Fn(&str)) {
        let kept = {
            let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(machine) = house.machines.get_mut(at_machine) else { return };
            if !std::mem::replace(&mut machine.answers, true) && machine.last_success.is_some() {
                told(&format!("{} is back", machine.device.id));
            }
            let points = machine.answered(points, at);
            let news = self.news.of(&machine.device, &points);
            self.sinks.write(&machine.device, &news)
        };
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

/// Whether a read failed because the server is another one.
fn is_of_another(event: &WatchEvent) -> bool {
    let (WatchEvent::Failed { error, .. } | WatchEvent::Offline { error, .. }) = event else { return false };
    matches!(error, Error::Transport { error: TransportError::Certificate { .. }, .. })
}

/// Whether an error does not pass by itself.
fn lasts(error: &Error) -> bool {
    error.is_login_required() || error.is_missing_scope()
}
