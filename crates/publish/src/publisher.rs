//! Reads machines and hands what they say to every sink.

mod commands;
mod machines;
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
use uplink_runtime::{BoxFuture, Error, TransportError, Watch, WatchEvent};

use crate::clock::{Settings, SteadyClock};
use crate::config::Config;
use crate::house::House;
use crate::mqtt::{self, Command, Lapses};
use crate::prometheus::{self, Scrapes};
use crate::reader::Source;
use crate::said::Troubles;
use commands::{Place, Written};
use sinks::Sinks;

/// How often the machines of a login are listed again, so that new ones are read and sold ones are not.
const LIST_AGAIN: Duration = Duration::from_secs(3600);

/// Programs such as evcc take a value that is not said again for an old one.
const SAY_AGAIN: Duration = Duration::from_secs(300);

/// The same where somebody has to do something first: to log in again, or to say that the server is the right one, which is another
/// after an update of a pump; at least once in a period.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// What troubles are about.
const DISK: &str = "lines";
const LIST: &str = "list";
const LOGIN: &str = "login";

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
    clock: SteadyClock,
    settings: Settings,
    /// The machines, once they are known.
    source: Option<Arc<Source>>,
    sinks: Sinks,
    commanded: UnboundedSender<Command>,
    commands: UnboundedReceiver<Command>,
    writing: FuturesUnordered<BoxFuture<'static, Written>>,
    /// Which points are being written, each with the command that waits for it.
    under_way: HashMap<Place, Option<Command>>,
    lapses: Lapses,
    /// When all states of a machine were said, by its place.
    said: HashMap<usize, Instant>,
    /// Which revision of a machine was announced, by its place.
    announced: HashMap<usize, u64>,
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
            clock: SteadyClock::new(),
            settings: Settings::default(),
            source: None,
            sinks: Sinks::open(config, state, &Sinks::default(), &commanded).await?,
            commanded,
            commands,
            writing: FuturesUnordered::new(),
            under_way: HashMap::new(),
            lapses: Lapses::default(),
            said: HashMap::new(),
            announced: HashMap::new(),
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
        self.announced.clear();
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
    /// `told`, each once. A cloud that is away at the start is waited for, and so is somebody who logs in again later.
    ///
    /// # Errors
    /// The machines cannot be read from the start, and that does not pass by itself: nobody is logged in, or the period is too
    /// short.
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
            let (house, clock, troubles, token) = (self.house.clone(), self.clock, troubles.clone(), listener.token);
            prometheus::serve(listener.socket, Arc::new(Scrapes { house, clock, every, token, troubles }))
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
            None => Arc::new(self.first(&find, &told).await?),
        };
        if self.sinks.commands() {
            source.check_write().await?;
        }
        let mut watch = self.watch(&source)?;
        self.source = Some(source.clone());
        begun();
        loop {
            self.begin(&source, &told);
            // Whether something has to be looked at again that failed or became another.
            let mut soon = self.troubles.has(LOGIN);
            let again = tokio::time::sleep(if soon { self.look_again() } else { LIST_AGAIN });
            tokio::pin!(again);
            loop {
                tokio::select! {
                    () = &mut again => break,
                    Some(command) = self.commands.recv() => self.command(&source, command, &told),
                    Some(written) = self.writing.next(), if !self.writing.is_empty() => self.written(written, &told),
                    () = until(self.lapses.next()) => {
                        for command in self.lapses.over(Instant::now()) {
                            // A wish that is on its way comes after the one that is over.
                            if self.is_under_way(&command) {
                                continue;
                            }
                            told("SG Ready goes back to normal, because what was asked for was not asked for again");
                            self.command(&source, command, &told);
                        }
                    }
                    event = watch.next() => match event {
                        Some(event) => {
                            let is_for_somebody = is_for_somebody(&event);
                            if self.event(&source, event, &told)? || is_for_somebody {
                                soon = true;
                                again.as_mut().reset(tokio::time::Instant::now() + self.look_again());
                            }
                        }
                        None => return Ok(()),
                    },
                }
            }
            match find().await.and_then(|found| Ok((self.watch(&found)?, found))) {
                Ok((anew, found)) => {
                    // The same machines keep their turns: of a long period, some come later than the next list.
                    if soon || !found.is_of_machines_of(&source) {
                        watch = anew;
                    }
                    source = Arc::new(found);
                    self.source = Some(source.clone());
                    self.troubles.over(LIST, "the machines can be listed again", &told);
                }
                Err(error) => {
                    if lasts(&error) {
                        self.login_lost(&error, &told);
                    } else {
                        let known = "the machines cannot be listed again, those that are known go on";
                        self.troubles.say(LIST, &format!("{known}: {error}"), &told);
                    }
                    // What fails is tried at once, and told if it still does.
                    if soon && let Ok(anew) = self.watch(&source) {
                        watch = anew;
                    }
                }
            }
        }
    }

    /// Reads machines again and again.
    ///
    /// # Errors
    /// There are none, or the pace does not allow to read so many so often.
    fn watch(&self, source: &Source) -> Result<Watch, Error> {
        if source.machines.is_empty() {
            let none = "this login sees no machine; connect one to its account, or log in as somebody who has one";
            return Err(Error::Setup(none.to_owned()));
        }
        Ok(source.client.watch(source.targets(), self.every)?.offline_when(source.is_offline()))
    }

    /// The machines at the start, however long the network or the cloud is away.
    async fn first<F>(&self, find: impl Fn() -> F, told: impl Fn(&str)) -> Result<Source, Error>
    where
        F: Future<Output = Result<Source, Error>>,
    {
        loop {
            match find().await {
                Ok(found) => {
                    self.troubles.over(LIST, "the machines are listed", &told);
                    return Ok(found);
                }
                Err(error) if error.kind().is_retryable() && !is_of_another(&error) => {
                    let sentence = format!("the machines cannot be listed yet: {error}; tries again");
                    self.troubles.begin(LIST, &sentence, &told);
                    tokio::time::sleep(self.look_again()).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn look_again(&self) -> Duration {
        LOOK_AGAIN.min(self.every)
    }

    /// Takes in an event; whether machines should be listed again soon, because one of them is another now.
    fn event(&mut self, source: &Source, event: WatchEvent, told: &impl Fn(&str)) -> Result<bool, PublishError> {
        let (at_machine, is_values) = (event.target() / 2, event.target().is_multiple_of(2));
        let now = self.clock.now();
        self.settings.look(Timestamp::now(), now).iter().for_each(|sentence| told(sentence));
        if let WatchEvent::Answered { answer, .. } = &event
            && let Some(left) = source.left(answer)
        {
            let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
            house.requests_left = Some((left, now));
        }
        let answered = matches!(event, WatchEvent::Answered { .. });
        let mut is_another = false;
        match event {
            WatchEvent::Answered { at, answer, .. } if is_values => {
                let points = source.points(&answer, at)?;
                self.values(at_machine, points, at, told);
            }
            WatchEvent::Answered { answer, .. } => {
                is_another = self.connection(at_machine, source.connection(&answer)?, told);
            }
            WatchEvent::Failed { error, .. } | WatchEvent::Offline { error, .. } if is_values => {
                self.failed(at_machine, &error, told);
            }
            _ => {}
        }
        if is_values || !answered {
            self.retain(at_machine, answered);
        } else {
            self.retain_availability(at_machine);
        }
        Ok(is_another)
    }

    /// Keeps the topics of a machine as they should be; `answered` when it has just said all its values.
    fn retain(&mut self, at_machine: usize, answered: bool) {
        let Some(session) = &self.sinks.mqtt else { return };
        let every = SignedDuration::try_from(self.every).unwrap_or(SignedDuration::MAX);
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get(at_machine) else { return };
        let is_time = |said: &Instant| is_time_to_say(said.elapsed(), self.every);
        let again = answered && machine.is_up() && self.said.get(&at_machine).is_none_or(is_time);
        if again {
            self.said.insert(at_machine, Instant::now());
        }
        let mut wanted = mqtt::retained(session.topics(), machine, self.clock.now(), every);
        if self.announced.insert(at_machine, machine.revision) != Some(machine.revision) {
            wanted.extend(mqtt::announced(session.topics(), machine));
        }
        session.want(wanted, again);
    }

    /// The same for whether the machine is there, where nothing else was asked: announcements are long.
    fn retain_availability(&self, at_machine: usize) {
        let Some(session) = &self.sinks.mqtt else { return };
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(machine) = house.machines.get(at_machine) else { return };
        session.want([mqtt::available(session.topics(), machine)].into(), false);
    }
}

/// Whether states are said again with this answer: with the one that comes nearest to the time.
fn is_time_to_say(since: Duration, every: Duration) -> bool {
    since + every / 2 >= SAY_AGAIN
}

/// Waits for a time, if there is one.
async fn until(time: Option<Instant>) {
    match time {
        Some(time) => tokio::time::sleep_until(time.into()).await,
        None => std::future::pending().await,
    }
}

/// Whether a read failed for a reason that somebody has to remove.
fn is_for_somebody(event: &WatchEvent) -> bool {
    let (WatchEvent::Failed { error, .. } | WatchEvent::Offline { error, .. }) = event else { return false };
    is_of_another(error) || lasts(error)
}

/// Whether something failed because the server is another one.
fn is_of_another(error: &Error) -> bool {
    matches!(error, Error::Transport { error: TransportError::Certificate { .. }, .. })
}

/// Whether an error does not pass by itself.
fn lasts(error: &Error) -> bool {
    error.is_login_required() || error.is_missing_scope()
}

#[cfg(test)]
mod tests;
